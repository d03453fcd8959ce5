"""The lists of ingredients of a page: the text behind "Ingredients:", as far as it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scanner.allowance import first
from scanner.page import Box, union
from scanner.panel.pieces import TITLES, Part
from scanner.panel.rows import ENDS
from scanner.parsed.page import Line, ParsedPage, Span

_MOST_LISTS = 30
"""Lists of ingredients on one side, one for each language of a leaflet: what is more is no label."""
_LONGEST_LIST = 5_000
"""Letters: the longest lists have some 1,500."""
_STEP = 1.3
"""From the bottom of a line to the next one of its list, in heights of its letters."""
_BREAK = 2.2
"""Below so many heights without a line in its column, the list is over."""
_ASIDE = 4
"""Of the lines below the first one, to the left, in heights."""
_OTHERS = (*ENDS, *TITLES, "serving.size", "container.per")
"""What begins another paragraph, or a panel."""
_COLON = re.compile(r"\s{0,9}:")


@dataclass(frozen=True, slots=True)
class IngredientList:
    """What stands behind one heading, line by line."""

    other: bool
    """Whether it leaves out what the panel names: "other ingredients"."""
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)

    @property
    def bottom(self) -> int:
        """Of its last line, in pixels from the top."""
        return self.parts[-1].box[3]


def ingredient_lists(page: ParsedPage) -> tuple[IngredientList, ...]:
    """Every list of ingredients of the page, from top to bottom."""
    return tuple(first(_MOST_LISTS, _lists(page)))


def _lists(page: ParsedPage) -> Iterator[IngredientList]:
    for line in page.lines:
        for span in line.spans:
            if span.means("ingredients.head") and (begins_cell(line, span) or _colon(line, span)):
                parts = tuple(part for part in _parts(page, line, span) if part.text.strip(" :"))
                if parts:
                    yield IngredientList(span.means("ingredients.other") is not None, parts)


def begins_cell(line: Line, span: Span) -> bool:
    """Whether no letter or figure stands before the span in its cell."""
    start = next(cell.start for cell in line.cells if span.start < cell.end)
    return re.search(r"\w", line.text[start : span.start]) is None


def _colon(line: Line, span: Span) -> bool:
    return _COLON.match(line.text, span.end) is not None


def _parts(page: ParsedPage, line: Line, head: Span) -> Iterator[Part]:
    """The rest of the cell of the heading, and the lines below it in the same column."""
    at = next(place for place, cell in enumerate(line.cells) if head.start < cell.end)
    cell = line.cells[at]
    opening = Part(line, head.end, _up_to_next(line, head.end, cell.end))
    yield opening
    if not opening.text.strip(" :") and at + 1 < len(line.cells):
        cell = line.cells[at + 1]  # the heading has a cell of its own
        yield Part(line, cell.start, cell.end)
    if opening.end < line.cells[at].end:
        return
    left, _, right, bottom = line.box(min(head.start, cell.start), cell.end)
    height, letters = line.row.height, 0
    for below in islice(page.lines, line.index + 1, None):
        here = [part for part in _cells(below) if _overlaps(part.box, left, right, height)]
        if not here:
            if below.row.box[1] > bottom + _BREAK * height:
                return
            continue
        box = union([part.box for part in here])
        if box[1] > bottom + _STEP * height or not height / 2 < below.row.height < 2 * height:
            return
        for part in here:
            if _is_another(part):
                return
            end = _up_to_next(below, part.start, part.end)
            yield Part(below, part.start, end)
            letters += end - part.start
            if end < part.end or letters > _LONGEST_LIST:
                return
        right, bottom = max(right, box[2]), max(bottom, box[3])


def _cells(line: Line) -> Iterator[Part]:
    return (Part(line, cell.start, cell.end) for cell in line.cells)


def _overlaps(box: Box, left: int, right: int, height: float) -> bool:
    return box[0] < right and box[2] > left and box[0] > left - _ASIDE * height


def _is_another(part: Part) -> bool:
    """Whether a cell begins another paragraph or is one of the panel."""
    spans = part.spans
    return any(one.means("column.percent") for one in spans) or any(
        one.means(*_OTHERS) for one in spans[:1] if begins_cell(part.line, one)
    )


def _up_to_next(line: Line, start: int, end: int) -> int:
    """Where the next heading with a colon begins in ``line.text[start:end]``, or its end."""
    return next((s.start for s in line.within(start, end) if s.means(*_OTHERS) and _colon(line, s)), end)
