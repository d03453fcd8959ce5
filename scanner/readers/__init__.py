"""Engines that turn pictures into words, behind one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scanner.page import Image, Word


class Reader(Protocol):
    """An engine that reads a whole picture."""

    name: str

    def read(self, image: Image, scale: float) -> tuple[Word, ...]:
        """The words of an upright picture, in its pixels.

        ``scale`` is the size at which lines are looked for; letters may be read from the full picture.
        Raises ``ReaderFailedError`` when the engine fails.
        """
        ...


class LineReader(Protocol):
    """An engine that reads pictures of single lines."""

    name: str

    def read_lines(self, lines: Sequence[Image]) -> list[tuple[str, float]]:
        """Text and confidence (0 to 1) of each line picture."""
        ...
