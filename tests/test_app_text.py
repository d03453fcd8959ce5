"""Printed and typed text is data: on every page and in every export it shows as it is and never acts."""

import csv
import io
import json
from dataclasses import replace

import pytest
import streamlit as st
from app_screen import opened, record_of, stocked, turned_to
from archetypes import OXIDE_500, SHELF
from fakes import Recorded, blank_photo, png, readers
from markdown_it import MarkdownIt
from pages import page

from app.dose_chart import dose_chart
from app.exports import ranking_csv, ranking_json, report
from app.shelf_page import shelf_csv
from catalog.ranking import rank
from catalog.shelf import new, records_as_lines, records_from_lines
from catalog.shelf_file import FileShelf

RTL = "\N{RIGHT-TO-LEFT OVERRIDE}"
EVIL = f"<script>alert(1)</script> *b* $x$ :smile: [a](https://e.x) {RTL}=1+1"
FORMULA = f"=cmd|' /C calc'!A0 {EVIL}"
EVIL_PRODUCT = replace(OXIDE_500, name=EVIL, brand=FORMULA)
EVIL_UNRANKED = replace(OXIDE_500, name=EVIL, brand=None, elemental_mg=None, forms=())
PANEL = page(
    f"Brand {EVIL}",
    "Magnesium Citrate <img src=x onerror=alert(1)>",
    "Supplement Facts",
    f"Serving Size 2 Capsules {EVIL}",
    "Amount Per Serving  % Daily Value",
    f"Magnesium (as citrate {EVIL})  500 mg  119%",
    f"Directions: take 2 capsules daily {EVIL}.",
).words


@pytest.fixture(autouse=True)
def own_shelf(tmp_path, monkeypatch):
    monkeypatch.delenv("MAGNIFY_SHELF", raising=False)
    monkeypatch.setattr("app.state.shelf_path", lambda: tmp_path / "shelf.sqlite3")
    monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([PANEL])))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def acting(at):
    """What of the page's text would act: tags in HTML, anything but text in Markdown that holds the evil."""
    found = [body for body in (one.body for one in at.html) if "<script" in body or "onerror=" in _tags(body)]
    for kind in ("markdown", "caption", "header", "subheader", "warning", "info", "error"):
        for element in getattr(at, kind):
            tokens = MarkdownIt("commonmark", {"html": True}).parse(element.value)
            kinds = {child.type for token in tokens for child in token.children or ()}
            if "alert(1)" in element.value and kinds - {"text", "text_special", "softbreak"} - BOLD:
                found.append(element.value)
            if RTL in element.value or ":smile:" in element.value.replace("\\", ""):
                found.append(element.value)
    return found + [body for body in (one.body for one in at.html) if RTL in body]


BOLD = {"strong_open", "strong_close"}
"""Set by the page itself around the text."""


def _tags(body):
    """The insides of the tags of an HTML text."""
    return "".join(part.split(">")[0] for part in body.split("<")[1:])


def shown(at):
    return " ".join(one.body for one in at.html)


def test_on_the_scan_page():
    at = opened()
    name = f"{EVIL}.png".replace("/", "_")
    at = at.file_uploader[0].set_value([(name, png(blank_photo(300)), "image/png")]).run()
    assert not at.exception
    assert acting(at) == []
    assert "&lt;script&gt;" in shown(at)
    assert r"\u202e" in shown(at)


def test_in_what_a_broken_photo_is_called():
    at = opened()
    at = at.file_uploader[0].set_value([(f"{EVIL}.jpg", b"\xff\xd8\xff\xe0 no more", "image/jpeg")]).run()
    assert any("alert" in one.value for one in at.warning)
    assert acting(at) == []


def test_when_it_is_typed():
    at = opened()
    at = at.file_uploader[0].set_value([("a.png", png(blank_photo(300)), "image/png")]).run()
    next(one for one in at.text_input if one.label == "Product").set_value(EVIL)
    next(b for b in at.button if b.label == "Use these").click().run()
    assert "alert" in at.caption[0].value
    assert acting(at) == []


def test_on_the_compare_page(tmp_path):
    stocked([EVIL_PRODUCT, EVIL_UNRANKED, *SHELF[:2]], tmp_path)
    at = turned_to(opened(), "compare")
    assert not at.exception
    assert acting(at) == []
    assert shown(at).count("&lt;script&gt;") >= 3  # the card, the table, the one that cannot be ranked


def test_in_the_chart():
    drawn = dose_chart(rank([EVIL_PRODUCT], "sleep").entries, {350.0: "US 350"}, None).to_dict()
    assert RTL not in json.dumps(drawn, ensure_ascii=False)
    assert "expr" not in json.dumps(drawn["layer"])  # names are data and no expressions


def test_on_the_shelf_and_in_what_was_deleted(tmp_path):
    stocked([EVIL_PRODUCT], tmp_path)
    at = turned_to(opened(), "shelf")
    assert acting(at) == []
    assert "&lt;script&gt;" in shown(at)
    next(b for b in at.button if b.label == "Delete").click().run()
    assert any("alert" in one.value for one in at.markdown)
    assert acting(at) == []


def test_in_a_file_brought_in():
    at = turned_to(opened(), "shelf")
    broken = json.dumps(record_of(EVIL_PRODUCT) | {"magnesium": EVIL}).encode()
    at = at.file_uploader[0].set_value([(f"{EVIL}.jsonl", broken, "application/json")]).run()
    assert at.error
    assert acting(at) == []


def test_in_the_catalog():
    at = turned_to(opened(), "catalog")
    next(one for one in at.text_input if one.label.startswith("Or a name")).set_value(EVIL).run()
    assert not at.exception
    assert acting(at) == []


def test_in_the_batch():
    at = turned_to(opened(), "batch")
    at = at.file_uploader[0].set_value([(f"{EVIL}.png", png(blank_photo(300)), "image/png")]).run()
    assert not at.exception
    assert acting(at) == []


RANKING = rank([EVIL_PRODUCT, EVIL_UNRANKED, *SHELF], "sleep")


def test_in_the_tables_to_take_along():
    saved = (new(record_of(EVIL_PRODUCT)),)
    for table in (ranking_csv(RANKING), shelf_csv(saved)):
        assert RTL not in table
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
        assert any("<script>alert(1)</script>" in cell for cell in cells)  # as it was printed


def test_in_the_json_to_take_along(tmp_path):
    assert ranking_json(RANKING).isascii()
    titles = [entry["name"] for entry in json.loads(ranking_json(RANKING))["entries"]]
    assert EVIL in titles
    lines = records_as_lines((new(record_of(EVIL_PRODUCT)),))
    shelf = FileShelf(tmp_path / "other.sqlite3")
    for one in records_from_lines(lines):
        shelf.put(one)
    assert shelf.saved()[0].product.name == EVIL


def test_in_the_page_to_print():
    page_ = report(RANKING)
    assert "<script" not in page_
    assert "onerror" not in _tags(page_)
    assert RTL not in page_
    assert page_.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
