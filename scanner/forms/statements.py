"""The texts of a page that are read as one: names of rows, lists of ingredients, paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Literal

from scanner.page import Box, union
from scanner.panel.pieces import HEADS, Part, depth
from scanner.panel.table import Table, TableRow
from scanner.parsed.page import Line, ParsedPage, Span
from scanner.reading.rows import Passage, Piece

Kind = Literal["row", "list", "text"]
LISTS = ("ingredients.head", "title.composition", "title.drug")
"""What a list of ingredients begins with."""
_BEGINNINGS = (
    *("ingredients.head", "directions.head", "stop.warning", "stop.storage", "stop.maker", "stop.foot"),
    *HEADS,
)
"""What begins a paragraph of its own."""
_LEADING = re.compile(r"[\s*•·†‡\-–—.]*")
"""Marks before the first word of a paragraph."""
_COLON = re.compile(r"\s{0,3}[:：]")
_FARTHEST = 1.3
"""From one line of a paragraph to the next, in heights of the larger letters."""
_BESIDE = 3
"""Between two phrases on one line of a paragraph, in heights: words are set apart to fill the line."""
_MOST_OPEN = 40
"""Paragraphs side by side."""
_LONGEST = 5_000
"""Letters of a paragraph: the longest lists of ingredients have some 1,500."""


@dataclass(frozen=True, eq=False)
class Statement:
    """Pieces of lines that are read one after the other, and what they are."""

    kind: Kind
    parts: tuple[Part, ...]
    nutrient: str | None = None
    """Of a row of the panel: what it is about, as the lexicon calls it."""

    @cached_property
    def passage(self) -> Passage:
        """Its text, a line break between the parts, and where each letter of it stands on the photo."""
        return Passage(tuple(Piece(part.line.row, part.start, part.end) for part in self.parts))

    @property
    def text(self) -> str:
        return self.passage.text

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Span], ...]:
        """Its words and numbers, each with where it begins and ends in ``text``."""
        found, at = [], 0
        for part in self.parts:
            shift = at - part.start
            found += [(one.start + shift, one.end + shift, one) for one in part.spans]
            at += part.end - part.start + 1
        return tuple(found)

    @cached_property
    def brackets(self) -> tuple[int | None, ...]:
        """For each letter of ``text`` where the bracket was opened in which it stands."""
        found: list[int | None] = []
        opened: list[int] = []
        for place, sign in enumerate(self.text):
            if sign in ")]}" and opened:
                opened.pop()
            found.append(opened[-1] if opened else None)
            if sign in "([{":
                opened.append(place)
        return tuple(found)


def row_of(row: TableRow) -> Statement:
    """The name of a row. A bracket that was never closed may have swallowed the paragraph below it."""
    first, *others = row.segment.name
    kept = takewhile(lambda part: not begins(part, *_BEGINNINGS), others)
    return Statement("row", (first, *kept), row.nutrient)


def paragraphs(page: ParsedPage, tables: Sequence[Table]) -> Iterator[Statement]:
    """What is printed outside of the rows of panels: lists of ingredients, sentences, titles.

    A row whose figures stand in its own phrase may be a sentence as well; it is read here too.
    """
    taken: defaultdict[int, list[Part]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            if not any(figure.inline for figure in row.segment.figures):
                for part in row.segment.name:
                    taken[part.line.index].append(part)
    for block in _blocks(page, taken):
        kind: Kind = "list" if _begins_list(block[0]) else "text"
        yield Statement(kind, tuple(block))


def begins(part: Part, *kinds: str) -> bool:
    """Whether the first word of a part means one of these."""
    first = next(iter(part.spans), None)
    return (
        first is not None
        and first.means(*kinds) is not None
        and _LEADING.fullmatch(part.line.text, part.start, first.start) is not None
    )


def _begins_list(part: Part) -> bool:
    if not begins(part, *LISTS):
        return False
    head = part.spans[0]
    return head.means("ingredients.head") is not None or _COLON.match(part.line.text, head.end) is not None


@dataclass(eq=False)
class _Block:
    """A paragraph that may go on."""

    parts: list[Part]
    above: list[Part] = field(default_factory=list)
    """Those of the line before the last."""
    last: list[Part] = field(default_factory=list)
    letters: int = 0

    def add(self, part: Part) -> None:
        if self.last and self.last[0].line is not part.line:
            self.above, self.last = self.last, []
        self.last.append(part)
        self.parts.append(part)
        self.letters += part.end - part.start

    def takes(self, part: Part) -> float:
        """By how many pixels the part lies below the last line, 0 where it does not carry the paragraph on."""
        if self.letters > _LONGEST:
            return 0
        if self.last[0].line is part.line:
            beside = part.box[0] - self.last[-1].box[2] <= _BESIDE * part.line.row.height
            return _below(self.above, part) if self.above and beside else 0
        return 0 if _names_two_rows(self.last[-1], part) else _below(self.last, part)


def _below(line: Sequence[Part], part: Part) -> float:
    box = union([one.box for one in line])
    height = max(line[0].line.row.height, part.line.row.height)
    if part.box[1] - box[3] > _FARTHEST * height:
        return 0
    return min(box[2], part.box[2]) - max(box[0], part.box[0])


def _names_two_rows(above: Part, part: Part) -> bool:
    """Whether two lines are rows and no name in two lines: "Magnesium" and "Chloride", or the upper ends in figures."""
    if not begins(part, "nutrient") or depth(above.text) > 0:
        return False
    if above.spans and above.spans[-1].kind != "word" and above.spans[-1].end == above.end:
        return True
    if not begins(above, "nutrient"):
        return False
    return not any(span.means("source.of", "source.linked") for span in above.spans)


def _blocks(page: ParsedPage, taken: Mapping[int, Sequence[Part]]) -> Iterator[list[Part]]:
    """The paragraphs of a page, those side by side apart."""
    going_on: list[_Block] = []
    for line in page.lines:
        for part in _free(line, taken.get(line.index, ())):
            block = None
            if not begins(part, *_BEGINNINGS):
                overlaps = [(one.takes(part), -number) for number, one in enumerate(going_on)]
                overlap, number = max(overlaps, default=(0, 0))
                block = going_on[-number] if overlap > 0 else None
            if block is None:
                block = _Block([])
                going_on.append(block)
            block.add(part)
        while len(going_on) > _MOST_OPEN:
            yield going_on.pop(0).parts
        for done in [one for one in going_on if _is_over(one, line)]:
            going_on.remove(done)
            yield done.parts
    yield from (one.parts for one in going_on)


def _is_over(block: _Block, line: Line) -> bool:
    box: Box = block.last[-1].box
    height = max(block.last[-1].line.row.height, line.row.height)
    return line.row.box[1] - box[3] > 2 * _FARTHEST * height


def _free(line: Line, taken: Sequence[Part]) -> Iterator[Part]:
    """The phrases of a line that are in no row of a panel, parted before what begins a paragraph."""
    for cell in line.cells:
        inside = sorted((one.start, one.end) for one in taken if cell.start <= one.start < cell.end)
        edges = [cell.start, *(edge for one in inside for edge in one), cell.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            cuts = [one.start for one in line.within(start, end) if _heads(line, one)]
            for low, high in pairwise([start, *(cut for cut in cuts if cut > start), end]):
                if re.search(r"\w", line.text[low:high]):
                    yield Part(line, low, high)


def _heads(line: Line, span: Span) -> bool:
    """Whether a word in the middle of a line begins a paragraph: "Directions:"."""
    return span.means(*_BEGINNINGS) is not None and _COLON.match(line.text, span.end) is not None
