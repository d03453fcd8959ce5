"""Products someone keeps: in a file (see ``shelf_file``), or for one session only.

A record is the JSON object of one scan (see ``Product.from_scan``), with what the person typed.
"""

import json
import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from catalog.json_values import RecordError, record_of
from catalog.product import Product

SESSION_ONLY = "session"
"""Value of MAGNIFY_SHELF on a shared server: nothing is stored, no one sees another's products."""
MOST_LINES = 5000
"""Products that are brought in at once: each is one write to the disk."""
_FILE = "shelf.sqlite3"


@dataclass(frozen=True)
class Saved:
    """One product on the shelf."""

    id: str
    kept_at: str
    """UTC, ISO 8601."""
    record: Mapping[str, Any]

    @cached_property
    def product(self) -> Product:
        return Product.from_scan(self.record)


class Shelf(Protocol):
    """Where products are kept, oldest first."""

    @property
    def notice(self) -> str | None:
        """What the person should know about the shelf itself."""
        ...

    def saved(self) -> tuple[Saved, ...]: ...

    def put(self, saved: Saved) -> None:
        """Keeps the product; one with the same id is replaced."""
        ...

    def remove(self, id_: str) -> None: ...


class ShelfError(Exception):
    """The shelf cannot be read or written; says why and what to do."""


def new(record: Mapping[str, Any]) -> Saved:
    """The record as a product to keep. Raises RecordError where it is none."""
    Product.from_scan(record)
    return Saved(uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="microseconds"), record)


def printed_record(record: Mapping[str, Any]) -> str:
    """The record as JSON. Raises ShelfError where no product could be read out of it again."""
    printed = json.dumps(record)
    try:
        Product.from_scan(record_of(printed, "record"))
    except RecordError as error:
        raise ShelfError(f"This product cannot be kept: {error}.") from error
    return printed


class SessionShelf:
    """A shelf that lasts as long as the object."""

    notice = None

    def __init__(self) -> None:
        self._saved: dict[str, Saved] = {}

    def saved(self) -> tuple[Saved, ...]:
        return tuple(sorted(self._saved.values(), key=lambda one: (one.kept_at, one.id)))

    def put(self, saved: Saved) -> None:
        printed_record(saved.record)
        before = self._saved.get(saved.id)
        self._saved[saved.id] = saved if before is None else replace(saved, kept_at=before.kept_at)

    def remove(self, id_: str) -> None:
        self._saved.pop(id_, None)


def session_only() -> bool:
    """Whether this server keeps nothing (MAGNIFY_SHELF=session). Raises ShelfError for another value."""
    wanted = os.environ.get("MAGNIFY_SHELF", "")
    if wanted not in {"", SESSION_ONLY}:
        # A misspelled promise to store nothing must not end in storing.
        raise ShelfError(f"MAGNIFY_SHELF is {wanted!r}: set it to '{SESSION_ONLY}' or leave it out.")
    return wanted == SESSION_ONLY


def shelf_path() -> Path:
    """The shelf's file in the person's data folder."""
    from platformdirs import user_data_path

    return user_data_path("magnify", appauthor=False) / _FILE


def records_as_lines(saved: Iterable[Saved]) -> str:
    """The records as JSON Lines, which ``magnify rank`` and an import take."""
    return "".join(json.dumps(one.record) + "\n" for one in saved)


def records_from_lines(printed: str) -> tuple[Saved, ...]:
    """New products from JSON Lines. Raises RecordError naming the line."""
    found: list[Saved] = []
    # Only this ends a line of JSON: other characters that part lines may stand within a text.
    for number, line in enumerate(printed.split("\n"), start=1):
        if not line.strip():
            continue
        if len(found) == MOST_LINES:
            raise RecordError(f"line {number}", f"more than {MOST_LINES} products at once")
        record = record_of(line, f"line {number}")
        try:
            found.append(new(record))
        except RecordError as error:
            raise RecordError(f"line {number}, {error.where}", error.problem) from error
    return tuple(found)
