"""A scan as JSON and back: nothing is lost, and what was not read is null."""

import json
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import US, facts

from scanner.panel.record import ColumnKind, Panel, PanelCell, PanelColumn, PanelRow, RowState
from scanner.records import Column, Facts, Field, Kind, PanelRead, Scan, Serving, missing
from scanner.scan_json import from_json, to_json

NUMBERS = st.integers(0, 10**7).map(lambda n: n / 1000)
"""Figures as labels print them: up to three decimals."""
WORDS = st.text(max_size=12)
BOXES = st.tuples(*[st.integers(0, 5000)] * 4)


def field_of(values):
    read = st.builds(
        Field, values, st.none() | WORDS, st.none() | BOXES, st.sampled_from(["sure", "check"]), WORDS,
        st.none() | st.sampled_from(["reading", "meaning"]),
    )  # fmt: skip
    return read | WORDS.map(missing)


SERVINGS = st.builds(Serving, NUMBERS, WORDS, st.none() | NUMBERS, st.none() | WORDS)
CELLS = st.builds(
    PanelCell, WORDS, st.none() | NUMBERS, st.none() | WORDS, st.none() | NUMBERS, st.none() | WORDS
)
ROWS = st.builds(
    PanelRow,
    WORDS,
    st.none() | WORDS,
    st.integers(0, 3),
    st.lists(CELLS, min_size=1, max_size=3).map(tuple),
    WORDS,
    st.none() | BOXES,
    st.sampled_from(get_args(RowState)),
    WORDS,
)
PANELS = st.builds(
    Panel,
    st.none() | WORDS,
    st.lists(
        st.builds(PanelColumn, WORDS, st.sampled_from(get_args(ColumnKind)), WORDS, st.none() | WORDS),
        max_size=2,
    ).map(tuple),
    st.lists(ROWS, max_size=3).map(tuple),
    st.integers(0, 9),
    st.integers(0, 9),
)
FACTS = st.builds(
    Facts,
    elemental_mg=field_of(NUMBERS),
    compound_mg=field_of(NUMBERS),
    percent_dv=field_of(NUMBERS),
    forms=field_of(st.lists(WORDS, max_size=3).map(tuple)),
    serving=field_of(SERVINGS),
    per_container=field_of(NUMBERS),
    servings_per_day=field_of(NUMBERS),
    basis=st.sampled_from(["elemental", "compound", "undecided"]),
    servings_per_day_high=st.none() | NUMBERS,
    estimate_mg=st.none() | st.tuples(NUMBERS, NUMBERS),
    columns=st.lists(st.builds(Column, WORDS, st.none() | NUMBERS, st.none() | NUMBERS), max_size=2).map(
        tuple
    ),
    net_count=field_of(NUMBERS),
    brand=field_of(WORDS),
    name=field_of(WORDS),
    seals=st.lists(WORDS, max_size=2).map(tuple),
    co_ingredients=st.dictionaries(WORDS, st.none() | NUMBERS, max_size=2),
    findings=st.lists(WORDS, max_size=2).map(tuple),
    kind=st.sampled_from(get_args(Kind)),
    panel_read=st.sampled_from(get_args(PanelRead)),
    language=st.none() | WORDS,
    market=st.none() | WORDS,
    panel=st.none() | PANELS,
)
SCANS = st.builds(
    Scan,
    photo=WORDS,
    status=st.sampled_from(["read", "check", "no_magnesium", "not_a_label", "unreadable"]),
    reason=st.none() | WORDS,
    facts=st.none() | FACTS,
    flags=st.lists(st.dictionaries(WORDS, WORDS, max_size=2), max_size=2).map(tuple),
    reader=WORDS,
    seconds=NUMBERS,
    size=st.none() | st.tuples(st.integers(1, 9999), st.integers(1, 9999)),
    sha256=st.none() | WORDS,
    turned=st.sampled_from([0, 90, 180, 270]),
)


@given(SCANS)
@settings(max_examples=60, deadline=None)
def test_a_scan_comes_back_from_its_json_text(scan):
    assert from_json(json.loads(json.dumps(to_json(scan)))) == scan


def test_the_properties_cover_every_field_of_the_records():
    """A field that is added later must join the round trip, but for the page that explains the facts."""
    assert {f.name for f in fields(Facts)} - {"page"} == {
        "elemental_mg", "compound_mg", "percent_dv", "forms", "serving", "per_container", "servings_per_day", "basis",
        "servings_per_day_high", "estimate_mg", "columns", "net_count", "brand", "name", "seals", "co_ingredients",
        "findings", "kind", "panel_read", "panel", "language", "market",
    }  # fmt: skip
    assert {f.name for f in fields(Scan)} == {
        "photo", "status", "reason", "facts", "flags", "reader", "seconds", "size", "sha256", "turned",
    }  # fmt: skip


READ = Scan(
    "label.jpg",
    "read",
    None,
    facts(*US, "Magnesium (as citrate)  200 mg  48%"),
    (),
    "fake",
    1.23456,
    (924, 288),
    "ab",
)


def test_the_object_has_the_shape_of_the_contract():
    record = to_json(READ)
    assert record["serving"] == {
        "quantity": 2, "unit": "capsule", "weight_g": None, "per_container": 60,
        "servings_per_day": None, "servings_per_day_high": None,
    }  # fmt: skip
    assert record["magnesium"] == {
        "elemental_mg": 200, "compound_mg": None, "estimate_mg": None, "percent_dv": 48, "basis": "elemental",
        "per": "serving", "forms": ["citrate"], "columns": [],
    }  # fmt: skip
    assert record["product"] == {"brand": None, "name": None, "kind": "supplement"}
    dose = record["fields"]["elemental_mg"]
    assert (dose["value"], dose["text"], dose["state"]) == (200, "200 mg", "sure")
    assert len(dose["box"]) == 4
    assert set(record["fields"]) >= {
        "elemental_mg",
        "forms",
        "serving",
        "per_container",
        "percent_dv",
        "directions",
    }
    assert (record["flags"], record["reader"], record["seconds"]) == ([], "fake", 1.235)


def test_whole_numbers_look_as_they_do_on_the_label():
    text = json.dumps(to_json(READ))
    assert "200.0" not in text
    assert "48.0" not in text


def test_a_photo_without_facts_is_all_null():
    record = to_json(Scan("x.jpg", "unreadable", "no text", None, (), "fake", 0.1))
    assert record["fields"] == {}
    assert set(record["serving"].values()) == {None}
    assert record["magnesium"]["elemental_mg"] is None
    assert record["magnesium"]["forms"] == []
    assert from_json(record).facts is None


def test_what_was_not_read_is_null_and_never_nought():
    record = to_json(Scan("x.jpg", "no_magnesium", None, facts(*US, "Zinc  10 mg  91%"), (), "fake", 0.1))
    assert record["magnesium"]["elemental_mg"] is None
    assert record["fields"]["elemental_mg"]["state"] == "missing"


@pytest.mark.parametrize("key", ["photo", "fields", "magnesium", "serving", "reader", "size"])
def test_a_record_with_a_part_missing_is_refused(key):
    record = to_json(READ)
    del record[key]
    with pytest.raises(KeyError, match=key):
        from_json(record)
