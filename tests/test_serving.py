"""What a serving is, in the wordings of real panels."""

import pytest
from pages import Print, facts, page, rows

from scanner.label.facts import read_facts
from scanner.label.serving import read_serving


def serving(*lines, **how):
    return read_serving(rows(*lines, **how))


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
    ("Serving Size 1 Gumm", (1, "gummy", None)),
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
    "lines",
    [
        ("Serving Size: Ore Veggie Capsule (1.5 g)",),
        ("Serving Size", "ore capsule"),
        ("Serving Size i Capsule",),
    ],
)
def test_a_number_word_one_letter_off_is_mended_and_asks_for_a_look(lines):
    found = serving(*lines)
    assert (found.value.quantity, found.value.unit, found.state) == (1, "capsule", "check")
    assert "mended" in found.reason


@pytest.mark.parametrize(
    ("head", "quantity", "state"),
    [
        ("per2capsules", 2, "sure"),
        ("Per2Capsules  %RI", 2, "sure"),
        ("proiKapsel", 1, "check"),
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
    assert "zwbi" in field.reason


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
