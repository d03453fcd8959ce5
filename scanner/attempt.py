"""One photo tried: its scan, or the line that says why there is none. One bad photo never stops the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.errors import MagnifyError
from scanner.fault import fault
from scanner.pipeline import scan
from scanner.readers import Readers
from scanner.records import Scan
from scanner.scan_json import to_json
from scanner.screen_text import storable

_GLOB_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one photo. ``error`` is the stable cause where it could not be processed, else ``None``."""

    scan: Scan
    error: str | None

    def as_json(self) -> dict[str, Any]:
        """The object of one line of ``magnify scan --json``."""
        record = to_json(self.scan)
        return record if self.error is None else {**record, "error": self.error}


def attempt(path: Path, readers: Readers, tell: Callable[[str], None]) -> Attempt:
    """The scan of the photo at ``path``, or why there is none; raises nothing but ``KeyboardInterrupt``."""
    name = storable(path.name or str(path))
    started = time.perf_counter()
    try:
        return Attempt(scan(path, readers, name=name, tell=tell), None)
    except MagnifyError as error:
        cause, reason = error.cause, _with_hint(path, error)
    except MemoryError:
        cause, reason = "memory", f"{name!r} needs more memory than there is. Save it smaller."
    except Exception as error:  # noqa: BLE001 - a fault of the program costs this photo, not the others
        cause, reason = "internal", f"{name!r} could not be processed: {fault(error)}"
    seconds = time.perf_counter() - started
    return Attempt(Scan(name, "unreadable", reason, None, (), readers.name, seconds), cause)


def _with_hint(path: Path, error: MagnifyError) -> str:
    if error.cause == "not_found" and _GLOB_SIGNS & set(path.name):
        return f"No file matches {storable(path.name)!r}. Check the name and the folder."
    return str(error)
