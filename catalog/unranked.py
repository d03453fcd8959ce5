"""Products that cannot be ranked, what is missing, and the one thing to photograph."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog import co_ingredients
from catalog.forms import forms
from catalog.limits import EU_MARKETS
from catalog.product import Product
from catalog.profile import Profile

NO_PRODUCT = {
    "no_magnesium": "The label names no magnesium.",
    "not_a_label": "The photo shows no label with facts.",
    "unreadable": "The photo could not be read.",
}
"""States of a scan that leave nothing to rank."""

TEXTS = {
    **NO_PRODUCT,
    "not_oral": "It is not taken by mouth, or it is homeopathic: there is no dose to compare.",
    "unknown_form": "A form in it is not in the catalog.",
    "no_source": "Nothing in it counts as a source of magnesium: an excipient or a medicine.",
    "amount": "The elemental amount is not known: photograph the Supplement Facts panel.",
    "basis": "Whether the amount is magnesium or its compound is not decided: photograph the panel, or say so.",
    "serving": "What a serving is is not known: photograph the line with the serving size.",
    "pregnancy": "Not for pregnancy and breast-feeding: {what}.",
}
"""What keeps a product out, in words, the reason that matters most first."""


@dataclass(frozen=True, slots=True)
class Unranked:
    product: Product
    missing: tuple[str, ...]
    """Keys of TEXTS."""
    text: str
    """What is missing and what to do, in words."""

    def as_dict(self) -> dict[str, Any]:
        """The product as JSON."""
        return {
            "photo": self.product.photo,
            "title": self.product.title,
            "missing": list(self.missing),
            "text": self.text,
        }


def unranked(product: Product, profile: Profile) -> Unranked:
    """Everything that keeps this product out of the ranking."""
    missing = tuple(_missing(product))
    texts = [TEXTS[key] for key in missing]
    if product.estimate_mg is not None and "amount" in missing:
        low, high = product.estimate_mg
        texts.append(f"By the weight of the compound it is about {low:.0f} to {high:.0f} mg a serving.")
    barred = barred_in_pregnancy(product, profile)
    if barred is not None:
        missing = (*missing, "pregnancy")
        texts.append(TEXTS["pregnancy"].format(what=barred))
    return Unranked(product, missing, " ".join(texts))


def _missing(product: Product) -> Iterator[str]:
    if product.status in NO_PRODUCT:
        yield product.status
        return
    if product.kind in {"topical", "homeopathic"}:
        yield "not_oral"
    known = [forms()[form] for form in product.forms if form in forms()]
    if len(known) < len(product.forms):
        yield "unknown_form"
    if known and not any(form.is_source or form.role == "modifier" for form in known):
        yield "no_source"
    if product.elemental_mg is None:
        yield "amount"
    if product.basis != "elemental":
        yield "basis"
    if product.serving_quantity is None:
        yield "serving"


def barred_in_pregnancy(product: Product, profile: Profile) -> str | None:
    """Why the product is not ranked in pregnancy or breast-feeding, None when nothing stands against it."""
    if not profile.life_stage:
        return None
    barred = [
        name for printed in product.co_ingredients for name in co_ingredients.barred_in_pregnancy(printed)
    ]
    if barred:
        return f"it holds {', '.join(dict.fromkeys(barred))}"
    if "threonate" in product.forms and profile.authority in EU_MARKETS:
        return "in the EU magnesium L-threonate is not authorised for them"
    return None
