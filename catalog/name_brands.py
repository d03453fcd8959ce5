"""Brands whose pharmaceutical form decides what they hold: MAG 2 is carbonate as a tablet, pidolate as an ampoule."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from catalog.forms import forms
from catalog.name_parts import NamePart
from catalog.name_words import DOSE_FORMS, Entry, vocabulary
from catalog.tables import read_table

BRANDS_FILE = "brands.csv"
_COLUMNS = ("words", "dose_form", "forms", "certain", "source", "read_address", "read_on")


@dataclass(frozen=True, slots=True)
class Presentation:
    """What a brand holds as a tablet, an ampoule or a sachet; `dose_form` "" stands for all of them."""

    dose_form: str
    forms: tuple[str, ...]
    certain: bool


@cache
def presentations() -> dict[str, tuple[Presentation, ...]]:
    """The presentations of each brand, by its name; raises CatalogError naming a wrong cell."""
    found: dict[str, tuple[Presentation, ...]] = {}
    for row in read_table(BRANDS_FILE, _COLUMNS):
        ids = tuple(row.text("forms").split("|"))
        if wrong := [form for form in ids if form not in forms()]:
            raise row.error("forms", f"{wrong[0]!r} is not in forms.csv")
        row.text("source")
        dose_form = row.one_of("dose_form", DOSE_FORMS | {""})
        presentation = Presentation(dose_form, ids, row.flag("certain"))
        found[row.text("words")] = (*found.get(row.text("words"), ()), presentation)
    return found


def resolved(parts: Sequence[NamePart]) -> Sequence[NamePart]:
    """`parts` with each brand as the forms it holds; not certain where the text does not say which presentation."""
    if not any(part.kind == "brand" for part in parts):
        return parts
    said = {vocabulary().dose_forms.get(part.text) for part in parts}
    out: list[NamePart] = []
    for part in parts:
        if part.kind != "brand":
            out.append(part)
            continue
        known = presentations()[part.entry.meaning]
        fitting = [one for one in known if not one.dose_form or one.dose_form in said]
        certain = len({one.forms for one in fitting}) == 1 and all(one.certain for one in fitting)
        ids = dict.fromkeys(form for one in fitting or known for form in one.forms)
        out.extend(
            part._replace(
                kind="trade",
                entry=Entry("trade", forms()[form].family, form, certain),
                standing=part.standing or ("" if certain else "doubtful"),
            )
            for form in ids
        )
    return out
