"""No photo, no printed word and no count of anything leaves the machine, or stays on it unasked."""

import ast
import contextlib
import json
import logging
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.engine import Engine
from scanner.cli import APP_OPTIONS
from scanner.readers import Readers
from tests.fakes import Crashing, Recorded, blank_photo, png
from tests.hostile import sealed
from tests.pages import US, page

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "pictures"
SECRET = "Zyxwvut Secret Brand"
LABEL = page(SECRET, *US, "Magnesium (as citrate)  200 mg  48%").words
SILENCED_BY_TESTS = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "GITHUB_ACTIONS", "TF_BUILD")
"""Where one of these is set, onnxruntime reports nothing anyway, and a test could not fail."""

needs_seal = pytest.mark.skipif(
    not sealed.can_seal(), reason="this system cannot kill a process for a connection"
)


def environment(home, **more):
    kept = {name: value for name, value in os.environ.items() if name not in SILENCED_BY_TESTS}
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        kept.pop(name, None)
    (home / "tmp").mkdir(parents=True)
    return {**kept, "HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONPATH": str(ROOT), **more}


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


@needs_seal
class TestSeal:
    """The seal itself: without it nothing below could fail."""

    @pytest.mark.parametrize(
        "program",
        [
            "import socket; socket.socket().connect(('127.0.0.1', 9))",
            "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
            "import socket; socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('127.0.0.1', 9))",
            "import ctypes; c = ctypes.CDLL(None); c.connect(c.socket(2, 1, 0), bytes(16), 16)",
            (
                "import subprocess, sys; r = subprocess.run([sys.executable, '-c', 'import socket;"
                'socket.socket().connect(("127.0.0.1", 9))\']); import os, signal; os.kill(os.getpid(), -r.returncode)'
            ),
        ],
        ids=["connect", "sendto", "sendmsg", "native", "started"],
    )
    def test_connecting_and_sending_end_the_process(self, program):
        assert self.sealed(program).returncode == sealed.KILLED

    def test_what_stays_within_the_process_does_not(self):
        assert (
            self.sealed("import socket; socket.socketpair(); socket.socket(socket.AF_INET)").returncode == 0
        )

    def test_an_answer_on_a_connection_that_another_opened_does_not(self):
        program = "import socket; ours, theirs = socket.socketpair(); ours.send(b'x'); assert theirs.recv(9) == b'x'"
        assert self.sealed(program).returncode == 0

    def sealed(self, program):
        command = [sys.executable, "-c", f"from tests.hostile.sealed import seal; seal(); {program}"]
        return subprocess.run(command, cwd=ROOT, check=False)


@needs_seal
@pytest.mark.engine
@pytest.mark.parametrize("reader", ["auto", "tesseract"])
def test_a_scan_connects_to_nothing_and_leaves_nothing(tmp_path, reader):
    """There is no temporary folder for it to write to: whoever asks for one gets an error."""
    program = (
        "import tempfile; tempfile.tempdir = '/there/is/none'; from tests.hostile.sealed import seal; seal();"
        "from scanner.cli import main; main()"
    )
    photos = [str(SAMPLES / "us_classic-clean-1.jpg"), str(SAMPLES / "eu_german-clean-1.jpg"), "nothing.jpg"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, "scan", "--json", "--reader", reader, *photos],
        cwd=tmp_path, env=environment(tmp_path / "home") | {"TMPDIR": "/there/is/none"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    classic, german, nothing = map(json.loads, done.stdout.splitlines())
    assert classic["magnesium"]["elemental_mg"] == 120
    assert ["error" in record for record in (german, nothing)] == [False, True]
    assert files(tmp_path) == []


@needs_seal
@pytest.mark.parametrize(
    "command", [["forms"], ["forms", "magnesium citrate"], ["rank", "a.jsonl", "--goal", "sleep"]]
)
def test_no_other_command_does(tmp_path, command):
    (tmp_path / "a.jsonl").write_text("{}\n")
    program = "from tests.hostile.sealed import seal; seal(); from scanner.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, *command],
        cwd=tmp_path, env=environment(tmp_path / "home"), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert files(tmp_path) == ["a.jsonl"]


@pytest.mark.engine
def test_the_first_reader_reports_nothing_to_its_maker(tmp_path):
    """onnxruntime from 1.29 on makes an id of the machine and sends a report of each session, unless told not to."""
    home = tmp_path / "home"
    program = (
        "from scanner.readers import open_readers; from scanner.pipeline import scan;"
        f"scan({str(SAMPLES / 'us_classic-clean-1.jpg')!r}, open_readers('rapid'));"
        "import ctypes; getenv = ctypes.CDLL(None).getenv; getenv.restype = ctypes.c_char_p;"
        "assert getenv(b'ORT_DISABLE_TELEMETRY') == b'1'"
    )
    subprocess.run([sys.executable, "-B", "-c", program], cwd=ROOT, env=environment(home), check=True)
    assert files(home) == []


def test_every_use_of_onnxruntime_goes_through_the_module_that_silences_it():
    found = set()
    for path in [*ROOT.glob("scanner/**/*.py"), *ROOT.glob("app/**/*.py"), *ROOT.glob("catalog/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in {"rapidocr", "onnxruntime"} for name in names):
                found.add(path.name)
    assert found == {"networks.py"}


class TestApp:
    def test_it_listens_to_this_machine_alone_and_counts_nothing(self):
        settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
        assert settings["server"]["address"] == "localhost"
        assert settings["server"]["showEmailPrompt"] is False
        assert settings["browser"]["gatherUsageStats"] is False
        assert settings["client"]["showErrorDetails"] == "none"
        assert {"--server.address=localhost", "--browser.gatherUsageStats=false"} <= set(APP_OPTIONS)

    def test_its_pages_name_no_address_that_a_browser_would_fetch(self):
        styles = sorted((ROOT / "app").glob("*.css"))
        assert styles
        style = "".join(path.read_text("utf-8") for path in styles)
        assert not re.search(r"url\(|@import|//", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))

    def test_a_photo_that_is_read_is_on_no_disk(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(socket.socket, "connect", denied)
        engine = Engine(lambda: Readers(Recorded([LABEL]), None))
        job = engine.submit(png(blank_photo()))
        assert engine.wait(job, 20)
        assert job.outcome.cause is None
        assert job.data == b""
        assert files(tmp_path) == []


def denied(self, address):
    raise AssertionError(f"a connection to {address}")


@pytest.mark.parametrize("reader", [Recorded([LABEL]), Crashing(), Recorded([])])
def test_logs_hold_no_text_of_a_label_and_no_name(reader, caplog, capfd):
    with caplog.at_level(logging.DEBUG), contextlib.suppress(ValueError):
        engine = Engine(lambda: Readers(reader, None))
        job = engine.submit(png(blank_photo(301)))
        assert engine.wait(job, 20)
    out, said = capfd.readouterr()
    assert SECRET not in caplog.text + out + said


def test_the_page_on_privacy_is_short_and_names_what_is_true():
    text = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) <= 10
    for word in ("MAGNIFY_SHELF=session", "shelf.sqlite3", "ORT_DISABLE_TELEMETRY", "--save-picture"):
        assert word in text
