"""What every part of one label shares: its market, its languages, its numbers and its serving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samples.grammar.figures import Figure, Number, NumberStyle
from samples.grammar.productions import Voice
from samples.grammar.serving import Dose, draw_dose
from samples.grammar.tables import Market, markets

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Slots = dict[str, str]


@dataclass(frozen=True)
class Manner:
    """`voices` are the label's languages, the first of which prints its numbers."""

    rng: Random
    market: Market
    voices: tuple[Voice, ...]
    numbers: NumberStyle
    dose: Dose

    @classmethod
    def draw(cls, rng: Random) -> Manner:
        table = list(markets().values())
        (market,) = rng.choices(table, [market.weight for market in table])
        (spoken,) = rng.choices(list(market.languages), list(market.languages.values()))
        languages = tuple(spoken.split("-"))
        used: set[tuple[str, str, int]] = set()
        voices = tuple(Voice(rng, language, market.id, used) for language in languages)
        numbers = NumberStyle.draw(rng, languages[0])
        return cls(rng, market, voices, numbers, draw_dose(rng, languages, market.id))

    @property
    def voice(self) -> Voice:
        return self.voices[0]

    def said(self, symbol: str, slots: Callable[[Voice], Slots] | None = None) -> list[str]:
        """A symbol once in each language; some say nothing."""
        texts = [voice.say(symbol, **(slots(voice) if slots else {})) for voice in self.voices]
        return list(dict.fromkeys(filter(None, texts)))

    def joined(self, symbol: str, slots: Callable[[Voice], Slots] | None = None) -> str:
        """A symbol in all languages on one line."""
        return " / ".join(self.said(symbol, slots))

    def serving(self, voice: Voice) -> Slots:
        """The slots of one serving: '1 capsule', and 'capsule' as in 'each capsule'."""
        said = self.dose.said(voice.language, self.numbers)
        return {"dose": said, "each": said.partition(" ")[2] if self.dose.quantity == 1 else said}

    def weight(self, mg: Number) -> str:
        return self.numbers.weight(Figure(mg, "mg"))
