"""Misread words of the panel, mended where the vocabulary leaves no other reading ("Serviing", "tatlets").

A mended word is worth less: whatever is read from it is to be checked, unless the second reader agrees.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA, Hamming

from scanner.label.vocabulary import canonical_unit, fold, number_words
from scanner.page import Word

_SHORTEST = 6
_LONG = 8
"""Words from this length on may have two slips; shorter ones one, or two letters that were lost ("Servgs").

One letter less than the shortest is a word that lost one, be it the first: "botte", "ablet". The first letter of a
long word may be another: "lngredients", "Bervings".
"""
MENDED_CONFIDENCE = 0.8
_GLUED = re.compile(r"(?i)(?:(?<=magnesium)|(?<=[a-z]ate)|(?<=oxide))(?=\d)")
"""Where the gap between a name and its amount was lost: "Magnesium200 mg"."""
_SIZE = re.compile(r"(?i)\b(s[a-z]{5,7})(?=size\b)")
"""Where the gap before "size" was lost: "ServimgSize"."""
_BEFORE_SIZE = re.compile(r"(?i)\bs[a-z]{5,7}(?= size\b)")
"""What may be the word "serving", blurred: "Sonvina Size"."""
_RULE = re.compile(r"(?<![A-Za-z])[Il](?=S(?:erv|ERV))")
"""The rule between two statements, read as a letter: "IServings Per Container"."""
_SHAPES = (
    ("n", "rv"),
    ("m", "in"),
    ("m", "rn"),
    ("rn", "m"),
    ("ri", "n"),
    ("cl", "d"),
    ("vv", "w"),
    ("e", "c"),
    ("l", "t"),
    ("c", "g"),
)
"""Letters that look alike or run into one another, as read and as they were: "Sening", "eapsule", "lablet"."""
_ZEROS = "OoÒÓÔÖòóôö"
_ROUND = re.compile(rf"(?<![^\W_])\d[\d.,]{{0,8}}[{_ZEROS}][\d{_ZEROS}]{{0,8}}(?:(?!/|[^\W_])|(?=m?c?g\b))")
"""A figure whose zeros are read as letters: "6O", "15Omg"; not "5 o/o"."""
_MIXED = re.compile(r"(?<![\w.,/])([1-9])(?=1/[2348](?![\d/])|2/3(?![\d/])|3/[48](?![\d/]))")
"""The whole number of a mixed fraction whose blank was lost: "11/2"."""
_STROKES = ("i", "l")
_LETTERS = re.compile(r"[^\W\d_][\w]*[^\W\d_]")


@cache
def _tables() -> dict[str, list[str]]:
    return tomllib.loads(resources.files("scanner.label").joinpath("data/mending.toml").read_text("utf-8"))


@cache
def _known() -> frozenset[str]:
    return frozenset(_tables()["words"]) | frozenset(_tables()["left_alone"])


@cache
def _longest() -> int:
    """Letters of what may be a word of the table with two more than it has."""
    return max(map(len, _tables()["words"])) + 2


def mended(word: Word) -> Word:
    """``word`` with the slips of its panel words mended, and its confidence lowered where there were any.

    A gap that was lost before an amount is put back; that is no slip.
    """
    apart = _SIZE.sub(r"\1 ", _RULE.sub("| ", _GLUED.sub(" ", word.text)))
    figures = _MIXED.sub(r"\1 ", _ROUND.sub(lambda m: re.sub(f"[{_ZEROS}]", "0", m[0]), apart))
    text = _LETTERS.sub(lambda m: _mended_text(m[0]), _BEFORE_SIZE.sub(_serving, figures))
    if text == word.text:
        return word
    confidence = word.confidence if text == apart else min(word.confidence, MENDED_CONFIDENCE)
    return replace(word, text=text, confidence=confidence)


def mended_number(folded: str) -> str:
    """The number word that ``folded`` is but for one letter, where there is just one; else ``folded`` itself.

    For places where a quantity must stand; a lone stroke is the figure there.

    >>> mended_number("ore"), mended_number("two"), mended_number("per"), mended_number("i")
    ('one', 'two', 'per', '1')
    """
    if folded in _STROKES:
        return "1"
    numbers = _tables()["numbers"]
    near = [n for n in numbers if len(n) == len(folded) and Hamming.distance(n, folded) == 1]
    return near[0] if len(near) == 1 and folded not in number_words() else folded


def _serving(found: re.Match[str]) -> str:
    """The word "serving" where no more than three letters are others: before "size" nothing else is so near."""
    near = OSA.distance(fold(found[0]), "serving", score_cutoff=3) <= 3
    return "serving" if near and fold(found[0]) != "serving" else found[0]


@lru_cache(maxsize=65536)
def _mended_text(printed: str) -> str:
    words = _tables()["words"]
    folded = fold(printed)
    if not _SHORTEST - 1 <= len(folded) <= _longest() or folded in _known():
        return printed
    meant = {whole for whole in _reshaped(folded) if whole in words}
    if len(meant) == 1:
        return meant.pop()
    near = [
        (word, slips)
        for word, slips, _ in process.extract(folded, words, scorer=OSA.distance, score_cutoff=2, limit=None)
        if _may_be(folded, word, slips)
    ]
    least = [word for word, slips in near if slips == near[0][1]]
    units = {canonical_unit(word) for word in least}
    return str(least[0]) if len(least) == 1 or (len(units) == 1 and None not in units) else printed


def _may_be(folded: str, word: str, slips: int) -> bool:
    """Whether so many slips make ``folded`` of ``word``: letters lost, or one or two others in a long word."""
    lost = len(word) == len(folded) + slips
    if len(folded) < _SHORTEST:
        return lost and slips == 1
    if word[0] != folded[0]:
        misread = len(word) == len(folded) >= _LONG and word[1:] == folded[1:]
        return misread or (lost and slips == 1 and word.endswith(folded))
    return lost or slips == 1 or len(folded) >= _LONG


def _reshaped(folded: str) -> Iterator[str]:
    """The word with one of its shapes taken for the letters it may have been."""
    for seen, printed in _SHAPES:
        for found in re.finditer(seen, folded):
            yield folded[: found.start()] + printed + folded[found.end() :]
