"""The words of labels: the files are well formed, and each word is found however it is printed."""

import re
import sys
import time
import tomllib
import unicodedata
from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.co_ingredients import co_ingredients
from scanner.lexicon import LexiconError, Meaning, fold, languages, phrases_at, tokens, words
from scanner.lexicon.files import MODEL, check
from scanner.lexicon.phrases import BY_VALUE

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scanner/lexicon"

REQUIRED = {
    "title": ["nutrition", "product", "composition", "medicine"],
    "serving": ["size", "noun", "per", "holds"],
    "container": ["per", "counted", "about", "net"],
    "column": ["amount", "percent", "adults", "children"],
    "source": ["of", "linked", "elemental", "gives", "total", "blend"],
    "bound": ["less", "at_most", "at_least"],
    "directions": ["head", "take", "drink", "limit", "body_weight", "daily_dose"],
    "ingredients": ["head", "other"],
    "stop": ["warning", "storage", "maker", "free_from", "foot"],
    "denial": ["not", "than"],
    "time": ["once", "daily", "twice", "thrice", "times", "day", "when", "range", "and"],
    "number": ["1/2", *map(str, range(1, 11))],
    "unit": ["capsule", "tablet", "softgel", "scoop", "sachet", "teaspoon", "drop", "serving", "g", "ml"],
    "mass": ["mg", "g", "mcg", "IU"],
    "nutrient": [
        *("magnesium", "vitamin_c", "vitamin_d", "vitamin_b6", "calcium", "zinc", "iron", "energy", "salt"),
        *(row.ingredient for row in co_ingredients()),
    ],
    "plant": ["caffeine", "stimulants", "yohimbe"],
}
"""What no language may lack."""


def meaning_of(table, key, language):
    return Meaning(table, key, language) if table in BY_VALUE else Meaning(f"{table}.{key}", None, language)


def found_in(text):
    """The meanings of the whole of ``text``."""
    parts = tokens(fold(text))
    return {meaning for length, meaning in phrases_at(parts, 0) if length == len(parts)}


def lists():
    """Every list of every language: its meaning and its words."""
    for language in languages():
        for table, of_table in words(language).items():
            for key, entries in of_table.items():
                yield meaning_of(table, key, language), entries


@pytest.mark.parametrize("language", languages())
def test_a_file_is_well_formed(language):
    text = (FOLDER / f"{language}.toml").read_text("utf-8")
    check(text, f"{language}.toml", words(MODEL))
    as_toml = {
        table: {key: tuple(entries) for key, entries in of_table.items()}
        for table, of_table in tomllib.loads(text).items()
    }
    assert words(language) == as_toml


def test_no_language_lacks_a_list_that_is_needed():
    lacking = {
        f"{table}.{key}": [one for one in languages() if key not in words(one).get(table, {})]
        for table, of_table in words(MODEL).items()
        for key in of_table
    }
    for name, without in lacking.items():
        if without:
            sys.stdout.write(f"{name:30} {' '.join(without)}\n")
    needed = [f"{table}.{key}" for table, keys in REQUIRED.items() for key in keys]
    assert {name: lacking[name] for name in needed if lacking[name]} == {}


GOOD = '# A comment\n\n[title]\nnutrition = ["nutrition facts", "salt & more"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + '[heading]\nnutrition = ["a"]\n', "nutrition in [heading] is not in en.toml"),
        (GOOD + 'mass = ["a"]\n', "mass in [title] is not in en.toml"),
        (GOOD + '[title]\nnutrition = ["b"]\n', "nutrition in [title] occurs twice"),
        (GOOD + "drug = [3]\n", "3, which is not text"),
        (GOOD + 'drug = ["a", ""]\n', "'', which is not text"),
        (GOOD + "drug = []\n", "drug in [title] is empty"),
        (GOOD + 'drug = ["Drügs", "drugs"]\n', "'drugs' twice"),
        (GOOD + 'drug = ["drug  facts"]\n', "blanks around it or doubled"),
        (GOOD + 'drug = ["drugs?"]\n', "not as regular expressions"),
        (GOOD + 'drug = ["drug.*facts"]\n', "not as regular expressions"),
        (GOOD + 'drug = ["(?:a|b)"]\n', "not as regular expressions"),
        (GOOD + "drug = ['drug facts']\n", "not a list of quoted words"),
        (GOOD + 'drug = ["drug facts"\n', "line 5: expected"),
        (GOOD + "drug = \n", "line 5: expected"),
        ('drug = ["drug facts"]\n', "line 1: expected"),
    ],
)
def test_a_file_that_is_not_well_formed_is_named(text, said):
    check(GOOD, "xx.toml", words(MODEL))
    with pytest.raises(LexiconError, match=re.escape(said)) as raised:
        check(text, "xx.toml", words(MODEL))
    assert str(raised.value).startswith("xx.toml")


def test_the_wheel_takes_every_file_of_the_lexicon():
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    patterns = setuptools["package-data"]["scanner.lexicon"]
    data = [path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix != ".py"]
    assert data
    assert [name for name in data if not any(fnmatch(name, pattern) for pattern in patterns)] == []


@given(st.text())
def test_folding_keeps_every_position_and_is_done_once(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Magnésium ŁÓDŹ Øre Åben næring", "magnesium lodz ore aben naring"),
        ("½ ¾ ⅕ µg μg", "½ ¾ ⅕ ug ug"),
        ("ＭＧ：５％", "mg:5%"),
        ("d’eau – 5\u00a0mg × 2", "d'eau - 5 mg x 2"),
        ("Mg²⁺ B₁₂ n.º", "mg2+ b12 n.o"),
        ("Größe", "große"),
        ("TRAACS™ 마그네슘", "traacs™ 마그네슘"),
    ],
)
def test_folding(printed, folded):
    assert fold(printed) == folded


@given(st.text())
def test_tokens_are_the_visible_letters_in_order(text):
    folded = fold(text)
    parts = tokens(folded)
    ends = [0, *(token.end for token in parts)]
    starts = [*(token.start for token in parts), len(folded)]
    between = [folded[end:start] for end, start in zip(ends, starts, strict=True)]
    assert all(x.isspace() or unicodedata.category(x) in {"Mn", "Cf", "Cc"} for x in "".join(between))
    assert all(token.text and token.start < token.end for token in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Serving Size: 2 caps.", "serving size : 2 caps ."),
        ("375mg/100%", "375 mg / 100 %"),
        ("1.250,5 10'000 3.", "1.250,5 10'000 3 ."),
        ("1½ ½ ¼", "1½ ½ ¼"),
        ("vitamin B-12 D3", "vitamin b - 12 d 3"),
        ("d'eau i.u.", "d ' eau i . u ."),
        ("Nähr\u00adwert Magne\u0301sium", "nahrwert magnesium"),
        ("a_b <5", "a _ b < 5"),
    ],
)
def test_tokens(text, parts):
    assert [token.text for token in tokens(fold(text))] == parts.split()


def plain(text):
    """``text`` as it is printed by one who has no accents."""
    letters = (
        text.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("ł", "l").replace("½", "1/2")
    )
    return "".join(x for x in unicodedata.normalize("NFD", letters) if not unicodedata.combining(x))


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(str, id="as it is"),
        pytest.param(str.upper, id="in capitals"),
        pytest.param(plain, id="without accents"),
        pytest.param(lambda text: text.replace(" ", "  "), id="with doubled blanks"),
        pytest.param(lambda text: text.replace(" ", " - "), id="with dashes"),
        pytest.param(lambda text: text.replace(" ", ""), id="joined"),
        pytest.param(lambda text: text.replace(" ", "", 1), id="with its first blank lost"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="with accents behind the letters"),
    ],
)
def test_every_word_is_found_however_it_is_printed(printed):
    lost = [
        (meaning, entry)
        for meaning, entries in lists()
        for entry in entries
        if meaning not in found_in(printed(entry))
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("SERVINGSIZE", Meaning("serving.size", None, "en")),
        ("%DailyValue", Meaning("column.percent", None, "en")),
        ("Servings  PerContainer", Meaning("container.per", None, "en")),
        ("vitamin b-12", Meaning("nutrient", "vitamin_b12", "en")),
        ("I.U.", Meaning("mass", "IU", "en")),
        ("days supply", Meaning("container.days", None, "en")),
        ("no of servings", Meaning("container.per", None, "en")),
        ("/ day", Meaning("time.daily", None, "en")),
        ("2 x", Meaning("time.twice", None, "en")),
        ("PORTIONSGRÖSSE", Meaning("serving.size", None, "de")),
        ("Taeglich", Meaning("time.day", None, "de")),
        ("Conseils d’utilisation", Meaning("directions.head", None, "fr")),
        ("Naeringsindhold", Meaning("title.nutrition", None, "da")),
        ("½ tablet", None),
        ("vitamin d 3", None),
        ("serv ing size", None),
        ("dose. size", None),
        ("tablet size", None),
    ],
)
def test_what_counts_as_a_phrase(text, meaning):
    assert meaning in found_in(text) if meaning else found_in(text) == set()


def test_the_longest_phrase_stands_first_and_shorter_ones_follow():
    found = phrases_at(tokens("servings per container: 30"), 0)
    assert found[0] == (3, Meaning("container.per", None, "en"))
    assert (1, Meaning("container.counted", None, "en")) in found
    assert [length for length, _ in found] == sorted((length for length, _ in found), reverse=True)


def test_a_point_belongs_to_an_abbreviation_and_not_to_a_word():
    lengths = {meaning.kind: length for length, meaning in reversed(phrases_at(tokens("approx. 30"), 0))}
    assert lengths["container.about"] == 2
    assert {length for length, _ in phrases_at(tokens("tablets. take"), 0)} == {1}


def test_words_of_several_languages_are_each_of_their_own_meaning():
    of = {(meaning.kind, meaning.language) for meaning in found_in("of")}
    assert {("source.linked", "en"), ("time.range", "nl")} <= of


@pytest.mark.parametrize(
    "piece",
    [
        "serving size ",
        "servings - ",
        "per ",
        "a",
        "1",
        "-",
        "x.",
        "d'",
        "1/",
        "½",
        "é",
        "Ø ",
        "per container ",
    ],
)
def test_a_long_text_takes_time_that_grows_with_its_length(piece):
    def seconds(length):
        text = (piece * length)[:length]
        started = time.process_time()
        parts = tokens(fold(text))
        for index in range(len(parts)):
            phrases_at(parts, index)
        return time.process_time() - started

    seconds(100)  # the lexicon is read once
    phrases_at(tokens("servimg"), 0)  # and what tells misreadings
    longer = seconds(100_000)
    assert longer < 0.3 or longer < 10 * seconds(25_000)  # four times as long: 16 would be the square
