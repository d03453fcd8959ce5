"""Products that cannot be ranked, what is missing, and the one thing to photograph."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.co_ingredients import barred_in_pregnancy
from catalog.daily_amount import NOT_SWALLOWED
from catalog.flags import Flag, flags_for
from catalog.form_rules import form_barred
from catalog.forms import forms
from catalog.product import MEDICINE_GOAL, Product
from catalog.profile import Profile
from catalog.verdict_words import WORDS

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
    "no_source": "Nothing in it counts as a source of magnesium: what it names is an excipient or a medicine.",
    "amount": "The elemental amount is not known: photograph the Supplement Facts panel.",
    "basis": "Whether the amount is magnesium or its compound is not decided: photograph the panel, or say so.",
    "serving": "The serving is not known: photograph the line with the serving size.",
    "medicine": "It is a laxative medicine: it is ranked for constipation only.",
}
"""What keeps a product out, in words, the reason that matters most first."""


@dataclass(frozen=True, slots=True)
class Unranked:
    product: Product
    missing: tuple[str, ...]
    """Keys of TEXTS."""
    text: str
    """What is missing and what to do, in words."""
    verdict: str
    """One of verdict.VERDICTS: not for this person or this goal, or cannot be told yet."""
    flags: tuple[Flag, ...]

    @property
    def words(self) -> str:
        """The verdict as it stands on the screen."""
        return WORDS[self.verdict]

    def as_dict(self) -> dict[str, Any]:
        """The product as JSON."""
        return {
            "verdict": self.verdict,
            "photo": self.product.photo,
            "title": self.product.title,
            "missing": list(self.missing),
            "text": self.text,
            "flags": [flag.as_dict() for flag in self.flags],
        }


def unranked(product: Product, profile: Profile, goal: str) -> Unranked:
    """Everything that keeps this product out of the ranking for a goal."""
    missing = tuple(_missing(product, goal))
    texts = [TEXTS[key] for key in missing]
    if product.estimate_mg is not None and "amount" in missing:
        low, high = product.estimate_mg
        texts.append(f"By the weight of the compound it is about {low:.0f} to {high:.0f} mg a serving.")
    why = barred(product, profile)
    if why is not None:
        missing = (*missing, "person")
        texts.append(why)
    verdict = next((OF_MISSING[key] for key in missing if key in OF_MISSING), "cannot_be_told")
    flags = flags_for(product, profile, (profile.authority,), goal)
    return Unranked(product, missing, " ".join(texts), verdict, flags)


OF_MISSING = {"person": "not_for_you", "medicine": "does_not_fit"}
"""Verdicts for what is known well enough and still stays out; everything else cannot be told."""


def _missing(product: Product, goal: str) -> Iterator[str]:
    if product.status in NO_PRODUCT:
        yield product.status
        return
    if product.kind in NOT_SWALLOWED:
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
    if product.kind == "drug" and goal != MEDICINE_GOAL:
        yield "medicine"


def barred(product: Product, profile: Profile) -> str | None:
    """Why the product is not ranked for this person at all, None when nothing stands against it."""
    rule = form_barred(product.forms, profile)
    if rule is not None:
        return rule.text
    if not profile.life_stage:
        return None
    names = [name for printed in product.co_ingredients for name in barred_in_pregnancy(printed)]
    if not names:
        return None
    return f"It is not for pregnancy and breast-feeding: it holds {', '.join(dict.fromkeys(names))}."
