"""Names and figures where they stand on the lines of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scanner.page import Box, union
from scanner.parsed.page import Line, Span

LETTERS = re.compile(r"[^\W\d_]{2,}")
"""What a name has at least."""
LONGEST_UNIT = 4
SYMBOL = "Mg"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a table, where it stands."""

    span: Span
    line: Line
    inline: bool = False
    """In one phrase with its name, so that where it stands tells of no column."""
    beside: str | None = None
    """The unit of a bare number, where it stands in a cell of its own."""

    @property
    def unit(self) -> str | None:
        """What it is measured in."""
        return self.span.unit or self.beside

    @property
    def text(self) -> str:
        """As it is printed."""
        return self.line.text[self.span.start : self.span.end]

    @property
    def is_mass(self) -> bool:
        """Whether it is an amount with its unit."""
        return self.unit is not None

    @property
    def box(self) -> Box:
        return self.line.box(self.span.start, self.span.end)

    @property
    def middle(self) -> float:
        """From the left, in pixels."""
        x0, _, x1, _ = self.box
        return (x0 + x1) / 2


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: ``line.text[start:end]``."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def box(self) -> Box:
        return self.line.box(self.start, self.end)

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.line.within(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Segment:
    """A name, which may run over several lines, and the figures that stand behind it."""

    name: tuple[Part, ...]
    figures: tuple[Figure, ...]
    loose: bool = False
    """Whether a phrase without figures stands right above or below, which may be part of its name."""

    @property
    def text(self) -> str:
        """The name as printed, in one line."""
        return " ".join(" ".join(part.text.split()) for part in self.name)

    @property
    def box(self) -> Box:
        """Around the name and its figures."""
        return union([*(part.box for part in self.name), *(figure.box for figure in self.figures)])

    @property
    def line(self) -> Line:
        """The line on which it begins."""
        return self.name[0].line if self.name else self.figures[0].line


def nutrient_of(line: Line, span: Span) -> str | None:
    """The nutrient that a word names; "mg" names magnesium only where it is written as its symbol, "Mg"."""
    found = span.means("nutrient")
    short = span.end - span.start <= LONGEST_UNIT
    if found is None or (short and span.means("mass") and not line.text.startswith(SYMBOL, span.start)):
        return None
    return found.value


def is_column_head(part: Part) -> bool:
    """Whether a phrase is no more than the head of a column: "Per Serving", "% Daily Value", "Per 2 capsules"."""
    spans = part.spans
    counted = len(spans) > 1 and spans[0].kind == "number" and spans[1].means("unit")
    if not spans or not (counted or spans[0].means(*COLUMN_WORDS)):
        return False
    rest = part.text
    for one in reversed(spans):
        if one.kind == "word" and not one.means(*COLUMN_WORDS, *_IN_HEADS):
            return False
        rest = rest[: one.start - part.start] + rest[one.end - part.start :]
    return LETTERS.search(rest) is None


COLUMN_WORDS = ("column.percent", "column.amount", "column.people", "serving.noun", "serving.per")
"""What the head of a column begins with."""
_IN_HEADS = ("unit", "mass", "number", "time.day", "time.range", "time.and")
TITLES = ("title.supplement", "title.nutrition", "title.drug", "title.composition")
"""What begins a panel."""
HEADS = (*TITLES, "serving.size", "container.per", "column.percent", "column.amount")
"""What stands in the head of a panel."""


def depth(text: str) -> int:
    """Brackets that are opened in ``text`` and not closed; below zero where more are closed."""
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")
