"""Where a drawn-on picture is written: never over a photo that was given, and never half."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from PIL import Image as Pillow

from scanner.memory import give_back
from scanner.photo import open_photo
from scanner.picture import picture_of
from scanner.records import Scan

_PNG_EFFORT = 3
"""Of 9: a large photo is written much faster than with the usual 6, and hardly larger."""


class PictureFolder:
    """A folder for the pictures of one run, which keeps clear of the photos given and of its own pictures."""

    def __init__(self, folder: Path, photos: Iterable[Path]) -> None:
        """Makes the folder where it is missing. Raises ``OSError`` where it cannot be written to."""
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(f"the folder {str(folder)!r} cannot be written to")
        self._folder = folder.resolve()
        self._occupied = {photo.parent.resolve() / photo.name for photo in photos}

    def save(self, photo: Path, scan: Scan) -> Path:
        """Writes NAME.magnify.png and returns its path; NAME-2 and so on where that is taken in this run.

        Raises ``PhotoError`` when the photo has gone, ``OSError`` when the picture cannot be written and
        ``ValueError`` when the boxes do not belong to the photo as it stands.
        """
        path = self._free(photo.stem)
        give_back()  # a large photo is held several times while it is drawn on
        _write_png(picture_of(scan, open_photo(photo).pixels, scan.turned), path)
        self._occupied.add(path)
        return path

    def _free(self, stem: str) -> Path:
        path, number = self._folder / f"{stem}.magnify.png", 1
        while path in self._occupied:
            number += 1
            path = self._folder / f"{stem}-{number}.magnify.png"
        return path


def _write_png(picture: Pillow.Image, path: Path) -> None:
    """Writes the picture whole or not at all. A link of that name is replaced, not followed."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("xb") as file:
            picture.save(file, "PNG", compress_level=_PNG_EFFORT)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
