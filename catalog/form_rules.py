"""What food law says of single forms of magnesium: for whom they are allowed, and how much a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from catalog.forms import forms
from catalog.profile import Profile
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import TableRow, read_table

COLUMNS = (
    *("form", "law", "markets", "age_min_y", "in_pregnancy", "in_breast_feeding", "most_mg_per_day"),
    *("holder", "source", "source_checked", "shown_to_people"),
)
RULES_FILE = "form_rules.csv"


@dataclass(frozen=True, slots=True)
class FormRule:
    form: str
    """Id of forms.csv."""
    law: str
    """For sentences: "EU law"."""
    markets: tuple[str, ...]
    """Market codes under this law."""
    age_min_y: int
    in_pregnancy: bool
    in_breast_feeding: bool
    most_mg_per_day: float | None
    """Elemental magnesium a day from this form; None where the law names no maximum."""
    holder: str
    """Who alone may sell it, and until when; "" when anybody may."""
    source: tuple[str, ...]

    @property
    def name(self) -> str:
        """The form inside a sentence: "magnesium L-threonate"."""
        full = forms()[self.form].name
        return full[:1].lower() + full[1:]

    def bar_kind(self, profile: Profile) -> str | None:
        """The kind of flag for a person whom the law leaves out; None for everybody else."""
        if profile.age_y is not None and profile.age_y < self.age_min_y:
            return "form_for_adults_only"
        left_out = {"pregnant": not self.in_pregnancy, "breast_feeding": not self.in_breast_feeding}
        return "form_not_in_pregnancy" if left_out.get(profile.life_stage, False) else None

    @property
    def bar_text(self) -> str:
        """For whom the law allows the form, as a sentence."""
        stages = {
            "in pregnancy": not self.in_pregnancy,
            "while breast-feeding": not self.in_breast_feeding,
        }
        without = " or ".join(words for words, left_out in stages.items() if left_out)
        whom = f"for people of {self.age_min_y} years or more" if self.age_min_y else "for everybody"
        but = f", and not {without}" if without else ""
        return f"{self.law} allows {self.name} in supplements {whom}{but}."


@dataclass(frozen=True, slots=True)
class Barred:
    """Why a product is not for this person."""

    text: str
    source: tuple[str, ...]


@cache
def form_rules() -> tuple[FormRule, ...]:
    """Every rule of form_rules.csv that may be shown. Raises CatalogError."""
    return tuple(_rule(row) for row in read_table(RULES_FILE, COLUMNS) if _is_shown(row))


def _is_shown(row: TableRow) -> bool:
    row.one_of("source_checked", CHECKED)
    return row.flag("shown_to_people")


def _rule(row: TableRow) -> FormRule:
    return FormRule(
        form=row.one_of("form", frozenset(forms())),
        law=row.text("law"),
        markets=parts(row, "markets"),
        age_min_y=int(row.number("age_min_y", 0, 120) or 0),
        in_pregnancy=row.flag("in_pregnancy"),
        in_breast_feeding=row.flag("in_breast_feeding"),
        most_mg_per_day=row.number("most_mg_per_day", 1, 5000),
        holder=row.cells["holder"],
        source=source_ids(row),
    )


def form_rule(form: str, authority: str) -> FormRule | None:
    """The rule for a form id in a market (US, EU, DE ...), None where no law singles the form out."""
    for rule in form_rules():
        if rule.form == form and authority in rule.markets:
            return rule
    return None


def form_barred(found: Sequence[str], profile: Profile) -> Barred | None:
    """Why a product with these form ids is not ranked for this person; None when no law leaves them out."""
    for form in found:
        rule = form_rule(form, profile.authority)
        if rule is not None and rule.bar_kind(profile) is not None:
            return Barred(rule.bar_text, rule.source)
    return None
