"""Where photos are read, one at a time, as tasks that travel between processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.attempt import Attempt, Attempts
from scanner.errors import PhotoError
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
    """Reads one task after the other, each within its time."""

    def __init__(self, opener: Callable[[], Readers], limit_s: float) -> None:
        self._attempts = Attempts(opener, limit_s)

    def read(self, task: Task) -> Reading:
        """What is on the photo, or why that is not known. Raises ``ReaderMissingError`` when no reader opens."""
        note = self._attempts.readers.note
        tried = self._attempts.try_photo(task.photo, task.name)
        return Reading(task.number, tried.as_json(), hung=tried.hung, note=note)


def failed(name: str, error: PhotoError) -> dict[str, Any]:
    """The line of a photo that could not be read."""
    return Attempt(Scan(name, "unreadable", str(error), None, (), "", 0.0), error.cause).as_json()
