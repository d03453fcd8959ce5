"""How many servings a pack holds, and how many pieces."""

import pytest
from pages import Print, facts, rows

from scanner.label_text import page_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of
from scanner.records import Field, Serving, missing
from scanner.statements.container import derived_per_container, read_net_count, read_per_container


def per_container(*lines, **how):
    return read_per_container(parse(rows(*lines, **how)))


def net_count(*lines):
    return read_net_count(parse(rows(*lines)))


ANNOUNCED = [
    ("Servings Per Container 60", 60),
    ("Servings Per Container: 60", 60),
    ("Servings Per Container: about 60", 60),
    ("Servings Per Container, about 15", 15),
    ("Servings Pef Container about 32", 32),
    ("Servings per container About 45", 45),
    ("Servings per container approx. 90", 90),
    ("Servings Per Bottle: 30", 30),
    ("Servings per box 14", 14),
    ("Servings per pouch: 40", 40),
    ("Servings/Container: 60", 60),
    ("SERVINGSPERCONTAINER:60", 60),
    ("Serving per container 1", 1),
    ("Number of servings: 20", 20),
    ("No. of servings 20", 20),
    ("Servings 15", 15),
    ("Servings: 15", 15),
    ("30 servings per bottle", 30),
    ("30 servings per container", 30),
    ("About 30 servings per container", 30),
    ("60 servings", 60),
    ("30 Serves", 30),
    ("Servings Per Container 1000", 1000),
]


@pytest.mark.parametrize(("line", "count"), ANNOUNCED)
def test_printed_numbers_of_servings(line, count):
    field = per_container("Supplement Facts", "Serving Size 2 Capsules", line)
    assert (field.value, field.state) == (count, "sure")


LANGUAGES = [
    ("Portionen pro Packung: 60", 60),
    ("Anzahl Portionen: 30", 30),
    ("60 Portionen", 60),
    ("30 Tagesportionen", 30),
    ("Portions par contenant : 30", 30),
    ("Nombre de portions: 30", 30),
    ("Porciones por envase: 60", 60),
    ("Raciones por envase: aprox. 60", 60),
    ("Porzioni per confezione: 30", 30),
    ("Numero di porzioni: 20", 20),
    ("Liczba porcji w opakowaniu: 60", 60),
    ("Ilość porcji: 30", 30),
    ("Porties per verpakking: 45", 45),
    ("Aantal porties: 30", 30),
]


@pytest.mark.parametrize(("line", "count"), LANGUAGES)
def test_numbers_of_servings_in_other_languages(line, count):
    assert per_container(line).value == count


def test_the_number_may_stand_on_the_line_below():
    assert per_container("Servings Per Container", "60", "Magnesium  200 mg").value == 60


def test_the_label_may_be_broken_over_two_lines():
    assert per_container("Serving Size 1 scoop", "Servings per", "Container: 67", "Calories 0").value == 67


def test_a_number_above_its_word_is_shown_for_checking():
    field = per_container(Print("30", size=2.5), "Servings")
    assert (field.value, field.state) == (30, "check")


def test_both_announcements_on_one_line_in_either_order():
    assert per_container("Serving Size 2 Capsules  Servings Per Container 30").value == 30
    assert per_container("Servings Per Container 30  Serving Size 2 Capsules").value == 30


@pytest.mark.parametrize(
    "line",
    [
        "Serving Size 2 Capsules",
        "Servings Per Container 200 mg",
        "2 servings a day",
        "take 2 servings daily",
        "30 serving size",
        "Servings Per Container 0",
        "Servings Per Container 9999",
        "",
    ],
)
def test_what_does_not_say_how_many_servings(line):
    assert per_container("Supplement Facts", line).state == "missing"


def test_a_serving_that_slipped_a_line_is_no_sure_number_of_servings():
    field = per_container("Servings Per Bottle  1 Tablet")
    assert (field.value, field.state) == (1, "check")
    assert "pieces" in field.reason
    assert per_container("Servings Per Bottle  60  Amount Per Tablet").state == "sure"
    assert per_container("Servings Per Box 30 packets").state == "sure"


def test_a_number_inside_a_sentence_is_shown_for_checking():
    field = per_container("Each jar gives you 45 servings of our smooth tasting blend of minerals")
    assert (field.value, field.state) == (45, "check")


def test_two_numbers_that_disagree_are_shown_for_checking():
    field = per_container("Servings Per Container 30", "Magnesium  200 mg", "Servings Per Container 60")
    assert field.state == "check"


def test_an_announced_number_goes_before_one_on_the_front():
    field = per_container("90 servings", "Serving Size 2 Capsules", "Servings Per Container 45")
    assert (field.value, field.state) == (45, "sure")


PIECES = [
    ("120 Capsules", 120),
    ("60 Vegetarian Capsules", 60),
    ("90 tablets", 90),
    ("180 Softgels", 180),
    ("60 Gummies", 60),
    ("30 sachets", 30),
    ("120 Kapseln", 120),
    ("60 gélules", 60),
]


@pytest.mark.parametrize(("line", "count"), PIECES)
def test_piece_counts(line, count):
    assert net_count("Magnesium", line).value == count


@pytest.mark.parametrize(
    "line",
    [
        "Take 2 capsules daily with a meal",
        "Serving Size 2 Capsules",
        "5 tablets",
        "5000 tablets",
        "Take up to 12 capsules over the course of a single day, with water",
    ],
)
def test_what_is_no_piece_count(line):
    assert net_count(line).state == "missing"


def pieces(count):
    return Field(float(count), f"{count} capsules", (0, 0, 10, 10), "sure", "printed")


def serving(quantity, unit="capsule"):
    return Field(Serving(quantity, unit), f"{quantity} {unit}", (0, 0, 10, 10), "sure", "printed")


@pytest.mark.parametrize(
    ("count", "quantity", "servings"), [(120, 2, 60), (90, 3, 30), (60, 1, 60), (90, 4, None)]
)
def test_servings_worked_out_from_the_pieces(count, quantity, servings):
    field = derived_per_container(pieces(count), serving(quantity))
    assert (field and field.value) == servings


def test_what_was_worked_out_is_shown_for_checking_and_says_so():
    field = derived_per_container(pieces(120), serving(2))
    assert field.state == "check"
    assert "derived" in field.reason


@pytest.mark.parametrize(
    ("count", "size"),
    [(missing("none"), serving(2)), (pieces(120), missing("none")), (pieces(120), serving(1, "scoop"))],
)
def test_nothing_is_worked_out_from_half_of_it(count, size):
    assert derived_per_container(count, size) is None


def test_a_printed_number_goes_before_one_that_is_worked_out():
    read = facts("120 Capsules", "Serving Size 2 Capsules", "Servings Per Container 55", "Magnesium  200 mg")
    assert (read.per_container.value, read.net_count.value) == (55, 120)


def test_the_whole_reading_works_it_out_where_nothing_is_printed():
    read = facts("120 Capsules", "Serving Size 2 Capsules", "Magnesium  200 mg  48%")
    assert (read.per_container.value, read.per_container.state) == (60, "check")


def test_what_values_are_given_for_is_no_number_of_servings():
    assert facts("Supplement Facts", "Values as per 2 servings with milk").per_container.value is None
    assert facts("Supplement Facts", "67 servings").per_container.value == 67


def test_a_number_that_ends_in_a_letter_was_misread():
    for printed, count in (("3D", None), ("3ò", 30), ("6O", 60), ("30Serving Size", 30)):
        read = facts("Supplement Facts", f"Servings Per Container: {printed}").per_container
        assert read.value == count
        assert read.state != "sure" or printed == "30Serving Size"


WORDINGS = [
    (("Serving Size", "Servings Per Container", "2 Capsules", "30"), 30),
    (("Servings Per Container - 30",), 30),
    (("Servings per container – 30",), 30),
    (("Servings Per Container:- 30",), 30),
    (("Servings: 60 | Serving size: 2 caps",), 60),
    (("Servings In Each Bottle: 30",), 30),
    (("Serving per Pack- 30",), 30),
    (("Serving(s) per container: 30",), 30),
    (("Servings Per Container: 15 - 30",), 15),
    (("Servings Per Container: about30",), 30),
    (("A blend of minerals for every day and every night. Servings", "Per Container: 30 or some"), 30),
    (("30 Serving",), 30),
    (("No. of Servings per Container: 45",), 45),
    (("Number of servings per pack: about 40",), 40),
    (("30 servings",), 30),
    (("30 portions",), 30),
    (("Portionen pro Packung: 30",), 30),
    (("33 doses of 15 ml",), 33),
    (("Servings Per Container 30 Calories 15",), 30),
    (("Servings Per Container60",), 60),
    (("Servings Per Container: 30 (2 scoops)",), 30),
    (("Servings Per Container/Pack: 30",), 30),
    (("Servings per container (approx.): 30",), 30),
    (("Servings per container: approx. 30",), 30),
    (("Serving Size 2 Capsules Servings Per Container 30",), 30),
    (("40 servicios por envase",), 40),
    (("Porciones por envase: aprox. 25",), 25),
    (("Contents: 60 capsules = 30 daily doses",), 30),
    (("Inhalt: 60 Kapseln = 30 Tagesdosen",), 30),
    (("60 Kapseln (30 Tagesportionen)",), 30),
    (("Nombre de doses par boîte : 20",), 20),
    (("20 doses journalières",), 20),
    (("Numero di porzioni per confezione: 20",), 20),
    (("Ilość porcji w opakowaniu: ok. 60",), 60),
    (("60 porcji",), 60),
    (("Aantal porties per verpakking: 60",), 60),
    (("Bevat 60 porties",), 60),
    (("Porções por embalagem: 30",), 30),
    (("Cerca de 30 porções por embalagem",), 30),
    (("Antal portioner per förpackning: 30",), 30),
    (("Antal portioner: ca 30",), 30),
    (("30 doser",), 30),
    (("Antal doser pr. pakning: 30",), 30),
    (("Antall porsjoner: 30",), 30),
    (("Počet dávek v balení: 30",), 30),
    (("Počet porcí: 30",), 30),
    (("30 dávek",), 30),
    (("Jumlah sajian per kemasan: 30",), 30),
    (("Sajian per kemasan 10",), 10),
    (("Servings: 30",), 30),
    (("Serves: 30",), 30),
    (("Total servings 30",), 30),
    (("Servings in container: 30",), 30),
    (("Servings Per Tub: 30",), 30),
    (("Servings per carton 10",), 10),
    (("Doses per bottle: 20",), 20),
    (("30 daily servings",), 30),
    (("Servings per Container: 30.",), 30),
    (("Servings Per Container  30",), 30),
    (("Servings Per", "Container: 30"), 30),
    (("Serv. Per Container: 30",), 30),
    (("Servings per cont. 30",), 30),
    (("Approx Servings Per Container 30",), 30),
    (("Anzahl der Portionen: 30",), 30),
    (("Portionen: 30",), 30),
    (("Ergibt 30 Portionen",), 30),
    (("Reicht für 30 Tage",), 30),
    (("30 day supply",), 30),
    (("30-day supply",), 30),
    (("Contains 30 servings",), 30),
    (("30 x 15 ml",), 30),
    (("Approximately 60 servings per tub",), 60),
    (("Nombre de portions par contenant : env. 30",), 30),
    (("Environ 30 portions par pot",), 30),
    (("Pour 30 jours",), 30),
    (("Porzioni: 30",), 30),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "count"), WORDINGS)
def test_servings_in_the_pack_in_the_wordings_of_labels(lines, count):
    assert read_per_container(as_text(lines)).value == count


@pytest.mark.parametrize(
    "lines",
    [
        ("Servings per container varies",),
        ("2 servings daily",),
        ("Take 2 servings a day",),
        ("Servings per day: 2",),
        ("per 2 servings",),
        ("Serving size: 2 doses",),
    ],
)
def test_servings_of_a_day_are_not_those_of_the_pack(lines):
    assert read_per_container(as_text(lines)).state == "missing"


PACKS = [
    (("Inhalt: 90 Kapseln",), 90),
    (("Contents: 60 capsules = 30 daily doses",), 60),
    (("14 gummies per bottle",), 14),
    (("90 count",), 90),
    (("90 ct",), 90),
    (("60 Stück",), 60),
    (("Net contents: 60 tablets",), 60),
    (("60 Kapseln (30 Tagesportionen)",), 60),
    (("Boîte de 60 gélules",), 60),
    (("60 szt.",), 60),
    (("2 x 60 capsules",), 120),
    (("60 vegetarische capsules",), 60),
    (("Contenido: 60 cápsulas",), 60),
    (("Contenuto: 60 compresse",), 60),
    (("60 kapslar",), 60),
    (("60 kapsler",), 60),
    (("60 tablet",), 60),
    (("Isi 60 kapsul",), 60),
    (("60 cápsulas",), 60),
    (("60 kapsułek",), 60),
    (("20 Brausetabletten",), 20),
    (("60 Tabletten / 72 g",), 60),
    (("Magnesium citrate, 60 capsules",), 60),
    (("60 Capsules 400 mg",), 60),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "count"), PACKS)
def test_pieces_in_the_pack_in_the_wordings_of_labels(lines, count):
    assert read_net_count(as_text(lines)).value == count


@pytest.mark.parametrize(
    "line", ["Serving Size 30 Tablets", "10 g magnesium", "120 g Pulver", "Take 2 capsules"]
)
def test_a_serving_or_a_weight_is_no_pack(line):
    assert read_net_count(as_text((line,))).state == "missing"


@pytest.mark.parametrize(
    "line",
    ["30 day supply", "30-day supply", "Reicht für 30 Tage", "30 x 15 ml", "Servings Per Container: 15 - 30"],
)
def test_what_may_be_another_number_of_servings_is_to_be_checked(line):
    assert read_per_container(as_text((line,))).state == "check"


def as_text(lines):
    """The parsed page of a label's text."""
    return parse(rows_of(page_of("\n".join(lines)).words))
