"""One word for what a photo turned out to be, and what to do about it."""

from dataclasses import replace

import pytest
from pages import EU, US, page

from scanner.label.facts import read_facts
from scanner.status import status_of

DOSE = "Magnesium (as citrate)  200 mg  48%"

CASES = [
    ((*US, DOSE), "read"),
    ((*EU, "Magnesium (Magnesiumcitrat)  300 mg  80 %"), "read"),
    (US, "no_magnesium"),
    ((*US, "Vitamin D3  25 mcg  125%"), "no_magnesium"),
    ((*US, "Biotin (as magnesium biotinate)  300 mcg  1000%"), "no_magnesium"),
    ((*US, "Magnesium (as citrate)  200 mg"), "check"),
    ((*US, "Magnesium  200 mg  48%"), "check"),
    (("Supplement Facts", DOSE), "check"),
    (("Magnesium Glycinate", "1000 mg"), "check"),
    (("Coffee beans", "roasted in small batches"), "not_a_label"),
    (("Vitamin C", "500 mg"), "not_a_label"),
]


@pytest.mark.parametrize(("lines", "status"), CASES)
def test_status(lines, status):
    recorded = page(*lines)
    assert status_of(read_facts(recorded), recorded)[0] == status


def test_a_page_without_text_says_what_to_do():
    recorded = page()
    status, advice = status_of(read_facts(recorded), recorded)
    assert status == "unreadable"
    assert "closer" in advice


def test_what_is_to_be_checked_is_said():
    recorded = page(*US, "Magnesium  200 mg")
    facts = read_facts(recorded)
    assert status_of(facts, recorded)[1] == f"{facts.elemental_mg.reason}; {facts.forms.reason}"


@pytest.mark.parametrize("name", ["elemental_mg", "forms", "serving"])
def test_one_doubtful_field_is_enough_to_ask(name):
    recorded = page(*US, DOSE)
    facts = read_facts(recorded)
    doubted = replace(facts, **{name: getattr(facts, name).doubted("look at it")})
    assert status_of(doubted, recorded) == ("check", "look at it")


def test_other_fields_do_not_hold_the_answer_up():
    recorded = page("Supplement Facts", "Serving Size 2 Capsules", "Amount Per Serving  % Daily Value", DOSE)
    facts = read_facts(recorded)
    assert facts.per_container.state == "missing"
    assert status_of(facts, recorded) == ("read", None)
