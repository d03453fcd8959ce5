"""Printed names and what they map to, as a person sees them."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from catalog.names import match
from scanner.screen_text import visible
from scanner.wording import form_name

_STATE_STYLES = {"sure": "bold green", "check": "bold yellow", "undisclosed": "bold", "not_magnesium": "dim"}


def name_table(names: Sequence[str]) -> RenderableType:
    """What each printed name maps to, with the state and the reason."""
    table = Table(box=box.SIMPLE_HEAD)
    for header in ("printed name", "forms", "state", "why"):
        table.add_column(header, overflow="fold")
    for name in names:
        found = match(name)
        said = ", ".join(f"{form_name(form)} ({form})" for form in found.forms) or "none"
        state = Text(found.state.replace("_", " "), _STATE_STYLES[found.state])
        table.add_row(Text(visible(name)), Text(said), state, Text(visible(found.reason)))
    return table
