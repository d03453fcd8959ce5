"""The tables of a batch, CSV, Parquet and JSON Lines, row by row and each file whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal, get_args

from scanner.batch.row import Columns, cells
from scanner.batch.summary import Summary
from scanner.batch.whole import whole
from scanner.cells import defused

Format = Literal["csv", "parquet", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUMMARY = "summary.json"
PANEL = "panel"
"""The name, without its ending, of the table with a row for each row of a panel."""
_CHUNK = 1000
"""Rows in memory at once."""


def write_table(records: Iterable[dict[str, Any]], columns: Columns, path: Path) -> int:
    """Writes a file of the kind that its ending says; how many rows. Raises ``OSError``, and leaves no half file."""
    with whole(path) as file:
        return _WRITERS[path.suffix](records, columns, file)


def write_summary(summary: Summary, path: Path) -> None:
    """Raises ``OSError``, and leaves no half file."""
    with whole(path) as file:
        file.write(json.dumps(summary.as_json(), indent=1).encode("ascii") + b"\n")


def _csv(records: Iterable[dict[str, Any]], columns: Columns, file: IO[bytes]) -> int:
    lines = csv.writer(_Text(file), lineterminator="\n")
    lines.writerow([name for name, _, _ in columns])
    count = 0
    for record in records:
        lines.writerow([_cell(cell) for cell in cells(record, columns).values()])
        count += 1
    return count


class _Text:
    """What ``csv`` writes to: a binary file, in UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode("utf-8", "backslashreplace"))


def _cell(cell: Any) -> Any:
    if isinstance(cell, list):
        return defused("|".join(f"{each:g}" if isinstance(each, float) else str(each) for each in cell))
    if isinstance(cell, float):
        return f"{cell:g}" if cell == round(cell, 3) else repr(cell)
    return defused(cell)


def _parquet(records: Iterable[dict[str, Any]], columns: Columns, file: IO[bytes]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "text": pa.string(),
        "number": pa.float64(),
        "texts": pa.list_(pa.string()),
        "numbers": pa.list_(pa.float64()),
    }
    schema = pa.schema([(name, types[kind]) for name, kind, _ in columns])
    count = 0
    rows = (cells(record, columns) for record in records)
    with pq.ParquetWriter(file, schema) as writer:
        while chunk := list(islice(rows, _CHUNK)):
            writer.write_table(pa.Table.from_pylist(chunk, schema))
            count += len(chunk)
    return count


def _jsonl(records: Iterable[dict[str, Any]], _: Columns, file: IO[bytes]) -> int:
    count = 0
    for record in records:
        file.write(json.dumps(record).encode("ascii") + b"\n")
        count += 1
    return count


_WRITERS = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonl}
