"""What else the pack says: directions, seals, the name of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from catalog.names import magnesium_spans
from catalog.seals import seals
from scanner.allowance import first
from scanner.label.directions import Directions, servings_per_day
from scanner.label.ingredients import text_behind
from scanner.label.vocabulary import fold, words
from scanner.reading.rows import Passage, Row, cells
from scanner.records import Field, Kind, Serving, missing

_CLEAR = 0.85
_MOST_SERVINGS = 12
_MOST_DIRECTIONS = 30
"""Directions on one side, one for each language of a leaflet: what is more is no label."""
_TITLE_SIZE = 1.6
"""The name of a product is printed at least this much larger than the middle of the text."""
_LONGEST_NAME = 60


def read_directions(rows: Sequence[Row], serving: Serving | None) -> tuple[Field[float], float | None]:
    """Servings a day by the directions: the lower end as a field, and the upper end where they give a range."""
    for passage in first(_MOST_DIRECTIONS, _directions(rows)):
        quantity, unit, weight_g = (
            (serving.quantity, serving.unit, serving.weight_g) if serving else (None, None, None)
        )
        said = servings_per_day(" ".join(passage.text.split()), quantity, unit, weight_g)
        if said is not None and said.low is not None:
            return _directions_field(said, passage), said.high if said.high != said.low else None
    return missing("no directions were found"), None


def _directions_field(said: Directions, passage: Passage) -> Field[float]:
    field = Field(said.low, said.text, passage.box_of(0, len(passage.text)), "sure", said.reason)
    if said.high is not None and said.high > _MOST_SERVINGS:
        return missing(f"{said.reason}: more than a label would say")
    if " / " in said.text:
        return field.doubted(f"{said.reason}: several statements were put together")
    if said.population == "children":
        return field.doubted("the directions are for children")
    return (
        field
        if passage.confidence(0, len(passage.text)) >= _CLEAR
        else field.doubted("the print was hard to read")
    )


def _directions(rows: Sequence[Row]) -> Iterator[Passage]:
    for index, row in enumerate(rows):
        folded = fold(row.text)
        for cell in cells(row):
            if words("directions").match(folded[cell.start : cell.end].lstrip(" *•")):
                yield text_behind(rows, index, cell.start)


@cache
def _seal_patterns() -> Mapping[str, re.Pattern[str]]:
    # A drawn "lab tested" badge is no test and has no expression.
    return {
        seal.name: re.compile("|".join(p.replace(" ", r"\s{0,3}") for p in seal.printed))
        for seal in seals()
        if seal.printed
    }


def read_seals(text: str) -> tuple[str, ...]:
    """The named test schemes printed on the pack; ``text`` is folded. A printed seal is no proof of a test."""
    found = [name for name, pattern in _seal_patterns().items() if pattern.search(text)]
    return tuple(n for n in found if not any(other != n and other.startswith(n) for other in found))


def read_kind(text: str) -> Kind:
    """What sort of product it is: a medicine and a bath salt are not ranked with supplements. ``text`` is folded."""
    if words("drug_title").search(text):
        return "drug"
    return (
        "topical"
        if words("topical").search(text) and not words("supplement_title").search(text)
        else "supplement"
    )


def read_name(rows: Sequence[Row]) -> Field[str]:
    """The phrase in the largest print that names magnesium, on packs that print one large; to be checked."""
    nothing: Field[str] = missing("no product name was found")
    if not rows:
        return nothing
    middle = sorted(row.height for row in rows)[len(rows) // 2]
    named = [
        cell
        for row in rows
        for cell in cells(row)
        if magnesium_spans(cell.text) and len(cell.text) <= _LONGEST_NAME
    ]
    best = max(named, key=lambda cell: cell.height, default=None)
    if best is None or best.height < _TITLE_SIZE * middle:
        return nothing
    box = best.row.box_of(best.start, best.end)
    return Field(
        " ".join(best.text.split()), best.text, box, "check", "the largest line that names magnesium"
    )
