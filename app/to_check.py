"""What of a product is still to be checked: said wherever it is ranked, charted, listed or taken along."""

from __future__ import annotations

from app.markup import EMPTY, Html, tag
from catalog.product import Product
from scanner.wording import listed

_NAMES = {
    "elemental_mg": "the amount",
    "compound_mg": "the weight of the compound",
    "forms": "the form",
    "serving": "the serving",
    "directions": "the servings a day",
    "per_container": "the servings per container",
    "percent_dv": "the percent of the daily value",
}
_AMOUNTS = ("elemental_mg", "compound_mg")
_OF_WHAT = "what the amount is of"


def to_check(product: Product) -> tuple[str, ...]:
    """The values, in words, that were read in doubt and that nobody has confirmed; () where there are none.

    As many as the Scan page asks for: while it is open what the amount is of, that is the one question about it.
    """
    open_ = product.basis == "undecided" and any(getattr(product, name) is not None for name in _AMOUNTS)
    names = [name for name in product.to_check if not (open_ and name in _AMOUNTS)]
    return (*((_OF_WHAT,) if open_ else ()), *(_NAMES.get(name, name) for name in names))


def count_to_check(product: Product) -> str:
    """Such as "2 values to check"; "" where there are none."""
    count = len(to_check(product))
    return f"{count} {'value' if count == 1 else 'values'} to check" if count else ""


def words_to_check(product: Product) -> str:
    """Such as "2 values to check: the form and the serving"; "" where there are none."""
    count = count_to_check(product)
    return f"{count}: {listed(to_check(product))}" if count else ""


def chip(words: str) -> Html:
    """The words as a mark beside a product; nothing for ""."""
    return tag("span", words, class_="mg-state mg-state-check mg-chip") if words else EMPTY
