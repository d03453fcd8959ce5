"""Directions for use: servings a day, from "take 1 to 2 capsules twice daily"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scanner.page import union
from scanner.parsed.page import ParsedPage
from scanner.records import Field, Serving, missing
from scanner.statements.counts import IN_PAPER, LOOSE, OTHER_WORDS
from scanner.statements.daily_amount import DailyAmount, Statement, daily_amount
from scanner.statements.sentences import paragraphs

_ALIKE = (LOOSE, IN_PAPER)
_ML = {"ml": 1.0, "teaspoon": 5.0, "tablespoon": 15.0, "fl oz": 29.5735, "l": 1000.0}
_CLEAR = 0.85
_MOST_SERVINGS = 12


def read_directions(page: ParsedPage, serving: Serving | None) -> tuple[Field[float], float | None]:
    """Servings a day by the directions: the lower end as a field, and the upper end where they give a range."""
    served = serving.unit if serving else None
    found = [amount for sentences in paragraphs(page) if (amount := daily_amount(sentences, served))]
    found = [one for one in found if not one.assumed] or found
    found.sort(key=lambda amount: (amount.people == "children", amount.named))
    readings = [(amount, servings) for amount in found if (servings := _servings(amount, serving))]
    if not readings:
        return missing(_why_missing(found, serving)), None
    chosen, (low, high) = readings[0]
    if high > _MOST_SERVINGS:
        return missing(f"{_words(chosen, low, high)}: more than a label would say"), None
    field = _field(chosen, low, high)
    for other, servings in readings[1:]:
        within = other.named and low <= servings[0] and servings[1] <= high
        if servings != (low, high) and not within and other.people != "children":
            field = field.doubted(f"another statement says “{_text(other.said)}”")
    return field, high if high != low else None


def _field(amount: DailyAmount, low: float, high: float) -> Field[float]:
    items = [item for statement in amount.said for item in statement.items]
    box = union([item.line.box(item.span.start, item.span.end) for item in items])
    field = Field(low, _text(amount.said), box, "sure", _words(amount, low, high))
    if amount.doubt:
        return field.doubted(f"{field.reason}: {amount.doubt}")
    if amount.people == "children":
        return field.doubted("the directions are for children")
    clear = min(item.line.row.confidence(item.span.start, item.span.end) for item in items) >= _CLEAR
    return field if clear else field.doubted("the print was hard to read")


def _servings(amount: DailyAmount, serving: Serving | None) -> tuple[float, float] | None:
    """The amount of a day in servings, low and high; None where its unit is not that of the serving."""
    for low, high, units in amount.units:
        per_serving = _units_per_serving(units, serving)
        if per_serving:
            least = max(low, min(per_serving, high)) if amount.capped else low
            servings = round(least / per_serving, 4), round(high / per_serving, 4)
            if servings[0] > 0:
                return servings
    return None


def _units_per_serving(units: frozenset[str], serving: Serving | None) -> float | None:
    """How many of the directions' unit make one serving, None when that cannot be known."""
    unit = serving.unit if serving else None
    if units & OTHER_WORDS and unit not in OTHER_WORDS:
        return 1.0
    if serving is None or unit is None:
        return None
    if unit in units or any(unit in alike and units & alike for alike in _ALIKE):
        return serving.quantity
    if not units:
        return serving.quantity if any(unit in alike for alike in _ALIKE) else None
    if "g" in units:
        return serving.weight_g
    stated = next((one for one in units if one in _ML), None)
    if stated and unit in _ML:
        return serving.quantity * _ML[unit] / _ML[stated]
    return None


def _why_missing(found: Sequence[DailyAmount], serving: Serving | None) -> str:
    if not found:
        return "no directions were found"
    counted = " or ".join(sorted(found[0].units[0][2])) or "pieces"
    known = f"{serving.quantity:g} {serving.unit}" if serving else "not known"
    return f"the directions count {counted}, the serving is {known}"


def _words(amount: DailyAmount, low: float, high: float) -> str:
    span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"“{_text(amount.said)}” is {span} serving{'' if span == '1' else 's'} a day"


def _text(said: Sequence[Statement]) -> str:
    """The statements as printed."""
    return " / ".join(dict.fromkeys(_printed(statement) for statement in said))


def _printed(statement: Statement) -> str:
    """A statement as printed, over the ends of its lines."""
    pieces = [list(items) for _, items in groupby(statement.items, key=lambda item: item.line.index)]
    printed = []
    for number, items in enumerate(pieces):
        line, start, end = items[0].line, items[0].span.start, items[-1].span.end
        cell = next(cell for cell in line.cells if cell.start <= start < cell.end)
        printed.append(
            line.text[cell.start if number else start : end if number == len(pieces) - 1 else cell.end]
        )
    return " ".join(printed)
