"""What the grammar draws from: markets, reference values, nutrients, other substances and dosage units."""

from __future__ import annotations

import csv
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from samples.grammar.productions import LANGUAGES

DATA = Path(__file__).parent
DAILY_VALUES = DATA.parents[1] / "catalog" / "data" / "daily_values.csv"


@dataclass(frozen=True)
class Market:
    """A table of markets.toml. `languages` are codes, or two joined by a hyphen, with their weights.

    `decimals` are the places its percentages may have, `styles` the ways in which magnesium is stated.
    """

    id: str
    code: str
    reference: str
    weight: int
    languages: dict[str, int]
    decimals: tuple[int, ...]
    less_than_one: bool
    styles: dict[str, int]


@dataclass(frozen=True)
class Nutrient:
    """`iu` is how many international units one `unit` is, where labels print them."""

    id: str
    unit: str
    iu: float | None
    names: dict[str, tuple[str, ...]]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Substance:
    """Something without a reference value; `low` and `high` in `unit`."""

    id: str
    unit: str
    low: float
    high: float
    names: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Unit:
    """A dosage unit in one language: `few` is the plural, `many` the one of Polish and Czech from five on.

    `also` are the units a reader may as well give, `holds_mg` the most salt that one holds, `least_mg` the least that
    makes sense, and `most` how many make a serving.
    """

    id: str
    language: str
    weight: int
    one: str
    few: str
    many: str
    also: tuple[str, ...]
    holds_mg: float
    least_mg: float
    most: int

    def words(self, count: float) -> str:
        """The name that goes with a count.

        >>> next(unit for unit in units("pl") if unit.id == "capsule").words(5)
        'kapsułek'
        """
        if count <= 1:
            return self.one
        few = count in {2, 3, 4} if self.language == "cs" else _few_in_polish(count)
        return self.many if self.many and not few else self.few


def _few_in_polish(count: float) -> bool:
    """22 is said as 2, which Czech does not do."""
    return count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(row: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(row[language].split("|")) for language in LANGUAGES}


@functools.cache
def markets() -> dict[str, Market]:
    with (DATA / "markets.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {
        name: Market(**{**table, "id": name, "decimals": tuple(table["decimals"])})
        for name, table in tables.items()
    }


@functools.cache
def reference_values(base: str) -> dict[str, float]:
    """The daily values of a base of the catalog by nutrient, in the unit of nutrients.csv where it has the nutrient.

    Those that the catalog has not confirmed are among them: a percentage of a value that is not known has to be read
    as well. Raises ValueError for a value in a unit from which there is no way to that of nutrients.csv.
    """
    with DAILY_VALUES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["base"] == base]
    return {row["nutrient"]: _in_unit(row) for row in rows}


def _in_unit(row: dict[str, str]) -> float:
    """The value; those of vitamins in international units in what one of them weighs."""
    value, nutrient = float(row["value"]), nutrients().get(row["nutrient"])
    if nutrient is None or row["unit"] == nutrient.unit:
        return value
    if row["unit"] != "IU" or nutrient.iu is None:
        raise ValueError(f"{row['base']}: {row['nutrient']} in {row['unit']}, not in {nutrient.unit}")
    return round(value / nutrient.iu, 2)


@functools.cache
def nutrients() -> dict[str, Nutrient]:
    """Vitamins and minerals in the order of a label, without magnesium."""
    return {
        row["nutrient"]: Nutrient(
            row["nutrient"],
            row["unit"],
            float(row["iu"]) if row["iu"] else None,
            _names(row),
            tuple(row["sources_en"].split("|")),
        )
        for row in _rows("nutrients.csv")
    }


@functools.cache
def substances() -> tuple[Substance, ...]:
    return tuple(
        Substance(row["substance"], row["unit"], float(row["low"]), float(row["high"]), _names(row))
        for row in _rows("substances.csv")
    )


@functools.cache
def units(language: str) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            row["unit"],
            language,
            int(row["weight"]),
            row["one"],
            row["few"],
            row["many"],
            tuple(filter(None, row["also"].split("|"))),
            float(row["holds_mg"]),
            float(row["least_mg"] or 0),
            int(row["most"]),
        )
        for row in _rows("units.csv")
        if row["language"] == language
    )
