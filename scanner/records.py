"""What a scan returns: every value with its text, its place on the photo, its state and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar

from scanner.page import Box, Page
from scanner.panel.record import Panel

State = Literal["sure", "check", "missing"]
"""*sure*: may be used without asking. *check*: shown with the crop and the reason. *missing*: not read."""

Doubt = Literal["reading", "meaning"]
Basis = Literal["elemental", "compound", "undecided"]
Kind = Literal["supplement", "drug", "topical"]
PanelRead = Literal["whole", "part", "none"]
"""*whole*: from its head to its end, every row with its figure, or a list of all ingredients. *part*: some of it was
not read, or its figures contradict each other. *none*: no panel and no such list was read."""
PANEL_ORDER: tuple[PanelRead, ...] = ("whole", "part", "none")
"""The best first. Of several looks or photos the best counts: one of the whole panel tells all, while two of its halves
may leave out a row between them."""
Status = Literal["read", "check", "no_magnesium", "not_a_label", "unreadable"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One value read from the label, with its evidence."""

    value: T | None
    text: str | None
    """As printed."""
    box: Box | None
    """Where, in pixels of the upright photo."""
    state: State
    reason: str
    """Why it has this state, in words for the person who reads it."""
    doubt: Doubt | None = None
    """What a *check* is about: the letters, which a second reader may settle, or what they mean."""

    def doubted(self, reason: str, doubt: Doubt = "meaning") -> Field[T]:
        """The same value, to be checked because of ``reason``."""
        if self.state == "missing":
            return self
        return replace(self, state="check", reason=reason, doubt=doubt)

    def in_plain_blanks(self) -> Field[T]:
        """The same value; its text and reason with single blanks."""
        text = None if self.text is None else " ".join(self.text.split())
        reason = " ".join(self.reason.split())
        if text == self.text and reason == self.reason:
            return self
        return replace(self, text=text, reason=reason)

    def confirmed(self, reason: str) -> Field[T]:
        """The same value, sure because of ``reason``."""
        return replace(self, state="sure", reason=reason, doubt=None)


def missing(reason: str) -> Field[Any]:
    """A field that was not read."""
    return Field(None, None, None, "missing", reason)


@dataclass(frozen=True, slots=True)
class Serving:
    """What one serving is: so many of a unit, and its weight where printed."""

    quantity: float
    unit: str
    weight_g: float | None = None
    piece: str | None = None
    """What one of the unit is, where the label says it more closely: "effervescent tablet" for a tablet."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a panel with several: its header and what the magnesium row says there."""

    header: str
    elemental_mg: float | None
    percent_dv: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one photo says about one product."""

    elemental_mg: Field[float]
    """Printed elemental magnesium of one serving, in mg, default column."""
    compound_mg: Field[float]
    """Weight of the magnesium compound where that is printed."""
    percent_dv: Field[float]
    forms: Field[tuple[str, ...]]
    serving: Field[Serving]
    per_container: Field[float]
    servings_per_day: Field[float]
    basis: Basis
    servings_per_day_high: float | None = None
    """The upper end where the directions give a range."""
    estimate_mg: tuple[float, float] | None = None
    """Low and high elemental mg when only a compound weight is printed."""
    columns: tuple[Column, ...] = ()
    net_count: Field[float] = field(default_factory=lambda: missing("no piece count was found"))
    brand: Field[str] = field(default_factory=lambda: missing("no brand was found"))
    name: Field[str] = field(default_factory=lambda: missing("no product name was found"))
    kind: Kind = "supplement"
    seals: tuple[str, ...] = ()
    """Named test schemes printed on this side; none seen says nothing about the other sides."""
    co_ingredients: Mapping[str, float | None] = field(default_factory=dict)
    """Other nutrients of interest and their mg per serving, None without an amount. What is not among them is not in
    the product only where ``panel_read`` is "whole"."""
    panel_read: PanelRead = "none"
    """How much was read of what lists the product's contents."""
    language: str | None = None
    """Of most of its words, as two letters: "en"; None where none of them tells."""
    market: str | None = None
    """Whose reference values its percentages are of, "US" or "EU"; None where that is not told."""
    panel: Panel | None = None
    """Every row of the panel, as a table; None where none was read."""
    findings: tuple[str, ...] = ()
    """What else the numbers say, such as a denser source mixed in."""
    page: Page | None = field(default=None, compare=False, repr=False)
    """What it was read from, to explain it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The outcome for one photo, read or not."""

    photo: str
    status: Status
    reason: str | None
    facts: Facts | None
    flags: tuple[Mapping[str, Any], ...]
    reader: str
    seconds: float
    size: tuple[int, int] | None = None
    """Width and height of the upright photo the boxes refer to."""
    sha256: str | None = None
    turned: int = 0
    """Degrees clockwise, 0, 90, 180 or 270, that the photo was turned because of its text."""
