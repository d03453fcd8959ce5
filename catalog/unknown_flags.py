"""Flags for what is not known of a product: an unread value never takes a warning away without saying so."""

from collections.abc import Iterator
from types import MappingProxyType

from catalog.co_ingredients import ingredient_id
from catalog.flag import Flag
from catalog.limit_flags import LIMITED_NUTRIENTS, NOTHING_READ
from catalog.product import Product

RULE = "cfr10136"
"""21 CFR 101.36: a panel states the amount, the serving and everything that is in it."""


def unknown_flags(product: Product) -> Iterator[Flag]:
    """One flag for each thing that was not read and that other flags rest on, but for amounts of magnesium."""
    if product.status in NOTHING_READ:
        return  # no product is known of which anything could be missing, and the photo's reason says so
    if product.elemental_mg is not None and (
        product.serving_quantity is None or product.serving_unit is None
    ):
        text = "The serving was not read, so nobody can say whether it holds so much magnesium."
        yield Flag("serving_not_known", text, RULE, "caution")
    if product.panel_read != "whole":
        text = (
            "The panel was not read whole: caffeine, melatonin, vitamin B6 and others may be in it as well."
        )
        yield Flag("panel_not_read", text, RULE, "caution")
    for printed, mg in product.co_ingredients.items():
        nutrient = ingredient_id(printed)
        if mg is None and nutrient in LIMITED_NUTRIENTS:
            _, name = LIMITED_NUTRIENTS[nutrient]
            text = (
                f"How much {name[0].lower() + name[1:]} is in it was not read, so it may be above its limit."
            )
            yield Flag("nutrient_not_read", text, RULE, "caution", MappingProxyType({"nutrient": nutrient}))
