"""The compounds of magnesium that a statement names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.forms import is_source
from catalog.names import FormHit, bare_salts, find_forms, magnesium_spans, match
from scanner.forms.statements import Statement
from scanner.panel.pieces import Part
from scanner.parsed.page import Span

_CLEAR = 0.85
"""Of the letters of a name."""
_ENDS_ITEM = re.compile(r"[,;•]")
_OPENS = re.compile(r"[^,;.()\[\]]{0,20}[(\[]\s{0,9}")
_LONGEST_ITEM = 400
"""Letters of an item of a list: a nutrient and its sources."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A source of magnesium that a statement names."""

    form: str
    """As closely as the name tells it."""
    statement: Statement
    start: int
    end: int
    doubt: str | None = None
    """Why the name may be another one, None where it is clear."""
    loose: bool = False
    """The wording leaves the form open."""

    @property
    def text(self) -> str:
        """As printed, in one line."""
        return " ".join(self.statement.text[self.start : self.end].split())

    @property
    def clear(self) -> bool:
        """Whether its letters are."""
        return self.statement.passage.confidence(self.start, self.end) >= _CLEAR


def mentions(statement: Statement) -> tuple[Mention, ...]:
    """Every source of magnesium that the statement names, in order, without what it denies or compares with.

    In running text a name counts as it is spelled: a word that is only near to one is another word, and "food" is a
    source in no other line than the mineral.
    """
    return tuple(
        _mention(statement, hit)
        for hit in find_forms(statement.text)
        if (statement.kind != "text" or _is_spelled_out(statement, hit)) and _is_meant(statement, hit)
    )


def of_row(statement: Statement) -> tuple[Mention, ...]:
    """The same for the name of a row of magnesium, where what may be a name is one: "Magnesium (malic acid)"."""
    name = match(statement.text)
    found = mentions(statement) or [
        _mention(statement, hit) for hit in name.hits if _is_meant(statement, hit)
    ]
    return tuple(found if name.state == "sure" else [replace(one, doubt=name.reason) for one in found])


def standing_alone(part: Part) -> tuple[Mention, ...]:
    """The salts that a phrase names with no mineral at all ("L-Threonate"), as they are spelled.

    Chloride and the like are nutrients of their own.
    """
    statement = Statement("text", (part,))
    return tuple(
        _mention(statement, hit)
        for hit in bare_salts(part.text)
        if not (hit.repaired or _is_nutrient(statement, hit)) and is_source(hit.variant)
    )


def _is_of_magnesium(statement: Statement, hit: FormHit) -> bool:
    """Whether what may be a nutrient of its own stands with the mineral: "chlorure de magnésium"."""
    if hit.repaired or not hit.certain:
        return False
    if statement.brackets[hit.start] is not None:
        return True
    low = max(0, hit.start - _LONGEST_ITEM)
    low = max((found.end() for found in _ENDS_ITEM.finditer(statement.text, low, hit.start)), default=low)
    ends = _ENDS_ITEM.search(statement.text, hit.end, hit.end + _LONGEST_ITEM)
    return bool(magnesium_spans(statement.text[low : ends.start() if ends else hit.end + _LONGEST_ITEM]))


def _is_nutrient(statement: Statement, hit: FormHit) -> bool:
    """Whether the name is that of a nutrient: chloride, "Vitamin C" for ascorbate."""
    place = bisect_right(statement.spans, hit.start, key=_start)
    return any(
        end > hit.start and span.means("nutrient")
        for _, end, span in statement.spans[max(0, place - 1) : place]
    )


def _is_spelled_out(statement: Statement, hit: FormHit) -> bool:
    if hit.certain or hit.repaired:
        return not hit.repaired
    start = statement.text.rfind("\n", 0, hit.start) + 1
    line = statement.text[start:].partition("\n")[0]
    return any(start + one.start == hit.start for one in find_forms(line))


def _is_meant(statement: Statement, hit: FormHit) -> bool:
    return (
        is_source(hit.variant)
        and not (_is_nutrient(statement, hit) and not _is_of_magnesium(statement, hit))
        and not of_another_nutrient(statement, hit.start)
        and not _is_additive(statement, hit.start, hit.end)
    )


def _is_additive(statement: Statement, start: int, end: int) -> bool:
    """Whether a compound is named as an additive: "anti-caking agent: magnesium carbonate", or that in its bracket."""
    opening = statement.brackets[start]
    before = [*_item(statement, start), *(_item(statement, opening) if opening is not None else ())]
    bracket = _OPENS.match(statement.text, end)
    behind = _first_at(statement, bracket.end()) if bracket else ()
    return any(span.means("ingredients.additive") for _, _, span in (*before, *behind))


def _mention(statement: Statement, hit: FormHit) -> Mention:
    doubt = None
    if hit.repaired:
        doubt = f"“{hit.text}” is misspelt or misread"
    elif not hit.certain:
        doubt = f"the wording “{hit.text}” leaves the form open"
    return Mention(hit.variant, statement, hit.start, hit.end, doubt, loose=not hit.certain)


def of_another_nutrient(statement: Statement, position: int) -> bool:
    """Whether a compound is the source of another nutrient: "Vitamin C (as magnesium ascorbate)"."""
    behind = _source_begins(statement, position)
    if behind is None:
        return False
    for _, end, span in _item(statement, behind):
        if named := span.means("nutrient"):
            between = statement.text[end:behind]
            return named.value != "magnesium" and between.count("\n") <= 1 and not magnesium_spans(between)
        if span.means("source.blend"):
            return False
    return False


def _source_begins(statement: Statement, position: int) -> int | None:
    """Where the source begins that holds the place: at the bracket around it, or at "from" on its way."""
    opening = statement.brackets[position]
    if opening is not None:
        return opening
    return next((start for start, _, span in _item(statement, position) if span.means("source.of")), None)


def _item(statement: Statement, position: int) -> Iterator[tuple[int, int, Span]]:
    """The spans before a place, the nearest first, as far as the item of a list reaches."""
    low = max(0, position - _LONGEST_ITEM)
    low = max((found.end() for found in _ENDS_ITEM.finditer(statement.text, low, position)), default=low)
    for place in range(bisect_right(statement.spans, position, key=_end), 0, -1):
        start, end, span = statement.spans[place - 1]
        if start < low:
            return
        if end <= position:
            yield start, end, span


def _first_at(statement: Statement, position: int) -> tuple[tuple[int, int, Span], ...]:
    """The span that begins at a place, if one does."""
    place = bisect_left(statement.spans, position, key=_start)
    return tuple(one for one in statement.spans[place : place + 1] if one[0] == position)


def _start(span: tuple[int, int, Span]) -> int:
    return span[0]


def _end(span: tuple[int, int, Span]) -> int:
    return span[1]
