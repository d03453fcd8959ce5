"""What else is in a product, in words that never call unread what is only not read."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.co_ingredients import shown_name
from catalog.product import PanelRead, Product
from scanner.wording import number

_NOTHING: Mapping[PanelRead, str] = {
    "whole": "none of those that this app looks for",
    "part": "not read: the panel was read in part",
    "none": "not read",
}


def side_ingredients_words(product: Product) -> str:
    """The other ingredients with their amounts per serving; what was not read is "not read" and never "none"."""
    named = ", ".join(one_in_words(name, mg) for name, mg in product.co_ingredients.items())
    if not named:
        return _NOTHING[product.panel_read]
    return named if product.panel_read == "whole" else f"{named}; the rest was not read"


def one_in_words(name: str, mg: float | None) -> str:
    """One ingredient with its amount: "zinc 8 mg"; only its name where the amount was not read."""
    return shown_name(name) + ("" if mg is None else f" {number(mg)} mg")
