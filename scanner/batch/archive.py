"""The photos in a zip file, on this machine or in a storage."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path, PurePath

from scanner.batch.entry import Entry, broken, is_picture, sized
from scanner.batch.storage import is_address, open_file, told
from scanner.errors import PhotoNotReadableError
from scanner.photo import LIMIT_BYTES
from scanner.screen_text import storable

_BROKEN = "it is no zip file, or it is cut off"


def members(address: str) -> Iterator[Entry]:
    """The pictures in the zip file at a path or an address, in its order, each called ``archive.zip/member``."""
    name = storable(PurePath(address).name)
    source = storable(address if is_address(address) else os.path.abspath(address))  # noqa: PTH100
    try:
        archive = partial(_opened, address, _stamp(address))
        infos = archive().infolist()
    except Exception as error:  # noqa: BLE001 - a storage raises its own errors, a broken archive nearly anything
        is_broken = isinstance(error, zipfile.BadZipFile)
        yield broken(name, source, PhotoNotReadableError(name, _BROKEN) if is_broken else told(error, name))
        return
    yield from photos_in(archive, infos, name, source)


def photos_in(
    archive: Callable[[], zipfile.ZipFile], infos: Iterable[zipfile.ZipInfo], name: str, source: str
) -> Iterator[Entry]:
    """The pictures among the members of an archive that is called ``name``."""
    for info in infos:
        if not info.is_dir() and is_picture(info.filename):
            inside = storable(f"{name}/{info.filename}")
            yield Entry(
                inside,
                f"{source}::{storable(info.filename)}",
                partial(_read, archive, info, inside),
                f"{info.CRC:08x}-{info.file_size}",
            )


@lru_cache(maxsize=4)  # reading its directory again for each of ten thousand members would take for ever
def _opened(address: str, _: float | None) -> zipfile.ZipFile:
    """The archive, which closes itself when it falls out of the cache."""
    return zipfile.ZipFile(open_file(address) if is_address(address) else address)


def _stamp(address: str) -> float | None:
    """When a file on this machine was changed, so that a new file of the same name is opened anew."""
    with suppress(OSError):
        return Path(address).stat().st_mtime
    return None


def _read(archive: Callable[[], zipfile.ZipFile], member: zipfile.ZipInfo, name: str) -> bytes:
    """One member, not more than a photo may have: a small archive may unpack to anything."""
    try:
        with archive().open(member) as stream:
            data = stream.read(LIMIT_BYTES + 1)
    except Exception as error:  # zipfile raises six kinds of errors, and zlib and lzma their own
        raise PhotoNotReadableError(name, str(error) or type(error).__name__) from error
    return sized(data, name)
