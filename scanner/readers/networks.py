"""The networks of PP-OCR: their weights, and the one thread of a process they run on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import cv2

from scanner.errors import ReaderError, ReaderFailedError, ReaderMissingError
from scanner.readers.line_finder import LineFinder
from scanner.readers.line_network import LineNetwork

Size = Literal["tiny", "small"]
_TINY = Path(__file__).parent / "weights"
_LETTERS = _TINY / "tiny_letters.txt"
_SHA256 = {
    "tiny_finder.onnx": "193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8",
    "tiny_lines.onnx": "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6",
    "tiny_letters.txt": "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc",
    "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
"""Of what is opened: a network is a program that a native library carries out. The small ones have the sums that their
publisher prints."""


@dataclass(frozen=True, slots=True)
class Networks:
    """What finds lines, and what reads one."""

    finder: LineFinder
    lines: LineNetwork


def opened(size: Size, threads: int) -> Networks:
    """The networks of that size, one set for the process.

    Raises ``ReaderMissingError`` where they are not installed, or not as they were published.
    """
    networks: Networks = run(lambda: _opened(size, threads))
    return networks


def run(task: Callable[[], Any]) -> Any:
    """What ``task`` returns, run where the networks run. Raises ``ReaderFailedError`` with the words of its failure."""
    try:
        return _thread().submit(task).result()
    except ReaderError:
        raise
    except ImportError as error:
        raise ReaderMissingError("rapid", f"Install rapidocr and onnxruntime ({error}).") from error
    except Exception as error:
        raise ReaderFailedError("rapid", _first_line(error)) from error


def leave_behind() -> None:
    """Gives readers that are opened from now on networks and a thread of their own: the ones there hang."""
    _thread.cache_clear()
    _opened.cache_clear()


def onnxruntime() -> Any:
    """The package, which reports to nobody. Raises ``ImportError`` without it."""
    # From 1.29 on it would give this machine an id and report each session to its maker.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime


@cache
def _thread() -> ThreadPoolExecutor:
    """The thread that flushes denormal numbers to zero: one photo at a time goes through the networks of a process."""
    return ThreadPoolExecutor(1, thread_name_prefix="networks")


@cache
def _opened(size: Size, threads: int) -> Networks:
    cv2.setNumThreads(threads)
    if size == "tiny":
        letters = _checked(_LETTERS).decode().splitlines()
        finder, lines = _TINY / "tiny_finder.onnx", _TINY / "tiny_lines.onnx"
        return Networks(LineFinder(_session(finder, threads)), LineNetwork(_session(lines, threads), letters))
    small = _small()
    lines = _session(small / "PP-OCRv6_rec_small.onnx", threads)
    letters = lines.get_modelmeta().custom_metadata_map["character"].splitlines()
    finder = _session(small / "PP-OCRv6_det_small.onnx", threads)
    return Networks(LineFinder(finder), LineNetwork(lines, letters))


def _small() -> Path:
    """Where the small networks lie: in the package rapidocr, of which nothing is run."""
    package = find_spec("rapidocr")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'rapidocr'")
    return Path(package.submodule_search_locations[0]) / "models"


def _checked(path: Path) -> bytes:
    """The bytes of a file of weights. Raises ``ReaderMissingError`` where they are not those that belong there."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReaderMissingError(
            "rapid", f"{path.name} cannot be opened ({error.strerror}). Install Magnify again."
        ) from error
    if hashlib.sha256(data).hexdigest() != _SHA256[path.name]:
        raise ReaderMissingError("rapid", f"{path.name} is not as it was published. Install Magnify again.")
    return data


def _session(path: Path, threads: int) -> Any:
    runtime = onnxruntime()
    options = runtime.SessionOptions()
    options.log_severity_level = 4
    # Memory that was needed once is given back: pictures have any size.
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Numbers near zero become zero: the line finder takes a third of the time, its answer is the same.
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return runtime.InferenceSession(_checked(path), options, providers=["CPUExecutionProvider"])


def _first_line(error: Exception) -> str:
    """The engine's own words, without the lines of its traceback."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
