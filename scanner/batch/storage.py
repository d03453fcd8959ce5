"""Photos at addresses (s3://, gs://, https://, memory:// ...), through fsspec."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from scanner.batch.entry import Entry, is_picture, sized
from scanner.batch.errors import SourceError
from scanner.errors import PhotoNotFoundError, PhotoNotReadableError
from scanner.photo import LIMIT_BYTES
from scanner.screen_text import storable, visible

_ADDRESS = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]+://")
_MARKS = (
    "ETag",
    "etag",
    "md5Hash",
    "checksum",
    "mtime",
    "LastModified",
    "last_modified",
    "updated",
    "created",
)
"""What storages call the mark that changes with a file, the surest first."""


def is_address(source: str) -> bool:
    """Whether ``source`` is an address such as s3://bucket/labels and not a path.

    >>> is_address("s3://bucket/labels"), is_address("C:/labels"), is_address("labels")
    (True, False, False)
    """
    return _ADDRESS.match(source) is not None


def photos(address: str, named: str | None = None) -> Iterator[Entry]:
    """The pictures below ``address``, or the one file that it is, called ``named`` in the results.

    Raises ``SourceError`` when the storage cannot be asked.
    """
    files, path = _open(address)
    with _asked(address):
        if "*" in path:
            found = [(str(one), info) for one, info in sorted(files.glob(path, detail=True).items())]
        elif is_picture(path) or not files.isdir(path):
            yield _entry(files, path, named or path.rpartition("/")[2], _info(files, path))
            return
        else:
            found = None
    if found is not None:
        for one, info in found:
            if info.get("type") == "file":
                yield _entry(files, one, one.rpartition("/")[2], info)
        return
    yield from _below(files, path.rstrip("/"), address)


def _below(files: Any, top: str, address: str) -> Iterator[Entry]:
    """The pictures below ``top``, one folder's listing at a time."""
    folders = [top]
    while folders:
        folder = folders.pop()
        with _asked(address):
            listing = sorted(files.ls(folder, detail=True), key=lambda info: str(info["name"]))
        inner = []
        for info in listing:
            path = str(info["name"]).rstrip("/")
            if info["type"] == "directory":
                if path != folder and not path.rpartition("/")[2].startswith("."):
                    inner.append(path)
            elif is_picture(path):
                yield _entry(files, path, path.removeprefix(top).lstrip("/"), info)
        folders.extend(reversed(inner))


def _entry(files: Any, path: str, name: str, info: Mapping[str, Any]) -> Entry:
    name = storable(name)
    source = storable(str(files.unstrip_protocol(path)))
    return Entry(name, source, partial(_read, files, path, name), _stamp(info))


def _stamp(info: Mapping[str, Any]) -> str | None:
    mark = next((info[key] for key in _MARKS if info.get(key)), None)
    return None if mark is None else f"{info.get('size')}-{mark}"


def _info(files: Any, path: str) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = files.info(path)
    except Exception:  # noqa: BLE001 - each storage has its own errors; the photo's row tells when it is opened
        return {}
    return info


def _read(files: Any, path: str, name: str) -> bytes:
    try:
        with files.open(path, "rb") as file:
            data: bytes = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        raise PhotoNotFoundError(name) from error
    except Exception as error:  # each storage has its own errors
        raise PhotoNotReadableError(name, str(error) or type(error).__name__) from error
    return sized(data, name)


def open_file(address: str) -> IO[bytes]:
    """The file at an address, to be read. Raises ``SourceError``, or what the storage raises."""
    files, path = _open(address)
    file: IO[bytes] = files.open(path, "rb")
    return file


@contextmanager
def lines(source: str) -> Iterator[Iterator[str]]:
    """The lines of a text file at a path or an address, UTF-8. Raises ``SourceError`` when it cannot be read."""
    with _asked(source), open_file(source) if is_address(source) else Path(source).open("rb") as file:
        # Editors on Windows begin a file with a byte order mark; names that are no UTF-8 keep their bytes.
        yield iter(io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape"))


def _open(address: str) -> tuple[Any, str]:
    import fsspec  # type: ignore[import-untyped]

    try:
        files, path = fsspec.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise SourceError(f"{visible(address)!r} cannot be opened: {visible(str(error))}.") from error
    return files, str(path)


@contextmanager
def _asked(address: str) -> Iterator[None]:
    try:
        yield
    except (SourceError, GeneratorExit):
        raise
    except Exception as error:  # each storage has its own errors
        said = visible(str(error) or type(error).__name__)
        raise SourceError(f"{visible(address)!r} cannot be listed: {said}. Check the address.") from error
