"""What labels announce, count in and weigh, as the lexicon finds it on a printed line."""

import pytest

from catalog.unit_conversions import MG_IN
from scanner.single_line import line_of
from scanner.statements.counts import unit_of

ANNOUNCED = [
    ("serving.size", "Serving Size 2 Capsules"),
    ("serving.size", "SERVINGSIZE: 1 Tablet"),
    ("serving.size", "Portionsgröße: 2 Kapseln"),
    ("serving.size", "Taille de la portion : 1 gélule"),
    ("serving.size", "Tamaño por porción 2 cápsulas"),
    ("serving.size", "Dimensioni della porzione 1 compressa"),
    ("serving.size", "Wielkość porcji: 1 kapsułka"),
    ("serving.size", "Portiegrootte 2 capsules"),
    ("container.per", "Servings Per Container 60"),
    ("container.per", "ServingsPerContainer: 60"),
    ("container.per", "Servings per bottle: 30"),
    ("container.per", "Number of servings: 20"),
    ("container.per", "Portionen pro Packung: 60"),
    ("container.per", "Portions par contenant : 30"),
    ("container.per", "Porciones por envase: 60"),
    ("container.per", "Porzioni per confezione 30"),
    ("container.per", "Liczba porcji w opakowaniu: 60"),
    ("container.per", "Porties per verpakking 30"),
    ("column.percent", "% Daily Value*"),
    ("column.percent", "%DV"),
    ("column.percent", "% NRV**"),
    ("column.percent", "% VNR"),
    ("column.percent", "% RDA"),
    ("title.supplement", "Supplement Facts"),
    ("title.supplement", "SUPPLEMENTFACTS"),
    ("title.nutrition", "Nährwertangaben"),
    ("title.nutrition", "Informations nutritionnelles"),
    ("title.nutrition", "Información nutricional"),
    ("title.nutrition", "Informazioni nutrizionali"),
    ("title.nutrition", "Wartości odżywcze"),
    ("title.nutrition", "Voedingswaarde"),
    ("ingredients.head", "Other Ingredients: rice flour"),
    ("ingredients.head", "Zutaten: Magnesiumcitrat"),
    ("ingredients.head", "Ingrédients : oxyde de magnésium"),
    ("ingredients.head", "Ingredientes: citrato de magnesio"),
    ("ingredients.head", "Ingredienti: ossido di magnesio"),
    ("ingredients.head", "Składniki: cytrynian magnezu"),
    ("ingredients.head", "Ingrediënten: magnesiumcitraat"),
    ("directions.head", "Directions: take one daily"),
    ("directions.head", "Suggested Use"),
    ("directions.head", "Verzehrempfehlung: täglich 2 Kapseln"),
    ("directions.head", "Conseils d’utilisation"),
    ("directions.head", "Modo de empleo"),
    ("directions.head", "Modalità d'uso"),
    ("directions.head", "Sposób użycia"),
    ("directions.head", "Gebruik: 1 tablet per dag"),
]


@pytest.mark.parametrize(("kind", "printed"), ANNOUNCED)
def test_announcements_are_found_in_seven_languages(kind, printed):
    assert line_of(printed).first(kind)


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("serving.size", "Observing sizes"),
        ("container.per", "Serving suggestion"),
        ("column.percent", "100 mg"),
        ("title.supplement", "Magnesium 200 mg"),
        ("ingredients.head", "Magnesium citrate"),
    ],
)
def test_other_words_announce_nothing(kind, printed):
    assert line_of(printed).first(kind) is None


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
    assert [unit_of(span) for span in line_of(printed).spans] == [unit]


@pytest.mark.parametrize("printed", ["mg", "mcg", "%", "", "magnesium", "daily", "iu"])
def test_what_nothing_is_counted_in(printed):
    assert not any(unit_of(span) for span in line_of(printed).spans)


MASSES = [
    ("200 mg", [200]),
    ("200mg", [200]),
    ("1,000 mg", [1000]),
    ("93,6 mg", [93.6]),
    ("2.5 g", [2500]),
    ("1,2 g", [1200]),
    ("400 mcg", [0.4]),
    ("400 µg", [0.4]),
    ("Magnésium 300 mg", [300]),
    ("dont magnesium 56,3 mg; zinc 10 mg", [56.3, 10]),
    ("from 1,500 mg of citrate giving 240 mg", [1500, 240]),
    ("250 milligrams", [250]),
    ("250 Milligramm", [250]),
    ("Magnesium .......... 120 mg", [120]),
    ("1 mg", [1]),
    ("0.5mg*", [0.5]),
    ("100 mg**", [100]),
    ("(100 mg)", [100]),
    ("100 mg/capsule", [100]),
]


def masses_mg(printed):
    found = [span for span in line_of(printed).spans if span.kind == "mass"]
    return [span.number.value * MG_IN[span.unit] for span in found]


@pytest.mark.parametrize(("printed", "mg"), MASSES)
def test_masses(printed, mg):
    assert masses_mg(printed) == pytest.approx(mg)


@pytest.mark.parametrize(
    "printed",
    ["200", "48%", "B12", "60 capsules", "200 magnesium", "5 gummies", "Vitamin D3"],
)
def test_what_is_no_mass(printed):
    assert masses_mg(printed) == []
