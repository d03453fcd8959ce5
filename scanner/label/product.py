"""What the pack says of the product as a whole: its name, what sort it is, and the seals on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from catalog.names import magnesium_spans
from catalog.seals import seals
from scanner.lexicon import fold
from scanner.parsed.page import ParsedPage
from scanner.records import Field, Kind, missing

_SWALLOWED = ("title.supplement", "title.nutrition", "title.drug", "title.product", "serving.size")
"""What only something that is swallowed has on its label."""
_PIECES = frozenset({"capsule", "tablet", "softgel", "gummy", "chew", "lozenge"})
_TITLE_SIZE = 1.6
"""The name of a product is printed at least this much larger than the middle of the text."""
_LONGEST_NAME = 60


def read_kind(page: ParsedPage) -> Kind:
    """What sort of product it is: a medicine and a bath salt are not ranked with supplements."""
    meanings = {one.kind for line in page.lines for span in line.spans for one in span.meanings}
    if "title.medicine" in meanings:
        return "drug"
    if "title.topical" not in meanings or not meanings.isdisjoint(_SWALLOWED) or _comes_in_pieces(page):
        return "supplement"
    return "topical"


def _comes_in_pieces(page: ParsedPage) -> bool:
    units = (span.means("unit") for line in page.lines for span in line.spans)
    return any(unit is not None and unit.value in _PIECES for unit in units)


def read_name(page: ParsedPage) -> Field[str]:
    """The phrase in the largest print that names magnesium, on packs that print one large; to be checked."""
    nothing: Field[str] = missing("no product name was found")
    if not page.lines:
        return nothing
    middle = sorted(line.row.height for line in page.lines)[len(page.lines) // 2]
    large = [
        cell
        for line in page.lines
        for cell in line.row.cells
        if cell.end - cell.start <= _LONGEST_NAME and cell.height >= _TITLE_SIZE * middle
    ]
    best = max((cell for cell in large if magnesium_spans(cell.text)), key=lambda c: c.height, default=None)
    if best is None:
        return nothing
    name = " ".join(best.text.split())
    return Field(name, best.text, best.box, "check", "the largest line that names magnesium")


def read_seals(page: ParsedPage) -> tuple[str, ...]:
    """The named test schemes printed on the pack. A printed seal is no proof of a test."""
    text = "\n".join(line.folded for line in page.lines)
    if not _any_seal().search(text):
        return ()
    found = [name for name, pattern in _seal_patterns().items() if pattern.search(text)]
    return tuple(n for n in found if not any(other != n and other.startswith(n) for other in found))


@cache
def _seal_patterns() -> Mapping[str, re.Pattern[str]]:
    """What finds each seal of the catalog in folded text; blanks and hyphens between its words may be missing."""
    # A drawn "lab tested" badge is no test and has no words there.
    return {
        seal.name: re.compile("|".join(map(_as_printed, seal.printed))) for seal in seals() if seal.printed
    }


@cache
def _any_seal() -> re.Pattern[str]:
    """All of them at once, which most packs have none of."""
    return re.compile(r"(?<!\w)(?:" + "|".join(p.pattern for p in _seal_patterns().values()) + ")")


def _as_printed(words: str) -> str:
    parts = re.split(r"[ -]", fold(words))
    return r"(?<!\w)" + r"[\s-]{0,3}".join(map(re.escape, parts)) + r"(?!\w)"
