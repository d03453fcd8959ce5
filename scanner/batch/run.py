"""The whole way of a batch: each photo is found, looked up in the journal, read once and written down."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from scanner.batch.desk import Task, failed
from scanner.batch.engine import Engine
from scanner.batch.entry import Entry
from scanner.batch.sources import LIMIT_SECONDS
from scanner.batch.storage import unanswered
from scanner.batch.tally import Tally
from scanner.batch.waiting import Crew
from scanner.errors import PhotoError

_AHEAD = 8
"""Photos fetched before their turn, so that a storage far away is not waited for each time."""
_PATIENCE_S = 1.0
"""So long the next photo keeps its turn; then those behind it that are there already go first."""
_PULSE_S = 0.2
_END = object()
_BREATH = 100
"""After so many photos that need not be read, results that wait are written."""


@dataclass
class _Flight:
    """A photo that is being read, and those with the same content that wait for its result."""

    entry: Entry
    sha256: str
    same: list[Entry] = field(default_factory=list)


class Book(Protocol):
    """Where results are written down and looked up, such as ``Journal``."""

    def knows(self, entry: Entry) -> bool:
        """Whether this photo has its line, as far as can be told without opening it."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether a photo of this content has been read."""
        ...

    def write(self, entry: Entry, sha256: str | None, record: Mapping[str, Any]) -> None:
        """Adds the line of a photo. Raises ``FolderError``."""
        ...

    def write_same(self, entry: Entry, sha256: str) -> None:
        """Adds the line of a photo whose content was read before. Raises ``FolderError``."""
        ...


def run(
    entries: Iterable[Entry | None],
    book: Book,
    engine: Engine,
    tally: Tally,
    watch: Callable[[], None],
    *,
    limit_s: float = LIMIT_SECONDS,
) -> None:
    """Reads the photos that the book does not know. ``watch`` is called after every step.

    A ``None`` among the entries means that the next one is waited for. A photo that does not arrive within
    ``limit_s`` seconds is given up. Raises ``BatchError`` or ``ReaderMissingError`` when it cannot go on; what was
    read is in the book.
    """
    for _ in steps(entries, book, engine, tally, limit_s):
        watch()


def steps(
    entries: Iterable[Entry | None],
    book: Book,
    engine: Engine,
    tally: Tally,
    limit_s: float = LIMIT_SECONDS,
) -> Iterator[bool]:
    """The same one step at a time: whether there was a result, or the engine is still at work."""
    return _Run(book, engine, tally, limit_s).steps(entries)


class _Run:
    def __init__(self, book: Book, engine: Engine, tally: Tally, limit_s: float) -> None:
        self._book, self._engine, self._tally, self._limit_s = book, engine, tally, limit_s
        self._flights: dict[int, _Flight] = {}
        self._by_content: dict[str, _Flight] = {}

    def steps(self, entries: Iterable[Entry | None]) -> Iterator[bool]:
        for reading in self._engine.readings(self._tasks(entries)):
            if reading is not None:
                flight = self._flights.pop(reading.number)
                del self._by_content[flight.sha256]
                self._book.write(flight.entry, flight.sha256, reading.record)
                self._tally.count(reading.record)
                if reading.note and reading.note not in self._tally.notes:
                    self._tally.notes.append(reading.note)
                for entry in flight.same:
                    self._same(entry, flight.sha256)
            yield reading is not None

    def _tasks(self, entries: Iterable[Entry | None]) -> Iterator[Task | None]:
        """The photos that have to be read; None now and then between those that have not, and while none is here."""
        idle = 0
        for number, fetch in enumerate(_fetched(self._unknown(entries), self._limit_s)):
            task = None if fetch is None else self._task(number, fetch)
            idle = 0 if task or fetch is None else idle + 1
            if task or idle % _BREATH == 0:
                yield task

    def _unknown(self, entries: Iterable[Entry | None]) -> Iterator[Entry | None]:
        for entry in entries:
            if entry is not None and self._book.knows(entry):
                self._tally.known += 1
            else:
                yield entry

    def _task(self, number: int, fetch: _Fetch) -> Task | None:
        """The task for a photo; None where its content is known, being read, or cannot be had."""
        entry = fetch.entry
        try:
            data = fetch.data.result() if fetch.data.done() else None
            if data is None:
                raise unanswered(entry.name, self._limit_s)
        except PhotoError as error:
            record = failed(entry.name, error)
            self._book.write(entry, None, record)
            self._tally.count(record)
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        if flight := self._by_content.get(sha256):
            flight.same.append(entry)
            return None
        if self._book.has(sha256):
            self._same(entry, sha256)
            return None
        self._flights[number] = self._by_content[sha256] = _Flight(entry, sha256)
        nearby = entry.path is not None and self._engine.shares_files
        return Task(number, entry.name, entry.path if entry.path is not None and nearby else data)

    def _same(self, entry: Entry, sha256: str) -> None:
        self._book.write_same(entry, sha256)
        self._tally.same += 1


@dataclass(frozen=True)
class _Fetch:
    """A photo on its way here."""

    entry: Entry
    data: Future[bytes]
    began: float = field(default_factory=time.monotonic)


def _fetched(entries: Iterator[Entry | None], limit_s: float) -> Iterator[_Fetch | None]:
    """Each entry once its bytes are here or its time is over, a few fetched at once; None while none is."""
    waiting: list[_Fetch] = []
    crew = Crew(_AHEAD + 1)
    more = True
    try:
        while more or waiting:
            while more and len(waiting) <= _AHEAD:
                entry = next(entries, _END)
                if entry is None:
                    break
                if isinstance(entry, Entry):
                    waiting.append(_Fetch(entry, crew.submit(entry.fetch)))
                else:
                    more = False
            fetch = _next(waiting, limit_s) if waiting else None
            if fetch is not None:
                waiting.remove(fetch)
                if not fetch.data.done():
                    crew.hire()
            if fetch is not None or more or waiting:
                yield fetch
    finally:
        crew.dismiss()


def _next(waiting: list[_Fetch], limit_s: float) -> _Fetch | None:
    """The first of those that are done with, which is waited for a moment; None where none is."""
    first = waiting[0]
    patience = first.began + _PATIENCE_S - time.monotonic()
    if patience > 0:
        with suppress(TimeoutError):
            first.data.exception(min(_PULSE_S, patience))
    else:
        wait([fetch.data for fetch in waiting], _PULSE_S, FIRST_COMPLETED)
    if first.data.done() or patience > 0:
        return first if first.data.done() else None
    now = time.monotonic()
    return next((one for one in waiting if one.data.done() or now > one.began + limit_s), None)
