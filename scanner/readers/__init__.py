"""Engines that turn pictures into words, behind one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from scanner.errors import ReaderError, ReaderMissingError
from scanner.page import Image, Word


class Reader(Protocol):
    """An engine that reads a whole picture."""

    name: str

    def read(self, image: Image, scale: float, known: Sequence[Word] = ()) -> tuple[Word, ...]:
        """The words of an upright picture, in its pixels.

        ``scale`` is the size at which lines are looked for; letters may be read from the full picture.
        Lines that end where one of ``known`` does need not be read again: they keep its text. Where most lines
        stand, it is enough to read so many that the way they run is told: the picture is turned and read then.
        Raises ``ReaderFailedError`` when the engine fails.
        """
        ...


class LineReader(Protocol):
    """An engine that reads pictures of single lines."""

    name: str

    def read_lines(self, lines: Sequence[Image]) -> list[tuple[str, float]]:
        """Text and confidence (0 to 1) of each line picture."""
        ...


Choice = Literal["auto", "rapid", "tesseract"]


@dataclass(frozen=True)
class Readers:
    """Who reads the page, and who is asked about its deciding lines."""

    page: Reader
    witness: LineReader | None
    note: str | None = None
    """What is missing and what that means, for the person."""
    closer: Reader | None = None
    """Who looks at a part again; the page's reader where there is none."""
    lines: LineReader | None = None
    """Who reads on where a line may end too early."""

    @property
    def name(self) -> str:
        return f"{self.page.name}+{self.witness.name}" if self.witness else self.page.name


def open_readers(choice: Choice = "auto", threads: int = 1) -> Readers:
    """The readers of this process: PP-OCR with Tesseract as witness, or the one of them that works alone.

    Raises ``ReaderError`` when the chosen reader is not installed or fails as it starts, and with "auto" when both do.
    """
    from scanner.readers.tesseract import started

    if choice == "tesseract":
        return Readers(started(), None)
    from scanner.readers.rapid import RapidReader

    try:
        page, closer = RapidReader(threads), RapidReader(threads, closely=True)
    except ReaderError as error:
        if choice == "rapid":
            raise
        return Readers(
            _tesseract_or(error), None, f"{error} Tesseract reads alone: it finds less, and no one checks it."
        )
    if choice == "rapid":
        return Readers(page, None, closer=closer, lines=page)
    try:
        return Readers(page, started(), closer=closer, lines=page)
    except ReaderMissingError as error:
        return Readers(page, None, f"{error} Fewer values will be marked sure.", closer=closer, lines=page)


def _tesseract_or(error: ReaderError) -> Reader:
    """Tesseract; where that is missing too, ``error`` is raised, which says how to get the better reader."""
    from scanner.readers.tesseract import started

    try:
        return started()
    except ReaderMissingError:
        raise error from None


def leave_behind() -> None:
    """Says that a reader hangs: those opened from now on share nothing with it."""
    from scanner.readers import networks

    networks.leave_behind()
