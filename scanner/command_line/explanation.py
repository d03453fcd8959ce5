"""``--explain``: how the decisions came about, below the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scanner.command_line.terminal import show
from scanner.screen_text import visible

if TYPE_CHECKING:
    from scanner.records import Scan

ExplainOption = Annotated[
    bool,
    typer.Option(
        "--explain", help="Also show how it was decided: the lines, the panel and its proof, the rules."
    ),
]


def refuse_with_json(*, explain: bool, as_json: bool) -> None:
    """Raises ``BadParameter`` where both are asked for: an explanation is for persons."""
    if explain and as_json:
        raise typer.BadParameter("is for persons; leave --json out", param_hint="--explain")


def show_explanation(scan: Scan) -> None:
    """Prints it; nothing for a photo without facts, of which the table says why."""
    from rich.text import Text

    from scanner.explain import explain

    if scan.facts is not None:
        for line in explain(scan.facts):
            show(Text(visible(line)))
