"""What reading one photo may take: so much line to read, and so much time. What is over stays unread, and it is told.

A label never comes near it. A picture full of print does: read to its end it would hold up the photos behind it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from typing import TypeVar

T = TypeVar("T")
MOST_WIDTH = 300_000
"""Pixels of line at the height the networks take. The fullest of 237 photos of labels took half of it. Counted, so that
a photo gives the same on every machine; the time is for machines on which even that takes too long."""
_EACH = 64
"""What a line costs beside its width, in pixels."""


@dataclass
class Allowance:
    """What is left for one photo."""

    ends: float = inf
    """On ``time.monotonic``."""
    width: int = field(default_factory=lambda: MOST_WIDTH)
    """Pixels."""
    used_up: bool = False
    """Whether anything was left unread."""

    def takes(self, width: int) -> bool:
        """Whether a line of so many pixels may be read. Once one may not, none behind it may."""
        self.width -= width + _EACH
        self.used_up = self.used_up or self.width < 0 or time.monotonic() > self.ends
        return not self.used_up


_current: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def allowing(seconds: float) -> Iterator[Allowance]:
    """For one photo, in this thread, from now on."""
    given = Allowance(time.monotonic() + seconds)
    token = _current.set(given)
    try:
        yield given
    finally:
        _current.reset(token)


def allowance() -> Allowance:
    """That of the photo which is being read; without bounds where nobody set one."""
    return _current.get() or Allowance(width=2**62)


def first(most: int, items: Iterable[T]) -> Iterator[T]:
    """The first ``most`` of ``items``. Where more are asked for, the photo counts as not read to its end."""
    for number, item in enumerate(items):
        if number == most:
            allowance().used_up = True
            return
        yield item
