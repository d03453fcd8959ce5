"""The 57 popular claims that this project began with: what became of each, and where the program answers it."""

from dataclasses import dataclass
from functools import cache

from catalog.sources import parts, source_ids
from catalog.tables import read_table

COLUMNS = ("id", "topic", "claim", "stance", "verdict", "place", "where", "answer", "source")
STANCES = frozenset({"supported", "partly", "not shown", "contradicted", "out of scope"})
PLACES = frozenset(
    {
        *("evidence", "reason", "goal", "limit", "intake", "flag", "safety", "gate"),
        *("form", "part", "dose", "co_ingredient", "missing", "silent"),
    }
)
"""Kinds of places: a row of a table, a flag, a gate, a part of the score; `silent`: nothing is said, and
`answer` says why."""


SCREENS = ("Compare", "the report", "Scan", "Catalog", "Profile", "magnify rank", "magnify scan")
"""The pages and commands on which an answer is met."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the program answers: ("evidence", "sleep/bisglycinate"), ("limit", "US"), ("silent", "")."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    topic: str
    claim: str
    """In our words."""
    stance: str
    """One of STANCES: how the literature stands to it."""
    verdict: str
    places: tuple[Place, ...]
    where: str
    """Where a person meets that answer, in words: one of SCREENS and what to look for there."""
    answer: str
    """What the program does about it, or why it stays silent."""
    source: tuple[str, ...]


@cache
def claims() -> tuple[Claim, ...]:
    """The claims in order. Raises CatalogError for an unknown stance, place or source."""
    found = []
    for row in read_table("claims.csv", COLUMNS):
        places = tuple(_place(cell) for cell in parts(row, "place"))
        for place in places:
            if place.kind not in PLACES:
                raise row.error("place", f"{place.kind!r} is not one of {', '.join(sorted(PLACES))}")
        found.append(
            Claim(
                id=row.text("id"),
                topic=row.text("topic"),
                claim=row.text("claim"),
                stance=row.one_of("stance", STANCES),
                verdict=row.text("verdict"),
                places=places,
                where=row.text("where"),
                answer=row.text("answer"),
                source=source_ids(row),
            )
        )
    return tuple(found)


def _place(cell: str) -> Place:
    kind, _, key = cell.partition(":")
    return Place(kind, key)
