"""Lines, cells and spans of a page, found once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from scanner.lexicon import Meaning, Token, fold, phrases_at, tokens
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

    def means(self, *kinds: str) -> Meaning | None:
        """The first of its meanings that is of one of these kinds."""
        return next((one for one in self.meanings if one.kind in kinds), None)


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
        return next((one for one in self.spans if one.means(*kinds)), None)

    def box(self, start: int, end: int) -> Box:
        """The place on the photo of ``text[start:end]``."""
        return self.row.box_of(start, end)


@dataclass(frozen=True)
class ParsedPage:
    """The lines of a page from top to bottom, and the languages they are in."""

    lines: tuple[Line, ...]
    languages: tuple[str, ...] = field(default=())
    """The likeliest first."""

    @property
    def decimal_comma(self) -> bool:
        """Whether the first language of the page parts decimals with a comma."""
        return bool(self.languages) and self.languages[0] in DECIMAL_COMMA


@dataclass(frozen=True, slots=True)
class _Token:
    token: Token
    depth: int

    @property
    def start(self) -> int:
        return self.token.start

    @property
    def end(self) -> int:
        return self.token.end

    @property
    def kind(self) -> str:
        return self.token.kind


@dataclass(frozen=True, slots=True)
class _Phrase:
    first: int
    """Its first token and its last."""
    last: int
    letters: int
    meanings: tuple[Meaning, ...]


def parse(rows: Sequence[Row]) -> ParsedPage:
    """The page of these rows, with every number, amount and word of the lexicon in it."""
    folded = [fold(row.text) for row in rows]
    split = [_with_depths(text) for text in folded]
    phrases = [_phrases(text, parts) for text, parts in zip(folded, split, strict=True)]
    languages = _languages(phrase for line in phrases for phrase in line)
    comma = bool(languages) and languages[0] in DECIMAL_COMMA
    known = frozenset(languages)
    lines = []
    for index, (row, text, parts, found) in enumerate(zip(rows, folded, split, phrases, strict=True)):
        spans = _spans(text, parts, _of_languages(found, known), decimal_comma=comma)
        lines.append(Line(row, index, text, tuple(spans)))
    return ParsedPage(tuple(lines), languages)


def _with_depths(folded: str) -> list[_Token]:
    """The tokens of a line, each with the brackets that are open before it."""
    found, depth = [], 0
    for token in tokens(folded):
        if token.text in {")", "]", "}"}:
            depth = max(0, depth - 1)
        found.append(_Token(token, depth))
        if token.text in {"(", "[", "{"}:
            depth += 1
    return found


def _phrases(folded: str, parts: Sequence[_Token]) -> list[_Phrase]:
    """The phrases of the lexicon in a line, the longest at each place."""
    plain = [one.token for one in parts]
    found, at = [], 0
    while at < len(parts):
        hits = phrases_at(plain, at)
        if not hits:
            at += 1
            continue
        length = hits[0][0]
        gap = next(
            (
                k
                for k in range(at, at + length - 1)
                if COLUMN_GAP in folded[parts[k].end : parts[k + 1].start]
            ),
            None,
        )
        if gap is not None:  # two cells are no phrase
            hits = [one for one in hits if one[0] <= gap - at + 1]
            if not hits:
                at += 1
                continue
            length = hits[0][0]
        meanings = tuple(meaning for size, meaning in hits if size == length)
        letters = parts[at + length - 1].end - parts[at].start
        found.append(_Phrase(at, at + length - 1, letters, meanings))
        at += length
    return found


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
        meanings = tuple(one for one in phrase.meanings if one.language in languages)
        if meanings:
            kept.append(replace(phrase, meanings=meanings))
        elif phrase.letters > _SHORT:
            kept.append(phrase)
    return kept


def _spans(
    folded: str, parts: Sequence[_Token], phrases: Iterable[_Phrase], *, decimal_comma: bool
) -> Iterator[Span]:
    """Numbers with what belongs to them, and words, from left to right."""
    begins = {one.first: one for one in phrases}
    covered = {k for one in begins.values() for k in range(one.first, one.last + 1) if one.last > one.first}
    at, bound = 0, None
    while at < len(parts):
        part = parts[at]
        phrase = begins.get(at)
        if part.kind == "number" and (at not in covered or _is_number_word(phrase)):
            span, at = _number(folded, parts, at, begins, bound, decimal_comma=decimal_comma)
            bound = None
            if span is not None:
                yield span
            continue
        unit = next((m.value for m in phrase.meanings if m.kind == "mass"), None) if phrase else None
        if (
            phrase is not None
            and unit is not None
            and (found := _behind_unit(folded, parts, phrase, begins, bound, decimal_comma=decimal_comma))
        ):
            span, at = found
            yield replace(span, unit=unit)
            continue
        if phrase is not None:
            span = Span("word", part.start, parts[phrase.last].end, part.depth, meanings=phrase.meanings)
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
    folded: str,
    parts: Sequence[_Token],
    phrase: _Phrase,
    begins: dict[int, _Phrase],
    bound: str | None,
    *,
    decimal_comma: bool,
) -> tuple[Span, int] | None:
    """The amount of a cell that begins with its unit: "mg 400"."""
    first, at = parts[phrase.first], phrase.last + 1
    begins_cell = not folded[: first.start].rstrip(" ") or folded[: first.start].rstrip(" ").endswith(
        COLUMN_GAP
    )
    if not begins_cell or at >= len(parts) or parts[at].kind != "number":
        return None
    if parts[at].start - parts[phrase.last].end > 1:
        return None
    span, behind = _number(folded, parts, at, begins, bound, decimal_comma=decimal_comma)
    if span is None or span.kind != "number":
        return None
    return replace(span, kind="mass", start=first.start), behind


def _is_number_word(phrase: _Phrase | None) -> bool:
    return phrase is not None and any(one.kind == "number" for one in phrase.meanings)


def _number(
    folded: str,
    parts: Sequence[_Token],
    at: int,
    begins: dict[int, _Phrase],
    bound: str | None,
    *,
    decimal_comma: bool,
) -> tuple[Span | None, int]:
    """The number at a token with its unit or its per cent sign, and the token behind it."""
    start, depth = parts[at].start, parts[at].depth
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
    if read is None or _is_glued_before(folded, start):
        return None, behind
    if behind < len(parts) and COLUMN_GAP not in folded[end : parts[behind].start]:
        sign = folded[parts[behind].start : parts[behind].end]
        if sign in _PERCENT_SIGNS and read.value >= _MOST_PERCENT and " " in folded[start:end]:
            # "90 120 %" are an amount and a percentage of a table without units
            end = parts[at].end
            read, behind = number(folded[start:end], decimal_comma=decimal_comma), at + 1
            return (Span("number", start, end, depth, read, bound=bound) if read else None), behind
        if sign in _PERCENT_SIGNS:
            return Span("percent", start, parts[behind].end, depth, read, bound=bound), behind + 1
        phrase = begins.get(behind)
        mass = next((m for m in phrase.meanings if m.kind == "mass"), None) if phrase else None
        if phrase is not None and mass is not None and parts[behind].start - end <= 2:
            last = parts[phrase.last].end
            return Span("mass", start, last, depth, read, mass.value, bound=bound), phrase.last + 1
    return Span("number", start, end, depth, read, bound=bound), behind


_AMOUNT_BEHIND = re.compile(r"\s?(?:m?c?g|µg|ug|iu|kcal|kj|ml|%)(?![a-z])")


def _is_amount_behind(folded: str, end: int) -> bool:
    return _AMOUNT_BEHIND.match(folded, end) is not None


def _is_glued_before(folded: str, start: int) -> bool:
    """Whether the number is part of a name: "B12", "CoQ10"."""
    return start > 0 and folded[start - 1].isalpha()
