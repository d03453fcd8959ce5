"""From the bytes of a picture to its upright pixels, with memory and time bounded before a decoder sees a byte.

Three gates, all on what is known before a pixel is decoded: how many parts the file is made of
(``scanner.structure``), how many pixels it has, and how many bytes its decoder will hold for each of them.
"""

from __future__ import annotations

import ctypes
import io
import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from scanner.colours import rgb
from scanner.errors import (
    DamagedPhotoError,
    PhotoError,
    SideTooLongError,
    TooManyPartsError,
    TooManyPixelsError,
    TruncatedPhotoError,
    UnsupportedFormatError,
)
from scanner.formats import Format
from scanner.page import Image
from scanner.structure import LIMIT_PARTS, Structure, structure

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

LIMIT_PIXELS = 80_000_000
LIMIT_SIDE = 32_000
"""OpenCV takes no picture that is longer."""
LIMIT_DECODING_BYTES = 640_000_000
"""What a decoder may hold at once: eight bytes a pixel of the largest photo, which most need less than. Of the 1.2 GB
that one scan may take, the rest is for the file, the networks and what else the process holds."""
LIMIT_PASSES = 64
"""Of a JPEG that comes in passes; the web's make ten or so."""
LIMIT_PIXELS_IN_PASSES = 1_600_000_000
"""Of all passes together: 20 over the largest photo."""
LIMIT_PIXELS_WITHIN = 3 * LIMIT_PIXELS
"""Of a HEIC and the pictures that it is put together from; a grid has each of its pixels twice."""
LIMIT_EXIF_BYTES = 2_000_000
"""A JPEG has room for 64 kB of it. Pillow makes a number of several hundred bytes of every eight."""

_ORIENTATION_TAG = 0x0112
_DNG_VERSION_TAG = 50706
_TILE_TAGS = (322, 323)
"""Width and height of a tile."""
_SAMPLES_TAG, _BITS_TAG, _COLOURS_TAG = 277, 258, 262
_YCBCR = 6

# The classes are called directly: Pillow's own open() would load every plugin, try formats that were not
# recognised here, and warn about large pictures.
_PILLOW_CLASSES: dict[Format, tuple[str, str]] = {
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "WEBP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
}

# EXIF 2.32, tag 274: how the stored picture must be turned to stand upright.
_TURNS: dict[int, Callable[[Image], Image]] = {
    1: lambda stored: stored,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.swapaxes(0, 1),
    6: lambda stored: np.rot90(stored, -1),
    7: lambda stored: np.rot90(stored, -1)[::-1],
    8: np.rot90,
}
_TURN_BACK = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
_LYING = frozenset({5, 6, 7, 8})

# Pillow's own reports on odd files: without a handler, Python writes them to the person's screen.
logging.getLogger("PIL").addHandler(logging.NullHandler())


def decode(picture: Format, data: bytes, name: str) -> tuple[Image, int]:
    """Upright pixels, read-only, and the EXIF orientation they were given.

    Raises one of the photo errors of ``scanner.errors``, whatever the bytes are; and MemoryError.
    """
    found = structure(picture, data)
    if found.parts > LIMIT_PARTS:
        raise TooManyPartsError(name, LIMIT_PARTS)
    if found.passes > LIMIT_PASSES:
        raise DamagedPhotoError(name, f"it comes in more than {LIMIT_PASSES} passes")
    if found.exif_bytes > LIMIT_EXIF_BYTES:
        raise DamagedPhotoError(name, f"its EXIF data take more than {LIMIT_EXIF_BYTES // 1_000_000} MB")
    try:
        with _quiet_pillow():
            pixels, orientation = _decoder(picture)(picture, data, found, name)
    except (PhotoError, MemoryError):
        raise
    except Exception as error:  # decoders raise nearly anything on a broken file
        missing = max(0, found.length - len(data))
        if missing or "truncated" in str(error).lower():
            raise TruncatedPhotoError(name, len(data), missing or None) from error
        raise DamagedPhotoError(name, str(error) or type(error).__name__) from error
    pixels.flags.writeable = False
    return pixels, orientation


def unturned(upright: Image, orientation: int) -> Image:
    """``upright`` as it is stored, for an EXIF orientation of 1 to 8. Shows the same memory, turned."""
    return _TURNS[_TURN_BACK[orientation]](upright)


_Decoder = Callable[[Format, bytes, Structure, str], tuple[Image, int]]


def _decoder(picture: Format) -> _Decoder:
    return {"HEIC": _decode_heic, "TIFF": _decode_tiff}.get(picture, _decode_pillow)


def _decode_pillow(picture: Format, data: bytes, found: Structure, name: str) -> tuple[Image, int]:
    image = _opened(picture, data, name)
    _check_pixels(image.size, name, _bytes_a_pixel(picture, image, found))
    if image.width * image.height * found.passes > LIMIT_PIXELS_IN_PASSES:
        raise DamagedPhotoError(name, f"it comes in {found.passes} passes, too many for its size")
    image.load()
    orientation = _orientation(image)  # a PNG may hold it after the pixels
    shape = (image.width, image.height) if orientation in _LYING else (image.height, image.width)
    upright = np.empty((*shape, 3), np.uint8)
    rgb(image, unturned(upright, orientation))
    return upright, orientation


def _decode_tiff(picture: Format, data: bytes, found: Structure, name: str) -> tuple[Image, int]:
    _quiet_libtiff()
    image = _opened(picture, data, name)
    tags = image.getexif()
    if _DNG_VERSION_TAG in tags:
        raise UnsupportedFormatError(name, "a DNG raw picture")
    each = _bytes_a_pixel(picture, image, found)
    _check_pixels(image.size, name, each)
    # A tile is made room for whole, however small the picture is.
    width, height = (tags.get(tag, 1) for tag in _TILE_TAGS)
    if not isinstance(width, int) or not isinstance(height, int):
        raise DamagedPhotoError(name, "its tiles have no size")
    _check_pixels((width, height), name, each)
    orientation = _orientation(image)  # Pillow turns TIFF itself while loading, and then forgets the tag
    image.load()
    return rgb(image), orientation


def _decode_heic(_: Format, data: bytes, found: Structure, name: str) -> tuple[Image, int]:
    # Tiles and masks are decoded whole, however small the picture is.
    for width, height in found.items.sizes:
        if width * height > LIMIT_PIXELS:
            raise TooManyPixelsError(name, (width, height), LIMIT_PIXELS)
    if found.items.pixels() > LIMIT_PIXELS_WITHIN:
        raise DamagedPhotoError(name, "it is put together from too many pixels")
    try:
        import pi_heif

        heic = pi_heif.open_heif(data, convert_hdr_to_8bit=True, bgr_mode=False)
    except ImportError as error:
        raise UnsupportedFormatError(name, "a HEIC picture (pi-heif does not load)") from error
    if not heic.info[
        "primary"
    ]:  # the decoder leaves out what it cannot read, and another picture would be shown
        raise DamagedPhotoError(name, "its main picture cannot be read")
    plain = heic.mode == "RGB"
    _check_pixels(heic.size, name, 8 if plain and heic.info["bit_depth"] <= 8 else 12)
    if plain:
        return np.array(heic), 1  # a copy: the decoder frees its memory with ``heic``
    from PIL.Image import frombytes

    stored = heic.data  # only now its size is sure
    return rgb(frombytes(heic.mode, heic.size, stored, "raw", heic.mode, heic.stride)), 1


def _opened(picture: Format, data: bytes, name: str) -> Any:
    from PIL.Image import DecompressionBombError

    module, class_name = _PILLOW_CLASSES[picture]
    try:
        return getattr(import_module(module), class_name)(io.BytesIO(data))
    except DecompressionBombError as error:
        raise TooManyPixelsError(name, None, LIMIT_PIXELS) from error


_RESULT_BYTES = 3


def _bytes_a_pixel(picture: Format, image: Any, found: Structure) -> float:
    """How many bytes the decoder of ``image`` holds for each pixel when it holds most, by what its header says."""
    held = {"1": 1, "L": 1, "P": 1}.get(image.mode, 2 if image.mode.startswith("I;16") else 4)
    beside: float = _RESULT_BYTES
    if picture == "WEBP":
        return 16  # two whole frames, one for Pillow and its copy, of four bytes each
    if picture == "TIFF":
        # Strips may be as large as the picture. What does not stand upright is turned by a copy meanwhile.
        samples, bits = image.tag_v2.get(_SAMPLES_TAG, 1), max(image.tag_v2.get(_BITS_TAG, (8,)))
        strips = samples * bits / 8 if image.use_load_libtiff else 0
        strips += 4 if image.tag_v2.get(_COLOURS_TAG) == _YCBCR else 0
        beside = max(beside, strips + (held if _orientation(image) > 1 else 0))
    elif picture == "JPEG" and ("progressive" in image.info or found.first_pass < image.layers):
        # All coefficients, of two bytes each, until the last pass is there.
        areas = [across * down for _, across, down, _ in image.layer]
        beside = max(beside, 2 * sum(areas) / max(areas))
    return held + beside


def _check_pixels(size: tuple[int, int], name: str, bytes_a_pixel: float) -> None:
    width, height = size
    limit_pixels = min(LIMIT_PIXELS, int(LIMIT_DECODING_BYTES / bytes_a_pixel))
    if width < 1 or height < 1:
        raise DamagedPhotoError(name, f"its header says {width} x {height} pixels")
    if width * height > limit_pixels:
        raise TooManyPixelsError(name, (width, height), limit_pixels)
    if max(width, height) > LIMIT_SIDE:
        raise SideTooLongError(name, (width, height), LIMIT_SIDE)


def _orientation(image: PillowImage) -> int:
    """1 to 8; 1 where the tag is missing, unreadable or none of these: the pixels are whole all the same."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG)
    except Exception:  # noqa: BLE001  (a broken tag block raises nearly anything)
        return 1
    return value if isinstance(value, int) and value in _TURNS else 1


@contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Keeps Pillow's remarks on odd tags and large pictures off the screen; the gates here decide instead.

    Threads that leave in the wrong order can at worst keep this one filter, which hides nothing but Pillow.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def _quiet_libtiff() -> None:
    """Keeps libtiff from writing to the person's screen, for good: what it says is also an error of Pillow.

    Pillow has no setting for it. Where libtiff is a part of Pillow's own file (Windows), it cannot be asked.
    """
    from PIL import _imaging

    handler = getattr(ctypes.CDLL(_imaging.__file__), "TIFFSetErrorHandler", None)
    if handler is not None:
        handler(None)
