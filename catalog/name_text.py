"""Printed text → tokens with their place: accents, marks, amounts, percents, brackets and separators."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal[
    "word", "number", "amount", "percent", "open", "close", "separator", "slash", "hyphen", "colon", "stop"
]

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "®": "",
    "™": "",
    "©": "",
}

# Order matters: marks first so that "(R)" is no bracket, amounts before numbers, stops last.
# Chinese, Japanese and Korean letters, as folding leaves them: written without spaces, so that only the words of
# the tables tell where a name ends.
_UNSPACED = "\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff\uac00-\ud7a3"
_TOKEN = re.compile(
    rf"""
      (?P<mark>\((?:r|tm|sm|c)\)|[{{}}"'’`´“”*†‡§\#°^])
    | (?P<plain>[a-z]{{3,}}+(?![\w(|!$@]))              # most words: nothing below begins like them
    | (?P<amount>\d[\d.,]{{0,20}}\s?(?:mg|mcg|ug|µg|μg|g|kg|ml|iu|meq|mmol|tsp|oz)(?![^\W\d_]))
    | (?P<percent>\d[\d.,]{{0,20}}\s?%)
    | (?P<formula>mg\s?\((?:oh|hco3)\)\s?2)
    | (?P<ion>[^\W\d_]{{1,24}}+\(\d?[+-]\))
    | (?P<charged>(?:mg|ca|zn|fe|cu|mn)\s?\^?(?:2\s?\+|\+\s?2|\+\+)(?![^\W_]))
    | (?P<initials>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?)
    | (?P<number>\d+(?:[.,]\d+)*(?:\+|(?![^\W_])))
    | (?P<word>[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:[|!$@][^\W_{_UNSPACED}]+)*)
    | (?P<tie>;(?=\S))                                  # "magnesium;oxygen(2-)": a systematic name
    | (?P<open>[(\[<【「『〔])
    | (?P<close>[)\]>】」』〕])
    | (?P<separator>[,;•·●|&+\u2022、・]|\s[-–—]\s(?=[-–—]))
    | (?P<slash>[/\\])
    | (?P<hyphen>[-‐‑–—])
    | (?P<colon>[:=])
    | (?P<stop>[.!?](?=\s|$)|。)
    """,
    re.VERBOSE,
)


_UNSPACED_WORD = re.compile(f"[{_UNSPACED}]+")


def is_unspaced(word: str) -> bool:
    """Whether a folded word is of a script without spaces between words.

    >>> is_unspaced("氧化镁"), is_unspaced("magnesium")
    (True, False)
    """
    return not word.isascii() and _UNSPACED_WORD.fullmatch(word) is not None


class Token(NamedTuple):
    """A piece of text: `text` in small letters without accents; start and end are places in the original."""

    kind: Kind
    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    lower = character.lower()
    if lower in _LETTERS:
        return _LETTERS[lower]
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(c for c in plain if not unicodedata.combining(c))


def folded(text: str) -> tuple[str, list[int] | range]:
    """`text` in small letters without accents and marks, and for each character its place in `text`.

    >>> folded("Magnésium®")[0]
    'magnesium'
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    parts, places = [], []
    for place, character in enumerate(text):
        plain = _folded_character(character)
        parts.append(plain)
        places.extend([place] * len(plain))
    places.append(len(text))
    return "".join(parts), places


def tokens(text: str) -> list[Token]:
    """The tokens of `text` in order; what is neither word, number nor known punctuation is left out.

    >>> [token.text for token in tokens("Magnesium (as {Magnesium} Oxide®) 100 mg")]
    ['magnesium', '(', 'as', 'magnesium', 'oxide', ')', '100 mg']
    """
    plain, places = folded(text)
    found = []
    for match in _TOKEN.finditer(plain):
        group = match.lastgroup
        if group == "mark":
            continue
        start, end = match.span()
        piece = match.group()
        if group == "plain":
            group = "word"
        elif group == "initials":
            group, piece = "word", piece.replace(".", "")
        elif group in ("formula", "ion"):
            group, piece = "word", re.sub(r"[\s()+-]", "", piece)
        elif group == "charged":
            group, piece = "word", f"{piece[:2]}2"  # "Mg++" is Mg2+
        elif group == "tie":
            group = "hyphen"
        # `places` of the last character, not of the next: folding may have dropped characters between.
        found.append(Token(group, piece, places[start], places[end - 1] + 1))  # type: ignore[arg-type]
    return found
