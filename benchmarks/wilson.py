"""So many of so many, with the interval in which the true share lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 1.96
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    hits: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share by Wilson's score (1927), 0 to 1; (0, 1) where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        share, n = self.hits / self.total, self.total
        middle = share + _Z * _Z / (2 * n)
        half = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def count(outcomes: Iterable[bool | None]) -> Count:
    """How many are true, of those that are known."""
    known = [outcome for outcome in outcomes if outcome is not None]
    return Count(sum(known), len(known))
