"""The rows of a panel: names over one line or several, and the figures that belong to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from scanner.panel.segments import CARRIES_ON, Figure, Part, Segment, depth, segments
from scanner.parsed.page import Line, ParsedPage

TITLES = ("title.supplement", "title.nutrition", "title.drug", "title.composition")
"""What begins a panel."""
HEADS = (
    *TITLES,
    *("serving.size", "container.per", "column.percent", "column.amount"),
)
"""What stands in the head of a panel."""
ENDS = (
    *("stop.foot", "stop.warning", "stop.storage", "stop.maker", "stop.free_from"),
    *("ingredients.head", "directions.head"),
)
"""What stands below its last row, at the beginning of a line."""
_FARTHEST = 2.4
"""From line to line of one name, in heights of its letters."""
_TABLE = 3
"""So many names beside others, each with figures, are a table beside a table."""
_FAR = 3
"""Heights between two phrases of which the second may be another name."""
_IN_LINE = 1.5
"""Heights to either side within which the names of a table begin."""
_INDENT = 3
"""Of a name below its heading, in heights."""
_DASH = re.compile(r"\s{1,9}[-–—:]\s{1,9}")
_ASIDE = 8
"""Of a line that carries a name on, to either side, in heights."""
_LONGEST_NAME = 6
"""Lines of one name."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one panel: its head and its rows."""

    head: tuple[Line, ...]
    rows: tuple[Segment, ...]


def blocks(page: ParsedPage) -> Iterator[Block]:
    """The panels of a page, from top to bottom; where none has a head, what stands in rows with figures."""
    head: list[Line] = []
    found: list[Segment] = []
    inside = False
    for line in page.lines:
        here = list(segments(line))
        begun = any(one.figures for one in found)
        if is_head(line) and (not begun or is_title(line)):
            if begun:
                yield from _side_by_side(head, found)
                head = []
            inside, found = True, []
            head.append(line)
            found += [one for one in here if one.figures and not _heads(one)]
            continue
        if begun and (_ends(line) or _is_note(line)):
            yield from _side_by_side(head, found)
            head, found, inside = [], [], False
            continue
        if inside:
            found += [one for one in here if found or not _is_remark(one)]
    if any(one.figures for one in found):
        yield from _side_by_side(head, found)
    elif not any(map(is_head, page.lines)):
        yield from _without_head(page)


def _without_head(page: ParsedPage) -> Iterator[Block]:
    """Rows of nutrients on a page that shows no head: a panel cut out, or an amount in running text."""
    found: list[Segment] = []
    for line in page.lines:
        if found and _ends(line):
            break
        found += segments(line)
    if any(one.figures and _has_nutrient(one) for one in found):
        yield from _side_by_side((), found)


def _has_nutrient(segment: Segment) -> bool:
    return any(one.means("nutrient") for part in segment.name for one in part.spans)


def _side_by_side(head: Sequence[Line], found: Sequence[Segment]) -> Iterator[Block]:
    """The block as its tables: one, or what stands beside each other on the same lines, another table or text."""
    height = median(segment.line.row.height for segment in found)
    found = _parted(found, height)
    seconds = [
        segment.name[0].box[0]
        for before, segment in pairwise(found)
        if segment.line is before.line and segment.name and segment.figures and before.name
    ]
    if len(seconds) < _TABLE:
        yield _block(head, found)
        return
    margin = median(seconds) - _INDENT * height
    left = [one for one in found if (one.name[0].box if one.name else one.box)[0] < margin]
    if left:
        yield _block(head, left)
    right = [one for one in found if (one.name[0].box if one.name else one.box)[0] >= margin]
    if left and right:
        yield from _side_by_side(head, right)
    elif right:
        yield _block(head, right)


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
    return Block(tuple(head), tuple(one for one in _joined(found) if one.name and one.figures))


def is_title(line: Line) -> bool:
    """Whether a panel begins here."""
    return line.first(*TITLES) is not None


def is_head(line: Line) -> bool:
    """Whether the line belongs to the head of a panel: its title, its serving or the heads of its columns."""
    if line.first(*HEADS) is None:
        return False
    named = any(one.means("nutrient") for one in line.spans)
    figures = any(one.kind in {"mass", "percent"} for one in line.spans)
    return not (named and figures)


def _ends(line: Line) -> bool:
    cells = {cell.start for cell in line.cells}
    for one in line.spans:
        if one.means(*ENDS):
            before = line.text[max((c for c in cells if c <= one.start), default=0) : one.start]
            return not re.search(r"\w", before)
    return False


def _heads(segment: Segment) -> bool:
    """Whether the segment is part of a head, and no row beside it."""
    spans = [span for part in segment.name for span in part.spans]
    return not spans or any(
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


def _joined(found: Sequence[Segment]) -> Iterator[Segment]:
    """Segments whose names run over several lines, and figures that stand a line below their name, as one."""
    current: Segment | None = None
    for segment in found:
        if current is not None and _belongs(current, segment):
            figures = segment.figures
            if depth(current.text) > 0 and _closes(segment):
                # What stands in the bracket is of the source; what stands in cells of its own is of the row.
                figures = tuple(one for one in figures if not one.inline and not _in_first_cell(segment, one))
            current = Segment((*current.name, *segment.name), (*current.figures, *figures))
            continue
        if current is not None:
            yield current
        current = segment
    if current is not None:
        yield current


def _belongs(before: Segment, segment: Segment) -> bool:
    """Whether the segment carries on the one before: it stands below it, and its name is none of its own."""
    if segment.line is before.line or not before.name or len(before.name) >= _LONGEST_NAME:
        return False
    if segment.line.row.level - _last(before).row.level > _FARTHEST * before.line.row.height:
        return False
    if not segment.name:
        return not before.figures
    if depth(before.text) > 0 and _closes(segment):
        return True
    return not (before.figures and segment.figures) and _carries_on(before, segment)


def _carries_on(before: Segment, segment: Segment) -> bool:
    """Whether a name goes on: it was cut or its bracket is open, or the lower line begins like no name."""
    part = segment.name[0]
    if not segment.figures and _is_cut(before):
        return True
    if abs(part.box[0] - before.name[0].box[0]) > _ASIDE * before.line.row.height:
        return False
    if depth(before.text) > 0:
        return True
    sourced = bool(part.spans) and part.spans[0].means("source.of") is not None
    own = any(one.means("nutrient") and one.depth == 0 and one.start == part.start for one in part.spans)
    return (sourced or CARRIES_ON.match(part.text) is not None) and not (segment.figures and own)


def _is_cut(segment: Segment) -> bool:
    """Whether the name ends in the middle: at "from", "of" or "and", or at a weight of the source."""
    part = segment.name[-1]
    last = next(part.line.before(part.start, part.end), None)
    return (
        last is not None
        and part.end - last.end <= 1
        and (
            last.means("source.of", "source.linked", "source.gives", "time.and") is not None
            or last.kind == "mass"
        )
    )


def _in_first_cell(segment: Segment, figure: Figure) -> bool:
    start = segment.name[0].start
    return any(c.start <= start < c.end and c.start <= figure.span.start < c.end for c in segment.line.cells)


def _closes(segment: Segment) -> bool:
    """Whether a bracket that was opened on a line above is closed behind the figures of the segment."""
    if not segment.name or not segment.figures:
        return False
    start, text = segment.name[0].start, segment.line.text
    cell = next(c for c in segment.line.cells if c.start <= start < c.end)
    figure = min(one.span.start for one in segment.figures)
    return depth(text[start:figure]) >= 0 > depth(text[start : cell.end])


def _last(segment: Segment) -> Line:
    return max((part.line for part in segment.name), key=lambda line: line.index)


def without_source(segment: Segment) -> tuple[str, str | None]:
    """The name of a row and what it is made from: "Magnesium", "as magnesium citrate"."""
    names: list[str] = []
    source: list[str] = []
    for number, part in enumerate(segment.name):
        cut = _source_at(part) if not source else part.start
        if cut is None or (number == 0 and cut == part.start):
            names.append(part.text)
        else:
            names.append(part.line.text[part.start : cut])
            source.append(part.line.text[cut : part.end])
    name = " ".join(" ".join(names).split()).strip(" .,:;·…*†‡–—-")
    said = " ".join(" ".join(source).split()).strip(" ()[]{}.,:;*†‡")
    return name, said or None


def _is_elemental(part: Part, at: int) -> bool:
    """Whether the bracket says no more than that the amount is elemental, which is no source."""
    first = next((one for one in part.spans if one.start > part.start + at), None)
    if first is None or first.means("source.elemental") is None:
        return False
    return re.match(r"\s{0,9}[)\]}]", part.line.text[first.end : part.end]) is not None


def _source_at(part: Part) -> int | None:
    """Where the name ends and its source begins: at a bracket, a dash, or a word like "as" behind the nutrient.

    "Zinc from yeast" and "Zinc - zinc oxide" have a source, "Extract of hops" has none.
    """
    if part.spans and part.spans[0].start == part.start and part.spans[0].means("source.of"):
        return part.start
    places = [
        part.start + at for at, sign in enumerate(part.text) if sign in "([{" and not _is_elemental(part, at)
    ][:1]
    nutrient = next((one for one in part.spans if one.means("nutrient")), None)
    if nutrient is not None:
        if dash := _DASH.match(part.line.text, nutrient.end, part.end):
            places.append(dash.end())
        behind = next(
            (one for one in part.spans if one.start >= nutrient.end and one.means("source.of")), None
        )
        if behind is not None and not re.search(r"\w", part.line.text[nutrient.end : behind.start]):
            places.append(behind.start)
    return min(places, default=None)
