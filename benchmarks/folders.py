"""python -m benchmarks.folders DIR [--count 500] [--wait S]: a folder in one process and in two, beside plain scans.

Prints photos per second of each, their ratio, the memory of the parent on the way, and whether all results are the
same field by field. With --wait the reader only waits, so that the engine itself is measured on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.waiting import open_waiting
from scanner.attempt import attempt
from scanner.batch.engine import Engine, InProcess
from scanner.batch.entry import is_picture
from scanner.batch.journal import FILE, Journal
from scanner.batch.order import Order, carry_out
from scanner.batch.run import run
from scanner.batch.sources import LIMIT_SECONDS, entries
from scanner.batch.tally import Tally
from scanner.readers import Readers, open_readers

_TURN = 10
_OWN = frozenset({"seconds", "source", "stamp", "version"})
_OWN_OF_ERRORS = _OWN | {"sha256"}
"""What differs between two runs."""


@dataclass
class Measured:
    """One way through the photos."""

    seconds: float = 0.0
    """Without the opening of the readers."""
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    """Of all processes, their start included: what a busy machine cannot distort much."""
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
    plain, batch = _side_by_side(photos[: options.plain], opener)
    count = len(plain.records)
    print(f"{count} photos, plain scans: {count / plain.seconds:.3f} photos/s", flush=True)
    print(f"{count} photos, as a batch:  {count / batch.seconds:.3f} photos/s, ", end="")
    print(
        f"overhead {100 * (batch.seconds / plain.seconds - 1):+.1f} %, same: {_same(plain, batch)}",
        flush=True,
    )
    one, two = _batch(photos, opener, 1), _batch(photos, opener, 2)
    for jobs, way in ((1, one), (2, two)):
        memory = ", ".join(f"{mb:.0f} MB after {count}" for count, mb in way.memory_mb.items())
        print(
            f"{len(photos)} photos, --jobs {jobs}:   {way.per_second:.3f} photos/s, "
            f"{way.cpu_seconds / len(photos):.2f} s of processor each, parent {memory}",
            flush=True,
        )
    print(f"ratio {two.per_second / one.per_second:.2f}, same: {_same(one, two)}")
    return 0


def _side_by_side(photos: Sequence[Path], opener: Callable[[], Readers]) -> tuple[Measured, Measured]:
    """Plain scans, and the same photos as a batch in this process: turn by turn, so that both meet the same load."""
    readers, plain, batch = opener(), Measured(), Measured()
    engine = InProcess(opener, LIMIT_SECONDS)
    attempt(photos[0], readers, lambda _: None)
    with TemporaryDirectory() as out, Journal(Path(out), "warm") as journal:
        run(entries([str(photos[0])]), journal, engine, Tally(), lambda: None)
    with TemporaryDirectory() as out, Journal(Path(out), "measured") as journal:
        for turn in range(0, len(photos), _TURN):
            few = photos[turn : turn + _TURN]
            ways = [
                lambda few=few: _scans(few, readers, plain),
                lambda few=few: _run(few, journal, engine, batch),
            ]
            for way in ways if turn % (2 * _TURN) == 0 else reversed(ways):
                way()
        batch.records = {record["photo"]: record for _, record in journal.lines()}
    return plain, batch


def _scans(photos: Sequence[Path], readers: Readers, measured: Measured) -> None:
    started = time.perf_counter()
    for path in photos:
        record = attempt(path, readers, lambda _: None).as_json()
        measured.records[path.name] = json.loads(json.dumps(record))  # as `scan --json` writes it
    measured.seconds += time.perf_counter() - started


def _run(photos: Sequence[Path], journal: Journal, engine: Engine, measured: Measured) -> None:
    started = time.perf_counter()
    run(entries(map(str, photos)), journal, engine, Tally(), lambda: None)
    measured.seconds += time.perf_counter() - started


def _batch(photos: Sequence[Path], opener: Callable[[], Readers], jobs: int) -> Measured:
    measured, tally = Measured(), Tally()
    marks = {100, len(photos)}
    times: list[float] = []

    def watch() -> None:
        times.append(time.perf_counter())
        if tally.done in marks:
            measured.memory_mb[tally.done] = _resident_mb()

    began = _cpu_seconds()
    with TemporaryDirectory() as out:
        carry_out(Order(tuple(map(str, photos)), Path(out), jobs=jobs, opener=opener), tally, watch)
        with (Path(out) / FILE).open(encoding="ascii") as lines:
            measured.records = {record["photo"]: record for record in map(json.loads, lines)}
    measured.seconds = times[-1] - times[0]
    measured.cpu_seconds = _cpu_seconds() - began
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


def _cpu_seconds() -> float:
    """Of this process and of those it has started and seen end."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
