"""What a batch did not write is left as it is, whatever it is called and whatever it leads to."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scanner import cli
from scanner.attempt import attempt
from scanner.batch import order
from scanner.batch.errors import FolderError
from scanner.batch.journal import Journal
from tests.batch.readers import open_none, open_painted, photo

ROOT = Path(__file__).parent.parent


@pytest.fixture
def photos(tmp_path):
    home = tmp_path / "in"
    home.mkdir()
    for number in range(2):
        (home / f"{number}.png").write_bytes(photo(number))
    return home


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def batch(monkeypatch, out):
    """Runs the command; the readers open where ``reads``."""
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments, reads=True):
        monkeypatch.setattr(
            order, "open_readers", lambda choice, threads: open_painted() if reads else open_none()
        )
        given = ["batch", *map(str, arguments), "--out", str(out), "--jobs", "1"]
        return CliRunner().invoke(cli.app, given)

    yield run
    signal.signal(signal.SIGTERM, before)


def scan_lines(photos):
    """As ``magnify scan *.png --json > results.jsonl`` writes them."""
    readers = open_painted()
    records = [attempt(path, readers, lambda _: None).as_json() for path in photos.iterdir()]
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


FOREIGN = {
    "notes": lambda photos: b"my notes\nand more\n",
    "scan": scan_lines,
    "scan-cut-off": lambda photos: scan_lines(photos)[:-9],
    "one-line": lambda photos: b"a list",
    "other-json": lambda photos: b'{"source": 1}\n[]\n',
    "zeros": lambda photos: bytes(3000),
    "no-end-of-line": lambda photos: b"x" * 40_000_000,
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("with_source", [True, False])
def test_a_results_file_of_another_is_refused_and_stays(batch, photos, out, kind, with_source):
    content = FOREIGN[kind](photos)
    (out / "results.jsonl").write_bytes(content)
    result = batch(*([photos] if with_source else []), reads=False)
    assert result.exit_code == 2
    assert "was not written by 'magnify batch'" in result.stderr
    assert "--out" in result.stderr
    assert (out / "results.jsonl").read_bytes() == content
    assert [path.name for path in out.iterdir()] == ["results.jsonl"]


@pytest.mark.parametrize("target", ["precious.txt", "empty.txt", "not-there.txt"])
def test_a_link_is_not_followed_out_of_the_folder(batch, photos, out, tmp_path, target):
    (tmp_path / "precious.txt").write_text("precious")
    (tmp_path / "empty.txt").touch()
    (out / "results.jsonl").symlink_to(tmp_path / target)
    assert batch(reads=False).exit_code == 2
    assert batch(photos, reads=False).exit_code == 2
    assert (tmp_path / "precious.txt").read_text() == "precious"
    assert (tmp_path / "empty.txt").read_bytes() == b""
    assert not (tmp_path / "not-there.txt").exists()


_OPEN = """
import sys
from pathlib import Path
from scanner.batch.journal import Journal
Journal(Path(sys.argv[1]), "1")
"""


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_plain_file_is_refused_and_never_waited_for(photos, out, make):
    make(out / "results.jsonl")
    opened = subprocess.run(
        [sys.executable, "-c", _OPEN, out], cwd=ROOT, check=False, capture_output=True, timeout=60
    )
    assert b"FolderError" in opened.stderr
    assert [path.name for path in out.iterdir()] == ["results.jsonl"]


TABLES = {
    "results.csv": b"photo,price\nmine.jpg,3\n",
    "results.parquet": b"no parquet",
    "panel.csv": b"photo,row,per,version,mine\n",
    "panel.parquet": b"no parquet",
    "products.csv": b"photo;status;version\n",
    "products.parquet": b"PAR1",
    "summary.json": b'{"mine": 1}\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_another_is_refused_before_anything_is_read(batch, photos, out, name):
    (out / name).write_bytes(TABLES[name])
    result = batch(photos, "--group", "name", reads=False)
    assert result.exit_code == 2
    assert name in result.stderr
    assert (out / name).read_bytes() == TABLES[name]
    assert [path.name for path in out.iterdir()] == [name]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_table_that_is_no_plain_file_is_refused_and_never_waited_for(batch, photos, out, make):
    make(out / "results.csv")
    assert batch(photos, reads=False).exit_code == 2
    assert [path.name for path in out.iterdir()] == ["results.csv"]


def test_a_column_of_a_person_is_not_thrown_away(batch, photos, out):
    assert batch(photos).exit_code == 0
    head, *rows = (out / "results.csv").read_text().splitlines()
    (out / "results.csv").write_text("\n".join([f"{head},bought", *(f"{row},yes" for row in rows)]))
    assert batch(photos).exit_code == 2
    assert "bought" in (out / "results.csv").read_text()


def test_tables_of_its_own_are_written_again(batch, photos, out):
    options = ("--group", "name", "--format", "csv,parquet,jsonl")
    assert batch(photos, *options).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(before) == {*TABLES, "products.jsonl", "results.jsonl"}
    (photos / "more.png").write_bytes(photo(9))
    assert batch(photos, *options).exit_code == 0
    assert all(path.read_bytes() != before[path.name] for path in out.iterdir())


@pytest.mark.parametrize("name", [*TABLES, ".results.jsonl.mended"])
def test_a_link_with_the_name_of_a_table_is_replaced_and_what_it_leads_to_stays(
    batch, photos, out, tmp_path, name
):
    (tmp_path / "precious.txt").write_text("precious")
    assert batch(photos, "--format", "jsonl").exit_code == 0
    lines = (out / "results.jsonl").read_bytes().splitlines(keepends=True)
    (out / "results.jsonl").write_bytes(lines[0] + b"spoiled\n" + lines[1])  # has it mended
    (out / name).unlink(missing_ok=True)
    (out / name).symlink_to(tmp_path / "precious.txt")
    assert batch(photos, "--group", "name").exit_code == 0
    assert (tmp_path / "precious.txt").read_text() == "precious"
    assert (out / name).is_symlink() is name.startswith(".")


def test_a_first_line_that_was_cut_off_is_the_beginning_of_a_journal(batch, photos, out):
    assert batch(photos).exit_code == 0
    begun = (out / "results.jsonl").read_bytes()[:40]
    (out / "results.jsonl").write_bytes(begun)
    result = batch(photos)
    assert result.exit_code == 0
    assert "1 line of results.jsonl could not be used" in result.stderr
    (beside,) = out.glob("results.jsonl.spoiled-*")
    assert beside.read_bytes() == begun + b"\n"
    assert len((out / "results.jsonl").read_bytes().splitlines()) == 2


def test_a_run_that_waited_while_another_mended_does_not_write_beside_it(out, monkeypatch):
    (out / "results.jsonl").touch()
    opened = os.open(out / "results.jsonl", os.O_RDWR | os.O_APPEND)
    (out / "other").touch()
    (out / "other").replace(out / "results.jsonl")  # as mending does
    monkeypatch.setattr("scanner.batch.journal._opened", lambda path: opened)
    with pytest.raises(FolderError, match="Another run"):
        Journal(out, "1")
