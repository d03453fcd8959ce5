"""A panel as the object ``"panel"`` of the command line's contract, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.panel.record import Panel, PanelCell, PanelColumn, PanelRow


def panel_to_json(panel: Panel) -> dict[str, Any]:
    """The object; ``amount``, ``unit`` and ``percent`` of a row are those of one serving."""
    return {
        "title": panel.title,
        "columns": [
            {"header": one.header, "kind": one.kind, "per": one.per, "base": one.base}
            for one in panel.columns
        ],
        "rows": [_row(row) for row in panel.rows],
        "proven": panel.proven,
        "of": panel.of,
    }


def _row(row: PanelRow) -> dict[str, Any]:
    first = row.cells[0]
    return {
        "name": row.name,
        "source": row.source,
        "level": row.level,
        "amount": _whole(first.amount),
        "unit": first.unit,
        "percent": _whole(first.percent),
        "bound": first.bound,
        "columns": [
            {
                "per": cell.per,
                "amount": _whole(cell.amount),
                "unit": cell.unit,
                "percent": _whole(cell.percent),
                "bound": cell.bound,
            }
            for cell in row.cells
        ],
        "text": row.text,
        "box": list(row.box) if row.box else None,
        "state": row.state,
        "reason": row.reason,
    }


def _whole(number: float | None) -> float | int | None:
    """200.0 as 200: figures look as they do on the label."""
    return int(number) if number is not None and number == int(number) else number


def panel_from_json(record: Mapping[str, Any]) -> Panel:
    """The panel that ``panel_to_json`` wrote. Raises ``KeyError`` or ``TypeError`` when the record is not one."""
    columns = (PanelColumn(one["header"], one["kind"], one["per"], one["base"]) for one in record["columns"])
    rows = (
        PanelRow(
            row["name"],
            row["source"],
            row["level"],
            tuple(
                PanelCell(
                    one["per"],
                    None if one["amount"] is None else float(one["amount"]),
                    one["unit"],
                    None if one["percent"] is None else float(one["percent"]),
                    one["bound"],
                )
                for one in row["columns"]
            ),
            row["text"],
            (row["box"][0], row["box"][1], row["box"][2], row["box"][3]) if row["box"] else None,
            row["state"],
            row["reason"],
        )
        for row in record["rows"]
    )
    return Panel(record["title"], tuple(columns), tuple(rows), record["proven"], record["of"])
