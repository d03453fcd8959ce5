"""Figures, forms and lists as they are written for people."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.forms import forms


def number(value: float) -> str:
    """A figure as labels print it: 200, 12.5."""
    return f"{value:.10g}"


def form_name(form_id: str) -> str:
    """The short name of a form, as it follows the word magnesium: "citrate" for "Magnesium citrate (...)"."""
    form = forms().get(form_id)
    if form is None:
        return form_id.replace("_", " ")
    return form.name.split(" (")[0].removeprefix("Magnesium ")


def listed(words: Sequence[str]) -> str:
    """The words as one phrase.

    >>> listed(["amount", "form", "serving"])
    'amount, form and serving'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
