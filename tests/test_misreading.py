"""Misread words and figures: taken for the one that they are near to, and marked; others are left alone."""

import cv2
import numpy as np
import pages
import pytest

from benchmarks.misreadings import confusions, damaged, pieces
from catalog.misreads import misread_distance
from samples.sheet import draw_sheet
from scanner.label.facts import read_facts
from scanner.lexicon import languages, spellings, words
from scanner.lexicon.figures import with_figures
from scanner.page import Word
from scanner.parsed.page import REPAIRED_CONFIDENCE, parse
from scanner.reading.rows import Row


def page(*lines, confidence=0.99):
    """The parsed page of these lines; a tab parts cells."""
    rows = []
    for number, line in enumerate(lines):
        read = [
            Word(cell, quad(200 * at, 30 * number, 8 * len(cell)), confidence)
            for at, cell in enumerate(line.split("\t"))
        ]
        rows.append(Row(tuple(read), 30.0 * number))
    return parse(rows)


def quad(x, y, wide):
    return ((x, y), (x + wide, y), (x + wide, y + 10), (x, y + 10))


def line_of(text, *more):
    """The parsed line; those below it in plain English tell the language."""
    return page(text, *(more or ("Supplement Facts", "Amount per serving"))).lines[0]


def said(line):
    """What is found in a line, wherever it stands."""
    return [
        (span.kind, span.number and span.number.values, span.unit, {(m.kind, m.value) for m in span.meanings})
        for span in line.spans
    ]


def counts(line):
    return line.row.confidence(0, len(line.text))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Serviing Size", "serving Size"),
        ("Servgs Per Container", "servings Per Container"),
        ("Bervings Per Container", "servings Per Container"),
        ("2 tatlets", "2 tablets"),
        ("Sening Size", "serving Size"),
        ("Servmgs Per Container", "servings Per Container"),
        ("1 eapsule provides", "1 capsule provides"),
        ("2 Capletts", "2 caplets"),
        ("Two Cummies", "Two gummies"),
        ("Serving Size: One lablet", "Serving Size: One tablet"),
        ("ServimgSize: 1 Scoop", "servingsize: 1 Scoop"),
        ("Servings Per Bottie: 45", "Servings Per bottle: 45"),
        ("Servings Per Botte: 15", "Servings Per bottle: 15"),
        ("1 Tablet IServings Per Container: 60", "1 Tablet servings Per Container: 60"),
        ("Servings Per Container 6O", "Servings Per Container 60"),
        ("Servings Per Container: 3ò", "Servings Per Container: 30"),
        ("15Omg", "150mg"),
        ("1OO mg", "100 mg"),
        ("l20 mg", "120 mg"),
        ("200 rng", "200 mg"),
        ("200 m9", "200 mg"),
        ("400 mcq", "400 mcg"),
    ],
)
def test_what_is_near_to_one_word_is_taken_for_it_and_counts_less(read, meant):
    line = line_of(read)
    assert said(line) == said(line_of(meant))
    assert counts(line) == REPAIRED_CONFIDENCE
    assert any(span.repaired for span in line.spans)


def test_a_head_or_a_name_that_was_repaired_doubts_no_figure_beside_it():
    for read, meant in (
        ("Other lngredients: Rice", "Other ingredients: Rice"),
        ("lodine 5 mg", "iodine 5 mg"),
    ):
        assert said(line_of(read)) == said(line_of(meant))
        assert counts(line_of(read)) == 0.99


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (("Porcja daienna: 2 tabletki", "Składniki"), "Porcja dzienna: 2 tabletki"),
        (("Pour 1 gélulle", "Ingrédients", "gélules par jour"), "Pour 1 gelule"),
        (("2 Kapsein täglich", "Zutaten"), "2 kapseln täglich"),
        (("Ingredlenti: cellulosa", "compresse al giorno"), "ingredienti: cellulosa"),
    ],
)
def test_so_it_is_in_every_language(lines, meant):
    assert said(line_of(*lines)) == said(line_of(meant, *lines[1:]))


@pytest.mark.parametrize(
    "read",
    [
        *(
            "Serving Size",
            "Big Savings",
            "Certain",
            "Sensing",
            "Sample size",
            "Super Size",
            "size",
            "50o/o",
            "H2O",
        ),
        *("3 Oct", "2/3 cup", "11/21/26", "battle", "table", "potion", "packed", "pocket", "jacket", "mount"),
        *("lactose", "nitrate", "Citrate", "magnesiumcitrat", "5 oz", "12 of them", "in 2 ways", "100 my"),
    ],
)
def test_other_words_and_right_ones_are_left_alone(read):
    assert counts(line_of(read)) == 0.99
    assert not any(span.repaired for span in page(read).lines[0].spans)


ORDINARY = {
    "en": "savings battle table certain contained stable potion element jacket moment contest",
    "de": "Kapitel Zitaten Portale Tablett Verzehr Tages täglichen Fassung Sorten Packungen",
    "fr": "comprise compris celles portions journalier sachez gravure commune",
    "es": "capital comprando comprobar porciones contener racional diarios",
    "it": "comprensione porzione capitale giornale contengono compreso bustina",
    "pl": "kapitan portki dziennik tablica szklanki opakowanie kolacja",
    "pt": "compridos porções capítulo contrário diária contempla",
    "nl": "portier dagelijks tabletje kapsel verpakt",
    "sv": "kapitel tablett dagligen portal",
    "da": "kapitel dagligt portal indholdet",
    "no": "kapittel daglig portal innhold",
    "cs": "kapitola tabulka denně dávno obsahuje",
    "id": "tablet kapsul sehari porsi takaran",
}
"""Words as they stand in any text, near to words of labels."""


@pytest.mark.parametrize("language", languages())
def test_ordinary_words_near_to_words_of_labels_are_left_alone(language):
    assert {word: spellings(word.lower()) for word in ORDINARY[language].split() if word.isascii()} == {
        word: (word.lower(),) for word in ORDINARY[language].split() if word.isascii()
    }


@pytest.mark.parametrize("language", languages())
def test_no_word_of_the_lexicon_is_taken_for_another(language):
    for of_table in words(language).values():
        for phrases in of_table.values():
            assert not [span for line in page(*phrases).lines for span in line.spans if span.repaired]


@pytest.mark.parametrize(
    "lines",
    [
        ("Supplement Facts", "Serving Size: Ore Veggie Capsule (1.5 g)"),
        ("Supplement Facts", "Serving Size i Capsule"),
        ("Supplement Facts", "Serving Size: l Capsule"),
        ("Supplement Facts", "Sening Size: 1 Capsule"),
        ("Supplement Facts", "Serving Size: 1 Capsulc"),
    ],
)
def test_a_serving_that_was_repaired_asks_for_a_look(lines):
    found = read_facts(pages.page(*lines)).serving
    assert (found.value.quantity, found.value.unit, found.state) == (1, "capsule", "check")


def test_an_amount_whose_unit_was_repaired_asks_for_a_look():
    label = (*pages.US, "Magnesium (as Magnesium Citrate)  200 {}")
    right, repaired = (read_facts(pages.page(*label[:-1], label[-1].format(unit))) for unit in ("mg", "rng"))
    assert repaired.elemental_mg.value == right.elemental_mg.value == 200
    assert repaired.elemental_mg.state == "check"


def test_a_gap_lost_before_an_amount_is_put_back_and_is_no_misreading():
    for read, meant in (
        ("Magnesium200 mg", "Magnesium 200 mg"),
        ("Zinc picolinate15 mg", "Zinc picolinate 15 mg"),
    ):
        assert said(line_of(read)) == said(line_of(meant))
        assert counts(line_of(read)) == 0.99
    assert not any(span.kind == "mass" for span in line_of("Vitamin B12 mg").spans)


def test_a_repaired_word_is_of_a_language_of_the_page():
    (span,) = page("Portiom", "Zutaten: Füllstoff", "2 Kapseln täglich").lines[0].spans
    assert {meaning.language for meaning in span.meanings} == {"de"}
    assert page("Servlngs", "Zutaten: Füllstoff", "2 Kapseln täglich").lines[0].spans == ()


@pytest.mark.parametrize("text", ["6o capsules, 15omg, l20 mg; h2o", "1 billion cfu", "x" * 200, "\t9o\t"])
def test_figures_are_put_letter_for_letter(text):
    assert len(with_figures(text)) == len(text)


@pytest.mark.parametrize(
    ("drawn", "read", "found"),
    [
        ("serving size", "sening size", [("rv", "n")]),
        ("magnesium", "rnagnesum", [("m", "rn"), ("i", "")]),
        ("tablet", "lablett", [("t", "l"), ("", "t")]),
        ("per day", "perday", [(" ", "")]),
        ("citrate", "citrate", []),
        ("oxide", "xyzzz", [("o", "x"), ("x", "y"), ("i", "z"), ("d", "z"), ("e", "z")]),
    ],
)
def test_what_was_drawn_is_held_against_what_was_read_letter_by_letter(drawn, read, found):
    assert list(confusions(drawn, read)) == found


def test_a_sheet_says_where_each_word_was_drawn_and_is_the_same_for_the_same_seed():
    sheet, again = draw_sheet(7, 9), draw_sheet(7, 9)
    assert (sheet.pixels == again.pixels).all()
    assert sheet.words == again.words
    ground = sheet.pixels[0, 0].astype(int)
    for word in sheet.words:
        top = word.line * sheet.line_px
        cut = sheet.pixels[top : top + sheet.line_px, int(word.left) : int(word.right) + 1]
        assert abs(cut.astype(int) - ground).max() > 60, word


def test_words_are_found_again_in_a_damaged_sheet():
    sheet = draw_sheet(11, 9)
    picture, back = damaged(sheet.pixels, sheet.letters_px, np.random.default_rng(3))
    there = cv2.invertAffineTransform(back)
    read = []
    for word in sheet.words:
        middle = (word.line + 0.5) * sheet.line_px
        ends = [tuple(there @ np.array([x, middle, 1.0])) for x in (word.left, word.right)]
        read.append(Word(word.text, (ends[0], ends[1], ends[1], ends[0]), 0.9))
    found = list(pieces(sheet, read, back))
    assert len(found) == len(sheet.words)
    assert all(drawn == said for drawn, said in found)
    assert picture.shape[0] > 0


def test_what_is_often_confused_is_nearer():
    assert (
        misread_distance("lngredients", "ingredients") < misread_distance("xngredients", "ingredients") == 1
    )
    assert spellings("magnesiurn")[1:] == ("magnesium",)
    assert misread_distance("citrate", "citrate") == 0
