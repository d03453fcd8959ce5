"""One photo tried: its scan, or the line that says why there is none. One bad photo never stops the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from scanner.errors import MagnifyError, PhotoTimeoutError
from scanner.fault import fault
from scanner.pipeline import scan
from scanner.readers import Readers, leave_behind
from scanner.records import Scan
from scanner.scan_json import to_json
from scanner.screen_text import storable

LIMIT_SECONDS = 120.0
"""For one photo, unless the person says otherwise."""
_GLOB_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one photo. ``error`` is the stable cause where it could not be processed, else ``None``."""

    scan: Scan
    error: str | None
    hung: bool = False
    """It was given up: this process still has a thread that does not end."""

    def as_json(self) -> dict[str, Any]:
        """The object of one line of ``magnify scan --json``."""
        record = to_json(self.scan)
        return record if self.error is None else {**record, "error": self.error}


class Attempts:
    """Photos tried one after the other with readers that are opened once; one that hangs is left behind with them."""

    def __init__(self, opener: Callable[[], Readers], limit_s: float = LIMIT_SECONDS) -> None:
        """``limit_s``: seconds after which a photo is given up."""
        self._opener, self._limit_s = opener, limit_s
        self._readers: Readers | None = None

    @property
    def readers(self) -> Readers:
        """Those of the next photo. Raises ``ReaderError`` when none opens."""
        if self._readers is None:
            self._readers = self._opener()
        return self._readers

    def try_photo(
        self, photo: Path | bytes, name: str | None = None, tell: Callable[[str], None] = lambda _: None
    ) -> Attempt:
        """What became of the photo, once it is known or its time is over. Raises ``ReaderError`` when none opens."""
        readers, done = self.readers, Future[Attempt]()
        started = time.perf_counter()

        def work() -> None:
            try:
                done.set_result(attempt(photo, readers, tell, name=name, limit_s=self._limit_s))
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                done.set_exception(error)

        # In a thread beside the caller's: what a native library does cannot be interrupted, only left.
        threading.Thread(target=work, daemon=True).start()
        with suppress(TimeoutError):
            return done.result(self._limit_s)
        leave_behind()
        self._readers = None
        error = PhotoTimeoutError(_name_of(photo, name), self._limit_s)
        return _failed(error.name, error.cause, str(error), readers, started, hung=True)


def attempt(
    photo: Path | bytes,
    readers: Readers,
    tell: Callable[[str], None] = lambda _: None,
    *,
    name: str | None = None,
    limit_s: float = inf,
) -> Attempt:
    """The scan of a photo, or why there is none; raises nothing but ``KeyboardInterrupt``."""
    name = _name_of(photo, name)
    started = time.perf_counter()
    try:
        return Attempt(scan(photo, readers, name=name, tell=tell, limit_s=limit_s), None)
    except MagnifyError as error:
        cause, reason = error.cause, _with_hint(photo, error)
    except MemoryError:
        cause, reason = "memory", f"{name!r} needs more memory than there is. Save it smaller and try again."
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a fault of the program costs this photo alone
        cause, reason = "internal", f"{name!r} could not be processed: {fault(error)}"
    return _failed(name, cause, reason, readers, started)


def _failed(
    name: str, cause: str, reason: str, readers: Readers, started: float, *, hung: bool = False
) -> Attempt:
    seconds = time.perf_counter() - started
    return Attempt(Scan(name, "unreadable", reason, None, (), readers.name, seconds), cause, hung)


def _name_of(photo: Path | bytes, name: str | None) -> str:
    if name is not None:
        return name
    return storable(photo.name or str(photo)) if isinstance(photo, Path) else "photo"


def _with_hint(photo: Path | bytes, error: MagnifyError) -> str:
    if isinstance(photo, Path) and error.cause == "not_found" and _GLOB_SIGNS & set(photo.name):
        return f"No file matches {storable(photo.name)!r}. Check the name and the folder."
    return str(error)
