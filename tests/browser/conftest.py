"""A server of its own and Debian's Chromium; without either the browser tests skip and say what to install."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
STREAMLITS_OWN = "_stcore"
"""A page opened by its address asks below that address for Streamlit's service first, and is answered 404."""


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="the browser tests need playwright: pip install playwright"
    )
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("the browser tests need Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(browser, tmp_path_factory):
    """Of a server that keeps nothing (MAGNIFY_SHELF=session)."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("server") / "log.txt").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
            *(f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"),
        ],
        cwd=ROOT,
        env={**os.environ, "MAGNIFY_SHELF": "session"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_for(address, server):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


AT_REST = """!document.querySelector('[data-testid=stStatusWidget], [data-stale=true], [data-testid=stSkeleton]')
    && document.querySelector('[data-test-script-state]')?.dataset.testScriptState !== 'running'"""
"""Nothing runs, nothing is about to be replaced."""


class Tab:
    """A page in the browser, with everything it complained about."""

    def __init__(self, page, address):
        self.page, self.address, self.errors = page, address, []
        page.on("console", lambda said: said.type == "error" and self._complain(said.text, said.location))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _complain(self, words, location):
        if STREAMLITS_OWN not in location.get("url", ""):
            self.errors.append(words)

    def open(self, path=""):
        self.page.goto(f"{self.address}/{path}")
        self.page.get_by_role("heading", level=2).first.wait_for(timeout=60_000)
        return self.settle()

    def settle(self):
        """Waits until the script has run and everything is drawn: quiet three times in a row."""
        quiet = 0
        deadline = time.monotonic() + 90
        while quiet < 3:
            assert time.monotonic() < deadline, "the page does not come to rest"
            self.page.wait_for_timeout(120)
            quiet = quiet + 1 if self.page.evaluate(AT_REST) else 0
        return self

    def turn_to(self, title):
        """Another page, by the navigation at the top, or by the one at the bottom of a phone."""
        links = self.page.get_by_role("link", name=title, exact=True)
        next(link for link in links.all() if link.is_visible()).click()
        self.page.wait_for_url(f"**/{'' if title == 'Scan' else title.lower()}*")
        return self.settle()

    def bring_in(self, file):
        """Puts the products of a file on the shelf."""
        self.page.get_by_text("Bring products in").click()
        self.page.locator("input[type=file]").first.set_input_files(str(file))
        button = self.page.get_by_role("button", name="on the shelf")
        button.click()
        button.wait_for(state="detached")
        return self.settle()

    def answer(self):
        """The answer's sentence, once there is one."""
        self.page.get_by_role("button", name="Scan another").wait_for(timeout=90_000)
        return self.settle().heading()

    def heading(self):
        """What the page says largest."""
        return self.page.get_by_role("heading", level=2).first.inner_text()

    def upload(self, *files, place=0):
        self.page.locator("input[type=file]").nth(place).set_input_files([str(file) for file in files])
        return self.settle()

    def scrolls_sideways(self):
        return self.page.evaluate(
            "(() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth > main.clientWidth + 1"
            " || document.documentElement.scrollWidth > window.innerWidth + 1; })()"
        )


@pytest.fixture(params=WIDTHS)
def tab(request, browser, address):
    with _opened(browser, address, WIDTHS[request.param]) as opened:
        yield opened


@pytest.fixture
def desk_tab(browser, address):
    """A tab for a test that changes its width itself."""
    with _opened(browser, address, WIDTHS["desk"]) as opened:
        yield opened


@contextmanager
def _opened(browser, address, size):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    opened = Tab(context.new_page(), address)
    yield opened
    context.close()
    assert opened.errors == []


@pytest.fixture
def two_tabs(browser, address):
    """Two people: nothing of the browser is shared between them."""
    contexts = [browser.new_context() for _ in range(2)]
    yield [Tab(context.new_page(), address) for context in contexts]
    for context in contexts:
        context.close()
