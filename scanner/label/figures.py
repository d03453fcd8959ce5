"""What stands behind the name of a row: its amounts and percentages, and what each of them is about."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median
from typing import Any, Literal

from catalog.names import magnesium_spans
from scanner.label.quantities import PERCENT, masses, parse_number
from scanner.label.vocabulary import fold
from scanner.page import Box
from scanner.reading.rows import Passage

Role = Literal["row", "source", "elemental"]
"""*row*: the amount column. *source*: beside the salt's name in brackets. *elemental*: said to be the magnesium."""

SOURCE = "from|as|aus|als|de|da|di|du|comme|como|come|uit|z|z postaci"
"""Words before the salt that the magnesium comes from."""
ONLY_FIGURES = re.compile(
    r"[\s\d.,%<>†‡*+^(){}\[\]=~-]*(?:(?:mg|mcg|g|dv|nrv|rda)\b[\s\d.,%<>†‡*+^(){}\[\]=~-]*)*"
)
UNIT_IN_NAME = re.compile(r"[(\[]\s?(mg|mcg|g)\s?[)\]]|,\s?(mg|mcg|g)\b")
"""The unit of a row whose figures have none: "Magnesium (mg)"."""
_BARE_FIGURE = re.compile(
    r"(?<![\w.,(])(?P<number>\d{1,4}(?:[.,]\d{1,3})?)(?![\w.,%]{0,40}[a-z%])(?P<percent>\s?\(\d{1,3}(?:[.,]\d+)?\s?%\))?"
)
_COLUMN = 3
"""So many figures one above the other are a column."""
_COUNTED = re.compile(r"\A\s*[\d.,]+ [a-z]{2}")
"""A figure printed together with what it counts: "1 billion CFU" in the next column."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed mass of a magnesium row."""

    mg: float
    text: str
    box: Box
    role: Role
    confidence: float
    repaired: bool
    """True when the spelling of the unit was mended."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A printed share of the daily reference."""

    value: float
    text: str
    box: Box
    confidence: float
    signed: bool
    """False when the sign stands in the column's head."""
    slip: str = ""
    """What may have been misread, in words, where ``value`` is not what was read but what fits the amount."""


@cache
def nutrient_table() -> dict[str, Any]:
    """The names of other nutrients, and what says that an amount is elemental."""
    return tomllib.loads(resources.files("scanner.label").joinpath("data/nutrients.toml").read_text("utf-8"))


@cache
def said_elemental() -> re.Pattern[str]:
    return re.compile(
        r"(?<![a-z])(?:"
        + "|".join(e.replace(" ", r"\s?") for e in nutrient_table()["elemental"])
        + r")[^()\d]{0,40}$"
    )


def depth(text: str) -> int:
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")


def amounts_of(passage: Passage, folded: str) -> Iterator[Amount]:
    for mass in masses(folded):
        yield Amount(
            mass.mg,
            passage.text[mass.start : mass.end],
            passage.box_of(mass.start, mass.end),
            _role(passage, folded, mass.start, mass.end),
            passage.confidence(mass.start, mass.end),
            mass.repaired,
        )


def _role(passage: Passage, folded: str, start: int, end: int) -> Role:
    before = folded[:start]
    if said_elemental().search(before[-50:]) or re.match(r"[ \t)]{0,2}(?:of )?elemental", folded[end:]):
        return "elemental"
    if re.match(rf"\A[\s(\[{{]*(?:{SOURCE})\b[^()\d]*$", before[before.rfind("\n") + 1 :]) and "\n" in before:
        return "source"  # a line of its own below: "from 1,000 mg Magnesium Bisglycinate"
    if ONLY_FIGURES.fullmatch(fold(passage.word_at(start))):
        return "row"  # in a column of its own, though a bracket of the wrapped name is still open
    if _ends_its_line(folded, start, end):
        return "row"
    opening = max(before.rfind(c) for c in "([{")
    if opening >= 0 and depth(before[opening:]) > 0:
        closing = next((i for i in range(end, len(folded)) if folded[i] in ")]}"), len(folded))
        inside = folded[opening:closing]
        if magnesium_spans(inside) or re.search(r"[a-z]{5,}", inside):
            return "source"
    return "row"


def _ends_its_line(folded: str, start: int, end: int) -> bool:
    """Whether the only amount ends a line whose name runs on: "(from magnesium 250 mg 60%", "citrate)"."""
    behind, runs_on, _ = folded[end:].partition("\n")
    name = folded[:start].rpartition("\n")[2]
    cut_name = re.search(r"[a-z]{4}[ \t]*$", name) and not re.search(rf"(?:{SOURCE})[ \t]*$", name)
    return bool(runs_on and cut_name and not re.search(r"[a-z]", behind) and len(list(masses(folded))) == 1)


def percents_of(passage: Passage, folded: str) -> Iterator[Percent]:
    ends = [mass.end for mass in masses(folded)]
    for found in PERCENT.finditer(folded):
        value = parse_number(found["number"])
        apart = ONLY_FIGURES.fullmatch(fold(passage.word_at(found.start())))
        if value is not None and (apart or not _is_share_of_blend(folded, *found.span(), ends)):
            start, end = found.span()
            yield Percent(
                value,
                passage.text[start:end],
                passage.box_of(start, end),
                passage.confidence(start, end),
                True,
            )


def _is_share_of_blend(folded: str, start: int, end: int, masses_end: Sequence[int]) -> bool:
    """Whether the percentage stands in brackets before the name that it is a share of: "(30% oxide)"."""
    if depth(folded[:start]) <= 0:
        return False
    behind = folded[end:]
    before = bisect_right(masses_end, start)
    if before and not folded[masses_end[before - 1] : start].strip(" \t*†‡.|"):
        # It belongs to the amount right before it, though the name wraps to the line below.
        behind = behind.partition("\n")[0]
    return re.match(r"\A[\s%]*[a-z]{4,}", behind) is not None


def bare_figures(
    passage: Passage,
    unit: re.Match[str],
    percents: tuple[Percent, ...],
    *,
    headed: bool,
    others: Sequence[Passage] = (),
) -> tuple[tuple[Amount, ...], tuple[Percent, ...]]:
    """Amounts of a row whose unit stands in its name: "Magnesium (mg)  25.2  6.81".

    The second figure is a percentage where a column is ``headed`` so; else it is an amount of another column.
    A lone figure that stands below the second ones of ``others`` is a percentage too: the amount was not read.
    """
    scale = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}[unit[1] or unit[2]]
    second = _second_column(others) if headed else None
    amounts: list[Amount] = []
    shares = list(percents)
    for start, end, figure, has_percent in _bare_figures_of(passage, unit.end()):
        text, box, confidence = (
            passage.text[start:end],
            passage.box_of(start, end),
            passage.confidence(start, end),
        )
        in_second = second is not None and second[0] <= (box[0] + box[2]) / 2 <= second[1]
        if (not amounts and not in_second) or not headed or has_percent or shares:
            amounts.append(Amount(figure * scale, text, box, "row", confidence, repaired=False))
        else:
            shares.append(Percent(figure, text, box, confidence, signed=False))
    return tuple(amounts), tuple(shares)


def _second_column(passages: Sequence[Passage]) -> tuple[float, float] | None:
    """From where to where the second figures of the passages stand; ``None`` where too few have two."""
    boxes = []
    for passage in passages:
        unit = UNIT_IN_NAME.search(fold(passage.text))
        figures = list(_bare_figures_of(passage, unit.end())) if unit else []
        boxes += [passage.box_of(start, end) for start, end, _, _ in figures[1:2]]
    if len(boxes) < _COLUMN:
        return None
    return float(median(box[0] for box in boxes)), float(median(box[2] for box in boxes))


_FIGURE_BEHIND = re.compile(
    r"[ .…·_–-]{0,80}\s{1,3}(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?P<sign>96|9 6|90)?(?=\s|[*†‡^)]|$)"
    r"(?![ \t]?(?:m?c?g|%|[a-z]))"
)
"""A bare figure right behind an amount and its leaders, in a table whose head carries the per cent sign."""


_MOST_PERCENT = 999


def unsigned_percents(passage: Passage, folded: str) -> tuple[Percent, ...]:
    found = []
    for mass in masses(folded):
        figure = _FIGURE_BEHIND.match(folded, mass.end)
        if figure is None:
            continue
        # "%" is read as "96" or "90": "1196" is 11 %, if anything. "96" alone stays what it is.
        start, end = figure.span("number")
        value = parse_number(figure["number"])
        if value is not None and value <= _MOST_PERCENT:
            box, confidence = passage.box_of(start, end), passage.confidence(start, end)
            found.append(Percent(value, passage.text[start:end], box, confidence, signed=False))
    return tuple(found)


def _bare_figures_of(passage: Passage, start: int) -> Iterator[tuple[int, int, float, bool]]:
    """Figures without a unit from ``start`` on: start, end, value, and whether a percentage follows in brackets."""
    folded = fold(passage.text)
    for found in _BARE_FIGURE.finditer(folded, start):
        value = parse_number(found["number"])
        of_something = _COUNTED.match(fold(passage.word_at(found.start("number"))))
        if value is not None and not of_something and depth(folded[start : found.start()]) <= 0:
            yield found.start("number"), found.end("number"), value, found["percent"] is not None
