"""A line longer than the networks take is cut where no letter stands, and its pieces are read one after the other.

The memory of a reader network grows with the square of a line's width. Printed lines have a blank between two words
every dozen letters, so that a cut hardly ever goes through one; where it has to, the letters at the seam are doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scanner.page import Image
from scanner.readers.line_network import LINE_HEIGHT, Letters

LONGEST = 40 * LINE_HEIGHT
"""Pixels: some hundred and fifty letters of ordinary print."""
_EARLIEST = 0.6
"""A piece is at least this much of the longest."""
_BLANK = 0.15
"""Of the height of a line: ground as wide as this parts two words."""
_EVEN = 0.3
"""Where no letter stands the pixels of a column differ by less than this much of what they do in print."""
_MIDDLE = slice(LINE_HEIGHT // 4, -LINE_HEIGHT // 4)
"""Every letter stands in these rows; rules and the lines above and below do not."""
_SEAM_DOUBT = 0.5
"""The confidence in the letters beside a cut through print, at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line and how its end was found: " " for a blank between words, "" for a cut through print."""

    line: Image
    seam: str | None
    """None at the end of the line."""


def cut_to_length(line: Image) -> list[Piece]:
    """The pieces of a line ``LINE_HEIGHT`` high, from left to right, none wider than ``LONGEST``."""
    pieces = []
    while line.shape[1] > LONGEST:
        at, seam = _cut(line[:, :LONGEST])
        pieces.append(Piece(line[:, :at], seam))
        line = line[:, at:]
    return [*pieces, Piece(line, None)]


def _cut(line: Image) -> tuple[int, str]:
    """Where to cut: in the middle of the widest blank, else at the column with the least print."""
    gray = line[_MIDDLE].mean(axis=2)
    unevenness = gray.max(axis=0) - gray.min(axis=0)
    first = int(_EARLIEST * line.shape[1])
    window = unevenness[first:]
    blank = np.concatenate([[0], (window <= _EVEN * np.median(unevenness)).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(blank)).reshape(-1, 2)
    widths = edges[:, 1] - edges[:, 0]
    if widths.size and widths.max() >= _BLANK * LINE_HEIGHT:
        return first + int(edges[widths.argmax()].mean()), " "
    return first + int(window.argmin()), ""


def put_together(read: Sequence[tuple[Letters, str | None]]) -> Letters:
    """The letters of a line out of those of its pieces, each with its seam."""
    text = ""
    confidences: list[float] = []
    doubtful = False
    for letters, seam in read:
        own = list(letters.confidences)
        if doubtful and own:
            own[0] = min(own[0], _SEAM_DOUBT)
        doubtful = seam == ""
        if doubtful and own:
            own[-1] = min(own[-1], _SEAM_DOUBT)
        text += letters.text + (seam or "")
        confidences += [*own, *([1.0] if seam else [])]
    return Letters(text, tuple(confidences))
