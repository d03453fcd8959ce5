"""Who reads the photos of a batch: this process, or others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from scanner.batch.desk import Desk, Reading, Task
from scanner.readers import Readers


class Engine(Protocol):
    """Reads photos; each engine does the same, in more or fewer processes."""

    shares_files: bool
    """Whether those who read can open the files of this machine."""

    def readings(self, tasks: Iterator[Task | None]) -> Iterator[Reading | None]:
        """What became of each task, as it is known. Tasks are taken when there is room for them, no sooner.

        A ``None`` among the tasks means that none is ready yet: results that are there come first. A ``None``
        among the readings means that there is nothing new. Raises
        ``BatchError`` or ``ReaderMissingError`` when no photo can be read any longer.
        """
        ...


class InProcess:
    """Reads in this process, one photo after the other."""

    shares_files = True

    def __init__(self, opener: Callable[[], Readers], limit_s: float) -> None:
        self._desk = Desk(opener, limit_s)

    def readings(self, tasks: Iterator[Task | None]) -> Iterator[Reading | None]:
        for task in tasks:
            yield None if task is None else self._desk.read(task)
