"""Servings told in a heading, over a column or in the text: "per 2 capsules", "each tablet contains"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from catalog.units import units
from scanner.lexicon import languages, phrases_at, tokens, words
from scanner.lexicon.phrases import printed_forms
from scanner.page import Box
from scanner.parsed.page import Cell, Line
from scanner.records import Serving
from scanner.statements.counts import MEASURES, OTHER_WORDS, PIECES, Count, is_plural
from scanner.statements.findings import Finding
from scanner.statements.openings import (
    HEAD,
    TITLES,
    Opening,
    asked_for,
    closed,
    holds_behind,
    is_framed,
    is_per,
    opening_of,
)
from scanner.statements.told import DAY, HEADING, LINKS, SIGNS, TEXT, Counted, same, serving_of

_NEAR_HEAD = (*HEAD, *TITLES, "title.drug", "container.per", "container.counted")
_MOST_IN_A_HEADING = 12
"""Of pieces; behind its own name a serving may have more."""
_HUNDRED = 100
_LEAST_GLUED = 6
_STROKES = ("i", "l")
"""How readers see a lone figure 1."""
_ONLY_WEIGHT = "the heading of a column gives a weight; what a serving is may stand elsewhere"
_IN_A_SENTENCE = "it stands inside a sentence"
_ALONE = "it stands alone above the panel"


def headed(lines: Sequence[Counted]) -> Iterator[Finding]:
    """Servings named in the head of a column or of the panel: "Per 2 capsules", "Each tablet contains"."""
    for place, this in enumerate(lines):
        said = 0
        for index, counted in enumerate(this.counts):
            if counted.start < said or counted.unit in OTHER_WORDS:
                continue
            count = asked_for(this.line, counted)
            opening, group = opening_of(this.line, count), [count, *same(this, index)[1:]]
            if opening is None and count.quantity is not None:
                opening = _behind_amount(this.line, count) or closed(
                    this.line, count, max(one.end for one in group if one.unit not in OTHER_WORDS)
                )
            if opening is not None and (finding := _in_heading(this.line, opening, group)):
                said = group[-1].end
                yield finding
        yield from _under_heading(this, lines[place + 1 : place + 2])


def _behind_amount(line: Line, count: Count) -> Opening | None:
    """The heading of a count in brackets of its own behind a weight: "magnesium 300 mg (2 capsules)"."""
    mass = next(line.before(0, count.start), None)
    if mass is None or mass.unit != "mg" or line.text[mass.end : count.start].strip() != "(":
        return None
    closes = line.text[count.end :].lstrip().startswith(")")
    return Opening(count.start, named=False, behind_amount=True) if closes else None


def without_blanks(line: Line, spoken: Sequence[str]) -> Iterator[Finding]:
    """A heading whose blanks were lost: "perCapsule", or "proiKapsel" with a misread figure 1."""
    for part in line.tokens:
        if part.kind != "word" or len(part.text) < _LEAST_GLUED:
            continue
        for at in _behind_per(part.text):
            for stroke in ("", *_STROKES):
                whole = part.text[at:].startswith(stroke)
                unit = _unit(part.text[at:].removeprefix(stroke), spoken) if whole else None
                if unit is not None and is_framed(line, part.start, part.end):
                    yield Finding(
                        Serving(1.0, unit),
                        line.text[part.start : part.end],
                        line.box(part.start, part.end),
                        HEADING,
                        line.row.confidence(part.start, part.end),
                        f"“{stroke}” was taken for the figure 1" if stroke else None,
                    )


def _behind_per(word: str) -> list[int]:
    """Where in a word what stands before a unit ends: "perCapsule"."""
    return [at for at in _lengths() if at < len(word) - 2 and word[:at] in _openings()]


@cache
def _openings() -> frozenset[str]:
    """What stands before a unit, in any language, without its blanks."""
    printed = (one for language in languages() for one in words(language).get("serving", {}).get("per", ()))
    letters = ("".join(filter(str.isalpha, form)) for one in printed for form in printed_forms(one))
    return frozenset(one for one in letters if len(one) > 1)


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(one) for one in _openings()}))


def _unit(word: str, spoken: Sequence[str]) -> str | None:
    """The piece that a whole word names in these languages."""
    parts = tokens(word)
    for size, one in phrases_at(parts, 0):
        if (
            one.kind == "unit"
            and size == len(parts)
            and (not spoken or one.language in spoken)
            and one.value in units()
        ):
            unit = units()[str(one.value)].counted_as
            return unit if unit in PIECES else None
    return None


def _in_heading(line: Line, opening: Opening, group: Sequence[Count]) -> Finding | None:
    told = [one for one in group if one.unit not in OTHER_WORDS]
    if not told or any(one.unit in {"g", "ml"} and one.total == _HUNDRED for one in told):
        return None
    countable = [one for one in told if one.unit not in MEASURES]
    if any(one.unit in PIECES and one.total > _MOST_IN_A_HEADING for one in countable):
        return None
    first = (countable or told)[0]
    if not countable and first.quantity is None:
        return None  # "per g"
    rank, doubt = TEXT if opening.behind_amount else HEADING, None
    if not opening.named and not is_framed(line, opening.start, told[-1].end):
        rank, doubt = TEXT, _IN_A_SENTENCE
    if first.quantity is None and is_plural(line, first):
        doubt = f"no figure was read before “{line.text[first.word.start : first.end]}”"
    elif not countable and not opening.named and not _calls_it(line, told[-1].end):
        by_amount = opening.behind_amount and first.total > 1  # "300 mg per 10 ml", but "50 mg per ml"
        in_head = _fills_its_cell(line, opening.start, told[-1].end) or holds_behind(line, told[-1].end)
        if not by_amount and not in_head:
            return None  # "in 200 ml of water"
        rank, doubt = TEXT, _ONLY_WEIGHT
    return serving_of(line, told, opening.start, rank, doubt)


def _calls_it(line: Line, end: int) -> bool:
    """Whether a weight is called a serving behind: "per 10 g serving"."""
    span = next(iter(line.within(end, len(line.text))), None)
    return (
        span is not None
        and span.means("serving.noun") is not None
        and not line.text[end : span.start].strip(" ")
    )


def _fills_its_cell(line: Line, start: int, end: int) -> bool:
    return any(
        not line.text[one.start : start].strip(SIGNS) and not line.text[end : one.end].strip(" )]:.;*")
        for one in line.cells
        if one.start <= start < one.end
    )


def _under_heading(this: Counted, following: Sequence[Counted]) -> Iterator[Finding]:
    """A heading of two lines: "Amount per" or "per serving" over "(2 capsules)"."""
    for cell in this.line.cells:
        named = _left_open(this.line, cell)
        if named is None:
            continue
        for below in following:
            for under in below.line.cells:
                told = _only_counts(below, under)
                alone = len(below.line.cells) == 1
                if told and (
                    alone
                    or _overlap(this.line.box(cell.start, cell.end), below.line.box(under.start, under.end))
                ):
                    finding = _in_heading(below.line, Opening(under.start, named), told)
                    if finding is not None:
                        yield replace(finding, text=f"{this.line.text[cell.start : cell.end]} {finding.text}")


def _left_open(line: Line, cell: Cell) -> bool | None:
    """Whether the heading in a cell calls what has to follow a serving; None where nothing has to."""
    at, said = cell.end, []
    for span in line.before(cell.start, cell.end):
        if line.text[span.end : at].strip(" :-/"):
            break
        at = span.start
        if span.means("serving.noun") or not span.means(*DAY):
            said.append(span)
    if not said:
        return None
    if is_per(line, said[0]):
        return False
    if said[0].means("column.amount"):
        return True
    begins = not line.text[cell.start : said[0].start].strip()
    return (
        True
        if said[0].means("serving.noun") and (begins or any(is_per(line, one) for one in said[1:2]))
        else None
    )


def _only_counts(this: Counted, cell: Cell) -> list[Count]:
    """The counts of a cell that says the same with all of them, and nothing else."""
    first = next((place for place, one in enumerate(this.counts) if cell.start <= one.start < cell.end), None)
    if first is None or this.counts[first].quantity is None:
        return []
    told = same(this, first)
    around = this.line.text[cell.start : told[0].start] + this.line.text[told[-1].end : cell.end]
    return [] if around.strip(LINKS + ":.*") else told


def _overlap(upper: Box, lower: Box) -> bool:
    return lower[0] <= upper[2] and upper[0] <= lower[2]


def over_columns(lines: Sequence[Counted]) -> Iterator[Finding]:
    """Servings that stand over a column by themselves: "1 scoop" and "2 scoops" side by side."""
    for place, this in enumerate(lines):
        line = this.line
        told = [group for cell in line.cells if (group := _only_counts(this, cell))]
        if not told:
            continue
        heads = len(told) > 1 or line.first(*HEAD) is not None
        near = any(one.line.first(*_NEAR_HEAD) for one in lines[max(0, place - 1) : place + 2])
        if not (heads if len(line.cells) > 1 else near):
            continue
        for group in told:
            one = group[0]
            if all(each.unit in MEASURES for each in group):
                continue
            sure = len(line.cells) > 1 or one.unit not in PIECES
            finding = _in_heading(line, Opening(one.start, named=True), group)
            if finding is not None:
                yield replace(finding, rank=TEXT, doubt=finding.doubt or (None if sure else _ALONE))
