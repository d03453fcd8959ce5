"""One input per field, in the label's own unit: what a person types over or confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from catalog.forms import forms
from catalog.unit_conversions import MG_IN
from scanner.answer import serving_in_words
from scanner.records import Facts, Field, Serving
from scanner.single_line import line_of
from scanner.wording import form_name, listed, number

UNITS = (
    *("capsule", "tablet", "softgel", "gummy", "scoop", "packet", "sachet", "teaspoon", "tablespoon"),
    *("ml", "g", "drop", "spray", "lozenge", "cup", "cap", "serving"),
)

Typed = Mapping[str, Any]
"""What the person said, by field name; see ``app.typing_over``."""


@dataclass(frozen=True, slots=True)
class Input:
    """How one field is called, shown and typed. ``ask`` draws the widgets and returns what the person said."""

    label: str
    shown: Callable[[Any], str]
    ask: Callable[[str, str, Facts], Typed]
    """Field name, widget key and the facts as they stand."""


def _amount(unit: str) -> Callable[[Any], str]:
    return lambda value: f"{number(value)} {unit}".strip()


def _field(facts: Facts, name: str) -> Field[Any]:
    field: Field[Any] = getattr(facts, name)
    return field


def number_input(
    label: str,
    key: str | None,
    value: float | None,
    least: float = 0.0001,
    most: float = 100_000.0,
    *,
    empty: str = "not read",
    printed: str = "%g",
) -> float | None:
    """What a person types as a number, ``value`` at first.

    A record may hold a whole number, or one that is outside of what can be typed here. Streamlit ends the page for
    either, so all numbers are made floats, and the range is made to hold the one that is there.
    """
    value = None if value is None else float(value)
    low, high = (least, most) if value is None else (min(least, value), max(most, value))
    return st.number_input(
        label,
        min_value=low,
        max_value=high,
        value=value,
        step=1.0,
        format=printed,
        key=key,
        placeholder=empty,
    )


def _ask_number(name: str, key: str, facts: Facts) -> Typed:
    value = _field(facts, name).value
    return {name: number_input(INPUTS[name].label, key, value)}


def printed_unit(text: str | None) -> str:
    """The unit of mass in which the label prints an amount: "mg", "g" or "mcg"; mg where it prints none.

    >>> printed_unit("0.2 g"), printed_unit("200mg"), printed_unit(None)
    ('g', 'mg', 'mg')
    """
    spans = line_of(text or "").spans
    return next((one.unit for one in spans if one.kind == "mass" and one.unit and one.unit in MG_IN), "mg")


def _ask_mass(name: str, key: str, facts: Facts) -> Typed:
    """In the unit that the label prints, so that a person can copy what they see; what comes back is mg."""
    field = _field(facts, name)
    unit = printed_unit(field.text)
    mg_per_unit = MG_IN[unit]
    value = None if field.value is None else round(field.value / mg_per_unit, 6)
    typed = number_input(f"{INPUTS[name].label} ({unit})", key, value)
    if typed == value:
        return {name: field.value}  # confirmed to the last digit
    return {name: None if typed is None else round(typed * mg_per_unit, 6)}


def _ask_text(name: str, key: str, facts: Facts) -> Typed:
    read = _field(facts, name).value or ""
    return {name: st.text_input(INPUTS[name].label, value=read, max_chars=200, key=key).strip() or None}


def _ask_serving(name: str, key: str, facts: Facts) -> Typed:
    read: Serving | None = facts.serving.value
    units = UNITS if read is None or read.unit in UNITS else (*UNITS, read.unit)
    left, middle, right = st.columns(3)
    with left:
        quantity = number_input(
            "One serving is", f"{key}-quantity", None if read is None else read.quantity, 0.01, 10_000.0
        )
    with middle:
        place = None if read is None else units.index(read.unit)
        unit = st.selectbox(
            "Of what", units, index=place, key=f"{key}-unit", placeholder="capsule, scoop ..."
        )
    with right:
        weight = None if read is None else read.weight_g
        weight_g = number_input(
            "It weighs (g)", f"{key}-weight", weight, 0.001, 10_000.0, empty="not printed"
        )
    if quantity is None or unit is None:
        return {name: None}
    piece = read.piece if read is not None and read.unit == unit else None
    return {name: Serving(float(quantity), unit, weight_g, piece)}


def _ask_servings_per_day(name: str, key: str, facts: Facts) -> Typed:
    left, right = st.columns(2)
    with left:
        low = number_input("Servings a day", key, facts.servings_per_day.value)
    with right:
        high = number_input(
            "Up to", f"{key}-high", facts.servings_per_day_high, most=1000.0, empty="no range"
        )
    ends = sorted(end for end in (low, high) if end is not None)
    if not ends:
        return {name: None, "servings_per_day_high": None}
    return {name: ends[0], "servings_per_day_high": ends[-1] if ends[-1] > ends[0] else None}


def _ask_forms(name: str, key: str, facts: Facts) -> Typed:
    read: tuple[str, ...] = facts.forms.value or ()
    sources = sorted((form.id for form in forms().values() if form.is_source), key=form_name)
    options = [*sources, *(form for form in read if form not in sources)]
    chosen = st.multiselect(
        INPUTS[name].label, options, default=list(read), format_func=form_name, key=key,
        placeholder="not disclosed",
    )  # fmt: skip
    return {name: tuple(chosen)}


def _forms_shown(value: tuple[str, ...]) -> str:
    return listed([form_name(form) for form in value]) or "not disclosed"


INPUTS: Mapping[str, Input] = {
    "elemental_mg": Input("Elemental magnesium per serving", _amount("mg"), _ask_mass),
    "compound_mg": Input("Weight of the compound per serving", _amount("mg"), _ask_mass),
    "forms": Input("Form", _forms_shown, _ask_forms),
    "serving": Input("Serving", serving_in_words, _ask_serving),
    "servings_per_day": Input("Servings a day, by the directions", _amount(""), _ask_servings_per_day),
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


def in_words(name: str, facts: Facts) -> str:
    """The value as shown; "not read" where there is none."""
    field = _field(facts, name)
    if field.value is None:
        return "not read"
    words = INPUTS[name].shown(field.value)
    high = facts.servings_per_day_high
    return f"{words} to {number(high)}" if name == "servings_per_day" and high is not None else words


def undecided(facts: Facts) -> bool:
    """Whether it is open what the amount is of: then that is the first thing to ask."""
    return facts.basis == "undecided" and (facts.elemental_mg.value or facts.compound_mg.value) is not None
