"""One photo of a batch, before it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scanner.errors import EmptyPhotoError, MagnifyError, PhotoTooLargeError
from scanner.photo import LIMIT_BYTES

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif"})
"""Endings of the files that are looked at in folders and archives; a file that is named is always looked at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one photo is. It is opened only when its turn comes."""

    name: str
    """As it is called in the results: its path below the folder or archive that was given."""
    source: str
    """Its whole path or address, which no other photo has; ``archive.zip::member`` in an archive."""
    fetch: Callable[[], bytes]
    """The bytes of the photo, not more than a photo may have. Raises ``PhotoError``."""
    stamp: str | None = None
    """Changes when the file does, as far as can be told without opening it; None when nothing can be told."""
    path: Path | None = None
    """Where the photo is a file on this machine."""


def is_picture(name: str) -> bool:
    """Whether a file of this name in a folder or an archive is taken for a photo."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    # Archives made on a Mac carry a shadow of each file; editors and cameras hide theirs behind a dot.
    return ending in PICTURES and "__MACOSX" not in name and not name.rpartition("/")[2].startswith(".")


def sized(data: bytes, name: str) -> bytes:
    """``data``, read up to one byte more than a photo may have. Raises ``PhotoError`` when it is that or nothing."""
    if len(data) > LIMIT_BYTES:
        raise PhotoTooLargeError(name, None, LIMIT_BYTES)
    if not data:
        raise EmptyPhotoError(name)
    return data


def broken(name: str, source: str, error: MagnifyError) -> Entry:
    """An entry that stands for something that cannot be opened, so that it gets its row."""

    def fetch() -> bytes:
        raise error

    return Entry(name, source, fetch)
