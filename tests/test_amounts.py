"""What a weight of compound can hold, and what it cannot."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.amounts import check_pair, denser_share, estimate_mg, unit_fits
from catalog.forms import forms

WITH_RANGE = sorted(
    form.id for form in forms().values() if form.label_fraction_high and form.label_fraction_low
)


@pytest.mark.parametrize(
    ("compound_mg", "form", "magnesium_mg"),
    [  # worked values: several numbers where hydrates are sold under one name
        (1000, "bisglycinate", (141, 128, 117)),
        (1000, "citrate", (162, 119)),
        (400, "oxide", (241,)),
        (2000, "threonate", (165, 147, 144)),
        (535, "chloride", (64,)),
        (1000, "sulfate", (99,)),
        (1200, "hydroxide", (500,)),
    ],
)
def test_an_estimate_holds_every_hydrate(compound_mg, form, magnesium_mg):
    low, high = estimate_mg(compound_mg, [form])
    assert all(low <= value <= high for value in magnesium_mg)


def test_an_estimate_over_several_forms_spans_them_all():
    assert estimate_mg(1000, ["oxide", "bisglycinate"]) == (100.0, 605.0)


@pytest.mark.parametrize("ids", [[], ["marine"], ["citrate", "marine"], ["no_such_form"]])
def test_no_estimate_where_the_forms_do_not_tell(ids):
    assert estimate_mg(1000, ids) is None


@pytest.mark.parametrize("compound_mg", [0, -5, math.nan])
def test_no_estimate_from_no_weight(compound_mg):
    assert estimate_mg(compound_mg, ["citrate"]) is None


@pytest.mark.parametrize(
    ("compound_mg", "elemental_mg", "ids"),
    [
        (1000, 141, ["bisglycinate"]),
        (1000, 117, ["bisglycinate"]),
        (2000, 144, ["threonate"]),
        (2000, 200, ["lysinate_glycinate"]),
        (835, 84, ["lactate"]),
        (823, 200, ["carbonate"]),
        (535, 64, ["chloride"]),
        (70, 7, ["bisglycinate"]),  # both rounded to whole milligrams
        (1000, 200, ["dimagnesium_malate"]),
        (500, 200, ["bisglycinate", "oxide"]),
    ],
)
def test_pairs_that_fit(compound_mg, elemental_mg, ids):
    assert check_pair(compound_mg, elemental_mg, ids).kind == "fits"


@pytest.mark.parametrize(("elemental_mg", "share"), [(180, 0.28), (200, 0.385), (224, 0.48)])
def test_more_than_the_form_can_hold_needs_oxide(elemental_mg, share):
    found = check_pair(1000, elemental_mg, ["bisglycinate"])
    assert found.kind == "denser_source"
    assert found.denser_share == pytest.approx(share, abs=0.01)
    assert "denser source such as oxide" in found.words
    assert f"{round(found.denser_share * 100)} %" in found.words.replace("%", " %")


def test_too_little_says_so():
    found = check_pair(1000, 50, ["citrate"])
    assert found.kind == "too_little"
    assert "less than citrate holds" in found.words


@pytest.mark.parametrize(
    ("compound_mg", "elemental_mg", "ids"),
    [
        (500, 500, ["citrate"]),
        (500, 400, ["oxide"]),
        (1000, 100, ["marine"]),
        (1000, 100, []),
        (0, 0, ["oxide"]),
    ],
)
def test_what_cannot_be_judged_is_unknown(compound_mg, elemental_mg, ids):
    assert check_pair(compound_mg, elemental_mg, ids).kind == "unknown"


@given(st.sampled_from(WITH_RANGE), st.floats(50, 5000))
def test_a_pair_made_from_the_estimate_fits(form, compound_mg):
    low, high = estimate_mg(compound_mg, [form])
    assert check_pair(compound_mg, low, [form]).kind == "fits"
    assert check_pair(compound_mg, high, [form]).kind == "fits"


@given(st.floats(0.01, 0.6), st.floats(0.01, 0.6))
def test_the_share_of_a_denser_source_makes_the_mixture(own, oxide_weight):
    oxide = forms()["oxide"].elemental_fraction
    total = own * (1 - oxide_weight) + oxide * oxide_weight
    assert denser_share(total, own) == pytest.approx(oxide_weight * oxide / total, abs=1e-6)


@pytest.mark.parametrize(
    ("elemental_mg", "ids", "unit", "fits"),
    [
        (400, ["bisglycinate"], "capsule", False),  # 2.8 g in one capsule
        (100, ["bisglycinate"], "capsule", True),
        (240, ["oxide"], "capsule", True),
        (1000, ["oxide"], "capsule", False),
        (144, ["threonate"], "capsule", False),
        (48, ["threonate"], "capsule", True),
        (200, ["bisglycinate", "oxide"], "capsule", True),
        (1000, [], "capsule", False),  # even pure oxide would not fit
        (200, [], "capsule", None),
        (200, ["marine"], "tablet", None),
        (2000, ["citrate"], "scoop", None),
        (120, ["chloride"], "ml", True),
    ],
)
def test_what_one_unit_can_hold(elemental_mg, ids, unit, fits):
    assert unit_fits(elemental_mg, ids, unit) is fits


def test_a_printed_weight_of_one_piece_is_room_for_as_much():
    assert unit_fits(375, ["citrate"], "tablet") is False
    assert unit_fits(375, ["citrate"], "tablet", weight_mg=4100) is True
    assert (
        unit_fits(240, ["oxide"], "capsule", weight_mg=300) is True
    )  # a small misread weight accuses no one


@pytest.mark.parametrize(
    ("piece", "fits"),
    [("tablet", False), ("chewable tablet", True), ("effervescent tablet", True), ("chew", True)],
)
def test_pieces_that_are_larger_hold_more(piece, fits):
    assert unit_fits(375, ["citrate"], piece) is fits
