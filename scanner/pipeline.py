"""The whole way from a photo to its facts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import islice
from math import inf
from pathlib import Path
from typing import BinaryIO

from catalog.flags import flags_for
from catalog.product import Product
from scanner.allowance import Allowance, allowing
from scanner.beside import look_beside
from scanner.closer import (
    filled,
    more_complete,
    says_nothing,
    tells_of_a_serving,
    worth_a_closer_look,
)
from scanner.label.capacity import within_capacity
from scanner.label.facts import read_facts
from scanner.memory import give_back
from scanner.page import Image
from scanner.photo import Photo, open_photo
from scanner.readers import Reader, Readers
from scanner.reading.look import Reading, look_closer, looks
from scanner.records import Facts, Scan
from scanner.scan_json import to_json
from scanner.status import read_in_part, status_of
from scanner.witness import ask_witness

Look = tuple[Facts, Reading]
_MOST_LOOKS = 3
"""Two places that look like text and the whole photo; a label that lies on its side has as many again."""
_READING_SHARE = 0.5
"""Of the time for a photo: what is left is for understanding what was read."""


def _silent(_: str) -> None:
    pass


def scan(
    source: Path | str | bytes | BinaryIO | Photo,
    readers: Readers,
    *,
    name: str | None = None,
    tell: Callable[[str], None] = _silent,
    limit_s: float = inf,
) -> Scan:
    """What the label on one photo says. ``tell`` hears what is being done, in words.

    A photo full of print is not read to its end, nor one for which half of ``limit_s`` seconds is not enough: what was
    read is there, to be checked. Raises ``PhotoError`` when the photo cannot be opened and ``ReaderError`` when the
    reader fails.
    """
    started = time.perf_counter()
    give_back()
    photo = source if isinstance(source, Photo) else open_photo(source, name=name)
    tell("reading")
    with allowing(limit_s * _READING_SHARE) as allowed:
        facts, reading = _read(photo.pixels, readers, tell, allowed)
    facts = within_capacity(facts)  # once more: the serving may come from another look
    if allowed.used_up:
        facts = read_in_part(facts)
    status, reason = status_of(facts, reading.page, read_in_part=allowed.used_up)
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


def _read(image: Image, readers: Readers, tell: Callable[[str], None], allowed: Allowance) -> Look:
    """What ``image`` says, and the look that says most, as far as what is ``allowed`` reaches."""
    closer_reader = readers.closer or readers.page
    readings = looks(image, readers.page, closer_reader)
    facts, reading = _found(readings, partial(_looked_closer, reader=closer_reader, tell=tell), allowed)
    if not allowed.used_up and readers.lines and (page := look_beside(facts, reading, readers.lines)):
        facts, reading = filled(read_facts(page), facts), replace(reading, page=page)
    if not allowed.used_up and readers.witness:
        tell("reading the deciding lines again")
        facts = ask_witness(facts, reading, readers.witness)
    return facts, reading


def _found(readings: Iterable[Reading], closer: Callable[[Look], Look], allowed: Allowance) -> Look:
    """The first text of the photo that gives a serving or a sure dose, at a ``closer`` look where that helps.

    Where none does, the one that says most, the last of equals. What the texts before said is kept, to be checked:
    they are of other parts of the same side.
    """
    best: Look | None = None
    for reading in islice(readings, _MOST_LOOKS):
        found = (read_facts(reading.page), reading)
        if not says_nothing(found[0]) and not allowed.used_up:
            found = closer(found)
        if best is not None and not says_nothing(best[0]) and best[1].turned == found[1].turned:
            found = more_complete(best, found)
        best = found
        if tells_of_a_serving(found[0]) or allowed.used_up:
            break
    if best is None:
        raise ValueError("a photo is read at least once")
    return closer(best) if says_nothing(best[0]) and not allowed.used_up else best


def _looked_closer(found: Look, reader: Reader, tell: Callable[[str], None]) -> Look:
    """The same, with what a closer look at its panel adds."""
    facts, reading = found
    region = worth_a_closer_look(facts, reading.page)
    if region is None or reading.shows(region):
        return found
    tell("looking closer")
    closer = look_closer(reading, reader, region)
    return more_complete(found, (read_facts(closer.page), closer))


def with_flags(scan: Scan) -> Scan:
    """The scan with everything there is to flag about its product, most pressing first."""
    product = Product.from_scan(to_json(scan))
    return replace(scan, flags=tuple(flag.as_dict() for flag in flags_for(product)))
