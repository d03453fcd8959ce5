"""A reader that only takes its time: what is measured with it is the engine of a batch, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.page import Image, Word
from scanner.readers import Readers

_WORDS = ("Supplement Facts", "Serving Size 1 Capsule", "Magnesium (as Magnesium Citrate) 100 mg 24%")


@dataclass
class WaitingReader:
    """Finds the same three lines on every photo, after so many seconds."""

    seconds: float
    name: str = "waiting"

    def read(self, image: Image, scale: float, known: Sequence[Word] = ()) -> tuple[Word, ...]:  # noqa: ARG002
        time.sleep(self.seconds)
        return tuple(
            Word(text, ((5, y), (5 + 8 * len(text), y), (5 + 8 * len(text), y + 20), (5, y + 20)), 0.99)
            for y, text in zip((10, 40, 70), _WORDS, strict=True)
        )


def open_waiting(seconds: float) -> Readers:
    """Readers that take ``seconds`` for a page."""
    return Readers(WaitingReader(seconds), None)
