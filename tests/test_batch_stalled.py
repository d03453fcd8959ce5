"""An address that is dead or never answers costs its own row; all others are read, and soon."""

import json
import threading
import time
import zipfile
from io import BytesIO

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from typer.testing import CliRunner

from scanner import cli
from scanner.batch import order, storage
from scanner.batch.order import Order, carry_out
from scanner.batch.sources import entries
from scanner.batch.tally import Tally
from scanner.errors import MagnifyError
from tests.batch.readers import open_painted, photo

LIMIT_S = 2.0
SOON_S = 25.0
"""Of 2 seconds for each call, on a machine that does other things too."""


class Plain(MemoryFileSystem):
    """A storage in memory, where the photos of a stalling one are put."""

    protocol = "plain"
    store = {}  # noqa: RUF012 - as in the class it is
    pseudo_dirs = [""]  # noqa: RUF012


class Stalling(Plain):
    """What has "stall" in its name never comes, nor does a listing of "silent"."""

    protocol = "slow"
    never = threading.Event()

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.replace("slow://", "memory://"))

    def _stall_at(self, path, *words):
        if any(word in path for word in words):
            self.never.wait(3600)

    def _open(self, path, *arguments, **more):
        self._stall_at(path, "stall")
        return super()._open(path, *arguments, **more)

    def info(self, path, **more):
        self._stall_at(path, "deaf", "silent")
        return super().info(path, **more)

    def ls(self, path, **more):
        self._stall_at(path, "silent")
        return super().ls(path, **more)


@pytest.fixture(autouse=True)
def stalling(monkeypatch):
    fsspec.register_implementation("slow", Stalling, clobber=True)
    monkeypatch.setattr(storage, "_INFO_S", 0.5)
    monkeypatch.setattr("scanner.batch.sources._LISTING", 1)
    yield Plain()
    Plain.store.clear()
    Stalling.never.set()  # lets the threads go
    Stalling.never = threading.Event()


def carried_out(tmp_path, *lines):
    (tmp_path / "list.txt").write_text("\n".join(map(str, lines)))
    began = time.monotonic()
    order = Order((str(tmp_path / "list.txt"),), tmp_path / "out", limit_s=LIMIT_S, opener=open_painted)
    carry_out(order, Tally(), lambda: None)
    rows = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text().splitlines()]
    return {row["photo"]: (row.get("error"), row.get("reason")) for row in rows}, time.monotonic() - began


def local(tmp_path, number):
    path = tmp_path / f"{number}.png"
    path.write_bytes(photo(number))
    return path


def test_more_stalled_photos_than_are_fetched_at_once_cost_their_rows(tmp_path, stalling):
    for number in range(20):
        stalling.pipe(f"/stall{number}.png", photo(number))
    stalled = [f"slow://stall{number}.png" for number in range(20)]
    found, took = carried_out(tmp_path, local(tmp_path, 91), *stalled, local(tmp_path, 92))
    assert {found[name][0] for name in stalled} == {"not_readable"}
    assert "did not arrive within 2 s" in found[stalled[0]][1]
    assert [found[str(tmp_path / name)][0] for name in ("91.png", "92.png")] == [None, None]
    assert took < SOON_S


@pytest.mark.parametrize(
    "address",
    ["slow://silent", "slow://stall.zip", "slow://silent/*.png", "slow://deaf/x"],
)
def test_a_listing_that_never_comes_costs_its_row(tmp_path, stalling, address):
    stalling.pipe({"/silent/a.png": photo(1), "/stall.zip": b"PK"})
    found, took = carried_out(tmp_path, local(tmp_path, 91), address, local(tmp_path, 92))
    assert found[address][0] == "not_readable"
    assert [found[str(tmp_path / name)][0] for name in ("91.png", "92.png")] == [None, None]
    assert len(found) == 3
    assert took < SOON_S


def test_a_mark_that_does_not_come_costs_nothing(tmp_path, stalling, monkeypatch):
    stalling.pipe("/deaf.png", photo(1))
    monkeypatch.setattr(Stalling, "_open", MemoryFileSystem._open)
    monkeypatch.setattr(
        Stalling, "open", lambda self, path, mode: BytesIO(self.store["/deaf.png"].getvalue())
    )
    found, _ = carried_out(tmp_path, "slow://deaf.png")
    assert found == {"slow://deaf.png": (None, found["slow://deaf.png"][1])}


def test_a_list_that_stops_in_the_middle_costs_a_row(tmp_path, stalling):
    stalling.pipe("/list.txt", b"".join(b"%s\n" % str(local(tmp_path, n)).encode() for n in range(3)))
    stalling.pipe("/stalled-list.txt", b"x")
    out = tmp_path / "out"
    sources = ("slow://stalled-list.txt", "slow://list.txt", "slow://gone-list.txt")
    carry_out(Order(sources, out, limit_s=LIMIT_S, opener=open_painted), Tally(), lambda: None)
    rows = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert sorted((row["photo"], row.get("error")) for row in rows if "error" in row) == [
        ("slow://gone-list.txt", "not_found"),
        ("slow://stalled-list.txt", "not_readable"),
    ]
    assert len(rows) == 5


DEAD = (
    "ftp://127.0.0.1:1/x.png",
    "ftp://127.0.0.1:1/folder",
    "nonsense://x.png",
    "s3://bucket/x.png",
    "reference://",
    "github://",
    "git://",
    "zip://x.png",
    "tar://x",
    "dir://",
    "data://x",
    "dask://",
    "http://",
    "://",
)


def test_dead_addresses_in_a_list_cost_their_rows_and_lose_nobody(tmp_path):
    photos = [local(tmp_path, number) for number in range(12)]
    zipped = tmp_path / "all.zip"
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr("z.png", photo(50))
    found, _ = carried_out(tmp_path, *photos, *DEAD, *photos[:2], zipped, "memory://gone/x.png")
    assert [found[str(path)][0] for path in photos] == [None] * 12
    assert found["all.zip/z.png"][0] is None
    assert found["memory://gone/x.png"][0] == "not_found"
    assert "Connection refused" in found["ftp://127.0.0.1:1/x.png"][1]
    assert "s3fs" in found["s3://bucket/x.png"][1]
    assert all(found[address][0] in {"not_readable", "not_found"} for address in DEAD if address in found)
    assert set(DEAD) <= set(found)


@pytest.mark.parametrize("source", ["reference://", "ftp://127.0.0.1:1/labels"])
def test_a_source_that_cannot_be_listed_is_a_row_and_the_others_are_read(tmp_path, monkeypatch, source):
    monkeypatch.setattr(order, "open_readers", lambda choice, threads: open_painted())
    monkeypatch.setattr("signal.signal", lambda *_: None)
    given = ["batch", source, str(local(tmp_path, 1)), "--out", str(tmp_path / "out"), "--jobs", "1"]
    result = CliRunner().invoke(cli.app, given)
    assert result.exit_code == 1
    assert "2 photos: 1 read, 1 unreadable" in result.stdout


# What a web server answers


def web_error(kind, **data):
    """As aiohttp's, which need not be installed."""
    error = type(kind, (Exception,), {"__module__": "aiohttp.client_exceptions"})(f"{kind} {data}")
    error.__dict__.update(data)
    return error


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (None, "not_found"),
        (web_error("ClientResponseError", status=404), "not_found"),
        (web_error("ClientResponseError", status=410), "not_found"),
        (web_error("ClientResponseError", status=403), "not_readable"),
        (web_error("ClientResponseError", status=500), "not_readable"),
        (web_error("ClientConnectorError"), "not_readable"),
        (TimeoutError(), "not_readable"),
        (KeyError("x"), "not_found"),
    ],
)
def test_only_what_is_not_there_is_told_as_missing(monkeypatch, stalling, answer, cause):
    stalling.pipe("/x.png", b"x")

    def fails(self, path, *_, **__):
        raise FileNotFoundError(path) from answer

    monkeypatch.setattr(Stalling, "_open", fails)
    (found,) = entries(["slow://x.png"])
    with pytest.raises(MagnifyError) as raised:
        found.fetch()
    assert raised.value.cause == cause
