"""Invented products whose magnesium adds up: forms, doses and servings that could exist."""

from __future__ import annotations

import csv
import functools
import math
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samples.fonts import DATA

if TYPE_CHECKING:
    from random import Random

US_DV_MG, OLD_US_DV_MG, EU_NRV_MG, IN_RDA_MG = 420, 400, 375, 440


@dataclass(frozen=True)
class Form:
    """A row of data/forms.csv: `fraction` is elemental magnesium by weight of the compound."""

    id: str
    fraction: float
    elemental_mg: tuple[int, ...]
    names: tuple[str, ...]
    foreign_names: dict[str, str]


@dataclass(frozen=True)
class Nutrient:
    """A row of data/nutrients.csv; amounts in `unit`, as are the reference values."""

    name: str
    unit: str
    amounts: tuple[float, ...]
    us_dv: float
    eu_nrv: float
    source_name: str


@dataclass(frozen=True)
class Unit:
    """A dosage unit: words on the label, and the most compound (mg) one piece can hold."""

    words: tuple[tuple[str, str], ...]
    holds_mg: float
    piece: bool
    sizes: tuple[str, ...] = ()


UNITS: dict[str, Unit] = {
    "capsule": Unit(
        (
            ("Capsule", "Capsules"),
            ("Veggie Capsule", "Veggie Capsules"),
            ("Vegetarian Capsule", "Vegetarian Capsules"),
        ),
        850,
        piece=True,
    ),
    "tablet": Unit((("Tablet", "Tablets"), ("Caplet", "Caplets")), 1500, piece=True),
    "softgel": Unit((("Softgel", "Softgels"),), 1000, piece=True),
    "gummy": Unit((("Gummy", "Gummies"),), 700, piece=True),
    "scoop": Unit((("Scoop", "Scoops"),), 6000, piece=False),
    "packet": Unit((("Packet", "Packets"),), 6000, piece=False),
    "teaspoon": Unit((("Teaspoon", "Teaspoons"), ("tsp", "tsp")), 4000, piece=False),
    "tablespoon": Unit((("Tablespoon", "Tablespoons"),), 6000, piece=False),
}


@dataclass(frozen=True)
class Product:
    """What an invented product contains; `elemental_mg` and `compound_mg` are per serving."""

    brand: str
    forms: tuple[Form, ...]
    form_names: tuple[str, ...]
    elemental_mg: float
    compound_mg: int
    quantity: int
    unit: str
    unit_words: tuple[str, str]
    per_container: int
    weight_g: float | None

    @property
    def pieces(self) -> int:
        return self.per_container * self.quantity

    @property
    def form_ids(self) -> tuple[str, ...]:
        return tuple(form.id for form in self.forms)

    def words(self, count: int) -> str:
        """The unit's name in the number that goes with `count`."""
        return self.unit_words[0 if count == 1 else 1]


@functools.cache
def forms() -> dict[str, Form]:
    """The forms a drawn label may name, by id."""
    languages = ("de", "fr", "es", "it", "pl", "nl", "pt", "sv", "cs")
    with (DATA / "forms.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Form(
                row["id"],
                float(row["fraction"]),
                tuple(int(mg) for mg in row["elemental_mg"].split("|")),
                tuple(row["names_en"].split("|")),
                {language: row[language] for language in languages},
            )
            for row in csv.DictReader(file)
        }


@functools.cache
def nutrients() -> tuple[Nutrient, ...]:
    """The rows of a multivitamin in the order of a label."""
    with (DATA / "nutrients.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Nutrient(
                row["name"],
                row["unit"],
                tuple(float(amount) for amount in row["amount"].split("|")),
                float(row["us_dv"]),
                float(row["eu_nrv"]),
                row["as"],
            )
            for row in csv.DictReader(file)
        )


@functools.cache
def wording(language: str) -> dict[str, list[str]]:
    """The word lists of one language in data/words.toml."""
    with (DATA / "words.toml").open("rb") as file:
        lists: dict[str, list[str]] = tomllib.load(file)[language]
    return lists


def percent(amount: float, base: float) -> int:
    """A rounded whole percent, half upwards, as labels print it."""
    return math.floor(100 * amount / base + 0.5)


def draw_brand(rng: Random) -> str:
    words = wording("en")
    return f"{rng.choice(words['brand_first'])}{rng.choice(words['brand_second'])}"


def draw_product(
    rng: Random,
    form_ids: tuple[str, ...] | None = None,
    units: tuple[str, ...] = ("capsule", "tablet", "softgel", "gummy"),
    *,
    quantities: tuple[int, ...] = (1, 2, 3, 4),
) -> Product:
    """A product whose serving can hold its magnesium. Raises ValueError when no combination can."""
    table = forms()
    chosen = tuple(table[form_id] for form_id in form_ids or (rng.choice(list(table)),))
    # Equal shares of magnesium: weight needed per mg is the mean of the forms' inverse fractions.
    mg_per_mg = sum(1 / form.fraction for form in chosen) / len(chosen)
    candidates = [
        (mg, unit, quantity)
        for mg in chosen[0].elemental_mg
        for unit in units
        for quantity in quantities
        if mg * mg_per_mg <= UNITS[unit].holds_mg * quantity
        # A serving is not spread over more pieces than a maker would use.
        and (quantity == 1 or UNITS[unit].holds_mg * quantity <= 3.2 * max(mg * mg_per_mg, 500))
    ]
    if not candidates and form_ids is None:
        return draw_product(rng, None, units, quantities=quantities)
    if not candidates:
        raise ValueError(f"no serving of {units} holds {[form.id for form in chosen]}")
    elemental_mg, unit, quantity = rng.choice(candidates)
    compound_mg = round(elemental_mg * mg_per_mg)
    servings = [count for count in (15, 20, 30, 45, 60, 90, 100, 120) if count * quantity <= 240]
    powder = not UNITS[unit].piece
    return Product(
        brand=draw_brand(rng),
        forms=chosen,
        form_names=tuple(rng.choice(form.names) for form in chosen),
        elemental_mg=elemental_mg,
        compound_mg=compound_mg,
        quantity=quantity,
        unit=unit,
        unit_words=rng.choice(UNITS[unit].words),
        per_container=rng.choice(servings),
        weight_g=round(compound_mg / 1000 * rng.uniform(1.05, 1.9), 1) + 0.3 if powder else None,
    )
