"""Several minerals and their salts in the same order: "Calcium/Magnesium (as carbonate/oxide)"."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.name_parts import NamePart
from catalog.name_words import CONNECTORS, SALT_KINDS, vocabulary

_SALTS = SALT_KINDS | {"acid"}
_WITHIN_SALT = frozenset({"prefix", "hyphen", "modifier", "hint", "of"})
_LINKS = frozenset({"slash", "and", "separator"})


def paired(parts: Sequence[NamePart]) -> Sequence[NamePart]:
    """`parts` where each of several minerals has the salt in its place, and the others' salts are not magnesium's.

    Where the minerals and the salts are not equally many, every salt is doubtful.
    """
    if sum(part.kind == "mineral" for part in parts) < 2:
        return parts
    out: list[NamePart] = []
    index = 0
    while index < len(parts):
        minerals = _linked(parts, index, frozenset({"mineral"}))
        names = {parts[place].entry.mineral for place in minerals}
        salts = _salts(parts, minerals) if len(minerals) > 1 and "magnesium" in names else []
        if len(salts) < 2:
            out.append(parts[index])
            index += 1
            continue
        # Without what links them the minerals are one head that governs the bracket.
        out.extend(parts[place] for place in minerals)
        for place in range(minerals[-1] + 1, salts[-1] + 1):
            out.append(parts[place])
            if place in salts:
                mineral = minerals[salts.index(place)] if len(minerals) == len(salts) else None
                out[-1] = replace(parts[place], standing=_standing(parts, mineral))
        index = salts[-1] + 1
    return out


def _standing(parts: Sequence[NamePart], mineral: int | None) -> str:
    if mineral is None:
        return "doubtful"
    return "" if parts[mineral].entry.mineral == "magnesium" else "denied"


def _linked(parts: Sequence[NamePart], index: int, kinds: frozenset[str]) -> list[int]:
    """The places of the parts of these kinds that begin at `index`, each linked to the next."""
    places: list[int] = []
    while index < len(parts):
        passing = _WITHIN_SALT | CONNECTORS if places and "mineral" not in kinds else frozenset()
        while index < len(parts) and parts[index].kind in passing:
            index += 1
        if index >= len(parts) or parts[index].kind not in kinds:
            break
        places.append(index)
        index += 1
        links = index
        while index < len(parts) and (parts[index].kind in _LINKS or parts[index].text in vocabulary().joining):
            index += 1
        if index == links:
            break
    return places


def _salts(parts: Sequence[NamePart], minerals: list[int]) -> list[int]:
    """The places of the salts listed behind the minerals, [] where no such list follows."""
    slash = any(parts[place].kind == "slash" for place in range(minerals[0], minerals[-1]))
    joining = vocabulary().joining
    listed = slash or any(
        parts[place].kind == "and" or parts[place].text in joining for place in range(minerals[0], minerals[-1])
    )
    start = minerals[-1] + 1
    opened, said = False, False
    while start < len(parts) and parts[start].kind in (*_WITHIN_SALT, "open", *CONNECTORS):
        opened = opened or parts[start].kind == "open"
        said = said or parts[start].kind in CONNECTORS
        start += 1
    if not listed or start >= len(parts):
        return []
    salts = _linked(parts, start, _SALTS)
    if len(salts) < 2 or any(part.kind == "mineral" for part in _rest(parts, salts[-1] + 1, opened=opened)):
        return []
    slashed = any(parts[place].kind == "slash" for place in range(salts[0], salts[-1]))
    if said or slash == slashed:
        return salts if opened or said or slash else []
    return []


def _rest(parts: Sequence[NamePart], index: int, *, opened: bool) -> Sequence[NamePart]:
    """What still stands in the bracket behind the salts: their own minerals, perhaps."""
    end = index
    while opened and end < len(parts) and parts[end].kind != "close":
        end += 1
    return parts[index:end]
