"""A typed amount that can hardly be right is asked about once more before it counts."""

from __future__ import annotations

from typing import Any

from app.typing_over import Typed
from scanner.records import Facts, Field
from scanner.wording import number

_MOST_MG = 2000.0
"""Elemental magnesium of one serving; only preparations for a bowel examination give more."""
_TIMES = 5.0
"""So far from what was read, up or down: a digit or a decimal point too many or too few is ten times."""
_AMOUNTS = ("elemental_mg", "compound_mg")


def doubt_about(read: Facts, said: Typed) -> str | None:
    """Why the amount that a person typed is asked about, in words; None where nothing speaks against it.

    ``read`` is what the photo says. An amount that was only confirmed is never asked about.
    """
    for name in _AMOUNTS:
        value = said.get(name)
        field: Field[Any] = getattr(read, name)
        if value is None or value == field.value:
            continue
        if name == "elemental_mg" and value > _MOST_MG:
            return f"{number(value)} mg of magnesium in one serving is more than a supplement gives."
        if field.value and not field.value / _TIMES <= value <= field.value * _TIMES:
            return f"You typed {number(value)} mg, and the photo was read as {number(field.value)} mg."
    return None
