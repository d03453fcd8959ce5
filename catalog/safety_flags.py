"""Flags for who takes it: conditions, medicines, pregnancy and age, with what the product adds to them."""

from collections.abc import Iterator
from types import MappingProxyType

from catalog.co_ingredients import ingredient_id
from catalog.daily_amount import NOT_SWALLOWED
from catalog.flag import Flag
from catalog.form_flags import UNNAMED_FORMS, loosens
from catalog.forms import forms
from catalog.product import Product
from catalog.profile import Profile
from catalog.safety import CONDITION, MEDICINE, POPULATION, SafetyNote, check_profile, safety_notes
from catalog.sources import joined

FLAG_KINDS = {CONDITION: "with_condition", POPULATION: "with_life_stage", MEDICINE: "with_medicine"}
LOOSENS_TEXT = "This form may loosen the bowel further. Ask your doctor or pharmacist before taking it."
MAY_LOOSEN_TEXT = (
    "Whether this product loosens the bowel is not known. Ask your doctor or pharmacist before taking it."
)


def safety_flags(product: Product, profile: Profile, goal: str | None) -> Iterator[Flag]:
    """What the person's conditions, medicines and life stage mean for this product, in the order of safety.csv.

    `data["about"]` is "person" where the words are the same for every product that is swallowed, "product" where
    this one adds something. Raises ValueError for an unknown condition or medicine.
    """
    check_profile(profile)
    for note in safety_notes():
        if not _concerns(note, profile) or (note.swallowed and product.kind in NOT_SWALLOWED):
            continue
        if note.goals and goal is not None and goal not in note.goals:
            continue
        yield _flag(FLAG_KINDS[note.kind], note, note.text, note.severity, "person")
        yield from _added_by(product, note)


def _added_by(product: Product, note: SafetyNote) -> Iterator[Flag]:
    """What this product adds: an ingredient that makes it worse, a form that loosens, or that either may be so."""
    if note.with_ingredient:
        if _contains(product, note.with_ingredient):
            yield _flag("with_medicine_and_ingredient", note, note.with_text, "warning", "product")
        elif product.panel_read != "whole":
            yield _flag("with_medicine_and_ingredient", note, note.unread_text, "warning", "product")
    if note.loosening and product.kind not in NOT_SWALLOWED:
        loosens = _loosens(product)
        if loosens is not False:
            text = MAY_LOOSEN_TEXT if loosens is None else LOOSENS_TEXT
            yield _flag("loosens_the_bowel", note, text, "warning", "product")


def _concerns(note: SafetyNote, profile: Profile) -> bool:
    if note.kind == CONDITION:
        return note.id in profile.conditions
    if note.kind == MEDICINE:
        return note.id in profile.medicines
    return {
        "pregnancy": profile.pregnant,
        "breast_feeding": profile.breast_feeding,
        "children": profile.is_minor,
        "older_adults": profile.may_be_older,
    }.get(note.id, False)


def _flag(kind: str, note: SafetyNote, text: str, severity: str, about: str) -> Flag:
    return Flag(kind, text, joined(note.source), severity, MappingProxyType({"id": note.id, "about": about}))


def _contains(product: Product, ingredient: str) -> bool:
    return any(ingredient_id(printed) == ingredient for printed in product.co_ingredients)


def _loosens(product: Product) -> bool | None:
    """Whether a form in it loosens the bowel; None when that is not known of one of them, or none is named."""
    if any(loosens(form) for form in product.forms):
        return True
    known = [
        forms()[form].gut_class for form in product.forms if form in forms() and form not in UNNAMED_FORMS
    ]
    return None if None in known or len(known) < max(len(product.forms), 1) else False
