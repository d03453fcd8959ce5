"""How much of the panel was read: whole only with its head, its end and a figure for every row between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.names import find_forms, magnesium_spans
from scanner.label.ingredient_lists import IngredientList, begins_cell, ingredient_lists
from scanner.page import union
from scanner.panel.pieces import TITLES
from scanner.panel.rows import ENDS
from scanner.panel.table import Table
from scanner.parsed.page import Line, ParsedPage
from scanner.reading.rows import Row
from scanner.records import PanelRead

_CLEAR = 0.8
_MOSTLY = 0.95
"""So much of the print, in letters, must have been read clearly; the rest may be a mark or a speck."""
_HEADS = (*TITLES, "serving.size", "column.percent")
_BEGINNING = (*TITLES, "serving.size", "serving.noun", "container.per", "column.amount")
"""What the head of a panel has that no note has."""
_NAME = re.compile(r"\W{0,3}[A-Z][^\W\d_]{2}")
_LAST = ("ingredients.head", "ingredients.other")
"""Begins a list below the panel."""


def panel_read(page: ParsedPage, tables: Sequence[Table], height: int) -> PanelRead:
    """How much was read of what lists the product's contents, on a photo of this height in pixels."""
    lists = ingredient_lists(page)
    headed = [table for table in tables if table.block.head]
    whole = bool(headed) and all(_is_whole_panel(page, table, tables) for table in headed)
    if (whole and not _names_more(page, tables)) or any(_is_whole_list(one, height) for one in lists):
        return "whole"
    return "part" if headed or lists or any(map(_is_head, page.lines)) else "none"


def _is_head(line: Line) -> bool:
    """Whether a panel begins here: "Each tablet contains" too."""
    return bool(line.first(*_HEADS) or (line.first("serving.holds") and line.first("unit")))


def panel_lines(page: ParsedPage, table: Table) -> tuple[Line, ...]:
    """The lines from the head of a panel to its end; to its last row where its end was not read, or its head."""
    figured = _figured(table)
    if not figured:
        return ()
    begin = min(figured + [line.index for line in table.block.head])
    end = _end(page, table)
    return page.lines[begin : max(figured) + 1 if end is None else end]


def _figured(table: Table) -> list[int]:
    """The lines of the figures of a table."""
    return [one.line.index for row in table.rows for cell in row.cells for one in cell if one is not None]


def _end(page: ParsedPage, table: Table) -> int | None:
    """The first line that is known to stand below the last row of a panel.

    That is its footnote or a list of ingredients; or what begins another paragraph below all of its rows,
    in its column.
    """
    figured = _figured(table)
    found = (line.index for line in page.lines[min(figured) + 1 :] if _is_end(line))
    end = next(found, None)
    last = max(figured)
    if end is not None and end <= last:
        return end
    x0, _, x1, _ = union([row.segment.name[0].box for row in table.rows if row.segment.name])
    below = page.lines[last + 1 : end]
    return next((line.index for line in below if _begins_another(line, x0, x1)), end)


def _is_end(line: Line) -> bool:
    return any(one.means("stop.foot") or (one.means(*_LAST) and begins_cell(line, one)) for one in line.spans)


def _begins_another(line: Line, left: int, right: int) -> bool:
    """Whether a cell between these sides begins another paragraph."""
    for cell in line.cells:
        x0, _, x1, _ = line.box(cell.start, cell.end)
        one = next(iter(line.within(cell.start, cell.end)), None)
        if x0 < right and x1 > left and one is not None and one.means(*ENDS) and begins_cell(line, one):
            return True
    return False


def _is_whole_panel(page: ParsedPage, table: Table, tables: Sequence[Table]) -> bool:
    """Whether head and end of the panel were read, clearly in between, and a figure for every nutrient."""
    if not any(line.first(*_BEGINNING) or _counts_pieces(line) for line in table.block.head):
        return False  # a note below a panel speaks of percentages as well
    lines = panel_lines(page, table)
    if not lines or _end(page, table) is None:
        return False
    named = _named_rows(tables)
    return _clear([line.row for line in lines]) and all(
        line.index in named or not _names_nutrient(line) for line in lines
    )


def _counts_pieces(line: Line) -> bool:
    """Whether the line says what its amounts are of: "per 2 capsules"."""
    return bool(line.first("serving.per", "serving.holds") and line.first("unit"))


def _named_rows(tables: Sequence[Table]) -> set[int]:
    """The lines of the names that have a figure."""
    return {part.line.index for table in tables for row in table.rows for part in row.segment.name}


def _names_nutrient(line: Line) -> bool:
    """Whether the line begins with a nutrient."""
    return any(one.means("nutrient") and begins_cell(line, one) for one in line.spans[:1])


def _names_more(page: ParsedPage, tables: Sequence[Table]) -> bool:
    """Whether an amount stands behind a nutrient that no row is about: rows of a panel that were not understood."""
    known = {row.nutrient for table in tables for row in table.rows}
    return any(
        said.value not in known and begins_cell(line, one) and _has_amount(line, one.end)
        for line in page.lines
        for one in line.spans
        if one.depth == 0 and (said := one.means("nutrient"))
    )


def _has_amount(line: Line, start: int) -> bool:
    return any(one.kind == "mass" and one.depth == 0 for one in line.within(start, len(line.text)))


def lacks_figures(page: ParsedPage, tables: Sequence[Table]) -> bool:
    """Whether a name stands among the rows of a panel without a figure: the others may have slipped against theirs.

    What a blend holds has none of its own.
    """
    named = _named_rows(tables)
    heads = {line.index for table in tables for line in table.block.head}
    for table in tables:
        in_blend = False
        for line in panel_lines(page, table):
            if line.index in named:
                in_blend = line.first("source.blend") is not None
            elif line.index not in heads and not in_blend and _NAME.match(line.text):
                return True
    return False


def _clear(rows: Sequence[Row]) -> bool:
    letters = [(len(word.text), word.confidence >= _CLEAR) for row in rows for word in row.words]
    return sum(n for n, clear in letters if clear) >= _MOSTLY * sum(n for n, _ in letters)


def _is_whole_list(found: IngredientList, height: int) -> bool:
    """Whether a list that magnesium is among, and so all else, ends on the page and was read clearly.

    It ends in a full stop, or with room below it.
    """
    text = found.text
    if found.other or not (magnesium_spans(text) or find_forms(text)):
        return False
    ends = text.rstrip().endswith(".") or found.bottom + 2 * found.parts[-1].line.row.height < height
    return ends and all(part.line.row.confidence(part.start, part.end) >= _CLEAR for part in found.parts)
