"""A panel as a table: every row with its figures, whatever stands beside, above and between."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.label_text import page_of
from scanner.panel.output import panel_from_json, panel_to_json
from scanner.panel.table import panel_of, tables_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of
from tests.pages import EU, US

END = ("Daily Value not established.", "Other ingredients: cellulose, rice flour 5 mg.")


def panel(*lines):
    return panel_of(tables_of(parse(rows_of(page_of("\n".join(lines)).words))))


def rows(*lines):
    """The name of each row and its figures in the column of one serving."""
    found = panel(*lines)
    return (
        [(r.name, r.cells[0].amount, r.cells[0].unit, r.cells[0].percent) for r in found.rows]
        if found
        else []
    )


def test_every_row_with_its_figures():
    assert rows(*US, "Vitamin C  60 mg  67%", "Zinc  2.5 mg  23%", "Valerian root  100 mg  †", *END) == [
        ("Vitamin C", 60, "mg", 67),
        ("Zinc", 2.5, "mg", 23),
        ("Valerian root", 100, "mg", None),
    ]


def test_the_source_is_no_part_of_the_name():
    (row,) = panel(*US, "Magnesium (as magnesium citrate)  100 mg  24%").rows
    assert (row.name, row.source) == ("Magnesium", "as magnesium citrate")


@pytest.mark.parametrize(
    "lines",
    [
        ("Magnesium (as magnesium citrate", "and magnesium oxide)  100 mg  24%"),
        ("Magnesium  100 mg  24%", "(as magnesium citrate and", "magnesium oxide)"),
        ("Magnesium", "(as magnesium citrate and magnesium oxide)  100 mg  24%"),
        ("Magnesium (as magnesium citrate and magnesium oxide)", "  _  100 mg  24%".replace("_", " ")),
    ],
)
def test_a_name_over_several_lines(lines):
    found = rows(*US, "Zinc  5 mg  45%", *lines, "Copper  1 mg  111%")
    assert found == [
        ("Zinc", 5, "mg", 45),
        ("Magnesium", 100, "mg", 24),
        ("Copper", 1, "mg", 111),
    ]


def test_an_amount_in_the_brackets_of_a_source_is_none_of_the_row():
    found = rows(
        *US, "Ashwagandha (root) (standardized to 5%", "withanolides 22.5 mg)  450 mg  †", "Zinc  5 mg  45%"
    )
    assert ("Zinc", 5, "mg", 45) in found
    assert all(amount != 22.5 for _, amount, _, _ in found)


def test_two_tables_beside_each_other():
    found = rows(
        *US,
        "Vitamin C  60 mg  67%  Zinc  5 mg  45%",
        "Vitamin E  15 mg  100%  Copper  1 mg  111%",
        "Niacin  16 mg  100%  Iron  9 mg  50%",
        "Biotin  30 mcg  100%  Iodine  75 mcg  50%",
    )
    assert sorted(found) == sorted(
        [
            ("Vitamin C", 60, "mg", 67),
            ("Zinc", 5, "mg", 45),
            ("Vitamin E", 15, "mg", 100),
            ("Copper", 1, "mg", 111),
            ("Niacin", 16, "mg", 100),
            ("Iron", 9, "mg", 50),
            ("Biotin", 30, "mcg", 100),
            ("Iodine", 75, "mcg", 50),
        ]
    )


def test_per_100_g_first_is_not_the_default_and_the_percentages_go_where_they_fit():
    found = panel(
        "Nutrition Information",
        "Serving size: 20 g",
        "Nutrient  Per 100 g  Per serving  % RDA",
        "Magnesium  1875 mg  375 mg  100%",
        "Zinc  50 mg  10 mg  100%",
        "Vitamin C  400 mg  80 mg  100%",
        "Fibre  5 g  1 g",
    )
    assert [c.per for c in found.rows[0].cells] == ["serving", "100 g"]
    assert [(r.cells[0].amount, r.cells[0].percent) for r in found.rows] == [
        (375, 100),
        (10, 100),
        (80, 100),
        (1, None),
    ]
    assert all(row.cells[1].percent is None for row in found.rows)


def test_one_and_two_scoops():
    found = panel(
        "Supplement Facts",
        "Serving size: 2 scoops",
        "Nutrient  1 scoop  2 scoops  % DV",
        "Magnesium  105 mg  210 mg  50%",
        "Zinc  5.5 mg  11 mg  100%",
        "Vitamin C  45 mg  90 mg  100%",
    )
    assert [c.per for c in found.rows[0].cells] == ["2 scoop", "1 scoop"]
    assert [(r.cells[0].amount, r.cells[0].percent) for r in found.rows] == [(210, 50), (11, 100), (90, 100)]


def test_bare_numbers_are_amounts_where_the_names_carry_the_unit():
    assert rows(
        "Nutritional Facts",
        "Per serving  % RDA",
        "Magnesium (mg)  105  25",
        "Zinc (mg)  5.5  50",
        "Iron (mg)  9  50",
    ) == [
        ("Magnesium", 105, "mg", 25),
        ("Zinc", 5.5, "mg", 50),
        ("Iron", 9, "mg", 50),
    ]


def test_percentages_without_a_sign():
    assert rows(*US, "Magnesium  105 mg  25", "Zinc  5.5 mg  50", "Iron  9 mg  50") == [
        ("Magnesium", 105, "mg", 25),
        ("Zinc", 5.5, "mg", 50),
        ("Iron", 9, "mg", 50),
    ]


def test_bounds_are_told():
    (row,) = panel(*US, "Sodium  <5 mg  <1%").rows
    assert (row.cells[0].amount, row.cells[0].bound) == (5, "less")
    (row,) = panel(*US, "Sodium  less than 5 mg  1%").rows
    assert (row.name, row.cells[0].amount, row.cells[0].bound) == ("Sodium", 5, "less")


def test_arithmetic_tells_a_point_from_a_comma():
    found = rows(
        "Nährwertangaben",
        "Nutrition information",
        "Per serving  % NRV",
        "Magnesium  56,250 mg  15%",
        "Calcium  120 mg  15%",
    )
    assert ("Magnesium", 56.25, "mg", 15) in found


def test_what_stands_below_the_panel_is_none_of_it():
    assert rows(*US, "Zinc  5 mg  45%", *END) == [("Zinc", 5, "mg", 45)]


def test_a_panel_without_its_head():
    assert rows("Magnesium (as oxide) 50 mg, Zinc 5 mg, Ashwagandha 125 mg") == [
        ("Magnesium", 50, "mg", None),
        ("Zinc", 5, "mg", None),
        ("Ashwagandha", 125, "mg", None),
    ]


def test_a_page_without_amounts_has_none():
    assert panel("Keep out of reach of children.", "60 capsules") is None


class TestStates:
    PROVEN = ("Vitamin C  60 mg  67%", "Zinc  2.5 mg  23%", "Iron  9 mg  50%", "Copper  0.9 mg  100%")

    def states(self, *lines):
        return {row.name: row.state for row in panel(*US, *lines).rows}

    def test_what_the_label_agrees_with_is_sure(self):
        assert set(self.states(*self.PROVEN).values()) == {"sure"}

    def test_an_amount_that_its_percentage_contradicts_never_is(self):
        found = self.states(*self.PROVEN, "Magnesium  20 mg  48%")
        assert found["Magnesium"] == "check"

    def test_what_has_no_percentage_never_is(self):
        found = self.states(*self.PROVEN, "Magnesium  200 mg", "Valerian root  100 mg  †")
        assert (found["Magnesium"], found["Valerian root"]) == ("check", "check")

    def test_one_row_alone_never_is(self):
        assert self.states("Zinc  2.5 mg  23%") == {"Zinc": "check"}

    def test_unclear_letters_never_are(self):
        words = page_of("\n".join((*US, *self.PROVEN))).words
        blurred = [replace(word, confidence=0.8) if word.text == "2.5 mg" else word for word in words]
        found = {row.name: row.state for row in panel_of(tables_of(parse(rows_of(blurred)))).rows}
        assert found == {"Vitamin C": "sure", "Zinc": "check", "Iron": "sure", "Copper": "sure"}


def test_there_and_back():
    found = panel(*EU, "Magnesium  100 mg  27%", "Zinc  <5 mg  50%")
    assert panel_from_json(panel_to_json(found)) == found


AMOUNT = st.sampled_from(["5 mg", "1,000 mg", "<1 g", "2.5", "400 IU", "0,5 µg", "†", "50%", "(20 mg)", ""])
NAME = st.sampled_from(
    ["Zinc", "Magnesium (as", "citrate)", "Vitamin B6", "and", "Per 100 g", "% DV", "(", "1", "Blend:"]
)


@given(st.lists(st.lists(st.one_of(NAME, AMOUNT), max_size=5).map("  ".join), max_size=12))
def test_whatever_stands_there_ends_in_a_table_or_none(lines):
    found = panel(*lines)
    assert found is None or panel_from_json(panel_to_json(found)) == found
    assert found is None or all(row.name or row.cells for row in found.rows)
