"""What stands above the columns of a table: what their figures are of, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from scanner.parsed.numbers import number as read_number
from scanner.parsed.page import Cell, Line, Span

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Head:
    """A word or an amount above the columns."""

    text: str
    per: str | None
    """What the amounts below are of, where it says that."""
    percent: bool
    left: float
    right: float
    people: str | None = None
    """Whom it is for, "adults" or "children"."""
    named: bool = False
    """Whether it may head the names: "Nutrient", "Ingredients"."""


def heads_of(line: Line) -> list[Head]:
    """What a line of the head says of columns, from left to right.

    Heads that were read as one phrase are parted where one begins: "Per 100 g Amount per serving % RDA".
    """
    if line.first("serving.size", "container.per") is not None and line.first("column.percent") is None:
        return []
    found: list[Head] = []
    for cell in line.cells:
        before: Head | None = None
        for one, begins in _words(line, cell):
            if (
                before is not None
                and (before.percent or not one.percent)
                and not _is_next(before, one, begins=begins)
            ):
                text = f"{before.text} {one.text}"
                before = replace(
                    before, text=text, per=_closer(before.per, one.per), right=one.right, named=False
                )
                before = replace(
                    before,
                    people="adults"
                    if "adults" in {before.people, one.people}
                    else before.people or one.people,
                )
                continue
            if before is not None:
                found.append(before)
            before = one
        if before is not None:
            found.append(before)
    return [one for one in found if one.per or one.percent or one.named]


def _is_next(before: Head, one: Head, *, begins: bool) -> bool:
    """Whether a head begins another column than the one before it: "1 scoop 2 scoops", "Per 100 g Per serving"."""
    hundred = one.per is not None and one.per.startswith("100 ")
    if before.percent or before.per is None:
        return before.percent and hundred  # "% RDA per serving" is one head
    if before.people and one.people:
        return False  # "Adults and children 4+"
    quantities = {before.per, one.per} - {"serving", None}
    return begins or len(quantities) > 1


def _closer(per: str | None, other: str | None) -> str | None:
    """Of two things that amounts are of the one that says more: "1 scoop" of "serving" and "1 scoop"."""
    return other if per in {None, "serving"} and other is not None else per


def _words(line: Line, cell: Cell) -> Iterator[tuple[Head, bool]]:
    """What the words of a cell say, each with whether it may begin a head."""
    for span, following in pairwise((*line.within(cell.start, cell.end), None)):
        if span is None:
            return
        per = None
        counted = following.means("unit") if following is not None else None
        quantity = span.number.value if span.number is not None else _spelled(span)
        if span.kind == "mass" and span.unit in {"g", "ml"} and span.number is not None:
            # Per 100 g, and else the weight of a serving
            per = f"100 {span.unit}" if span.number.value == _HUNDRED else "serving"
        elif counted is not None and quantity is not None:
            per = f"{quantity:g} {counted.value}"
        elif span.means("column.people"):
            per = line.text[span.start : span.end].lower()
        text = line.text[span.start : span.end]
        # "Amount per 1 % NRV" of two columns that were read as one phrase
        percent = span.means("column.percent") is not None or (span.kind == "percent" and _has_letters(text))
        amount = span.means("column.amount")
        if per is None and span.means("serving.noun"):
            per = "serving"
        begins = amount is not None or (
            span.means("serving.per") is not None and not span.depth and span.means("number") is None
        )
        people = next((who for who in ("adults", "children") if span.means(f"column.{who}")), None)
        if per is not None or percent or begins or people:
            x0, _, x1, _ = line.box(span.start, span.end)
            other = line.text[: span.start].rstrip().endswith("/")  # the same in another language
            head = Head(text, None if percent else per, percent, x0, x1, people, amount is not None)
            yield head, begins and not other


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _spelled(span: Span) -> float | None:
    """The value of a number word."""
    said = span.means("number")
    found = read_number(said.value) if said is not None and said.value is not None else None
    return found.value if found is not None else None
