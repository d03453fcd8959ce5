"""How much of a panel was read: {} side ingredients may only be said of a whole one."""

import pytest
from pages import EU, US, Print, facts, page

from scanner.label.extent import panel_read
from scanner.label.facts import read_facts
from scanner.panel.table import tables_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of
from scanner.records import Scan
from scanner.scan_json import to_json

ROWS = ("Vitamin B6 (as P5P)  10 mg  588%", "Magnesium (as citrate)  200 mg  48%")
FOOT = "* Daily Value not established."


def extent(*lines, **how):
    return extent_of(page(*lines, **how))


def extent_of(recorded):
    read = parse(rows_of(recorded.words))
    return panel_read(read, tables_of(read), recorded.size[1])


WHOLE = [
    (*US, *ROWS, FOOT),
    (*US, *ROWS, "Other Ingredients: cellulose, magnesium stearate"),
    (*US, *ROWS, "** Percent Daily Values are based on a 2,000 calorie diet."),
    (*EU, "Magnesium  375 mg  100%", "* Nutrient reference value"),
    ("Zutaten: Magnesiumcitrat, Hydroxypropylmethylcellulose.", "", "", "Nettofüllmenge 90 g"),
    (*US, "Magnesium", "  (as Magnesium Citrate)  200 mg  48%", FOOT),
    (*EU, "Magnesium  375 mg  100%", "Keep out of the reach of children."),
    ("Per 2 capsules  % NRV*", "Magnesium  375 mg  100%", "* Nutrient reference value"),
]


@pytest.mark.parametrize("lines", WHOLE)
def test_a_panel_with_its_head_its_end_and_every_figure_was_read_whole(lines):
    assert extent(*lines) == "whole"


PART = [
    (*US, *ROWS),  # its end is not on the photo
    (*US, "Vitamin B6 (as P5P)", ROWS[1], FOOT),  # a row without its figure
    (*US, Print(ROWS[0], confidence=0.5), ROWS[1], FOOT),
    (*US, FOOT),  # no row at all
    # its end is that of another column
    (*US, "Vitamin B6 (as P5P)  10 mg  588%", "Magnesium (as citrate)  200 mg  48%  _  _  Keep out of reach"),
    (*US, ROWS[1], FOOT, "Zinc (as citrate)  12 mg"),  # a row that is not among those of the panel
    ("Other Ingredients: cellulose, magnesium stearate",),
    ("Zutaten: Cellulose",),
]


@pytest.mark.parametrize("lines", PART)
def test_a_panel_that_lacks_something_was_read_in_part(lines):
    assert extent(*lines) == "part"


@pytest.mark.parametrize("lines", [(), ("MAGNESIUM", "Glycinate 200 mg"), ("Take two daily",)])
def test_a_front_shows_no_panel(lines):
    assert extent(*lines) == "none"


def test_a_note_below_a_panel_that_was_not_understood_is_no_head():
    lines = ("Magnesium  100 mg  24%", "% RDA values are based on ICMR  12 mg  100%", FOOT)
    assert extent(*lines) != "whole"


def test_a_list_that_runs_to_the_edge_of_the_photo_may_go_on():
    recorded = page("Ingredients: magnesium citrate, cellulose")
    bottom = max(word.box[3] for word in recorded.words)
    cut = type(recorded)(recorded.words, (recorded.size[0], bottom + 2), recorded.reader)
    assert extent_of(cut) == "part"


def record_of(*lines):
    scan = Scan("label.jpg", "check", None, read_facts(page(*lines)), (), "fake", 1.0)
    return to_json(scan)


def test_nothing_else_in_it_is_only_said_of_a_whole_panel():
    only_magnesium = (*US, ROWS[1])
    assert record_of(*only_magnesium, FOOT)["co_ingredients"] == {}
    assert record_of(*only_magnesium)["co_ingredients"] is None
    assert record_of(*US, *ROWS)["co_ingredients"] == {"vitamin_b6": 10}
    assert facts(*US, *ROWS).panel_read == "part"
