"""Writes one label from a seed: its front or its back, every statement with its truth."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from samples.grammar.content import Content, Facts, Part, Words
from samples.grammar.figures import plain
from samples.grammar.magnesium import Magnesium, Names, Stated, draw_magnesium
from samples.grammar.manner import Manner
from samples.grammar.serving import draw_directions
from samples.grammar.table import Table

if TYPE_CHECKING:
    from samples.grammar.manner import Slots
    from samples.grammar.productions import Voice

SIDE_TEXTS = {"caution": 0.7, "storage": 0.45, "free_from": 0.35, "denial": 0.12, "maker": 0.45, "code": 0.35}
"""Symbols of side text, and how many labels have it."""


def draw_content(seed: int) -> Content:
    """The label of a seed; two seeds are two different labels."""
    return _Writer(seed).write()


def _stearate(texts: list[str]) -> bool:
    return any(re.search("st[eé]ar", text, re.IGNORECASE) for text in texts)


class _Writer:
    """Everything random comes from one generator, in one order."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = rng = Random(f"grammar-{seed}")
        self.manner = Manner.draw(rng)
        styles = self.manner.market.styles
        (self.style,) = rng.choices(list(styles), list(styles.values()))
        self.magnesium: Magnesium | None = None
        if rng.random() < 0.9:
            self.magnesium = draw_magnesium(rng, self.manner.dose, self.style)
        self.names = Names(self.manner, capital=rng.random() < 0.6, short=rng.random() < 0.5)
        self.facts = Facts()

    def write(self) -> Content:
        front = self.rng.random() < 0.14
        parts = self._front() if front else self._back()
        truth = self.facts.truth(self.manner.market.code, front=front, magnesium=self.magnesium is not None)
        return Content(self.seed, self.manner, tuple(parts), truth, self.facts)

    # The front

    def _front(self) -> list[Part]:
        """A name, perhaps an amount, what it is and how many; the amount may be that of the salt."""
        rng, manner = self.rng, self.manner
        name = self._product()
        head: list[Part] = [Words(name, "title")]
        if self.magnesium is not None:
            amount = self._front_amount(self.magnesium, name)
            if amount:
                head.insert(rng.choice((1, 1, 1, 0)), Words(amount, "front"))
        self.facts.product = name
        self.facts.serving_optional = True
        rest: list[Part] = [Words(text, "claim") for text in self._claims(3)]
        rest += [Words(text) for text in self._of_magnesium(manner.said("kind"))]
        if manner.dose.counted_in_pieces:
            rest += self._net_count()
        if rng.random() < 0.3:
            rest.append(Words(manner.voice.say("company"), "small"))
        rng.shuffle(rest)
        return [*head, *rest]

    def _front_amount(self, mg: Magnesium, name: str) -> str:
        """The amount on the front, or nothing. Only the word 'elemental' decides what it weighs."""
        rng, facts, manner, form = self.rng, self.facts, self.manner, mg.forms[0]
        facts.forms = (form.id,) if self.names.named_in(name, form) else ()
        way = rng.choices(("none", "amount", "elemental", "salt"), (2, 4, 3, 3))[0]
        if way == "none":
            return ""
        if way == "elemental":
            facts.elemental_mg.append(mg.elemental_mg)
            return manner.voice.say("front_elemental", weight=manner.weight(mg.elemental_mg))
        # 'Magnesium citrate 800 mg' is the salt on one label, and its magnesium on the next.
        salted = way == "salt" or bool(facts.forms)
        value = rng.choice((mg.compound_mg, mg.elemental_mg)) if salted else mg.elemental_mg
        facts.undecided_mg.append(value)
        if way == "salt":
            facts.forms = (form.id,)
            salt = self.names.salt(form, manner.voice, capital=True)
            return manner.voice.say("front_salt", weight=manner.weight(value), salt=salt)
        unit = manner.dose.unit.one
        line = manner.voice.say("front_amount", weight=manner.weight(value), unit=unit)
        if unit in line:
            facts.servings += manner.dose.servings(1, None)
        return line

    def _product(self) -> str:
        """The product's name; where it names a salt, the salt is one of the label's."""
        if self.magnesium is None:
            return self.manner.voice.say("product_other")
        salt = self.names.salt(self.magnesium.forms[0], self.manner.voice, capital=True)
        return self.manner.voice.say("product", salt=salt)

    def _claims(self, most: int) -> list[str]:
        return self._of_magnesium(self.manner.voice.several("claim", self.rng.randint(0, most)))

    def _of_magnesium(self, texts: list[str]) -> list[str]:
        """Side texts; a label without magnesium says nothing of what magnesium does."""
        return [
            text for text in texts if self.magnesium is not None or not re.search("magn", text, re.IGNORECASE)
        ]

    def _net_count(self) -> list[Part]:
        manner = self.manner
        pieces = manner.dose.pieces
        bare = replace(manner.dose, counted="figure", weight_g=None)
        grams = manner.numbers.number(plain(round(pieces * 0.7, 1)))
        self.facts.net_count = pieces

        def slots(voice: Voice) -> Slots:
            return {"count": bare.count(pieces, voice.language, manner.numbers), "grams": grams}

        return [Words(text) for text in manner.said("contents", slots)]

    # The back

    def _back(self) -> list[Part]:
        rng, facts = self.rng, self.facts
        table = Table(self.manner, self.names, facts)
        panel, stated = table.write(self.magnesium, self.style)
        ingredients = self._ingredients(stated)
        loose: list[list[Part]] = [[Words(text) for text in ingredients]] if ingredients else []
        if rng.random() < 0.85:
            loose.append([Words(text) for text in self._directions()])
        facts.serving_optional = facts.serving_optional or not facts.servings
        loose += self._side_texts(ingredients)
        if self.manner.dose.counted_in_pieces and rng.random() < 0.4:
            loose.append(self._net_count())
        rng.shuffle(loose)
        blocks: list[list[Part]] = [[panel]]
        for block in loose:
            # The panel stands first on most labels, and anywhere on some.
            blocks.insert(rng.randint(0, len(blocks)) if rng.random() < 0.35 else len(blocks), block)
        if rng.random() < 0.6:
            blocks.insert(0, self._heading(stated, alone=table.alone))
        return [part for block in blocks for part in block]

    def _heading(self, stated: Stated | None, *, alone: bool) -> list[Part]:
        """The product's name above the rest, sometimes with the weight of the salt or of the magnesium.

        `alone` says that the table has amounts of one serving only, which are those of the front.
        """
        rng, facts, manner, mg = self.rng, self.facts, self.manner, self.magnesium
        name = self._product()
        facts.product = name
        parts: list[Part] = [Words(name, "title")]
        if mg and stated:
            salted = self.names.named_in(name, mg.forms[0])
            if salted and not facts.forms:
                facts.forms = (mg.forms[0].id,)
            if stated.elemental and alone and rng.random() < 0.35:
                if salted and len(mg.forms) == 1 and rng.random() < 0.5:
                    parts = [Words(f"{name} {manner.weight(mg.compound_mg)}", "title")]
                    facts.compound_mg.append(mg.compound_mg)
                else:
                    line = manner.voice.say("front_elemental", weight=manner.weight(mg.elemental_mg))
                    parts.append(Words(line, "front"))
        parts += [Words(text, "claim") for text in self._claims(2)]
        if rng.random() < 0.6:
            parts += [Words(text) for text in self._of_magnesium(manner.said("kind"))]
        return parts

    def _side_texts(self, ingredients: list[str]) -> list[list[Part]]:
        """Cautions, storage, maker and the like, in random choice; nothing that the label itself denies."""
        rng, manner = self.rng, self.manner
        blocks: list[list[Part]] = []
        oxide = self.magnesium is None or any(form.id == "oxide" for form in self.magnesium.forms)
        for symbol, chance in SIDE_TEXTS.items():
            if rng.random() < chance and not (symbol == "denial" and oxide):
                texts = self._of_magnesium(manner.said(symbol, lambda _: self._codes()))
                if not (_stearate(texts) and _stearate(ingredients)):
                    blocks.append([Words(text, "small") for text in texts])
        if manner.market.code == "US" and rng.random() < 0.3:
            blocks.append([Words(manner.voice.say("evaluated"), "small")])
        if rng.random() < 0.3:
            blocks.append([Words("".join(rng.choices("0123456789", k=rng.choice((12, 13)))), "code")])
        return blocks

    def _codes(self) -> Slots:
        rng = self.rng
        return {
            "digits": "".join(rng.choices("0123456789", k=7)),
            "month": f"{rng.randint(1, 12):02}",
            "year": str(rng.randint(2026, 2029)),
        }

    def _directions(self) -> list[str]:
        facts, manner = self.facts, self.manner
        way = draw_directions(self.rng, manner.voices, manner.dose, manner.numbers)
        facts.directions = way.texts[0]
        if facts.servings:
            facts.servings_per_day = way.low if way.low == way.high else [way.low, way.high]
        else:
            # Only the directions say how much is taken at a time.
            facts.servings += manner.dose.servings(way.takes, None)
            facts.serving_optional = True
        return list(way.texts)

    def _ingredients(self, stated: Stated | None) -> list[str]:
        """The ingredient lists; they name the salts where the table does not."""
        rng, mg, voices = self.rng, self.magnesium, self.manner.voices
        salts = mg.forms if mg is not None and stated is not None and not stated.named else ()
        if rng.random() > (0.95 if salts else 0.7):
            return []
        self.facts.forms = tuple(form.id for form in salts) or self.facts.forms
        powder = not self.manner.dose.counted_in_pieces
        stearate = rng.random() < 0.4 and not powder
        count, place = rng.randint(2, 4), rng.random()
        texts = []
        for voice in voices:
            fillers = voice.several("powder" if powder else "filler", count)
            if stearate:
                fillers.insert(int(place * (len(fillers) + 1)), voice.say("stearate"))
            listed = ", ".join([*(self.names.salt(form, voice, capital=False) for form in salts), *fillers])
            texts.append(voice.say("ingredients", list=listed[0].upper() + listed[1:]))
        return texts
