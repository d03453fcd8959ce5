"""Which names of salts count: sources of magnesium, and salts named apart from the word magnesium."""

from __future__ import annotations

import re
from functools import cache

from catalog.forms import forms as known_forms
from catalog.names import match
from scanner.label.vocabulary import fold

OF = "of|de|di|do|da|du|del|von|vom|van"
"""Between a salt and the mineral, in the languages that put the salt first: the two together name a compound."""
UNSPECIFIC = frozenset({"amino_acid_chelate"})
"""A class of forms: given up where a member of it is named."""


def is_source(form_id: str) -> bool:
    """Whether the form brings magnesium: excipients such as the stearate do not count."""
    form = known_forms().get(form_id)
    return form is not None and form.role == "source"


def bare_salts(text: str) -> tuple[str, ...]:
    """The sources that ``text`` names without the word magnesium ("L-Threonate"), letter for letter.

    Without "magnesium" before it, a word that is only near to a salt's name is another word.
    """
    return tuple(f for f in match(f"Magnesium {text}").precise if is_source(f) and _spelled_out(f, text))


def _spelled_out(form_id: str, text: str) -> bool:
    folded = fold(text)
    return any(stem in folded for stem in _stems(form_id))


@cache
def _stems(form_id: str) -> frozenset[str]:
    name = fold(known_forms()[form_id].name).replace("magnesium", " ")
    words = (w.removeprefix("bis").removeprefix("di") for w in re.findall(r"[a-z]{5,}", f"{name} {form_id}"))
    return frozenset(w for w in words if len(w) >= 5)
