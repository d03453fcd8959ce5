"""Words grouped into the rows of the label, left to right, top to bottom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from scanner.page import Box, Point, Quad, Word, union
from scanner.reading.straighten import LEVEL, SlopeField, fit_slopes

COLUMN_GAP = "\t"
"""Stands between two words of a row that lie further apart than words of one phrase do."""

_SAME_ROW = 0.55
"""Rows are one row when their levels differ by less than this many letter heights."""

_PHRASE_GAP = 1.2
"""Words of a phrase lie less than this many heights apart; half of it where one is in another print."""
_OTHER_PRINT = 1.7
_LARGER = 1.6
"""So many times the smaller of two words in one row counts as the height of its letters."""

_MOST_WITHIN_REACH = 200
"""Rows on either side of a word's level that it may belong to: more do not lie within a letter's height."""
_LONGEST_ROW = 1_000
"""Letters of a row. The longest printed lines have some 350; what is longer is no line of a label.

Every reader of rows goes through them once for each thing that it finds there. As rows are of bounded length, the
time for a page grows with its length and not with the square of it.
"""


@dataclass(frozen=True)
class Row:
    """Words that stand on one printed line, and the same as text that remembers where each letter was."""

    words: tuple[Word, ...]
    level: float

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in ``text`` each word begins."""
        starts, at = [], 0
        for gap, word in zip(self._gaps, self.words, strict=True):
            at += len(gap)
            starts.append(at)
            at += len(word.text)
        return tuple(starts)

    @cached_property
    def text(self) -> str:
        return "".join([gap + word.text for gap, word in zip(self._gaps, self.words, strict=True)])

    @cached_property
    def box(self) -> Box:
        return union([w.box for w in self.words])

    @cached_property
    def height(self) -> float:
        heights = sorted(w.height for w in self.words)
        return heights[len(heights) // 2]

    @cached_property
    def _gaps(self) -> tuple[str, ...]:
        """What stands before each word."""
        return ("", *(_gap(before, word) for before, word in pairwise(self.words)))

    def box_of(self, start: int, end: int) -> Box:
        """The place on the photo of ``text[start:end]``; letters are taken to be of one width."""
        boxes = []
        for at, word in self._touched(start, end):
            low, high = max(start, at), min(end, at + len(word.text))
            boxes.append(_part(word, (low - at) / len(word.text), (high - at) / len(word.text)))
        return union(boxes) if boxes else self.box

    def confidence(self, start: int, end: int) -> float:
        """The lowest confidence of the words that ``text[start:end]`` touches."""
        return min((word.confidence for _, word in self._touched(start, end)), default=0.0)

    def doubted(self, places: Iterable[tuple[int, int]], most: float) -> Row:
        """The same row, where the words at these places of ``text`` have a confidence of ``most`` or less."""
        doubtful = {at for place in places for at, _ in self._touched(*place)}
        words = (
            replace(word, confidence=min(word.confidence, most)) if at in doubtful else word
            for at, word in zip(self.starts, self.words, strict=True)
        )
        return replace(self, words=tuple(words))

    def _touched(self, start: int, end: int) -> Iterator[tuple[int, Word]]:
        """The words that ``text[start:end]`` touches, each with where it begins."""
        first = max(0, bisect_right(self.starts, start) - 1)
        for index in range(first, bisect_left(self.starts, end)):
            at, word = self.starts[index], self.words[index]
            if at + len(word.text) > start:
                yield at, word

    @cached_property
    def cells(self) -> tuple[Piece, ...]:
        """Its phrases, split where a column gap lies between."""
        pieces, start = [], 0
        for part in self.text.split(COLUMN_GAP):
            pieces.append(Piece(self, start, start + len(part)))
            start += len(part) + 1
        return tuple(pieces)


def _gap(before: Word, word: Word) -> str:
    small, large = sorted((before.height, word.height))
    phrase = _PHRASE_GAP if large < _OTHER_PRINT * small else _PHRASE_GAP / 2
    return " " if word.left[0] - before.right[0] < phrase * small else COLUMN_GAP


_Chain = list[tuple[Word, float]]
"""The words of a row with the level of each, from left to right."""


class _End(NamedTuple):
    """The last word of a chain, as the next word sees it."""

    level: float
    number: int
    """Of the chain, in the order in which they were begun."""
    left: float
    right: float
    width: float
    height: float


def _level(end: _End) -> float:
    return end.level


def rows_of(words: Iterable[Word], field: SlopeField | None = None) -> tuple[Row, ...]:
    """The rows of ``words``, top to bottom; rows follow the slope of the lines, curved or not.

    Words that run up or down beside the lines are rows of their own.
    """
    words = [w for w in words if w.text.strip()]
    if field is None:
        straight = all(word.left[1] == word.right[1] for word in words)
        field = LEVEL if straight else fit_slopes(words)
    chains: list[_Chain] = []
    ends: list[_End] = []
    for word in sorted((w for w in words if not _stands(w)), key=lambda w: w.left[0]):
        level = word.left[1] if field is LEVEL else (field.level(word.left) + field.level(word.right)) / 2
        best = _nearest_end(ends, word, level)
        if best is None:
            chains.append([])
            number = len(chains) - 1
        else:
            number = ends.pop(best).number
        chains[number].append((word, level))
        insort(ends, _End(level, number, word.left[0], word.right[0], word.width, word.height), key=_level)
    chains += [[(word, (word.left[1] + word.right[1]) / 2)] for word in words if _stands(word)]
    rows = [Row(tuple(w for w, _ in chain), sum(y for _, y in chain) / len(chain)) for chain in chains]
    return tuple(sorted(rows, key=lambda row: row.level))


def as_printed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, those that are longer than any line of print in pieces: nothing is left out."""
    return tuple(piece for row in rows for piece in _pieces(row))


def _pieces(row: Row) -> Iterator[Row]:
    if len(row.text) <= _LONGEST_ROW:
        yield row
        return
    kept: list[Word] = []
    letters = 0
    for part in (part for word in row.words for part in _parts(word)):
        if kept and letters + len(part.text) > _LONGEST_ROW:
            yield Row(tuple(kept), row.level)
            kept, letters = [], 0
        kept.append(part)
        letters += len(part.text) + 1
    yield Row(tuple(kept), row.level)


def _parts(word: Word) -> Iterator[Word]:
    """The word, one that is longer than a row in parts of equal print."""
    length = len(word.text)
    if length <= _LONGEST_ROW:
        yield word
        return
    for start in range(0, length, _LONGEST_ROW):
        end = min(start + _LONGEST_ROW, length)
        yield replace(word, text=word.text[start:end], quad=_quad(word, start / length, end / length))


def _stands(word: Word) -> bool:
    return abs(word.right[1] - word.left[1]) > abs(word.right[0] - word.left[0])


def _nearest_end(ends: Sequence[_End], word: Word, level: float) -> int | None:
    """Where in ``ends``, which are sorted by level, that of the row of ``word`` is; None where it begins a row."""
    left, height = word.left[0], word.height
    reach = _SAME_ROW * _LARGER * height
    at = bisect_left(ends, level, key=_level)
    low = bisect_left(ends, level - reach, max(0, at - _MOST_WITHIN_REACH), at, key=_level)
    high = bisect_right(ends, level + reach, at, min(len(ends), at + _MOST_WITHIN_REACH), key=_level)
    best, best_cost = None, (_SAME_ROW, -1)
    for index in range(low, high):
        last = ends[index]
        if left < last.right - 0.75 * min(height, last.height) and left < last.left + 0.6 * last.width:
            continue  # it would lie on top of the last word, so it is another line
        size = min(max(height, last.height), _LARGER * min(height, last.height))
        cost = abs(level - last.level) / size
        if cost >= _SAME_ROW:
            continue
        cost += 0.0005 * (left - last.right) / height
        if (cost, last.number) < best_cost:  # of equals the row that was begun first
            best, best_cost = index, (cost, last.number)
    return best


def _part(word: Word, low: float, high: float) -> Box:
    return Word("", _quad(word, low, high), 0.0).box


def _quad(word: Word, low: float, high: float) -> Quad:
    """The corners of the word between two shares of its length."""
    (a, b, c, d) = word.quad

    def along(p: Point, q: Point, t: float) -> Point:
        return (p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t)

    return (along(a, b, low), along(a, b, high), along(d, c, high), along(d, c, low))


@dataclass(frozen=True)
class Piece:
    """Part of a row: ``row.text[start:end]``."""

    row: Row
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end]

    @cached_property
    def box(self) -> Box:
        """Its place on the photo."""
        return self.row.box_of(self.start, self.end)

    @property
    def height(self) -> float:
        """Of its middle word, by height; 0 where no word begins in it."""
        row = self.row
        heights = sorted(
            word.height for at, word in zip(row.starts, row.words, strict=True) if self.start <= at < self.end
        )
        return heights[len(heights) // 2] if heights else 0.0


@dataclass(frozen=True)
class Passage:
    """Pieces of rows read one after the other: a wrapped name, a list of ingredients."""

    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(p.text for p in self.pieces)

    def _places(self, start: int, end: int) -> Iterable[tuple[Row, int, int]]:
        at = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            low, high = max(start, at), min(end, at + length)
            if low < high:
                yield piece.row, piece.start + low - at, piece.start + high - at
            at += length + 1

    def box_of(self, start: int, end: int) -> Box:
        """The place on the photo of ``text[start:end]``."""
        boxes = [row.box_of(low, high) for row, low, high in self._places(start, end)]
        return union(boxes) if boxes else self.pieces[0].row.box

    def confidence(self, start: int, end: int) -> float:
        """The lowest confidence of the words that ``text[start:end]`` touches."""
        return min((row.confidence(low, high) for row, low, high in self._places(start, end)), default=0.0)
