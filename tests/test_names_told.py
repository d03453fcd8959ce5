"""What tells at once that a text names no magnesium never loses a name."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.misreads import misread_distance
from catalog.name_parts import may_name, parts_of
from catalog.name_words import FORM_KINDS, phrases, vocabulary
from catalog.names import find_forms

HELD_OUT = sorted(Path(__file__).parent.glob("names_held_out*.csv"))


def names() -> Iterator[str]:
    """Every phrase of the tables that names magnesium or a form, and every name held out for tests."""
    for words, entry in phrases():
        if entry.mineral == "magnesium" or entry.kind in FORM_KINDS or entry.kind == "brand":
            yield words
    for file in HELD_OUT:
        with file.open(encoding="utf-8") as table:
            yield from (row["name"] for row in csv.DictReader(table))


def damaged(name: str) -> Iterator[str]:
    """The name as it is read now and then: without a letter, with another one, glued, in two."""
    for at in range(1, len(name), 3):
        yield name[:at] + name[at + 1 :]
        yield name[:at] + "e" + name[at + 1 :]
        yield name[:at] + "-" + name[at:]
        yield name[:at] + " " + name[at:]
    yield name.replace(" ", "")
    yield name.title().replace(" ", "")


def says_something(text: str) -> bool:
    """Whether the parts of the text name magnesium or a form, by going through all of them."""
    return any(
        part.entry.mineral == "magnesium" or part.magnesium or part.kind in FORM_KINDS or part.kind == "brand"
        for part in parts_of(text)
    )


def test_no_name_is_lost() -> None:
    found = list(names())
    assert len(found) > 2000
    assert [name for name in found if says_something(name) and not may_name(name)] == []


def test_no_damaged_name_is_lost() -> None:
    found = [text for place, name in enumerate(names()) if place % 12 == 0 for text in damaged(name)]
    named = [text for text in found if says_something(text)]
    assert len(named) > 2000
    assert [text for text in named if not may_name(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Serving Size: 2 capsules",
        "Amount per serving  % Daily Value",
        "Zutaten: Überzugsmittel Hydroxypropylmethylcellulose",
        "Take two tablets daily with a meal",
    ],
)
def test_other_lines_are_passed_over(text: str) -> None:
    assert not may_name(text)
    assert find_forms(text) == ()


@pytest.mark.parametrize("word", ["magnesum", "citratf", "oxlde", "bisglycinat", "supplement", "capsule"])
def test_near_names_are_those_near_among_all(word: str) -> None:
    every = vocabulary().fuzzy.bones
    near = vocabulary().fuzzy.near(word, 1)
    assert {bone for bone in every if misread_distance(word, bone) <= 0.5} <= {bone for bone, _ in near}
    assert all(bone in every and edits <= 1 for bone, edits in near)
