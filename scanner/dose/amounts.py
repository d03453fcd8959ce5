"""Printed amounts and percentages of magnesium, as a statement holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from catalog.unit_conversions import MG_IN
from scanner.page import Box
from scanner.panel.pieces import Figure
from scanner.parsed.page import Line, Span

MAGNESIUM = "magnesium"
Role = Literal["row", "elemental", "source"]
"""*elemental*: said to be the magnesium itself; *source*: the weight of what it comes from; *row*: the figure of the
row, which is one or the other."""

_PER_SIGN = re.compile(r"\s?/\s?(?P<number>\d{1,4}\s?)?(?P<unit>ml|l|g|kg)\b")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed weight."""

    mg: float
    """The likeliest of ``values``."""
    values: tuple[float, ...]
    """All that it may mean, in mg: "1.250" is one thing in English and another in German."""
    text: str
    box: Box
    confidence: float
    role: Role
    bound: str | None = None
    """What is said of it: "less", "at_most", "at_least", "about"; "range" where it is the upper end of one."""
    per: str | None = None
    """What it is of, where that is no serving: "100 g", "1 ml"."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A printed percentage of a reference value."""

    value: float
    text: str
    box: Box
    confidence: float
    headed: bool
    """Whether its sign, or the head of its column, says that it is one; else it is one only where it fits."""
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """What a statement says in one column; phrases of a text have one."""

    per: str
    amount: Amount | None
    percent: Percent | None


Kind = Literal[
    "mass",
    "percent",
    "number",
    "magnesium",
    "nutrient",
    "elemental",
    "gives",
    "total",
    "blend",
    "of",
    "linked",
    "word",
]
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("source.elemental", "elemental"),
    ("source.total", "total"),
    ("source.blend", "blend"),
    ("source.of", "of"),
    ("source.linked", "linked"),
    ("source.gives", "gives"),
)


def kind_of(span: Span) -> Kind:
    if span.kind != "word":
        return span.kind
    if nutrient := span.means("nutrient"):
        return "magnesium" if nutrient.value == MAGNESIUM else "nutrient"
    meant = {one.kind for one in span.meanings}
    return next((kind for said, kind in _KINDS if said in meant), "word")


def amount_of(line: Line, span: Span, role: Role) -> Amount | None:
    """The amount of a span; None where it is no weight."""
    unit = span.unit or "mg"
    if span.number is None or unit not in MG_IN:
        return None
    values = tuple(value * MG_IN[unit] for value in span.number.values)
    bound = span.bound
    before = list(islice(line.before(0, span.start), 2))
    if len(before) == 2 and before[0].means("time.range") and before[1].kind in ("number", "mass"):
        bound = bound or "range"
    text, confidence = line.text[span.start : span.end], line.row.confidence(span.start, span.end)
    return Amount(
        values[0], values, text, line.box(span.start, span.end), confidence, role, bound, _per(line, span)
    )


_NAMED = ("magnesium", "elemental", "linked")
"""What may stand between an amount and what it is of: "56 mg of magnesium per 100 g"."""


def _per(line: Line, span: Span) -> str | None:
    """What an amount is of where it is a concentration: "100 mg/ml", "300 mg per 100 g"."""
    if found := _PER_SIGN.match(line.folded, span.end):
        return f"{(found['number'] or '1').strip()} {found['unit']}"
    behind = (one for one in line.spans if one.start >= span.end)
    following = list(islice((one for one in behind if kind_of(one) not in _NAMED), 2))
    if len(following) == 2 and following[0].means("serving.per"):
        of = following[1]
        if of.kind == "mass" and of.unit in ("g", "ml") and of.number is not None and of.number.value == 100:
            return f"100 {of.unit}"
        unit = of.means("mass")
        if of.kind == "word" and unit is not None and unit.value in ("g", "ml"):
            return f"1 {unit.value}"
    return None


def percent_of(figure: Figure, *, headed: bool = True) -> Percent | None:
    span, line = figure.span, figure.line
    if span.number is None:
        return None
    text, confidence = line.text[span.start : span.end], line.row.confidence(span.start, span.end)
    return Percent(span.number.value, text, line.box(span.start, span.end), confidence, headed, span.bound)


def is_of_a_piece(line: Line, span: Span) -> bool:
    """Whether an amount is what one piece weighs: "1,500 mg x 90"."""
    behind = list(islice((one for one in line.spans if one.start >= span.end), 2))
    return len(behind) == 2 and behind[0].means("time.times") is not None and behind[1].kind == "number"
