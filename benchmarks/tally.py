"""Judgements counted: per field and for the rows, per state, per kind of photo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from benchmarks.reliability import Reliability, reliability
from benchmarks.rows import RowJudgement, judge_rows
from benchmarks.scoring import FIELDS, Judgement, Record, judge, product_right
from benchmarks.wilson import Count, count

GROUPS = ("kind", "condition", "design", "layout", "language", "fold")
"""Keys of a truth record by which photos are told apart."""


@dataclass(frozen=True, slots=True)
class FieldTally:
    """One field over many photos."""

    right: Count
    """Of all photos where the field is scored; right also where nothing is printed and nothing was given."""
    found: Count
    """Right, of those where the label prints it."""
    wrong: int
    empty: int
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class RowTally:
    """The rows of many panels."""

    right: Count
    """Of all rows that the labels print."""
    wrong: int
    missing: int
    made_up: int
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class GroupTally:
    """Photos of one kind."""

    product: Count
    rows: RowTally
    sure_wrong: Count
    """Not right, of all fields and rows that are sure."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One reader over a set of photos."""

    fields: Mapping[str, FieldTally]
    rows: RowTally
    product: Count
    """Dose, forms and serving all right, of the photos that print a dose."""
    groups: Mapping[str, Mapping[str, GroupTally]]
    """Per value of each of ``GROUPS``, where the truth tells it."""
    sure_wrong: Count
    """Not right, of all fields and rows that are sure."""
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
    panels = {name: judge_rows(truth, results.get(name, {})) for name, truth in truths.items()}
    products = {name: product_right(truth, judged[name]) for name, truth in truths.items()}

    def group(names: Sequence[str]) -> GroupTally:
        every: list[Judgement | RowJudgement] = []
        for name in names:
            every += (*judged[name].values(), *panels[name])
        return GroupTally(
            count(products[name] for name in names),
            _rows(panels[name] for name in names),
            count(each.verdict != "right" for each in every if each.state == "sure"),
        )

    whole = group(tuple(truths))
    return Tally(
        fields={field: _field(j[field] for j in judged.values() if field in j) for field in FIELDS},
        rows=whole.rows,
        product=whole.product,
        groups={key: {value: group(names) for value, names in _named(truths, key).items()} for key in GROUPS},
        sure_wrong=whole.sure_wrong,
        not_run=sum(name not in results for name in truths),
    )


def _named(truths: Mapping[str, Record], key: str) -> dict[str, list[str]]:
    """The names of the photos by what their truth has under ``key``, in the order of its values."""
    found: dict[str, list[str]] = {}
    for name, truth in truths.items():
        if truth.get(key):
            found.setdefault(str(truth[key]), []).append(name)
    return dict(sorted(found.items()))


def _field(judgements: Iterable[Judgement]) -> FieldTally:
    every = list(judgements)
    return FieldTally(
        right=count(each.verdict == "right" for each in every),
        found=count(each.verdict == "right" for each in every if each.expected),
        wrong=sum(each.verdict == "wrong" for each in every),
        empty=sum(each.verdict == "empty" for each in every),
        reliability=reliability(every),
    )


def _rows(panels: Iterable[Iterable[RowJudgement]]) -> RowTally:
    every = [row for panel in panels for row in panel]
    return RowTally(
        right=count(each.verdict == "right" for each in every if each.expected),
        wrong=sum(each.verdict == "wrong" for each in every),
        missing=sum(each.verdict == "missing" for each in every),
        made_up=sum(each.verdict == "made_up" for each in every),
        reliability=reliability(every),
    )
