"""Rows to facts: whole labels, and what must not change them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import EU, US, Print, curved, facts, page, scaled, shifted, slanted

from scanner.label.facts import read_facts

BOTTLE = page(
    *US,
    "Vitamin B6 (as Pyridoxine)  10 mg  588%",
    "Magnesium (as Magnesium Bisglycinate  200 mg  48%",
    "Chelate and Magnesium Oxide)",
    "Other Ingredients: Cellulose, Magnesium Stearate",
    "",
    "Directions: Take 2 capsules daily with food.",
)
SCOOPS = page(
    "Supplement Facts",
    "Serving Size 1 Scoop (5 g)",
    "Servings Per Container 40",
    "Amount Per  1 Scoop  % DV  2 Scoops  % DV",
    "Magnesium (as citrate)  200 mg  48%  400 mg  95%",
)
GERMAN = page(*EU, "Magnesium (Magnesiumcitrat)  300 mg  80 %", "Zutaten: Magnesiumcitrat, Trennmittel")
LABELS = [BOTTLE, SCOOPS, GERMAN]


def told(read):
    """What the facts say, without where it was printed."""
    fields = (
        read.elemental_mg, read.compound_mg, read.percent_dv, read.forms, read.serving, read.per_container,
        read.servings_per_day, read.net_count, read.name,
    )  # fmt: skip
    return (
        [(f.value, f.state, f.reason) for f in fields],
        read.basis,
        read.columns,
        read.seals,
        read.co_ingredients,
    )


def test_a_whole_bottle():
    read = read_facts(BOTTLE)
    assert (read.elemental_mg.value, read.elemental_mg.state) == (200, "sure")
    assert (read.percent_dv.value, read.forms.value) == (48, ("bisglycinate", "oxide"))
    assert (read.serving.value.quantity, read.serving.value.unit) == (2, "capsule")
    assert (read.per_container.value, read.servings_per_day.value) == (60, 1)
    assert (read.basis, read.estimate_mg, read.columns) == ("elemental", None, ())
    assert read.co_ingredients["vitamin_b6"] == 10
    assert read.compound_mg.state == read.net_count.state == "missing"


def test_every_column_is_kept_and_the_first_is_the_default():
    read = read_facts(SCOOPS)
    assert (read.elemental_mg.value, read.percent_dv.value) == (200, 48)
    assert [(c.elemental_mg, c.percent_dv) for c in read.columns] == [(200, 48), (400, 95)]


def test_per_serving_and_per_hundred_grams():
    read = facts(
        "Nutrition Information",
        "Serving size 1 sachet",
        "_  Per serving  Per 100 g",
        "Magnesium  150 mg  900 mg",
    )
    assert (read.elemental_mg.value, read.serving.value.unit) == (150, "sachet")
    assert [c.elemental_mg for c in read.columns] == [150, 900]


def test_a_compound_weight_alone_gives_an_estimate_and_no_amount():
    read = facts(*US, "Magnesium Glycinate  1,000 mg  **")
    assert (read.elemental_mg.value, read.elemental_mg.state, read.basis) == (None, "missing", "compound")
    assert read.compound_mg.value == 1000
    low, high = read.estimate_mg
    assert 80 < low < 141 < high < 160


def test_no_form_no_estimate():
    assert facts("Magnesium Complex", "2000 mg", "90 Capsules").estimate_mg is None


def test_parent_and_child_rows_are_not_added():
    read = facts(*US, "Magnesium  300 mg  71%", "  Magnesium Oxide  200 mg", "  Magnesium Citrate  100 mg")
    assert (read.elemental_mg.value, read.elemental_mg.state) == (300, "sure")
    assert read.forms.value == ("oxide", "citrate")


def test_two_amounts_without_arithmetic_are_both_told():
    field = facts(*US, "Magnesium (as glycinate)  200 mg", "Magnesium (as citrate)  100 mg").elemental_mg
    assert field.state == "check"
    assert "100 mg" in field.reason


@pytest.mark.parametrize("recorded", LABELS)
@given(st.floats(-500, 3000), st.floats(-500, 3000))
@settings(max_examples=6, deadline=None)
def test_where_the_label_is_on_the_photo_does_not_matter(recorded, dx, dy):
    assert told(read_facts(shifted(recorded, dx, dy))) == told(read_facts(recorded))


@pytest.mark.parametrize("recorded", LABELS)
@given(st.floats(0.3, 5))
@settings(max_examples=6, deadline=None)
def test_the_size_of_the_label_does_not_matter(recorded, factor):
    assert told(read_facts(scaled(recorded, factor))) == told(read_facts(recorded))


@pytest.mark.parametrize("recorded", LABELS)
@given(st.floats(-0.1, 0.1))
@settings(max_examples=6, deadline=None)
def test_a_slant_does_not_matter(recorded, slope):
    assert told(read_facts(slanted(recorded, slope))) == told(read_facts(recorded))


@pytest.mark.parametrize("recorded", [BOTTLE, SCOOPS])
@given(st.floats(-0.05, 0.05))
@settings(max_examples=6, deadline=None)
def test_a_bottle_does_not_matter(recorded, sag):
    assert told(read_facts(curved(recorded, sag))) == told(read_facts(recorded))


@given(st.permutations(BOTTLE.words))
@settings(max_examples=6, deadline=None)
def test_the_order_of_the_words_does_not_matter(words):
    shuffled = type(BOTTLE)(tuple(words), BOTTLE.size, BOTTLE.reader)
    assert told(read_facts(shuffled)) == told(read_facts(BOTTLE))


def test_every_value_has_its_text_and_a_place_inside_the_photo():
    read = read_facts(BOTTLE)
    width, height = BOTTLE.size
    for name in ("elemental_mg", "percent_dv", "forms", "serving", "per_container", "servings_per_day"):
        field = getattr(read, name)
        x0, y0, x1, y1 = field.box
        assert 0 <= x0 < x1 <= width, name
        assert 0 <= y0 < y1 <= height, name
        assert field.text, name
        assert field.reason, name


def test_an_empty_page_has_no_facts_and_no_guesses():
    read = facts()
    assert {getattr(read, n).state for n in ("elemental_mg", "forms", "serving", "per_container")} == {
        "missing"
    }
    assert {getattr(read, n).value for n in ("elemental_mg", "forms", "serving", "per_container")} == {None}


@given(st.lists(st.text(max_size=25), max_size=8))
@settings(max_examples=25, deadline=None)
def test_any_text_at_all_gives_facts(lines):
    read = facts(*lines)
    assert read.basis in {"elemental", "compound", "undecided"}


def test_a_percentage_that_does_not_fit_is_no_matter_of_reading():
    field = facts(*US, "Magnesium (as citrate)  160 mg  30%").percent_dv
    assert (field.value, field.state, field.doubt) == (30, "check", "meaning")


@pytest.mark.parametrize(
    ("percent", "confidence", "state"),
    [(28, 0.9, "check"), (28, 0.99, "sure"), (29, 0.9, "sure"), (30, 0.9, "sure")],
)
def test_a_percentage_that_only_cutting_off_explains_has_to_be_read_clearly(percent, confidence, state):
    read = facts(*US, Print(f"Magnesium (as citrate)  120 mg  {percent}%", confidence=confidence))
    assert (read.percent_dv.value, read.percent_dv.state) == (percent, state)
    assert (read.elemental_mg.value, read.elemental_mg.state) == (120, "sure")


SURE_TRAPS = [
    (*US, "Magnesium (as citrate)  200 mg"),
    (*US, "Magnesium (as citrate)  20 mg  48%"),
    (*US, "Magnesium Glycinate  1000 mg"),
    ("Magnesium Glycinate", "1000 mg"),
    ("Magnesium", "500 mg"),
    (*US, Print("Magnesium (as citrate)  2OO mg  84%")),
    (*US, Print("Magnesium (as citrate)  2OO mg")),
    (*EU, "Magnesium  900 mg  80 %"),
]


@pytest.mark.parametrize("lines", SURE_TRAPS)
def test_a_number_that_may_be_wrong_is_not_sure(lines):
    read = facts(*lines)
    assert read.elemental_mg.state != "sure"
