"""What stands in the folder for the results and was not written by a batch: it is left as it is."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterable
from pathlib import Path

from scanner.batch.errors import FolderError
from scanner.batch.row import PANEL_COLUMNS, PHOTO_COLUMNS, PRODUCT_COLUMNS
from scanner.batch.table import PANEL
from scanner.screen_text import visible

_COLUMNS = frozenset(name for name, _, _ in (*PHOTO_COLUMNS, *PRODUCT_COLUMNS))
_PANEL_COLUMNS = frozenset(name for name, _, _ in PANEL_COLUMNS)
_SIGNS = frozenset({"photo", "status", "version"})
"""Columns of every table of photos or products that a batch writes, and keys of its JSON Lines."""
_PANEL_SIGNS = frozenset({"photo", "row", "per", "version"})
"""The same of a table of panels."""
_SUMMARY_SIGNS = frozenset({"photos", "statuses", "causes", "flags"})
_LONGEST = 1_000_000
"""Bytes of a head or of a summary; a product's line may be longer, and then it is cut off and no JSON."""


def refuse_foreign(folder: Path, names: Iterable[str]) -> None:
    """Raises ``FolderError`` where a file of one of these names is no table of a batch: it would be overwritten.

    A link is replaced by the table, and what it leads to is left as it is.
    """
    for name in names:
        path = folder / name
        try:
            status = path.lstat()
        except OSError:
            continue  # it is not there; that the folder cannot be used is told when the journal is opened
        if stat.S_ISLNK(status.st_mode) or (stat.S_ISREG(status.st_mode) and status.st_size == 0):
            continue
        if not stat.S_ISREG(status.st_mode) or not _is_table(path):
            raise foreign(path)


def foreign(path: Path) -> FolderError:
    """Says that the file at ``path`` is not touched, and what to do."""
    return FolderError(
        f"{visible(str(path))!r} was not written by 'magnify batch', and is left as it is. "
        "Choose another folder with --out, or move it away."
    )


def _is_table(path: Path) -> bool:
    """Whether the file begins as those of a batch do."""
    of_panels = path.stem == PANEL
    signs, columns = (_PANEL_SIGNS, _PANEL_COLUMNS) if of_panels else (_SIGNS, _COLUMNS)
    try:
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            return frozenset(pq.read_schema(path).names) >= signs
        with path.open(encoding="utf-8", newline="") as file:
            if path.suffix == ".csv":
                # A person's own columns would be gone with the next run.
                found = frozenset(next(csv.reader([file.readline(_LONGEST)])))
                dotted = {name for name in found if "." in name and not of_panels}
                return found >= signs and found - dotted <= columns
            if path.suffix == ".jsonl":
                return frozenset(json.loads(file.readline(_LONGEST))) >= _SIGNS
            return frozenset(json.loads(file.read(_LONGEST))) >= _SUMMARY_SIGNS
    except (OSError, ValueError, TypeError, StopIteration, csv.Error, RecursionError):
        return False  # not to be read, or in no such format
