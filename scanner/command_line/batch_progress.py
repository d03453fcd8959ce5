"""How a batch is shown while it runs and when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scanner.command_line.terminal import say
from scanner.screen_text import visible

if TYPE_CHECKING:
    from scanner.batch.order import Order
    from scanner.batch.summary import Summary
    from scanner.batch.tally import Tally

_LOG_EVERY_S = 10.0
_WORDS = {
    "read": "read",
    "check": "to check",
    "no_magnesium": "no magnesium",
    "not_a_label": "not a label",
    "unreadable": "unreadable",
    "error": "not processed",
}


@contextmanager
def watching(tally: Tally, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """What is called after every result: a bar on a terminal, a line now and then in a log, or what is wrong."""
    if quiet:
        yield _Notes(tally)
    elif sys.stderr.isatty():
        with _bar(tally) as watch:
            yield watch
    else:
        yield _Log(tally)


class _Notes:
    """Only what the person should know, once."""

    def __init__(self, tally: Tally, show: Callable[[str], None] = say) -> None:
        self._tally, self._show, self._shown = tally, show, 0

    def __call__(self) -> None:
        for note in self._tally.notes[self._shown :]:
            self._show(note)
        self._shown = len(self._tally.notes)


class _Log:
    """A line every ten seconds."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._last, self._notes = tally, time.monotonic(), _Notes(tally)

    def __call__(self) -> None:
        self._notes()
        if time.monotonic() - self._last >= _LOG_EVERY_S:
            self._last = time.monotonic()
            say(f"{place(self._tally)}: {states(self._tally)}")


@contextmanager
def _bar(tally: Tally) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    words = (TextColumn(f"{{task.fields[{name}]}}", markup=False) for name in ("place", "states"))
    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    with Progress(BarColumn(bar_width=24), *words, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, place="starting the readers", states="")
        notes = _Notes(tally, lambda note: progress.console.print(visible(note)))

        def watch() -> None:
            notes()
            progress.update(
                task, total=tally.total, completed=tally.done, place=place(tally), states=states(tally)
            )

        yield watch


def place(tally: Tally) -> str:
    """How far it is, such as "120 of 500, 1.9 photos a second, 3:20 left"."""
    parts = [f"{tally.done:,} of {tally.total:,}" if tally.total is not None else f"{tally.done:,}"]
    if (rate := tally.per_second) is not None:
        parts.append(f"{rate:.1f} photos a second")
    if (left := tally.seconds_left) is not None:
        parts.append(f"{duration(left)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Hours, minutes and seconds.

    >>> duration(59.6), duration(3661)
    ('1:00', '1:01:01')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def states(tally: Tally) -> str:
    """Counts by state, and what needed no reading."""
    parts = [f"{tally.states[state]:,} {words}" for state, words in _WORDS.items() if tally.states[state]]
    if tally.same:
        parts.append(f"{tally.same:,} twice")
    if tally.known:
        parts.append(f"{tally.known:,} known from before")
    return ", ".join(parts)


def stopped(tally: Tally) -> str:
    """What a person reads who has stopped a batch."""
    saved = "1 photo is" if tally.done == 1 else f"{tally.done:,} photos are"
    return f"Stopped; {saved} saved. Run the same command again to go on."


def summary_text(summary: Summary, order: Order) -> str:
    """What became of all photos, in a few lines."""
    lines = [f"{summary.photos:,} photos: {_counted({_WORDS[k]: n for k, n in summary.statuses.items()})}"]
    if summary.causes:
        lines.append(f"unreadable: {_counted(summary.causes)}")
    if summary.flags:
        lines.append(f"flags: {_counted(summary.flags)}")
    if summary.same:
        lines.append(f"{summary.same:,} with the content of another photo, read once")
    if summary.photos_per_second is not None:
        lines.append(f"{summary.photos_per_second:.2f} photos a second")
    names = [
        "results.jsonl",
        *(f"{table}.{form}" for table in ("results", "panel") for form in order.formats if form != "jsonl"),
        "summary.json",
    ]
    names += [f"products.{form}" for form in order.formats] if order.by else []
    lines.append(f"in {order.out}: {', '.join(names)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _counted(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in ordered if count) or "none"
