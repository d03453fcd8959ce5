"""A batch of one session: uploaded photos in the order given, read one at a time, stopped and resumed at will.

It is the batch of the command line (``scanner.batch``) with two parts of its own: results are kept in the session
and not on a disk, and photos are read by the app's queue, so that a person with one photo waits for one, not for all.
"""

from __future__ import annotations

import io
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine import Engine, Job, Outcome
from catalog.product import Product
from scanner.answer import answer
from scanner.attempt import Attempt
from scanner.batch.archive import photos_in
from scanner.batch.desk import Reading, Task
from scanner.batch.entry import Entry
from scanner.batch.run import steps
from scanner.batch.tally import Tally
from scanner.errors import EmptyPhotoError, PhotoTooLargeError
from scanner.photo import LIMIT_BYTES
from scanner.records import Scan
from scanner.scan_json import from_json
from scanner.wording import form_name

WAITING, FAILED = "waiting", "error"
_HELD = 50
"""Of the photos read last, whose pictures are held: one that is opened then is not read again."""


@dataclass(eq=False)
class Item:
    """One photo of the batch. ``record`` is the JSON of its scan once it was read."""

    name: str
    source: bytes | Entry
    state: str = WAITING
    said: str = ""
    record: dict[str, Any] | None = None
    sha256: str | None = None

    def data(self) -> bytes:
        """The bytes of the photo. Raises ``PhotoError``."""
        if isinstance(self.source, Entry):
            return self.source.fetch()
        if len(self.source) > LIMIT_BYTES:
            raise PhotoTooLargeError(self.name, len(self.source), LIMIT_BYTES)
        if not self.source:
            raise EmptyPhotoError(self.name)
        return self.source

    def take(self, record: Mapping[str, Any], sha256: str | None) -> None:
        """Its result, under its own name."""
        self.sha256 = sha256
        if "error" in record:
            self.state, self.said = FAILED, str(record["reason"])
            return
        self.record = {**record, "photo": self.name}
        self.state, self.said = record["status"], answer(from_json(record))


@dataclass
class Batch:
    """All photos of one session's batch."""

    items: list[Item] = field(default_factory=list)
    running: bool = False
    _names: dict[str, Item] = field(default_factory=dict)
    _read: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Results by content."""
    _held: deque[Outcome | None] = field(default_factory=lambda: deque(maxlen=_HELD))
    _steps: Iterator[bool] | None = None

    @property
    def left(self) -> int:
        """How many photos have not been read yet."""
        return sum(item.state == WAITING for item in self.items)

    def add(self, items: Iterable[Item]) -> int:
        """Adds the photos that are not in it yet; returns how many."""
        before = len(self.items)
        for item in items:
            if item.name not in self._names:
                self._names[item.name] = item
                self.items.append(item)
        return len(self.items) - before

    def step(self, engine: Engine) -> bool:
        """Takes in what is done and hands over the next photo; whether anything changed."""
        if self._steps is None:
            waiting = (item for item in tuple(self.items) if item.state == WAITING)
            entries = (Entry(item.name, item.name, item.data) for item in waiting)
            self._steps = steps(entries, self, _Queue(engine, self._held), Tally())
        changed = next(self._steps, None)
        if changed is None:
            self._steps = None
            self.running = self.running and self.left > 0
            return True
        return changed

    # What is written down, for scanner.batch.run

    def knows(self, entry: Entry) -> bool:
        return self._names[entry.source].state != WAITING

    def has(self, sha256: str) -> bool:
        return sha256 in self._read

    def write(self, entry: Entry, sha256: str | None, record: Mapping[str, Any]) -> None:
        if sha256 is not None:
            self._read[sha256] = record
        self._names[entry.source].take(record, sha256)

    def write_same(self, entry: Entry, sha256: str) -> None:
        self.write(entry, sha256, self._read[sha256])


class _Queue:
    """The app's queue as the engine of a batch: one photo in it at a time, and never waited for."""

    shares_files = False

    def __init__(self, engine: Engine, held: deque[Outcome | None]) -> None:
        self._engine, self._held = engine, held

    def readings(self, tasks: Iterator[Task | None]) -> Iterator[Reading | None]:
        for task in tasks:
            if task is None:
                yield None
                continue
            job: Job = self._engine.submit(
                task.photo if isinstance(task.photo, bytes) else task.photo.read_bytes()
            )
            while not self._engine.wait(job, 0.0):
                yield None
            self._held.append(job.outcome)
            yield Reading(task.number, _record(task.name, job.outcome))


def _record(name: str, outcome: Outcome | None) -> dict[str, Any]:
    if outcome is not None and outcome.scan is not None:
        return Attempt(outcome.scan, None).as_json()
    said, cause = (outcome.told(name), outcome.cause) if outcome else ("nothing came back", "internal")
    return Attempt(Scan(name, "unreadable", said, None, (), "", 0.0), cause or "internal").as_json()


def from_zip(name: str, archive: bytes) -> list[Item]:
    """The pictures in an uploaded zip file, in its order. Raises zipfile.BadZipFile."""

    def opened() -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(archive))

    with opened() as file:
        infos = file.infolist()
    return [Item(entry.name, entry) for entry in photos_in(opened, infos, name, name)]


def row_of(item: Item) -> dict[str, Any]:
    """The photo as a row of the table; None where nothing was read."""
    return row(item.name, item.state, item.said, item.record or {"magnesium": {}, "serving": {}, "flags": []})


def row(name: str, state: str, said: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A result as a row of the table; None where nothing was read."""
    magnesium, serving = record["magnesium"], record["serving"]
    return {
        "photo": name,
        "state": state.replace("_", " "),
        "elemental_mg": magnesium.get("elemental_mg"),
        "compound_mg": magnesium.get("compound_mg"),
        "forms": ", ".join(form_name(form) for form in magnesium.get("forms") or ()) or None,
        "serving_quantity": serving.get("quantity"),
        "serving_unit": serving.get("unit"),
        "per_container": serving.get("per_container"),
        "servings_per_day": serving.get("servings_per_day"),
        "flags": " ".join(flag["text"] for flag in record["flags"]) or None,
        "said": said or None,
        "to_check": "|".join(Product.from_scan(record).to_check) or None,
    }
