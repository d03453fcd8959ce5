"""Rows of real labels: is the amount the magnesium or the salt? Measured on the shared rows, skipped without them."""

import csv
import re
from pathlib import Path

import pytest

from scanner.label.facts import read_facts
from tests.pages import page

ROWS = Path(__file__).parents[2] / "shared" / "names" / "rows.csv"
MG_PER = {"mg": 1.0, "g": 1000.0, "mcg": 0.001}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ROWS.exists(), reason="the rows of real labels are not in the repository"),
]


def rows():
    with ROWS.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["quantity"] and row["unit"] in MG_PER]


def facts_of(row):
    """What is read from a panel that has this row."""
    name = row["row_name"]
    if row["form_text"] and row["amount_basis"].startswith(("elemental_row", "other_row (blend")):
        name += f" ({row['form_text'].replace('|', ',')})"
    unit = re.sub(r"\(.*", "", row["serving_size_unit"]).strip() or "Tablet"
    already = re.search(rf"(?<![\d.]){row['quantity']}\s?mg", row["row_name"])
    cells = [name] if already else [name, f"{row['quantity']} {row['unit']}"]
    percent = re.match(r"[\d.]+", row["percent_dv"])
    if percent and not already:
        cells.append(f"{percent[0]}%")
    head = "NRV" if "NRV" in row["percent_dv"] else "Daily Value"
    quantity = row["serving_size_quantity"] or "1"
    return read_facts(
        page(
            "Supplement Facts",
            f"Serving Size {quantity} {unit}",
            f"Amount Per Serving  % {head}",
            "  ".join(cells),
        )
    )


def wanted(row):
    """The elemental mg and the compound mg a right reading gives; None for either is "none said"."""
    amount = float(row["quantity"]) * MG_PER[row["unit"]]
    said = re.search(r"(?:magnesium|magnesium) ([\d.]+) ?mg\)?", row["row_name"].lower())
    if row["amount_basis"].startswith("elemental_row"):
        return amount, None
    if "compound and elemental in one line" in row["amount_basis"]:
        return amount, None
    if row["amount_basis"].startswith("other_row"):
        return None, None
    elemental = row["elemental_mg"] or (said[1] if said else "")
    return (float(elemental) if elemental else None), amount


def judged(row):
    """(right, sure and wrong)."""
    facts = facts_of(row)
    elemental, compound = wanted(row)
    right = facts.elemental_mg.value == elemental and (
        compound is None or facts.compound_mg.value == compound
    )
    certified = facts.elemental_mg.value is not None and row["dv_check"].startswith("DV")
    # A row named after the salt whose percentage fits the amount: the arithmetic outweighs the name.
    right = right or (certified and elemental is None and compound == facts.elemental_mg.value)
    return right, not right and facts.elemental_mg.state == "sure"


def test_the_amount_is_told_from_the_weight_of_the_salt():
    results = {(row["label_id"], row["row_name"], row["quantity"]): judged(row) for row in rows()}
    wrong = [key for key, (right, _) in results.items() if not right]
    assert len(results) > 80
    assert len(wrong) <= 0.03 * len(results), wrong
    assert not [key for key, (_, sure_wrong) in results.items() if sure_wrong]
