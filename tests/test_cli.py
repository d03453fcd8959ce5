"""The command line: what a person and what a program gets, in every case, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner

from scanner import cli, readers
from scanner.command_line import terminal
from scanner.errors import ReaderFailedError, ReaderMissingError
from scanner.page import Word
from scanner.readers import Readers

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "samples" / "pictures"

LINES = (
    "Supplement Facts",
    "Serving Size: 2 Capsules",
    "Servings Per Container: 60",
    "Amount Per Serving   % Daily Value",
    "Magnesium (as Magnesium Bisglycinate)   200 mg   48%",
)


def words_of(lines):
    """Lines as an engine returns them; cells stand three spaces apart."""
    found = []
    for number, line in enumerate(lines):
        x, y = 20, 20 + 40 * number
        for cell in line.split("   "):
            width = 11 * len(cell)
            quad = ((x, y), (x + width, y), (x + width, y + 24), (x, y + 24))
            found.append(Word(cell, quad, 0.99))
            x += width + 60
    return tuple(found)


class FakeReader:
    """Reads recorded words, whatever the picture; raises instead when the picture's first pixel says so."""

    name = "fake"

    def __init__(self, lines=LINES):
        self.words = words_of(lines)

    def read(self, image, scale, known=()):
        if image[0, 0, 0] == 1:
            raise ReaderFailedError("fake", "it has had enough")
        if image[0, 0, 0] == 2:
            raise ZeroDivisionError("division by zero")
        if image[0, 0, 0] == 3:
            raise KeyboardInterrupt
        if image[0, 0, 0] == 4:
            raise MemoryError
        return self.words


@pytest.fixture
def run(monkeypatch):
    """Runs the command with a fake reader; gives exit code, standard output and standard error."""

    def with_lines(*arguments, lines=LINES, note=None, stdin=None):
        monkeypatch.setattr(
            readers, "open_readers", lambda choice, threads: Readers(FakeReader(lines), None, note)
        )
        return CliRunner().invoke(cli.app, [str(each) for each in arguments], input=stdin)

    return with_lines


@pytest.fixture
def photo(tmp_path):
    def named(name="label.png", first_pixel=200):
        image = np.full((300, 900, 3), 200, np.uint8)
        image[0, 0] = first_pixel
        Pillow.fromarray(image).save(tmp_path / name)
        return tmp_path / name

    return named


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


# Scan, for programs


def test_one_line_per_photo_in_the_order_given(run, photo):
    given = [photo("b.png"), photo("a.png"), photo("c.png")]
    result = run("scan", *given, "--json")
    assert result.exit_code == 0
    assert [record["photo"] for record in records(result)] == ["b.png", "a.png", "c.png"]
    first = records(result)[0]
    assert first["magnesium"]["elemental_mg"] == 200
    assert first["magnesium"]["forms"] == ["bisglycinate"]
    assert first["serving"] == {
        "quantity": 2, "unit": "capsule", "weight_g": None, "per_container": 60,
        "servings_per_day": None, "servings_per_day_high": None,
    }  # fmt: skip
    assert first["reader"] == "fake"
    assert "error" not in first


def test_photos_that_fail_get_their_line_and_the_others_go_on(run, photo, tmp_path):
    empty = tmp_path / "empty.jpg"
    empty.touch()
    text = tmp_path / "text.jpg"
    text.write_text("this is no picture")
    given = [
        tmp_path / "gone.jpg", tmp_path, empty, text, photo("reader.png", 1), photo("fault.png", 2),
        photo("memory.png", 4), photo("good.png"),
    ]  # fmt: skip
    result = run("scan", *given, "--json")
    found = records(result)
    assert result.exit_code == 1
    assert [record.get("error") for record in found] == [
        "not_found", "not_a_file", "empty", "not_an_image", "reader_failed", "internal", "memory", None,
    ]  # fmt: skip
    for record in found[:-1]:
        assert record["status"] == "unreadable"
        assert record["reason"]
        assert record["fields"] == {}
        assert record["flags"] == []
        assert record["magnesium"]["elemental_mg"] is None
        assert record["serving"]["quantity"] is None
    assert found[-1]["magnesium"]["elemental_mg"] == 200


def test_failed_and_good_lines_have_the_same_keys(run, photo, tmp_path):
    bad, good = records(run("scan", tmp_path / "gone.jpg", photo(), "--json"))
    assert set(bad) == {*good, "error"}
    assert set(bad["magnesium"]) == set(good["magnesium"])
    assert set(bad["serving"]) == set(good["serving"])


def test_a_fault_of_the_program_asks_for_a_report_and_names_its_place(run, photo):
    (record,) = records(run("scan", photo("fault.png", 2), "--json"))
    assert "ZeroDivisionError" in record["reason"]
    assert "test_cli.py" in record["reason"]
    assert "report" in record["reason"]


def test_a_pattern_that_matches_nothing_says_so(run):
    (record,) = records(run("scan", "none/*.jpg", "--json"))
    assert record["reason"].startswith("No file matches '*.jpg'")


def test_a_file_name_that_is_no_text_is_written_as_escapes(run, photo, tmp_path):
    name = os.fsdecode(b"caf\xe9.png")
    try:
        photo().rename(tmp_path / name)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (record,) = records(run("scan", tmp_path / name, "--json"))
    assert record["photo"] == "caf\\udce9.png"
    assert record["magnesium"]["elemental_mg"] == 200


def test_json_is_ascii_so_that_nothing_on_the_label_can_act(run, photo):
    lines = (*LINES[:4], "Magnesium \u202e\x1b[31m (as Magnesium Bisglycinate)   200 mg   48%")
    result = run("scan", photo(), "--json", lines=lines)
    assert result.exit_code == 0
    assert result.stdout.isascii()
    assert "\x1b" not in result.stdout


# Scan, for people


def test_the_answer_comes_first_in_one_plain_sentence(run, photo):
    result = run("scan", photo())
    lines = [line for line in result.stdout.splitlines() if line]
    assert "200 mg elemental magnesium (as bisglycinate) in 2 capsules." in lines
    assert lines.index("200 mg elemental magnesium (as bisglycinate) in 2 capsules.") <= 2
    assert "“200 mg”" in result.stdout
    assert "sure" in result.stdout
    assert "\x1b" not in result.stdout  # no colour where there is no terminal


def test_what_was_not_read_is_a_word(run, photo):
    result = run("scan", photo(), lines=LINES[:3])
    assert result.exit_code == 0
    assert "unknown" in result.stdout
    assert "missing" in result.stdout
    assert "0 mg" not in result.stdout


def test_markup_and_control_characters_of_the_label_do_not_act(run, photo):
    lines = (*LINES[:4], "Magnesium [red]\x1b[2J\u202e(as Magnesium Bisglycinate)[/red]   200 mg   48%")
    result = run("scan", photo("[bold]x.png"), lines=lines)
    assert "[bold]x.png" in result.stdout.replace("\n", "")  # a long path is wrapped
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "[red]" in result.stdout


def test_a_photo_that_fails_says_why(run, tmp_path):
    result = run("scan", tmp_path / "gone.jpg")
    assert result.exit_code == 1
    assert "There is no file 'gone.jpg'" in result.stdout.replace("\n", " ")


def test_the_readers_note_is_told_once_beside_the_results(run, photo):
    result = run("scan", photo("a.png"), photo("b.png"), "--json", note="There is no Tesseract.")
    assert result.stderr == "There is no Tesseract.\n"
    assert len(records(result)) == 2


def test_nothing_else_is_said_where_there_is_no_terminal(run, photo):
    assert run("scan", photo()).stderr == ""


def test_progress_is_shown_on_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    with terminal.progress("1/2 [red]\x1b]0;x.jpg") as tell:
        tell("looking closer")
    assert "1/2 [red]\\x1b]0;x.jpg" in shown.getvalue()


# Pictures


def test_save_picture_writes_a_picture_beside_the_results(run, photo, tmp_path):
    result = run("scan", photo(), "--json", "--save-picture", tmp_path / "out")
    assert result.exit_code == 0
    assert (tmp_path / "out" / "label.magnify.png").is_file()
    assert len(records(result)) == 1
    assert "label.magnify.png" in result.stderr


def test_a_picture_that_cannot_be_written_is_told_and_counts(run, photo, tmp_path):
    (tmp_path / "out" / "label.magnify.png").mkdir(parents=True)
    result = run("scan", photo(), photo("other.png"), "--json", "--save-picture", tmp_path / "out")
    assert result.exit_code == 1
    assert "'label.png' could not be written" in result.stderr
    assert len(records(result)) == 2
    assert (tmp_path / "out" / "other.magnify.png").is_file()


def test_a_picture_folder_that_cannot_be_made_is_wrong_usage(run, photo):
    result = run("scan", photo(), "--save-picture", photo("file.png"))
    assert result.exit_code == 2
    assert "--save-picture" in result.stderr
    assert result.stdout == ""


# Wrong usage, faults, and being stopped


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan"],
        ["scan", "a.jpg", "--reader", "eyes"],
        ["scan", "a.jpg", "--threads", "0"],
        ["scan", "a.jpg", "--no-such-option"],
        ["no-such-command"],
        ["rank", "results.jsonl"],
    ],
)
def test_wrong_usage_is_exit_2(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage" in result.stderr


def test_a_reader_that_is_not_installed_is_exit_2_with_the_remedy(monkeypatch, photo):
    def no_readers(choice, threads):
        raise ReaderMissingError(choice, "Install it.")

    monkeypatch.setattr(readers, "open_readers", no_readers)
    result = CliRunner().invoke(cli.app, ["scan", str(photo()), "--reader", "tesseract"])
    assert result.exit_code == 2
    assert result.stderr == "The reader 'tesseract' is not installed. Install it.\n"


def test_a_fault_outside_the_photos_is_a_sentence_too(monkeypatch, photo):
    def broken(choice, threads):
        raise ImportError("libsomething.so is missing")

    monkeypatch.setattr(readers, "open_readers", broken)
    result = CliRunner().invoke(cli.app, ["scan", str(photo())])
    assert result.exit_code == terminal.FAULT
    assert "ImportError: libsomething.so is missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_ctrl_c_keeps_the_lines_written_so_far(run, photo):
    result = run("scan", photo("a.png"), photo("stop.png", 3), photo("c.png"), "--json")
    assert result.exit_code == terminal.STOPPED == 130
    assert [record["photo"] for record in records(result)] == ["a.png"]
    assert result.stderr == "Stopped.\n"


def magnify(*arguments, **options):
    """The command in a process of its own, as a person's shell starts it."""
    command = [sys.executable, "-c", "from scanner.cli import main; main()", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_broken_pipe_is_quiet():
    with magnify("forms", "--json", stdin=subprocess.PIPE) as process:
        process.stdin.write(b"magnesium citrate\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["forms"] == ["citrate"]  # each line comes at once
        process.stdout.close()
        process.stdin.write(b"magnesium oxide\n" * 5)
        process.stdin.close()
        assert process.wait(20) == terminal.PIPE_CLOSED
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_ends_the_process_cleanly():
    with magnify("forms", "--json", stdin=subprocess.PIPE) as process:
        process.stdin.write(b"magnesium citrate\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == terminal.STOPPED
        assert process.stderr.read() == b"Stopped.\n"


def test_help_and_forms_import_no_engine():
    told = "import sys; from scanner.cli import app\ntry: app(sys.argv[1:])\nexcept SystemExit: pass\n"
    told += "print(sorted({'numpy', 'cv2', 'pandas', 'PIL', 'rapidocr', 'onnxruntime'} & set(sys.modules)))"
    for arguments in (["--help"], ["forms"]):
        done = subprocess.run(
            [sys.executable, "-c", told, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "[]"


# Through the real engines


@pytest.mark.engine
def test_a_drawn_label_is_read_through_the_real_engine():
    picture = PICTURES / "us_classic-clean-1.jpg"
    if not picture.is_file():
        pytest.skip("samples/pictures is not drawn")
    truth = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
    result = CliRunner().invoke(cli.app, ["scan", str(picture), "--json"])
    (record,) = records(result)
    assert result.exit_code == 0, record["reason"]
    assert record["magnesium"]["elemental_mg"] in truth["elemental_mg"]
    assert record["magnesium"]["forms"] == truth["forms"]
