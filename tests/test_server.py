"""The app's server: who may connect, that it asks the network nothing, and that a session that left leaves nothing."""

import re
import time
import tomllib
import urllib.request

import pytest
from streamlit.proto.NewSession_pb2 import Config

from scanner.cli import APP_OPTIONS
from tests.app_server import HERE, ROOT, SEALED, STREAMLIT, Visitor, picture, server, uploader
from tests.hostile import sealed
from tests.hostile.pictures import grey_png

FOREIGN = "https://elsewhere.example"
NAME = "labels.example.org"

needs_seal = pytest.mark.skipif(
    not sealed.can_seal(), reason="this system cannot kill a process for a connection"
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A server that dies if it connects to anything."""
    with server(tmp_path_factory.mktemp("alone"), program=SEALED + STREAMLIT) as started:
        yield started


@needs_seal
class TestGate:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": FOREIGN},
            {"Origin": "null"},
            {"Origin": f"http://{HERE}:1"},
            {"Origin": f"http://{HERE}.elsewhere.example"},
            {"Origin": f"http://{NAME}"},
            {"Origin": FOREIGN, "Host": "elsewhere.example"},
            {"Origin": "not an address"},
            {"Host": NAME},
        ],
        ids=lambda headers: ", ".join(f"{name} {value}" for name, value in headers.items()),
    )
    def test_a_page_of_elsewhere_is_refused_and_nothing_is_looked_up(self, alone, headers):
        assert alone.handshake(**headers) == 403
        assert alone.runs

    def test_its_own_page_is_served_and_may_connect(self, alone):
        assert alone.status("/") == 200
        assert alone.handshake(Origin=alone.address) == 101
        assert alone.runs

    def test_a_browser_is_told_to_fetch_from_nowhere_else(self, alone):
        with urllib.request.urlopen(f"{alone.address}/", timeout=20) as answer:
            policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self' ")
        assert not re.search(r"https?:|wss?:|\*|-src .*-src", policy)

    def test_by_its_name_and_by_its_number(self, alone):
        host = f"localhost:{alone.port}"
        assert alone.handshake(Origin=f"http://{host}", Host=host) == 101
        assert alone.runs

    @pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics?families=cache_memory_bytes"])
    @pytest.mark.parametrize("method", ["GET", "OPTIONS"])
    def test_no_visitor_sees_the_counts_of_others(self, alone, path, method):
        assert alone.status(path, method) == 404

    def test_it_says_where_it_is_and_nothing_of_other_machines(self, alone):
        assert f"Magnify is at http://localhost:{alone.port}/" in alone.said()
        assert "Network URL" not in alone.said()

    @pytest.mark.parametrize("address", [HERE, "0.0.0.0"])
    def test_started_as_the_command_line_does_from_any_folder(self, tmp_path, address):
        """Also where everyone on the network may visit: then Streamlit itself would look up its addresses."""
        options = [*APP_OPTIONS, f"--server.address={address}"]
        with server(tmp_path, *options, program=SEALED + STREAMLIT, cwd=tmp_path) as started:
            assert started.handshake(Origin=FOREIGN) == 403
            assert started.handshake(Origin=started.address) == 101
            assert started.status("/_stcore/metrics") == 404
            assert started.runs

    def test_behind_a_name_as_the_page_on_servers_says(self, tmp_path):
        """Once where the proxy passes the name on, once where it asks for this machine by its number."""
        options = [f"--server.allowedHosts={NAME}", f"--server.allowedHosts={HERE}"]
        options += [f"--server.corsAllowedOrigins=https://{NAME}"]
        said = (ROOT / "docs" / "server.md").read_text("utf-8")
        for option in (options[0], options[2]):
            assert option in said
        with server(tmp_path, *options, program=SEALED + STREAMLIT) as started:
            assert started.handshake(Origin=f"https://{NAME}", Host=NAME) == 101
            assert started.handshake(Origin=f"https://{NAME}") == 101
            assert started.handshake(Origin=FOREIGN) == 403
            assert started.handshake(Origin=FOREIGN, Host=NAME) == 403
            assert started.runs


def test_the_command_line_and_the_file_set_the_same():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    written = {
        f"--{section}.{name}={str(one).lower() if isinstance(one, bool) else one}"
        for section in settings.keys() - {"theme"}
        for name, value in settings[section].items()
        for one in (value if isinstance(value, list) else [value])
    }
    assert written == set(APP_OPTIONS)
    assert "--client.showErrorLinks=false" in written  # they would carry the error to Google and ChatGPT


@needs_seal
def test_a_page_names_nothing_that_its_browser_would_fetch_from_elsewhere(alone):
    """Streamlit's own page fetches a sign from Google where the first one it hears of is one of Google's."""
    with Visitor(alone) as visitor:
        visitor.run()
        told = visitor.before("navigation")
    assert told["new_session"].config.gather_usage_stats is False
    assert told["new_session"].config.show_error_links == Config.SHOW_ERROR_LINKS_FALSE
    assert told["page_config_changed"].favicon.startswith("/media/")


NO_TEMPORARY_FOLDER = "import tempfile; tempfile.tempdir = '/there/is/none'; "


def test_an_upload_is_held_in_memory_alone(tmp_path):
    photo = grey_png(1200, 1200) + bytes(3_000_000)
    with (
        server(tmp_path, program=NO_TEMPORARY_FOLDER + STREAMLIT) as started,
        Visitor(started) as visitor,
    ):
        visitor.run()
        visitor.upload("a.png", photo, visitor.until(uploader))
        assert "Traceback" not in started.said()


COUNTING = """
import threading, time, app.engine
engines, init = [], app.engine.Engine.__init__
def kept(self, opener):
    init(self, opener)
    engines.append(self)
app.engine.Engine.__init__ = kept
def count():
    while True:
        time.sleep(0.5)
        held = [one for engine in engines for one in list(engine._read.values()) if one.view]
        print("views:", len(held), flush=True)
        held.clear()
threading.Thread(target=count, daemon=True).start()
"""
"""The server says how many results with pictures are held. It does not go through all objects of Python for that: one
that is just being made by another thread could not be finished then."""


@pytest.mark.engine
def test_pictures_and_results_end_with_their_session_though_nobody_else_comes(tmp_path):
    with server(tmp_path, "--server.disconnectedSessionTTL=8", program=COUNTING + STREAMLIT) as started:
        with Visitor(started) as visitor:
            visitor.run("sample=citrate")
            # The first picture is the small one that is shown while the photo is read.
            shown = [visitor.until(picture), visitor.until(picture)]
            until(lambda: last_count(started) == 1, started)
        until(lambda: [started.status(one) for one in shown] == [404, 404], started)
        until(lambda: last_count(started) == 0, started)


def last_count(started):
    counts = [line for line in started.said().splitlines() if line.startswith("views:")]
    return int(counts[-1].split()[1]) if counts else None


def until(true, started, seconds=120):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, started.said()[-2_000:]
        time.sleep(0.2)
