"""One table of units: what the scanner reads, the catalog knows, and the other way round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import facts, page

from catalog import units as table
from catalog.flags import flags_for
from catalog.product import Product
from catalog.tables import CatalogError
from catalog.units import units
from catalog.words import counted, plural
from scanner.answer import serving_in_words
from scanner.label.facts import read_facts
from scanner.lexicon import languages, words
from scanner.records import Scan, Serving
from scanner.scan_json import from_json, to_json

FOOT = "* Daily Value not established."


def serving_of(*lines):
    return facts(*lines, "Magnesium (as citrate)  375 mg  89%", FOOT).serving.value


@pytest.mark.parametrize("name", sorted(units()))
def test_every_unit_of_the_catalog_is_read_from_a_label(name):
    if name in ("serving", "dose"):  # words for a serving, not for what it is of
        found = serving_of(f"Serving Size: 1 {name}")
        assert found is None or found.unit == name
        return
    printed = {"cap": "capfuls"}.get(name, plural(name))  # "2 caps" are capsules
    found = serving_of("Supplement Facts", f"Serving Size: 2 {printed}")
    assert (found.piece or found.unit, found.quantity) == (name, 2)
    assert found.unit == units()[name].counted_as


def test_every_unit_that_the_scanner_reads_is_in_the_catalog():
    assert {unit for language in languages() for unit in words(language)["unit"]} == set(units())


LARGE = [
    "1 Effervescent Tablet", "1 Brausetablette", "1 comprimé effervescent", "1 tabletka musująca", "1 bruistablet",
    "1 compressa effervescente", "1 comprimido efervescente", "2 Chewable Tablets", "2 Kautabletten", "2 soft chews",
]  # fmt: skip


@pytest.mark.parametrize("printed", LARGE)
def test_large_pieces_are_not_accused_of_holding_too_much(printed):
    recorded = page(
        "Supplement Facts", f"Serving Size: {printed}", "Magnesium (as citrate)  375 mg  89%", FOOT
    )
    read = read_facts(recorded)
    assert read.serving.value is not None
    assert read.forms.state == "sure"
    record = to_json(Scan("label.jpg", "read", None, read, (), "fake", 1.0))
    assert "claim_not_possible" not in {flag.kind for flag in flags_for(Product.from_scan(record))}


def test_a_swallowed_tablet_with_as_much_still_is():
    read = facts("Supplement Facts", "Serving Size: 1 Tablet", "Magnesium (as citrate)  375 mg  89%", FOOT)
    assert read.forms.state == "check"
    assert "holds" in read.forms.reason
    record = to_json(Scan("label.jpg", "read", None, read, (), "fake", 1.0))
    assert "claim_not_possible" in {flag.kind for flag in flags_for(Product.from_scan(record))}


def test_what_a_tablet_is_may_stand_anywhere_on_the_label():
    read = facts(
        "FIZZ 20 Effervescent Tablets", *("",) * 3, "Supplement Facts", "Serving Size: 1 Tablet", FOOT
    )
    assert (read.serving.value.unit, read.serving.value.piece) == ("tablet", "effervescent tablet")


def test_the_piece_survives_the_record():
    read = facts("Supplement Facts", "Serving Size: 1 effervescent tablet", "Magnesium  375 mg  89%")
    scan = Scan("label.jpg", "check", None, read, (), "fake", 1.0)
    assert from_json(to_json(scan)).facts.serving.value.piece == "effervescent tablet"


@pytest.mark.parametrize(
    ("serving", "words"),
    [
        (Serving(2, "pouch"), "2 pouches"),
        (Serving(2, "fl oz"), "2 fl oz"),
        (Serving(3, "oz"), "3 oz"),
        (Serving(2, "gummy"), "2 gummies"),
        (Serving(15, "g"), "15 g"),
        (Serving(6, "g", 6), "6 g"),
        (Serving(30, "ml"), "30 ml"),
        (Serving(0.5, "scoop", 5), "0.5 scoop (5 g)"),
        (Serving(2, "tablet", None, "effervescent tablet"), "2 effervescent tablets"),
    ],
)
def test_servings_in_words(serving, words):
    assert serving_in_words(serving) == words


@given(st.sampled_from(sorted(units())), st.integers(2, 40))
def test_many_of_a_unit_end_in_its_plural(name, count):
    assert counted(count, name) == f"{count} {units()[name].plural}"
    assert counted(1, name) == f"1 {name}"


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("capsule,x,somewhere,true,,capsules,capsule", "compound_limit_mg"),
        ("capsule,1400,,true,,capsules,capsule", "source"),
        ("capsule,,,,,,capsule", "plural"),
        ("capsule,,,,,capsules,pill", "counted_as"),
        ("capsule,,,,,capsules,capsule\ncapsule,,,,,capsules,capsule", "unit"),
    ],
)
def test_a_wrong_row_is_named(monkeypatch, rows, column):
    real = table.read_table
    text = f"{','.join(table.COLUMNS)}\n{rows}\n"
    monkeypatch.setattr(table, "read_table", lambda file, columns: real(file, columns, text))
    units.cache_clear()
    with pytest.raises(CatalogError, match=rf"units.csv, row \d, column {column}"):
        units()
    units.cache_clear()
