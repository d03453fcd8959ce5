"""A question about a neighbouring row whose figures would agree, where those of the dose speak against each other.

Which of them was misread, or slipped from another row, arithmetic cannot tell: the neighbour is asked about and never
taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.daily_values import may_be
from scanner.dose.amounts import MAGNESIUM
from scanner.dose.rules import Dose
from scanner.panel.table import Table

_NEAR = 2
"""Rows above and below from which figures may have slipped in."""


def question(dose: Dose, tables: Sequence[Table]) -> str | None:
    """What a neighbouring row of the panel has that would agree, as a question; None where nothing would."""
    return next(_questions(dose, tables), None)


def _questions(dose: Dose, tables: Sequence[Table]) -> Iterator[str]:
    """Both figures of a neighbour, or one of them with the other of this row."""
    percent, elemental = dose.percent, dose.elemental
    if percent is None or elemental is None or dose.statement is None:
        return
    neighbours = list(_neighbours(dose, tables))
    for where, mg, share in neighbours:
        if mg is not None and share is not None and may_be(MAGNESIUM, mg, share):
            yield f"the row {where} says {mg:g} mg and {share:g} %, which would fit: do they belong to this row?"
    for where, mg, share in neighbours:
        if mg is not None and may_be(MAGNESIUM, mg, percent.value):
            yield f"{mg:g} mg, in the row {where}, would fit {percent.value:g} %: does it belong to this row?"
        if share is not None and may_be(MAGNESIUM, elemental.mg, share):
            yield f"{share:g} %, in the row {where}, would fit {elemental.mg:g} mg: does it belong to this row?"


def _neighbours(dose: Dose, tables: Sequence[Table]) -> Iterator[tuple[str, float | None, float | None]]:
    """Where the rows around that of the dose are, and the mg and percentage of each, the nearest first."""
    statement = dose.statement
    if statement is None or statement.table is None:
        return
    rows = tables[statement.table].rows
    here = next(place for place, row in enumerate(rows) if row is statement.row)
    around = range(max(0, here - _NEAR), min(len(rows), here + _NEAR + 1))
    for place in sorted(set(around) - {here}, key=lambda one: abs(one - here)):
        cell = rows[place].record.cells[0]
        yield "above" if place < here else "below", cell.amount if cell.unit == "mg" else None, cell.percent
