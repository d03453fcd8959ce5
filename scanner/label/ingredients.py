"""The lists of ingredients and what they say of magnesium: for panels that name no form in the row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.names import magnesium_spans
from scanner.label.salts import OF
from scanner.label.vocabulary import fold, words
from scanner.reading.rows import Passage, Row, cells, paragraph

_OF_MAGNESIUM = re.compile(rf"[a-z-]{{1,40}} ?(?:(?:{OF}) ?(?:l')?magne|magnez)")
"""Salts named before the mineral: "citrate de magnésium", "ossido di magnesio", "cytrynian magnezu"."""
_ENDS = ("paragraph_end", "directions", "ingredients")
_PANEL = ("title", "serving_size", "per_container", "percent_header")


def ingredient_lists(rows: Sequence[Row]) -> tuple[Passage, ...]:
    """The text behind every "Ingredients:" of the page, as far as it runs."""
    found = []
    for index, row in enumerate(rows):
        text = fold(row.text)
        for label in words("ingredients").finditer(text):
            cell = next(c for c in cells(row) if c.start <= label.start() < max(c.end, c.start + 1))
            if text[cell.start : label.start()].strip(" *-•.") and not text[
                label.end() :
            ].lstrip().startswith(":"):
                continue  # the word inside a sentence
            # From the end of its heading: where the colon was lost, the first word is glued to it.
            found.append(text_behind(rows, index, label.end()))
    return tuple(found)


def text_behind(rows: Sequence[Row], index: int, start: int) -> Passage:
    """The paragraph that begins at ``start`` of a row, without what other paragraphs or the panel say below it."""
    return _cut(paragraph(rows, index, start, begins_paragraph))


def begins_paragraph(text: str) -> bool:
    """Whether a word begins a list of ingredients, directions or a warning."""
    folded = fold(text).lstrip(" *•")
    return any(words(kind).match(folded) for kind in ("ingredients", "directions", "paragraph_end"))


def _cut(passage: Passage) -> Passage:
    kept = list(passage.pieces[:1])
    for piece in passage.pieces[1:]:
        folded = fold(piece.text).lstrip(" *•")
        if any(words(kind).match(folded) for kind in (*_ENDS, *_PANEL)) or words("percent_header").search(
            folded
        ):
            break
        kept.append(piece)
    return Passage(tuple(kept))


def in_one_item(text: str, position: int) -> bool:
    """Whether the word at ``position`` stands in the same item of a list as the word magnesium before it.

    >>> in_one_item("zinc, magnesium (as oxide, citrate)", 27)
    True
    >>> in_one_item("magnesium stearate, carbomer", 20)
    False
    """
    if _OF_MAGNESIUM.match(fold(text), position):
        return True
    before = [end for _, end in magnesium_spans(text[:position])]
    if not before:
        return False
    depth = 0
    for letter in text[before[-1] : position]:
        depth += (letter in "([{") - (letter in ")]}")
        if depth < 0 or (depth == 0 and letter in ",;.•"):
            return False
    return True
