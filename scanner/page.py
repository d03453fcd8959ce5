"""What an engine saw: words with their place on the upright photo."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""Height x width x 3, RGB, 8 bit."""

Box: TypeAlias = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels of the upright photo."""

Point: TypeAlias = tuple[float, float]
Quad: TypeAlias = tuple[Point, Point, Point, Point]
"""Corners in reading order: top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text that an engine returned as one piece; often several printed words."""

    text: str
    quad: Quad
    confidence: float
    """0 to 1, the engine's own."""

    @property
    def left(self) -> Point:
        """The middle of the left edge."""
        return _middle(self.quad[0], self.quad[3])

    @property
    def right(self) -> Point:
        """The middle of the right edge."""
        return _middle(self.quad[1], self.quad[2])

    @property
    def height(self) -> float:
        top_left, top_right, bottom_right, bottom_left = self.quad
        return max(1.0, (_distance(top_left, bottom_left) + _distance(top_right, bottom_right)) / 2)

    @property
    def width(self) -> float:
        return max(1.0, _distance(self.left, self.right))

    @property
    def box(self) -> Box:
        xs, ys = [p[0] for p in self.quad], [p[1] for p in self.quad]
        return (int(min(xs)), int(min(ys)), ceil(max(xs)), ceil(max(ys)))


@dataclass(frozen=True, slots=True)
class Page:
    """All words of one reading, and which engine read them."""

    words: tuple[Word, ...]
    size: tuple[int, int]
    """Width and height of the upright photo in pixels."""
    reader: str


def union(boxes: list[Box]) -> Box:
    """The smallest box around all of ``boxes`` (at least one)."""
    if len(boxes) == 1:
        return boxes[0]
    left, top, right, bottom = zip(*boxes, strict=True)
    return (min(left), min(top), max(right), max(bottom))


def _middle(a: Point, b: Point) -> Point:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _distance(a: Point, b: Point) -> float:
    if a[1] == b[1]:  # drawn labels and texts are level; numpy takes ten times as long for one number
        return abs(a[0] - b[0])
    if a[0] == b[0]:
        return abs(a[1] - b[1])
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))
