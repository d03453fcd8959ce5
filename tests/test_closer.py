"""Whether a photo is looked at again, and which of two looks is kept."""

from dataclasses import replace

import pytest
from fakes import blank_photo
from pages import US, Print, facts, page, scaled

from scanner.closer import more_complete, worth_a_closer_look
from scanner.label.facts import read_facts
from scanner.page import Page
from scanner.reading.look import Reading

FULL = (*US, "Magnesium (as citrate)  200 mg  48%")


def region(recorded):
    return worth_a_closer_look(read_facts(recorded), recorded)


def on_a_phone(recorded, place=(1500, 1000)):
    """The page as a part of a 12 MP photo."""
    moved = [replace(w, quad=tuple((x + place[0], y + place[1]) for x, y in w.quad)) for w in recorded.words]
    return Page(tuple(moved), (4000, 3000), recorded.reader)


def holds(box, word):
    return box[0] <= word.box[0] and box[1] <= word.box[1] and box[2] >= word.box[2] and box[3] >= word.box[3]


def test_what_was_read_whole_is_not_read_again():
    assert region(page(*FULL)) is None


def test_an_empty_page_is_not_read_again():
    assert region(page()) is None


def test_a_page_that_is_no_panel_is_not_read_again():
    assert region(page("Coffee beans", "roasted in small batches")) is None


def test_a_front_that_names_magnesium_without_an_amount_is_read_again():
    recorded = page(Print("Magnesium", 3), "from bisglycinate")
    assert all(holds(region(recorded), word) for word in recorded.words)
    assert region(page(Print("Elemental magnesium 200 mg", 3), "from bisglycinate")) is None


def test_a_panel_without_its_serving_is_read_again_where_it_stands():
    recorded = on_a_phone(
        page("Amount Per Serving  % Daily Value", "Magnesium (as citr4te)  2OO mg  48%", "Zinc  11 mg  100%")
    )
    box = region(recorded)
    assert all(holds(box, word) for word in recorded.words)
    assert box[2] - box[0] < 2000


def test_the_region_stays_inside_the_photo():
    recorded = page("Amount Per Serving  % Daily Value", "Magnesium  2OO mg  48%", "Zinc  11 mg  100%")
    x0, y0, x1, y1 = region(recorded)
    assert (x0 >= 0, y0 >= 0, x1 <= recorded.size[0], y1 <= recorded.size[1]) == (True,) * 4


@pytest.mark.parametrize(
    "printed", ["Supplement Facts", "Supplernent Facts", "Nährwertangaben", "Drug Facts"]
)
def test_a_title_alone_sends_the_look_below_it(printed):
    recorded = on_a_phone(page(Print(printed, 2)))
    title = recorded.words[0]
    x0, y0, x1, y1 = region(recorded)
    assert x0 < title.box[0]
    assert x1 > title.box[2]
    assert y0 <= title.box[1]
    assert y1 - title.box[3] > 2 * (title.box[2] - title.box[0])


@pytest.mark.parametrize("apart", [False, True])
def test_a_region_holds_all_words_of_the_panel_however_the_reader_parts_them(apart):
    lines = ("Amount Per Serving  % Daily Value", "Zinc  11 mg  100%", "Iron  8 mg  44%")
    recorded = on_a_phone(page(*lines, words_apart=apart))
    assert all(holds(region(recorded), word) for word in recorded.words)


def test_a_large_photo_of_few_words_is_read_again():
    lines = ("Tidewell", "Minerals")
    assert region(on_a_phone(page(*lines)))
    assert region(page(*lines)) is None


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_the_region_grows_with_the_photo(factor):
    recorded = page("Amount Per Serving  % Daily Value", "Magnesium  2OO mg  48%", "Zinc  11 mg  100%")
    grown = region(scaled(recorded, factor))
    assert [v / factor for v in grown] == pytest.approx(region(recorded), abs=60)


def look(*lines):
    recorded = page(*lines)
    return facts(*lines), Reading(blank_photo(), recorded)


WHOLE, HALF, NONE = look(*FULL), look(*US), look("Rolled oats")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [(WHOLE, HALF, WHOLE), (HALF, WHOLE, WHOLE), (NONE, HALF, HALF), (WHOLE, NONE, WHOLE)],
)
def test_the_look_that_read_more_is_kept(first, second, kept):
    assert more_complete(first, second) is kept


def test_of_equal_looks_the_closer_one_is_kept():
    again = look(*FULL)
    assert more_complete(WHOLE, again) is again


SERVING, AMOUNT = "Serving Size: 2 Capsules", "Magnesium (as citrate)  200 mg"


def test_what_the_better_look_lacks_comes_from_the_other_to_be_checked():
    found, _ = more_complete(look("Supplement Facts", SERVING), look("Supplement Facts", f"{AMOUNT}  48%"))
    assert (found.elemental_mg.value, found.elemental_mg.state) == (200, "sure")
    assert (found.serving.value.quantity, found.serving.state, found.serving.doubt) == (2, "check", "reading")


def test_a_percentage_comes_with_the_amount_it_stands_beside():
    first = look("Supplement Facts", "Daily Value", f"{AMOUNT}  48%")
    found, _ = more_complete(first, look("Supplement Facts", SERVING, "Servings Per Container: 60", AMOUNT))
    assert (found.percent_dv.value, found.elemental_mg.state, found.per_container.value) == (48, "sure", 60)


def test_a_percentage_beside_another_amount_is_left_there():
    first = look("Supplement Facts", "Daily Value", "Magnesium (as citrate)  100 mg  24%")
    found, _ = more_complete(first, look("Supplement Facts", SERVING, "Servings Per Container: 60", AMOUNT))
    assert (found.elemental_mg.value, found.percent_dv.value) == (200, None)
