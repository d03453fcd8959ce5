"""A label's text, as a person copies it from the page of a shop: the facts of a photo, without its letters' doubts.

A line is a printed line. A tab, or two blanks and more, part the cells of a table; a paragraph longer than any printed
line is one that was joined, and is cut into lines again.
"""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate, islice
from math import inf
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from scanner.allowance import allowing
from scanner.attempt import Attempt
from scanner.errors import MB, MagnifyError
from scanner.fault import fault
from scanner.label.facts import read_facts
from scanner.lexicon import fold, phrases_at, tokens
from scanner.page import Page, Word
from scanner.pipeline import with_flags
from scanner.records import Facts, Field, Scan
from scanner.status import read_in_part, status_of

READER = "text"
LIMIT_BYTES = 1_000_000
"""A label has a few thousand letters; a page of a shop around it some ten thousand."""
_LONGEST_LINE = 240
"""Letters: no panel has longer rows."""
_WRAPPED = 80
_LONGEST_JOINED = 20_000
"""Letters of a line in which beginnings of lines are looked for."""
_HEIGHT, _WIDTH, _STEP = 24.0, 12.0, 36.0
"""Of a letter and from line to line, in the pixels that a photo would have."""
_LEAST_GAP = 2 * _HEIGHT
_CELLS = re.compile(r" {2,}|\t")


@dataclass(eq=False)
class TextError(MagnifyError):
    """A text that cannot be used; others are not touched. ``name`` is shown quoted and escaped."""

    name: str

    cause: ClassVar[str]


@dataclass(eq=False)
class TextNotReadableError(TextError):
    """``reason`` is the system's own words."""

    cause: ClassVar[str] = "not_readable"
    reason: str

    @property
    def message(self) -> str:
        return f"{self.name!r} cannot be read: {self.reason}. Check the name and its permissions."


@dataclass(eq=False)
class EmptyTextError(TextError):
    cause: ClassVar[str] = "empty"

    @property
    def message(self) -> str:
        return f"{self.name!r} holds no text. Copy the label's text again."


@dataclass(eq=False)
class TextTooLargeError(TextError):
    cause: ClassVar[str] = "too_large"

    @property
    def message(self) -> str:
        return f"{self.name!r} is larger than {LIMIT_BYTES / MB:g} MB. Give the text of one label."


@dataclass(eq=False)
class NotATextError(TextError):
    """``reason`` says at which byte it stops being one."""

    cause: ClassVar[str] = "not_a_text"
    reason: str

    @property
    def message(self) -> str:
        return f"{self.name!r} is no text in UTF-8 or UTF-16: {self.reason}. Save it as UTF-8."


def try_text(file: BinaryIO | Path, name: str) -> Attempt:
    """The facts of the text in a file, or why there are none; one bad text never stops the others."""
    try:
        return Attempt(scan_text(decoded(_read(file, name), name), name), None)
    except TextError as error:
        cause, reason = error.cause, str(error)
    except Exception as error:  # noqa: BLE001 - a fault of the program costs this text alone
        cause, reason = "internal", f"{name!r} could not be processed: {fault(error)}"
    return Attempt(Scan(name, "unreadable", reason, None, (), READER, 0.0), cause)


def _read(file: BinaryIO | Path, name: str) -> bytes:
    """Its bytes, one more than the limit at most."""
    try:
        if not isinstance(file, Path):
            return file.read(LIMIT_BYTES + 1)
        with file.open("rb") as opened:
            return opened.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        raise TextNotReadableError(name, getattr(error, "strerror", None) or str(error)) from error


def decoded(data: bytes, name: str) -> str:
    """The text in the bytes of a file: UTF-8, or UTF-16 where it begins with its mark. Raises ``TextError``."""
    if len(data) > LIMIT_BYTES:
        raise TextTooLargeError(name)
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATextError(name, f"byte {error.start + 1} is none of it") from error
    if "\0" in text:
        raise NotATextError(name, f"character {text.index(chr(0)) + 1} is a NUL")
    if not text.strip():
        raise EmptyTextError(name)
    return text


def scan_text(text: str, name: str) -> Scan:
    """What the text of a label says. *sure* speaks of what it means: its letters are given. No field has a box."""
    started = time.perf_counter()
    page = page_of(text)
    with allowing(inf) as allowed:
        facts = _without_boxes(read_facts(page))
    if allowed.used_up:
        facts = read_in_part(facts)
    status, reason = status_of(facts, page, read_in_part=allowed.used_up)
    seconds = time.perf_counter() - started
    return with_flags(Scan(name, status, reason, facts, (), READER, seconds))


def _without_boxes(facts: Facts) -> Facts:
    """A text has no pixels in which anything could be shown."""
    given = {one.name: getattr(facts, one.name) for one in fields(facts)}
    read: dict[str, Any] = {
        name: replace(v, box=None) for name, v in given.items() if isinstance(v, Field) and v.box is not None
    }
    panel = facts.panel
    if panel is not None:
        panel = replace(panel, rows=tuple(replace(row, box=None) for row in panel.rows))
    return replace(facts, **read, panel=panel)


def page_of(text: str) -> Page:
    """The text as a page: every cell a word, read without doubt, as wide as its letters, its columns in line."""
    rows = [_cells(line) for line in _lines(text)]
    stops = _stops(rows)
    words, right = [], _STEP
    for number, row in enumerate(rows, start=1):
        top, left = number * _STEP, _STEP
        for cell, stop in zip(row, stops, strict=False):
            left = max(left, stop)
            end = left + _WIDTH * len(cell)
            if cell:
                quad = ((left, top), (end, top), (end, top + _HEIGHT), (left, top + _HEIGHT))
                words.append(Word(cell, quad, 1.0))
                right = max(right, end)
            left = end + _LEAST_GAP
    return Page(tuple(words), (int(right + _STEP), int((len(rows) + 2) * _STEP)), READER)


def _lines(text: str) -> Iterator[str]:
    for line in _without_borders(text.splitlines()):
        if len(line) <= _WRAPPED or _CELLS.search(line.strip()):
            yield line
            continue
        for part in _parted(line):
            if len(part) <= _LONGEST_LINE:
                yield part
            else:
                yield from textwrap.wrap(part, _WRAPPED, break_long_words=False, break_on_hyphens=False)


_BEGIN_LINES = (
    *("title.supplement", "title.nutrition", "title.drug", "serving.size", "container.per", "column.amount"),
    *("ingredients.head", "directions.head", "stop.foot", "stop.warning"),
)
"""What stands at the beginning of a line on every label."""


def _parted(line: str) -> Iterator[str]:
    """A line that was joined of several, parted again where lines begin: "... 24% Other ingredients: ..."."""
    start = 0
    for end in _beginnings(line[:_LONGEST_JOINED]):
        if line[start:end].strip():
            yield line[start:end].strip()
            start = end
    yield line[start:].strip()


def _beginnings(line: str) -> Iterator[int]:
    """Where a word in capitals, or with a capital, stands that begins a line."""
    parts = tokens(fold(line))
    behind = 0
    for place, token in enumerate(parts):
        if place < behind or not line[token.start : token.start + 1].isupper():
            continue
        length = max((size for size, one in phrases_at(parts, place) if one.kind in _BEGIN_LINES), default=0)
        if length:
            yield token.start
        behind = place + length


def _cells(line: str) -> list[str]:
    return [" ".join(printed.split()) for printed in _CELLS.split(line.strip(" "))]


_RULER = re.compile(r"[|:\s=+-]{3,}")
_LEAST_BORDERS = 2


def _without_borders(lines: Sequence[str]) -> list[str]:
    """The lines, those of a table that is drawn with "|" with tabs in their place and without its rulers."""
    drawn = [line.count("|") if line.count("|") >= _LEAST_BORDERS else 0 for line in lines]
    plain = []
    for place, line in enumerate(lines):
        beside = {drawn[place - 1] if place else 0, drawn[place + 1] if place + 1 < len(lines) else 0}
        if not drawn[place] or not (line.strip().startswith("|") or drawn[place] in beside):
            plain.append(line)
        elif not _RULER.fullmatch(line):
            plain.append("\t".join(cell.strip() for cell in line.strip().strip("|").split("|")))
    return plain


def _stops(rows: Sequence[Sequence[str]]) -> list[float]:
    """Where each column of cells begins: right of the widest cell before it."""
    widest: list[int] = []
    for row in rows:
        widest += [0] * (len(row) - len(widest))
        for place, cell in enumerate(row[:-1]):  # the last one is beside nothing
            widest[place] = max(widest[place], min(len(cell), _LONGEST_LINE))
    starts = accumulate((_WIDTH * letters + _LEAST_GAP for letters in widest), initial=_STEP)
    return list(islice(starts, len(widest)))
