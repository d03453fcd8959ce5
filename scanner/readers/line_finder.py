"""Lines of print on a picture: a network draws where they run, and each run becomes a rectangle around it.

The network is PP-OCR's, trained with differentiable binarization (Liao and others, 2020): it shrinks each line before
it is drawn, so that lines do not touch, and the rectangle is grown again by as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import cv2
import numpy as np
import pyclipper
from numpy.typing import NDArray

from scanner.page import Image, Quad
from scanner.readers.tensor import tensor_of

MULTIPLE = 32
"""Sides of the picture are multiples of this."""
_DRAWN = 0.3
"""What is above this on the map is drawn."""
_SURE = 0.5
"""Mean of a run over its own shape: the box around a curved line is half empty."""
_THINNEST, _LOWEST = 3, 5
"""Pixels of a run as it is drawn, and of its rectangle once grown."""
_GROWTH = 1.6
_MOST = 1_000
"""Lines of one picture. A panel has some hundreds; each costs time afterwards."""
_BAND = 10
"""Pixels: lines that begin with less between them are side by side."""
_TOUCHING = np.ones((2, 2), np.uint8)


@dataclass(frozen=True, slots=True)
class Found:
    """The rectangles around lines, from the top down, and how many more there were than are looked at."""

    quads: tuple[Quad, ...]
    left_out: int


class LineFinder:
    """One finder network."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._input = session.get_inputs()[0].name

    def find(self, picture: Image) -> Found:
        """Where lines stand on ``picture``, whose sides are multiples of ``MULTIPLE``."""
        (maps,) = self._session.run(None, {self._input: tensor_of(picture)})
        return _found(maps[0, 0])


def _found(drawn: NDArray[np.float32]) -> Found:
    high, wide = drawn.shape
    runs = cv2.dilate((drawn > _DRAWN).astype(np.uint8), _TOUCHING)
    shapes, _ = cv2.findContours(runs, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = [quad for shape in shapes if (quad := _quad(shape, drawn, (wide, high)))]
    return Found(_from_the_top_down(quads)[:_MOST], max(0, len(quads) - _MOST))


def _from_the_top_down(quads: Sequence[Quad]) -> tuple[Quad, ...]:
    """Those that begin at about the same height from left to right."""
    falling = sorted(quads, key=lambda quad: quad[0][1])
    bands: list[list[Quad]] = []
    last = -inf
    for quad in falling:
        if quad[0][1] - last >= _BAND:
            bands.append([])
        bands[-1].append(quad)
        last = quad[0][1]
    return tuple(quad for band in bands for quad in sorted(band, key=lambda quad: quad[0][0]))


def _quad(shape: NDArray[Any], drawn: NDArray[np.float32], size: tuple[int, int]) -> Quad | None:
    """The rectangle around a run, at its full height again; None where the run is no line."""
    rectangle = cv2.minAreaRect(shape)
    a, b = rectangle[1]
    if min(a, b) < _THINNEST or _mean(shape, drawn) < _SURE:
        return None
    outline = pyclipper.PyclipperOffset()
    corners = cv2.boxPoints(rectangle).astype(np.int32)
    outline.AddPath(corners, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    grown = cv2.minAreaRect(
        np.array(outline.Execute(_GROWTH * a * b / (2 * (a + b))), np.int32).reshape(-1, 2)
    )
    if min(grown[1]) < _LOWEST:
        return None
    return _in_order(np.clip(np.round(cv2.boxPoints(grown)), 0, np.array(size) - 1))


def _mean(shape: NDArray[Any], drawn: NDArray[np.float32]) -> float:
    x, y, wide, high = cv2.boundingRect(shape)
    mask = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(mask, [shape - np.array([x, y])], 1)
    return float(cv2.mean(drawn[y : y + high, x : x + wide], mask)[0])


def _in_order(corners: NDArray[Any]) -> Quad:
    """Top left, top right, bottom right, bottom left: the two on the left, then the two on the right."""
    by_side = corners[np.argsort(corners[:, 0], kind="stable")]
    (a, d), (b, c) = (half[np.argsort(half[:, 1], kind="stable")] for half in (by_side[:2], by_side[2:]))
    return tuple((float(x), float(y)) for x, y in (a, b, c, d))  # type: ignore[return-value]
