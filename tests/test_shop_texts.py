"""What the texts of shop pages say, as people paste them: bullets, lists, tables cell by cell, one wording a kind."""

import csv
from pathlib import Path

import pytest

from scanner.label.facts import read_facts
from scanner.label_text import page_of

with (Path(__file__).parent / "shop_texts.csv").open(encoding="utf-8", newline="") as file:
    TEXTS = list(csv.DictReader(file))
FIELDS = ("elemental", "compound", "percent", "serving", "per_container", "servings_a_day")


def told(text):
    """The value of each field as text, empty where it is missing; servings in the pack only where they are printed."""
    read = read_facts(page_of(text))
    serving, packed = read.serving.value, read.per_container
    values = {
        "elemental": read.elemental_mg.value,
        "compound": read.compound_mg.value,
        "percent": read.percent_dv.value,
        "serving": f"{serving.quantity:g} {serving.unit}" if serving else None,
        "per_container": None if packed.reason and packed.reason.startswith("derived") else packed.value,
        "servings_a_day": read.servings_per_day.value,
    }
    return {
        name: "" if one is None else f"{one:g}" if isinstance(one, float) else one
        for name, one in values.items()
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda row: row["text"][:40])
def test_a_pasted_text_says_what_it_says(text):
    assert told(text["text"].replace("\\n", "\n")) == {name: text[name] for name in FIELDS}
