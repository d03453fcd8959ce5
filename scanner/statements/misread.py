"""Words of the lexicon that were printed or read a little wrong, where one of a list has to stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA, Hamming

from catalog.units import units
from scanner.lexicon import fold, words
from scanner.parsed.page import Line

_WORD = re.compile(r"\S{1,40}")
_MOST_WORDS = 5
_SIGNS = " :;.,()[]-=~\t|/"
_SHORTEST = 3
"""Letters of a number word; and of a phrase in which one slip is few."""
_SHORTEST_PHRASE = 4
_LEAST_OF_A_UNIT = 6
_CUT_OFF = 3
"""Letters of a word at the end of what was read."""
_LETTERS_A_SLIP = 11
"""Of a long phrase, for each further slip."""


def is_nearly(printed: str, kind: str, languages: Iterable[str]) -> bool:
    """Whether folded text is a phrase of the list ``kind`` but for a slip, two in a long one.

    >>> is_nearly("serving s1ze", "serving.size", ["en"]), is_nearly("servings a day", "container.per", ["en"])
    (True, False)
    """
    if len(printed) < _SHORTEST_PHRASE:
        return False
    slips = max(1, len(printed) // _LETTERS_A_SLIP)
    phrases = _phrases(kind, tuple(languages))
    return process.extractOne(printed, phrases, scorer=OSA.distance, score_cutoff=slips) is not None


def label_before(
    line: Line, start: int, end: int, kind: str, languages: Iterable[str]
) -> tuple[int, int] | None:
    """Where the last words of ``line.text[start:end]`` are nearly a phrase of the list; None where they are not.

    Not where the lexicon knows each of them: "servings per day" is read well.
    """
    if not _has_unknown(line, start, end):
        return None
    words_there = list(_WORD.finditer(line.folded, start, end))
    for first in range(max(0, len(words_there) - _MOST_WORDS), len(words_there)):
        for last in range(len(words_there), max(first, len(words_there) - 2), -1):  # the last may be "about"
            begin, behind = words_there[first].start(), words_there[last - 1].end()
            printed = line.folded[begin:behind].strip(_SIGNS)
            if _has_unknown(line, begin, behind) and is_nearly(printed, kind, languages):
                return begin, begin + len(line.folded[begin:behind].rstrip(_SIGNS))
    return None


def _has_unknown(line: Line, start: int, end: int) -> bool:
    return bisect_left(line.unknown, start) < bisect_left(line.unknown, end)


def number_meant(printed: str, languages: Iterable[str]) -> str | None:
    """The figure of the one number word that is ``printed`` but for a letter; None where there is none, or several.

    >>> number_meant("ore", ["en"]), number_meant("the", ["en"])
    ('1', None)
    """
    near = {
        figure
        for language in languages
        for word, figure in _numbers(language).items()
        if len(word) == len(printed) >= _SHORTEST and Hamming.distance(word, printed) == 1
    }
    return near.pop() if len(near) == 1 else None


def unit_meant(printed: str, languages: Iterable[str]) -> str | None:
    """The unit whose word ``printed`` is but for a letter, or without its last letters; None where none or several are.

    >>> unit_meant("gumm", ["en"]), unit_meant("tab1et", ["en"])
    ('gummy', 'tablet')
    """
    if len(printed) < _SHORTEST_PHRASE:
        return None
    near = {
        units()[unit].counted_as
        for language in languages
        for unit, listed in words(language)["unit"].items()
        for word in map(fold, listed)
        if (len(word) > len(printed) and word.startswith(printed) and len(word) - len(printed) <= _CUT_OFF)
        or (len(word) >= _LEAST_OF_A_UNIT and OSA.distance(word, printed, score_cutoff=1) <= 1)
    }
    return near.pop() if len(near) == 1 else None


@cache
def _phrases(kind: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    table, _, key = kind.partition(".")
    listed = chain.from_iterable(words(language).get(table, {}).get(key, ()) for language in languages)
    return tuple(phrase for phrase in map(fold, listed) if len(phrase) >= _SHORTEST_PHRASE)


@cache
def _numbers(language: str) -> dict[str, str]:
    return {fold(word): figure for figure, listed in words(language)["number"].items() for word in listed}
