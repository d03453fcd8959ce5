"""Lines, cells and spans of a page, found once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from scanner.lexicon import (
    LONGEST_SHORT,
    Meaning,
    Token,
    fold,
    number_meant,
    phrases_at,
    tokens,
    unit_meant,
)
from scanner.lexicon.figures import with_figures
from scanner.page import Box
from scanner.parsed.numbers import DECIMAL_COMMA, Number, number
from scanner.reading.rows import COLUMN_GAP, Row

Kind = Literal["number", "mass", "percent", "word"]
"""*mass*: a number with the unit of an amount (mg, g, IU, kcal); *word*: anything of the lexicon."""

_MIXED = re.compile(
    r"\d{1,3} \d{1,2}\s?/\s?\d{1,2}(?![\d/])|\d{1,3}\s?/\s?\d{1,3}(?![\d/])|\d{0,3} ?[½¼¾⅓⅔⅛]"
)
_BLANK_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\d])")
_PERCENT_SIGNS = ("%", "‰")
_BOUNDS = {"<": "less", "≤": "at_most", ">": "at_least", "≥": "at_least", "~": "about", "±": "about"}
_LEAST_LETTERS = 12
_OF_MOST_LABELS = "en"
"""Where the words do not tell two languages apart."""
_LEAST_SHARE = 0.12
"""Of the letters of all words that were known: so much has to be in a further language of a page."""
_MOST_PERCENT = 10_000
_SHORT = 3
"""A word of so many letters is a word of some other language as well."""
_ANNOUNCING = ("serving.", "container.", "directions.")
"""What a quantity follows."""
_LONG_NAME = 6
"""Letters right before an amount that are a name without its blank: "Magnesium200 mg", not "CoQ10 mg"."""
_DOUBTS_NO_FIGURE = ("stop.", "title.", "ingredients.", "nutrient")
"""Words that announce no figure, and names: what a name stands for the catalog says, with a doubt of its own."""
REPAIRED_CONFIDENCE = 0.8
"""The most that a word counts in which something was repaired: what is read from it is to be checked."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line that means something: ``line.text[start:end]``."""

    kind: Kind
    start: int
    end: int
    depth: int
    """Brackets that are open before it."""
    number: Number | None = None
    unit: str | None = None
    """Of a mass: the symbol of the catalog."""
    meanings: tuple[Meaning, ...] = ()
    """Of a word: all that it may mean in the languages of the page."""
    bound: str | None = None
    """Of a number: what is said of it, as in the lexicon's ``[bound]``."""
    repaired: bool = False
    """Whether something else was read: a word near to one of the lexicon, a letter in a number. To be checked."""

    def means(self, *kinds: str) -> Meaning | None:
        """The first of its meanings that is of one of these kinds."""
        for one in self.meanings:  # asked a hundred times for every span
            if one.kind in kinds:
                return one
        return None


@dataclass(frozen=True, slots=True)
class Cell:
    """A phrase of a line: what stands between two gaps of columns."""

    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A printed line with everything that was found in it."""

    row: Row
    index: int
    folded: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return self.row.text

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        found, start = [], 0
        for part in self.text.split(COLUMN_GAP):
            if part.strip():
                found.append(Cell(start, start + len(part)))
            start += len(part) + 1
        return tuple(found)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each span begins."""
        return tuple(one.start for one in self.spans)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, numbers and signs."""
        return tuple(_words(self.text).tokens)

    @cached_property
    def unknown(self) -> tuple[int, ...]:
        """Where each word begins that is in no span."""
        words = (one.start for one in self.tokens if one.kind == "word")
        return tuple([start for start in words if not self._is_in_span(start)])

    def _is_in_span(self, place: int) -> bool:
        before = bisect_right(self.starts, place)
        return before > 0 and place < self.spans[before - 1].end

    def within(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans that lie in ``text[start:end]``."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        while last > first and self.spans[last - 1].end > end:
            last -= 1
        return self.spans[first:last]

    def before(self, start: int, end: int) -> Iterator[Span]:
        """The same from right to left, as they are asked for."""
        for place in range(bisect_left(self.starts, end) - 1, -1, -1):
            span = self.spans[place]
            if span.start < start:
                return
            if span.end <= end:
                yield span

    def first(self, *kinds: str) -> Span | None:
        """The first word that means one of these."""
        for one in self.spans:
            if one.meanings and one.means(*kinds):
                return one
        return None

    def box(self, start: int, end: int) -> Box:
        """The place on the photo of ``text[start:end]``."""
        found = self._boxes.get((start, end))
        if found is None:
            found = self._boxes[start, end] = self.row.box_of(start, end)
        return found

    @cached_property
    def _boxes(self) -> dict[tuple[int, int], Box]:
        """Those that were asked for: a table is laid out by asking for each many times."""
        return {}


@dataclass(frozen=True)
class ParsedPage:
    """The lines of a page from top to bottom, and the languages they are in."""

    lines: tuple[Line, ...]
    languages: tuple[str, ...] = field(default=())
    """The likeliest first."""
    decimal_comma: bool = False


class _Phrase(NamedTuple):
    first: int
    """Its first token and its last."""
    last: int
    letters: int
    meanings: tuple[Meaning, ...]

    @property
    def repaired(self) -> bool:
        return self.meanings[0].repaired


class _Words(NamedTuple):
    """What is found in a line whatever the language of its page."""

    printed: str
    folded: str
    """The same with figures where letters stand for them: "6O mg"."""
    tokens: list[Token]
    depths: list[int]
    """Brackets that are open before each token."""
    phrases: list[_Phrase]
    """The longest at each place."""


def parse(rows: Sequence[Row]) -> ParsedPage:
    """The page of these rows, with every number, amount and word of the lexicon in it."""
    read = [_words(row.text) for row in rows]
    languages = _languages(phrase for line in read for phrase in line.phrases if not phrase.repaired)
    comma = _decimal_comma([line.folded for line in read], languages)
    known = frozenset(languages)
    lines = []
    for index, (row, line) in enumerate(zip(rows, read, strict=True)):
        spans = tuple(_spans(line, _of_languages(line.phrases, known), decimal_comma=comma))
        if line.folded != line.printed:
            spans = tuple(_marked(one, line) for one in spans)
        repaired = [(one.start, one.end) for one in spans if one.repaired and _doubts_its_line(one)]
        doubted = row.doubted(repaired, REPAIRED_CONFIDENCE) if repaired else row
        lines.append(Line(doubted, index, line.folded, spans))
    return ParsedPage(tuple(lines), languages, comma)


_DECIMALS = re.compile(
    r"(?<![\d.,])(?:\d{1,4}(?P<sign>[.,])\d{1,2}|0(?P<behind_zero>[.,])\d{3})(?![\d.,]\d|\d)"
)
"""A number that has decimals whatever the language: one or two figures, or three behind "0"."""
_CLEARLY = 3
"""So many times as often as the other one the sign that parts decimals is printed, but for misread points."""


def _decimal_comma(folded: Sequence[str], languages: Sequence[str]) -> bool:
    """Whether the page parts decimals with a comma: by its own numbers, and where they do not tell by its language."""
    signs = [found["sign"] or found["behind_zero"] for text in folded for found in _DECIMALS.finditer(text)]
    commas, points = signs.count(","), signs.count(".")
    if commas > _CLEARLY * points or points > _CLEARLY * commas:
        return commas > points
    return bool(languages) and languages[0] in DECIMAL_COMMA


@lru_cache(maxsize=1024)  # a photo is read more than once, and most of its lines are the same again
def _words(text: str) -> _Words:
    printed = fold(text)
    folded = with_figures(printed)
    parts = tokens(folded)
    return _Words(printed, folded, parts, _depths(parts), _phrases(folded, parts))


def _marked(span: Span, line: _Words) -> Span:
    """The span, repaired where its figures were printed as letters."""
    same = line.folded[span.start : span.end] == line.printed[span.start : span.end]
    return span if same else replace(span, repaired=True)


def _doubts_its_line(span: Span) -> bool:
    return not (span.meanings and all(one.kind.startswith(_DOUBTS_NO_FIGURE) for one in span.meanings))


def _depths(parts: Sequence[Token]) -> list[int]:
    found, depth = [], 0
    for token in parts:
        if token.text in {")", "]", "}"}:
            depth = max(0, depth - 1)
        found.append(depth)
        if token.text in {"(", "[", "{"}:
            depth += 1
    return found


def _phrases(folded: str, parts: Sequence[Token]) -> list[_Phrase]:
    found: list[_Phrase] = []
    at, in_cells = 0, COLUMN_GAP in folded
    while at < len(parts):
        hits = phrases_at(parts, at)
        if parts[at].kind == "word" and len(parts[at].text) <= LONGEST_SHORT:
            hits = [*_in_context(parts, at, hits, found), *hits]
        if not hits:
            at += 1
            continue
        length = hits[0][0]
        gap = _gap(folded, parts, at, at + length) if in_cells and length > 1 else None
        if gap is not None:  # two cells are no phrase
            hits = [one for one in hits if one[0] <= gap - at + 1]
            if not hits:
                at += 1
                continue
            length = hits[0][0]
        meanings = tuple([meaning for size, meaning in hits if size == length])
        letters = parts[at + length - 1].end - parts[at].start
        found.append(_Phrase(at, at + length - 1, letters, meanings))
        at += length
    return found


def _gap(folded: str, parts: Sequence[Token], first: int, end: int) -> int | None:
    """The token of these behind which another cell begins."""
    between = range(first, end - 1)
    return next((k for k in between if COLUMN_GAP in folded[parts[k].end : parts[k + 1].start]), None)


def _in_context(
    parts: Sequence[Token], at: int, hits: Sequence[tuple[int, Meaning]], before: Sequence[_Phrase]
) -> list[tuple[int, Meaning]]:
    """What only its neighbours tell of a short word: a unit behind a number, a number before what it counts."""
    if any(size > 1 or meaning.kind == "number" for size, meaning in hits):
        return []
    word = parts[at]
    if at and parts[at - 1].kind == "number" and word.start - parts[at - 1].end <= 1:
        following = parts[at + 1] if at + 1 < len(parts) else None
        if hits or (following and (following.kind == "word" or following.start == word.end)):
            return []
        return [(1, meaning) for meaning in unit_meant(word.text)]
    announced = before and before[-1].last >= at - 2 and before[-1].meanings[0].kind.startswith(_ANNOUNCING)
    meant = number_meant(word.text) if announced and at + 1 < len(parts) else ()
    counted = meant and any(meaning.kind == "unit" for _, meaning in phrases_at(parts, at + 1))
    return [(1, meaning) for meaning in meant] if counted else []


def _languages(phrases: Iterable[_Phrase]) -> tuple[str, ...]:
    """The languages of a page, the likeliest first: each has words that those before it do not know.

    A label in one language is full of words that others share; a second language has to explain what the first cannot.
    """
    left = [(frozenset(one.language for one in phrase.meanings), phrase.letters) for phrase in phrases]
    whole = sum(letters for _, letters in left)
    found: list[str] = []
    while left:
        weights: defaultdict[str, float] = defaultdict(float)
        for spoken, letters in left:
            for language in spoken:
                weights[language] += letters
        likeliest = max(sorted(weights), key=lambda one: (weights[one], one == _OF_MOST_LABELS))
        if found and weights[likeliest] < max(_LEAST_LETTERS, _LEAST_SHARE * whole):
            break
        found.append(likeliest)
        left = [(spoken, letters) for spoken, letters in left if likeliest not in spoken]
    return tuple(found)


def _of_languages(phrases: Iterable[_Phrase], languages: frozenset[str]) -> list[_Phrase]:
    """The phrases with what they mean in the languages of the page; where it has none, in any."""
    if not languages:
        return list(phrases)
    kept = []
    for phrase in phrases:
        meanings = tuple([one for one in phrase.meanings if one.language in languages])
        if meanings:
            kept.append(_Phrase(phrase.first, phrase.last, phrase.letters, meanings))
        elif phrase.letters > _SHORT and not phrase.repaired:
            kept.append(phrase)
    return kept


def _spans(line: _Words, phrases: Iterable[_Phrase], *, decimal_comma: bool) -> Iterator[Span]:
    """Numbers with what belongs to them, and words, from left to right."""
    folded, parts = line.folded, line.tokens
    begins = {one.first: one for one in phrases}
    covered = {k for one in begins.values() for k in range(one.first, one.last + 1) if one.last > one.first}
    at, bound = 0, None
    while at < len(parts):
        part = parts[at]
        phrase = begins.get(at)
        if part.kind == "number" and (at not in covered or _is_number_word(phrase)):
            span, at = _number(line, at, begins, bound, decimal_comma=decimal_comma)
            bound = None
            if span is not None:
                yield span
            continue
        unit = next((m.value for m in phrase.meanings if m.kind == "mass"), None) if phrase else None
        if (
            phrase is not None
            and unit is not None
            and not _is_name(phrase)
            and (found := _behind_unit(line, phrase, begins, bound, decimal_comma=decimal_comma))
        ):
            span, at = found
            yield replace(span, unit=unit)
            continue
        if phrase is not None:
            end, repaired = parts[phrase.last].end, phrase.repaired
            depth = line.depths[at]
            span = Span("word", part.start, end, depth, meanings=phrase.meanings, repaired=repaired)
            said = next(
                (m.kind.partition(".")[2] for m in phrase.meanings if m.kind.startswith("bound.")), None
            )
            bound = said or (bound if span.means("container.about") else None)
            at = phrase.last + 1
            yield span
            continue
        bound = _BOUNDS.get(folded[part.start]) if part.kind == "sign" else None
        at += 1


def _behind_unit(
    line: _Words,
    phrase: _Phrase,
    begins: dict[int, _Phrase],
    bound: str | None,
    *,
    decimal_comma: bool,
) -> tuple[Span, int] | None:
    """The amount of a cell that begins with its unit: "mg 400"."""
    folded, parts = line.folded, line.tokens
    first, at = parts[phrase.first], phrase.last + 1
    begins_cell = not folded[: first.start].rstrip(" ") or folded[: first.start].rstrip(" ").endswith(
        COLUMN_GAP
    )
    if not begins_cell or at >= len(parts) or parts[at].kind != "number":
        return None
    between = folded[parts[phrase.last].end : parts[at].start]
    if len(between) > 1 or between == COLUMN_GAP:
        return None
    span, behind = _number(line, at, begins, bound, decimal_comma=decimal_comma)
    if span is None or span.kind != "number":
        return None
    return replace(span, kind="mass", start=first.start), behind


def _is_name(phrase: _Phrase) -> bool:
    """Whether a unit is printed in a word that names a nutrient too: "Calories 15"."""
    return phrase.letters > _SHORT and any(one.kind == "nutrient" for one in phrase.meanings)


def _is_number_word(phrase: _Phrase | None) -> bool:
    return phrase is not None and any(one.kind == "number" for one in phrase.meanings)


def _number(
    line: _Words,
    at: int,
    begins: dict[int, _Phrase],
    bound: str | None,
    *,
    decimal_comma: bool,
) -> tuple[Span | None, int]:
    """The number at a token with its unit or its per cent sign, and the token behind it."""
    folded, parts = line.folded, line.tokens
    start, depth = parts[at].start, line.depths[at]
    end = parts[at].end
    if found := _MIXED.match(folded, start):
        if number(found[0]) is not None:
            end = found.end()
    elif (found := _BLANK_GROUPS.match(folded, start)) and (
        len(found[0].partition(" ")[0]) == 1 or _is_amount_behind(folded, found.end())
    ):
        end = found.end()
    read = number(folded[start:end], decimal_comma=decimal_comma)
    behind = at + 1
    while behind < len(parts) and parts[behind].start < end:
        behind += 1
    glued = _is_glued_before(folded, start)
    if read is None or (glued and not folded[max(0, start - _LONG_NAME) : start].isalpha()):
        return None, behind
    if behind < len(parts) and COLUMN_GAP not in folded[end : parts[behind].start]:
        sign = folded[parts[behind].start : parts[behind].end]
        if sign in _PERCENT_SIGNS and read.value >= _MOST_PERCENT and " " in folded[start:end]:
            # "90 120 %" are an amount and a percentage of a table without units
            end = parts[at].end
            read, behind = number(folded[start:end], decimal_comma=decimal_comma), at + 1
            return (Span("number", start, end, depth, read, bound=bound) if read else None), behind
        if sign in _PERCENT_SIGNS:
            # "24% DV": the sign is the first of the words that say what it is a share of
            said = begins.get(behind)
            of_base = said is not None and any(one.kind == "column.percent" for one in said.meanings)
            last = said.last if said is not None and of_base else behind
            return Span("percent", start, parts[last].end, depth, read, bound=bound), last + 1
        phrase = begins.get(behind)
        mass = next((m for m in phrase.meanings if m.kind == "mass"), None) if phrase else None
        if phrase is not None and mass is not None and parts[behind].start - end <= 2:
            last = parts[phrase.last].end
            span = Span("mass", start, last, depth, read, mass.value, bound=bound, repaired=mass.repaired)
            return span, phrase.last + 1
    if glued:
        return None, behind
    return Span("number", start, end, depth, read, bound=bound), behind


_TIMES = re.compile(r"\d ?x$")
_AMOUNT_BEHIND = re.compile(r"\s?(?:m?c?g|µg|ug|iu|kcal|kj|ml|%)(?![a-z])")


def _is_amount_behind(folded: str, end: int) -> bool:
    return _AMOUNT_BEHIND.match(folded, end) is not None


def _is_glued_before(folded: str, start: int) -> bool:
    """Whether the number is part of a name: "B12", "CoQ10". In "2x1" it is not."""
    return start > 0 and folded[start - 1].isalpha() and not _TIMES.search(folded, max(0, start - 3), start)
