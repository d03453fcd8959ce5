"""The whole way from a photo to its facts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from scanner.closer import worth_a_closer_look
from scanner.facts import read_facts
from scanner.photo import open_photo
from scanner.readers import Reader
from scanner.reading import look_closer, read_page
from scanner.records import Scan
from scanner.status import status_of


def _silent(_: str) -> None:
    pass


def scan(
    source: Path | str | bytes | BinaryIO,
    reader: Reader,
    *,
    name: str | None = None,
    tell: Callable[[str], None] = _silent,
) -> Scan:
    """What the label on one photo says. ``tell`` hears what is being done, in words.

    Raises ``PhotoError`` when the photo cannot be opened and ``ReaderError`` when the reader fails.
    """
    started = time.perf_counter()
    photo = open_photo(source, name=name)
    tell("reading")
    reading = read_page(photo.pixels, reader)
    facts = read_facts(reading.page)
    status, reason = status_of(facts, reading.page)
    return Scan(
        photo.name,
        status,
        reason,
        facts,
        (),
        reading.page.reader,
        time.perf_counter() - started,
        reading.page.size,
        photo.sha256,
    )
