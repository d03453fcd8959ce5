"""What a weight of compound can hold: estimates, the check of two amounts, what fits in one capsule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from catalog.forms import Form, forms
from catalog.units import units

DENSEST = "oxide"  # no source of magnesium holds more
_TOLERANCE = 0.03  # relative; suppliers' specifications and rounded weights stay within it

PairKind = Literal["fits", "denser_source", "too_little", "unknown"]


@dataclass(frozen=True, slots=True)
class PairCheck:
    """Whether a compound weight can hold the magnesium claimed beside it.

    `elemental_fraction` is elemental over compound. `denser_share` is, for "denser_source", about how much of
    the magnesium (0 to 1) must come from a source such as oxide, else None.
    """

    kind: PairKind
    words: str
    elemental_fraction: float | None = None
    denser_share: float | None = None


@dataclass(frozen=True, slots=True)
class FractionRange:
    """The mg of magnesium per mg of compound that labels of these forms can carry, hydrates included."""

    low: float
    high: float
    dry: float  # of the anhydrous salt with the most magnesium
    name: str


def fraction_range(form_ids: Sequence[str]) -> FractionRange | None:
    """The range over all of `form_ids`; None when there are none or one of them has no range."""
    found = [forms().get(form_id) for form_id in form_ids]
    known = [form for form in found if form is not None and form.label_fraction_high is not None]
    if not known or len(known) < len(found):
        return None
    densest = max(known, key=lambda form: form.label_fraction_high or 0.0)
    return FractionRange(
        low=min(form.label_fraction_low or 0.0 for form in known),
        high=densest.label_fraction_high or 0.0,
        dry=_dry(densest),
        name=" and ".join(_short(form) for form in known),
    )


def _dry(form: Form) -> float:
    high = form.label_fraction_high or 0.0
    fractions = [form.elemental_fraction, *(hydrate.elemental_fraction for hydrate in form.hydrates)]
    return max((f for f in fractions if f is not None and f <= high), default=high)


def _short(form: Form) -> str:
    return form.name.removeprefix("Magnesium ").split(" (")[0]


def estimate_mg(compound_mg: float, form_ids: Sequence[str]) -> tuple[float, float] | None:
    """The least and the most elemental magnesium (mg) in `compound_mg`; None where the forms do not tell.

    >>> estimate_mg(1000, ["bisglycinate"])
    (100.0, 145.0)
    """
    found = fraction_range(form_ids)
    if found is None or not compound_mg > 0:
        return None
    return round(compound_mg * found.low, 2), round(compound_mg * found.high, 2)


def check_pair(compound_mg: float, elemental_mg: float, form_ids: Sequence[str]) -> PairCheck:
    """Whether `compound_mg` of these forms can hold `elemental_mg`; printed figures may be rounded to 1 mg.

    >>> check_pair(1000, 180, ["bisglycinate"]).kind
    'denser_source'
    """
    if not (compound_mg > 0 and elemental_mg > 0):
        return PairCheck("unknown", "both amounts are needed")
    fraction = elemental_mg / compound_mg
    least = (elemental_mg - 0.5) / (compound_mg + 0.5)
    most = (elemental_mg + 0.5) / max(compound_mg - 0.5, 0.5)
    oxide = forms()[DENSEST]
    if least > (oxide.label_fraction_high or 1.0) * (1 + _TOLERANCE):
        words = "more magnesium than even oxide can hold: the two amounts do not belong together"
        return PairCheck("unknown", words, fraction)
    found = fraction_range(form_ids)
    if found is None:
        return PairCheck("unknown", "what the form can hold is not known", fraction)
    if most < found.low * (1 - _TOLERANCE):
        words = f"{fraction:.1%} magnesium, less than {found.name} holds ({found.low:.1%} or more)"
        return PairCheck("too_little", words, fraction)
    if least <= found.high * (1 + _TOLERANCE):
        return PairCheck("fits", f"{fraction:.1%} magnesium, as {found.name} may hold", fraction)
    share = denser_share(fraction, found.dry)
    words = (
        f"more magnesium than {found.name} can hold ({fraction:.1%}, at most {found.high:.1%}): "
        f"about {share:.0%} of it must come from a denser source such as oxide"
    )
    return PairCheck("denser_source", words, fraction, share)


def denser_share(fraction: float, own_fraction: float) -> float:
    """The share (0 to 1) of the magnesium that oxide gives when a mixture holds `fraction` in all.

    >>> round(denser_share(0.18, 0.141), 2)  # buffered bisglycinate at 18 %
    0.28
    """
    oxide = forms()[DENSEST].elemental_fraction or 0.603
    if fraction <= own_fraction:
        return 0.0
    oxide_weight = min(1.0, (fraction - own_fraction) / (oxide - own_fraction))
    return min(1.0, oxide_weight * oxide / fraction)


def unit_fits(
    elemental_mg_per_unit: float, form_ids: Sequence[str], unit: str, weight_mg: float | None = None
) -> bool | None:
    """Whether one capsule, tablet, gummy ... can hold the compound for so much magnesium.

    `weight_mg` is what one of them weighs, where the label says it. None where the unit has no bound (scoop, packet)
    or the form is not known and even oxide would fit.

    >>> unit_fits(400, ["bisglycinate"], "capsule"), unit_fits(240, ["oxide"], "capsule")
    (False, True)
    >>> unit_fits(375, ["citrate"], "tablet"), unit_fits(375, ["citrate"], "tablet", weight_mg=4100)
    (False, True)
    """
    limit_mg = room_mg(unit, weight_mg)
    if limit_mg is None:
        return None
    found = fraction_range(form_ids)
    if found is None:
        densest = fraction_range([DENSEST])
        return False if densest and elemental_mg_per_unit / densest.high > limit_mg else None
    return elemental_mg_per_unit / found.high <= limit_mg


def room_mg(unit: str, weight_mg: float | None = None) -> float | None:
    """The most compound (mg) that one unit can hold: what such units hold, or all its weight where that is more."""
    limit_mg = compound_limits_mg().get(unit)
    if limit_mg is None or weight_mg is None:
        return limit_mg
    return max(limit_mg, weight_mg)


@cache
def compound_limits_mg() -> Mapping[str, float]:
    """The most compound (mg) that one unit can hold, by unit, for units that have a bound; raises CatalogError."""
    limits = {name: unit.compound_limit_mg for name, unit in units().items()}
    return MappingProxyType({name: limit for name, limit in limits.items() if limit is not None})
