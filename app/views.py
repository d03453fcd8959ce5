"""Pictures for the screen: the photo upright and small, and a crop of the line behind every value."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageOps

from scanner.page import Box, Image, union
from scanner.picture import marks, upright
from scanner.reading.letters import letter_height
from scanner.records import Facts, Field, Scan, State

FIELDS = (
    *("elemental_mg", "compound_mg", "forms", "percent_dv", "serving"),
    *("per_container", "servings_per_day", "net_count", "brand", "name"),
)
MAGNESIUM_ROW = "magnesium row"
"""Key of the crop that shows the whole row."""
_TOGETHER_LINES = 3
_LONGEST_PX = 1400
_CROP_PX = 900
"""Crops are enlarged or made smaller to at most this width."""


@dataclass(frozen=True, slots=True)
class View:
    """One photo for the screen. Pictures are JPEG; ``scale`` brings boxes of the upright photo to ``picture``."""

    picture: bytes
    scale: float
    crops: Mapping[str, bytes]
    """By field: the line that its value was read from; and the whole row under MAGNESIUM_ROW."""
    letters_px: float | None
    """Height of the small letters in the photo as taken, None where no lines were found."""
    placed: bool = True
    """False: the photo could not be brought to the side its boxes refer to, so none is drawn."""


def view_of(pixels: Image, scan: Scan) -> View:
    """The pictures of a scan, from the photo as it was opened."""
    letters_px = letter_height(pixels)
    try:
        image = upright(pixels, scan.turned, scan.size) if scan.size else pixels
    except ValueError:
        small, scale = _smaller(pixels)
        return View(_jpeg(small), scale, {}, letters_px, placed=False)
    small, scale = _smaller(image)
    crops = {}
    if scan.facts:
        for name in FIELDS:
            field: Field[Any] = getattr(scan.facts, name)
            if field.box is not None:
                crops[name] = _jpeg(_crop(image, field.box))
        if row := _magnesium_row(scan.facts):
            crops[MAGNESIUM_ROW] = _jpeg(_crop(image, row))
    return View(_jpeg(small), scale, crops, letters_px)


def _magnesium_row(facts: Facts) -> Box | None:
    """The box around amount, percentage and form, as far as they stand together; None without an amount."""
    amount = facts.elemental_mg.box or facts.compound_mg.box
    if amount is None:
        return None
    near = _TOGETHER_LINES * max(8, amount[3] - amount[1])
    beside = [
        box
        for box in (facts.percent_dv.box, facts.forms.box)
        if box is not None and box[1] > amount[1] - near and box[3] < amount[3] + near
    ]
    return union([amount, *beside])


def thumbnail(data: bytes, size: tuple[int, int] = (192, 128)) -> bytes:
    """The middle of a picture of the project's own, filling ``size``, as JPEG."""
    picture = ImageOps.fit(Pillow.open(io.BytesIO(data)).convert("RGB"), size)
    return _jpeg(np.asarray(picture))


def marked(view: View, facts: Facts | None) -> bytes:
    """The picture with a box around everything that was read, in the states of ``facts``.

    Without captions, which would hide the print: the list of fields stands beside it.
    """
    if facts is None or not view.placed:
        return view.picture
    picture = Pillow.open(io.BytesIO(view.picture)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    line_px = max(2, round(max(picture.size) / 280))
    for mark in marks(facts):
        x0, y0, x1, y1 = (round(value * view.scale) for value in mark.box)
        # The lines run outside the box, so that none crosses the letters.
        box = (x0 - 2 * line_px, y0 - 2 * line_px, max(x0, x1) + 2 * line_px, max(y0, y1) + 2 * line_px)
        colour, dashes = _LINES[mark.state]
        for ground, wide in (("white", line_px + 2), (colour, line_px)):
            _outline(pen, box, ground, wide, dashes if ground == colour else None)
    return _jpeg(np.asarray(picture))


_LINES: Mapping[State, tuple[str, int | None]] = {
    "sure": ("#00725a", None),
    "check": ("#c44600", 4),
    "missing": ("#5a5a5a", 2),
}
"""Colour, and length of the dashes in line widths, by state: told apart without colour too."""


def _outline(pen: ImageDraw.ImageDraw, box: Box, colour: str, wide: int, dashes: int | None) -> None:
    if dashes is None:
        pen.rounded_rectangle(box, radius=2 * wide, outline=colour, width=wide)
        return
    x0, y0, x1, y1 = box
    step = dashes * wide
    for x in range(x0, x1, 2 * step):
        end = min(x + step, x1)
        pen.line((x, y0, end, y0), fill=colour, width=wide)
        pen.line((x, y1, end, y1), fill=colour, width=wide)
    for y in range(y0, y1, 2 * step):
        end = min(y + step, y1)
        pen.line((x0, y, x0, end), fill=colour, width=wide)
        pen.line((x1, y, x1, end), fill=colour, width=wide)


def _smaller(image: Image) -> tuple[Image, float]:
    height, width = image.shape[:2]
    scale = min(1.0, _LONGEST_PX / max(height, width))
    if scale == 1.0:
        return image, 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Pillow.fromarray(image).resize(size, Pillow.Resampling.BOX, reducing_gap=2.0)), scale


def _crop(image: Image, box: Box) -> Image:
    """The box with room around it: a line of context above and below, more to both sides."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = box
    line = max(8, min(y1 - y0, 80))
    across = max(6 * line, round(0.15 * (x1 - x0)))
    x0, x1 = max(0, x0 - across), min(width, x1 + across)
    y0, y1 = max(0, y0 - line), min(height, y1 + line)
    if x1 <= x0 or y1 <= y0:
        return image[:1, :1]
    return image[y0:y1, x0:x1]


def _jpeg(image: Image) -> bytes:
    picture = Pillow.fromarray(np.ascontiguousarray(image))
    if picture.width > _CROP_PX and picture.height < picture.width // 4:
        picture = picture.resize((_CROP_PX, max(1, round(picture.height * _CROP_PX / picture.width))))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()
