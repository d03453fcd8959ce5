"""Pictures for the screen: the photo upright and small, and a crop of the line behind every value."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps

from scanner.joining import FIELDS
from scanner.page import Box, Image, union
from scanner.picture import upright
from scanner.reading.glare import glare_patches
from scanner.reading.letters import letter_height
from scanner.records import Facts, Field, Scan

MAGNESIUM_ROW = "magnesium row"
"""Key of the crop that shows the whole row."""
_TOGETHER_LINES = 3
_LONGEST_PX = 1400
_THUMB_PX = 160
_PREVIEW_PX = 480
_THINNEST_PX = 8
"""Of a small picture: Streamlit makes it smaller still, and fails where nothing of its height is left."""
_CROP_PX = 900
"""Crops are enlarged or made smaller to at most this width."""


@dataclass(frozen=True, slots=True)
class View:
    """One photo for the screen. Pictures are JPEG."""

    picture: bytes
    """The whole photo, upright."""
    small: bytes
    """The same as a thumbnail."""
    crops: Mapping[str, bytes]
    """By field: the line that its value was read from; and the whole row under MAGNESIUM_ROW."""
    letters_px: float | None
    """Height of the small letters in the photo as taken, None where no lines were found."""
    glare: tuple[Box, ...] = ()
    """Where light has washed print out, in pixels of the upright photo, largest first."""
    placed: bool = True
    """False: the photo could not be brought to the side its boxes refer to, so none is drawn."""


def view_of(pixels: Image, scan: Scan) -> View:
    """The pictures of a scan, from the photo as it was opened."""
    letters_px = letter_height(pixels)
    try:
        image = upright(pixels, scan.turned, scan.size) if scan.size else pixels
    except ValueError:
        return View(_jpeg(_smaller(pixels)), small_picture(pixels, _THUMB_PX), {}, letters_px, placed=False)
    crops = {}
    if scan.facts:
        for name in FIELDS:
            field: Field[Any] = getattr(scan.facts, name)
            if field.box is not None:
                crops[name] = _jpeg(_crop(image, field.box))
        if row := _magnesium_row(scan.facts):
            crops[MAGNESIUM_ROW] = _jpeg(_crop(image, row))
    return View(
        _jpeg(_smaller(image)), small_picture(image, _THUMB_PX), crops, letters_px, glare_patches(image)
    )


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


def _smaller(image: Image, longest_px: int = _LONGEST_PX) -> Image:
    """The picture with no side longer than ``longest_px``. By OpenCV: Pillow would copy a large photo first."""
    height, width = image.shape[:2]
    scale = min(1.0, longest_px / max(height, width))
    if scale == 1.0:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(np.ascontiguousarray(image), size, interpolation=cv2.INTER_AREA), np.uint8)


def small_picture(image: Image, longest_px: int = _PREVIEW_PX) -> bytes:
    """The picture as JPEG, no side longer than ``longest_px``; what would be thinner than a line is drawn thicker."""
    picture = Pillow.fromarray(np.ascontiguousarray(_smaller(image, longest_px)))
    if min(picture.size) < _THINNEST_PX:
        picture = picture.resize((max(_THINNEST_PX, picture.width), max(_THINNEST_PX, picture.height)))
    return _jpeg(np.asarray(picture))


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
