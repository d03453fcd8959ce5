"""Which rows of a label speak of magnesium, and which amounts and shares they print."""

import pytest
from pages import EU, US, facts, magnesium, only, page

from scanner.label.magnesium import magnesium_rows
from scanner.reading.rows import rows_of


def row(*lines, head=US, **how):
    return only(magnesium(*head, *lines, **how))


def amounts(found):
    return [(a.mg, a.role) for a in found.amounts]


def shares(found):
    return [p.value for p in found.percents]


ROWS = [
    # printed row, name, forms, named after the salt, amounts with their role, percentages
    ("Magnesium  200 mg  48%", "Magnesium", (), False, [(200, "row")], [48]),
    ("Magnesium (as Magnesium Citrate)  200 mg  48%", None, ("citrate",), False, [(200, "row")], [48]),
    ("Magnesium (as oxide)  400 mg  95%", None, ("oxide",), False, [(400, "row")], [95]),
    ("Magnesium (as Oxide, Citrate, and Aspartate)  400 mg  95%", None, ("oxide", "citrate", "aspartate"), False,
     [(400, "row")], [95]),
    ("Magnesium (from 1,500 mg Magnesium Citrate)  240 mg  57%", None, ("citrate",), False,
     [(1500, "source"), (240, "row")], [57]),
    ("Magnesium (as magnesium amino acid chelate 500 mg)  100 mg", None, ("amino_acid_chelate",), False,
     [(500, "source"), (100, "row")], []),
    ("Magnesium Citrate  1,000 mg  **", "Magnesium Citrate", ("citrate",), True, [(1000, "row")], []),
    ("Magnesium Glycinate  1.4 g  *", "Magnesium Glycinate", ("bisglycinate",), True, [(1400, "row")], []),
    ("Elemental Magnesium  150 mg  36%", "Elemental Magnesium", (), False, [(150, "elemental")], [36]),
    ("Magnesium Glycinate 1000 mg (providing 140 mg elemental magnesium)  33%", "Magnesium Glycinate",
     ("bisglycinate",), True, [(1000, "row"), (140, "elemental")], [33]),
    ("Magnesium citrate equivalent to magnesium 150 mg", None, ("citrate",), True, [(150, "elemental")], []),
    ("Magnesium oxide 250 mg (equivalent to magnesium 150 mg)", None, ("oxide",), True,
     [(250, "row"), (150, "elemental")], []),
    ("Magnesium (as citrate) .............. 120 mg  29%", "Magnesium (as citrate)", ("citrate",), False,
     [(120, "row")], [29]),
    ("Magnesium (as citrate) .............. 120 mg ....... 29%", "Magnesium (as citrate)", ("citrate",), False,
     [(120, "row")], [29]),
    ("Magnesium (mg)  25.2  6", "Magnesium (mg)", (), False, [(25.2, "row")], [6]),
    ("Magnesium 200 mg (48%)", "Magnesium", (), False, [(200, "row")], [48]),
    ("Magnesium  56,3 mg  13 %", "Magnesium", (), False, [(56.3, "row")], [13]),
    ("Magnesium (as citrate)  200 mg†  48%", None, ("citrate",), False, [(200, "row")], [48]),
    ("Magnesium (as citrate)  200 mg  48%*", None, ("citrate",), False, [(200, "row")], [48]),
    ("Magnesium (as citrate)  200 mg  †", None, ("citrate",), False, [(200, "row")], []),
    ("Magnesium (as citrate)  200 mg", None, ("citrate",), False, [(200, "row")], []),
    ("Magnesium (as Magnesium Oxide)  250 rng  60%", None, ("oxide",), False, [(250, "row")], [60]),
    ("Magnesium (from 75.0% Magnesium Glycinate and 25.0% Magnesium Oxide)  200 mg  48%", None,
     ("bisglycinate", "oxide"), False, [(200, "row")], None),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), [(printed, expected) for printed, *expected in ROWS])
def test_rows_of_panels(printed, expected):
    name, forms, salt, masses, percents = expected
    found = row(printed)
    assert name in (found.name, None)
    assert found.forms.forms == forms
    assert found.named_salt == salt
    assert amounts(found) == masses
    if percents is not None:
        assert shares(found) == percents


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
    found = row(printed, head=EU)
    assert found.forms.forms == forms
    assert (amounts(found), shares(found)) == ([(300, "row")], [80])


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
    found = row(*lines, "Zinc (as Zinc Citrate)  10 mg  91%")
    assert found.forms.forms == forms
    assert (amounts(found), shares(found)) == ([(200, "row")], [48])


def test_the_next_nutrient_does_not_carry_on_a_name():
    found = row("Magnesium  200 mg  48%", "Zinc (as Zinc Picolinate)  10 mg  91%")
    assert (found.forms.forms, amounts(found)) == ((), [(200, "row")])


def test_the_list_of_ingredients_does_not_carry_on_a_name():
    found = magnesium(*US, "Magnesium  200 mg  48%", "Other Ingredients: Magnesium Oxide")[0]
    assert found.forms.forms == ()


def test_a_panel_of_two_blocks_has_another_nutrient_beside():
    found = row(
        "Vitamin D3  25 mcg  125%  Magnesium (as Citrate)  200 mg  48%",
        "Vitamin C  90 mg  100%  Zinc  11 mg  100%",
    )
    assert (found.forms.forms, amounts(found), shares(found)) == (("citrate",), [(200, "row")], [48])


def test_magnesium_in_the_left_block_leaves_the_right_one_alone():
    found = row("Magnesium (as Citrate)  200 mg  48%  Zinc (as oxide)  11 mg  100%")
    assert (found.forms.forms, amounts(found), shares(found)) == (("citrate",), [(200, "row")], [48])


def test_several_nutrients_in_one_line():
    found = row("Calcium 500 mg 38%, Magnesium 250 mg 60%, Zinc 10 mg 91%")
    assert (amounts(found), shares(found)) == ([(250, "row")], [60])


def test_two_columns_keep_both_amounts_in_their_order():
    found = row("Magnesium (as citrate)  200 mg  48%  400 mg  95%")
    assert (amounts(found), shares(found)) == ([(200, "row"), (400, "row")], [48, 95])


def test_a_bare_figure_behind_the_amount_is_a_percentage_where_the_head_has_the_sign():
    found = row("Magnesium (as citrate)  200 mg  48")
    assert [(p.value, p.signed) for p in found.percents] == [(48, False)]


@pytest.mark.parametrize("head", ["Amount Per Serving  % DV", "Amount Per Serving  96 DV"])
def test_a_sign_read_as_96_is_a_sign_also_where_the_name_runs_on_below(head):
    found = row("Magnesium (magnesium  141 mg  3496", "bisglycinate)", head=(head,))
    assert [p.value for p in found.percents] == [34]


@pytest.mark.parametrize(
    "printed", ["40 mg .........  1096", "40 mg –  1096", "40 mg  1090", "40 mg ....  10"]
)
def test_leaders_may_stand_before_a_percentage_whose_sign_was_misread(printed):
    found = row(f"Magnesium  {printed}", head=("Amount Per Tablet  96 DV",))
    assert ([p.value for p in found.percents], amounts(found)) == ([10], [(40, "row")])


def test_a_bare_figure_is_nothing_where_no_head_has_the_sign():
    assert row("Magnesium (as citrate)  200 mg  48", head=("Each tablet contains",)).percents == ()


NOT_ROWS = [
    "Vitamin C (as Magnesium Ascorbate)  100 mg  111%",
    "Manganese (as Manganese Citrate)  2 mg  87%",
    "Biotin (as magnesium biotinate)  300 mcg  1000%",
    "Calcium (as Calcium Carbonate)  500 mg  38%",
    "Take with magnetic caps",
    "Melatonin  3 mg  **",
]


@pytest.mark.parametrize("printed", NOT_ROWS)
def test_rows_that_do_not_speak_of_magnesium(printed):
    assert magnesium(*US, printed) == ()


def test_members_of_a_blend_have_no_amount():
    found = magnesium(
        *US,
        "Calm Blend  500 mg  †",
        "Magnesium Glycinate, Magnesium Citrate",
        "† Daily Value not established",
    )
    assert [f for m in found for f in m.forms.forms] == ["bisglycinate", "citrate"]
    assert all(m.amounts == () for m in found)


def test_the_stearate_is_named_for_what_it_is():
    found = row("Other Ingredients: Cellulose, Magnesium Stearate")
    assert (found.forms.forms, found.amounts) == (("stearate",), ())


def test_boxes_and_words_of_an_amount_are_those_on_the_photo():
    recorded = page(*US, "Magnesium (as citrate)  200 mg  48%")
    found = only(magnesium_rows(rows_of(recorded.words)))
    name, amount, percent = recorded.words[-3:]
    assert found.amounts[0].box == amount.box
    assert found.percents[0].box == percent.box
    assert found.amounts[0].text == "200 mg"
    assert found.box == (name.box[0], name.box[1], percent.box[2], percent.box[3])


def test_an_amount_inside_the_name_has_a_box_of_its_own():
    found = row("Magnesium (as citrate) ........ 120 mg  29%")
    x0, _, x1, _ = found.amounts[0].box
    assert x0 > found.box[0]
    assert x1 - x0 == pytest.approx(len("120 mg") * 12, abs=2)


@pytest.mark.parametrize("apart", [False, True])
def test_words_one_by_one_read_like_words_in_one_piece(apart):
    found = row("Magnesium (as Magnesium Citrate)  200 mg  48%", words_apart=apart)
    assert (found.forms.forms, amounts(found), shares(found)) == (("citrate",), [(200, "row")], [48])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # The column of amounts close behind a name that runs on: the amount is the row's.
        (("Magnesium (from magnesium 250 mg 60%", "citrate)"), [(250, "row")]),
        (("Magnesium (as Trimagnesium 140 mg", "Dicitrate)"), [(140, "row")]),
        # Behind "from" it is the salt's, whatever stands below.
        (("Magnesium (from 1,500 mg", "magnesium citrate)  250 mg  60%"), [(1500, "source"), (250, "row")]),
    ],
)
def test_an_amount_at_the_end_of_a_line_whose_bracket_is_still_open(lines, expected):
    assert amounts(row(*lines)) == expected


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


def test_a_lone_figure_in_the_column_of_percentages_is_no_amount():
    head = (
        "Nutritional information",
        "Nutrients  Qty per serving  % RDA",
        "Zinc (mg)  13.2  100.00",
        "Iron (mg)  19  65.52",
    )
    found = row("Magnesium (mg)  _  6.81", "Copper (mg)  1.7  100.00", head=head)
    assert (amounts(found), shares(found)) == ([], [6.81])
    found = row("Magnesium (mg)  25.2", "Copper (mg)  1.7  100.00", head=head)
    assert (amounts(found), shares(found)) == ([(25.2, "row")], [])


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
