"""The lines that decide, read again by the other engine. Agreement makes sure; nothing is ever rewritten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scanner.label.quantities import DIGITS, parse_number, parse_quantity
from scanner.label.vocabulary import fold
from scanner.readers import LineReader
from scanner.reading.look import Reading
from scanner.reading.straighten import LEVEL, fit_slopes
from scanner.reading.strip import line_around
from scanner.records import Facts, Field, Serving

_ASKED = ("elemental_mg", "compound_mg", "serving", "per_container", "percent_dv")
_ROOMS = ((5.0, 1.0), (1.5, 0.5))
"""What is shown left and right of the value, in its heights: with words beside it, and nearly alone.

Two looks, and either may settle it: that another engine reads the same figures by mistake is rare, that it stumbles
over a rule or a bracket beside them is not.
"""
_NUMBER = re.compile(DIGITS)


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
    seen = [(text, [parse_number(n) for n in _NUMBER.findall(fold(text))]) for text in texts]
    if any(_says(expected, text, numbers) for text, numbers in seen):
        return field.confirmed(f"{field.reason}; both readers agree")
    other = next((text for text, numbers in seen if numbers), None)
    if other is None:
        return field
    return field.doubted(f"{field.reason}; {witness} reads “{other.strip()}”")


def _says(expected: float | None, text: str, numbers: Sequence[float | None]) -> bool:
    if numbers or expected is None:
        return expected in numbers
    return parse_quantity(_first_word(text)) == expected


def _figure(field: Field[Any]) -> float | None:
    """The number as it is printed: an amount in grams is not printed in milligrams."""
    if isinstance(field.value, Serving):
        return field.value.quantity
    printed = _NUMBER.search(fold(field.text or ""))
    return parse_number(printed[0]) if printed else None


def _first_word(text: str) -> str:
    return fold(text).split()[0] if text.split() else ""
