"""Misread words of the panel, mended where the vocabulary leaves no other reading ("Serviing", "tatlets").

A mended word is worth less: whatever is read from it is to be checked, unless the second reader agrees.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scanner.label.vocabulary import fold
from scanner.page import Word

_SHORTEST = 6
_LONG = 8
"""Words from this length on may have two slips; shorter ones one, or two letters that were lost ("Servgs")."""
MENDED_CONFIDENCE = 0.8
_GLUED = re.compile(r"(?i)(?:(?<=magnesium)|(?<=[a-z]ate)|(?<=oxide))(?=\d)")
"""Where the gap between a name and its amount was lost: "Magnesium200 mg"."""
_RULE = re.compile(r"(?<![A-Za-z])[Il](?=S(?:erv|ERV))")
"""The rule between two statements, read as a letter: "IServings Per Container"."""
_SHAPES = (("n", "rv"), ("m", "in"), ("m", "rn"), ("rn", "m"), ("ri", "n"), ("cl", "d"), ("vv", "w"))
"""Letters that run into one another, as they are read and as they were: "Sening", "Servmgs"."""
_LETTERS = re.compile(r"[^\W\d_][\w]*[^\W\d_]")


@cache
def _table() -> tuple[tuple[str, ...], frozenset[str]]:
    table = tomllib.loads(resources.files("scanner.label").joinpath("data/mending.toml").read_text("utf-8"))
    return tuple(table["words"]), frozenset(table["words"]) | frozenset(table["left_alone"])


def mended(word: Word) -> Word:
    """``word`` with the slips of its panel words mended, and its confidence lowered where there were any.

    A gap that was lost before an amount is put back; that is no slip.
    """
    apart = _RULE.sub("| ", _GLUED.sub(" ", word.text))
    text = _LETTERS.sub(lambda m: _mended_text(m[0]), apart)
    if text == word.text:
        return word
    confidence = word.confidence if text == apart else min(word.confidence, MENDED_CONFIDENCE)
    return replace(word, text=text, confidence=confidence)


@cache
def _mended_text(printed: str) -> str:
    words, known = _table()
    folded = fold(printed)
    if len(folded) < _SHORTEST or folded in known:
        return printed
    meant = {whole for whole in _reshaped(folded) if whole in words}
    if len(meant) == 1:
        return meant.pop()
    near = [
        (word, slips)
        for word, slips, _ in process.extract(folded, words, scorer=OSA.distance, score_cutoff=2, limit=None)
        if slips == 1 or len(folded) >= _LONG or len(word) == len(folded) + slips
    ]
    if not near or (len(near) > 1 and near[1][1] == near[0][1]) or near[0][0][0] != folded[0]:
        return printed
    return str(near[0][0])


def _reshaped(folded: str) -> Iterator[str]:
    """The word with one of its shapes taken for the letters it may have been."""
    for seen, printed in _SHAPES:
        for found in re.finditer(seen, folded):
            yield folded[: found.start()] + printed + folded[found.end() :]
