"""The products of a result file: JSON Lines, Parquet, or CSV as a spreadsheet program may have saved it."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from catalog.json_values import RecordError, record_of
from catalog.product import CHECKED_FIELDS, FLAT_COLUMNS, Product
from catalog.result_table import Columns, lines_of, rows_of

_WITHOUT_AMOUNT = "co_ingredients_without_amount"
"""A column of names: in tables an empty cell for an amount says that there is no such ingredient."""
LIST_COLUMNS = frozenset({"magnesium.forms", "seals", "to_check", _WITHOUT_AMOUNT})
NUMBER_LIST_COLUMNS = frozenset({"magnesium.shares", "magnesium.estimate_mg"})
_CO_INGREDIENTS = "co_ingredients."
TABLE_COLUMNS = Columns(
    keys=MappingProxyType(
        {
            **FLAT_COLUMNS,
            **{place: place for place in FLAT_COLUMNS.values()},
            **{
                place: place
                for place in (
                    *("photo", "status", "same_as", "seals", "panel_read"),
                    *("for_children", "youngest_age_y", "to_check", _WITHOUT_AMOUNT),
                    *(f"{field}_state" for field in CHECKED_FIELDS),
                )
            },
        }
    ),
    unused=frozenset(
        {
            *("error", "reason", "pieces"),
            *("elemental_mg_text", "flags", "flag_texts", "findings", "reader", "seconds"),
            *("sha256", "source", "version", "photos"),
        }
    ),
    amounts=_CO_INGREDIENTS,
    deciding=frozenset(place for place in FLAT_COLUMNS.values() if place.startswith("magnesium.")),
    numbers=frozenset(
        {
            *("product.price", "serving.quantity", "serving.weight_g", "serving.per_container"),
            *("serving.servings_per_day", "serving.servings_per_day_high"),
            *("magnesium.elemental_mg", "magnesium.compound_mg", "magnesium.percent_dv", "youngest_age_y"),
        }
    ),
    number_lists=NUMBER_LIST_COLUMNS,
    lists=LIST_COLUMNS,
    yes_no=frozenset({"for_children"}),
)
"""The columns of a result file in CSV; `unused` are those of a batch that say nothing of the product."""
TABLES = (".csv", ".tsv", ".txt")
SUFFIXES = (".jsonl", ".ndjson", ".json", *TABLES, ".parquet")


def products_from_file(path: str | Path) -> tuple[Product, ...]:
    """The products of a result file: JSON Lines of `magnify scan`, CSV or Parquet, in the file's order.

    In tables, columns are named serving.quantity or serving_quantity, lists are joined by "|". CSV may be as a
    spreadsheet program saves it: see `result_table.rows_of`. A photo that repeats an earlier one (`same_as`, as in
    the journal of a batch) is not another product.
    Raises RecordError naming the file, the line and the field, OSError when the file cannot be read.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise RecordError(path.name, f"cannot read {path.suffix!r} files: use {', '.join(SUFFIXES)}")
    found = []
    for line, record in _records(path):
        if record.get("same_as"):
            continue
        try:
            found.append(Product.from_scan(record))
        except RecordError as error:
            raise RecordError(f"{path.name}, line {line}, {error.where}", error.problem) from error
    return tuple(found)


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if path.suffix.lower() in TABLES:
        for line, row in rows_of(path, TABLE_COLUMNS):
            yield line, nested(row)
        return
    if path.suffix.lower() == ".parquet":
        import pandas as pd  # half a second to import: only where a table is read

        for line, cells in enumerate(pd.read_parquet(path).to_dict("records"), start=2):
            yield line, nested({str(key): value for key, value in cells.items()})
        return
    for line, printed in enumerate(lines_of(path), start=1):
        if not printed.strip():
            continue
        yield line, record_of(printed, f"{path.name}, line {line}")


def nested(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A flat table row as the nested record of a scan; empty cells (None, NaN) are left out."""
    record: dict[str, Any] = {}
    for column, cell in row.items():
        if cell is None or (isinstance(cell, float) and math.isnan(cell)):
            continue
        key = FLAT_COLUMNS.get(column, column)
        value = cell.tolist() if hasattr(cell, "tolist") else cell
        if isinstance(value, str) and key in LIST_COLUMNS:
            value = [part for part in value.split("|") if part]
        if key == _WITHOUT_AMOUNT:
            record.setdefault("co_ingredients", {}).update(dict.fromkeys(value))
            continue
        if isinstance(value, str) and key in NUMBER_LIST_COLUMNS:
            value = [float(part) for part in value.split("|")]
        parent, _, child = key.rpartition(".")
        if not parent:
            record.setdefault(key, value)
            continue
        target = record
        for step in parent.split("."):
            target = target.setdefault(step, {})
            if not isinstance(target, dict):
                raise RecordError(column, f"the table has a column {step!r} of its own")
        target[child] = value
    return record
