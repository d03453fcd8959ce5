"""What else is in the product: amounts that their own percentage agrees with, and stimulants wherever they stand."""

import pytest
from pages import US, facts, parsed

from scanner.label.contents import read_contents


def read_co_ingredients(read):
    return read_contents(*read).amounts


def test_other_nutrients_with_a_say_of_their_own():
    found = read_co_ingredients(
        parsed(
            "Vitamin B6 (as P5P)  10 mg  588%",
            "Magnesium (as citrate)  200 mg  48%",
            "Zinc (as citrate)  15 mg  136%",
        )
    )
    assert found == {"vitamin_b6": 10, "zinc": 15}


def test_a_nutrient_without_an_amount_is_kept_without_one():
    assert read_co_ingredients(parsed("Magnesium & Melatonin", "Melatonin")) == {"melatonin": None}


def test_an_amount_belongs_to_the_nutrient_before_it():
    assert read_co_ingredients(parsed("Magnesium 200 mg 48%  Zinc 10 mg 91%")) == {"zinc": 10}


def test_an_amount_that_its_own_percentage_contradicts_is_not_known():
    """Every row of this panel is printed one line off against its figures."""
    read = read_contents(
        *parsed("Vitamin B6 (as Pyridoxine HCl)  20 mg  125%", "Zinc (as citrate)  100 mg  24%")
    )
    assert read.amounts == {"vitamin_b6": None, "zinc": None}
    assert read.contradicted


def test_an_amount_whose_percentage_agrees_with_any_base_counts():
    read = read_contents(*parsed("Vitamin B6  1.4 mg  100%", "Zinc  15 mg  100%", "Calcium  130 mg  10%"))
    assert read.amounts == {"vitamin_b6": 1.4, "zinc": 15, "calcium": 130}
    assert not read.contradicted


def test_the_percentage_tells_the_nutrient_from_the_weight_of_its_salt():
    assert read_contents(*parsed("Zinc (as zinc citrate 50 mg)  15 mg  136%")).amounts == {"zinc": 15}


def test_where_the_row_of_magnesium_has_slipped_only_confirmed_amounts_count():
    lines = ("Vitamin B6  10 mg  588%", "Zinc  100 mg", "Magnesium (as citrate)  130 mg  10%")
    assert dict(facts(*US, *lines).co_ingredients) == {"vitamin_b6": 10, "zinc": None}
    whole = facts(*US, *lines[:2], "Magnesium (as citrate)  100 mg  24%", "* Daily Value not established.")
    assert whole.co_ingredients["zinc"] == 100


def test_in_a_panel_that_was_read_in_part_a_figure_in_another_column_needs_its_percentage():
    read = facts(*US, "Melatonin  5 mg", "Zinc  15 mg  136%", "Magnesium (as citrate)  100 mg  24%")
    assert read.panel_read == "part"
    assert read.co_ingredients == {"melatonin": None, "zinc": 15}


STIMULANTS = [
    (("Natural Caffeine 160 mg",), {"caffeine": 160}),
    (("ENERGY + FOCUS", "160 mg of natural caffeine"), {"caffeine": 160}),
    (("Natural caffeine (from green coffee bean)  160 mg",), {"caffeine": 160}),
    (("Other Ingredients: cellulose, caffeine anhydrous, silica",), {"caffeine": None}),
    (("Zutaten: Magnesiumcitrat, Koffein, Cellulose",), {"caffeine": None}),
    (("Ingrédients : citrate de magnésium, caféine",), {"caffeine": None}),
    (("Składniki: cytrynian magnezu, kofeina",), {"caffeine": None}),
    (
        ("Proprietary Energy Blend 500 mg", "Magnesium citrate, guarana seed extract, taurine"),
        {"caffeine": None},
    ),
    (("Guarana extract  500 mg",), {"caffeine": None}),  # the weight of a plant is not that of its caffeine
    (("with synephrine 20 mg",), {"stimulants": 20}),
    (("Bitter orange fruit extract 300 mg",), {"stimulants": None}),
    (("Yohimbine HCl  2.5 mg",), {"yohimbe": 2.5}),
    (("NO SUGAR", "NATURAL CAFFEINE 160 MG"), {"caffeine": 160}),
    (("No sugar. Contains caffeine.",), {"caffeine": None}),
]


@pytest.mark.parametrize(("lines", "found"), STIMULANTS)
def test_a_stimulant_is_found_wherever_it_stands(lines, found):
    read = read_contents(*parsed(*lines)).amounts
    assert {name: read.get(name, "not found") for name in found} == found


DENIED = [
    "Caffeine free", "CAFFEINE-FREE", "No caffeine", "no sugar, gluten or caffeine",
    "Free from: gluten, lactose, caffeine",
    "without caffeine", "Decaffeinated", "0 mg caffeine", "Caffeine 0 mg", "koffeinfrei", "ohne Koffein",
    "sans caféine", "senza caffeina", "sin cafeína", "bez kofeiny", "cafeïnevrij", "Avoid caffeine before bed",
    "Instead of coffee beans", "tea or coffee", "mix with water, juice or coffee",
]  # fmt: skip


@pytest.mark.parametrize("line", DENIED)
def test_what_is_said_not_to_be_in_it_is_not(line):
    assert "caffeine" not in read_contents(*parsed(line)).amounts


def test_a_denial_that_wraps_reaches_the_next_line():
    assert "caffeine" not in read_contents(*parsed("Made without gluten, sugar or", "caffeine")).amounts


def test_the_herbs_of_a_blend_are_found():
    read = facts(
        *US,
        "Calm Blend  500 mg",
        "L-Theanine, Valerian root extract, Phosphatidylserine 20%",
        "* Daily Value not established.",
    )
    assert read.co_ingredients == {"sedative_herbs": None, "phosphatidylserine": None}


def test_herbs_of_a_list_of_ingredients_are_found_and_its_carriers_are_not():
    line = "Ingredients: magnesium citrate, valerian root, melatonin, potassium sorbate, zinc stearate"
    assert read_contents(*parsed(line)).amounts == {"sedative_herbs": None, "melatonin": None}


AMOUNTS = [
    (("Vitamin D3  1,000 IU  125%",), {"vitamin_d": 0.025}),
    (("Vitamin D3  25 mcg  125%",), {"vitamin_d": 0.025}),
    (("Glycine  3.1 g",), {"glycine": 3100}),
    (("Zinc  <5 mg",), {"zinc": None}),  # no more is said than that it is in it
    (
        ("Nutritional information  Per 100 g", "Zinc  10 mg"),
        {"zinc": None},
    ),  # and not how much a serving has
    (("Calcium citrate  634 mg", "equiv. Calcium  133.2 mg"), {"calcium": 133.2}),
    (("Sodium 0mg 0% Calcium  20mg",), {"calcium": 20}),
    (("Zinc and Magnesium",), {"zinc": None}),
    (("Zinc  15 mg", "Zinc  0 mg"), {"zinc": 15}),
    (("Potassium  0 mg",), {}),
    (("Zinc (zinc carnosine 23%), Magnesium (oxide),",), {"zinc": None}),
    (("Zinc supports the immune system",), {}),
    (("Calming blend (caffeine, hops)  230 mg",), {"caffeine": None}),  # the weight of the blend
    (("Potassium sorbate", "Calcium carbonate"), {}),
]


@pytest.mark.parametrize(("lines", "found"), AMOUNTS)
def test_the_amount_of_one_serving_in_mg(lines, found):
    assert read_contents(*parsed(*lines)).amounts == found


LANGUAGES = [
    ("Zutaten: Magnesiumcitrat, Baldrianwurzel, Melatonin.", {"sedative_herbs", "melatonin"}),
    ("Ingrédients : magnésium, mélatonine, millepertuis.", {"melatonin", "st_johns_wort"}),
    ("Ingredientes: magnesio, cafeína, triptófano.", {"caffeine", "serotonergic"}),
    ("Ingredienti: magnesio, melatonina, sennosidi.", {"melatonin", "stimulant_laxatives"}),
    ("Składniki: magnez, melatonina, kozłek lekarski.", {"melatonin", "sedative_herbs"}),
    ("Ingrediënten: magnesium, cafeïne, valeriaan.", {"caffeine", "sedative_herbs"}),
    ("Ingredientes: magnésio, cafeína, ashwagandha.", {"caffeine", "ashwagandha"}),
    ("Ingredienser: magnesium, koffein, vänderot.", {"caffeine", "sedative_herbs"}),
    ("Ingredienser: magnesium, koffein, perikon.", {"caffeine", "st_johns_wort"}),
    ("Ingredienser: magnesium, koffein, vendelrot.", {"caffeine", "sedative_herbs"}),
    ("Složení: hořčík, kofein, kozlík lékařský.", {"caffeine", "sedative_herbs"}),
    ("Komposisi: magnesium, kafein, ashwagandha.", {"caffeine", "ashwagandha"}),
]


@pytest.mark.parametrize(("line", "found"), LANGUAGES)
def test_the_ingredients_of_every_language(line, found):
    assert read_contents(*parsed(line)).amounts == dict.fromkeys(found)


def test_a_row_of_the_panel_without_its_amount_is_not_said_to_be_missing():
    read = facts(*US, "Magnesium  100 mg  24%", "Zinc", "* Daily Value not established.")
    assert (read.panel_read, read.co_ingredients) == ("part", {"zinc": None})


def test_where_a_name_stands_without_a_figure_only_confirmed_amounts_count():
    """Each figure of this panel may be that of the line above or below."""
    lines = (*US, "Zinc  15 mg  136%", "Ginseng root extract", "Melatonin  400 mg", "Glycine  5 mg")
    whole = facts(*lines, "* Daily Value not established.")
    assert whole.co_ingredients == {"zinc": 15, "melatonin": None, "glycine": None}
    blend = facts(
        *US, "Ginseng blend  15 mg", "Ginger root", "Melatonin  5 mg", "* Daily Value not established."
    )
    assert blend.co_ingredients == {"melatonin": 5}
