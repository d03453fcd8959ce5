"""How large the letters of a picture are, before anything is read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.page import Image
from scanner.reading.shapes import dark_shapes

_WORKING_SIDE = 2000
_SMALL_SIDE = 1000
_FEWEST = 20
"""Fewer letter-like shapes than this say nothing."""


def letter_height(image: Image) -> float | None:
    """The median height in pixels of the letter-like shapes, dark on light or light on dark; ``None`` if few."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    longest = max(gray.shape)
    scale = _WORKING_SIDE / longest if longest > _WORKING_SIDE else 2.0 if longest < _SMALL_SIDE else 1.0
    if scale != 1.0:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        wide, high = (max(1, round(side * scale)) for side in gray.shape[::-1])  # a thin picture stays one
        gray = cv2.resize(gray, (wide, high), interpolation=how)
    heights = max((_heights(np.asarray(g, np.uint8)) for g in (gray, 255 - gray)), key=len)
    return float(np.median(heights)) / scale if len(heights) > _FEWEST else None


def _heights(gray: NDArray[np.uint8]) -> NDArray[np.int32]:
    _, _, width, height, area = dark_shapes(gray, 31, 12)[0].T
    box = width * height
    letter = (height >= 6) & (height < 120) & (width > 0.15 * height) & (width < 1.6 * height)
    letter &= (area > 0.15 * box) & (area < 0.85 * box)
    return np.asarray(height[letter], np.int32)
