"""What the journal says in the end: each photo once, with its latest result, in the order of their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from scanner.batch.contract import is_usable
from scanner.batch.journal import Journal
from scanner.batch.products import By, product_name, product_of
from scanner.joining import join, status_of
from scanner.pipeline import with_flags
from scanner.records import Scan
from scanner.scan_json import from_json, to_json


@dataclass(frozen=True, slots=True)
class Results:
    """The latest line of every photo: where it is, and where its content's line is."""

    journal: Journal
    places: tuple[tuple[str, int, int], ...]
    """Source, offset of the photo's line, offset of the line that was read from the same content."""

    def photos(self) -> Iterator[dict[str, Any]]:
        """The record of every photo. One with the content of another has that one's values, and ``same_as``."""
        for _, own, first in self.places:
            yield self._record(own, first)

    def panel_rows(self) -> Iterator[dict[str, Any]]:
        """Every row of every photo's panel, numbered from 1, with the photo that it is of."""
        for record in self.photos():
            of_photo = {key: record[key] for key in ("photo", "version")} | {"photo_source": record["source"]}
            for number, row in enumerate((record.get("panel") or {}).get("rows", ()), start=1):
                yield {**row, **of_photo, "row": number}

    def products(self, by: By) -> Iterator[dict[str, Any]]:
        """The record of every product: what its photos say together, and their names in ``photos``."""
        keyed = sorted(
            (product_of(self._name(own), source, by), at) for at, (source, own, _) in enumerate(self.places)
        )
        for _, places in groupby(keyed, key=lambda pair: pair[0]):
            yield joined([self._record(*self.places[at][1:]) for _, at in places], by)

    def _name(self, offset: int) -> str:
        return str(self.journal.at(offset)["photo"])

    def _record(self, own: int, first: int) -> dict[str, Any]:
        line = self.journal.at(own)
        return line if own == first else {**self.journal.at(first), **line}


def results_of(journal: Journal) -> Results:
    """The latest line of every photo in the journal, of whichever version, once lines without use are set aside.

    Raises ``OSError`` when they cannot be.
    """
    places, unusable = _places(journal)
    while unusable:  # with a line those that name its photo may lose their use
        journal.set_aside(unusable)
        places, unusable = _places(journal)
    return Results(journal, tuple(places))


def _places(journal: Journal) -> tuple[list[tuple[str, int, int]], set[int]]:
    """Where the results are, and where the lines begin that no table can be made of."""
    latest: dict[str, tuple[int, str | None]] = {}
    by_content: dict[tuple[str, str], int] = {}
    unusable = set()
    for offset, line in journal.lines():
        if not is_usable(line):
            unusable.add(offset)
            continue
        same = "same_as" in line
        latest[line["source"]] = (offset, f"{line['version']}\0{line['sha256']}" if same else None)
        if not same and line["sha256"] is not None:
            by_content[line["version"], line["sha256"]] = offset
    places = []
    for source, (offset, content) in sorted(latest.items()):
        version, _, sha256 = (content or "").rpartition("\0")
        first = by_content.get((version, sha256)) if content else offset
        if first is None:
            unusable.add(offset)
        else:
            places.append((source, offset, first))
    return places, unusable


def joined(records: list[dict[str, Any]], by: By) -> dict[str, Any]:
    """One product out of the records of its photos; the first one's where none of them has facts."""
    names = [str(record["photo"]) for record in records]
    scans = [from_json(record) for record in records]
    product = join([scan.facts for scan in scans if scan.facts is not None])
    telling = [scan for scan in scans if scan.facts is not None]
    name = product_name(names[0], by)
    own = {"photos": names, "version": records[0]["version"]}
    if product is None:
        return {**records[0], **own, "photo": name}
    status, reason = status_of(product.facts, telling)
    first = telling[product.photo_of["elemental_mg"]]
    seconds = sum(scan.seconds for scan in scans)
    scan = with_flags(Scan(name, status, reason, product.facts, (), first.reader, seconds))
    return {**to_json(scan), **own}
