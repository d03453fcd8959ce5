"""A scan as a person sees it: the answer in a sentence, a row per field, what the numbers say besides, flags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.sources import sources
from scanner.answer import answer, serving_in_words
from scanner.panel.record import Panel, PanelCell
from scanner.records import Facts, Field, Scan, State
from scanner.screen_text import visible
from scanner.wording import form_name, number

STATE_STYLES: Mapping[State, str] = {"sure": "bold green", "check": "bold yellow", "missing": "dim"}
_SEVERITY_STYLES = {"stop": "bold red", "warning": "bold red", "caution": "bold yellow", "note": "bold"}
_NOT_READ: Mapping[State, str] = {"sure": "none", "check": "not disclosed", "missing": "unknown"}
"""The word for a field without a value."""


def _mg(value: float) -> str:
    return f"{number(value)} mg"


def _forms(value: tuple[str, ...]) -> str:
    return ", ".join(form_name(form) for form in value)


def _percent(value: float) -> str:
    return f"{number(value)} %"


_ROWS: tuple[tuple[str, str, Callable[[Any], str], bool], ...] = (
    ("elemental magnesium", "elemental_mg", _mg, True),
    ("weight of the compound", "compound_mg", _mg, False),
    ("form", "forms", _forms, True),
    ("% of daily value", "percent_dv", _percent, True),
    ("serving", "serving", serving_in_words, True),
    ("servings per container", "per_container", number, True),
    ("servings per day", "servings_per_day", number, True),
    ("pieces in the pack", "net_count", number, False),
    ("brand", "brand", str, False),
    ("product", "name", str, False),
)
"""Words, field, how its value is written, and whether the row stands there when the field is missing."""


def scan_table(path: Path, scan: Scan) -> RenderableType:
    """What the command line prints for one photo; text from the label and the file's name cannot act in it."""
    parts: list[RenderableType] = [Text(visible(str(path)), style="dim"), Text(visible(answer(scan)), "bold")]
    if scan.facts is not None:
        parts.append(_table(scan.facts))
        if scan.facts.panel is not None:
            parts.append(_panel_table(scan.facts.panel))
        parts.extend(_remarks(scan.facts))
    parts.extend(_flag(flag) for flag in scan.flags)
    return Group(*parts, Text())


def _table(facts: Facts) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for header in ("", "value", "state", "the label says", "why"):
        table.add_column(header, overflow="fold")
    for words, name, written, always in _ROWS:
        field: Field[Any] = getattr(facts, name)
        if always or field.state != "missing":
            table.add_row(words, *_cells(field, _value(field, written, name, facts)))
    return table


def _panel_table(panel: Panel) -> Table:
    """Every row of the panel: the amount and the percentage of one serving, then those of the other columns."""
    table = Table(
        box=box.SIMPLE_HEAD, title=f"All rows of the panel ({len(panel.rows)})", title_justify="left"
    )
    others = [cell.per for cell in panel.rows[0].cells[1:]] if panel.rows else []
    for header in ("", "a serving", "%", *others, "state"):
        table.add_column(Text(visible(header)), overflow="fold")
    for row in panel.rows:
        first, *more = row.cells
        percent = "" if first.percent is None else number(first.percent)
        table.add_row(
            Text("  " * min(row.level, _DEEPEST) + visible(row.name)),
            Text(_amount(first)),
            Text(percent),
            *(Text(_amount(cell)) for cell in more[: len(others)]),
            *[""] * (len(others) - len(more)),
            Text(row.state, STATE_STYLES[row.state]),
        )
    return table


_BOUNDS = {"less": "<", "at_most": "≤ ", "at_least": "≥ ", "about": "about "}
_DEEPEST = 3


def _amount(cell: PanelCell) -> str:
    if cell.amount is None:
        return ""
    return f"{_BOUNDS.get(cell.bound or '', '')}{number(cell.amount)} {cell.unit or ''}".strip()


def _value(field: Field[Any], written: Callable[[Any], str], name: str, facts: Facts) -> str:
    if field.value is None or field.value == ():
        return _NOT_READ[field.state]
    text = written(field.value)
    if name == "servings_per_day" and facts.servings_per_day_high is not None:
        return f"{text} to {written(facts.servings_per_day_high)}"
    return text


def _cells(field: Field[Any], value: str) -> tuple[Text, Text, Text, Text]:
    return (
        Text(visible(value)),
        Text(field.state, STATE_STYLES[field.state]),
        Text(f"“{visible(field.text)}”" if field.text else "–"),
        Text(visible(field.reason)),
    )


def _remarks(facts: Facts) -> Iterator[Text]:
    if facts.columns:
        columns = ", ".join(
            f"{column.header or f'column {place}'}: {_or_unknown(column.elemental_mg, _mg)} "
            f"({_or_unknown(column.percent_dv, _percent)} of daily value)"
            for place, column in enumerate(facts.columns, start=1)
        )
        yield Text(visible(f"{_which_column(facts)} {columns}."))
    for finding in facts.findings:
        yield Text(visible(finding))
    if facts.seals:
        yield Text(visible(f"Seals: {', '.join(facts.seals)}."))


def _which_column(facts: Facts) -> str:
    """Which of the columns the values above are of, by its heading where it has one that no other has."""
    amount, share = facts.elemental_mg.value, facts.percent_dv.value
    same = [
        place
        for place, column in enumerate(facts.columns, start=1)
        if (column.elemental_mg, column.percent_dv) == (amount, share)
    ]
    if len(same) != 1:
        return "The panel has several columns; which of them the values above are of is not known."
    header = facts.columns[same[0] - 1].header
    headers = [column.header for column in facts.columns]
    named = f"“{header}”" if header and headers.count(header) == 1 else f"column {same[0]}"
    return f"The panel has several columns; the values above are of {named}."


def _or_unknown(value: float | None, written: Callable[[float], str]) -> str:
    return "unknown" if value is None else written(value)


def _flag(flag: Mapping[str, Any]) -> Text:
    """One flag with the sources behind it."""
    severity = str(flag.get("severity", "note"))
    cited = "; ".join(_citation(source) for source in str(flag["source"]).split("|") if source)
    return Text.assemble(
        (f"{visible(severity)}: ", _SEVERITY_STYLES.get(severity, "bold")),
        visible(str(flag["text"])),
        (f" [{visible(cited)}]" if cited else "", "dim"),
    )


def _citation(source_id: str) -> str:
    source = sources().get(source_id)
    return source.citation if source else source_id
