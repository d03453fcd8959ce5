"""The answer a person came for, in one plain sentence. What was not read is a word, never a blank or a 0."""

from __future__ import annotations

from catalog.words import counted
from scanner.records import Facts, Field, Scan, Serving
from scanner.wording import form_name, listed, number

_TO_CHECK = (("amount", "elemental_mg"), ("weight", "compound_mg"), ("form", "forms"), ("serving", "serving"))
_NOTHING_READ = {
    "no_magnesium": "No magnesium was found on this side of the label.",
    "not_a_label": "This does not look like a label: no panel and no magnesium was found.",
    "unreadable": "Nothing could be read.",
}


def answer(scan: Scan) -> str:
    """One or two sentences: how much magnesium, as what, in which serving; and what has to be checked.

    "200 mg elemental magnesium (as bisglycinate) in 2 capsules."
    """
    if scan.facts is None or scan.status in _NOTHING_READ:
        return scan.reason or _NOTHING_READ.get(scan.status, "Nothing is known about this photo.")
    facts = scan.facts
    sentence = f"{_amount(facts)} in {_serving(facts.serving)}."
    doubtful = [words for words, name in _TO_CHECK if _field(facts, name).state == "check"]
    return f"{sentence} Please check the {listed(doubtful)}." if doubtful else sentence


def _field(facts: Facts, name: str) -> Field[object]:
    field: Field[object] = getattr(facts, name)
    return field


def _amount(facts: Facts) -> str:
    forms = forms_in_words(facts.forms)
    if facts.elemental_mg.value is not None:
        return f"{number(facts.elemental_mg.value)} mg elemental magnesium ({forms})"
    compound_mg = facts.compound_mg.value
    if compound_mg is None:
        return f"An unknown amount of magnesium ({forms})"
    weight = f"{number(compound_mg)} mg"
    if facts.basis == "undecided":
        return f"{weight} of magnesium or of its compound, the label does not say which ({forms}),"
    if facts.estimate_mg is None:
        return f"{weight} of a magnesium compound ({forms}), with an unknown amount of magnesium,"
    low, high = facts.estimate_mg
    return f"About {_range(low, high)} mg elemental magnesium, estimated from {weight} of compound ({forms}),"


def _range(low: float, high: float) -> str:
    first, last = f"{low:.0f}", f"{high:.0f}"
    return first if first == last else f"{first} to {last}"


def forms_in_words(field: Field[tuple[str, ...]]) -> str:
    """Such as "as citrate and oxide"; "form not disclosed" where the label names none, else "form unknown"."""
    if field.value:
        return f"as {listed([form_name(form) for form in field.value])}"
    return "form unknown" if field.value is None else "form not disclosed"


def _serving(field: Field[Serving]) -> str:
    if field.value is None:
        return "a serving of unknown size"
    return serving_in_words(field.value)


def serving_in_words(serving: Serving) -> str:
    """Such as "2 capsules" or "1 scoop (5 g)"; a weight alone is said once."""
    said = counted(serving.quantity, serving.piece or serving.unit)
    if serving.weight_g is None or (serving.unit, serving.quantity) == ("g", serving.weight_g):
        return said
    return f"{said} ({number(serving.weight_g)} g)"
