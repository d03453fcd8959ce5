"""The photos of a folder on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from scanner.batch.entry import Entry, broken, is_picture
from scanner.errors import PhotoNotReadableError
from scanner.photo import LIMIT_BYTES, open_photo
from scanner.screen_text import storable


def photos(folder: Path) -> Iterator[Entry]:
    """The pictures in ``folder`` and the folders in it, by name; links to folders are not followed."""
    yield from _photos(folder, folder)


def _photos(folder: Path, top: Path) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            names = sorted((item.name, item.is_dir(follow_symlinks=False)) for item in found)
    except OSError as error:
        name = storable(str(folder.relative_to(top)))
        reason = f"the folder cannot be opened ({error.strerror or error})"
        yield broken(name, _source(folder), PhotoNotReadableError(name, reason))
        return
    for name, is_folder in names:
        path = folder / name
        if is_folder:
            if not name.startswith(".") and name != "__MACOSX":
                yield from _photos(path, top)
        elif is_picture(name):
            yield photo(path, storable(str(path.relative_to(top))))


def photo(path: Path, name: str) -> Entry:
    """The file at ``path``, called ``name`` in the results, whatever it is."""
    return Entry(name, _source(path), partial(_read, path, name), _stamp(path), path)


def _source(path: Path) -> str:
    # Not resolved: a link is a photo of its own, under the name that it has here.
    return storable(os.path.abspath(path))  # noqa: PTH100


def _stamp(path: Path) -> str | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return f"{status.st_size}-{status.st_mtime_ns}"


def _read(path: Path, name: str) -> bytes:
    """The bytes of a plain file within the limits. What is wrong with any other is told by opening it."""
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size <= LIMIT_BYTES:  # a pipe or a device could wait for ever
            with path.open("rb") as file:
                data = file.read(LIMIT_BYTES + 1)
            if 0 < len(data) <= LIMIT_BYTES:
                return data
    open_photo(path, name=name)
    raise PhotoNotReadableError(name, "it changed while it was read")
