"""Candidates for one field, and the choice between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scanner.page import Box
from scanner.records import Field, Serving, missing


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate for a field: its value, where it was printed and how it was announced."""

    value: Serving | float
    text: str
    box: Box
    rank: int
    """0 is announced by name ("Serving size"); higher numbers are weaker announcements."""
    confidence: float
    doubt: str | None = None
    """Why a person should look at it, however clear the letters."""


_CLEAR = 0.95
"""From this confidence on, a reading needs no second reader."""


_ANNOUNCED = ("printed behind its own name", "printed in a heading", "printed in the text")
"""How the value of each rank was told, in words."""


def choose(found: Sequence[Finding], nothing: str) -> Field[Any]:
    if not found:
        return missing(nothing)
    best = min(found, key=lambda f: (f.rank, -f.confidence))
    rivals = [f for f in found if f.rank == best.rank and not _agree(f.value, best.value)]
    field = Field(best.value, best.text, best.box, "sure", _ANNOUNCED[min(best.rank, len(_ANNOUNCED) - 1)])
    if rivals:
        return field.doubted(f"the label also says “{rivals[0].text}”")
    if best.doubt:
        return field.doubted(best.doubt)
    if best.confidence < _CLEAR:
        return field.doubted("the print was hard to read", "reading")
    return field


def _agree(a: Serving | float, b: Serving | float) -> bool:
    if isinstance(a, Serving) and isinstance(b, Serving):
        return a.quantity == b.quantity and a.unit == b.unit
    return a == b
