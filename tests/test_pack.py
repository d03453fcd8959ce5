"""What else the pack says: directions, seals, its name."""

import pytest
from pages import Print, rows, word

from catalog.seals import best_seal, seals
from scanner.label.pack import read_directions, read_kind, read_name, read_seals
from scanner.label.vocabulary import fold
from scanner.reading.rows import rows_of
from scanner.records import Serving

TWO_CAPSULES = Serving(2, "capsule")

DIRECTIONS = [
    (("Directions: Take 2 capsules daily with food.",), (1, None)),
    (("Directions: Take 2 capsules twice daily.",), (2, None)),
    (("Suggested Use: As a dietary supplement, take 2 to 4", "capsules daily with water."), (1, 2)),
    (("Adults: take one capsule daily.",), (0.5, None)),
    (("Recommended use: Adults take 2 capsules 3 times a day. Children take 1 capsule daily.",), (3, None)),
    (("Verzehrempfehlung: Täglich 2 Kapseln mit Wasser.",), (1, None)),
    (("Take 2 capsules daily",), (1, None)),
]


@pytest.mark.parametrize(("lines", "expected"), DIRECTIONS)
def test_directions_as_servings_a_day(lines, expected):
    field, high = read_directions(rows(*lines), TWO_CAPSULES)
    assert (field.value, high) == expected
    assert field.state == "sure"


@pytest.mark.parametrize(
    "lines", [("Directions: ask your doctor",), ("Magnesium  200 mg",), ("Other Ingredients: cellulose",), ()]
)
def test_where_nothing_tells_how_often_nothing_is_read(lines):
    field, high = read_directions(rows(*lines), TWO_CAPSULES)
    assert (field.value, field.state, high) == (None, "missing", None)


def test_directions_for_children_are_shown_for_checking():
    assert (
        read_directions(rows("Directions: Children take 1 capsule daily"), TWO_CAPSULES)[0].state == "check"
    )


def test_directions_in_poor_print_are_shown_for_checking():
    field, _ = read_directions(rows(Print("Directions: Take 2 capsules daily", confidence=0.5)), TWO_CAPSULES)
    assert (field.value, field.state) == (1, "check")


def test_capsules_are_no_servings_while_the_serving_is_unknown():
    field, _ = read_directions(rows("Directions: Take 2 capsules daily"), None)
    assert field.value is None


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
    assert read_seals(fold(text)) == seals


@pytest.mark.parametrize("seal", [seal for seal in seals() if seal.printed], ids=lambda seal: seal.name)
def test_what_the_reader_calls_a_seal_counts_in_the_catalog(seal):
    """A seal that the reader returns must not score as no named test."""
    assert best_seal((seal.name,)) == seal
    assert seal.value >= 0.7


def test_every_seal_on_a_pack_comes_from_the_table_of_the_catalog():
    printed = ["USP Verified", "NSF Certified", "BSCG", "Kölner Liste", "Clean Label Project", "IFOS"]
    found = read_seals(fold("\n".join(printed)))
    assert len(found) == len(printed)
    assert set(found) <= {seal.name for seal in seals()}


def test_the_name_of_the_product_is_the_large_print_and_to_be_checked():
    field = read_name(rows(Print("Tidewell Magnesium", 3), "Dietary supplement", "120 capsules", "Take one"))
    assert (field.value, field.state) == ("Tidewell Magnesium", "check")


@pytest.mark.parametrize(
    "lines", [(), ("Magnesium", "Zinc", "Iron"), (Print("Vitamin C", 3), "Magnesium", "Zinc")]
)
def test_where_nothing_large_names_magnesium_there_is_no_name(lines):
    assert read_name(rows(*lines)).state == "missing"


def test_the_name_ends_where_the_panel_beside_it_begins():
    front = word("Magnesium Glycinate", (10, 10, 400, 90))
    beside = [
        word("Serving Size 2 Tablets", (440, 40, 700, 60)),
        *(word("Take one", (440, y, 600, y + 20)) for y in (100, 130, 160)),
    ]
    field = read_name(rows_of([front, *beside]))
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
    assert read_kind(fold(text)) == kind
