"""python -m tests.load [--sessions 20]: so many browsers give the app a photo at once; what they wait, what it takes.

Needs Chromium and the packages of the browser tests. Each session is a browser context of its own and uploads a photo
that no other has; the first one is as large as a photo may be, to see whether it holds up the others.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.hostile.pictures import grey_png

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples" / "pictures").glob("*-clean-*.jpg"))
NOTHING_YET = "How much magnesium is it, really?"
LIMIT_S = 240
MAIN = "[data-testid=stMain]"
IN_LINE = re.compile(r"photos? (?:is|are) before this one")


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    asked.add_argument("--sessions", type=int, default=20)
    sessions = asked.parse_args().sessions
    with tempfile.TemporaryDirectory(prefix="magnify-load-") as place:
        photos = _photos(Path(place), sessions)
        server, address = _server(Path(place))
        memory = Memory(server.pid)
        try:
            _wait(address)
            before = memory.now()
            memory.start()
            waits, in_line, errors = _upload(address, photos)
            memory.stop()
        finally:
            server.terminate()
            server.wait(20)
        log = (Path(place) / "log.txt").read_text("utf-8")
    answered = sorted(wait for wait in waits[1:] if wait is not None) or [0.0]
    lines = [
        f"{sessions} sessions, {sum(wait is not None for wait in waits)} answered, {len(errors)} errors",
        f"the large photo: {waits[0]:.1f} s" if waits[0] else "the large photo: not answered",
        f"the others: first {answered[0]:.1f} s, half {answered[len(answered) // 2]:.1f} s, last {answered[-1]:.1f} s",
        f"saw their place in line: {in_line} of {sessions}",
        (
            f"memory of the server: {before / 1e6:.0f} MB before, {memory.peak / 1e6:.0f} MB at most, "
            f"{memory.last / 1e6:.0f} MB after"
        ),
        f"a traceback in the log: {'Traceback' in log}",
        *errors,
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _photos(folder, count):
    large = folder / "large.png"
    large.write_bytes(grey_png(10_000, 7_990))
    photos = [large]
    for number in range(count - 1):
        sample = SAMPLES[number % len(SAMPLES)]
        photo = folder / f"{number}-{sample.name}"
        with Image.open(sample) as image:
            image.save(photo, quality=80 + number % 15, comment=f"{number}")
        photos.append(photo)
    return photos


def _server(folder):
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py", f"--server.port={port}"),
        *("--server.headless=true", "--server.fileWatcherType=none"),
    ]
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "MAGNIFY_SHELF": "session"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return server, f"http://localhost:{port}"


def _wait(address):
    host, port = address.removeprefix("http://").split(":")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def _upload(address, photos):
    """Seconds until each had its answer, how many saw their place in line, and what went wrong."""
    errors, waits, seen = [], [None] * len(photos), set()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        # Pictures are not drawn: twenty browsers on one machine would be what is measured.
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--blink-settings=imagesEnabled=false"]
        )
        pages = []
        for _ in photos:
            page = browser.new_context(viewport={"width": 900, "height": 700}).new_page()
            page.on("pageerror", lambda error: errors.append(f"page: {error}"))
            page.goto(address)
            page.get_by_role("heading", name=NOTHING_YET).wait_for(timeout=120_000)
            pages.append(page)
        started = []
        for page, photo in zip(pages, photos, strict=True):
            page.locator("input[type=file]").first.set_input_files(str(photo))
            started.append(time.monotonic())
        deadline = time.monotonic() + LIMIT_S
        while None in waits and time.monotonic() < deadline:
            for number, page in enumerate(pages):
                if waits[number] is not None:
                    continue
                said = page.evaluate(f"document.querySelector('{MAIN}')?.innerText || ''")
                if IN_LINE.search(said):
                    seen.add(number)
                if _answered(said):
                    waits[number] = time.monotonic() - started[number]
            time.sleep(0.2)
        for number, page in enumerate(pages):
            if page.get_by_test_id("stException").count():
                errors.append(f"session {number}: the page shows an exception")
        errors += [
            f"session {number}: no answer: {pages[number].locator(MAIN).inner_text()[:300]!r}"
            for number, wait in enumerate(waits)
            if wait is None
        ]
        browser.close()
    return waits, len(seen), errors


def _answered(said):
    return (
        "Scan another" in said
        or "No text was found" in said
        or "could not be read" in said
        or "took longer" in said
    )


class Memory(threading.Thread):
    """Watches what a process and those it started hold in memory, from Linux's own figures."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.last, self._stopped = pid, 0, 0, threading.Event()

    def run(self):
        while not self._stopped.wait(0.25):
            self.last = self.now()
            self.peak = max(self.peak, self.last)

    def stop(self):
        self._stopped.set()
        self.join()

    def now(self):
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
