"""Names with the figures behind them, as they stand on the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from scanner.panel.pieces import (
    HEADS,
    LETTERS,
    LONGEST_UNIT,
    SYMBOL,
    Figure,
    Part,
    Segment,
    depth,
    is_column_head,
    nutrient_of,
)
from scanner.parsed.page import Line, Span

_MARKS = re.compile(r"[\s/*†‡§¶+#^'’\"“”.…·:;,_=|–—~•()\[\]{}<>≤≥%-]*")
"""What may stand between figures and around them: footnote marks, leaders, brackets."""
_NAME_BEHIND = re.compile(r"[*†‡+^)\]]{0,4}\s{1,9}(?P<name>[A-Z][^\W\d_]{3})")
"""A name right behind an amount: two blocks of a table that were read as one phrase."""
_NOISE = re.compile(r"[\s*†‡§¶+#^'’\"“”.…·:;,_=|–—~•()\[\]{}<>≤≥%-]{0,40}\b[^\W\d_]{1,2}\b[\s.*†‡]{0,9}")
"""A mark or two that was read as letters."""
_MEASURE = re.compile(r"\s?\([A-Z]{2,3}\)\s{0,9}")
"""What the amount is counted as: "550 mcg (RAE)"."""
_ITEM_END = re.compile(r"[,;.]\s+(?=[*†‡]{0,3}[^\W_])")


def segments(line: Line, start: int = 0) -> Iterator[Segment]:
    """The names of a line from ``start``, each with its figures; figures without a name come under an empty one."""
    current = Segment((), ())
    unit: str | None = None
    for part in _parts(line, start):
        if (alone := _unit_alone(part)) is not None:
            # In a column of its own, before the numbers or behind them
            if (
                current.figures
                and not current.figures[-1].is_mass
                and current.figures[-1].span.kind == "number"
            ):
                last = replace(current.figures[-1], beside=alone)
                current = replace(current, figures=(*current.figures[:-1], last))
            else:
                unit = alone
            continue
        if is_column_head(part):
            continue
        name, figures = _split(part)
        if name is not None and (current.figures or (current.name and _begins_anew(current.name[-1], name))):
            if current.name or current.figures:
                yield current
            current = Segment((), ())
        if name is not None:
            current, unit = replace(current, name=(*current.name, name)), None
        if unit is not None and figures and figures[0].span.kind == "number":
            figures, unit = (replace(figures[0], beside=unit), *figures[1:]), None
        if current.name and (own := _unit_of_name(current.name[0])) is not None:
            figures = tuple(one if one.span.kind != "number" else replace(one, beside=own) for one in figures)
        current = replace(current, figures=(*current.figures, *figures))
    if current.name or current.figures:
        yield current


def _unit_of_name(name: Part) -> str | None:
    """The unit in which a nutrient is named: "Calories 15"."""
    first = next(iter(name.spans), None)
    found = first.means("mass") if first is not None and nutrient_of(name.line, first) else None
    return found.value if found is not None else None


def _unit_alone(part: Part) -> str | None:
    """The unit that a cell consists of."""
    if (
        len(part.spans) != 1
        or part.text.strip(_AROUND_UNIT) != part.line.text[part.spans[0].start : part.spans[0].end]
    ):
        return None
    found = part.spans[0].means("mass")
    if found is None or part.text.startswith(SYMBOL) or len(part.text) > LONGEST_UNIT + 2:
        return None
    return found.value


def _begins_anew(before: Part, part: Part) -> bool:
    """Whether two phrases side by side are two names: the first is a head, or has its figures elsewhere."""
    if before.spans and before.spans[0].means(*HEADS):
        return True
    return _names_nutrient(part) and _names_nutrient(before)


def _names_nutrient(part: Part) -> bool:
    return any(nutrient_of(part.line, span) and span.depth == 0 for span in part.spans)


def _parts(line: Line, begin: int) -> Iterator[Part]:
    """The cells of a line from ``begin``; a cell of running text in its items."""
    for cell_start, cell_end in _cells(line, begin):
        start = _behind_lead(line, cell_start, cell_end)
        for end, following in _item_ends(line, start, cell_end):
            before = Part(line, start, end)
            if depth(line.folded[begin:end]) <= 0 and _ends_with_figure(before):
                yield before
                start = following
        yield Part(line, start, cell_end)


_LEAD_END = re.compile(r":\s{1,9}(?=[^\W\d_])")
_OF_LEADS = (
    "serving.per",
    "serving.holds",
    "serving.noun",
    "serving.size",
    "column.amount",
    "column.percent",
    "unit",
)


def _behind_lead(line: Line, start: int, end: int) -> int:
    """Where the first name of running text begins: behind its lead, as in "Per 2 capsules: Zinc 5 mg"."""
    found = _LEAD_END.search(line.text, start, end)
    if found is None:
        return start
    lead = line.within(start, found.start())
    told = any(one.means(*_OF_LEADS) for one in lead) and not any(nutrient_of(line, one) for one in lead)
    return found.end() if told else start


_LEADER = re.compile(r"[.·_…]{4,}|…+|(?:[.·] ){3,}[.·]?")


def _cells(line: Line, begin: int) -> Iterator[tuple[int, int]]:
    """Where the cells of a line begin and end; a leader of dots parts two cells like a gap."""
    for cell in line.cells:
        start = max(cell.start, begin)
        for leader in _LEADER.finditer(line.text, start, cell.end):
            if line.text[start : leader.start()].strip():
                yield start, leader.start()
            start = leader.end()
        if start < cell.end and line.text[start : cell.end].strip():
            yield start, cell.end


def _item_ends(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where an item of running text may end, and where the next one begins: at a comma, or a name behind an amount."""
    places = [found.span() for found in _ITEM_END.finditer(line.text, start, end)]
    for span in line.within(start, end):
        if span.kind in {"mass", "percent"}:
            named = _NAME_BEHIND.match(line.text, span.end, end)
            if named and depth(line.text[start : named.start("name")]) > 0:
                continue
            before = next(line.before(start, span.start), None)
            gives = before is not None and before.means("source.of", "source.gives")
            if named and not gives and not _may_lead(Part(line, start, end), span):
                places.append((span.end, named.start("name")))
    yield from sorted(places)


def _ends_with_figure(part: Part) -> bool:
    return bool(_split(part)[1])


def _split(part: Part) -> tuple[Part | None, tuple[Figure, ...]]:
    """The name of a part and the figures that it ends with: what stands between and behind them are only marks."""
    line, end = part.line, _without_aside(part)
    figures: list[Figure] = []
    for span in line.before(part.start, end):
        if not _MARKS.fullmatch(line.text, span.end, end) and not (
            span.kind in {"mass", "percent"}
            and (_NOISE.fullmatch(line.text, span.end, end) or _MEASURE.fullmatch(line.text, span.end, end))
        ):
            break
        if span.kind == "word":
            if not any(map(str.isalpha, line.text[span.start : span.end])):
                continue  # a dash or a sign between figures
            if span.means("mass") and span.end - span.start <= LONGEST_UNIT:
                continue  # a unit in a column of its own, or between the name and its figures
            if figures and span.means("bound.less", "bound.at_most", "bound.at_least"):
                end = span.start
                continue
            break
        if span.kind == "number" and not _may_be_figure(part, span, figures):
            break
        if span.depth and _is_in_bracket(part, span):
            break
        figures.append(Figure(span, line))
        end = span.start
    figures.reverse()
    figures = list(_once(figures))
    if figures and LETTERS.search(line.text, part.start, figures[0].span.start):
        figures[0] = replace(figures[0], inline=True)
    name_end = end if figures else part.end
    name = line.text[part.start : name_end]
    if not LETTERS.search(name) and not _names_nutrient(Part(line, part.start, name_end)):
        return None, tuple(figures)
    trimmed = len(name.rstrip(" \t.…·:;,_=|–—-<≤>≥(["))
    return _leading(Part(line, part.start, part.start + trimmed), tuple(figures))


def _without_aside(part: Part) -> int:
    """Where a part ends without the bracket that says its amount in another way: "680 mcg (400 mcg folic acid)"."""
    opening = part.text.rfind("(")
    if opening < 0 or not part.text.rstrip(" .,*†‡").endswith(")"):
        return part.end
    opening += part.start
    before = next(part.line.before(part.start, opening), None)
    said = part.line.within(opening, part.end)
    if before is None or before.kind != "mass" or part.line.text[before.end : opening].strip(_AROUND_UNIT):
        return part.end
    return (
        opening
        if said and said[0].kind == "mass" and all(one.kind != "percent" for one in said)
        else part.end
    )


def _once(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures without those that say the one before in another unit: "10 mcg (400 IU)", "75 kJ / 18 kcal"."""
    before: Figure | None = None
    for one in figures:
        if before is not None and before.span.kind == one.span.kind == "mass":
            gap = one.line.text[before.span.end : one.span.start]
            if (
                one.span.depth > before.span.depth or {before.unit, one.unit} == _ENERGIES
            ) and "\t" not in gap:
                continue
        yield one
        before = one


def _leading(name: Part, figures: tuple[Figure, ...]) -> tuple[Part, tuple[Figure, ...]]:
    """The same, an amount before the name as a figure of it: "100 mg magnesium (27%)", "Includes 0 g Added Sugars"."""
    first = next((one for one in name.spans if one.kind == "mass"), None)
    if first is None or first.depth or any(one.is_mass for one in figures) or not _may_lead(name, first):
        return name, figures
    start = next((at for at in range(first.end, name.end) if name.line.text[at].isalpha()), None)
    if start is None or not LETTERS.search(name.line.text, start, name.end):
        return name, figures
    return Part(name.line, start, name.end), (Figure(first, name.line, inline=True), *figures)


def _may_lead(part: Part, amount: Span) -> bool:
    """Whether what stands before an amount is no name: nothing, or one word before a nutrient."""
    before = part.line.text[part.start : amount.start].split()
    if not before:
        # In a cell of its own behind a name it is the figure of that.
        return part.start not in {cell.start for cell in part.line.cells[1:]}
    behind = [one for one in part.line.within(amount.end, part.end) if not one.means("source.linked")]
    return (
        len(before) == 1
        and not any(nutrient_of(part.line, one) for one in part.line.within(part.start, amount.start))
        and bool(behind)
        and nutrient_of(part.line, behind[0]) is not None
    )


CARRIES_ON = re.compile(r"\s{0,9}(?:[(\[{&+,/]|and\b|[a-z])")
"""How a phrase begins that carries on the name before it."""
_AROUND_UNIT = " ()[].,*†‡"
_ENERGIES = {"kJ", "kcal"}


def _is_in_bracket(part: Part, span: Span) -> bool:
    """Whether a number stands in a bracket with words: "(from 2,200 mg"; a bracket around it alone is none."""
    before = part.line.text[part.start : span.start]
    opening = max(before.rfind(sign) for sign in "([{")
    return opening >= 0 and LETTERS.search(before, opening) is not None


def _may_be_figure(part: Part, span: Span, behind: Sequence[Figure]) -> bool:
    """Whether a bare number is a figure: alone in its cell, behind an amount, or behind a unit in the name."""
    if not LETTERS.search(part.line.folded, part.start, span.start):
        return True
    if behind and behind[-1].span.kind == "number":
        return True
    for one in islice(part.line.before(part.start, span.start), _NEAR):
        if one.kind != "number":
            return one.kind != "word" or one.means("mass") is not None
    return False


_NEAR = 8
"""Spans before a number that may be the amount it belongs to, or numbers beside it."""
