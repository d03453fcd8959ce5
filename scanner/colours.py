"""Any picture as 8-bit RGB: transparency, CMYK, palettes, deep grey and fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from PIL.Image import Image as PillowImage

    from scanner.page import Image

_GREY_WHITES = (1.0, 255.0, 1023.0, 4095.0, 16383.0, 65535.0)
"""What white may be in deep grey pictures: a fraction, then 8, 10, 12, 14 and 16 bits."""
_STRIP_PIXELS = 4_000_000
"""Deep grey pictures are converted in strips, so that no second full-size copy is held."""


def rgb(image: PillowImage) -> Image:
    """Pixels as RGB, 8 bit, what is transparent on white. Colour profiles are not applied."""
    if image.mode.startswith(("I", "F")):
        return _grey_from_deep(image)
    if image.has_transparency_data:
        from PIL.Image import new  # noqa: PLC0415  (only when there is a picture to convert)

        see_through = image.convert("RGBA")
        image = new("RGB", image.size, "white")
        image.paste(see_through, mask=see_through.getchannel("A"))
    return np.asarray(image.convert("RGB"))


def _grey_from_deep(image: PillowImage) -> Image:
    """Grey of 16 or 32 bits or of fractions, as RGB; NaN is white.

    White is the smallest usual white that holds every value, because 12-bit cameras write into 16-bit files;
    where none does, or some value is negative, the range found is stretched.
    """
    lows_and_highs = []
    for _, strip in _deep_strips(image):
        finite = strip[np.isfinite(strip)]
        if finite.size:
            lows_and_highs.append((float(finite.min()), float(finite.max())))
    low = min((low for low, _ in lows_and_highs), default=0.0)
    high = max((high for _, high in lows_and_highs), default=0.0)
    white = next((white for white in _GREY_WHITES if low >= 0 and high <= white), None)
    black, white = (low, high) if white is None else (0.0, white)
    span = (white - black) or 1.0
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    for top, strip in _deep_strips(image):
        filled = np.nan_to_num(strip, nan=white, posinf=white, neginf=black)
        share = np.clip((filled - black) / span, 0, 1)
        pixels[top : top + len(strip)] = np.rint(share * 255).astype(np.uint8)[:, :, None]
    return pixels


def _deep_strips(image: PillowImage) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Pairs of first row and the rows from there."""
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(image.height, top + rows)
        yield top, np.asarray(image.crop((0, top, image.width, bottom)), dtype=np.float64)
