"""The running text of a page: sentences of spans, over the ends of lines and beside other columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner.lexicon import fold, phrases_at, tokens
from scanner.parsed.page import Cell, Line, ParsedPage, Span
from scanner.statements.lost_blanks import spans_of

_PARTING = re.compile(r"[.;!?•|](?:[^\w]|[A-Z]|$)")
"""Ends a sentence. A point that belongs to an abbreviation lies in the span of its word."""
_WORD = re.compile(r"[^\W\d_]+")
_NEXT_LINE = 1.3
"""Heights of letters from the bottom of a line to the top of the next one of the same paragraph."""
_OUTDENT = 4
"""Heights that a line may begin left of its paragraph."""
_MOST_OPEN = 200
"""Columns side by side."""
_MOST_ITEMS = 200
"""Of a sentence: what is longer is none."""
_MOST_WRAPPED = 3
"""Words of a phrase on the line above."""
_LONGEST_WRAPPED = 40
_PARAGRAPH_BEGINS = frozenset(
    {
        *("title.supplement", "title.nutrition", "title.drug", "title.composition", "serving.size"),
        *("container.per", "column.percent", "ingredients.head"),
    }
)
_STOPS = frozenset(
    {"stop.warning", "stop.storage", "stop.maker", "stop.foot", "ingredients.head", "container.per"}
)
"""What is no part of the sentence that it stands in."""


@dataclass(frozen=True, slots=True)
class Item:
    """A span in its sentence."""

    line: Line
    span: Span
    roles: frozenset[str]
    """The kinds of all that it may mean."""
    gap: str
    """The folded text between the item before and this one; that of a line's end is a blank."""

    @property
    def words_before(self) -> int:
        """Words between the item before and this one that mean nothing here."""
        return len(_WORD.findall(self.gap))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Spans that belong together."""

    items: tuple[Item, ...]
    directed: bool
    """Whether it stands behind a heading of directions, or has a word such as "take"."""

    @property
    def by_body_weight(self) -> bool:
        return any("directions.body_weight" in item.roles for item in self.items)


@dataclass
class _Block:
    """Cells below one another."""

    cells: list[tuple[Line, Cell]]
    left: int
    right: int
    bottom: int


def paragraphs(page: ParsedPage) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of the page, together where they stand below one another."""
    for block in _blocks(page):
        yield tuple(_sentences(block, page.languages))


def _blocks(page: ParsedPage) -> list[_Block]:
    found: list[_Block] = []
    still_open: list[_Block] = []
    for line in page.lines:
        height = line.row.height
        still_open = [one for one in still_open if line.row.box[1] <= one.bottom + 2 * _NEXT_LINE * height]
        for cell in line.cells:
            left, top, right, bottom = line.box(cell.start, cell.end)
            above = next(
                (
                    one
                    for one in reversed(still_open)
                    if top <= one.bottom + _NEXT_LINE * height
                    and left < one.right
                    and right > one.left
                    and left > one.left - _OUTDENT * height
                    and one.cells[-1][0].row.height < 2 * height < 4 * one.cells[-1][0].row.height
                ),
                None,
            )
            if above is None:
                above = _Block([], left, right, bottom)
                found.append(above)
                still_open = [*still_open[1 - _MOST_OPEN :], above]
            above.cells.append((line, cell))
            above.right, above.bottom = max(above.right, right), max(above.bottom, bottom)
    return found


def _sentences(block: _Block, languages: Sequence[str]) -> Iterator[Sentence]:
    """The sentences of a block. A line's end is one of a sentence too, but not within directions."""
    items: list[Item] = []
    behind_head = told = False
    gap = ""
    for number, (line, cell) in enumerate(block.cells):
        at, begins = cell.start, True
        upper = not line.text[cell.start : cell.end].lstrip()[:1].islower()
        spans = spans_of(line, cell, languages)
        goes_on = number and (behind_head or told or not upper)
        if goes_on and (wrapped := _wrapped(block.cells[number - 1], (line, cell), languages)):
            start, phrase = wrapped
            spans = [phrase, *(span for span in spans if span.start >= phrase.end)]
            while items and items[-1].line is block.cells[number - 1][0] and items[-1].span.start >= start:
                items.pop()
        for span in spans:
            gap += line.text[at : span.start]
            roles = frozenset(one.kind for one in span.meanings)
            stops = bool(roles & _STOPS)
            first = begins and not line.text[cell.start : span.start].strip(" *•-(")
            another = first and (stops or _begins_another(roles))
            colon = line.text[span.end :].lstrip()[:1] == ":"
            headed = ("directions.head" in roles and (first or colon)) or (
                "directions.daily_dose" in roles and colon
            )
            own_line = begins and upper and not (behind_head or told or _is_limited(items))
            if (
                len(items) == _MOST_ITEMS
                or stops
                or another
                or headed
                or own_line
                or _PARTING.search(gap + line.text[span.start])
            ):
                yield Sentence(tuple(items), behind_head or told)
                behind_head = behind_head and not stops and not another
                items, told, gap = [], False, ""
            behind_head = behind_head or headed
            told = told or (colon and "column.adults" in roles) or "directions.take" in roles
            items.append(Item(line, span, roles, fold(gap)))
            at, gap, begins = span.end, "", False
        gap += line.text[at : cell.end] + " "
    yield Sentence(tuple(items), behind_head or told)


def _is_limited(items: Sequence[Item]) -> bool:
    """Whether the last line says what not to exceed: the amount may stand on the next one."""
    return any("directions.limit" in item.roles for item in items if item.line is items[-1].line)


def _begins_another(roles: frozenset[str]) -> bool:
    return not roles & {"directions.head", "directions.daily_dose"} and bool(roles & _PARAGRAPH_BEGINS)


def _wrapped(
    above: tuple[Line, Cell], below: tuple[Line, Cell], languages: Sequence[str]
) -> tuple[int, Span] | None:
    """The phrase that runs over the end of a line, "par / jour": where it begins above, and its end below as a span."""
    (line, cell), (next_line, next_cell) = above, below
    begin = max(cell.start, cell.end - _LONGEST_WRAPPED)
    before = tokens(line.folded[begin : cell.end])[-_MOST_WRAPPED:]
    behind = tokens(
        next_line.folded[next_cell.start : min(next_cell.end, next_cell.start + _LONGEST_WRAPPED)]
    )
    if not before or not behind:
        return None
    offset = before[-1].end + 1
    parts = [*before, *(one._replace(start=one.start + offset, end=one.end + offset) for one in behind)]
    for first in range(len(before)):
        hits = [
            (size, meaning)
            for size, meaning in phrases_at(parts, first)
            if first + size > len(before) and meaning.language in languages
        ]
        if hits:
            end = next_cell.start + behind[first + hits[0][0] - len(before) - 1].end
            if any(span.start < end < span.end for span in next_line.within(next_cell.start, next_cell.end)):
                return None  # "daily / serving size"
            meanings = tuple(meaning for size, meaning in hits if size == hits[0][0])
            return begin + before[first].start, Span("word", next_cell.start, end, 0, meanings=meanings)
    return None
