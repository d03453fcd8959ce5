"""The grammar of label wording: symbols and the ways to say them, one file of `words/` a language."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "nl", "pt", "sv", "cs")

_WEIGHED = re.compile(r"(\d+)\| ")
_SYMBOL = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Production:
    """One way to say a symbol. `number` is its place in the file; both name it in `Voice.used`."""

    symbol: str
    number: int
    weight: int
    text: str


@functools.cache
def grammar(language: str) -> dict[str, tuple[Production, ...]]:
    """The productions of a language by symbol. Raises TypeError where the file is not lists of texts."""
    with (WORDS / f"{language}.toml").open("rb") as file:
        written = tomllib.load(file)
    return {symbol: _productions(symbol, ways) for symbol, ways in written.items() if symbol != "lists"}


def _productions(symbol: str, ways: object) -> tuple[Production, ...]:
    if not isinstance(ways, list):
        raise TypeError(f"{symbol}: {ways!r} is not a list")
    made = []
    for number, way in enumerate(ways):
        found = _WEIGHED.match(way)
        weight, text = (int(found[1]), way[found.end() :]) if found else (1, way)
        made.append(Production(symbol, number, weight, text))
    return tuple(made)


@functools.cache
def number_words(language: str) -> tuple[str, ...]:
    """'zero', 'one', 'two' ... of a language."""
    with (WORDS / f"{language}.toml").open("rb") as file:
        return tuple(tomllib.load(file)["lists"]["numbers"])


@dataclass
class Voice:
    """Says symbols in one language, as one market says them, and keeps which productions it used."""

    rng: Random
    language: str
    market: str
    used: set[tuple[str, str, int]] = field(default_factory=set)

    def say(self, symbol: str, **slots: str) -> str:
        """A symbol as text, its {slots} filled. Raises KeyError for an unknown symbol or a slot not given."""
        return self._expand(symbol).format_map(slots)

    def _expand(self, symbol: str) -> str:
        table = grammar(self.language)
        ways = table.get(f"{symbol}_{self.market.partition('_')[0]}") or table[symbol]
        (chosen,) = self.rng.choices(ways, [way.weight for way in ways])
        self.used.add((self.language, chosen.symbol, chosen.number))
        return _SYMBOL.sub(lambda found: self._expand(found[1]), chosen.text)

    def several(self, symbol: str, count: int, **slots: str) -> list[str]:
        """Up to `count` different texts of a symbol."""
        return list(dict.fromkeys(self.say(symbol, **slots) for _ in range(count)))
