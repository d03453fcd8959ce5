"""What a person says over what was read: values typed or confirmed, marked as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from catalog.amounts import estimate_mg
from scanner.records import Facts, Field

TYPED, CONFIRMED = "typed by you", "confirmed by you"
Typed = Mapping[str, Any]
"""Field name to the person's value: mg, a tuple of form ids, a Serving, a count, a text.

Beside the fields: "basis" to a Basis, "servings_per_day_high" to a count, "seals" to a tuple of names, "panel_read"
to "whole" where a person has said that nothing else is in it.
"""
_BESIDE_FIELDS = frozenset({"basis", "servings_per_day_high", "seals", "panel_read"})


def typed_over(facts: Facts, typed: Typed) -> Facts:
    """The facts with the person's values in place of what was read; the printed text and its box stay."""
    changes: dict[str, Any] = {}
    for name, value in typed.items():
        if name not in _BESIDE_FIELDS:
            changes[name] = _over(getattr(facts, name), value)
    if "servings_per_day" in typed:
        changes["servings_per_day_high"] = typed.get("servings_per_day_high")
    if "panel_read" in typed:
        changes["panel_read"] = typed["panel_read"]
    if "seals" in typed:
        changes["seals"] = typed["seals"]
    said = replace(facts, **changes)
    if "basis" in typed:
        said = _decided(said, typed["basis"])
    elif "elemental_mg" in typed:
        said = replace(said, basis="undecided" if said.elemental_mg.value is None else "elemental")
    if said.elemental_mg.value is None and said.compound_mg.value is not None and said.forms.value:
        said = replace(said, estimate_mg=estimate_mg(said.compound_mg.value, said.forms.value))
    return said


def _over(read: Field[Any], value: Any) -> Field[Any]:
    if value is None:
        return Field(None, read.text, read.box, "missing", f"{TYPED}: not on the label")
    reason = CONFIRMED if read.value == value and read.state != "missing" else _said(read)
    return Field(value, read.text, read.box, "sure", reason)


def _said(read: Field[Any]) -> str:
    return f"{TYPED}; the photo was read as “{read.text}”" if read.text else TYPED


def _decided(facts: Facts, basis: str) -> Facts:
    """The amount put where the person says it belongs: magnesium itself, or the weight of its compound."""
    elemental, compound = facts.elemental_mg, facts.compound_mg
    if basis == "elemental" and elemental.value is None and compound.value is not None:
        nothing: Field[float] = Field(None, None, None, "missing", f"{TYPED}: the amount is magnesium")
        return replace(
            facts,
            elemental_mg=compound.confirmed(CONFIRMED),
            compound_mg=nothing,
            basis="elemental",
            estimate_mg=None,
        )
    if basis == "compound" and compound.value is None and elemental.value is not None:
        nothing = Field(None, None, None, "missing", f"{TYPED}: the amount is the compound")
        return replace(
            facts, compound_mg=elemental.confirmed(CONFIRMED), elemental_mg=nothing, basis="compound"
        )
    if basis == "compound":
        return replace(facts, compound_mg=compound.confirmed(CONFIRMED), basis="compound")
    return replace(facts, elemental_mg=elemental.confirmed(CONFIRMED), basis="elemental")


def is_typed(field: Field[Any]) -> bool:
    """Whether a person and not a reader stands behind the value."""
    return field.reason.startswith((TYPED, CONFIRMED))
