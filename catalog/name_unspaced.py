"""Names written without spaces: which acid makes a salt with which metal in 柠檬酸镁 or グリシン酸マグネシウム.

A compound is known as a whole or not at all: 牛磺酸镁 is the taurate, 乙酰牛磺酸镁 is not, and what stands before the
metal and is not in the tables leaves the salt open.
"""

from collections.abc import Sequence
from dataclasses import replace

from catalog.name_parts import NamePart
from catalog.name_text import is_unspaced
from catalog.name_words import SALT_KINDS, Entry

_SALTS = SALT_KINDS | {"acid", "joined"}
_WORDS = _SALTS | {"modifier", "unknown", "trade", "bystander"}
_IONS = frozenset("塩盐鹽") | {"염"}


def composed(parts: list[NamePart], text: str) -> list[NamePart]:
    """`parts` of `text` with the metals of a compound before their salt, as the grammar reads them."""
    if text.isascii() or not any(is_unspaced(part.text) for part in parts):
        return parts
    out: list[NamePart] = []
    index = 0
    while index < len(parts):
        end = index
        while end < len(parts) and parts[end].kind in _WORDS and (end == index or _glued(parts, end, text)):
            end += 1
        if end == index or not any(is_unspaced(part.text) for part in parts[index:end]):
            out.append(parts[index])
            index += 1
            continue
        metals = end
        while metals < len(parts) and parts[metals].kind == "mineral" and _glued(parts, metals, text):
            metals += 1
        behind = index > 0 and parts[index - 1].kind == "mineral" and _glued(parts, index, text)
        loose = (
            index > 0
            and parts[index - 1].kind in ("unknown", "bystander")
            and is_unspaced(parts[index - 1].text)
        )
        out.extend(parts[end:metals])
        out.extend(_compound(parts[index:end], before=metals > end, behind=behind, loose=loose))
        index = metals
    return out


def _glued(parts: Sequence[NamePart], index: int, text: str) -> bool:
    """Whether a part follows the one before it without a space; Korean spaces a salt from its metal."""
    before, part = parts[index - 1], parts[index]
    if before.end == part.start:
        return is_unspaced(before.text) or is_unspaced(part.text)
    spaced = part.kind == "mineral" and before.kind in _SALTS and not text[before.end : part.start].strip()
    return spaced and all(is_unspaced(one.text) and _is_hangul(one.text) for one in (before, part))


def _is_hangul(word: str) -> bool:
    return "\u1100" <= word[0] <= "\u11ff"


def _compound(words: Sequence[NamePart], *, before: bool, behind: bool, loose: bool) -> list[NamePart]:
    """The words that stand `before` or `behind` a metal: the salt they name, or one unknown word.

    Alone, an acid stays an acid and a mere half of a name is no word.
    """
    salts = [word for word in words if word.kind in _SALTS]
    strange = any(word.kind in ("unknown", "bystander") for word in words)
    if salts and (strange or len(salts) > 1 or (before and behind)):
        return [words[0]._replace(kind="unknown", end=words[-1].end, entry=Entry("unknown"))]
    ion = before or any(word.text in _IONS for word in words)
    out: list[NamePart] = []
    for word in words:
        if word.kind == "acid" and ion:
            sure = replace(word.entry, certain=word.entry.certain and not loose)
            out.append(word._replace(kind="anion", entry=sure))
        elif word.kind == "joined":
            sure = replace(word.entry, certain=word.entry.certain and not loose)
            out.append(word._replace(kind="anion" if before else "unknown", entry=sure))
        else:
            out.append(word)
    return out
