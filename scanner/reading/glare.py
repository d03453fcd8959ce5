"""Where a lamp or a flash has washed the print out: a bright patch in which even the ink fades away."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.page import Box, Image
from scanner.reading.shapes import dark_shapes

_WORKING_SIDE = 1000
_SATURATED = 250
"""The sensor can count no further: all three colours are at this level or above."""
_LETTER_PX = 9
"""So wide is a small letter in the working picture: where a window of this size is saturated, no ink is left."""
_LEAST_AREA = 0.0015
"""Of the photo: some letters; less hides no word."""
_ROUNDNESS = 0.5
"""Of the patch within its hull: glare is a blob or a stripe, empty paper runs around the print."""
_EDGE_PX = (2, 6)
"""The ring around a patch in which the ink comes back."""
_INK_PALER = 75
"""Glare fades: in that ring the ink is paler than farther off. Beside an empty field of paper it is as dark at once."""
_INK_AT_LEAST = 80
"""Print that the light has spared right beside the patch was not under it."""
_LABEL_AT_MOST = 225
"""The paper around is darker than the patch. White paper that is saturated all over is not glare."""
_NEAR_LETTERS = 8
"""So many letter-like shapes stand around a patch that lies on print."""

Gray = NDArray[np.uint8]


def glare_patches(image: Image) -> tuple[Box, ...]:
    """The boxes, in pixels of ``image``, of bright patches that hide print, largest first; () where there are none.

    A patch is saturated, fades into ink and paper that are darker, and has letters around it. White labels, white
    fields, white letters and white backgrounds are none of that.
    """
    longest = max(image.shape[:2])
    scale = min(1.0, _WORKING_SIDE / longest)
    small = image
    if scale < 1.0:
        high, wide = (max(1, round(side * scale)) for side in image.shape[:2])
        small = np.asarray(cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
    light = np.ascontiguousarray(small.min(axis=2))
    window = np.ones((_LETTER_PX, _LETTER_PX), np.uint8)
    # A single bright or dark pixel is noise; then the darkest of each window: ink where there is any.
    darkest = np.asarray(cv2.erode(cv2.medianBlur(light, 3), window), np.uint8)
    count, places, stats, _ = cv2.connectedComponentsWithStats(
        np.asarray(darkest >= _SATURATED, np.uint8), connectivity=8
    )
    patches = [place for place in range(1, count) if stats[place][4] >= _LEAST_AREA * light.size]
    if not patches:
        return ()
    letters = _letters(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8))
    found: list[tuple[int, Box]] = []
    for place in patches:
        x, y, width, height, area = (int(value) for value in stats[place])
        box = (x, y, x + width, y + height)
        if _at_the_edge(box, light.shape) or not _near(letters, box):
            continue
        reach = _reach(area)
        x0, y0, x1, y1 = _grown(box, 2 * reach + 2, light.shape)
        patch = np.asarray(places[y0:y1, x0:x1] == place, np.uint8)
        if _is_blob(patch, area) and _fades(patch, darkest[y0:y1, x0:x1], light[y0:y1, x0:x1], reach):
            found.append((area, _enlarged(_grown(box, _LETTER_PX // 2, light.shape), scale)))
    return tuple(box for _, box in sorted(found, reverse=True))


def _letters(gray: Gray) -> NDArray[np.float64]:
    """Middles (x, y) of the letter-like shapes, dark on light or light on dark."""
    found = []
    for side in (gray, 255 - gray):
        shapes, middles = dark_shapes(np.asarray(side, np.uint8), 25, 14)
        _, _, width, height, area = shapes.T
        like = (height >= 5) & (height < 80) & (width < 2 * height) & (width > 0.15 * height)
        like &= area > 0.15 * width * height
        found.append(middles[like])
    return np.asarray(max(found, key=len), np.float64)


def _at_the_edge(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether the patch runs out of the picture, as a background does."""
    margin = _LETTER_PX // 2 + 1
    return min(box[:2]) < margin or box[2] > shape[1] - margin or box[3] > shape[0] - margin


def _reach(area: int) -> int:
    """The radius of a disc of this area: so far from the patch the label should be itself again."""
    return max(14, round(math.sqrt(area / math.pi)))


def _is_blob(patch: Gray, area: int) -> bool:
    outlines, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.contourArea(cv2.convexHull(outline)) + len(outline) / 2  # its own line counts half
    return area >= _ROUNDNESS * hull


def _fades(patch: Gray, darkest: Gray, light: Gray, reach: int) -> bool:
    away = cv2.distanceTransform(1 - patch, cv2.DIST_L2, 5)
    at_the_edge = (away >= _EDGE_PX[0]) & (away <= _EDGE_PX[1])
    farther_off = (away >= reach) & (away <= 2 * reach)
    if not at_the_edge.any() or not farther_off.any():
        return False
    spared, pale = np.percentile(darkest[at_the_edge], (10, 25))
    ink = np.percentile(darkest[farther_off], 10)
    return bool(
        pale - ink >= _INK_PALER
        and spared >= _INK_AT_LEAST
        and np.median(light[farther_off]) <= _LABEL_AT_MOST
    )


def _near(letters: NDArray[np.float64], box: Box) -> bool:
    x0, y0, x1, y1 = box
    reach = max(40, (x1 - x0) // 2, (y1 - y0) // 2)
    inside = (letters[:, 0] > x0 - reach) & (letters[:, 0] < x1 + reach)
    inside &= (letters[:, 1] > y0 - reach) & (letters[:, 1] < y1 + reach)
    return int(inside.sum()) >= _NEAR_LETTERS


def _grown(box: Box, by: int, shape: tuple[int, ...]) -> Box:
    x0, y0, x1, y1 = box
    return max(0, x0 - by), max(0, y0 - by), min(shape[1], x1 + by), min(shape[0], y1 + by)


def _enlarged(box: Box, scale: float) -> Box:
    x0, y0, x1, y1 = (round(value / scale) for value in box)
    return x0, y0, x1, y1
