"""Rows to facts: every field of a product with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from catalog.amounts import check_pair, estimate_mg
from scanner.label.capacity import within_capacity
from scanner.label.columns import head_of, preference
from scanner.label.container import derived_per_container, read_net_count, read_per_container
from scanner.label.contents import read_contents
from scanner.label.contradiction import contradiction
from scanner.label.dose import CLEAR_FIGURE, Dose, best_row, decide, market_of, rivals
from scanner.label.extent import panel_read
from scanner.label.form_doubts import doubted_forms
from scanner.label.front import front_dose
from scanner.label.magnesium import magnesium_rows
from scanner.label.mending import mended
from scanner.label.named_forms import read_forms
from scanner.label.pack import read_directions, read_kind, read_name, read_seals
from scanner.label.serving import read_serving
from scanner.label.vocabulary import closer_piece, fold, words
from scanner.page import Page
from scanner.panel.table import panel_of, tables_of
from scanner.parsed.page import parse
from scanner.reading.rows import Row, as_printed, rows_of
from scanner.records import Column, Facts, Field, Serving, missing


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
    rows = as_printed(rows_of(mended(word) for word in page.words))
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
    parsed = parse(label.rows)
    tables = tables_of(parsed)
    serving = _with_piece(read_serving(label.rows), label.text)
    net_count = read_net_count(label.rows)
    per_container = read_per_container(label.rows)
    if per_container.value is None:
        per_container = derived_per_container(net_count, serving) or per_container
    magnesium = magnesium_rows(label.rows)
    market = market_of(label.text, label.food)
    decided = [decide(row, market, on_panel=label.panel) for row in magnesium]
    chosen = best_row(decided)
    if chosen is None and not label.food and not words("serving_size").search(label.text):
        chosen = front_dose(label.rows, magnesium, market)
    heads = [_head(label.rows, column) for column in chosen or ()]
    dose = max(zip(chosen, heads, strict=True), key=lambda c: preference(c[1]))[0] if chosen else None
    forms = read_forms(label.rows, magnesium, dose.row if dose else None, panel=label.panel)
    against = contradiction(dose, market, label.rows) if dose else None
    extent = panel_read(page, label.rows)
    contents = read_contents(label.rows, rows_in_doubt=against is not None or extent == "part")
    if extent == "whole" and (contents.contradicted or against):
        extent = "part"  # its rows may have slipped against their figures
    directions, directions_high = read_directions(label.rows, serving.value)
    facts = Facts(
        elemental_mg=_doubted(_elemental(dose, rivals(chosen, decided) if chosen else ()), against),
        compound_mg=_doubted(_compound(dose), against),
        percent_dv=_percent(dose),
        forms=doubted_forms(forms, label.rows),
        serving=serving,
        per_container=per_container,
        servings_per_day=directions,
        servings_per_day_high=directions_high,
        basis=dose.basis if dose else "undecided",
        estimate_mg=_estimate(dose, forms),
        columns=_columns(chosen, heads),
        net_count=net_count,
        name=read_name(label.rows),
        kind=read_kind(label.text),
        seals=read_seals(label.text),
        co_ingredients=contents.amounts,
        panel_read=extent,
        panel=panel_of(tables),
    )
    return _in_plain_blanks(within_capacity(replace(facts, findings=_findings(facts))))


def _with_piece(serving: Field[Serving], page_text: str) -> Field[Serving]:
    """The serving with what its pieces are: said with it ("1 effervescent tablet"), or anywhere on the page."""
    if serving.value is None:
        return serving
    unit = serving.value.unit
    piece = closer_piece(unit, fold(serving.text or "")) or closer_piece(unit, page_text)
    return replace(serving, value=replace(serving.value, piece=piece))


def _findings(facts: Facts) -> tuple[str, ...]:
    """What the two amounts say of the form: a denser source mixed in."""
    elemental_mg, compound_mg, forms = facts.elemental_mg.value, facts.compound_mg.value, facts.forms.value
    if not elemental_mg or not compound_mg or not forms:
        return ()
    pair = check_pair(compound_mg, elemental_mg, forms)
    return (pair.words,) if pair.kind == "denser_source" else ()


def _in_plain_blanks(facts: Facts) -> Facts:
    """The same with texts as a person would write them: column gaps and line ends are one blank."""
    given = {f.name: getattr(facts, f.name) for f in fields(facts)}
    plain: dict[str, Any] = {name: v.in_plain_blanks() for name, v in given.items() if isinstance(v, Field)}
    return replace(facts, **plain)


def _elemental(dose: Dose | None, others: Sequence[Dose]) -> Field[float]:
    if dose is None:
        return missing("no amount of magnesium was found")
    amount = dose.elemental
    if amount is None:
        return missing(dose.reason)
    field = Field(amount.mg, amount.text, amount.box, "sure", dose.reason)
    equals = [d for d in others if d.certain]
    if equals and equals[0].row:
        return field.doubted(f"{dose.reason}; another row is as certain: “{equals[0].row.text}”")
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


def _doubted(field: Field[float], against: str | None) -> Field[float]:
    return field if against is None else field.doubted(against)


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
    if percent.slip:
        return field.doubted(f"“{percent.text}” is taken for {percent.value:g} %: {percent.slip}")
    if dose.certain and dose.by_percent:
        if dose.percent_cut_off and percent.confidence < CLEAR_FIGURE:
            return field.doubted(f"{dose.reason} only if it was cut off, not rounded", "reading")
        return field
    if dose.elemental:
        # Two engines may misread a blurred figure alike, and arithmetic has spoken against it.
        return field.doubted("it does not fit the amount by any base in use")
    return field.doubted(dose.reason, "reading")


def _estimate(dose: Dose | None, forms: Field[tuple[str, ...]]) -> tuple[float, float] | None:
    if dose is None or dose.elemental is not None or dose.compound is None or not forms.value:
        return None
    return estimate_mg(dose.compound.mg, forms.value)


def _head(rows: Sequence[Row], dose: Dose) -> str:
    amount = dose.elemental or dose.compound
    return head_of(rows, dose.row.index, amount.box) if dose.row and amount else ""


def _columns(chosen: tuple[Dose, ...] | None, heads: Sequence[str]) -> tuple[Column, ...]:
    if chosen is None or len(chosen) < 2:
        return ()
    return tuple(
        Column(head, d.elemental.mg if d.elemental else None, d.percent.value if d.percent else None)
        for d, head in zip(chosen, heads, strict=True)
    )
