"""Misread, misspelt and hostile text: what is repaired, and that everything gets an answer."""

import csv
import random
import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.forms import forms
from catalog.misreads import misread_distance, skeleton
from catalog.name_repair import lookup
from catalog.name_text import folded, tokens
from catalog.names import find_forms, magnesium_spans, match
from tests.test_names import SURE


def misread(name: str, chance: random.Random) -> str:
    """`name` with one misread: a letter for one alike, m and rn, a letter or space lost, a word split."""
    rows = csv.DictReader(files("catalog").joinpath("data", "confusions.csv").read_text("utf-8").splitlines())
    pairs = [
        (row["drawn"], row["read"])
        for row in rows
        if row["drawn"].isalpha() and row["read"].isalpha() and float(row["weight"]) <= 0.5
    ]
    pairs += [
        ("m", "rn"),
        ("i", "l"),
        ("l", "1"),
        ("o", "0"),
        ("s", "5"),
        ("g", "9"),
        ("g", "q"),
        ("d", "cl"),
    ]
    kind = chance.random()
    places = [i for i, letter in enumerate(name) if letter.isalpha()]
    spaces = [i for i, letter in enumerate(name) if letter == " "]
    if kind < 0.1 and spaces:
        place = chance.choice(spaces)
        return name[:place] + name[place + 1 :]
    place = chance.choice(places)
    fitting = [pair for pair in pairs if pair[0] in name.lower()]
    if kind < 0.2 or not fitting:
        return name[:place] + name[place + 1 :]
    if kind < 0.25:
        return name[:place] + " " + name[place:]
    old, new = chance.choice(fitting)
    found = [i for i in range(len(name)) if name[i : i + len(old)].lower() == old]
    place = chance.choice(found)
    return name[:place] + new + name[place + len(old) :]


def test_two_misreads_leave_most_names_readable():
    chance = random.Random(20240229)
    names = [name for name in SURE if name.isascii() and len(name) > 14] * 5
    damaged = [(name, misread(misread(name, chance), chance)) for name in names]
    found = [(set(SURE[name].split()), match(text), text) for name, text in damaged]
    right = sum(set(result.forms) == expected for expected, result, _ in found)
    assert right / len(found) >= 0.9
    wrong = [
        text for expected, result, text in found if result.state == "sure" and set(result.forms) != expected
    ]
    assert len(wrong) <= 0.01 * len(found), wrong


@pytest.mark.parametrize("read", ["magnesun", "magneskim", "magneskmm", "magneso", "magneskw"])
def test_a_word_that_begins_like_magnesium_and_is_blurred_to_its_end_is_magnesium(read):
    assert [part.word for part in lookup(read)] == ["magnesium"]


@pytest.mark.parametrize(
    ("read", "known"),
    [("magnesol", ["magnesol"]), ("magnesite", ["magnesite"]), ("magnese", []), ("magnanese", ["maganese"])],
)
def test_other_words_that_begin_so_stay_what_they_are(read, known):
    assert [part.word for part in lookup(read)] == known


def test_a_misread_word_is_repaired_only_when_one_word_is_near():
    assert [part.word for part in lookup("magnesiurnoxide")] == ["magnesium", "oxide"]
    assert [part.word for part in lookup("gitrate")] == ["citrate"]  # g and c look alike, g and n do not
    assert lookup("manganese")[0].word == "manganese"
    assert lookup("lactose")[0].word == "lactose"  # a word of its own, not a damaged lactate
    assert lookup("otrate") == ()
    # As near to nitrate; of the two only citrate is listed as what may give magnesium.
    assert [part.word for part in lookup("oitrate")] == ["citrate"]
    assert lookup("cigrate") == ()  # a listed salt wins against other salts only, not against "migrate"
    assert lookup("lacetate") == ()  # lactate and acetate both are
    assert skeleton("rnagne5ium") == skeleton("magnesium")
    assert misread_distance("citrate", "citrate") == 0


@pytest.mark.parametrize("word", ["magnesium", "bisglycinate", "threonate", "glycerophosphate"])
def test_capitals_and_line_breaks_do_not_matter(word):
    assert lookup(word.upper().lower()) == lookup(word)
    half = len(word) // 2
    assert magnesium_spans(f"{word[:half]}-\n{word[half:]}") or find_forms(
        f"Magnesium {word[:half]}-\n{word[half:]}"
    )


# -- text --


def test_folding_keeps_places():
    text = "Łódź ﬁne Magnésium®"
    plain, places = folded(text)
    assert plain.startswith("lodz fine magnesium")
    assert text[places[plain.index("magnesium")]] == "M"


def test_tokens_of_amounts_percents_marks_and_initials():
    kinds = [(token.kind, token.text) for token in tokens("Mg(OH)2 1,200 mg (R) 25.0% a.a.c. MGO 83+")]
    assert kinds == [
        ("word", "mgoh2"),
        ("amount", "1,200 mg"),
        ("percent", "25.0%"),
        ("word", "aac"),
        ("word", "mgo"),
        ("number", "83+"),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    found = match(text)
    assert found.name == text
    assert found.state in {"sure", "check", "undisclosed", "not_magnesium"}
    for hit in (*found.hits, *find_forms(text)):
        assert text[hit.start : hit.end] == hit.text
        assert hit.form in forms()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "(" * 10_000,
            "magnesium " * 1_000,
            "a" * 10_000,
            "citrate," * 1_250,
            "(a " * 3_300,
            "\x00\ud800\x07",
        ),
        *("mg(oh" * 2_000, "magnesiumoxide" * 700, "9" * 10_000, "- " * 5_000, "m|" * 5_000, ")" * 10_000),
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_hostile_text_is_answered_quickly(text):
    start = time.perf_counter()
    assert match(text).name == text
    assert find_forms(text) is not None
    assert time.perf_counter() - start < 2
