"""Rows to facts: every field of a product with its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.amounts import estimate_mg
from catalog.forms import forms as known_forms
from catalog.names import FormHit, find_forms, magnesium_spans
from scanner.dose import Dose, best_row, decide, market_of, rivals
from scanner.front import front_dose
from scanner.ingredients import ingredient_lists
from scanner.magnesium import MagnesiumRow, magnesium_rows
from scanner.page import Page
from scanner.records import Column, Facts, Field, missing
from scanner.rows import Passage, Piece, Row, rows_of
from scanner.serving import read_net_count, read_per_container, read_serving
from scanner.vocabulary import fold, words

_CLEAR = 0.85
"""Below this confidence of the reader a value is shown for checking."""


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
    if chosen is None and not label.food:
        chosen = front_dose(label.rows, magnesium, market)
    forms = _forms(label, magnesium, chosen)
    dose = chosen[0] if chosen else None
    elemental = _elemental(dose, rivals(chosen, decided) if chosen else (), label)
    compound = _amount_field(
        dose.compound if dose else None, dose.reason if dose else "no compound weight is printed"
    )
    return Facts(
        elemental_mg=elemental,
        compound_mg=compound,
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


def _elemental(dose: Dose | None, others: Sequence[Dose], label: Label) -> Field[float]:
    if dose is None:
        return missing("no amount of magnesium was found")
    amount = dose.elemental
    if amount is None:
        return missing(dose.reason)
    field = Field(amount.mg, amount.text, amount.box, "sure" if dose.certain else "check", dose.reason)
    if amount.repaired:
        return field.doubted(f"the unit was read as “{amount.text}”")
    if amount.confidence < _CLEAR:
        return field.doubted(f"{dose.reason}, but the print was hard to read")
    if others and not dose.certain:
        return field.doubted(
            f"another row says {others[0].elemental.mg:g} mg" if others[0].elemental else dose.reason
        )
    return field


def _amount_field(amount: object, reason: str) -> Field[float]:
    from scanner.magnesium import Amount

    if not isinstance(amount, Amount):
        return missing(reason)
    return Field(amount.mg, amount.text, amount.box, "check", reason)


def _percent(dose: Dose | None) -> Field[float]:
    if dose is None or dose.percent is None:
        return missing("no percentage is printed beside magnesium")
    percent = dose.percent
    state = "sure" if dose.certain and percent.confidence >= _CLEAR else "check"
    return Field(percent.value, percent.text, percent.box, state, dose.reason)


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


def _is_source(form_id: str) -> bool:
    form = known_forms().get(form_id)
    return form is not None and form.role == "source"


def _forms(
    label: Label, magnesium: Sequence[MagnesiumRow], chosen: tuple[Dose, ...] | None
) -> Field[tuple[str, ...]]:
    """The forms named in the row of the dose, else in other rows, else in the ingredients, else on the front."""
    row = chosen[0].row if chosen else None
    in_lists = ingredient_lists(label.rows)
    ordered = ([row] if row else []) + [m for m in magnesium if m is not row and not _inside(m, in_lists)]
    for candidate in ordered:
        sources = tuple(f for f in candidate.forms.forms if _is_source(f))
        if sources and (candidate is row or candidate.amounts or not label.panel):
            state = (
                "sure"
                if candidate.forms.state == "sure"
                and candidate.passage.confidence(0, len(candidate.passage.text)) >= _CLEAR
                else "check"
            )
            return Field(sources, candidate.name, candidate.box, state, candidate.forms.reason)
    for passage in in_lists:
        field = _forms_in(passage, "named in the list of ingredients only")
        if field is not None:
            return field
    everything = Passage(tuple(Piece(r, 0, len(r.text)) for r in label.rows))
    field = _forms_in(everything, "named outside the panel")
    if field is not None:
        return field.doubted(field.reason)
    if row is not None or magnesium:
        box = row.box if row else magnesium[0].box
        return Field(
            (), row.name if row else magnesium[0].name, box, "check", "the form is not disclosed on this side"
        )
    return missing("magnesium is not named on this photo")


def _inside(row: MagnesiumRow, lists: Sequence[Passage]) -> bool:
    pieces = {(p.row.level, p.start) for passage in lists for p in passage.pieces}
    first = row.passage.pieces[0]
    return (
        any(level == first.row.level and start <= first.start for level, start in pieces) and not row.amounts
    )


def _forms_in(passage: Passage, reason: str) -> Field[tuple[str, ...]] | None:
    hits = [hit for hit in find_forms(passage.text) if _is_source(hit.form)]
    if not hits:
        return None
    forms = tuple(dict.fromkeys(hit.form for hit in hits))
    first = hits[0]
    clear = min(passage.confidence(h.start, h.end) for h in hits) >= _CLEAR
    text = ", ".join(dict.fromkeys(_shown(passage, h) for h in hits))
    return Field(forms, text, passage.box_of(first.start, first.end), "sure" if clear else "check", reason)


def _shown(passage: Passage, hit: FormHit) -> str:
    return re.sub(r"\s+", " ", passage.text[hit.start : hit.end])


def names_magnesium(label: Label) -> bool:
    """Whether magnesium is named anywhere on the photo."""
    return any(magnesium_spans(row.text) for row in label.rows)
