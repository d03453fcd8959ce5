"""Words with their weights: marked-up text, broken into lines, put on a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from samples.fonts import Weight, font

if TYPE_CHECKING:
    from PIL import ImageDraw

    from samples.blocks import Colour

Word = tuple[str, Weight]


class Print(NamedTuple):
    """A typeface at a size in pixels."""

    typeface: str
    size_px: int


MARKS: dict[str, Weight] = {"*": "bold", "_": "italic"}
# A lone asterisk is a footnote sign and stays, and so do two in a row and one behind a word; only a pair that hugs
# its words is a mark.
MARKED = re.compile(r"(?<![*\w])([*_])(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])")


def words_of(text: str, weight: Weight) -> list[Word]:
    """The words of a text with the weight of each: `*bold*` and `_italic_` marks are taken out.

    >>> words_of("*Magnesium* 24%*", "regular")
    [('Magnesium', 'bold'), ('24%*', 'regular')]
    """
    words: list[Word] = []
    end = 0
    glued = False
    for found in MARKED.finditer(text):
        words += _plain(text[end : found.start()], weight, words, glued=glued)
        words += _plain(found[2], MARKS[found[1]], words, glued=False)
        end = found.end()
        glued = True
    words += _plain(text[end:], weight, words, glued=glued)
    return words


def _plain(text: str, weight: Weight, before: list[Word], *, glued: bool) -> list[Word]:
    """The words of one piece; what follows a marked piece without a space joins its last word."""
    words: list[Word] = [(word, weight) for word in text.split()]
    if glued and words and before and not text[0].isspace():
        last, last_weight = before.pop()
        words[0] = (last + words[0][0], last_weight)
    return words


def wrap(words: list[Word], width_px: float, style: Print) -> list[list[Word]]:
    """Words broken into lines no wider than `width_px` (a single word may be wider)."""
    lines: list[list[Word]] = [[]]
    used = 0.0
    for word, weight in words:
        face = font(style.typeface, weight, style.size_px)
        if lines[-1] and used + face.getlength(word) > width_px:
            lines.append([])
            used = 0.0
        lines[-1].append((word, weight))
        used += face.getlength(word + " ")
    return lines


def line_width_px(line: list[Word], style: Print) -> float:
    """The width of words set on one line, in pixels."""
    if not line:
        return 0.0
    advances = [
        font(style.typeface, weight, style.size_px).getlength(word + " ") for word, weight in line[:-1]
    ]
    return sum(advances) + font(style.typeface, line[-1][1], style.size_px).getlength(line[-1][0])


def put_line(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    line: list[Word],
    style: Print,
    ink: Colour,
) -> float:
    """Where the line of words ends; they are drawn from `at`, the left end of the baseline."""
    x, baseline = at
    for word, weight in line:
        face = font(style.typeface, weight, style.size_px)
        draw.text((x, baseline), word, font=face, fill=ink, anchor="ls")
        x += face.getlength(word + " ")
    return x
