"""A serving from the counts that tell it, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.parsed.page import Cell, Line, Span
from scanner.records import Serving
from scanner.statements.counts import OTHER_WORDS, Count, piece_of
from scanner.statements.findings import Finding

NAMED, HEADING, TEXT = 0, 1, 2
"""The ranks of a finding."""
DAY = ("time.once", "time.day", "time.daily")
SIGNS = " :.;\t-=(|/~*\"'_"
"""What parts words without saying anything."""
_SENTENCE_END = re.compile(r"[.;!|]\s")
LINKS = " ()[]=/,-~"
"""What stands between counts that say the same."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A line with what is counted on it."""

    line: Line
    counts: tuple[Count, ...]

    def of_cell(self, cell: Cell) -> list[Count]:
        return [one for one in self.counts if cell.start <= one.start < cell.end]


def serving_of(line: Line, told: Sequence[Count], start: int, rank: int, doubt: str | None = None) -> Finding:
    """The serving of these counts, which say the same, in the unit that a person can count."""
    chosen = min(told, key=lambda one: (_vagueness(one.unit), one.start))
    weight = next((one.total for one in told if one.unit == "g"), None)
    end = max(one.end for one in told)
    if line.text[end : end + 1] == ")" and "(" in line.text[start:end]:
        end += 1
    text = line.text[start:end].strip(" :.\t")
    if chosen.high is not None:
        doubt = doubt or f"it says {chosen.quantity:g} to {chosen.high:g}"
    return Finding(
        Serving(chosen.total, chosen.unit, weight, piece_of(chosen.word, chosen.unit)),
        text,
        line.box(chosen.start, chosen.end),
        rank,
        line.row.confidence(chosen.start, chosen.end),
        doubt or chosen.doubt,
    )


def _vagueness(unit: str) -> int:
    # "31 g (2 biscuits)" and "1 serving (2 capsules)" are told in the unit a person can count.
    return 2 if unit in OTHER_WORDS else 1 if unit in {"g", "oz"} else 0


def directs(line: Line, span: Span, count: Count) -> bool:
    """Whether the words say how to take it: "dose: 2 capsules daily with a meal"."""
    end = _SENTENCE_END.search(line.text, count.end)
    behind = line.within(count.end, end.start() if end else len(line.text))
    if any(one.means("directions.take") for one in behind):
        return True
    return span.means("directions.head") is not None and any(one.means(*DAY, "time.when") for one in behind)


def _is_other_number(one: Count, other: Count) -> bool:
    """Whether they count the same in another number: "500 mg per tablet, 100 tablets" is a piece and the pack."""
    return one.unit == other.unit and one.total != other.total


def same(this: Counted, index: int) -> list[Count]:
    """The count with those that say the same behind it: "30 g (2 scoops)"."""
    found = [this.counts[index]]
    for one in this.counts[index + 1 :]:
        if (
            one.quantity is None
            or _is_other_number(found[0], one)
            or this.line.text[found[-1].end : one.start].strip(LINKS)
        ):
            break
        found.append(one)
    return found
