"""What the pack says of the product: its seals, its name and what sort it is."""

import pytest
from pages import Print, parsed, word

from catalog.seals import best_seal, seals
from scanner.label.product import read_kind, read_name, read_seals
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of

SEALS = [
    ("USP Verified", ("USP Verified",)),
    ("NSF  Certified", ("NSF Certified",)),
    ("Informed-Sport", ("Informed Sport",)),
    ("InformedChoice", ("Informed Choice",)),
    ("Kölner Liste®", ("Cologne List",)),
    ("Koelner Liste", ("Cologne List",)),
    ("Clean Label Project Certified", ("Clean Label Project",)),
    ("BSCG Certified Drug Free", ("BSCG",)),
    ("Third Party Tested", ()),
    ("Lab tested for purity", ()),
    ("USP grade magnesium", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "seals"), SEALS)
def test_named_seals_count_and_drawn_badges_do_not(text, seals):
    assert read_seals(parsed(text)[0]) == seals


@pytest.mark.parametrize("seal", [seal for seal in seals() if seal.printed], ids=lambda seal: seal.name)
def test_what_the_reader_calls_a_seal_counts_in_the_catalog(seal):
    """A seal that the reader returns must not score as no named test."""
    assert best_seal((seal.name,)) == seal
    assert seal.value >= 0.7


def test_every_seal_on_a_pack_comes_from_the_table_of_the_catalog():
    printed = ["USP Verified", "NSF Certified", "BSCG", "Kölner Liste", "Clean Label Project", "IFOS"]
    found = read_seals(parsed(*printed)[0])
    assert len(found) == len(printed)
    assert set(found) <= {seal.name for seal in seals()}


def test_the_name_of_the_product_is_the_large_print_and_to_be_checked():
    field = read_name(
        parsed(Print("Tidewell Magnesium", 3), "Dietary supplement", "120 capsules", "Take one")[0]
    )
    assert (field.value, field.state) == ("Tidewell Magnesium", "check")


@pytest.mark.parametrize(
    "lines", [(), ("Magnesium", "Zinc", "Iron"), (Print("Vitamin C", 3), "Magnesium", "Zinc")]
)
def test_where_nothing_large_names_magnesium_there_is_no_name(lines):
    assert read_name(parsed(*lines)[0]).state == "missing"


def test_the_name_ends_where_the_panel_beside_it_begins():
    front = word("Magnesium Glycinate", (10, 10, 400, 90))
    beside = [
        word("Serving Size 2 Tablets", (440, 40, 700, 60)),
        *(word("Take one", (440, y, 600, y + 20)) for y in (100, 130, 160)),
    ]
    field = read_name(parse(rows_of([front, *beside])))
    assert (field.value, field.box) == ("Magnesium Glycinate", (10, 10, 400, 90))


KINDS = [
    ("Supplement Facts\nMagnesium 200 mg", "supplement"),
    ("Drug Facts\nActive ingredient: Magnesium hydroxide 400 mg", "drug"),
    ("Magnesium bath flakes\nfor external use only", "topical"),
    ("Magnesium 200 mg", "supplement"),
    ("", "supplement"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_medicines_and_bath_salts_are_told_from_supplements(text, kind):
    assert read_kind(parsed(*text.split("\n"))[0]) == kind
