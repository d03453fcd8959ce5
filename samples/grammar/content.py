"""What one label says, part by part, with the truth of every statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from samples.truth import Column as TruthColumn
from samples.truth import Serving, Truth

if TYPE_CHECKING:
    from samples.grammar.figures import Number
    from samples.grammar.manner import Manner
    from samples.grammar.panel import Columns, Entry

Role = Literal["title", "front", "claim", "text", "small", "code"]


@dataclass(frozen=True)
class Words:
    """A part in running text; `role` decides how large it is set."""

    text: str
    role: Role = "text"


@dataclass(frozen=True)
class Panel:
    """The table. `above` and `below` are the lines in its frame, `prose` the words that lead it as a sentence.

    `short` is how a list says what its percentages are of: 'DV'.
    """

    title: str
    above: tuple[str, ...]
    name_head: str
    columns: Columns
    entries: tuple[Entry, ...]
    below: tuple[str, ...]
    short: str
    prose: str | None = None


Part = Words | Panel


@dataclass
class Facts:
    """What a label states, gathered while it is written; every list has the default answer first.

    `servings_per_day` is a number, or the lowest and the highest.
    """

    elemental_mg: list[Number] = field(default_factory=list)
    undecided_mg: list[Number] = field(default_factory=list)
    compound_mg: list[Number] = field(default_factory=list)
    compound_scored: bool = True
    percents: list[Number] = field(default_factory=list)
    forms: tuple[str, ...] = ()
    servings: list[Serving] = field(default_factory=list)
    serving_optional: bool = False
    per_container: int | None = None
    columns: list[TruthColumn] = field(default_factory=list)
    directions: str | None = None
    servings_per_day: Number | list[Number] | None = None
    net_count: int | None = None
    product: str | None = None

    def truth(self, market: str, *, front: bool, magnesium: bool) -> Truth:
        return Truth(
            market=market,
            front=front,
            magnesium=magnesium,
            elemental_mg=tuple(dict.fromkeys(self.elemental_mg)),
            elemental_or_undecided_mg=tuple(dict.fromkeys(self.undecided_mg)),
            compound_mg=tuple(dict.fromkeys(self.compound_mg)),
            percent_dv=tuple(dict.fromkeys(self.percents)),
            forms=self.forms,
            servings=tuple(self.servings),
            serving_optional=self.serving_optional,
            per_container=self.per_container,
            columns=tuple(self.columns),
            directions=self.directions,
            net_count=self.net_count,
            product=self.product,
        )


@dataclass(frozen=True)
class Content:
    """A label before it is set: its parts in order, how it speaks, and its truth."""

    seed: int
    manner: Manner
    parts: tuple[Part, ...]
    truth: Truth
    facts: Facts

    @property
    def panel(self) -> Panel | None:
        return next((part for part in self.parts if isinstance(part, Panel)), None)

    @property
    def used(self) -> frozenset[tuple[str, str, int]]:
        """The productions that made it: language, symbol and place."""
        return frozenset(self.manner.voice.used)
