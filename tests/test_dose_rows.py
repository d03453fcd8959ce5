"""Rows of panels that speak of magnesium: what their names, amounts and percentages make of the facts."""

import pytest
from pages import EU, US, facts, page

from scanner.label.facts import read_facts


def dose(read):
    return read.elemental_mg.value, read.compound_mg.value, read.percent_dv.value


ROWS = [
    # printed row, forms, elemental mg, mg of the salt, per cent
    ("Magnesium  200 mg  48%", (), 200, None, 48),
    ("Magnesium (as Magnesium Citrate)  200 mg  48%", ("citrate",), 200, None, 48),
    ("Magnesium (as oxide)  400 mg  95%", ("oxide",), 400, None, 95),
    ("Magnesium (as Oxide, Citrate, and Aspartate)  400 mg  95%", ("oxide", "citrate", "aspartate"), 400, None, 95),
    ("Magnesium (from 1,500 mg Magnesium Citrate)  240 mg  57%", ("citrate",), 240, 1500, 57),
    ("Magnesium (as magnesium amino acid chelate 500 mg)  100 mg", ("amino_acid_chelate",), 100, 500, None),
    ("Magnesium Citrate  1,000 mg  **", ("citrate",), None, 1000, None),
    ("Magnesium Glycinate  1.4 g  *", ("bisglycinate",), None, 1400, None),
    ("Elemental Magnesium  150 mg  36%", (), 150, None, 36),
    ("Magnesium Glycinate 1000 mg (providing 140 mg elemental magnesium)  33%", ("bisglycinate",), 140, 1000, 33),
    ("Magnesium citrate equivalent to magnesium 150 mg", ("citrate",), 150, None, None),
    ("Magnesium oxide 250 mg (equivalent to magnesium 150 mg)", ("oxide",), 150, 250, None),
    ("Magnesium (as citrate) .............. 120 mg  29%", ("citrate",), 120, None, 29),
    ("Magnesium (as citrate) .............. 120 mg ....... 29%", ("citrate",), 120, None, 29),
    ("Magnesium (mg)  25.2  6", (), 25.2, None, 6),
    ("Magnesium 200 mg (48%)", (), 200, None, 48),
    ("Magnesium  56,3 mg  13 %", (), 56.3, None, 13),
    ("Magnesium (as citrate)  200 mg†  48%", ("citrate",), 200, None, 48),
    ("Magnesium (as citrate)  200 mg  48%*", ("citrate",), 200, None, 48),
    ("Magnesium (as citrate)  200 mg  †", ("citrate",), 200, None, None),
    ("Magnesium (as citrate)  200 mg", ("citrate",), 200, None, None),
    ("Magnesium (as citrate)  200 mg  48", ("citrate",), 200, None, 48),
    ("Magnesium (from 75.0% Magnesium Glycinate and 25.0% Magnesium Oxide)  200 mg  48%",
     ("bisglycinate", "oxide"), 200, None, 48),
    ("Vitamin D3  25 mcg  125%  Magnesium (as Citrate)  200 mg  48%", ("citrate",), 200, None, 48),
    ("Magnesium (as Citrate)  200 mg  48%  Zinc (as oxide)  11 mg  100%", ("citrate",), 200, None, 48),
    ("Calcium 500 mg 38%, Magnesium 250 mg 60%, Zinc 10 mg 91%", (), 250, None, 60),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "forms", "expected"), [(row[0], row[1], row[2:]) for row in ROWS])
@pytest.mark.parametrize("words_apart", [False, True])
def test_rows_of_panels(printed, forms, expected, words_apart):
    read = facts(*US, printed, words_apart=words_apart)
    assert (dose(read), read.forms.value) == (expected, forms)


def test_amount_and_percentage_are_shown_where_they_are_printed():
    recorded = page(*US, "Magnesium (as citrate)  200 mg  48%")
    read = read_facts(recorded)
    _, amount, percent = recorded.words[-3:]
    assert (read.elemental_mg.box, read.elemental_mg.text) == (amount.box, "200 mg")
    assert (read.percent_dv.box, read.percent_dv.text) == (percent.box, "48%")


LANGUAGES = [
    ("Magnesium (Magnesiumcitrat)  300 mg  80 %", ("citrate",)),
    ("Magnesium (als magnesiumcitraat)  300 mg  80 %", ("citrate",)),
    ("Magnésium (citrate de magnésium)  300 mg  80 %", ("citrate",)),
    ("Magnesio (óxido de magnesio)  300 mg  80 %", ("oxide",)),
    ("Magnesio (ossido di magnesio)  300 mg  80 %", ("oxide",)),
    ("Magnez (cytrynian magnezu)  300 mg  80 %", ("citrate",)),
]


@pytest.mark.parametrize(("printed", "forms"), LANGUAGES)
def test_rows_in_other_languages(printed, forms):
    read = facts(*EU, printed)
    assert (dose(read), read.forms.value) == ((300, None, 80), forms)


WRAPPED = [
    (("Magnesium (as Magnesium  200 mg  48%", "Bisglycinate Chelate)"), ("bisglycinate",)),
    (
        ("Magnesium (as Magnesium Bisglycinate  200 mg  48%", "Chelate and Magnesium Oxide)"),
        ("bisglycinate", "oxide"),
    ),
    (
        ("Magnesium (as Magnesium  200 mg  48%", "  Citrate, Malate and", "  Taurate)"),
        ("citrate", "malate", "taurate"),
    ),
    (("Magnesium  200 mg  48%", "(as Magnesium Citrate)"), ("citrate",)),
    (("Magnesium", "(as Magnesium Citrate)  200 mg  48%"), ("citrate",)),
    (("Magnesium (as Magnesium", "Citrate)  200 mg  48%"), ("citrate",)),
    (("Magnesium  200 mg  48%", "L-Threonate"), ("threonate",)),
]


@pytest.mark.parametrize(("lines", "forms"), WRAPPED)
def test_names_that_run_on_below(lines, forms):
    read = facts(*US, *lines, "Zinc (as Zinc Citrate)  10 mg  91%")
    assert (dose(read), read.forms.value) == ((200, None, 48), forms)


def test_the_next_nutrient_does_not_carry_on_a_name():
    read = facts(*US, "Magnesium  200 mg  48%", "Zinc (as Zinc Picolinate)  10 mg  91%")
    assert (dose(read), read.forms.value) == ((200, None, 48), ())


@pytest.mark.parametrize("printed", ["40 mg .........  1096", "40 mg –  1096", "40 mg  1090", "40 mg  3496"])
def test_a_percentage_that_cannot_be_makes_nothing_sure(printed):
    read = facts("Amount Per Tablet  96 DV", f"Magnesium  {printed}")
    assert (read.elemental_mg.value, read.elemental_mg.state) == (40, "check")
    assert read.percent_dv.state != "sure"


NOT_ROWS = [
    "Vitamin C (as Magnesium Ascorbate)  100 mg  111%",
    "Manganese (as Manganese Citrate)  2 mg  87%",
    "Biotin (as magnesium biotinate)  300 mcg  1000%",
    "Calcium (as Calcium Carbonate)  500 mg  38%",
    "Take with magnetic caps",
    "Melatonin  3 mg  **",
    "Other Ingredients: Cellulose, Magnesium Stearate",
]


@pytest.mark.parametrize("printed", NOT_ROWS)
def test_rows_that_do_not_speak_of_magnesium(printed):
    read = facts(*US, printed)
    assert dose(read) == (None, None, None)
    assert not read.forms.value


def test_members_of_a_blend_have_no_amount():
    read = facts(
        *US,
        "Calm Blend  500 mg  †",
        "Magnesium Glycinate, Magnesium Citrate",
        "† Daily Value not established",
    )
    assert (dose(read), read.forms.value) == ((None, None, None), ("bisglycinate", "citrate"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # The column of amounts close behind a name that runs on: the amount is the row's.
        (("Magnesium (from magnesium 250 mg 60%", "citrate)"), (250, None, 60)),
        # Behind "from" it is the salt's, whatever stands below.
        (("Magnesium (from 1,500 mg", "magnesium citrate)  250 mg  60%"), (250, 1500, 60)),
    ],
)
def test_an_amount_at_the_end_of_a_line_whose_bracket_is_still_open(lines, expected):
    assert dose(facts(*US, *lines)) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "3 capsules provide (%NRV): Zinc 5mg (50%), Magnesium",
            "100mg (27%), Vitamin D3 10µg (200%).",
            (100, 27),
        ),
        ("1 capsule provides: Vitamin D3 10µg (200%), Magnesium", "375 mg (100%).", (375, 100)),
        ("1 tablet provides: Zinc 5mg (50%). Magnesium", "375mg (100%). Vitamin D3 10µg (200%).", (375, 100)),
    ],
)
def test_running_prose_may_end_its_line_between_name_and_amount(first, second, expected):
    read = facts(
        "Food Supplement",
        "INGREDIENTS: Magnesium oxide, gelatin",
        first,
        second,
        "*NRV = Nutrient Reference Value",
    )
    assert (read.elemental_mg.value, read.percent_dv.value) == expected


@pytest.mark.parametrize(
    ("head", "figures", "amount", "percent"),
    [
        ("Nutrients  Per Serving  % RDA", "25.2  6.81", 25.2, 6.81),
        ("Nutrients  Per Serving  % RDA", "25.2  1 Billion CFU", 25.2, None),
        ("Nutrients  Per 100 g  Per serving (30 g)", "50  15", 15, None),
    ],
)
def test_the_second_bare_figure_is_a_percentage_only_below_such_a_head(head, figures, amount, percent):
    read = facts("Nutrition Information", "Serving size 30 g", head, f"Magnesium (mg)  {figures}")
    assert (read.elemental_mg.value, read.percent_dv.value) == (amount, percent)


def test_a_small_share_without_its_sign_makes_nothing_sure():
    read = facts(*US, "Magnesium  6.81 mg  2")
    assert (read.percent_dv.value, read.elemental_mg.state) == (2, "check")


COLUMNS = (
    "Nutritional information",
    "Nutrients  Qty per serving  % RDA",
    "Zinc (mg)  13.2  100.00",
    "Iron (mg)  19  65.52",
)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("Magnesium (mg)  _  6.81", (None, None, 6.81)), ("Magnesium (mg)  25.2", (25.2, None, None))],
)
def test_a_lone_figure_in_the_column_of_percentages_is_no_amount(printed, expected):
    assert dose(facts(*COLUMNS, printed, "Copper (mg)  1.7  100.00")) == expected


BROKEN_OFF = [
    (("Trimagnesium Dicitrate 990 mg equiv. to magnesium", "160 mg"), 160),
    (("Magnesium Orotate 344 mg equivalent to magnesium 25", "mg"), 25),
    (("Magnesium Orotate 344 mg equivalent to magnesium", "Zinc 25 mg"), None),
]


@pytest.mark.parametrize(("lines", "elemental_mg"), BROKEN_OFF)
def test_what_a_salt_is_equivalent_to_may_stand_on_the_next_line(lines, elemental_mg):
    assert facts("Each tablet contains:", *lines).elemental_mg.value == elemental_mg


CHILDREN = (
    "Magnesium  125 mg  30%",
    "  as Magnesium  41 mg",
    "   Taurate",
    "  as Magnesium  41 mg",
    "   Citrate",
    "  as Magnesium  43 mg",
    "   Oxide",
)


def test_sources_below_the_mineral_may_each_run_over_two_lines():
    read = facts(*US, *CHILDREN)
    assert (read.forms.value, read.forms.state) == (("taurate", "citrate", "oxide"), "sure")
    assert (read.elemental_mg.value, read.elemental_mg.state) == (125, "sure")


@pytest.mark.xfail(
    reason="the panel takes the salt on a line of its own for the name of the next row", strict=True
)
@pytest.mark.parametrize("lost", [2, 4, 6])
def test_a_source_whose_salt_was_not_read_leaves_the_list_to_be_checked(lost):
    read = facts(*US, *(line for number, line in enumerate(CHILDREN) if number != lost))
    assert (len(read.forms.value), read.forms.state) == (2, "check")
    assert "may be missing" in read.forms.reason


def test_the_share_of_running_prose_may_stand_on_the_next_line():
    read = facts(
        "1 capsule provides (% NRV): Vitamin B6 1.4 mg (100%), Magnesium 120 mg", "(32%), Zinc 5 mg (50%)"
    )
    assert (read.elemental_mg.value, read.percent_dv.value) == (120, 32)


SALTS_OF = [
    ("Citrato di magnesio", "citrate"), ("Ossido di magnesio", "oxide"), ("Oxide of magnesium", "oxide"),
    ("Carbonate of magnesium", "carbonate"), ("Citraat van magnesium", "citrate"), ("Oxide van magnesium", "oxide"),
    ("Oxid von Magnesium", "oxide"), ("Citrat von Magnesium", "citrate"), ("Oxyde de magnésium", "oxide"),
    ("Oxyde marin de magnésium", "oxide"), ("Citrate anhydre de magnésium", "citrate"), ("Óxido de magnesio", "oxide"),
    ("Tlenek magnezu", "oxide"), ("Cytrynian magnezu", "citrate"), ("Magnesium-Oxid", "oxide"),
    ("Bisglicinato di magnesio", "bisglycinate"), ("Malato di magnesio", "malate"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "form"), SALTS_OF)
def test_the_weight_of_a_salt_of_magnesium_is_not_elemental_in_any_language(name, form):
    read = facts("Informazioni nutrizionali", "Per 2 capsule  % VNR", f"{name}  900 mg")
    assert read.elemental_mg.value is None
    assert (read.basis, read.compound_mg.value, read.forms.value) == ("compound", 900, (form,))


@pytest.mark.parametrize("name", ["Source of magnesium", "A form of magnesium", "Elemental magnesium"])
def test_what_is_no_salt_before_the_mineral_makes_no_compound(name):
    assert facts(*US, f"{name}  200 mg  48%").elemental_mg.value == 200
