"""Whatever stands in a journal, the batch goes on: no line is lost, none ends it, and photos are read again."""

import copy
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import US, facts
from typer.testing import CliRunner

from scanner import cli
from scanner.batch import order
from scanner.batch.contract import is_usable, line_of
from scanner.batch.errors import FolderError
from scanner.batch.journal import Journal
from scanner.batch.order import Order, carry_out
from scanner.batch.results import results_of
from scanner.batch.tally import Tally
from scanner.pipeline import with_flags
from scanner.records import Scan
from scanner.scan_json import to_json
from tests.batch.readers import FAILS, open_none, open_painted, photo

FULL = to_json(
    with_flags(
        Scan(
            "a.png",
            "check",
            None,
            facts(*US, "Zinc  15 mg  136%", "Magnesium (as magnesium citrate)  2000 mg  476%"),
            (),
            "painted",
            1.0,
            (60, 180),
        )
    )
)


def run(out, *sources, opener=open_painted):
    tally = Tally()
    wanted = ("csv", "parquet", "jsonl")
    carry_out(
        Order(tuple(map(str, sources)), out, formats=wanted, by="name", opener=opener), tally, lambda: None
    )
    return tally


def lines_of(out):
    return (out / "results.jsonl").read_bytes().splitlines()


def kept(out):
    return [
        line
        for path in (out / "results.jsonl", *out.glob("results.jsonl.spoiled-*"))
        for line in path.read_bytes().split(b"\n")
    ]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Five photos, two of them the same, and the journal of them."""
    home = tmp_path_factory.mktemp("read")
    (home / "in").mkdir()
    for name, data in (("a", photo(1)), ("b", photo(1)), ("c", photo(2)), ("d", photo(3, FAILS)), ("e", b"")):
        (home / "in" / f"{name}.png").write_bytes(data)
    run(home / "out", home / "in")
    # Read with everything that a line can hold.
    lines = [json.loads(line) for line in lines_of(home / "out")]
    lines[0] |= {key: value for key, value in FULL.items() if key not in {"photo", "sha256"}}
    (home / "out" / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return home


def places(value, path=()):
    """The way to every value in a record."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*path, key))


def altered(record, path, value):
    record = copy.deepcopy(record)
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return record


GONE = object()
ODD = (
    *(None, True, -1, 0.5, 10**400, 1e308, float("nan"), float("inf"), "", "x", "\ud800", "NaN", "3"),
    *([], [None], [1], ["x"], [[]], {}, {"kind": 1}, {"value": "x"}, GONE),
)
bytes_changed = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6)


@st.composite
def spoiled(draw, lines):
    """The journal with lines dropped, repeated, moved, cut, and with values or bytes changed."""
    lines = list(lines)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "repeat", "value", "value", "value", "bytes", "cut"])):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "repeat":
                lines.insert(draw(st.integers(0, len(lines))), lines[at])
            case "value":
                try:
                    record = json.loads(lines[at])
                except (ValueError, RecursionError):
                    continue
                path = draw(st.sampled_from(list(places(record))))
                lines[at] = json.dumps(altered(record, path, draw(st.sampled_from(ODD)))).encode()
            case "bytes":
                data = bytearray(lines[at])
                for where, byte in draw(bytes_changed):
                    data[int(where * (len(data) - 1))] = byte
                lines[at] = bytes(data)
            case "cut":
                lines[at] = lines[at][: draw(st.integers(1, len(lines[at])))]
    return b"\n".join(lines) + draw(st.sampled_from([b"\n", b""]))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_journal_ends_a_batch_and_no_line_is_lost(read, tmp_path, data):
    out = tmp_path / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    journal = data.draw(spoiled(lines_of(read / "out")))
    (out / "results.jsonl").write_bytes(journal)
    try:
        run(out, opener=open_none)
    except FolderError as error:  # nothing in it tells any longer that it is a journal
        assert "was not written by" in str(error)  # noqa: PT017
        assert (out / "results.jsonl").read_bytes() == journal
        return
    run(out, read / "in")
    run(out, read / "in")  # what was set aside when the tables were made is read now
    assert set(journal.split(b"\n")) <= set(kept(out))
    with Journal(out, "1") as opened:
        found = {Path(one["source"]).name for one in results_of(opened).photos()}
    assert {path.name for path in (read / "in").iterdir()} <= found


def usable(record):
    found = line_of(json.dumps(record).encode() + b"\n")
    return found is not None and is_usable(found)


def test_every_value_of_another_kind_makes_a_line_useless(read):
    """Each value of a full line is asked about: none may be forgotten in the contract."""
    (line,) = [json.loads(line) for line in lines_of(read / "out")[:1]]
    assert usable(line)
    extra = {"source", "severity", "data"}  # of a flag: shown nowhere in a table
    for path in places(line):
        if path[0] == "flags" and extra & set(path):
            continue
        assert not usable(altered(line, path, [[]])), path


def test_a_copy_whose_photo_has_no_line_is_read_again(read, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    lines = lines_of(read / "out")
    (copied,) = [line for line in lines if b'"same_as"' in line]
    rest = [line for line in lines if json.loads(line)["photo"] not in {"a.png", "b.png"}]
    (out / "results.jsonl").write_bytes(b"\n".join([*rest, copied, b""]))
    shutil.copytree(read / "in", tmp_path / "in", copy_function=shutil.copy2)
    (tmp_path / "in" / "a.png").unlink()
    text = (out / "results.jsonl").read_text().replace(str(read / "in"), str(tmp_path / "in"))
    (out / "results.jsonl").write_text(text)
    assert run(out, tmp_path / "in").read == 2  # the copy, and the empty one
    with Journal(out, "1") as journal:
        found = {one["photo"]: one for one in results_of(journal).photos()}
    assert found["b.png"]["magnesium"]["elemental_mg"] == 200
    assert "same_as" not in found["b.png"]


@pytest.fixture
def batch(monkeypatch, tmp_path):
    monkeypatch.setattr(order, "open_readers", lambda choice, threads: open_painted())
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return lambda *arguments: CliRunner().invoke(
        cli.app, ["batch", *map(str, arguments), "--out", str(tmp_path / "out"), "--jobs", "1"]
    )


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_lines_that_were_set_aside_are_told(batch, tmp_path, quiet):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").write_bytes(photo(1))
    (tmp_path / "in" / "b.png").write_bytes(photo(2))
    assert batch(tmp_path / "in").exit_code == 0
    first, second = lines_of(tmp_path / "out")
    odd = json.dumps({**json.loads(second), "seconds": "long"}).encode()
    (tmp_path / "out" / "results.jsonl").write_bytes(b"\n".join([b"\0" * 50, b"{", first, odd, b""]))
    result = batch(*quiet)
    assert result.exit_code == 0
    assert "2 lines of results.jsonl could not be used" in result.stderr
    assert "1 line of results.jsonl could not be used" in result.stderr
    assert set(kept(tmp_path / "out")) == {b"\0" * 50, b"{", first, odd, b""}
    assert batch(tmp_path / "in", *quiet).stderr == ""
    assert len(lines_of(tmp_path / "out")) == 2
