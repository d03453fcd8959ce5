"""Work that is waited for only so long: it is done in threads that can be left behind.

They are daemons, and in no pool: a pool waits for its threads, and an address that never answers would fill it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from queue import Empty, Queue, SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

_AHEAD = 1000
"""Things found before their turn."""
_PULSE_S = 0.2


class Crew:
    """Threads that carry out calls; one that a call does not come back to is replaced."""

    def __init__(self, size: int) -> None:
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._hired = 0
        for _ in range(size):
            self.hire()

    def hire(self) -> None:
        """One more thread, in the place of one that is stuck."""
        threading.Thread(target=self._work, daemon=True, name="beside").start()
        self._hired += 1

    def submit(self, call: Callable[[], T]) -> Future[T]:
        """What ``call`` returns or raises, once it does."""
        future: Future[T] = Future()
        self._calls.put(partial(_carry_out, call, future))
        return future

    def dismiss(self) -> None:
        """No more calls."""
        for _ in range(self._hired):
            self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


def _carry_out(call: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(call())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
        future.set_exception(error)


def within(limit_s: float, call: Callable[[], T]) -> T:
    """What ``call`` returns. Raises what it raises, and ``TimeoutError`` when it does not come back in time."""
    crew = Crew(1)
    future = crew.submit(call)
    crew.dismiss()
    return future.result(limit_s)


class Search(Generic[T, U]):
    """A thread that goes through ``places`` and finds things in each, a little ahead of who takes them."""

    def __init__(self, places: Iterator[T], look: Callable[[T], Iterable[U]]) -> None:
        """``look`` raises nothing; ``places`` may be gone through by another search once this one was left."""
        self._places, self._look = places, look
        self._found: Queue[U | None] = Queue(_AHEAD)
        self._stepping = threading.Lock()
        self._left = False
        self.at: T | None = None
        """Where it is looking; None while it waits for the next place."""
        threading.Thread(target=self._go, daemon=True, name="search").start()

    def _go(self) -> None:
        while True:
            with self._stepping:
                self.at = None
                if self._left:
                    return
                place = self.at = next(self._places, None)
            if place is None:
                self._found.put(None)
                return
            for found in self._look(place):
                self._found.put(found)
                if self._left:
                    return

    def found(self, limit_s: float) -> Iterator[U | None]:
        """All that it finds; None a few times a second while nothing comes.

        Raises ``TimeoutError`` when nothing comes for ``limit_s`` seconds.
        """
        since = time.monotonic()
        while True:
            try:
                one = self._found.get(timeout=_PULSE_S)
            except Empty:
                if time.monotonic() - since > limit_s:
                    raise TimeoutError from None
                yield None
                continue
            if one is None:
                return
            yield one
            since = time.monotonic()

    def leave(self) -> tuple[list[U], bool]:
        """What it found last, and whether ``places`` can be gone on with; it looks no further."""
        self._left = True
        free = self._stepping.acquire(timeout=_PULSE_S)  # else it waits for the next place itself
        if free:
            self._stepping.release()
        last = []
        while not self._found.empty():
            if (one := self._found.get()) is not None:
                last.append(one)
        return last, free
