"""A label before it is photographed: its blocks, its look and its truth."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from samples.blocks import Block, Colour, Look
from samples.fonts import DATA, x_height_px
from samples.panel import Pen, draw_blocks

if TYPE_CHECKING:
    from random import Random

    from samples.truth import Truth

Picture = npt.NDArray[np.uint8]

TEXT_FACES = (
    "arimo", "arimo", "arimo", "archivo_narrow", "roboto", "roboto_semi_condensed", "roboto_condensed",
    "open_sans", "open_sans_condensed", "libre_franklin", "montserrat", "barlow_condensed", "pt_sans_narrow",
    "source_serif",
)  # fmt: skip
TITLE_FACES = ("archivo_black", "archivo_black", "libre_franklin", "arimo", "roboto", "oswald", "montserrat")


@dataclass(frozen=True)
class Label:
    """`width_em` is how many em wide the flat label is: few for a large print, many for a small one."""

    blocks: tuple[Block, ...]
    width_em: float
    look: Look
    truth: Truth
    margin_em: float = 1.0

    def draw(self, em_px: float) -> Picture:
        """The flat label as an RGB array, one em being `em_px` pixels."""
        pen = Pen(self.look, em_px)
        margin = pen.px(self.margin_em)
        content = draw_blocks(self.blocks, round(self.width_em * em_px) - 2 * margin, pen)
        flat = np.empty((content.height + 2 * margin, content.width + 2 * margin, 3), np.uint8)
        flat[:] = self.look.paper
        flat[margin : margin + content.height, margin : margin + content.width] = np.asarray(content)
        return flat

    def x_height_px(self, em_px: float) -> float:
        """The height of the body text's lower-case x when one em is `em_px` pixels."""
        return x_height_px(self.look.text_face, 100) * em_px / 100


@functools.cache
def palettes() -> tuple[dict[str, object], ...]:
    with (DATA / "palettes.toml").open("rb") as file:
        return tuple(tomllib.load(file)["palette"])


def _colour(value: object) -> Colour:
    if not isinstance(value, list) or len(value) != 3:
        raise TypeError(f"palettes.toml: {value!r} is not [red, green, blue]")
    red, green, blue = (int(part) for part in value)
    return red, green, blue


def draw_look(rng: Random, *, dark: bool | None = None) -> Look:
    """Typefaces and colours of one label; `dark` asks for (or forbids) light letters on a dark ground."""
    fitting = [palette for palette in palettes() if dark is None or bool(palette.get("dark")) == dark]
    palette = rng.choice(fitting)
    return Look(
        text_face=rng.choice(TEXT_FACES),
        title_face=rng.choice(TITLE_FACES),
        paper=_colour(palette["paper"]),
        ink=_colour(palette["ink"]),
        panel_paper=_colour(palette["panel_paper"]),
        panel_ink=_colour(palette["panel_ink"]),
        accent=_colour(palette["accent"]),
        accent_ink=_colour(palette["accent_ink"]),
        border_em=rng.choice((0.06, 0.1, 0.16)),
        thick_em=rng.choice((0.25, 0.4, 0.55)),
        line_height=rng.choice((1.12, 1.2, 1.3)),
        row_rules=rng.random() < 0.7,
        stripes=False,
        cells_at=rng.choice(("first", "first", "last")),
    )
