"""Products from scans and result files."""

import json

import pandas as pd
import pytest

from catalog.json_values import RecordError
from catalog.product import Product
from catalog.product_file import products_from_file

SCAN = {
    "photo": "label.jpg",
    "status": "read",
    "product": {"brand": "Acme", "name": "Calm"},
    "serving": {
        "quantity": 2,
        "unit": "capsule",
        "weight_g": None,
        "per_container": 60,
        "servings_per_day": 1,
    },
    "magnesium": {
        "elemental_mg": 200,
        "compound_mg": 1420,
        "estimate_mg": None,
        "percent_dv": 48,
        "basis": "elemental",
        "per": "serving",
        "forms": ["bisglycinate"],
        "columns": [],
    },
    "fields": {"seals": {"value": ["USP Verified"]}},
    "flags": [],
}


def test_a_scan_becomes_a_product():
    product = Product.from_scan(SCAN)
    assert product.title == "Acme Calm"
    assert product.forms == ("bisglycinate",)
    assert product.daily_mg == (200, 200)
    assert product.units_per_day == 2
    assert product.seals == ("USP Verified",)
    assert product.weight_g is None


def test_missing_keys_are_unknown():
    product = Product.from_scan({})
    assert product == Product()
    assert product.daily_mg is None
    assert product.seals is None
    assert product.title == "unnamed product"
    assert Product.from_scan({"magnesium": None, "photo": "a.jpg"}).title == "a.jpg"


@pytest.mark.parametrize(
    ("record", "where"),
    [
        ({"magnesium": {"elemental_mg": "200"}}, "magnesium.elemental_mg"),
        ({"magnesium": {"elemental_mg": -1}}, "magnesium.elemental_mg"),
        ({"magnesium": {"elemental_mg": True}}, "magnesium.elemental_mg"),
        ({"magnesium": {"forms": "oxide"}}, "magnesium.forms"),
        ({"magnesium": {"basis": "guess"}}, "magnesium.basis"),
        ({"magnesium": {"estimate_mg": [1]}}, "magnesium.estimate_mg"),
        ({"magnesium": {"forms": ["oxide"], "shares": [0.5, 0.5]}}, "shares"),
        ({"magnesium": {"forms": ["oxide", "citrate"], "shares": [0.5, 0.9]}}, "shares"),
        ({"serving": [1]}, "serving"),
        ({"product": {"name": 3}}, "product.name"),
        ({"co_ingredients": ["zinc"]}, "co_ingredients"),
        ({"co_ingredients": {"zinc": "15 mg"}}, "co_ingredients.zinc"),
        ({"panel_read": "all"}, "panel_read"),
        ({"panel_read": True}, "panel_read"),
    ],
)
def test_a_wrong_type_is_named(record, where):
    with pytest.raises(RecordError) as caught:
        Product.from_scan(record)
    assert caught.value.where == where
    assert where in str(caught.value)


def test_directions_give_a_range():
    product = Product(elemental_mg=100, servings_per_day=1, servings_per_day_high=3)
    assert product.daily_mg == (100, 300)
    assert Product(elemental_mg=100).servings_range == (1, 1)
    assert not Product(elemental_mg=100).has_directions


def test_price_of_100_mg():
    assert Product(elemental_mg=200, per_container=60, price=24).price_per_100_mg == pytest.approx(0.2)
    assert Product(elemental_mg=200, price=24).price_per_100_mg is None


def test_json_lines_csv_and_parquet_give_the_same_products(tmp_path):
    jsonl, table, parquet = (tmp_path / name for name in ("a.jsonl", "a.csv", "a.parquet"))
    jsonl.write_text(json.dumps(SCAN) + "\n\n")
    flat = {
        "photo": "label.jpg",
        "status": "read",
        "brand": "Acme",
        "name": "Calm",
        "serving.quantity": 2,
        "serving_unit": "capsule",
        "per_container": 60,
        "servings_per_day": 1,
        "elemental_mg": 200,
        "magnesium.compound_mg": 1420,
        "percent_dv": 48,
        "basis": "elemental",
        "forms": "bisglycinate",
        "seals": "USP Verified",
        "weight_g": None,
    }
    frame = pd.DataFrame([flat])
    frame.to_csv(table, index=False)
    frame.assign(forms=[["bisglycinate"]], seals=[["USP Verified"]]).to_parquet(parquet)
    expected = (Product.from_scan(SCAN),)
    assert products_from_file(jsonl) == expected
    assert products_from_file(table) == expected
    assert products_from_file(parquet) == expected


def test_errors_name_file_line_and_field(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps(SCAN) + "\n" + json.dumps({"magnesium": {"elemental_mg": "x"}}) + "\n")
    with pytest.raises(RecordError, match=r"bad.jsonl, line 2, magnesium.elemental_mg"):
        products_from_file(bad)
    bad.write_text("{not json}\n")
    with pytest.raises(RecordError, match=r"bad.jsonl, line 1: not JSON"):
        products_from_file(bad)
    bad.write_text("[1]\n")
    with pytest.raises(RecordError, match="one JSON object per line"):
        products_from_file(bad)
    with pytest.raises(RecordError, match=r"cannot read '\.xlsx' files"):
        products_from_file(tmp_path / "a.xlsx")


def test_a_name_without_an_amount_in_a_table_is_an_ingredient_without_an_amount(tmp_path):
    flat = {
        "photo": "a.jpg",
        "elemental_mg": 200,
        "co_ingredients.caffeine": 80.0,
        "co_ingredients.zinc": None,
    }
    flat["co_ingredients_without_amount"] = "melatonin|vitamin_b6"
    table = tmp_path / "results.csv"
    pd.DataFrame([flat]).to_csv(table, index=False)
    parquet = tmp_path / "results.parquet"
    pd.DataFrame([flat | {"co_ingredients_without_amount": ["melatonin", "vitamin_b6"]}]).to_parquet(parquet)
    for path in (table, parquet):
        (product,) = products_from_file(path)
        assert dict(product.co_ingredients) == {"caffeine": 80.0, "melatonin": None, "vitamin_b6": None}


@pytest.mark.parametrize(
    ("cell", "read"), [("whole", "whole"), ("part", "part"), ("none", "none"), (None, "none")]
)
def test_how_much_of_the_panel_was_read_comes_along_in_tables_and_records(tmp_path, cell, read):
    table = tmp_path / "results.csv"
    pd.DataFrame([{"photo": "a.jpg", "elemental_mg": 200, "panel_read": cell}]).to_csv(table, index=False)
    lines = tmp_path / "results.jsonl"
    lines.write_text(json.dumps({"photo": "a.jpg", "panel_read": cell, "co_ingredients": None}) + "\n")
    for path in (table, lines):
        (product,) = products_from_file(path)
        assert product.panel_read == read
        assert dict(product.co_ingredients) == {}


def test_where_no_one_says_how_much_of_the_panel_was_read_it_is_not_whole():
    assert Product.from_scan({"co_ingredients": {}}).panel_read == "none"
    assert Product().panel_read == "none"


def test_the_second_photo_of_the_same_content_is_no_second_product(tmp_path):
    journal = tmp_path / "results.jsonl"
    journal.write_text(json.dumps(SCAN) + "\n" + json.dumps({"photo": "b.jpg", "same_as": "a.jpg"}) + "\n")
    assert len(products_from_file(journal)) == 1
    table = tmp_path / "results.csv"
    rows = [
        {"photo": "a.jpg", "elemental_mg": 200},
        {"photo": "b.jpg", "elemental_mg": 200, "same_as": "a.jpg"},
    ]
    pd.DataFrame(rows).to_csv(table, index=False)
    assert [product.name for product in products_from_file(table)] == [None]
