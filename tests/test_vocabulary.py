"""The words of panels in seven languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.label.vocabulary import canonical_unit, fold, serving_headers, words


@given(st.text(max_size=40))
@settings(max_examples=80)
def test_folding_keeps_every_letter_in_its_place(text):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=40))
@settings(max_examples=40)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Magnésium", "magnesium"),
        ("TAMAÑO POR RACIÓN", "tamano por racion"),
        ("Wielkość", "wielkosc"),
        ("składniki", "skladniki"),
        ("400 µg", "400 ug"),
        ("Größe", "große"),
        ("5’s", "5's"),
        ("1⁄2", "1/2"),
        ("½", "½"),
    ],
)
def test_folded_text(printed, folded):
    assert fold(printed) == folded


UNITS = [
    ("Capsules", "capsule"),
    ("VegCaps", "capsule"),
    ("vegetarian capsules", "capsule"),
    ("Vcaps", "capsule"),
    ("Kapseln", "capsule"),
    ("gélules", "capsule"),
    ("cápsulas", "capsule"),
    ("capsule", "capsule"),
    ("kapsułki", "capsule"),
    ("Tablet", "tablet"),
    ("caplets", "tablet"),
    ("Tabletten", "tablet"),
    ("comprimés", "tablet"),
    ("comprimidos", "tablet"),
    ("compresse", "tablet"),
    ("tabletki", "tablet"),
    ("softgels", "softgel"),
    ("Soft Gel", "softgel"),
    ("gummies", "gummy"),
    ("scoop", "scoop"),
    ("Messlöffel", "scoop"),
    ("packet", "packet"),
    ("stick packs", "packet"),
    ("Sachet", "sachet"),
    ("Beutel", "sachet"),
    ("tsp", "teaspoon"),
    ("Teelöffel", "teaspoon"),
    ("Tbsp.", "tablespoon"),
    ("mL", "ml"),
    ("g", "g"),
    ("Tropfen", "drop"),
    ("sprays", "spray"),
    ("lozenges", "lozenge"),
    ("capful", "cap"),
    ("cup", "cup"),
]


@pytest.mark.parametrize(("printed", "unit"), UNITS)
def test_units_have_one_name(printed, unit):
    assert canonical_unit(fold(printed)) == unit


@pytest.mark.parametrize("printed", ["mg", "mcg", "%", "", "magnesium", "daily", "iu"])
def test_what_nothing_is_counted_in(printed):
    assert canonical_unit(printed) is None


EXPRESSIONS = [
    ("serving_size", "Serving Size 2 Capsules"),
    ("serving_size", "SERVINGSIZE: 1 Tablet"),
    ("serving_size", "Portionsgröße: 2 Kapseln"),
    ("serving_size", "Taille de la portion : 1 gélule"),
    ("serving_size", "Tamaño por porción 2 cápsulas"),
    ("serving_size", "Dimensioni della porzione 1 compressa"),
    ("serving_size", "Wielkość porcji: 1 kapsułka"),
    ("serving_size", "Portiegrootte 2 capsules"),
    ("per_container", "Servings Per Container 60"),
    ("per_container", "ServingsPerContainer: 60"),
    ("per_container", "Servings per bottle: 30"),
    ("per_container", "Number of servings: 20"),
    ("per_container", "Portionen pro Packung: 60"),
    ("per_container", "Portions par contenant : 30"),
    ("per_container", "Porciones por envase: 60"),
    ("per_container", "Porzioni per confezione 30"),
    ("per_container", "Liczba porcji w opakowaniu: 60"),
    ("per_container", "Porties per verpakking 30"),
    ("percent_header", "% Daily Value*"),
    ("percent_header", "%DV"),
    ("percent_header", "% NRV**"),
    ("percent_header", "% VNR"),
    ("percent_header", "% RDA"),
    ("title", "Supplement Facts"),
    ("title", "SUPPLEMENTFACTS"),
    ("title", "Nährwertangaben"),
    ("title", "Informations nutritionnelles"),
    ("title", "Información nutricional"),
    ("title", "Informazioni nutrizionali"),
    ("title", "Wartości odżywcze"),
    ("title", "Voedingswaarde"),
    ("ingredients", "Other Ingredients: rice flour"),
    ("ingredients", "Zutaten: Magnesiumcitrat"),
    ("ingredients", "Ingrédients : oxyde de magnésium"),
    ("ingredients", "Ingredientes: citrato de magnesio"),
    ("ingredients", "Ingredienti: ossido di magnesio"),
    ("ingredients", "Składniki: cytrynian magnezu"),
    ("ingredients", "Ingrediënten: magnesiumcitraat"),
    ("directions", "Directions: take one daily"),
    ("directions", "Suggested Use"),
    ("directions", "Verzehrempfehlung: täglich 2 Kapseln"),
    ("directions", "Conseils d’utilisation"),
    ("directions", "Modo de empleo"),
    ("directions", "Modalità d'uso"),
    ("directions", "Sposób użycia"),
    ("directions", "Gebruik: 1 tablet per dag"),
]


@pytest.mark.parametrize(("kind", "printed"), EXPRESSIONS)
def test_announcements_are_found_in_seven_languages(kind, printed):
    assert words(kind).search(fold(printed))


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("serving_size", "Observing sizes"),
        ("per_container", "Serving suggestion"),
        ("percent_header", "100 mg"),
        ("title", "Magnesium 200 mg"),
        ("ingredients", "Magnesium citrate"),
    ],
)
def test_other_words_announce_nothing(kind, printed):
    assert not words(kind).search(fold(printed))


def test_every_heading_has_a_place_for_its_unit():
    assert all(("{q}" in header) != ("{u}" in header) for header in serving_headers())
