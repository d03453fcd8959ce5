"""Printed numbers: what "1.250", "10 000", "0,375" and "1 1/2" may mean.

A point, a comma, a blank or an apostrophe parts groups of three figures in one country and decimals in another. Where
both are possible both are given, the likelier by the language first: a percentage beside it may tell.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 20
"""Characters of a number. What is longer is a barcode or no print."""

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,'’ \u00a0\u202f])\d{3})(?:\1\d{3})*")
"""Thousands in groups of three, all parted by the same sign. A leading zero never groups."""
_DECIMAL = re.compile(r"(?<!\d)\d+[.,]\d+")
_GROUPED_DECIMAL = re.compile(r"[1-9]\d{0,2}(?:([.,'’ \u00a0\u202f])\d{3})(?:\1\d{3})*(?!\1)[.,]\d+")
_FRACTION = re.compile(r"(?:(\d{1,3})\s+)?(\d{1,3})\s?/\s?(\d{1,3})")
_GLYPH = re.compile(r"(\d{1,3})?\s?([½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚])")

DECIMAL_COMMA = frozenset({"de", "fr", "es", "it", "pl", "nl", "pt", "sv", "da", "no", "cs", "id"})
"""Languages that part decimals with a comma and thousands with a point or a blank."""


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: what it may be, the likeliest first. More than one value is a doubt."""

    values: tuple[float, ...]

    @property
    def value(self) -> float:
        """The likeliest."""
        return self.values[0]


@lru_cache(maxsize=4096)
def number(printed: str, *, decimal_comma: bool = False) -> Number | None:
    """What ``printed`` may mean, None where it is no number.

    >>> number("1,000").values, number("1,000", decimal_comma=True).values
    ((1000.0, 1.0), (1.0, 1000.0))
    >>> number("0.375").values, number("1 1/2").values, number("10 000").values, number("1.234,5").values
    ((0.375,), (1.5,), (10000.0,), (1234.5,))
    """
    text = printed.strip()
    if not text or len(text) > LONGEST:
        return None
    if text.isascii() and text.isdigit():
        return Number((float(text),))
    if found := _GLYPH.fullmatch(text):
        return Number((float(found[1] or 0) + unicodedata.numeric(found[2]),))
    if found := _FRACTION.fullmatch(text):
        whole, top, bottom = (int(part or 0) for part in found.groups())
        return Number((whole + top / bottom,)) if 0 < top < bottom else None
    if _GROUPED_DECIMAL.fullmatch(text):
        return Number((_plain(text[: max(text.rfind("."), text.rfind(","))], text),))
    values = []
    if found := _GROUPED.fullmatch(text):
        values.append(float(_digits(text)))
    if _DECIMAL.fullmatch(text):
        values.append(float(text.replace(",", ".")))
    if len(values) > 1 and (text.count(",") == 1) == decimal_comma:
        values.reverse()  # the sign that parts decimals in this language
    return Number(tuple(values)) if values else None


def _plain(whole: str, text: str) -> float:
    """The value of a number whose decimals begin behind ``whole``."""
    return float(_digits(whole) + "." + text[len(whole) + 1 :])


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
