"""python -m benchmarks.misreadings --out catalog/data/confusions.csv: what the reader takes for what, counted.

Labels of the grammar are drawn line by line, damaged as photos are (small print, blur, motion, noise, little light,
strong compression, a tilt), and read. What was read is aligned with what was drawn, by place and then letter by
letter. The table has a row for each confusion: what was drawn, what was read for it ("" for nothing, "␣" for a blank),
how often, of how many, and its weight in edits.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein

from samples import optics
from samples.sheet import DrawnWord, Sheet, draw_sheet
from scanner.lexicon import fold

if TYPE_CHECKING:
    from samples.optics import Picture, Rng
    from scanner.page import Point, Word
    from scanner.readers import Reader

_BLANK = "␣"
_READ_PX = 12.0
"""Smaller letters are drawn out to this height before they are read, as on a photo."""
_ALIKE = 0.5
"""Of the letters of a piece; where fewer are right, something else was read than what is drawn there."""
_FEWEST = 3
"""A confusion that was seen less often is chance."""
_WORSE = 5
"""So many times as many letters are misread on the sheets as on photos of labels (6.7 of 100 against about 1.3)."""
_DOUBT = 300
"""Added to how often a letter was drawn: of a rare one a few misreadings say little."""


@dataclass
class Counts:
    """How often each letter and pair was drawn, and how often what was read for it."""

    drawn: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, drawn: str, read: str) -> None:
        """Counts one aligned piece of folded text."""
        self.drawn.update(drawn)
        self.drawn.update(drawn[at : at + 2] for at in range(len(drawn) - 1))
        for pair in confusions(drawn, read):
            self.confused[pair] += 1

    @property
    def letters(self) -> int:
        return sum(times for text, times in self.drawn.items() if len(text) == 1)

    def rows(self) -> Iterator[tuple[str, str, int, int, str]]:
        """Drawn, read, times, of how many, weight in edits; the likeliest of each first.

        The weight is the logarithm of the chance, by that of what was not seen once: 1 is an edit like any other.
        """
        least = math.log(1 / self.letters)
        found = []
        for (drawn, read), times in self.confused.items():
            of = self.drawn[drawn] if drawn else self.letters
            weight = math.log(times / (of + _DOUBT) / _WORSE) / least
            if times >= _FEWEST and weight < 1:
                found.append((drawn, -times, read, of, weight))
        for drawn, times, read, of, weight in sorted(found):
            yield drawn.replace(" ", _BLANK), read.replace(" ", _BLANK), -times, of, f"{weight:.2f}"


def confusions(drawn: str, read: str) -> Iterator[tuple[str, str]]:
    """What was taken for what: a letter or two for one or two, none for a lost or an added one.

    >>> list(confusions("serving size", "sening sizee")), list(confusions("magnesium", "rnagnesum"))
    ([('rv', 'n'), ('', 'e')], [('m', 'rn'), ('i', '')])
    """
    parts: list[tuple[str, str]] = []
    before = True
    for step in Levenshtein.opcodes(drawn, read):
        one, other = drawn[step.src_start : step.src_end], read[step.dest_start : step.dest_end]
        if step.tag == "equal":
            before = True
        elif before:
            parts.append((one, other))
            before = False
        else:  # the same place: one letter changed, another lost
            parts[-1] = (parts[-1][0] + one, parts[-1][1] + other)
    for one, other in parts:
        if len(one) == len(other):
            yield from zip(one, other, strict=True)
        elif not other or not one:
            yield from ((letter, "") for letter in one) if one else (("", letter) for letter in other)
        elif max(len(one), len(other)) == 2:
            yield one, other


def pieces(sheet: Sheet, words: Sequence[Word], to_sheet: np.ndarray) -> Iterator[tuple[str, str]]:
    """What was drawn and what was read at each place that was read, folded.

    ``to_sheet`` is the affine matrix from the picture that was read to the sheet.
    """
    lines: defaultdict[int, list[DrawnWord]] = defaultdict(list)
    for drawn in sheet.words:
        lines[drawn.line].append(drawn)
    for word in words:
        left, right = (_moved(point, to_sheet) for point in (word.left, word.right))
        level = (left[1] + right[1]) / 2
        here = [one for one in lines[int(level // sheet.line_px)] if left[0] <= _middle(one) <= right[0]]
        drawn_text, read = fold(" ".join(one.text for one in here)), fold(" ".join(word.text.split()))
        if here and Levenshtein.normalized_similarity(drawn_text, read) >= _ALIKE:
            yield drawn_text, read


def _middle(word: DrawnWord) -> float:
    return (word.left + word.right) / 2


def _moved(point: Point, matrix: np.ndarray) -> tuple[float, float]:
    x, y = matrix @ np.array([*point, 1.0])
    return float(x), float(y)


def damaged(flat: Picture, letters_px: float, rng: Rng) -> tuple[Picture, np.ndarray]:
    """The sheet as a poor photo shows it, and the affine matrix from the photo back to the sheet."""
    shot = flat
    unit = letters_px / 8  # blur and noise that leave letters of this height legible
    kind = rng.choice(["blur", "motion", "noise", "dark", "small"], p=[0.35, 0.2, 0.15, 0.1, 0.2])
    if kind == "blur":
        shot = optics.defocus(shot, float(rng.uniform(1.1, 2.3)) * unit)
    elif kind == "motion":
        shot = optics.motion(shot, float(rng.uniform(3, 6.5)) * unit, float(rng.uniform(0, np.pi)))
    elif kind == "noise":
        shot = optics.sensor_noise(optics.defocus(shot, 0.7 * unit), rng, float(rng.uniform(20, 45)))
    elif kind == "dark":
        light = optics.light_field(rng, (32, 32), 0.5) * np.float32(rng.uniform(0.25, 0.45))
        shot = optics.relight(optics.defocus(shot, 0.8 * unit), light, (1.05, 0.92, 0.72))
    shot = optics.sensor_noise(shot, rng, float(rng.uniform(1, 6)))
    shrunk = float(rng.uniform(0.45, 0.7)) if kind == "small" else 1.0
    height, width = shot.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-1.2, 1.2)), shrunk)
    shot = np.asarray(
        cv2.warpAffine(shot, turn, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )
    file = io.BytesIO()
    Image.fromarray(shot).save(file, "JPEG", quality=int(rng.integers(20, 90)))
    stored = np.asarray(Image.open(file).convert("RGB"), np.uint8)
    larger = max(1.0, _READ_PX / (letters_px * shrunk))
    turn = turn * larger
    size = (round(width * larger), round(height * larger))
    read = np.asarray(cv2.resize(stored, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return read, np.asarray(cv2.invertAffineTransform(turn))


def learn(counts: Counts, reader: Reader, seed: int) -> None:
    """Adds to the counts what the reader makes of the sheet of a seed."""
    rng = np.random.default_rng([seed, 8])
    sheet = draw_sheet(seed, float(rng.uniform(5, 10)))
    picture, to_sheet = damaged(sheet.pixels, sheet.letters_px, rng)
    for drawn, read in pieces(sheet, reader.read(picture, 1.0), to_sheet):
        counts.add(drawn, read)


def main(arguments: Sequence[str] | None = None) -> int:
    from scanner.readers import open_readers

    parser = argparse.ArgumentParser(prog="python -m benchmarks.misreadings", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args(arguments)
    counts = Counts()
    reader = open_readers("auto", 1).page
    for number in range(options.count):
        learn(counts, reader, options.seed * 1_000_000 + number)
        if (number + 1) % 20 == 0:
            print(
                number + 1, counts.letters, "letters,", counts.confused.total(), "confusions", file=sys.stderr
            )
    with options.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("drawn", "read", "times", "of", "weight"))
        table.writerows(counts.rows())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
