"""Numbers with letters in them, as they were printed: "6O", "l20 mg", "400 m9"."""

from __future__ import annotations

import re

# Each puts one sign for another, so that every place in the text stays what it is.
_ZEROS = re.compile(r"(?<![^\W_])\d[\d.,]{0,8}o[\do]{0,8}(?:(?![/\w])|(?=m?c?g\b))")
"""The zeros of a figure: "6o", "15omg"; not "5 o/o", "h2o" or "5 oz"."""
_ONE = re.compile(r"(?<=\d)[il|](?=\d)|(?<![\w.,|])[il|](?=\d{1,4}\s?(?:m?c?g\b|%))")
"""A one inside of a figure, or before it where its unit follows: "2l0", "i20 mg"."""
_GRAMS = re.compile(r"(\d\s?mc?)9(?!\w)")
"""The unit behind a figure: "400 m9"."""

_BOTH = re.compile(r"\d[.,]?[oil|\d]{0,9}[oil|]|[il|]\d|mc?9")
"""Without a letter beside a figure nothing has to be done."""


def with_figures(folded: str) -> str:
    """Folded text with figures where letters were read in a number, letter for letter.

    >>> with_figures("6o capsules, 15omg, l20 mg, 400 m9; h2o, 5 oz")
    '60 capsules, 150mg, 120 mg, 400 mg; h2o, 5 oz'
    """
    if not _BOTH.search(folded):
        return folded
    zeros = _ZEROS.sub(lambda found: found[0].replace("o", "0"), folded)
    return _GRAMS.sub(r"\1g", _ONE.sub("1", zeros))
