"""The market and the language of a label."""

import pytest
from pages import EU, US, facts

FOOT = "* Daily Value not established."

MARKETS = [
    ((*US, "Magnesium (as citrate)  100 mg  24%", "Zinc  5 mg  45%"), "US"),
    ((*EU, "Magnesium  187.5 mg  50%", "Zinc  5 mg  50%"), "EU"),
    # Canada has the same values, and this title as well.
    (("Nutrition Facts", *US[1:], "Magnesium  100 mg  24%", "Zinc  5 mg  45%"), None),
    ((*US, "Vitamin C  500 mg  667%", "Zinc  5 mg  91%"), None),  # fits nothing
    ((*US, "Magnesium  100 mg"), None),
    (("Magnesium glycinate", "100 mg"), None),
    ((), None),
]


@pytest.mark.parametrize(("lines", "market"), MARKETS)
def test_the_market_whose_values_the_percentages_are_of(lines, market):
    assert facts(*lines).market == market


LANGUAGES = [
    (US, "en"),
    (("Nährwertangaben", "Verzehrempfehlung: Täglich 2 Kapseln mit Wasser einnehmen."), "de"),
    (("Składniki: cytrynian magnezu, kofeina",), "pl"),
    (("xyz",), None),
    ((), None),
]


@pytest.mark.parametrize(("lines", "language"), LANGUAGES)
def test_the_language_of_most_words(lines, language):
    assert facts(*lines).language == language
