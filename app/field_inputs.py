"""One input per field, in the label's own unit: what a person types over or confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from catalog.forms import forms
from scanner.answer import serving_in_words
from scanner.records import Facts, Field, Serving
from scanner.wording import form_name, listed, number

UNITS = (
    *("capsule", "tablet", "softgel", "gummy", "scoop", "packet", "sachet", "teaspoon", "tablespoon"),
    *("ml", "g", "drop", "spray", "lozenge", "cup", "cap", "serving"),
)


@dataclass(frozen=True, slots=True)
class Input:
    """How one field is called, shown and typed. ``ask`` draws the widgets and returns the person's value."""

    label: str
    shown: Callable[[Any], str]
    ask: Callable[[str, str, Field[Any]], Any]
    """Label, widget key and the field as read."""


def _amount(unit: str) -> Callable[[Any], str]:
    return lambda value: f"{number(value)} {unit}".strip()


def _ask_number(label: str, key: str, field: Field[Any]) -> float | None:
    value = None if field.value is None else float(field.value)
    return st.number_input(
        label, min_value=0.01, max_value=100_000.0, value=value, step=1.0, format="%g", key=key,
        placeholder="not on the label",
    )  # fmt: skip


def _ask_text(label: str, key: str, field: Field[Any]) -> str | None:
    return st.text_input(label, value=field.value or "", max_chars=200, key=key).strip() or None


def _ask_serving(label: str, key: str, field: Field[Any]) -> Serving | None:
    read: Serving | None = field.value
    units = UNITS if read is None or read.unit in UNITS else (*UNITS, read.unit)
    left, right = st.columns(2)
    with left:
        quantity = st.number_input(
            f"{label}: how many", min_value=0.01, max_value=10_000.0, step=1.0, format="%g",
            value=None if read is None else read.quantity, key=f"{key}-quantity",
        )  # fmt: skip
    with right:
        place = None if read is None else units.index(read.unit)
        unit = st.selectbox(
            "Of what", units, index=place, key=f"{key}-unit", placeholder="capsule, scoop ..."
        )
    if quantity is None or unit is None:
        return None
    weight_g = read.weight_g if read is not None and (read.quantity, read.unit) == (quantity, unit) else None
    return Serving(float(quantity), unit, weight_g)


def _ask_forms(label: str, key: str, field: Field[Any]) -> tuple[str, ...]:
    read: tuple[str, ...] = field.value or ()
    sources = sorted((form.id for form in forms().values() if form.is_source), key=form_name)
    options = [*sources, *(form for form in read if form not in sources)]
    chosen = st.multiselect(
        label, options, default=list(read), format_func=form_name, key=key, placeholder="not disclosed"
    )
    return tuple(chosen)


def _forms_shown(value: tuple[str, ...]) -> str:
    return listed([form_name(form) for form in value]) or "not disclosed"


INPUTS: Mapping[str, Input] = {
    "elemental_mg": Input("Elemental magnesium per serving (mg)", _amount("mg"), _ask_number),
    "compound_mg": Input("Weight of the compound per serving (mg)", _amount("mg"), _ask_number),
    "forms": Input("Form", _forms_shown, _ask_forms),
    "serving": Input("Serving", serving_in_words, _ask_serving),
    "servings_per_day": Input("Servings a day, by the directions", _amount(""), _ask_number),
    "per_container": Input("Servings per container", _amount(""), _ask_number),
    "percent_dv": Input("Percent of the daily value", _amount("%"), _ask_number),
    "net_count": Input("Pieces in the pack", _amount(""), _ask_number),
    "brand": Input("Brand", str, _ask_text),
    "name": Input("Product", str, _ask_text),
}
"""In the order of the screen: the answer first."""

WORTH_ASKING = ("elemental_mg", "forms", "serving", "servings_per_day", "per_container")
"""Fields whose absence a person is told of even when nothing was read."""

NOT_PRESSING = frozenset({"net_count", "brand", "name"})
"""Fields that decide nothing: a doubt about them is shown beside them, and not asked first."""


def in_words(name: str, field: Field[Any]) -> str:
    """The value as shown; "not on the label" where there is none."""
    return "not read" if field.value is None else INPUTS[name].shown(field.value)


def undecided(facts: Facts) -> bool:
    """Whether it is open what the amount is of: then that is the first thing to ask."""
    return facts.basis == "undecided" and (facts.elemental_mg.value or facts.compound_mg.value) is not None
