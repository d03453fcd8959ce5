"""Who is measured: our reader, and the plain engines followed by the same extraction of facts.

The plain engines get the photo as it comes (opened, upright by its EXIF tag) and nothing else: no turning by the
text, no level lines, no second look, no witness. All run with one thread, so that seconds can be compared.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scanner.attempt import Attempt, attempt
from scanner.errors import MagnifyError
from scanner.label.facts import read_facts
from scanner.label_text import try_text
from scanner.page import Image, Page, Quad, Word
from scanner.photo import open_photo
from scanner.readers import open_readers
from scanner.records import Scan
from scanner.scan_json import to_json
from scanner.status import status_of

ReadPhoto = Callable[[Path], dict[str, Any]]
"""The line of ``magnify scan --json`` for one photo."""
ReadWords = Callable[[Image], tuple[Word, ...]]


def magnify() -> ReadPhoto:
    """Our reader, the whole way."""
    readers = open_readers("auto", threads=1)
    return lambda path: _with_letters(attempt(path, readers, lambda _: None))


def text() -> ReadPhoto:
    """A label's text, whose letters are given: no engine, the same understanding."""
    return lambda path: try_text(path, path.name).as_json()


def plain_tesseract(psm: int) -> ReadPhoto:
    """The plain pytesseract, with this page segmentation mode and nothing else set."""
    import pytesseract

    from scanner.readers.tesseract import tesseract_command

    os.environ["OMP_THREAD_LIMIT"] = "1"
    pytesseract.pytesseract.tesseract_cmd = tesseract_command()

    def words(image: Image) -> tuple[Word, ...]:
        table = pytesseract.image_to_data(image, config=f"--psm {psm}", output_type=pytesseract.Output.DICT)
        return tuple(_tesseract_words(table))

    return _with_facts(f"tesseract-{psm}", words)


def plain_rapidocr() -> ReadPhoto:
    """The plain rapidocr with its own settings, but for its log and the one thread."""
    from scanner.readers.networks import onnxruntime

    onnxruntime()  # which reports to nobody from here on
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def words(image: Image) -> tuple[Word, ...]:
        read = engine(np.ascontiguousarray(image[:, :, ::-1]))
        if read.boxes is None:
            return ()
        found = zip(read.txts, read.boxes, read.scores, strict=True)
        return tuple(Word(text, _quad(box), float(score)) for text, box, score in found if text.strip())

    return _with_facts("rapidocr", words)


TEXT = "text"
CONTENDERS: Mapping[str, Callable[[], ReadPhoto]] = {
    TEXT: text,
    "magnify": magnify,
    "tesseract-3": lambda: plain_tesseract(3),
    "tesseract-11": lambda: plain_tesseract(11),
    "rapidocr": plain_rapidocr,
}
PHOTO_READERS = tuple(name for name in CONTENDERS if name != TEXT)


def _with_letters(tried: Attempt) -> dict[str, Any]:
    """The line of a photo with ``letters``: how clear the least clear word of each field and each row was, 0 to 1."""
    record, facts = tried.as_json(), tried.scan.facts
    if facts is None or facts.page is None:
        return record
    words = facts.page.words
    fields = {
        name: clear
        for name, field in record["fields"].items()
        if (clear := _clearness(field["box"], words)) is not None
    }
    rows = record["panel"]["rows"] if record["panel"] else []
    return {**record, "letters": {**fields, "rows": [_clearness(row["box"], words) for row in rows]}}


def _clearness(box: Sequence[float] | None, words: Sequence[Word]) -> float | None:
    """The least confidence of the words that the box shows; None where it shows none."""
    if box is None:
        return None
    return min((word.confidence for word in words if _shows(box, word)), default=None)


def _shows(box: Sequence[float], word: Word) -> bool:
    """Whether they are on one line and share a quarter of the shorter one: a field may be a part of a long word."""
    xs, ys = zip(*word.quad, strict=True)
    shared = min(box[2], max(xs)) - max(box[0], min(xs))
    level = box[1] <= sum(ys) / 4 <= box[3] or min(ys) <= (box[1] + box[3]) / 2 <= max(ys)
    return level and shared >= 0.25 * min(box[2] - box[0], max(xs) - min(xs))


def _with_facts(reader: str, words: ReadWords) -> ReadPhoto:
    """``words`` followed by the extraction that our reader uses."""

    def read(path: Path) -> dict[str, Any]:
        started = time.perf_counter()
        try:
            photo = open_photo(path)
            page = Page(words(photo.pixels), (photo.width, photo.height), reader)
        except (
            MagnifyError,
            RuntimeError,
            OSError,
        ) as error:  # the engines raise RuntimeError on odd pictures
            seconds = time.perf_counter() - started
            return to_json(Scan(path.name, "unreadable", str(error), None, (), reader, seconds))
        facts = read_facts(page)
        status, reason = status_of(facts, page)
        seconds = time.perf_counter() - started
        return to_json(Scan(path.name, status, reason, facts, (), reader, seconds, page.size, photo.sha256))

    return read


def _tesseract_words(table: Mapping[str, Any]) -> list[Word]:
    found = []
    for index, text in enumerate(table["text"]):
        confidence = float(table["conf"][index])
        if str(text).strip() and confidence >= 0:
            x, y, w, h = (float(table[key][index]) for key in ("left", "top", "width", "height"))
            quad: Quad = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
            found.append(Word(str(text), quad, confidence / 100))
    return found


def _quad(corners: Any) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return (a, b, c, d)
