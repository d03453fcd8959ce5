"""The lines that decide, read again by the other engine. Agreement makes sure; nothing is ever rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scanner.lexicon import tokens
from scanner.parsed.numbers import number
from scanner.readers import LineReader
from scanner.reading.look import Reading
from scanner.reading.straighten import LEVEL, fit_slopes
from scanner.reading.strip import line_around
from scanner.records import Facts, Field, Serving
from scanner.single_line import line_of
from scanner.statements.counts import value_of

_ASKED = ("elemental_mg", "compound_mg", "serving", "per_container", "percent_dv")
_ROOMS = ((5.0, 1.0), (1.5, 0.5))
"""What is shown left and right of the value, in its heights: with words beside it, and nearly alone.

Two looks, and either may settle it: that another engine reads the same figures by mistake is rare, that it stumbles
over a rule or a bracket beside them is not.
"""


def ask_witness(facts: Facts, reading: Reading, witness: LineReader) -> Facts:
    """``facts`` with the doubtful letters settled where the witness reads the same figures.

    Only fields whose doubt is about the reading are asked for, all in one call of the witness.
    """
    doubtful = {name: getattr(facts, name) for name in _ASKED if getattr(facts, name).doubt == "reading"}
    boxes = {name: field.box for name, field in doubtful.items() if field.box}
    slopes = fit_slopes(reading.page.words) if boxes else LEVEL
    shown = [
        (name, line)
        for name, box in boxes.items()
        for room in _ROOMS
        if (line := line_around(reading.image, slopes, box, room)) is not None
    ]
    if not shown:
        return facts
    texts: dict[str, list[str]] = {}
    for (name, _), (text, _) in zip(shown, witness.read_lines([line for _, line in shown]), strict=True):
        texts.setdefault(name, []).append(text)
    judged: dict[str, Any] = {
        name: _judged(doubtful[name], seen, witness.name) for name, seen in texts.items()
    }
    return replace(facts, **judged)


def _judged(field: Field[Any], texts: Sequence[str], witness: str) -> Field[Any]:
    expected = _figure(field)
    seen = [(text, _figures(text)) for text in texts]
    if any(_says(expected, text, numbers) for text, numbers in seen):
        return field.confirmed(f"{field.reason}; both readers agree")
    other = next((text for text, numbers in seen if numbers), None)
    if other is None:
        return field
    return field.doubted(f"{field.reason}; {witness} reads “{other.strip()}”")


def _says(expected: float | None, text: str, numbers: Sequence[float]) -> bool:
    if numbers or expected is None:
        return expected in numbers
    return expected == _spelled(text)


def _figure(field: Field[Any]) -> float | None:
    """The number as it is printed: an amount in grams is not printed in milligrams."""
    if isinstance(field.value, Serving):
        return field.value.quantity
    return next(iter(_figures(field.text or "")), None)


def _figures(text: str) -> list[float]:
    """Every printed number from left to right, also one whose blank was lost: "Size2".

    Both readers' figures are read in the same way, whatever the language beside them: "1.250" is not "1,250".
    """
    line = line_of(text)
    places = [(one.start, one.end) for one in line.spans if one.number is not None]
    places += [
        (one.start, one.end)
        for one in tokens(line.folded)
        if one.kind == "number" and not any(start <= one.start < end for start, end in places)
    ]
    read = [number(_digits(line.folded[start:end])) for start, end in sorted(places)]
    return [one.value for one in read if one is not None]


def _digits(printed: str) -> str:
    """The number without the unit behind it, or before it."""
    places = [place for place, letter in enumerate(printed) if letter.isnumeric()]
    return printed[places[0] : places[-1] + 1]


def _spelled(text: str) -> float | None:
    """What the word that a text begins with is worth: "two"."""
    line = line_of(text)
    first = next(iter(line.spans), None)
    if first is None or line.folded[: first.start].strip():
        return None
    return value_of(first)
