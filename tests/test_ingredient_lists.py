"""The lists of ingredients: where each begins and ends, and what it leaves out."""

import pytest
from pages import parsed

from scanner.label.ingredient_lists import ingredient_lists


def texts(*lines):
    return [(one.other, " ".join(one.text.split())) for one in ingredient_lists(parsed(*lines)[0])]


LISTS = [
    (("Ingredients: magnesium citrate, cellulose.",), [(False, ": magnesium citrate, cellulose.")]),
    (("Ingredients: magnesium", "citrate, cellulose."), [(False, ": magnesium citrate, cellulose.")]),
    (("Other Ingredients: cellulose.",), [(True, ": cellulose.")]),
    (("Weitere Zutaten: Cellulose.",), [(True, ": Cellulose.")]),
    (("INGREDIENTS  cellulose, silica",), [(False, "cellulose, silica")]),
    (("Ingredients: cellulose. Warning: keep away",), [(False, ": cellulose.")]),
    (("Ingredients: cellulose", "Directions: take one"), [(False, ": cellulose")]),
    (("Ingredients: cellulose", "Supplement Facts"), [(False, ": cellulose")]),
    (("Ingredients: cellulose", "", "", "", "far below"), [(False, ": cellulose")]),
    (
        ("Ingredients: oxide. Other ingredients: cellulose.",),
        [(False, ": oxide."), (True, ": cellulose.")],
    ),
    (("The ingredients are natural",), []),
    (("Ingredients:",), []),
]


@pytest.mark.parametrize(("lines", "found"), LISTS)
def test_lists(lines, found):
    assert texts(*lines) == found


def test_a_column_beside_a_list_is_none_of_it():
    lines = ("Ingredients: magnesium  Take one", "citrate, cellulose  with water")
    assert texts(*lines) == [(False, ": magnesium citrate, cellulose")]


def test_of_a_leaflet_without_end_only_so_many_lists_are_read():
    assert len(texts(*["Ingredients: cellulose", "", ""] * 40)) == 30
