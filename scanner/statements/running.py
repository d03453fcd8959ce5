"""Running text on lines of its own: what is said across the end of a line, "Serving" and "Size: 2 capsules"."""

from __future__ import annotations

from itertools import pairwise

from scanner.lexicon import phrases_at, tokens
from scanner.parsed.page import Line, ParsedPage, parse
from scanner.reading.rows import Row

_FULL = 0.8
"""Of the widest line of running text: so far reaches a line whose text goes on below it."""
_NEAR_END = 40
"""Letters: a statement that goes on below begins no farther from the end of its line."""
_SAYING = (
    *("serving.size", "serving.noun", "serving.per", "serving.holds"),
    *("container.per", "container.counted", "unit", "number"),
)
_STEP = 2.2
"""From line to line of one text, in heights of its letters."""
_LABELS = frozenset({"serving.size", "container.per"})
_LONGEST_LABEL = 40
"""Letters of a line that is a part of a label, and words that it may begin with."""
_MOST_WORDS = 4


def run_on(page: ParsedPage) -> tuple[Line, ...]:
    """Each line of running text in one with the line below it, where a statement may go on there.

    A label broken in two, "Servings" over "Per Container", is in one with its value on the third line.
    """
    joined = []
    for place, (above, below) in enumerate(pairwise(page.lines)):
        if not _is_below(above, below):
            continue
        words = (*above.row.words, *below.row.words)
        label = _broken_label(above, below)
        third = page.lines[place + 2] if label == len(below.text) and place + 2 < len(page.lines) else None
        if third is not None and _is_below(below, third):
            words += third.row.words
        if label or _goes_on(above, below):
            joined.append(Row(words, above.row.level))
    return parse(joined).lines if joined else ()


def _is_below(above: Line, below: Line) -> bool:
    """Whether two lines of one cell each stand right below one another."""
    if len(above.cells) != 1 or len(below.cells) != 1:
        return False
    (left, _, _, bottom), (left_below, top, _, _) = above.row.box, below.row.box
    height = above.row.height
    return top - bottom <= _STEP * height and abs(left - left_below) <= _STEP * height


def _broken_label(above: Line, below: Line) -> int:
    """How many letters of the line below end a label that is all of the line above; 0 where there is none."""
    opened = tokens(above.folded)
    if len(above.text) > _LONGEST_LABEL or not 0 < len(opened) <= _MOST_WORDS:
        return 0
    offset = len(above.folded) + 1
    rest = tokens(below.folded[:_LONGEST_LABEL])
    parts = [*opened, *(one._replace(start=one.start + offset, end=one.end + offset) for one in rest)]
    for size, meaning in phrases_at(parts, 0):
        if meaning.kind in _LABELS and size > len(opened):
            return parts[size - 1].end - offset
    return 0


def _goes_on(above: Line, below: Line) -> bool:
    (left, _, right, _), (left_below, _, right_below, _) = above.row.box, below.row.box
    if right - left < _FULL * (right_below - left_below):
        return False
    near = above.within(max(0, len(above.text) - _NEAR_END), len(above.text))
    return any(one.kind == "number" or one.means(*_SAYING) for one in near)
