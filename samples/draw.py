"""Samples: a design, a condition and a seed make one picture with its truth."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from samples.camera import CONDITIONS, Photo, take
from samples.designs import DESIGNS
from samples.fonts import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samples.label import Label

PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True)
class Recipe:
    """All that a sample depends on."""

    design: str
    condition: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.design}-{self.condition}-{self.seed}"


@dataclass(frozen=True)
class Sample:
    """`letters_px` is the x-height of the body text in the flat label handed to the camera."""

    recipe: Recipe
    photo: Photo
    truth: dict[str, object]
    letters_px: float


def label_of(recipe: Recipe) -> Label:
    """The label before the photo: it depends on design and seed alone."""
    return DESIGNS[recipe.design](Random(f"{recipe.design}-{recipe.seed}"))


def truth_of(recipe: Recipe, image: str | None = None) -> dict[str, object]:
    """The truth record of a sample, without drawing it."""
    readability = CONDITIONS[recipe.condition].readability
    name = image or f"{recipe.name}.jpg"
    return label_of(recipe).truth.record(name, recipe.design, recipe.condition, recipe.seed, readability)


def draw_sample(recipe: Recipe) -> Sample:
    """The picture and the truth of one recipe. Raises KeyError for an unknown design or condition."""
    label = label_of(recipe)
    condition = CONDITIONS[recipe.condition]
    low, high = condition.letters_px
    letters_px = Random(f"{recipe.name}-letters").uniform(low, high)
    em_px = letters_px / label.x_height_px(1.0)
    photo = take(label.draw(em_px), recipe.condition, recipe.seed, letters_px)
    return Sample(recipe, photo, truth_of(recipe), letters_px)


def recipes(count: int, seed: int, condition: str | None = None) -> Iterator[Recipe]:
    """`count` recipes that go round all designs and conditions, different for every seed."""
    rng = Random(f"recipes-{seed}")
    designs: list[str] = []
    conditions: list[str] = []
    for number in range(count):
        if not designs:
            designs = rng.sample(list(DESIGNS), len(DESIGNS))
        if not conditions:
            conditions = rng.sample(list(CONDITIONS), len(CONDITIONS))
        yield Recipe(designs.pop(), condition or conditions.pop(), seed * 100_000 + number)


def write(chosen: Iterator[Recipe], folder: Path) -> Iterator[Path]:
    """Each picture's path once it is written, with NAME.json beside it and a line in truth.jsonl."""
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for recipe in chosen:
            path = pictures / f"{recipe.name}.jpg"
            sample = draw_sample(recipe)
            path.write_bytes(sample.photo.jpeg)
            write_truth(sample.truth, path)
            lines.write(
                json.dumps({**sample.truth, "image": f"pictures/{path.name}"}, ensure_ascii=False) + "\n"
            )
            yield path


def committed() -> tuple[Recipe, ...]:
    """The recipes of the pictures kept in the repository: data/committed.csv."""
    with (DATA / "committed.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Recipe(row["design"], row["condition"], int(row["seed"])) for row in csv.DictReader(file)
        )


def write_committed(folder: Path = PICTURES) -> Iterator[Path]:
    """Each committed picture's path as it is drawn anew; pictures no longer listed are deleted first."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {recipe.name for recipe in committed()}
    for old in folder.iterdir():
        if old.suffix in {".jpg", ".json"} and old.stem not in wanted:
            old.unlink()
    for recipe in committed():
        path = folder / f"{recipe.name}.jpg"
        sample = draw_sample(recipe)
        path.write_bytes(sample.photo.jpeg)
        write_truth(sample.truth, path)
        yield path


def write_truth(truth: dict[str, object], picture: Path) -> None:
    """Writes NAME.json beside NAME.jpg."""
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    picture.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
