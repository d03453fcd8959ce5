"""The whole way from a photo to its facts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from scanner.closer import more_complete, worth_a_closer_look
from scanner.facts import read_facts
from scanner.photo import open_photo
from scanner.readers import Readers
from scanner.reading import look_closer, read_page
from scanner.records import Scan
from scanner.status import status_of
from scanner.witness import ask_witness


def _silent(_: str) -> None:
    pass


def scan(
    source: Path | str | bytes | BinaryIO,
    readers: Readers,
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
    reading = read_page(photo.pixels, readers.page)
    facts = read_facts(reading.page)
    if region := worth_a_closer_look(facts, reading.page):
        tell("looking closer")
        closer = look_closer(reading, readers.page, region)
        facts, reading = more_complete((facts, reading), (read_facts(closer.page), closer))
    if readers.witness:
        tell("reading the deciding lines again")
        facts = ask_witness(facts, reading, readers.witness)
    status, reason = status_of(facts, reading.page)
    return Scan(
        photo=photo.name,
        status=status,
        reason=reason,
        facts=facts,
        flags=(),
        reader=readers.name,
        seconds=time.perf_counter() - started,
        size=reading.page.size,
        sha256=photo.sha256,
    )
