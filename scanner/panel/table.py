"""The panels of a page as a table: every row with its amounts and percentages, and what arithmetic proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from scanner.panel.columns import Column, columns_of
from scanner.panel.proof import Pair, Proof, prove
from scanner.panel.record import Panel, PanelCell, PanelColumn, PanelRow, RowState
from scanner.panel.rows import Block, blocks, without_source
from scanner.panel.segments import Figure, Segment
from scanner.parsed.page import Line, ParsedPage


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
    units = [_unit_in_name(row) for row in block.rows]
    nutrients = [_nutrient(row) for row in block.rows]
    for column in bare:
        if amounts:
            _take_energy(column, amounts[0], nutrients, units)
        # Numbers without a unit are amounts where the names carry it, and else percentages behind an amount.
        carried = sum(units[number] is not None for number in column.figures)
        if 2 * carried >= len(column.figures):
            amounts.append(column)
        elif amounts and not any(one.kind == "percent" for one in percents):
            percents.append(column)
    amounts.sort(key=lambda column: column.middle)
    percents.sort(key=lambda column: column.middle)
    paired, proof = _paired(amounts, percents, nutrients, units)
    order = _default_first(paired, _serving(block.head))
    told = tuple(
        PanelColumn(c.header, c.kind, c.per, proof.base if c.kind == "percent" else None) for c in columns
    )
    return Table(block, [paired[place] for place in order], told, proof, nutrients, units)


def _take_energy(
    bare: Column, amounts: Column, nutrients: Sequence[str | None], units: list[str | None]
) -> None:
    """Calories are printed without a unit; they are amounts like the others."""
    for number in [one for one in bare.figures if nutrients[one] == "energy" and one not in amounts.figures]:
        amounts.figures[number] = bare.figures.pop(number)
        units[number] = units[number] or "kcal"


_Columns = tuple[Column | None, Column | None]
"""A column of amounts with the column of percentages that is computed from it."""


def _paired(
    amounts: Sequence[Column],
    percents: Sequence[Column],
    nutrients: Sequence[str | None],
    units: Sequence[str | None],
) -> tuple[list[_Columns], Proof]:
    """Each column of amounts with the percentages that are computed from it: arithmetic tells which, else the place."""
    ranked = []
    for number, percent in enumerate(percents):
        for place, column in enumerate(amounts):
            proof = prove(_pairs(column, percent, nutrients, units))
            following = amounts[place + 1].middle if place + 1 < len(amounts) else float("inf")
            near = column.middle < percent.middle < following
            shared = len(column.figures.keys() & percent.figures.keys())
            ranked.append((proof.for_adults, proof.weight, near, shared, -number, place, proof))
    of: dict[int, tuple[Column, Proof]] = {}
    taken: set[int] = set()
    for *_, number, place, proof in sorted(ranked, key=lambda one: one[:6], reverse=True):
        if place not in of and -number not in taken:
            of[place] = (percents[-number], proof)
            taken.add(-number)
    found: list[_Columns] = [
        (column, of[place][0] if place in of else None) for place, column in enumerate(amounts)
    ]
    if not amounts:
        found += [(None, percent) for percent in percents[:1]]
    whole = max(
        (proof for _, proof in of.values()),
        key=lambda one: one.weight,
        default=Proof(),
    )
    return found, whole


def _pairs(
    column: Column, percent: Column, nutrients: Sequence[str | None], units: Sequence[str | None]
) -> Iterator[Pair]:
    for number in column.figures.keys() & percent.figures.keys():
        nutrient = nutrients[number]
        amount, share = column.figures[number].span, percent.figures[number].span
        unit = amount.unit or units[number]
        if nutrient is not None and unit is not None and amount.number and share.number and not share.bound:
            yield Pair(number, nutrient, amount.number.values, unit, share.number.values)


def _default_first(paired: Sequence[_Columns], serving: str | None) -> list[int]:
    """The order of the columns: that of one serving first, then as printed."""

    def rank(place: int) -> tuple[bool, bool, bool, int]:
        column, percent = paired[place]
        per = column.per if column is not None else "serving"
        # Percentages are printed for the serving, wherever only one column has them.
        return (per.startswith("100 "), per not in {"serving", serving}, percent is None, place)

    return sorted(range(len(paired)), key=rank)


def _serving(head: Sequence[Line]) -> str | None:
    """What a serving is by the head: "2 capsule"."""
    for line in head:
        if line.first("serving.size") is None:
            continue
        for span, following in pairwise(line.spans):
            counted = following.means("unit")
            if span.kind == "number" and span.number is not None and counted is not None:
                return f"{span.number.value:g} {counted.value}"
    return None


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
    paired: Sequence[_Columns]
    columns: tuple[PanelColumn, ...]
    proof: Proof
    nutrients: Sequence[str | None]
    units: Sequence[str | None]

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
            cells = tuple(
                (a.figures.get(number) if a else None, p.figures.get(number) if p else None)
                for a, p in self.paired
            )
            figures = [figure for cell in cells for figure in cell if figure is not None]
            if figures:
                yield TableRow(self._record(number, figures), segment, self.nutrients[number], cells)

    def _record(self, number: int, figures: Sequence[Figure]) -> PanelRow:
        row = self.block.rows[number]
        cells = tuple(self._cell(number, *columns) for columns in self.paired)
        name, source = without_source(row)
        state, reason = _state(number, self.proof, _confidence(row, figures))
        text = " ".join([row.text, *(f.line.text[f.span.start : f.span.end] for f in figures)])
        return PanelRow(name, source, self._level(row), cells, text.strip(), row.box, state, reason)

    @cached_property
    def _left(self) -> int:
        return min(one.name[0].box[0] for one in self.block.rows)

    def _level(self, row: Segment) -> int:
        return round(max(0.0, row.name[0].box[0] - self._left) / (1.5 * row.line.row.height))

    def _cell(self, number: int, amount: Column | None, percent: Column | None) -> PanelCell:
        said = amount.figures.get(number) if amount else None
        share = percent.figures.get(number) if percent else None
        value, percentage = _value(said), _value(share)
        fitting = self.proof.agreeing.get(number)
        if fitting is not None and _may_be(said, fitting[0]) and _may_be(share, fitting[1]):
            value, percentage = fitting
        return PanelCell(
            amount.per if amount else "serving",
            value,
            (said.span.unit or self.units[number]) if said else None,
            percentage,
            (said.span.bound if said else None) or (share.span.bound if share else None),
        )


def _value(figure: Figure | None) -> float | None:
    return figure.span.number.value if figure and figure.span.number else None


def _may_be(figure: Figure | None, value: float) -> bool:
    return figure is not None and figure.span.number is not None and value in figure.span.number.values


def _confidence(row: Segment, figures: Sequence[Figure]) -> float:
    """The lowest of the letters of a row."""
    return min(
        *(part.line.row.confidence(part.start, part.end) for part in row.name),
        *(one.line.row.confidence(one.span.start, one.span.end) for one in figures),
    )


def _state(number: int, proof: Proof, confidence: float) -> tuple[RowState, str]:
    """Sure is what the label's own arithmetic confirms, in a panel whose other rows it confirms as well."""
    if number in proof.contradicting:
        return "check", "its percentage does not fit its amount"
    if proof.proven and number in proof.tight and confidence >= _CLEAR:
        return "sure", "its percentage fits its amount, as those of other rows do"
    return "check", "no arithmetic on the label confirms it"


_CLEAR = 0.95
"""Confidence of the letters of name and figures; below it a figure may be another one that fits as well."""


def _nutrient(row: Segment) -> str | None:
    """What a row is about: the first nutrient of its name, outside of brackets."""
    for part in row.name:
        for span in part.spans:
            if span.depth == 0 and (found := span.means("nutrient")):
                return found.value
    return None


def _unit_in_name(row: Segment) -> str | None:
    """The unit that the name carries: "Magnesium (mg)"; or that stands in a column of its own."""
    for part in reversed(row.name):
        for span in reversed(part.spans):
            if span.kind == "word" and (found := span.means("mass")):
                before = part.line.text[: span.start].rstrip()
                if before.endswith(("(", "[", ",")) or part.start == span.start:
                    return found.value
    line = row.line
    for span in line.spans:
        if span.kind == "word" and (found := span.means("mass")):
            first = min((f.span.start for f in row.figures), default=0)
            if span.start > (row.name[-1].end if row.name else 0) - 1 and span.start < first:
                return found.value
    return None
