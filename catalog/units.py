"""What servings are counted in: the one table of units for reading a label, for words and for what one piece holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from catalog.tables import read_table

COLUMNS = ("unit", "compound_limit_mg", "source", "source_checked", "note", "plural", "counted_as")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, in the singular."""

    name: str
    plural: str
    counted_as: str
    """The unit that counts it: "tablet" for an effervescent tablet; its own name for most."""
    compound_limit_mg: float | None
    """The most compound that one of it can hold; None where nothing bounds it (a scoop, a packet)."""


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by its name, from data/units.csv. Raises CatalogError."""
    found: dict[str, Unit] = {}
    rows = list(read_table("units.csv", COLUMNS))
    names = frozenset(row.text("unit") for row in rows)
    for row in rows:
        limit_mg = row.number("compound_limit_mg", 1, 100_000)
        if limit_mg is not None:
            row.text("source")
        name = row.text("unit")
        if name in found:
            raise row.error("unit", f"{name!r} occurs twice")
        found[name] = Unit(name, row.text("plural"), row.one_of("counted_as", names), limit_mg)
    return MappingProxyType(found)
