"""A serving and how often it is taken, in one or two languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from samples.grammar.figures import Number, plain
from samples.grammar.productions import Voice, number_words
from samples.grammar.tables import Unit, units
from samples.truth import Serving

if TYPE_CHECKING:
    from random import Random

    from samples.grammar.figures import NumberStyle

FRACTIONS = {0.5: ("1/2", "½"), 0.25: ("1/4", "¼")}
POWDERS = frozenset({"scoop", "packet", "sachet", "stick", "teaspoon", "tablespoon"})
PER_DOSE_MARKETS = frozenset({"ca", "au"})
"""Amounts stand for one piece there, and the directions say how many to take."""


@dataclass(frozen=True)
class Dose:
    """`quantity` pieces make one serving; `weight_g` is what a serving weighs where that is printed."""

    units: dict[str, Unit]
    quantity: Number
    weight_g: Number | None
    per_container: int
    counted: Literal["figure", "word", "both", "fraction"]
    capital: bool

    @property
    def unit(self) -> Unit:
        return next(iter(self.units.values()))

    @property
    def counted_in_pieces(self) -> bool:
        """Whether a pack holds a number of them: capsules, not scoops or millilitres."""
        return self.unit.id not in POWDERS and self.unit.id != "ml"

    @property
    def room_mg(self) -> float:
        """What one serving can hold of one salt: a part of a powder, whose rest is flavour."""
        return (
            self.unit.holds_mg * float(self.quantity) if self.weight_g is None else 700 * float(self.weight_g)
        )

    @property
    def pieces(self) -> int:
        return int(self.per_container * self.quantity)

    def count(self, quantity: Number, language: str, style: NumberStyle) -> str:
        """'2 capsules', 'two capsules', 'Two (2) Capsules', '1/2 scoop'."""
        unit = self.units[language]
        word = unit.words(quantity)
        if self.capital and self.unit.id != "ml":
            word = " ".join(part[0].upper() + part[1:] for part in word.split())
        number = style.number(quantity)
        names = number_words(language)
        # 'eine', 'una' and their like go with the gender of the unit, which the tables do not say.
        named = int(quantity) == quantity and quantity < len(names) and (quantity > 1 or language == "en")
        if quantity in FRACTIONS:
            number = FRACTIONS[quantity][self.counted == "fraction"]
        elif named and self.counted in {"word", "both"} and language not in {"pl", "cs"}:
            name = names[int(quantity)].capitalize() if self.capital else names[int(quantity)]
            number = name if self.counted == "word" else f"{name} ({number})"
        return f"{number} {word}"

    def said(self, language: str, style: NumberStyle) -> str:
        """One serving, with its weight where that is printed: '1 scoop (5 g)'."""
        text = self.count(self.quantity, language, style)
        return text if self.weight_g is None else f"{text} ({style.number(self.weight_g)} g)"

    def servings(
        self, quantity: Number, per_container: int | None, column: str | None = None
    ) -> list[Serving]:
        """The printed serving in every unit that says the same."""
        return [Serving(quantity, unit, per_container, column) for unit in (self.unit.id, *self.unit.also)]


def draw_dose(rng: Random, languages: tuple[str, ...], market: str) -> Dose:
    """A dosage unit that every language of the label has, and how much of it is a serving."""
    known = [{unit.id for unit in units(language)} for language in languages]
    common = [unit for unit in units(languages[0]) if all(unit.id in ids for ids in known)]
    (unit,) = rng.choices(common, [unit.weight for unit in common])
    words = {
        language: unit if language == languages[0] else next(u for u in units(language) if u.id == unit.id)
        for language in languages
    }
    if unit.id == "ml":
        quantity: Number = rng.choice((5, 10, 15, 20, 30))
    elif market in PER_DOSE_MARKETS:
        quantity = 1
    else:
        quantity = rng.choice((1, 1, *range(1, unit.most + 1)))
    if unit.id in {"scoop", "teaspoon"} and languages == ("en",) and rng.random() < 0.12:
        quantity = rng.choice((0.5, 0.25)) if unit.id == "teaspoon" else 0.5
    powder = unit.id in POWDERS
    weight_g = plain(round(rng.uniform(2.0, 9.0) * float(quantity), 1)) if powder else None
    whole = rng.choice((10, 14, 15, 20, 20, 30, 30, 30, 40, 45, 60, 60, 90, 100, 120))
    return Dose(
        units=words,
        quantity=quantity,
        weight_g=weight_g,
        per_container=whole if whole * quantity <= 400 else 30,
        counted=rng.choices(("figure", "word", "both", "fraction"), (12, 1, 1, 2))[0],
        capital=languages[0] == "en" and market in {"us", "us_old", "in"} and rng.random() < 0.6,
    )


@dataclass(frozen=True)
class Directions:
    """How the product is taken: one text a language, and the servings that are taken in a day."""

    texts: tuple[str, ...]
    low: float
    high: float
    takes: Number


def draw_directions(rng: Random, voices: tuple[Voice, ...], dose: Dose, numbers: NumberStyle) -> Directions:
    """Directions that fit the serving: `low` to `high` servings a day."""
    quantity = dose.quantity
    takes = plain(quantity * (rng.choice((1, 2)) if voices[0].market in PER_DOSE_MARKETS else 1))
    if dose.unit.id in POWDERS or dose.unit.id == "ml":
        way = rng.choices(("mix", "day", "twice"), (6, 2, 1))[0]
    else:
        way = rng.choices(("day", "twice", "thrice", "range", "steps"), (12, 3, 2, 2, 2))[0]
    if way in {"twice", "thrice"}:
        parts = {"twice": 2, "thrice": 3}[way]
        # A daily dose of several pieces is often spread over the day.
        if float(quantity) % parts == 0 and rng.random() < 0.6:
            takes = plain(float(quantity) / parts)
    more = plain(float(takes) * 2)
    # Directions say what is taken, not what it weighs, and mostly in figures.
    bare = replace(dose, weight_g=None, capital=False)
    texts = []
    for voice in voices:
        slots = {
            "dose": bare.count(takes, voice.language, numbers),
            "low": numbers.number(takes),
            "high": replace(bare, counted="figure").count(more, voice.language, numbers),
            "more": bare.count(more, voice.language, numbers),
        }
        texts.append(voice.say(f"directions_{way}", **slots))
    low = float(takes) * {"twice": 2, "thrice": 3}.get(way, 1) / float(quantity)
    high = float(more) / float(quantity) if way in {"range", "steps"} else low
    return Directions(tuple(texts), plain(low), plain(high), takes)
