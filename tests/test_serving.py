"""What a serving is, in the wordings of real panels."""

import pytest
from pages import Print, facts, page, rows

from scanner.label.facts import read_facts
from scanner.label_text import page_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of
from scanner.statements.serving import read_serving


def serving(*lines, **how):
    return read_serving(parse(rows(*lines, **how)))


LABELLED = [
    ("Serving Size 2 Capsules", (2, "capsule", None)),
    ("Serving Size: 1 Tablet", (1, "tablet", None)),
    ("SERVING SIZE: 2 VEGETARIAN CAPSULES", (2, "capsule", None)),
    ("Serving size two capsules", (2, "capsule", None)),
    ("Serving Size: Two (2) Capsules", (2, "capsule", None)),
    ("Serving Size 3 Softgels", (3, "softgel", None)),
    ("Serving Size 4 Gummies", (4, "gummy", None)),
    ("Serving Size: 1 Scoop (5 g)", (1, "scoop", 5)),
    ("Serving Size: 1 Level Scoop (4.2 g)", (1, "scoop", 4.2)),
    ("Serving Size 5 g (1 scoop)", (1, "scoop", 5)),
    ("Serving Size 1/2 Teaspoon (2.5 g)", (0.5, "teaspoon", 2.5)),
    ("Serving Size 1½ teaspoons (6 g)", (1.5, "teaspoon", 6)),
    ("Serving Size ½ tsp", (0.5, "teaspoon", None)),
    ("Serving Size 1 Tablespoon (15 mL)", (1, "tablespoon", None)),
    ("Serving Size 2 tbsp (30 mL)", (2, "tablespoon", None)),
    ("Serving Size: 1 Packet (8 g)", (1, "packet", 8)),
    ("Serving Size: 1 Stick Pack", (1, "packet", None)),
    ("Serving Size: 1 Stick (5 g)", (1, "stick", 5)),
    ("Serving Size 3 Tablets (1 Sachet)", (3, "tablet", None)),
    ("Serving Size 30 Drops (1.5 mL)", (30, "drop", None)),
    ("Serving Size 15 mL", (15, "ml", None)),
    ("Serving Size 6 Sprays", (6, "spray", None)),
    ("Serving Size 1 Lozenge", (1, "lozenge", None)),
    ("Serving Size about 2 capsules", (2, "capsule", None)),
    ("Serving Sizs: 3 veggie capsules", (3, "capsule", None)),
    ("Serving Síize: 2 Capsules", (2, "capsule", None)),
    ("Serving Size 1 serving (2 capsules)", (2, "capsule", None)),
    ("ServingSize:2Capsules", (2, "capsule", None)),
    ("Suggested serving size: 2 tablets", (2, "tablet", None)),
    ("Serve size: 1 capsule", (1, "capsule", None)),
]


@pytest.mark.parametrize(("line", "expected"), LABELLED)
def test_announced_servings(line, expected):
    field = serving("Supplement Facts", line, "Servings Per Container 30")
    assert (field.value.quantity, field.value.unit, field.value.weight_g) == expected
    assert field.state == "sure"


HEADED = [
    ("Amount per 2 capsules", (2, "capsule")),
    ("Amount Per Tablet", (1, "tablet")),
    ("Each tablet contains:", (1, "tablet")),
    ("Medicinal ingredients Each caplet conmains", (1, "tablet")),
    ("powr 1 comprimé", (1, "tablet")),
    ("Each softgel contains", (1, "softgel")),
    ("Two tablets provide:", (2, "tablet")),
    ("2 Capsules contain", (2, "capsule")),
    ("Per 2 capsules", (2, "capsule")),
    ("per daily dose (2 tablets)", (2, "tablet")),
    ("Per serving (2 capsules)", (2, "capsule")),
    ("Nutritional information per tablet", (1, "tablet")),
]


@pytest.mark.parametrize(("line", "expected"), HEADED)
def test_servings_named_in_a_heading(line, expected):
    field = serving("Food supplement", line, "Magnesium  150 mg")
    assert (field.value.quantity, field.value.unit) == expected


LANGUAGES = [
    ("Portionsgröße: 2 Kapseln", (2, "capsule")),
    ("Verzehrmenge: 1 Tablette", (1, "tablet")),
    ("Tagesdosis: 3 Kapseln", (3, "capsule")),
    ("pro Tagesdosis (2 Tabletten)", (2, "tablet")),
    ("je 2 Kapseln", (2, "capsule")),
    ("2 Kapseln enthalten", (2, "capsule")),
    ("Taille de la portion : 2 gélules", (2, "capsule")),
    ("Pour 2 gélules", (2, "capsule")),
    ("par dose journalière (3 comprimés)", (3, "tablet")),
    ("Tamaño por porción: 2 cápsulas", (2, "capsule")),
    ("Por 2 comprimidos", (2, "tablet")),
    ("por dosis diaria (2 cápsulas)", (2, "capsule")),
    ("Per dose giornaliera (2 compresse)", (2, "tablet")),
    ("2 compresse contengono", (2, "tablet")),
    ("Wielkość porcji: 2 kapsułki", (2, "capsule")),
    ("w dziennej porcji (2 kapsułki)", (2, "capsule")),
    ("Portiegrootte: 1 tablet", (1, "tablet")),
    ("per dagdosering (2 capsules)", (2, "capsule")),
    ("1 capsule bevat", (1, "capsule")),
]


@pytest.mark.parametrize(("line", "expected"), LANGUAGES)
def test_servings_in_other_languages(line, expected):
    field = serving(line, "Magnesium  150 mg  40 %")
    assert (field.value and (field.value.quantity, field.value.unit)) == expected


def test_the_serving_may_stand_behind_the_pack_on_one_line():
    field = serving("Servings Per Container 30  Serving Size 2 Capsules")
    assert (field.value.quantity, field.value.unit) == (2, "capsule")


def test_the_number_of_servings_is_not_taken_for_the_serving():
    field = serving("Serving Size 1 Tablet  Servings Per Container 90 Tablets")
    assert (field.value.quantity, field.value.unit) == (1, "tablet")


def test_the_value_may_stand_far_right():
    field = serving("Serving Size:  1 Tablet", stops=(0, 60))
    assert (field.value.quantity, field.value.unit, field.state) == (1, "tablet", "sure")


def test_the_value_may_stand_on_the_line_below():
    field = serving("Supplement Facts", "Serving Size:", "2 Capsules", "Servings Per Container: 30")
    assert (field.value.quantity, field.value.unit, field.state) == (2, "capsule", "sure")


def test_a_value_on_the_line_below_far_to_the_left_belongs_to_another_column():
    field = serving("Net contents  Serving Size:", "90 capsules  Servings per container 30")
    assert field.value is None


@pytest.mark.parametrize(
    ("head", "quantity", "state"),
    [
        ("per2capsules", 2, "sure"),
        ("Per2Capsules  %RI", 2, "sure"),
        ("perCapsule", 1, "sure"),
        ("per i capsule", 1, "check"),
        ("per capsule", 1, "sure"),
        ("per capsules", 1, "check"),  # the figure was lost
        ("Amount per Tablets", 1, "check"),
        ("pro Kapseln", 1, "check"),
    ],
)
def test_a_figure_that_was_lost_or_glued_is_not_sure_to_be_one(head, quantity, state):
    found = serving(head)
    assert (found.value.quantity, found.state) == (quantity, state)


def test_no_other_word_before_a_unit_is_a_number():
    assert serving("Serving Size: the capsule").value is None


def test_text_that_was_not_understood_before_the_value_asks_for_a_look():
    field = serving("Serving Size Zwbi 2 Capsules")
    assert (field.value.quantity, field.state) == (2, "check")
    assert "Zwbi" in field.reason


def test_text_that_was_not_understood_before_a_value_below_asks_for_a_look():
    field = serving("Serving Size I Tab1", "2 Capsules daily")
    assert field.state == "check"


def test_two_statements_that_disagree_are_both_told():
    field = serving("Serving Size 2 Capsules", "Magnesium  200 mg", "Serving Size 3 Capsules")
    assert field.state == "check"
    assert "Capsules" in field.reason
    assert "also says" in field.reason


def test_two_statements_that_agree_are_sure():
    assert serving("Serving Size 2 Capsules", "Magnesium  200 mg", "Serving Size: two caps").state == "sure"


def test_an_announced_serving_goes_before_a_heading():
    field = serving("Serving Size 3 Capsules", "Amount per capsule")
    assert (field.value.quantity, field.state) == (3, "sure")


@pytest.mark.parametrize("line", ["per 100 g", "Per 100 ml", "pro 100 g", "pour 100 g"])
def test_the_column_per_hundred_grams_is_no_serving(line):
    assert serving(line, "Magnesium  900 mg").state == "missing"


def test_a_heading_does_not_reach_into_the_next_column():
    field = serving("Amount Per  Serving 2", "Magnesium  200 mg")
    assert field.state == "missing"


@pytest.mark.parametrize(
    "lines",
    [
        ("Magnesium Citrate", "120 Capsules", "Dietary Supplement"),
        ("Take 2 capsules daily with food",),
        ("Serving suggestion",),
        (),
    ],
)
def test_where_no_serving_is_named_none_is_read(lines):
    field = serving(*lines)
    assert (field.value, field.state) == (None, "missing")
    assert field.reason


def test_print_that_was_hard_to_read_is_left_to_a_second_reader():
    field = serving(Print("Serving Size 2 Capsules", confidence=0.7))
    assert (field.value.quantity, field.state, field.doubt) == (2, "check", "reading")


def test_the_box_is_that_of_the_value_and_not_of_its_label():
    recorded = page("Serving Size  2 Capsules")
    field = read_facts(recorded).serving
    assert field.box == recorded.words[1].box


def test_servings_per_bottle_say_nothing_of_what_a_serving_is():
    read = facts("Supplement Facts", "Servings Per Bottle 100", "Magnesium (as citrate)  200 mg  48%")
    assert (read.serving.value, read.per_container.value) == (None, 100)


def test_a_licence_number_above_a_heading_is_no_count():
    read = facts("Magnesium Citrate", "NPN 80007333", "Each caplet contains:", "Magnesium (citrate)  100 mg")
    assert (read.serving.value.quantity, read.serving.value.unit) == (1, "tablet")


@pytest.mark.parametrize(
    "label", ["Serving Stze", "Serving S1ze", "Serving Sixe", "Serving Sze", "Serving Sine", "Serving Bize"]
)
def test_a_label_with_a_letter_misread_announces_the_serving(label):
    read = facts("Supplement Facts", f"{label}  2 Capsules", "Magnesium (as citrate)  200 mg  48%")
    assert (read.serving.value.quantity, read.serving.value.unit) == (2, "capsule")


@pytest.mark.parametrize(("head", "state"), [("Per 150 g", "check"), ("Per serving (30 g)", "sure")])
def test_a_weight_over_a_column_is_a_serving_only_where_it_is_called_one(head, state):
    read = facts("Nutrition Information", f"Nutrients  {head}", "Magnesium  50 mg")
    assert (read.serving.value.unit, read.serving.state) == ("g", state)


@pytest.mark.parametrize("line", ["Per Serving 240 Capsules", "Serving Size 90 Tablets"])
def test_more_pieces_than_anyone_takes_at_once_are_the_pack(line):
    assert serving(line).state == "missing"


@pytest.mark.parametrize("line", ["Serving Size 30 Tablets", "Serving Size 60 Drops", "Serving Size 60 mL"])
def test_many_small_pieces_and_measures_are_a_serving(line):
    assert serving(line).state == "sure"


WORDINGS = [
    (("Serving Size: 3 Vegetarian Capsules S Servings Per Container: 30",), 3, "capsule"),
    (("Serving Size: 3 Vegetarian Capsules  S Servings Per Container: 30",), 3, "capsule"),
    (("Serving Size 2 Tbsp (30 g)",), 2, "tablespoon"),
    (("Serving size: 1 scoop (7.4 g)",), 1, "scoop"),
    (("Serving Size: half a scoop (2 g)",), 0.5, "scoop"),
    (("Serving size: 1½ teaspoons",), 1.5, "teaspoon"),
    (("Serving size: 1 1/2 teaspoons",), 1.5, "teaspoon"),
    (("Serving size: one and a half teaspoons",), 1.5, "teaspoon"),
    (("Serving Size: one (1) capsule",), 1, "capsule"),
    (("Serving Size: 2 (two) tablets",), 2, "tablet"),
    (("Serving Size: Two Tablets",), 2, "tablet"),
    (("per 2 capsules", "Magnesium 200 mg"), 2, "capsule"),
    (("Nährwerte  In 2 Kapseln  % NRV", "Magnesium  200 mg  53 %"), 2, "capsule"),
    (("Nährwerte  pro Tagesdosis (2 Kapseln)", "Magnesium  200 mg  53 %"), 2, "capsule"),
    (("Nutrition  per serving", "(2 capsules)", "Magnesium  200 mg"), 2, "capsule"),
    (("Nutrition information  Amount per", "1 sachet", "Magnesium  200 mg"), 1, "sachet"),
    (("Nutrition information  per day (2 x 1 tablet)  % NRV", "Magnesium  200 mg"), 2, "tablet"),
    (("Nutrition information  per day (2 × 1 tablets)  % NRV", "Magnesium  200 mg"), 2, "tablet"),
    (("Składniki  w 3 kapsułkach  % RWS", "Magnez  200 mg"), 3, "capsule"),
    (("each capsule contains", "Magnesium 200 mg"), 1, "capsule"),
    (("2 capsules provide: Magnesium 200 mg",), 2, "capsule"),
    (("Composition pour 2 gélules", "Magnésium 200 mg"), 2, "capsule"),
    (("Zutaten pro Kapsel: Magnesiumcitrat 500 mg",), 1, "capsule"),
    (("Voedingswaarde  per dagdosering (2 capsules)", "Magnesium  200 mg"), 2, "capsule"),
    (("Valeurs nutritionnelles  Par 2 comprimés", "Magnésium  200 mg"), 2, "tablet"),
    (("Nutrition  per 100 g  per 1 capsule", "Magnesium  10 g  200 mg"), 1, "capsule"),
    (("33 doses of 15 ml", "Nutrition information  per 15 ml dose", "Magnesium  200 mg"), 15, "ml"),
    (("Serving size: 15 ml (1 tbsp)",), 15, "ml"),
    (("Serving Size: 2 Vegetarian", "Capsules"), 2, "capsule"),
    (("Each serving of 2 capsules provides: Magnesium 200 mg",), 2, "capsule"),
    (("Each 6 g (1 level scoop) contains:",), 1, "scoop"),
    (("Each sachet (5 g) contains: magnesium 300 mg",), 1, "sachet"),
    (("Per sachet (5 g)", "Magnesium  300 mg"), 1, "sachet"),
    (("Active ingredients (in each tablet)", "Magnesium oxide 400 mg"), 1, "tablet"),
    (("Active ingredient (per caplet)", "Magnesium 400 mg"), 1, "tablet"),
    (("Amount per 1 effervescent tablet", "Magnesium 300 mg"), 1, "tablet"),
    (("Eine Portion (6 g) enthält: Magnesium 300 mg",), 6, "g"),
    (("1 Tablette enthält: Magnesium 375 mg",), 1, "tablet"),
    (("Eine Brausetablette enthält 300 mg Magnesium",), 1, "tablet"),
    (("Nährstoffe  pro 2 Kapseln*", "Magnesium  200 mg"), 2, "capsule"),
    (("Nährwerte  je Stick  je 100 g", "Magnesium  300 mg  10 g"), 1, "stick"),
    (("Nährwertangaben  pro Tagesportion (1 Messlöffel = 5 g)", "Magnesium  300 mg"), 1, "scoop"),
    (("Nährwertangaben  pro empfohlener Tagesverzehrmenge (3 Kapseln)", "Magnesium  300 mg"), 3, "capsule"),
    (("Zusammensetzung pro Tagesdosis = 2 Tabletten", "Magnesium  300 mg"), 2, "tablet"),
    (("Portionsgröße: 1 Messlöffel (5 g)",), 1, "scoop"),
    (("Pour une dose journalière de 2 gélules", "Magnésium 300 mg"), 2, "capsule"),
    (("Apports pour 3 gélules", "Magnésium 300 mg"), 3, "capsule"),
    (("Teneur par comprimé", "Magnésium 300 mg"), 1, "tablet"),
    (("Chaque comprimé contient : Magnésium 100 mg",), 1, "tablet"),
    (("Un sachet apporte : Magnésium 300 mg",), 1, "sachet"),
    (("Dose journalière : 2 gélules", "Magnésium 300 mg"), 2, "capsule"),
    (("Dose journalière recommandée (DJR) : 2 gélules", "Magnésium 300 mg"), 2, "capsule"),
    (("Información nutricional  Por 2 cápsulas", "Magnesio  200 mg"), 2, "capsule"),
    (("Información nutricional  por dosis diaria (2 cápsulas)", "Magnesio  200 mg"), 2, "capsule"),
    (("Tamaño de la porción: 1 cucharadita (5 g)",), 1, "teaspoon"),
    (("Tamaño por porción 2 cápsulas", "Porciones por envase 30"), 2, "capsule"),
    (("Cada cápsula contiene: Magnesio 200 mg",), 1, "capsule"),
    (("Cada comprimido aporta 200 mg de magnesio",), 1, "tablet"),
    (("2 comprimidos aportan: Magnesio 200 mg",), 2, "tablet"),
    (("Porción: 1 scoop (10 g)", "Porciones por envase: 30"), 1, "scoop"),
    (("Informazioni nutrizionali  per 2 compresse", "Magnesio  200 mg"), 2, "tablet"),
    (("Tenore per dose giornaliera (2 capsule)", "Magnesio  200 mg"), 2, "capsule"),
    (("Ingredienti per dose massima giornaliera (1 bustina)", "Magnesio  200 mg"), 1, "sachet"),
    (("Una compressa contiene: Magnesio 200 mg",), 1, "tablet"),
    (("Dose giornaliera consigliata: 2 compresse", "Magnesio 200 mg"), 2, "tablet"),
    (("Zawartość w 2 kapsułkach", "Magnez 200 mg"), 2, "capsule"),
    (("Zawartość w dziennej porcji (2 tabletki)", "Magnez 200 mg"), 2, "tablet"),
    (("Zawartość w 1 tabletce", "Magnez 200 mg"), 1, "tablet"),
    (("1 kapsułka zawiera: Magnez 100 mg",), 1, "capsule"),
    (("Składnik  na porcję dzienną (1 saszetka)", "Magnez  300 mg"), 1, "sachet"),
    (("Wielkość porcji: 1 miarka (5 g)",), 1, "scoop"),
    (("Porcja: 2 kapsułki", "Liczba porcji w opakowaniu: 45"), 2, "capsule"),
    (("Samenstelling per capsule", "Magnesium 100 mg"), 1, "capsule"),
    (("Samenstelling per 2 tabletten", "Magnesium 100 mg"), 2, "tablet"),
    (("Elke tablet bevat: Magnesium 100 mg",), 1, "tablet"),
    (("Portiegrootte: 1 maatschep (5 gram)",), 1, "scoop"),
    (("Per aanbevolen dagdosering (2 capsules)", "Magnesium 100 mg"), 2, "capsule"),
    (("Informação nutricional  Por 2 cápsulas", "Magnésio  200 mg"), 2, "capsule"),
    (("Porção: 10 g (1 colher medida)", "Porções por embalagem: 30"), 1, "scoop"),
    (("Cada comprimido contém: Magnésio 200 mg",), 1, "tablet"),
    (("Dose diária recomendada: 2 cápsulas", "Magnésio 200 mg"), 2, "capsule"),
    (("Näringsinnehåll  per dagsdos (2 kapslar)", "Magnesium  200 mg"), 2, "capsule"),
    (("Innehåll per tablett", "Magnesium 200 mg"), 1, "tablet"),
    (("2 kapslar innehåller: Magnesium 200 mg",), 2, "capsule"),
    (("Rekommenderad dagsdos: 2 kapslar", "Magnesium 200 mg"), 2, "capsule"),
    (("Næringsindhold  pr. dagsdosis (2 kapsler)", "Magnesium  200 mg"), 2, "capsule"),
    (("Indhold pr. tablet", "Magnesium 200 mg"), 1, "tablet"),
    (("Pr. 2 tabletter", "Magnesium 200 mg"), 2, "tablet"),
    (("Næringsinnhold  per dagsdose (1 tablett)", "Magnesium  200 mg"), 1, "tablet"),
    (("Per 2 kapsler", "Magnesium 200 mg"), 2, "capsule"),
    (("Innhold pr. 2 kapsler", "Magnesium 200 mg"), 2, "capsule"),
    (("Obsah v 1 tabletě", "Hořčík 200 mg"), 1, "tablet"),
    (("Účinné látky  v denní dávce (2 kapsle)", "Hořčík  200 mg"), 2, "capsule"),
    (("Složení ve 2 kapslích", "Hořčík 200 mg"), 2, "capsule"),
    (("Velikost porce: 1 odměrka (5 g)",), 1, "scoop"),
    (("Doporučená denní dávka: 2 tablety", "Hořčík 200 mg"), 2, "tablet"),
    (("Takaran saji: 1 sachet (5 g)",), 1, "sachet"),
    (("Tiap tablet mengandung: Magnesium 200 mg",), 1, "tablet"),
    (("Setiap kapsul mengandungi Magnesium 200 mg",), 1, "capsule"),
    (("Takaran Saji 2 kapsul", "Sajian per kemasan 30"), 2, "capsule"),
    (("Nutrition Facts", "30 servings per container", "Serving size  1 scoop (10g)"), 1, "scoop"),
    (("Nutrition Facts", "Serving size  2/3 cup (55g)"), 2 / 3, "cup"),
    (("Supplement Facts", "Serving Size 1 Packet (approx. 5 g)"), 1, "packet"),
    (("Serving Size: approximately 1 teaspoon (4 g)",), 1, "teaspoon"),
    (("Serving Size (2 capsules)",), 2, "capsule"),
    (("Serving Size - 2 capsules",), 2, "capsule"),
    (("Serv. Size: 2 Caps",), 2, "capsule"),
    (("Serv Size 1 Scoop",), 1, "scoop"),
    (("Serving: 2 capsules", "Magnesium 200 mg"), 2, "capsule"),
    (("1 serving = 2 capsules", "Magnesium 200 mg"), 2, "capsule"),
    (("One serving (3 capsules) contains: Magnesium 200 mg",), 3, "capsule"),
    (("Suggested Serving Size: 1 gummy",), 1, "gummy"),
    (("Serving Size: 1 Softgel Capsule",), 1, "softgel"),
    (("Serving Size: 4 Chewable Tablets",), 4, "tablet"),
    (("Serving Size: 1 fl oz (30 mL)",), 1, "fl oz"),
    (("Serving Size 1/2 fl. oz. (15 ml)",), 0.5, "fl oz"),
    (("Serving Size: 1 dropperful (1 ml)",), 1, "dropper"),
    (("Serving Size: 20 drops (1 mL)",), 20, "drop"),
    (("Serving Size: 1 Tea Bag",), 1, "bag"),
    (("Serving Size: 1 bottle (60 ml)",), 1, "bottle"),
    (("Serving Size: 1 can (355 mL)",), 1, "can"),
    (("Serving Size: 1 bar (40 g)",), 1, "bar"),
    (("Serving Size: 1 Stick Pack (4.2 g)",), 1, "packet"),
    (("Serving Size 2 Kids Gummies",), 2, "gummy"),
    (("Serving Size: 2 Delayed-Release Vegetable Capsules",), 2, "capsule"),
    (("Serving Size 6 Capsules (2 capsules, 3 times daily)",), 6, "capsule"),
    (("Supplement Facts", "AM 1 capsule  PM 2 capsules", "Serving Size 3 Capsules"), 3, "capsule"),
    (("Supplement Facts", "Serving Size 1-2 scoops", "1 scoop  2 scoops", "Magnesium  100 mg  200 mg"), 1, "scoop"),
    (("Nutrition  1 tablet  2 tablets", "Magnesium  100 mg  200 mg"), 1, "tablet"),
    (("Amount Per Serving (2 Capsules)", "Magnesium 200 mg"), 2, "capsule"),
    (("Amount Per Capsule:", "Magnesium 200 mg"), 1, "capsule"),
    (("Amount Per 3 Capsules", "Magnesium 200 mg"), 3, "capsule"),
    (("Ingredients per daily dose of 2 capsules:", "Magnesium 200 mg"), 2, "capsule"),
    (("Typical values per daily intake (2 tablets)", "Magnesium 200 mg"), 2, "tablet"),
    (("Nutritional info  Per Tablet  %NRV", "Magnesium  200 mg  53"), 1, "tablet"),
    (("Typical analysis per 2 capsules", "Magnesium 200 mg"), 2, "capsule"),
    (("Contents per recommended daily dose (2 vegetable capsules)", "Magnesium 200 mg"), 2, "capsule"),
    (("Medicinal Ingredients (per capsule)", "Magnesium 200 mg"), 1, "capsule"),
    (("Each capsule typically provides: Magnesium 200 mg",), 1, "capsule"),
    (("Two capsules typically provide: Magnesium 200 mg",), 2, "capsule"),
    (("2 capsules typically provide:", "Magnesium 200 mg"), 2, "capsule"),
    (("A daily dose of 2 tablets provides:", "Magnesium 200 mg"), 2, "tablet"),
    (("Each effervescent tablet contains 300 mg magnesium",), 1, "tablet"),
    (("Each 5 ml contains: Magnesium 100 mg",), 5, "ml"),
    (("Each 5 ml (one teaspoonful) contains: Magnesium 100 mg",), 5, "ml"),
    (("Nutritional value per 1 scoop (5 g)  per 100 g", "Magnesium  300 mg  6 g"), 1, "scoop"),
    (("Nutrition Information  Per serve (5 g)  Per 100 g", "Servings per package: 30", "Serving size: 5 g"), 5, "g"),
    (("Serving Size: .5 ml",), 0.5, "ml"),
    (("Serving Size: 2 Veg. Capsules",), 2, "capsule"),
    (("60 Servings | 2 Capsules per serving",), 2, "capsule"),
    (("3 gummies per serving",), 3, "gummy"),
    (("2 Kapseln pro Portion",), 2, "capsule"),
    (("2 capsules = 1 serving",), 2, "capsule"),
    (("A serving of two capsules",), 2, "capsule"),
    (("Minerals for day and night, all year. Serving", "Size: 2 Capsules Servings Per Container: 30"), 2, "capsule"),
    (("Minerals for day and night. Serving Size: 2", "Capsules Servings Per Container: 30"), 2, "capsule"),
    (("Serving Size: 2 Chewables",), 2, "tablet"),
    (("Supplement Facts (2 capsules)",), 2, "capsule"),
    (("Nutrition information (per 2 capsules)",), 2, "capsule"),
    (("Skład 1 kapsułki:",), 1, "capsule"),
    (("Magnesium 200 mg/capsule",), 1, "capsule"),
    (("Serving - 2 Capsules",), 2, "capsule"),
    (("Capsules per serving: 2",), 2, "capsule"),
    (("Serving Size: 1 pill",), 1, "pill"),
    (("Each hard gelatin capsule contains:", "Magnesium 200 mg"), 1, "capsule"),
    (("Each film coated tablet contains:",), 1, "tablet"),
    (("Each enteric coated tablet contains magnesium 200 mg",), 1, "tablet"),
    (("Each uncoated chewable tablet contains:",), 1, "tablet"),
    (("Each veg. capsule contains: Magnesium",), 1, "capsule"),
    (("2 kapsułki (porcja dzienna) zawierają:",), 2, "capsule"),
    (("1 Tablette (=Tagesdosis) enthält:",), 1, "tablet"),
    (("Per dagsdos 2 kapslar", "Magnesium 300 mg"), 2, "capsule"),
    (("Serving Size", "Servings Per Container", "2 Capsules", "30"), 2, "capsule"),
    (("Apporto per dose giornaliera di 2 compresse", "Magnesio 100 mg"), 2, "tablet"),
    (("Composition (pour 2 gélules)", "Magnésium 100 mg"), 2, "capsule"),
]  # fmt: skip
"""As labels say it in thirteen languages: in one cell or two, on one line or two, in prose."""


@pytest.mark.parametrize(("lines", "quantity", "unit"), WORDINGS)
def test_a_serving_in_the_wordings_of_labels(lines, quantity, unit):
    found = as_text(lines)
    assert found.value is not None, found.reason
    assert (found.value.quantity, found.value.unit) == (pytest.approx(quantity), unit)


NO_SERVINGS = [
    ("Dosierung pro Tag: 2 Kapseln", "Magnesium 200 mg"),
    ("Dose: 2 capsules daily with water",),
    ("25 g protein per serving",),
    ("Made with two-piece capsules",),
    ("Powder in a vegetarian capsule",),
    ("Magnesium citrate in vegetable capsules",),
    ("Net wt 300 g", "per 100 g", "Magnesium  300 mg"),
    ("Magnesium  300 mg per 100 ml",),
    ("Mix 1 scoop in 8 oz of water",),
    ("Dissolve one sachet in 200 ml water",),
    ("1 sachet dissous dans 200 ml d'eau par jour",),
    ("Tomar 1 cápsula al día",),
    ("60 capsules per bottle",),
    ("120 Capsules", "Magnesium Citrate"),
    ("14 gummies per bottle",),
    ("Do not exceed 2 capsules per day",),
    ("90 tablets in 1 bottle",),
    ("Täglich 2 Kapseln mit Wasser",),
    ("Einmal täglich 1 Tablette in 1 Glas Wasser auflösen",),
    ("For adults, 2 tablets per day",),
    ("400 mg magnesium per serving",),
    ("Adults: 1 tablet per day in water",),
    ("Keep in a cool dry place. Store in 1 bottle",),
    ("1 capsule 3 times a day for 2 weeks",),
]  # fmt: skip
"""What is taken, packed or weighed."""


@pytest.mark.parametrize("lines", NO_SERVINGS)
def test_what_is_taken_or_packed_is_no_serving(lines):
    assert as_text(lines).state == "missing"


def as_text(lines):
    """The serving of a label's text."""
    return read_serving(parse(rows_of(page_of("\n".join(lines)).words)))


@pytest.mark.parametrize(
    "lines",
    [
        ("Serving Size: 1 to 2 Lozenges",),
        ("Serving Size 1-2 scoops", "1 scoop  2 scoops", "Magnesium  100 mg  200 mg"),
        ("Nutrition  1 tablet  2 tablets", "Magnesium  100 mg  200 mg"),
        ("Our magnesium works as well as ever with 100 mg per capsule every single time",),
        ("Each 5 ml contains: Magnesium 100 mg",),
    ],
)
def test_what_leaves_a_choice_is_to_be_checked(lines):
    assert as_text(lines).state == "check"


@pytest.mark.parametrize(
    ("line", "weight_g"),
    [
        ("Serving Size: 1 scoop (7.4 g)", 7.4),
        ("Serving Size 2 Capsules (1,650 mg)", 1.65),
        ("Serving Size 5 g (1 scoop)", 5),
    ],
)
def test_the_weight_of_a_serving(line, weight_g):
    assert as_text((line,)).value.weight_g == pytest.approx(weight_g)


def test_a_unit_that_was_cut_off_asks_for_a_look():
    found = serving("Serving Size 1 Gumm", "Servings Per Container 30")
    assert (found.value.quantity, found.value.unit, found.state) == (1, "gummy", "check")


@pytest.mark.parametrize(
    ("lines", "piece"),
    [
        (("Amount per 1 effervescent tablet", "Magnesium 300 mg"), "effervescent tablet"),
        (("20 Brausetabletten", "Pro Tablette", "Magnesium 300 mg"), "effervescent tablet"),
        (("Serving Size: 2 Chewables",), "chewable tablet"),
        (("Serving Size: 2 Tablets",), None),
    ],
)
def test_what_a_piece_is(lines, piece):
    assert as_text(lines).value.piece == piece
