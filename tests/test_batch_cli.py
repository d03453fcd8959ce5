"""magnify batch: what a person gets, on a terminal, in a log and in silence."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

from scanner import cli
from scanner.batch import order
from scanner.batch.summary import Summary
from scanner.batch.tally import Tally
from scanner.command_line.batch_progress import place, states, stopped
from tests.batch.readers import COUNTS, FAILS, SLOW, open_painted, photo
from tests.patience import patience

ROOT = Path(__file__).parent.parent


@pytest.fixture
def batch(monkeypatch, tmp_path):
    """Runs the command in this process with painted photos; results go to tmp_path/out."""
    monkeypatch.setattr(order, "open_readers", lambda choice, threads: open_painted())
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments, out=tmp_path / "out", jobs=1):
        given = ["batch", *map(str, arguments), "--out", str(out), "--jobs", str(jobs)]
        return CliRunner().invoke(cli.app, given)

    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def photos(tmp_path):
    home = tmp_path / "in"
    home.mkdir()
    for number in range(3):
        (home / f"{number}.png").write_bytes(photo(number))
    return home


def test_a_folder_becomes_tables_and_a_summary(batch, photos, tmp_path):
    result = batch(photos)
    assert result.exit_code == 0
    assert "3 photos: 3 read\n" in result.stdout
    assert (
        "results.jsonl, results.csv, results.parquet, panel.csv, panel.parquet, summary.json" in result.stdout
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "panel.csv", "panel.parquet", "results.csv", "results.jsonl", "results.parquet", "summary.json",
    ]  # fmt: skip


def test_some_that_could_not_be_read_are_counted_by_cause_and_end_in_1(batch, photos):
    (photos / "bad.jpg").write_text("no picture")
    (photos / "worse.png").write_bytes(photo(9, FAILS))
    result = batch(photos)
    assert result.exit_code == 1
    assert "5 photos: 3 read, 2 unreadable" in result.stdout
    assert "unreadable: 1 not an image, 1 reader failed" in result.stdout


def test_formats_and_groups(batch, photos, tmp_path):
    assert batch(photos, "--format", "jsonl, csv", "--group", "name").exit_code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        *("results.jsonl", "results.csv", "panel.csv", "products.jsonl", "products.csv", "summary.json"),
    }


def test_an_address_is_a_source(batch):
    files = fsspec.filesystem("memory")
    files.pipe("/batch/a.png", photo(1))
    result = batch("memory://batch")
    files.rm("/batch", recursive=True)
    assert "1 photos: 1 read" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "xlsx"), "'xlsx' is none of csv, parquet, jsonl"),
        (("--group", "colour"), "colour"),
        (("--timeout", "0"), "0"),
        ((), "nothing to read"),
    ],
)
def test_wrong_usage_ends_in_2(batch, arguments, said):
    result = batch(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_storage_without_its_package_ends_in_2_and_says_what_to_install(batch):
    result = batch("s3://bucket/labels")
    assert result.exit_code == 2
    assert "s3fs" in result.stderr


def test_out_that_is_a_file_ends_in_2(batch, photos, tmp_path):
    (tmp_path / "file").touch()
    result = batch(photos, out=tmp_path / "file")
    assert result.exit_code == 2
    assert "cannot be written to" in result.stderr


def test_quiet_says_nothing_when_all_went_well(batch, photos):
    result = batch(photos, "--quiet")
    assert result.exit_code == 0
    assert result.output == ""


def test_an_interrupt_says_what_is_saved_and_how_to_go_on(batch, photos, monkeypatch, tmp_path):
    def interrupted(entries, journal, engine, tally, watch, **_):
        tally.read = 2
        raise KeyboardInterrupt

    monkeypatch.setattr(order, "run", interrupted)
    result = batch(photos)
    assert result.exit_code == 130
    assert result.stderr == "Stopped; 2 photos are saved. Run the same command again to go on.\n"


_RUN = """
from functools import partial
from scanner.batch import order
from tests.batch.readers import open_painted
order.open_readers = lambda choice, threads: open_painted()
from scanner.cli import main
main()
"""


def started(photos, out, *options, **more):
    command = [sys.executable, "-c", _RUN, "batch", str(photos), "--out", str(out), "--jobs", "1", *options]
    return subprocess.Popen(command, cwd=ROOT, **more)


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_and_it_can_be_resumed(batch, tmp_path, signal_):
    home = tmp_path / "many"
    home.mkdir()
    for number in range(20):
        (home / f"{number:02}.png").write_bytes(photo(number, SLOW))
    process = started(home, tmp_path / "out", stderr=subprocess.PIPE, text=True)
    journal = tmp_path / "out" / "results.jsonl"
    while not journal.exists() or not journal.read_bytes():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal_)
    said = process.communicate()[1]
    assert process.returncode == 130
    assert "Run the same command again to go on" in said
    assert "Traceback" not in said
    for number in range(20):  # the rest need not be slow
        (home / f"{number:02}.png").write_bytes(photo(number))
    assert batch(home).exit_code == 0
    assert len({json.loads(line)["source"] for line in journal.read_text().splitlines()}) == 20


def test_a_photo_that_is_still_being_read_at_the_end_does_not_abort_the_process(photos, tmp_path):
    (photos / "9.png").write_bytes(photo(9, COUNTS))
    process = started(
        photos, tmp_path / "out", "--timeout", str(patience(2)), "--quiet", stderr=subprocess.PIPE, text=True
    )
    assert process.communicate() == (None, "")
    assert process.returncode == 1
    rows = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text().splitlines()]
    assert [row.get("error") for row in rows] == [None, None, None, "timeout"]


def test_a_terminal_shows_a_bar_with_rate_and_counts(photos, tmp_path):
    (photos / "slow.png").write_bytes(photo(7, SLOW))
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    process = started(photos, tmp_path / "out", stderr=theirs, stdout=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(mine, 4096)
        except OSError:  # the other end is closed
            break
    os.close(mine)
    assert process.wait() == 0
    assert b"of 4" in shown
    assert b"read" in shown
    assert b"photos a second" in shown


def test_words_of_the_progress():
    tally = Tally(total=500, known=20, same=3, read=97, states=Counter(read=90, check=5, error=2))
    tally.first_read = time.monotonic() - 48
    assert place(tally) == "120 of 500, 2.0 photos a second, 3:10 left"
    assert states(tally) == "90 read, 5 to check, 2 not processed, 3 twice, 20 known from before"
    assert place(Tally()) == "0"
    assert stopped(Tally(read=1)).startswith("Stopped; 1 photo is saved.")


def test_a_summary_counts_flags_once_a_photo():
    summary = Summary()
    flags = [{"kind": "above_limit"}, {"kind": "above_limit"}, {"kind": "near_limit"}]
    summary.count({"status": "read", "flags": flags})
    summary.count({"status": "unreadable", "flags": [], "error": "timeout"})
    summary.count({"status": "unreadable", "flags": []})
    assert summary.as_json()["flags"] == {"above_limit": 1, "near_limit": 1}
    assert summary.as_json()["causes"] == {"timeout": 1, "no_text": 1}


def test_help_comes_without_dask():
    heavy = {"dask", "distributed", "numpy", "fsspec", "rich"}
    code = f"import sys, scanner.cli; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_windows_is_told_and_the_app_can_be_opened_there():
    """There is no fcntl on Windows, and no way here to say that another run writes to the folder."""
    code = """
import sys
import scanner.batch.contract, scanner.batch.foreign  # other packages ask for their system when they are imported
from scanner.command_line import batch_command
sys.modules["fcntl"] = None
sys.platform = "win32"
import scanner.batch.journal
batch_command.batch(["in"], out="out")
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert told.stderr == "'magnify batch' needs Linux or macOS. On Windows, run it in WSL.\n"
    assert told.returncode == 2
