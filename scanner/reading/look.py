"""From pixels to words: at the size the letters call for, the right way up, and closer where that helps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from scanner.page import Box, Image, Page, Point, Word, union
from scanner.readers import Reader
from scanner.reading.chains import line_pieces
from scanner.reading.letters import letter_height
from scanner.reading.spot import text_regions
from scanner.reading.straighten import LEVEL, SlopeField, fit_slopes, make_level

_LETTER_PX = 12.0
"""Letters of this height are found surely; larger ones only cost time."""
_MOST_PIXELS = 1_500_000
_FIRST_PIXELS = 750_000
"""Of a region that is shrunk anyway and read closely afterwards; one that is enlarged has small print."""
_TURN_UPRIGHT = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
_SIDEWAYS = (90, 270)
_LARGEST_SCALE = 3.0
PHONE_PIXELS = 4_000_000
"""Pictures from here on are photos of something that has a label, not of a label."""
_SMALL_PART = 0.6
_NEARLY = 0.75
"""Two regions are one when this much of what they cover is common."""
_GROWTHS = 2
_FEW_CUT = 2
"""So many lines at a border of the region are cut by it; one may be anything."""
_SOME_WORDS, _ENOUGH_WORDS = 3, 6
"""A spotted region with fewer words at first is no label; with fewer in the end, the whole photo is read."""
_CLEAR = 0.8
_LEGIBLE = 0.5
"""Enough of six lines that lie on their side to turn the photo: turned, they are read at their best."""
_CLEARLY_READ = 0.95
"""A line read with this much confidence is not read again where the closer look finds it in the same place."""
_PROSE_LETTERS, _PROSE_READ = 40, 0.85
"""Nor is prose of so many letters read with this much: it takes longest to read, and one word of it decides little."""
_SMALLEST_SCALE = 0.4
_ENOUGH_PIECES = 12
_AGREED = 0.02
"""The pieces agree on a field when their middle one is off by less than this slope."""
_LEVEL_ENOUGH = 0.02
"""Slopes below this are read as they are: levelling would only soften the letters."""


@dataclass(frozen=True)
class Reading:
    """The upright photo and the words read from it."""

    image: Image
    page: Page
    turned: int = 0
    """Degrees clockwise that the photo was turned because its text ran another way."""
    region: Box | None = None
    """The label on a large photo, where only that was read, and closely; ``None`` for the whole photo."""

    def shows(self, region: Box) -> bool:
        """Whether ``region`` is what was read closely, but for a margin: a smaller one may be read at a larger size."""
        if self.region is None:
            return False
        return _area(_common(self.region, region)) >= _NEARLY * _area(union([self.region, region]))


def looks(image: Image, reader: Reader, closer: Reader, turned: int = 0) -> Iterator[Reading]:
    """Readings of ``image``, upright, likeliest first: of a large photo what seems to be its label, then the whole.

    Each is read only when it is asked for. The label on a large photo is small: ``closer`` reads it in the end.
    ``turned`` is how far the photo was turned before, in degrees clockwise.
    """
    height, width = image.shape[:2]
    for region in text_regions(image) if height * width >= PHONE_PIXELS else ():
        if _area(region) > _SMALL_PART * width * height:
            continue
        words, read = _read_spotted(image, region, reader, closer)
        direction = _direction(words)
        if _confidence(words) < (_LEGIBLE if direction in _SIDEWAYS else _CLEAR):
            continue
        if direction in _SIDEWAYS and not turned:
            yield from looks(_turned(image, _TURN_UPRIGHT[direction]), reader, closer, 360 - direction)
            return
        if direction in {0, 180} and len(words) >= _ENOUGH_WORDS:
            yield _upright(image, words, reader, turned, read)
    whole = read_whole(image, reader)
    yield replace(whole, turned=(whole.turned + turned) % 360)


def _read_spotted(image: Image, region: Box, reader: Reader, closer: Reader) -> tuple[tuple[Word, ...], Box]:
    """The words in and around ``region``, wider where its border cuts through text; and how far it was read."""
    closely = closer is not reader
    words = _read_region(image, [], region, reader, _first_pixels(region, closely=closely))
    for _ in range(_GROWTHS):
        wider = _grown(region, words, (image.shape[1], image.shape[0]))
        if wider == region or _direction(words) in _SIDEWAYS:
            break
        region = wider
        words = _read_region(image, words, region, reader, _first_pixels(region, closely=closely))
    if closely and len(words) >= _SOME_WORDS and _direction(words) not in _SIDEWAYS:
        words = _read_region(image, words, region, closer)
    return words, region


def _first_pixels(region: Box, *, closely: bool) -> int:
    return _FIRST_PIXELS if closely and _area(region) >= _MOST_PIXELS else _MOST_PIXELS


def _grown(region: Box, words: Sequence[Word], size: tuple[int, int]) -> Box:
    """``region`` with half its size more on each side at which lines are cut."""
    x0, y0, x1, y1 = region
    wide, high = (x1 - x0) // 2, (y1 - y0) // 2

    def cut(far: Callable[[Word], float]) -> bool:
        return sum(far(word) < word.height for word in words) >= _FEW_CUT

    return (
        max(0, x0 - wide) if cut(lambda w: w.box[0] - x0) else x0,
        max(0, y0 - high) if cut(lambda w: w.box[1] - y0) else y0,
        min(size[0], x1 + wide) if cut(lambda w: x1 - w.box[2]) else x1,
        min(size[1], y1 + high) if cut(lambda w: y1 - w.box[3]) else y1,
    )


def read_whole(image: Image, reader: Reader) -> Reading:
    """The words of all of ``image``, turned upright first when its lines stand or hang."""
    words = _read(image, reader)
    direction = _direction(words)
    if direction in _SIDEWAYS:
        image = _turned(image, _TURN_UPRIGHT[direction])
        return _upright(image, _read(image, reader), reader, 360 - direction)
    return _upright(image, words, reader)


def _upright(
    image: Image, words: tuple[Word, ...], reader: Reader, turned: int = 0, region: Box | None = None
) -> Reading:
    """The reading of an image whose lines run to the right, or all hang upside down."""
    size = (image.shape[1], image.shape[0])
    if _direction(words) == 180:
        image, words, turned = (
            _turned(image, _TURN_UPRIGHT[180]),
            _upside_down(words, image),
            (turned + 180) % 360,
        )
        region = region and (
            size[0] - region[2],
            size[1] - region[3],
            size[0] - region[0],
            size[1] - region[1],
        )
    return Reading(image, Page(words, size, reader.name), turned, region)


def look_closer(reading: Reading, reader: Reader, region: Box) -> Reading:
    """``region`` read again, its lines made level and its letters at the size that is read best."""
    inside = [w for w in reading.page.words if _centre_in(w, region)]
    words = _read_region(reading.image, inside, region, reader)
    outside = [w for w in reading.page.words if not _centre_in(w, region)]
    return replace(reading, page=Page((*words, *outside), reading.page.size, reading.page.reader))


def _read_region(
    image: Image, inside: Sequence[Word], region: Box, reader: Reader, most_pixels: int = _MOST_PIXELS
) -> tuple[Word, ...]:
    """``region`` of ``image``, where ``inside`` was read before, level and at the size its letters call for."""
    x0, y0, x1, y1 = region
    crop = image[y0:y1, x0:x1]
    letters = letter_height(crop) or _LETTER_PX
    if inside:
        letters = min(letters, _word_letters(inside))
    field = _page_field(
        [_placed(w, lambda p: (p[0] + x0, p[1] + y0)) for w in line_pieces(crop, letters)], inside
    )
    scale = _fitting_scale(
        (x1 - x0, y1 - y0), min(max(_LETTER_PX / letters, _SMALLEST_SCALE), _LARGEST_SCALE), most_pixels
    )
    known = [w for w in inside if w.confidence >= (_PROSE_READ if _is_prose(w) else _CLEARLY_READ)]
    return _read_level(image, field, region, scale, reader, known=known)


def _read(image: Image, reader: Reader) -> tuple[Word, ...]:
    height, width = image.shape[:2]
    letters = letter_height(image)
    scale = _fitting_scale((width, height), min(_LETTER_PX / letters, _LARGEST_SCALE) if letters else 1.0)
    field = _page_field(line_pieces(image, letters or _LETTER_PX), [])
    return _read_level(image, field, (0, 0, width, height), scale, reader)


def _page_field(pieces: Sequence[Word], words: Sequence[Word]) -> SlopeField:
    """The slope field of the pieces where they are many and agree, else of the words; level when nothing bends."""
    if len(pieces) >= _ENOUGH_PIECES:
        field = fit_slopes(pieces)
        if field.misfit(pieces) < _AGREED:
            return field if field.bend > _LEVEL_ENOUGH else LEVEL
    field = fit_slopes(words) if len(words) >= 4 else LEVEL
    return field if field.bend > _LEVEL_ENOUGH else LEVEL


def _read_level(
    image: Image, field: SlopeField, region: Box, scale: float, reader: Reader, *, known: Sequence[Word] = ()
) -> tuple[Word, ...]:
    """The words of ``region``, read from a picture in which its lines run level, in the places of ``image``.

    Lines of ``known`` that are found again keep their text.
    """
    # Letters are cut from twice the size at which lines are found, where the photo has it.
    picture = make_level(image, field, _levelled(region, field), max(1.0, scale))
    known = [_placed(word, picture.from_photo) for word in known]
    return tuple(
        _placed(word, picture.to_photo) for word in reader.read(picture.pixels, scale / picture.scale, known)
    )


def _placed(word: Word, place: Callable[[Point], Point]) -> Word:
    a, b, c, d = (place(corner) for corner in word.quad)
    return Word(word.text, (a, b, c, d), word.confidence)


def _levelled(region: Box, field: SlopeField) -> Box:
    """The smallest region of the level picture that holds ``region`` of the photo."""
    if field is LEVEL:
        return region
    x0, y0, x1, y1 = region
    columns = np.linspace(x0, x1, 9)
    top = min(field.level((x, y0)) for x in columns)
    bottom = max(field.level((x, y1)) for x in columns)
    return (x0, math.floor(top), x1, math.ceil(bottom))


def _fitting_scale(size: tuple[int, int], wanted: float, most_pixels: int = _MOST_PIXELS) -> float:
    """``wanted``, or less where the picture would have more than ``most_pixels``."""
    return min(wanted, math.sqrt(most_pixels / max(1, size[0] * size[1])))


def _is_prose(word: Word) -> bool:
    return len(word.text) >= _PROSE_LETTERS


def _word_letters(words: Sequence[Word]) -> float:
    # A line's box is about twice as high as its small letters.
    return float(np.median([w.height for w in words])) / 2.2


def _confidence(words: Sequence[Word]) -> float:
    letters = sum(len(w.text) for w in words)
    return sum(len(w.text) * w.confidence for w in words) / letters if letters else 0.0


def _area(region: Box) -> int:
    return max(0, region[2] - region[0]) * max(0, region[3] - region[1])


def _common(a: Box, b: Box) -> Box:
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def _direction(words: Sequence[Word]) -> int:
    """Where most text runs: 0 to the right, 90 down, 180 to the left, 270 up."""
    weight = {0: 0.0, 90: 0.0, 180: 0.0, 270: 0.0}
    for word in words:
        (x0, y0), (x1, y1) = word.left, word.right
        angle = round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 90) * 90 % 360
        weight[angle] += word.width * word.confidence
    return max(weight, key=lambda angle: weight[angle])


def _upside_down(words: Sequence[Word], image: Image) -> tuple[Word, ...]:
    height, width = image.shape[:2]
    return tuple(_placed(word, lambda p: (width - 1 - p[0], height - 1 - p[1])) for word in words)


def _turned(image: Image, turn: int) -> Image:
    return np.asarray(cv2.rotate(image, turn), np.uint8)


def _centre_in(word: Word, region: Box) -> bool:
    x, y = (word.left[0] + word.right[0]) / 2, (word.left[1] + word.right[1]) / 2
    return region[0] <= x < region[2] and region[1] <= y < region[3]
