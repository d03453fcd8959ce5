"""The Shelf and Compare pages on whatever lies in the shelf's place, and the Scan page on whatever numbers it holds."""

import json
import os
import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from app_screen import opened, record_of, stocked, turned_to
from archetypes import SHELF
from test_batch_row import US, facts

from app.draft import draft_from
from catalog.shelf import new
from catalog.shelf_file import FileShelf
from catalog.shelf_pages import checksum
from scanner.records import Scan
from scanner.scan_json import to_json
from tests.test_shelf_damage import ODD, Guest, damaged


@pytest.fixture(autouse=True)
def path(tmp_path, monkeypatch):
    monkeypatch.delenv("MAGNIFY_SHELF", raising=False)
    place = tmp_path / "data" / "shelf.sqlite3"
    monkeypatch.setattr("app.state.shelf_path", lambda: place)
    st.cache_resource.clear()
    yield place
    st.cache_resource.clear()


def stock(path, products=SHELF):
    stocked(products, path.parent)
    return FileShelf(path).saved()


def warned(at):
    return " ".join(one.value.replace("\\", "") for one in at.warning)


def usable(at):
    """The session on both pages, each drawn to its end."""
    at = turned_to(at, "compare")
    assert not at.exception, at.exception
    assert not at.error
    assert "What counts how much" in [one.label for one in at.expander]
    at = turned_to(at, "shelf")
    assert not at.exception, at.exception
    assert not at.error
    assert at.expander[-1].label == "Bring products in"
    return at


@pytest.mark.parametrize("number", range(8))
def test_no_accident_makes_a_page_unusable(path, number):
    kept = stock(path)
    after, _ = damaged(path.read_bytes(), random.Random(number))
    path.write_bytes(after)
    at = usable(opened("shelf"))
    assert "damaged" in warned(at)
    back = FileShelf(path).saved()
    assert all(one in kept for one in back)
    for one in back[:1]:
        at.button(key=f"delete-{one.id}").click().run()
        assert one not in FileShelf(path).saved()


@pytest.mark.parametrize("printed", ODD, ids=range(len(ODD)))
def test_an_odd_row_costs_no_page(path, printed):
    kept = stock(path)
    with closing(sqlite3.connect(path)) as base, base:
        row = (kept[0].id.encode(), kept[0].kept_at.encode(), printed.encode())
        base.execute(
            "UPDATE product SET record = ?, checksum = ? WHERE id = ?", (printed, checksum(*row), kept[0].id)
        )
    at = usable(opened("compare"))
    assert f"{len(kept) - 1} of its {len(kept)} products" in warned(at)
    assert printed not in warned(at) or len(printed) < 4


def test_a_shelf_deleted_while_the_app_runs_is_made_anew_and_the_session_goes_on(path):
    kept = stock(path)
    at = opened("shelf")
    at.button(key=f"open-{kept[0].id}")
    at.session_state["mine"] = "still here"
    for gone in (path.unlink, lambda: shutil.rmtree(path.parent)):
        gone()
        at = usable(at)
        assert "was gone" in warned(at)
        assert at.session_state["mine"] == "still here"
        FileShelf(path).put(kept[0])
        at = usable(at)
        assert at.button(key=f"open-{kept[0].id}")


def test_a_folder_in_the_shelfs_place_costs_no_page(path):
    stock(path)
    at = opened("shelf")
    path.unlink()
    path.mkdir()
    assert "no file" in warned(usable(at))


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_a_read_only_shelf_is_shown_and_says_why_nothing_can_be_changed(monkeypatch):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "shelf.sqlite3"
        monkeypatch.setattr("app.state.shelf_path", lambda: path)
        kept = stock(path)
        Path(place).chmod(0o555)
        path.chmod(0o444)
        at = opened("scan")
        Path(at._script_path).parent.chmod(0o755)
        Path(at._script_path).chmod(0o644)
        with Guest():
            at = usable(at)
            at.button(key=f"delete-{kept[1].id}").click().run()
            (error,) = at.error
            assert "may only be read" in error.value
            assert at.button(key=f"open-{kept[0].id}")  # the page goes on below
        Path(place).chmod(0o755)
        assert FileShelf(path).saved() == kept


def test_a_locked_shelf_is_told_and_the_page_comes_back(path, monkeypatch):
    monkeypatch.setattr("catalog.shelf_file._WAIT_SECONDS", 0.05)
    kept = stock(path)
    at = opened("shelf")
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        for name in ("shelf", "compare"):
            at = turned_to(at, name)
            assert not at.exception
            assert "locked" in at.error[0].value
    at = usable(at)
    assert at.button(key=f"open-{kept[0].id}")


@pytest.mark.parametrize(
    "odd",
    [
        {"product": None},
        {"typed": None},
        {"fields": None},
        {"typed": ["x"]},
        {"photos": 3},
        {"serving": None},
    ],
)
def test_a_product_brought_in_with_odd_values_can_be_compared_and_renamed(path, odd):
    shelf = FileShelf(path)
    for product in SHELF[:2]:
        shelf.put(new({**record_of(product), **odd}))
    at = usable(opened("shelf"))
    one = shelf.saved()[0]
    next(text for text in at.text_input if text.label == "Product").set_value("another name")
    next(button for button in at.button if button.label == "Use these names").click().run()
    assert not at.exception
    assert "another name" in [saved.product.name for saved in shelf.saved()]
    at.button(key=f"delete-{one.id}").click().run()
    next(button for button in at.button if button.label == "Undo").click().run()
    assert len(shelf.saved()) == 2


def scanned(number):
    """A record of a scan in which every number is this one."""
    read = facts(*US, "Magnesium (as citrate)  500 mg  119%", "", "Directions: take 2 to 3 capsules daily.")
    record = to_json(Scan("label.jpg", "read", None, read, (), "fake", 1.0))
    for name in ("elemental_mg", "compound_mg", "percent_dv", "per_container", "net_count", "directions"):
        record["fields"][name] |= {"value": number, "state": "check", "doubt": "meaning"}
        record["magnesium"][name] = number
    record["fields"]["serving"] |= {
        "state": "check",
        "value": {"quantity": number, "unit": "capsule", "weight_g": number},
    }
    record["serving"] |= {"servings_per_day_high": number, "quantity": number, "weight_g": number}
    record["product"] |= {"price": number, "currency": "EUR"}
    return record


@pytest.mark.parametrize(
    "odd", [{"text": 5}, {"box": [1, 2]}, {"box": "here"}, {"state": "odd"}, {"reason": None}, {"value": "3"}]
)
def test_a_product_whose_readings_are_odd_is_not_opened_and_the_page_says_so(path, odd):
    record = scanned(3)
    record["fields"]["elemental_mg"] |= odd
    FileShelf(path).put(new(record))
    at = opened("shelf")
    (one,) = FileShelf(path).saved()
    at.button(key=f"open-{one.id}").click().run()
    assert not at.exception
    assert any("no readings to open" in error.value for error in at.error)


@pytest.mark.parametrize("number", [3, 3.5, 0, 0.0, 1e-9, 250_000, 10**15, 1e59])
def test_every_number_of_a_record_can_be_opened_whole_or_not_and_however_large(path, number):
    shelf = FileShelf(path)
    shelf.put(new(json.loads(json.dumps(scanned(number)))))
    (one,) = shelf.saved()
    at = opened("shelf")
    at.session_state["draft"] = draft_from(one.record, one.id)
    at.session_state["pages"] = {}
    at = turned_to(at, "scan")
    assert not at.exception
    labels = {
        *(
            "Elemental magnesium per serving (mg)",
            "Weight of the compound per serving (mg)",
            "One serving is",
        ),
        *("It weighs (g)", "Servings a day", "Up to", "Servings per container", "Percent of the daily value"),
        *("Pieces in the pack", "Price of one pack"),
    }
    found = {one.label: one.value for one in at.number_input if one.label in labels}
    assert set(found) == labels
    for label, value in found.items():
        assert isinstance(value, float), label
        assert value == pytest.approx(number, abs=1e-6), label
