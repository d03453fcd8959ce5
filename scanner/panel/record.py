"""A panel as a table, as it is given out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scanner.page import Box

ColumnKind = Literal["amount", "percent", "bare"]
"""*bare*: numbers without a unit or a sign, of which nothing tells what they are."""
RowState = Literal["sure", "check"]


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """A column as printed, from left to right."""

    header: str
    kind: ColumnKind
    per: str
    """What its amounts are of: "serving", "100 g", "2 capsule"."""
    base: str | None
    """Of percentages: the reference values that fit best, where any do."""


@dataclass(frozen=True, slots=True)
class PanelCell:
    """What one row says in one column of amounts."""

    per: str
    amount: float | None
    unit: str | None
    percent: float | None
    bound: str | None
    """What is said of the amount or the percentage: "less", "at_most", "at_least", "about"."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A nutrient with its figures; the first cell is that of one serving."""

    name: str
    source: str | None
    level: int
    """0, or how far it is indented below the others."""
    cells: tuple[PanelCell, ...]
    text: str
    box: Box | None
    state: RowState
    reason: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All rows of the panels of a side."""

    title: str | None
    columns: tuple[PanelColumn, ...]
    rows: tuple[PanelRow, ...]
    proven: int
    """Rows whose percentage fits their amount in the market that fits best."""
    of: int
    """Rows that could."""

    def doubted(self, reason: str) -> Panel:
        """The same, every row to be checked because of ``reason``."""
        return replace(self, rows=tuple(replace(row, state="check", reason=reason) for row in self.rows))

    @property
    def weight(self) -> int:
        """How much was understood; the more of two readings of one panel is the better one."""
        return len(self.rows) + self.proven


def fuller(*panels: Panel | None) -> Panel | None:
    """Of several readings of one panel the one of which most was understood, the first of equals."""
    return max((one for one in panels if one is not None), key=lambda one: one.weight, default=None)
