"""Misread words of the panel: mended where one word is left, and worth less then."""

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
        ("2 tatlets", "2 tablets"),
        ("Sening Size", "serving Size"),
        ("Servmgs Per Container", "servings Per Container"),
    ],
)
def test_a_slip_or_two_lost_letters_are_mended_and_worth_less(printed, meant):
    assert read(printed) == (meant, MENDED_CONFIDENCE)
    assert read(printed, 0.5) == (meant, 0.5)


@pytest.mark.parametrize("printed", ["Serving Size", "Big Savings", "Certain", "Sensing", "size"])
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
