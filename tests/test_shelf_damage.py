"""A damaged shelf gives back every product whose own bytes are whole, says what it could not, and goes on."""

import json
import os
import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from catalog.json_values import RecordError
from catalog.shelf import SessionShelf, ShelfError, new
from catalog.shelf_file import FileShelf
from catalog.shelf_pages import PAGE, checksum
from catalog.shelf_table import VERSION
from tests.test_shelf import record

TIMES = 300


def note(one, letters):
    return new({**record(f"product {one}", 100 + one), "reason": "x" * letters})


@pytest.fixture(scope="module")
def folder():
    """A place in memory where there is one: the tests write thousands of times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        yield Path(place)


@pytest.fixture(scope="module")
def stored(folder):
    """By the number of products: the bytes of a shelf with a history, and the products on it."""
    made = {}
    for count in (1, 20, 200):
        chance = random.Random(count)
        path = folder / f"stored-{count}" / "shelf.sqlite3"
        shelf = FileShelf(path)
        kept = [
            note(n, chance.choice([50, 500, 1500, 3900, 9000, 21_000])) for n in range(count + count // 4)
        ]
        for one in kept:
            shelf.put(one)
        for one in chance.sample(kept, count // 4):
            shelf.remove(one.id)
        for one in chance.sample(shelf.saved(), count // 5):
            shelf.put(type(one)(one.id, one.kept_at, note(7, chance.randrange(6000)).record))
        made[count] = path.read_bytes(), shelf.saved()
        assert len(made[count][1]) == count
    return made


def stretches(content, one):
    """Where the bytes of a product stand in the file: its cell, and the overflow pages that it leads to."""
    columns = [text.encode() for text in (one.id, one.kept_at, json.dumps(one.record))]
    body = checksum(*columns) + columns[0]
    start = content.index(body)
    assert content.find(body, start + 1) == -1
    types = [76, *(13 + 2 * len(text) for text in columns)]
    header = 1 + sum(1 if number < 128 else 2 if number < 128**2 else 3 for number in types)
    length = header + 32 + sum(map(len, columns))
    start -= header
    here = length
    if length > PAGE - 35:
        here = 489 + (length - 489) % (PAGE - 4)
        here = 489 if here > PAGE - 35 else here
    found, left = [(start, start + here)], length - here
    following = content[start + here : start + here + 4]
    if left:
        found.append((start + here, start + here + 4))
    while left > 0:
        place = (int.from_bytes(following, "big") - 1) * PAGE
        following = content[place : place + 4]
        found.append((place, place + min(PAGE, 4 + left)))
        left -= PAGE - 4
    return found


def damaged(content, chance):
    """The bytes after an accident, and its kind: single bytes, the header, blocks of zeros, or the end cut off."""
    after = bytearray(content)
    kind = chance.choice(["bytes", "bytes", "bytes", "header", "blocks", "cut"])
    if kind == "cut":
        del after[chance.randrange(len(after)) :]
    elif kind == "blocks":
        for _ in range(chance.randint(1, 3)):
            start, size = chance.randrange(len(after)), chance.choice([16, 512, PAGE, 2 * PAGE])
            after[start : start + size] = bytes(len(after[start : start + size]))
    else:
        end = 200 if kind == "header" else len(after)
        for _ in range(chance.randint(1, 50)):
            after[chance.randrange(end)] ^= chance.randint(1, 255)
    return bytes(after), kind


def test_300_accidents_cost_no_product_that_they_did_not_hit(stored, folder, record_property):
    where = {
        count: {one.id: stretches(content, one) for one in kept} for count, (content, kept) in stored.items()
    }
    came = Counter()
    for number in range(TIMES):
        chance = random.Random(number)
        count = 200 if number % 10 == 0 else chance.choice([1, 20])
        content, kept = stored[count]
        after, kind = damaged(content, chance)
        whole = {
            one.id
            for one in kept
            if all(after[start:end] == content[start:end] for start, end in where[count][one.id])
        }
        path = folder / str(number) / "shelf.sqlite3"
        path.parent.mkdir()
        path.write_bytes(after)
        shelf = FileShelf(path)
        back = shelf.saved()
        assert whole <= {one.id for one in back}, (number, kind)
        assert all(one in kept for one in back)  # nothing wrong, nothing deleted
        if shelf.notice is None:
            assert back == kept
        else:
            (aside,) = path.parent.glob("shelf.damaged-*.sqlite3")
            assert aside.read_bytes() == after
            assert str(aside) in shelf.notice
        another = note(number, 5000)
        shelf.put(another)
        shelf.remove(back[0].id if back else "none")
        again = FileShelf(path)
        assert again.notice is None
        assert again.saved() == (*back[1:], another)
        shutil.rmtree(path.parent)
        came.update({kind: 1, "products": len(kept), "whole": len(whole), "back": len(back)})
        came.update({"told": shelf.notice is not None, "all back": len(back) == len(kept)})
    record_property("came", dict(came))
    assert came["back"] >= came["whole"]
    assert came["products"] - came["whole"] > TIMES
    assert came["told"] > TIMES // 2


def test_what_was_deleted_or_replaced_is_not_found_in_the_bytes(stored, tmp_path):
    content, kept = stored[200]
    path = tmp_path / "shelf.sqlite3"
    path.write_bytes(b"\xff" * 200 + content[200:])
    shelf = FileShelf(path)
    assert shelf.saved() == kept
    assert "200 of its products could be read and are kept" in shelf.notice


@pytest.fixture
def path(tmp_path):
    return tmp_path / "shelf.sqlite3"


def with_two(path):
    shelf = FileShelf(path)
    kept = [note(1, 100), note(2, 100)]
    for one in kept:
        shelf.put(one)
    return shelf, kept


def changed(path, before, after):
    """Changes bytes that stand in the file once."""
    content = path.read_bytes()
    assert content.count(before) == 1
    assert len(before) == len(after)
    path.write_bytes(content.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"elemental_mg": 101', b'"elemental_mg": 901'), (b'"product 1"', b'"product \xb1"'), (b"{", b"\x00")],
    ids=["number", "no text", "no json"],
)
def test_a_changed_byte_costs_its_own_product_and_is_told_without_its_content(path, before, after):
    _, kept = with_two(path)
    if before == b"{":
        before, after = b'{"photo": "label.jpg", "product": {"name": "product 1"', b"\0" * 54
    changed(path, before, after)
    shelf = FileShelf(path)
    assert shelf.saved() == (kept[1],)
    assert "1 of its 2 products could be read and are kept; 1 could not be read" in shelf.notice
    assert "elemental_mg" not in shelf.notice
    (aside,) = path.parent.glob("shelf.damaged-*.sqlite3")
    assert after in aside.read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"CREATE TABLE product", b"CREATE TABLE pro\xffuct"),
        (b"kept_at TEXT NOT NULL", b"kapt_at TEXT NOT NULL"),
        (b"sqlite_autoindex_product_1", b"sqlite_autoindex_product_9"),
        (b"tableproductproduct", b"table\xffroductproduct"),  # SQLite's own message is no text then
    ],
)
def test_a_damaged_list_of_tables_costs_nothing(path, before, after):
    _, kept = with_two(path)
    changed(path, before, after)
    shelf = FileShelf(path)
    assert shelf.saved() == tuple(kept)
    assert "All its products (2)" in shelf.notice or "2 of its products could be read" in shelf.notice


@pytest.mark.parametrize("place", [16, 18, 19, 20, 28, 32, 44, 56, 60, 63, 100, 103])
@pytest.mark.parametrize("value", [0, 3, 0xFF])
def test_a_damaged_header_costs_nothing(path, place, value):
    _, kept = with_two(path)
    content = bytearray(path.read_bytes())
    content[place] = value
    path.write_bytes(content)
    shelf = FileShelf(path)
    assert shelf.saved() == tuple(kept)
    shelf.put(kept[0])
    assert FileShelf(path).saved() == tuple(kept)


ODD = [
    "null",
    "[]",
    '"x"',
    "7",
    "NaN",
    '{"a": NaN}',
    '{"a": 1e999}',
    "[" * 5000,
    '{"a":' * 5000,
    '{"product": []}',
    "{",
]


@pytest.mark.parametrize("printed", ODD, ids=range(len(ODD)))
def test_a_row_that_is_no_product_is_set_aside_and_the_rest_is_kept(path, printed):
    shelf, kept = with_two(path)
    with closing(sqlite3.connect(path)) as base, base:
        row = (kept[0].id.encode(), kept[0].kept_at.encode(), printed.encode())
        base.execute(
            "UPDATE product SET record = ?, checksum = ? WHERE id = ?", (printed, checksum(*row), kept[0].id)
        )
    assert shelf.saved() == (kept[1],)  # in the same session
    assert "1 could not be read" in shelf.notice
    assert FileShelf(path).notice is None


@pytest.mark.parametrize("shelf_of", [FileShelf, lambda path: SessionShelf()])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e70])
def test_what_could_not_be_read_again_is_not_put(path, shelf_of, value):
    shelf = shelf_of(path)
    with pytest.raises(ShelfError, match="cannot be kept"):
        shelf.put(new({"product": {"name": "x"}, "seconds": value}))
    assert shelf.saved() == ()


def test_damage_while_the_shelf_is_used_is_mended_by_the_next_change(path):
    shelf, kept = with_two(path)
    path.write_bytes(b"\0" * 300 + path.read_bytes()[300:])
    third = note(3, 100)
    shelf.put(third)
    assert shelf.saved() == (*kept, third)
    assert "damaged" in shelf.notice


def test_stopped_while_it_is_mended_it_is_shown_and_mended_the_next_time(path, monkeypatch):
    _, kept = with_two(path)
    path.write_bytes(b"\0" * 300 + path.read_bytes()[300:])
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        full = OSError(28, "No space left on device", str(path))
        patch.setattr("catalog.shelf_file.shutil.copymode", lambda *_: (_ for _ in ()).throw(full))
        shelf = FileShelf(path)
        assert shelf.saved() == tuple(kept)
        assert "cannot be mended: No space left on device" in shelf.notice
        assert path.read_bytes() == before
        with pytest.raises(ShelfError, match="cannot be changed: No space left"):
            shelf.put(note(3, 9))
    third = note(3, 9)
    shelf.put(third)
    assert FileShelf(path).saved() == (*kept, third)


def version_1(path, records):
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(
            "CREATE TABLE IF NOT EXISTS product "
            "(id TEXT PRIMARY KEY, kept_at TEXT NOT NULL, record TEXT NOT NULL) STRICT"
        )
        base.execute("PRAGMA user_version = 1")
        kept = [new(one) for one in records]
        for one in kept:
            base.execute(
                "INSERT INTO product VALUES (?, ?, ?)", (one.id, one.kept_at, json.dumps(one.record))
            )
    return kept


RECORDS = [note(number, 300 * number).record for number in range(40)]


def test_a_shelf_of_version_1_is_taken_over_whole_and_without_a_word(path):
    kept = version_1(path, RECORDS)
    path.chmod(0o600)
    shelf = FileShelf(path)
    assert shelf.saved() == tuple(kept)
    assert shelf.notice is None
    assert {found.name for found in path.parent.iterdir()} == {"shelf.lock", path.name}
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert base.execute("SELECT count(checksum) FROM product").fetchone() == (40,)


def test_a_row_of_version_1_that_is_no_product_costs_no_other(path):
    kept = version_1(path, RECORDS)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE product SET record = 'null' WHERE id = ?", (kept[0].id,))
        base.execute("DELETE FROM product WHERE id = ?", (kept[1].id,))
    shelf = FileShelf(path)
    assert shelf.saved() == tuple(kept[2:])  # what was deleted before does not come back
    assert "38 of its 39 products could be read and are kept; 1 could not be read" in shelf.notice


def test_a_damaged_shelf_of_version_1_gives_back_what_can_be_read(path):
    kept = version_1(path, RECORDS)
    path.write_bytes(b"\0" * 200 + path.read_bytes()[200:])
    shelf = FileShelf(path)
    assert shelf.saved() == tuple(kept)
    assert "may be products that you had deleted" in shelf.notice


def test_a_file_that_is_gone_is_made_anew_in_the_same_session(path):
    shelf, kept = with_two(path)
    path.unlink()
    assert shelf.saved() == ()
    assert "gone" in shelf.notice
    shelf.put(kept[0])
    path.unlink()
    shelf.put(kept[1])
    assert shelf.saved() == (kept[1],)


def test_a_folder_that_is_gone_is_made_anew(tmp_path):
    path = tmp_path / "a" / "b" / "shelf.sqlite3"
    shelf, kept = with_two(path)
    shutil.rmtree(tmp_path / "a")
    shelf.remove(kept[0].id)
    assert shelf.saved() == ()
    shelf.put(kept[1])
    assert FileShelf(path).saved() == (kept[1],)


def test_another_shelf_in_its_place_is_used(path, tmp_path):
    shelf, _ = with_two(path)
    other = tmp_path / "other.sqlite3"
    _, kept = with_two(other)
    other.replace(path)
    assert shelf.saved() == tuple(kept)
    assert shelf.notice is None


def test_a_folder_in_its_place_is_kept_aside(path):
    shelf, kept = with_two(path)
    path.unlink()
    path.mkdir()
    (path / "mine.txt").write_text("mine")
    shelf.put(kept[0])
    assert shelf.saved() == (kept[0],)
    (aside,) = path.parent.glob("shelf.damaged-*.sqlite3")
    assert (aside / "mine.txt").read_text() == "mine"
    assert str(aside) in shelf.notice


def test_something_else_in_the_place_of_its_lock_is_named(path):
    shelf, kept = with_two(path)
    lock = path.with_name("shelf.lock")
    lock.write_text("mine")
    assert shelf.saved() == tuple(kept)
    with pytest.raises(ShelfError, match=r"shelf\.lock is not the lock"):
        shelf.remove(kept[0].id)
    assert lock.read_text() == "mine"


def test_the_tables_of_another_program_are_kept_aside(path):
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE product (id TEXT)")
        base.execute("CREATE TABLE theirs (id TEXT)")
    before = path.read_bytes()
    shelf = FileShelf(path)
    assert shelf.saved() == ()
    (aside,) = path.parent.glob("shelf.damaged-*.sqlite3")
    assert aside.read_bytes() == before


def test_a_link_to_the_file_stays_a_link(path, tmp_path):
    kept = version_1(tmp_path / "elsewhere.sqlite3", RECORDS[:2])
    path.symlink_to("elsewhere.sqlite3")
    assert FileShelf(path).saved() == tuple(kept)
    assert path.is_symlink()


def test_a_journal_that_outlived_its_file_is_not_played_into_the_new_one(path):
    shelf, kept = with_two(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA cache_size = 1")
        base.execute("BEGIN")
        for number in range(50):
            base.execute("INSERT INTO product VALUES (x'00', ?, 'now', ?)", (str(number), "x" * 5000))
        journal = path.with_name("shelf.sqlite3-journal")
        left = journal.read_bytes()
        base.execute("ROLLBACK")
    path.unlink()
    journal.write_bytes(left)
    shelf.put(kept[0])
    assert FileShelf(path).saved() == (kept[0],)
    assert "damaged" not in shelf.notice
    assert not journal.exists()


def test_what_belongs_to_a_damaged_file_is_kept_with_it(path):
    _, kept = with_two(path)
    path.write_bytes(bytes(300) + path.read_bytes()[300:])
    path.with_name("shelf.sqlite3-journal").write_bytes(bytes(600))  # one that SQLite does not play
    shelf = FileShelf(path)
    assert shelf.saved() == tuple(kept)
    (beside,) = path.parent.glob("shelf.damaged-*.sqlite3-journal")
    assert beside.read_bytes() == bytes(600)
    assert not path.with_name("shelf.sqlite3-journal").exists()


@pytest.fixture
def as_a_guest():
    """Someone whom the rights of files bind, in a folder that they can reach."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        yield Path(place)


class Guest:
    """For as long as the block lasts, root is no one of importance."""

    def __enter__(self):
        if os.geteuid() == 0:
            os.seteuid(65534)

    def __exit__(self, *_):
        if os.getuid() == 0:
            os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
@pytest.mark.parametrize(("file", "folder_"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_a_read_only_shelf_can_be_looked_at_and_says_that_it_cannot_be_changed(as_a_guest, file, folder_):
    path = as_a_guest / "shelf.sqlite3"
    _, kept = with_two(path)
    path.chmod(file)
    path.with_name("shelf.lock").chmod(file)
    as_a_guest.chmod(folder_)
    with Guest():
        shelf = FileShelf(path)
        assert shelf.saved() == tuple(kept)
        assert shelf.notice is None
        for change in (lambda: shelf.put(note(3, 9)), lambda: shelf.remove(kept[0].id)):
            with pytest.raises(ShelfError, match=r"cannot be changed: .* only be read.* Nothing was changed"):
                change()
        assert shelf.saved() == tuple(kept)
    as_a_guest.chmod(0o777)


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
@pytest.mark.parametrize("how", ["damaged", "old"])
def test_a_read_only_shelf_that_is_damaged_or_old_can_be_looked_at(as_a_guest, how):
    path = as_a_guest / "shelf.sqlite3"
    if how == "old":
        kept = version_1(path, RECORDS[:2])
    else:
        _, kept = with_two(path)
        path.write_bytes(b"\0" * 200 + path.read_bytes()[200:])
        path.with_name("shelf.lock").unlink()
    as_a_guest.chmod(0o555)
    with Guest():
        shelf = FileShelf(path)
        assert shelf.saved() == tuple(kept)
        assert "nothing can be kept on it" in shelf.notice
        with pytest.raises(ShelfError, match="cannot be changed"):
            shelf.put(note(3, 9))
    as_a_guest.chmod(0o777)


@pytest.mark.parametrize(
    "odd",
    [{"typed": 5}, {"typed": [[]]}, {"fields": {"brand": 3}}, {"fields": []}, {"product": []}],
)
def test_a_record_that_pages_could_not_show_is_refused(odd):
    with pytest.raises(RecordError):
        new(odd)
