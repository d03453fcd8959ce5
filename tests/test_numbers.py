"""Printed numbers: grouped, decimal, in parts; both meanings where both are possible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.parsed.numbers import number


@pytest.mark.parametrize(
    ("printed", "english", "german"),
    [
        ("7", (7,), (7,)),
        ("0", (0,), (0,)),
        ("007", (7,), (7,)),
        ("1,000", (1000, 1), (1, 1000)),
        ("1.250", (1.25, 1250), (1250, 1.25)),
        ("10 000", (10000,), (10000,)),
        ("375 000", (375000,), (375000,)),
        ("2'000", (2000,), (2000,)),
        ("2’000", (2000,), (2000,)),
        ("1,234,567", (1234567,), (1234567,)),
        ("1.234.567", (1234567,), (1234567,)),
        ("1.234,5", (1234.5,), (1234.5,)),
        ("1,234.5", (1234.5,), (1234.5,)),
        ("1 234,5", (1234.5,), (1234.5,)),
        ("0,375", (0.375,), (0.375,)),
        ("0.375", (0.375,), (0.375,)),
        ("56,250", (56250, 56.25), (56.25, 56250)),
        ("93,6", (93.6,), (93.6,)),
        ("2.5", (2.5,), (2.5,)),
        ("11.25", (11.25,), (11.25,)),
        ("1/2", (0.5,), (0.5,)),
        ("1 1/2", (1.5,), (1.5,)),
        ("½", (0.5,), (0.5,)),
        ("1½", (1.5,), (1.5,)),
        ("2 ¾", (2.75,), (2.75,)),
    ],
)
def test_what_a_number_may_be(printed, english, german):
    assert number(printed).values == english
    assert number(printed, decimal_comma=True).values == german


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "mg",
        "1,,000",
        "1.2.3",
        "0 500",
        "3/2/1",
        "4/0",
        "5/4",
        "1,000.5.2",
        "8" * 21,
        "٣",
        "²",
        "1 1",
        "12,34,567",
    ],
)
def test_what_is_no_number(printed):
    assert number(printed) is None


@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=3), st.sampled_from(".,' "))
def test_never_the_last_group_alone(first, groups, sign):
    printed = sign.join([str(first), *(f"{group:03}" for group in groups)])
    whole = float("".join([str(first), *(f"{group:03}" for group in groups)]))
    assert whole in number(printed).values


@given(st.floats(0.001, 99999).map(lambda value: round(value, 2)), st.booleans())
def test_a_decimal_is_itself_in_its_own_language(value, comma):
    printed = f"{value:.2f}".replace(".", ",") if comma else f"{value:.2f}"
    assert number(printed, decimal_comma=comma).value == value


@given(st.text(alphabet="0123456789.,'/ ½", max_size=25))
def test_whatever_is_printed_ends_in_a_number_or_none(printed):
    found = number(printed)
    assert found is None or all(value >= 0 for value in found.values)
