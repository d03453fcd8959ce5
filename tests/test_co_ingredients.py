"""What else is in a product: named in many ways and languages, denied, and what it does to a goal."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.co_ingredients import (
    PRESSING,
    CatalogError,
    barred_in_pregnancy,
    co_ingredients,
    for_goal,
    ingredient_effects,
    ingredient_id,
    ingredients_in,
    read_co_ingredients,
    shown_name,
)
from catalog.goals import goals

TABLE = files("catalog").joinpath("data", "co_ingredients.csv").read_text("utf-8")
IDS = sorted({row.ingredient for row in co_ingredients()})
STIMULANTS = ("caffeine", "stimulants", "yohimbe")
TOLD_FOR_EVERY_GOAL = (
    *("melatonin", "kava", "sedative_herbs", "gaba", "cbd", "serotonergic", "st_johns_wort"),
    *("ashwagandha", "stimulant_laxatives", "potassium", "vitamin_b6"),
)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Natural Caffeine", "caffeine"),
        ("Caffeine (from Guarana)", "caffeine"),
        ("Koffein", "caffeine"),
        ("Caféine anhydre", "caffeine"),
        ("Cafeína", "caffeine"),
        ("kofeina bezwodna", "caffeine"),
        ("Grüntee-Extrakt", "caffeine"),
        ("Extrait de thé vert", "caffeine"),
        ("Yerba Mate leaf", "caffeine"),
        ("Kola Nut", "caffeine"),
        ("无水咖啡因", "caffeine"),
        ("TeaCrine® (theacrine)", "stimulants"),
        ("Dynamine", "stimulants"),
        ("Bitter Orange (30% synephrine)", "stimulants"),
        ("Yohimbe bark extract", "yohimbe"),
        ("Melatonina", "melatonin"),
        ("褪黑素", "melatonin"),
        ("Kavain", "kava"),
        ("Kava-Kava root", "kava"),
        ("Baldrianwurzelextrakt", "sedative_herbs"),
        ("Passiflora incarnata", "sedative_herbs"),
        ("PharmaGABA", "gaba"),
        ("Cannabidiol", "cbd"),
        ("5-HTP (Griffonia simplicifolia)", "serotonergic"),
        ("St. John’s Wort", "st_johns_wort"),
        ("Johanniskrautextrakt", "st_johns_wort"),
        ("KSM-66 Ashwagandha", "ashwagandha"),
        ("Senna leaf", "stimulant_laxatives"),
        ("Cascara sagrada", "stimulant_laxatives"),
        ("Aloe latex", "stimulant_laxatives"),
        ("Rhabarberwurzel", "stimulant_laxatives"),
        ("Potassium (as citrate)", "potassium"),
        ("Vitamin B6 (as Pyridoxine HCl)", "vitamin_b6"),
    ],
)
def test_a_printed_name_is_known(printed, meant):
    assert ingredients_in(printed) == (meant,)
    assert ingredient_id(printed) == meant


@pytest.mark.parametrize(
    "printed",
    [
        *("Decaffeinated Green Tea", "Green Tea Extract (decaf)", "Caffeine-free", "caffeine free green tea"),
        *("Koffeinfrei", "ohne Koffein", "sin cafeína", "sans caféine", "no added caffeine", "Gotu Kola"),
        *("senna-free", "Aloe vera gel", "Potassium sorbate", "Acesulfame potassium", "gabapentin", "tomate"),
        *("Magnesium bisglycinate", "Saffron", "coffee flavor", ""),
    ],
)
def test_a_denial_or_a_false_friend_is_not(printed):
    assert ingredients_in(printed) == ()
    assert ingredient_id(printed) is None


def test_one_line_may_name_several_things():
    assert ingredients_in("Calming Blend (Valerian, Kava)") == ("kava", "sedative_herbs")
    assert ingredients_in("Green Tea Extract (decaffeinated), Guarana") == ("caffeine",)


@pytest.mark.parametrize("ingredient", IDS)
def test_an_id_means_itself_and_has_a_name_for_screens(ingredient):
    assert ingredients_in(ingredient) == (ingredient,)
    assert "_" not in shown_name(ingredient)


@pytest.mark.parametrize("mg", [None, 0.5, 200.0])
@pytest.mark.parametrize("goal", ["sleep", "stress_anxiety"])
@pytest.mark.parametrize("ingredient", STIMULANTS)
def test_a_stimulant_works_against_sleep_and_stress_whatever_its_amount(ingredient, goal, mg):
    assert for_goal(ingredient, mg, goal).effect == "against"


@pytest.mark.parametrize("goal", list(goals()))
@pytest.mark.parametrize("ingredient", [*STIMULANTS, *TOLD_FOR_EVERY_GOAL])
def test_what_needs_care_is_told_for_every_goal(ingredient, goal):
    told = for_goal(ingredient, None, goal)
    assert told.effect in {"against", "caution"}
    assert told.text.endswith(".")


def test_no_caffeine_at_all_is_no_caffeine():
    assert for_goal("Caffeine", 0.0, "sleep") is None


def test_a_little_vitamin_b6_is_not_told():
    assert for_goal("vitamin_b6", 2.0, "sleep") is None
    assert for_goal("vitamin_b6", 12.5, "sleep").effect == "caution"


def test_the_most_pressing_effect_comes_first():
    found = ingredient_effects({"Melatonin": 1.0, "glycine": 1500.0, "Guarana": None}, 1.0, "sleep")
    assert [row.effect for row in found] == ["against", "caution", "neutral"]
    assert for_goal("phosphatidylserine", 100.0, "cognition").effect == "helps"
    assert for_goal("phosphatidylserine", None, "cognition") is None
    twice = ingredient_effects({"Caffeine": 80.0, "Green tea": None}, 1.0, "sleep")
    assert [row.ingredient for row in twice] == ["caffeine"]


@given(
    ingredient=st.sampled_from(IDS),
    goal=st.sampled_from(list(goals())),
    mg=st.floats(0.1, 5000),
    servings=st.floats(0.5, 4),
)
def test_hiding_an_amount_never_makes_it_better(ingredient, goal, mg, servings):
    known = ingredient_effects({ingredient: mg}, servings, goal)
    hidden = ingredient_effects({ingredient: None}, servings, goal)
    harm = {row for row in known if row.effect in {"against", "caution"}}
    help_ = {row for row in hidden if row.effect == "helps"}
    assert harm <= set(hidden)
    assert help_ <= set(known)


@pytest.mark.parametrize(
    ("printed", "barred"),
    [
        *(("Melatonin", True), ("Kava root", True), ("Valerian", True), ("Senna", True), ("CBD", True)),
        *(("Ashwagandha", True), ("St John's Wort", True), ("stimulant_laxatives", True)),
        *(("Zinc", False), ("Vitamin B6", False), ("Saffron", False), ("melatonin-free", False)),
    ],
)
def test_what_is_not_for_pregnancy(printed, barred):
    assert bool(barred_in_pregnancy(printed)) is barred
    assert not any("_" in name for name in barred_in_pregnancy(printed))


def test_texts_are_whole_sentences():
    for row in co_ingredients():
        assert not row.text[0].islower()
        assert row.text.endswith(".")
        assert set(PRESSING) >= {row.effect}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("effect", "bad"), ("not_in_pregnancy", "1"), ("names", "coffee"), ("source", "nowhere2020")),
        *(("from_mg_per_day", "much"), ("text", ""), ("shown_to_people", "")),
    ],
)
def test_a_wrong_cell_is_named(column, value):
    rows = list(csv.DictReader(TABLE.splitlines()))
    rows[1][column] = value  # the second of the rows of caffeine
    lines = [",".join(rows[0])]
    lines += [",".join('"' + cell.replace('"', '""') + '"' for cell in row.values()) for row in rows]
    with pytest.raises(CatalogError) as caught:
        read_co_ingredients("\n".join(lines))
    assert (caught.value.file, caught.value.row, caught.value.column) == ("co_ingredients.csv", 3, column)
