"""The corpus given to ``magnify scan`` all at once, in a process of its own, and everything that came of it."""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.case import Case
from tests.hostile.corpus import write

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 800
"""Over four minutes of it go to nine hundred files on a machine that others keep busy, too."""


@dataclass(frozen=True)
class Trial:
    cases: tuple[Case, ...]
    records: tuple[dict, ...]
    """One per case, in its order."""
    errors: str
    """Standard error."""
    code: int
    peak_bytes: int
    """Of the process, without what it started; on Linux without what started it, too."""
    peaks: dict[str, int]
    """By kind of case, the most bytes it was seen with while reading them. Empty where the system does not tell."""
    seconds: float
    left: tuple[str, ...]
    """Files in the folders for temporary and personal files, and in the one the program was started in."""
    changed: tuple[str, ...]
    """Files of the corpus that are not as they were, and files beside them that were not there."""
    pictures: tuple[str, ...]
    """Files in the folder for pictures."""


def run(at: Path, cases: tuple[Case, ...]) -> Trial:
    """Writes ``cases`` into ``at``, reads them, and says what became of everything."""
    given, out, here, temporary, home = (at / name for name in ("given", "out", "here", "tmp", "home"))
    for folder in (given, here, temporary, home):
        folder.mkdir()
    write(given, cases)
    before = _state(given)
    command = [
        *(sys.executable, "-c", "from scanner.cli import main; main()", "scan", "--json"),
        *("--save-picture", str(out), "--", *(str(given / case.name) for case in cases)),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "HOME": str(home)}
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    started = time.monotonic()
    with (at / "lines").open("wb") as lines, (at / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=lines, stderr=said, cwd=here, env=environment)
        code, usage, peaks = _waited(process, at / "lines", [case.kind for case in cases])
    seconds = time.monotonic() - started
    records = tuple(json.loads(line) for line in (at / "lines").read_text("ascii").splitlines())
    left = tuple(sorted(str(path) for folder in (here, temporary, home) for path in folder.rglob("*")))
    after = _state(given)
    changed = tuple(
        sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    )
    return Trial(
        cases,
        records,
        (at / "said").read_text("utf-8"),
        code,
        peaks.pop("", None) or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        peaks,
        seconds,
        left,
        changed,
        tuple(sorted(path.name for path in out.iterdir())),
    )


def _waited(process, lines, kinds):
    """The exit code, what the process used, and its peaks by kind, that of all under ``""``.

    It is killed when it takes too long.
    """
    deadline = time.monotonic() + LIMIT_S
    peaks, seen = Counter(), 0
    with lines.open("rb") as answers:
        while time.monotonic() < deadline:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                process.returncode = os.waitstatus_to_exitcode(status)
                return process.returncode, usage, dict(peaks)
            seen += answers.read().count(b"\n")
            if memory := _memory_bytes(process.pid):
                kind = kinds[min(seen, len(kinds) - 1)]
                peaks[kind], peaks[""] = max(peaks[kind], memory[0]), memory[1]
            time.sleep(0.05)
    process.kill()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage, dict(peaks)


def _memory_bytes(pid):
    """What the process holds now, and the most so far; nothing where the system has no such file."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):  # another system, or the process has just ended
        return ()
    return tuple(
        1024 * int(kilobytes)
        for key in ("RSS", "HWM")
        for kilobytes in re.findall(rf"Vm{key}:\s+(\d+)", status)
    )


def _state(folder: Path) -> dict[str, tuple[int, ...]]:
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)
    return found
