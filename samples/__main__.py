"""python -m samples --out DIR --count 300 --seed 1 [--condition NAME] [--design NAME]; or --committed.

`python -m samples grammar --seed 1 --count 1000 --texts DIR` (or `--pictures DIR`) writes labels of the grammar.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from samples.camera import CONDITIONS
from samples.designs import DESIGNS
from samples.draw import Recipe, recipes, write, write_committed

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else list(arguments)
    return _grammar(given[1:]) if given[:1] == ["grammar"] else _designs(given)


def _grammar(arguments: list[str]) -> int:
    from samples.grammar.writing import write_pictures, write_texts

    parser = argparse.ArgumentParser(
        prog="python -m samples grammar", description="Writes labels from the grammar, no two alike."
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--texts", type=Path, help="writes texts and truth.jsonl into DIR", metavar="DIR")
    where.add_argument(
        "--pictures", type=Path, help="writes pictures and truth.jsonl into DIR", metavar="DIR"
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--condition", choices=sorted(CONDITIONS), default="clean", help="of pictures")
    options = parser.parse_args(arguments)
    written = (
        write_texts(options.seed, options.count, options.texts)
        if options.texts
        else write_pictures(options.seed, options.count, options.pictures, options.condition)
    )
    for number, path in enumerate(written, 1):
        print(f"{number:4} {path}")
    return 0


def _designs(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m samples", description="Draws labels and photographs them."
    )
    parser.add_argument("--out", type=Path, help="writes DIR/pictures and DIR/truth.jsonl", metavar="DIR")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--committed", action="store_true", help="redraws samples/pictures")
    parser.add_argument("--condition", choices=sorted(CONDITIONS))
    parser.add_argument("--design", choices=sorted(DESIGNS))
    options = parser.parse_args(arguments)
    if options.committed == (options.out is not None):
        parser.error("give either --out DIR or --committed")
    chosen = recipes(options.count, options.seed, options.condition)
    if options.design:
        chosen = (Recipe(options.design, recipe.condition, recipe.seed) for recipe in chosen)
    written = write_committed() if options.committed else write(chosen, options.out)
    for number, path in enumerate(written, 1):
        print(f"{number:4} {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
