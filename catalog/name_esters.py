"""Salts of esters: the anion of "lauryl sulfate" is no sulfate, and "ascorbyl phosphate" is a vitamin, no phosphate."""

from collections.abc import Sequence

from catalog.name_parts import NamePart
from catalog.name_words import SALT_KINDS, Entry

_ESTER = Entry("trap", meaning="the salt of an ester")
_BETWEEN = frozenset({"hyphen", "number", "prefix"})  # "laureth-9 sulfate"
_OF = frozenset({"of", "hyphen"})
_MOST = 20  # minerals, or radicals, one after the other in a name


def without_esters(parts: list[NamePart]) -> list[NamePart]:
    """`parts` with each magnesium salt of an ester as one part that is not taken for a source of magnesium."""
    if not any(_is_radical(part) for part in parts):
        return parts
    out: list[NamePart] = []
    index = 0
    while index < len(parts):
        end = _salt(parts, index)
        if end:
            first = parts[index]
            out.append(NamePart("trap", first.start, parts[end - 1].end, first.text, _ESTER))
        else:
            out.append(parts[index])
        index = end or index + 1
    return out


def _salt(parts: Sequence[NamePart], index: int) -> int:
    """The place behind the magnesium salt of an ester that begins at `index`, 0 where none does."""
    before = _is_magnesium(parts[index])
    if before:
        index = _behind(parts, index + 1, _BETWEEN)
        for _ in range(_MOST):  # "magnesium sodium lauryl sulfate"
            if index < len(parts) and parts[index].kind == "mineral" and not _is_radical(parts[index]):
                index = _behind(parts, index + 1, _BETWEEN)
    if not before and _is_radical(parts[index]):  # "ascorbyl magnesium phosphate"
        after = _behind(parts, index + 1, _BETWEEN)
        if after + 1 < len(parts) and _is_magnesium(parts[after]):
            anion = _behind(parts, after + 1, _BETWEEN)
            if anion < len(parts) and parts[anion].kind in SALT_KINDS:
                return anion + 1
    radical = index
    for _ in range(_MOST):
        if index < len(parts) and _is_radical(parts[index]):
            index = _behind(parts, index + 1, _BETWEEN)
    if index == radical or index >= len(parts) or parts[index].kind not in SALT_KINDS:
        return 0
    end = index + 1
    after = _behind(parts, end, _OF)
    if after < len(parts) and _is_magnesium(parts[after]):
        return after + 1  # "laurylsulfate de magnésium"
    return end if before else 0


def _behind(parts: Sequence[NamePart], index: int, kinds: frozenset[str]) -> int:
    while index < len(parts) and parts[index].kind in kinds:
        index += 1
    return index


def _is_radical(part: NamePart) -> bool:
    return part.kind == "mineral" and part.entry.meaning == "radical"


def _is_magnesium(part: NamePart) -> bool:
    return part.kind == "mineral" and part.entry.mineral == "magnesium"
