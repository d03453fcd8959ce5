"""Figures that speak against each other: both are to be checked, and a neighbour that would fit is a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import EU, US, facts, page

from catalog.daily_values import bases_mg, may_be
from scanner.joining import join
from scanner.label.facts import read_facts
from scanner.reading.look import Reading
from scanner.records import Field
from scanner.witness import ask_witness

FOOT = "* Daily Value not established."


def test_an_amount_that_its_own_percentage_contradicts_is_to_be_checked():
    read = facts(*US, "Magnesium (as citrate)  130 mg  10%", FOOT)
    assert (read.elemental_mg.value, read.elemental_mg.state, read.elemental_mg.doubt) == (
        130,
        "check",
        "meaning",
    )
    assert "no share of 130 mg by any base in use" in read.elemental_mg.reason
    assert read.percent_dv.state == "check"
    assert read.panel_read == "part"


def test_a_second_reader_that_sees_the_same_figures_does_not_settle_it():
    class Agreeing:
        name = "witness"

        def read_lines(self, lines):
            return [("130 mg 10%", 1.0) for _ in lines]

    recorded = page(*US, "Magnesium (as citrate)  130 mg  10%")
    import numpy as np

    image = np.full((recorded.size[1], recorded.size[0], 3), 255, np.uint8)
    asked = ask_witness(read_facts(recorded), Reading(image, recorded), Agreeing())
    assert asked.elemental_mg.state == "check"


NEIGHBOURS = [
    (("Zinc (as citrate)  100 mg  24%",), "the row below says 100 mg and 24 %, which would fit"),
    (("Zinc (as citrate)  42 mg",), "42 mg, in the row below, would fit 10 %"),
    (("Zinc (as citrate)  31%",), "31 %, in the row below, would fit 130 mg"),
]


@pytest.mark.parametrize(("below", "question"), NEIGHBOURS)
def test_a_neighbour_that_would_fit_is_asked_about_and_not_taken(below, question):
    read = facts(*US, "Magnesium (as citrate)  130 mg  10%", *below, FOOT)
    assert (read.elemental_mg.value, read.elemental_mg.state) == (130, "check")
    assert question in read.elemental_mg.reason
    assert read.elemental_mg.reason.endswith("?")


@pytest.mark.parametrize("base", bases_mg("magnesium"))
def test_a_percentage_of_any_base_in_use_is_no_contradiction(base):
    """Hidden bases are tried too: they may keep an amount from being doubted, and are never named."""
    read = facts(*US, f"Magnesium (as citrate)  100 mg  {round(10000 / base)}%", FOOT)
    assert "by any base in use" not in read.elemental_mg.reason


def test_a_bound_is_no_contradiction():
    assert "by any base" not in facts(*US, "Magnesium (as citrate)  2 mg  <1%").elemental_mg.reason
    assert "by any base" not in facts(*US, "Magnesium (as citrate)  3 mg  <2%").elemental_mg.reason


def test_the_weight_of_a_salt_that_cannot_hold_its_percentage_is_to_be_checked():
    read = facts(*EU, "Magnesium citrate  100 mg  100%", "* Nutrient reference value")
    assert read.compound_mg.state == "check"
    assert "holds by any base" in read.compound_mg.reason
    fits = facts(*EU, "Magnesium citrate  1000 mg  40%", "* Nutrient reference value")
    assert (fits.compound_mg.value, fits.compound_mg.state) == (1000, "sure")


def test_an_amount_without_a_percentage_is_not_contradicted():
    read = facts(*US, "Magnesium (as citrate)  130 mg")
    assert isinstance(read.elemental_mg, Field)
    assert "base" not in read.elemental_mg.reason


def test_joined_photos_keep_the_doubt():
    doubtful = facts(*US, "Magnesium (as citrate)  130 mg  10%")
    assert join([doubtful, doubtful]).facts.elemental_mg.state == "check"


@given(st.sampled_from(["magnesium", "zinc", "calcium", "vitamin_d"]), st.integers(1, 300))
def test_the_share_of_a_base_is_never_doubted(nutrient, percent):
    assert bases_mg(nutrient)
    for base in bases_mg(nutrient):
        assert may_be(nutrient, base * percent / 100, percent)


def test_what_has_no_base_is_not_judged():
    assert may_be("caffeine", 160, 40) is None
