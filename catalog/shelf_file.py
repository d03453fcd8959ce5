"""A shelf in one SQLite file, which any damage costs no more than the products it hit."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from catalog.json_values import RecordError, record_of
from catalog.shelf import Saved, ShelfError, printed_record
from catalog.shelf_pages import PAGE, Columns, checksum, rows, rows_of_version_1

VERSION = 2
"""Version 1 had no checksum. A newer version has another table, not only another number: the number may be damaged."""
_TABLE = (
    "CREATE TABLE product (checksum BLOB NOT NULL, id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, record TEXT NOT NULL) "
    "STRICT"
)
_TABLE_1 = "CREATE TABLE product (id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, record TEXT NOT NULL) STRICT"
_INSERT = "INSERT INTO product (checksum, id, kept_at, record) VALUES (checksum(?1, ?2, ?3), ?1, ?2, ?3)"
_REPLACE = (
    f"{_INSERT} ON CONFLICT (id) DO UPDATE SET "
    "checksum = checksum(id, kept_at, excluded.record), record = excluded.record"
)
_DELETE = "DELETE FROM product WHERE id = ?"
_WAIT_SECONDS = 10.0

_Trouble = Literal["gone", "no file", "damaged", "old", "newer"]


class FileShelf:
    """A shelf in one SQLite file. Each change is one transaction: after a crash it is there whole or not at all.

    Whatever lies in the file's place, the shelf can be used, and whatever happens to the file while it is used. A file
    that is damaged, or written by a newer Magnify, is kept beside it under a name that ``notice`` tells, and every
    product that can still be read out of it goes to a new one. A file that is gone is made anew. Where nothing can be
    written, what can be read is shown.

    Raises ShelfError when neither is possible.
    """

    def __init__(self, path: Path) -> None:
        # A person may keep the file elsewhere and have a link to it here: the link stays when the file is made anew.
        self._path = Path(os.path.realpath(path))
        self._notices: dict[str, None] = {}
        self._sound: tuple[int, ...] | None = None
        """Signature of the file when it was last found sound."""
        self._parsed: dict[bytes, Saved] = {}
        """By checksum, the products of the last reading: a page reads its shelf at every click."""
        self.saved()

    @property
    def notice(self) -> str | None:
        return " ".join(self._notices) or None

    def saved(self) -> tuple[Saved, ...]:
        """Raises ShelfError."""
        with self._told("read"):
            try:
                return self._read()
            except _UnusableError:
                pass
            try:
                with self._alone():
                    self._make_usable()
                    return self._read()
            except (sqlite3.Error, OSError) as error:
                if _code(error) == sqlite3.SQLITE_BUSY:
                    raise
                return self._as_it_lies(error)

    def put(self, saved: Saved) -> None:
        """Raises ShelfError."""
        self._change(_REPLACE, (saved.id, saved.kept_at, printed_record(saved.record)))

    def remove(self, id_: str) -> None:
        """Raises ShelfError."""
        self._change(_DELETE, (id_,))

    def _change(self, sql: str, values: tuple[str, ...]) -> None:
        with self._told("changed"), self._alone():
            try:
                self._change_once(sql, values)
            except _UnusableError:
                self._make_usable()
                self._change_once(sql, values)

    def _change_once(self, sql: str, values: tuple[str, ...]) -> None:
        # A change to a file whose pages are in disorder could overwrite a product that is still whole.
        if self._sound is None or _signature(self._path) != self._sound:
            self._read()
        try:
            with self._connected() as base:
                base.execute(sql, values)
        except sqlite3.OperationalError as error:
            if sql != _DELETE or _code(error) != sqlite3.SQLITE_FULL:
                raise
            # Overwriting takes room for its way back. On a full disk a product must still be able to go.
            with self._connected() as base:
                base.execute("PRAGMA secure_delete = OFF")
                base.execute(sql, values)
        self._sound = _signature(self._path)

    def _read(self) -> tuple[Saved, ...]:
        """The products of a sound file of this version. Raises _UnusableError."""
        signature = _signature(self._path)
        if signature is None:
            raise _UnusableError("gone")
        if not self._path.is_file():
            raise _UnusableError("no file")
        with self._connected() as base:
            if signature != self._sound:
                _check(self._path, base)
            found = base.execute(
                "SELECT checksum, id, kept_at, record FROM product ORDER BY kept_at, id"
            ).fetchall()
        parsed: dict[bytes, Saved] = {}
        for sum_, *columns in found:
            whole = all(isinstance(one, bytes) for one in columns) and sum_ == checksum(*columns)
            one = self._parsed.get(sum_) or _saved(columns) if whole else None
            if one is None:
                raise _UnusableError("damaged")
            parsed[sum_] = one
        self._sound, self._parsed = signature, parsed
        return tuple(parsed.values())

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction: kept when the block ends well, else undone. Raises _UnusableError."""
        try:
            # Never makes a file: only _begin does that, with the table in it.
            with closing(
                sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=_WAIT_SECONDS)
            ) as base:
                base.text_factory = bytes  # text that is no UTF-8 any more concerns its own row only
                _prepare(base)
                with base:
                    yield base
        except (sqlite3.Error, UnicodeDecodeError) as error:
            # SQLite's message may hold a piece of the file, which then is no text.
            if isinstance(error, UnicodeDecodeError) or _code(error) in _DAMAGE:
                raise _UnusableError("damaged") from error
            raise

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Lets one process at a time change the shelf or make it anew: SQLite's own lock, on a file beside it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ShelfError(
                f"The shelf's folder {self._path.parent} cannot be made: {error.strerror}."
            ) from error
        lock = self._path.with_name(f"{self._path.stem}.lock")
        if lock.exists() and not (lock.is_file() and lock.stat().st_size == 0):
            raise ShelfError(
                f"{lock} is not the lock of this shelf, which is an empty file. Move it elsewhere."
            )
        with closing(sqlite3.connect(lock, timeout=_WAIT_SECONDS)) as held:
            held.execute("PRAGMA journal_mode = OFF")  # nothing is written, and a disk may be full
            held.execute("BEGIN EXCLUSIVE")
            yield

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Makes of what SQLite or the disk refuses a ShelfError that says what to do."""
        try:
            yield
        except (sqlite3.Error, OSError, _UnusableError) as error:
            unchanged = " Nothing was changed." if what == "changed" else ""
            raise ShelfError(
                f"The shelf {self._path} cannot be {what}: {_reason(error)}.{unchanged}"
            ) from error

    def _trouble(self) -> _Trouble | None:
        """What keeps the file from being used; None where nothing does."""
        self._sound = None
        try:
            self._read()
        except _UnusableError as error:
            return error.why
        return None

    def _make_usable(self) -> None:
        """Puts a sound file in the place of what is there. Only for who is alone."""
        known = self._sound is not None
        why = self._trouble()
        if why is None:
            return  # another window has done it meanwhile
        if why == "gone":
            for beside in _beside(self._path):
                beside.unlink(missing_ok=True)  # of the file that is gone: it would bring its products back
            self._begin(())
            if known:
                self._notices["The shelf's file was gone, and a new one was begun."] = None
            return
        found, certain = self._readable()
        count = self._count() if found else None
        if why == "old" and len(found) == count:
            self._begin(found)
            return
        if why == "old" or found:
            why = "damaged"  # as a "newer" one is whose products are of this version
        aside = self._kept_aside(why)
        self._begin(found)
        self._notices[_moved(why, aside, len(found), count, certain)] = None

    def _as_it_lies(self, error: Exception) -> tuple[Saved, ...]:
        """What can be read of a file that cannot be made usable, because of ``error``."""
        found, _ = self._readable() if self._path.is_file() else ((), True)
        if not found:
            raise error
        self._notices[
            f"The shelf {self._path} is not as it should be, and cannot be mended: {_reason(error)}. "
            "What can be read of it is shown; nothing can be kept on it."
        ] = None
        return found

    def _readable(self) -> tuple[tuple[Saved, ...], bool]:
        """Every product that can be read out of the file, and whether none of them can have been deleted before."""
        if not self._path.is_file():
            return (), True
        found = {one.id: one for _, *columns in rows(self._path) if (one := _saved(columns))}
        if found:
            return _in_order(found), True
        listed = self._rows_of_sound_version_1()
        for columns in rows_of_version_1(self._path) if listed is None else listed:
            one = _saved(columns)
            if one is not None:
                # Which of two versions of a product is the later one cannot be told: both are kept.
                other = found.get(one.id, one) != one
                one = replace(one, id=uuid.uuid4().hex) if other else one
                found[one.id] = one
        return _in_order(found), listed is not None or not found

    def _rows_of_sound_version_1(self) -> list[Columns] | None:
        """Id, time and record as SQLite lists them; None where it cannot, or where this is no file of version 1."""
        try:
            with self._connected() as base:
                if _tables(base) != _tables_with(_TABLE_1):
                    return None
                return base.execute("SELECT id, kept_at, record FROM product").fetchall()
        except _UnusableError:
            return None

    def _count(self) -> int | None:
        """How many products the file says it has; None where it does not say."""
        try:
            with self._connected() as base:
                (count,) = base.execute("SELECT count(*) FROM product").fetchone()
        except _UnusableError:
            return None
        return int(count)

    def _kept_aside(self, why: _Trouble) -> Path:
        """Where what is there is kept from now on. A file still stands in its place as well, until it is replaced."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        word = "newer" if why == "newer" else "damaged"
        aside = self._path.with_name(
            f"{self._path.stem}.{word}-{stamp}-{uuid.uuid4().hex[:6]}{self._path.suffix}"
        )
        if not self._path.is_file():
            self._path.rename(aside)
            return aside
        shutil.copy2(self._path, aside)
        _written_out(aside)
        for beside, new in zip(_beside(self._path), _beside(aside), strict=True):
            if beside.exists():
                beside.rename(new)  # it belongs to the old file, and SQLite would play it into the new one
        return aside

    def _begin(self, found: Iterable[Saved]) -> None:
        """Puts a new file with these products in place, all at once."""
        new = self._path.with_name(f"{self._path.stem}.new{self._path.suffix}")
        journal = new.with_name(f"{new.name}-journal")
        try:
            for left in (new, journal):  # by a process that was killed here
                left.unlink(missing_ok=True)
            with closing(sqlite3.connect(new)) as base, base:
                base.execute(f"PRAGMA page_size = {PAGE}")
                _prepare(base)
                base.execute(_TABLE)
                base.execute(f"PRAGMA user_version = {VERSION}")
                base.executemany(
                    _INSERT, [(one.id, one.kept_at, printed_record(one.record)) for one in found]
                )
            if self._path.is_file():
                shutil.copymode(self._path, new)
            new.replace(self._path)
        finally:
            for left in (new, journal):
                left.unlink(missing_ok=True)
        _written_out(self._path.parent)


class _UnusableError(Exception):
    """The file cannot be used as it is."""

    def __init__(self, why: _Trouble) -> None:
        self.why = why
        super().__init__(why)


_DAMAGE = frozenset(
    {
        *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT),
        *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_CONSTRAINT),
    }
)
"""What SQLite says of a damaged file: the statements of this module are right, so an error in one is the file's."""
_REASONS: Mapping[int | None, str] = {
    sqlite3.SQLITE_BUSY: "it is locked, because another program is using it. Try again when that is done",
    sqlite3.SQLITE_READONLY: "the file or its folder may only be read",
    sqlite3.SQLITE_PERM: "the file or its folder may not be opened",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder may not be opened, or may only be read",
    sqlite3.SQLITE_FULL: "the disk is full. Make room and try again",
}


def _code(error: Exception) -> int | None:
    """SQLite's primary code of an error; None for another error."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror} ({error.filename})" if error.filename else str(error.strerror)
    if isinstance(error, _UnusableError):
        return "it is changed by something else all the time"
    return _REASONS.get(_code(error), str(error))


def _prepare(base: sqlite3.Connection) -> None:
    base.create_function("checksum", 3, _checksum, deterministic=True)
    base.execute("PRAGMA synchronous = FULL")
    base.execute("PRAGMA secure_delete = ON")  # what is deleted is gone, and rows() never finds it again
    base.execute("PRAGMA trusted_schema = OFF")


def _checksum(*columns: str | bytes) -> bytes:
    return checksum(*(one.encode() if isinstance(one, str) else one for one in columns))


def _signature(path: Path) -> tuple[int, ...] | None:
    """Changes whenever the file does; None where there is none. Raises OSError."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _beside(path: Path) -> tuple[Path, ...]:
    """What SQLite may leave beside a file: the way back from a change that was cut off, or the change."""
    return tuple(path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm"))


def _tables(base: sqlite3.Connection) -> list[tuple[bytes, bytes, bytes | None]]:
    return base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()


def _tables_with(table: str) -> list[tuple[bytes, bytes, bytes | None]]:
    """What SQLite lists of a file with this table."""
    return [(b"table", b"product", table.encode()), (b"index", b"sqlite_autoindex_product_1", None)]


def _check(path: Path, base: sqlite3.Connection) -> None:
    """Raises _UnusableError where the file is not sound, or not of this version."""
    with path.open("rb") as file:
        header = file.read(20)
    # The versions of the format for writing and reading: a larger one would only forbid to write.
    if not set(header[18:20]) <= {1, 2}:
        raise _UnusableError("damaged")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    tables = _tables(base)
    if tables == _tables_with(_TABLE_1) and version == 1:
        raise _UnusableError("old")
    if tables != _tables_with(_TABLE):
        raise _UnusableError("newer" if version > VERSION else "damaged")
    if version != VERSION or base.execute("PRAGMA integrity_check(1)").fetchone() != (b"ok",):
        raise _UnusableError("damaged")


def _saved(columns: Sequence[Any]) -> Saved | None:
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


def _in_order(found: Mapping[str, Saved]) -> tuple[Saved, ...]:
    return tuple(sorted(found.values(), key=lambda one: (one.kept_at, one.id)))


def _moved(why: _Trouble, aside: Path, kept: int, count: int | None, certain: bool) -> str:
    """What the person should know of a file that was kept aside."""
    instead = f"It was kept as {aside}, and an empty one was begun."
    if why == "newer":
        return f"The shelf was written by a newer version of Magnify. {instead}"
    if why == "no file":
        return f"In the shelf's place was no file. {instead}"
    if not kept:
        read = "None of its products could be read, and an empty one was begun."
    elif count is None or count < kept:
        read = f"{kept} of its products could be read and are kept. Whether there were more cannot be told."
    elif count > kept:
        read = f"{kept} of its {count} products could be read and are kept; {count - kept} could not be read."
    else:
        read = f"All its products ({kept}) could be read and are kept."
    again = "" if certain else " Some may be products that you had deleted, or earlier versions of a product."
    return f"The shelf was damaged. {read}{again} The damaged file was kept as {aside}."


def _written_out(path: Path) -> None:
    """Waits until a file or folder is on the disk; only where a system can do that for what is open to read."""
    if os.name != "posix":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
