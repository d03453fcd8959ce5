"""How far a batch is: counts by state, the rate, the time that is left."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tally:
    """Counts of one run. Changed only by ``run``."""

    total: int | None = None
    """Photos in all sources; None until they have been counted."""
    known: int = 0
    """Photos whose line stood in the journal before this run."""
    same: int = 0
    """Photos with the content of another one."""
    read: int = 0
    """Photos that were read in this run, well or not."""
    states: Counter[str] = field(default_factory=Counter)
    """Of the photos read in this run: the status, or "error"."""
    notes: list[str] = field(default_factory=list)
    """What the person should know beside the results, such as what is missing on a machine that reads."""
    started: float = field(default_factory=time.monotonic)
    first_read: float | None = None

    @property
    def done(self) -> int:
        return self.known + self.same + self.read

    @property
    def failed(self) -> int:
        return self.states["error"]

    def count(self, record: Mapping[str, Any]) -> None:
        """Takes in the result of a photo that was read."""
        if self.first_read is None:
            self.first_read = time.monotonic()
        self.read += 1
        self.states["error" if "error" in record else record["status"]] += 1

    @property
    def per_second(self) -> float | None:
        """Photos read per second since the first result, which waited for the readers; None before the second."""
        if self.first_read is None or self.read < 2:
            return None
        return (self.read - 1) / max(time.monotonic() - self.first_read, 1e-6)

    @property
    def seconds_left(self) -> float | None:
        """At this rate; None while there is no rate or the photos have not been counted."""
        rate = self.per_second
        return None if rate is None or self.total is None else max(0, self.total - self.done) / rate
