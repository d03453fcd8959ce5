"""The dose on a front: what large print next to the word magnesium may mean."""

import pytest
from pages import Print, facts

COMPOUND_TRAPS = [
    (("Magnesium Glycinate", "1000 mg", "120 Capsules"), 1000, ("bisglycinate",)),
    (("Magnesium Citrate", "400 mg", "120 Capsules"), 400, ("citrate",)),
    (("MAGNESIUM", "GLYCINATE", "400 mg", "90 Vegan Capsules"), 400, ("bisglycinate",)),
    (("MAGNESIUM", "Citrate + Malate + Glycinate", "500 mg"), 500, ("citrate", "malate", "bisglycinate")),
    (("Magnesium Glycinate 1000 mg", "120 Capsules"), 1000, ("bisglycinate",)),
]


@pytest.mark.parametrize(("lines", "mg", "forms"), COMPOUND_TRAPS)
def test_an_amount_beside_the_name_of_a_salt_is_not_given_as_magnesium(lines, mg, forms):
    read = facts(*lines)
    assert read.elemental_mg.value is None
    assert (read.compound_mg.value, read.compound_mg.state) == (mg, "check")
    assert read.forms.value == forms
    low, high = read.estimate_mg
    assert 0 < low < high < mg


DOSES = [
    (("Magnesium", "250 mg"), 250),
    (("MAGNESIUM", "High Absorption", "300 mg", "60 Tablets"), 300),
    (("Night Shore", "Magnesium", "200 mg*", "Dietary Supplement"), 200),
]


@pytest.mark.parametrize(("lines", "mg"), DOSES)
def test_an_amount_beside_plain_magnesium_is_shown_for_checking(lines, mg):
    read = facts(*lines)
    assert (read.elemental_mg.value, read.elemental_mg.state, read.basis) == (mg, "check", "elemental")
    assert "the panel may say more" in read.elemental_mg.reason


@pytest.mark.parametrize(
    "lines",
    [
        ("200 mg elemental magnesium", "from bisglycinate"),
        ("200mg of elemental magnesium from bisglycinate",),
        ("Magnesium Bisglycinate 1420 mg", "200 mg elemental magnesium per serving"),
        ("Elemental magnesium 200 mg", "from bisglycinate"),
    ],
)
def test_an_amount_called_elemental_is_the_magnesium_before_or_behind_the_word(lines):
    read = facts(*(Print(line, 2) for line in lines))
    assert (read.elemental_mg.value, read.basis) == (200, "elemental")
    assert "the label says" in read.elemental_mg.reason
    assert read.forms.value == ("bisglycinate",)


def test_a_percentage_beside_it_that_fits_makes_it_sure():
    read = facts("Magnesium", "250 mg  60% DV")
    assert (read.elemental_mg.value, read.elemental_mg.state, read.percent_dv.value) == (250, "sure", 60)


def test_more_than_a_serving_may_hold_is_not_given_as_magnesium():
    read = facts("Magnesium Complex", "2000 mg", "90 Capsules")
    assert (read.elemental_mg.value, read.basis) == (None, "undecided")
    assert read.compound_mg.state == "check"


@pytest.mark.parametrize(
    "lines",
    [
        ("Zinc 50 mg", "Magnesium"),
        ("Magnesium", "Vitamin C 500 mg"),
        ("Magnesium", "120 Capsules"),
        ("Magnesium Powder", "Net Wt 300 g"),
        ("Magnesium", "5 mg"),
        ("Vitamin C", "500 mg"),
    ],
)
def test_amounts_of_something_else_are_not_the_dose(lines):
    read = facts(*lines)
    assert (read.elemental_mg.value, read.compound_mg.value) == (None, None)


def test_an_amount_far_away_is_not_taken_where_there_are_several():
    read = facts("Magnesium", "for every day", *[""] * 8, "350 mg sachets", *[""] * 3, "150 mg herbs")
    assert (read.elemental_mg.value, read.compound_mg.value) == (None, None)


def test_of_two_amounts_the_one_near_the_word_is_taken():
    read = facts(Print("Magnesium", 3), Print("200 mg", 2), *[""] * 6, "Two tablets have 90 mg of herbs")
    assert read.elemental_mg.value == 200


def test_two_amounts_as_far_apart_as_a_salt_and_its_magnesium_tell_each_other():
    read = facts(
        *(Print("Magnesium", 3), Print("Bisglycinate", 3), Print("1064mg", 3)),
        *("Magnesium (from Magnesium Bisglycinate)", "150 mg"),
    )
    assert (read.elemental_mg.value, read.compound_mg.value) == (150, 1064)
    assert read.elemental_mg.state == "check"


def test_two_amounts_in_another_ratio_do_not():
    read = facts(*(Print("Magnesium", 3), Print("Bisglycinate", 3), Print("1064mg", 3)), "400 mg")
    assert read.elemental_mg.value is None


def test_a_panel_is_not_read_like_a_front():
    read = facts("Supplement Facts", "Serving Size 2 Capsules", "Magnesium", "Herbs 250 mg")
    assert read.elemental_mg.value is None


@pytest.mark.parametrize("lines", [lines for lines, *_ in COMPOUND_TRAPS] + [lines for lines, _ in DOSES])
def test_nothing_on_a_front_without_a_percentage_is_sure(lines):
    read = facts(*lines)
    assert "sure" not in {read.elemental_mg.state, read.compound_mg.state}
