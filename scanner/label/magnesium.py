"""The rows of the label that speak of magnesium: their names, amounts and percentages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from catalog.names import NameMatch, find_forms, magnesium_spans, match
from scanner.label.quantities import PERCENT, masses, parse_number
from scanner.label.salts import bare_salts, is_source
from scanner.label.vocabulary import fold, words
from scanner.page import Box
from scanner.reading.rows import Passage, Piece, Row, cells

Role = Literal["row", "source", "elemental"]
"""*row*: the amount column. *source*: beside the salt's name in brackets. *elemental*: said to be the magnesium."""

_TAIL = re.compile(
    r"[\s,;:.\-]*(?:\(|\[|\{|as\b|from\b|and\b|&|chelate|complex|buffered|(?:mono|di|tri|hexa|hepta|nona)?hydrate|elemental\b)"
)
"""How a line begins that carries on the name above it."""

_SOURCE = "from|as|aus|als|de|da|di|du|comme|como|come|uit|z|z postaci"
"""Words before the salt that the magnesium comes from."""
_ONLY_FIGURES = re.compile(
    r"[\s\d.,%<>†‡*+^(){}\[\]=~-]*(?:(?:mg|mcg|g|dv|nrv|rda)\b[\s\d.,%<>†‡*+^(){}\[\]=~-]*)*"
)
_UNIT_IN_NAME = re.compile(r"[(\[]\s?(mg|mcg|g)\s?[)\]]|,\s?(mg|mcg|g)\b")
_BARE_FIGURE = re.compile(
    r"(?<![\w.,(])(?P<number>\d{1,4}(?:[.,]\d{1,3})?)(?![\w.,%]*[a-z%])(?P<percent>\s?\(\d{1,3}(?:[.,]\d+)?\s?%\))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed mass of a magnesium row."""

    mg: float
    text: str
    box: Box
    role: Role
    confidence: float
    repaired: bool
    """True when the spelling of the unit was mended."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A printed share of the daily reference."""

    value: float
    text: str
    box: Box
    confidence: float
    signed: bool
    """False when the sign stands in the column's head."""


@dataclass(frozen=True, slots=True)
class MagnesiumRow:
    """One row that names magnesium, with all it says."""

    index: int
    """Position among the rows of the page."""
    name: str
    text: str
    box: Box
    forms: NameMatch
    named_salt: bool
    """True when the row is named after the salt ("Magnesium Citrate") and not "Magnesium (as ...)"."""
    amounts: tuple[Amount, ...]
    percents: tuple[Percent, ...]
    passage: Passage


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("scanner.label").joinpath("data/nutrients.toml").read_text("utf-8"))


@cache
def nutrient_names() -> re.Pattern[str]:
    """Finds the names of nutrients other than magnesium in folded text."""
    return re.compile(r"(?<![a-z])(?:" + "|".join(e.replace(" ", r"\s?") for e in _table()["others"]) + ")")


@cache
def _said_elemental() -> re.Pattern[str]:
    return re.compile(
        r"(?<![a-z])(?:"
        + "|".join(e.replace(" ", r"\s?") for e in _table()["elemental"])
        + r")[^()\d]{0,40}$"
    )


def magnesium_rows(rows: Sequence[Row]) -> tuple[MagnesiumRow, ...]:
    """Every row of the page that names magnesium itself, top to bottom; not those that carry on a name."""
    found: list[MagnesiumRow] = []
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        for start, end in _openings(row):
            if (index, start) in taken:
                continue
            passage = _gather(rows, index, start, end)
            for piece in passage.pieces[1:]:
                taken.update(
                    (rows.index(piece.row), s)
                    for s, _ in magnesium_spans(piece.row.text)
                    if piece.start <= s < piece.end
                )
            found.append(_read(rows, index, passage))
    return tuple(found)


def _openings(row: Row) -> Iterator[tuple[int, int]]:
    """The magnesium words of a row that begin a statement of their own."""
    last_end = -1
    folded = fold(row.text)
    for start, end in magnesium_spans(row.text):
        if start < last_end:
            continue
        cell_start = row.text.rfind("\t", 0, start) + 1
        before = folded[max(cell_start, last_end, 0) : start]
        if _depth(before) > 0 and nutrient_names().search(before):
            continue  # "Vitamin C (as Magnesium Ascorbate)"
        yield start, end
        last_end = _segment_end(row, end)
    if last_end < 0 and masses(folded):
        yield from _trade_names(row)


def _trade_names(row: Row) -> Iterator[tuple[int, int]]:
    """Cells that begin with the trade name of a magnesium salt and never say magnesium ("Magtein  2,000 mg")."""
    for cell in cells(row):
        hit = next(iter(find_forms(cell.text)), None)
        if hit is not None and not cell.text[: hit.start].strip(" -*•") and is_source(hit.form):
            yield cell.start + hit.start, cell.start + hit.end


def _segment_end(row: Row, start: int) -> int:
    """Where the statement that holds position ``start`` ends within its row."""
    text = fold(row.text)
    depth = _depth(text[text.rfind("\t", 0, start) + 1 : start])
    for other in nutrient_names().finditer(text, start):
        inside = depth + _depth(text[start : other.start()])
        begins_cell = text[: other.start()].rstrip(" ").endswith("\t")
        after_figures = bool(
            masses(text[start : other.start()]) or PERCENT.search(text[start : other.start()])
        )
        if begins_cell or (inside <= 0 and after_figures):
            return other.start()
    for cell in cells(row):
        if (
            cell.start > start
            and re.match(r"[a-z]{4,}", fold(cell.text))
            and not _carries_on(fold(cell.text))
        ):
            return cell.start
    return len(text)


def _carries_on(folded: str) -> bool:
    return bool(
        _TAIL.match(folded) or magnesium_spans(folded[:40]) or _said_elemental().search(folded[:20] + " ")
    )


def _depth(text: str) -> int:
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")


def open_bracket(name: str) -> bool:
    """Whether a bracket is opened in ``name`` and not closed."""
    return _depth(name) > 0


def _gather(rows: Sequence[Row], index: int, start: int, end: int) -> Passage:
    """The statement that begins at ``start``: its row and the lines that carry it on."""
    row = rows[index]
    cell_start = row.text.rfind("\t", 0, start) + 1
    lead = _lead(row.text[cell_start:start], row.text[start:end])
    pieces = [Piece(row, start - lead, _segment_end(row, end))]
    left = row.box_of(start - lead, end)[0]
    level = row.level
    for below in rows[index + 1 : index + 6]:
        if below.level - level > 2.0 * row.height:
            break
        text = "\n".join(p.text for p in pieces)
        cell = _cell_under(below, left, row.height)
        if cell is None:
            if (
                not _has_amount(pieces)
                and _ONLY_FIGURES.fullmatch(fold(below.text))
                and below.level - level < row.height
            ):
                pieces.append(Piece(below, 0, len(below.text)))
            continue
        folded = fold(cell.text)
        carried_on = _depth(_name_part(text)) > 0 or _TAIL.match(folded) or _is_wrapped_salt(text, cell)
        if not carried_on or words("ingredients").match(folded):
            break
        if _has_amount(pieces) and _depth(_name_part(text)) <= 0 and _is_row_of_its_own(below, cell):
            break
        reach = _segment_end(below, cell.start) if not _has_amount(pieces) else cell.end
        pieces.append(Piece(below, cell.start, reach))
        level = below.level
    return Passage(tuple(pieces))


def _lead(before: str, mineral: str) -> int:
    """How many letters right before the word magnesium belong to its name ("Elemental Magnesium").

    The salt stands there in the Romance and Slavic languages: "Citrate de magnésium", "Cytrynian magnezu".
    """
    tail = re.search(r"(?:elemental|total|pure|chelated|buffered|creatine|di|tri|l)[\s\-]*$", fold(before))
    if tail:
        return len(tail[0])
    salt = re.search(r"[^\W\d_][\w-]{4,}\s?(?:\b(?:de|di|du|da|do)\b|d['’])?\s?$", before)
    if salt and any(hit.start < len(salt[0]) for hit in find_forms(salt[0] + mineral)):
        return len(salt[0])
    return 0


def _is_row_of_its_own(row: Row, cell: Piece) -> bool:
    """Whether a second amount stands beside the mineral's own name: "Elemental Magnesium  360 mg" below its salt."""
    named = magnesium_spans(cell.text)
    before = fold(cell.text[: named[0][0]]) if named else ""
    source = re.match(rf"[\s(\[{{]*(?:{_SOURCE})\b", before)
    return bool(named and not source and masses(fold(row.text[cell.start :])))


def _has_amount(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces hold an amount that is not the weight of the salt in brackets."""
    passage = Passage(tuple(pieces))
    folded = fold(passage.text)
    return any(
        _depth(folded[: m.start]) <= 0 or _ONLY_FIGURES.fullmatch(fold(passage.word_at(m.start)))
        for m in masses(folded)
    )


def _is_wrapped_salt(text: str, cell: Piece) -> bool:
    """A name broken in two ("Magnesium / L-Threonate"): the salt's name alone on the line below the word magnesium."""
    name = _name_part(text)
    alone = len(cell.text.split()) <= 3 and not nutrient_names().search(fold(cell.text))
    return (
        alone and not re.search(r"\d", cell.text) and len(name.split()) <= 2 and bool(bare_salts(cell.text))
    )


def _name_part(text: str) -> str:
    return "\n".join(part.split("\t")[0] for part in text.split("\n"))


def _cell_under(row: Row, left: int, height: float) -> Piece | None:
    """The cell of ``row`` that begins where the name above begins, give or take an indent."""
    for cell in cells(row):
        if cell.text.strip() and -1.5 * height <= row.box_of(cell.start, cell.end)[0] - left <= 5 * height:
            return cell
    return None


def _read(rows: Sequence[Row], index: int, passage: Passage) -> MagnesiumRow:
    text, folded = passage.text, fold(passage.text)
    amounts = tuple(_amounts(passage, folded))
    percents = tuple(_percents(passage, folded))
    if not amounts and (unit := _UNIT_IN_NAME.search(folded)):
        amounts, percents = _bare_figures(passage, unit, percents)
    elif amounts and not percents and any(words("percent_header").search(fold(r.text)) for r in rows):
        percents = _unsigned_percents(passage, folded)
    name = _name_of(text, folded)
    forms = match(name)
    named = any(hit.form and _depth(name[: hit.start]) <= 0 for hit in forms.hits)
    return MagnesiumRow(
        index,
        name,
        " ".join(text.split()),
        passage.box_of(0, len(text)),
        forms,
        named,
        amounts,
        percents,
        passage,
    )


def _name_of(text: str, folded: str) -> str:
    """The name without the figures of the amount columns; figures inside brackets stay."""
    pieces = []
    for line, plain in zip(text.split("\n"), folded.split("\n"), strict=True):
        figures = [m.start for m in masses(plain) if _depth(plain[: m.start]) <= 0]
        kept = line[: min(figures)] if figures and min(figures) > 3 else line
        pieces.append(kept.split("\t")[0])
    return " ".join(p.strip(" .:…·") for p in pieces if p.strip(" .:…·"))


def _amounts(passage: Passage, folded: str) -> Iterator[Amount]:
    for mass in masses(folded):
        yield Amount(
            mass.mg,
            passage.text[mass.start : mass.end],
            passage.box_of(mass.start, mass.end),
            _role(passage, folded, mass.start, mass.end),
            passage.confidence(mass.start, mass.end),
            mass.repaired,
        )


def _role(passage: Passage, folded: str, start: int, end: int) -> Role:
    before = folded[:start]
    if _said_elemental().search(before[-50:]) or re.match(r"[ \t)]{0,2}(?:of )?elemental", folded[end:]):
        return "elemental"
    if re.match(rf"[\s(\[{{]*(?:{_SOURCE})\b[^()\d]*$", before[before.rfind("\n") + 1 :]) and "\n" in before:
        return "source"  # a line of its own below: "from 1,000 mg Magnesium Bisglycinate"
    if _ONLY_FIGURES.fullmatch(fold(passage.word_at(start))):
        return "row"  # in a column of its own, though a bracket of the wrapped name is still open
    opening = max(before.rfind(c) for c in "([{")
    if opening >= 0 and _depth(before[opening:]) > 0:
        closing = next((i for i in range(end, len(folded)) if folded[i] in ")]}"), len(folded))
        inside = folded[opening:closing]
        if magnesium_spans(inside) or re.search(r"[a-z]{5,}", inside):
            return "source"
    return "row"


def _percents(passage: Passage, folded: str) -> Iterator[Percent]:
    for found in PERCENT.finditer(folded):
        value = parse_number(found["number"])
        apart = _ONLY_FIGURES.fullmatch(fold(passage.word_at(found.start())))
        share_of_blend = _depth(folded[: found.start()]) > 0 and re.match(
            r"[\s%]*[a-z]{4,}", folded[found.end() :]
        )
        if value is not None and (apart or not share_of_blend):
            start, end = found.span()
            yield Percent(
                value,
                passage.text[start:end],
                passage.box_of(start, end),
                passage.confidence(start, end),
                True,
            )


def _bare_figures(
    passage: Passage, unit: re.Match[str], percents: tuple[Percent, ...]
) -> tuple[tuple[Amount, ...], tuple[Percent, ...]]:
    """Amounts of a row whose unit stands in its name: "Magnesium (mg)  25.2  6.81"."""
    scale = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}[unit[1] or unit[2]]
    amounts: list[Amount] = []
    shares = list(percents)
    for start, end, figure, has_percent in _bare_figures_of(passage, unit.end()):
        text, box, confidence = (
            passage.text[start:end],
            passage.box_of(start, end),
            passage.confidence(start, end),
        )
        if not amounts or has_percent or shares:
            amounts.append(Amount(figure * scale, text, box, "row", confidence, repaired=False))
        else:
            shares.append(Percent(figure, text, box, confidence, signed=False))
    return tuple(amounts), tuple(shares)


_FIGURE_BEHIND = re.compile(
    r"\s{1,3}(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?P<sign>96|9 6)?(?=\s|[*†‡^)]|$)(?!\s?(?:m?c?g|%|[a-z]))"
)
"""A bare figure right behind an amount, in a table whose head carries the per cent sign."""


_MOST_PERCENT = 999


def _unsigned_percents(passage: Passage, folded: str) -> tuple[Percent, ...]:
    found = []
    for mass in masses(folded):
        figure = _FIGURE_BEHIND.match(folded, mass.end)
        if figure is None:
            continue
        # "%" is read as "96": "1196" is 11 %, if anything. "96" alone stays what it is.
        start, end = figure.span("number")
        value = parse_number(figure["number"])
        if value is not None and value <= _MOST_PERCENT:
            box, confidence = passage.box_of(start, end), passage.confidence(start, end)
            found.append(Percent(value, passage.text[start:end], box, confidence, signed=False))
    return tuple(found)


def _bare_figures_of(passage: Passage, start: int) -> Iterator[tuple[int, int, float, bool]]:
    """Figures without a unit from ``start`` on: start, end, value, and whether a percentage follows in brackets."""
    folded = fold(passage.text)
    for found in _BARE_FIGURE.finditer(folded, start):
        value = parse_number(found["number"])
        if value is not None and _depth(folded[start : found.start()]) <= 0:
            yield found.start("number"), found.end("number"), value, found["percent"] is not None
