"""Amounts, form and serving against each other: what a piece or a weight of compound cannot hold is to be checked.

Asked of whole facts, so that it also holds where a serving comes from another look or another photo.
"""

from __future__ import annotations

from dataclasses import replace

from catalog.amounts import DENSEST, check_pair, fraction_range, unit_fits
from scanner.records import Facts

_ROUNDED_MG = 0.5


def within_capacity(facts: Facts) -> Facts:
    """The facts; a form and an amount in doubt where they cannot be together in so small a piece.

    The amount is doubted as well unless its percentage or the weight of its compound confirms it: it may be the
    compound's.
    """
    elemental_mg, compound_mg = facts.elemental_mg, facts.compound_mg
    if compound_mg.value and elemental_mg.value and _outweighs(elemental_mg.value, compound_mg.value):
        reason = (
            f"{elemental_mg.value:g} mg of magnesium are more than {compound_mg.value:g} mg of any salt hold"
        )
        facts = replace(
            facts, elemental_mg=elemental_mg.doubted(reason), compound_mg=compound_mg.doubted(reason)
        )
    if fits_the_piece(facts) or facts.serving.value is None or facts.elemental_mg.value is None:
        return facts
    serving = facts.serving.value
    each = f"{facts.elemental_mg.value / serving.quantity:g} mg of magnesium"
    too_much = f"{each} as this form is more than one {serving.piece or serving.unit} holds"
    if facts.forms.state == "sure":
        facts = replace(facts, forms=facts.forms.doubted(f"{too_much}: a denser source may be mixed in"))
    if facts.elemental_mg.state == "sure" and not _confirmed(facts):
        doubt = facts.elemental_mg.doubted(f"{too_much}: it may be the weight of the compound")
        facts = replace(facts, elemental_mg=doubt)
    return facts


def fits_the_piece(facts: Facts) -> bool:
    """False where one capsule, tablet ... cannot hold so much of the form; True also where that is not known."""
    mg, serving = facts.elemental_mg.value, facts.serving.value
    if not facts.forms.value or not mg or serving is None or not serving.quantity:
        return True
    weight_mg = None if serving.weight_g is None else 1000 * serving.weight_g / serving.quantity
    piece = serving.piece or serving.unit
    return unit_fits(mg / serving.quantity, facts.forms.value, piece, weight_mg) is not False


def _confirmed(facts: Facts) -> bool:
    mg, compound_mg = facts.elemental_mg.value, facts.compound_mg.value
    if facts.percent_dv.state == "sure":
        return True
    return bool(mg and compound_mg and check_pair(compound_mg, mg, facts.forms.value or ()).kind == "fits")


def _outweighs(elemental_mg: float, compound_mg: float) -> bool:
    densest = fraction_range([DENSEST])
    return densest is not None and elemental_mg - _ROUNDED_MG > densest.high * (compound_mg + _ROUNDED_MG)
