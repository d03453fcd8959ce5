"""What the label's own arithmetic proves: percentages of reference values that are law in a market."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import log

from catalog.daily_values import bases, fits

_ENOUGH = 3
TELLING = 2.0
"""Percent: below it, rounding alone makes an amount fit."""
_TIGHT = 0.1
"""A row alone agrees with a base only where so few other reference values would have fitted as well."""
_USUAL = frozenset({"US_2016", "EU"})
"""Bases under which one row of a panel may agree alone; with thirty others to choose from, some fits by chance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount and the percentage beside it, each with all that it may mean."""

    row: int
    nutrient: str
    amounts: tuple[float, ...]
    unit: str
    percents: tuple[float, ...]


@dataclass(frozen=True)
class Proof:
    """How many rows agree with the market that fits best."""

    agree: int = 0
    contradict: int = 0
    base: str | None = None
    weight: float = 0.0
    """How unlikely it is that so much agrees by chance; the hypothesis with the larger one is the better."""
    agreeing: dict[int, tuple[float, float]] = field(default_factory=dict)
    """The amount and the percentage that fit, by row."""
    tight: frozenset[int] = frozenset()
    """The rows of those with which hardly another figure would have agreed as well."""
    contradicting: frozenset[int] = frozenset()

    @property
    def could(self) -> int:
        """Rows that have both figures and a reference value."""
        return self.agree + self.contradict

    @property
    def for_adults(self) -> bool:
        """Whether the base is that of adults, which a label is read for."""
        return self.base in _for_adults()

    @property
    def proven(self) -> bool:
        """Whether enough rows agree that the panel's amounts and percentages cannot have slipped."""
        return self.agree >= _ENOUGH and self.agree >= _ENOUGH * self.contradict


@cache
def known() -> frozenset[str]:
    """The nutrients that have a reference value somewhere."""
    return frozenset(nutrient for base in bases() for nutrient in base.values)


@cache
def _for_adults() -> frozenset[str]:
    return frozenset(base.id for base in bases() if base.for_whom.startswith("adults"))


def prove(pairs: Iterable[Pair]) -> Proof:
    """The base under which most rows agree: the percentage is that of the amount, as labels round."""
    found: dict[str, dict[int, tuple[float, float, float]]] = {}
    could = set()
    for pair in pairs:
        if pair.nutrient not in known() or min(pair.percents) < TELLING or not max(pair.amounts):
            continue  # nothing, and next to nothing, fits every base
        could.add(pair.row)
        for amount, percent in product(pair.amounts, pair.percents):
            for fit in fits(pair.nutrient, amount, pair.unit, percent):
                # Of several meanings the likelier, which come first: "1,000 mcg 41,667%" is no 1 mcg and 41.667 %.
                found.setdefault(fit.base, {}).setdefault(pair.row, (fit.room, amount, percent))
    proofs = [_proof(base, rows, could) for base, rows in found.items()]
    return max(
        proofs,
        key=lambda one: (one.weight, one.base in _USUAL),
        default=Proof(0, len(could), contradicting=frozenset(could)),
    )


def _proof(base: str, rows: dict[int, tuple[float, float, float]], could: set[int]) -> Proof:
    weight = sum(-log(min(room, 1.0)) for room, *_ in rows.values()) - len(could - rows.keys())
    certain = len(rows) > 1 or (base in _USUAL and all(room <= _TIGHT for room, *_ in rows.values()))
    return Proof(
        len(rows),
        len(could) - len(rows),
        base,
        weight,
        {row: (amount, percent) for row, (_, amount, percent) in rows.items()} if certain else {},
        frozenset(row for row, (room, *_) in rows.items() if room <= _TIGHT),
        frozenset(could - rows.keys()),
    )
