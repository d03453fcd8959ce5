"""Flags for what is not known of a product: an unread value never takes a warning away without saying so."""

from collections.abc import Iterator

from catalog.flag import Flag
from catalog.product import Product

RULE = "cfr10136"
"""21 CFR 101.36: a panel states the amount, the serving and everything that is in it."""


def unknown_flags(product: Product) -> Iterator[Flag]:
    """One flag for each thing that was not read and that other flags rest on."""
    if product.elemental_mg is None and product.estimate_mg is None:
        text = "How much magnesium it gives is not known, so nobody can say whether it is above a limit."
        yield Flag("amount_not_known", text, RULE, "caution")
    elif not product.has_directions:
        text = "How much to take a day was not read: more than one serving may be above the limit."
        yield Flag("directions_not_read", text, RULE, "caution")
    if product.elemental_mg is not None and (
        product.serving_quantity is None or product.serving_unit is None
    ):
        text = "What a serving is was not read, so nobody can say whether it holds so much magnesium."
        yield Flag("serving_not_known", text, RULE, "caution")
    if product.panel_read != "whole":
        text = (
            "The panel was not read whole: caffeine, melatonin, vitamin B6 and others may be in it as well."
        )
        yield Flag("panel_not_read", text, RULE, "caution")
