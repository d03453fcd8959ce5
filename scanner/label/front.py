"""The dose on a front: a large amount near the word magnesium, with no panel to say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.names import find_forms
from scanner.label.dose import Dose, Market, held, is_held, percent_base
from scanner.label.figures import Amount, Percent
from scanner.label.magnesium import MagnesiumRow, nutrient_names
from scanner.label.quantities import PERCENT, masses, parse_number
from scanner.label.vocabulary import fold
from scanner.page import Box
from scanner.reading.rows import Row, cells

_NEAR = 3.0
"""An amount belongs to a name at most this many letter heights away, when the front prints several amounts."""
_MOST_MG = 600.0
"""A front that names no salt and prints more than this does not mean elemental magnesium in one serving."""
_LEAST_MG = 10.0


_MILLIGRAMS = re.compile(r"m\s?g")
"""Fronts print doses in mg; grams there are the weight of the pack."""


@dataclass(frozen=True, slots=True)
class _Printed:
    amount: Amount
    row: Row
    box: Box


def front_dose(
    rows: Sequence[Row], magnesium: Sequence[MagnesiumRow], market: Market
) -> tuple[Dose, ...] | None:
    """What a front says, to be checked by a person unless its percentage fits; ``None`` when it prints no amount."""
    printed = list(_amounts(rows))
    if not printed or not magnesium:
        return None
    distances = [
        (_distance(p.box, m.box) / max(p.row.height, 1), i, m)
        for i, p in enumerate(printed)
        for m in magnesium
    ]
    near = [printed[i].amount for distance, i, _ in distances if distance <= _NEAR]
    if pair := _salt_and_magnesium(near, magnesium):
        return (pair,)
    distance, index, named = min(distances, key=lambda d: d[0])
    alone = len({p.amount.mg for p in printed}) == 1
    if distance > _NEAR and not alone:
        return None
    chosen = printed[index]
    percent = _percent_beside(chosen)
    base = percent_base(chosen.amount.mg, percent.value, market) if percent else None
    if percent and base:
        said = f"{chosen.amount.mg:g} mg is {percent.value:g} % of {base.value_mg:g} mg"
        return (Dose(chosen.amount, None, percent, "elemental", True, said, named, by_percent=True),)
    if named.named_salt or _salt_follows(rows, named) or chosen.amount.mg > _MOST_MG:
        said = f"{chosen.amount.mg:g} mg may be the magnesium or the salt: this side does not say"
        return (Dose(None, chosen.amount, percent, "undecided", False, said, named, guessed=True),)
    said = "the front prints this amount beside magnesium; the panel may say more"
    return (Dose(chosen.amount, None, percent, "elemental", False, said, named, guessed=True),)


def _salt_and_magnesium(near: Sequence[Amount], magnesium: Sequence[MagnesiumRow]) -> Dose | None:
    """The dose where two amounts beside the name are as far apart as a named salt and the magnesium in it."""
    if len({amount.mg for amount in near}) != 2:
        return None
    small, large = min(near, key=lambda a: a.mg), max(near, key=lambda a: a.mg)
    row = next((row for row in magnesium if row.forms.precise and is_held(small.mg, large.mg, row)), None)
    if row is None:
        return None
    return Dose(small, large, None, "elemental", False, held(small, large), row, guessed=True)


def _amounts(rows: Sequence[Row]) -> list[_Printed]:
    found = []
    for row in rows:
        for cell in cells(row):
            folded = fold(cell.text)
            if nutrient_names().search(folded):
                continue
            for mass in masses(folded):
                if _LEAST_MG <= mass.mg <= 5000 and _MILLIGRAMS.search(folded[mass.start : mass.end]):
                    start, end = cell.start + mass.start, cell.start + mass.end
                    box = row.box_of(start, end)
                    amount = Amount(
                        mass.mg, row.text[start:end], box, "row", row.confidence(start, end), mass.repaired
                    )
                    found.append(_Printed(amount, row, box))
    return found


def _distance(a: Box, b: Box) -> float:
    across = max(a[0] - b[2], b[0] - a[2], 0)
    down = max(a[1] - b[3], b[1] - a[3], 0)
    return down + 0.3 * across


def _percent_beside(printed: _Printed) -> Percent | None:
    row = printed.row
    for found in PERCENT.finditer(fold(row.text)):
        value = parse_number(found["number"])
        if value is not None:
            start, end = found.span()
            return Percent(
                value, row.text[start:end], row.box_of(start, end), row.confidence(start, end), True
            )
    return None


def _salt_follows(rows: Sequence[Row], named: MagnesiumRow) -> bool:
    """Whether the line below the word magnesium names its salt ("MAGNESIUM / GLYCINATE")."""
    below = rows[named.index + 1].text if named.index + 1 < len(rows) else ""
    return bool(find_forms(f"{rows[named.index].text} {below}"))
