"""Numbers, masses, shares and counts in printed text, in the spellings of labels and of engines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.label.quantities import PERCENT, counts, masses, parse_number, parse_quantity
from scanner.label.vocabulary import fold

NUMBERS = [
    ("200", 200.0),
    ("0", 0.0),
    ("93.6", 93.6),
    ("93,6", 93.6),
    ("0,5", 0.5),
    ("1,000", 1000.0),
    ("1 000", 1000.0),
    ("1,500,000", 1_500_000.0),
    ("1.500.000", 1_500_000.0),
    ("1/2", 0.5),
    ("3 / 4", 0.75),
    ("1 1/2", 1.5),
    ("½", 0.5),
    ("1½", 1.5),
    ("2 ¼", 2.25),
    (" 60 ", 60.0),
]


@pytest.mark.parametrize(("printed", "value"), NUMBERS)
def test_printed_figures_have_a_value(printed, value):
    assert parse_number(printed) == value


@pytest.mark.parametrize("printed", ["", "mg", "1/0", "12-14", "1.2.3", "2 caps", "--", "1.234,5", "½½"])
def test_what_is_no_figure_has_none(printed):
    assert parse_number(printed) is None


@given(st.integers(0, 999_999))
@settings(max_examples=60)
def test_whole_numbers_come_back_from_every_way_labels_write_them(number):
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number
    assert parse_number(f"{number:,}".replace(",", " ")) == number


@given(st.integers(0, 9_999), st.integers(1, 9), st.sampled_from(".,"))
@settings(max_examples=60)
def test_decimals_come_back_with_point_and_comma(whole, tenth, mark):
    assert parse_number(f"{whole}{mark}{tenth}") == float(f"{whole}.{tenth}")


@given(st.integers(0, 9), st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=40)
def test_fractions_come_back(whole, top, bottom):
    assert parse_number(f"{whole} {top}/{bottom}") == pytest.approx(whole + top / bottom)


MASSES = [
    ("200 mg", [200]),
    ("200mg", [200]),
    ("1,000 mg", [1000]),
    ("93,6 mg", [93.6]),
    ("2.5 g", [2500]),
    ("1,2 g", [1200]),
    ("400 mcg", [0.4]),
    ("400 µg", [0.4]),
    ("Magnésium 300 mg", [300]),
    ("dont magnesium 56,3 mg; zinc 10 mg", [56.3, 10]),
    ("from 1,500 mg of citrate giving 240 mg", [1500, 240]),
    ("250 milligrams", [250]),
    ("250 Milligramm", [250]),
    ("Magnesium .......... 120 mg", [120]),
    ("1 mg", [1]),
    ("0.5mg*", [0.5]),
    ("100 mg**", [100]),
    ("(100 mg)", [100]),
    ("100 mg/capsule", [100]),
]


@pytest.mark.parametrize(("printed", "mg"), MASSES)
def test_masses_are_told_in_milligrams(printed, mg):
    assert [m.mg for m in masses(fold(printed))] == pytest.approx(mg)


@pytest.mark.parametrize(
    "printed",
    ["200", "48%", "200 mgx", "B12", "mg 200", "60 capsules", "200 magnesium", "5 gummies", "Vitamin D3"],
)
def test_what_is_no_mass_is_none(printed):
    assert masses(fold(printed)) == ()


@pytest.mark.parametrize(
    ("printed", "mg"),
    [("200 rng", 200), ("200 m9", 200), ("200mq", 200), ("200 nng", 200), ("400 mog", 0.4), ("400 mc9", 0.4)],
)
def test_misread_units_are_mended_and_marked(printed, mg):
    (mass,) = masses(printed)
    assert (mass.mg, mass.repaired) == (pytest.approx(mg), True)


@pytest.mark.parametrize("printed", ["200 mg", "200 mcg", "2 g", "2 grams", "200 milligrams"])
def test_units_spelled_right_are_not_marked(printed):
    (mass,) = masses(printed)
    assert not mass.repaired


@pytest.mark.parametrize("printed", ["Magnesium 200 mg 48%", "zinc 1,5 g", "x\t0.5 mg\ty"])
def test_a_mass_remembers_where_it_stands(printed):
    for mass in masses(printed):
        assert printed[mass.start].isdigit()
        assert printed[mass.end - 1] == "g"
        assert masses(printed[mass.start : mass.end])[0].mg == mass.mg


@given(
    st.integers(1, 2000),
    st.sampled_from([("mg", 1.0), ("g", 1000.0), ("mcg", 0.001)]),
    st.sampled_from(["", " "]),
)
@settings(max_examples=60)
def test_a_mass_comes_back_from_its_print(number, unit, blank):
    name, mg = unit
    (mass,) = masses(f"magnesium {number}{blank}{name} *")
    assert mass.mg == pytest.approx(number * mg)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("48%", "48"),
        ("48 %", "48"),
        ("1,250%", None),
        ("12,5%", "12,5"),
        ("<1%", "1"),
        ("100 °/o", "100"),
        ("7.5 %", "7.5"),
    ],
)
def test_percentages(printed, value):
    found = PERCENT.search(printed)
    assert (found["number"] if found else None) == value


QUANTITIES = [
    ("2", 2),
    ("two", 2),
    ("two (2)", 2),
    ("one", 1),
    ("1/2", 0.5),
    ("1 1/2", 1.5),
    ("half", 0.5),
    ("zwei", 2),
    ("deux", 2),
    ("dos", 2),
    ("due", 2),
    ("dwie", 2),
    ("twee", 2),
    ("2,5", 2.5),
    ("ten", 10),
]


@pytest.mark.parametrize(("printed", "value"), QUANTITIES)
def test_quantities_in_figures_and_words(printed, value):
    assert parse_quantity(printed) == value


def test_a_word_that_is_no_number_is_no_quantity():
    assert parse_quantity("capsules") is None


COUNTS = [
    ("2 capsules", [(2, "capsule")]),
    ("two capsules", [(2, "capsule")]),
    ("two (2) capsules", [(2, "capsule")]),
    ("2 vegetarian capsules", [(2, "capsule")]),
    ("2 veggie caps", [(2, "capsule")]),
    ("3 tablets (1 sachet)", [(3, "tablet"), (1, "sachet")]),
    ("1 scoop (5 g)", [(1, "scoop"), (5, "g")]),
    ("1/2 teaspoon (2.5 g)", [(0.5, "teaspoon"), (2.5, "g")]),
    ("1½ tablespoons", [(1.5, "tablespoon")]),
    ("4 gummies", [(4, "gummy")]),
    ("2 soft gels", [(2, "softgel")]),
    ("30 drops", [(30, "drop")]),
    ("1 fl oz", [(1, "fl oz")]),
    ("15 ml", [(15, "ml")]),
    ("2 kapseln", [(2, "capsule")]),
    ("3 gelules", [(3, "capsule")]),
    ("1 comprimido", [(1, "tablet")]),
    ("2 compresse", [(2, "tablet")]),
    ("2 tabletki", [(2, "tablet")]),
    ("1 messloffel", [(1, "scoop")]),
    ("1 saszetka", [(1, "sachet")]),
    ("one packet", [(1, "packet")]),
]


@pytest.mark.parametrize(("printed", "counted"), COUNTS)
def test_counts(printed, counted):
    assert [(c.quantity, c.unit) for c in counts(printed)] == counted


@pytest.mark.parametrize(
    "printed", ["200 mg", "0 capsules", "capsules", "48 %", "magnesium", "2 mg and capsules"]
)
def test_what_counts_nothing(printed):
    assert counts(printed) == ()
