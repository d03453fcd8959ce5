"""Several minerals and their salts in the same order: "Calcium/Magnesium (as carbonate/oxide)"."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from catalog.name_parts import NamePart
from catalog.name_words import CONNECTORS, SALT_KINDS, vocabulary

_SALTS = SALT_KINDS | {"acid"}
_WITHIN_SALT = frozenset({"prefix", "hyphen", "modifier", "hint", "of"})
_MINERAL = frozenset({"mineral"})
_LINKS = frozenset({"slash", "and", "separator"})
_MOST_LINKED = 40
"""Minerals or salts in one row of them; bounded, so that a long text is read in time that grows with it."""


def paired(parts: Sequence[NamePart]) -> Sequence[NamePart]:
    """`parts` where each of several minerals has the salt in its place, and the others' salts are not magnesium's.

    Where the minerals and the salts are not equally many, every salt is doubtful. Commas alone do not tell whether
    the salts are those of all minerals or of the last ("Calcium, Magnesium (as carbonate, oxide)"), nor do minerals
    that only follow each other: there the salts are loose.
    """
    if sum(part.kind == "mineral" for part in parts) < 2:
        return parts
    out: list[NamePart] = []
    index = 0
    while index < len(parts):
        minerals = _linked(parts, index, _MINERAL) if parts[index].kind == "mineral" else []
        names = {parts[place].entry.mineral for place in minerals}
        salts = _salts(parts, minerals) if len(minerals) > 1 and "magnesium" in names else []
        if len(salts) < 2:
            out.append(parts[index])
            index += 1
            continue
        listed = bool(_links(parts, minerals) & {"slash", "and"})
        if not listed and len(minerals) != len(salts):
            out.append(parts[index])  # "Zinc, Magnesium (as oxide, citrate, malate)"
            index += 1
            continue
        certain = listed and len(minerals) == len(salts)
        # Without what links them the minerals are one head that governs the bracket.
        out.extend(parts[place] for place in (minerals if listed else range(minerals[0], minerals[-1] + 1)))
        for place in range(minerals[-1] + 1, salts[-1] + 1):
            out.append(parts[place])
            if place in salts:
                mineral = minerals[salts.index(place)] if certain else None
                standing = _standing(parts, mineral) if listed else "loose"
                out[-1] = parts[place]._replace(standing=standing)
        index = salts[-1] + 1
    return out


def _standing(parts: Sequence[NamePart], mineral: int | None) -> str:
    if mineral is None:
        return "doubtful"
    return "" if parts[mineral].entry.mineral == "magnesium" else "denied"


def _linked(parts: Sequence[NamePart], index: int, kinds: frozenset[str]) -> list[int]:
    """The places of the parts of these kinds that begin at `index`, each linked to the next; minerals need no link."""
    places: list[int] = []
    while index < len(parts) and len(places) < _MOST_LINKED:
        passing = _WITHIN_SALT | CONNECTORS if places and "mineral" not in kinds else frozenset()
        while index < len(parts) and parts[index].kind in passing:
            index += 1
        if index >= len(parts) or parts[index].kind not in kinds:
            break
        places.append(index)
        index += 1
        links = index
        while index < len(parts) and (
            parts[index].kind in _LINKS or parts[index].text in vocabulary().joining
        ):
            index += 1
        if index == links and not (
            index < len(parts) and parts[index].kind == "mineral" and "mineral" in kinds
        ):
            break
    return places


def _salts(parts: Sequence[NamePart], minerals: list[int]) -> list[int]:
    """The places of the salts listed behind the minerals, [] where no such list follows."""
    start = minerals[-1] + 1
    opened, said = False, False
    while start < len(parts) and parts[start].kind in (*_WITHIN_SALT, "open", *CONNECTORS):
        opened = opened or parts[start].kind == "open"
        said = said or parts[start].kind in CONNECTORS
        start += 1
    salts = _linked(parts, start, _SALTS)
    if len(salts) < 2 or any(part.kind == "mineral" for part in _rest(parts, salts[-1] + 1, opened=opened)):
        return []
    links, others = _links(parts, minerals), _links(parts, salts)
    if not links and not said:
        return []  # "Calcium Magnesium (Citrate/Malate)": one salt of both
    if "slash" in links:
        return salts if said or "slash" in others else []
    return salts if said or (opened and "slash" not in others) else []


def _links(parts: Sequence[NamePart], places: Sequence[int]) -> set[str]:
    """The kinds of what links the parts at these places."""
    between = parts[places[0] : places[-1]]
    return {
        "and" if part.text in vocabulary().joining else part.kind
        for part in between
        if part.kind != "mineral"
    }


def _rest(parts: Sequence[NamePart], index: int, *, opened: bool) -> Iterator[NamePart]:
    """What still stands in the bracket behind the salts: their own minerals, perhaps."""
    behind = (parts[place] for place in range(index, len(parts) if opened else index))
    return takewhile(lambda part: part.kind != "close", behind)
