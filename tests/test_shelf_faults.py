"""The shelf under everything that happens to files: killed, full, shared. Nothing is ever lost."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog.shelf import ShelfError, new, records_from_lines
from catalog.shelf_file import FileShelf
from tests.test_shelf import record

ROOT = Path(__file__).resolve().parents[1]


def python(program, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


WRITER = """
import sys
from pathlib import Path
from catalog.shelf import Saved
from catalog.shelf_file import FileShelf
shelf = FileShelf(Path(sys.argv[1]))
print("open", flush=True)
for number in range(int(sys.argv[3])):
    one = Saved(f"{sys.argv[2]}-{number}", "2026", {"product": {"name": "x" * 20000}})
    shelf.put(one)
    print(one.id, flush=True)
"""


def test_killed_at_any_moment_it_holds_all_that_was_told_to_be_kept(tmp_path):
    path, told = tmp_path / "shelf.sqlite3", set()
    for number in range(12):
        writer = python(WRITER, path, number, 10_000)
        assert writer.stdout.readline() == "open\n", writer.stderr.read()
        time.sleep(0.01 + 0.017 * number)
        writer.kill()
        out, _ = writer.communicate()
        told |= {line for line in out.split("\n")[:-1] if line}
        shelf = FileShelf(path)
        assert shelf.notice is None
        assert told <= {one.id for one in shelf.saved()}
    assert len(told) > 12


def test_two_processes_write_at_once_and_nothing_of_either_is_lost(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    writers = [python(WRITER, path, name, 40) for name in ("a", "b", "c")]
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said
    assert len(FileShelf(path).saved()) == 120


OPENER = """
import sys
from pathlib import Path
from catalog.shelf import new
from catalog.shelf_file import FileShelf
shelf = FileShelf(Path(sys.argv[1]))
shelf.put(new({"product": {"name": sys.argv[2]}}))
print(shelf.notice or "")
"""


def test_of_many_that_open_a_damaged_shelf_one_moves_it_and_none_loses_what_it_puts(tmp_path):
    for turn in range(4):
        path = tmp_path / str(turn) / "shelf.sqlite3"
        path.parent.mkdir()
        path.write_bytes(b"no database" * 500)
        openers = [python(OPENER, path, name) for name in "abcd"]
        notices = []
        for opener in openers:
            out, said = opener.communicate(timeout=60)
            assert opener.returncode == 0, said
            notices += [out.strip()] if out.strip() else []
        assert len(notices) == 1
        (aside,) = path.parent.glob("shelf.damaged-*")
        assert str(aside) in notices[0]
        assert aside.read_bytes() == b"no database" * 500
        assert {one.product.name for one in FileShelf(path).saved()} == set("abcd")


def test_of_many_that_open_a_damaged_shelf_none_loses_what_was_on_it(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    shelf = FileShelf(path)
    for name in "xyz":
        shelf.put(new(record(name)))
    path.write_bytes(bytes(300) + path.read_bytes()[300:])
    openers = [python(OPENER, path, name) for name in "abcd"]
    for opener in openers:
        _, said = opener.communicate(timeout=60)
        assert opener.returncode == 0, said
    assert {one.product.name for one in FileShelf(path).saved()} == set("abcdxyz")
    assert len(list(path.parent.glob("shelf.damaged-*"))) == 1


MENDER = """
import sys
from pathlib import Path
from catalog.shelf_file import FileShelf
print("open", flush=True)
FileShelf(Path(sys.argv[1]))
"""


def test_killed_while_it_is_mended_it_loses_nothing(tmp_path):
    path = tmp_path / "shelf.sqlite3"
    shelf = FileShelf(path)
    kept = [new(record("x" * 20_000)) for _ in range(30)]
    for one in kept:
        shelf.put(one)
    damaged = bytes(300) + path.read_bytes()[300:]
    for number in range(8):
        path.write_bytes(damaged)
        mender = python(MENDER, path)
        assert mender.stdout.readline() == "open\n"
        time.sleep(0.004 * number)
        mender.kill()
        mender.communicate()
        assert FileShelf(path).saved() == tuple(kept)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def put_many(shelf, kept, letters):
    for number in range(1000):
        one = new(record(f"product {number} " + "x" * letters))
        shelf.put(one)
        kept.append(one)


def fill(file):
    while True:
        os.write(file, bytes(4096))


@pytest.mark.parametrize("letters", [5000, 23_000])
def test_a_full_disk_is_told_and_what_was_kept_stays(small_disk, letters):
    path = small_disk / "shelf.sqlite3"
    shelf, kept = FileShelf(path), []
    with pytest.raises(ShelfError, match="full"):
        put_many(shelf, kept, letters)
    assert kept
    again = FileShelf(path)
    assert again.notice is None
    assert again.saved() == tuple(kept)
    again.remove(kept[0].id)  # there is a way out
    assert len(again.saved()) == len(kept) - 1


def test_a_disk_that_was_full_before_is_told(small_disk):
    filler = os.open(small_disk / "filler", os.O_WRONLY | os.O_CREAT)
    with pytest.raises(OSError, match="No space"):
        fill(filler)
    os.close(filler)
    with pytest.raises(ShelfError, match="cannot be read: the disk is full"):
        FileShelf(small_disk / "shelf.sqlite3")


def test_lines_within_texts_do_not_part_records():
    printed = json.dumps({"product": {"name": "two\u2028lines\x85\x1e"}}, ensure_ascii=False)
    (one,) = records_from_lines(printed + "\r\n\n")
    assert one.product.name == "two\u2028lines\x85\x1e"


def test_more_lines_than_a_shelf_takes_at_once_are_refused(monkeypatch):
    monkeypatch.setattr("catalog.shelf.MOST_LINES", 3)
    assert len(records_from_lines("{}\n" * 3)) == 3
    with pytest.raises(ValueError, match="line 4: more than 3"):
        records_from_lines("{}\n" * 4)
