"""python -m benchmarks [--drawn N] [--grammar N] [--texts N] [--folder DIR --truth FILE] ...

--drawn draws labels of the designs, --grammar labels of the grammar, no two alike; --texts takes the grammar's labels
as texts, which need no reader.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.contenders import PHOTO_READERS, TEXT
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
    readers: Sequence[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints. 0 when all photos were found, 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    readers = options.readers.split(",")
    unknown = [reader for reader in readers if reader not in PHOTO_READERS]
    if unknown:
        parser.error(f"unknown reader {unknown[0]!r}: choose from {', '.join(PHOTO_READERS)}")
    if (options.folder is None) != (options.truth is None):
        parser.error("--folder and --truth go together")
    if not (options.drawn or options.grammar or options.texts or options.folder):
        parser.error(
            "nothing to measure: give --drawn N, --grammar N, --texts N, or --folder DIR --truth FILE"
        )
    with TemporaryDirectory() as scratch:
        keep = options.keep or Path(scratch)
        try:
            sets = _photo_sets(options, readers, keep)
        except (OSError, ValueError) as error:
            parser.error(str(error))
        for place, photo_set in enumerate(sets):
            tallies, runs = _measured(photo_set, keep)
            if options.as_json:
                measured = {reader: figures(tallies[reader], runs[reader]) for reader in photo_set.readers}
                print(json.dumps({"set": photo_set.title, "readers": measured}), flush=True)
            else:
                print("\n" * bool(place) + report(photo_set.title, tallies, runs), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drawn", type=int, default=0, metavar="N", help="draw N labels and read them")
    parser.add_argument("--grammar", type=int, default=0, metavar="N", help="draw N labels of the grammar")
    parser.add_argument("--texts", type=int, default=0, metavar="N", help="N labels of the grammar as texts")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn and written")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="photos of your own, with --truth")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="JSON Lines, one record per photo")
    parser.add_argument(
        "--fold", choices=("A", "B"), help="only the photos of DIR whose truth is of this half"
    )
    parser.add_argument(
        "--readers", default=",".join(PHOTO_READERS), metavar="A,B", help="of photos; default: %(default)s"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep drawn photos and result lines here")
    parser.add_argument("--json", action="store_true", dest="as_json", help="figures for programs")
    return parser


def _photo_sets(options: argparse.Namespace, readers: Sequence[str], keep: Path) -> list[PhotoSet]:
    sets = []
    for count, what, by in (
        (options.drawn, "drawn labels", readers),
        (options.grammar, "pictures of the grammar", readers),
        (options.texts, "texts of the grammar", (TEXT,)),
    ):
        if count:
            folder = keep / what.replace(" ", "-")
            for done, _ in enumerate(_written(what, count, options.seed, folder), start=1):
                _progress(what, done, count)
            title = f"{what.capitalize()}, seed {options.seed}"
            sets.append(_photo_set(title, folder, folder / "truth.jsonl", by))
    if options.folder is not None:
        half = f", half {options.fold}" if options.fold else ""
        title = f"{options.folder.resolve().name}/{options.truth.name}{half}"
        sets.append(_photo_set(title, options.folder, options.truth, readers, options.fold))
    return sets


def _written(what: str, count: int, seed: int, folder: Path) -> Iterator[Path]:
    """The path of each label once it is drawn; the truth is in FOLDER/truth.jsonl."""
    # The measured processes import this file too: what draws is not to be in their memory.
    from samples.draw import recipes, write
    from samples.grammar.writing import write_pictures, write_texts

    if what == "drawn labels":
        return write(recipes(count, seed), folder)
    return (write_texts if what == "texts of the grammar" else write_pictures)(seed, count, folder)


def _photo_set(
    title: str, folder: Path, truth_file: Path, readers: Sequence[str], fold: str | None = None
) -> PhotoSet:
    """The truths and where their photos are, texts too; a folder of texts alone is read as such.

    ``fold`` takes one half only: what was fitted on the other one is checked on it. Raises ``ValueError`` naming a
    photo that is not there.
    """
    lines = truth_file.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    truths = by_name((one for one in records if fold in {None, one.get("fold")}), "image")
    if not truths:
        raise ValueError(f"there is nothing to measure in {truth_file}")
    photos = {}
    for name, truth in truths.items():
        places = (folder / truth["image"], truth_file.parent / truth["image"], folder / name)
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise ValueError(f"there is no photo {truth['image']!r} in {folder}")
        photos[name] = found
    if photos and all(path.suffix == ".txt" for path in photos.values()):
        readers = (TEXT,)
    return PhotoSet(title, truths, photos, readers)


def _measured(photo_set: PhotoSet, keep: Path) -> tuple[dict[str, Tally], dict[str, Run]]:
    tallies, runs = {}, {}
    for reader in photo_set.readers:
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
