"""Rows to facts: every field of a product with its evidence."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from catalog.amounts import check_pair
from scanner.dose.choice import read_dose
from scanner.forms import read_forms
from scanner.label.capacity import within_capacity
from scanner.label.contents import read_contents
from scanner.label.extent import panel_read
from scanner.label.market import read_market
from scanner.label.product import read_kind, read_name, read_seals
from scanner.page import Page
from scanner.panel.table import panel_of, tables_of
from scanner.parsed.page import ParsedPage, parse
from scanner.parsed.paragraphs import reflowed
from scanner.reading.rows import as_printed, rows_of
from scanner.records import Facts, Field
from scanner.statements.container import derived_per_container, read_net_count, read_per_container
from scanner.statements.directions import read_directions
from scanner.statements.serving import read_serving


def parsed_of(page: Page) -> ParsedPage:
    """The page as everything after it asks it: its rows, lists in one line, with all that was found in them."""
    return parse(reflowed(as_printed(rows_of(page.words))))


def read_facts(page: Page) -> Facts:
    """What the words of one photo say about the product on it."""
    parsed = parsed_of(page)
    tables = tables_of(parsed)
    serving = read_serving(parsed)
    net_count = read_net_count(parsed)
    per_container = read_per_container(parsed)
    if per_container.value is None:
        per_container = derived_per_container(net_count, serving) or per_container
    dose = read_dose(parsed, tables, serving)
    forms = read_forms(parsed, tables, dose.parts)
    extent = panel_read(parsed, tables, page.size[1])
    contents = read_contents(parsed, tables, rows_in_doubt=dose.contradicted or extent == "part")
    if extent == "whole" and (contents.contradicted or dose.contradicted):
        extent = "part"  # its rows may have slipped against their figures
    directions, directions_high = read_directions(parsed, serving.value)
    facts = Facts(
        elemental_mg=dose.elemental_mg,
        compound_mg=dose.compound_mg,
        percent_dv=dose.percent_dv,
        forms=forms,
        serving=serving,
        per_container=per_container,
        servings_per_day=directions,
        servings_per_day_high=directions_high,
        basis=dose.basis,
        estimate_mg=dose.estimate_mg(forms.value),
        columns=dose.columns,
        net_count=net_count,
        name=read_name(parsed),
        kind=read_kind(parsed),
        seals=read_seals(parsed),
        co_ingredients=contents.amounts,
        panel_read=extent,
        language=next(iter(parsed.languages), None),
        market=read_market(parsed, tables),
        panel=panel_of(tables),
        page=page,
    )
    return _in_plain_blanks(within_capacity(replace(facts, findings=_findings(facts))))


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
