"""The reference values of every market: confirmed, consistent, and found again in what labels print."""

import csv
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.daily_values import TIGHT_ROOM, UNITS, Closeness, bases, bases_mg, fits, may_be, read_bases
from catalog.sources import opened
from catalog.tables import CatalogError
from catalog.unit_conversions import conversions, factors, read_conversions

TABLE = files("catalog").joinpath("data", "daily_values.csv").read_text("utf-8")
HEADER = TABLE.splitlines()[0]
ROWS = list(csv.DictReader(TABLE.splitlines()))
BASES = {base.id: base for base in bases()}
ROW = "US_2016,US,adults,zinc,11,mg,us_food,fdadv2016,true,"

VITAMINS = frozenset(
    {
        *("vitamin_a", "vitamin_c", "vitamin_d", "vitamin_e", "vitamin_k", "thiamin", "riboflavin", "niacin"),
        *("vitamin_b6", "folate", "vitamin_b12", "biotin", "pantothenic"),
    }
)
MINERALS = frozenset(
    {
        *("calcium", "iron", "phosphorus", "iodine", "magnesium", "zinc", "selenium", "copper", "manganese"),
        *("chromium", "molybdenum", "potassium"),
    }
)
US_MACROS = frozenset(
    {"fat", "saturated_fat", "cholesterol", "carbohydrate", "fiber", "protein", "sodium", "added_sugars"}
)
MUST_HAVE = {
    "US_2016": VITAMINS | MINERALS | US_MACROS | {"choline", "chloride"},
    "US_2016_pregnant": VITAMINS | MINERALS | US_MACROS | {"choline", "chloride"},
    "US_2016_1_3y": VITAMINS | MINERALS | US_MACROS | {"choline", "chloride"},
    "US_2016_infants": VITAMINS | MINERALS | {"choline", "chloride", "fat", "carbohydrate", "protein"},
    "US_old": VITAMINS | MINERALS | (US_MACROS - {"added_sugars"}) | {"chloride"},
    "EU": VITAMINS | MINERALS | {"chloride", "fluoride", "salt", "energy", "sugars"},
    "EU_old": VITAMINS - {"vitamin_k"} | {"calcium", "phosphorus", "iron", "magnesium", "zinc", "iodine"},
    "EU_1_3y": VITAMINS | MINERALS - {"chromium", "molybdenum"},
    "CA": VITAMINS | MINERALS | {"choline", "sugars", "fat"},
    "JP": VITAMINS | MINERALS | {"energy", "sodium"},
    "KR": VITAMINS | MINERALS | {"sodium", "sugars"},
    "CN": VITAMINS | MINERALS | {"sodium", "energy"},
    "CN_2025": VITAMINS | MINERALS - {"chromium", "molybdenum"} | {"sodium", "energy"},
    "RU": VITAMINS - {"vitamin_k"}
    | {"calcium", "phosphorus", "iron", "magnesium", "zinc", "iodine", "energy"},
    "AU_NZ": {"vitamin_a", "vitamin_c", "thiamin", "folate", "energy", "sodium"},
    "BR": {"vitamin_c", "vitamin_d", "calcium", "zinc", "energy"},
    "IN_2020_men": {"vitamin_c", "zinc", "magnesium", "iron", "sodium"},
    "IN_2020_women": {"vitamin_c", "zinc", "magnesium", "iron", "sodium"},
}
NOT_IN_THE_LEXICON = {"fluoride", "salt", "omega_3", "omega_6"}
"""Nutrients with a reference value that no word of a label leads to yet."""


def ids(*question, **how):
    return {fit.base for fit in fits(*question, **how)}


# ------------------------------------------------------------------------------------------ the data


@pytest.mark.parametrize("base", MUST_HAVE)
def test_a_base_has_what_its_law_must_have(base):
    assert MUST_HAVE[base] <= set(BASES[base].values)


def test_units_of_one_nutrient_can_be_converted_into_each_other():
    for base in bases():
        for nutrient, (_, unit) in base.values.items():
            for other in bases():
                if nutrient in other.values:
                    assert factors(nutrient, unit, other.values[nutrient][1]), (base.id, other.id, nutrient)


def test_no_value_is_a_thousand_times_another():
    """A wrong unit would be: the laws differ by a factor of ten at most, for biotin and chromium."""
    for base in bases():
        for nutrient, (value, unit) in base.values.items():
            if nutrient in BASES["EU"].values and base.id != "US_2016_infants":
                amount, own = BASES["EU"].values[nutrient]
                assert 0.1 < value * factors(nutrient, unit, own)[0] / amount < 10, (base.id, nutrient)


def test_nutrients_are_those_of_the_lexicon():
    lexicon = tomllib.loads((Path(__file__).parents[1] / "scanner/lexicon/en.toml").read_text("utf-8"))
    assert {row["nutrient"] for row in ROWS} - set(lexicon["nutrient"]) <= NOT_IN_THE_LEXICON


def test_what_was_not_confirmed_is_left_out():
    for row in ROWS:
        values = BASES[row["base"]].values if row["base"] in BASES else {}
        assert (row["nutrient"] in values) == (row["checked"] == "true"), row
        assert row["checked"] == "true" or row["check_note"], row


def test_a_confirmed_value_was_seen_in_an_opened_source_or_in_two():
    for row in ROWS:
        named = row["source"].split("|")
        assert row["checked"] == "false" or opened(named) or len(named) > 1, row


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("US_2016", "CA", {"potassium", "fat"}),
        ("CN", "CN_2025", {"vitamin_d", "biotin", "choline", "zinc", "iodine", "selenium", "copper"}),
        (
            "US_2016",
            "US_2016_pregnant",
            {
                *("vitamin_a", "vitamin_c", "vitamin_d", "vitamin_e", "vitamin_k", "thiamin", "riboflavin"),
                *("niacin", "vitamin_b6", "folate", "vitamin_b12", "biotin", "pantothenic", "iron", "iodine"),
                *("magnesium", "zinc", "selenium", "copper", "manganese", "chromium", "molybdenum"),
                *("potassium", "protein"),
            },
        ),
        ("EU_old", "RU", {"calcium", "magnesium", "biotin"}),
        (
            "EU",
            "EU_old",
            {
                *("vitamin_c", "vitamin_e", "thiamin", "riboflavin", "niacin", "vitamin_b6", "vitamin_b12"),
                *("biotin", "phosphorus", "magnesium", "zinc"),
            },
        ),
        ("US_2016", "ZA", {"vitamin_c", "vitamin_d"}),
        ("IN_2020_men", "IN_2020_women", {"vitamin_c", "zinc", "magnesium", "iron"}),
    ],
)
def test_values_that_markets_share_agree_and_only_the_known_ones_differ(one, other, apart):
    shared = BASES[one].values.keys() & BASES[other].values.keys()
    differ = set()
    for nutrient in shared:
        (value, unit), (second, second_unit) = BASES[one].values[nutrient], BASES[other].values[nutrient]
        if not any(abs(value * f - second) < 1e-6 * second for f in factors(nutrient, unit, second_unit)):
            differ.add(nutrient)
    assert differ == apart


def test_bases_that_were_not_confirmed_are_tried_as_well_and_never_named():
    tried = bases_mg("magnesium")
    assert {float(row["value"]) for row in ROWS if row["nutrient"] == "magnesium"} == set(tried)
    confirmed = {base.values["magnesium"][0] for base in bases() if "magnesium" in base.values}
    assert {200, 250, 260} <= set(tried) - confirmed
    assert not {200, 250, 260} & confirmed


@pytest.mark.parametrize(
    ("mg", "percent", "fitting"),
    [(200, 48, True), (200, 50, True), (200, 53.3, True), (30, 7, True), (130, 10, False), (100, 12, False)],
)
def test_whether_a_percentage_may_be_that_of_an_amount(mg, percent, fitting):
    assert may_be("magnesium", mg, percent) is fitting


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (ROW.replace("zinc", ""), "nutrient"),
        (ROW.replace(",11,", ",,"), "value"),
        (ROW.replace(",11,", ",eleven,"), "value"),
        (ROW.replace(",mg,", ",milligrams,"), "unit"),
        (ROW.replace("us_food", "half"), "rounding"),
        (ROW.replace("fdadv2016", "nowhere2020"), "source"),
        (ROW.replace("fdadv2016", "othernrv"), "checked"),
        (ROW.replace(",true,", ",yes,"), "checked"),
        (f"{ROW}\n{ROW}", "nutrient"),
        (f"{ROW}\n{ROW.replace('zinc', 'iron').replace('adults', 'men')}", "for_whom"),
        (f"{ROW}\n{ROW.replace('zinc', 'iron').replace(',US,', ',CA,')}", "market"),
    ],
)
def test_a_wrong_cell_is_named(text, column):
    with pytest.raises(CatalogError) as caught:
        read_bases(f"{HEADER}\n{text}\n")
    assert (caught.value.file, caught.value.column) == ("daily_values.csv", column)


# ------------------------------------------------------------------------------------------ conversions


def test_units_the_old_labels_used():
    assert factors("vitamin_d", "IU", "mcg") == (0.025,)
    assert factors("vitamin_a", "mcg", "IU") == (pytest.approx(1 / 0.3),)
    assert factors("vitamin_e", "IU", "mg") == (0.67, 0.45, 0.9)
    assert factors("zinc", "IU", "mg") == ()
    assert factors("zinc", "g", "mg") == (1000,)
    assert factors("sodium", "g_salt", "mg") == ()  # in the table, not confirmed


@given(st.sampled_from(conversions()), st.sampled_from(sorted(UNITS)))
def test_there_and_back_again_is_the_same(conversion, unit):
    there = factors(conversion.nutrient, conversion.from_unit, unit)
    back = factors(conversion.nutrient, unit, conversion.from_unit)
    assert [one * other for one, other in zip(there, back, strict=True)] == pytest.approx([1] * len(there))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("vitamin_d,IU,mcg,,any,usda_dsid,true,", "factor"),
        ("vitamin_d,IU,mcg,0.025,,usda_dsid,true,", "form"),
        ("vitamin_d,IU,mcg,0.025,any,nowhere2020,true,", "source"),
        ("vitamin_d,IU,mcg,0.025,any,usda_dsid,maybe,", "checked"),
    ],
)
def test_a_wrong_cell_of_the_conversions_is_named(row, column):
    with pytest.raises(CatalogError) as caught:
        read_conversions(f"nutrient,from_unit,to_unit,factor,form,source,checked,check_note\n{row}\n")
    assert (caught.value.file, caught.value.column) == ("unit_conversions.csv", column)


# ------------------------------------------------------------------------------------------ fits


@pytest.mark.parametrize(
    ("question", "fitting"),
    [
        (("vitamin_c", 60, "mg", 67), {"US_2016", "CA"}),
        (("zinc", 2.5, "mg", 23), {"US_2016", "CA", "BR", "CN_2025"}),
        (("vitamin_a", 5000, "IU", 100), {"US_old"}),
        (("vitamin_d", 1000, "IU", 125), {"US_2016", "CA"}),
        (("vitamin_d", 1000, "IU", 250), {"US_old", "US_2016_infants", "KR", "CN_2025"}),
        (("magnesium", 0.375, "g", 100), {"EU"}),
        (("salt", 1.2, "g", 20), {"EU"}),
        (("added_sugars", 10, "g", 40), {"US_2016_1_3y"}),
    ],
)
def test_what_a_label_prints_fits_its_base(question, fitting):
    assert {fit.base for fit in fits(*question) if fit.closeness is Closeness.TIGHT} == fitting


@pytest.mark.parametrize("percent", [66, 67])
def test_a_percentage_may_be_cut_off_and_is_then_less_close(percent):
    assert "US_2016" in ids("vitamin_c", 60, "mg", percent)
    assert ids("vitamin_c", 60, "mg", 65) & {"US_2016"} == set()
    assert fits("vitamin_c", 60, "mg", 66)[0].room > fits("vitamin_c", 60, "mg", 67)[0].room


def test_the_rounding_of_the_amount_makes_a_coarse_fit():
    """2 mg may be 1.5 mg, 14 % of 11 mg; 2.0 mg may not."""
    rooms = {fit.base: fit for fit in fits("zinc", 2, "mg", 14)}
    assert rooms["US_2016"].closeness is Closeness.COARSE
    assert "US_2016" not in ids("zinc", 2, "mg", 14, half_step=0.05)
    assert "US_2016" in ids("zinc", 2, "mg", 18)


@pytest.mark.parametrize(
    ("mg", "percent"),
    [(140, 10), (40, 4), (200, 15), (260, 20), (700, 50), (690, 50), (760, 60), (1310, 100)],
)
def test_us_food_panels_go_in_steps(mg, percent):
    """Calcium of 1300 mg: 140 mg are 10.8 %, printed 10 %."""
    assert "US_2016" in ids("calcium", mg, "mg", percent, half_step=0)


def test_nothing_else_goes_in_those_steps():
    """13.2 % is printed 15 % for a mineral in the US, and for nothing else."""
    assert "US_2016" in ids("calcium", 0.132 * 1300, "mg", 15, half_step=0)
    assert "US_2016" not in ids("sodium", 0.132 * 2300, "mg", 15, half_step=0)
    assert "US_2016" not in ids("calcium", 0.132 * 1300, "mg", 14.9, half_step=0)
    assert "EU" not in ids("calcium", 0.132 * 800, "mg", 15, half_step=0)


@pytest.mark.parametrize(
    ("nutrient", "amount", "unit", "percent"),
    [
        ("vitamin_d", 2, "mcg", 10),
        ("calcium", 260, "mg", 20),
        ("iron", 8, "mg", 45),
        ("potassium", 235, "mg", 6),
    ],
)
def test_the_examples_that_the_us_law_prints_itself(nutrient, amount, unit, percent):
    """21 CFR 101.9(d)(8); the last is exactly 5 %, halfway between two steps."""
    assert "US_2016" in ids(nutrient, amount, unit, percent, half_step=0)


def test_a_printed_decimal_of_the_percentage_counts():
    assert "US_2016" in ids("vitamin_c", 60, "mg", 66.7)
    assert "US_2016" not in ids("vitamin_c", 60.0, "mg", 66.2, half_step=0)


def test_small_percentages_are_coarse():
    assert {fit.closeness for fit in fits("potassium", 95, "mg", 2)} == {Closeness.COARSE}


@pytest.mark.parametrize(
    "question",
    [
        ("caffeine", 160, "mg", 40),
        ("zinc", 5, "IU", 50),
        ("zinc", 5, "tablet", 50),
        ("zinc", 0, "mg", 50),
        ("zinc", 5, "mg", 0),
        ("zinc", -5, "mg", -50),
        ("zinc", float("nan"), "mg", 50),
        ("zinc", 5, "mg", float("inf")),
    ],
)
def test_what_makes_no_sense_fits_nothing(question):
    assert fits(*question) == ()


VALUES = [
    (base.id, nutrient, value, unit) for base in bases() for nutrient, (value, unit) in base.values.items()
]


@given(st.sampled_from(VALUES), st.integers(1, 5000))
def test_an_amount_that_is_a_percentage_of_a_base_fits_it(value, percent):
    base, nutrient, full, unit = value
    assert base in ids(nutrient, full * percent / 100, unit, percent, half_step=0)


@given(st.sampled_from(VALUES), st.integers(1, 5000), st.integers(0, 2))
def test_so_does_one_that_was_rounded_on_the_label(value, percent, places):
    base, nutrient, full, unit = value
    printed = round(full * percent / 100, places)
    if printed:
        assert base in ids(nutrient, printed, unit, percent, half_step=0.5 * 10**-places)


@given(st.sampled_from(VALUES), st.integers(1, 5000), st.sampled_from(sorted(UNITS)))
def test_and_one_in_another_unit(value, percent, unit):
    base, nutrient, full, own = value
    for factor in factors(nutrient, own, unit):
        assert base in ids(nutrient, full * factor * percent / 100, unit, percent, half_step=0)


@given(st.sampled_from(VALUES), st.floats(0.01, 5000), st.floats(0.5, 300), st.floats(0, 1))
def test_what_fits_is_near_and_the_closest_comes_first(value, amount, percent, half_step):
    _, nutrient, _, unit = value
    found = fits(nutrient, amount, unit, percent, half_step=half_step)
    assert [fit.room for fit in found] == sorted(fit.room for fit in found)
    assert len({fit.base for fit in found}) == len(found)
    for fit in found:
        full, own = BASES[fit.base].values[nutrient]
        least = min(
            abs(100 * amount / (full * factor) - percent) - 100 * half_step / (full * factor)
            for factor in factors(nutrient, own, unit)
        )
        assert least <= 5 + 1e-6
        assert (fit.closeness is Closeness.TIGHT) == (fit.room <= TIGHT_ROOM)


def test_a_percentage_beside_the_base_does_not_fit_tightly():
    """Between 20 and 200 %, 5 % beside the right percentage is no tight fit of the same base."""
    for base, nutrient, full, unit in VALUES:
        for percent in (23, 41, 67, 133, 189):
            wrong = fits(nutrient, full * percent * 1.08 / 100, unit, percent, half_step=0)
            assert base not in {fit.base for fit in wrong if fit.closeness is Closeness.TIGHT}, (
                base,
                nutrient,
            )


def test_thousands_of_pairings_take_no_time():
    fits("zinc", 1, "mg", 1)
    fits.cache_clear()
    start = time.process_time()
    for tenth in range(1, 5001):
        fits("zinc", tenth / 10, "mg", tenth % 97 + 1)
    assert time.process_time() - start < 1.5  # 0.06 s where this was written
