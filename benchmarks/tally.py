"""Judgements counted: per field, per state of the field, per kind of photo."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from benchmarks.scoring import FIELDS, Judgement, Record, judge, product_right

_Z = 1.96
"""Of the normal distribution, for 95 %."""
GROUPS = ("kind", "condition", "design")
"""Keys of a truth record by which photos are told apart."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    hits: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share by Wilson's score (1927), 0 to 1; (0, 1) where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        share, n = self.hits / self.total, self.total
        middle = share + _Z * _Z / (2 * n)
        half = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


@dataclass(frozen=True, slots=True)
class FieldTally:
    """One field over many photos."""

    right: Count
    """Of all photos where the field is scored; right also where nothing is printed and nothing was given."""
    found: Count
    """Right, of those where the label prints it."""
    wrong: int
    empty: int
    sure_found: Count
    """Right and marked sure, of those where the label prints it: how much may be used without asking."""
    sure_wrong: Count
    """Not right, of all that were marked sure: the dangerous kind."""
    check_right: Count
    """Right, of all that were marked to be checked."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One reader over a set of photos."""

    fields: Mapping[str, FieldTally]
    product: Count
    """Dose, forms and serving all right, of the photos that print a dose."""
    groups: Mapping[str, Mapping[str, Count]]
    """``product`` per kind of photo, condition and design."""
    not_run: int


def by_name(records: Iterable[Record], key: str) -> dict[str, Record]:
    """The records by the file name under ``key``. Raises ``ValueError`` where a name comes twice."""
    found: dict[str, Record] = {}
    for record in records:
        name = PurePath(record[key]).name
        if name in found:
            raise ValueError(f"two records are about {name!r}")
        found[name] = record
    return found


def tally(truths: Mapping[str, Record], results: Mapping[str, Record]) -> Tally:
    """The counts over all of ``truths``; a photo without a result counts as one where nothing was read."""
    judged = {name: judge(truth, results.get(name, {})) for name, truth in truths.items()}
    products = {name: product_right(truth, judged[name]) for name, truth in truths.items()}
    return Tally(
        fields={field: _field(j[field] for j in judged.values() if field in j) for field in FIELDS},
        product=_count(products.values()),
        groups={
            group: {
                value: _count(products[name] for name, truth in truths.items() if truth.get(group) == value)
                for value in sorted({str(truth[group]) for truth in truths.values() if truth.get(group)})
            }
            for group in GROUPS
        },
        not_run=sum(name not in results for name in truths),
    )


def _count(outcomes: Iterable[bool | None]) -> Count:
    known = [outcome for outcome in outcomes if outcome is not None]
    return Count(sum(known), len(known))


def _field(judgements: Iterable[Judgement]) -> FieldTally:
    every = list(judgements)
    printed = [each for each in every if each.expected]
    sure = [each for each in every if each.state == "sure"]
    check = [each for each in every if each.state == "check"]
    return FieldTally(
        right=_count(each.verdict == "right" for each in every),
        found=_count(each.verdict == "right" for each in printed),
        wrong=sum(each.verdict == "wrong" for each in every),
        empty=sum(each.verdict == "empty" for each in every),
        sure_found=_count(each.verdict == "right" and each.state == "sure" for each in printed),
        sure_wrong=_count(each.verdict != "right" for each in sure),
        check_right=_count(each.verdict == "right" for each in check),
    )
