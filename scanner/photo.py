"""A photo, opened safely and turned upright. Every picture is hostile until it has passed the gates of ``decoding``.

What cannot be opened is refused with one of
the errors of ``scanner.errors``; a picture that is only partly there is refused too, because the missing part
may be the row that matters.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from scanner.decoding import decode, unturned
from scanner.errors import (
    EmptyPhotoError,
    NotAFileError,
    NotAnImageError,
    PhotoNotFoundError,
    PhotoNotReadableError,
    PhotoTooLargeError,
    UnsupportedFormatError,
)
from scanner.formats import Format, not_a_picture, other_picture, picture_format

if TYPE_CHECKING:
    from scanner.page import Image

LIMIT_BYTES = 40_000_000

_UNNAMED = "photo"


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
        stored = np.ascontiguousarray(unturned(self.pixels, self.exif_orientation))
        stored.flags.writeable = False
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
    pixels, orientation = decode(picture, data, name)
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
