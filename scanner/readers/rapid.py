"""PP-OCR: finds lines with one network, reads each with another.

The small networks read what stands on a label and are slow; the tiny ones take a quarter of the time and stumble over
dense and damaged print, and know it. So the tiny ones go first and the small ones read what was not clear.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from catalog.names import magnesium_spans
from scanner.allowance import allowance
from scanner.memory import give_back
from scanner.page import Image, Quad, Word
from scanner.readers import networks
from scanner.readers.line_finder import MULTIPLE
from scanner.readers.line_network import LINE_HEIGHT, Letters, LineNetwork
from scanner.readers.long_lines import cut_to_length, put_together

_LARGE = 700_000
"""On more pixels the network holds some 200 MB: memory that lies freed in pieces is given back before it asks."""
_STANDING = 1.5
"""A line this much taller than wide is printed upright, turned by 90 degrees."""
_MAINLY = 1.5
"""Standing lines must outweigh lying ones by this much before the page counts as turned."""
_SAMPLE = 6
_CLEAR, _CLEAR_WITH_FIGURES = 0.9, 0.94
"""Lines that the tiny network read with less confidence are read by the small one: they may announce a value."""
_CLEAR_FIGURE = 0.985
"""And those of which any figure was less clear: of 500 lines with words above both, no amount was misread."""
_DISPUTED = 0.9
"""The confidence in a figure that two readings of the line see differently, at most."""
_FIGURE = re.compile(r"\d")
_FIGURES = re.compile(r"[\d.,/%½¼¾]*\d[\d.,/%½¼¾]*")
_LIKE_A_FIGURE = re.compile(r"\b[OoIl|]+ ?(?:mc?g|g|%|IU)|(?<!\d)% ?(?:cup|t(?:bs|s)p)")
_FEW_LETTERS = 3
"""Shorter texts may have lost a letter that no confidence tells of: "0" is "0%"."""
_WORDY = 4
"""With fewer letters a line is figures alone, and the sign that was lost may be the decimal point."""
_DRAW_OUT = 1.5
_DENSE_LETTER = 20.0
"""Pixels of line for each letter below which a line that was not clear is drawn out sideways at once."""
_WIDE_LETTER = 30.0
"""Lines with more room than this for each letter gain nothing by it."""
_CLEAR_ENOUGH = 0.93
"""A line the small network read with less confidence is read again, drawn out."""
_GROUND = 24
"""Pixels of ground behind the last letter: without, the network drops it."""
_SAME_END = 0.5
"""Two looks at one line end within this share of its height."""
_DOUBTFUL = 0.8
"""Lines read with less confidence than this may be upside down."""

# How the corners (top left, top right, bottom right, bottom left) are taken so that reading starts at the first.
_LEVEL, _DOWNWARD, _UPSIDE_DOWN, _UPWARD = 0, 1, 2, 3


class _Line(NamedTuple):
    """One line as a network read it."""

    text: str
    mean: float
    """The mean confidence of its letters: one wrong figure among thirty hardly moves it."""
    figures: float
    """The confidence of its least clear figure; 1 where it has none."""

    @property
    def confidence(self) -> float:
        return min(self.mean, self.figures)


_UNREAD = _Line("", 0.0, 0.0)


class RapidReader:
    """PP-OCRv6, without the per-line direction classifier: that one flips short lines such as "83%"."""

    name = "rapid"

    def __init__(self, threads: int = 1, *, closely: bool = False) -> None:
        """``closely`` finds lines with the small network too: twice the time, for what the tiny one overlooks."""
        tiny, small = networks.opened("tiny", threads), networks.opened("small", threads)
        self._tiny, self._small = tiny.lines, small.lines
        self._finder = (small if closely else tiny).finder

    def read(self, image: Image, scale: float, known: Sequence[Word] = ()) -> tuple[Word, ...]:
        found = self.find_lines(image, scale)
        if not found:
            return ()
        read = {quad: (word.text, word.confidence) for quad in found if (word := _same_line(quad, known))}
        standing_turn, lying_turn = _UPWARD, _LEVEL
        if not read:
            standing_turn, lying_turn, read = self._reading_direction(image, found)
            if _stands_mainly(found):
                return _words(read)
        quads = [_turned(q, standing_turn if _stands(q) else lying_turn) for q in found]
        rest = [q for q in quads if q not in read]
        read |= dict(zip(rest, self.read_lines([cut_line(image, q) for q in rest]), strict=True))
        return _words({quad: read[quad] for quad in quads})

    def _reading_direction(
        self, image: Image, quads: list[Quad]
    ) -> tuple[int, int, dict[Quad, tuple[str, float]]]:
        """How standing and lying lines are to be turned, told by reading a few of the longest both ways; and those."""
        standing = [q for q in quads if _stands(q)]
        lying = [q for q in quads if not _stands(q)]
        mainly_standing = _stands_mainly(quads)
        sample = sorted(standing if mainly_standing else lying, key=_length, reverse=True)[:_SAMPLE]
        turns = (_UPWARD, _DOWNWARD) if mainly_standing else (_LEVEL, _UPSIDE_DOWN)
        best: dict[Quad, tuple[str, float]] = {}
        chosen = turns[0]
        for turn in turns:
            candidates = [_turned(q, turn) for q in sample]
            read = dict(
                zip(candidates, self.read_lines([cut_line(image, q) for q in candidates]), strict=True)
            )
            if not best or _confidence(read) > _confidence(best):
                best, chosen = read, turn
            if _confidence(best) >= _DOUBTFUL:
                break
        if mainly_standing:
            return chosen, _LEVEL, best
        return (_UPWARD if chosen == _LEVEL else _DOWNWARD), chosen, best

    def find_lines(self, image: Image, scale: float) -> list[Quad]:
        """Where lines stand in ``image``, looked for on a copy ``scale`` times its size."""
        height, width = image.shape[:2]
        wide, high = (max(MULTIPLE, round(side * scale / MULTIPLE) * MULTIPLE) for side in (width, height))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        small = np.asarray(cv2.resize(image, (wide, high), interpolation=how), np.uint8)
        if wide * high > _LARGE:
            give_back()
        found = networks.run(lambda: self._finder.find(small))
        if found.left_out:
            allowance().used_up = True
        back = np.array([width / wide, height / high])
        return [_quad(np.asarray(corners) * back) for corners in found.quads]

    def read_lines(self, lines: Sequence[Image]) -> list[tuple[str, float]]:
        read = [line or _UNREAD for line in self._read(self._tiny, [_sized(line, 1.0) for line in lines])]
        doubtful = [i for i, line in enumerate(read) if line is not _UNREAD and not _settled(line)]
        again = self._read_again([lines[i] for i in doubtful], [read[i] for i in doubtful])
        for index, line in zip(doubtful, again, strict=True):
            read[index] = line
        return [(line.text, line.confidence) for line in read]

    def _read_again(self, lines: Sequence[Image], doubtful: Sequence[_Line]) -> list[_Line]:
        """The lines by the small network, at their width, drawn out sideways, or both."""
        # Dense print has more letters than the network has steps for; drawn out it reads them.
        dense = [
            first.mean < _CLEAR and _letter_width(line, first.text) < _DENSE_LETTER
            for line, first in zip(lines, doubtful, strict=True)
        ]
        sized = [_sized(line, _DRAW_OUT if d else 1.0) for line, d in zip(lines, dense, strict=True)]
        again = self._read(self._small, sized)
        read = [line or first for line, first in zip(again, doubtful, strict=True)]
        unclear = [
            i
            for i, line in enumerate(read)
            if line.mean < _CLEAR_ENOUGH
            and not dense[i]
            and len(line.text) >= _FEW_LETTERS
            and _letter_width(lines[i], line.text) < _WIDE_LETTER
        ]
        drawn_out = self._read(self._small, [_sized(lines[i], _DRAW_OUT) for i in unclear])
        for index, line in zip(unclear, drawn_out, strict=True):
            read[index] = _clearer(read[index], line) if line else read[index]
        return read

    @staticmethod
    def _read(network: LineNetwork, lines: Sequence[Image]) -> list[_Line | None]:
        """What each line says; None for those for which what the photo is allowed did not suffice."""
        allowed = allowance()
        return [
            _line(_read_in_pieces(network, line)) if allowed.takes(line.shape[1]) else None for line in lines
        ]


def _read_in_pieces(network: LineNetwork, line: Image) -> Letters:
    """The letters of a line of any length."""
    return put_together(
        [
            (networks.run(partial(network.read, _with_ground(piece.line))), piece.seam)
            for piece in cut_to_length(line)
        ]
    )


def _line(letters: Letters) -> _Line:
    confidences = letters.confidences
    mean = round(float(np.mean(confidences)), 5) if confidences else 0.0
    return _Line(letters.text, mean, _least_clear_figure(letters.text, confidences))


def _clearer(one: _Line, other: _Line) -> _Line:
    """Of two readings of a line the clearer one; where their figures differ, they are in doubt."""
    better, worse = (one, other) if one.mean >= other.mean else (other, one)
    if _FIGURES.findall(better.text) == _FIGURES.findall(worse.text):
        return better
    return better._replace(figures=min(better.figures, _DISPUTED))


def _least_clear_figure(text: str, confidences: Sequence[float]) -> float:
    figures = [c for letter, c in zip(text, confidences, strict=True) if letter.isdigit()]
    return round(float(min(figures, default=1.0)), 5)


def _settled(line: _Line) -> bool:
    """Whether the tiny network's word for a line stands: nothing that decides a value rests on it alone."""
    text = line.text
    if not _FIGURE.search(text):
        needed = _CLEAR
    elif sum(map(str.isalpha, text)) < _WORDY:
        needed = _CLEAR_FIGURE
    else:
        needed = _CLEAR_WITH_FIGURES
    if line.mean < needed or line.figures < _CLEAR_FIGURE:
        return False
    return not (len(text) < _FEW_LETTERS or _LIKE_A_FIGURE.search(text) or magnesium_spans(text))


def _letter_width(line: Image, text: str) -> float:
    """Pixels of line for each letter, at the height the networks take."""
    return float(line.shape[1] * LINE_HEIGHT / line.shape[0] / max(1, len(text)))


def _sized(line: Image, stretch: float) -> Image:
    """The line at the network's height, ``stretch`` times as wide."""
    width = max(1, round(line.shape[1] * stretch * LINE_HEIGHT / line.shape[0]))
    how = cv2.INTER_AREA if line.shape[0] > LINE_HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (width, LINE_HEIGHT), interpolation=how), np.uint8)


def _with_ground(line: Image) -> Image:
    """The line with some ground behind its last letter."""
    return np.asarray(cv2.copyMakeBorder(line, 0, 0, 0, _GROUND, cv2.BORDER_REPLICATE), np.uint8)


def cut_line(image: Image, quad: Quad) -> Image:
    """The line inside ``quad``, read from its first corner to its second, level and at most 48 px high."""
    corners = np.asarray(quad, np.float32)
    wide = max(1.0, *(float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 1), (3, 2))))
    high = max(1.0, *(float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 3), (1, 2))))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    size = (max(1, round(wide)), max(1, round(high)))
    line = cv2.warpPerspective(image, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if line.shape[0] > LINE_HEIGHT:
        new_width = max(1, round(line.shape[1] * LINE_HEIGHT / line.shape[0]))
        line = cv2.resize(line, (new_width, LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(line, np.uint8)


def _same_line(quad: Quad, known: Sequence[Word]) -> Word | None:
    """The known word that begins and ends where the line ``quad`` does."""
    line = Word("", quad, 0.0)
    near = _SAME_END * line.height
    for word in known:
        if math.dist(line.left, word.left) < near and math.dist(line.right, word.right) < near:
            return word
    return None


def _confidence(read: dict[Quad, tuple[str, float]]) -> float:
    letters = sum(len(text) for text, _ in read.values())
    return sum(len(text) * score for text, score in read.values()) / letters if letters else 0.0


def _turned(quad: Quad, turns: int) -> Quad:
    a, b, c, d = quad[turns:] + quad[:turns]
    return (a, b, c, d)


def _side(quad: Quad, start: int, end: int) -> float:
    return float(np.hypot(quad[start][0] - quad[end][0], quad[start][1] - quad[end][1]))


def _stands(quad: Quad) -> bool:
    return _side(quad, 0, 3) >= _STANDING * _side(quad, 0, 1)


def _stands_mainly(quads: Sequence[Quad]) -> bool:
    standing = sum(_length(quad) for quad in quads if _stands(quad))
    return standing > _MAINLY * sum(_length(quad) for quad in quads if not _stands(quad))


def _words(read: Mapping[Quad, tuple[str, float]]) -> tuple[Word, ...]:
    return tuple(Word(text.strip(), quad, score) for quad, (text, score) in read.items() if text.strip())


def _length(quad: Quad) -> float:
    return max(_side(quad, 0, 1), _side(quad, 0, 3))


def _quad(corners: NDArray[np.float64]) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return (a, b, c, d)
