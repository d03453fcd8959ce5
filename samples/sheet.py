"""The lines of a label set on a sheet, with the place of every word: to hold what a reader returns against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from samples.fonts import font, x_height_px
from samples.grammar.picture import has_letters
from samples.grammar.text import text_lines, wrapped
from samples.grammar.writer import draw_content
from samples.label import draw_look
from samples.lettering import Print, put_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from samples.optics import Picture

_WIDTH = 64
"""Letters of a line; what is longer goes on below."""
_CAPITALS = 0.25
"""So many labels are set in capitals."""
_CELL = re.compile(r"\t|  +")


@dataclass(frozen=True)
class DrawnWord:
    """A printed word: its line, and from where to where it goes on it, in pixels."""

    text: str
    line: int
    left: float
    right: float


@dataclass(frozen=True)
class Sheet:
    """A picture of lines of one height, the first of which begins at the top."""

    pixels: Picture
    words: tuple[DrawnWord, ...]
    line_px: int
    letters_px: float
    """The height of a lower-case x."""


def draw_sheet(seed: int, letters_px: float) -> Sheet:
    """The label of a seed line by line, in a typeface and colours of its own, its letters about this high."""
    rng = Random(f"sheet-{seed}")
    lines = [
        part
        for line in text_lines(draw_content(seed))
        if line.strip()
        for part in (wrapped(line, _WIDTH) if "\t" not in line else [line])
    ]
    if rng.random() < _CAPITALS:
        lines = [line.upper() for line in lines]
    look = draw_look(rng)
    while not has_letters(look.text_face, "".join(lines)):
        look = draw_look(rng)
    size_px = round(100 * letters_px / x_height_px(look.text_face, 100))
    face = font(look.text_face, "regular", size_px)
    style = Print(look.text_face, size_px)
    line_px = round(size_px * rng.uniform(1.25, 1.5))
    gap_px = 2.5 * size_px
    width = max(_set(line, face.getlength, gap_px)[1] for line in lines)
    page = Image.new("RGB", (round(width) + 2 * size_px, line_px * len(lines)), look.paper)
    pen = ImageDraw.Draw(page)
    words: list[DrawnWord] = []
    for number, line in enumerate(lines):
        for text, left in _set(line, face.getlength, gap_px)[0]:
            left_px = left + size_px
            put_line(pen, (left_px, line_px * number + size_px * 0.95), [(text, "regular")], style, look.ink)
            words.append(DrawnWord(text, number, left_px, left_px + face.getlength(text)))
    return Sheet(np.array(page, np.uint8), tuple(words), line_px, x_height_px(look.text_face, size_px))


def _set(line: str, length: Callable[[str], float], gap_px: float) -> tuple[list[tuple[str, float]], float]:
    """The words of a line with where each begins, and where the line ends."""
    placed: list[tuple[str, float]] = []
    left = 0.0
    for cell in _CELL.split(line):
        for word in cell.split():
            placed.append((word, left))
            left += length(word + " ")
        left += gap_px
    return placed, left
