"""Misread words of the panel: mended where one word is left, and worth less then."""

import re
import tomllib
from importlib import resources

import pytest

from scanner.label.mending import MENDED_CONFIDENCE, mended
from scanner.page import Word

QUAD = ((0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (0.0, 1.0))


def read(text, confidence=0.99):
    word = mended(Word(text, QUAD, confidence))
    return word.text, word.confidence


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Serviing Size", "serving Size"),
        ("Servgs Per Container", "servings Per Container"),
        ("Bervings Per Container", "servings Per Container"),
        ("Other lngredients: Rice", "Other ingredients: Rice"),
        ("2 tatlets", "2 tablets"),
        ("Sening Size", "serving Size"),
        ("Servmgs Per Container", "servings Per Container"),
        ("1 eapsule provides", "1 capsule provides"),
        ("2 Capletts", "2 caplets"),
        ("3 Capsulks", "3 capsules"),
        ("Two Cummies", "Two gummies"),
        ("Each ablet contains", "Each tablet contains"),
        ("Servings Per Botte: 15", "Servings Per bottle: 15"),
        ("(1 gélulle)", "(1 gelule)"),
        ("Serving Size: One lablet", "Serving Size: One tablet"),
        ("ServimgSize: 1 Scoop", "serving Size: 1 Scoop"),
        ("Servings Per Bottie: 45", "Servings Per bottle: 45"),
        ("Servings Per Container 6O", "Servings Per Container 60"),
        ("Sonvina Size", "serving Size"),
        ("Porcja daienna: 2 tabletki", "Porcja dzienna: 2 tabletki"),
        ("15Omg", "150mg"),
        ("1OO mg", "100 mg"),
        ("Servings Per Container: 3ò", "Servings Per Container: 30"),
        ("Serving Size: 11/2 Teaspoons", "Serving Size: 1 1/2 Teaspoons"),
    ],
)
def test_a_slip_or_two_lost_letters_are_mended_and_worth_less(printed, meant):
    assert read(printed) == (meant, MENDED_CONFIDENCE)
    assert read(printed, 0.5) == (meant, 0.5)


@pytest.mark.parametrize(
    "printed",
    [
        "Serving Size",
        "Big Savings",
        "Certain",
        "Sensing",
        "Sample size",
        "Super Size",
        "size",
        "50o/o",
        "H2O",
        "3 Oct",
        "2/3 cup",
        "11/21/26",
    ],
)
def test_other_words_and_right_ones_are_left_alone(printed):
    assert read(printed) == (printed, 0.99)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("Magnesium200 mg", "Magnesium 200 mg"), ("Zinc picolinate15 mg", "Zinc picolinate 15 mg")],
)
def test_a_gap_lost_before_an_amount_is_put_back_and_is_no_slip(printed, meant):
    assert read(printed) == (meant, 0.99)


def test_a_rule_between_two_statements_is_no_letter():
    assert read("1 Tablet IServings Per Container: 60") == ("1 Tablet | Servings Per Container: 60", 0.99)


def expressions(table):
    """Every expression of a table, its tables and lists."""
    if isinstance(table, str):
        yield table
    else:
        for inner in table.values() if isinstance(table, dict) else table:
            yield from expressions(inner)


def panel_words():
    """Every word of six letters or more in the table of panel words, with and without its optional letters."""
    text = resources.files("scanner.label").joinpath("data/panel_words.toml").read_text("utf-8")
    for expression in expressions(tomllib.loads(text)):
        bare = re.sub(r"\w\?|\(\?:\w*\)\?", "", expression)
        full = re.sub(r"\?|\(\?:|\)", "", expression)
        yield from re.findall(r"[a-z]{6,}", f"{bare} {full}")


def test_no_word_of_the_panel_tables_is_mended_to_another():
    found = set(panel_words())
    assert len(found) > 200
    assert {word: read(word)[0] for word in found if read(word)[0] != word} == {}
