"""Flags for what the label says of the form: not named, not split, a compound's weight, more than fits."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from catalog.amounts import check_pair, fraction_range, room_mg, unit_fits
from catalog.daily_amount import NOT_SWALLOWED, daily_amount
from catalog.flag import Flag
from catalog.form_rules import FormRule, form_rule
from catalog.forms import forms
from catalog.product import Product
from catalog.profile import Profile
from catalog.sources import joined

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
    yield from _law_flags(product, profile, authorities)


def _law_flags(product: Product, profile: Profile, authorities: Sequence[str]) -> Iterator[Flag]:
    """What food law says of a form in the product, each rule once."""
    if product.kind in NOT_SWALLOWED:
        return
    found = (form_rule(form, authority) for form in product.forms for authority in authorities)
    for rule in dict.fromkeys(rule for rule in found if rule is not None):
        kind = rule.bar_kind(profile)
        if kind is not None:
            yield Flag(kind, rule.bar_text, joined(rule.source), "stop")
        yield from _above_maximum(product, rule)


def _above_maximum(product: Product, rule: FormRule) -> Iterator[Flag]:
    amount, most = daily_amount(product), rule.most_mg_per_day
    if amount is None or most is None:
        return
    shares = dict(zip(product.forms, product.shares or (), strict=False))
    alone = len(product.forms) == 1
    # Without shares a blend may be all this form, or hardly any of it.
    low_share, high_share = (1.0, 1.0) if alone else (shares.get(rule.form, 0.0), shares.get(rule.form, 1.0))
    surely, at_most = amount.surely_mg * low_share, amount.high_mg * high_share
    if at_most <= most:
        return
    gives = "gives more" if surely > most else "may give more"
    text = f"{rule.law} allows at most {most:g} mg of magnesium a day from {rule.name}: this product {gives}."
    figures = {"mg_per_day": at_most, "most_mg_per_day": most, "law": rule.law}
    severity = "warning" if surely > most else "caution"
    yield Flag("form_above_maximum", text, joined(rule.source), severity, MappingProxyType(figures))


def loosens(form: str) -> bool:
    """Whether a form is known to loosen the bowel."""
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
