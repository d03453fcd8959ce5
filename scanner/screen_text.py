"""Text from labels and file names as it may be put on a screen: nothing in it can act, all of it can be seen."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal obeys or hides: control, bidi and zero-width characters, line separators."""


def visible(text: str) -> str:
    r"""``text`` with every character that would act, or not be seen, written as its escape.

    >>> visible("200 mg\x1b[31m \u202e")
    '200 mg\\x1b[31m \\u202e'
    """
    if text.isprintable():  # none of these categories, and no tab: nearly every text
        return text
    # A tab stands between the cells of a printed row.
    return "".join(_escaped(c) if unicodedata.category(c) in _UNSEEN else c for c in text.replace("\t", " "))


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def storable(name: str) -> str:
    r"""A file name as text that every JSON reader takes: bytes that are no UTF-8 are written as escapes.

    >>> storable("caf\udce9.jpg")
    'caf\\udce9.jpg'
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
