"""Memory that was freed, given back to the machine."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Returns what the last photo left behind in pieces: the next one may be large and would come on top of it.

    Only the C library of most Linux systems (glibc) can be asked for it; others do nothing here.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
