"""Which phrases of the lexicon begin at a token, in all languages at once."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from scanner.lexicon.files import languages, lines
from scanner.lexicon.folding import fold
from scanner.lexicon.tokens import Token

BY_VALUE = frozenset({"unit", "mass", "nutrient", "number"})
"""The tables whose keys are what a word stands for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean in one language."""

    kind: str
    """The table and the list, "serving.size"; of the tables of ``BY_VALUE`` the table alone, "unit"."""
    value: str | None
    """The key in such a table, "capsule"; otherwise None."""
    language: str


def phrases_at(tokens: Sequence[Token], index: int) -> list[tuple[int, Meaning]]:
    """The phrases that begin at ``tokens[index]``: how many tokens each takes and what it means, the longest first.

    Blanks and hyphens between the words of a phrase may be missing, doubled or one for the other; its points and
    apostrophes may be missing, but for an apostrophe at its end: "d'" is no "d". Blanks inside of its words are not
    passed over. Any blank counts, a tab too: hand in the tokens of one cell where cells matter.

    >>> from scanner.lexicon.tokens import tokens
    >>> phrases_at(tokens("servings percontainer: 30"), 0)[0]
    (2, Meaning(kind='container.per', value=None, language='en'))
    """
    lexicon = _lexicon()
    found: list[list[tuple[int, Meaning]]] = []
    readings: list[tuple[str, _Gaps]] = [("", ())]
    gap = ""
    for at in range(index, len(tokens)):
        token = tokens[at]
        if at > index and token.start > tokens[at - 1].end:
            gap += " "
        if token.text in _BETWEEN and (at > index or token.text not in lexicon.phrases):
            gap += token.text
            if len(gap) > _LONGEST_GAP:
                break
            continue
        readings = [
            (longer, (*gaps, (len(text), gap)) if gap else gaps)
            for text, gaps in readings
            for spelling in spellings(token.text)
            if lexicon.goes_on(longer := text + spelling)
        ]
        if not readings:
            break
        gap = ""
        complete = [reading for reading in readings if reading[0] in lexicon.phrases]
        if complete:
            sign = _sign_behind(tokens, at)
            ends = dict.fromkeys(end for reading in complete for end in _ends(*reading, sign))
            found.append([(at - index + 1 + more, meaning) for more, meaning in ends])
    return [each for longer in reversed(found) for each in longer]


def spellings(word: str) -> tuple[str, ...]:
    """The words of the lexicon that a printed ``word`` may be: so far itself. Misreadings belong here."""
    return (word,)


# What may be missing between the words of a phrase, and the most of it that is passed over.
_BETWEEN = frozenset("-.'")
_GAP = re.compile(r"[ \-.']+")
_LONGEST_GAP = 4

_Gaps = tuple[tuple[int, str], ...]
"""What stands between words, and behind how many letters of the phrase."""


def _letters(phrase: str) -> str:
    return phrase.replace(" ", "").replace("-", "").replace(".", "").replace("'", "")


@cache
def _own_gaps(phrase: str) -> Mapping[int, str]:
    """What the lexicon has between the words of a phrase, by the number of letters before it."""
    letters = _letters(phrase)
    # Around a sign and behind a number blanks say nothing ("/ day", "2 x"); in "vitamin d 3" they do.
    found = {
        place: " "
        for place in range(1, len(letters))
        if not (letters[place - 1].isalpha() and letters[place].isalnum())
        and not (letters[place - 1].isdecimal() and letters[place].isdecimal())
    }
    passed = 0
    for match in _GAP.finditer(phrase):
        found[match.start() - passed] = match.group()
        passed += len(match.group())
    return found


@lru_cache(maxsize=10_000)
def _ends(letters: str, gaps: _Gaps, sign: str) -> tuple[tuple[int, Meaning], ...]:
    """What the phrases of these ``letters`` mean that may be printed with these ``gaps``.

    Each with 1 where the ``sign`` right behind belongs to it, as in "approx.", and else 0; those with 1 first.
    """
    found: dict[tuple[int, Meaning], None] = {}
    for phrase, meaning in _lexicon().phrases[letters]:
        own = _own_gaps(phrase)
        printed = all(place in own and set(gap) <= {*" -", *own[place]} for place, gap in gaps)
        signed = phrase[-1] == sign
        if printed and (signed or phrase[-1] != "'"):
            found[int(signed), meaning] = None
    return tuple(sorted(found, key=lambda end: -end[0]))


def _sign_behind(tokens: Sequence[Token], at: int) -> str:
    """The point or apostrophe right behind ``tokens[at]``, if there is one."""
    if at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end and tokens[at + 1].text in (".", "'"):
        return tokens[at + 1].text
    return ""


class _Lexicon:
    """All phrases of all languages by their letters alone, without what stands between the words."""

    def __init__(self) -> None:
        phrases: dict[str, list[tuple[str, Meaning]]] = {}
        for language in languages():
            for table, key, listed in lines(language):
                by_value = table in BY_VALUE
                meaning = (
                    Meaning(table, key, language) if by_value else Meaning(f"{table}.{key}", None, language)
                )
                for phrase in dict.fromkeys(chain(*map(json.loads, printed_forms(listed)))):
                    letters = phrase if phrase.isalpha() else _letters(phrase) or phrase
                    phrases.setdefault(letters, []).append((phrase, meaning))
        self.phrases = phrases
        self._order = sorted(phrases)

    def goes_on(self, text: str) -> bool:
        """Whether a phrase begins with ``text``, or is it."""
        place = bisect_left(self._order, text)
        return place < len(self._order) and self._order[place].startswith(text)


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


# Where a typeface, a keyboard or capitals lack a letter, two may be printed: "GROSSE", "taeglich".
_LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe"}
_IN_TWO = {**_LIGATURES, "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}


def printed_forms(words: str) -> Iterable[str]:
    """The folded forms in which ``words`` of the lexicon may be printed.

    >>> list(printed_forms("Portionsgröße"))
    ['portionsgroße', 'portionsgrosse', 'portionsgroesse']
    """
    forms = [words]
    for letters in (_LIGATURES, _IN_TWO):
        other = words
        for letter, two in letters.items():
            other = other.replace(letter, two)
        forms.append(other)
    return map(fold, dict.fromkeys(forms))
