"""The truth of a label from the grammar, in the shape in which real labels are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samples.grammar.figures import Figure
from samples.grammar.text import layout_of

if TYPE_CHECKING:
    from samples.grammar.content import Content, Panel
    from samples.grammar.figures import NumberStyle
    from samples.grammar.panel import Column, Columns, Entry


def record(content: Content, image: str, kind: str) -> dict[str, object]:
    """The JSON object of one label; `kind` is 'text-lines' or 'panel-art', and 'front' where it is one."""
    flat = content.truth.record(image, "grammar", "clean", content.seed, "easy")
    panel = content.panel
    return {
        **flat,
        "kind": "front" if content.truth.front else kind,
        "language": content.manner.voice.language,
        "compound_scored": content.facts.compound_scored,
        "servings_per_day": content.facts.servings_per_day,
        "per_container_optional": content.truth.front,
        "layout": _layout(content, kind),
        "panel": None if panel is None else panel_record(panel, content.manner.numbers),
    }


def _layout(content: Content, kind: str) -> str:
    """How it is set; on a picture all tables are drawn alike, whatever parts their cells in a text."""
    layout = layout_of(content)
    return "table" if kind != "text-lines" and layout in {"tab", "blanks", "blank", "pipes"} else layout


def panel_record(panel: Panel, numbers: NumberStyle) -> dict[str, object]:
    """Every row of the table; the first cell of a row is that of one serving, with the adults' percentage."""
    amounts = panel.columns.amounts
    ordered = sorted(amounts, key=lambda column: column is not panel.columns.default)
    return {
        "title": panel.title,
        "columns": [" ".join(column.head) for column in panel.columns.columns],
        "rows": [
            {
                "name": entry.name,
                "source": entry.said,
                "level": entry.level,
                "cells": [_cell(entry, panel.columns, column, numbers) for column in ordered],
                "readable": True,
            }
            for entry in panel.entries
        ],
    }


def _cell(entry: Entry, columns: Columns, column: Column, numbers: NumberStyle) -> dict[str, object]:
    """Amount and percentage of a row in one column of amounts."""
    pairs = list(zip(columns.columns, entry.cells, strict=True))
    amount = next(cell for other, cell in pairs if other is column)
    share = next(
        (
            cell
            for other, cell in pairs
            if other.kind == "percent" and other.per == column.per and not other.group
        ),
        None,
    )
    made: dict[str, object] = {"per": column.per, "amount": None, "unit": None, "percent": None}
    if isinstance(amount, Figure):
        made |= {"amount": amount.value, "unit": numbers.unit(amount.unit)}
        if amount.bound:
            made["bound"] = amount.bound
    if isinstance(share, Figure):
        made["percent"] = share.value
        if share.bound:
            made["percent_bound"] = share.bound
    return made
