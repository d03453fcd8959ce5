"""Marks of testing on a pack: named schemes, named laboratories, mere words, and what is no test at all."""

from dataclasses import dataclass
from functools import cache, lru_cache

from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import read_table

COLUMNS = ("seal", "names", "value", "kind", "source", "source_checked", "printed")
WORDS_ONLY = "words only"


@dataclass(frozen=True, slots=True)
class Seal:
    name: str
    names: tuple[str, ...]
    """Lower-case pieces of the print that mean it."""
    value: float
    """0 to 1: 1 a named scheme, 0.7 a named laboratory, 0.3 "tested", 0 no test (GMP, a listing)."""
    kind: str
    source: tuple[str, ...]
    printed: tuple[str, ...] = ()
    """What is looked for on a pack, as printed; none for what only a person may tick."""


@cache
def seals() -> tuple[Seal, ...]:
    """The rows of seals.csv. Raises CatalogError."""
    found = []
    for row in read_table("seals.csv", COLUMNS):
        value = row.number("value", 0, 1)
        if value is None:
            raise row.error("value", "must not be empty")
        row.one_of("source_checked", CHECKED)
        printed = parts(row, "printed")
        found.append(
            Seal(row.text("seal"), parts(row, "names"), value, row.text("kind"), source_ids(row), printed)
        )
    return tuple(found)


@lru_cache(maxsize=4096)
def best_seal(printed: tuple[str, ...]) -> Seal | None:
    """The strongest mark among the printed ones, None when the table knows none of them.

    >>> best_seal(("GMP", "USP Verified")).name
    'USP Verified'
    """
    known = [seal for text in printed for seal in seals() if any(name in text.lower() for name in seal.names)]
    return max(known, key=lambda seal: seal.value, default=None)


def seal_value(printed: tuple[str, ...] | None) -> float | None:
    """0 to 1 for what is printed, None when nobody looked: not knowing is not the same as no seal."""
    if printed is None:
        return None
    seal = best_seal(printed)
    return 0.0 if seal is None else seal.value
