"""The panels of a page as a table: every row with its amounts and percentages, and what arithmetic proves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from scanner.panel.columns import Column, columns_of, is_slight
from scanner.panel.names import nutrient_in, unit_in, without_source
from scanner.panel.pairing import Columns, default_first, paired_columns, serving_of
from scanner.panel.pieces import Figure, Segment
from scanner.panel.proof import Proof
from scanner.panel.record import Panel, PanelCell, PanelColumn, PanelRow
from scanner.panel.rows import Block, blocks
from scanner.panel.states import state_of
from scanner.parsed.page import ParsedPage


def panel_of(tables: Sequence[Table]) -> Panel | None:
    """The tables of a page as the one panel that is given out, None where there is none."""
    if not tables:
        return None
    return Panel(
        tables[0].title,
        tuple(column for one in tables for column in one.columns),
        tuple(row.record for one in tables for row in one.rows),
        sum(one.proof.agree for one in tables),
        sum(one.proof.could for one in tables),
    )


def tables_of(page: ParsedPage) -> tuple[Table, ...]:
    """The panels of a page, from top to bottom."""
    return tuple(_table(block) for block in blocks(page) if block.rows)


def _table(block: Block) -> Table:
    columns = columns_of(block)
    amounts = [c for c in columns if c.kind == "amount"]
    percents = [c for c in columns if c.kind == "percent"]
    bare = [c for c in columns if c.kind == "bare"]
    units = [unit_in(row) for row in block.rows]
    nutrients = [nutrient_in(row) for row in block.rows]
    for column in bare:
        # Numbers without a unit are amounts where the names carry it, and else percentages behind an amount.
        carried = sum(units[number] is not None for number in column.figures)
        if 2 * carried >= len(column.figures):
            amounts.append(column)
        elif amounts and not percents and 3 * len(column.figures) >= max(len(one.figures) for one in amounts):
            percents.append(column)
    amounts.sort(key=lambda column: (is_slight(column, columns), column.middle))
    percents.sort(key=lambda column: column.middle)
    paired, proof = paired_columns(amounts, percents, nutrients, units)
    order, alone = default_first(paired, serving_of(block.head))
    doubled = len(percents) > len(amounts) and all(one.people is None for one in percents)
    told = tuple(
        PanelColumn(c.header, c.kind, c.per, proof.base if c.kind == "percent" else None) for c in columns
    )
    return Table(
        block, [paired[place] for place in order], told, proof, nutrients, units, alone and not doubled
    )


_LONG = 3
"""Times its height: the slope of shorter words says little."""
_LEVEL = 0.03


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a panel: what is given out of it, and what it was read from."""

    record: PanelRow
    segment: Segment
    nutrient: str | None
    """What it is about, as the lexicon calls it."""
    cells: tuple[tuple[Figure | None, Figure | None], ...]
    """The amount and the percentage of each of ``record.cells``, where they are printed."""


@dataclass(frozen=True)
class Table:
    """The rows of a block with their columns, that of one serving first."""

    block: Block
    paired: Sequence[Columns]
    columns: tuple[PanelColumn, ...]
    proof: Proof
    nutrients: Sequence[str | None]
    units: Sequence[str | None]
    certain: bool
    """Whether its columns tell which amounts are those of one serving."""

    @property
    def title(self) -> str | None:
        """The first line of its head."""
        return next((" ".join(line.text.split()) for line in self.block.head), None)

    @cached_property
    def rows(self) -> tuple[TableRow, ...]:
        """Those that have a figure in a column."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[TableRow]:
        for number, segment in enumerate(self.block.rows):
            cells = self._figures(number)
            figures = [figure for cell in cells for figure in cell if figure is not None]
            if figures:
                yield TableRow(self._record(number, figures), segment, self.nutrients[number], cells)

    def _figures(self, number: int) -> tuple[tuple[Figure | None, Figure | None], ...]:
        return tuple(
            (a.figures.get(number) if a else None, p.figures.get(number) if p else None)
            for a, p in self.paired
        )

    @property
    def _has_percents(self) -> bool:
        return self.paired[0][1] is not None

    @cached_property
    def _is_flat(self) -> bool:
        """Whether its lines are printed straight and level, so that what stands in one line belongs together."""
        slopes = [
            (word.right[1] - word.left[1]) / word.width
            for row in self.block.rows
            for word in row.line.row.words
            if word.width > _LONG * word.height
        ]
        return max(slopes, default=0.0) - min(slopes, default=0.0) <= _LEVEL

    def _is_told(self, number: int) -> bool:
        """Whether every figure of a row stands in a column."""
        told = [one for cell in self._figures(number) for one in cell]
        return all(one in told for one in self.block.rows[number].figures)

    def _is_certain(self, figure: Figure | None) -> bool:
        """Whether a figure can only be one number."""
        return (
            figure is None
            or figure.span.number is None
            or len(figure.span.number.values) == 1
            or self._point is not None
        )

    def _record(self, number: int, figures: Sequence[Figure]) -> PanelRow:
        row = self.block.rows[number]
        cells = tuple(self._cell(number, *columns) for columns in self.paired)
        name, source = without_source(row)
        cell = next(iter(self._figures(number)))
        state, reason = state_of(
            number,
            row,
            self.nutrients[number],
            cell,
            self.proof,
            percents=self._has_percents,
            flat=self._is_flat,
            certain=self.certain and self._is_told(number) and all(map(self._is_certain, cell)),
        )
        text = " ".join([row.text, *(f.text for f in figures)])
        return PanelRow(name, source, self._level(row), cells, text.strip(), row.box, state, reason)

    @cached_property
    def _point(self) -> str | None:
        return _decimal_point(self.block.rows)

    @cached_property
    def _left(self) -> int:
        return min(one.name[0].box[0] for one in self.block.rows)

    def _level(self, row: Segment) -> int:
        return round(max(0.0, row.name[0].box[0] - self._left) / (1.5 * row.line.row.height))

    def _cell(self, number: int, amount: Column | None, percent: Column | None) -> PanelCell:
        said = amount.figures.get(number) if amount else None
        share = percent.figures.get(number) if percent else None
        value, percentage = _value(said, self._point), _value(share, self._point)
        fitting = self.proof.agreeing.get(number)
        if fitting is not None and _may_be(said, fitting[0]) and _may_be(share, fitting[1]):
            value, percentage = fitting
        return PanelCell(
            amount.per if amount else "serving",
            value,
            (_unit(said) or self.units[number]) if said else None,
            percentage,
            (said.span.bound if said else None) or (share.span.bound if share else None),
        )


def _value(figure: Figure | None, point: str | None) -> float | None:
    """The number of a figure; where it may be two, by the sign that parts decimals elsewhere in the table."""
    if figure is None or figure.span.number is None:
        return None
    values = figure.span.number.values
    if point is None or len(values) == 1:
        return values[0]
    return min(values) if point in figure.text else max(values)


def _unit(figure: Figure) -> str | None:
    """Its unit; living bacteria as they are printed, "billion CFU"."""
    if figure.unit != _BACTERIA:
        return figure.unit
    return figure.text.lstrip("0123456789.,<≤>≥~ ") or figure.unit


_BACTERIA = "CFU"
_DECIMALS = re.compile(r"\d([.,])(?!\d{3}(?!\d))\d")


def _decimal_point(segments: Iterable[Segment]) -> str | None:
    """The sign that parts decimals in these figures: that of those which cannot be thousands; None where it varies."""
    signs = {
        found[1] for one in segments for figure in one.figures if (found := _DECIMALS.search(figure.text))
    }
    return signs.pop() if len(signs) == 1 else None


def _may_be(figure: Figure | None, value: float) -> bool:
    return figure is not None and figure.span.number is not None and value in figure.span.number.values
