"""python -m benchmarks [--drawn N] [--folder DIR --truth FILE] [--readers a,b] [--keep DIR] [--json]."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.contenders import CONTENDERS
from benchmarks.measure import Run, run
from benchmarks.scoring import Record
from benchmarks.tables import figures, report
from benchmarks.tally import Tally, by_name, tally


@dataclass(frozen=True)
class PhotoSet:
    """Photos with their truth, by file name."""

    title: str
    truths: Mapping[str, Record]
    photos: Mapping[str, Path]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints. 0 when all photos were found, 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    readers = options.readers.split(",")
    unknown = [reader for reader in readers if reader not in CONTENDERS]
    if unknown:
        parser.error(f"unknown reader {unknown[0]!r}: choose from {', '.join(CONTENDERS)}")
    if (options.folder is None) != (options.truth is None):
        parser.error("--folder and --truth go together")
    if not options.drawn and options.folder is None:
        parser.error("nothing to measure: give --drawn N, or --folder DIR --truth FILE, or both")
    with TemporaryDirectory() as scratch:
        keep = options.keep or Path(scratch)
        try:
            sets = _photo_sets(options, keep)
        except (OSError, ValueError) as error:
            parser.error(str(error))
        for place, photo_set in enumerate(sets):
            tallies, runs = _measured(photo_set, readers, keep)
            if options.as_json:
                measured = {reader: figures(tallies[reader], runs[reader]) for reader in readers}
                print(json.dumps({"set": photo_set.title, "readers": measured}), flush=True)
            else:
                print("\n" * bool(place) + report(photo_set.title, tallies, runs), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--drawn", type=int, default=0, metavar="N", help="draw N labels and read them")
    parser.add_argument("--seed", type=int, default=1, help="of the drawn labels")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="photos of your own, with --truth")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="JSON Lines, one record per photo")
    parser.add_argument("--readers", default=",".join(CONTENDERS), metavar="A,B", help="default: %(default)s")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep drawn photos and result lines here")
    parser.add_argument("--json", action="store_true", dest="as_json", help="figures for programs")
    return parser


def _photo_sets(options: argparse.Namespace, keep: Path) -> list[PhotoSet]:
    sets = []
    if options.drawn:
        # The measured processes import this file too: what draws is not to be in their memory.
        from samples.draw import recipes, write

        folder = keep / "drawn"
        for done, _ in enumerate(write(recipes(options.drawn, options.seed), folder), start=1):
            _progress("drawing", done, options.drawn)
        title = f"Drawn labels, seed {options.seed}"
        sets.append(_photo_set(title, folder, folder / "truth.jsonl"))
    if options.folder is not None:
        title = f"{options.folder.resolve().name}/{options.truth.name}"
        sets.append(_photo_set(title, options.folder, options.truth))
    return sets


def _photo_set(title: str, folder: Path, truth_file: Path) -> PhotoSet:
    """The truths and where their photos are. Raises ``ValueError`` naming a photo that is not there."""
    lines = truth_file.read_text(encoding="utf-8").splitlines()
    truths = by_name((json.loads(line) for line in lines if line.strip()), "image")
    photos = {}
    for name, truth in truths.items():
        places = (folder / truth["image"], truth_file.parent / truth["image"], folder / name)
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise ValueError(f"there is no photo {truth['image']!r} in {folder}")
        photos[name] = found
    return PhotoSet(title, truths, photos)


def _measured(
    photo_set: PhotoSet, readers: Sequence[str], keep: Path
) -> tuple[dict[str, Tally], dict[str, Run]]:
    tallies, runs = {}, {}
    for reader in readers:
        total = len(photo_set.photos)

        def tell(done: int, reader: str = reader, total: int = total) -> None:
            _progress(reader, done, total)

        runs[reader] = run(reader, photo_set.photos.values(), tell)
        results = [reading.result for reading in runs[reader].readings]
        _write_lines(keep / f"{_file_name(photo_set.title)}-{reader}.jsonl", results)
        tallies[reader] = tally(photo_set.truths, by_name(results, "photo"))
    return tallies, runs


def _file_name(title: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in PurePath(title).as_posix().lower())


def _write_lines(path: Path, results: Sequence[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(result) + "\n" for result in results), encoding="utf-8")


def _progress(doing: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{doing} {done}/{total} ", end="\n" * (done == total), file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
