"""The whole way from a photo to its facts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from catalog.flags import flags_for
from catalog.product import Product
from scanner.beside import look_beside
from scanner.closer import filled, more_complete, says_nothing, worth_a_closer_look
from scanner.label.facts import read_facts
from scanner.memory import give_back
from scanner.photo import open_photo
from scanner.readers import Readers
from scanner.reading.look import look_closer, looks
from scanner.records import Scan
from scanner.scan_json import to_json
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
    give_back()
    photo = open_photo(source, name=name)
    tell("reading")
    closer_reader = readers.closer or readers.page
    for reading in looks(photo.pixels, readers.page, closer_reader):
        facts = read_facts(reading.page)
        if not says_nothing(facts):
            break
    region = worth_a_closer_look(facts, reading.page)
    if region and not reading.shows(region):
        tell("looking closer")
        closer = look_closer(reading, closer_reader, region)
        facts, reading = more_complete((facts, reading), (read_facts(closer.page), closer))
    if readers.lines and (page := look_beside(facts, reading, readers.lines)):
        facts, reading = filled(read_facts(page), facts), replace(reading, page=page)
    if readers.witness:
        tell("reading the deciding lines again")
        facts = ask_witness(facts, reading, readers.witness)
    status, reason = status_of(facts, reading.page)
    return with_flags(
        Scan(
            photo=photo.name,
            status=status,
            reason=reason,
            facts=facts,
            flags=(),
            reader=readers.name,
            seconds=time.perf_counter() - started,
            size=reading.page.size,
            sha256=photo.sha256,
            turned=reading.turned,
        )
    )


def with_flags(scan: Scan) -> Scan:
    """The scan with everything there is to flag about its product, most pressing first."""
    product = Product.from_scan(to_json(scan))
    return replace(scan, flags=tuple(flag.as_dict() for flag in flags_for(product)))
