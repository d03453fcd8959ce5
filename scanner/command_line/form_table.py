"""The forms of the catalog as a person sees them."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from catalog.forms import Form, forms


def form_table() -> RenderableType:
    """Every confirmed form: id, name, elemental share by formula, range seen on labels, both by weight."""
    table = Table(box=box.SIMPLE_HEAD, title="Elemental magnesium in each form, % of its weight")
    table.add_column("id", no_wrap=True)
    table.add_column("name", overflow="fold")
    for header in ("by formula", "on labels"):
        table.add_column(header, justify="right", no_wrap=True)
    shown = [form for form in forms().values() if form.shown_to_people]
    for form in shown:
        name = form.name if form.is_source else f"{form.name} ({form.role.replace('_', ' ')}, not a source)"
        table.add_row(form.id, Text(name), _percent(form.elemental_fraction), _range(form))
    hidden = len(forms()) - len(shown)
    note = f"{hidden} more are recognised on labels; they are not listed until their facts are confirmed."
    return Group(table, Text(note, "dim"))


def _percent(fraction: float | None) -> str:
    return "unknown" if fraction is None else f"{100 * fraction:.1f} %"


def _range(form: Form) -> str:
    low, high = form.label_fraction_low, form.label_fraction_high
    if high is None:
        return "unknown"
    return f"up to {_percent(high)}" if low is None else f"{100 * low:.1f} to {_percent(high)}"
