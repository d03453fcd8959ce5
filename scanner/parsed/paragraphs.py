"""Lines of running text that were broken at the margin, made one again: amounts and names are split by the break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scanner.reading.rows import COLUMN_GAP, Row

_ITEM_END = re.compile(r"[,;•·](?:\s|$)|(?<=[\w)%])\.\s")
_LEADERS = ("...", "…", ". . ")
"""What leads from a name to the figures of a table."""
_FIGURE = re.compile(r"\d\s?[^\W\d_]{1,4}\b|%")
_ENDS = re.compile(r"[.!?]\s{0,3}$")
_GOES_ON = re.compile(r"[,;•·(\[/&+–-]\s{0,3}$")
"""How a line ends that is not over."""
_HEAD = re.compile(r"[^:]{1,30}:")
"""How a line begins that is a paragraph of its own."""
_NUMBER_LAST = re.compile(r"(?<!\w)\d[\d.,]{0,9}\s?$")
_UNIT_FIRST = re.compile(r"\s?(?:mg|g|mcg|µg|μg|IU|IE|UI)\b", re.IGNORECASE)
"""A number and its unit are one, wherever the line was broken."""
_FOOTNOTE = re.compile(r"\s?[*†‡§#]")
_LEAST = 30
"""Letters of a line that is broken at a margin."""
_MOST_LINES = 30
_STEP = 2.4
"""From line to line of one paragraph, in heights."""
_ASIDE = 1.0
"""Of the left margin, in heights."""
_NEARLY = 1.3
"""Heights of two lines of one paragraph differ less than by this factor."""


def reflowed(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of one list in running text as one: "Magnesium (as" and "citrate) 100 mg, Zinc 5 mg".

    Only lists with figures or with open ends are: names that stand below each other on a front are none.
    """
    return list(_reflowed(rows))


def _reflowed(rows: Sequence[Row]) -> Iterator[Row]:
    place = 0
    while place < len(rows):
        last = place
        while last + 1 < len(rows) and last - place < _MOST_LINES and _goes_on(rows, place, last):
            last += 1
        yield _joined(rows[place : last + 1]) if last > place else rows[place]
        place = last + 1


def _joined(rows: Sequence[Row]) -> Row:
    return Row(tuple(word for row in rows for word in row.words), rows[0].level)


def _goes_on(rows: Sequence[Row], first: int, last: int) -> bool:
    """Whether the line below ``rows[last]`` carries on the text that begins with ``rows[first]``."""
    line, below = rows[last], rows[last + 1]
    if _NUMBER_LAST.search(line.text) and _UNIT_FIRST.match(below.text) and _is_below(line, below):
        return True
    if any(sign in text for sign in (COLUMN_GAP, *_LEADERS) for text in (line.text, below.text)):
        return False
    if len(line.text) < _LEAST or _ENDS.search(line.text):
        return False
    if not _is_below(line, below) or not _is_full(rows, first, last):
        return False
    said = " ".join(row.text for row in rows[first : last + 1])
    opened = said.count("(") > said.count(")")
    if opened and below.text.count(")") > below.text.count("("):
        return True
    if not (_ITEM_END.search(said) and (_FIGURE.search(said) or _FIGURE.search(below.text))):
        return False
    anew = _FOOTNOTE.match(below.text) or (_HEAD.match(below.text) and not opened)
    return not anew or (_GOES_ON.search(line.text) is not None and not _FOOTNOTE.match(below.text))


def _is_below(line: Row, below: Row) -> bool:
    """Whether two lines stand below each other at one margin, in letters of one size."""
    height = max(line.height, 1)
    alike = 1 / _NEARLY <= below.height / height <= _NEARLY
    near = 0 < below.level - line.level <= _STEP * height
    return alike and near and abs(below.box[0] - line.box[0]) <= _ASIDE * height


def _is_full(rows: Sequence[Row], first: int, last: int) -> bool:
    """Whether the first word of the next line had no room on this one, as wide as the text around it is."""
    line, below = rows[last], rows[last + 1]
    widest = max(row.box[2] for row in rows[first : last + 2])
    word = below.words[0]
    text = below.text.split(" ", 1)[0]
    width = word.box[2] - word.box[0]
    if word.text:
        width = round(width * min(1.0, len(text) / len(word.text)))
    return line.box[2] + width + 0.3 * line.height > widest
