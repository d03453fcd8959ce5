"""A contender over photos, in a process of its own: results, processor seconds of each photo, peak memory."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.contenders import CONTENDERS, ReadPhoto
from benchmarks.memory import own_peak_mb, watched

_opened: ReadPhoto | None = None
"""The contender of this process; only in the processes that ``run`` starts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One photo's result line and what it cost."""

    result: dict[str, Any]
    cpu_seconds: float
    """Of this process and of the programs it started, user and system."""


@dataclass(frozen=True, slots=True)
class Run:
    """One contender over all photos."""

    readings: tuple[Reading, ...]
    peak_mb: float
    """Largest resident memory of the process and the programs it started, together."""

    @property
    def median_cpu_seconds(self) -> float:
        return _quantile([reading.cpu_seconds for reading in self.readings], 50)

    @property
    def p95_cpu_seconds(self) -> float:
        return _quantile([reading.cpu_seconds for reading in self.readings], 95)


def run(contender: str, photos: Iterable[Path], tell: Callable[[int], None] = lambda _: None) -> Run:
    """Every photo read by ``contender``, one after the other. ``tell`` hears how many are done.

    Loading the engine is not counted. Raises ``KeyError`` for an unknown contender, and ``BrokenProcessPool``
    when its process dies: a measurement that lost photos would be worth nothing.
    """
    if contender not in CONTENDERS:
        raise KeyError(contender)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_open, initargs=(contender,)) as process:
        with watched(process.submit(os.getpid).result()) as peak:
            readings = tuple(_told(process, photos, tell))
        return Run(readings, max(peak.mb, process.submit(own_peak_mb).result()))


def _told(
    process: ProcessPoolExecutor, photos: Iterable[Path], tell: Callable[[int], None]
) -> Iterator[Reading]:
    for done, photo in enumerate(photos, start=1):
        yield process.submit(_read, photo).result()
        tell(done)


def _open(contender: str) -> None:
    global _opened  # noqa: PLW0603 - an engine cannot be sent to a process, it is opened there
    _opened = CONTENDERS[contender]()


def _read(photo: Path) -> Reading:
    if _opened is None:
        raise RuntimeError("no contender was opened in this process")
    before = _cpu_seconds()
    result = _opened(photo)
    return Reading(result, _cpu_seconds() - before)


def _cpu_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _quantile(values: list[float], percent: int) -> float:
    if len(values) < 2:
        return values[0] if values else float("nan")
    return quantiles(values, n=100, method="inclusive")[percent - 1]
