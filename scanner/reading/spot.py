"""Where on a large photo the text is, before anything is read: a label in the hand is a third of the frame."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.page import Box, Image, Word, union
from scanner.reading.chains import line_pieces
from scanner.reading.shapes import dark_shapes

_LOOKS = ((11.0, 4200), (22.0, 2600), (44.0, 1300))
"""Heights in pixels that letters of a label in the hand may have, and the longest side of the copy to look at.

Each look finds letters of half to twice its height."""
Floats = NDArray[np.float32]

_SPECKS_OF_TEXT = 0.15
"""Letters in a cell, on the mean of its neighbourhood, from which on it counts as text."""
_FEWEST_SPECKS = 60
_FEWEST_PIECES = 12
_CELL = 16
"""The map of the text has one cell for so many pixels."""
_BAND_PIXELS = 20_000_000
"""Specks are looked for in bands of so much: the numbers of the shapes take ten times the room of the picture."""
_PART = 0.2
_JOIN = 3.0
"""Pieces closer than this many letter heights belong to one text."""


def text_regions(image: Image) -> Iterator[Box]:
    """Boxes around what may be the text of a label, with room around it, likeliest first; each found when asked for.

    The second is where small print is densest: beside large letters, or the ribs of a lid, its lines weigh little.
    """
    width, height = image.shape[1], image.shape[0]
    pieces = [piece for size, side in _LOOKS for piece in line_pieces(image, size, side)]
    if len(pieces) >= _FEWEST_PIECES:
        yield _largest_text(_map_of_pieces(pieces, image), width, height)
    specks = _map_of_specks(image)
    if specks is not None:
        yield _largest_text(specks, width, height)


def _empty_map(image: Image) -> Floats:
    return np.zeros((image.shape[0] // _CELL + 1, image.shape[1] // _CELL + 1), np.float32)


def _map_of_pieces(pieces: list[Word], image: Image) -> Floats:
    """How many letter heights of line there are in each cell, spread over what belongs to the same text."""
    weight = _empty_map(image)
    for piece in pieces:
        x0, y0, x1, y1 = piece.box
        room = _JOIN * piece.height
        top, bottom = max(0, int((y0 - room) / _CELL)), int((y1 + room) / _CELL) + 1
        left, right = max(0, int((x0 - room) / _CELL)), int((x1 + room) / _CELL) + 1
        weight[top:bottom, left:right] += piece.width / piece.height / ((bottom - top) * (right - left))
    return weight


def _map_of_specks(image: Image) -> Floats | None:
    """How many letter-like specks there are in each cell: print too small or too slanted for its lines to be seen.

    What is out of focus behind the hand has none.
    """
    counts = (_empty_map(image), _empty_map(image))
    rows = max(_CELL, _BAND_PIXELS // image.shape[1])
    for top in range(0, image.shape[0], rows):
        gray = cv2.cvtColor(image[top : top + rows], cv2.COLOR_RGB2GRAY)
        for count, side in zip(counts, (gray, 255 - gray), strict=True):
            columns, lines = _specks(np.asarray(side, np.uint8)).T
            np.add.at(count, ((lines + top) // _CELL, columns // _CELL), 1.0)
    most = max(counts, key=lambda c: float(c.sum()))
    dense = cv2.blur(most, (5, 5))
    dense[dense < _SPECKS_OF_TEXT] = 0.0
    return np.asarray(dense, np.float32) if float(dense.sum()) >= _FEWEST_SPECKS else None


def _specks(gray: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Places (x, y) of every shape that may be a letter, dark on light."""
    shapes, middles = dark_shapes(gray, 21, 12)
    _, _, wide, tall, area = shapes.T
    speck = (
        (tall >= 5)
        & (tall <= 40)
        & (wide >= 2)
        & (wide <= 15 * tall)
        & (area >= 8)
        & (area < 0.9 * tall * wide)
    )
    return np.asarray(middles[speck], np.int64)


def _largest_text(weight: Floats, width: int, height: int) -> Box:
    """The box of the cells that hang together and weigh most."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((weight > 0).astype(np.uint8), connectivity=8)
    weights = np.array([float(weight[labels == number].sum()) for number in range(1, count)])
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
    main = boxes[int(np.argmax(weights))]
    # A panel in blocks is one text: what is nearly as large and not far off belongs to it.
    near = [
        b
        for b, w in zip(boxes, weights, strict=True)
        if w >= _PART * weights.max() and _gap(b, main) <= _size(main)
    ]
    x0, y0, x1, y1 = union(near)
    side, room = max(4, (x1 - x0) // 8), max(4, (y1 - y0) // 8)
    return (
        max(0, (x0 - side) * _CELL),
        max(0, (y0 - room) * _CELL),
        min(width, (x1 + side) * _CELL),
        min(height, (y1 + room) * _CELL),
    )


def _gap(a: Box, b: Box) -> int:
    return max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3], 0)


def _size(box: Box) -> int:
    return min(box[2] - box[0], box[3] - box[1])
