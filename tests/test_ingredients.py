"""Lists of ingredients: where they begin and end, and what stands in one item."""

import pytest
from pages import rows

from scanner.label.ingredients import in_one_item, ingredient_lists

LISTS = [
    (("Ingredients: Magnesium Citrate, Rice Flour",), "Magnesium Citrate, Rice Flour"),
    (("Other Ingredients: Cellulose, Magnesium Stearate,", "Silica, Rice Flour."),
     "Cellulose, Magnesium Stearate,\nSilica, Rice Flour."),
    (("Zutaten: Magnesiumcitrat, Kapselhülle",), "Magnesiumcitrat, Kapselhülle"),
    (("Ingrédients : citrate de magnésium",), "citrate de magnésium"),
    (("INGREDIENTI: ossido di magnesio",), "ossido di magnesio"),
    (("INGREDIENTEMagnesio citrato",), "Magnesio citrato"),
    (("Skład: x", "Składniki: cytrynian magnezu"), "cytrynian magnezu"),
    (("Non-medicinal ingredients: Cellulose",), "Cellulose"),
]  # fmt: skip


def behind(passage):
    """The text of a list without the colon of its heading."""
    return passage.text.lstrip(": ")


@pytest.mark.parametrize(("lines", "text"), LISTS)
def test_lists_are_found_in_several_languages(lines, text):
    assert text in [behind(passage) for passage in ingredient_lists(rows(*lines))]


@pytest.mark.parametrize(
    "end",
    [
        "Warning: keep out of reach of children",
        "Directions: take one daily",
        "Verzehrempfehlung: 2 Kapseln",
        "Store in a cool place",
    ],
)
def test_a_list_ends_where_something_else_begins(end):
    (passage,) = ingredient_lists(
        rows("Ingredients: Magnesium Citrate,", "Rice Flour", end, "Magnesium Oxide")
    )
    assert behind(passage) == "Magnesium Citrate,\nRice Flour"


def test_a_list_ends_at_an_empty_line():
    (passage,) = ingredient_lists(rows("Ingredients: Magnesium Citrate", *[""] * 3, "Magnesium Oxide"))
    assert "Oxide" not in passage.text


def test_a_list_in_the_right_column_leaves_the_left_one_alone():
    (passage,) = ingredient_lists(
        rows("Vitamin D 5 mcg  Other Ingredients: Gelatin,", "Zinc Oxide 2 mg  Magnesium Stearate.")
    )
    assert behind(passage) == "Gelatin,\nMagnesium Stearate."


def test_the_word_inside_a_sentence_begins_no_list():
    assert ingredient_lists(rows("We use the finest ingredients from nature")) == ()


def test_a_page_without_ingredients_has_no_list():
    assert ingredient_lists(rows("Magnesium  200 mg")) == ()


@pytest.mark.parametrize(
    ("text", "word", "inside"),
    [
        ("zinc, magnesium (as oxide, citrate)", "citrate", True),
        ("magnesium oxide, citric acid", "oxide", True),
        ("magnesium stearate, carbomer", "carbomer", False),
        ("magnesium (oxide), zinc citrate", "citrate", False),
        ("magnesium; citrate", "citrate", False),
        ("zinc citrate, magnesium oxide", "citrate", False),
        ("citrate de magnésium, silice", "citrate", True),
        ("ossido di magnesio", "ossido", True),
        ("óxido de magnesio", "óxido", True),
        ("rice flour", "flour", False),
    ],
)
def test_what_belongs_to_magnesium_in_a_list(text, word, inside):
    assert in_one_item(text, text.index(word)) == inside
