"""Several processes: the same results, and whatever a photo does to its process costs that photo only."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from scanner.batch import cluster
from scanner.batch.errors import ClusterError
from scanner.batch.folder import photos as photos_in
from scanner.batch.journal import Journal
from scanner.batch.order import Order, carry_out
from scanner.batch.run import run
from scanner.batch.tally import Tally
from scanner.errors import ReaderMissingError
from tests.batch.readers import EATS, FAILS, HANGS, HOLDS, KILLS, SLOW, open_none, open_painted, photo
from tests.patience import patience

ROOT = Path(__file__).parent.parent
LIMIT_S = 8.0
"""Long enough for a photo that eats memory to have eaten it, on a busy machine too."""
PASSING_HERE = {"timeout", "memory", "killed"}


def folder_of(home, *photos):
    home.mkdir(exist_ok=True)
    for number, data in enumerate(photos):
        (home / f"{number:03}.png").write_bytes(data)
    return home


def rows(out):
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]


def comparable(out):
    dropped = {"seconds", "stamp", "version"}
    return sorted(json.dumps({key: row[key] for key in row if key not in dropped}) for row in rows(out))


def in_process(out, photos):
    carry_out(Order((str(photos),), out, opener=open_painted), Tally(), lambda: None)


def test_poison_costs_itself_and_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "memory_limit", lambda jobs: 600_000_000)
    poison = {3: HANGS, 5: EATS, 6: KILLS, 8: HOLDS, 9: FAILS}
    photos = folder_of(tmp_path / "in", *(photo(n, poison.get(n, 200)) for n in range(14)))
    order = Order((str(photos),), tmp_path / "out", jobs=2, limit_s=patience(LIMIT_S), opener=open_painted)
    summary = carry_out(order, Tally(), lambda: None)
    found = {row["photo"]: row.get("error") for row in rows(tmp_path / "out")}
    assert len(rows(tmp_path / "out")) == len(found) == 14
    assert {name: error for name, error in found.items() if error} == {
        "003.png": "timeout", "005.png": "memory", "006.png": "killed", "008.png": "killed", "009.png": "reader_failed",
    }  # fmt: skip
    assert summary.statuses["read"] == 9
    assert all(
        row["photo"] in row["reason"] for row in rows(tmp_path / "out") if row.get("error") in PASSING_HERE
    )


def test_a_worker_killed_in_the_middle_of_a_photo_loses_nothing(tmp_path):
    photos = folder_of(tmp_path / "in", *(photo(number, SLOW) for number in range(12)))
    tally = Tally()
    killed = []

    def watch():
        if tally.read == 2 and not killed:
            workers = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
            killed.append(workers[0])
            workers[0].kill()

    with cluster.local(open_painted, 20.0, 2) as engine, Journal(tmp_path / "out", "1") as journal:
        run(photos_in(photos), journal, engine, tally, watch)
    assert killed
    in_process(tmp_path / "alone", photos)
    assert comparable(tmp_path / "out") == comparable(tmp_path / "alone")


def test_the_parent_killed_leaves_no_process_and_is_resumed(tmp_path):
    photos = folder_of(tmp_path / "in", *(photo(number, SLOW) for number in range(8)))
    command = [sys.executable, "-m", "tests.batch.run", str(tmp_path / "out"), "2", str(photos)]
    process = subprocess.Popen(command, cwd=ROOT)
    children = []
    while not (tmp_path / "out" / "results.jsonl").exists() or len(rows(tmp_path / "out")) < 2:
        assert process.poll() is None
        children = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.05)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=15)
    assert not alive
    in_process(tmp_path / "out", photos)  # whoever reads, the journal is the same
    assert sorted(row["photo"] for row in rows(tmp_path / "out")) == sorted(
        path.name for path in photos.iterdir()
    )


_RUN = """
from scanner.batch import order
from tests.batch.readers import open_painted
order.partial = lambda *_: open_painted
from scanner.cli import main
main()
"""


def test_an_interrupt_of_all_processes_ends_it_without_a_word_from_the_workers(tmp_path):
    photos = folder_of(tmp_path / "in", *(photo(number, SLOW) for number in range(30)))
    out = tmp_path / "out"
    command = [sys.executable, "-c", _RUN, "batch", str(photos), "--out", str(out), "--jobs", "2", "--quiet"]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE, text=True)
    while not (out / "results.jsonl").exists() or not rows(out):
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert re.fullmatch(
        r"Stopped; \d+ photos? (is|are) saved\. Run the same command again to go on\.\n", said
    )


def test_readers_that_do_not_open_in_the_workers_stop_it(tmp_path):
    photos = folder_of(tmp_path / "in", photo(1))
    with (
        cluster.local(open_none, 20.0, 1) as engine,
        Journal(tmp_path / "out", "1") as journal,
        pytest.raises(ReaderMissingError),
    ):
        run(photos_in(photos), journal, engine, Tally(), lambda: None)


# A scheduler and workers that were started by hand


@contextmanager
def dask_process(kind, *arguments):
    """``dask scheduler`` or ``dask worker`` on the loopback address; what it said so far is in ``said``."""
    command = [sys.executable, "-m", "dask", kind, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    said = []
    listener = threading.Thread(target=lambda: said.extend(iter(process.stderr.readline, "")))
    listener.start()
    try:
        yield process, said
    finally:
        for child in (*psutil.Process(process.pid).children(recursive=True), process):
            child.kill()
        process.wait()
        listener.join()
        process.stderr.close()


def address_of(said):
    for _ in range(300):
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", "".join(said)):
            return found[1]
        time.sleep(0.1)
    raise AssertionError("".join(said))


def test_a_cluster_on_two_ports_with_one_worker_killed_half_way(tmp_path):
    photos = folder_of(tmp_path / "in", *(photo(number, SLOW) for number in range(16)))
    scheduler = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
    worker = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path))
    with dask_process("scheduler", *scheduler) as (_, said):
        address = address_of(said)
        with dask_process("worker", address, *worker) as (first, _), dask_process("worker", address, *worker):
            tally = Tally()

            def watch():
                if tally.read == 8:
                    first.send_signal(signal.SIGKILL)

            order = Order((str(photos),), tmp_path / "out", cluster=address, opener=open_painted)
            summary = carry_out(order, tally, watch)
    assert summary.statuses["read"] == 16
    in_process(tmp_path / "alone", photos)
    assert comparable(tmp_path / "out") == comparable(tmp_path / "alone")


def test_no_scheduler_says_how_to_start_one(monkeypatch):
    monkeypatch.setattr(cluster, "_FIRST_WORKER_S", 1.0)
    with (
        pytest.raises(ClusterError, match="dask scheduler"),
        cluster.existing(open_painted, 1.0, "tcp://127.0.0.1:1"),
    ):
        pass


def stop_all(workers):
    for worker in workers:
        worker.send_signal(signal.SIGSTOP)


def test_stopped_processes_are_given_up_from_outside_and_the_others_read(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_SILENCE_S", 12.0)
    photos = folder_of(tmp_path / "in", *(photo(number, SLOW) for number in range(16)))
    tally, stopped = Tally(), []

    def watch():
        if tally.read == 4 and not stopped:
            workers = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
            stopped.extend(workers)
            stop_all(workers)

    with cluster.local(open_painted, 2.0, 2) as engine, Journal(tmp_path / "out", "1") as journal:
        run(photos_in(photos), journal, engine, tally, watch)
    assert len(stopped) == 2
    assert not any(worker.is_running() for worker in stopped)
    causes = [row.get("error") for row in rows(tmp_path / "out")]
    assert len(causes) == 16
    assert causes.count("timeout") == 2  # what they were at when they were stopped
    assert causes.count(None) == 14


def test_nothing_stays_in_the_temporary_folder(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    photos = folder_of(tmp_path / "in", *(photo(number) for number in range(4)))
    order = Order((str(photos),), tmp_path / "out", jobs=2, limit_s=patience(LIMIT_S), opener=open_painted)
    assert carry_out(order, Tally(), lambda: None).statuses["read"] == 4
    assert list((tmp_path / "tmp").iterdir()) == []
