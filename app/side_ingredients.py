"""What else is in a product, in words that never call unread what is only not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.co_ingredients import shown_name
from catalog.product import PanelRead, Product
from scanner.wording import number

SIDE_INGREDIENT_FLAGS = frozenset(
    {
        *("b6_above_limit", "zinc_above_limit", "calcium_above_limit", "vitamin_d_above_limit"),
        *("works_against_goal", "ingredient_caution", "with_medicine_and_ingredient"),
    }
)
"""Kinds of flags that rest on what was read of the other ingredients."""
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


def panel_confirmed(record: Mapping[str, Any]) -> bool:
    """Whether a person has said of a kept record that its panel was read whole."""
    return PANEL_READ in (record.get("typed") or ())


PANEL_READ = "panel_read"
"""What a person says beside the fields: that the whole panel was read."""
ALL_OF_IT = "The whole panel was read: nothing else is in it"
