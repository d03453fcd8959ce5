"""The percentage beside the amount, where the line finder overlooked its column: it lies out of focus at the edge."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

from catalog.unit_conversions import MG_IN
from scanner.page import Page, Quad, Word
from scanner.parsed.page import Kind, Span
from scanner.readers import LineReader
from scanner.reading.look import Reading
from scanner.reading.straighten import fit_slopes
from scanner.reading.strip import line_around
from scanner.records import Facts
from scanner.single_line import line_of

_ROOMS = (1.2, 2.0, 4.0)
"""How far right of the amount a percentage may end, in heights of the amount."""
_CLEAR = 0.9
_LONGEST = 60
"""Letters of an amount and a percentage with their marks."""
_FOOTNOTES = " *†‡^)|"


def look_beside(facts: Facts, reading: Reading, reader: LineReader) -> Page | None:
    """The page with the percentage that ``reader`` sees right of the amount; ``None`` where it sees none.

    Only panels are looked at, and what is seen counts only when it begins with the amount that is known.
    """
    amount = facts.elemental_mg
    if amount.box is None or amount.value is None or facts.percent_dv.box or facts.serving.value is None:
        return None
    _, y0, x1, y1 = amount.box
    height = y1 - y0
    if height <= 0:
        return None
    neighbours = [word.left[0] for word in reading.page.words if word.left[0] > x1 and y0 < word.left[1] < y1]
    free = (min(neighbours, default=reading.page.size[0]) - x1) / height
    slopes = fit_slopes(reading.page.words)
    shown = [
        (room, line)
        for room in sorted({min(room, free) for room in _ROOMS if free >= _ROOMS[0]})
        if (line := line_around(reading.image, slopes, amount.box, (0.0, room))) is not None
    ]
    seen = [
        (score, percent, room)
        for (room, _), (text, score) in zip(
            shown, reader.read_lines([line for _, line in shown]), strict=True
        )
        if score >= _CLEAR and (percent := _behind(amount.value, text))
    ]
    if not seen or len({percent for _, percent, _ in seen}) > 1:
        return None
    score, percent, room = max(seen)
    right = x1 + room * height
    quad: Quad = ((x1, y0), (right, y0), (right, y1), (x1, y1))
    page = reading.page
    return replace(page, words=(*page.words, Word(percent, quad, score)))


def _behind(mg: float, text: str) -> str | None:
    """The percentage behind an amount of ``mg`` where ``text`` is the amount, a percentage and nothing else."""
    read = "".join(text.split())
    if len(read) > _LONGEST:
        return None
    for end in range(1, len(read)):
        rest = read[end:].strip(_FOOTNOTES)
        if _is_amount(_only(read[:end], "mass"), mg) and _only(rest, "percent"):
            return rest
    return None


def _only(text: str, kind: Kind) -> Span | None:
    """The span of this kind that is all of the text."""
    spans = line_of(text).spans if text else ()
    return (
        spans[0] if spans and spans[0].kind == kind and spans[0].end - spans[0].start == len(text) else None
    )


def _is_amount(mass: Span | None, mg: float) -> bool:
    if mass is None or mass.number is None:
        return False
    unit_mg = MG_IN.get(mass.unit or "", 0.0)
    return any(isclose(value * unit_mg, mg) for value in mass.number.values)
