"""The whole way from a photo to its facts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from catalog.flags import flags_for
from catalog.product import Product
from scanner.beside import look_beside
from scanner.closer import (
    filled,
    more_complete,
    says_nothing,
    tells_of_a_serving,
    worth_a_closer_look,
)
from scanner.label.facts import read_facts
from scanner.memory import give_back
from scanner.photo import open_photo
from scanner.readers import Readers
from scanner.reading.look import Reading, look_closer, looks
from scanner.records import Facts, Scan
from scanner.scan_json import to_json
from scanner.status import status_of
from scanner.witness import ask_witness

_MOST_LOOKS = 3
"""Two places that look like text and the whole photo; a label that lies on its side has as many again."""


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
    facts, reading = _found(looks(photo.pixels, readers.page, closer_reader))
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


def _found(readings: Iterable[Reading]) -> tuple[Facts, Reading]:
    """The first reading with a serving or a sure dose; where none has one, the one that says most, the last of equals.

    A large photo shows more than one text. What the readings before said is kept, to be checked: they were of
    another part of the same side.
    """
    best: tuple[Facts, Reading] | None = None
    for reading in islice(readings, _MOST_LOOKS):
        facts = read_facts(reading.page)
        found = (facts, reading)
        if best is not None and not says_nothing(best[0]) and best[1].turned == reading.turned:
            found = more_complete(best, found)
        best = found
        if tells_of_a_serving(facts):
            break
    if best is None:
        raise ValueError("a photo is read at least once")
    return best


def with_flags(scan: Scan) -> Scan:
    """The scan with everything there is to flag about its product, most pressing first."""
    product = Product.from_scan(to_json(scan))
    return replace(scan, flags=tuple(flag.as_dict() for flag in flags_for(product)))
