"""The forms of magnesium, gathered over a whole page: statements of every kind, and what is none of magnesium."""

import pytest
from pages import EU, US, page

from scanner.forms import read_forms
from scanner.forms.statements import paragraphs
from scanner.label.facts import parsed_of, read_facts
from scanner.label_text import page_of
from scanner.panel.table import tables_of

PLAIN = "Magnesium  100 mg  24%"


def forms(*lines):
    """The field of a page with these lines; two blanks part its cells."""
    return read_facts(page_of("\n".join(lines))).forms


STATED = [
    ((*US, "Magnesium (as Magnesium Citrate, Oxide and Bisglycinate)  200 mg  48%"), "citrate oxide bisglycinate"),
    ((*US, "Magnesium, as the citrate  200 mg  48%"), "citrate"),
    ((*US, "Mg²⁺ (as citrate)  200 mg  48%"), "citrate"),
    ((*US, "Mg2+ (from magnesium citrate)  200 mg  48%"), "citrate"),
    ((*US, "Magnesium Blend (oxide, citrate, malate)  1000 mg  **"), "oxide citrate malate"),
    ((*US, "Magnesium  200 mg  48%", "(from magnesium citrate,", "magnesium glycerophosphate,", "magnesium taurate)"),
     "citrate glycerophosphate taurate"),
    ((*US, "Magnesium  300 mg  71%", "  from magnesium oxide  200 mg", "  from magnesium citrate  100 mg"),
     "oxide citrate"),
    ((*US, "Magnesium  300 mg  71%", "  as oxide  200 mg", "  as citrate  100 mg"), "oxide citrate"),
    ((*US, "Magnesium (from heavy magnesium oxide)  295 mg", "Magnesium (from magnesium amino acid chelate)  30 mg"),
     "oxide amino_acid_chelate"),
    ((*US, "Magnesium from 1,500 mg Trimagnesium  242 mg  58%", "Dicitrate"), "citrate"),
    ((*US, "Total Magnesium  96 mg  24 %", "as Magnesium Oxide  31 mg", "as Magnesium Lysinate  65 mg",
      "Glycinate Chelate"),
     "oxide lysinate_glycinate"),
    ((*US, "Magnesium Bisglycinate", "Chelate (equivalent to", "48mg magnesium)  340mg  11%"), "bisglycinate"),
    ((*EU, "Magnesium / Magnésium  125 mg (33 %)", "(Magnesiumoxide,", "Magnesiumbisglycinaat en", "Magnesiumlactaat)"),
     "oxide bisglycinate lactate"),
    ((*US, PLAIN, "Ingredients: magnesium citrate, malate and taurate, rice flour"), "citrate malate taurate"),
    ((*US, PLAIN, "Ingredients: magnesium citrate, bulking agent: cellulose, anti-caking agent: magnesium carbonate"),
     "citrate"),
    ((*EU, "Magnesium  250 mg  67 %", "Zutaten: Magnesiumcitrat, Trennmittel: Magnesiumcarbonat"), "citrate"),
    (("Informations nutritionnelles", "Bisglycinate de magnésium  1000 mg", "  dont magnésium  100 mg  27 %"),
     "bisglycinate"),
    (("Información nutricional", "Malato de dimagnesio  1.100 mg", "  que aporta magnesio  213 mg  57 %"),
     "dimagnesium_malate"),
    (("Wartość odżywcza", "Magnez  250 mg  66%", "w tym z cytrynianu magnezu"), "citrate"),
    (("Næringsindhold", "Magnesium (magnesiumcitrat)  250 mg  67%"), "citrate"),
    (("Složení  v 1 kapsli", "Hořčík (bisglycinát hořečnatý)  100 mg  27%"), "bisglycinate"),
    (("Informasi Nilai Gizi", "Magnesium (magnesium sitrat)  100 mg  28%"), "citrate"),
    (("Apport pour 2 gélules : Riboflavine 1,0 mg, Magnésium (issu de oxyde de magnésium,",
      "taurate de magnésium et carbonate de magnésium) 144 mg."), "oxide taurate carbonate"),
    (("Each capsule contains 150 mg of elemental magnesium from 1,000 mg magnesium citrate.",), "citrate"),
    (("Chaque comprimé contient : lactate de magnésium dihydraté 470 mg",), "lactate"),
    (("CYTRYNIAN", "MAGNEZU"), "citrate"),
    (("MAGNESIUM", "COMPLEX", "GLYCINATE, CITRATE, MALATE, OXIDE"), "bisglycinate citrate malate oxide"),
    (("3 forms of magnesium: citrate, malate and bisglycinate",), "citrate malate bisglycinate"),
    (("Magné B6", "Magnésium lactate + Pyridoxine", "Comprimés enrobés"), "lactate"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), STATED)
def test_forms_are_gathered_from_every_statement(lines, expected):
    field = forms(*lines)
    assert (" ".join(field.value), field.state) == (expected, "sure")


OTHERS = [
    ("Zinc (as zinc citrate)  10 mg  91%", "Calcium carbonate  500 mg  40%", "Potassium citrate  99 mg  2%"),
    ("Vitamin C (as magnesium ascorbate)  60 mg  67%",),
    ("Vitamin C from magnesium ascorbate  60 mg  67%",),
    ("Creatine malate  2 g", "Citrulline malate  3 g"),
    ("Chloride  135 mg  6%", "Melatonin  1 mg"),
    ("Other ingredients: vegetable magnesium stearate, citrate flavour",),
    ("Other ingredients: cellulose, flow agents (magnesium stearate, magnesium silicate)",),
    ("Other ingredients: magnesium carbonate (anti-caking agent)",),
    ("Better absorbed than magnesium oxide. Without oxide.",),
    ("No oxide, no citrate",),
]


@pytest.mark.parametrize("lines", OTHERS)
def test_what_is_of_another_nutrient_or_denied_or_an_additive_is_no_form(lines):
    field = forms(*US, PLAIN, *lines)
    assert (field.value, field.state) == ((), "check")
    named = forms(*US, "Magnesium (as bisglycinate)  100 mg  24%", *lines)
    assert (named.value, named.state) == (("bisglycinate",), "sure")


@pytest.mark.parametrize(
    "lines",
    [
        ("SODIUM", "POTASSIUM", "MAGNESIUM", "CHLORIDE"),
        ("Electrolytes", "Sodium 500 mg", "Chloride 135 mg", "Magnesium 60 mg"),
        ("Electrolyte mix: sodium, magnesium, chloride, potassium",),
        ("Triple Magnesium Complex", "3 forms of magnesium"),
    ],
)
def test_nutrients_side_by_side_are_no_compound(lines):
    field = forms(*lines)
    assert (field.value, field.state) == ((), "check")


def test_a_page_without_magnesium_has_no_form():
    for lines in (
        ("Valeurs nutritionnelles", "Mélatonine  1 mg", "Antiagglomérant : stéarate de magnésium"),
        (*US, "Vitamin D3  25 mcg  125%", "Other ingredients: cellulose, magnesium tearate"),
        ("Creatine malate 2 g", "Citrulline malate 3 g"),
    ):
        assert forms(*lines).state == "missing"


def test_another_source_in_a_list_is_told():
    field = forms(*US, "Magnesium (as bisglycinate)  100 mg  24%", "Ingredients: magnesium oxide, cellulose")
    assert (field.value, field.state) == (("bisglycinate",), "check")
    assert "is named on this side too" in field.reason


def test_lists_that_name_different_sources_are_to_be_checked():
    field = forms(*US, PLAIN, "Ingredients: magnesium oxide", "", "Other ingredients: magnesium citrate")
    assert (field.value, field.state) == (("oxide", "citrate"), "check")
    assert "one place names what another does not" in field.reason


def test_a_text_beside_a_panel_without_magnesium_is_no_promise():
    field = forms(*US, "Vitamin D3  25 mcg  125%", "", "", "", "Our magnesium citrate is loved by all")
    assert (field.value, field.state) == (("citrate",), "check")
    assert "no row of the panel names magnesium" in field.reason


def test_a_trade_name_that_leaves_the_salt_open_is_to_be_checked():
    assert forms("Magnesium CitraMate").state == "check"


def test_the_row_of_the_dose_comes_first():
    parsed = parsed_of(page(*US, "Magnesium (as oxide)  100 mg  24%", "Magnesium citrate  50 mg"))
    tables = tables_of(parsed)
    names = [row.segment.name for row in tables[0].rows]
    assert read_forms(parsed, tables, names[0]).value == ("oxide", "citrate")
    assert read_forms(parsed, tables, names[1]).value == ("citrate", "oxide")
    assert read_forms(parsed, tables, ()).value == ("oxide", "citrate")


def test_paragraphs_side_by_side_are_read_apart():
    lines = ("Ingredients: magnesium  Directions: take two", "oxide, rice flour  capsules with citrate")
    parsed = parsed_of(page(*lines))
    assert [one.text for one in paragraphs(parsed, tables_of(parsed))] == [
        "Ingredients: magnesium\noxide, rice flour",
        "Directions: take two\ncapsules with citrate",
    ]


def test_a_row_of_a_panel_is_no_paragraph():
    parsed = parsed_of(page(*US, "Magnesium (as oxide)  100 mg  24%"))
    assert all("Magnesium" not in one.text for one in paragraphs(parsed, tables_of(parsed)))
