"""How much magnesium a product gives a day, as far as the label lets one tell."""

from dataclasses import dataclass
from typing import Literal

from catalog.amounts import DENSEST, estimate_mg
from catalog.product import Product

NOT_SWALLOWED = frozenset({"topical", "homeopathic"})
"""Kinds of product without an oral dose: held against no limit and counted in no sum."""

Known = Literal["printed", "by_weight", "undecided"]


@dataclass(frozen=True, slots=True)
class DailyAmount:
    """Elemental mg a day at the label's directions; of one serving where they were not read."""

    low_mg: float
    high_mg: float
    known: Known
    """printed: the label states it; by_weight: reckoned from the compound; undecided: it may be either."""

    @property
    def surely_mg(self) -> float:
        """What a person takes at the directions whatever the label means: of a printed range the upper end."""
        return self.high_mg if self.known == "printed" else self.low_mg

    @property
    def in_words(self) -> str:
        """200 mg, 200 to 400 mg, or up to 400 mg."""
        low, high = f"{round(self.low_mg, 1):g}", f"{round(self.high_mg, 1):g}"
        if not self.low_mg:
            return f"up to {high} mg"
        return f"{high} mg" if low == high else f"{low} to {high} mg"


def daily_amount(product: Product) -> DailyAmount | None:
    """The daily amount of an oral product; None when nothing was read that tells, or it is not swallowed."""
    if product.kind in NOT_SWALLOWED:
        return None
    low_servings, high_servings = product.servings_range
    printed = product.elemental_mg
    if printed is not None and product.basis != "undecided":
        return DailyAmount(printed * low_servings, printed * high_servings, "printed")
    if printed is not None:
        least, _ = product.estimate_mg or _by_weight(product, printed)
        return DailyAmount(min(least, printed) * low_servings, printed * high_servings, "undecided")
    reckoned = product.estimate_mg
    if reckoned is None and product.compound_mg is not None:
        reckoned = _by_weight(product, product.compound_mg)
    if reckoned is None:
        return None
    return DailyAmount(
        round(reckoned[0] * low_servings, 1), round(reckoned[1] * high_servings, 1), "by_weight"
    )


def _by_weight(product: Product, compound_mg: float) -> tuple[float, float]:
    """Elemental mg in a weight of compound: from none to the densest source where the forms do not tell."""
    known = estimate_mg(compound_mg, product.forms)
    if known is not None:
        return known
    densest = estimate_mg(compound_mg, [DENSEST])
    return 0.0, compound_mg if densest is None else densest[1]
