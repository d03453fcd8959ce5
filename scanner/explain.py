"""How a label was understood, step by step: its lines, its panel with the proof, and the rule behind every decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from scanner.dose.choice import Doses, read_dose
from scanner.dose.rules import RULES, Dose
from scanner.label.facts import parsed_of
from scanner.panel.table import Table, tables_of
from scanner.parsed.page import Line, ParsedPage, Span
from scanner.records import Facts, Field

_TELLING = 3
"""Meanings of one word that are printed; most have one."""


def explain(facts: Facts) -> Iterator[str]:
    """The lines of the explanation. Raises ``ValueError`` for facts that do not remember what they were read from."""
    if facts.page is None:
        raise ValueError("these facts do not remember what they were read from")
    parsed = parsed_of(facts.page)
    tables = tables_of(parsed)
    yield from _page(parsed)
    yield from _tables(tables)
    yield from _statements(read_dose(parsed, tables, facts.serving))
    yield from _fields(facts)


def _page(parsed: ParsedPage) -> Iterator[str]:
    spoken = ", ".join(parsed.languages) or "none that is known"
    sign = "a comma" if parsed.decimal_comma else "a point"
    yield f"Lines. Languages: {spoken}; decimals behind {sign}."
    for line in parsed.lines:
        yield f"{line.index + 1:4}  {' | '.join(line.text[c.start : c.end].strip() for c in line.cells)}"
        found = "; ".join(_span(line, one) for one in line.spans)
        if found:
            yield f"      {found}"


def _span(line: Line, span: Span) -> str:
    printed = line.text[span.start : span.end]
    if span.kind == "word":
        said = dict.fromkeys(one.value or one.kind for one in span.meanings)
        return f"“{printed}” {' or '.join(list(said)[:_TELLING])}"
    values = " or ".join(f"{value:g}" for value in span.number.values) if span.number else "?"
    unit = "%" if span.kind == "percent" else span.unit or ""
    return f"“{printed}” {' '.join([span.bound or '', values, unit]).strip()}"


def _tables(tables: Sequence[Table]) -> Iterator[str]:
    for table in tables:
        proof = table.proof
        yield ""
        yield f"Panel “{table.title or 'without a title'}”."
        for column in table.columns:
            base = f", of {column.base}" if column.base else ""
            yield f"      column “{column.header}”: {column.kind} per {column.per}{base}"
        proven = "proven" if proof.proven else "not proven"
        of = f" by {proof.base}" if proof.base else ""
        yield f"      {proof.agree} of {proof.could} rows that could agree{of}: {proven}."
        for row in table.rows:
            record = row.record
            cells = ", ".join(
                " ".join(
                    part
                    for part in (
                        cell.bound or "",
                        f"{cell.amount:g} {cell.unit or ''}".strip() if cell.amount is not None else "",
                        f"{cell.percent:g} %" if cell.percent is not None else "",
                    )
                    if part
                )
                or "-"
                for cell in record.cells
            )
            source = f" [{record.source}]" if record.source else ""
            yield f"      {record.name}{source}: {cells} ({record.state}: {record.reason})"


def _statements(doses: Doses) -> Iterator[str]:
    yield ""
    yield "Magnesium. Of each place that speaks of it the first rule that applies decides:"
    if not doses.decided:
        yield "      no place speaks of it"
    for decided in doses.decided:
        for dose in decided:
            chosen = (
                "  <- chosen" if doses.chosen is not None and dose.statement is doses.chosen.statement else ""
            )
            yield f"      {_place(dose)}: {dose.rule}: {dose.doubt or dose.reason}{chosen}"


def _place(dose: Dose) -> str:
    statement = dose.statement
    return f"“{statement.text}” ({statement.place})" if statement is not None else "all rows together"


def _fields(facts: Facts) -> Iterator[str]:
    yield ""
    yield "Fields."
    for one in fields(facts):
        field = getattr(facts, one.name)
        if isinstance(field, Field):
            value = "-" if field.value is None else field.value
            printed = f" “{field.text}”" if field.text else ""
            yield f"      {one.name}: {value} {field.state}{printed}: {field.reason}"


def rule_table() -> str:
    """The rules of the dose as a table in Markdown, in their order: what docs/how-it-decides.md shows."""
    rows = [
        f"| {place} | `{name}` | {' '.join((rule.__doc__ or '').split())} |"
        for place, (name, rule) in enumerate(RULES, start=1)
    ]
    return "\n".join(["| | rule | what it takes for what |", "|---|---|---|", *rows])
