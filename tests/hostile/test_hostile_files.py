"""Hundreds of files made to break it: each is read or refused by a named error, and nothing is left behind."""

import io
import os
import subprocess
import sys

import pytest
from PIL import Image

from app.engine import Engine
from scanner.errors import DamagedPhotoError, SideTooLongError, TooManyPixelsError
from scanner.photo import open_photo
from scanner.readers import Readers
from scanner.structure import structure
from tests.fakes import Blank, png
from tests.hostile import pictures
from tests.hostile.corpus import corpus
from tests.hostile.trial import ROOT, run

LIMIT_S = 60
LIMIT_BYTES = 1_200_000_000
UNSEEN = ("\x1b", "\x07", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}", "\u2028")


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return run(tmp_path_factory.mktemp("hostile"), corpus())


@pytest.mark.engine
class TestCommandLine:
    def test_there_are_enough_of_them(self):
        assert len(corpus()) >= 800
        assert len({case.name for case in corpus()}) == len(corpus())

    def test_every_file_has_its_answer_and_the_program_ends_as_it_says(self, trial):
        assert trial.code == 1
        assert len(trial.records) == len(trial.cases)
        assert "Traceback" not in trial.errors

    def test_each_is_read_or_refused_by_the_error_that_it_deserves(self, trial):
        pairs = zip(trial.cases, trial.records, strict=True)
        wrong = [
            (case.name, r.get("error"), r["reason"]) for case, r in pairs if r.get("error") not in case.may
        ]
        assert wrong == []

    def test_none_takes_long_and_all_fit_in_memory(self, trial):
        slow = [(r["photo"], r["seconds"]) for r in trial.records if r["seconds"] > LIMIT_S]
        assert slow == []
        assert trial.peak_bytes < LIMIT_BYTES

    def test_nothing_is_left_behind_and_nothing_is_touched(self, trial):
        assert trial.left == ()
        assert trial.changed == ()
        assert all(name.endswith(".magnify.png") for name in trial.pictures)
        told = [line for line in trial.errors.splitlines() if line.startswith("Wrote ")]
        assert len(told) == len(trial.pictures) > 100

    def test_nothing_is_said_but_by_the_program_itself(self, trial):
        own = ("Wrote ", "The picture of ", "Tesseract ")
        assert [line for line in trial.errors.splitlines() if not line.startswith(own)] == []

    def test_what_is_said_shows_every_character_of_a_name(self, trial):
        assert not any(sign in trial.errors for sign in UNSEEN)


def test_a_person_sees_every_character_of_a_name(tmp_path):
    names = [case.name for case in corpus() if case.kind == "name"]
    for name in names:
        (tmp_path / name).write_bytes(b"no picture")
    command = [
        sys.executable,
        "-c",
        "from scanner.cli import main; main()",
        "scan",
        "--reader=tesseract",
        "--",
        *names,
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "2000"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    said = (done.stdout + done.stderr).decode("utf-8")
    assert not any(sign in said for sign in UNSEEN)
    assert "two\\nlines.png" in said
    assert "Traceback" not in said


def test_the_app_has_an_answer_for_each():
    engine = Engine(lambda: Readers(Blank(), None))
    for case in corpus():
        if case.data is None or len(case.data) > 45_000_000 or case.kind in {"cut", "name", "bomb", "heavy"}:
            continue
        job = engine.submit(case.data)
        assert engine.wait(job, LIMIT_S), case.name
        assert job.outcome.cause in case.may, (case.name, job.outcome.told(case.name))
        assert job.data == b""


def test_a_jpeg_of_endless_passes_is_refused_before_they_are_made():
    with pytest.raises(DamagedPhotoError, match="passes"):
        open_photo(pictures.many_scans(800, 800, 3_000))
    assert structure("JPEG", pictures.sound()["jpeg"]).passes == 1
    assert 2 < structure("JPEG", pictures.sound()["progressive"]).passes <= 12


def test_passes_of_the_pictures_behind_and_inside_a_jpeg_are_not_its_own():
    data = pictures.with_segment(0xE1, b"Exif\0\0" + b"\xff\xda\0\2" * 100)
    assert structure("JPEG", data + b"\xff\xda\0\2" * 100).passes == 1
    assert open_photo(data).width == 240


def test_a_side_that_no_step_can_take_is_refused():
    with pytest.raises(SideTooLongError, match="32,000"):
        open_photo(pictures.grey_png(32_008, 2))
    assert open_photo(pictures.grey_png(32_000, 2)).width == 32_000


def test_a_tile_larger_than_any_photo_is_refused():
    with pytest.raises(TooManyPixelsError):
        open_photo(pictures.tiled(16_000))


def test_a_webp_is_refused_where_its_decoder_would_need_too_much():
    file = io.BytesIO()
    Image.new("L", (8_000, 5_008)).save(file, "WEBP", lossless=True, method=0)
    with pytest.raises(TooManyPixelsError, match="40 megapixels"):
        open_photo(file.getvalue())


@pytest.mark.parametrize("size", [(1, 1), (1, 9_000), (9_000, 1), (3, 30_000), (30_000, 3)])
def test_a_photo_of_any_shape_is_looked_at(size):
    engine = Engine(lambda: Readers(Blank(), None))
    job = engine.submit(png(open_photo(pictures.saved(Image.new("RGB", size), "PNG")).pixels))
    assert engine.wait(job, LIMIT_S)
    assert job.outcome.cause is None, job.outcome.told("thin.png")
