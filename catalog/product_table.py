"""Products as columns: what the score is computed from, with NaN where something is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalog.co_ingredients import for_goal
from catalog.forms import forms
from catalog.goals import UNDISCLOSED
from catalog.product import Product
from catalog.reference_values import PERCENT_TOLERANCE, percent_bases
from catalog.seals import seal_value
from catalog.unranked import NO_PRODUCT

Floats: TypeAlias = NDArray[np.float64]
Combination: TypeAlias = tuple[tuple[str, ...], tuple[float, ...] | None]
"""Forms that count as sources, and their shares where the label gives them."""

PIECES = frozenset({"capsule", "tablet", "softgel", "gummy", "lozenge", "chew"})
"""Units a person swallows or chews one by one; a scoop or 15 ml is one thing to take."""

MISSING = ("no_product", "not_oral", "unknown_form", "no_source", "amount", "basis", "serving")
"""Why a product cannot be ranked, the reason that matters most first."""

_FIELDS = (
    *("forms", "shares", "elemental_mg", "basis", "percent_dv", "serving_quantity", "serving_unit"),
    *("servings_per_day", "servings_per_day_high", "kind", "price", "per_container", "currency", "status"),
)


@dataclass(frozen=True, slots=True)
class ProductTable:
    """The columns of many products.

    `columns` has one row per product: combination (index into `combinations`), low_mg and high_mg (elemental
    mg a day at the directions), percent_agrees, seal, units_per_day, price_per_100_mg, currency,
    co_ingredients (their effect on the goal) and missing ("" or one of MISSING).
    """

    products: Sequence[Product]
    columns: pd.DataFrame
    combinations: Sequence[Combination]

    def rankable(self) -> "ProductTable":
        """The products with nothing missing, in the same order; the index keeps their place among all."""
        kept = self.columns[self.columns["missing"] == ""]
        used, codes = np.unique(kept["combination"].to_numpy(dtype=np.intp), return_inverse=True)
        products = [self.products[place] for place in kept.index]
        combinations = [self.combinations[code] for code in used]
        return ProductTable(products, kept.assign(combination=codes), combinations)


def product_table(products: Sequence[Product], goal: str) -> ProductTable:
    """The table of these products for this goal, in their order."""
    column: dict[str, list[Any]] = {name: list(map(attrgetter(name), products)) for name in _FIELDS}
    codes, printed = _codes(column["forms"], column["shares"])
    combinations = [_sources_of(*key) for key in printed]
    elemental_mg = _floats(column["elemental_mg"])
    directed = _floats(column["servings_per_day"])
    servings_low = np.where(np.isnan(directed), 1.0, directed)  # one serving where no directions were read
    servings_high = np.fmax(
        servings_low, np.where(np.isnan(directed), 1.0, _floats(column["servings_per_day_high"]))
    )
    quantity = _floats(column["serving_quantity"])
    piecewise = np.array([unit in PIECES for unit in column["serving_unit"]], dtype=bool)
    content_mg = _floats(column["per_container"]) * elemental_mg
    price = np.divide(
        _floats(column["price"]) * 100, content_mg, out=_nothing(len(products)), where=content_mg > 0
    )
    columns = pd.DataFrame(
        {
            "combination": codes,
            "low_mg": elemental_mg * servings_low,
            "high_mg": elemental_mg * servings_high,
            "percent_agrees": _percent_agrees(elemental_mg, _floats(column["percent_dv"])),
            "seal": _floats([seal_value(product.seals) for product in products]),
            "units_per_day": np.where(piecewise, quantity * servings_low, servings_low),
            "price_per_100_mg": price,
            "currency": pd.Series(column["currency"], dtype=object),
            "co_ingredients": pd.Series(_effects(products, servings_high, goal), dtype=object),
            "missing": _missing(column, codes, printed, combinations),
        }
    )
    return ProductTable(products, columns, combinations)


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array(values, dtype=np.float64)  # None becomes NaN: not known


def _nothing(count: int) -> Floats:
    return np.full(count, np.nan)


def _codes(
    all_forms: Sequence[tuple[str, ...]], all_shares: Sequence[tuple[float, ...] | None]
) -> tuple[NDArray[np.intp], list[Combination]]:
    """The index of each product's forms and shares as printed, and these, each once."""
    index: dict[Combination, int] = {}
    codes = [index.setdefault(key, len(index)) for key in zip(all_forms, all_shares, strict=True)]
    return np.array(codes, dtype=np.intp), list(index)


@cache
def _roles() -> Mapping[str, str]:
    return {form.id: form.role for form in forms().values()}


def _sources_of(printed: tuple[str, ...], shares: tuple[float, ...] | None) -> Combination:
    """The forms that count: a way of delivery (liposomal) gives way to the salt beside it."""
    roles = _roles()
    sources = tuple(form for form in printed if roles.get(form) == "source")
    if shares is not None and len(sources) == len(printed):
        return printed, shares
    if not sources and all(roles.get(form) == "modifier" for form in printed):
        return (UNDISCLOSED,), None
    return tuple(dict.fromkeys(sources)), None


def _missing(
    column: Mapping[str, Sequence[Any]],
    codes: NDArray[np.intp],
    printed: Sequence[Combination],
    combinations: Sequence[Combination],
) -> pd.Series:
    """The first entry of MISSING that holds for each product, "" where none does."""
    roles = _roles()
    unknown = np.array([any(form not in roles for form in found) for found, _ in printed], dtype=bool)
    no_source = np.array([not found for found, _ in combinations], dtype=bool)
    conditions = {
        "no_product": [status in NO_PRODUCT for status in column["status"]],
        "not_oral": [kind in {"topical", "homeopathic"} for kind in column["kind"]],
        "unknown_form": unknown[codes],
        "no_source": no_source[codes],
        "amount": np.isnan(_floats(column["elemental_mg"])),
        "basis": [basis != "elemental" for basis in column["basis"]],
        "serving": np.isnan(_floats(column["serving_quantity"])),
    }
    held = [np.asarray(conditions[name], dtype=bool) for name in MISSING]
    return pd.Series(np.select(held, list(MISSING), default=""), dtype=object)


def _percent_agrees(mg: Floats, percent: Floats) -> Floats:
    """1 where the printed percentage fits the amount for some base, 0 for none, NaN where none is printed."""
    agrees = np.zeros(len(mg), dtype=bool)
    for value_mg in {base.value_mg for base in percent_bases()}:
        agrees |= np.abs(percent - 100 * mg / value_mg) <= PERCENT_TOLERANCE
    return np.where(np.isnan(percent) | np.isnan(mg), np.nan, agrees.astype(np.float64))


_EFFECT_ORDER = ("against", "caution", "helps", "neutral")


def _effects(products: Sequence[Product], servings: Floats, goal: str) -> list[str]:
    """What the co-ingredients of each product do for the goal; the same mixture is looked up once."""
    known: dict[tuple[tuple[tuple[str, float | None], ...], float], str] = {}
    effects = []
    for product, a_day in zip(products, servings.tolist(), strict=True):
        if not product.co_ingredients:
            effects.append("neutral")
            continue
        key = (tuple(product.co_ingredients.items()), a_day)
        if key not in known:
            known[key] = _effect(*key, goal)
        effects.append(known[key])
    return effects


def _effect(ingredients: Sequence[tuple[str, float | None]], servings: float, goal: str) -> str:
    """The effect of a mixture, its amounts per serving: the least welcome of its parts counts."""
    effects = {"neutral"}
    for printed, mg in ingredients:
        row = for_goal(printed, None if mg is None else mg * servings, goal)
        if row is not None:
            effects.add(row.effect)
    return next(effect for effect in _EFFECT_ORDER if effect in effects)
