"""Figures that speak against each other: a percentage that its own amount cannot be, by any base in use.

One of the two was misread, or they belong to two rows. Which one, arithmetic cannot tell: both are to be checked. A
neighbouring row whose figures would agree is named as a question and never taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.amounts import fraction_range
from catalog.nutrient_bases import MAGNESIUM, bases_mg, may_be
from catalog.reference_values import PERCENT_TOLERANCE
from scanner.label.dose import Dose, Market
from scanner.label.quantities import PERCENT, masses, parse_number
from scanner.label.vocabulary import fold
from scanner.reading.rows import Row

_NEAR = 2
"""Rows above and below from which figures may have slipped in."""
_BOUND = 2.0
"""Percent: "<1%" and "<2%" say less than they print."""
_ANY_SALT = (0.02, 0.61)
"""The share of magnesium that a salt whose name does not tell may have."""


def contradiction(dose: Dose, market: Market, rows: Sequence[Row]) -> str | None:
    """Why the percentage of the dose cannot be that of its amount, in words; None where it can, or none is printed.

    "“10%” is no share of 130 mg by any base in use; the row below says “100 mg” and “24%”: are they this row's?"
    """
    percent = dose.percent
    amount = dose.elemental or dose.compound
    if percent is None or amount is None or dose.by_percent:
        return None
    low, high = (1.0, 1.0) if dose.elemental else _held_by(dose)
    slack = max(market.tolerance, PERCENT_TOLERANCE)
    for base in bases_mg()[MAGNESIUM]:
        least, most = 100 * low * amount.mg / base - slack, 100 * high * amount.mg / base + slack
        if least <= percent.value <= most or (percent.value <= _BOUND and least <= percent.value):
            return None
    what = f"“{percent.text}” is no share of {amount.mg:g} mg"
    if dose.elemental is None:
        what = f"“{percent.text}” is not what {amount.mg:g} mg of the salt holds"
    question = next(_questions(dose, rows), None) if dose.elemental else None
    return f"{what} by any base in use" + (f"; {question}" if question else "")


def _held_by(dose: Dose) -> tuple[float, float]:
    found = fraction_range(dose.row.forms.precise) if dose.row else None
    return (found.low, found.high) if found else _ANY_SALT


def _questions(dose: Dose, rows: Sequence[Row]) -> Iterator[str]:
    """What a neighbouring row has that would agree: both figures, or one of them with the other of this row."""
    if dose.row is None or dose.percent is None or dose.elemental is None:
        return
    neighbours = [(place, *_figures(rows[place])) for place in _places(dose.row.index, len(rows))]
    for place, mg, percent in neighbours:
        where = "above" if place < dose.row.index else "below"
        if mg is not None and percent is not None and may_be(MAGNESIUM, mg, percent):
            yield f"the row {where} says {mg:g} mg and {percent:g} %, which would fit: do they belong to this row?"
    for place, mg, percent in neighbours:
        where = "above" if place < dose.row.index else "below"
        if mg is not None and may_be(MAGNESIUM, mg, dose.percent.value):
            yield f"{mg:g} mg, in the row {where}, would fit {dose.percent.value:g} %: does it belong to this row?"
        if percent is not None and may_be(MAGNESIUM, dose.elemental.mg, percent):
            yield f"{percent:g} %, in the row {where}, would fit {dose.elemental.mg:g} mg: does it belong to this row?"


def _places(index: int, count: int) -> list[int]:
    near = range(max(0, index - _NEAR), min(count, index + _NEAR + 1))
    return sorted((place for place in near if place != index), key=lambda place: abs(place - index))


def _figures(row: Row) -> tuple[float | None, float | None]:
    """The first amount and the first percentage of a row."""
    folded = fold(row.text)
    mass, percent = next(iter(masses(folded)), None), PERCENT.search(folded)
    return (mass.mg if mass else None), (parse_number(percent["number"]) if percent else None)
