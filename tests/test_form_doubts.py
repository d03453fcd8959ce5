"""What speaks against a form: a capsule too small for it, and another compound of magnesium on the page."""

import pytest
from pages import US, facts

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
