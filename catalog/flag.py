"""One thing a person should know of a product, as a record: kind, words, source, severity, figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

SEVERITIES = ("stop", "warning", "caution", "note")
"""Most pressing first: flags are given in this order."""

KINDS = frozenset(
    {
        *("above_limit", "near_limit", "may_be_above_limit", "above_limit_children", "stack_above_limit"),
        *("stack_may_be_above_limit", "amount_not_read", "directions_not_read"),
        *("no_limit_for_age", "limit_by_weight", "laxative_dose", "licensed_amount"),
        *("b6_above_limit", "zinc_above_limit", "calcium_above_limit", "vitamin_d_above_limit"),
        *(
            "compound_as_magnesium",
            "amount_undecided",
            "form_not_disclosed",
            "split_not_disclosed",
            "buffered",
        ),
        *("claim_not_possible", "form_not_in_pregnancy", "loosens_the_bowel"),
        *("form_for_adults_only", "form_above_maximum"),
        *("works_against_goal", "ingredient_caution"),
        *("serving_not_known", "panel_not_read", "nutrient_not_read"),
        *("with_condition", "with_life_stage", "with_medicine", "with_medicine_and_ingredient"),
    }
)
"""Every kind there is: programs tell flags apart by these."""


@dataclass(frozen=True, slots=True)
class Flag:
    kind: str
    text: str
    source: str
    """Ids of sources.csv, joined by "|"."""
    severity: str
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The figures behind the words."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.severity not in SEVERITIES:
            raise ValueError(f"no such flag: {self.kind!r} with severity {self.severity!r}")

    def as_dict(self) -> dict[str, Any]:
        """The flag as JSON."""
        return {
            "kind": self.kind,
            "text": self.text,
            "source": self.source,
            "severity": self.severity,
            "data": dict(self.data),
        }
