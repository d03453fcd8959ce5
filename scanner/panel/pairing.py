"""Which percentages are computed from which amounts, and which amounts are those of one serving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.panel.columns import Column
from scanner.panel.proof import Pair, Proof, prove
from scanner.parsed.page import Line

Columns = tuple[Column | None, Column | None]
"""A column of amounts with the column of percentages that is computed from it."""


def paired_columns(
    amounts: Sequence[Column],
    percents: Sequence[Column],
    nutrients: Sequence[str | None],
    units: Sequence[str | None],
) -> tuple[list[Columns], Proof]:
    """Each column of amounts with the percentages that are computed from it: arithmetic tells which, else the place."""
    ranked = []
    for number, percent in enumerate(percents):
        for place, column in enumerate(amounts):
            proof = prove(_pairs(column, percent, nutrients, units))
            following = amounts[place + 1].middle if place + 1 < len(amounts) else float("inf")
            near = column.middle < percent.middle < following
            shared = len(column.figures.keys() & percent.figures.keys())
            adults = _for_adults(percent)
            ranked.append((adults, proof.for_adults, proof.weight, near, shared, -number, place, proof))
    of: dict[int, tuple[Column, Proof]] = {}
    taken: set[int] = set()
    for *_, number, place, proof in sorted(ranked, key=lambda one: one[:7], reverse=True):
        if place not in of and -number not in taken:
            of[place] = (percents[-number], proof)
            taken.add(-number)
    found: list[Columns] = [
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
        unit = column.figures[number].unit or units[number]
        if nutrient is not None and unit is not None and amount.number and share.number and not share.bound:
            yield Pair(number, nutrient, amount.number.values, unit, share.number.values)


def _for_adults(column: Column | None) -> int:
    """2 where the head says so, 0 where it says that they are children."""
    return {"adults": 2, "children": 0}.get(column.people or "", 1) if column is not None else 1


def default_first(paired: Sequence[Columns], serving: frozenset[str]) -> tuple[list[int], bool]:
    """The order of the columns: that of one serving first, then as printed; and whether only one can be it."""

    def rank(place: int) -> tuple[bool, int, bool, bool]:
        column, percent = paired[place]
        per = column.per if column is not None else "serving"
        said = column is None or column.serving or per == "serving"
        # Percentages are printed for the serving, wherever only one column has them.
        return (
            per.startswith("100 "),
            -_for_adults(column),
            per not in serving and not said,
            percent is None,
        )

    order = sorted(range(len(paired)), key=rank)  # of equals the first printed
    named = all(column is not None and column.header for column, _ in paired)
    return order, len(order) < 2 or (named and rank(order[0]) < rank(order[1]))


_FROM_TO = 4
"""Spans: "1", "to", "2", "capsules"."""


def serving_of(head: Sequence[Line]) -> frozenset[str]:
    """What a serving is by the head: "2 capsule"; the fewest where it says "1 to 2 capsules"."""
    for line in head:
        if line.first("serving.size") is None or line.first("column.percent") is not None:
            continue
        for place, span in enumerate(line.spans):
            behind = line.spans[place + 1 : place + _FROM_TO]
            counted = next((found for one in behind if (found := one.means("unit"))), None)
            if span.kind == "number" and span.number is not None and counted is not None:
                return frozenset({f"{span.number.value:g} {counted.value}"})
    return frozenset()
