"""The shelf keeps what it was given, whole, and never overwrites a file it cannot read."""

import json
import sqlite3
import subprocess
import sys

import pytest

from catalog.json_values import RecordError
from catalog.shelf import (
    SessionShelf,
    ShelfError,
    new,
    records_as_lines,
    records_from_lines,
    session_only,
    shelf_path,
)
from catalog.shelf_file import FileShelf
from catalog.shelf_table import VERSION


def record(name="Citrate 120", elemental_mg=120):
    return {
        "photo": "label.jpg",
        "product": {"name": name, "price": 9.5, "currency": "USD"},
        "serving": {"quantity": 1, "unit": "tablet"},
        "magnesium": {"elemental_mg": elemental_mg, "basis": "elemental", "forms": ["citrate"]},
    }


@pytest.fixture(params=["file", "session"])
def shelf(request, tmp_path):
    return FileShelf(tmp_path / "folder" / "shelf.sqlite3") if request.param == "file" else SessionShelf()


def test_what_was_put_comes_back_in_order(shelf):
    kept = [new(record(f"product {number}")) for number in range(5)]
    for one in kept:
        shelf.put(one)
    assert shelf.saved() == tuple(kept)
    assert shelf.saved()[2].product.name == "product 2"


def test_put_again_replaces_and_keeps_its_place(shelf):
    first, second = new(record("first")), new(record("second"))
    shelf.put(first)
    shelf.put(second)
    later = new(record("first, renamed"))
    shelf.put(type(first)(first.id, later.kept_at, later.record))
    assert [one.product.name for one in shelf.saved()] == ["first, renamed", "second"]
    assert shelf.saved()[0].kept_at == first.kept_at


def test_removed_is_gone_and_can_be_put_back(shelf):
    kept = new(record())
    shelf.put(kept)
    shelf.remove(kept.id)
    assert shelf.saved() == ()
    shelf.put(kept)
    assert shelf.saved() == (kept,)


def test_a_second_opening_sees_the_same_products(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    kept = new(record("<script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE} 漢"))
    FileShelf(path).put(kept)
    again = FileShelf(path)
    assert again.saved() == (kept,)
    assert again.notice is None


def test_two_session_shelves_share_nothing():
    mine, yours = SessionShelf(), SessionShelf()
    mine.put(new(record()))
    assert yours.saved() == ()


@pytest.mark.parametrize(
    "content",
    [b"this is no database, whatever its name says" * 50, b"SQLite format 3\x00" + b"\xff" * 4000],
    ids=["text", "damaged"],
)
def test_a_damaged_file_is_moved_aside_with_its_name_told(tmp_path, content):
    path = tmp_path / "shelf.sqlite3"
    path.write_bytes(content)
    shelf = FileShelf(path)
    (aside,) = tmp_path.glob("shelf.damaged-*.sqlite3")
    assert aside.read_bytes() == content
    assert str(aside) in shelf.notice
    assert shelf.saved() == ()
    shelf.put(new(record()))
    assert len(FileShelf(path).saved()) == 1


def test_a_record_that_is_no_product_makes_the_file_damaged(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    FileShelf(path).put(new(record()))
    with sqlite3.connect(path) as base:
        base.execute("UPDATE product SET record = ?", (json.dumps({"magnesium": {"elemental_mg": "lots"}}),))
    base.close()
    assert "damaged" in FileShelf(path).notice


def test_a_newer_file_is_moved_aside_untouched(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    FileShelf(path).put(new(record()))
    with sqlite3.connect(path) as base:
        base.execute("DROP TABLE product")
        base.execute("CREATE TABLE kept (id TEXT PRIMARY KEY, label TEXT)")
        base.execute(f"PRAGMA user_version = {VERSION + 1}")
    base.close()
    before = path.read_bytes()
    shelf = FileShelf(path)
    (aside,) = tmp_path.glob("shelf.newer-*.sqlite3")
    assert aside.read_bytes() == before
    assert "newer version" in shelf.notice
    assert shelf.saved() == ()


def test_a_program_killed_in_the_middle_of_a_change_leaves_the_shelf_as_it_was(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    kept = new(record())
    FileShelf(path).put(kept)
    dying = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from catalog.shelf_file import FileShelf\n"
        "with FileShelf(Path(sys.argv[1]))._connected() as base:\n"
        "    base.execute('PRAGMA cache_size = 1')\n"
        "    for n in range(500):\n"
        "        row = (b'', str(n), 'now', '{}' * 5000)\n"
        "        base.execute('INSERT INTO product VALUES (?, ?, ?, ?)', row)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", dying, str(path)], check=False)
    assert ended.returncode == -9
    shelf = FileShelf(path)
    assert shelf.saved() == (kept,)
    assert shelf.notice is None


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ShelfError, match="cannot be made"):
        FileShelf(tmp_path / "file" / "shelf.sqlite3")


def test_a_locked_file_is_told_and_not_moved(tmp_path, monkeypatch):
    monkeypatch.setattr("catalog.shelf_file._WAIT_SECONDS", 0.05)
    path = tmp_path / "shelf.sqlite3"
    shelf = FileShelf(path)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(ShelfError, match="locked"):
            shelf.put(new(record()))
        with pytest.raises(ShelfError, match="locked"):
            FileShelf(path)
    finally:
        holder.close()
    assert [found.name for found in tmp_path.glob("*.sqlite3")] == ["shelf.sqlite3"]


def test_lines_go_out_and_come_back():
    kept = [new(record("one")), new(record("two", 200))]
    back = records_from_lines(records_as_lines(kept))
    assert [one.record for one in back] == [one.record for one in kept]
    assert {one.id for one in back}.isdisjoint({one.id for one in kept})


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("{}\n[1]", "line 2, record"),
        ("{}\n\nnot json", "line 3: not JSON"),
        ('{"magnesium": {"elemental_mg": "x"}}', "line 1, magnesium.elemental_mg"),
    ],
)
def test_a_wrong_line_is_named(lines, said):
    with pytest.raises(RecordError, match=said.replace(".", r"\.")):
        records_from_lines(lines)


@pytest.mark.parametrize(("value", "wanted"), [("", False), ("session", True)])
def test_the_environment_says_whether_anything_is_kept(monkeypatch, value, wanted):
    monkeypatch.setenv("MAGNIFY_SHELF", value)
    assert session_only() is wanted


def test_a_misspelled_promise_to_keep_nothing_is_refused(monkeypatch):
    monkeypatch.setenv("MAGNIFY_SHELF", "sesion")
    with pytest.raises(ShelfError, match="sesion"):
        session_only()


def test_the_file_lies_in_the_data_folder(monkeypatch, tmp_path):
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert shelf_path() == tmp_path / "magnify" / "shelf.sqlite3"
    assert shelf_path().name == "shelf.sqlite3"
