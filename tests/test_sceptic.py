"""What a sceptical pharmacist would be embarrassed to see, each with what must come instead."""

import dataclasses

import pytest
from archetypes import BISGLYCINATE_200, CITRATE_200, MILK_OF_MAGNESIA, OXIDE_250, archetype

from catalog.goals import goals
from catalog.limits import authorities
from catalog.product import Product
from catalog.profile import Profile
from catalog.ranking import rank


def made(name, form, mg, pieces=1, unit="capsule", **more) -> Product:
    return archetype(name, form, mg, pieces, unit, price_per_100_mg=0.1, seals=(), percent=False, **more)


def judged(product, goal, profile=None, *others):
    """The entry of the product among others, or why it is not ranked."""
    ranking = rank([product, *others], goal, profile)
    entries = [entry for entry in ranking.entries if entry.product is product]
    return entries[0] if entries else next(one for one in ranking.unranked if one.product is product)


OXIDE_400 = made("Oxide 400", "oxide", 400, unit="tablet")


@pytest.mark.parametrize("authority", authorities())
@pytest.mark.parametrize("age", range(1, 18))
def test_a_child_never_gets_400_mg_of_oxide_as_fitting(authority, age):
    profile = Profile(age_y=age, with_adult=True, authority=authority)
    # One goal for which oxide leads and one for which it does not; every goal with the first authority.
    for goal in goals() if authority == authorities()[0] else ("constipation", "sleep"):
        entry = judged(OXIDE_400, goal, profile)
        assert entry.verdict == "not_for_you"
        assert any(flag.kind == "above_limit_children" for flag in entry.flags)


@pytest.mark.parametrize("mg", [350, 400])
def test_an_impossible_claim_cannot_be_told(mg):
    claim = made(f"Bisglycinate {mg} in one capsule", "bisglycinate", mg)
    entry = judged(claim, "sleep", None, BISGLYCINATE_200)
    # Above the limit too, but the amount itself is in doubt: nothing firm is said of it.
    assert entry.verdict == "cannot_be_told"
    assert entry.position is None
    assert "claim_not_possible" in [flag.kind for flag in entry.flags]


def test_a_token_dose_stands_behind_a_real_one():
    five = made("Oxide 5", "oxide", 5)
    assert judged(five, "constipation", None, CITRATE_200, OXIDE_250).verdict == "weak"
    positions = [e.product.name for e in rank([five, CITRATE_200, OXIDE_250], "constipation").entries]
    assert positions[-1] == "Oxide 5"
    twenty = made("Bisglycinate 20", "bisglycinate", 20)
    assert judged(twenty, "sleep", None, BISGLYCINATE_200).verdict == "weak"
    multivitamin = made("Multivitamin", "oxide", 50)
    assert judged(multivitamin, "constipation").verdict == "weak"


def test_what_the_constipation_trials_gave_is_said():
    goal = goals()["constipation"]
    assert "905 mg" in goal.headline
    entry = judged(OXIDE_250, "constipation")
    assert entry.verdict == "may_fit"
    texts = " ".join(reason.text for reason in (*entry.why, *entry.reasons))
    assert "905 mg" in texts
    assert "above the limit for supplements" in texts


@pytest.mark.parametrize("goal", [goal for goal in goals() if goal != "constipation"])
def test_a_bowel_preparation_is_ranked_for_nothing_but_constipation(goal):
    preparation = made("Bowel preparation", "citrate", 2900, 300, "ml", kind="drug")
    assert judged(preparation, goal).missing == ("medicine",)
    assert judged(MILK_OF_MAGNESIA, goal).verdict == "does_not_fit"


@pytest.mark.parametrize("goal", ["sleep", "stress_anxiety"])
@pytest.mark.parametrize("mg", [200.0, None])
def test_a_stimulant_works_against_sleep_and_stress(goal, mg):
    powder = made("Pre-workout", "bisglycinate", 250, 3, co_ingredients={"caffeine": mg})
    entry = judged(powder, goal, None, CITRATE_200)
    assert entry.verdict == "does_not_fit"
    assert "works_against_goal" in [flag.kind for flag in entry.flags]


def test_no_form_is_put_first_for_stress_by_a_trial_without_placebo():
    lactate, untested = made("Lactate", "lactate", 100, 8), made("Malate", "malate", 100, 2)
    null = made("Bisglycinate", "bisglycinate", 250, 3)
    ranking = rank([lactate, untested, null], "stress_anxiety")
    assert all(entry.verdict != "fits" for entry in ranking.entries)
    assert ranking.entries[-1].product is null


def test_nothing_fits_for_cramps_from_one_trial_in_pregnant_women():
    for product in (BISGLYCINATE_200, CITRATE_200, made("300", "bisglycinate", 300, 3)):
        assert judged(product, "muscle_cramps").verdict == "does_not_fit"
    assert (
        judged(made("300", "bisglycinate", 300, 3), "muscle_cramps", Profile(pregnant=True)).verdict
        == "may_fit"
    )


@pytest.mark.parametrize(
    ("ingredient", "word"),
    [
        *(("melatonin", "elatonin"), ("kava", "ava"), ("valerian root", "alerian"), ("vitamin_b6", "B6")),
        *(("potassium", "otassium"), ("senna leaf", "laxative")),
    ],
)
@pytest.mark.parametrize("goal", ["sleep", "constipation", "cognition"])
def test_what_needs_care_is_said_and_fits_never_whole(ingredient, word, goal):
    product = dataclasses.replace(BISGLYCINATE_200, co_ingredients={ingredient: None})
    entry = judged(product, goal)
    assert any(word in flag.text for flag in entry.flags)
    assert entry.verdict != "fits"


@pytest.mark.parametrize("ingredient", ["melatonin", "kava", "ashwagandha"])
def test_what_is_not_for_pregnancy_is_not_ranked_in_it(ingredient):
    product = dataclasses.replace(BISGLYCINATE_200, co_ingredients={ingredient: 5.0})
    assert judged(product, "sleep", Profile(pregnant=True)).verdict == "not_for_you"


def test_the_number_is_no_headline_and_says_what_it_is():
    entry = judged(BISGLYCINATE_200, "sleep")
    assert list(entry.as_dict())[:3] == ["verdict", "verdict_if", "why"]


def test_four_grams_of_threonate_do_not_lead_blood_pressure():
    threonate = made("Threonate 4 g", "threonate", 288, 8)
    chloride = made("Chloride", "chloride", 240, 4, "tablet")
    ranking = rank([threonate, chloride], "blood_pressure", Profile(authority="EU"))
    entry = next(entry for entry in ranking.entries if entry.product is threonate)
    assert entry.verdict == "does_not_fit"
    assert ranking.entries[0].product is chloride


def test_an_amount_over_the_limit_at_its_upper_end_is_not_held_like_one_above_it():
    ranged = dataclasses.replace(made("1 to 4 a day", "bisglycinate", 100), servings_per_day_high=4)
    above = made("400", "bisglycinate", 400, 4)
    entries = rank([ranged, above], "sleep").entries
    assert [entry.product.name for entry in entries] == ["1 to 4 a day", "400"]
    assert entries[1].verdict == "does_not_fit"


def test_l_threonate_is_for_adults_only_in_the_eu():
    magtein = made("Threonate 144", "threonate", 144, 3)
    for age in (9, 15, 17):
        assert judged(magtein, "cognition", Profile(age_y=age, with_adult=True, authority="EU")).verdict == (
            "not_for_you"
        )
    assert judged(magtein, "cognition", Profile(age_y=30, authority="EU")).verdict == "fits"
    assert judged(magtein, "cognition", Profile(pregnant=True, authority="DE")).verdict == "not_for_you"
