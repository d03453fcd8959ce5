"""Products someone keeps: in one SQLite file of their data folder, or for one session only.

A record is the JSON object of one scan (see ``Product.from_scan``), with what the person typed.
"""

import json
import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from catalog.json_values import RecordError, record_of
from catalog.product import Product

SESSION_ONLY = "session"
"""Value of MAGNIFY_SHELF on a shared server: nothing is stored, no one sees another's products."""
VERSION = 1
MOST_LINES = 5000
"""Products that are brought in at once: each is one write to the disk."""
_FILE = "shelf.sqlite3"
_WAIT_SECONDS = 10.0


@dataclass(frozen=True)
class Saved:
    """One product on the shelf."""

    id: str
    kept_at: str
    """UTC, ISO 8601."""
    record: Mapping[str, Any]

    @cached_property
    def product(self) -> Product:
        return Product.from_scan(self.record)


class Shelf(Protocol):
    """Where products are kept, oldest first."""

    notice: str | None
    """What the person should know about the shelf itself."""

    def saved(self) -> tuple[Saved, ...]: ...

    def put(self, saved: Saved) -> None:
        """Keeps the product; one with the same id is replaced."""
        ...

    def remove(self, id_: str) -> None: ...


class ShelfError(Exception):
    """The shelf cannot be read or written; says why and what to do."""


def new(record: Mapping[str, Any]) -> Saved:
    """The record as a product to keep. Raises RecordError where it is none."""
    Product.from_scan(record)
    return Saved(uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="microseconds"), record)


class SessionShelf:
    """A shelf that lasts as long as the object."""

    def __init__(self) -> None:
        self.notice: str | None = None
        self._saved: dict[str, Saved] = {}

    def saved(self) -> tuple[Saved, ...]:
        return tuple(sorted(self._saved.values(), key=lambda one: (one.kept_at, one.id)))

    def put(self, saved: Saved) -> None:
        before = self._saved.get(saved.id)
        self._saved[saved.id] = saved if before is None else replace(saved, kept_at=before.kept_at)

    def remove(self, id_: str) -> None:
        self._saved.pop(id_, None)


class FileShelf:
    """A shelf in one SQLite file. Each change is one transaction: after a crash it is there whole or not at all.

    A file that is damaged, or written by a newer Magnify, is moved aside under a name that ``notice`` tells,
    never overwritten. Raises ShelfError when the folder cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.notice: str | None = None
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ShelfError(f"The shelf's folder {path.parent} cannot be made: {error.strerror}.") from error
        self._make_usable()

    def saved(self) -> tuple[Saved, ...]:
        """Raises ShelfError."""
        with self._connected() as base:
            rows = base.execute("SELECT id, kept_at, record FROM product ORDER BY kept_at, id").fetchall()
        try:
            return tuple(Saved(id_, kept_at, json.loads(record)) for id_, kept_at, record in rows)
        except ValueError as error:  # damaged after it was opened; the next opening moves it aside
            raise ShelfError(f"The shelf {self._path} is damaged: {error}. Start the app again.") from error

    def put(self, saved: Saved) -> None:
        """Raises ShelfError."""
        printed = json.dumps(saved.record)
        with self._connected() as base:
            base.execute(
                "INSERT INTO product (id, kept_at, record) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET record = excluded.record",
                (saved.id, saved.kept_at, printed),
            )

    def remove(self, id_: str) -> None:
        """Raises ShelfError."""
        with self._connected() as base:
            base.execute("DELETE FROM product WHERE id = ?", (id_,))

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction: kept when the block ends well, else undone."""
        try:
            base = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
            try:
                with base:
                    base.execute("PRAGMA synchronous = FULL")
                    yield base
            finally:
                base.close()
        except sqlite3.Error as error:
            raise ShelfError(f"The shelf {self._path} cannot be used: {error}.") from error

    def _make_usable(self) -> None:
        if self._unusable() is not None:
            with self._alone():
                why = self._unusable()  # another window may have moved it meanwhile, and begun a sound one
                if why is not None:
                    aside = self._moved_aside(why)
                    self.notice = (
                        f"The shelf was {_WHY[why]}. It was kept as {aside}, and an empty one was begun."
                    )
        with self._connected() as base:
            base.execute(
                "CREATE TABLE IF NOT EXISTS product "
                "(id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, record TEXT NOT NULL) STRICT"
            )
            base.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Lets one process at a time move a file aside: SQLite's own lock, on a file beside it."""
        try:
            lock = sqlite3.connect(self._path.with_name(f"{self._path.stem}.lock"), timeout=_WAIT_SECONDS)
            try:
                lock.execute("BEGIN EXCLUSIVE")
                yield
            finally:
                lock.close()
        except sqlite3.Error as error:
            raise ShelfError(f"The shelf {self._path} cannot be moved aside: {error}.") from error

    def _unusable(self) -> str | None:
        """What is wrong with the file there, a key of _WHY; None where it can be used."""
        if not self._path.exists():
            return None
        try:
            base = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
            try:
                (version,) = base.execute("PRAGMA user_version").fetchone()
                if version > VERSION:
                    return "newer"
                sound = base.execute("PRAGMA quick_check").fetchone() == ("ok",)
                if version == VERSION:
                    for id_, kept_at, record in base.execute("SELECT id, kept_at, record FROM product"):
                        Saved(id_, kept_at, json.loads(record)).product  # noqa: B018 - read to see that it can be
            finally:
                base.close()
        except sqlite3.OperationalError as error:
            if "no such" in str(error):
                return "damaged"  # another program's tables
            raise ShelfError(f"The shelf {self._path} cannot be used: {error}.") from error
        except (sqlite3.DatabaseError, ValueError, TypeError, RecursionError):
            return "damaged"
        return None if sound else "damaged"

    def _moved_aside(self, why: str) -> Path:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = self._path.with_name(
            f"{self._path.stem}.{why}-{stamp}-{uuid.uuid4().hex[:6]}{self._path.suffix}"
        )
        try:
            # The journal belongs to the file: without it a change cut off half-way could not be undone.
            for ending in ("-journal", "-wal", "-shm"):
                beside = self._path.with_name(self._path.name + ending)
                if beside.exists():
                    beside.rename(aside.with_name(aside.name + ending))
            self._path.rename(aside)
        except OSError as error:
            raise ShelfError(
                f"The shelf {self._path} is {why} and cannot be moved: {error.strerror}."
            ) from error
        return aside


_WHY = {"newer": "written by a newer version of Magnify", "damaged": "damaged"}


def session_only() -> bool:
    """Whether this server keeps nothing (MAGNIFY_SHELF=session). Raises ShelfError for another value."""
    wanted = os.environ.get("MAGNIFY_SHELF", "")
    if wanted not in {"", SESSION_ONLY}:
        # A misspelled promise to store nothing must not end in storing.
        raise ShelfError(f"MAGNIFY_SHELF is {wanted!r}: set it to '{SESSION_ONLY}' or leave it out.")
    return wanted == SESSION_ONLY


def shelf_path() -> Path:
    """The shelf's file in the person's data folder."""
    from platformdirs import user_data_path

    return user_data_path("magnify", appauthor=False) / _FILE


def records_as_lines(saved: Iterable[Saved]) -> str:
    """The records as JSON Lines, which ``magnify rank`` and an import take."""
    return "".join(json.dumps(one.record) + "\n" for one in saved)


def records_from_lines(printed: str) -> tuple[Saved, ...]:
    """New products from JSON Lines. Raises RecordError naming the line."""
    found: list[Saved] = []
    # Only this ends a line of JSON: other characters that part lines may stand within a text.
    for number, line in enumerate(printed.split("\n"), start=1):
        if not line.strip():
            continue
        if len(found) == MOST_LINES:
            raise RecordError(f"line {number}", f"more than {MOST_LINES} products at once")
        record = record_of(line, f"line {number}")
        try:
            found.append(new(record))
        except RecordError as error:
            raise RecordError(f"line {number}, {error.where}", error.problem) from error
    return tuple(found)
