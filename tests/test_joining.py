"""Several photos of one product: what each adds, and what they disagree on."""

from dataclasses import replace

import pytest
from pages import US, facts

from scanner.joining import join

FRONT = facts("Magnesium Citrate", "1000 mg")
PANEL = facts(*US, "Magnesium (as citrate)  200 mg  48%")


def test_the_panel_fills_what_the_front_does_not_say():
    joined = join([FRONT, PANEL])
    assert joined.facts.elemental_mg.value == 200
    assert joined.facts.compound_mg == PANEL.compound_mg
    assert joined.photo_of["elemental_mg"] == 1
    assert joined.facts.serving == PANEL.serving


def test_order_does_not_change_the_answer():
    one, other = join([FRONT, PANEL]), join([PANEL, FRONT])
    assert one.facts.elemental_mg == other.facts.elemental_mg


def test_two_sure_amounts_that_differ_are_both_doubted():
    other = facts(*US, "Magnesium (as citrate)  100 mg  24%")
    field = join([PANEL, other]).facts.elemental_mg
    assert field.state == "check"
    assert "another photo says" in field.reason


@pytest.mark.parametrize(
    ("named", "forms"),
    [
        ("Magnesium (as Citrate, Oxide)  200 mg  48%", ("citrate", "oxide")),
        ("Magnesium (as Magnesium Citrate)  200 mg  48%", ("citrate",)),
    ],
)
def test_the_panel_may_name_more_than_the_front(named, forms):
    panel = facts(*US, named)
    for photos in ([FRONT, panel], [panel, FRONT]):
        field = join(photos).facts.forms
        assert (field.value, field.state) == (forms, "sure")


def test_a_closer_form_of_the_same_family_is_no_contradiction():
    front, panel = (
        facts("Magnesium Glycinate", "1000 mg"),
        facts(*US, "Magnesium Glycinate, Buffered  200 mg  48%"),
    )
    field = join([front, panel]).facts.forms
    assert (field.value, field.state) == (("bisglycinate_buffered",), "sure")


def test_forms_that_differ_are_doubted():
    field = join([FRONT, facts(*US, "Magnesium (as oxide)  200 mg  48%")]).facts.forms
    assert field.state == "check"
    assert "another photo says" in field.reason


FOOT = "* Daily Value not established."


def test_one_photo_of_the_whole_panel_is_enough_and_two_halves_are_not():
    whole = facts(*US, "Magnesium (as citrate)  200 mg  48%", FOOT)
    assert join([FRONT, whole]).facts.panel_read == "whole"
    assert join([FRONT, PANEL]).facts.panel_read == "part"
    assert join([PANEL, PANEL]).facts.panel_read == "part"
    assert join([FRONT]).facts.panel_read == "none"


def test_what_else_is_in_it_comes_from_every_photo_and_two_amounts_that_differ_are_none():
    named = replace(FRONT, co_ingredients={"caffeine": None, "zinc": 5.0})
    printed = replace(PANEL, co_ingredients={"caffeine": 80.0, "zinc": 15.0})
    for photos in ([named, printed], [printed, named]):
        assert join(photos).facts.co_ingredients == {"caffeine": 80.0, "zinc": None}


def test_nothing_joined_is_none():
    assert join([]) is None
