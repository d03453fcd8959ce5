"""Which phrases of the lexicon begin at a token, in all languages at once."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

from scanner.lexicon.files import languages, lines
from scanner.lexicon.folding import fold
from scanner.lexicon.misreading import AS_NEAR, Spellings, nearest
from scanner.lexicon.tokens import Token

BY_VALUE = frozenset({"unit", "mass", "nutrient", "number", "plant"})
"""The tables whose keys are what a word stands for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean in one language."""

    kind: str
    """The table and the list, "serving.size"; of the tables of ``BY_VALUE`` the table alone, "unit"."""
    value: str | None
    """The key in such a table, "capsule"; otherwise None."""
    language: str
    repaired: bool = False
    """Whether a word was taken for another one than was read."""


def phrases_at(tokens: Sequence[Token], index: int) -> list[tuple[int, Meaning]]:
    """The phrases that begin at ``tokens[index]``: how many tokens each takes and what it means, the longest first.

    Blanks and hyphens between the words of a phrase may be missing, doubled, one for the other or underscores; its
    points and apostrophes may be missing, but for an apostrophe at its end: "d'" is no "d". Blanks inside of its words
    are not passed over. Any blank counts, a tab too: hand in the tokens of one cell where cells matter.

    >>> from scanner.lexicon.tokens import tokens
    >>> phrases_at(tokens("servings percontainer: 30"), 0)[0]
    (2, Meaning(kind='container.per', value=None, language='en', repaired=False))
    """
    if index >= len(tokens) or not _may_begin(tokens[index].text):
        return []
    lexicon = _lexicon()
    found: list[list[tuple[int, Meaning]]] = []
    readings: list[_Reading] = [("", (), False)]
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
        begun = readings
        readings = list(lexicon.longer(begun, gap, token.text, spellings(token.text)))
        if not readings and at >= index + _BEGUN and not any(text in lexicon.phrases for text, _, _ in begun):
            readings = list(lexicon.longer(begun, gap, token.text, near_words(token.text)))
        if not readings:
            break
        gap = ""
        complete = [reading for reading in readings if reading[0] in lexicon.phrases]
        if complete:
            sign = _sign_behind(tokens, at)
            ends: Iterable[tuple[int, Meaning]] = _ends(*complete[0], sign)
            if len(complete) > 1:
                ends = dict.fromkeys(end for reading in complete for end in _ends(*reading, sign))
                if not all(end[1].repaired for end in ends):  # what is printed goes before what may be meant
                    ends = [end for end in ends if not end[1].repaired]
            found.append([(at - index + 1 + more, meaning) for more, meaning in ends])
    return [each for longer in reversed(found) for each in longer]


@lru_cache(maxsize=65_536)
def spellings(word: str) -> tuple[str, ...]:
    """The words of the lexicon that a printed ``word`` may be: itself, and where it is unknown, what is near."""
    return (word, *_spellings().meant(word))


def known_words() -> frozenset[str]:
    """Every word of the lexicon, folded, and its phrases without their blanks."""
    return _spellings().words


@lru_cache(maxsize=65_536)
def near_words(word: str) -> tuple[str, ...]:
    """The other words of the lexicon that ``word`` is near to, though it may be an ordinary word or one of them."""
    return _spellings().near(word)


LONGEST_SHORT = 4
"""Letters of a word that is told by what stands beside it."""
_FARTHEST_SHORT = {2: 0.45, 3: 1.0}
_STROKES = ("i", "l")


@lru_cache(maxsize=4096)
def unit_meant(word: str) -> tuple[Meaning, ...]:
    """The unit of an amount that an unknown short ``word`` may mean, where one has to stand.

    >>> {meaning.value for meaning in unit_meant("rng")}
    {'mg'}
    """
    found = _short(word, "mass", lambda letters, meaning: letters == str(meaning.value).lower())
    return found if len({meaning.value for meaning in found}) == 1 else ()


@lru_cache(maxsize=4096)
def number_meant(word: str) -> tuple[Meaning, ...]:
    """The numbers that a short ``word`` may mean, where one has to stand, the nearest of each language first.

    >>> [meaning.value for meaning in number_meant("ore") if meaning.language == "en"]
    ['1']
    """
    if word in _STROKES:
        return _short("one", "number", lambda letters, _: letters == "one")
    return _short(word, "number", lambda letters, _: len(letters) == len(word), as_near=LONGEST_SHORT)


def _short(
    word: str, table: str, fits: Callable[[str, Meaning], bool], as_near: float = AS_NEAR
) -> tuple[Meaning, ...]:
    if len(word) < 2:
        return ()
    meanings: dict[str, list[Meaning]] = {}
    for letters, listed in _lexicon().phrases.items():
        if len(letters) <= LONGEST_SHORT:
            for _, meaning in listed:
                if meaning.kind == table and fits(letters, meaning):
                    meanings.setdefault(letters, []).append(replace(meaning, repaired=True))
    near = nearest(word, list(meanings), _FARTHEST_SHORT[min(len(word), 3)], as_near)
    return tuple(meaning for letters in near for meaning in meanings[letters])


@cache
def _spellings() -> Spellings:
    """The words of all phrases, and the phrases as one word: blanks between them may be lost."""
    lexicon = _lexicon()
    printed = "\n".join(phrase for listed in lexicon.phrases.values() for phrase, _ in listed)
    glued = (letters for letters in lexicon.phrases if letters.isalpha() and len(letters) >= _LEAST_GLUED)
    return Spellings({*_WORD.findall(printed), *glued})


_LEAST_GLUED = 11
"""Letters of a phrase without its blanks that a word may be near to: "percapsule" is no misread "per kapsel"."""


_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=65_536)
def _may_begin(word: str) -> bool:
    """Whether a phrase may begin with a printed word, or with what stands between words."""
    return word in _BETWEEN or any(_lexicon().goes_on(spelling) for spelling in spellings(word))


# What may be missing between the words of a phrase, and the most of it that is passed over.
_BETWEEN = frozenset("-.'_")
_GAP = re.compile(r"[ \-.']+")
_LONGEST_GAP = 4

_BEGUN = 2
"""Of so many words or more the beginning of a phrase tells the rest, be it an ordinary word: "servings per battle"."""

_Gaps = tuple[tuple[int, str], ...]
"""What stands between words, and behind how many letters of the phrase."""
_Reading = tuple[str, _Gaps, bool]
"""The letters of a phrase as far as it was read, the gaps in it, and whether a word was repaired."""


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
def _ends(letters: str, gaps: _Gaps, repaired: bool, sign: str) -> tuple[tuple[int, Meaning], ...]:
    """What the phrases of these ``letters`` mean that may be printed with these ``gaps``.

    Each with 1 where the ``sign`` right behind belongs to it, as in "approx.", and else 0; those with 1 first.
    """
    found: dict[tuple[int, Meaning], None] = {}
    for phrase, meaning in _lexicon().phrases[letters]:
        own = _own_gaps(phrase)
        printed = all(place in own and set(gap) <= {*" -_", *own[place]} for place, gap in gaps)
        signed = phrase[-1] == sign
        if printed and (signed or phrase[-1] != "'"):
            found[int(signed), replace(meaning, repaired=True) if repaired else meaning] = None
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
        self.goes_on = lru_cache(maxsize=65_536)(self._goes_on)
        """Whether a phrase begins with a text, or is it; labels are full of the same words."""

    def _goes_on(self, text: str) -> bool:
        place = bisect_left(self._order, text)
        return place < len(self._order) and self._order[place].startswith(text)

    def longer(
        self, readings: Iterable[_Reading], gap: str, word: str, spellings: Iterable[str]
    ) -> Iterator[_Reading]:
        """The readings with one of the ``spellings`` of the next ``word`` behind them, as far as phrases go on so."""
        for text, gaps, repaired in readings:
            for spelling in spellings:
                if self.goes_on(longer := text + spelling):
                    yield longer, (*gaps, (len(text), gap)) if gap else gaps, repaired or spelling != word


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
