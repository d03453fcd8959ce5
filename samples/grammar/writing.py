"""Labels of the grammar in a folder: texts or pictures, with a line of truth for each."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

from samples.camera import CONDITIONS, take
from samples.grammar.picture import label_of
from samples.grammar.record import record
from samples.grammar.text import text_lines
from samples.grammar.writer import draw_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from samples.grammar.content import Content


def seeds(seed: int, count: int) -> range:
    """The seeds of the labels of a run; two runs share none."""
    return range(seed * 1_000_000, seed * 1_000_000 + count)


def write_texts(seed: int, count: int, folder: Path) -> Iterator[Path]:
    """Each text's path once it is written; the truth is a line in FOLDER/truth.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for number in seeds(seed, count):
            content = draw_content(number)
            path = folder / f"grammar-{number}.txt"
            path.write_text("\n".join(text_lines(content)) + "\n", encoding="utf-8")
            truth.write(json.dumps(record(content, path.name, "text-lines"), ensure_ascii=False) + "\n")
            yield path


def write_pictures(seed: int, count: int, folder: Path, condition: str = "clean") -> Iterator[Path]:
    """Each picture's path once it is written. Raises KeyError for an unknown condition."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for number in seeds(seed, count):
            content = draw_content(number)
            path = folder / f"grammar-{number}.jpg"
            path.write_bytes(draw_jpeg(content, condition))
            kind = "panel-art" if condition == "clean" else "photo"
            truth.write(json.dumps(record(content, path.name, kind), ensure_ascii=False) + "\n")
            yield path


def draw_jpeg(content: Content, condition: str = "clean") -> bytes:
    """The label as a photo under a condition of the camera, as a JPEG file's bytes."""
    label = label_of(content)
    low, high = CONDITIONS[condition].letters_px
    letters_px = Random(f"letters-{content.seed}").uniform(low, high)
    flat = label.draw(letters_px / label.x_height_px(1.0))
    return take(flat, condition, content.seed, letters_px).jpeg
