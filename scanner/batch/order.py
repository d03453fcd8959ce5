"""A batch as it was ordered, and carried out: read what is not read yet, then the tables and the summary."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scanner.batch.engine import Engine, InProcess
from scanner.batch.errors import BatchError, FolderError
from scanner.batch.foreign import refuse_foreign
from scanner.batch.journal import Journal
from scanner.batch.products import By
from scanner.batch.results import results_of
from scanner.batch.row import PANEL_COLUMNS, PHOTO_COLUMNS, PRODUCT_COLUMNS
from scanner.batch.run import run
from scanner.batch.sources import LIMIT_SECONDS, arriving, entries
from scanner.batch.summary import Summary
from scanner.batch.table import PANEL, SUMMARY, Format, write_summary, write_table
from scanner.batch.tally import Tally
from scanner.batch.version import reading_version
from scanner.readers import Choice, Readers, open_readers


@dataclass(frozen=True)
class Order:
    """What the person asked for."""

    sources: tuple[str, ...]
    """Folders, files, zip files, text lists, addresses; none: only the tables are written."""
    out: Path
    jobs: int = 1
    """Processes on this machine; 1: this process alone."""
    cluster: str | None = None
    """Address of a Dask scheduler that reads instead."""
    limit_s: float = LIMIT_SECONDS
    formats: tuple[Format, ...] = ("csv", "parquet")
    by: By | None = None
    """How photos of one product are told, where there is to be a table of products."""
    reader: Choice = "auto"
    retry: bool = False
    """Read again what hung, ran out of memory or ended its process."""
    opener: Callable[[], Readers] | None = None
    """Opens other readers than those of this package; a function that workers can import."""


def carry_out(order: Order, tally: Tally, watch: Callable[[], None]) -> Summary:
    """Reads the photos and writes the tables. ``tally`` is kept up, and ``watch`` called after every result.

    Raises ``BatchError`` or ``ReaderMissingError`` when it cannot go on, and ``KeyboardInterrupt``; what was read
    is in the journal then, and the same order goes on from there.
    """
    refuse_foreign(order.out, _written(order))
    version = f"{reading_version()}/{order.reader}"
    with Journal(order.out, version, retry=order.retry) as journal:
        _tell(journal, tally, watch)
        if order.sources:
            _count(order, tally)
            with _engine(order) as engine:
                found = arriving(order.sources, order.limit_s)
                run(found, journal, engine, tally, watch, limit_s=order.limit_s)
        summary = _tables(order, journal, tally)
        _tell(journal, tally, watch)
        return summary


def _tell(journal: Journal, tally: Tally, watch: Callable[[], None]) -> None:
    """Says which lines of the journal were set aside."""
    for count, path in journal.moved:
        lines = "1 line" if count == 1 else f"{count:,} lines"
        tally.notes.append(
            f"{lines} of {journal.path.name} could not be used. What was there is kept in {path.name}, and the "
            "same command reads these photos again."
        )
    journal.moved.clear()
    watch()


def _written(order: Order) -> tuple[str, ...]:
    """The names of the files beside the journal."""
    # The journal is the JSON Lines, and has the panels too.
    results = (f"{table}.{form}" for table in ("results", PANEL) for form in order.formats if form != "jsonl")
    products = (f"products.{form}" for form in order.formats if order.by is not None)
    return (*results, *products, SUMMARY)


@contextmanager
def _engine(order: Order) -> Iterator[Engine]:
    opener = order.opener or partial(open_readers, order.reader, 1)
    if order.cluster is None and order.jobs == 1:
        yield InProcess(opener, order.limit_s)
        return
    from scanner.batch import cluster  # Dask takes a second to import

    if order.cluster is not None:
        opening = cluster.existing(opener, order.limit_s, order.cluster)
    else:
        opening = cluster.local(opener, order.limit_s, order.jobs)
    with opening as engine:
        yield engine


def _count(order: Order, tally: Tally) -> None:
    """Counts the photos beside the reading of the first ones; without a count there is no time left to tell."""

    def count() -> None:
        with suppress(BatchError):  # the reading comes to the same place, and tells
            tally.total = sum(1 for _ in entries(order.sources, order.limit_s))

    threading.Thread(target=count, daemon=True, name="count").start()


def _tables(order: Order, journal: Journal, tally: Tally) -> Summary:
    try:
        results = results_of(journal)
        summary = Summary(photos_per_second=tally.per_second)
        for record in results.photos():
            summary.count(record)
        for name in _written(order):
            path = order.out / name
            if name == SUMMARY:
                write_summary(summary, path)
            elif order.by is not None and name.startswith("products."):
                write_table(results.products(order.by), PRODUCT_COLUMNS, path)
            elif path.stem == PANEL:
                write_table(results.panel_rows(), PANEL_COLUMNS, path)
            else:
                write_table(results.photos(), PHOTO_COLUMNS, path)
    except OSError as error:
        raise FolderError(
            f"The tables in {str(order.out)!r} cannot be written: {error.strerror}. All results are saved in "
            f"{journal.path.name}; 'magnify batch --out {order.out}' writes the tables."
        ) from error
    return summary
