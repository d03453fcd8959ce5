"""Flags for what the label says of the form: not named, not split, a compound's weight, more than fits."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from catalog.flag import Flag
from catalog.forms import forms
from catalog.limits import limit_for
from catalog.product import Product
from catalog.profile import Profile

UNNAMED_FORMS = frozenset({"blend_undisclosed", "amino_acid_chelate"})
"""Ids that stand for "the label does not say": a blend, a chelate of nothing in particular."""
FORM_RULE = "cfr10136"
"""21 CFR 101.36: the row states elemental magnesium, the source is named, blends need no amounts."""
G_PER_PIECE = {"capsule": 1.0, "softgel": 1.5, "tablet": 1.6}
"""The most compound that fits: a size 00 capsule holds 0.7 to 1 g, a big tablet about 1.5 g. A judgement."""
DENSER_BY = 1.03
"""Above the densest the form can be, by more than rounding."""


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
    if product.basis == "compound" and product.elemental_mg is None and product.compound_mg is not None:
        yield _compound_flag(product)
    if product.basis == "undecided" and product.elemental_mg is not None:
        text = f"The label does not say whether {product.elemental_mg:g} mg is magnesium or its compound."
        yield Flag("amount_undecided", text, FORM_RULE, "caution")
    if profile.life_stage and "threonate" in product.forms and set(authorities) & _eu_markets():
        text = "In the EU magnesium L-threonate is not for pregnancy and breast-feeding."
        yield Flag("form_not_in_pregnancy", text, "efsathreonate2024", "stop")


def _eu_markets() -> frozenset[str]:
    limit = limit_for("EU", Profile())
    return frozenset({"DE", *(limit.markets if limit is not None else ())})


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


def _densest(product: Product) -> tuple[str, float] | None:
    """Name and magnesium fraction of the densest form, None when one form has no known fraction."""
    known = [forms()[form] for form in product.forms if form in forms()]
    densities = [(form.label_fraction_high, form.name) for form in known]
    if not densities or len(known) < len(product.forms) or any(high is None for high, _ in densities):
        return None
    fraction, name = max((high or 0.0, name) for high, name in densities)
    return name, fraction


def capacity_flags(product: Product) -> Iterator[Flag]:
    densest = _densest(product)
    if densest is None or product.elemental_mg is None or product.basis != "elemental":
        return
    name, fraction = densest
    if product.compound_mg and product.elemental_mg > product.compound_mg * fraction * DENSER_BY:
        share = 1 - product.compound_mg * fraction / product.elemental_mg
        text = (
            f"{product.elemental_mg:g} mg is more magnesium than {product.compound_mg:g} mg of "
            f"{name.lower()} can hold: about {share:.0%} of it must come from a denser source such as oxide."
        )
        figures = {
            "most_mg": round(product.compound_mg * fraction, 1),
            "share_from_elsewhere": round(share, 3),
        }
        yield Flag("claim_not_possible", text, "stoichiometry", "caution", MappingProxyType(figures))
        return
    room_g = G_PER_PIECE.get(product.serving_unit or "")
    if room_g is None or not product.serving_quantity:
        return
    needed_g = product.elemental_mg / fraction / 1000 / product.serving_quantity
    if needed_g > room_g:
        each_mg = product.elemental_mg / product.serving_quantity
        text = (
            f"{each_mg:g} mg of magnesium needs {needed_g:.1f} g of {name.lower()} "
            f"per {product.serving_unit}, about {room_g:g} g fits: the amount may be of the compound, "
            "or a denser source is mixed in."
        )
        figures = {"needed_g_per_piece": round(needed_g, 2), "room_g_per_piece": room_g}
        yield Flag("claim_not_possible", text, "stoichiometry", "caution", MappingProxyType(figures))
