"""The journal: what was written stays, whatever ends the program; what is known is not read again."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.batch.entry import Entry
from scanner.batch.errors import FolderError
from scanner.batch.journal import Journal
from scanner.batch.results import results_of
from scanner.records import Scan
from scanner.scan_json import to_json

ROOT = Path(__file__).parent.parent
VERSION = "1.0+abc/auto"


def entry(name, stamp="1"):
    return Entry(name, f"/in/{name}", bytes, stamp)


def sha(number):
    return hashlib.sha256(bytes([number])).hexdigest()


def record(name, **more):
    return to_json(Scan(name, "read", "é\n\u2028", None, (), "fake", 0.5)) | more


@pytest.fixture
def filled(tmp_path):
    with Journal(tmp_path, VERSION) as journal:
        for number in range(5):
            journal.write(entry(f"{number}.jpg"), sha(number), record(f"{number}.jpg"))
    return tmp_path / "results.jsonl"


def known(folder, version=VERSION, retry=False):
    with Journal(folder, version, retry=retry) as journal:
        return [number for number in range(9) if journal.has(sha(number))]


def test_what_was_written_is_known_when_it_is_opened_again(filled):
    with Journal(filled.parent, VERSION) as journal:
        assert journal.knows(entry("3.jpg"))
        assert not journal.knows(entry("3.jpg", stamp="2"))
        assert not journal.knows(entry("3.jpg", stamp=None))
        assert not journal.knows(entry("9.jpg"))
        assert journal.has(sha(4))
        assert not journal.has(sha(5))
        assert journal.first(sha(2))["photo"] == "2.jpg"
    assert [json.loads(line)["photo"] for line in filled.read_text().splitlines()] == [
        f"{n}.jpg" for n in range(5)
    ]


def test_another_version_knows_nothing_of_it(filled):
    assert known(filled.parent, "2.0+def/auto") == []


def test_a_line_cut_off_anywhere_is_moved_away_and_the_others_stay(filled):
    whole = filled.read_bytes()
    last = whole[:-1].rindex(b"\n") + 1
    for cut in {last + 1, len(whole) - 1, *(random.Random(5).randrange(last, len(whole)) for _ in range(20))}:
        filled.write_bytes(whole[:cut])
        assert known(filled.parent) == [0, 1, 2, 3]
        assert filled.read_bytes() == whole[:last]
        (beside,) = filled.parent.glob("results.jsonl.spoiled-*")
        assert beside.read_bytes() == whole[last:cut] + b"\n"
        beside.unlink()


def test_writing_goes_on_behind_a_line_that_was_cut_off(filled):
    filled.write_bytes(filled.read_bytes()[:-10])
    with Journal(filled.parent, VERSION) as journal:
        journal.write(entry("8.jpg"), sha(8), record("8.jpg"))
        assert journal.first(sha(8))["photo"] == "8.jpg"
    assert known(filled.parent) == [0, 1, 2, 3, 8]


@pytest.mark.parametrize(
    "spoiled", [b"\0" * 40 + b"\n", b"{}\n", b"[1]\n", b'{"photo": "x.jpg"\n', b"\xff\xfe\n"]
)
def test_a_spoiled_line_in_the_middle_costs_itself(filled, spoiled):
    lines = filled.read_bytes().splitlines(keepends=True)
    filled.write_bytes(b"".join([*lines[:2], spoiled, *lines[3:]]))
    with Journal(filled.parent, VERSION) as journal:
        assert [number for number in range(5) if journal.has(sha(number))] == [0, 1, 3, 4]
        assert journal.first(sha(4))["photo"] == "4.jpg"
        journal.write(entry("8.jpg"), sha(8), record("8.jpg"))
    assert known(filled.parent) == [0, 1, 3, 4, 8]
    assert filled.read_bytes().splitlines(keepends=True)[:4] == [*lines[:2], *lines[3:]]


def test_the_same_content_is_written_short_and_read_in_full(tmp_path):
    with Journal(tmp_path, VERSION) as journal:
        journal.write(entry("a.jpg"), sha(1), record("a.jpg", reason="first"))
        journal.write_same(entry("b.jpg"), sha(1))
        journal.write_same(entry("a.jpg", stamp="2"), sha(1))  # touched
        assert journal.knows(entry("b.jpg"))
        found = list(results_of(journal).photos())
    assert [(one["photo"], one["reason"], one.get("same_as")) for one in found] == [
        ("a.jpg", "first", None), ("b.jpg", "first", "/in/a.jpg"),
    ]  # fmt: skip


def test_the_latest_line_of_a_photo_counts(tmp_path):
    with Journal(tmp_path, VERSION) as journal:
        journal.write(entry("a.jpg"), sha(1), record("a.jpg", reason="old"))
        journal.write(entry("a.jpg", stamp="2"), sha(2), record("a.jpg", reason="new"))
        assert [one["reason"] for one in results_of(journal).photos()] == ["new"]


def test_only_what_failed_in_passing_is_tried_again_and_only_when_asked(tmp_path):
    with Journal(tmp_path, VERSION) as journal:
        journal.write(entry("0.jpg"), sha(0), record("0.jpg", error="timeout"))
        journal.write(entry("1.jpg"), sha(1), record("1.jpg", error="damaged"))
        journal.write(entry("gone.jpg"), None, record("gone.jpg", error="not_found"))
        assert not journal.knows(entry("gone.jpg"))
    assert known(tmp_path) == [0, 1]
    assert known(tmp_path, retry=True) == [1]


def test_two_runs_do_not_write_to_one_folder(filled):
    with Journal(filled.parent, VERSION), pytest.raises(FolderError, match="Another run"):
        Journal(filled.parent, VERSION)
    known(filled.parent)


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match="Not a directory"):
        Journal(tmp_path / "file" / "out", VERSION)


def test_a_folder_that_may_not_be_written_to_says_so(tmp_path):
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this person may write everywhere")
        with pytest.raises(FolderError, match="cannot be written to"):
            Journal(tmp_path, VERSION)
    finally:
        tmp_path.chmod(0o700)


_UNTIL_FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_batch_journal import VERSION, entry, record, sha
from scanner.batch.errors import FolderError
from scanner.batch.journal import Journal
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
with Journal(Path(sys.argv[1]), VERSION) as journal:
    try:
        for number in range(100):
            journal.write(entry(f"{number}.jpg"), sha(number), record(f"{number}.jpg"))
    except FolderError as error:
        print(number, error)
"""


def test_no_room_left_keeps_what_was_written_whole(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", _UNTIL_FULL, str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    written, message = told.split(" ", 1)
    lines = (tmp_path / "results.jsonl").read_bytes()
    assert int(written) > 2
    assert "no room left" in message
    assert lines.endswith(b"\n")
    assert [json.loads(line)["photo"] for line in lines.splitlines()] == [
        f"{n}.jpg" for n in range(int(written))
    ]
