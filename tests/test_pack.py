"""What else the pack says: directions, seals, other nutrients, its name."""

import pytest
from pages import Print, rows, word

from scanner.label.pack import read_co_ingredients, read_directions, read_kind, read_name, read_seals
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
    ("Third Party Tested", ()),
    ("Lab tested for purity", ()),
    ("USP grade magnesium", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "seals"), SEALS)
def test_named_seals_count_and_drawn_badges_do_not(text, seals):
    assert read_seals(fold(text)) == seals


def test_other_nutrients_with_a_say_of_their_own():
    found = read_co_ingredients(
        rows(
            "Vitamin B6 (as P5P)  10 mg  588%",
            "Magnesium (as citrate)  200 mg  48%",
            "Zinc (as citrate)  15 mg  136%",
        )
    )
    assert found == {"vitamin_b6": 10, "zinc": 15}


def test_a_nutrient_without_an_amount_is_kept_without_one():
    assert read_co_ingredients(rows("Magnesium & Melatonin", "Melatonin")) == {"melatonin": None}


def test_an_amount_belongs_to_the_nutrient_before_it():
    assert read_co_ingredients(rows("Magnesium 200 mg 48%  Zinc 10 mg 91%")) == {"zinc": 10}


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
