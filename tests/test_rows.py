"""Words grouped into rows, cells and paragraphs, and where their letters stand on the photo."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import EU, US, Print, curved, only, page, rows, scaled, shifted, slanted, word

from scanner.page import Word
from scanner.reading.rows import Passage, Piece, rows_of

LINES = (
    *US,
    "Vitamin D3  25 mcg  125%",
    "Magnesium (as Magnesium Citrate)  200 mg  48%",
    "Zinc  11 mg  100%",
)
PANEL = page(*LINES)
TEXTS = [line.replace("  ", "\t") for line in LINES]


def texts(recorded):
    return [row.text for row in rows_of(recorded.words)]


def test_rows_are_the_printed_lines_with_a_tab_where_columns_part():
    assert texts(PANEL) == TEXTS


@given(st.permutations(PANEL.words))
@settings(max_examples=25)
def test_the_order_in_which_words_come_does_not_matter(words):
    assert [row.text for row in rows_of(words)] == TEXTS


@given(st.floats(-2000, 4000), st.floats(-2000, 4000))
@settings(max_examples=15)
def test_where_on_the_photo_the_panel_is_does_not_matter(dx, dy):
    assert texts(shifted(PANEL, dx, dy)) == TEXTS


@given(st.floats(0.25, 6))
@settings(max_examples=15)
def test_the_size_of_the_photo_does_not_matter(factor):
    assert texts(scaled(PANEL, factor)) == TEXTS


@given(st.floats(-0.2, 0.2))
@settings(max_examples=15, deadline=None)
def test_a_slant_does_not_matter(slope):
    assert texts(slanted(PANEL, slope)) == TEXTS


@given(st.floats(-0.06, 0.06))
@settings(max_examples=15, deadline=None)
def test_a_bottle_does_not_matter(sag):
    assert texts(curved(PANEL, sag)) == TEXTS


def test_words_one_by_one_make_the_same_rows():
    assert texts(page(*LINES, words_apart=True)) == TEXTS


def test_no_words_no_rows():
    assert rows_of([]) == ()
    assert rows_of([word("  ", (0, 0, 10, 10))]) == ()


def test_a_small_superscript_stays_on_its_row():
    words = [
        word("Magnesium", (0, 100, 200, 124)),
        word("200 mg", (260, 98, 330, 122)),
        word("*", (336, 96, 342, 108)),
    ]
    assert only(rows_of(words)).text.startswith("Magnesium\t200 mg")


def test_large_print_is_not_mixed_with_the_line_beside_it():
    found = rows(Print("MAGNESIUM", 3), "Dietary supplement", "120 capsules")
    assert [row.text for row in found] == ["MAGNESIUM", "Dietary supplement", "120 capsules"]


@pytest.mark.parametrize(("height", "gap"), [(20, " "), (44, "\t")])
def test_other_print_close_by_is_another_column(height, gap):
    beside = word("Glycinate", (10, 60 - height // 2, 100, 60 + height // 2))
    (row,) = rows_of([beside, word("Magnesium 141 mg", (117, 50, 300, 70))])
    assert row.text == f"Glycinate{gap}Magnesium 141 mg"


def test_words_on_top_of_each_other_are_two_rows():
    assert len(rows_of([word("Magnesium", (0, 0, 200, 24)), word("Zinc oxide", (10, 4, 190, 28))])) == 2


@pytest.mark.parametrize(("lower", "count"), [(0, 1), (4, 1), (8, 1), (18, 2), (24, 2), (36, 2)])
def test_cells_side_by_side_are_one_row_only_while_their_lines_meet(lower, count):
    found = rows_of(
        [word("Magnesium", (0, 100, 108, 124)), word("60 tablets", (300, 100 + lower, 420, 124 + lower))]
    )
    assert len(found) == count


ROW = only(rows("Magnesium (as citrate)  200 mg  48%"))


@pytest.mark.parametrize(("text", "word_index"), [("Magnesium (as citrate)", 0), ("200 mg", 1), ("48%", 2)])
def test_the_place_of_a_whole_word_is_its_box(text, word_index):
    start = ROW.text.index(text)
    assert ROW.box_of(start, start + len(text)) == ROW.words[word_index].box


def test_the_place_of_part_of_a_word_is_its_share():
    x0, y0, _, y1 = ROW.words[0].box
    start = ROW.text.index("citrate")
    box = ROW.box_of(start, start + len("citrate"))
    assert (box[0], box[2]) == pytest.approx((x0 + start * 12, x0 + (start + 7) * 12), abs=1)
    assert (box[1], box[3]) == (y0, y1)


def test_the_place_across_words_holds_both():
    x0, _, x1, _ = ROW.box_of(0, len(ROW.text))
    assert (x0, x1) == (ROW.words[0].box[0], ROW.words[2].box[2])


def test_confidence_is_that_of_the_worst_word_touched():
    words = [word("Magnesium", (0, 0, 108, 24), 0.9), word("200 mg", (160, 0, 232, 24), 0.6)]
    row = only(rows_of(words))
    assert row.confidence(0, 5) == 0.9
    assert row.confidence(0, len(row.text)) == 0.6
    assert row.confidence(len(row.text) + 1, len(row.text) + 5) == 0.0


def test_cells_are_parted_at_column_gaps():
    assert [cell.text for cell in ROW.cells] == ["Magnesium (as citrate)", "200 mg", "48%"]


def test_a_passage_knows_where_its_letters_stand():
    first, second = rows("Magnesium (as", "Citrate)")
    passage = Passage((Piece(first, 0, len(first.text)), Piece(second, 0, len(second.text))))
    assert passage.text == "Magnesium (as\nCitrate)"
    at = passage.text.index("Citrate")
    assert passage.box_of(at, at + 8) == second.box
    assert passage.box_of(0, len(passage.text))[3] == second.box[3]
    assert passage.confidence(0, 5) == first.words[0].confidence


def test_european_heads_are_rows_of_two_cells():
    assert [len(row.cells) for row in rows(*EU, "Magnesium  300 mg  80 %")] == [1, 2, 3]


def test_a_word_that_runs_down_beside_the_lines_is_a_row_of_its_own():
    column = Word("0997309", ((700, 60), (700, 400), (660, 400), (660, 60)), 0.5)
    assert sorted(row.text for row in rows_of([*PANEL.words, column])) == sorted([*TEXTS, "0997309"])
