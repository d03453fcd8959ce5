"""What runs in a worker process: its own readers, one photo at a time, and a last alarm for a photo that hangs."""

from __future__ import annotations

import faulthandler
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from scanner.batch.desk import Desk, Reading, Task
from scanner.batch.errors import ClusterError
from scanner.batch.version import reading_version
from scanner.readers import Readers

_GRACE_S = 15.0
"""At most so long after a photo should have been given up, its process is ended."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What all photos of one run have in common."""

    run: str
    """Differs from run to run."""
    opener: Callable[[], Readers]
    limit_s: float
    version: str


class _Here(threading.local):
    """The desk of this thread: readers are not shared, and are opened once for a whole run."""

    desk: tuple[str, Desk] | None = None


_here = _Here()


def last_alarm_s(limit_s: float) -> float:
    """When a process ends itself that could not give up a photo after ``limit_s`` seconds."""
    return limit_s + min(limit_s, _GRACE_S)


def read(task: Task, orders: Orders) -> Reading:
    """What became of the photo. Raises ``ClusterError`` or ``ReaderMissingError`` when none can be read here."""
    from distributed import get_worker

    if reading_version() != orders.version:
        raise ClusterError(
            f"A worker has Magnify {reading_version()}, and this is {orders.version}. Install the same on both."
        )
    if _here.desk is None or _here.desk[0] != orders.run:
        _here.desk = (orders.run, Desk(orders.opener, orders.limit_s))
    # An engine that hangs while it holds Python's lock can only be ended from outside Python.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(last_alarm_s(orders.limit_s), exit=True, file=nowhere)
        try:
            reading = _here.desk[1].read(task)
        finally:
            faulthandler.cancel_dump_traceback_later()
    return replace(reading, worker=get_worker().address)
