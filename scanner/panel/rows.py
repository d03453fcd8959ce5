"""The rows of a panel: names over one line or several, and the figures that belong to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from scanner.panel.alignment import aligned
from scanner.panel.names import FARTHEST, joined_names
from scanner.panel.pieces import HEADS, TITLES, Part, Segment, is_column_head, nutrient_of
from scanner.panel.segments import CARRIES_ON, segments
from scanner.parsed.page import Cell, Line, ParsedPage

_CONTENTS = ("serving.holds",)
"""Behind a quantity they head a table: "Each tablet contains"."""
ENDS = (
    *("stop.foot", "stop.warning", "stop.storage", "stop.maker", "stop.free_from"),
    *("ingredients.head", "directions.head"),
)
"""What stands below its last row, at the beginning of a line."""
_SENTENCE = 16
"""Letters of words that are below a panel wherever in their line they stand: "daily values are based on"."""
_TABLE = 3
"""So many names beside others, each with figures, are a table beside a table."""
_FAR = 3
"""Heights between two phrases of which the second may be another name."""
_IN_LINE = 1.5
"""Heights to either side within which the names of a table begin."""
_INDENT = 3
"""Of a name below its heading, in heights."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one panel: its head and its rows."""

    head: tuple[Line, ...]
    rows: tuple[Segment, ...]


def blocks(page: ParsedPage) -> Iterator[Block]:
    """The panels of a page, from top to bottom; where none has a head, what stands in rows with figures."""
    found = list(_with_head(page))
    yield from found if any(one.rows for one in found) else _without_head(page)


def _with_head(page: ParsedPage) -> Iterator[Block]:
    head: list[Line] = []
    found: list[Segment] = []
    inside, begun = False, False
    for line in page.lines:
        behind = _behind_head(line)
        if (is_head(line) or behind) and (not begun or is_title(line)):
            if begun:
                yield from _side_by_side(head, found)
                head, found = [], []
            inside, begun = True, behind is not None
            head.append(line)
            found = [one for one in found if one.figures]  # on lines of the head, beside it
            found += [
                one for one in segments(line, behind or 0) if behind or (one.figures and not _heads(one))
            ]
            continue
        here = list(segments(line))
        if begun and (ended := _ended(line)) is not None:
            here = list(_beside_end(here, ended))
            if not here:
                yield from _side_by_side(head, found)
                head, found, inside, begun = [], [], False, False
                continue
        elif begun and _is_note(line):
            if _is_head_alone(line):
                head.append(line)
                continue
            yield from _side_by_side(head, found)
            head, found, inside, begun = [], [], False, False
            continue
        if inside:
            found += [one for one in here if found or not _is_remark(one)]
            begun = begun or any(one.figures for one in here)
    if any(one.figures for one in found):
        yield from _side_by_side(head, found)


def _without_head(page: ParsedPage) -> Iterator[Block]:
    """Rows of nutrients on a page that shows no head: a panel cut out, or an amount in running text."""
    found: list[Segment] = []
    for line in page.lines:
        if any(one.figures for one in found) and _ended(line) is not None:
            break
        found += segments(line)
    told = [one for one in found if one.figures]
    if any(map(_has_nutrient, told)) or sum(len(one.figures) > 1 for one in told) >= _TABLE:
        yield from _side_by_side((), found)


def _behind_head(line: Line) -> int | None:
    """Where the rows begin on a line that heads them: "Typical values per tablet: Magnesium 100 mg"."""
    first = line.first(*HEADS, *_CONTENTS)
    if first is None:
        return None
    colon = line.text.find(":", first.end)
    before = line.within(0, colon)
    if colon < 0 or any(nutrient_of(line, one) for one in before) or not _is_over_contents(line, colon):
        return None
    figures = any(one.figures and not _heads(one) for one in segments(line, colon + 1))
    return colon + 1 if figures else None


def _is_over_contents(line: Line, end: int) -> bool:
    """Whether the words up to ``end`` are over a table: a title, or what so many of them contain."""
    spans = line.within(0, end)
    if any(one.means(*TITLES) for one in spans):
        return True
    counted = next(
        (place for place, one in enumerate(spans) if one.means("unit", "serving.noun")), len(spans)
    )
    return any(one.means(*_CONTENTS) for one in spans[counted:])


def _beside_end(here: Sequence[Segment], ended: Cell) -> Iterator[Segment]:
    """The rows on a line beside the words that end a panel, where those are another column of text."""
    for one in here:
        name = tuple(part for part in one.name if not (ended.start <= part.start < ended.end))
        if name and name[0].start < ended.start and len(name) < len(one.name):
            name = ()
        if name and any(not figure.inline and figure.span.kind != "number" for figure in one.figures):
            yield replace(one, name=name)


def _has_nutrient(segment: Segment) -> bool:
    return any(nutrient_of(part.line, one) for part in segment.name for one in part.spans)


def _side_by_side(head: Sequence[Line], found: Sequence[Segment]) -> Iterator[Block]:
    """The block as its tables: one, or what stands beside each other on the same lines, another table or text."""
    height = median(segment.line.row.height for segment in found)
    found = _names_last(found)
    found = _parted(found, height)
    margins = _margins(found, height)
    tables: list[list[Segment]] = [[] for _ in range(len(margins) + 1)]
    for one in found:
        left = (one.name[0].box if one.name else one.box)[0]
        tables[sum(margin <= left for margin in margins)].append(one)
    for table in tables:
        if table:
            yield _block(head, table)


def _margins(found: Sequence[Segment], height: float) -> list[float]:
    """Where further tables begin, from left to right: names stand there below each other, beside other names."""
    begins = sorted(
        segment.name[0].box[0]
        for before, segment in pairwise(found)
        if segment.line is before.line and segment.name and segment.figures and before.name
    )
    groups: list[list[int]] = []
    for left in begins:
        if groups and left - groups[-1][-1] <= _INDENT * height:
            groups[-1].append(left)
        else:
            groups.append([left])
    return [median(group) - _INDENT * height for group in groups if len(group) >= _TABLE]


def _parted(found: Sequence[Segment], height: float) -> list[Segment]:
    """The segments, text that stands left of a table parted from its names: those begin below each other."""
    begins = [
        part.box[0]
        for segment in found
        for before, part in pairwise(segment.name)
        if part.line is before.line and _is_far(before, part, height)
    ]
    if len(begins) < _TABLE:
        return list(found)
    margin = median(begins)
    if sum(abs(x - margin) <= _IN_LINE * height for x in begins) < len(begins) * 2 / 3:
        return list(found)
    parted = []
    for segment in found:
        cut = next(
            (
                place
                for place, (before, part) in enumerate(pairwise(segment.name), start=1)
                if abs(part.box[0] - margin) <= _IN_LINE * height and _is_far(before, part, height)
            ),
            None,
        )
        if cut is None:
            parted.append(segment)
        else:
            parted += [Segment(segment.name[:cut], ()), replace(segment, name=segment.name[cut:])]
    return parted


def _is_far(before: Part, part: Part, height: float) -> bool:
    return part.box[0] - before.box[2] >= _FAR * height and not CARRIES_ON.match(part.text)


def _block(head: Sequence[Line], found: Sequence[Segment]) -> Block:
    joined = [one for one in joined_names(aligned(found)) if one.name]
    loose = {
        near
        for place, one in enumerate(joined)
        if not one.figures
        for near in (place - 1, place + 1)
        if 0 <= near < len(joined)
        and abs(joined[near].line.row.level - one.line.row.level)
        <= FARTHEST * (len(joined[near].name) + len(one.name) - 1) * one.line.row.height
    }
    rows = (replace(one, loose=place in loose) for place, one in enumerate(joined) if one.figures)
    return Block(tuple(head), tuple(one for one in rows if not _is_of_pack(one)))


def _is_of_pack(segment: Segment) -> bool:
    """Whether a row says what is in the pack, and is none of the panel: "Net weight 28 g"."""
    first = next(iter(segment.name[0].spans), None)
    return first is not None and first.start == segment.name[0].start and first.means(*_OF_PACK) is not None


_OF_PACK = ("container.net", "container.net_weight", "container.per", "serving.size")


def is_title(line: Line) -> bool:
    """Whether a panel begins here."""
    return line.first(*TITLES) is not None


def is_head(line: Line) -> bool:
    """Whether the line belongs to the head of a panel: its title, its serving or the heads of its columns."""
    if (
        line.first(*HEADS) is None
        and not _is_over_contents(line, len(line.text))
        and not _is_head_alone(line)
    ):
        return False
    named = any(nutrient_of(line, one) for one in line.spans)
    figures = any(one.kind in {"mass", "percent"} for one in line.spans)
    return not (named and figures)


def _ended(line: Line) -> Cell | None:
    """The cell of a line that begins with what stands below a panel."""
    for one in line.spans:
        if one.means("stop.foot") and one.end - one.start >= _SENTENCE:
            return next(c for c in line.cells if c.start <= one.start < c.end)
        if one.means(*ENDS):
            cell = next(c for c in line.cells if c.start <= one.start < c.end)
            return None if re.search(r"\w", line.text[cell.start : one.start]) else cell
    return None


def _heads(segment: Segment) -> bool:
    """Whether the segment is part of a head, and no row beside it."""
    spans = [span for part in segment.name for span in part.spans]
    return not segment.name or any(
        one.means(*HEADS, "serving.noun", "serving.per", "container.counted", "container.net")
        for one in spans
    )


def _is_remark(segment: Segment) -> bool:
    """Whether the segment is a bracket below the head: "(2 capsules)", "(7.4 g)"."""
    return bool(segment.name) and segment.name[0].text.startswith(("(", "[")) and not _has_nutrient(segment)


def _is_note(line: Line) -> bool:
    """Whether the line speaks of the percentages without having one: "% RDA values are based on"."""
    return line.first("column.percent") is not None and not any(
        one.kind in {"mass", "percent"} for one in line.spans
    )


def _is_head_alone(line: Line) -> bool:
    """Whether a line is nothing but heads of columns: "% Daily Value", "Per 100 g  Per serving"."""
    return all(is_column_head(Part(line, cell.start, cell.end)) for cell in line.cells)


def _names_last(found: Sequence[Segment]) -> list[Segment]:
    """The segments, figures joined with the names behind them where the names of a table stand in its last column."""
    behind = [
        place
        for place, (before, one) in enumerate(pairwise(found))
        if before.line is one.line and before.figures and not before.name and one.name and not one.figures
    ]
    before = sum(bool(one.name) and any(not figure.inline for figure in one.figures) for one in found)
    if len(behind) < _LEAST_LAST or len(behind) <= before:
        return list(found)
    joined = [
        replace(one, name=found[place + 1].name) if place in behind else one
        for place, one in enumerate(found)
    ]
    return [one for place, one in enumerate(joined) if place - 1 not in behind]


_LEAST_LAST = 2
