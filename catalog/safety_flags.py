"""Flags for who takes it: conditions, medicines, pregnancy and age, with what the product adds to them."""

from collections.abc import Iterator
from types import MappingProxyType

from catalog.co_ingredients import ingredient_id
from catalog.flag import Flag
from catalog.form_flags import UNNAMED_FORMS
from catalog.forms import forms
from catalog.product import Product
from catalog.profile import Profile
from catalog.safety import CONDITION, MEDICINE, POPULATION, SafetyNote, check_profile, safety_notes
from catalog.sources import joined

FLAG_KINDS = {CONDITION: "with_condition", POPULATION: "with_life_stage", MEDICINE: "with_medicine"}
LOOSENING_CLASS = 2
"""From this gut class of forms.csv on, a form loosens the bowel."""
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
        if not _concerns(note, profile) or (note.swallowed and product.kind == "topical"):
            continue
        if note.goals and goal is not None and goal not in note.goals:
            continue
        yield _flag(FLAG_KINDS[note.kind], note, note.text, note.severity, "person")
        if note.with_ingredient and _contains(product, note.with_ingredient):
            yield _flag("with_medicine_and_ingredient", note, note.with_text, "warning", "product")
        if note.loosening and product.kind != "topical":
            loosens = _loosens(product)
            if loosens is None:
                yield _flag("loosens_the_bowel", note, MAY_LOOSEN_TEXT, "warning", "product")
            elif loosens:
                yield _flag("loosens_the_bowel", note, LOOSENS_TEXT, "warning", "product")


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
    named = [forms().get(form) for form in product.forms if form not in UNNAMED_FORMS]
    classes = [None if form is None else form.gut_class for form in named]
    if any(known is not None and known >= LOOSENING_CLASS for known in classes):
        return True
    return None if None in classes or len(named) < max(len(product.forms), 1) else False
