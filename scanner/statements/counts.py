"""Everything counted on a line: "2 vegetarian capsules", "1½ tsp", "one (1) scoop", "2 x 1 tablet", "30 g"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalog.units import units
from scanner.lexicon import fold, tokens, words
from scanner.parsed.numbers import number
from scanner.parsed.page import Line, Span
from scanner.reading.rows import COLUMN_GAP
from scanner.statements.misread import number_meant

LOOSE = frozenset({"capsule", "tablet", "softgel", "gummy", "chew", "lozenge", "piece", "pill"})
"""Labels mix these words for one and the same thing, so a count of one is a count of the other."""
IN_PAPER = frozenset({"packet", "sachet", "stick"})
"""And these for a portion in a paper of its own."""
PIECES = LOOSE | IN_PAPER
"""What a pack holds so many of."""
MEASURES = frozenset({"g", "ml", "oz", "fl oz"})
"""They weigh or measure what is taken."""
OTHER_WORDS = frozenset({"serving", "dose"})
"""They call it a serving once more."""

_MOST = 10_000
"""Numbers beyond this are not counts of anything a person takes: licences, telephones, lots."""
_MOST_WORDS = 3
"""Between a quantity and its unit: "2 vegetarian delayed-release capsules"."""
_LONGEST_GAP = 48
_PARTING = (
    *("mass", "serving.per", "serving.size", "container.per", "column.percent"),
    *("time.and", "time.once", "time.daily", "time.day"),
)
"""What parts a number from the unit behind it: "2 daily". All else may be of a name: "2 magnesium capsules"."""
_OPENING = frozenset("([")
_SIGNS = frozenset("()[]'-,.")
_POINT = re.compile(r"[^\w.]?[.,]")
_LONGEST_SHORT = 5
"""Letters of a word that is cut short with a point."""
_DASHES = frozenset("-–—")
_STROKES = frozenset({"i", "l", "|"})
"""How readers see a lone figure 1."""
_GLUED = re.compile(r"(?<=[a-z])\d{1,2}")
"""A figure whose blank was lost: "per2capsules", "Size2 Vegetarian Capsules"."""
_KITCHEN = frozenset({"teaspoon", "tablespoon", "cup"})
_THREE_QUARTERS = 3.0
"""Per cent: the one glyph "¾" before a unit of the kitchen, as readers see it."""
_ENDING = 2
_STEM = 5
"""Letters of an ending and of what it may be added to, where that makes a plural."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a unit: ``line.text[start:end]``."""

    quantity: float | None
    """None where the unit stands alone: "per capsule"."""
    unit: str
    """The unit of the catalog that counts it: "tablet" for an effervescent tablet."""
    start: int
    word: Span
    """Its unit; of a mass all of it."""
    times: float = 1.0
    """As often: "2 x 1 tablet"."""
    high: float | None = None
    """The other end of a range."""
    doubt: str | None = None

    @property
    def end(self) -> int:
        return self.word.end

    @property
    def total(self) -> float:
        """The quantity as often as it is said; one where only the unit stands there."""
        return self.times * (1.0 if self.quantity is None else self.quantity)


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: float
    first: int
    """The span in which it begins."""
    start: int
    times: float = 1.0
    high: float | None = None
    doubt: str | None = None


def counts(line: Line) -> tuple[Count, ...]:
    """All that is counted on the line, from left to right."""
    found = []
    for place, span in enumerate(line.spans):
        if span.kind == "mass" and span.unit in MEASURES and span.number is not None:
            unit: str | None = span.unit
            told: _Quantity | None = _extended(line, place, span.number.value)
        else:
            unit = unit_of(span)
            told = _quantity(line, place, unit) if unit is not None else None
        if unit is not None and told is not None:
            found.append(Count(told.value, unit, told.start, span, told.times, told.high, told.doubt))
        elif unit is not None:
            found.append(Count(None, unit, span.start, span))
    return tuple(one for one in found if 0 < one.total <= _MOST)


def unit_of(span: Span) -> str | None:
    """The unit of the catalog that counts what a word names."""
    names = _names(span)
    if not names:
        return None
    named = [units()[one] for one in names]
    closer = [one for one in named if one.counted_as != one.name]
    return (closer or named)[0].counted_as


def piece_of(span: Span, unit: str) -> str | None:
    """What one of the ``unit`` is by this word, where it says it more closely."""
    return next(
        (one for one in _names(span) if units()[one].counted_as == unit and units()[one].name != unit), None
    )


def _names(span: Span) -> list[str]:
    return [str(one.value) for one in span.meanings if one.kind == "unit" and one.value in units()]


def is_dash(line: Line, span: Span) -> bool:
    """Whether it is a sign between two words, which as a word means "to"."""
    return line.text[span.start : span.end] in _DASHES


def value_of(span: Span) -> float | None:
    """What a number or a number word is worth."""
    if span.kind == "number" and span.number is not None:
        return span.number.value
    said = span.means("number") if span.kind == "word" else None
    read = number(said.value) if said is not None and said.value is not None else None
    return read.value if read is not None else None


def is_plural(line: Line, count: Count) -> bool:
    """Whether its word is another one of its language with an ending: "capsules", "Kapseln"."""
    printed = line.folded[count.word.start : count.end]
    stems = (
        fold(one)
        for meaning in count.word.meanings
        if meaning.kind == "unit" and meaning.value is not None
        for one in words(meaning.language)["unit"][meaning.value]
    )
    return any(
        len(stem) >= _STEM and printed.startswith(stem) and 0 < len(printed) - len(stem) <= _ENDING
        for stem in stems
    )


def _quantity(line: Line, place: int, unit: str) -> _Quantity | None:
    """What stands before the unit ``line.spans[place]``, up to three words away."""
    spans, behind = line.spans, line.spans[place].start
    glued = _GLUED.match(line.folded, spans[place - 1].end) if place else None
    if glued is not None and _words_between(line.folded[glued.end() : behind]) is not None:
        return _Quantity(float(glued[0]), place, glued.start())
    passed = 0
    for at in range(place - 1, -1, -1):
        span = spans[at]
        gap = _words_between(line.folded[span.end : behind])
        if gap is None or (passed := passed + gap) > _MOST_WORDS:
            break
        value = value_of(span)
        if value is not None:
            return _extended(line, at, value)
        if is_dash(line, span):
            glued_before = bool(line.text[span.start - 1 : span.start].strip())
            number_before = at > 0 and spans[at - 1].end == span.start and value_of(spans[at - 1]) is not None
            of_number = number_before and passed > 0
            if not glued_before or of_number or line.text[span.end : span.end + 1] == " ":
                break  # "2 - capsules", "2-piece capsules"; not "2 delayed-release capsules"
            behind = span.start
            continue
        if _is_of_a_piece(line, at, behind) and value is None:
            if (often := spans[at - 1].means("time.twice", "time.thrice")) is not None:
                times = 2.0 if often.kind == "time.twice" else 3.0
                return _Quantity(times, at - 1, spans[at - 1].start)  # "2 x 600 mg capsules"
            behind = span.start
            continue
        if (
            span.kind == "percent"
            and unit in _KITCHEN
            and span.number
            and span.number.value == _THREE_QUARTERS
        ):
            return _Quantity(
                0.75, at, span.start, doubt=f"“{line.text[span.start : span.end]}” was taken for ¾"
            )
        if span.kind != "word" or span.means(*_PARTING):
            break
        passed, behind = passed + 1, span.start
    return _mended(line, place)


def _is_of_a_piece(line: Line, at: int, behind: int) -> bool:
    """Whether a weight is that of what is counted: "2 x 600 mg capsules"."""
    span = line.spans[at]
    if span.kind != "mass" or at == 0 or line.text[span.end : behind].strip(" -"):
        return False
    before = line.spans[at - 1]
    if line.text[before.end : span.start].strip(" "):
        return False
    return before.means("time.times", "time.twice", "time.thrice") is not None


def _words_between(gap: str) -> int | None:
    """How many words lie in a gap; None where there is more in it than words."""
    if len(gap) > _LONGEST_GAP or COLUMN_GAP in gap:
        return None
    parts = tokens(gap)
    if any(part.kind == "number" or (part.kind == "sign" and part.text not in _SIGNS) for part in parts):
        return None
    for word, point in pairwise(parts):
        if point.text == "." and len(word.text) > _LONGEST_SHORT and gap[point.end : point.end + 1] == " ":
            return None  # the end of a sentence; "veg." is none
    return sum(part.kind == "word" for part in parts)


def _mended(line: Line, place: int) -> _Quantity | None:
    """A number that was misread right before the unit: "ore capsule", "i capsule"."""
    before = line.spans[place - 1].end if place else 0
    parts = tokens(line.folded[before : line.spans[place].start])
    printed = [part for part in parts if part.kind == "word" or part.text in _STROKES]
    if not printed or len(printed) > _MOST_WORDS:
        return None
    first, start = printed[0], before + printed[0].start
    doubt = f"“{line.text[start : before + first.end]}” was mended"
    if first.text in _STROKES:
        return _Quantity(1.0, place, start, doubt=doubt)
    meant = number_meant(first.text, {one.language for one in line.spans[place].meanings})
    read = number(meant) if meant is not None else None
    return _Quantity(read.value, place, start, doubt=doubt) if read is not None else None


def _extended(line: Line, at: int, value: float) -> _Quantity:
    """The quantity that ends with ``line.spans[at]``: said twice, as a range, as a sum or several times."""
    spans = line.spans
    start = spans[at].start
    if _POINT.fullmatch(line.folded[max(0, start - 2) : start]) and value >= 1:  # ".5 ml"
        value, start = float(f"0.{value:.0f}"), start - 1
    said = _Quantity(value, at, start)
    if at and (other := value_of(spans[at - 1])) is not None:
        gap = line.folded[spans[at - 1].end : spans[at].start].strip()
        if gap in _OPENING:  # "two (2)"
            said = replace(said, value=other if spans[at - 1].kind == "number" else value)
            said = replace(said, first=at - 1, start=spans[at - 1].start)
        elif gap == "-" and other < value:
            said = _Quantity(other, at - 1, spans[at - 1].start, high=value)
    return _by_word(line, said)


def _by_word(line: Line, said: _Quantity) -> _Quantity:
    """The same with what a word links to it: "1 to 2", "2 x 1", "one and a half"."""
    spans, at = line.spans, said.first
    if not at or line.folded[spans[at - 1].end : said.start].strip(" ("):
        return said
    link = spans[at - 1]
    other = value_of(spans[at - 2]) if at > 1 and _adjacent(line, spans, at - 2) else None
    printed = tokens(line.folded[link.start : link.end])
    of_one_word = [part.kind for part in printed] == [
        "number",
        "word",
    ]  # "2 x"; "2 times a day" says how often
    if link.means("time.twice", "time.thrice") and of_one_word:
        return replace(said, first=at - 1, start=link.start, times=2.0 if link.means("time.twice") else 3.0)
    if other is None:
        return said
    start = spans[at - 2].start
    if link.means("time.times"):
        return replace(said, first=at - 2, start=start, times=other)
    if link.means("time.and") and said.value < 1:
        return replace(said, first=at - 2, start=start, value=other + said.value)
    if link.means("time.range") and other < said.value:
        return _Quantity(other, at - 2, start, high=said.value)
    return said


def _adjacent(line: Line, spans: Sequence[Span], at: int) -> bool:
    return not line.folded[spans[at].end : spans[at + 1].start].strip(" )")
