"""The rows of the label that speak of magnesium: their names, amounts and percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.names import NameMatch, find_forms, magnesium_spans, match
from scanner.allowance import first
from scanner.label.figures import (
    ONLY_FIGURES,
    SOURCE,
    UNIT_IN_NAME,
    Amount,
    Percent,
    amounts_of,
    bare_figures,
    depth,
    nutrient_table,
    percents_of,
    said_elemental,
    unsigned_percents,
)
from scanner.label.quantities import PERCENT, masses
from scanner.label.salts import OF, bare_salts, is_source
from scanner.label.vocabulary import fold, words
from scanner.page import Box
from scanner.reading.rows import Passage, Piece, Row, cells

_TAIL = re.compile(
    r"\A[\s,;:.\-]*(?:\(|\[|\{|as\b|from\b|and\b|&|chelate|complex|buffered|(?:mono|di|tri|hexa|hepta|nona)?hydrate|elemental\b)"
)
"""How a line begins that carries on the name above it."""
_AMOUNT_FIRST = re.compile(r"\A\s*\d[\d.,]*\s?m?c?g\b")
_SOURCE_LINE = re.compile(rf"\A\s*(?:{SOURCE})\s(?P<name>[\w-]+)\s*$")
"""A line that says no more than "as magnesium"."""
_ENDS_ITEM = re.compile(r"[,;:]$|[%)]\s?\.$")
"""How the item before ends, in prose; a comma may have been read as a full stop."""
_SHARE_FIRST = re.compile(r"\A\s*\(\d[\d.,]*\s?%\)")
_UNIT_FIRST = re.compile(r"\A\s*m?c?g\b")
_FIGURE_LAST = re.compile(r"\s\d[\d.,]*\s*$")
_LONGEST_WORD = 40
"""Letters of a word before the mineral that may name its salt."""
_SALT_BEFORE = re.compile(
    rf"""[^\W\d_][\w-]{{3,{_LONGEST_WORD}}}  # the salt
    # "anhydrous", "marin"
    (?:\s(?!form|typ|sour|quel|bron|zrod)[^\W\d_][\w-]{{2,{_LONGEST_WORD}}}(?=\s(?:{OF})\s|\sd['’]))?
    (?:\s(?:{OF})(?:\s?(?:l['’]|the\b))?|\sd['’])?  # "of"
    \s?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""The name of a salt right before the word magnesium; its form is not what "a form of magnesium" says."""
_MOST_LINES = 12
"""A name with its sources, each on a line or two."""
_REACH = _MOST_LINES + 1
"""The row of a statement and the lines that carry it on."""
_MOST_STATEMENTS = 100
"""Statements of magnesium on one side, in all its rows, lists and warnings: what is more is no label."""
_LONGEST_PANEL = 100
"""Rows above and below one row that may be of the same panel."""


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
def nutrient_names() -> re.Pattern[str]:
    """Finds the names of nutrients other than magnesium in folded text."""
    return re.compile(
        r"(?<![a-z])(?:" + "|".join(e.replace(" ", r"\s?") for e in nutrient_table()["others"]) + ")"
    )


def magnesium_rows(rows: Sequence[Row]) -> tuple[MagnesiumRow, ...]:
    """Every row of the page that names magnesium itself, top to bottom; not those that carry on a name."""
    headed = _heads_percents(rows)
    return tuple(
        _read(rows, index, passage, headed=headed)
        for index, passage in first(_MOST_STATEMENTS, _statements(rows))
    )


def _statements(rows: Sequence[Row]) -> Iterator[tuple[int, Passage]]:
    """The statements of magnesium, each with the row on which it begins."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        for start, end in _openings(row):
            if (index, start) in taken:
                continue
            passage = _gather(rows, index, start, end)
            below = {id(row): index + number for number, row in enumerate(rows[index : index + _REACH])}
            for piece in passage.pieces[1:]:
                taken.update(
                    (below[id(piece.row)], s)
                    for s, _ in magnesium_spans(piece.row.text)
                    if piece.start <= s < piece.end
                )
            yield index, passage


def _openings(row: Row) -> Iterator[tuple[int, int]]:
    """The magnesium words of a row that begin a statement of their own."""
    last_end = -1
    folded = fold(row.text)
    for start, end in magnesium_spans(row.text):
        if start < last_end:
            continue
        cell_start = row.text.rfind("\t", 0, start) + 1
        before = folded[max(cell_start, last_end, 0) : start]
        if depth(before) > 0 and nutrient_names().search(before):
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
    open_before = depth(text[text.rfind("\t", 0, start) + 1 : start])
    for other in nutrient_names().finditer(text, start):
        inside = open_before + depth(text[start : other.start()])
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
        _TAIL.match(folded) or magnesium_spans(folded[:40]) or said_elemental().search(folded[:20] + " ")
    )


def open_bracket(name: str) -> bool:
    """Whether a bracket is opened in ``name`` and not closed."""
    return depth(name) > 0


def _gather(rows: Sequence[Row], index: int, start: int, end: int) -> Passage:
    """The statement that begins at ``start``: its row and the lines that carry it on."""
    row = rows[index]
    cell_start = row.text.rfind("\t", 0, start) + 1
    lead = _lead(row.text[cell_start:start], row.text[start:end])
    pieces = [Piece(row, start - lead, _segment_end(row, end))]
    if index + 1 < len(rows) and _breaks_off(pieces[0], fold(rows[index + 1].text)):
        pieces.append(Piece(rows[index + 1], 0, _segment_end(rows[index + 1], 0)))
        return Passage(tuple(pieces))
    left = row.box_of(start - lead, end)[0]
    level = row.level
    for below in rows[index + 1 : index + 1 + _MOST_LINES]:
        if below.level - level > 2.0 * row.height:
            break
        text = "\n".join(p.text for p in pieces)
        cell = _cell_under(below, left, row.height)
        if cell is None:
            if (
                not _has_amount(pieces)
                and ONLY_FIGURES.fullmatch(fold(below.text))
                and below.level - level < row.height
            ):
                pieces.append(Piece(below, 0, len(below.text)))
            continue
        folded = fold(cell.text)
        carried_on = (
            depth(_name_part(text)) > 0
            or _TAIL.match(folded)
            or _is_wrapped_salt(text, cell)
            or (_name_part(text).rstrip().endswith(",") and bool(find_forms(cell.text)))
        )
        if not carried_on or words("ingredients").match(folded):
            break
        if _has_amount(pieces) and depth(_name_part(text)) <= 0 and _is_row_of_its_own(below, cell):
            break
        reach = _segment_end(below, cell.start) if not _has_amount(pieces) else cell.end
        pieces.append(Piece(below, cell.start, reach))
        level = below.level
    return Passage(tuple(pieces))


def _breaks_off(piece: Piece, following: str) -> bool:
    """Whether the line ends before the amount or its share, and the folded text of the ``following`` one begins so.

    So does running prose ("Zinc 5 mg (50%), Magnesium / 100 mg (27%)"), and what a salt is equivalent to.
    """
    before, behind = piece.row.text[: piece.start], piece.row.text[piece.end :]
    if behind.strip():
        return False
    name = fold(piece.text)
    if said_elemental().search(_FIGURE_LAST.sub("", name)):
        return bool((_UNIT_FIRST if _FIGURE_LAST.search(name) else _AMOUNT_FIRST).match(following))
    if not _ENDS_ITEM.search(before.rstrip()):
        return False
    return bool((_SHARE_FIRST if _has_amount([piece]) else _AMOUNT_FIRST).match(following))


def _lead(before: str, mineral: str) -> int:
    """How many letters right before the word magnesium belong to its name ("Elemental Magnesium"), with its amount.

    The salt stands there in the Romance and Slavic languages ("Citrate de magnésium", "Cytrynian magnezu"), and with
    an "of" in the others ("Oxide of magnesium", "Oxid von Magnesium").
    """
    salt = _SALT_BEFORE.search(before)
    if salt and any(hit.start < len(salt[0]) for hit in find_forms(salt[0] + mineral)):
        return len(salt[0])
    tail = re.search(
        r"(?:(?:\d[\d.,]{0,20}\s?m?g\s(?:of\s)?)?elemental|total|pure|chelated|buffered|creatine|di|tri|l)[\s\-]*$",
        fold(before),
    )
    return len(tail[0]) if tail else 0


def _is_row_of_its_own(row: Row, cell: Piece) -> bool:
    """Whether a second amount stands beside the mineral's own name: "Elemental Magnesium  360 mg" below its salt."""
    named = magnesium_spans(cell.text)
    before = fold(cell.text[: named[0][0]]) if named else ""
    source = re.match(rf"\A[\s(\[{{]*(?:{SOURCE})\b", before)
    return bool(named and not source and masses(fold(row.text[cell.start :])))


def _has_amount(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces hold an amount that is not the weight of the salt in brackets."""
    passage = Passage(tuple(pieces))
    folded = fold(passage.text)
    return any(
        depth(folded[: m.start]) <= 0 or ONLY_FIGURES.fullmatch(fold(passage.word_at(m.start)))
        for m in masses(folded)
    )


def _is_wrapped_salt(text: str, cell: Piece) -> bool:
    """A name broken in two ("Magnesium / L-Threonate"): the salt's name alone on the line below the word magnesium."""
    alone = len(cell.text.split()) <= 3 and not nutrient_names().search(fold(cell.text))
    return alone and not re.search(r"\d", cell.text) and _is_broken(text) and bool(bare_salts(cell.text))


def _is_broken(text: str) -> bool:
    """Whether the name is magnesium and nothing else so far; or its last line, which names a source of it."""
    name = _name_part(text)
    source = _SOURCE_LINE.match(fold(name.split("\n")[-1]))
    return len(name.split()) <= 2 or bool(source and magnesium_spans(source["name"]))


def breaks_within(text: str) -> bool:
    """Whether a source in a statement is magnesium and nothing else: the line that names its salt was not read."""
    lines = fold(_name_part(text)).split("\n")
    sources = [_SOURCE_LINE.match(line) for line in lines]
    following = [*sources[1:], None]
    return any(
        source and magnesium_spans(source["name"]) and (end or index == len(lines) - 1)
        for index, (source, end) in enumerate(zip(sources, following, strict=True))
    )


def _name_part(text: str) -> str:
    return "\n".join(part.split("\t")[0] for part in text.split("\n"))


def _cell_under(row: Row, left: int, height: float) -> Piece | None:
    """The cell of ``row`` that begins where the name above begins, give or take an indent."""
    for cell in cells(row):
        if cell.text.strip() and -1.5 * height <= cell.box[0] - left <= 5 * height:
            return cell
    return None


def _heads_percents(rows: Sequence[Row]) -> bool:
    """Whether the head of a column says that its figures are percentages."""
    return any(words("percent_header").search(fold(row.text)) for row in rows)


def _rows_under(rows: Sequence[Row], passage: Passage) -> list[Passage]:
    """The statements that begin at the same margin as this one, as far as they stand on one line."""
    left, height = passage.box_of(0, 1)[0], passage.pieces[0].row.height
    cells_there = [(row, _cell_under(row, left, height)) for row in rows]
    return [Passage((Piece(row, c.start, _segment_end(row, c.start)),)) for row, c in cells_there if c]


def _read(rows: Sequence[Row], index: int, passage: Passage, *, headed: bool) -> MagnesiumRow:
    text, folded = passage.text, fold(passage.text)
    amounts = tuple(amounts_of(passage, folded))
    percents = tuple(percents_of(passage, folded))
    if not amounts and (unit := UNIT_IN_NAME.search(folded)):
        panel = rows[max(0, index - _LONGEST_PANEL) : index + _LONGEST_PANEL]
        amounts, percents = bare_figures(
            passage, unit, percents, headed=headed, others=_rows_under(panel, passage)
        )
    elif amounts and not percents and headed:
        percents = unsigned_percents(passage, folded)
    name = _name_of(text, folded)
    forms = match(name)
    named = any(hit.form and depth(name[: hit.start]) <= 0 for hit in forms.hits)
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
        figures = [m.start for m in masses(plain) if depth(plain[: m.start]) <= 0]
        kept = line[: min(figures)] if figures and min(figures) > 3 else line
        pieces.append(kept.split("\t")[0])
    return " ".join(p.strip(" .:…·") for p in pieces if p.strip(" .:…·"))
