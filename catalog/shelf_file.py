"""A shelf in one SQLite file, which any damage costs no more than the products it hit."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalog.shelf import Saved, ShelfError, printed_record
from catalog.shelf_pages import PAGE, Columns, checksum, rows, rows_of_version_1
from catalog.shelf_table import (
    DAMAGE,
    DELETE,
    INSERT,
    REPLACE,
    TABLE,
    TABLE_1,
    VERSION,
    Trouble,
    UnusableError,
    beside_it,
    check,
    code_of,
    prepare,
    reason,
    saved_of,
    signature_of,
    tables,
    tables_with,
    write_out,
)

_WAIT_SECONDS = 10.0


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
            except UnusableError:
                pass
            try:
                with self._alone():
                    self._make_usable()
                    return self._read()
            except (sqlite3.Error, OSError) as error:
                if code_of(error) == sqlite3.SQLITE_BUSY:
                    raise
                return self._as_it_lies(error)

    def put(self, saved: Saved) -> None:
        """Raises ShelfError."""
        self._change(REPLACE, (saved.id, saved.kept_at, printed_record(saved.record)))

    def remove(self, id_: str) -> None:
        """Raises ShelfError."""
        self._change(DELETE, (id_,))

    def _change(self, sql: str, values: tuple[str, ...]) -> None:
        with self._told("changed"), self._alone():
            try:
                self._change_once(sql, values)
            except UnusableError:
                self._make_usable()
                self._change_once(sql, values)

    def _change_once(self, sql: str, values: tuple[str, ...]) -> None:
        # A change to a file whose pages are in disorder could overwrite a product that is still whole.
        if self._sound is None or signature_of(self._path) != self._sound:
            self._read()
        try:
            with self._connected() as base:
                base.execute(sql, values)
        except sqlite3.OperationalError as error:
            if sql != DELETE or code_of(error) != sqlite3.SQLITE_FULL:
                raise
            # Overwriting takes room for its way back. On a full disk a product must still be able to go.
            with self._connected() as base:
                base.execute("PRAGMA secure_delete = OFF")
                base.execute(sql, values)
        self._sound = signature_of(self._path)

    def _read(self) -> tuple[Saved, ...]:
        """The products of a sound file of this version. Raises UnusableError."""
        signature = signature_of(self._path)
        if signature is None:
            raise UnusableError("gone")
        if not self._path.is_file():
            raise UnusableError("no file")
        with self._connected() as base:
            if signature != self._sound:
                check(self._path, base)
            found = base.execute(
                "SELECT checksum, id, kept_at, record FROM product ORDER BY kept_at, id"
            ).fetchall()
        parsed: dict[bytes, Saved] = {}
        for sum_, *columns in found:
            whole = all(isinstance(one, bytes) for one in columns) and sum_ == checksum(*columns)
            one = self._parsed.get(sum_) or saved_of(columns) if whole else None
            if one is None:
                raise UnusableError("damaged")
            parsed[sum_] = one
        self._sound, self._parsed = signature, parsed
        return tuple(parsed.values())

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction: kept when the block ends well, else undone. Raises UnusableError."""
        try:
            # Never makes a file: only _begin does that, with the table in it.
            with closing(
                sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=_WAIT_SECONDS)
            ) as base:
                base.text_factory = bytes  # text that is no UTF-8 any more concerns its own row only
                prepare(base)
                with base:
                    yield base
        except (sqlite3.Error, UnicodeDecodeError) as error:
            # SQLite's message may hold a piece of the file, which then is no text.
            if isinstance(error, UnicodeDecodeError) or code_of(error) in DAMAGE:
                raise UnusableError("damaged") from error
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
        except (sqlite3.Error, OSError, UnusableError) as error:
            unchanged = " Nothing was changed." if what == "changed" else ""
            raise ShelfError(
                f"The shelf {self._path} cannot be {what}: {reason(error)}.{unchanged}"
            ) from error

    def _trouble(self) -> Trouble | None:
        """What keeps the file from being used; None where nothing does."""
        self._sound = None
        try:
            self._read()
        except UnusableError as error:
            return error.why
        return None

    def _make_usable(self) -> None:
        """Puts a sound file in the place of what is there. Only for who is alone."""
        known = self._sound is not None
        why = self._trouble()
        if why is None:
            return  # another window has done it meanwhile
        if why == "gone":
            for beside in beside_it(self._path):
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
            f"The shelf {self._path} is not as it should be, and cannot be mended: {reason(error)}. "
            "What can be read of it is shown; nothing can be kept on it."
        ] = None
        return found

    def _readable(self) -> tuple[tuple[Saved, ...], bool]:
        """Every product that can be read out of the file, and whether none of them can have been deleted before."""
        if not self._path.is_file():
            return (), True
        found = {one.id: one for _, *columns in rows(self._path) if (one := saved_of(columns))}
        if found:
            return _in_order(found), True
        listed = self._rows_of_sound_version_1()
        for columns in rows_of_version_1(self._path) if listed is None else listed:
            one = saved_of(columns)
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
                if tables(base) != tables_with(TABLE_1):
                    return None
                return base.execute("SELECT id, kept_at, record FROM product").fetchall()
        except UnusableError:
            return None

    def _count(self) -> int | None:
        """How many products the file says it has; None where it does not say."""
        try:
            with self._connected() as base:
                (count,) = base.execute("SELECT count(*) FROM product").fetchone()
        except UnusableError:
            return None
        return int(count)

    def _kept_aside(self, why: Trouble) -> Path:
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
        write_out(aside)
        for beside, new in zip(beside_it(self._path), beside_it(aside), strict=True):
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
                prepare(base)
                base.execute(TABLE)
                base.execute(f"PRAGMA user_version = {VERSION}")
                base.executemany(INSERT, [(one.id, one.kept_at, printed_record(one.record)) for one in found])
            if self._path.is_file():
                shutil.copymode(self._path, new)
            new.replace(self._path)
        finally:
            for left in (new, journal):
                left.unlink(missing_ok=True)
        write_out(self._path.parent)


def _in_order(found: Mapping[str, Saved]) -> tuple[Saved, ...]:
    return tuple(sorted(found.values(), key=lambda one: (one.kept_at, one.id)))


def _moved(why: Trouble, aside: Path, kept: int, count: int | None, certain: bool) -> str:
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
