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


def test_two_tables_of_bare_numbers_below_one_line_of_heads():
    found = rows(
        "Supplement Facts",
        "_  Per serving  % DV  _  Per serving  % DV".replace("_", " "),
        "Niacin (mg)  8  50  Zinc (mg)  5.5  50",
        "Iron (mg)  9  50  Copper (mg)  0.9  100",
        "Biotin (mcg)  30  100  Iodine (mcg)  75  50",
    )
    assert ("Niacin", 8, "mg", 50) in found
    assert ("Copper", 0.9, "mg", 100) in found
    assert len(found) == 6


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


def amounts(*lines):
    """The name of each row, its amount and its percentage."""
    return [(name, amount, percent) for name, amount, _, percent in rows(*lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Supplement Facts", "Magnesium (as oxide)..........100 mg..........24%", "Zinc......5 mg......45%"),
        ("Supplement Facts", "Magnesium  100 mg (24% DV)", "Zinc  5 mg (45% DV)"),
        ("Supplement Facts", "Magnesium – 100 mg – 24%", "Zinc – 5 mg – 45%"),
        ("Supplement Facts", "Amount  %DV", "100 mg  24%  Magnesium", "5 mg  45%  Zinc"),
        ("Supplement Facts", "% Daily Value  Amount", "Magnesium  24%  100 mg", "Zinc  45%  5 mg"),
        ("Supplement Facts", "Nutrient  Amount  Unit  %DV", "Magnesium  100  mg  24", "Zinc  5  mg  45"),
        ("Supplement Facts", "Nutrient  Amount  %DV", "Magnesium  mg  100  24", "Zinc  mg  5  45"),
        ("Supplement Facts", "Per serving  % DV", "Magnesium, mg  100  24", "Zinc mg  5  45"),
        ("Typical values per tablet: Magnesium 100 mg (24% DV), Zinc 5 mg (45% DV).",),
        ("Each tablet provides: 100 mg magnesium (24% DV), 5 mg zinc (45% DV).",),
        ("Per 2 capsules  % DV", "Magnesium  100 mg  24%", "Zinc  5 mg  45%"),
        (
            "Supplement Facts  Directions: Take two",
            "Amount  % DV  capsules daily.",
            "Magnesium  100 mg  24%  Warning: Keep out",
            "Zinc  5 mg  45%  of reach of children.",
        ),
    ],
)
def test_ways_in_which_a_table_is_printed(lines):
    found = [(name.lower(), *figures) for name, *figures in amounts(*lines)]
    assert found == [("magnesium", 100, 24), ("zinc", 5, 45)]


def test_a_head_between_the_rows_of_a_nutrition_panel():
    assert amounts(
        "Nutrition Facts",
        "Amount Per Serving",
        "Calories  15",
        "% Daily Value*",
        "Total Carbohydrate 3g  1%",
        "Total Sugars 1g",
        "Includes 1g Added Sugars  2%",
        "Magnesium 100mg  24%",
    ) == [
        ("Calories", 15, None),
        ("Total Carbohydrate", 3, 1),
        ("Total Sugars", 1, None),
        ("Added Sugars", 1, 2),
        ("Magnesium", 100, 24),
    ]


def test_the_same_amount_in_another_unit_is_no_column():
    found = panel(
        *US,
        "Vitamin D3  125 mcg (5,000 IU)  625%",
        "Folate  680 mcg DFE (400 mcg folic acid)  170%",
        "Vitamin A  900 mcg (RAE)  100%",
    )
    assert [(r.cells[0].amount, r.cells[0].percent) for r in found.rows] == [
        (125, 625),
        (680, 170),
        (900, 100),
    ]
    assert {len(row.cells) for row in found.rows} == {1}


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        (("Amount Per 1 Capsule  %DV  Amount Per 2 Capsules  %DV",), 0),
        (("Serving Size 2 Capsules", "1 Capsule  %DV  2 Capsules  %DV"), 1),
        (("Children 2-3  Adults & Children 4+", "Amount  %DV  Amount  %DV"), 1),
        (("Per 100 g  %DV per 100 g  Per serving 10 g  %DV per serving",), 1),
        (("Per 100 g %DV  Per serving %DV",), 1),
    ],
)
def test_which_column_is_that_of_a_serving(head, kept):
    found = amounts(
        "Supplement Facts", *head, "Magnesium  100 mg  24%  200 mg  48%", "Zinc  5.5 mg  50%  11 mg  100%"
    )
    assert found == [
        [("Magnesium", 100, 24), ("Magnesium", 200, 48)][kept],
        [("Zinc", 5.5, 50), ("Zinc", 11, 100)][kept],
    ]


def test_bare_percentages_behind_the_amounts_of_two_columns():
    assert amounts(
        "Supplement Facts",
        "1 Scoop  2 Scoops  % DV  % DV",
        "Fat (g)  0  0  0  0",
        "Magnesium (mg)  200  400  48  95",
    ) == [("Fat", 0, 0), ("Magnesium", 200, 48)]


def test_the_decimals_of_a_table_tell_thousands():
    found = amounts(
        "Nutrition Facts", "Per 100 g  Per serving", "Fat  0.5 g  0.1 g", "Taurine  10,000 mg  1,000 mg"
    )
    assert found == [("Fat", 0.1, None), ("Taurine", 1000, None)]


def test_a_panel_in_a_language_without_a_lexicon():
    assert amounts("마그네슘  100 mg  32 %", "아연아연  8.5 mg  100 %", "나트륨  5 mg  0 %") == [
        ("마그네슘", 100, 32),
        ("아연아연", 8.5, 100),
        ("나트륨", 5, 0),
    ]


def test_figures_that_slipped_by_a_line_are_set_right_by_their_arithmetic():
    names = ("Vitamin C", "Vitamin E", "Thiamin", "Riboflavin", "Niacin", "Magnesium")
    figures = ("60 mg  67%", "3.9 mg  26%", "2 mg  167%", "2 mg  154%", "20 mg  125%", "100 mg  24%")
    slipped = [f"{name}  {figure}" for name, figure in zip(names[1:], figures[:-1], strict=True)]
    found = amounts(*US, "Vitamin C", *slipped, "_  100 mg  24%".replace("_", " "))
    assert found == [
        ("Vitamin C", 60, 67),
        ("Vitamin E", 3.9, 26),
        ("Thiamin", 2, 167),
        ("Riboflavin", 2, 154),
        ("Niacin", 20, 125),
        ("Magnesium", 100, 24),
    ]


class TestStates:
    PROVEN = ("Vitamin C  60 mg  67%", "Zinc  2.5 mg  23%", "Iron  9 mg  50%", "Copper  0.9 mg  100%")

    def states(self, *lines):
        return {row.name: row.state for row in panel(*US, *lines).rows}

    def test_what_the_label_agrees_with_is_sure(self):
        assert set(self.states(*self.PROVEN).values()) == {"sure"}

    def test_an_amount_that_its_percentage_contradicts_never_is(self):
        found = self.states(*self.PROVEN, "Magnesium  20 mg  48%")
        assert found["Magnesium"] == "check"

    def test_a_nutrient_that_lacks_its_percentage_never_is(self):
        found = self.states(*self.PROVEN, "Magnesium  200 mg", "Valerian root  100 mg  †")
        assert (found["Magnesium"], found["Valerian root"]) == ("check", "sure")

    def test_clear_letters_in_one_line_are(self):
        assert self.states("Zinc  2.5 mg  23%", "Valerian root  100 mg  †") == {
            "Zinc": "sure",
            "Valerian root": "sure",
        }

    @pytest.mark.parametrize(
        "lines",
        [
            ("Ashwagandha Root", "Extract  600 mg  †"),
            ("Ashwagandha (from 500 mg  600 mg  †",),
            ("Biotin 15mco  600 mg  †",),
        ],
    )
    def test_a_name_that_may_be_another_one_never_is(self, lines):
        assert set(self.states(*lines).values()) == {"check"}

    def test_a_column_that_no_head_names_never_is(self):
        found = panel("Supplement Facts", "Zinc  2.5 mg  5 mg", "Taurine  100 mg  200 mg")
        assert {row.state for row in found.rows} == {"check"}

    def test_the_arithmetic_of_another_column_confirms_nothing(self):
        found = panel(
            "Supplement Facts",
            "Serving Size: 1 tablet",
            "1 tablet  2 tablets  % DV",
            "Vitamin C  30 mg  60 mg  67%",
            "Iron  4.5 mg  9 mg  50%",
            "Copper  0.45 mg  0.9 mg  100%",
        )
        assert [(row.cells[0].amount, row.cells[0].percent) for row in found.rows] == [
            (30, None),
            (4.5, None),
            (0.45, None),
        ]
        assert found.proven == 3
        assert not any("percentage" in row.reason for row in found.rows)

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


def test_what_says_of_how_much_running_text_tells_is_no_part_of_its_first_name():
    found = panel("Per 2 capsules: Zinc 5 mg (50%), Magnesium 100 mg (27%), Vitamin C 80 mg (100%).")
    assert [row.name for row in found.rows] == ["Zinc", "Magnesium", "Vitamin C"]
