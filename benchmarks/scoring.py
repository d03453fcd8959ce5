"""One photo's result judged against its truth, field by field: exactly right, wrong, or empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["right", "wrong", "empty"]
Record = Mapping[str, Any]

FIELDS = ("dose", "compound", "forms", "serving", "per_container", "percent_dv", "directions")
PRODUCT_FIELDS = ("dose", "forms", "serving")
"""A product is right when all of these are, on a photo that prints a dose."""

_FAMILIES = (
    {"bisglycinate", "bisglycinate_buffered"},
    {"malate", "dimagnesium_malate"},
    {"oxide", "oxide_sucrosomial", "oxide_time_release"},
    {"marine", "hydroxide_marine", "ionic_brine"},
    {"silicate_talc", "trisilicate"},
)
"""Forms that a label's own words do not tell apart."""
_FAMILY = {form: min(family) for family in _FAMILIES for form in family}

_FIELD_IN_RESULT = {"dose": "elemental_mg", "compound": "compound_mg"}
"""What a field is called in the results, where that is another name."""

_UNITS = {
    "tbsp": "tablespoon",
    "tsp": "teaspoon",
    "gummies": "gummy",
    "milliliter": "ml",
    "gram": "g",
    "caplet": "tablet",
    "veggie capsule": "capsule",
    "vegetarian capsule": "capsule",
}
_TOLERANCE = 0.005
"""Relative: what printing with three figures rounds away."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one field: whether the label prints it, what the result says, and how sure it was."""

    expected: bool
    verdict: Verdict
    state: str | None
    reason: str | None = None
    """Why it has this state, in the words of the result."""
    letters: float | None = None
    """The least clear word it was read from, 0 to 1, where the benchmark measured that."""


def judge(truth: Record, result: Record) -> dict[str, Judgement]:
    """A judgement for every field that a careful person can read on this photo.

    ``truth`` has the keys of the labels' README; ``result`` is a line of ``magnify scan --json``, ``{}`` when
    there is none.
    """
    judged = {
        "dose": _dose(truth, result),
        "compound": _compound(truth, result),
        "forms": _forms(truth, result),
        "serving": _serving(truth, result),
        "per_container": _per_container(truth, result),
        "percent_dv": _percent(truth, result),
        "directions": _directions(truth, result),
    }
    return {
        field: _judgement(result, _FIELD_IN_RESULT.get(field, field), *found)
        for field, found in judged.items()
        if found is not None
    }


def product_right(truth: Record, judged: Mapping[str, Judgement]) -> bool | None:
    """Whether dose, forms and serving are all right; None where no dose is printed or to be read."""
    if not (truth["elemental_mg"] and truth["dose_scored"]):
        return None
    return all(judged[field].verdict == "right" for field in PRODUCT_FIELDS if field in judged)


_Found = tuple[bool, Verdict]


def _dose(truth: Record, result: Record) -> _Found | None:
    if not truth["dose_scored"]:
        return None
    expected = bool(truth["elemental_mg"])
    value = part(result, "magnesium").get("elemental_mg")
    if value is None:
        return expected, "empty" if expected else "right"
    # On a front that does not say what its amount is, giving it is accepted, and so is giving none.
    return expected, _any_close(value, [*truth["elemental_mg"], *truth["elemental_or_undecided_mg"]])


def _compound(truth: Record, result: Record) -> _Found | None:
    if not (truth["dose_scored"] and truth.get("compound_scored", True)):
        return None
    value, wanted = part(result, "magnesium").get("compound_mg"), truth["compound_mg"]
    if value is None:
        return (True, "empty") if wanted else None
    # Where the label does not say whether its one amount is the salt or the magnesium, it may be either.
    return bool(wanted), _any_close(value, wanted or truth["elemental_or_undecided_mg"])


def _forms(truth: Record, result: Record) -> _Found | None:
    if not (truth["forms_scored"] and truth["magnesium_scored"]):
        return None
    found = _families(part(result, "magnesium").get("forms"))
    accepted = [_families(forms) for forms in (truth["forms"], *truth["forms_also"])]
    if found in accepted:
        return bool(truth["forms"]), "right"
    return bool(truth["forms"]), "wrong" if found else "empty"


def _serving(truth: Record, result: Record) -> _Found | None:
    printed = truth["servings"]
    serving = part(result, "serving")
    quantity = serving.get("quantity")
    if quantity is None:
        return None if truth["serving_optional"] else (bool(printed), "empty" if printed else "right")
    if not printed:
        return None
    same_unit = [each["quantity"] for each in printed if _unit(each["unit"]) == _unit(serving.get("unit"))]
    return True, _any_close(quantity, same_unit)


def _per_container(truth: Record, result: Record) -> _Found | None:
    counts = [*(each["per_container"] for each in truth["servings"]), truth["per_container"]]
    accepted = [count for count in counts if count is not None]
    value = part(result, "serving").get("per_container")
    if not accepted or (value is None and truth["per_container_optional"]):
        return None
    return True, "empty" if value is None else _any_close(value, accepted)


def _percent(truth: Record, result: Record) -> _Found | None:
    if not (truth["percent_dv"] and truth["dose_scored"]):
        return None
    value = part(result, "magnesium").get("percent_dv")
    return True, "empty" if value is None else _any_close(value, truth["percent_dv"])


def _directions(truth: Record, result: Record) -> _Found | None:
    wanted = truth.get("servings_per_day")
    if wanted is None:
        return None
    low, high = wanted if isinstance(wanted, Sequence) else (wanted, wanted)
    serving = part(result, "serving")
    found = serving.get("servings_per_day")
    if found is None:
        return True, "empty"
    most = serving.get("servings_per_day_high")
    right = close(found, low) and close(found if most is None else most, high)
    return True, "right" if right else "wrong"


def _judgement(result: Record, name: str, expected: bool, verdict: Verdict) -> Judgement:
    field = part(part(result, "fields"), name)
    return Judgement(
        expected, verdict, field.get("state"), field.get("reason"), part(result, "letters").get(name)
    )


def part(result: Record, key: str) -> Record:
    """The object under ``key``, ``{}`` where there is none."""
    found = result.get(key)
    return found if isinstance(found, Mapping) else {}


def _families(forms: Iterable[str] | None) -> frozenset[str]:
    return frozenset(_FAMILY.get(form, form) for form in forms or ())


def _unit(unit: str | None) -> str:
    """The unit in small letters and singular, by its usual name."""
    letters = re.sub(r"[^a-z ]", "", (unit or "").lower()).strip()
    known = _UNITS.get(letters, letters)
    return known.removesuffix("s") if known != "glass" else known


def _any_close(value: float, accepted: Sequence[float]) -> Verdict:
    return "right" if any(close(value, each) for each in accepted) else "wrong"


def close(value: float, accepted: float) -> bool:
    """Whether they are the same, but for what printing with three figures rounds away."""
    return abs(float(value) - float(accepted)) <= max(_TOLERANCE * abs(accepted), 1e-9)
