"""Flags for what the label says of the form: not named, not split, a compound's weight, more than fits."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from catalog.amounts import check_pair, fraction_range, room_mg, unit_fits
from catalog.flag import Flag
from catalog.forms import forms
from catalog.limits import EU_MARKETS
from catalog.product import Product
from catalog.profile import Profile

UNNAMED_FORMS = frozenset({"blend_undisclosed", "amino_acid_chelate"})
"""Ids that stand for "the label does not say": a blend, a chelate of nothing in particular."""
FORM_RULE = "cfr10136"
"""21 CFR 101.36: the row states elemental magnesium, the source is named, blends need no amounts."""
BUFFERED = "bisglycinate_buffered"
LOOSENING_CLASS = 2
STOICHIOMETRY = "stoichiometry"


def form_flags(product: Product, profile: Profile, authorities: Sequence[str]) -> Iterator[Flag]:
    has_magnesium = product.elemental_mg is not None or product.compound_mg is not None or bool(product.forms)
    named = [form for form in product.forms if form not in UNNAMED_FORMS]
    if has_magnesium and not named:
        said = (
            "“chelate” without saying of what"
            if "amino_acid_chelate" in product.forms
            else "no form of magnesium"
        )
        text = f"The label names {said}: the form is not disclosed."
        yield Flag("form_not_disclosed", text, FORM_RULE, "caution")
    if len(named) > 1 and product.shares is None:
        text = f"{len(named)} forms are named without their shares: the order in the list is not a quantity."
        figures = {"forms": tuple(named)}
        yield Flag("split_not_disclosed", text, FORM_RULE, "note", MappingProxyType(figures))
    if BUFFERED in product.forms:
        text = (
            "Buffered with oxide: a quarter to a half of the magnesium may be oxide; the label does not say."
        )
        yield Flag("buffered", text, f"buffernote|{STOICHIOMETRY}", "note")
    if product.basis == "compound" and product.elemental_mg is None and product.compound_mg is not None:
        yield _compound_flag(product)
    if product.basis == "undecided" and product.elemental_mg is not None:
        text = f"The label does not say whether {product.elemental_mg:g} mg is magnesium or its compound."
        yield Flag("amount_undecided", text, FORM_RULE, "caution")
    if profile.life_stage and "threonate" in product.forms and EU_MARKETS & set(authorities):
        text = "In the EU magnesium L-threonate is not for pregnancy and breast-feeding."
        yield Flag("form_not_in_pregnancy", text, "efsathreonate2024", "stop")
    if "diarrhoea" in profile.conditions and any(_loosens(form) for form in product.forms):
        text = "This form may loosen the bowel further: with diarrhoea or a bowel flare ask first."
        yield Flag("loosens_the_bowel", text, "schuette1994", "warning")


def _loosens(form: str) -> bool:
    known = forms().get(form)
    return known is not None and known.gut_class is not None and known.gut_class >= LOOSENING_CLASS


def _compound_flag(product: Product) -> Flag:
    about = ""
    if product.estimate_mg is not None:
        low, high = (f"{mg:.0f}" for mg in product.estimate_mg)
        about = (
            f": about {low} mg of magnesium" if low == high else f": about {low} to {high} mg of magnesium"
        )
    text = f"{product.compound_mg:g} mg is the weight of the compound, not of magnesium{about}."
    figures = {"compound_mg": product.compound_mg, "estimate_mg": product.estimate_mg}
    return Flag("compound_as_magnesium", text, FORM_RULE, "caution", MappingProxyType(figures))


def capacity_flags(product: Product) -> Iterator[Flag]:
    """Whether the compound, or one piece, can hold the magnesium claimed; one flag at most."""
    if product.elemental_mg is None or product.basis != "elemental" or not product.forms:
        return
    if product.compound_mg is not None:
        pair = check_pair(product.compound_mg, product.elemental_mg, product.forms)
        if pair.kind == "denser_source":
            figures = {"elemental_fraction": pair.elemental_fraction, "denser_share": pair.denser_share}
            text = f"{product.elemental_mg:g} mg in {product.compound_mg:g} mg of compound: {pair.words}."
            yield Flag("claim_not_possible", text, STOICHIOMETRY, "caution", MappingProxyType(figures))
            return
    piece = product.serving_piece or product.serving_unit
    if piece is None or not product.serving_quantity:
        return
    each_mg = product.elemental_mg / product.serving_quantity
    weight_mg = None if product.weight_g is None else 1000 * product.weight_g / product.serving_quantity
    densest, room = fraction_range(product.forms), room_mg(piece, weight_mg)
    if densest is not None and room and unit_fits(each_mg, product.forms, piece, weight_mg) is False:
        room_g = room / 1000
        needed_g = each_mg / densest.high / 1000
        text = (
            f"{each_mg:g} mg of magnesium needs {needed_g:.1f} g of {densest.name}, and one "
            f"{piece} holds about {room_g:g} g: the amount may be of the compound, "
            "or a denser source is mixed in."
        )
        figures = {"needed_g_per_piece": round(needed_g, 2), "room_g_per_piece": room_g}
        yield Flag("claim_not_possible", text, STOICHIOMETRY, "caution", MappingProxyType(figures))
