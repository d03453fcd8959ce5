"""Flags: what a person should know of a product, in plain words with a source."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.amounts import denser_share
from catalog.flags import Flag, flags_for, stack_flags
from catalog.product import Product
from catalog.profile import Profile
from catalog.sources import sources

PLAIN = Product(
    name="Magnesium",
    forms=("bisglycinate",),
    elemental_mg=200,
    basis="elemental",
    serving_quantity=2,
    serving_unit="capsule",
    servings_per_day=1,
)


def kinds(flags) -> list[str]:
    return [flag.kind for flag in flags]


def flag(flags, kind: str) -> Flag:
    found = [f for f in flags if f.kind == kind]
    assert len(found) == 1, f"{kind} not once in {kinds(flags)}"
    return found[0]


def product(**changes) -> Product:
    return dataclasses.replace(PLAIN, **changes)


def test_an_ordinary_product_has_no_flags():
    assert flags_for(PLAIN) == ()


def test_the_daily_amount_is_compared_not_the_serving():
    found = flag(flags_for(product(servings_per_day=2)), "above_limit")
    assert found.text == (
        "At the label's directions 400 mg a day: above the US limit for supplements (350 mg a day)"
    )
    assert found.severity == "warning"
    assert found.data["over_mg"] == 50
    assert found.data["year"] == 1997
    assert "not food" in found.data["covers"]


def test_without_directions_one_serving_is_compared_and_that_is_said():
    found = flag(flags_for(product(elemental_mg=400, servings_per_day=None)), "above_limit")
    assert "One serving" in found.text
    assert "directions were not read" in found.text
    assert found.data["per"] == "serving"


def test_a_range_whose_upper_end_passes():
    found = flag(flags_for(product(servings_per_day=1, servings_per_day_high=2)), "above_limit")
    assert "200 to 400 mg" in found.text
    assert "upper end" in found.text


@pytest.mark.parametrize(
    ("authority", "limit"), [("US", 350), ("EU", 250), ("DE", 250), ("UK", 400), ("SE", 250)]
)
def test_each_authority_has_its_own_limit(authority, limit):
    over = flags_for(product(elemental_mg=limit + 1), authorities=(authority,))
    assert flag(over, "above_limit").data["limit_mg_per_day"] == limit
    assert "above_limit" not in kinds(flags_for(product(elemental_mg=limit), authorities=(authority,)))


def test_several_authorities_at_once():
    found = [
        f for f in flags_for(product(elemental_mg=300), authorities=("US", "EU")) if f.kind == "above_limit"
    ]
    assert [f.data["authority"] for f in found] == ["EU Scientific Committee on Food (kept by EFSA)"]


def test_near_the_limit():
    assert "near_limit" in kinds(flags_for(product(elemental_mg=340)))
    assert "near_limit" not in kinds(flags_for(product(elemental_mg=250)))


def test_an_estimate_may_be_above():
    by_weight = product(elemental_mg=None, basis="compound", compound_mg=2600, estimate_mg=(260.0, 377.0))
    assert "may_be_above_limit" in kinds(flags_for(by_weight))
    surely = product(elemental_mg=None, basis="compound", compound_mg=4000, estimate_mg=(400.0, 580.0))
    assert "above_limit" in kinds(flags_for(surely))


def test_a_child_is_held_to_the_childs_limit():
    found = flag(flags_for(PLAIN, Profile(age_y=6)), "above_limit_children")
    assert found.data["limit_mg_per_day"] == 110
    assert "children 4-8" in found.text


def test_a_product_for_children_is_flagged_for_an_adult_who_looks():
    assert "above_limit_children" in kinds(flags_for(product(for_children=True)))


def test_no_limit_can_be_set_for_infants():
    assert "no_limit_for_age" in kinds(flags_for(PLAIN, Profile(age_y=0.5)))


def test_the_flag_stays_on_for_constipation():
    found = flags_for(product(elemental_mg=500, forms=("oxide",), serving_quantity=1), goal="constipation")
    assert {"above_limit", "laxative_dose"} <= set(kinds(found))


def test_canada_licenses_more_and_the_flag_stays():
    found = flags_for(product(elemental_mg=450), authorities=("CA",))
    assert {"above_limit", "licensed_amount"} <= set(kinds(found))
    assert "licensed_amount" not in kinds(flags_for(product(elemental_mg=600), authorities=("CA",)))


def test_pregnancy_and_threonate_in_the_eu():
    magtein = product(forms=("threonate",), elemental_mg=144, serving_quantity=3)
    assert "form_not_in_pregnancy" in kinds(flags_for(magtein, Profile(pregnant=True), ("EU",)))
    assert "form_not_in_pregnancy" not in kinds(flags_for(magtein, Profile(pregnant=True), ("US",)))
    assert "form_not_in_pregnancy" not in kinds(flags_for(magtein, Profile(), ("EU",)))


def test_products_taken_together():
    found = flag(stack_flags([PLAIN, product(elemental_mg=160)]), "stack_above_limit")
    assert found.data["mg_per_day"] == 360
    assert stack_flags([PLAIN, product(elemental_mg=150)]) == ()


def test_an_unknown_amount_in_a_stack_is_named_and_not_taken_as_nothing():
    unknown = product(elemental_mg=None, name="Mystery")
    found = flag(stack_flags([product(elemental_mg=400), unknown]), "stack_above_limit")
    assert "at least 400 mg" in found.text
    assert "Mystery" in found.text


def test_b6_and_zinc():
    found = flags_for(product(co_ingredients={"Vitamin B6 (as Pyridoxine HCl)": 25.0, "zinc": 30.0}))
    b6 = flag(found, "b6_above_limit")
    assert (b6.data["limit_mg_per_day"], b6.severity) == (12, "note")
    assert flag(found, "zinc_above_limit").data["limit_mg_per_day"] == 25
    us = [
        f.severity
        for f in flags_for(product(co_ingredients={"vitamin_b6": 120.0}))
        if f.kind == "b6_above_limit"
    ]
    assert us == ["warning", "note"]
    assert flags_for(product(co_ingredients={"vitamin_b6": 2.0, "zinc": None})) == ()


def test_compound_weight_advertised_as_magnesium():
    found = flags_for(product(elemental_mg=None, compound_mg=1000, basis="compound", estimate_mg=(100, 145)))
    assert flag(found, "compound_as_magnesium").text == (
        "1000 mg is the weight of the compound, not of magnesium: about 100 to 145 mg of magnesium."
    )


def test_form_not_disclosed():
    assert "form_not_disclosed" in kinds(flags_for(product(forms=())))
    assert "form_not_disclosed" in kinds(flags_for(product(forms=("amino_acid_chelate",))))
    assert "form_not_disclosed" not in kinds(flags_for(Product()))


def test_a_blend_without_shares():
    blend = product(forms=("oxide", "citrate"))
    assert "split_not_disclosed" in kinds(flags_for(blend))
    assert "split_not_disclosed" not in kinds(
        flags_for(product(forms=("oxide", "citrate"), shares=(0.5, 0.5)))
    )


def test_a_buffered_chelate_may_be_half_oxide():
    said = flag(flags_for(product(forms=("citrate", "bisglycinate_buffered"))), "buffered")
    assert said.severity == "note"
    assert "a quarter to a half" in said.text
    # At 18 % of magnesium, and in the blend of 82 parts to 18 that a supplier names (22.4 %).
    assert [round(denser_share(fraction, 0.141), 2) for fraction in (0.18, 0.224)] == [0.28, 0.48]
    assert "buffered" not in kinds(flags_for(product()))


def test_undecided_amount():
    assert "amount_undecided" in kinds(flags_for(product(basis="undecided")))


def test_more_magnesium_than_the_compound_can_hold():
    found = flag(flags_for(product(elemental_mg=200, compound_mg=1000)), "claim_not_possible")
    assert found.data["denser_share"] == pytest.approx(0.38, abs=0.01)
    assert "oxide" in found.text
    assert "claim_not_possible" not in kinds(flags_for(product(elemental_mg=141, compound_mg=1000)))


def test_more_than_fits_into_a_capsule():
    dense = flags_for(product(elemental_mg=400, serving_quantity=1))
    assert flag(dense, "claim_not_possible").data["needed_g_per_piece"] == pytest.approx(2.76, abs=0.01)
    oxide = product(elemental_mg=400, serving_quantity=1, forms=("oxide",))
    assert "claim_not_possible" not in kinds(flags_for(oxide))
    assert "claim_not_possible" not in kinds(flags_for(product(elemental_mg=400, serving_unit="scoop")))


def test_diarrhoea_and_laxative_forms():
    ill = Profile(conditions=("diarrhoea",))
    assert "loosens_the_bowel" in kinds(flags_for(product(forms=("citrate",)), ill))
    assert "loosens_the_bowel" not in kinds(flags_for(PLAIN, ill))


def test_caffeine_works_against_sleep_and_stress():
    awake = product(co_ingredients={"Caffeine (from Guarana)": 50.0})
    for goal in ("sleep", "stress_anxiety"):
        assert "works_against_goal" in kinds(flags_for(awake, goal=goal))
    assert "works_against_goal" not in kinds(flags_for(awake, goal="constipation"))
    assert "works_against_goal" not in kinds(flags_for(awake))


def test_calcium_counts_from_a_large_amount():
    def cautions(mg):
        return kinds(flags_for(product(co_ingredients={"calcium": mg}), goal="constipation"))

    assert "ingredient_caution" in cautions(500.0)
    assert "ingredient_caution" not in cautions(120.0)
    assert "ingredient_caution" in cautions(None)  # an amount that is not known is not taken as small


def test_an_unknown_authority_is_an_error():
    with pytest.raises(ValueError, match="'XX' is not known"):
        flags_for(PLAIN, authorities=("XX",))


@given(
    elemental_mg=st.floats(1, 3000),
    servings=st.floats(0.25, 6),
    authority=st.sampled_from(["US", "EU", "UK", "JP"]),
    forms=st.lists(st.sampled_from(["oxide", "citrate", "bisglycinate", "threonate"]), unique=True).map(
        tuple
    ),
)
def test_above_the_limit_is_always_flagged_and_every_source_exists(elemental_mg, servings, authority, forms):
    found = flags_for(
        product(elemental_mg=elemental_mg, servings_per_day=servings, forms=forms), authorities=(authority,)
    )
    limit = {"US": 350, "EU": 250, "UK": 400, "JP": 350}[authority]
    assert ("above_limit" in kinds(found)) == (elemental_mg * servings > limit)
    for one in found:
        assert one.text
        assert set(one.source.split("|")) <= set(sources())
        assert one.as_dict()["kind"] == one.kind
