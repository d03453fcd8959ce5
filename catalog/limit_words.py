"""Limits in words, for sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from catalog.limits import Limit

_STAGES: Mapping[str, str] = MappingProxyType(
    {"pregnant": " in pregnancy", "breast_feeding": " while breast-feeding"}
)


def whose(limit: Limit) -> str:
    """The limit as part of a sentence: "the US limit for supplements for children 4-8 (110 mg a day)".

    Only for a limit with a number.
    """
    name = "guidance level" if limit.kind == "guidance_level" else "limit"
    of_what = " for supplements" if "supplement" in limit.covers else ""
    used = f", which {limit.asked_by} uses" if limit.asked_by else ""
    return f"the {limit.short_name} {name}{of_what}{_for_whom(limit)}{used} ({limit.limit_mg_per_day:g} mg a day)"


def _for_whom(limit: Limit) -> str:
    if limit.life_stage:
        return _STAGES[limit.life_stage]
    return f" for {limit.population}" if limit.age_max_y is not None else ""


def with_stand_in(sentence: str, limit: Limit) -> str:
    """The sentence, followed by the one that says whose limit this stands in for, where it does."""
    return f"{sentence} {limit.stand_in_text}" if limit.stand_in_text else sentence
