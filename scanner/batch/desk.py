"""Where photos are read, one at a time: readers opened once, and a photo that hangs given up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.attempt import Attempt
from scanner.batch.errors import PhotoMemoryError
from scanner.errors import MagnifyError, PhotoError, PhotoTimeoutError
from scanner.fault import fault
from scanner.pipeline import scan
from scanner.readers import Readers
from scanner.records import Scan


@dataclass(frozen=True, slots=True)
class Task:
    """One photo to be read, as it travels between processes."""

    number: int
    name: str
    photo: Path | bytes
    """A path where the file can be opened by the process that reads."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one photo."""

    number: int
    record: dict[str, Any]
    """As in a line of ``magnify scan --json``."""
    hung: bool = False
    """The process that read it still has a thread that does not end."""
    note: str | None = None
    """What is missing on the machine that read it, for the person."""
    worker: str | None = None
    """Address of the process, where there are several."""


class Desk:
    """Reads photos in a thread beside the caller's, so that one that hangs can be left behind."""

    def __init__(self, opener: Callable[[], Readers], limit_s: float) -> None:
        self._opener, self._limit_s = opener, limit_s
        self._readers: Readers | None = None

    def read(self, task: Task) -> Reading:
        """What is on the photo, or why that is not known. Raises ``ReaderMissingError`` when no reader opens."""
        if self._readers is None:
            self._readers = self._opener()
        readers = self._readers
        done: list[Attempt] = []
        started = time.perf_counter()
        thread = threading.Thread(target=lambda: done.append(_attempt(task, readers)), daemon=True)
        thread.start()
        thread.join(self._limit_s)
        if done:
            return Reading(task.number, done[0].as_json(), note=readers.note)
        self._readers = None  # the thread that hangs still uses them
        error = PhotoTimeoutError(task.name, self._limit_s)
        record = failed(task.name, error, readers.name, time.perf_counter() - started)
        return Reading(task.number, record, hung=True, note=readers.note)


def failed(name: str, error: PhotoError, reader: str = "", seconds: float = 0.0) -> dict[str, Any]:
    """The line of a photo that could not be read."""
    return Attempt(Scan(name, "unreadable", str(error), None, (), reader, seconds), error.cause).as_json()


def _attempt(task: Task, readers: Readers) -> Attempt:
    """As ``scanner.attempt``, of a photo whose name is not that of its file, or that is no file."""
    started = time.perf_counter()
    try:
        return Attempt(scan(task.photo, readers, name=task.name), None)
    except MagnifyError as error:
        cause, reason = error.cause, str(error)
    except MemoryError:
        cause, reason = PhotoMemoryError.cause, str(PhotoMemoryError(task.name, None))
    except BaseException as error:  # noqa: BLE001 - the thread ends here: nobody else would hear of it
        cause, reason = "internal", f"{task.name!r} could not be processed: {fault(error)}"
    seconds = time.perf_counter() - started
    return Attempt(Scan(task.name, "unreadable", reason, None, (), readers.name, seconds), cause)
