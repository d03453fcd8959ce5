"""Which forms of magnesium the label names, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.forms import closest
from catalog.names import FormHit, find_forms, magnesium_spans, match
from scanner.label.figures import depth
from scanner.label.ingredients import in_one_item, ingredient_lists
from scanner.label.magnesium import MagnesiumRow, breaks_within, open_bracket
from scanner.label.salts import UNSPECIFIC, bare_salts, is_source
from scanner.label.vocabulary import fold
from scanner.reading.rows import Passage, Piece, Row, cells
from scanner.records import Field, missing

Forms = Field[tuple[str, ...]]

_CLEAR = 0.85
_FIRST_WORDS = re.compile(r"\A\s*[^\s,;.()]+(?: [^\s,;.()]+)?")
_LONG = 6
"""Names of other minerals from this length on may have one slip."""
_RUNS_ON = 2
"""Lines below the row in which its source may stand."""
_SHORT = 3
"""A salt that stands alone on a front is a line of at most this many words."""


def read_forms(
    rows: Sequence[Row], magnesium: Sequence[MagnesiumRow], dose: MagnesiumRow | None, *, panel: bool
) -> Forms:
    """The forms named in rows with amounts, else in the ingredients, else anywhere; on fronts, all of them."""
    lists = ingredient_lists(rows)
    # A row that only names an excipient ("free from magnesium stearate") says nothing of magnesium in the product.
    magnesium = [m for m in magnesium if not m.forms.forms or any(map(is_source, m.forms.forms))]
    if panel:
        found = _in_rows(magnesium, dose, lists) or _in_lists(lists) or _run_on(magnesium, dose)
        if found is None and magnesium:
            found = _apart(rows)
    else:
        found = _on_front(rows) or _in_lists(lists)
    if found is not None:
        return found
    named = dose or next(iter(magnesium), None)
    if named is not None:
        nothing: tuple[str, ...] = ()
        return Field(
            nothing, named.name, named.box, "check", "the form is not disclosed on this side", "meaning"
        )
    return missing("magnesium is not named on this photo")


def _in_rows(
    magnesium: Sequence[MagnesiumRow], dose: MagnesiumRow | None, lists: Sequence[Passage]
) -> Forms | None:
    """The forms of the row of the dose and of rows with amounts of their own: its parts, or salts of a blend."""
    telling = [m for m in magnesium if m is dose or (m.amounts and not _listed(m, lists))]
    telling.sort(key=lambda m: m is not dose)
    rows = [m for m in telling if any(map(is_source, m.forms.precise))]
    if not rows:
        return None
    ordered = closest([f for f in m.forms.precise if is_source(f)] for m in rows)
    field = Field(ordered, rows[0].name, rows[0].box, "sure", rows[0].forms.reason)
    unsure = next((m for m in rows if m.forms.state != "sure"), None)
    if unsure is None and any(open_bracket(m.name) for m in rows):
        return field.doubted("the bracket behind the name is not closed: a line of it may be missing")
    if unsure is None and any(breaks_within(m.passage.text) for m in rows):
        return field.doubted(
            "a source is named that breaks off behind magnesium: a line of it may be missing"
        )
    return field.doubted(unsure.forms.reason) if unsure else field


def _run_on(magnesium: Sequence[MagnesiumRow], dose: MagnesiumRow | None) -> Forms | None:
    """The forms of the statement right below the row of the dose that closes a bracket: its opening was not read."""
    for row in magnesium:
        below = dose is not None and 0 < row.index - dose.index <= _RUNS_ON
        if below and depth(row.name) < 0 and any(map(is_source, row.forms.precise)):
            field = Field(
                tuple(filter(is_source, row.forms.precise)), row.name, row.box, "sure", row.forms.reason
            )
            return field.doubted("named on the line below the row of the amount")
    return None


def _listed(row: MagnesiumRow, lists: Sequence[Passage]) -> bool:
    """Whether the row is a line of a list of ingredients."""
    first = row.passage.pieces[0]
    return any(
        p.row is first.row and p.start <= first.start < p.end for passage in lists for p in passage.pieces
    )


def _in_lists(lists: Sequence[Passage]) -> Forms | None:
    for passage in lists:
        field = _in_passage(passage, "named in the list of ingredients only")
        if field is not None:
            return field
    return None


def _apart(rows: Sequence[Row]) -> Forms | None:
    """The forms of the first other line that names magnesium and what it is.

    A line says nothing of the next one, unless it breaks off behind the mineral and the next begins with the salt.
    """
    for index in range(len(rows)):
        field = _in_passage(_lines(rows, index), "named apart from the row")
        if field is not None:
            return field
    return None


def _lines(rows: Sequence[Row], index: int) -> Passage:
    row = rows[index]
    pieces = [Piece(row, 0, len(row.text))]
    ends = [end for _, end in magnesium_spans(row.text)]
    if ends and ends[-1] >= len(row.text.rstrip()) and index + 1 < len(rows):
        salt = _FIRST_WORDS.match(rows[index + 1].text)
        pieces.append(Piece(rows[index + 1], 0, salt.end() if salt else 0))
    return Passage(tuple(pieces))


def _in_passage(passage: Passage, reason: str) -> Forms | None:
    hits = [
        h
        for h in find_forms(passage.text)
        if is_source(h.form) and (magnesium_spans(h.text) or in_one_item(passage.text, h.start))
    ]
    if not hits:
        return None
    forms = tuple(dict.fromkeys(hit.variant for hit in hits))
    text = ", ".join(dict.fromkeys(_shown(passage, h) for h in hits))
    field = Field(forms, text, passage.box_of(hits[0].start, hits[0].end), "sure", reason)
    clear = min(passage.confidence(h.start, h.end) for h in hits) >= _CLEAR
    return field if clear else field.doubted(f"{reason}; the print was hard to read", "reading")


def _shown(passage: Passage, hit: FormHit) -> str:
    return re.sub(r"\s+", " ", passage.text[hit.start : hit.end])


def _on_front(rows: Sequence[Row]) -> Forms | None:
    """Forms in large print: "MAGNESIUM" on one line, "GLYCINATE" on the next, "CITRATE" somewhere below."""
    named = {index for index, row in enumerate(rows) if magnesium_spans(row.text)}
    if not named:
        return None
    found: dict[str, tuple[Row, str, bool]] = {}
    for index, row in enumerate(rows):
        governed = index in named or index - 1 in named
        for cell in cells(row):
            for form, told in _forms_of_cell(cell.text, governed=governed):
                clear = told and row.confidence(cell.start, cell.end) >= _CLEAR
                found.setdefault(form, (row, cell.text.strip(), clear))
    named_closest = closest([form] for form in found)
    specific = {form: found[form] for form in named_closest if form not in UNSPECIFIC} or found
    if not specific:
        return None
    text = " / ".join(dict.fromkeys(text for _, text, _ in specific.values()))
    field = Field(
        tuple(specific), text, next(iter(specific.values()))[0].box, "sure", "named with the word magnesium"
    )
    apart = not all(clear for _, _, clear in specific.values()) or bool(set(specific) & UNSPECIFIC)
    return field.doubted("named on the front, apart from the word magnesium") if apart else field


def _forms_of_cell(text: str, *, governed: bool) -> list[tuple[str, bool]]:
    """The sources a phrase of a front names, and whether it leaves no doubt that they are salts of magnesium."""
    if magnesium_spans(text):
        told = {hit.variant for hit in find_forms(text)}  # "MAG 2" may be one salt or another
        return [(form, form in told) for form in match(text).precise if is_source(form)]
    if not governed and (len(text.split()) > _SHORT or _of_something_else(text)):
        return []
    return [(form, governed) for form in bare_salts(text)]


def _of_something_else(text: str) -> bool:
    """Whether the phrase names another mineral or an amino acid: a long name may have one slip."""
    return any(
        process.extractOne(
            word, _OTHER_BASES, scorer=OSA.distance, score_cutoff=1 if len(word) >= _LONG else 0
        )
        for word in re.findall(r"[a-z]+", fold(text))
    )


_OTHER_BASES = (
    "calcium",
    "zinc",
    "potassium",
    "iron",
    "sodium",
    "chromium",
    "creatine",
    "arginine",
    "citrulline",
)
