"""Names with the figures behind them, as they stand on the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scanner.page import Box, union
from scanner.parsed.page import Line, Span

_MARKS = re.compile(r"[\s/*†‡§¶+#^'’\"“”.…·:;,_=|–—~•()\[\]{}<>≤≥%-]*")
"""What may stand between figures and around them: footnote marks, leaders, brackets."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NAME_BEHIND = re.compile(r"[*†‡+^]{0,4}\s{1,9}(?P<name>[A-Z][^\W\d_]{3})")
"""A name right behind an amount: two blocks of a table that were read as one phrase."""
_NOISE = re.compile(r"[\s*†‡§¶+#^'’\"“”.…·:;,_=|–—~•()\[\]{}<>≤≥%-]{0,40}\b[^\W\d_]{1,2}\b[\s.*†‡]{0,9}")
"""A mark or two that was read as letters."""
_ITEM_END = re.compile(r"[,;.]\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a table, where it stands."""

    span: Span
    line: Line
    inline: bool = False
    """In one phrase with its name, so that where it stands tells of no column."""

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


def segments(line: Line) -> Iterator[Segment]:
    """The names of a line, each with its figures; figures without a name come first, under an empty one."""
    current = Segment((), ())
    for part in _parts(line):
        name, figures = _split(part)
        if name is not None and not figures and _is_head(name):
            continue
        if name is not None and (current.figures or (current.name and _begins_anew(current.name[-1], name))):
            if current.name or current.figures:
                yield current
            current = Segment((), ())
        if name is not None:
            current = replace(current, name=(*current.name, name))
        current = replace(current, figures=(*current.figures, *figures))
    if current.name or current.figures:
        yield current


def _is_head(name: Part) -> bool:
    """Whether a phrase without figures is the head of a column: "Per Serving", "% Daily Value"."""
    spans = name.spans
    return bool(spans) and all(
        one.kind == "word" and one.means("column.percent", "column.amount", "serving.noun", "serving.per")
        for one in spans
    )


def _begins_anew(before: Part, part: Part) -> bool:
    """Whether two phrases side by side are two nutrients: the first has its figures elsewhere."""
    return _names_nutrient(part) and _names_nutrient(before)


def _names_nutrient(part: Part) -> bool:
    return any(span.means("nutrient") and span.depth == 0 for span in part.spans)


def _parts(line: Line) -> Iterator[Part]:
    """The cells of a line; a cell of running text in its items."""
    for cell in line.cells:
        start = cell.start
        for end, following in _item_ends(line, cell.start, cell.end):
            before = Part(line, start, end)
            if depth(line.folded[:end]) == 0 and _ends_with_figure(before):
                yield before
                start = following
        yield Part(line, start, cell.end)


def _item_ends(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where an item of running text may end, and where the next one begins: at a comma, or a name behind an amount."""
    places = [found.span() for found in _ITEM_END.finditer(line.text, start, end)]
    for span in line.within(start, end):
        if span.kind in {"mass", "percent"} and span.depth == 0:
            named = _NAME_BEHIND.match(line.text, span.end, end)
            before = next(line.before(start, span.start), None)
            if named and not (before is not None and before.means("source.of", "source.gives")):
                places.append((span.end, named.start("name")))
    yield from sorted(places)


def depth(text: str) -> int:
    """Brackets that are opened in ``text`` and not closed; below zero where more are closed."""
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")


def _ends_with_figure(part: Part) -> bool:
    return bool(_split(part)[1])


def _split(part: Part) -> tuple[Part | None, tuple[Figure, ...]]:
    """The name of a part and the figures that it ends with: what stands between and behind them are only marks."""
    line, end = part.line, part.end
    figures: list[Figure] = []
    for span in line.before(part.start, part.end):
        if not _MARKS.fullmatch(line.text, span.end, end) and not (
            span.kind in {"mass", "percent"} and _NOISE.fullmatch(line.text, span.end, end)
        ):
            break
        if span.kind == "word":
            if span.means("mass") and span.end - span.start <= _LONGEST_UNIT:
                continue  # a unit in a column of its own, or between the name and its figures
            if figures and span.means("bound.less", "bound.at_most", "bound.at_least"):
                end = span.start
                continue
            break
        if span.kind == "number" and not _may_be_figure(part, span, figures):
            break
        if span.depth and _is_in_bracket(part, span):
            break
        figures.append(Figure(span, line))
        end = span.start
    figures.reverse()
    if figures and _LETTERS.search(line.text, part.start, figures[0].span.start):
        figures[0] = replace(figures[0], inline=True)
    name_end = end if figures else part.end
    name = line.text[part.start : name_end]
    if not _LETTERS.search(name) and not _names_nutrient(Part(line, part.start, name_end)):
        return None, tuple(figures)
    trimmed = len(name.rstrip(" \t.…·:;,_=|–—-<≤>≥(["))
    return Part(line, part.start, part.start + trimmed), tuple(figures)


CARRIES_ON = re.compile(r"\s{0,9}(?:[(\[{&+,/]|and\b|[a-z])")
"""How a phrase begins that carries on the name before it."""
_LONGEST_UNIT = 4
_NEAR = 4
"""Spans before a number that may be the amount it belongs to."""


def _is_in_bracket(part: Part, span: Span) -> bool:
    """Whether a number stands in a bracket with words: "(from 2,200 mg"; a bracket around it alone is none."""
    before = part.line.text[part.start : span.start]
    opening = max(before.rfind(sign) for sign in "([{")
    return opening >= 0 and _LETTERS.search(before, opening) is not None


def _may_be_figure(part: Part, span: Span, behind: Sequence[Figure]) -> bool:
    """Whether a bare number is a figure: alone in its cell, behind an amount, or behind a unit in the name."""
    if not _LETTERS.search(part.line.folded, part.start, span.start):
        return True
    if behind and behind[-1].span.kind == "number":
        return True
    for one in islice(part.line.before(part.start, span.start), _NEAR):
        if one.kind != "number":
            return one.kind != "word" or one.means("mass") is not None
    return False


_NEAR = 8
"""Spans before a number that may be the amount it belongs to, or numbers beside it."""
