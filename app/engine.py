"""The readers behind one queue: whoever comes first is read first, and everyone can see their place in line."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from weakref import WeakValueDictionary

import streamlit as st

from app.views import View, small_picture, view_of
from scanner.errors import MagnifyError, PhotoError, PhotoTimeoutError
from scanner.fault import fault
from scanner.memory import give_back
from scanner.photo import open_photo
from scanner.pipeline import scan
from scanner.readers import Readers, leave_behind, open_readers
from scanner.records import Scan

LIMIT_SECONDS = 120.0
"""A photo that takes longer has hung its reader: it is given up, and the next one gets fresh readers."""
SLOW_SECONDS = 15.0
"""The photos behind one that takes longer are read beside it."""
_MOST_AT_ONCE = 2
_WARM_UP_AFTER_SECONDS = 1.0
_UNNAMED = "photo"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Outcome:
    """What became of one photo: a scan with its pictures, or why there is none.

    It stays for as long as a session holds it: nothing else does.
    """

    scan: Scan | None
    view: View | None
    error: MagnifyError | str | None = None

    @property
    def cause(self) -> str | None:
        """The stable id of the error; None when the photo was processed."""
        if self.error is None:
            return None
        return self.error.cause if isinstance(self.error, MagnifyError) else "internal"

    def told(self, name: str) -> str:
        """The error in words, about the photo called ``name``; "" when there is none."""
        if isinstance(self.error, PhotoError):
            return str(replace(self.error, name=name))
        return "" if self.error is None else str(self.error)


@dataclass(eq=False)
class Job:
    """One photo in the queue. ``doing`` says in words what is being done to it."""

    sha256: str
    data: bytes
    doing: str = "waiting"
    started: float | None = None
    outcome: Outcome | None = None
    ready: threading.Event = field(default_factory=threading.Event)
    shown: bool = False
    """Whether someone looks at it while it is read."""
    preview: bytes | None = None
    """The photo, small, as JPEG: once it has been opened safely, and only where it is ``shown``."""


class Engine:
    """Reads one photo at a time, in a thread that outlives the page that asked.

    A photo whose result a session still holds is not read again: the same content has the same result.

    Whoever waits for a photo looks after all of them: a slow one is passed by the others, one that hangs is given
    up, though the person who brought it may have closed the page.
    """

    def __init__(self, opener: Callable[[], Readers]) -> None:
        self._opener = opener
        self._lock = threading.Lock()
        self._queue: list[Job] = []
        self._read: WeakValueDictionary[str, Outcome] = WeakValueDictionary()
        self._readers: Readers | None = None
        self._pool = ThreadPoolExecutor(1, "reader")
        self._warming = False

    def warm_up(self) -> None:
        """Opens the readers in the background, so that the first photo need not wait for them.

        A moment later than asked, so that the page itself comes first.
        """
        if not self._warming:
            self._warming = True
            timer = threading.Timer(_WARM_UP_AFTER_SECONDS, lambda: self._pool.submit(self._opened))
            timer.daemon = True
            timer.start()

    @property
    def note(self) -> str | None:
        """What is missing on this machine, once the readers are open."""
        return self._readers.note if self._readers else None

    def submit(self, data: bytes, *, shown: bool = False) -> Job:
        """The job that reads ``data``: done at once where the same photo was read before.

        ``shown``: a small picture is wanted while it is read.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        with self._lock:
            known = self._read.get(sha256)
            if known is not None:
                job = Job(sha256, b"", "read before", outcome=known)
                job.ready.set()
                return job
            for waiting in self._queue:
                if waiting.sha256 == sha256:
                    return waiting
            job = Job(sha256, data, shown=shown)
            self._queue.append(job)
            self._pool.submit(self._work, job, self._pool)
        return job

    def ahead(self, job: Job) -> int:
        """How many photos are read before this one."""
        with self._lock:
            return self._queue.index(job) if job in self._queue else 0

    def wait(self, job: Job, seconds: float) -> bool:
        """Whether the job is done, after at most ``seconds``."""
        if not job.ready.wait(seconds):
            self._look_after()
        return job.ready.is_set()

    def _opened(self) -> Readers:
        if self._readers is None:
            self._readers = self._opener()
        return self._readers

    def _work(self, job: Job, pool: ThreadPoolExecutor) -> None:
        with self._lock:
            if pool is not self._pool or job.started is not None:
                return  # handed to another thread meanwhile
            job.started = time.monotonic()
        self._finish(job, self._outcome(job))
        give_back()

    def _outcome(self, job: Job) -> Outcome:
        def tell(words: str) -> None:
            job.doing = words

        tell("finding the label")
        try:
            # Opened once: of a large photo that is a quarter of the memory and of the time.
            photo = open_photo(job.data, name=_UNNAMED)
            job.data = b""
            if job.shown:
                job.preview = small_picture(photo.pixels)
            read = scan(photo, self._opened(), tell=tell, limit_s=LIMIT_SECONDS)
            tell("drawing what was read")
            return Outcome(read, view_of(photo.pixels, read))
        except MagnifyError as error:
            # Without its traceback, which holds everything that the reading held, the photo too.
            return Outcome(None, None, replace(error))
        except MemoryError:
            return Outcome(None, None, "It needs more memory than there is. Save it smaller.")
        except Exception as error:  # noqa: BLE001 - a fault of the program costs this photo, not the others
            return Outcome(None, None, f"It could not be processed: {fault(error)}")

    def _finish(self, job: Job, outcome: Outcome) -> None:
        with self._lock:
            if job not in self._queue:
                return  # given up meanwhile
            self._queue.remove(job)
            job.data = b""
            job.outcome = outcome
            if outcome.cause is None:
                self._read[job.sha256] = outcome
        job.ready.set()

    def _look_after(self) -> None:
        now = time.monotonic()
        with self._lock:
            running = [job for job in self._queue if job.started is not None]
            hung = [job for job in running if now - (job.started or now) > LIMIT_SECONDS]
            for job in hung:
                self._queue.remove(job)
                job.data = b""
                job.outcome = Outcome(None, None, PhotoTimeoutError(_UNNAMED, LIMIT_SECONDS))
            if hung:
                # A thread that hangs cannot be ended; it is left behind with its readers.
                leave_behind()
                self._readers = None
            slow = running and all(now - (job.started or now) > SLOW_SECONDS for job in running)
            if hung or (slow and len(running) < _MOST_AT_ONCE and len(running) < len(self._queue)):
                self._pool = ThreadPoolExecutor(1, "reader")
                for waiting in self._queue:
                    if waiting.started is None:
                        self._pool.submit(self._work, waiting, self._pool)
        for job in hung:
            job.ready.set()


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine of this server, shared by all sessions."""
    # Half of the processors: the browser and the pages need theirs, and crowded threads are slower than few.
    threads = max(1, min(4, (os.cpu_count() or 2) // 2))
    return Engine(partial(open_readers, "auto", threads))
