"""Flags: what a person should know of a product, in plain words with a source."""

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.amounts import denser_share
from catalog.flags import Flag, flags_for, stack_flags
from catalog.form_rules import form_barred, form_rule
from catalog.limits import authorities, limit_for, limits
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


@pytest.mark.parametrize("status", ["no_magnesium", "not_a_label", "unreadable"])
def test_of_a_photo_without_a_product_nothing_is_missing(status):
    assert kinds(flags_for(Product(status=status, panel_read="none"))) == []
    assert "panel_not_read" in kinds(flags_for(Product(status="check", panel_read="none")))


def test_the_daily_amount_is_compared_not_the_serving():
    found = flag(flags_for(product(servings_per_day=2)), "above_limit")
    assert found.text == (
        "The label's directions give 400 mg a day: above the US limit for supplements (350 mg a day)."
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
    ("authority", "limit"), [("US", 350), ("EU", 250), ("DE", 250), ("AU", 350), ("SE", 250), ("UK", 400)]
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


def test_a_product_for_children_is_tried_against_the_youngest_it_may_be_for():
    gummy = product(for_children=True, elemental_mg=100)
    unnamed = flag(flags_for(gummy), "above_limit_children")
    assert unnamed.data["limit_mg_per_day"] == 65
    assert unnamed.text.endswith("It is made for children, and the label's youngest age was not read.")
    from_four = dataclasses.replace(gummy, youngest_age_y=4)
    assert "above_limit_children" not in kinds(flags_for(from_four))
    named = flag(flags_for(dataclasses.replace(from_four, elemental_mg=120)), "above_limit_children")
    assert named.data["limit_mg_per_day"] == 110
    assert named.text.endswith("It is made for children from 4 years on.")
    assert Product.from_scan({"youngest_age_y": 4, "for_children": True}).youngest_age_y == 4


@pytest.mark.parametrize("authority", authorities())
def test_400_mg_of_oxide_is_flagged_for_every_child_everywhere(authority):
    oxide = product(elemental_mg=400, forms=("oxide",), serving_quantity=1)
    stages = ({}, {"pregnant": True}, {"breast_feeding": True})
    for age, stage in itertools.product(range(1, 18), stages):
        child = Profile(age_y=age, authority=authority, with_adult=True, **stage)
        found = flag(flags_for(oxide, child, (authority,), "constipation"), "above_limit_children")
        assert found.severity == "warning"
        limit = limit_for(authority, child)
        assert limit.stand_in_text in found.text
        assert found.data["stands_in_for"] == limit.stands_in_for


def test_whose_limit_stands_in_is_said():
    found = flag(flags_for(PLAIN, Profile(age_y=2), ("EU",)), "above_limit_children")
    assert found.text == (
        "The label's directions give 200 mg a day: above the US limit for supplements for children 1-3 "
        "(65 mg a day). No EU limit is set for this age, so the US one of 65 mg a day is used."
    )


def test_a_limit_per_kg_is_told_by_weight():
    found = flag(flags_for(product(elemental_mg=60), Profile(age_y=1), ("JP",)), "limit_by_weight")
    assert found.data["from_kg"] == 12
    assert found.text.endswith(
        "The Japanese limit for this age is 5 mg a day per kg of body weight: this is within it for a child "
        "of 12 kg or more."
    )
    assert "limit_by_weight" not in kinds(flags_for(product(elemental_mg=60), Profile(age_y=30), ("JP",)))


def test_canadians_are_told_that_canada_uses_the_us_limit():
    found = flag(flags_for(product(elemental_mg=600), authorities=("CA",)), "above_limit")
    assert "above the US limit for supplements, which Canada uses (350 mg a day)." in found.text


def test_an_undecided_amount_may_be_above_and_is_never_surely_so():
    undecided = product(elemental_mg=500, basis="undecided")
    found = flags_for(undecided)
    assert "above_limit" not in kinds(found)
    said = flag(found, "may_be_above_limit")
    assert said.severity == "caution"
    assert said.text == (
        "The label's directions give 50 to 500 mg a day, depending on what the label means: this may be above "
        "the US limit for supplements (350 mg a day)."
    )
    # 4 g are above the limit, whichever of the two they are.
    assert "above_limit" in kinds(flags_for(product(elemental_mg=4000, basis="undecided")))


def test_an_amount_that_was_not_read_is_not_within_the_limit():
    found = flag(flags_for(product(elemental_mg=None)), "amount_not_read")
    assert found.text == (
        "The amount of magnesium is not known, so it may be above the US limit for supplements (350 mg a day)."
    )
    assert "amount_not_read" in kinds(flags_for(Product()))
    assert "amount_not_read" not in kinds(flags_for(product(elemental_mg=None, forms=("stearate",))))
    # Of a compound that is not named nobody knows how much of it is magnesium.
    nameless = product(elemental_mg=None, compound_mg=1000, basis="compound", forms=())
    assert "may_be_above_limit" in kinds(flags_for(nameless))


def test_how_many_servings_would_be_too_many_is_said_where_directions_were_not_read():
    unread = product(servings_per_day=None)
    assert flag(flags_for(unread), "directions_not_read").text == (
        "The directions were not read. 2 servings a day would be above the US limit for supplements (350 mg a day)."
    )
    exactly = dataclasses.replace(unread, elemental_mg=175)
    assert flag(flags_for(exactly), "directions_not_read").data["servings"] == 3
    assert "directions_not_read" not in kinds(flags_for(dataclasses.replace(unread, elemental_mg=50)))
    above = flag(flags_for(dataclasses.replace(unread, elemental_mg=400)), "directions_not_read")
    assert "2 servings a day would be further above the US limit" in above.text


FORGETTING = {
    "basis": {"basis": "undecided"},
    "amount": {"elemental_mg": None},
    "amount and weight": {"elemental_mg": None, "compound_mg": None, "estimate_mg": None},
    "estimate": {"estimate_mg": None},
    "directions": {"servings_per_day": None, "servings_per_day_high": None},
    "shares": {"shares": None},
    "serving": {"serving_quantity": None, "serving_unit": None},
    "youngest age": {"youngest_age_y": None},
    "form": {"forms": (), "shares": None},
}
ABOUT_THE_LIMIT = {
    *("above_limit", "above_limit_children", "may_be_above_limit", "no_limit_for_age"),
    *("amount_not_read", "directions_not_read"),
}


@given(
    elemental_mg=st.floats(60, 3000),
    servings=st.sampled_from([1, 2, 3, 6]),
    authority=st.sampled_from(authorities()),
    forms=st.sampled_from([("oxide",), ("bisglycinate",), ("citrate", "threonate"), ("blend_undisclosed",)]),
    age=st.none() | st.floats(1, 130),
    for_children=st.booleans(),
    forgotten=st.sampled_from(sorted(FORGETTING)),
)
def test_knowing_less_never_silences_what_is_said_of_the_limit(
    *, elemental_mg, servings, authority, forms, age, for_children, forgotten
):
    known = product(
        elemental_mg=elemental_mg,
        servings_per_day=servings,
        forms=forms,
        for_children=for_children,
        youngest_age_y=4 if for_children else None,
        shares=(0.5, 0.5) if len(forms) == 2 else None,
    )
    person = Profile(age_y=age)
    before = set(kinds(flags_for(known, person, (authority,))))
    less = dataclasses.replace(known, **FORGETTING[forgotten])
    after = set(kinds(flags_for(less, person, (authority,))))
    if before & {"above_limit", "above_limit_children", "may_be_above_limit"}:
        assert after & ABOUT_THE_LIMIT, (before, after)


@pytest.mark.parametrize("kind", ["topical", "homeopathic"])
def test_what_is_not_swallowed_has_no_dose(kind):
    oil = product(kind=kind, elemental_mg=600, forms=("chloride",), co_ingredients={"zinc": 100.0})
    assert not {"above_limit", "laxative_dose", "zinc_above_limit"} & set(kinds(flags_for(oil)))
    assert stack_flags([PLAIN, oil]) == ()
    assert flag(stack_flags([PLAIN, PLAIN, oil]), "stack_above_limit").data["products"] == 2


def test_no_limit_can_be_set_for_infants():
    assert "no_limit_for_age" in kinds(flags_for(PLAIN, Profile(age_y=0.5)))


def test_the_flag_stays_on_for_constipation():
    found = flags_for(product(elemental_mg=500, forms=("oxide",), serving_quantity=1), goal="constipation")
    assert {"above_limit", "laxative_dose"} <= set(kinds(found))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"forms": ("bisglycinate",)}, False),
        ({"forms": ("pidolate",)}, False),
        ({"forms": ("threonate",)}, False),
        ({"forms": ("oxide",)}, True),
        ({"forms": ("citrate",)}, True),
        ({"forms": ("hydroxide",), "kind": "drug", "elemental_mg": 1000}, True),
        ({"forms": ("bisglycinate",), "elemental_mg": 800}, True),
        ({"forms": ("oxide",), "elemental_mg": 340}, False),
    ],
)
def test_laxatives_are_spoken_of_only_where_form_or_dose_calls_for_it(changes, said):
    one = product(**{"elemental_mg": 360, **changes})
    assert ("laxative_dose" in kinds(flags_for(one))) == said


def test_for_a_child_a_laxative_is_a_matter_for_the_doctor():
    oxide = product(elemental_mg=400, forms=("oxide",))
    found = flag(flags_for(oxide, Profile(age_y=6)), "laxative_dose")
    assert found.text.endswith("A child should get one only when a doctor says so.")


def test_canada_licenses_more_and_the_flag_stays():
    found = flags_for(product(elemental_mg=450), authorities=("CA",))
    assert {"above_limit", "licensed_amount"} <= set(kinds(found))
    assert "licensed_amount" not in kinds(flags_for(product(elemental_mg=600), authorities=("CA",)))
    assert flag(found, "licensed_amount").text == (
        "Canadian rules allow up to 500 mg a day in one product. The amount is lawful there, and it is still "
        "above the US limit."
    )
    italian = flags_for(product(elemental_mg=400), authorities=("IT",))
    assert {"above_limit", "licensed_amount"} <= set(kinds(italian))


def test_pregnancy_and_threonate_in_the_eu():
    magtein = product(forms=("threonate",), elemental_mg=144, serving_quantity=3)
    assert "form_not_in_pregnancy" in kinds(flags_for(magtein, Profile(pregnant=True), ("EU",)))
    assert "form_not_in_pregnancy" not in kinds(flags_for(magtein, Profile(pregnant=True), ("US",)))
    assert "form_not_in_pregnancy" not in kinds(flags_for(magtein, Profile(), ("EU",)))


def test_threonate_is_for_adults_only_in_the_eu():
    magtein = product(forms=("threonate",), elemental_mg=144, serving_quantity=3)
    found = flag(flags_for(magtein, Profile(age_y=15), ("EU",)), "form_for_adults_only")
    assert found.severity == "stop"
    assert found.text == (
        "EU law allows magnesium L-threonate in supplements for people of 18 years or more, and not in "
        "pregnancy or while breast-feeding."
    )
    assert "form_for_adults_only" not in kinds(flags_for(magtein, Profile(age_y=15), ("US",)))
    assert "form_for_adults_only" not in kinds(flags_for(magtein, Profile(age_y=18), ("DE",)))


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"elemental_mg": 250}, None),
        ({"elemental_mg": 251}, "warning"),
        ({"elemental_mg": 300, "forms": ("threonate", "oxide")}, "caution"),
        ({"elemental_mg": 300, "forms": ("threonate", "oxide"), "shares": (0.5, 0.5)}, None),
        ({"elemental_mg": 600, "forms": ("threonate", "oxide"), "shares": (0.5, 0.5)}, "warning"),
        ({"elemental_mg": 3500, "basis": "undecided"}, "caution"),
    ],
)
def test_the_eu_maximum_of_threonate(changes, severity):
    magtein = product(**{"forms": ("threonate",), "serving_unit": "scoop", **changes})
    found = [f.severity for f in flags_for(magtein, authorities=("NO",)) if f.kind == "form_above_maximum"]
    assert found == ([] if severity is None else [severity])
    assert "form_above_maximum" not in kinds(flags_for(magtein, authorities=("US",)))


def test_a_rule_on_a_form_is_found_by_market():
    assert form_rule("threonate", "DE").most_mg_per_day == 250
    assert form_rule("threonate", "US") is None
    assert form_rule("oxide", "EU") is None
    assert form_barred(("oxide", "threonate"), Profile(age_y=15, authority="FR")).source[0] == "eu20242694"
    assert form_barred(("threonate",), Profile(age_y=30, authority="FR")) is None
    assert form_barred(("threonate",), Profile(breast_feeding=True, authority="EU")) is not None
    assert form_barred(("threonate",), Profile(age_y=15, authority="US")) is None


def test_products_taken_together():
    found = flag(stack_flags([PLAIN, product(elemental_mg=160)]), "stack_above_limit")
    assert found.data["mg_per_day"] == 360
    assert stack_flags([PLAIN, product(elemental_mg=150)]) == ()


def test_a_stack_counts_estimates():
    by_weight = product(elemental_mg=None, basis="compound", compound_mg=1400, estimate_mg=(140.0, 203.0))
    found = flag(stack_flags([PLAIN, by_weight]), "stack_may_be_above_limit")
    assert found.severity == "caution"
    assert found.text == (
        "Together these 2 products give 340 to 403 mg a day: this may be above the US limit for supplements "
        "(350 mg a day)."
    )
    heavier = dataclasses.replace(by_weight, estimate_mg=(200.0, 300.0))
    assert "stack_above_limit" in kinds(stack_flags([PLAIN, heavier]))


def test_a_stack_says_that_one_serving_is_assumed():
    unread = product(servings_per_day=None)
    said = flag(stack_flags([PLAIN, unread]), "stack_above_limit")
    assert said.text == (
        "Together these 2 products give 400 mg a day: above the US limit for supplements (350 mg a day). "
        "One serving a day is assumed where the directions were not read."
    )


def test_an_unknown_amount_in_a_stack_may_pass_the_limit():
    unknown = product(elemental_mg=None, name="Mystery")
    said = flag(stack_flags([PLAIN, unknown]), "stack_may_be_above_limit")
    assert said.text.endswith("The amount of Mystery is not known.")


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
    assert flags_for(product(co_ingredients={"vitamin_b6": 2.0, "zinc": 8.0})) == ()
    unread = flag(flags_for(product(co_ingredients={"zinc": None})), "nutrient_not_read")
    assert unread.text == "How much zinc is in it was not read, so it may be above its limit."


def test_the_us_limit_comes_first_and_the_eu_one_is_a_note():
    found = [f for f in flags_for(product(co_ingredients={"vitamin_b6": 25.0})) if f.kind == "b6_above_limit"]
    assert [f.text for f in found] == [
        (
            "Vitamin B6 25 mg a day at the label's directions is within the US limit of 100 mg. "
            "The EU limit is lower: 12 mg."
        )
    ]
    both = [f for f in flags_for(product(co_ingredients={"vitamin_b6": 120.0})) if f.kind == "b6_above_limit"]
    assert [f.data["limit_mg_per_day"] for f in both] == [100, 12]


def test_no_note_of_ours_gets_into_a_sentence():
    notes = {row.notes for row in limits() if row.notes} | {"incl.", "(nerve damage", "for supplements for 4"}
    many = product(elemental_mg=2000, co_ingredients={"vitamin_b6": 500.0, "zinc": 100.0, "calcium": 5000.0})
    for code in authorities():
        for age in (None, 0.5, 2, 5, 9, 10, 15):
            for one in flags_for(many, Profile(age_y=age), (code,), "constipation"):
                assert not [note for note in notes if note in one.text], one.text
                assert one.text.endswith("."), one.text


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


def test_flags_go_by_what_a_person_says_where_the_directions_were_not_read():
    unread = product(servings_per_day=None, co_ingredients={"vitamin_b6": 45.0})
    person = Profile(servings_where_unread=3)
    found = flags_for(unread, person)
    assert flag(found, "above_limit").text == (
        "At 3 servings a day, as you said, it gives 600 mg: above the US limit for supplements (350 mg a day)."
    )
    assert "directions_not_read" not in kinds(found)
    assert all("a day as you take it" in one.text for one in found if one.kind == "b6_above_limit")
