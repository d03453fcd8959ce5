"""Dask as the engine: processes of this machine, or the workers of a scheduler that is there already.

Each process reads one photo at a time. One that dies is started again by its nanny; the photo it was reading is
read once more, alone, after all others, so that a photo is blamed only for what it did itself.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker
from tempfile import TemporaryDirectory
from typing import Any

import dask
import distributed
from distributed import KilledWorker

from scanner.batch.desk import Reading, Task, failed
from scanner.batch.errors import ClusterError, PhotoKilledError, PhotoMemoryError
from scanner.batch.version import reading_version
from scanner.batch.worker import Orders, last_alarm_s, read
from scanner.errors import MagnifyError, PhotoTimeoutError
from scanner.readers import Readers
from scanner.screen_text import visible

_dask: Any = distributed
"""Its classes, which have no types."""
_CONFIG = {
    # A photo that kills its worker is told at once, and not passed on to kill the next.
    "distributed.scheduler.allowed-failures": 0,
    # Its files would stay in the temporary folder when all is over.
    "distributed.worker.use-file-locking": False,
    # No results wait in a worker: nothing to spill, and a pause would last for ever.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    # Dask has memory given back at once; with pictures that costs two thirds more processor time for page faults.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # What the scheduler keeps to look back at would grow with the number of photos.
    "distributed.admin.low-level-log-length": 1000,
    "distributed.comm.timeouts.connect": "30s",
}
_MOST_BYTES = 4_000_000_000
"""One process never needs more for one photo."""
_FIRST_WORKER_S = 60.0
_LOOK_AGAIN_S = 5.0
_RESTART_S = 30.0
_SILENCE_S = 60.0
"""A process that has done nothing for so long after it should have ended itself is stopped, or its disk hangs. It
includes the time that a new one takes to start on a busy machine."""
_TIMES_ALONE = 3
"""A result may be lost more than once, with processes that others bring down; a photo that ends its process is not
tried a third time."""
_TIMES_ASKED, _BETWEEN_S = 10, 0.2
_MEMORY_EVENTS = "worker-restart-memory"


class Cluster:
    """The workers behind one scheduler."""

    def __init__(self, client: Any, orders: Orders, *, shares_files: bool, spare: int) -> None:
        """``spare``: tasks that wait in the workers, so that none is idle where the way there is long."""
        self.shares_files = shares_files
        self._client, self._orders, self._spare = client, orders, spare
        self._flying: dict[Any, Task] = {}
        self._alone: list[Task] = []
        self._lost: list[Task] = []
        self._given_up: set[Any] = set()
        self._room, self._looked = 1, 0.0

    def readings(self, tasks: Iterator[Task | None]) -> Iterator[Reading | None]:
        """See ``Engine``."""
        results = _dask.as_completed(with_results=True, raise_errors=False, loop=self._client.loop)
        more = True
        while more or self._flying:
            ready = True
            while more and ready and len(self._flying) < self._most():
                task = next(tasks, self)
                more, ready = task is not self, task is not None
                if isinstance(task, Task):
                    self._submit(task, results)
            yield from self._taken(results, block=bool(self._flying) and (ready or not more))
            if not ready:
                yield None
        again, self._alone, self._lost = [*self._alone, *self._lost], [], []
        for task in again:
            yield from self._read_alone(task, results)

    def _read_alone(self, task: Task, results: Any) -> Iterator[Reading]:
        """A photo whose process ended, or whose result went with a process, read while no other is under way."""
        for _ in range(_TIMES_ALONE):
            self._submit(task, results)
            yield from self._taken(results, block=True, alone=True)
            if not self._lost:
                return
            self._lost.clear()
        yield Reading(task.number, failed(task.name, PhotoKilledError(task.name)))

    def _submit(self, task: Task, results: Any) -> None:
        key = (f"photo-{self._orders.run}", task.number, uuid.uuid4().hex[:8])
        future = self._client.submit(read, task, self._orders, key=key, pure=False)
        self._flying[future.key] = task
        results.add(future)

    def _taken(self, results: Any, *, block: bool, alone: bool = False) -> Iterator[Reading]:
        for future, result in self._batch(results, block=block):
            task = self._flying.pop(future.key)
            if future.status == "finished":
                if result.hung and result.worker is not None:
                    self._restart(result.worker)
                yield result
            elif isinstance(error := future.exception() if future.status == "error" else None, KilledWorker):
                if future.key in self._given_up:
                    record = failed(task.name, PhotoTimeoutError(task.name, self._orders.limit_s))
                    yield Reading(task.number, record)
                elif not alone:
                    # Perhaps for another one's sake: of one that was given up a thread may still take memory.
                    self._alone.append(task)
                elif self._took_too_much(error.last_worker.address):
                    yield Reading(task.number, failed(task.name, PhotoMemoryError(task.name, None)))
                else:
                    yield Reading(task.number, failed(task.name, PhotoKilledError(task.name)))
            elif isinstance(error, MagnifyError):
                raise error
            elif future.status in {"lost", "cancelled"}:
                # Its process was ended for another photo's sake before the result was fetched.
                self._lost.append(task)
            else:
                raise ClusterError(
                    f"The workers cannot read: {visible(str(error or future.status))}. What was read is saved."
                ) from error

    def _batch(self, results: Any, *, block: bool) -> list[Any]:
        batch: list[Any] = results.next_batch(block=block)
        if self._client.status not in {"running", "connecting"}:
            raise ClusterError(
                "The scheduler has gone. What was read is saved: run the same command again to go on."
            )
        return batch

    def _most(self) -> int:
        """How many photos may be under way: workers come and go."""
        if time.monotonic() - self._looked > _LOOK_AGAIN_S:
            self._room = max(1, sum(self._client.nthreads().values()))
            self._looked = time.monotonic()
        return self._room + min(self._room, self._spare)

    def _took_too_much(self, worker: str) -> bool:
        """Whether the nanny of this process ended it for its memory; its word may come after the process has gone."""
        for _ in range(_TIMES_ASKED):
            if any(event["worker"] == worker for _, event in self._client.get_events(_MEMORY_EVENTS)):
                return True
            time.sleep(_BETWEEN_S)
        return False

    def _restart(self, *workers: str) -> None:
        """Ends processes in which a photo hangs; without a nanny they are let go, with so many cores less."""
        with suppress(ValueError, TimeoutError, KeyError):
            self._client.restart_workers(list(workers), timeout=_RESTART_S, raise_for_error=False)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Processes that cannot give up their photo themselves, such as stopped ones, are ended from outside."""
        end = threading.Event()
        watch = threading.Thread(target=self._watch, args=(end,), daemon=True, name="watch")
        watch.start()
        try:
            yield
        finally:
            end.set()
            watch.join(_LOOK_AGAIN_S)

    def _watch(self, end: threading.Event) -> None:
        patience = last_alarm_s(self._orders.limit_s) + _SILENCE_S
        silent: dict[str, tuple[frozenset[Any], float]] = {}
        awake = 0.0
        while not end.wait(_LOOK_AGAIN_S):
            # Counted, not measured: while this process was stopped itself, as by Ctrl-Z, so were they.
            awake += _LOOK_AGAIN_S
            try:
                working = {worker: frozenset(keys) for worker, keys in self._client.processing().items()}
            except (OSError, TimeoutError, RuntimeError):
                continue  # the scheduler has gone, and the readings tell
            silent = {
                worker: silent[worker] if worker in silent and silent[worker][0] <= keys else (keys, awake)
                for worker, keys in working.items()
                if keys
            }
            stuck = {worker: keys for worker, (keys, since) in silent.items() if awake - since > patience}
            # Where others have work too, nobody here knows whose it is that takes so long.
            mine = {worker: keys for worker, keys in stuck.items() if keys <= self._flying.keys()}
            if mine:
                # The tasks of one process are done in the order of their numbers; those behind are read again.
                self._given_up.update(min(keys, key=lambda key: key[1]) for keys in mine.values())
                self._restart(*mine)


@contextmanager
def local(opener: Callable[[], Readers], limit_s: float, jobs: int) -> Iterator[Cluster]:
    """An engine of ``jobs`` processes on this machine, on the loopback address only."""
    with ExitStack() as stack:
        # Workers want a folder each; they write nothing to it.
        scratch = stack.enter_context(TemporaryDirectory(prefix="magnify-", ignore_cleanup_errors=True))
        stack.enter_context(dask.config.set({**_CONFIG, "temporary-directory": scratch}))
        _silence()
        with _interrupts_kept_here():
            cluster = stack.enter_context(
                _dask.LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    memory_limit=memory_limit(jobs),
                    dashboard_address=None,
                    scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                    silence_logs=logging.CRITICAL,
                )
            )
            client = stack.enter_context(_dask.Client(cluster))
        engine = Cluster(client, _orders(opener, limit_s), shares_files=True, spare=0)
        stack.enter_context(engine.watched())
        yield engine


@contextmanager
def existing(opener: Callable[[], Readers], limit_s: float, address: str) -> Iterator[Cluster]:
    """The workers of the scheduler at ``address`` as an engine. Raises ``ClusterError`` where there are none."""
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_CONFIG))
        _silence()
        try:
            client = stack.enter_context(_dask.Client(address, timeout=_FIRST_WORKER_S, set_as_default=False))
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(
                f"No scheduler answers at {visible(address)!r}. Start one with 'dask scheduler'."
            ) from error
        try:
            client.wait_for_workers(1, timeout=_FIRST_WORKER_S)
        except TimeoutError as error:
            raise ClusterError(
                f"The scheduler at {visible(address)!r} has no workers. Start one with 'dask worker ADDRESS'."
            ) from error
        engine = Cluster(client, _orders(opener, limit_s), shares_files=False, spare=100)
        stack.enter_context(engine.watched())
        yield engine


def memory_limit(jobs: int) -> int:
    """What each of ``jobs`` processes may use, in bytes: its share of the machine."""
    from distributed.system import MEMORY_LIMIT

    return min(_MOST_BYTES, int(MEMORY_LIMIT / jobs))


def processors() -> int:
    """How many processes this machine has room for."""
    from dask.system import CPU_COUNT

    return int(CPU_COUNT)


def _orders(opener: Callable[[], Readers], limit_s: float) -> Orders:
    return Orders(uuid.uuid4().hex[:12], opener, limit_s, reading_version())


def _silence() -> None:
    """What Dask has to tell about its workers is told here in results; its log would run through the progress."""
    for name in ("distributed", "distributed.nanny", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _interrupts_kept_here() -> Iterator[None]:
    """Ctrl-C goes to all processes of a terminal. Those started in here do not hear it: this one ends them."""
    resource_tracker.ensure_running()  # where it is started, signals are let through afterwards
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
