"""The row of a table: what else is in a product survives it, and so does how much of its panel was read."""

import pandas as pd
from pages import US, facts

from catalog.product_file import products_from_file
from scanner.batch.row import PANEL_COLUMNS, PHOTO_COLUMNS, cells
from scanner.records import Scan
from scanner.scan_json import to_json

FOOT = "* Daily Value not established."


def record_of(*lines):
    return to_json(Scan("label.jpg", "check", None, facts(*US, *lines), (), "fake", 1.0))


def product_of(tmp_path, record):
    table = tmp_path / "results.csv"
    row = {
        name: "|".join(cell) if isinstance(cell, list) else cell
        for name, cell in cells(record, PHOTO_COLUMNS).items()
    }
    pd.DataFrame([{name: cell for name, cell in row.items() if name != "estimate_mg"}]).to_csv(
        table, index=False
    )
    (product,) = products_from_file(table)
    return product


def test_how_much_was_read_and_what_was_found_come_through_a_table(tmp_path):
    whole = product_of(tmp_path, record_of("Zinc  15 mg  136%", "Magnesium (as citrate)  100 mg  24%", FOOT))
    assert (whole.panel_read, dict(whole.co_ingredients)) == ("whole", {"zinc": 15})
    part = product_of(tmp_path, record_of("Magnesium (as citrate)  100 mg  24%"))
    assert (part.panel_read, dict(part.co_ingredients)) == ("part", {})


def test_a_stimulant_comes_through_a_table(tmp_path):
    product = product_of(tmp_path, record_of("with synephrine 20 mg", "Magnesium (as citrate)  100 mg  24%"))
    assert product.co_ingredients == {"stimulants": 20}


def test_what_a_piece_is_comes_through_a_table(tmp_path):
    record = record_of("Magnesium (as citrate)  100 mg  24%")
    record["serving"] |= {"unit": "tablet", "piece": "effervescent tablet"}
    product = product_of(tmp_path, record)
    assert (product.serving_unit, product.serving_piece) == ("tablet", "effervescent tablet")


def test_the_further_columns_of_a_panel_are_in_one_cell():
    cell = {"per": "serving", "amount": 1, "unit": "mg", "percent": 10, "bound": None}
    further = (
        {"per": "100 g", "amount": 15, "unit": "mg", "percent": None, "bound": "less"},
        {"per": "2 scoop", "amount": 2.5, "unit": None, "percent": 20, "bound": None},
        {"per": "children", "amount": None, "unit": None, "percent": 30, "bound": None},
        {"per": "adults", "amount": None, "unit": None, "percent": None, "bound": None},
    )
    row = cells({"columns": [cell, *further]}, PANEL_COLUMNS)
    assert row["per"] == "serving"
    assert row["further"] == ["100 g: less 15 mg", "2 scoop: 2.5, 20 %", "children: 30 %", "adults: -"]
    assert cells({"columns": [cell]}, PANEL_COLUMNS)["further"] is None
