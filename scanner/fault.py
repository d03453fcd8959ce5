"""A fault of the program itself, told to a person."""

from __future__ import annotations

import traceback
from pathlib import Path


def fault(error: BaseException) -> str:
    """What went wrong in one sentence, with its place, and the request to report it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"a fault in Magnify itself ({said}{place}). Please report it, with the photo if you can share it."
