"""Flags on the screen: a shape, a word and a colour each, the sources behind "why"."""

from __future__ import annotations

from collections.abc import Iterable

from app.citations import why
from app.markup import EMPTY, Html, join, tag
from catalog.flag import Flag
from catalog.limit_words import whose, with_stand_in
from catalog.limits import limit_for
from catalog.product import Product
from catalog.profile import Profile
from catalog.words import counted
from scanner.wording import number

_WORDS = {
    "stop": "Stop",
    "warning": "Warning",
    "caution": "Caution",
    "note": "Note",
    "within": "Within",
    "check": "Check",
}
"""The word of each severity; the stylesheet sets a shape before it and a coloured line beside it."""


_AMOUNT = frozenset({"elemental_mg", "directions"})
"""What the daily amount is reckoned from."""


DOUBT = "The other ingredients were read from the photo and nobody has confirmed them: look whether the label says so."
"""Said once of flags that a misread line may have raised."""


def flag_list(flags: Iterable[Flag], *more: Html, doubted: frozenset[str] = frozenset()) -> Html:
    """The flags as a list in the order given, with ``more`` items before the mere notes.

    A note may be about another authority's limit: what the person's own limit says comes first. Flags of the kinds
    ``doubted`` are to be checked, however pressing they would be if they were sure.
    """
    given = list(flags)
    if not given and not any(more):
        return EMPTY
    pressing, notes = (
        [_item(flag, doubted) for flag in given if (flag.severity == "note") is is_note]
        for is_note in (False, True)
    )
    found = tag("ul", join(pressing), *more, join(notes), class_="mg mg-flags")
    if not any(flag.kind in doubted for flag in given):
        return found
    return join([found, tag("p", DOUBT, class_="mg mg-faint mg-small")])


def _item(flag: Flag, doubted: frozenset[str]) -> Html:
    if flag.kind in doubted:
        return flag_item("check", flag.text, flag.source.split("|"))
    return flag_item(flag.severity, flag.text, flag.source.split("|"))


def within_limit(product: Product, profile: Profile) -> Html:
    """Says that the daily amount is within the limit, with whose; nothing where it is not, or is not known.

    Nothing either while the amount is still to be checked: a green line would say that it is right.
    """
    if product.daily_mg is None or product.basis != "elemental" or _AMOUNT & set(product.to_check):
        return EMPTY
    limit = limit_for(profile.authority, profile)
    if limit.limit_mg_per_day is None or product.daily_mg[1] > limit.limit_mg_per_day:
        return EMPTY
    words = f"within {whose(limit)}"
    said = (
        f"{daily(product)}: {words}."
        if product.has_directions
        else f"One serving gives {_daily_amount(product.daily_mg)}: {words}. "
        "The directions were not read: more servings may be above it."
    )
    return flag_item("within", with_stand_in(said, limit), limit.source)


def daily(product: Product) -> str:
    """The daily amount in words, and what it is reckoned from."""
    if product.daily_mg is None:
        return "How much a day it gives is not known"
    amount = _daily_amount(product.daily_mg)
    if not product.has_directions:
        return f"One serving gives {amount} (directions were not read)"
    first, last = product.servings_range
    return f"At the label's directions ({counted(first, 'serving', last)}) {amount} a day"


def _daily_amount(mg_per_day: tuple[float, float]) -> str:
    low, high = (number(round(mg, 1)) for mg in mg_per_day)
    return f"{low} mg" if low == high else f"{low} to {high} mg"


def flag_item(severity: str, words: str, source: Iterable[str]) -> Html:
    """One item of the list: the word of its severity, what is flagged, and why."""
    word = tag("span", _WORDS[severity], class_="mg-word")
    return tag("li", word, " ", words, " ", why(source), class_=f"mg-{severity}")
