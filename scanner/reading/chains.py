"""Short pieces of text lines, found as chains of letter-like shapes: they follow a curve that whole lines hide.

A line on a bottle is an arc. The box around it has one slope; its letters, ten at a time, have many. Nothing is
read here, so it is cheap, and it is done before anything is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.page import Image, Quad, Word
from scanner.reading.shapes import dark_shapes

_LETTER_PX = 14.0
"""Letters are brought to about this height first."""
_LONGEST_SIDE = 2400
_FEWEST = 6
"""A chain of fewer letters may be anything."""
_PIECE, _STEP = 10, 4
"""Slopes are taken over this many letters, every so many letters."""
_OVERLAP, _REACH, _RISE = 0.3, 1.1, 0.55
"""How far the next letter may begin before and behind the end of one, and stand above or below it, in letter sizes."""


@dataclass(frozen=True)
class _Shapes:
    left: NDArray[np.float64]
    top: NDArray[np.float64]
    width: NDArray[np.float64]
    height: NDArray[np.float64]


def line_pieces(image: Image, letter_px: float, longest_side: int = _LONGEST_SIDE) -> list[Word]:
    """Pieces of lines of ``image`` as words without text, for letters of about ``letter_px`` pixels.

    ``longest_side`` bounds the copy that is searched, and with it the time and the smallest letters seen.
    """
    scale = min(_LETTER_PX / letter_px, 2.0, longest_side / max(image.shape[:2]))
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if abs(scale - 1) > 0.05:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        wide, high = (max(1, round(side * scale)) for side in gray.shape[::-1])  # a thin picture stays one
        gray = cv2.resize(gray, (wide, high), interpolation=how)
    size = letter_px * scale
    by_polarity = [_pieces(_shapes(np.asarray(g, np.uint8), size), size) for g in (gray, 255 - gray)]
    most = max(len(p) for p in by_polarity)
    # Dark on light and light on dark may both be there; a handful of chains beside hundreds is noise.
    return [
        _word(piece, size, scale) for pieces in by_polarity if len(pieces) > 0.15 * most for piece in pieces
    ]


def _shapes(gray: NDArray[np.uint8], size: float) -> _Shapes:
    block = int(size * 2) | 1
    left, top, width, height, area = dark_shapes(gray, max(block, 3), 10)[0].T.astype(np.float64)
    longer = np.maximum(width, height)
    letter = (longer > 0.5 * size) & (longer < 2.6 * size) & (area > 0.08 * width * height)
    letter &= np.minimum(width, height) > 0.12 * size
    order = np.argsort(left[letter], kind="stable")
    return _Shapes(left[letter][order], top[letter][order], width[letter][order], height[letter][order])


def _pieces(shapes: _Shapes, size: float) -> list[tuple[float, float, float, float]]:
    """x0, y0, x1, y1 of the base lines of all pieces of all chains."""
    found = []
    for chain in _chains(shapes, size):
        for start in range(0, len(chain) - _FEWEST + 1, _STEP):
            part = chain[start : start + _PIECE]
            found.append(_base_line(shapes, np.array(part)))
    return found


def _chains(shapes: _Shapes, size: float) -> list[list[int]]:
    following: dict[int, int] = {}
    taken: set[int] = set()
    for shape, neighbour in _neighbours(shapes, size):
        if shape not in following and neighbour not in taken:
            following[shape] = neighbour
            taken.add(neighbour)
    chains = []
    for head in sorted(following.keys() - taken):
        chain = [head]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        if len(chain) >= _FEWEST:
            chains.append(chain)
    return chains


def _neighbours(shapes: _Shapes, size: float) -> list[tuple[int, int]]:
    """Each shape with every one that may be the next letter of its line: from left to right, the likeliest first."""
    right = shapes.left + shapes.width
    middle, bottom = shapes.top + shapes.height / 2, shapes.top + shapes.height
    pairs = np.concatenate([_near(shapes.left, right, height, size) for height in (middle, bottom)])
    one, other = np.divmod(np.unique(pairs), max(1, len(right)))
    gap = shapes.left[other] - right[one]
    rise = np.minimum(np.abs(middle[other] - middle[one]), np.abs(bottom[other] - bottom[one]))
    ratio = shapes.height[other] / shapes.height[one]
    fits = (gap > -_OVERLAP * size) & (rise < _RISE * size) & (ratio > 0.45) & (ratio < 2.2)
    one, other, cost = one[fits], other[fits], (np.abs(gap) + 1.5 * rise)[fits]
    order = np.lexsort((other, cost, one))
    return list(zip(one[order].tolist(), other[order].tolist(), strict=True))


def _near(
    left: NDArray[np.float64], right: NDArray[np.float64], height: NDArray[np.float64], size: float
) -> NDArray[np.intp]:
    """Pairs of shapes of which the second begins where the first ends, in the same or the next band of ``height``.

    A pair is one number: the first shape times the count of all, plus the second.
    """
    wide = float(right.max(initial=0.0)) + 4 * size
    band = np.floor(height / (_RISE * size))
    place = band * wide + left
    order = np.argsort(place)
    places = place[order]
    found = []
    for step in (-1, 0, 1):
        start = (band + step) * wide + right
        low = np.searchsorted(places, start - _OVERLAP * size)
        count = np.searchsorted(places, start + _REACH * size) - low
        one = np.repeat(np.arange(len(left)), count)
        other = order[np.arange(count.sum()) + np.repeat(low - np.cumsum(count) + count, count)]
        found.append((one * len(left) + other)[other > one])
    return np.concatenate(found)


def _base_line(shapes: _Shapes, part: NDArray[np.intp]) -> tuple[float, float, float, float]:
    x = shapes.left[part] + shapes.width[part] / 2
    y = shapes.top[part] + shapes.height[part]
    slope, start = _fitted(x, y)
    off = np.abs(y - (slope * x + start))
    close = off <= 2.5 * np.median(off) + 0.5  # letters with tails hang below the line
    if close.sum() >= 4:
        slope, start = _fitted(x[close], y[close])
    return float(x[0]), float(slope * x[0] + start), float(x[-1]), float(slope * x[-1] + start)


def _fitted(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and start of the line nearest to the points: ``np.polyfit`` in a twentieth of its time, for thousands."""
    from_middle = x - x.mean()
    slope = float(from_middle @ y / max(from_middle @ from_middle, 1e-9))
    return slope, float(y.mean() - slope * x.mean())


def _word(piece: tuple[float, float, float, float], size: float, scale: float) -> Word:
    x0, y0, x1, y1 = (v / scale for v in piece)
    tall = size / scale
    quad: Quad = ((x0, y0 - tall), (x1, y1 - tall), (x1, y1), (x0, y0))
    return Word("", quad, 1.0)
