"""A batch in one process: the same results as one scan after the other, each photo once, errors as rows."""

import csv
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest

from catalog.rank_file import rank_file
from scanner.attempt import attempt
from scanner.batch.desk import Reading
from scanner.batch.entry import Entry
from scanner.batch.errors import FolderError
from scanner.batch.journal import Journal
from scanner.batch.order import Order, carry_out
from scanner.batch.results import results_of
from scanner.batch.run import run
from scanner.batch.tally import Tally
from scanner.errors import ReaderMissingError
from scanner.records import Scan
from scanner.scan_json import to_json
from tests.batch.readers import FAILS, FAULT, HANGS, SLOW, open_none, open_painted, photo
from tests.patience import patience

ROOT = Path(__file__).parent.parent


def folder_of(home, *photos):
    home.mkdir(exist_ok=True)
    for number, data in enumerate(photos):
        (home / f"{number:03}.png").write_bytes(data)
    return home


def carried_out(out, *sources, **more):
    tally = Tally()
    order = Order(tuple(map(str, sources)), out, **({"opener": open_painted, "limit_s": 5.0} | more))
    return carry_out(order, tally, lambda: None), tally


def rows(out):
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]


def comparable(record):
    return {
        key: value for key, value in record.items() if key not in {"seconds", "source", "stamp", "version"}
    }


def test_results_are_those_of_scan_field_by_field(tmp_path):
    photos = folder_of(
        tmp_path / "in", photo(1), photo(2), photo(3, FAILS), photo(4, FAULT), b"no picture", photo(5)
    )
    carried_out(tmp_path / "out", photos)
    readers = open_painted()
    found = {row["photo"]: comparable(row) for row in rows(tmp_path / "out")}
    assert len(found) == 6
    for path in photos.iterdir():
        expected = comparable(attempt(path, readers, lambda _: None).as_json())
        if "error" in expected:  # the content's mark is known here even when the photo could not be read
            expected["sha256"] = found[path.name]["sha256"]
        assert found[path.name] == expected


def test_errors_are_rows_with_a_cause_and_the_others_go_on(tmp_path):
    photos = folder_of(
        tmp_path / "in", photo(1), b"", b"no picture", photo(2)[:100], photo(3, FAILS), photo(4, FAULT)
    )
    summary, tally = carried_out(tmp_path / "out", photos, tmp_path / "gone.jpg")
    assert {row["photo"]: row.get("error") for row in rows(tmp_path / "out")} == {
        "000.png": None, "001.png": "empty", "002.png": "not_an_image", "003.png": "truncated",
        "004.png": "reader_failed", "005.png": "internal", "gone.jpg": "not_found",
    }  # fmt: skip
    assert summary.statuses == Counter(read=1, unreadable=6)
    assert summary.causes.total() == tally.failed == 6
    assert tally.done == 7


def test_a_photo_that_hangs_is_given_up_and_the_next_is_read_by_fresh_readers(tmp_path):
    photos = folder_of(tmp_path / "in", photo(1), photo(2, HANGS), photo(3))
    limit_s = patience(4)
    carried_out(tmp_path / "out", photos, limit_s=limit_s)
    assert [row.get("error") for row in rows(tmp_path / "out")] == [None, "timeout", None]
    assert f"longer than {limit_s:g} s" in rows(tmp_path / "out")[1]["reason"]


def test_a_rerun_reads_nothing_and_adds_nothing(tmp_path):
    photos = folder_of(tmp_path / "in", photo(1), photo(2, FAILS))
    carried_out(tmp_path / "out", photos)
    before = (tmp_path / "out" / "results.jsonl").read_bytes()
    summary, tally = carried_out(tmp_path / "out", photos, opener=open_none)
    assert (tally.known, tally.read) == (2, 0)
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == before
    assert summary.photos == 2
    assert carried_out(tmp_path / "out", photos, retry=True)[1].read == 1


def test_the_same_photo_is_read_once_even_while_it_is_being_read(tmp_path):
    photos = folder_of(tmp_path / "in", photo(1), photo(1), photo(2), photo(1))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "copy.png").write_bytes(photo(2))
    summary, tally = carried_out(tmp_path / "out", photos, tmp_path / "more")
    assert (tally.read, tally.same) == (2, 3)
    assert (summary.photos, summary.same, summary.statuses["read"]) == (5, 3, 5)
    assert sum("same_as" in row for row in rows(tmp_path / "out")) == 3


def test_readers_that_do_not_open_stop_it_at_once(tmp_path):
    with pytest.raises(ReaderMissingError):
        carried_out(tmp_path / "out", folder_of(tmp_path / "in", photo(1)), opener=open_none)
    assert rows(tmp_path / "out") == []


def test_tables_have_a_row_for_each_photo_and_can_be_ranked(tmp_path):
    photos = folder_of(tmp_path / "in", photo(1), photo(2), photo(2), b"no picture")
    photos.joinpath("=cmd.png").write_bytes(photo(3))
    out = tmp_path / "out"
    carried_out(out, photos, formats=("csv", "parquet"))
    with (out / "results.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["photo"] for row in table] == ["000.png", "001.png", "002.png", "003.png", "'=cmd.png"]
    assert [row["elemental_mg"] for row in table] == ["200", "200", "200", "", "200"]
    assert [row["error"] for row in table] == ["", "", "", "not_an_image", ""]
    assert table[2]["same_as"] == str(photos / "001.png")
    whole = pq.read_table(out / "results.parquet").to_pylist()
    assert whole[0]["forms"] == ["bisglycinate"]
    assert whole[4]["photo"] == "=cmd.png"
    for name in ("results.parquet", "results.csv"):
        ranking = rank_file(out / name, "sleep")
        # The repeated photo is no second product.
        assert (ranking["ranked"], len(ranking["unranked"])) == (3, 1)
    summary = json.loads((out / "summary.json").read_text())
    assert summary["statuses"]["read"] == 4
    assert summary["causes"] == {"not_an_image": 1}
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]


def test_the_panels_have_a_line_for_each_row(tmp_path):
    photos = folder_of(tmp_path / "in", photo(1), photo(2), photo(2), b"no picture")
    out = tmp_path / "out"
    carried_out(out, photos, formats=("csv", "parquet", "jsonl"))
    with (out / "panel.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [(line["photo"], line["row"], line["photo_source"]) for line in table] == [
        (name, "1", str(photos / name)) for name in ("000.png", "001.png", "002.png")
    ]
    assert {
        name: table[2][name] for name in ("name", "source", "amount", "unit", "percent", "per", "state")
    } == {
        "name": "Magnesium",
        "source": "as Magnesium Bisglycinate",
        "amount": "200",
        "unit": "mg",
        "percent": "48",
        "per": "serving",
        "state": "sure",
    }
    whole = pq.read_table(out / "panel.parquet").to_pylist()
    assert [line["amount"] for line in whole] == [200.0] * 3
    assert whole[0]["version"] == rows(out)[0]["version"]
    assert not (out / "panel.jsonl").exists()  # results.jsonl has them
    (out / "panel.csv").unlink()
    carried_out(out, formats=("csv",), opener=open_none)
    with (out / "panel.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == table


def test_tables_can_be_written_again_without_reading(tmp_path):
    out = tmp_path / "out"
    carried_out(out, folder_of(tmp_path / "in", photo(1)), formats=("csv",))
    (out / "results.csv").unlink()
    carried_out(out, formats=("csv", "parquet"), opener=open_none)
    assert (out / "results.csv").is_file()
    assert (out / "results.parquet").is_file()


def test_photos_of_one_product_become_one_row(tmp_path):
    photos = folder_of(tmp_path / "in")
    for name, data in (
        ("acme-front.png", photo(1, FAILS)),
        ("acme-back.png", photo(2)),
        ("other.png", photo(3)),
    ):
        (photos / name).write_bytes(data)
    out = tmp_path / "out"
    carried_out(out, photos, by="name", formats=("csv", "jsonl"))
    products = [json.loads(line) for line in (out / "products.jsonl").read_text().splitlines()]
    assert [(one["photo"], one["photos"], one["magnesium"]["elemental_mg"]) for one in products] == [
        ("acme", ["acme-back.png", "acme-front.png"], 200), ("other", ["other.png"], 200),
    ]  # fmt: skip
    assert rank_file(out / "products.csv", "sleep")["ranked"] == 2


def test_a_table_that_cannot_be_written_says_that_the_results_are_safe(tmp_path):
    out = tmp_path / "out"
    photos = folder_of(tmp_path / "in", photo(1))
    order = Order((str(photos),), out, opener=open_painted)
    with pytest.raises(FolderError, match=r"saved in results\.jsonl"):
        carry_out(order, Tally(), lambda: (out / "results.csv").mkdir(exist_ok=True))
    assert len(rows(out)) == 1


# Whatever ends the program


def started(out, jobs, *sources):
    command = [sys.executable, "-m", "tests.batch.run", out, jobs, *sources]
    return subprocess.Popen([str(part) for part in command], cwd=ROOT)


def lines_in(out):
    path = out / "results.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_killed_at_any_moment_and_resumed_each_photo_is_there_once(tmp_path):
    photos = folder_of(tmp_path / "in", *(photo(number, SLOW) for number in range(12)))
    out = tmp_path / "out"
    for goal, later in ((1, 0.0), (3, 0.1), (5, 0.17), (7, 0.22), (9, 0.05)):
        process = started(out, 1, photos)
        deadline = time.monotonic() + 30
        while lines_in(out) < goal and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(later)
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert started(out, 1, photos).wait() == 0
    sources = [row["source"] for row in rows(out)]
    assert sorted(sources) == sorted(str(path) for path in photos.iterdir())
    assert pq.read_table(out / "results.parquet").num_rows == 12


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 kB; skipped where this person may not mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_stops_it_with_all_results_whole_and_it_goes_on(small_disk, tmp_path):
    photos = folder_of(tmp_path / "in", *map(photo, range(40)))
    with pytest.raises(FolderError, match="no room left"):
        carried_out(small_disk / "out", photos)
    saved = rows(small_disk / "out")
    assert 5 < len(saved) < 40
    with pytest.raises(FolderError, match="no room left"):
        carried_out(small_disk / "out", photos)
    assert rows(small_disk / "out") == saved
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    tally = carried_out(small_disk / "out", photos)[1]
    assert (tally.known, tally.read) == (len(saved), 40 - len(saved))
    assert len(rows(small_disk / "out")) == 40


def test_a_disk_that_is_read_only_says_so_before_anything_is_read(small_disk, tmp_path):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(FolderError, match="Read-only file system"):
        carried_out(small_disk / "out", folder_of(tmp_path / "in", photo(1)), opener=open_none)


# Many


class Instant:
    """An engine that knows every photo at once."""

    shares_files = False

    def readings(self, tasks):
        for task in tasks:
            if task is not None:
                record = to_json(Scan(task.name, "read", None, None, (), "instant", 0.0))
                yield Reading(task.number, record)


def tiny(count, distinct):
    for number in range(count):
        yield Entry(
            f"{number}.jpg", f"/in/{number}.jpg", lambda n=number: b"%d" % (n % distinct), str(number)
        )


def test_twenty_thousand_entries_pass_quickly_and_take_no_memory(tmp_path):
    rates = []
    before = psutil.Process().memory_info().rss
    for entries, done in ((tiny(10_000, 500), 10_000), (tiny(20_000, 500), 20_000)):
        with Journal(tmp_path, "1") as journal:
            tally, began = Tally(), time.perf_counter()
            run(entries, journal, Instant(), tally, lambda: None)
            rates.append(done / (time.perf_counter() - began))
            assert tally.done == done
    assert psutil.Process().memory_info().rss - before < 50_000_000
    assert (tally.known, tally.read, tally.same) == (10_000, 0, 10_000)
    assert min(rates) > 500
    with Journal(tmp_path, "1") as journal:
        results = results_of(journal)
        assert len(results.places) == 20_000
        assert sum("same_as" in one for one in results.photos()) == 19_500
