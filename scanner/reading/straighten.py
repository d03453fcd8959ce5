"""The slope of the text lines at every point of the photo, and the picture made level along it.

Labels sit on bottles: lines climb at one side, fall at the other, and are steeper near the shoulder than
at the foot. The slope is modelled as a smooth field ``a + bx + cy + dx^2 + exy`` fitted to the slopes of the
words; integrating it along x gives each point a *level*, the height its line has where x is zero. Words of
one printed line share one level whatever the bottle does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.page import Box, Image, Point, Word

Floats = NDArray[np.float64]

_STEEPEST = 0.8
"""Slopes beyond this are stray words, not lines."""
_RIDGE = 0.0005
_OUTLIER_SLOPE = 0.03
_MUCH_SMALLER = 0.6
_BAND = 512
"""Rows that are made level at once."""
_GRID = 16
"""The map is computed on every 16th pixel and interpolated: the field is smooth."""


@dataclass(frozen=True, slots=True)
class SlopeField:
    """Coefficients of the field around a centre, in units of ``unit`` pixels."""

    coefficients: tuple[float, float, float, float, float]
    centre: Point
    unit: float

    def slope(self, point: Point) -> float:
        """Rise per pixel to the right at ``point`` (y grows downwards)."""
        a, b, c, d, e = self.coefficients
        x, y = (point[0] - self.centre[0]) / self.unit, (point[1] - self.centre[1]) / self.unit
        return a + b * x + c * y + d * x * x + e * x * y

    def level(self, point: Point) -> float:
        """The height, in pixels, that the line through ``point`` has at the centre column."""
        a, b, c, d, e = self.coefficients
        x, y = (point[0] - self.centre[0]) / self.unit, (point[1] - self.centre[1]) / self.unit
        rise = a * x + b * x * x / 2 + c * x * y + d * x**3 / 3 + e * x * x * y / 2
        return point[1] - self.unit * rise

    @property
    def bend(self) -> float:
        """How far from level lines run, as the largest slope within one unit of the centre."""
        cx, cy = self.centre
        u = self.unit / 2
        corners = [(cx + i * u, cy + j * u) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        return max(abs(self.slope(p)) for p in corners)

    def misfit(self, words: Sequence[Word]) -> float:
        """The median difference between the slopes of ``words`` and the field."""
        return float(np.median([abs(_slope_of(w) - self.slope(_middle(w))) for w in words]))


LEVEL = SlopeField((0.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0), 1.0)
"""The field of a page whose lines already run level."""


def fit_slopes(words: Sequence[Word]) -> SlopeField:
    """The slope field of ``words``, robust against stray ones; ``LEVEL`` when there is nothing to fit."""
    long_words = [w for w in words if w.width > 3 * w.height]
    samples = [w for w in long_words if abs(_slope_of(w)) < _STEEPEST]
    if not samples:
        return LEVEL
    centre = (
        float(np.mean([(w.left[0] + w.right[0]) / 2 for w in words])),
        float(np.mean([w.left[1] for w in words])),
    )
    unit = float(max(np.ptp([w.left[0] for w in words]), np.ptp([w.right[0] for w in words]), 1.0))
    slopes = np.array([_slope_of(w) for w in samples])
    if not slopes.any():  # a text, or a drawn label: there is nothing to fit
        return SlopeField(LEVEL.coefficients, centre, unit)
    if len(samples) < 4:
        return SlopeField((float(np.median(slopes)), 0.0, 0.0, 0.0, 0.0), centre, unit)
    return SlopeField(_robust_fit(samples, slopes, centre, unit), centre, unit)


def _robust_fit(
    samples: Sequence[Word], slopes: Floats, centre: Point, unit: float
) -> tuple[float, float, float, float, float]:
    x = np.array([((w.left[0] + w.right[0]) / 2 - centre[0]) / unit for w in samples])
    y = np.array([((w.left[1] + w.right[1]) / 2 - centre[1]) / unit for w in samples])
    basis = np.stack([np.ones_like(x), x, y, x * x, x * y], axis=1)
    base_weight = np.sqrt(np.array([w.width for w in samples]))
    weight = base_weight
    # Few words cannot carry a curved field: the curved terms are held back harder.
    stiff = np.array([1e-6, 30, 30, 900, 900]) if len(samples) < 8 else np.array([1e-6, 1, 1, 4, 4])
    solution = np.zeros(5)
    for _ in range(5):
        weighted = basis * weight[:, None]
        ridge = np.diag(stiff * float(weight @ weight) * _RIDGE + 1e-9)
        solution = np.linalg.solve(weighted.T @ weighted + ridge, weighted.T @ (slopes * weight))
        residual = np.abs(slopes - basis @ solution)
        weight = base_weight / (1 + (residual / _OUTLIER_SLOPE) ** 2)
    a, b, c, d, e = (float(v) for v in solution)
    return a, b, c, d, e


def _middle(word: Word) -> Point:
    return ((word.left[0] + word.right[0]) / 2, (word.left[1] + word.right[1]) / 2)


def _slope_of(word: Word) -> float:
    (x0, y0), (x1, y1) = word.left, word.right
    return (y1 - y0) / max(x1 - x0, 1e-3)


@dataclass(frozen=True, slots=True)
class LevelPicture:
    """A region of the photo with its lines made level, and the way back to the photo."""

    pixels: Image
    region: Box
    scale: float
    field: SlopeField

    def to_photo(self, point: Point) -> Point:
        """The place on the photo of a point of the level picture."""
        x, level = point[0] / self.scale + self.region[0], point[1] / self.scale + self.region[1]
        return (x, float(_height_at(self.field, np.array([x]), np.array([level]))[0]))

    def from_photo(self, point: Point) -> Point:
        """The place on the level picture of a point of the photo."""
        x, level = point[0] - self.region[0], self.field.level(point) - self.region[1]
        return (x * self.scale, level * self.scale)


def make_level(image: Image, field: SlopeField, region: Box, scale: float) -> LevelPicture:
    """``region`` of ``image`` with level lines, ``scale`` times as large."""
    x0, y0, x1, y1 = region
    width, height = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
    if not any(field.coefficients):
        cut = image[y0:y1, x0:x1]
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        pixels = cut if scale == 1 else cv2.resize(cut, (width, height), interpolation=how)
        return LevelPicture(np.asarray(pixels, np.uint8), region, scale, field)
    columns, rows = width // _GRID + 2, height // _GRID + 2
    grid_x = ((np.arange(columns) + 0.5) * width / columns - 0.5) / scale + x0
    grid_level = ((np.arange(rows) + 0.5) * height / rows - 0.5) / scale + y0
    x, level = np.meshgrid(grid_x, grid_level)
    y = _height_at(field, x, level)
    map_y = cv2.resize(y.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    line_x = (np.arange(width, dtype=np.float32) + 0.5) / scale + x0 - 0.5
    map_x = np.ascontiguousarray(np.broadcast_to(line_x, (min(_BAND, height), width)))
    # Where nothing is enlarged a cubic curve takes twice the time and is read no better.
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR
    # Shrinking by remap alone drops pixels; soften first.
    source = cv2.GaussianBlur(image, (0, 0), 0.4 / scale) if scale < _MUCH_SMALLER else image
    # Band by band: the columns are those of any row, and of a large photo the maps take more room than the photo.
    pixels = np.empty((height, width, image.shape[2]), np.uint8)
    for top in range(0, height, _BAND):
        part = map_y[top : top + _BAND]
        pixels[top : top + _BAND] = cv2.remap(
            source, map_x[: len(part)], part, how, borderMode=cv2.BORDER_REPLICATE
        )
    return LevelPicture(pixels, region, scale, field)


def _height_at(field: SlopeField, x: Floats, level: Floats) -> Floats:
    """The y of the points with column ``x`` and the given level (the inverse of ``SlopeField.level``)."""
    a, b, c, d, e = field.coefficients
    u = (x - field.centre[0]) / field.unit
    y = level.copy()
    for _ in range(4):
        v = (y - field.centre[1]) / field.unit
        y = level + field.unit * (a * u + b * u * u / 2 + c * u * v + d * u**3 / 3 + e * u * u * v / 2)
    return y
