"""How much of the panel was read: whole only with its head, its end and a figure for every row between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from catalog.names import find_forms, magnesium_spans
from scanner.label.ingredients import ingredient_lists
from scanner.label.magnesium import nutrient_names
from scanner.label.quantities import PERCENT, masses
from scanner.label.vocabulary import fold, words
from scanner.page import Page
from scanner.reading.rows import Passage, Row, cells
from scanner.records import PanelRead

_CLEAR = 0.8
_MOSTLY = 0.95
"""So much of the print, in letters, must have been read clearly; the rest may be a mark or a speck."""
_WRAPS = 3
"""Lines below the name of a row on which its figure may stand."""
_OTHERS = re.compile(r"other|inactive|in ?active|non-? ?medicinal|excipient|altre|autres|active")
"""Begins a list of what is not among the rows of the panel: it is the panel's end, not the whole of what is in it."""
_BARE_FIGURE = re.compile(r"\t[<~]?\d")
"""In a table whose head carries the unit."""
_HEADS = ("title", "serving_size", "percent_header")


def panel_read(page: Page, rows: Sequence[Row]) -> PanelRead:
    """How much was read of what lists the product's contents; ``rows`` are those of the page."""
    if _whole_panel(rows) or any(_whole_list(passage, page) for passage in _full_lists(rows)):
        return "whole"
    return "part" if _head(rows) is not None or ingredient_lists(rows) else "none"


def _head(rows: Sequence[Row]) -> int | None:
    """The first row that begins a panel."""
    return next(
        (i for i, row in enumerate(rows) if any(words(kind).search(fold(row.text)) for kind in _HEADS)), None
    )


def panel_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows from the head of the panel to its end, or to the next paragraph where its end was not read."""
    head, end = _bounds(rows)
    if head is None:
        return ()
    if end is None:
        below = range(head + 1, len(rows))
        end = next((i for i in below if _begins_a_paragraph(rows[i])), len(rows))
    return rows[head:end]


def _bounds(rows: Sequence[Row]) -> tuple[int | None, int | None]:
    """Where the panel begins, and where what stands below its last row does."""
    head = _head(rows)
    if head is None:
        return None, None
    figured = [i for i in range(head, len(rows)) if _has_figure(rows[i])]
    below = range(figured[0] + 1, len(rows)) if figured else range(0)
    return head, next((i for i in below if _is_end(rows[i])), None)


def _whole_panel(rows: Sequence[Row]) -> bool:
    head, end = _bounds(rows)
    if head is None or end is None:
        return False
    panel = rows[head:end]
    return _clear(panel) and not any(_lacks_its_figure(panel, i) for i in range(len(panel)))


def _begins_a_paragraph(row: Row) -> bool:
    folded = fold(row.text).lstrip(" *•")
    return any(words(kind).match(folded) for kind in ("directions", "paragraph_end"))


def _has_figure(row: Row) -> bool:
    folded = fold(row.text)
    return bool(masses(folded) or PERCENT.search(folded))


def _is_end(row: Row) -> bool:
    folded = fold(row.text)
    return bool(words("panel_foot").search(folded)) or any(
        words("ingredients").match(folded[cell.start : cell.end].lstrip(" *•")) for cell in cells(row)
    )


def _lacks_its_figure(panel: Sequence[Row], index: int) -> bool:
    """Whether a nutrient's name begins the row, and neither it nor the lines that carry it on have a figure."""
    if not _names_a_nutrient(panel[index]):
        return False
    below = panel[index + 1 : index + _WRAPS]
    carried_on = [panel[index], *takewhile(lambda row: not _names_a_nutrient(row), below)]
    return not any(_has_figure(row) or _BARE_FIGURE.search(fold(row.text)) for row in carried_on)


def _names_a_nutrient(row: Row) -> bool:
    folded = fold(row.text).lstrip(" -*•‡†")
    return bool(nutrient_names().match(folded)) or any(start == 0 for start, _ in magnesium_spans(folded))


def _clear(rows: Sequence[Row]) -> bool:
    letters = [(len(word.text), word.confidence >= _CLEAR) for row in rows for word in row.words]
    return sum(n for n, clear in letters if clear) >= _MOSTLY * sum(n for n, _ in letters)


def _full_lists(rows: Sequence[Row]) -> list[Passage]:
    """The lists of ingredients that magnesium is among: such a list names all that is in the product."""
    return [
        passage
        for passage in ingredient_lists(rows)
        if (magnesium_spans(passage.text) or find_forms(passage.text))
        and not _OTHERS.search(_heading(passage))
    ]


def _heading(passage: Passage) -> str:
    first = passage.pieces[0]
    return fold(first.row.text[: first.start])[-24:]


def _whole_list(passage: Passage, page: Page) -> bool:
    """Whether the list ends on the page, in a full stop or with room below it, and was read clearly."""
    last = passage.pieces[-1]
    bottom = last.row.box_of(last.start, last.end)[3]
    ends = passage.text.rstrip().endswith(".") or bottom + 2 * last.row.height < page.size[1]
    read = [w for piece in passage.pieces for w in piece.row.words]
    return ends and all(word.confidence >= _CLEAR for word in read)
