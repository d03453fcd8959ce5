"""How much memory a process and the programs it starts hold together, at most."""

from __future__ import annotations

import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_EVERY_SECONDS = 0.05


@dataclass
class Peak:
    """The largest sum seen so far, in MB."""

    mb: float = 0.0


@contextmanager
def watched(process_id: int) -> Iterator[Peak]:
    """The peak of the process and its children, looked at twenty times a second while the block runs.

    The kernel's own figure for children is of no use: one that has just been forked counts all of its parent.
    Stays 0 where there is no /proc.
    """
    peak, over, strangers = Peak(), threading.Event(), set[int]()

    def watch() -> None:
        while not over.wait(_EVERY_SECONDS):
            together = (process_id, *_programs(process_id, strangers))
            peak.mb = max(peak.mb, sum(_resident_mb(each) for each in together))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def own_peak_mb() -> float:
    """The largest resident memory of this process so far, by the kernel's own account."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _programs(process_id: int, strangers: set[int]) -> list[int]:
    """Children that run a program of their own: one that has not begun yet still shares its parent's memory.

    ``strangers`` remembers who is no child, so that only new processes are looked at.
    """
    program = _program(process_id)
    found = []
    for entry in _PROC.glob("[0-9]*"):
        other = int(entry.name)
        if other in strangers:
            continue
        if _status(other, "PPid:") != process_id:
            strangers.add(other)
        elif _program(other) not in {None, program}:
            found.append(other)
    return found


def _program(process_id: int) -> Path | None:
    try:
        return (_PROC / str(process_id) / "exe").readlink()
    except OSError:  # it has ended meanwhile
        return None


def _resident_mb(process_id: int) -> float:
    return _status(process_id, "VmRSS:") * 1024 / 1e6


def _status(process_id: int, key: str) -> int:
    """One number of /proc/ID/status; 0 where there is none or the process has ended."""
    try:
        lines = (_PROC / str(process_id) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(key)), 0)
