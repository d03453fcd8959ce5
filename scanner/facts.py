"""Rows to facts: every field of a product with its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.amounts import estimate_mg
from catalog.names import FormHit, find_forms, magnesium_spans, match
from scanner.dose import Dose, best_row, decide, market_of, rivals
from scanner.front import front_dose
from scanner.ingredients import in_one_item, ingredient_lists
from scanner.magnesium import MagnesiumRow, magnesium_rows, nutrient_names
from scanner.page import Page
from scanner.records import Column, Facts, Field, missing
from scanner.salts import UNSPECIFIC, bare_salts, is_source
from scanner.rows import Passage, Piece, Row, cells, rows_of
from scanner.serving import read_net_count, read_per_container, read_serving
from scanner.vocabulary import fold, words

_CLEAR = 0.85
"""Below this confidence of the reader a value is shown for checking."""


_SHORT = 3
"""A salt that stands alone on a front is a line of at most this many words."""


@dataclass(frozen=True)
class Label:
    """The rows of one photo and what kind of side it shows."""

    rows: tuple[Row, ...]
    text: str
    """All of it, folded."""
    panel: bool
    """Facts with amounts are printed on this side."""
    food: bool


def label_of(page: Page) -> Label:
    """The page as rows, with what its words tell about the side that was photographed."""
    rows = rows_of(page.words)
    text = "\n".join(fold(row.text) for row in rows)
    panel = bool(
        words("serving_size").search(text)
        or words("percent_header").search(text)
        or words("title").search(text)
    )
    food = bool(words("food_title").search(text)) and not words("supplement_title").search(text)
    return Label(rows, text, panel, food)


def read_facts(page: Page) -> Facts:
    """What the words of one photo say about the product on it."""
    label = label_of(page)
    serving = read_serving(label.rows)
    magnesium = magnesium_rows(label.rows)
    market = market_of(label.text, label.food)
    decided = [decide(row, market, on_panel=label.panel) for row in magnesium]
    chosen = best_row(decided)
    if chosen is None and not label.food and not words("serving_size").search(label.text):
        chosen = front_dose(label.rows, magnesium, market)
    forms = _forms(label, magnesium, chosen)
    dose = chosen[0] if chosen else None
    return Facts(
        elemental_mg=_elemental(dose, rivals(chosen, decided) if chosen else ()),
        compound_mg=_compound(dose),
        percent_dv=_percent(dose),
        forms=forms,
        serving=serving,
        per_container=read_per_container(label.rows),
        servings_per_day=missing("no directions were found"),
        basis=dose.basis if dose else "undecided",
        estimate_mg=_estimate(dose, forms),
        columns=_columns(chosen),
        net_count=read_net_count(label.rows),
    )


def _elemental(dose: Dose | None, others: Sequence[Dose]) -> Field[float]:
    if dose is None:
        return missing("no amount of magnesium was found")
    amount = dose.elemental
    if amount is None:
        return missing(dose.reason)
    field = Field(amount.mg, amount.text, amount.box, "sure", dose.reason)
    if dose.certain:
        return field
    if others:
        return field.doubted(
            f"{dose.reason}; another row says “{others[0].row.text if others[0].row else ''}”"
        )
    if dose.guessed:
        return field.doubted(dose.reason)
    if amount.repaired:
        return field.doubted(f"{dose.reason}; the unit was read as “{amount.text}”", "reading")
    return field.doubted(dose.reason, "reading")


def _compound(dose: Dose | None) -> Field[float]:
    if dose is None or dose.compound is None:
        return missing("no weight of a magnesium compound was found")
    amount = dose.compound
    field = Field(amount.mg, amount.text, amount.box, "sure", dose.reason)
    if dose.basis == "undecided" or dose.guessed:
        return field.doubted(dose.reason)
    return field if dose.certain else field.doubted(dose.reason, "reading")


def _percent(dose: Dose | None) -> Field[float]:
    if dose is None or dose.percent is None:
        return missing("no percentage is printed beside magnesium")
    percent = dose.percent
    field = Field(percent.value, percent.text, percent.box, "sure", dose.reason)
    if dose.certain and dose.by_percent:
        return field
    return field.doubted(
        "it does not fit the amount by any base in use" if dose.elemental else dose.reason, "reading"
    )


def _estimate(dose: Dose | None, forms: Field[tuple[str, ...]]) -> tuple[float, float] | None:
    if dose is None or dose.elemental is not None or dose.compound is None or not forms.value:
        return None
    return estimate_mg(dose.compound.mg, forms.value)


def _columns(chosen: tuple[Dose, ...] | None) -> tuple[Column, ...]:
    if chosen is None or len(chosen) < 2:
        return ()
    return tuple(
        Column("", d.elemental.mg if d.elemental else None, d.percent.value if d.percent else None)
        for d in chosen
    )


def _forms(
    label: Label, magnesium: Sequence[MagnesiumRow], chosen: tuple[Dose, ...] | None
) -> Field[tuple[str, ...]]:
    """The forms named in the row of the dose, else in other rows, else in the ingredients, else on the front."""
    row = chosen[0].row if chosen else None
    in_lists = ingredient_lists(label.rows)
    ordered = ([row] if row else []) + [m for m in magnesium if m is not row and not _inside(m, in_lists)]
    for candidate in ordered:
        sources = tuple(f for f in candidate.forms.forms if is_source(f))
        if (
            sources
            and not (set(sources) & UNSPECIFIC and not label.panel)
            and (candidate is row or candidate.amounts or not label.panel)
        ):
            field = Field(sources, candidate.name, candidate.box, "sure", candidate.forms.reason)
            return field if candidate.forms.state == "sure" else field.doubted(candidate.forms.reason)
    for passage in in_lists:
        field = _forms_in(passage, "named in the list of ingredients only")
        if field is not None:
            return field
    if not label.panel or not in_lists:
        field = (
            _forms_on_front(label)
            if not label.panel
            else _forms_in(_everything(label), "named apart from the row")
        )
        if field is not None:
            return field
    if row is not None or magnesium:
        box = row.box if row else magnesium[0].box
        return Field(
            (), row.name if row else magnesium[0].name, box, "check", "the form is not disclosed on this side"
        )
    return missing("magnesium is not named on this photo")


def _everything(label: Label) -> Passage:
    return Passage(tuple(Piece(row, 0, len(row.text)) for row in label.rows))


def _forms_on_front(label: Label) -> Field[tuple[str, ...]] | None:
    """Forms named in large print: "MAGNESIUM" on one line, "GLYCINATE" on the next, "CITRATE" somewhere below."""
    if not names_magnesium(label):
        return None
    named = [row for row in label.rows if magnesium_spans(row.text)]
    found: dict[str, tuple[Row, str, bool]] = {}
    for index, row in enumerate(label.rows):
        governed = row in named or (index > 0 and label.rows[index - 1] in named)
        for cell in cells(row):
            if not governed and len(cell.text.split()) > _SHORT:
                continue
            if nutrient_names().search(fold(cell.text)) and not magnesium_spans(cell.text):
                continue
            own = bool(magnesium_spans(cell.text))
            for form in match(cell.text).forms if own else bare_salts(cell.text):
                if is_source(form) and form not in found:
                    found[form] = (
                        row,
                        cell.text.strip(),
                        governed and row.confidence(cell.start, cell.end) >= _CLEAR,
                    )
    specific = {form: where for form, where in found.items() if form not in UNSPECIFIC} or found
    if not specific:
        return None
    first, _, _ = next(iter(specific.values()))
    text = " / ".join(text for _, text, _ in specific.values())
    field = Field(tuple(specific), text, first.box, "sure", "named beside the word magnesium")
    if not all(sure for _, _, sure in specific.values()) or set(specific) & UNSPECIFIC:
        return field.doubted("named on the front, apart from the word magnesium")
    return field


def _inside(row: MagnesiumRow, lists: Sequence[Passage]) -> bool:
    pieces = {(p.row.level, p.start) for passage in lists for p in passage.pieces}
    first = row.passage.pieces[0]
    return (
        any(level == first.row.level and start <= first.start for level, start in pieces) and not row.amounts
    )


def _forms_in(passage: Passage, reason: str) -> Field[tuple[str, ...]] | None:
    hits = [h for h in find_forms(passage.text) if is_source(h.form) and in_one_item(passage.text, h.start)]
    if not hits:
        return None
    forms = tuple(dict.fromkeys(hit.form for hit in hits))
    first = hits[0]
    clear = min(passage.confidence(h.start, h.end) for h in hits) >= _CLEAR
    text = ", ".join(dict.fromkeys(_shown(passage, h) for h in hits))
    field = Field(forms, text, passage.box_of(first.start, first.end), "sure", reason)
    return field if clear else field.doubted(f"{reason}; the print was hard to read", "reading")


def _shown(passage: Passage, hit: FormHit) -> str:
    return re.sub(r"\s+", " ", passage.text[hit.start : hit.end])


def names_magnesium(label: Label) -> bool:
    """Whether magnesium is named anywhere on the photo."""
    return any(magnesium_spans(row.text) for row in label.rows)
