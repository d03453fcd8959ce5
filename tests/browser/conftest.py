"""A server of its own and Debian's Chromium; without either the browser tests skip and say what to install."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
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


NOTHING_YET = "How much magnesium is it, really?"
"""The head of the Scan page before a photo was read."""


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
        """Waits until the script has run and everything is drawn."""
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget]')"
            " && !document.querySelector('[data-stale=true]')",
            timeout=90_000,
        )
        self.page.wait_for_timeout(200)
        return self

    def turn_to(self, title):
        """Another page, by its navigation, which a phone folds away."""
        expand = self.page.get_by_test_id("stExpandSidebarButton")
        if expand.is_visible():
            expand.click()
        self.page.get_by_role("link", name=title).click()
        self.settle()
        collapse = self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
        if collapse.count() and self.page.viewport_size["width"] < 700 and collapse.is_visible():
            collapse.click()
        return self.settle()

    def answer(self):
        """The answer's sentence; on a busy machine the readers may not have begun when the page last stood still."""
        heading = self.page.get_by_role("heading", level=2).first
        deadline = time.monotonic() + 60
        while (said := heading.inner_text()) == NOTHING_YET and time.monotonic() < deadline:
            self.page.wait_for_timeout(200)
        self.settle()
        return heading.inner_text() if said != NOTHING_YET else said

    def upload(self, *files, place=0):
        self.page.locator("input[type=file]").nth(place).set_input_files([str(file) for file in files])
        self.page.wait_for_timeout(800)
        return self.settle()

    def scrolls_sideways(self):
        return self.page.evaluate(
            "(() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth > main.clientWidth + 1"
            " || document.documentElement.scrollWidth > window.innerWidth + 1; })()"
        )


@pytest.fixture(params=WIDTHS)
def tab(request, browser, address):
    width, height = WIDTHS[request.param]
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
