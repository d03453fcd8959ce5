"""``magnify text``: what the text of a label says."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from scanner.command_line.explanation import ExplainOption, refuse_with_json, show_explanation
from scanner.command_line.terminal import SOME_FAILED, ending_cleanly, show, write_line

STANDARD_INPUT = "-"
_OBJECTS = 50_000
"""That are made between two looks for rings of them: a text makes a few thousand and leaves hardly any behind."""


@ending_cleanly()
def text(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Texts of labels; - is standard input.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, one object per line, for programs.")] = False,
    explain: ExplainOption = False,
) -> None:
    """Read texts of labels and say what is in each.

    A line is a printed line; a tab or two blanks part the cells of a table. "Sure" speaks of what the text means: its
    letters are taken as they are.
    """
    from scanner.label_text import try_text

    refuse_with_json(explain=explain, as_json=as_json)
    complete = True
    gc.set_threshold(_OBJECTS)
    for name in files:
        tried = try_text(sys.stdin.buffer if name == STANDARD_INPUT else Path(name), name)
        if as_json:
            write_line(tried.as_json())
        else:
            from scanner.command_line.scan_table import scan_table

            show(scan_table(Path(name), tried.scan))
            if explain:
                show_explanation(tried.scan)
        complete = complete and tried.error is None
    if not complete:
        raise typer.Exit(SOME_FAILED)
