"""Directions for use: servings a day from printed sentences."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import Print, rows

from scanner.label_text import page_of
from scanner.lexicon import languages
from scanner.parsed.page import parse
from scanner.reading.rows import as_printed, rows_of
from scanner.records import Serving
from scanner.single_line import line_of
from scanner.statements.counts import unit_of
from scanner.statements.directions import read_directions

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"


def read(text, serving):
    return read_directions(parse(as_printed(rows_of(page_of(text).words))), serving)


def servings_a_day(text, serving):
    """Low and high, None where none are told."""
    field, high = read(text, serving)
    return None if field.value is None else (field.value, field.value if high is None else high)


# (text, serving quantity, serving unit) -> servings a day, low and high; None: no daily amount is told.
CASES = [
    ("Take 1 capsule daily.", 1, "capsule", (1, 1)),
    ("Take one (1) to six (6) lozenges daily.", 1, "lozenge", (1, 6)),
    ("Take 2 capsules daily with a meal.", 2, "capsule", (1, 1)),
    ("Take 2 capsules twice daily.", 2, "capsule", (2, 2)),
    ("Take two (2) capsules three times per day with food.", 2, "capsule", (3, 3)),
    ("Take 1-2 capsules per day.", 1, "capsule", (1, 2)),
    ("Take 1 to 2 tablets 2-3 times a day", 1, "tablet", (2, 6)),
    ("Take 1 or 2 tablets daily", 1, "tablet", (1, 2)),
    ("Take up to four capsules per day.", 2, "capsule", (1, 2)),
    ("Take 1 tablet every 8 hours.", 1, "tablet", (3, 3)),
    ("Take 1 capsule every 4 to 6 hours", 1, "capsule", (4, 6)),
    ("Take 2 capsules before bed.", 2, "capsule", (1, 1)),
    ("Adults take 2 capsules 30-60 minutes before bedtime with 8 oz of water.", 2, "capsule", (1, 1)),
    ("Take one capsule in the morning and two capsules in the evening.", 3, "capsule", (1, 1)),
    ("Take 1 capsule in the morning and 1 at night.", 1, "capsule", (2, 2)),
    ("Take one capsule in the morning or evening", 1, "capsule", (1, 1)),
    ("Take 2 capsules daily, one in the morning and one at bedtime.", 2, "capsule", (1, 1)),
    ("Take 4 capsules per day in divided doses.", 2, "capsule", (2, 2)),
    ("Take 3 tablets daily with meals.", 3, "tablet", (1, 1)),
    ("Take 1 tablet with each meal.", 1, "tablet", (3, 3)),
    ("Twice daily, take 1 capsule.", 1, "capsule", (2, 2)),
    ("Mix 1 scoop in 8 oz of cold water once daily.", 1, "scoop", (1, 1)),
    ("Add one level scoop (5 g) to 250 ml water and drink twice a day.", 1, "scoop", (2, 2)),
    ("Stir 1/2 teaspoon into water daily", 1, "teaspoon", (0.5, 0.5)),
    ("Take 1 tablespoon (15 mL) daily.", 15, "ml", (1, 1)),
    ("Take 10 ml twice daily", 2, "teaspoon", (2, 2)),
    ("Dissolve 1 packet in 16 fl oz of water daily", 1, "packet", (1, 1)),
    ("Dissolve 1 packet in 16 fl oz of water daily", 1, "stick", (1, 1)),
    ("Take one serving (2 capsules) daily.", 2, "capsule", (1, 1)),
    ("Use 1-2 servings (4-8 capsules) daily or as directed.", 4, "capsule", (1, 2)),
    ("One 500 mg tablet twice a day", 1, "tablet", (2, 2)),
    ("Take two easy to swallow veggie capsules daily", 2, "capsule", (1, 1)),
    ("Take 1 softgel every other day.", 1, "softgel", (0.5, 0.5)),
    ("Take 1 capsule per week", 1, "capsule", (0.1429, 0.1429)),
    ("Take 1 capsule daily. May be increased to 2 capsules daily.", 1, "capsule", (1, 2)),
    ("Take 2 gummies daily. Do not exceed 4 gummies per day.", 2, "gummy", (1, 1)),
    ("Do not exceed recommended dose. Take 1 tablet daily.", 1, "tablet", (1, 1)),
    ("Adults: 2 tablets daily. Children 6-12: 1 tablet daily.", 2, "tablet", (1, 1)),
    (
        "Children 4-8 years: 1 gummy daily. Adults and children 9 years and older: 2 gummies daily.",
        2,
        "gummy",
        (1, 1),
    ),
    ("Adults and children 12 years and over: chew 2 tablets three times a day.", 2, "tablet", (3, 3)),
    ("For children under 4, ask a doctor. Take 2 tablets daily.", 2, "tablet", (1, 1)),
    ("Women take 2 capsules daily, men take 3 capsules daily.", 1, "capsule", (2, 3)),
    ("Take 2 caplets daily", 2, "tablet", (1, 1)),
    ("Take 2 pieces a day", 2, "gummy", (1, 1)),
    ("Take 2 capsules. Use twice daily.", 2, "capsule", (2, 2)),
    ("Drink one bottle daily", 1, "bottle", (1, 1)),
    ("1 cup of tea, 2 to 3 times daily", 1, "cup", (2, 3)),
    ("Place 10 drops under the tongue three times a day", 10, "drop", (3, 3)),
    ("2x1 capsule daily", 1, "capsule", (2, 2)),
    ("3 times daily 1 tablet", 1, "tablet", (3, 3)),
    ("For adults approx. 150 g of powder once a day", 150, "g", (1, 1)),
    ("Mix 1 scoop daily in 6-8 ounces of water or juice", 1, "scoop", (1, 1)),
    ("Take 1 capsule at dinner and 1 capsule before bed", 1, "capsule", (2, 2)),
    ("Take 1 capsule in the evening, 30 minutes before bed", 1, "capsule", (1, 1)),
    ("Take 1 capsule with breakfast, lunch and dinner", 1, "capsule", (3, 3)),
    (
        "As a dietary supplement, take two (2) capsules daily between meals, or as recommended.",
        2,
        "capsule",
        (1, 1),
    ),
    ("Take 3 capsules once per day, preferably in the evening", 3, "capsule", (1, 1)),
    ("Adults: Chew two (2) gummies once or twice daily", 2, "gummy", (1, 2)),
    ("Suggested use: 1 (one) capsule 1 (one) time per day", 1, "capsule", (1, 1)),
    ("Take (2) capsules (1) time daily", 2, "capsule", (1, 1)),
    ("Start with 1 capsule daily and increase to 3 capsules daily", 1, "capsule", (1, 3)),
    ("Start with 1/2 teaspoon a day and gradually increase to 2 teaspoons a day", 2, "teaspoon", (0.25, 1)),
    ("Take one capsule three times daily, or as directed", 1, "capsule", (3, 3)),
    ("Take 4 capsules, twice a day", 4, "capsule", (2, 2)),
    ("Adults take 1 tablet 1-2 x daily", 1, "tablet", (1, 2)),
    ("Take 2 tablets nightly", 2, "tablet", (1, 1)),
    ("Take two capsules one to two hours before sleep", 2, "capsule", (1, 1)),
    ("Adult dosage: take 3 capsules per day, 1 with each meal", 3, "capsule", (1, 1)),
    ("Spray 5 times under the tongue daily", 5, "spray", None),
    ("Take 1 AM and 1 PM", 2, "capsule", (1, 1)),
    ("One-a-day", 1, "tablet", (1, 1)),
    ("Dose: 2 tablets / day", 2, "tablet", (1, 1)),
    ("Take2 capsulesdaily", 2, "capsule", (1, 1)),
    ("Takeonecapsuletwicedaily withfood", 1, "capsule", (2, 2)),
    ("Adults: 30 mL to 60 mL at bedtime", 15, "ml", (2, 4)),
    ("Swallow 2 to 4 tablets daily in a single dose or divided doses", 1, "tablet", (2, 4)),
    ("Take one capsule. Repeat as needed, up to 4 capsules per day", 1, "capsule", (1, 4)),
    ("Take 2 capsules daily or 1 capsule twice daily.", 2, "capsule", (1, 1)),
    ("Take 2 caps AM & 2 caps PM", 2, "capsule", (2, 2)),
    ("Take a serving daily", 2, "capsule", (1, 1)),
    ("Take 1 capsule every 0 hours", 1, "capsule", None),
    # German
    ("Erwachsene täglich 1 Brausetablette in einem Glas Wasser (200 ml) auflösen.", 1, "tablet", (1, 1)),
    ("Täglich 2 Kapseln mit ausreichend Flüssigkeit verzehren.", 2, "capsule", (1, 1)),
    ("Verzehrempfehlung: 1 x täglich 1 Tablette mit einem Glas Wasser.", 1, "tablet", (1, 1)),
    ("Erwachsene nehmen 2-mal täglich 1 Kapsel ein.", 1, "capsule", (2, 2)),
    ("1 bis 2 Kapseln pro Tag", 1, "capsule", (1, 2)),
    ("Dreimal täglich eine Tablette", 1, "tablet", (3, 3)),
    ("Morgens 1 Kapsel und abends 2 Kapseln einnehmen", 3, "capsule", (1, 1)),
    ("1 Beutel täglich in 200 ml Wasser auflösen", 1, "sachet", (1, 1)),
    ("Abends vor dem Schlafengehen 2 Kapseln", 2, "capsule", (1, 1)),
    # French
    ("Prendre 2 gélules par jour avec un verre d'eau.", 2, "capsule", (1, 1)),
    ("1 comprimé matin et soir", 1, "tablet", (2, 2)),
    ("1 à 2 comprimés par jour", 1, "tablet", (1, 2)),
    ("Une gélule trois fois par jour, à avaler avec de l'eau", 1, "capsule", (3, 3)),
    # Spanish
    ("Tomar 2 cápsulas al día con agua.", 2, "capsule", (1, 1)),
    ("Una cápsula dos veces al día", 1, "capsule", (2, 2)),
    ("Tomar 1 comprimido cada 12 horas", 1, "tablet", (2, 2)),
    # Italian
    ("Assumere 2 capsule al giorno con acqua.", 2, "capsule", (1, 1)),
    ("Una compressa due volte al giorno", 1, "tablet", (2, 2)),
    ("Si consiglia 1 bustina al giorno sciolta in 150 ml di acqua", 1, "sachet", (1, 1)),
    # Polish
    ("2 kapsułki dziennie, popić wodą.", 2, "capsule", (1, 1)),
    ("1 tabletka 3 razy dziennie", 1, "tablet", (3, 3)),
    ("1-2 tabletki na dobę", 1, "tablet", (1, 2)),
    # Dutch
    ("Dagelijks 2 capsules innemen met water.", 2, "capsule", (1, 1)),
    ("2 maal daags 1 tablet", 1, "tablet", (2, 2)),
    ("1 capsule per dag voor het slapen", 1, "capsule", (1, 1)),
    # Nothing that gives a day's amount
    ("Mix 1 level scoop into liquid and stir.", 1, "scoop", None),
    ("Keep out of reach of children. Store below 25 degrees.", 1, "capsule", None),
    ("As directed by your health care professional.", 1, "capsule", None),
    ("Use 1 tablet in a glass of water during any activity.", 1, "tablet", None),
    ("Consult your physician if pregnant. Do not exceed 3 capsules per day.", 1, "capsule", None),
]


@pytest.mark.parametrize(("text", "quantity", "unit", "expected"), CASES)
def test_servings_a_day_behind_a_heading(text, quantity, unit, expected):
    assert servings_a_day(f"Directions: {text}", Serving(quantity, unit)) == expected


def in_every_language():
    """Lines of labels made up in each language, with and without "take", and what they say; " | " ends a line."""
    with (HERE / "directions.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            expected = (float(row["low"]), float(row["high"])) if row["low"] else None
            serving = Serving(float(row["serving"]), row["unit"])
            yield pytest.param(row["lines"].replace(" | ", "\n"), serving, expected, row["state"])


@pytest.mark.parametrize(("text", "serving", "expected", "state"), list(in_every_language()))
def test_servings_a_day_in_every_language(text, serving, expected, state):
    assert servings_a_day(text, serving) == expected
    assert read(text, serving)[0].state == state


def test_every_language_of_the_lexicon_is_tried():
    with (HERE / "directions.csv").open(encoding="utf-8", newline="") as stream:
        tried = {row["language"] for row in csv.DictReader(stream)} - {""}
    assert tried == set(languages())


def test_units_that_cannot_be_compared_give_no_servings():
    assert servings_a_day("Take 5 g daily", Serving(1, "scoop")) is None
    assert servings_a_day("Take 5 g daily", Serving(1, "scoop", 2.5)) == (2, 2)
    field, _ = read("Take 2 capsules daily", Serving(1, "scoop"))
    assert field.reason == "the directions count capsule, the serving is 1 scoop"


def test_capsules_are_no_servings_while_the_serving_is_unknown():
    assert servings_a_day("Take 2 capsules daily", None) is None
    assert servings_a_day("Take 1 serving twice daily", None) == (2, 2)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Adults: Take 2 Capsules TWICE daily with food.", "2 Capsules TWICE daily"),
        ("Take two (2) tablets daily", "two (2) tablets daily"),
        ("One tablet daily as a dietary supplement", "One tablet daily"),
        ("Prendre 2 gélules par jour.", "2 gélules par jour"),
        ("Prendre 2 gélules par\njour avec de l'eau.", "2 gélules par jour"),
        ("Dreimal täglich eine Tablette", "Dreimal täglich eine Tablette"),
        ("Morgens 1 Kapsel und abends 2 Kapseln", "Morgens 1 Kapsel / abends 2 Kapseln"),
    ],
)
def test_the_directions_are_quoted_as_printed(text, quoted):
    field, _ = read(text, Serving(2, "capsule"))
    assert field.text == quoted
    assert quoted in field.reason


TWO_CAPSULES = Serving(2, "capsule")


def of_rows(*lines):
    return read_directions(parse(rows(*lines)), TWO_CAPSULES)


def test_directions_run_over_the_ends_of_lines():
    field, high = of_rows("Suggested Use: As a dietary supplement, take 2 to 4", "capsules daily with water.")
    assert (field.value, high, field.state) == (1, 2, "sure")


def test_what_stands_beside_the_directions_is_not_read_into_them():
    field, _ = of_rows("Take 4 capsules  Magnesium  200 mg", "three times a day  Zinc  10 mg")
    assert field.value == 6


@pytest.mark.parametrize(
    "lines", [("Directions: ask your doctor",), ("Magnesium  200 mg",), ("Other Ingredients: cellulose",), ()]
)
def test_where_nothing_tells_how_often_nothing_is_read(lines):
    field, high = of_rows(*lines)
    assert (field.value, field.state, high) == (None, "missing", None)


def test_directions_for_children_are_shown_for_checking():
    assert of_rows("Directions: Children take 1 capsule daily")[0].state == "check"


def test_directions_in_poor_print_are_shown_for_checking():
    field, _ = of_rows(Print("Directions: Take 2 capsules daily", confidence=0.5))
    assert (field.value, field.state) == (1, "check")


def test_two_statements_that_differ_are_shown_for_checking():
    field, _ = of_rows("Directions: Take 2 capsules daily", "", "", "", "4 capsules daily")
    assert (field.value, field.state) == (1, "check")
    assert field.reason == "another statement says “4 capsules daily”"


def test_what_is_said_in_several_languages_is_said_once():
    field, _ = of_rows(
        "Take 2 capsules daily.", "", "", "Prendre 2 gélules par jour.", "", "", "2 Kapseln täglich"
    )
    assert (field.value, field.state) == (1, "sure")


def test_more_than_a_label_would_say_is_not_taken():
    field, _ = read("Take 60 capsules daily", Serving(1, "capsule"))
    assert field.value is None
    assert field.reason.endswith("more than a label would say")


def test_none_of_something_is_no_amount():
    assert servings_a_day("Take 0 capsules daily", Serving(1, "capsule")) is None


@pytest.mark.shared
def test_real_directions_are_read_as_a_person_reads_them():
    """The truth holds figures only, read by eye; the sentences stay with the labels."""
    rows_file = SHARED / "names" / "rows.csv"
    if not rows_file.exists():
        pytest.skip("the label rows are not here (../shared/names/rows.csv)")
    with (HERE / "directions_truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["label_id"]: row for row in csv.DictReader(stream)}
    with rows_file.open(encoding="utf-8", newline="") as stream:
        labels = {row["label_id"]: row for row in csv.DictReader(stream) if row["suggested_use"]}
    assert labels.keys() == truth.keys()
    wrong = []
    for label_id, row in labels.items():
        quantity, unit = row["serving_size_quantity"], row["serving_size_unit"].replace("(s)", "").lower()
        known = re.fullmatch(r"[\d.]+", quantity)
        counted = next(filter(None, map(unit_of, line_of(unit).spans)), unit)
        serving = Serving(float(quantity), counted) if known else None
        low, high = truth[label_id]["servings_low"], truth[label_id]["servings_high"]
        expected = (float(low), float(high)) if low else None
        if servings_a_day(f"Directions: {row['suggested_use']}", serving) != expected:
            wrong.append(label_id)
    assert len(wrong) <= 0.05 * len(labels), wrong


PIECES_OF_TEXT = sorted({word for text, *_ in CASES for word in text.split()})


@settings(deadline=None, max_examples=150)
@given(
    text=st.lists(st.sampled_from(PIECES_OF_TEXT) | st.text(max_size=4), max_size=14).map(" ".join),
    quantity=st.floats(0.1, 100),
    unit=st.sampled_from([None, "capsule", "scoop", "ml", "nonsense"]),
    weight_g=st.none() | st.floats(0, 100),
)
def test_any_text_is_read_without_an_error(text, quantity, unit, weight_g):
    page = parse(rows(text))
    field, high = read_directions(page, Serving(quantity, unit, weight_g) if unit else None)
    assert (field.value is None) == (field.state == "missing")
    assert field.value is None or 0 < field.value <= (high or field.value)
