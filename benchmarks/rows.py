"""One photo's panel judged against its truth, row by row: right, wrong, missing, or made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from benchmarks.scoring import Record, close, part

RowVerdict = Literal["right", "wrong", "missing", "made_up"]
"""*wrong*: another amount, unit or percentage than printed. *missing*: the row or one of its figures is not there.
*made_up*: a row with an amount that the label does not have."""

_ALIKE = 0.72
"""Of two names, from which on they may be those of one row."""
_MG = {"mcg": 0.001, "ug": 0.001, "\u00b5g": 0.001, "\u03bcg": 0.001, "mg": 1.0, "g": 1000.0}
_BRACKETS = re.compile(r"[(\[{].{0,400}?[)\]}]")
_SIGNS = re.compile(r"[^\w]+")
_EQUIVALENTS = re.compile(r"\s{0,9}\b(ne|rae|dfe|re|te|α-te|at|alpha-te)\b")
"""What stands behind a unit and says as what it is counted."""


@dataclass(frozen=True, slots=True)
class RowJudgement:
    """What became of one row of the label, or of one that is not on it."""

    verdict: RowVerdict
    state: str | None
    """None where the row was not found."""
    reason: str | None = None
    letters: float | None = None
    """The least clear word it was read from, 0 to 1, where the benchmark measured that."""

    @property
    def expected(self) -> bool:
        """Whether the label prints it."""
        return self.verdict != "made_up"


def judge_rows(truth: Record, result: Record) -> list[RowJudgement]:
    """A judgement for each row that a person can read, in their order, then for each that was made up.

    Rows are matched by name, and right when amount, unit and percentage of their first column are. Without a panel
    in the truth nothing is judged.
    """
    panel = truth.get("panel")
    if not panel:
        return []
    printed: Sequence[Record] = panel["rows"]
    read: Sequence[Record] = part(result, "panel").get("rows") or ()
    letters = part(result, "letters").get("rows") or [None] * len(read)
    pairs = _pairs(printed, read)
    judged = []
    for place, row in enumerate(printed):
        wanted: Record = next(iter(row.get("cells") or ()), {})
        if row.get("readable", True) and (wanted.get("amount"), wanted.get("percent")) != (None, None):
            found = pairs.get(place)
            judged.append(
                RowJudgement("missing", None)
                if found is None
                else _judgement(_verdict(wanted, read[found]), read[found], letters[found])
            )
    taken = set(pairs.values())
    return judged + [
        _judgement("made_up", row, letters[place])
        for place, row in enumerate(read)
        if place not in taken and row.get("amount") is not None
    ]


def _judgement(verdict: RowVerdict, row: Record, letters: float | None) -> RowJudgement:
    return RowJudgement(verdict, row.get("state"), row.get("reason"), letters)


def _pairs(printed: Sequence[Record], read: Sequence[Record]) -> Mapping[int, int]:
    """Which row was read for which printed one: the likest first, so that one misread name shifts no other."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, row, candidate in sorted(_alike(printed, read), reverse=True):
        if row not in pairs and candidate not in taken:
            pairs[row] = candidate
            taken.add(candidate)
    return pairs


def _alike(printed: Sequence[Record], read: Sequence[Record]) -> Iterator[tuple[float, int, int, int]]:
    names = [_plain(row.get("name")) for row in read]
    for place, row in enumerate(printed):
        matcher = SequenceMatcher(None, _plain(row["name"]))
        for other, name in enumerate(names):
            matcher.set_seq2(name)
            if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                yield ratio, -abs(place - other), place, other


def _plain(name: str | None) -> str:
    """Letters and figures only, without what stands in brackets."""
    return _SIGNS.sub(" ", _BRACKETS.sub(" ", (name or "").lower())).strip()


def _verdict(wanted: Record, row: Record) -> RowVerdict:
    amounts = [_measure(one.get("amount"), one.get("unit")) for one in (row, wanted)]
    percents = [one.get("percent") for one in (row, wanted)]
    if _same_measure(*amounts) and _same(*percents):
        return "right"
    contradicts = (amounts[0][0] is not None and not _same_measure(*amounts)) or (
        percents[0] is not None and not _same(*percents)
    )
    return "wrong" if contradicts else "missing"


_Measure = tuple[float | None, str]


def _measure(amount: float | None, unit: str | None) -> _Measure:
    """Masses in mg, everything else as printed."""
    plain = _EQUIVALENTS.sub("", (unit or "").lower()).strip(" .")
    return (amount * _MG[plain], "mass") if plain in _MG and amount is not None else (amount, plain)


def _same_measure(read: _Measure, wanted: _Measure) -> bool:
    if read[0] is None or wanted[0] is None:
        return read[0] is wanted[0]
    return close(read[0], wanted[0]) and (read[1] == wanted[1] or wanted[0] == 0)


def _same(read: float | None, wanted: float | None) -> bool:
    return read is wanted if read is None or wanted is None else close(read, wanted)
