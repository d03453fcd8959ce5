"""PP-OCR through rapidocr: finds lines with one network, reads each with another."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.errors import ReaderFailedError, ReaderMissingError
from scanner.page import Image, Quad, Word

_MULTIPLE = 32
"""The line finder takes sides of this multiple."""
_LINE_HEIGHT = 48
"""The line reader takes lines of this height."""
_STANDING = 1.5
"""A line this much taller than wide is printed upright, turned by 90 degrees."""
_MAINLY = 1.5
"""Standing lines must outweigh lying ones by this much before the page counts as turned."""
_SAMPLE = 6
_DENSE = 0.93
"""A line read with less confidence is read again, drawn out sideways."""
_DRAW_OUT = 1.5
_WORTH_DRAWING_OUT = 3
_GROUND = 24
"""Pixels of ground behind the last letter: without, the network drops it."""
_SAME_END = 0.5
"""Two looks at one line end within this share of its height."""
_DOUBTFUL = 0.8
"""Lines read with less confidence than this may be upside down."""

# How the corners (top left, top right, bottom right, bottom left) are taken so that reading starts at the first.
_LEVEL, _DOWNWARD, _UPSIDE_DOWN, _UPWARD = 0, 1, 2, 3


class RapidReader:
    """PP-OCRv6 small, without the per-line direction classifier: that one flips short lines such as "83%"."""

    name = "rapid"

    def __init__(self, threads: int = 1) -> None:
        self._engine = _on_engine_thread(lambda: _engine(threads))

    def read(self, image: Image, scale: float, known: Sequence[Word] = ()) -> tuple[Word, ...]:
        found = self.find_lines(image, scale)
        if not found:
            return ()
        read = {quad: (word.text, word.confidence) for quad in found if (word := _same_line(quad, known))}
        standing_turn, lying_turn = _UPWARD, _LEVEL
        if not read:
            standing_turn, lying_turn, read = self._reading_direction(image, found)
            if _stands_mainly(found):
                return _words(read)
        quads = [_turned(q, standing_turn if _stands(q) else lying_turn) for q in found]
        rest = [q for q in quads if q not in read]
        read |= dict(zip(rest, self.read_lines([cut_line(image, q) for q in rest]), strict=True))
        return _words({quad: read[quad] for quad in quads})

    def _reading_direction(
        self, image: Image, quads: list[Quad]
    ) -> tuple[int, int, dict[Quad, tuple[str, float]]]:
        """How standing and lying lines are to be turned, told by reading a few of the longest both ways; and those."""
        standing = [q for q in quads if _stands(q)]
        lying = [q for q in quads if not _stands(q)]
        mainly_standing = _stands_mainly(quads)
        sample = sorted(standing if mainly_standing else lying, key=_length, reverse=True)[:_SAMPLE]
        turns = (_UPWARD, _DOWNWARD) if mainly_standing else (_LEVEL, _UPSIDE_DOWN)
        best: dict[Quad, tuple[str, float]] = {}
        chosen = turns[0]
        for turn in turns:
            candidates = [_turned(q, turn) for q in sample]
            read = dict(
                zip(candidates, self.read_lines([cut_line(image, q) for q in candidates]), strict=True)
            )
            if not best or _confidence(read) > _confidence(best):
                best, chosen = read, turn
            if _confidence(best) >= _DOUBTFUL:
                break
        if mainly_standing:
            return chosen, _LEVEL, best
        return (_UPWARD if chosen == _LEVEL else _DOWNWARD), chosen, best

    def find_lines(self, image: Image, scale: float) -> list[Quad]:
        """Where lines stand in ``image``, looked for on a copy ``scale`` times its size."""
        height, width = image.shape[:2]
        wide = max(_MULTIPLE, round(width * scale / _MULTIPLE) * _MULTIPLE)
        high = max(_MULTIPLE, round(height * scale / _MULTIPLE) * _MULTIPLE)
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        small = cv2.resize(image, (wide, high), interpolation=how)
        picture = np.ascontiguousarray(small[:, :, ::-1])
        found = _on_engine_thread(lambda: self._engine(picture, use_det=True, use_cls=False, use_rec=False))
        if found.boxes is None:
            return []
        back = np.array([width / wide, height / high])
        return [_quad(np.asarray(box, np.float64) * back) for box in found.boxes]

    def read_lines(self, lines: Sequence[Image]) -> list[tuple[str, float]]:
        read = self._read([_padded(line, 1.0) for line in lines])
        # Dense print has more letters than the network has steps for; drawn out sideways it reads them.
        again = [
            i for i, (text, score) in enumerate(read) if score < _DENSE and len(text) >= _WORTH_DRAWING_OUT
        ]
        for index, drawn_out in zip(
            again, self._read([_padded(lines[i], _DRAW_OUT) for i in again]), strict=True
        ):
            read[index] = max(read[index], drawn_out, key=lambda line: line[1])
        return read

    def _read(self, lines: Sequence[Image]) -> list[tuple[str, float]]:
        if not lines:
            return []
        pictures = [np.ascontiguousarray(line[:, :, ::-1]) for line in lines]
        read = _on_engine_thread(lambda: self._engine.recognize_txt(pictures))
        return [(text, float(score)) for text, score in zip(read.txts, read.scores, strict=True)]


@cache
def _engine_thread() -> ThreadPoolExecutor:
    """One photo at a time goes through the engine of a process, on the thread that flushes denormal numbers to zero."""
    return ThreadPoolExecutor(1, thread_name_prefix="line-engine")


def leave_behind() -> None:
    """Gives readers that are opened from now on an engine and a thread of their own: the ones there hang."""
    _engine_thread.cache_clear()
    _engine.cache_clear()


def _on_engine_thread(task: Callable[[], Any]) -> Any:
    try:
        return _engine_thread().submit(task).result()
    except ImportError as error:
        raise ReaderMissingError("rapid", f"Install rapidocr and onnxruntime ({error}).") from error
    except Exception as error:
        raise ReaderFailedError("rapid", str(error)) from error


def rapidocr_class() -> Any:
    """``rapidocr.RapidOCR``, over an onnxruntime that reports to nobody. Raises ``ImportError`` without rapidocr."""
    # From 1.29 on onnxruntime would give this machine an id and report each session to its maker.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    return RapidOCR


@cache
def _engine(threads: int) -> Any:
    engine = rapidocr_class()
    cv2.setNumThreads(threads)
    _flush_denormals()
    return engine(
        params={
            "Global.log_level": "critical",
            # The picture arrives at the size it is meant to be read at.
            "Global.max_side_len": 100_000,
            "Global.min_side_len": 1,
            "Global.use_vertical_padding": False,
            "Det.limit_side_len": 100_000,
            "Det.limit_type": "max",
            # The mean over the shape itself: the box around a curved line is half empty.
            "Det.score_mode": "slow",
            # Each line at its own width: batches are padded to their widest line, cells as short as "29%" to 320.
            "Rec.rec_img_shape": [3, _LINE_HEIGHT, _LINE_HEIGHT],
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _flush_denormals() -> None:
    """Numbers near zero become zero on this thread: the line finder takes a third of the time, its answer is the same.

    onnxruntime decides it once, with the first session a process opens, for the thread that opens it; rapidocr has no
    setting for it.
    """
    import rapidocr
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    smallest = Path(rapidocr.__file__).parent / "models" / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
    InferenceSession(smallest, options, providers=["CPUExecutionProvider"])


def _padded(line: Image, stretch: float) -> Image:
    """The line at the network's height, ``stretch`` times as wide, with some ground behind its last letter."""
    width = max(1, round(line.shape[1] * stretch * _LINE_HEIGHT / line.shape[0]))
    how = cv2.INTER_AREA if line.shape[0] > _LINE_HEIGHT else cv2.INTER_CUBIC
    sized = cv2.resize(line, (width, _LINE_HEIGHT), interpolation=how)
    return np.asarray(cv2.copyMakeBorder(sized, 0, 0, 0, _GROUND, cv2.BORDER_REPLICATE), np.uint8)


def cut_line(image: Image, quad: Quad) -> Image:
    """The line inside ``quad``, read from its first corner to its second, level and at most 48 px high."""
    corners = np.asarray(quad, np.float32)
    wide = max(1.0, *(float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 1), (3, 2))))
    high = max(1.0, *(float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 3), (1, 2))))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    size = (max(1, round(wide)), max(1, round(high)))
    line = cv2.warpPerspective(image, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if line.shape[0] > _LINE_HEIGHT:
        new_width = max(1, round(line.shape[1] * _LINE_HEIGHT / line.shape[0]))
        line = cv2.resize(line, (new_width, _LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(line, np.uint8)


def _same_line(quad: Quad, known: Sequence[Word]) -> Word | None:
    """The known word that begins and ends where the line ``quad`` does."""
    line = Word("", quad, 0.0)
    near = _SAME_END * line.height
    for word in known:
        if math.dist(line.left, word.left) < near and math.dist(line.right, word.right) < near:
            return word
    return None


def _confidence(read: dict[Quad, tuple[str, float]]) -> float:
    letters = sum(len(text) for text, _ in read.values())
    return sum(len(text) * score for text, score in read.values()) / letters if letters else 0.0


def _turned(quad: Quad, turns: int) -> Quad:
    a, b, c, d = quad[turns:] + quad[:turns]
    return (a, b, c, d)


def _side(quad: Quad, start: int, end: int) -> float:
    return float(np.hypot(quad[start][0] - quad[end][0], quad[start][1] - quad[end][1]))


def _stands(quad: Quad) -> bool:
    return _side(quad, 0, 3) >= _STANDING * _side(quad, 0, 1)


def _stands_mainly(quads: Sequence[Quad]) -> bool:
    standing = sum(_length(quad) for quad in quads if _stands(quad))
    return standing > _MAINLY * sum(_length(quad) for quad in quads if not _stands(quad))


def _words(read: Mapping[Quad, tuple[str, float]]) -> tuple[Word, ...]:
    return tuple(Word(text.strip(), quad, score) for quad, (text, score) in read.items() if text.strip())


def _length(quad: Quad) -> float:
    return max(_side(quad, 0, 1), _side(quad, 0, 3))


def _quad(corners: NDArray[np.float64]) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return (a, b, c, d)
