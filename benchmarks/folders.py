"""python -m benchmarks.folders DIR [--count 500] [--wait S]: a folder in one process and in two, beside plain scans.

Prints photos per second of each, their ratio, the memory of the parent on the way, and whether all results are the
same field by field. With --wait the reader only waits, so that the engine itself is measured on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.waiting import open_waiting
from scanner.attempt import attempt
from scanner.batch.entry import is_picture
from scanner.batch.journal import FILE
from scanner.batch.order import Order, carry_out
from scanner.batch.tally import Tally
from scanner.readers import Readers, open_readers

_OWN = frozenset({"seconds", "source", "stamp", "version"})
"""What differs between two runs."""


@dataclass
class Measured:
    """One way through the photos."""

    seconds: float = 0.0
    """From the first result to the last, so that opening the readers does not count."""
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    memory_mb: dict[int, float] = field(default_factory=dict)
    """Resident memory of this process after so many photos."""

    @property
    def per_second(self) -> float:
        return (len(self.records) - 1) / self.seconds


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.folders", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--plain", type=int, default=200, help="photos for the comparison with plain scans")
    parser.add_argument("--wait", type=float, metavar="S", help="a reader that waits so long instead")
    options = parser.parse_args(arguments)
    photos = sorted(path for path in options.folder.iterdir() if is_picture(path.name))[: options.count]
    opener = partial(open_readers, "auto", 1) if options.wait is None else partial(open_waiting, options.wait)
    few = photos[: options.plain]
    plain = _plain(few, opener)
    again = _batch(few, opener, 1)
    print(f"{len(few)} photos, plain scan: {plain.per_second:.3f} photos/s")
    print(f"{len(few)} photos, --jobs 1:   {again.per_second:.3f} photos/s, ", end="")
    print(f"overhead {100 * (plain.per_second / again.per_second - 1):+.1f} %, same: {_same(plain, again)}")
    one, two = _batch(photos, opener, 1), _batch(photos, opener, 2)
    for jobs, run in ((1, one), (2, two)):
        memory = ", ".join(f"{mb:.0f} MB after {count}" for count, mb in run.memory_mb.items())
        print(f"{len(photos)} photos, --jobs {jobs}:   {run.per_second:.3f} photos/s, parent {memory}")
    print(f"ratio {two.per_second / one.per_second:.2f}, same: {_same(one, two)}")
    return 0


def _plain(photos: Sequence[Path], opener: Callable[[], Readers]) -> Measured:
    readers = opener()
    measured = Measured()
    started = 0.0
    for path in photos:
        record = attempt(path, readers, lambda _: None).as_json()
        started = started or time.perf_counter()
        measured.records[path.name] = record
    measured.seconds = time.perf_counter() - started
    return measured


def _batch(photos: Sequence[Path], opener: Callable[[], Readers], jobs: int) -> Measured:
    measured, tally = Measured(), Tally()
    marks = {100, len(photos)}
    times: list[float] = []

    def watch() -> None:
        times.append(time.perf_counter())
        if tally.done in marks:
            measured.memory_mb[tally.done] = _resident_mb()

    with TemporaryDirectory() as out:
        carry_out(Order(tuple(map(str, photos)), Path(out), jobs=jobs, opener=opener), tally, watch)
        with (Path(out) / FILE).open(encoding="ascii") as lines:
            measured.records = {record["photo"]: record for record in map(json.loads, lines)}
    measured.seconds = times[-1] - times[0]
    return measured


def _same(first: Measured, second: Measured) -> bool:
    return _comparable(first) == _comparable(second)


def _comparable(measured: Measured) -> dict[str, dict[str, Any]]:
    return {
        # A batch knows the content's mark of a photo that it could not read; a plain scan does not.
        name: {
            key: value
            for key, value in record.items()
            if key not in _OWN | ({"sha256"} if "error" in record else set())
        }
        for name, record in measured.records.items()
    }


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
