"""Labels that once made a wrong dose look sure. Each must come out right, or be left to a person."""

import pytest

from scanner.label.facts import read_facts
from tests.pages import US, page


def facts(*lines):
    return read_facts(page(*US, *lines))


@pytest.mark.parametrize("name", ["Citrate de magnésium", "Cytrynian magnezu", "Citrato de magnesio"])
def test_a_salt_named_before_the_mineral_is_the_salts_weight(name):
    read = facts(f"{name}  600 mg")
    assert read.elemental_mg.value is None
    assert read.compound_mg.value == 600
    assert read.basis == "compound"


def test_the_elemental_row_below_the_row_of_the_salt_is_the_dose():
    read = facts("Magnesium Oxide  600 mg", "Elemental Magnesium  360 mg  86%")
    assert read.elemental_mg.value == 360
    assert read.forms.value == ("oxide",)


def test_the_source_on_the_line_below_is_no_second_column():
    read = facts("Magnesium (elemental)  200 mg  48%", "from 1,000 mg Magnesium Bisglycinate")
    assert (read.elemental_mg.value, read.elemental_mg.state) == (200, "sure")
    assert read.compound_mg.value == 1000
    assert read.columns == ()


def test_two_rows_as_certain_as_each_other_are_left_to_a_person():
    read = facts("Magnesium (as glycinate)  200 mg  48%", "Magnesium (as citrate)  100 mg  24%")
    assert read.elemental_mg.state == "check"
    assert "another row" in read.elemental_mg.reason


def test_more_magnesium_than_the_salt_can_hold_is_a_finding():
    read = facts("Magnesium Glycinate 1000 mg (providing 300 mg elemental magnesium)")
    assert read.elemental_mg.value == 300
    assert "denser source" in read.findings[0]


def test_more_than_a_serving_can_hold_is_kept_and_doubted():
    read = facts("Magnesium  2000 mg")
    assert read.elemental_mg.value is None
    assert (read.compound_mg.value, read.compound_mg.state) == (2000, "check")
    assert read.basis == "undecided"


@pytest.mark.parametrize(
    "lines",
    [
        ("Vitamin D3  25 mcg  125%", "Other ingredients: cellulose, magnesium stearate"),
        ("Vitamin C (as Magnesium Ascorbate)  60 mg",),
    ],
)
def test_magnesium_in_something_else_is_no_magnesium(lines):
    read = facts(*lines)
    assert read.elemental_mg.value is None
    assert read.forms.state == "missing"
