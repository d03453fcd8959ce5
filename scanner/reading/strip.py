"""One line cut out of the photo, level, with some of what stands beside it."""

from __future__ import annotations

from scanner.page import Box, Image
from scanner.reading.straighten import SlopeField, make_level

_INSET = 0.12
"""The reader's boxes reach into the lines above and below; a strip shows one line only."""
_LEAST_PX = 2


def line_around(image: Image, slopes: SlopeField, box: Box, room: tuple[float, float]) -> Image | None:
    """``box`` with so much left and right of it, in its heights, level: an engine reads words, not lone digits.

    ``None`` where next to nothing of it lies on the photo.
    """
    x0, y0, x1, y1 = box
    height = y1 - y0
    region = (
        max(0, round(x0 - room[0] * height)),
        max(0, round(y0 + _INSET * height)),
        min(image.shape[1], round(x1 + room[1] * height)),
        min(image.shape[0], round(y1 - _INSET * height)),
    )
    if min(region[2] - region[0], region[3] - region[1]) < _LEAST_PX:
        return None
    return make_level(image, slopes, _levelled(slopes, region), 1.0).pixels


def _levelled(slopes: SlopeField, region: Box) -> Box:
    """The region in the coordinates of the level picture."""
    x0, y0, x1, y1 = region
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    shift = round(slopes.level(middle) - middle[1])
    return (x0, y0 + shift, x1, y1 + shift)
