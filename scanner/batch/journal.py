"""What has been read so far, on the disk: one line of JSON for each photo, written as its result comes.

A line is the object of ``magnify scan --json`` with the photo's ``source``, ``stamp`` and the ``version`` that read
it. A photo with the same content as an earlier one has a short line that names it (``same_as``). Whatever ends the
program, whole lines stay whole: a line that was cut off is removed when the journal is opened again.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scanner.batch.entry import Entry
from scanner.batch.errors import FolderError
from scanner.screen_text import visible

FILE = "results.jsonl"
PASSING = frozenset({"timeout", "memory", "killed", "internal", "reader_failed"})
"""Causes that may not come again, on a larger machine or with another version of an engine."""
_SHA256 = re.compile("[0-9a-f]{64}")
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character that takes two: JSON can hold one alone, no name written here does."""
_SYNC_EVERY_S = 5.0
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Journal:
    """The journal of one folder, for one version of the scanner. Only one process can have it open."""

    def __init__(self, folder: Path, version: str, *, retry: bool = False) -> None:
        """Opens it, made where it is missing, and mends it. ``retry`` forgets photos that failed in passing.

        Raises ``FolderError`` when the folder cannot be written to or another run writes to it.
        """
        self.path, self._version, self._retry = folder / FILE, version, retry
        self._done: dict[bytes, int] = {}
        self._seen: set[bytes] = set()
        self._synced = time.monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise _told(error, folder) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._end = self._load()
        except BlockingIOError as error:
            os.close(self._file)
            raise FolderError(f"Another run writes to {visible(str(folder))!r}. Wait for its end.") from error
        except OSError as error:
            os.close(self._file)
            raise _told(error, folder) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        os.fsync(self._file)
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

    def _load(self) -> int:
        """The length of the journal, mended: without a line that was cut off, and without one that is no JSON."""
        end, spoiled = 0, False
        with self.path.open("rb") as file:
            for line in file:
                record = _parsed(line)
                if record is not None and spoiled:
                    return self._mend()
                if record is None:
                    spoiled = True
                else:
                    self._note(record, end)
                    end += len(line)
        if spoiled:  # only at the end, where the program was ended while it wrote
            os.ftruncate(self._file, end)
        return end

    def _mend(self) -> int:
        """Keeps the whole lines only; those after a spoiled one move to its place."""
        self._done.clear()
        self._seen.clear()
        kept = self.path.with_name(f".{FILE}.mended")
        end = 0
        with self.path.open("rb") as file, kept.open("wb") as mended:
            for line in file:
                if (record := _parsed(line)) is not None:
                    self._note(record, end)
                    end += mended.write(line)
            mended.flush()
            os.fsync(mended.fileno())
        self._replace(kept)
        return end

    def _replace(self, mended: Path) -> None:
        """Puts the mended file in the place of the journal, and holds it instead."""
        file = os.open(mended, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        mended.replace(self.path)
        os.close(self._file)
        self._file = file

    def _note(self, record: Mapping[str, Any], offset: int) -> None:
        """Remembers the photo of a line: 250 bytes each, so that a million fit in memory."""
        if record["version"] != self._version or record["sha256"] is None:
            return  # what could not be opened may be there next time
        if self._retry and str(record.get("error")) in PASSING:
            return
        if "same_as" not in record:
            self._done[self._content_id(record["sha256"])] = offset
        if record["stamp"] is not None:
            self._seen.add(self._entry_id(record["source"], record["stamp"]))

    def _entry_id(self, source: str, stamp: str) -> bytes:
        return hashlib.blake2b(f"{source}\0{stamp}".encode(), digest_size=16).digest()

    def _content_id(self, sha256: str) -> bytes:
        return bytes.fromhex(sha256)[:16]


def _parsed(line: bytes) -> dict[str, Any] | None:
    """The record of a line that was written whole, else None."""
    if not line.endswith(b"\n"):
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and _is_whole(record) else None


def _is_whole(record: Mapping[str, Any]) -> bool:
    """Whether the line says which photo it is of: what a broken disk changed may still be JSON."""
    if not all(key in record for key in ("sha256", "source", "stamp", "version")):
        return False
    sha256, source, stamp = record["sha256"], record["source"], record["stamp"]
    return (sha256 is None or (isinstance(sha256, str) and _SHA256.fullmatch(sha256) is not None)) and all(
        isinstance(text, str) and not _HALF.search(text) for text in (source, stamp or "")
    )


def _told(error: OSError, folder: Path) -> FolderError:
    where = visible(str(folder))
    if error.errno in _FULL:
        return FolderError(
            f"There is no room left for {where!r}. What was read is saved: make room and run the same command again."
        )
    return FolderError(
        f"The folder {where!r} cannot be written to: {error.strerror}. Choose another one with --out."
    )
