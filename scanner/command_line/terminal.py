"""The terminal: results on standard output, words beside them on standard error, and a clean end in every case."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, RenderableType

SOME_FAILED, WRONG_USAGE, FAULT, STOPPED, PIPE_CLOSED = 1, 2, 70, 130, 141
"""Exit codes."""


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Whatever happens inside ends in an exit code and, where there is something to say, one sentence."""
    try:
        yield
    except (typer.BadParameter, typer.Exit):  # typer knows what to do: show the usage, leave with the code
        raise
    except KeyboardInterrupt:
        say("Stopped.")
        raise SystemExit(STOPPED) from None
    except BrokenPipeError:
        # Python flushes standard output once more while it ends, which would fail again, aloud.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PIPE_CLOSED) from None
    except Exception as error:  # noqa: BLE001 - the last line of defence: a sentence, not a traceback
        raise SystemExit(_told(error)) from None


@contextmanager
def leaving_threads_behind() -> Iterator[None]:
    """Ends the process with its exit code at once where a thread still works, such as on a photo given up.

    Before 3.14 Python tears such a thread out of the C++ code it is in while it ends, which aborts the process.
    """
    try:
        yield
    except SystemExit as end:
        if not isinstance(end.code, int) or threading.active_count() == 1:
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)


def _told(error: Exception) -> int:
    """The exit code for ``error``, once the person has been told."""
    from scanner.errors import MagnifyError

    if isinstance(error, MagnifyError):
        say(str(error))
        return WRONG_USAGE
    from scanner.fault import fault

    say(f"This is {fault(error)}")
    return FAULT


def say(sentence: str) -> None:
    """Tells the person something beside the results."""
    from scanner.screen_text import visible

    print(visible(sentence), file=sys.stderr, flush=True)  # noqa: T201


def show(renderable: RenderableType) -> None:
    _console().print(renderable)
    sys.stdout.flush()


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    # Label text is put in as rich Text, never as markup; this is the second lock on that door.
    return Plain(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False)


def write_line(record: object) -> None:
    # ASCII: right in every encoding, and control and bidi characters arrive as visible escapes.
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Tells on the terminal what is being done; says nothing where standard error is a file or a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.text import Text

    from scanner.screen_text import visible

    shown = visible(title)
    with _console(stderr=True).status(Text(shown)) as status:
        yield lambda doing: status.update(Text(f"{shown}: {doing}"))
