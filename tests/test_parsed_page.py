"""A page parsed once: what its numbers are, which words it knows, and in which languages."""

import pytest

from scanner.label_text import page_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of


def parsed(*lines):
    return parse(rows_of(page_of("\n".join(lines)).words))


def spans(text, *more):
    return parsed(text, *more).lines[0].spans


def amounts(text, *more):
    """The masses, percentages and numbers of the first line: kind, value, unit and bound."""
    return [(s.kind, s.number.value, s.unit, s.bound) for s in spans(text, *more) if s.number is not None]


GERMAN = (
    "Nährwertangaben",
    "Zutaten: Magnesiumcitrat, Überzugsmittel",
    "Verzehrempfehlung: täglich eine Kapsel",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Magnesium 200 mg 48%", [("mass", 200, "mg", None), ("percent", 48, None, None)]),
        ("Magnesium 200mg/48 %", [("mass", 200, "mg", None), ("percent", 48, None, None)]),
        ("Magnesium 1,000 mg", [("mass", 1000, "mg", None)]),
        ("Magnesium 10 000 mg", [("mass", 10000, "mg", None)]),
        ("Magnesium\tmg 400", [("mass", 400, "mg", None)]),
        ("Vitamin D 400 IU", [("mass", 400, "IU", None)]),
        ("Folate 680 mcg DFE", [("mass", 680, "mcg", None)]),
        ("Energy 15 kcal", [("mass", 15, "kcal", None)]),
        ("Sodium <5 mg", [("mass", 5, "mg", "less")]),
        ("Sodium less than 5 mg", [("mass", 5, "mg", "less")]),
        ("Magnesium up to 400 mg", [("mass", 400, "mg", "at_most")]),
        ("Magnesium at least 400 mg", [("mass", 400, "mg", "at_least")]),
        ("½ Scoop (1 1/2 g)", [("number", 0.5, None, None), ("mass", 1.5, "g", None)]),
        ("Magnesium (mg) 90 120 %", [("number", 90, None, None), ("percent", 120, None, None)]),
        ("Coenzyme Q10 and omega", []),
        ("2x1 tablet", [("number", 1, None, None)]),
        ("Pyridox1", []),
    ],
)
def test_numbers_with_what_belongs_to_them(text, found):
    assert amounts(text) == found


def test_the_language_tells_a_point_from_a_comma():
    assert amounts("Magnesium 1.250 mg", *GERMAN)[0][1] == 1250
    assert amounts("Magnesium 1.250 mg", "Supplement Facts", "Other ingredients: gelatin")[0][1] == 1.25
    (mass,) = (s for s in spans("Magnesium 1.250 mg", *GERMAN) if s.kind == "mass")
    assert mass.number.values == (1250, 1.25)


def test_a_language_is_one_that_explains_what_the_others_cannot():
    assert parsed("Supplement Facts", "Serving Size 2 Capsules", "Servings Per Container 30").languages == (
        "en",
    )
    assert parsed(*GERMAN).languages == ("de",)
    both = parsed(
        "Nutrition Facts", "Serving size 2 capsules", "Valeur nutritive", "Portion: 2 gélules par jour"
    )
    assert set(both.languages) == {"en", "fr"}


def test_brackets_are_counted():
    (outside, inside) = (s for s in spans("Zinc (as zinc oxide)") if s.means("nutrient"))
    assert (outside.depth, inside.depth) == (0, 1)


def test_no_phrase_and_no_amount_goes_from_cell_to_cell():
    assert [s.kind for s in spans("Vitamin C 60\tmg")] == ["word", "number", "word"]
    assert spans("Serving\tSize")[0].means("serving.size") is None


def test_spans_are_found_by_place():
    line = parsed("Zinc 5 mg\tIron 9 mg").lines[0]
    tab = line.text.index("\t")
    assert [s.unit for s in line.within(tab, len(line.text)) if s.kind == "mass"] == ["mg"]
    assert next(line.before(0, tab)).kind == "mass"
    assert line.first("nutrient").start == 0
    assert len(line.cells) == 2
