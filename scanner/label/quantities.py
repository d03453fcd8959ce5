"""Numbers and units in folded text: "1,000 mg", "93,6 mg", "1/2", "two (2)", "¾ cup"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scanner.label.vocabulary import canonical_unit, number_words, unit_expression

_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}

DIGITS = r"\d{1,3}(?:[,.]\d{3})+(?![\d])|[1-9] \d{3}(?![\d])|\d+(?:[.,]\d+)?"
"""A printed figure: thousands in groups, or a decimal point or comma. A blank groups thousands behind one digit
only: "870 140" are two figures of a table."""

MG_PER_UNIT = {"mg": 1.0, "g": 1000.0, "mcg": 0.001}

# How readers spell the units of mass. "m9", "rng", "mq" are habits of both engines; a figure must stand before.
_MASS_SPELLINGS = {
    "mg": r"mgs?|m ?g|rng|mq|m9|nng|mng|milligramm?e?s?|miligramos?",
    "mcg": r"mcgs?|ug|mog|m<g|meg|mc9|microgramm?e?s?",
    "g": r"g|gm|gr|gramm?e?s?",
}
REPAIRED_UNIT = re.compile(r"^(?:rng|mq|m9|nng|mng|mog|m<g|meg|mc9)$")

_MASS = "|".join(f"(?P<{unit}>{forms})" for unit, forms in _MASS_SPELLINGS.items())
AMOUNT = re.compile(rf"(?<![\w.,/])(?P<number>{DIGITS})\s{{0,3}}(?:{_MASS})(?![a-z0-9])")
"""A mass in folded text: ``number`` and one of the groups ``mg``, ``mcg``, ``g``."""

_LONGEST = 20
"""Characters of a figure. What is longer is no print, and beyond a few hundred digits no number that Python takes."""
PERCENT = re.compile(r"(?<![\w.,])(?P<number>\d{1,4}(?:[.,]\d{1,2})?)\s{0,2}(?:%|°/o|o/o)")


@dataclass(frozen=True, slots=True)
class Mass:
    """A mass as printed: milligrams, where in the text it stands, and whether its spelling was repaired."""

    mg: float
    start: int
    end: int
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a unit, as printed."""

    quantity: float
    unit: str
    start: int
    end: int


def parse_number(text: str) -> float | None:
    """The value of a printed figure, ``None`` when it is none.

    >>> [parse_number(t) for t in ("1,000", "93,6", "0.5", "1 1/2", "3/4", "½", "2,5", "1.234,5")]
    [1000.0, 93.6, 0.5, 1.5, 0.75, 0.5, 2.5, None]
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if text in _VULGAR:
        return _VULGAR[text]
    if mixed := re.fullmatch(r"\A(?:(\d+)\s+)?(\d+)\s?/\s?(\d+)", text):
        whole, top, bottom = mixed.groups()
        return (int(whole or 0) + int(top) / int(bottom)) if int(bottom) else None
    if glyph := re.fullmatch(r"\A(\d+)\s?([½¼¾⅓⅔⅛])", text):
        return int(glyph[1]) + _VULGAR[glyph[2]]
    if re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+", text) or re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}){2,}", text):
        return float(re.sub(r"[, .]", "", text))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    return None


def masses(folded: str) -> tuple[Mass, ...]:
    """Every mass printed in ``folded`` text, in milligrams."""
    found = []
    for match in AMOUNT.finditer(folded):
        value = parse_number(match["number"])
        unit = next(u for u in MG_PER_UNIT if match[u])
        if value is not None:
            spelling = match[unit]
            found.append(
                Mass(
                    value * MG_PER_UNIT[unit], match.start(), match.end(), bool(REPAIRED_UNIT.match(spelling))
                )
            )
    return tuple(found)


@cache
def quantity_expression() -> str:
    """A quantity: figures, a fraction, a number word, either with the figure in brackets behind it."""
    spelled = "|".join(sorted((w.replace(" ", r"\s?") for w in number_words()), key=len, reverse=True))
    # A figure is read from its first digit: begun at each, a long run of digits would take its length squared.
    figure = r"(?<!\d)(?:\d+\s?[½¼¾⅓⅔⅛]|[½¼¾⅓⅔⅛]|\d+\s+\d\s?/\s?\d|\d+\s?/\s?\d+|\d+(?:[.,]\d+)?)"
    # Blanks are taken once: shared out between two repeats, a long gap would take its length squared.
    return rf"(?:(?:(?:{spelled})(?![a-z])\s*+\(?\s*+)?(?:{figure})\s*+\)?|(?:{spelled})(?![a-z]))"


@cache
def count_pattern() -> re.Pattern[str]:
    """A quantity and the unit it counts, with up to three words between ("2 vegetarian capsules")."""
    between = r"[\s\-]*(?:\(?(?!mg\b|mcg\b|and\b|or\b|per\b|times\b|daily\b)[a-z'\-]{2,14}\)?[\s,]+){0,3}?"
    return re.compile(
        rf"(?<![\w.,/])(?P<quantity>{quantity_expression()}){between}(?P<unit>{unit_expression()})"
    )


def parse_quantity(folded: str) -> float | None:
    """The value of a quantity as ``quantity_expression`` finds it.

    >>> [parse_quantity(t) for t in ("two (2)", "one", "1/2", "3")]
    [2.0, 1.0, 0.5, 3.0]
    """
    figures = re.search(r"\d[\d\s./,½¼¾⅓⅔⅛]*|[½¼¾⅓⅔⅛]", folded)
    if figures:
        return parse_number(figures[0].strip(" .,"))
    for form, figure in number_words().items():
        if re.fullmatch(form.replace(" ", r"\s?"), folded.strip()):
            return parse_number(figure)
    return None


MOST_COUNTED = 10_000
"""Numbers beyond this are not counts of anything a person takes: licences, telephones, lots."""


def counts(folded: str) -> tuple[Count, ...]:
    """Everything counted in ``folded`` text: "2 capsules (1.2 g)" holds 2 capsules and 1.2 g."""
    found = []
    for match in count_pattern().finditer(folded):
        quantity, unit = parse_quantity(match["quantity"]), canonical_unit(match["unit"].strip())
        if quantity is not None and 0 < quantity <= MOST_COUNTED and unit is not None:
            found.append(Count(quantity, unit, match.start(), match.end()))
    return tuple(found)
