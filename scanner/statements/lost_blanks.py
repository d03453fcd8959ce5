"""Words of directions between which a reader lost the blanks: "Takeonecapsuletwicedaily", "Take2 capsules"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from scanner.lexicon import Meaning, fold, words
from scanner.parsed.numbers import number
from scanner.parsed.page import Cell, Line, Span

_LISTS = (
    *("directions.take", "column.adults", "time.daily", "time.once", "time.twice", "time.thrice"),
    *("time.times", "time.when", "time.food", "time.meals", "time.each_meal"),
)
_LEAST_LETTERS = 3
"""Of each of the words: shorter ones are in many a word by chance."""
_LONGEST = 16
_GLUED = re.compile(r"(?P<word>[^\W\d_]{8,40})|(?<=[^\W\d_])(?P<number>\d{1,3})(?![\d.,])")
"""A run of letters that may be several words, shorter ones are one; and a number right behind a word."""


def spans_of(line: Line, cell: Cell, languages: Sequence[str]) -> Sequence[Span]:
    """The spans of a cell, and what is found where nothing else was when the blanks are put back."""
    known = line.within(cell.start, cell.end)
    found = list(known)
    for match in _GLUED.finditer(line.folded, cell.start, cell.end):
        start, end = match.span()
        if any(span.start < end and start < span.end for span in known):
            continue
        if match["word"]:
            found += _run(match["word"], start, languages)
        elif said := next((span for span in known if span.end == start), None):
            value = number(match["number"])
            if value and said.means("directions.take", "column.adults"):
                found.append(Span("number", start, end, said.depth, value))
    return sorted(found, key=lambda span: span.start) if len(found) > len(known) else known


def _run(text: str, start: int, languages: Sequence[str]) -> list[Span]:
    """The words that a run of letters consists of, none where a letter is left."""
    found, at = [], 0
    while at < len(text):
        longest = next(
            (
                (length, meanings)
                for length in range(min(_LONGEST, len(text) - at), _LEAST_LETTERS - 1, -1)
                if (meanings := _meanings(text[at : at + length], languages))
            ),
            None,
        )
        if longest is None:
            return []
        found.append(Span("word", start + at, start + at + longest[0], 0, meanings=longest[1]))
        at += longest[0]
    return found


def _meanings(text: str, languages: Sequence[str]) -> tuple[Meaning, ...]:
    return tuple(one for language in languages for one in _phrases(language).get(text, ()))


@cache
def _phrases(language: str) -> Mapping[str, tuple[Meaning, ...]]:
    """What the words of directions mean, without their blanks."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for phrase, meaning in _words(language):
        letters = fold(phrase).replace(" ", "")
        if letters.isalpha() and meaning not in found.get(letters, ()):
            found[letters] = (*found.get(letters, ()), meaning)
    return found


def _words(language: str) -> Iterator[tuple[str, Meaning]]:
    tables = words(language)
    for name in _LISTS:
        table, _, key = name.partition(".")
        yield from ((word, Meaning(name, None, language)) for word in tables[table].get(key, ()))
    for table in ("number", "unit"):
        for key, listed in tables[table].items():
            yield from ((word, Meaning(table, key, language)) for word in listed)
