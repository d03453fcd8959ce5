"""Text for the cells of a table that other programs open."""

from __future__ import annotations

from typing import Any

from scanner.screen_text import visible

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A table program would run a cell that begins with one of these."""


def defused(cell: Any) -> Any:
    """The cell as data: a text that a table program would take for a formula gets an apostrophe before it.

    >>> defused("=1+1"), defused(-3.5)
    ("'=1+1", -3.5)
    """
    if not isinstance(cell, str):
        return cell
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_SIGNS) else shown
