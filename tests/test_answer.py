"""What a person reads about one photo: the sentence first, then flags and remarks below the table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scanner.answer import answer
from scanner.command_line import terminal
from scanner.command_line.scan_table import scan_table
from scanner.records import Column, Facts, Field, Scan, Serving, missing


def field(value, state="sure"):
    return Field(value, "as printed", None, state, "why") if state != "missing" else missing("not found")


def facts(basis="elemental", estimate_mg=None, **fields):
    given = {
        "elemental_mg": field(200.0), "compound_mg": field(None, "missing"), "percent_dv": field(48.0),
        "forms": field(("bisglycinate",)), "serving": field(Serving(2, "capsule")), "per_container": field(60.0),
        "servings_per_day": field(1.0),
    }  # fmt: skip
    return Facts(**{**given, **fields}, basis=basis, estimate_mg=estimate_mg)


NOT_READ = field(None, "missing")
OXIDE = field(("oxide",))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (facts(), "200 mg elemental magnesium (as bisglycinate) in 2 capsules."),
        (
            facts(elemental_mg=field(62.5, "check"), serving=field(Serving(0.5, "scoop", 2.5), "check")),
            "62.5 mg elemental magnesium (as bisglycinate) in 0.5 scoop (2.5 g). Please check the amount and serving.",
        ),
        (
            facts(forms=field(("citrate", "oxide", "malate")), serving=field(Serving(3, "gummy"))),
            "200 mg elemental magnesium (as citrate, oxide and malate) in 3 gummies.",
        ),
        (
            facts(forms=field((), "check"), serving=NOT_READ),
            "200 mg elemental magnesium (form not disclosed) in a serving of unknown size. Please check the form.",
        ),
        (
            facts("compound", (100.0, 145.0), elemental_mg=NOT_READ, compound_mg=field(1000.0), forms=OXIDE),
            "About 100 to 145 mg elemental magnesium, estimated from 1000 mg of compound (as oxide), in 2 capsules.",
        ),
        (
            facts("compound", elemental_mg=NOT_READ, compound_mg=field(1000.0), forms=NOT_READ),
            "1000 mg of a magnesium compound (form unknown), with an unknown amount of magnesium, in 2 capsules.",
        ),
        (
            facts("undecided", (100.0, 145.0), elemental_mg=NOT_READ, compound_mg=field(1000.0)),
            "1000 mg of magnesium or of its compound, the label does not say which (as bisglycinate), in 2 capsules.",
        ),
        (
            facts("undecided", elemental_mg=NOT_READ),
            "An unknown amount of magnesium (as bisglycinate) in 2 capsules.",
        ),
    ],
)
def test_the_sentence_says_what_is_known_and_what_is_not(found, sentence):
    assert answer(Scan("a.jpg", "read", None, found, (), "fake", 0.1)) == sentence


@pytest.mark.parametrize(
    ("status", "word"), [("no_magnesium", "No magnesium"), ("not_a_label", "not look like a label")]
)
def test_a_photo_without_magnesium_is_said_in_words(status, word):
    assert word in answer(Scan("a.jpg", status, None, facts(), (), "fake", 0.1))


def test_flags_stand_below_with_the_words_of_their_source(capsys):
    flag = {
        "kind": "above_limit", "text": "Above the [limit].", "source": "iom1997|unheard_of",
        "severity": "warning", "data": {},
    }  # fmt: skip
    columns = (Column("1 scoop", 100.0, 24.0), Column("2 scoops", 200.0, None))
    found = replace(facts(), columns=columns, findings=("A denser source may be mixed in.",), seals=("NSF",))
    terminal.show(scan_table(Path("a.jpg"), Scan("a.jpg", "read", None, found, (flag,), "fake", 0.1)))
    shown = " ".join(capsys.readouterr().out.split())
    assert "warning: Above the [limit]." in shown
    assert "Institute of Medicine" in shown
    assert "unheard_of" in shown
    assert "2 scoops: 200 mg (unknown of daily value)" in shown
    assert "A denser source may be mixed in." in shown
    assert "Seals: NSF." in shown


COLUMNS_SHOWN = [
    (
        (Column("Per 100 g", 75.0, 18.0), Column("Per serving", 200.0, 48.0)),
        "the values above are of “Per serving”.",
    ),
    ((Column("", 200.0, 48.0), Column("", 400.0, 95.0)), "the values above are of column 1."),
    ((Column("Adults", 200.0, 48.0), Column("Adults", 100.0, 24.0)), "the values above are of column 1."),
    (
        (Column("A", 75.0, 18.0), Column("B", 100.0, 24.0)),
        "which of them the values above are of is not known.",
    ),
]


@pytest.mark.parametrize(("columns", "said"), COLUMNS_SHOWN)
def test_the_remark_says_which_column_the_values_are_of(columns, said, capsys):
    scan = Scan("label.jpg", "read", None, replace(facts(), columns=columns), (), "fake", 1.0)
    terminal.show(scan_table(Path("label.jpg"), scan))
    assert said in " ".join(capsys.readouterr().out.split())
