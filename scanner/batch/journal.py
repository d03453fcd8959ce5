"""What has been read so far, on the disk: one line of JSON for each photo, written as its result comes.

A line is the object of ``magnify scan --json`` with the photo's ``source``, ``stamp`` and the ``version`` that read
it. A photo with the same content as an earlier one has a short line that names it (``same_as``). Whatever ends the
program, whole lines stay whole. A line that was cut off or that a broken disk changed is moved to a file beside the
journal when that is opened again, and a file that is no journal is not touched.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from scanner.batch.contract import line_of
from scanner.batch.entry import Entry
from scanner.batch.errors import FolderError
from scanner.batch.foreign import foreign
from scanner.batch.whole import whole
from scanner.screen_text import visible

if sys.platform != "win32":  # what says that a run writes there; the command refuses to start without
    import fcntl

FILE = "results.jsonl"
PASSING = frozenset({"timeout", "memory", "killed", "internal", "reader_failed"})
"""Causes that may not come again, on a larger machine or with another version of an engine."""
_SYNC_EVERY_S = 5.0
_LONGEST = 16_000_000
"""Bytes of a line: one is some thousand, and a file without an end of line need not fit in memory."""
_MARKS = (b'"source": ', b'"stamp": ', b'"version": ')
"""What every line of a journal holds, also where it is spoiled, and no line of ``magnify scan --json``."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Journal:
    """The journal of one folder, for one version of the scanner. Only one process can have it open."""

    def __init__(self, folder: Path, version: str, *, retry: bool = False) -> None:
        """Opens it, made where it is missing, and mends it. ``retry`` forgets photos that failed in passing.

        Raises ``FolderError`` when the folder cannot be written to, another run writes to it, or a file of that
        name is no journal.
        """
        self.path, self._version, self._retry = folder / FILE, version, retry
        self._done: dict[bytes, int] = {}
        self._seen: set[bytes] = set()
        self.moved: list[tuple[int, Path]] = []
        """How many lines could not be used, and where they were moved."""
        self._synced = time.monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = _opened(self.path)
        except OSError as error:
            raise _told(error, folder) from error
        try:
            self._hold()
            self._load()
        except OSError as error:
            os.close(self._file)
            raise _told(error, folder) from error
        except FolderError:
            os.close(self._file)
            raise

    def _hold(self) -> None:
        """Keeps other runs from writing. Raises ``FolderError`` where one does, and where this is no plain file."""
        if not stat.S_ISREG(os.fstat(self._file).st_mode):
            raise foreign(self.path)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = os.path.samestat(os.fstat(self._file), self.path.lstat())
        except BlockingIOError:
            held = False
        if not held:  # or another run has put a mended one in its place since it was opened
            raise FolderError(f"Another run writes to {visible(str(self.path.parent))!r}. Wait for its end.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of it. Raises ``FolderError`` when the disk did not take the last lines."""
        try:
            os.fsync(self._file)
        except OSError as error:
            raise _told(error, self.path.parent) from error
        finally:
            os.close(self._file)

    def knows(self, entry: Entry) -> bool:
        """Whether this photo, unchanged as far as can be told without opening it, has its line."""
        return entry.stamp is not None and self._entry_id(entry.source, entry.stamp) in self._seen

    def has(self, sha256: str) -> bool:
        """Whether a photo of this content has been read by this version."""
        return self._content_id(sha256) in self._done

    def first(self, sha256: str) -> dict[str, Any]:
        """The line of the photo of this content. Raises ``KeyError``."""
        return self.at(self._done[self._content_id(sha256)])

    def at(self, offset: int) -> dict[str, Any]:
        """The line that begins at ``offset``."""
        with self.path.open("rb") as file:
            file.seek(offset)
            line: dict[str, Any] = json.loads(file.readline())
        return line

    def write(self, entry: Entry, sha256: str | None, record: Mapping[str, Any]) -> None:
        """Adds the photo's line. Raises ``FolderError`` when it cannot be written; the lines before stay."""
        self._append(
            {
                **record,
                "sha256": sha256,
                "source": entry.source,
                "stamp": entry.stamp,
                "version": self._version,
            }
        )

    def write_same(self, entry: Entry, sha256: str) -> None:
        """Adds the line of a photo whose content was read before. Raises ``FolderError``."""
        first = self.first(sha256)
        if first["source"] == entry.source:  # the file was only touched
            self.write(entry, sha256, first)
        else:
            self.write(entry, sha256, {"photo": entry.name, "same_as": first["source"]})

    def lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """All lines in the order in which they were written, each with where it begins."""
        with self.path.open("rb") as file:
            offset = 0
            for line in file:
                yield offset, json.loads(line)
                offset += len(line)

    def _append(self, record: Mapping[str, Any]) -> None:
        line = json.dumps(record).encode("ascii") + b"\n"
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file, line[written:])
            if time.monotonic() - self._synced > _SYNC_EVERY_S:  # for a machine that loses its power
                os.fsync(self._file)
                self._synced = time.monotonic()
        except OSError as error:
            os.ftruncate(self._file, self._end)
            raise _told(error, self.path.parent) from error
        self._note(record, self._end)
        self._end += len(line)

    def _load(self) -> None:
        """Learns what is known, and sets spoiled lines aside. Raises ``FolderError`` when the file is no journal."""
        spoiled: set[int] = set()
        end, own, line = 0, False, b""
        with self.path.open("rb") as file:
            for line in _lines(file):
                record = line_of(line)
                if record is None:
                    spoiled.add(end)
                    own = own or all(mark in line for mark in _MARKS)
                else:
                    own = True
                    self._note(record, end)
                end += len(line)
        if spoiled and not own and not (len(spoiled) == 1 and _is_begun(line)):
            raise foreign(self.path)
        self._end = end
        self.set_aside(spoiled)

    def set_aside(self, spoiled: Collection[int]) -> None:
        """Moves the lines that begin at these offsets to a new file beside the journal; the others move together.

        They are there before they are gone from here: whatever ends the program, no line is lost. Raises
        ``OSError``.
        """
        if not spoiled:
            return
        self._done.clear()
        self._seen.clear()
        beside = _unused(self.path)
        at = end = 0
        with whole(self.path) as mended:
            with self.path.open("rb") as file, whole(beside) as moved:
                for line in _lines(file):
                    if at in spoiled:
                        moved.write(line if line.endswith(b"\n") else line + b"\n")
                    else:
                        self._note(json.loads(line), end)
                        end += mended.write(line)
                    at += len(line)
            held = os.open(mended.name, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(self._file)
            self._file = held
        self._end = end
        self.moved.append((len(spoiled), beside))

    def _note(self, record: Mapping[str, Any], offset: int) -> None:
        """Remembers the photo of a line: 250 bytes each, so that a million fit in memory."""
        if record["version"] != self._version or record["sha256"] is None:
            return  # what could not be opened may be there next time
        if self._retry and str(record.get("error")) in PASSING:
            return
        if "same_as" not in record:
            self._done[self._content_id(record["sha256"])] = offset
        elif self._content_id(record["sha256"]) not in self._done:
            return  # what it names is to be read again, and it is the same photo
        if record["stamp"] is not None:
            self._seen.add(self._entry_id(record["source"], record["stamp"]))

    def _entry_id(self, source: str, stamp: str) -> bytes:
        return hashlib.blake2b(f"{source}\0{stamp}".encode(), digest_size=16).digest()

    def _content_id(self, sha256: str) -> bytes:
        return bytes.fromhex(sha256)[:16]


def _opened(path: Path) -> int:
    """The file, made where it is missing; no link is followed, and no pipe waited for. Raises ``FolderError``."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        return os.open(path, flags, 0o666)
    except OSError as error:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise foreign(path) from error
        raise


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of the file; one that never ends comes in pieces."""
    while line := file.readline(_LONGEST):
        yield line


def _is_begun(line: bytes) -> bool:
    """Whether this is the beginning of a journal whose first line was cut off."""
    return line.startswith(b'{"photo": ') and not line.endswith(b"\n")


def _unused(path: Path) -> Path:
    """A name beside ``path`` for the lines that are moved away now."""
    stem = f"{path.name}.spoiled-{time.strftime('%Y-%m-%d-%H%M%S')}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(beside for name in names if not os.path.lexists(beside := path.with_name(name)))


def _told(error: OSError, folder: Path) -> FolderError:
    where = visible(str(folder))
    if error.errno in _FULL:
        return FolderError(
            f"There is no room left for {where!r}. What was read is saved: make room and run the same command again."
        )
    return FolderError(
        f"The folder {where!r} cannot be written to: {error.strerror}. Choose another one with --out."
    )
