"""What a line of the journal has to be: a broken disk may change a line and leave it JSON.

``line_of`` is asked for every line when the journal is opened and finds the photo that it is of. ``is_usable`` looks
at every value that a table is made of, which takes longer than reading the line; it is asked before tables are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from scanner.scan_contract import is_scan, maybe, object_of, sha256, text

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
"""How a line begins half of a character that takes two; two halves that belong together are sound."""


_place = object_of(
    {"photo": text, "source": text, "stamp": maybe(text), "version": text, "sha256": maybe(sha256)}
)


def line_of(line: bytes) -> dict[str, Any] | None:
    """The record of a line that was written whole and says which photo it is of, else None."""
    if not line.endswith(b"\n"):
        return None
    try:
        record = json.loads(str(line, "utf-8"))
        if _HALF.search(line):
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):  # no UTF-8, no JSON, or half a character, which no file can hold
        return None
    return record if _place(record) else None


def is_usable(record: Mapping[str, Any]) -> bool:
    """Whether a line says all that a table is made of, each value of its kind."""
    if "same_as" in record:  # it has the values of another line, and none of its own
        return text(record["same_as"]) and record["sha256"] is not None and len(record) == 6
    return is_scan(record)
