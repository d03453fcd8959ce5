"""A folder on this machine, read by ``magnify batch`` in processes of its own, and watched through its journal.

The app's own process starts no workers: they would run the app's script again as theirs. What was read stays in the
folder of results, also when the browser or the app is closed, and a new run goes on from there.
"""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import scanner
from app.batch import FAILED, row
from scanner.answer import answer
from scanner.batch.contract import is_usable, line_of
from scanner.batch.errors import BatchError
from scanner.batch.journal import FILE
from scanner.batch.sources import entries
from scanner.scan_json import from_json

SHOWN = 1000
"""The latest results that are kept for the screen; all of them are in the folder of results."""


@dataclass(eq=False)
class FolderRun:
    """One folder being read, or read."""

    folder: Path
    out: Path
    total: int | None = None
    """Photos in the folder; None until they have been counted."""
    latest: dict[int, str] = field(default_factory=dict)
    """State by the mark of the photo's place: a photo that was read again counts once."""
    rows: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=SHOWN))
    started: float = field(default_factory=time.monotonic)
    spoiled: int = 0
    """Lines of the journal that cannot be used."""
    _process: subprocess.Popen[bytes] | None = None
    _said: list[str] = field(default_factory=list)
    _at: int = 0
    _last: bytes = b""
    """The line before that place."""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def states(self) -> Counter[str]:
        """How many photos came out how."""
        return Counter(self.latest.values())

    @property
    def done(self) -> int:
        return len(self.latest)

    @property
    def problem(self) -> str | None:
        """Why it could not go on; None while it runs, and when it came to its end or was stopped."""
        code = None if self._process is None else self._process.poll()
        return (
            "".join(self._said).strip() or "It ended unexpectedly." if code not in {None, 0, 1, 130} else None
        )

    def start(self) -> None:
        """Starts reading, or goes on where it was stopped."""
        command = [
            sys.executable,
            "-m",
            "scanner",
            "batch",
            str(self.folder),
            "--out",
            str(self.out),
            "--quiet",
        ]
        home = Path(scanner.__path__[0]).parent
        self._said.clear()
        self._process = subprocess.Popen(  # noqa: S603
            command, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        threading.Thread(target=self._listen, args=(self._process.stderr,), daemon=True).start()
        threading.Thread(target=self._count, daemon=True).start()

    def stop(self) -> None:
        """Ends it as Ctrl-C does; what was read is saved."""
        if self._process is not None and self.running:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()

    def look(self) -> bool:
        """Takes in the lines that were written since the last time; whether there were any."""
        path = self.out / FILE
        try:
            if not path.is_file():  # not there yet, or a pipe, which would be waited for
                return False
            with path.open("rb") as journal:
                journal.seek(self._at - len(self._last))
                if journal.read(len(self._last)) != self._last:  # the run has mended it: its lines have moved
                    self._at, self.spoiled = journal.seek(0), 0
                    self.latest.clear()
                    self.rows.clear()
                new = journal.read()
        except OSError:
            return False
        whole = new[: new.rfind(b"\n") + 1]
        self._at += len(whole)
        for line in io.BytesIO(whole):
            self._last = line
            record = line_of(line)
            if record is None or not is_usable(record):
                self.spoiled += 1  # the run sets it aside, and says where
            else:
                self._take(record)
        return bool(whole)

    def _take(self, record: dict[str, Any]) -> None:
        if "same_as" in record:
            self.latest[hash(record["source"])] = "same as another"
            return
        failed = "error" in record
        state = FAILED if failed else record["status"]
        said = record["reason"] if failed else answer(from_json(record))
        self.latest[hash(record["source"])] = state.replace("_", " ")
        self.rows.append(row(record["photo"], state, said or "", record))

    def _listen(self, stream: IO[bytes] | None) -> None:
        if stream is not None:
            with stream:
                for line in stream:
                    self._said.append(line.decode("utf-8", "replace"))

    def _count(self) -> None:
        try:
            self.total = sum(1 for _ in entries([str(self.folder)]))
        except BatchError:
            self.total = None  # the run itself comes to the same place, and tells
