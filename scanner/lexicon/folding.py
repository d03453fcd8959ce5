"""Text as it is compared: lower case, accents removed, letter for letter."""

from __future__ import annotations

import unicodedata

FRACTIONS = "½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚⅐⅑⅒"

# What Unicode does not take apart, or would take apart wrongly: "tablets™" is no "tabletst".
_SPECIAL = {
    **{letter: letter for letter in FRACTIONS + "™℠"},
    **dict(zip("łøæœđı×", "loaodix", strict=True)),
    **dict.fromkeys("µμ", "u"),
    **dict.fromkeys("’‘‛ʼ´`", "'"),
    **dict.fromkeys("—–‒―−‐‑", "-"),
    "⁄": "/",
}


def fold(text: str) -> str:
    """``text`` in lower case without accents, letter for letter: positions stay what they were.

    >>> fold("Magnésium: GRÖSSE, 375 µg, ½ Løg")
    'magnesium: grosse, 375 ug, ½ log'
    """
    return text.lower() if text.isascii() and "`" not in text else text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """The plain letter of each, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Plain()


def _plain(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if "가" <= letter <= "힣":
        return letter  # a syllable of Hangul is no letter with accents
    # "İ" is two letters in lower case, "ﬁ" is two in any; the first one stands for both.
    simpler = unicodedata.normalize("NFKD", letter.lower()[0])
    return simpler if simpler == letter else _plain(simpler[0])
