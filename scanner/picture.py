"""The upright photo with a box around everything that was read: colour and line by state, a caption at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from scanner.page import Box, Image
from scanner.records import Facts, Field, Scan, State

Colour = tuple[int, int, int]

_COLOURS: Mapping[State, Colour] = {"sure": (0, 114, 88), "check": (196, 70, 0), "missing": (90, 90, 90)}
"""Told apart by people who see red and green alike; the line and the word say it too."""
_DASHED = frozenset({"check"})
_CAPTIONS = (
    ("elemental_mg", "magnesium"),
    ("compound_mg", "compound"),
    ("forms", "form"),
    ("percent_dv", "% of daily value"),
    ("serving", "serving"),
    ("per_container", "servings per container"),
    ("servings_per_day", "directions"),
    ("net_count", "pieces"),
    ("brand", "brand"),
    ("name", "product"),
)
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw, with what stands at it."""

    box: Box
    caption: str
    """Empty: only the box is drawn."""
    state: State


def upright(pixels: Image, turned: int, size: tuple[int, int]) -> Image:
    """The photo the way its text reads: ``turned`` clockwise by 0, 90, 180 or 270 degrees.

    ``size`` is the width and height that the boxes refer to. Raises ``ValueError`` when the turned photo has
    another size: boxes would stand in wrong places.
    """
    image = np.rot90(pixels, -turned // 90)
    if (image.shape[1], image.shape[0]) != size:
        raise ValueError(
            f"the boxes refer to a photo of {size[0]} x {size[1]} pixels, this one has another size"
        )
    return np.ascontiguousarray(image)


def marks(facts: Facts) -> tuple[Mark, ...]:
    """One mark per place; fields that were read from the same place share it, and its more doubtful state.

    The rows of the panel come last, without captions: what they say is their own print.
    """
    found: dict[Box, Mark] = {}
    for name, caption in _CAPTIONS:
        field: Field[Any] = getattr(facts, name)
        if field.box is None:
            continue
        there = found.get(field.box)
        state: State = "check" if there and there.state == "check" else field.state
        words = f"{there.caption}, {caption}" if there else caption
        found[field.box] = Mark(field.box, words, state)
    rows = facts.panel.rows if facts.panel is not None else ()
    return (
        *found.values(),
        *(Mark(row.box, "", row.state) for row in rows if row.box and row.box not in found),
    )


def draw_marks(image: Image, drawn: Sequence[Mark]) -> Pillow.Image:
    """A copy of the upright ``image`` with all marks on it; captions keep clear of each other and of boxes."""
    picture = Pillow.fromarray(image)
    pen = ImageDraw.Draw(picture)
    letters_px = _letters_px(drawn, picture.size)
    font = ImageFont.load_default(letters_px)
    line_px = max(2, letters_px // 7)
    taken: list[Box] = []
    told = [mark for mark in drawn if mark.caption]
    for mark in sorted(
        drawn, key=lambda mark: mark.caption != ""
    ):  # rows of the panel lie below the fields in them
        width = line_px if mark.caption else max(1, line_px // 2)
        outline = _grown(mark.box, width + 1, picture.size)
        _outline(pen, outline, _COLOURS[mark.state], width, dashed=mark.state in _DASHED)
    for mark in told:
        text = f"{mark.caption}: {mark.state}"
        _, _, wide, high = pen.textbbox((0, 0), text, font=font)
        others = [other.box for other in drawn if not _overlap(other.box, mark.box)]
        fields = [other.box for other in told if not _overlap(other.box, mark.box)]
        room = (round(wide) + 10, round(high) + 4)
        avoided = ([*others, *taken], [*fields, *taken], taken)
        place = _caption_place(room, mark.box, picture.size, avoided)
        taken.append(place)
        pen.rectangle(place, fill=_WHITE, outline=_COLOURS[mark.state])
        pen.text((place[0] + line_px + 1, place[1] + 1), text, fill=_COLOURS[mark.state], font=font)
    return picture


def _letters_px(drawn: Sequence[Mark], size: tuple[int, int]) -> int:
    """Captions a little smaller than the print, but legible on the whole picture."""
    print_px = median(mark.box[3] - mark.box[1] for mark in drawn) if drawn else 0
    return max(12, min(round(0.6 * print_px), max(size) // 60))


def _grown(box: Box, by: int, size: tuple[int, int]) -> Box:
    """``box`` with room around its letters, within the picture and never inside out."""
    width, height = size
    x0, y0 = min(max(0, box[0] - by), width - 1), min(max(0, box[1] - by), height - 1)
    return (x0, y0, max(x0, min(width - 1, box[2] + by)), max(y0, min(height - 1, box[3] + by)))


def _outline(pen: ImageDraw.ImageDraw, box: Box, colour: Colour, line_px: int, *, dashed: bool) -> None:
    x0, y0, x1, y1 = box
    # The white line beneath keeps the colour visible on every ground.
    pen.rectangle((x0, y0, x1, y1), outline=_WHITE, width=line_px + 2)
    if not dashed:
        pen.rectangle((x0, y0, x1, y1), outline=colour, width=line_px)
        return
    for start, end in _dashes(x0, x1, 4 * line_px):
        pen.rectangle((start, y0, end, min(y0 + line_px - 1, y1)), fill=colour)
        pen.rectangle((start, max(y1 - line_px + 1, y0), end, y1), fill=colour)
    for start, end in _dashes(y0, y1, 4 * line_px):
        pen.rectangle((x0, start, min(x0 + line_px - 1, x1), end), fill=colour)
        pen.rectangle((max(x1 - line_px + 1, x0), start, x1, end), fill=colour)


def _dashes(start: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    return ((at, min(at + length - 1, end)) for at in range(start, end + 1, 2 * length))


def _caption_place(
    room: tuple[int, int], box: Box, size: tuple[int, int], avoided: Sequence[Sequence[Box]]
) -> Box:
    """Where a caption of ``room`` goes: above its box, else below, else the nearest free place in the picture.

    Free means clear of the first list of ``avoided``, or where that is not to be had of the next.
    """
    wide, high = room
    x0 = max(0, min(box[0], size[0] - wide - 1))
    lowest = max(0, size[1] - high - 1)
    above, below = box[1] - high - 4, box[3] + 4
    wanted = (above, *range(below, lowest + 1, high + 1), *range(above, -1, -high - 1))
    places = [(x0, y, x0 + wide, y + high) for y in wanted if 0 <= y <= lowest]
    for boxes in avoided:
        for place in places:
            if not any(_overlap(place, other) for other in boxes):
                return place
    y = min(max(0, below), lowest)
    return (x0, y, x0 + wide, y + high)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def picture_of(scan: Scan, pixels: Image, turned: int) -> Pillow.Image:
    """The photo with what ``scan`` read drawn on it; without a mark where nothing was read."""
    image = pixels if scan.size is None else upright(pixels, turned, scan.size)
    return draw_marks(image, marks(scan.facts) if scan.facts else ())
