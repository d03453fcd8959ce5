"""The table of a shelf's file: how it is written, when the file is sound, and what SQLite says when it is not."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from catalog.json_values import RecordError, record_of
from catalog.shelf import Saved
from catalog.shelf_pages import checksum

VERSION = 2
"""Version 1 had no checksum. A newer version has another table, not only another number: the number may be damaged."""
TABLE = (
    "CREATE TABLE product (checksum BLOB NOT NULL, id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, record TEXT NOT NULL) "
    "STRICT"
)
TABLE_1 = "CREATE TABLE product (id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, record TEXT NOT NULL) STRICT"
INSERT = "INSERT INTO product (checksum, id, kept_at, record) VALUES (checksum(?1, ?2, ?3), ?1, ?2, ?3)"
REPLACE = (
    f"{INSERT} ON CONFLICT (id) DO UPDATE SET "
    "checksum = checksum(id, kept_at, excluded.record), record = excluded.record"
)
DELETE = "DELETE FROM product WHERE id = ?"

Trouble = Literal["gone", "no file", "damaged", "old", "newer"]


class UnusableError(Exception):
    """The file cannot be used as it is."""

    def __init__(self, why: Trouble) -> None:
        self.why = why
        super().__init__(why)


DAMAGE = frozenset(
    {
        *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT),
        *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_CONSTRAINT),
    }
)
"""SQLite's codes for a damaged file. The statements here are right, so an error in one of them is the file's."""
_REASONS: Mapping[int | None, str] = {
    sqlite3.SQLITE_BUSY: "it is locked, because another program is using it. Try again when that is done",
    sqlite3.SQLITE_READONLY: "the file or its folder may only be read",
    sqlite3.SQLITE_PERM: "the file or its folder may not be opened",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder may not be opened, or may only be read",
    sqlite3.SQLITE_FULL: "the disk is full. Make room and try again",
}


def code_of(error: Exception) -> int | None:
    """SQLite's primary code of an error; None for another error."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def reason(error: Exception) -> str:
    """Why SQLite or the disk refuses, in words that hold nothing of the file."""
    if isinstance(error, OSError):
        return f"{error.strerror} ({error.filename})" if error.filename else str(error.strerror)
    if isinstance(error, UnusableError):
        return "it is changed by something else all the time"
    return _REASONS.get(code_of(error), str(error))


def prepare(base: sqlite3.Connection) -> None:
    """Sets what every connection to a shelf needs."""
    base.create_function("checksum", 3, _checksum, deterministic=True)
    base.execute("PRAGMA synchronous = FULL")
    base.execute("PRAGMA secure_delete = ON")  # what is deleted is gone, and rows() never finds it again
    base.execute("PRAGMA trusted_schema = OFF")


def _checksum(*columns: str | bytes) -> bytes:
    return checksum(*(one.encode() if isinstance(one, str) else one for one in columns))


def signature_of(path: Path) -> tuple[int, ...] | None:
    """Changes whenever the file does; None where there is none. Raises OSError."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def beside_it(path: Path) -> tuple[Path, ...]:
    """What SQLite may leave beside a file: the way back from a change that was cut off, or the change."""
    return tuple(path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm"))


def tables(base: sqlite3.Connection) -> list[tuple[bytes, bytes, bytes | None]]:
    """What SQLite lists of a file: type, name and statement of each table and index."""
    return base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()


def tables_with(table: str) -> list[tuple[bytes, bytes, bytes | None]]:
    """What SQLite lists of a file with this table."""
    return [(b"table", b"product", table.encode()), (b"index", b"sqlite_autoindex_product_1", None)]


def check(path: Path, base: sqlite3.Connection) -> None:
    """Raises UnusableError where the file is not sound, or not of this version."""
    with path.open("rb") as file:
        header = file.read(20)
    # The versions of the format for writing and reading: a larger one would only forbid to write.
    if not set(header[18:20]) <= {1, 2}:
        raise UnusableError("damaged")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    listed = tables(base)
    if listed == tables_with(TABLE_1) and version == 1:
        raise UnusableError("old")
    if listed != tables_with(TABLE):
        raise UnusableError("newer" if version > VERSION else "damaged")
    if version != VERSION or base.execute("PRAGMA integrity_check(1)").fetchone() != (b"ok",):
        raise UnusableError("damaged")


def saved_of(columns: Sequence[Any]) -> Saved | None:
    """The product of a stored id, time and record; None where they are none."""
    if not all(isinstance(one, bytes) for one in columns):
        return None
    try:
        id_, kept_at, record = (one.decode() for one in columns)
        found = Saved(id_, kept_at, record_of(record, "record"))
        found.product  # noqa: B018 - read to see that it can be
    except (UnicodeDecodeError, RecordError):
        return None
    return found


def write_out(path: Path) -> None:
    """Waits until a file or folder is on the disk; only where a system can do that for what is open to read."""
    if os.name != "posix":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
