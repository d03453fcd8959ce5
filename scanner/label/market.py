"""The market that a label was printed for, told by what its percentages are percentages of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from catalog.daily_values import bases, fits
from scanner.panel.table import Table, TableRow
from scanner.parsed.page import ParsedPage

_OF_US_LAW = "title.supplement"
"""Only the law of the United States asks for this title, 21 CFR 101.36."""
_US = "US"


def read_market(page: ParsedPage, tables: Sequence[Table]) -> str | None:
    """The market whose reference values fit most rows; None where none is proven, or several fit as many.

    Canada has taken over nearly all values of the United States: only the title of the panel tells them apart.
    """
    agreeing = Counter(
        base for table in tables if table.proof.agreeing for row in table.rows for base in _bases_of(row)
    )
    most = max(agreeing.values(), default=0)
    markets = {_markets()[base] for base, rows in agreeing.items() if rows == most}
    if len(markets) > 1 and _US in markets and any(line.first(_OF_US_LAW) for line in page.lines):
        return _US
    return markets.pop() if len(markets) == 1 else None


def _bases_of(row: TableRow) -> Iterator[str]:
    """The bases of which the row's amount of one serving is the percentage beside it."""
    cell = row.record.cells[0]
    if row.nutrient is not None and cell.amount and cell.unit is not None and cell.percent and not cell.bound:
        yield from (fit.base for fit in fits(row.nutrient, cell.amount, cell.unit, cell.percent))


@cache
def _markets() -> Mapping[str, str]:
    return {base.id: base.markets[0] for base in bases()}
