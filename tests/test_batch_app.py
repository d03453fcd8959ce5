"""The app's batches: the same engine, in the session for uploads and in processes of its own for folders."""

import os
import subprocess
import sys
import time

import pytest
from fakes import Recorded, blank_photo, png, readers
from pages import page

from app import folder_run
from app.batch import FAILED, Batch, Item
from app.engine import Engine
from app.folder_run import FolderRun
from tests.batch.readers import FAILS, SLOW, photo

LABEL = page(
    "Supplement Facts", "Serving Size: 2 Capsules", "Magnesium (as Magnesium Bisglycinate)   200 mg   48%"
).words
_RUN = """
from scanner.batch import order
from tests.batch.readers import open_painted
order.open_readers = lambda choice, threads: open_painted()
from scanner.cli import main
main()
"""


def read(batch, engine):
    batch.running = True
    deadline = time.monotonic() + 60
    while batch.running and time.monotonic() < deadline:
        if not batch.step(engine):
            time.sleep(0.005)


def test_more_than_five_thousand_uploads_are_not_cut():
    batch = Batch()
    assert batch.add(Item(f"{number}.png", b"") for number in range(6000)) == 6000
    read(batch, Engine(lambda: readers(Recorded([LABEL]))))
    assert {item.state for item in batch.items} == {FAILED}
    assert "5999.png" in batch.items[-1].said


def test_the_same_photo_under_two_names_is_read_once_and_shown_twice():
    reader = Recorded([LABEL])
    batch = Batch()
    batch.add([Item("a.png", png(blank_photo())), Item("b.png", png(blank_photo()))])
    read(batch, Engine(lambda: readers(reader)))
    assert [item.record["photo"] for item in batch.items] == ["a.png", "b.png"]
    assert [item.record["magnesium"]["elemental_mg"] for item in batch.items] == [200, 200]
    alone = Recorded([LABEL])
    other = Batch()
    other.add([Item("a.png", png(blank_photo()))])
    read(other, Engine(lambda: readers(alone)))
    assert len(reader.seen) == len(alone.seen)


def test_photos_added_while_it_runs_are_read_too():
    engine, batch = Engine(lambda: readers(Recorded([LABEL]))), Batch()
    batch.add([Item("a.png", png(blank_photo()))])
    batch.running = True
    batch.step(engine)
    batch.add([Item("b.png", png(blank_photo(410)))])
    read(batch, engine)
    assert [item.state for item in batch.items] == ["read", "read"]


@pytest.fixture
def painted(monkeypatch):
    """Lets a folder's run read painted photos, in one process."""
    popen = subprocess.Popen

    def started(command, **more):
        assert command[:4] == [sys.executable, "-m", "scanner", "batch"]
        return popen([sys.executable, "-c", _RUN, *command[3:], "--jobs", "1"], **more)

    monkeypatch.setattr(folder_run.subprocess, "Popen", started)


def folder_of(home, *photos):
    home.mkdir()
    for number, data in enumerate(photos):
        (home / f"{number:03}.png").write_bytes(data)
    return home


def until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_folder_is_read_stopped_and_resumed(painted, tmp_path):
    photos = folder_of(
        tmp_path / "in", *(photo(number, SLOW) for number in range(8)), photo(9, FAILS), photo(1, SLOW)
    )
    run = FolderRun(photos, tmp_path / "out")
    run.start()
    until(run.look)
    run.stop()
    assert not run.running
    assert run.problem is None
    assert 0 < run.done < 10
    run.start()
    until(lambda: not run.running)
    run.look()
    assert run.total == run.done == 10
    assert run.states == {"read": 8, "error": 1, "same as another": 1}
    assert run.problem is None
    assert run.rows[-1]["state"] in {"error", "read"}
    assert (tmp_path / "out" / "results.parquet").is_file()


def test_a_folder_whose_results_cannot_be_kept_says_why(painted, tmp_path):
    (tmp_path / "out").touch()
    run = FolderRun(folder_of(tmp_path / "in", photo(1)), tmp_path / "out")
    run.start()
    until(lambda: not run.running)
    until(lambda: "cannot be written to" in run.problem)


def test_the_command_can_be_started_as_a_module():
    found = subprocess.run(
        [sys.executable, "-m", "scanner", "--version"], check=True, capture_output=True, text=True
    )
    assert found.stdout.startswith("magnify ")


def test_spoiled_lines_are_skipped_and_counted_and_a_mended_journal_is_read_anew(painted, tmp_path):
    photos = folder_of(tmp_path / "in", photo(1), photo(2), photo(2), photo(3, FAILS))
    run = FolderRun(photos, tmp_path / "out")
    run.start()
    until(lambda: not run.running)
    run.look()
    assert (run.done, run.spoiled) == (4, 0)
    journal = tmp_path / "out" / "results.jsonl"
    first, *others = journal.read_bytes().splitlines()
    odd = first.replace(b'"status": "read"', b'"status": 3')
    lines = (b"\0\0", b"[]", b"{}", odd, first.replace(b'"flags": [', b'"flags": [5, '), *others, b"")
    journal.write_bytes(b"\n".join(lines))
    again = FolderRun(photos, tmp_path / "out")
    assert again.look()
    assert (again.done, again.spoiled) == (3, 5)
    for _ in range(2):  # sets aside, and reads again what the tables could not be made of
        again.start()
        until(lambda: not again.running)
    again.look()
    assert (again.done, again.spoiled) == (4, 0)
    assert len(again.rows) == 3


def test_a_pipe_in_the_place_of_results_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "results.jsonl")
    assert not FolderRun(tmp_path, tmp_path).look()
