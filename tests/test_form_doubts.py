"""What speaks against a form: a capsule too small for it, and another compound of magnesium on the page."""

from dataclasses import replace

import pytest
from pages import US, facts

from scanner.joining import join
from scanner.label.capacity import within_capacity
from scanner.records import Field

ROW = "Magnesium (as bisglycinate)  100 mg  24%"
FOOT = "* Daily Value not established."


def forms_of(*lines):
    return facts(*US, *lines).forms


def test_a_form_with_nothing_against_it_stays_sure():
    assert forms_of(ROW, FOOT, "Other Ingredients: cellulose, magnesium stearate, talc").state == "sure"


def test_a_form_that_the_capsule_cannot_hold_is_to_be_checked():
    field = forms_of("Magnesium (as bisglycinate)  800 mg  190%", FOOT)
    assert (field.value, field.state) == (("bisglycinate",), "check")
    assert field.reason == (
        "400 mg of magnesium as this form is more than one capsule holds: a denser source may be mixed in"
    )
    assert forms_of("Magnesium (as oxide)  800 mg  190%", FOOT).state == "sure"


def test_an_amount_that_only_words_call_magnesium_is_doubted_with_its_form():
    read = facts(*US, "Magnesium (as bisglycinate)  800 mg", FOOT)
    assert (read.elemental_mg.value, read.elemental_mg.state) == (800, "check")
    assert "it may be the weight of the compound" in within_capacity(certain(read)).elemental_mg.reason


def test_an_amount_that_its_percentage_confirms_stays_sure():
    read = facts(*US, "Magnesium (as bisglycinate)  800 mg  190%", FOOT)
    assert (read.elemental_mg.state, read.forms.state) == ("sure", "check")


def test_more_magnesium_than_the_salt_weighs_is_doubted_on_both_sides():
    read = facts(*US, "Magnesium (as oxide)  200 mg  48%", FOOT)
    swapped = replace(read, compound_mg=Field(120.0, "120 mg", None, "sure", "printed"))
    doubted = within_capacity(swapped)
    assert (doubted.elemental_mg.state, doubted.compound_mg.state) == ("check", "check")
    fitting = replace(read, compound_mg=Field(332.0, "332 mg", None, "sure", "printed"))
    assert within_capacity(fitting) == fitting


def test_the_serving_may_come_from_another_photo():
    amount = facts("Supplement Facts", "Magnesium (as bisglycinate)  400 mg  95%", FOOT)
    assert amount.forms.state == "sure"
    side = facts("Supplement Facts", "Serving Size 1 Capsule", "Servings Per Container 60")
    assert join([amount, side]).facts.forms.state == "check"


def certain(read):
    """The same, had a second reader confirmed the figure."""
    return replace(read, elemental_mg=read.elemental_mg.confirmed("both readers agree"), forms=read.forms)


UNUSED = [
    "Other Ingredients: magnesium oxide, cellulose",
    "Ingredients: cellulose, magnesium (as oxide)",
    "Proprietary Blend (Magnesium Bisglycinate, Magnesium Oxide, and Magnesium Citrate)",
    "Contains magnesium citrate for quick release",
    "Ingrédients : oxyde de magnésium, cellulose",
]


@pytest.mark.parametrize("line", UNUSED)
def test_a_form_beside_another_compound_on_the_page_is_to_be_checked(line):
    field = forms_of(ROW, FOOT, "", "", line)
    assert (field.value, field.state) == (("bisglycinate",), "check")
    assert "is named on this side too, as another source of magnesium" in field.reason


NOT_ANOTHER = [
    "Other Ingredients: magnesium stearate",
    "Contains no magnesium oxide",
    "Magnesium oxide free",
    "Vitamin C (as magnesium ascorbate)  60 mg  67%",
    "zinc oxide, calcium citrate",
    "Magnesium glycinate is gentle",  # the same form by its other name
    "Chelated magnesium",
]


@pytest.mark.parametrize("line", NOT_ANOTHER)
def test_what_is_no_source_or_not_in_it_casts_no_doubt(line):
    assert forms_of(ROW, FOOT, "", "", line).state == "sure"


def test_a_front_that_names_a_complex_and_a_form_keeps_both():
    field = facts("MAGNESIUM", "GLYCINATE", "and magnesium oxide").forms
    assert set(field.value) == {"bisglycinate", "oxide"}
