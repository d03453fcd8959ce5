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
from scanner.batch.waiting import within
from scanner.errors import PhotoError, PhotoNotFoundError, PhotoNotReadableError
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
_INFO_S = 10.0
"""For that mark. Without it the photo is fetched, several at a time, and told by its content."""
_GONE = frozenset({404, 410})
"""What a web server answers where there is no such file."""


def is_address(source: str) -> bool:
    """Whether ``source`` is an address such as s3://bucket/labels and not a path.

    >>> is_address("s3://bucket/labels"), is_address("C:/labels"), is_address("labels")
    (True, False, False)
    """
    return _ADDRESS.match(source) is not None


def check(address: str) -> None:
    """Raises ``SourceError`` where nothing can be opened at such an address: its package is not installed."""
    import fsspec  # type: ignore[import-untyped]

    try:
        fsspec.get_filesystem_class(address.partition("://")[0])
    except (ImportError, ValueError) as error:
        raise SourceError(f"{visible(address)!r} cannot be opened: {visible(str(error))}.") from error


def photos(address: str, limit_s: float, named: str | None = None) -> Iterator[Entry]:
    """The pictures below ``address``, or the one file that it is, called ``named`` in the results.

    Raises what the storage raises, and ``PhotoNotReadableError`` when it does not say in ``limit_s`` what is there.
    """
    files, path = _open(address)
    if "*" in path:
        for one, info in sorted(files.glob(path, detail=True).items()):
            if info.get("type") == "file":
                yield _entry(files, str(one), str(one).rpartition("/")[2], info)
    elif is_picture(path) or not _is_folder(files, path, address, limit_s):
        yield _entry(files, path, named or path.rpartition("/")[2], _info(files, path, limit_s))
    else:
        yield from _below(files, path.rstrip("/"))


def _is_folder(files: Any, path: str, address: str, limit_s: float) -> bool:
    try:
        return bool(within(limit_s, partial(files.isdir, path)))
    except TimeoutError:
        raise unanswered(storable(address), limit_s) from None


def unanswered(name: str, limit_s: float) -> PhotoNotReadableError:
    """What is told of a photo whose storage keeps silent."""
    return PhotoNotReadableError(name, f"it did not arrive within {limit_s:g} s")


def _below(files: Any, top: str) -> Iterator[Entry]:
    """The pictures below ``top``, one folder's listing at a time."""
    folders = [top]
    while folders:
        folder = folders.pop()
        inner = []
        for info in sorted(files.ls(folder, detail=True), key=lambda info: str(info["name"])):
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


def _info(files: Any, path: str, limit_s: float) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = within(min(limit_s, _INFO_S), partial(files.info, path))
    except Exception:  # noqa: BLE001 - each storage has its own errors; the photo's row tells when it is opened
        return {}
    return info


def _read(files: Any, path: str, name: str) -> bytes:
    try:
        with files.open(path, "rb") as file:
            data: bytes = file.read(LIMIT_BYTES + 1)
    except Exception as error:  # each storage has its own errors
        raise told(error, name) from error
    return sized(data, name)


def told(error: Exception, name: str) -> PhotoError:
    """What a storage's own error says of the photo or the place called ``name``."""
    # fsspec calls whatever a web server answers a missing file, and keeps the answer (HTTPFileSystem._info).
    answer = error.__cause__
    status = getattr(answer, "status", None)
    if isinstance(error, FileNotFoundError) and (not _is_of_web(answer) or status in _GONE):
        return PhotoNotFoundError(name)
    said = answer if isinstance(error, FileNotFoundError) else error
    return PhotoNotReadableError(name, visible(str(said) or type(said).__name__))


def _is_of_web(error: BaseException | None) -> bool:
    """Whether this is an answer of a web server, or says that it gave none."""
    return type(error).__module__.partition(".")[0] == "aiohttp" or isinstance(error, TimeoutError)


def open_file(address: str) -> IO[bytes]:
    """The file at an address, to be read. Raises what the storage raises."""
    files, path = _open(address)
    file: IO[bytes] = files.open(path, "rb")
    return file


@contextmanager
def lines(source: str) -> Iterator[Iterator[str]]:
    """The lines of a text file at a path or an address, UTF-8. Raises what the storage raises."""
    with open_file(source) if is_address(source) else Path(source).open("rb") as file:
        # Editors on Windows begin a file with a byte order mark; names that are no UTF-8 keep their bytes.
        yield iter(io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape"))


def _open(address: str) -> tuple[Any, str]:
    import fsspec

    files, path = fsspec.url_to_fs(address)
    return files, str(path)
