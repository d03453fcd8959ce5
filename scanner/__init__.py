"""Photo in, facts out: ``scan("label.jpg", open_readers())``.

The names are loaded when they are first used: the command line starts without numpy and the engines.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.pipeline import scan
    from scanner.readers import open_readers
    from scanner.records import Facts, Field, Scan, Serving
    from scanner.scan_json import from_json, to_json

__all__ = ["Facts", "Field", "Scan", "Serving", "from_json", "open_readers", "scan", "to_json"]

_HOME = {
    "scan": "scanner.pipeline",
    "open_readers": "scanner.readers",
    "to_json": "scanner.scan_json",
    "from_json": "scanner.scan_json",
} | dict.fromkeys(("Facts", "Field", "Scan", "Serving"), "scanner.records")


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'scanner' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
