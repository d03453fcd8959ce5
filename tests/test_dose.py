"""Elemental or compound: each kind of evidence, their order, and what happens when nothing decides."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import EU, US, facts, page

from scanner.dose.choice import read_dose
from scanner.dose.rules import RULES, USUAL, base_of
from scanner.panel.table import tables_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of
from scanner.records import missing

NO_SERVING = missing("no serving")


def doses(*lines):
    """All that a label of these lines says of magnesium."""
    parsed = parse(rows_of(page(*lines).words))
    return read_dose(parsed, tables_of(parsed), NO_SERVING)


def dose(printed, head=US):
    """What one row of a panel says."""
    return doses(*head, printed).chosen


def said(decided):
    """Elemental and compound mg of a dose, its basis and whether arithmetic confirms it."""
    return (
        decided.elemental and decided.elemental.mg,
        decided.compound and decided.compound.mg,
        decided.basis,
        decided.certain,
    )


BY_PERCENT = [
    (US, "Magnesium (as oxide)  420 mg  100%", 420),
    (US, "Magnesium (as oxide)  400 mg  100%", 400),
    (EU, "Magnesium (as oxide)  375 mg  100%", 375),
    (EU, "Magnesium  56,3 mg  15 %", 56.3),
    (US, "Magnesium  200 mg  48%", 200),
    (US, "Magnesium  200 mg  50%", 200),
    (EU, "Magnesium  200 mg  53%", 200),
    (US, "Magnesium  100 mg  24%", 100),
    (US, "Magnesium Oxide  400 mg  95%", 400),
]


@pytest.mark.parametrize(("head", "printed", "mg"), BY_PERCENT)
def test_a_percentage_that_fits_a_base_makes_the_amount_elemental(head, printed, mg):
    decided = dose(printed, head)
    assert said(decided) == (mg, None, "elemental", True)
    assert decided.by_percent
    assert " % of " in decided.reason


@pytest.mark.parametrize(
    ("lines", "mg", "compound_mg"),
    [
        (("Magnesium (citrate, malate & 160 mg  38%", "glycinate)"), 160, None),
        (("Magnesium (from 200 mg 48%", "1,290 mg", "magnesium", "malate)"), 200, None),
    ],
)
def test_a_percentage_finds_the_amount_in_a_bracket_that_was_still_open(lines, mg, compound_mg):
    found = facts(*US, *lines)
    assert (found.elemental_mg.value, found.elemental_mg.state) == (mg, "sure")
    assert found.compound_mg.value == compound_mg


def test_a_percentage_that_fits_the_weight_of_a_smaller_salt_confirms_nothing():
    found = facts(*US, "Magnesium (from 200 mg citrate)  130 mg  48%")
    assert (found.elemental_mg.value, found.elemental_mg.state) == (130, "check")


@pytest.mark.parametrize(
    "printed", ["Magnesium  200 mg  22%", "Magnesium  20 mg  48%", "Magnesium  2000 mg  48%"]
)
def test_a_percentage_that_fits_no_usual_base_confirms_nothing(printed):
    assert not dose(printed).certain


def test_a_percentage_is_never_used_to_mend_the_amount():
    decided = dose("Magnesium (as citrate)  20 mg  48%")
    assert (decided.elemental.mg, decided.percent.value, decided.certain) == (20, 48, False)


BY_FRACTION = [
    ("Magnesium Oxide  500 mg  72%", 500),
    ("Magnesium Bisglycinate  2000 mg  67%", 2000),
    ("Magnesium Citrate  1000 mg  38%", 1000),
    ("Magnesium L-Threonate  2000 mg  34%", 2000),
]


@pytest.mark.parametrize(("printed", "mg"), BY_FRACTION)
def test_a_percentage_that_fits_the_share_in_the_salt_makes_it_the_compound(printed, mg):
    assert said(dose(printed)) == (None, mg, "compound", True)


PAIRS = [
    ("Magnesium Citrate  1250 mg  200 mg", 200, 1250),
    ("Magnesium Oxide  200 mg  330 mg", 200, 330),
    ("Magnesium L-Threonate  2000 mg  144 mg", 144, 2000),
]


@pytest.mark.parametrize(("printed", "elemental_mg", "compound_mg"), PAIRS)
def test_two_amounts_in_the_ratio_of_the_form_are_the_salt_and_its_magnesium(
    printed, elemental_mg, compound_mg
):
    assert said(dose(printed)) == (elemental_mg, compound_mg, "elemental", True)


BY_WORDING = [
    ("Magnesium (as citrate)  200 mg", (200, None, "elemental", False)),
    ("Elemental Magnesium  150 mg", (150, None, "elemental", False)),
    ("Magnesium citrate equivalent to magnesium 150 mg", (150, None, "elemental", False)),
    ("Magnesium oxide providing elemental magnesium 250 mg", (250, None, "elemental", False)),
    ("Magnesium oxide 250 mg (equivalent to magnesium 150 mg)", (150, 250, "elemental", True)),
    ("Magnesium Glycinate 1000 mg (providing 140 mg elemental magnesium)", (140, 1000, "elemental", True)),
    ("Magnesium (from 1,500 mg Magnesium Citrate)  240 mg", (240, 1500, "elemental", True)),
    ("Magnesium Citrate  1,000 mg  **", (None, 1000, "compound", False)),
    ("Magnesium Glycinate  300 mg", (None, 300, "compound", False)),
]


@pytest.mark.parametrize(("printed", "expected"), BY_WORDING)
def test_the_wording_decides_where_no_arithmetic_does(printed, expected):
    assert said(dose(printed)) == expected


def test_the_weight_of_a_salt_beside_a_percentage_that_does_not_fit_it_stays_in_doubt():
    found = facts(*US, "Magnesium (from magnesium citrate 600 mg)  38%")
    assert (found.elemental_mg.value, found.compound_mg.value) == (None, 600)
    assert found.compound_mg.state == "check"
    assert found.compound_mg.doubt == "meaning"
    assert found.basis == "undecided"


def test_more_magnesium_than_the_named_form_holds_is_not_certain():
    decided = dose("Magnesium Glycinate 1000 mg (providing 300 mg elemental magnesium)")
    assert said(decided) == (300, 1000, "elemental", False)


def test_more_magnesium_than_a_serving_can_hold_is_not_taken_for_magnesium():
    decided = dose("Magnesium  2000 mg")
    assert (decided.elemental, decided.basis, decided.certain) == (None, "undecided", False)
    assert "2000 mg" in decided.reason


def test_a_small_amount_named_after_a_salt_off_the_panel_is_undecided():
    decided = doses("Magnesium Citrate 400 mg").chosen
    assert (decided.basis, decided.certain) == ("undecided", False)
    assert "may be" in decided.reason


def test_a_row_without_an_amount_decides_nothing():
    decided = dose("Magnesium (as citrate)  _  24%")
    assert (decided.elemental, decided.compound, decided.basis) == (None, None, "undecided")
    assert decided.percent.value == 24


def test_columns_are_decided_one_by_one_in_their_order():
    found = doses(*US, "Zinc  5 mg  45%  10 mg  91%", "Magnesium (as citrate)  200 mg  48%  400 mg  95%")
    assert [(one.elemental_mg, one.percent_dv) for one in found.columns] == [(200, 48), (400, 95)]


@given(st.integers(10, 800), st.sampled_from([420, 400, 375]))
@settings(max_examples=40, deadline=None)
def test_every_honest_percentage_confirms_its_amount(mg, base_mg):
    assert base_of(mg, round(100 * mg / base_mg), USUAL)


@given(st.integers(40, 800), st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_a_percentage_confirms_only_within_the_rounding_of_labels(mg, percent):
    fits = any(abs(percent - 100 * mg / base) <= 1 + 50 / base for base in (420, 400, 375))
    food = any(abs(percent - 100 * mg / base) <= 5 for base in (420, 400))  # steps of US food panels
    assert fits or food or base_of(mg, percent, USUAL) is None


def test_the_confirmed_row_carries_the_dose():
    found = doses(*US, "Magnesium Oxide  100 mg", "Calcium  10 mg  1%", "Magnesium (total)  300 mg  71%")
    assert found.elemental_mg.value == 300


def test_rows_with_nothing_to_say_carry_no_dose():
    assert doses("Other Ingredients: Magnesium Stearate").chosen is None
    assert doses("Zinc 10 mg").chosen is None


def test_rows_of_several_sources_are_added_and_to_be_checked():
    found = doses(
        *US, "Magnesium (as glycinate)  200 mg", "Zinc  10 mg  91%", "Magnesium (as citrate)  100 mg"
    )
    assert (found.elemental_mg.value, found.elemental_mg.state) == (300, "check")
    assert "each source" in found.elemental_mg.reason


def test_every_rule_has_a_name_of_its_own_and_says_what_it_does():
    assert len({name for name, _ in RULES}) == len(RULES)
    assert all(rule.__doc__ for _, rule in RULES)


@pytest.mark.parametrize(
    "lines",
    [
        (*US, "Magnesium (as citrate)  200 mg"),
        (*US, "Magnesium  200 mg  22%"),
        (*US, "Magnesium (as oxide)  20 mg  48%"),
        (*US, "Magnesium (as glycinate)  200 mg", "Magnesium (as citrate)  100 mg"),
        (*US, "Magnesium Glycinate 1000 mg (providing 300 mg elemental magnesium)"),
        (*EU, "Magnesium  900 mg  80 %"),
    ],
)
def test_an_amount_that_no_arithmetic_confirms_is_never_sure_by_itself(lines):
    assert facts(*lines).elemental_mg.state == "check"


@pytest.mark.parametrize("percent", ["48%", "100%", "71%", "12%", ""])
@pytest.mark.parametrize("mg", [20, 48, 200, 2000])
def test_a_sure_amount_always_fits_its_percentage(mg, percent):
    read = facts(*US, f"Magnesium (as citrate)  {mg} mg  {percent}")
    if read.elemental_mg.state == "sure":
        printed = float(percent.rstrip("%"))
        assert min(abs(printed - 100 * read.elemental_mg.value / base) for base in (420, 400)) <= 0.6
    else:
        assert (mg, percent) != (200, "48%")


@pytest.mark.parametrize(
    ("printed", "percent", "state"),
    [("125", 12, "check"), ("124", 12, "check"), ("12", 12, "sure"), ("476", 476, "check")],
)
def test_a_percentage_without_its_sign_may_end_in_it(printed, percent, state):
    read = facts(*US, f"Magnesium (as oxide)  50 mg  {printed}")
    assert (read.percent_dv.value, read.percent_dv.state) == (percent, state)
    assert (read.elemental_mg.value, read.elemental_mg.state) == (50, state)


def test_a_percentage_right_behind_its_amount_is_no_share_of_the_name_that_wraps_below_it():
    read = facts(*US, "Magnesium (from Magnesium 106 mg 25%", "Bisglycinate)")
    assert (read.elemental_mg.value, read.percent_dv.value) == (106, 25)
    assert read.forms.value == ("bisglycinate",)
