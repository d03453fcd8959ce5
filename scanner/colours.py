"""Any picture as 8-bit RGB: transparency, CMYK, palettes, deep grey and fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from PIL.Image import Image as PillowImage

    from scanner.page import Image

_GREY_WHITES = (1.0, 255.0, 1023.0, 4095.0, 16383.0, 65535.0)
"""What white may be in deep grey pictures: a fraction, then 8, 10, 12, 14 and 16 bits."""
_STRIP_PIXELS = 2_000_000
"""Pictures are converted in strips, so that no second full-size copy is held."""


def rgb(image: PillowImage, pixels: Image | None = None) -> Image:
    """Pixels as RGB, 8 bit, what is transparent on white. Colour profiles are not applied.

    They are written into ``pixels`` where it is given, height x width x 3, which may be a turned view.
    """
    if pixels is None:
        pixels = np.empty((image.height, image.width, 3), np.uint8)
    to_rgb = _deep_grey(image) if image.mode.startswith(("I", "F")) else _on_white
    for top, strip in _strips(image):
        pixels[top : top + strip.height] = to_rgb(strip)
    return pixels


def _on_white(image: PillowImage) -> Image:
    if image.has_transparency_data:
        from PIL.Image import new

        see_through = image.convert("RGBA")
        image = new("RGB", image.size, "white")
        image.paste(see_through, mask=see_through.getchannel("A"))
    return np.asarray(image.convert("RGB"))


def _deep_grey(image: PillowImage) -> Callable[[PillowImage], Image]:
    """How a strip of ``image``, grey of 16 or 32 bits or of fractions, becomes RGB; NaN becomes white.

    White is the smallest usual white that holds every value, because 12-bit cameras write into 16-bit files;
    where none does, or some value is negative, the range found is stretched.
    """
    low, high = np.inf, -np.inf
    for _, strip in _strips(image):
        values = _values(strip)
        finite = np.isfinite(values)
        low = min(low, float(values.min(where=finite, initial=np.inf)))
        high = max(high, float(values.max(where=finite, initial=-np.inf)))
    white = next((white for white in _GREY_WHITES if low >= 0 and high <= white), None)
    black, white = (low, high) if white is None else (0.0, white)
    span = (white - black) or 1.0

    def to_rgb(strip: PillowImage) -> Image:
        filled = np.nan_to_num(_values(strip), nan=white, posinf=white, neginf=black)
        grey = np.rint(np.clip((filled - black) / span, 0, 1) * 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)

    return to_rgb


def _values(strip: PillowImage) -> NDArray[np.float64]:
    return np.asarray(strip, dtype=np.float64)


def _strips(image: PillowImage) -> Iterator[tuple[int, PillowImage]]:
    """Pairs of first row and the part of the picture from there."""
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(image.height, top + rows)))
