"""A photo, opened safely and turned upright. Every picture is hostile until it has passed these gates.

The limits are checked on the header, before a pixel is decoded. What cannot be opened is refused with one of
the errors of ``scanner.errors``; a picture that is only partly there is refused too, because the missing part
may be the row that matters.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from scanner.colours import rgb
from scanner.errors import (
    DamagedPhotoError,
    EmptyPhotoError,
    NotAFileError,
    NotAnImageError,
    PhotoError,
    PhotoNotFoundError,
    PhotoNotReadableError,
    PhotoTooLargeError,
    SideTooLongError,
    TooManyPixelsError,
    TruncatedPhotoError,
    UnsupportedFormatError,
)
from scanner.formats import Format, jpeg_passes, missing_bytes, not_a_picture, other_picture, picture_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image as PillowImage

    from scanner.page import Image

LIMIT_BYTES = 40_000_000
LIMIT_PIXELS = 80_000_000
LIMIT_PIXELS_WEBP = 40_000_000
"""Its decoder holds four copies of four bytes a pixel, the others one or two."""
LIMIT_SIDE = 32_000
"""OpenCV takes no picture that is longer."""
LIMIT_PASSES = 64
"""Of a JPEG that comes in passes. Without, a file of a few kilobytes could keep the decoder busy for hours."""

_UNNAMED = "photo"
_ORIENTATION_TAG = 0x0112
_DNG_VERSION_TAG = 50706
_TILE_TAGS = (322, 323)
"""Width and height of a tile."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """An upright picture and where it came from."""

    pixels: Image
    """Height x width x 3, RGB, 8 bit, read-only."""
    name: str
    """As given, or the file's name without its folder. Written by others: escape it before showing it."""
    sha256: str
    """Of the bytes of the file, in hexadecimal."""
    size_bytes: int
    format: Format
    exif_orientation: int
    """1 to 8: the turn that ``pixels`` has been given. 1 where there is no tag or it makes no sense, and for
    HEIC, which its decoder turns by the file's own rotation property and whose EXIF tag only repeats it."""

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def without_exif(self) -> Photo:
        """The same photo as its pixels are stored, for when the text says that the tag is wrong."""
        stored = _read_only(_TURNS[_TURN_BACK[self.exif_orientation]](self.pixels))
        return replace(self, pixels=stored, exif_orientation=1)


def open_photo(source: Path | str | bytes | BinaryIO, *, name: str | None = None) -> Photo:
    """The photo in ``source``: a path, the bytes of a file, or an open binary file, read from its start.

    Raises one of the photo errors of ``scanner.errors``, whatever the bytes are; and MemoryError.
    """
    data, found_name = _read(source, name)
    name = found_name if name is None else name
    if not data:
        raise EmptyPhotoError(name)
    picture = picture_format(data)
    if picture is None:
        if (kind := other_picture(data)) is not None:
            raise UnsupportedFormatError(name, kind)
        raise NotAnImageError(name, not_a_picture(data))
    with _quiet_pillow():
        pixels, orientation = _decode(picture, data, name)
    digest = hashlib.sha256(data).hexdigest()
    return Photo(pixels, name, digest, len(data), picture, orientation)


def _read(source: Path | str | bytes | BinaryIO, name: str | None) -> tuple[bytes, str]:
    """The bytes of ``source``, never more than the limit, and its own name."""
    if isinstance(source, bytes):
        _check_size(len(source), name or _UNNAMED)
        return source, _UNNAMED
    if isinstance(source, (str, Path)):
        path = Path(source)
        return _read_path(path, name or path.name or str(path)), path.name or str(path)
    own_name = getattr(source, "name", None)
    own_name = Path(own_name).name if isinstance(own_name, str) and own_name else _UNNAMED
    try:
        if source.seekable():
            source.seek(0)
        data = source.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise PhotoNotReadableError(name or own_name, str(error)) from error
    if len(data) > LIMIT_BYTES:
        raise PhotoTooLargeError(name or own_name, None, LIMIT_BYTES)
    return data, own_name


def _read_path(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError(name, "folder" if stat.S_ISDIR(status.st_mode) else "pipe or device")
        _check_size(status.st_size, name)
        with path.open("rb") as file:
            data = file.read(LIMIT_BYTES + 1)
    except ValueError as error:  # a NUL character in the name
        raise PhotoNotFoundError(name) from error
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}:
            raise PhotoNotFoundError(name) from error
        raise PhotoNotReadableError(name, os.strerror(error.errno or errno.EIO)) from error
    _check_size(len(data), name)  # it may have grown meanwhile
    return data


def _check_size(size_bytes: int, name: str) -> None:
    if size_bytes > LIMIT_BYTES:
        raise PhotoTooLargeError(name, size_bytes, LIMIT_BYTES)


def _decode(picture: Format, data: bytes, name: str) -> tuple[Image, int]:
    """Upright pixels and the EXIF orientation they were given."""
    from PIL.Image import DecompressionBombError

    try:
        if picture == "HEIC":
            return _decode_heic(data, name), 1
        return _decode_pillow(picture, data, name)
    except (PhotoError, MemoryError):
        raise
    except DecompressionBombError as error:
        raise TooManyPixelsError(name, None, LIMIT_PIXELS) from error
    except Exception as error:  # decoders raise nearly anything on a broken file
        missing = missing_bytes(picture, data)
        if missing or "truncated" in str(error).lower():
            raise TruncatedPhotoError(name, len(data), missing or None) from error
        raise DamagedPhotoError(name, str(error) or type(error).__name__) from error


def _decode_pillow(picture: Format, data: bytes, name: str) -> tuple[Image, int]:
    module, class_name = _PILLOW_CLASSES[picture]
    image: PillowImage = getattr(import_module(module), class_name)(io.BytesIO(data))
    _check_pixels(image.size, name, LIMIT_PIXELS_WEBP if picture == "WEBP" else LIMIT_PIXELS)
    if picture == "JPEG" and jpeg_passes(data, LIMIT_PASSES) > LIMIT_PASSES:
        raise DamagedPhotoError(name, f"it comes in more than {LIMIT_PASSES} passes")
    if picture == "TIFF":  # Pillow turns TIFF itself while loading, and then forgets the tag
        if _DNG_VERSION_TAG in image.getexif():
            raise UnsupportedFormatError(name, "a DNG raw picture")
        # A tile is made room for whole, however small the picture is.
        width, height = (image.getexif().get(tag) for tag in _TILE_TAGS)
        if isinstance(width, int) and isinstance(height, int):
            _check_pixels((width, height), name)
        orientation = _orientation(image)
        image.load()
        return _read_only(rgb(image)), orientation
    image.load()
    orientation = _orientation(image)  # a PNG may hold it after the pixels
    return _read_only(_TURNS[orientation](rgb(image))), orientation


def _decode_heic(data: bytes, name: str) -> Image:
    try:
        import pi_heif

        heic = pi_heif.open_heif(data, convert_hdr_to_8bit=True, bgr_mode=False)
    except ImportError as error:
        raise UnsupportedFormatError(name, "a HEIC picture (pi-heif does not load)") from error
    _check_pixels(heic.size, name)
    return _read_only(rgb(heic.to_pillow()))


def _check_pixels(size: tuple[int, int], name: str, limit_pixels: int | None = None) -> None:
    width, height = size
    limit_pixels = LIMIT_PIXELS if limit_pixels is None else limit_pixels
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


def _read_only(pixels: Image) -> Image:
    pixels = np.ascontiguousarray(pixels)
    pixels.flags.writeable = False
    return pixels


@contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Keeps Pillow's remarks on odd tags and large pictures off the screen; the gates here decide instead.

    Threads that leave in the wrong order can at worst keep this one filter, which hides nothing but Pillow.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield
