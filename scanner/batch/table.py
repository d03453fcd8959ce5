"""The tables of a batch, CSV, Parquet and JSON Lines, row by row and each file whole or not at all."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal, get_args

from scanner.batch.row import Columns, cells
from scanner.cells import defused

Format = Literal["csv", "parquet", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)
_CHUNK = 1000
"""Rows in memory at once."""


def write_table(records: Iterable[dict[str, Any]], columns: Columns, path: Path) -> int:
    """Writes a file of the kind that its ending says; how many rows. Raises ``OSError``, and leaves no half file."""
    with _whole(path) as file:
        return _WRITERS[path.suffix](records, columns, file)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name once it is written. A link of that name is replaced, not followed."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


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
