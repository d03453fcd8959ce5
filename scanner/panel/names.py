"""The names of rows: over one line or several, what they are about, and what they are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scanner.panel.pieces import Figure, Part, Segment, depth, nutrient_of
from scanner.panel.segments import CARRIES_ON
from scanner.parsed.page import Line, Span

_BRACKET = re.compile(r"\([^()]{0,40}\)")
_DASH = re.compile(r"\s{1,9}[-–—:]\s{1,9}")
FARTHEST = 2.4
"""From line to line of one name, in heights of its letters."""
_ASIDE = 8
"""Of a line that carries a name on, to either side, in heights."""
_LONGEST_NAME = 6
"""Lines of one name."""


def joined_names(found: Sequence[Segment]) -> Iterator[Segment]:
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
    if segment.line.row.level - _last(before).row.level > FARTHEST * before.line.row.height:
        return False
    if not segment.name:
        return not before.figures or _is_share_below(before, segment)
    if depth(before.text) > 0 and _closes(segment):
        return True
    return not (before.figures and segment.figures) and _carries_on(before, segment)


def _is_share_below(before: Segment, segment: Segment) -> bool:
    """Whether a percentage stands alone on the line below an amount that has none, as where a table was pasted."""
    alone = [one.span.kind for one in segment.figures] == ["percent"]
    return alone and [one.span.kind for one in before.figures] == ["mass"]


def _carries_on(before: Segment, segment: Segment) -> bool:
    """Whether a name goes on: it was cut or its bracket is open, or the lower line begins like no name."""
    part = segment.name[0]
    if not segment.figures and (_is_cut(before) or _brings_unit(before, segment)):
        return True
    running = all(before.name[0].start != cell.start for cell in before.line.cells)
    if not running and abs(part.box[0] - before.name[0].box[0]) > _ASIDE * before.line.row.height:
        return False
    if depth(before.text) > 0:
        return True
    sourced = bool(part.spans) and part.spans[0].means("source.of") is not None
    own = any(
        nutrient_of(part.line, one) and one.depth == 0 and one.start == part.start for one in part.spans
    )
    return (sourced or CARRIES_ON.match(part.text) is not None) and not (segment.figures and own)


def _brings_unit(before: Segment, segment: Segment) -> bool:
    """Whether the unit of bare numbers stands at the end of the second line of their name."""
    bare = bool(before.figures) and not any(
        one.is_mass or one.span.kind == "percent" for one in before.figures
    )
    return bare and unit_behind(segment) is not None and unit_behind(before) is None


def unit_behind(segment: Segment) -> Span | None:
    """The unit at the end of a name: "Magnesium (mg)", "Energy kcal"."""
    if not segment.name:
        return None
    part = segment.name[-1]
    last = next(part.line.before(part.start, part.end), None)
    if last is None or last.kind != "word" or last.means("mass") is None or last.start == part.start:
        return None
    return last if re.search(r"\w", part.line.text[last.end : part.end]) is None else None


def _is_cut(segment: Segment) -> bool:
    """Whether the name ends in the middle: at "from", "of" or "and", or at a weight of the source."""
    part = segment.name[-1]
    if part.text.endswith(("/", "&", "+")) or part.line.text.startswith(",", part.end):
        return True
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
    unit = unit_behind(segment) if segment.figures and not segment.figures[0].span.unit else None
    parts = segment.name if unit is None else (*segment.name[:-1], _before(segment.name[-1], unit))
    for number, part in enumerate(parts):
        cut = _source_at(part) if not source else part.start
        if cut is None or (number == 0 and cut == part.start):
            names.append(part.text)
        else:
            names.append(part.line.text[part.start : cut])
            source.append(part.line.text[cut : part.end])
    name = " ".join(" ".join(names).split()).strip(" .,:;·…*†‡–—-")
    said = " ".join(" ".join(source).split()).strip(" ()[]{}.,:;*†‡")
    return name, said or None


def _before(part: Part, unit: Span) -> Part:
    """The part without the unit that it ends with."""
    text = part.line.text[part.start : unit.start]
    return Part(part.line, part.start, part.start + len(text.rstrip(" ([,")))


def _says_more(line: Line, start: int, end: int) -> bool:
    """Whether words stand between a nutrient and its source, other than that it is elemental or a bracket."""
    text = line.text[start:end]
    for one in reversed(line.within(start, end)):
        if one.means("source.elemental"):
            text = text[: one.start - start] + text[one.end - start :]
    return re.search(r"\w", _BRACKET.sub("", text)) is not None


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
    nutrient = next((one for one in part.spans if nutrient_of(part.line, one)), None)
    if nutrient is not None:
        if dash := _DASH.match(part.line.text, nutrient.end, part.end):
            places.append(dash.end())
        behind = next(
            (one for one in part.spans if one.start >= nutrient.end and one.means("source.of")), None
        )
        if behind is not None and not _says_more(part.line, nutrient.end, behind.start):
            places.append(behind.start)
    return min(places, default=None)


def nutrient_in(row: Segment) -> str | None:
    """What a row is about: the first nutrient of its name, outside of brackets."""
    for part in row.name:
        for span in part.spans:
            if span.depth == 0 and (found := nutrient_of(part.line, span)):
                return found
    return None


def unit_in(row: Segment) -> str | None:
    """The unit of bare numbers that their name carries: "Magnesium (mg) (as citrate)", "Energy kcal"."""
    behind = unit_behind(row)
    spans = [(part, one) for part in reversed(row.name) for one in reversed(part.spans) if one.kind == "word"]
    for part, span in spans:
        found = span.means("mass")
        opened = part.line.text[: span.start].rstrip().endswith(("(", "[", ","))
        if found is not None and (opened or span is behind or nutrient_of(part.line, span)):
            return found.value
    return None
