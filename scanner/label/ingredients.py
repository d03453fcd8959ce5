"""The lists of ingredients and what they say of magnesium: for panels that name no form in the row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.names import magnesium_spans
from scanner.allowance import first
from scanner.label.salts import OF
from scanner.label.vocabulary import fold, words
from scanner.reading.rows import Passage, Row, cells, paragraph

_OF_MAGNESIUM = re.compile(rf"[a-z-]{{1,40}} ?(?:(?:{OF}) ?(?:l')?magne|magnez)")
"""Salts named before the mineral: "citrate de magnésium", "ossido di magnesio", "cytrynian magnezu"."""
_LONGEST_ITEM = 400
"""Letters of an item of a list: magnesium and its salts."""
_MOST_LISTS = 30
"""Lists of ingredients on one side, one for each language of a leaflet: what is more is no label."""
_ENDS = ("paragraph_end", "directions", "ingredients")
_PANEL = ("title", "serving_size", "per_container", "percent_header")


def ingredient_lists(rows: Sequence[Row]) -> tuple[Passage, ...]:
    """The text behind every "Ingredients:" of the page, as far as it runs."""
    return tuple(first(_MOST_LISTS, _lists(rows)))


def _lists(rows: Sequence[Row]) -> Iterator[Passage]:
    for index, row in enumerate(rows):
        text = fold(row.text)
        for label in words("ingredients").finditer(text):
            cell = next(c for c in cells(row) if c.start <= label.start() < max(c.end, c.start + 1))
            if text[cell.start : label.start()].strip(" *-•.") and not text[
                label.end() :
            ].lstrip().startswith(":"):
                continue  # the word inside a sentence
            # From the end of its heading: where the colon was lost, the first word is glued to it.
            yield text_behind(rows, index, label.end())


def text_behind(rows: Sequence[Row], index: int, start: int) -> Passage:
    """The paragraph that begins at ``start`` of a row, without what other paragraphs or the panel say below it."""
    return paragraph(rows, index, start, begins_paragraph, _is_another)


def begins_paragraph(text: str) -> bool:
    """Whether a word begins a list of ingredients, directions or a warning."""
    folded = fold(text).lstrip(" *•")
    return any(words(kind).match(folded) for kind in ("ingredients", "directions", "paragraph_end"))


def _is_another(text: str) -> bool:
    """Whether a line begins another paragraph or is one of the panel."""
    folded = fold(text).lstrip(" *•")
    return any(words(kind).match(folded) for kind in (*_ENDS, *_PANEL)) or bool(
        words("percent_header").search(folded)
    )


def in_one_item(text: str, position: int) -> bool:
    """Whether the word at ``position`` stands in the same item of a list as the word magnesium before it.

    >>> in_one_item("zinc, magnesium (as oxide, citrate)", 27)
    True
    >>> in_one_item("magnesium stearate, carbomer", 20)
    False
    """
    if _OF_MAGNESIUM.match(fold(text), position):
        return True
    item = text[max(0, position - _LONGEST_ITEM) : position]
    before = [end for _, end in magnesium_spans(item)]
    if not before:
        return False
    depth = 0
    for letter in item[before[-1] :]:
        depth += (letter in "([{") - (letter in ")]}")
        if depth < 0 or (depth == 0 and letter in ",;.•"):
            return False
    return True
