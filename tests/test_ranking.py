"""The ranking: leaders, caps, ties, gates, reasons, and what must hold for any products."""

import dataclasses
import json
import time

import archetypes
import pytest
from archetypes import SHELF

from catalog.goals import evidence, goals
from catalog.product import Product
from catalog.profile import Profile
from catalog.rank_file import rank_file
from catalog.ranking import explain, rank
from catalog.reasons import templates
from catalog.sources import sources
from catalog.weights import PARTS, weights, weights_from, weights_text

LEADERS = {"sleep": "bisglycinate", "constipation": "oxide", "cognition": "threonate"}


def by_name(goal: str, products=SHELF, **options):
    return {entry.product.name: entry for entry in rank(products, goal, **options).entries}


# --- the leaders -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("goal", "form"), LEADERS.items())
def test_the_leading_form(goal, form):
    leader = rank(SHELF, goal).entries[0]
    assert leader.product.forms == (form,)
    assert leader.position == 1
    # The dose of the constipation trials is above the limit for supplements: nothing within it fits whole.
    assert leader.verdict == ("may_fit" if goal == "constipation" else "fits")


def test_constipation_is_led_by_oxide_then_citrate():
    assert [e.product.forms[0] for e in rank(SHELF, "constipation").entries[:2]] == ["oxide", "citrate"]


@pytest.mark.parametrize(
    ("goal", "name", "verdict"),
    [
        ("sleep", "Bisglycinate 200", "fits"),
        ("sleep", "Bisglycinate 120", "weak"),  # less than half of the 250 mg of the trial
        ("sleep", "Threonate 144", "may_fit"),
        ("sleep", "Buffered glycinate 200", "may_fit"),
        ("sleep", "Malate 200", "may_fit"),
        ("sleep", "Citrate 200", "does_not_fit"),
        ("sleep", "Oxide 500", "does_not_fit"),
        ("sleep", "Bisglycinate 200 and caffeine", "does_not_fit"),
        ("constipation", "Oxide 250", "may_fit"),
        ("constipation", "Citrate 300", "may_fit"),
        ("constipation", "Citrate 200", "may_fit"),
        ("constipation", "Milk of magnesia", "may_fit"),
        ("constipation", "Oxide 500", "does_not_fit"),
        ("constipation", "Bisglycinate 200", "weak"),
        ("cognition", "Threonate 144", "fits"),
        ("cognition", "Threonate 48", "weak"),
        ("cognition", "Bisglycinate 200", "weak"),
        ("muscle_cramps", "Citrate 200", "does_not_fit"),
        ("muscle_cramps", "Bisglycinate 200", "does_not_fit"),
    ],
)
def test_the_verdicts_of_the_shelf(goal, name, verdict):
    assert by_name(goal)[name].verdict == verdict


@pytest.mark.parametrize("goal", LEADERS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_half_as_much_or_as_little_weight_keeps_the_leader(goal, part, factor):
    changed = weights().with_part(goal, part, factor)
    assert rank(SHELF, goal, weights=changed).entries[0].product.forms == (LEADERS[goal],)


@pytest.mark.parametrize("goal", LEADERS)
@pytest.mark.parametrize("goal_points", [40, 50, 70, 80])
def test_another_share_for_the_goal_keeps_the_leader(goal, goal_points):
    changed = weights().with_goal_points(goal_points)
    assert rank(SHELF, goal, weights=changed).entries[0].product.forms == (LEADERS[goal],)


@pytest.mark.parametrize("goal", LEADERS)
def test_the_eu_limit_keeps_the_leader(goal):
    assert rank(SHELF, goal, Profile(authority="EU")).entries[0].product.forms == (LEADERS[goal],)


def test_an_untested_form_does_not_win_on_price():
    ranked = by_name("sleep")
    assert ranked["Malate 200"].score < ranked["Threonate 144"].score


# --- caps, flags, gates ----------------------------------------------------------------------------------------


def test_above_the_limit_does_not_fit_and_is_flagged():
    entry = rank([archetypes.OXIDE_500], "constipation").entries[0]
    assert entry.verdict == "does_not_fit"
    assert "limit" in entry.why[0].text
    assert entry.flags[0].kind == "above_limit"
    assert "laxative_dose" in [flag.kind for flag in entry.flags]


def test_caffeine_works_against_sleep_and_stress_and_nothing_else():
    for goal in ("sleep", "stress_anxiety"):
        entry = by_name(goal)["Bisglycinate 200 and caffeine"]
        assert entry.verdict == "does_not_fit"
        assert any("affeine" in reason.text for reason in entry.why)
    plain, with_caffeine = (
        by_name("cognition")[name] for name in ("Bisglycinate 200", "Bisglycinate 200 and caffeine")
    )
    assert with_caffeine.verdict == plain.verdict


def test_an_unknown_amount_of_caffeine_works_against_sleep_too():
    unread = dataclasses.replace(archetypes.WITH_CAFFEINE, co_ingredients={"caffeine": None})
    assert rank([unread], "sleep").entries[0].verdict == "does_not_fit"


def test_nothing_has_a_position_where_nothing_was_tested():
    ranking = rank([archetypes.MALATE_200, archetypes.CITRATE_200], "cognition")
    assert [entry.position for entry in ranking.entries] == [None, None]
    assert "None of these was tested for memory and thinking; only" in ranking.note
    assert rank(SHELF, "cognition").note is None


def test_a_laxative_medicine_is_ranked_for_constipation_only():
    for goal in goals():
        ranking = rank([archetypes.MILK_OF_MAGNESIA], goal)
        if goal == "constipation":
            assert ranking.entries[0].group == "laxative medicine"
        else:
            assert ranking.unranked[0].missing == ("medicine",)
            assert ranking.unranked[0].verdict == "does_not_fit"


@pytest.mark.parametrize(
    ("profile", "condition"),
    [
        (Profile(conditions=("kidney_disease",)), "kidney_disease"),
        (Profile(conditions=("myasthenia_gravis",)), "myasthenia_gravis"),
        (Profile(conditions=("heart_block",)), "heart_block"),
        (Profile(age_y=0.4), "infant"),
        (Profile(age_y=16), "minor"),
    ],
)
def test_some_people_get_no_ranking(profile, condition):
    ranking = rank(SHELF, "sleep", profile)
    assert ranking.stop.condition == condition
    assert len(ranking.entries) == len(ranking.unranked) == 0
    assert ranking.as_dict()["stop"]["text"]


def test_a_child_with_an_adult_is_held_to_the_childs_limit():
    entry = rank([archetypes.BISGLYCINATE_200], "sleep", Profile(age_y=7, with_adult=True)).entries[0]
    assert entry.verdict == "not_for_you"
    assert entry.position is None
    assert "above_limit_children" in [flag.kind for flag in entry.flags]


def test_pregnancy_leaves_threonate_out_in_the_eu_only():
    pregnant = Profile(pregnant=True, authority="EU")
    assert [one.missing for one in rank([archetypes.THREONATE_144], "sleep", pregnant).unranked] == [
        ("person",)
    ]
    assert len(rank([archetypes.THREONATE_144], "sleep", Profile(pregnant=True)).entries) == 1


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"elemental_mg": None}, ("amount",)),
        ({"basis": "undecided"}, ("basis",)),
        ({"serving_quantity": None}, ("serving",)),
        ({"elemental_mg": None, "basis": "compound", "estimate_mg": (100, 145)}, ("amount", "basis")),
        ({"forms": ("stearate",)}, ("no_source",)),
        ({"forms": ("salicylate",)}, ("no_source",)),
        ({"forms": ("moonlight",)}, ("unknown_form",)),
        ({"kind": "topical"}, ("not_oral",)),
        ({"status": "no_magnesium", "elemental_mg": None, "forms": ()}, ("no_magnesium",)),
        ({"status": "unreadable"}, ("unreadable",)),
        ({"kind": "homeopathic"}, ("not_oral",)),
    ],
)
def test_what_cannot_be_ranked_says_what_is_missing(changes, missing):
    ranking = rank([dataclasses.replace(archetypes.BISGLYCINATE_200, **changes)], "sleep")
    assert len(ranking.entries) == 0
    assert ranking.unranked[0].missing == missing
    assert ranking.unranked[0].text


def test_a_form_that_is_not_disclosed_cannot_be_told():
    hidden = dataclasses.replace(archetypes.BISGLYCINATE_200, forms=())
    entry = rank([hidden], "sleep").entries[0]
    assert entry.verdict == "cannot_be_told"
    assert entry.position is None
    assert "form_not_disclosed" in [flag.kind for flag in entry.flags]


def test_liposomal_takes_the_row_of_the_salt():
    plain, wrapped = (
        dataclasses.replace(archetypes.BISGLYCINATE_200, forms=names)
        for names in (("bisglycinate",), ("liposomal", "bisglycinate"))
    )
    assert rank([wrapped], "sleep").entries[0].score == pytest.approx(rank([plain], "sleep").entries[0].score)


# --- blends, bands, ties ---------------------------------------------------------------------------------------


def blend(*names: str, shares=None) -> Product:
    return dataclasses.replace(archetypes.BISGLYCINATE_200, forms=names, shares=shares)


def test_a_known_split_lies_between_its_forms():
    two = ("oxide", "citrate")
    single = [rank([blend(name)], "sleep").entries[0].score for name in two]
    mixed = rank([blend(*two, shares=(0.5, 0.5))], "sleep").entries[0]
    assert min(single) < mixed.score < max(single)
    assert mixed.high == mixed.score


def test_an_unknown_split_has_a_band_and_scores_less_than_the_same_split_stated():
    hidden = rank([blend("bisglycinate", "oxide")], "sleep").entries[0]
    stated = rank([blend("bisglycinate", "oxide", shares=(0.5, 0.5))], "sleep").entries[0]
    assert hidden.score < hidden.high
    assert hidden.score < stated.score


def test_a_blend_is_judged_by_its_main_form_or_by_the_least_of_them():
    def verdict(*names, shares=None):
        return rank([blend(*names, shares=shares)], "sleep").entries[0].verdict

    assert verdict("bisglycinate", "citrate", shares=(0.9, 0.1)) == "fits"
    assert verdict("bisglycinate", "malate") == "may_fit"
    assert verdict("bisglycinate", "citrate") == "weak"
    assert verdict("citrate", "bisglycinate", shares=(0.9, 0.1)) == "weak"


def test_a_range_in_the_directions_counts_at_its_cautious_end():
    wide = dataclasses.replace(archetypes.BISGLYCINATE_120, servings_per_day_high=2)
    entry = rank([wide], "sleep").entries[0]
    assert entry.score < entry.high
    assert entry.daily_mg == (120, 240)
    assert entry.verdict == "weak"
    upper = dataclasses.replace(archetypes.BISGLYCINATE_200, servings_per_day_high=4)
    assert rank([upper], "sleep").entries[0].verdict == "may_fit"


def test_directions_that_were_not_read_leave_the_verdict_open():
    unread = dataclasses.replace(archetypes.BISGLYCINATE_200, servings_per_day=None)
    entry = rank([unread], "sleep").entries[0]
    assert (entry.verdict, entry.verdict_if) == ("cannot_be_told", "fits")
    assert entry.why[0].text == "How much to take a day was not read."
    said = rank([unread], "sleep", Profile(servings_where_unread=1)).entries[0]
    assert said.verdict == "fits"
    assert rank([unread], "sleep", Profile(servings_where_unread=3)).entries[0].verdict == "does_not_fit"


def test_a_panel_that_was_not_read_whole_leaves_the_verdict_open():
    part = dataclasses.replace(archetypes.BISGLYCINATE_200, panel_read="part")
    entry = rank([part], "sleep").entries[0]
    assert (entry.verdict, entry.verdict_if) == ("cannot_be_told", "fits")
    with_caffeine = dataclasses.replace(part, co_ingredients={"caffeine": None})
    assert rank([with_caffeine], "sleep").entries[0].verdict == "does_not_fit"


def test_values_still_to_be_checked_do_not_fit_whole():
    unchecked = dataclasses.replace(archetypes.BISGLYCINATE_200, to_check=("elemental_mg", "forms"))
    entry = rank([unchecked], "sleep").entries[0]
    assert entry.verdict == "may_fit"
    assert "the amount, the form" in entry.why[0].text


def test_within_five_points_is_a_tie_and_shares_the_position():
    twin = dataclasses.replace(archetypes.BISGLYCINATE_200, name="Twin", seals=("Labdoor",))
    entries = rank([archetypes.BISGLYCINATE_200, twin, archetypes.CITRATE_200], "sleep").entries
    assert [(entry.position, entry.tied) for entry in entries] == [(1, True), (1, True), (3, False)]
    assert entries[2].verdict == "does_not_fit"


def test_nothing_to_rank():
    ranking = rank([], "sleep")
    assert len(ranking.entries) == 0
    assert rank([Product()], "sleep").unranked[0].verdict == "cannot_be_told"


# --- reasons and numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("goal", goals())
def test_every_reason_and_flag_has_a_source_that_exists(goal):
    for entry in rank(SHELF, goal).entries:
        parts = [reason.part for reason in entry.reasons]
        assert parts[0] == "evidence"
        assert {"dose", "gut_comfort"} <= set(parts)
        for reason in entry.reasons:
            assert reason.text
            assert "{" not in reason.text
            assert reason.source
            assert set(reason.source) <= set(sources())
        for flag in entry.flags:
            assert set(flag.source.split("|")) <= set(sources())


def test_reasons_of_the_leaders_are_honest():
    assert "1.6 points" in by_name("sleep")["Bisglycinate 200"].reasons[0].text
    assert "company" in by_name("cognition")["Threonate 144"].reasons[0].text
    assert "above the limit for supplements" in by_name("constipation")["Oxide 250"].reasons[0].text
    assert "placebo" in by_name("sleep")["Citrate 200"].reasons[0].text


def test_templates_have_existing_sources():
    assert all(set(source) <= set(sources()) for _, source in templates().values())


def test_the_parts_add_up_to_the_score():
    for goal in goals():
        for entry in rank(SHELF, goal).entries:
            assert sum(part.points for part in entry.parts.values()) == pytest.approx(entry.score)
            shares = [part.share for name, part in entry.parts.items() if name != "goal_fit"]
            assert sum(shares) == pytest.approx(1)


def test_an_unknown_part_gives_no_points_and_is_said():
    unknown = dataclasses.replace(archetypes.BISGLYCINATE_200, seals=None)
    entry = rank([unknown], "sleep").entries[0]
    assert entry.parts["third_party_test"].points == 0
    assert entry.high > entry.score
    assert any("Nobody looked for marks" in reason.text for reason in entry.reasons)


def test_not_knowing_a_seal_is_no_better_than_none():
    none = dataclasses.replace(archetypes.BISGLYCINATE_200, seals=())
    unknown = dataclasses.replace(archetypes.BISGLYCINATE_200, seals=None)
    assert rank([unknown], "sleep").entries[0].score == rank([none], "sleep").entries[0].score


def test_a_gmp_seal_is_no_test():
    gmp = dataclasses.replace(archetypes.BISGLYCINATE_200, seals=("GMP",))
    assert rank([gmp], "sleep").entries[0].parts["third_party_test"].value == 0


def test_explain_returns_every_number():
    told = explain(archetypes.BISGLYCINATE_200, "sleep")
    numbers, formula = told["numbers"], told["formula"]
    fit = numbers["evidence"] * (formula["dose_floor"] + formula["dose_share"] * numbers["dose_fit"])
    assert fit == pytest.approx(numbers["goal_fit"])
    score = formula["goal_points"] * fit + formula["quality_points"] * numbers["quality"]
    assert score == pytest.approx(numbers["score"])
    wanted = formula["quality_weights"]
    quality = sum(wanted[part] * numbers[part] for part in PARTS) / sum(wanted.values())
    assert quality == pytest.approx(numbers["quality"])
    json.dumps(told)


def test_explain_says_what_is_missing():
    assert explain(Product(name="Empty"), "sleep")["unranked"][0]["missing"] == ["amount", "basis", "serving"]


def test_the_weights_can_be_printed_and_are_checked():
    assert weights_from(weights_text()) == weights()
    with pytest.raises(ValueError, match="verdict is missing"):
        weights_from(weights_text().replace("[verdict]", "[hats]"))
    with pytest.raises(ValueError, match="must rise in mg"):
        weights_from(weights_text().replace("[[0, 0], [105, 1]", "[[200, 0], [105, 1]"))
    with pytest.raises(ValueError, match="none below 0"):
        weights_from(weights_text().replace("gut_comfort = 25", "gut_comfort = -25"))
    with pytest.raises(ValueError, match="luck"):
        weights().with_part("sleep", "luck", 2)


def test_goals_and_authorities_are_checked():
    with pytest.raises(ValueError, match="'luck' is not known"):
        rank(SHELF, "luck")
    with pytest.raises(ValueError, match="'XX' is not known"):
        rank(SHELF, "sleep", Profile(authority="XX"))


def test_a_result_file_is_ranked(tmp_path):
    lines = [
        {
            "photo": f"{name}.jpg",
            "panel_read": "whole",
            "product": {"name": name},
            "serving": {"quantity": 2, "unit": "capsule", "servings_per_day": 1},
            "magnesium": {"elemental_mg": mg, "basis": "elemental", "forms": [name]},
        }
        for name, mg in (("oxide", 400), ("bisglycinate", 200), ("citrate", None))
    ]
    path = tmp_path / "results.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    ranked = rank_file(path, "sleep", top=1)
    assert json.loads(json.dumps(ranked)) == ranked
    assert [entry["name"] for entry in ranked["entries"]] == ["bisglycinate"]
    assert ranked["ranked"] == 2
    assert ranked["unranked"][0]["missing"] == ["amount"]
    assert len(rank_file(path, "sleep")["entries"]) == 2


@pytest.mark.parametrize(
    ("goal", "form", "weight", "leader"),
    [
        ("sleep", "bisglycinate", 0.60, "bisglycinate"),
        ("constipation", "oxide", 0.80, "citrate"),
        ("constipation", "oxide", 0.95, "oxide"),
    ],
)
def test_where_the_evidence_would_change_the_leader(goal, form, weight, leader):
    other = dataclasses.replace(evidence(goal, form), weight=weight)
    ranking = rank(SHELF, goal, evidence={form: other})
    assert ranking.entries[0].product.forms == (leader,)


def test_a_hundred_thousand_products_in_a_moment():
    """The bound is generous, a shared machine may be busy; the benchmark measures."""
    many = [dataclasses.replace(SHELF[place % len(SHELF)], photo=f"{place}.jpg") for place in range(100_000)]
    start = time.process_time()
    ranking = rank(many, "sleep")
    top = ranking.entries[:100]
    assert time.process_time() - start < 3
    assert len(ranking.entries) + len(ranking.unranked) == 100_000
    assert all(entry.reasons for entry in top)
