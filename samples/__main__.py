"""python -m samples --out DIR --count 300 --seed 1 [--condition NAME] [--design NAME]; or --committed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from samples.camera import CONDITIONS
from samples.designs import DESIGNS
from samples.draw import Recipe, recipes, write, write_committed

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
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
