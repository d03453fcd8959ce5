"""How people take magnesium for a goal: a few short lines, each with its sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from catalog.goals import goal_named, goals
from catalog.profile import Profile
from catalog.sources import source_ids
from catalog.tables import CatalogError, TableRow, read_table

FILE = "how_to_take.csv"
COLUMNS = ("goal", "kind", "text", "source")
KINDS = ("start", "hour", "again", "ask")
"""What each line says, in the order in which they are shown: how much to begin with, with what and at which hour,
when to look again, and who asks a doctor or pharmacist first."""


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    """One of KINDS."""
    text: str
    source: tuple[str, ...]
    """Ids of sources.csv, at least one."""


def how_to_take(goal: str) -> tuple[Line, ...]:
    """How people take it for this goal, one line of each kind, in their order. From how_to_take.csv.

    General advice for adults and never a prescription: the label's own directions and the limits come first.
    Raises ValueError for an unknown goal and CatalogError where the table is wrong.

    >>> [line.kind for line in how_to_take("sleep")]
    ['start', 'hour', 'again', 'ask']
    """
    return _all_lines()[goal_named(goal).id]


def lines_for(goal: str, profile: Profile) -> tuple[Line, ...]:
    """The lines that hold for this person: how much to begin with is said for adults only."""
    return tuple(line for line in how_to_take(goal) if line.kind != "start" or not profile.is_minor)


@cache
def _all_lines() -> Mapping[str, tuple[Line, ...]]:
    return MappingProxyType(lines_in(read_table(FILE, COLUMNS)))


def lines_in(rows: Iterable[TableRow]) -> dict[str, tuple[Line, ...]]:
    """The lines by goal, checked: every goal has each kind once. Raises CatalogError naming row and column."""
    found: dict[str, dict[str, Line]] = {goal: {} for goal in goals()}
    end = 1
    for row in rows:
        goal, kind = row.one_of("goal", frozenset(goals())), row.one_of("kind", frozenset(KINDS))
        if kind in found[goal]:
            raise row.error("kind", f"{goal} has two lines of the kind {kind!r}")
        found[goal][kind] = Line(kind, row.text("text"), source_ids(row))
        end = row.row
    for goal, lines in found.items():
        for kind in KINDS:
            if kind not in lines:
                raise CatalogError(FILE, end, "kind", f"{goal} has no line of the kind {kind!r}")
    return {goal: tuple(lines[kind] for kind in KINDS) for goal, lines in found.items()}
