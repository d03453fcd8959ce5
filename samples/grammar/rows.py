"""The rows beside magnesium: nutrients with a reference value, substances without one, energy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samples.grammar.figures import Figure, Number, plain, rounded
from samples.grammar.panel import Columns, Entry
from samples.grammar.serving import POWDERS
from samples.grammar.tables import nutrients, reference_values, substances

if TYPE_CHECKING:
    from samples.grammar.manner import Manner

UNIT_NOTES = {
    "US": {"vitamin_a": "RAE", "folate": "DFE", "niacin": "NE"},
    "EU": {"vitamin_a": "RE", "vitamin_e": "α-TE", "niacin": "NE"},
}
FACTORS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.5, 0.6, 0.75, 0.8, 1, 1, 1, 1.2, 1.5, 2, 3, 5)
HIGH = frozenset({"vitamin_b12", "vitamin_c", "biotin", "thiamin", "riboflavin", "vitamin_b6", "vitamin_d"})
LOW = frozenset({"calcium", "phosphorus", "potassium", "chloride", "sodium", "choline", "iron"})


@dataclass(frozen=True)
class AmountStyle:
    """How vitamins are measured on one label: in international units, and with what stands behind the unit."""

    iu: bool
    notes: bool


def _nutrient(manner: Manner, columns: Columns, nutrient: str, how: AmountStyle) -> Entry:
    """A vitamin or mineral with an amount that a label could have."""
    rng, voices, market = manner.rng, manner.voices, manner.market
    row = nutrients()[nutrient]
    base = reference_values(market.reference).get(nutrient) or reference_values("US_2016")[nutrient]
    scale, unit = 1.0, row.unit
    if how.iu and row.iu:
        scale, unit = 1 / row.iu, "IU"
    elif how.notes:
        note = UNIT_NOTES["US" if market.code == "US" else "EU"].get(nutrient)
        unit = f"{unit} {note}" if note else unit
    factor = rng.choice((*FACTORS, 10, 20, 50)) if nutrient in HIGH else rng.choice(FACTORS)
    if nutrient in LOW:
        factor = min(factor, 1.0) * 0.3
    if row.unit == "mg":
        factor = min(factor, 0.15 * manner.dose.room_mg / base)
    value = base * factor * rng.uniform(0.9, 1.1) if rng.random() < 0.4 else base * factor
    amount = rounded(value / scale, 2) if unit != "IU" else plain(round(value / scale, -1) or 10)
    pick = rng.random()
    names = [_at(row.names[voice.language], pick) for voice in voices]
    source, said = "", None
    if (
        voices[0].language == "en"
        and len(voices) == 1
        and rng.random() < (0.7 if market.code == "US" else 0.2)
    ):
        said = rng.choice(row.sources)
        said = said.title() if rng.random() < 0.3 else said
        source = voices[0].say("source", source=said)
    return Entry(
        " / ".join(dict.fromkeys(names)),
        columns.cells(amount, unit, nutrient, scale=scale),
        source,
        said,
        nutrient=nutrient,
    )


def _at(names: tuple[str, ...], place: float) -> str:
    """The name at a place from 0 to 1, the same kind of name in two languages."""
    return names[int(place * len(names))]


def other_rows(manner: Manner, columns: Columns, *, least: int) -> list[Entry]:
    """0 to 25 other nutrients in the order of a label, then substances without a reference value."""
    rng = manner.rng
    low, high = rng.choices(((0, 0), (1, 3), (4, 10), (11, 25)), (30, 32, 24, 14))[0]
    count = max(least, rng.randint(low, high))
    table = nutrients()
    base = reference_values(columns.market.reference)
    known = [nutrient for nutrient in table if nutrient in base]
    chosen = set(rng.sample(known, min(count, len(known))))
    how = AmountStyle(iu=columns.market.id == "us_old" or rng.random() < 0.05, notes=rng.random() < 0.25)
    entries = [_nutrient(manner, columns, name, how) for name in table if name in chosen]
    if rng.random() < 0.35:
        entries += _substances(manner, columns)
    return entries


def mineral_place(entries: list[Entry]) -> int:
    """Behind the last vitamin and the minerals that stand before magnesium."""
    order = list(nutrients())
    end = order.index("iodine")
    return sum(1 for entry in entries if entry.nutrient in order and order.index(entry.nutrient) <= end)


def _substances(manner: Manner, columns: Columns) -> list[Entry]:
    """Substances with a weight each, or a blend with one weight and its parts below."""
    rng = manner.rng
    chosen = rng.sample(substances(), rng.randint(1, 5))
    scales: list[tuple[str, Number]] = []
    for substance in chosen:
        # Not more than the serving holds beside the rest.
        room = manner.dose.room_mg / (8000 if substance.unit == "g" else 8)
        value = min(room, rng.uniform(substance.low, substance.high))
        unit = substance.unit
        if unit == "g" and value < 1:
            unit, value = "mg", value * 1000
        scales.append((unit, rounded(value, 2 if rng.random() < 0.4 else 1)))
    pick = rng.random()
    names = [
        " / ".join(dict.fromkeys(_at(substance.names[voice.language], pick) for voice in manner.voices))
        for substance in chosen
    ]
    if len(chosen) > 1 and rng.random() < 0.4:
        total = rounded(sum(value * (1000 if unit == "g" else 1) for unit, value in scales), 2)
        parent = Entry(manner.joined("other_blend"), columns.cells(total, "mg"), nutrient="blend")
        empty = tuple(None for _ in columns.columns)
        if rng.random() < 0.4:
            said = ", ".join(names)
            return [replace(parent, source=f"({said})", said=said)]
        return [parent, *(Entry(name, empty, level=1) for name in names)]
    return [
        Entry(name, columns.cells(value, unit)) for name, (unit, value) in zip(names, scales, strict=True)
    ]


def energy_rows(manner: Manner, columns: Columns) -> list[Entry]:
    """Calories and macronutrients, on some powders and gummies."""
    rng = manner.rng
    if (
        manner.dose.unit.id not in POWDERS | {"gummy", "ml"}
        or rng.random() > 0.45
        or manner.market.code == "AU"
    ):
        return []
    us = manner.market.code == "US"
    # Half of what is taken at a time, in grams: a gummy weighs about three.
    room = (manner.dose.weight_g or 3 * float(manner.dose.quantity)) / 2
    sugars = rng.randint(0, min(3, int(room / 2)))
    fibre = rng.randint(0, min(2, int(room / 4)))
    carbohydrate = sugars + fibre + rng.randint(0, min(2, int(room / 4)))
    protein: Number = rng.choice((0, 0.5, 1)) if room > 1.5 else 0
    energy = columns.cells(plain(round(4 * (carbohydrate - fibre + protein))), "kcal", percents=False)
    rows = [Entry(manner.joined("energy"), energy, bare=us)]
    grams: dict[str, tuple[Number, str, int]] = {"fat": (0, "fat", 0)} if rng.random() < 0.5 else {}
    if rng.random() < 0.8:
        grams |= {"carbohydrate": (carbohydrate, "carbohydrate", 0), "sugars": (sugars, "sugars", 1)}
        if rng.random() < 0.5:
            grams["fibre"] = (fibre, "fiber", 1)
    if rng.random() < 0.6:
        grams["protein"] = (protein, "protein", 0)
    for symbol, (amount, nutrient, level) in grams.items():
        # Only US panels give these a percentage as a rule, and sugars and protein none.
        cells = columns.cells(amount, "g", nutrient, percents=us and symbol not in {"sugars", "protein"})
        if amount and amount < 1 and rng.random() < 0.5:
            cells = tuple(
                replace(c, bound="<") if isinstance(c, Figure) and c.unit == "g" else c for c in cells
            )
        rows.append(Entry(manner.joined(symbol), cells, level=level, nutrient=nutrient))
    if rng.random() < 0.6:
        salt = (
            columns.cells(rng.choice((10, 25, 40)), "mg", "sodium")
            if us
            else columns.cells(0.1, "g", percents=False)
        )
        rows.append(Entry(manner.joined("salt"), salt, nutrient="sodium" if us else "salt"))
    return rows
