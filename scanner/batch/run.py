"""The whole way of a batch: each photo is found, looked up in the journal, read once and written down."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol

from scanner.batch.desk import Task, failed
from scanner.batch.engine import Engine
from scanner.batch.entry import Entry
from scanner.batch.tally import Tally
from scanner.errors import PhotoError

_AHEAD = 8
"""Photos fetched before their turn, so that a storage far away is not waited for each time."""
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
    entries: Iterable[Entry], book: Book, engine: Engine, tally: Tally, watch: Callable[[], None]
) -> None:
    """Reads the photos that the book does not know. ``watch`` is called after every step.

    Raises ``BatchError`` or ``ReaderMissingError`` when it cannot go on; what was read is in the book.
    """
    for _ in steps(entries, book, engine, tally):
        watch()


def steps(entries: Iterable[Entry], book: Book, engine: Engine, tally: Tally) -> Iterator[bool]:
    """The same one step at a time: whether there was a result, or the engine is still at work."""
    return _Run(book, engine, tally).steps(entries)


class _Run:
    def __init__(self, book: Book, engine: Engine, tally: Tally) -> None:
        self._book, self._engine, self._tally = book, engine, tally
        self._flights: dict[int, _Flight] = {}
        self._by_content: dict[str, _Flight] = {}

    def steps(self, entries: Iterable[Entry]) -> Iterator[bool]:
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

    def _tasks(self, entries: Iterable[Entry]) -> Iterator[Task | None]:
        """The photos that have to be read; None now and then between those that have not."""
        idle = 0
        for number, (entry, fetched) in enumerate(_fetched(self._unknown(entries))):
            task = self._task(number, entry, fetched)
            idle = 0 if task else idle + 1
            if task or idle % _BREATH == 0:
                yield task

    def _unknown(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            if self._book.knows(entry):
                self._tally.known += 1
            else:
                yield entry

    def _task(self, number: int, entry: Entry, fetched: Future[bytes]) -> Task | None:
        """The task for a photo; None where its content is known, being read, or cannot be had."""
        try:
            data = fetched.result()
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


def _fetched(entries: Iterator[Entry]) -> Iterator[tuple[Entry, Future[bytes]]]:
    """Each entry with its bytes, which are fetched a few photos ahead."""
    with ThreadPoolExecutor(_AHEAD, "fetch") as pool:
        waiting: deque[tuple[Entry, Future[bytes]]] = deque()
        try:
            for entry in entries:
                waiting.append((entry, pool.submit(entry.fetch)))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft()
            while waiting:
                yield waiting.popleft()
        finally:
            for _, fetched in waiting:
                fetched.cancel()
