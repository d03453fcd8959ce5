"""What a label is made of: texts, rules, tables and boxes, before anything is drawn.

Lengths are in em: one em is the size of the label's body text. Inside a text `*...*` sets bold and
`_..._` italic letters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from samples.fonts import Weight

Colour = tuple[int, int, int]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Look:
    """Typefaces and colours of one label."""

    text_face: str
    title_face: str
    paper: Colour
    ink: Colour
    panel_paper: Colour
    panel_ink: Colour
    accent: Colour
    accent_ink: Colour
    border_em: float = 0.12
    thick_em: float = 0.42
    line_height: float = 1.22
    row_rules: bool = True
    stripes: bool = False
    cells_at: Literal["first", "last"] = "first"

    def on_panel(self) -> Look:
        """The look inside the panel's box."""
        return replace(self, paper=self.panel_paper, ink=self.panel_ink)

    def on_accent(self) -> Look:
        """The look on a band of the accent colour."""
        return replace(self, paper=self.accent, ink=self.accent_ink)


@dataclass(frozen=True)
class Text:
    text: str
    size_em: float = 1.0
    weight: Weight = "regular"
    align: Align = "left"
    accent: bool = False
    title: bool = False


@dataclass(frozen=True)
class Title:
    """A line made as large as its box allows, up to `most_em`."""

    text: str
    most_em: float = 3.2
    align: Align = "left"
    accent: bool = False


@dataclass(frozen=True)
class Spread:
    """Two texts on one line, the second at the right edge."""

    left: str
    right: str
    size_em: float = 1.0
    weight: Weight = "regular"


@dataclass(frozen=True)
class Rule:
    thickness_em: float = 0.05
    accent: bool = False


@dataclass(frozen=True)
class Space:
    height_em: float = 0.5


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[str, ...] = ()
    indent: int = 0
    rule: bool = True


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    header: Row | None = None
    leaders: bool = False
    header_accent: bool = False
    size_em: float = 1.0


@dataclass(frozen=True)
class Box:
    blocks: tuple[Block, ...]
    border: bool = True
    padding_em: float = 0.5
    panel: bool = True
    width: float = 1.0


@dataclass(frozen=True)
class Band:
    """Blocks on a stripe of the accent colour, over the whole width."""

    blocks: tuple[Block, ...]
    padding_em: float = 0.5


@dataclass(frozen=True)
class Beside:
    columns: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]
    gap_em: float = 0.8
    divider: bool = False


@dataclass(frozen=True)
class Seals:
    """Round marks with a short text each."""

    texts: tuple[str, ...]
    size_em: float = 4.2


@dataclass(frozen=True)
class Barcode:
    digits: str
    height_em: float = 3.0


Block = Text | Title | Spread | Rule | Space | Table | Box | Band | Beside | Seals | Barcode
