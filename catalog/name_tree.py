"""The parts of a name as a tree of brackets, and what is known while it is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.name_parts import NamePart

_DEEPEST = 12  # brackets within brackets; hostile input nests deeper and is read flat from there


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stands between two brackets."""

    inside: list["NamePart | Bracket"]
    kind: str = "bracket"


Node = NamePart | Bracket


@dataclass(frozen=True, slots=True)
class Hit:
    """A form of magnesium with the part that names it; `certain` is False where the wording is loose."""

    part: NamePart
    certain: bool
    share: float | None = None
    variant: str = ""  # the precise form where a word beside the name tells it ("buffered")
    said: bool = True  # False where a food or raw material only stands beside the mineral


@dataclass(slots=True)
class Outcome:
    """What a text or a bracket names."""

    hits: list[Hit] = field(default_factory=list)
    bare: list[NamePart] = field(default_factory=list)  # salts that no mineral governs
    minerals: set[str] = field(default_factory=set)  # every mineral named
    alone: set[str] = field(default_factory=set)  # minerals named without a salt
    slips: list[NamePart] = field(default_factory=list)  # manganese salts in a magnesium bracket
    unknown_salts: list[NamePart] = field(default_factory=list)
    unread: list[NamePart] = field(default_factory=list)  # words where a salt of magnesium was expected
    traps: list[NamePart] = field(default_factory=list)
    qualities: list[str] = field(default_factory=list)  # of no form inside: "glycinate [buffered]"


@dataclass(slots=True)
class Item:
    """What is known of one member of a list so far."""

    run: list[NamePart] = field(default_factory=list)  # the mineral or minerals that govern what follows
    # Salts before their mineral, and whether a word nobody knows stands right before ("glucosamine sulfate").
    waiting: list[tuple[NamePart, bool]] = field(default_factory=list)
    acids: list[NamePart] = field(default_factory=list)
    adjectives: list[NamePart] = field(default_factory=list)  # "sea" in "sea magnesium"
    hints: list[NamePart] = field(default_factory=list)  # "Albion" in "Albion magnesium"
    hits: list[Hit] = field(default_factory=list)
    last: str = ""
    gap: int = 0
    share: float | None = None
    blocked: bool = False  # an amount stands between the mineral and what follows
    broken: bool = False  # a connector stands after the last mineral
    slash: bool = False
    legal: bool = False
    foreign: bool = False
    shared: bool = False
    words: int = 0
    unknown: list[NamePart] = field(default_factory=list)
    qualities: list[str] = field(default_factory=list)  # "buffered"
    names_magnesium: bool = False  # a trade name or phrase with the mineral inside

    def governs(self) -> str | None:
        for part in self.run:
            if part.entry.mineral == "magnesium":
                return "magnesium"
        return "other" if self.run else None


def tree(parts: Sequence[NamePart]) -> list[Node]:
    """The parts with brackets as nodes; brackets that are never opened or closed are forgiven."""
    top: list[Node] = []
    stack = [top]
    for part in parts:
        if part.kind == "open":
            if len(stack) <= _DEEPEST:
                bracket = Bracket([])
                stack[-1].append(bracket)
                stack.append(bracket.inside)
        elif part.kind == "close":
            if len(stack) > 1:
                stack.pop()
        else:
            stack[-1].append(part)
    return top
