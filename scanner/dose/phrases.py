"""The phrases of the lines that are no rows of a table: up to a comma, a point, a gap or the next nutrient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from catalog.forms import is_source
from catalog.names import find_forms, magnesium_spans
from catalog.unit_conversions import MG_IN
from scanner.dose.amounts import MAGNESIUM, is_of_a_piece, kind_of
from scanner.dose.roles import brackets, depth
from scanner.page import Box, union
from scanner.panel.pieces import Part
from scanner.parsed.page import Line, ParsedPage

_END = re.compile(r"[,;|•·:]\s|[.!?]\s|\t")
"""Where a phrase may end, outside of brackets."""


@dataclass(frozen=True, slots=True)
class Phrase:
    parts: tuple[Part, ...]
    magnesium: bool
    """Whether it speaks of magnesium, or a salt of it."""
    measured: bool
    """Whether it has a weight."""
    bare: bool
    """Whether it has a weight in mg and names nothing: the amount of what stands beside it."""
    share: bool
    """Whether it has a percentage and else nothing: that of the amount before it."""
    wanting: bool
    """Whether it breaks off behind what leads to an amount: "equivalent to magnesium"."""

    @property
    def box(self) -> Box:
        return union([part.box for part in self.parts])


def phrase_of(parts: tuple[Part, ...]) -> Phrase:
    spans = [span for part in parts for span in part.spans]
    text = " ".join(part.text for part in parts)
    masses = [one for one in spans if one.kind == "mass" and one.unit in MG_IN]
    alone = len(parts) == 1 and [kind_of(one) for one in spans] == [MAGNESIUM]
    magnesium = alone or bool(magnesium_spans(text)) or bool(masses and find_forms(text))
    magnesium = magnesium and brings_magnesium(text)
    other = any(kind_of(one) == "nutrient" for one in spans)
    bare = len(masses) == 1 and masses[0].unit == "mg" and not magnesium and not other
    bare = bare and masses[0].number is not None and masses[0].number.value >= _FRONT_MG[0]
    bare = bare and not any(
        is_of_a_piece(part.line, one) for part in parts for one in part.spans if one is masses[0]
    )
    others = [one.kind for one in spans if not one.means("column.percent", "source.gives")]
    share = others == ["percent"]
    kinds = [kind_of(one) for one in spans]
    last = len(kinds) - 1 - kinds[::-1].index("mass") if "mass" in kinds else -1
    wanting = "gives" in kinds[last + 1 :] or "elemental" in kinds[last + 1 :]
    return Phrase(parts, magnesium, bool(masses), bare, share, wanting)


_MOST_LINES = 6
"""Of one phrase whose bracket is open."""


def wrapped(page: ParsedPage) -> Iterator[tuple[Part, ...]]:
    """The phrases of a page, one whose bracket is closed on the lines below as one."""
    held: tuple[Part, ...] = ()
    for line in page.lines:
        for part in split(line):
            parts = (*held, part)
            text = " ".join(one.text for one in parts)
            if depth(text) > 0 and part.end == len(line.text) and len(parts) < _MOST_LINES:
                held = parts  # the bracket may be closed below
                continue
            if held and depth(text) > 0:  # it was not
                yield from ((one,) for one in parts)
            else:
                yield parts
            held = ()
    yield from ((one,) for one in held)


def split(line: Line) -> Iterator[Part]:
    """The phrases of a line: up to a comma, a point, a gap, or the next nutrient behind an amount."""
    text, start = line.text, 0
    closed = brackets(text)
    opened = max(
        (at for at, sign in enumerate(text) if sign in "([{" and all(at != a for a, _ in closed)),
        default=None,
    )
    ends = [
        found.span()
        for found in _END.finditer(text)
        if not any(a < found.start() < b for a, b in closed)
        and (opened is None or found.start() < opened)
        and not any(one.start < found.start() < one.end for one in line.spans)  # "equiv. to"
    ]
    ends += [(at, at) for at in _next_names(line)]
    for end, behind in sorted(ends):
        if end <= start:
            continue
        following = text[behind:].lstrip()
        if text[end:behind] in ("\t", ": ") and not following[:1].isalpha() and _speaks(line, start, end):
            continue  # the figure of the name before it
        if text[start:end].strip():
            yield Part(line, start, end)
        start = behind
    if text[start:].strip():
        yield Part(line, start, len(text))


def _speaks(line: Line, start: int, end: int) -> bool:
    kinds = ("nutrient", "source.gives", "source.elemental", "column.percent")
    return any(one.means(*kinds) for one in line.within(start, end))


def _next_names(line: Line) -> Iterator[int]:
    """Where another nutrient begins behind the figures of one, with nothing between them: "Magnesium 100 mg Zinc 5 mg".

    Where amounts stand before their names, the next amount begins the next one.
    """
    closed = brackets(line.text)
    told = [
        one
        for one in line.spans
        if (one.kind == "mass" or one.means("nutrient")) and not any(a < one.start < b for a, b in closed)
    ]
    amounts_first = amounts_first_in(line)
    current = next((found.value for one in told if (found := one.means("nutrient"))), None)
    for before, one in pairwise(told):
        other = one.means("nutrient")
        linked = any(
            kind_of(between) in ("gives", "of", "elemental") for between in line.within(before.end, one.start)
        )
        if amounts_first and one.kind == "mass" and before.kind != "mass" and not linked:
            yield one.start
        if not amounts_first and before.kind == "mass" and other is not None and other.value != current:
            current = other.value
            yield one.start


def brings_magnesium(text: str) -> bool:
    """Whether it names more than an excipient such as the stearate."""
    hits = [hit.form for hit in find_forms(text)]
    return not hits or any(map(is_source, hits))


def amounts_first_in(line: Line) -> bool:
    """Whether amounts stand before their names: "500 mg sodium, 100 mg magnesium"."""
    told = [one for one in line.spans if one.kind == "mass" or one.means("nutrient")]
    return len(told) > 1 and told[0].kind == "mass" and told[-1].kind != "mass"


_BESIDE = 4
"""Letters between an amount and its percentage, at most."""
_FRONT_MG = (10.0, 5000.0)
"""Doses on a front; what is less or more there is of something else."""


def bare_amounts(line: Line) -> Iterator[Part]:
    """The amounts in mg of a line, in phrases that name no nutrient."""
    for part in split(line):
        if any(kind_of(one) in ("nutrient", "magnesium") for one in part.spans):
            continue
        for one in part.spans:
            milligrams = one.number.value if one.kind == "mass" and one.unit == "mg" and one.number else 0.0
            if _FRONT_MG[0] <= milligrams <= _FRONT_MG[1] and not is_of_a_piece(line, one):
                behind = next((other for other in part.spans if other.start >= one.end), None)
                share = behind is not None and behind.kind == "percent" and behind.start - one.end <= _BESIDE
                yield Part(line, one.start, behind.end if behind is not None and share else one.end)


NEAR = 3.0
"""An amount belongs to a name at most this many letter heights away."""


def apart(phrase: Phrase, other: Phrase) -> float:
    """How far apart two phrases stand, in heights of the larger letters; sideways counts less."""
    height = max(phrase.parts[0].line.row.height, other.parts[0].line.row.height, 1)
    return distance(phrase.box, other.box) / height


def distance(a: Box, b: Box) -> float:
    """How far apart two boxes are, in pixels; sideways counts less."""
    across, down = max(a[0] - b[2], b[0] - a[2], 0), max(a[1] - b[3], b[1] - a[3], 0)
    return down + 0.3 * across
