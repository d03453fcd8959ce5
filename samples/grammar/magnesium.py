"""The magnesium of a label: its salts, its weights, and the rows that state it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samples.grammar.figures import Number, plain, rounded
from samples.grammar.panel import SERVING, Entry
from samples.product import Form, forms

if TYPE_CHECKING:
    from random import Random

    from samples.grammar.figures import Cell
    from samples.grammar.manner import Manner
    from samples.grammar.panel import Columns
    from samples.grammar.productions import Voice
    from samples.grammar.serving import Dose

SINGLE = frozenset({"from_weight", "unbracketed", "of_which", "equivalent", "split"})
"""Ways to state magnesium that print the weight of one salt."""
ROUND_MG = (
    25, 30, 40, 48, 50, 56.25, 57, 60, 64, 72, 75, 80, 93.75, 96, 100, 105, 112.5, 120, 125, 133, 140, 144, 150, 160,
    175, 180, 187.5, 200, 210, 225, 240, 250, 280, 300, 320, 350, 360, 375, 400, 420, 450, 500,
)  # fmt: skip
COMMON = ("citrate", "bisglycinate", "oxide", "citrate", "bisglycinate", "malate")


@dataclass(frozen=True)
class Magnesium:
    """Per serving: the salts with the magnesium of each, their sum, and what they weigh together."""

    forms: tuple[Form, ...]
    shares_mg: tuple[Number, ...]
    elemental_mg: Number
    compound_mg: Number


@dataclass(frozen=True)
class Stated:
    """The rows that state the magnesium, and what they say of it.

    `elemental` and `compound` tell whether these weights are printed, `named` whether the salts are.
    """

    entries: tuple[Entry, ...]
    elemental: bool = False
    compound: bool = False
    named: bool = False


def draw_magnesium(rng: Random, dose: Dose, style: str) -> Magnesium:
    """Salts and weights that the dosage unit can hold: magnesium is its share of the salt by weight."""
    table = forms()
    count = 1 if style in SINGLE or style == "salt_row" else rng.choices((1, 2, 3, 4, 6), (11, 3, 3, 1, 1))[0]
    if style in {"children", "blend"}:
        count = min(max(count, 2), 3)
    while True:
        chosen: list[Form] = []
        while len(chosen) < count:
            form = table[rng.choice(COMMON)] if rng.random() < 0.5 else rng.choice(list(table.values()))
            if form not in chosen:
                chosen.append(form)
        parts = [rng.uniform(0.5, 1.5) for _ in chosen]
        mg_per_mg = sum(part / form.fraction for part, form in zip(parts, chosen, strict=True)) / sum(parts)
        most = min(dose.room_mg / mg_per_mg, 500)
        if most >= (30 if style == "children" else 20):
            break
    if count == 1 and style in SINGLE | {"salt_row"} and rng.random() < 0.5:
        # The salt's weight is the round one, and the magnesium what is in it.
        compound = plain(max(50, round(rng.uniform(0.4, 1) * most * mg_per_mg / 50) * 50))
        elemental: Number = rounded(compound * chosen[0].fraction, 2)
    else:
        fitting = [mg for mg in ROUND_MG if 0.35 * most <= mg <= most]
        elemental = (
            rng.choice(fitting) if fitting and rng.random() < 0.7 else round(rng.uniform(0.4, 1) * most)
        )
        if style == "children":
            elemental = max(int(elemental), 10 * count)
        compound = rounded(elemental * mg_per_mg)
    shares = (
        _split(rng, elemental, parts)
        if style == "children"
        else tuple(elemental * p / sum(parts) for p in parts)
    )
    return Magnesium(tuple(chosen), shares, elemental, compound)


def _split(rng: Random, total: Number, parts: list[float]) -> tuple[Number, ...]:
    """Whole shares of a whole total that add up to it, none of them zero."""
    shares = [max(1, int(total * part / sum(parts))) for part in parts]
    shares[rng.randrange(len(shares))] += int(total) - sum(shares)
    return tuple(shares) if min(shares) > 0 else (int(total) - len(parts) + 1, *[1] * (len(parts) - 1))


@dataclass(frozen=True)
class Names:
    """How one label writes the names of salts: in capitals at the start or not, short in lists or not."""

    manner: Manner
    capital: bool
    short: bool

    def salt(self, form: Form, voice: Voice, *, capital: bool | None = None) -> str:
        rng = self.manner.rng
        name = rng.choice(form.names) if voice.language == "en" else form.foreign_names[voice.language]
        capital = self.capital if capital is None else capital
        if voice.language == "en":
            return name if capital else name.lower()
        return name[0].upper() + name[1:] if capital or voice.language == "de" else name

    def in_all(self, form: Form) -> str:
        """The name that begins a row, in every language of the label."""
        return " / ".join(self.salt(form, voice, capital=True) for voice in self.manner.voices)

    def listed(self, chosen: tuple[Form, ...], voice: Voice) -> str:
        """'magnesium citrate, oxide and malate', in full or short."""
        names = [self.salt(form, voice) for form in chosen]
        if self.short and voice.language == "en" and len(names) > 1:
            names = [names[0], *(re.sub("^magnesium ", "", name, flags=re.IGNORECASE) for name in names[1:])]
        if len(names) == 1:
            return names[0]
        return f"{', '.join(names[:-1])} {voice.say('and')} {names[-1]}"

    def named_in(self, text: str, form: Form) -> bool:
        voice = self.manner.voice
        names = form.names if voice.language == "en" else (form.foreign_names[voice.language],)
        return any(name.lower() in text.lower() for name in names)


@dataclass(frozen=True)
class Statement:
    """States the magnesium of one label in its table. Every amount is of one serving."""

    manner: Manner
    names: Names
    columns: Columns
    mg: Magnesium

    def state(self, style: str) -> Stated:
        """The rows of a style; a plain row where the columns leave no room for that style."""
        # A bracket names a weight of one serving: beside other columns it would belong to one of them only.
        alone = len(self.columns.amounts) == 1 and self.columns.default.per == SERVING
        if style in BRACKETED and not alone:
            style = "row"
        if self.columns.default.per != SERVING and style != "plain":
            style = "row"
        stated: Stated = STYLES[style](self)
        return stated

    @property
    def _elemental_cells(self) -> tuple[Cell, ...]:
        return self.columns.cells(self.mg.elemental_mg, "mg", "magnesium")

    def _magnesium(self, source: str = "", said: str | None = None) -> Entry:
        name = self.manner.joined("magnesium")
        return Entry(name, self._elemental_cells, source, said, nutrient="magnesium")

    def plain(self) -> Stated:
        return Stated((self._magnesium(),), elemental=True)

    def row(self) -> Stated:
        said = self.names.listed(self.mg.forms, self.manner.voice)
        source = self.manner.voice.say("source", source=said)
        return Stated((self._magnesium(source, said),), elemental=True, named=True)

    def from_weight(self, symbol: str = "from_weight") -> Stated:
        """'Magnesium (from 1,000 mg magnesium glycinate)'."""
        salt = self.names.salt(self.mg.forms[0], self.manner.voice)
        weight = self.manner.weight(self.mg.compound_mg)
        source = self.manner.voice.say(symbol, weight=weight, salt=salt)
        row = self._magnesium(source, source.strip("()[]"))
        return Stated((row,), elemental=True, compound=True, named=True)

    def unbracketed(self) -> Stated:
        return self.from_weight("unbracketed")

    def split(self) -> Stated:
        """The salt's row with the magnesium in brackets; the percentage is that of the magnesium."""
        mg = self.mg
        cells = self.columns.cells(mg.compound_mg, "mg", "magnesium", percents=mg.elemental_mg)
        source = self.manner.voice.say("split", weight=self.manner.weight(mg.elemental_mg))
        row = Entry(self.names.in_all(mg.forms[0]), cells, source, nutrient="compound")
        return Stated((row,), elemental=True, compound=True, named=True)

    def of_which(self, symbol: str = "of_which") -> Stated:
        """The salt's row, and below it the magnesium in it."""
        of_salt = self.columns.cells(self.mg.compound_mg, "mg", percents=False)
        rows = (
            Entry(self.names.in_all(self.mg.forms[0]), of_salt, nutrient="compound"),
            Entry(self.manner.joined(symbol), self._elemental_cells, level=1, nutrient="magnesium"),
        )
        return Stated(rows, elemental=True, compound=True, named=True)

    def equivalent(self) -> Stated:
        return self.of_which("equivalent")

    def salt_row(self) -> Stated:
        """The salt's weight alone: how much magnesium is in it is not said."""
        cells = self.columns.cells(self.mg.compound_mg, "mg")
        row = Entry(self.names.in_all(self.mg.forms[0]), cells, nutrient="compound")
        return Stated((row,), compound=True, named=True)

    def blend(self) -> Stated:
        """One weight for several salts, which is nobody's magnesium."""
        said = self.names.listed(self.mg.forms, self.manner.voice)
        cells = self.columns.cells(self.mg.compound_mg, "mg")
        row = Entry(self.manner.joined("blend"), cells, f"({said})", said, nutrient="blend")
        return Stated((row,), named=True)

    def children(self) -> Stated:
        """The total with the magnesium of each salt below."""
        voice, mg = self.manner.voice, self.mg
        total = Entry(self.manner.joined("total"), self._elemental_cells, nutrient="magnesium")
        rows = tuple(
            Entry(
                voice.say("part", salt=self.names.salt(form, voice)),
                self.columns.cells(share, "mg", percents=False),
                level=1,
                nutrient="part",
            )
            for form, share in zip(mg.forms, mg.shares_mg, strict=True)
        )
        return Stated((total, *rows), elemental=True, named=True)


BRACKETED = frozenset({"from_weight", "unbracketed", "split"})
STYLES: dict[str, Callable[[Statement], Stated]] = {
    "plain": Statement.plain,
    "row": Statement.row,
    "from_weight": Statement.from_weight,
    "unbracketed": Statement.unbracketed,
    "split": Statement.split,
    "of_which": Statement.of_which,
    "equivalent": Statement.equivalent,
    "salt_row": Statement.salt_row,
    "blend": Statement.blend,
    "children": Statement.children,
}
