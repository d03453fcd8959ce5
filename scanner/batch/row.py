"""The row of a table for one result, with the column names that ``magnify rank`` reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from catalog.co_ingredients import co_ingredients

Kind = Literal["text", "number", "texts", "numbers"]
Record = Mapping[str, Any]
Columns = tuple[tuple[str, Kind, Callable[[Record], Any]], ...]
"""Name, kind of cell, and how it is found in a record."""


def _at(*path: str) -> Callable[[Record], Any]:
    def cell(record: Record) -> Any:
        value: Any = record
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    return cell


def _flags(key: str) -> Callable[[Record], Any]:
    return lambda record: list(dict.fromkeys(str(flag[key]) for flag in record.get("flags") or ())) or None


def _state(field: str) -> tuple[str, Kind, Callable[[Record], Any]]:
    return (f"{field}_state", "text", _at("fields", field, "state"))


_INGREDIENTS = sorted({row.ingredient for row in co_ingredients()})
"""Those with a column of their own."""


def _without_amount(record: Record) -> Any:
    """Ingredients without an amount, and those that have no column to put it in: named they must be."""
    found = (record.get("co_ingredients") or {}).items()
    return [name for name, mg in found if mg is None or name not in _INGREDIENTS] or None


PHOTO_COLUMNS: Columns = (
    ("photo", "text", _at("photo")),
    ("status", "text", _at("status")),
    ("error", "text", _at("error")),
    ("reason", "text", _at("reason")),
    ("brand", "text", _at("product", "brand")),
    ("name", "text", _at("product", "name")),
    ("kind", "text", _at("product", "kind")),
    ("elemental_mg", "number", _at("magnesium", "elemental_mg")),
    ("compound_mg", "number", _at("magnesium", "compound_mg")),
    ("estimate_mg", "numbers", _at("magnesium", "estimate_mg")),
    ("percent_dv", "number", _at("magnesium", "percent_dv")),
    ("basis", "text", _at("magnesium", "basis")),
    ("forms", "texts", _at("magnesium", "forms")),
    ("serving_quantity", "number", _at("serving", "quantity")),
    ("serving_unit", "text", _at("serving", "unit")),
    ("serving_piece", "text", _at("serving", "piece")),
    ("weight_g", "number", _at("serving", "weight_g")),
    ("per_container", "number", _at("serving", "per_container")),
    ("servings_per_day", "number", _at("serving", "servings_per_day")),
    ("servings_per_day_high", "number", _at("serving", "servings_per_day_high")),
    ("pieces", "number", _at("fields", "net_count", "value")),
    _state("elemental_mg"),
    _state("forms"),
    _state("serving"),
    ("elemental_mg_text", "text", _at("fields", "elemental_mg", "text")),
    ("seals", "texts", _at("seals")),
    ("flags", "texts", _flags("kind")),
    ("flag_texts", "texts", _flags("text")),
    ("findings", "texts", lambda record: record.get("findings") or None),
    ("panel_read", "text", _at("panel_read")),
    *(
        # Dotted: `magnify rank` takes these for the parts of one field.
        (f"co_ingredients.{name}", "number", _at("co_ingredients", name))
        for name in _INGREDIENTS
    ),
    ("co_ingredients_without_amount", "texts", _without_amount),
    ("reader", "text", _at("reader")),
    ("seconds", "number", _at("seconds")),
    ("sha256", "text", _at("sha256")),
    ("source", "text", _at("source")),
    ("same_as", "text", _at("same_as")),
    ("version", "text", _at("version")),
)
"""Of a table with a row for each photo."""
_OF_PHOTOS_ONLY = frozenset({"sha256", "source", "same_as"})
PRODUCT_COLUMNS: Columns = (
    *(column for column in PHOTO_COLUMNS if column[0] not in _OF_PHOTOS_ONLY),
    ("photos", "texts", _at("photos")),
)
"""Of a table with a row for each product."""


def _further(row: Record) -> Any:
    """The cells of a row of a panel behind the first one, each as one text: "100 g: 15 mg, 4 %"."""
    return [f"{cell['per']}: {_figures(cell)}" for cell in row["columns"][1:]] or None


def _figures(cell: Record) -> str:
    bound = f"{cell['bound']} " if cell["bound"] else ""
    amount = None if cell["amount"] is None else " ".join(filter(None, (f"{cell['amount']:g}", cell["unit"])))
    percent = None if cell["percent"] is None else f"{cell['percent']:g} %"
    return bound + (", ".join(filter(None, (amount, percent))) or "-")


PANEL_COLUMNS: Columns = (
    ("photo", "text", _at("photo")),
    ("row", "number", _at("row")),
    ("name", "text", _at("name")),
    ("source", "text", _at("source")),
    ("level", "number", _at("level")),
    ("amount", "number", _at("amount")),
    ("unit", "text", _at("unit")),
    ("percent", "number", _at("percent")),
    ("bound", "text", _at("bound")),
    ("per", "text", lambda row: row["columns"][0]["per"]),
    ("further", "texts", _further),
    ("text", "text", _at("text")),
    ("box", "numbers", _at("box")),
    ("state", "text", _at("state")),
    ("reason", "text", _at("reason")),
    ("photo_source", "text", _at("photo_source")),
    ("version", "text", _at("version")),
)
"""Of a table with a row for each row of a photo's panel; its ``source`` is what the nutrient is made from."""


def cells(record: Record, columns: Columns) -> dict[str, Any]:
    """The cells of one row: text, numbers, lists, and None for what was not read."""
    return {name: _typed(kind, cell(record)) for name, kind, cell in columns}


def _typed(kind: Kind, value: Any) -> Any:
    if kind == "number" and value is not None:
        return float(value)
    if kind == "numbers" and value is not None:
        return [float(each) for each in value]
    return value
