"""The words of panels in seven languages, ready to search with; the words are in ``data/panel_words.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from catalog.units import units


@cache
def _tables() -> dict[str, Any]:
    text = resources.files("scanner.label").joinpath("data/panel_words.toml").read_text("utf-8")
    return tomllib.loads(text)


def fold(text: str) -> str:
    """``text`` in lower case without accents, letter for letter: positions stay what they were.

    >>> fold("Magnésium: GRÖSSE")
    'magnesium: grosse'
    """
    return text.lower() if text.isascii() else text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """The plain letter of each, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Plain()


def _plain(letter: str) -> str:
    if letter in "½¼¾⅓⅔⅛":
        return letter
    special = {
        "ł": "l",
        "⁄": "/",
        "Ł": "l",
        "µ": "u",
        "μ": "u",
        "’": "'",
        "‘": "'",
        "\u00a0": " ",
        "—": "-",
        "–": "-",
        "：": ":",
    }
    if letter in special:
        return special[letter]
    base = unicodedata.normalize("NFKD", letter)
    lowered = base[0].lower() if base else letter
    return lowered if len(lowered) == 1 else lowered[0]


def _loose(expression: str) -> str:
    # Readers lose the blanks between words and find blanks that are not there.
    return expression.replace(" ", r"\s{0,3}")


@cache
def words(kind: str) -> re.Pattern[str]:
    """What finds any expression of the table ``kind`` in folded text, the longest expression first."""
    expressions = sorted(_tables()[kind], key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(_loose(e) for e in expressions) + ")")


@cache
def unit_expression() -> str:
    """One expression for every unit a serving is counted in."""
    forms = sorted((f for forms in _tables()["units"].values() for f in forms), key=len, reverse=True)
    return "(?:" + "|".join(_loose(f) for f in forms) + ")(?![a-z])"


@cache
def _unit_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_loose(form) + r"(?![a-z])"), unit)
        for unit, forms in _tables()["units"].items()
        for form in forms
    )


@cache
def canonical_unit(folded: str) -> str | None:
    """The singular English unit of a printed one, ``None`` when it is no unit.

    >>> canonical_unit("veggie caps"), canonical_unit("kapseln"), canonical_unit("mg")
    ('capsule', 'capsule', None)
    """
    folded = folded.strip()
    for pattern, unit in _unit_patterns():
        if pattern.fullmatch(folded):
            return unit
    return None


@cache
def _piece_patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        piece: re.compile(r"(?<![a-z])(?:" + "|".join(map(_loose, forms)) + ")")
        for piece, forms in _tables()["pieces"].items()
    }


def closer_piece(unit: str, folded: str) -> str | None:
    """What a piece counted as ``unit`` is by the words of ``folded`` text, where that says it more closely.

    >>> closer_piece("tablet", "1 effervescent tablet"), closer_piece("capsule", "effervescent tablets")
    ('effervescent tablet', None)
    """
    return next(
        (
            piece
            for piece, pattern in _piece_patterns().items()
            if units()[piece].counted_as == unit and pattern.search(folded)
        ),
        None,
    )


@cache
def number_words() -> dict[str, str]:
    """Number words as expressions, and the figure each stands for ("2", "1/2")."""
    return {form: figure for figure, forms in _tables()["numbers"].items() for form in forms}


@cache
def serving_headers() -> tuple[str, ...]:
    """Expressions with ``{q}`` (quantity and unit) or ``{u}`` (unit alone) still to be filled in."""
    return tuple(_loose(e) for e in _tables()["serving_header"])
