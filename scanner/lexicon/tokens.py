"""Folded text in words, numbers and signs, each with its place."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from scanner.lexicon.folding import FRACTIONS

Kind = Literal["word", "number", "sign"]


class Token(NamedTuple):
    """One word, number or sign: ``folded[start:end]``."""

    start: int
    end: int
    kind: Kind
    text: str
    """The letters in between, without accents of their own and without signs that are not seen."""


# Soft hyphens, blanks of no width and accents that stand behind their letter: they part no word.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f"
_LETTER = rf"[^\W\d_{FRACTIONS}]"
_TOKEN = re.compile(
    rf"""
      (?P<number> \d+ (?:[.,']\d+)* [{FRACTIONS}]? | [{FRACTIONS}] )
    | (?P<word>   {_LETTER} (?: {_LETTER} | [{_INVISIBLE}] )* )
    | (?P<sign>   [^\s{_INVISIBLE}] )
    """,
    re.VERBOSE,
)
_NOT_SEEN = re.compile(f"[{_INVISIBLE}]+")


def tokens(folded: str) -> list[Token]:
    """The words, numbers and signs of ``folded`` text in order; blanks are what lies between them.

    A word is a run of letters. A number is a run of digits with the points, commas and apostrophes inside it, and a
    fraction right behind; what it is worth is not said here. Every other visible character is a sign of its own.

    >>> [token.text for token in tokens("vitamin b12: 1.250,5 mg (1½ x)")]
    ['vitamin', 'b', '12', ':', '1.250,5', 'mg', '(', '1½', 'x', ')']
    """
    matches = _TOKEN.finditer(folded)
    found = [Token(one.start(), one.end(), one.lastgroup, one.group()) for one in matches]  # type: ignore[arg-type]
    if folded.isascii() or _NOT_SEEN.search(folded) is None:
        return found
    return [one._replace(text=_NOT_SEEN.sub("", one.text)) for one in found]
