"""Products as columns: what the score is computed from, with NaN where something is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalog.amounts import DENSEST, check_pair, compound_limits_mg, fraction_range
from catalog.co_ingredients import ingredient_effects
from catalog.daily_amount import NOT_SWALLOWED
from catalog.daily_values import PERCENT_TOLERANCE, bases_mg
from catalog.forms import forms
from catalog.goals import UNDISCLOSED
from catalog.product import MEDICINE_GOAL, Product
from catalog.seals import seal_value
from catalog.unranked import NO_PRODUCT

Floats: TypeAlias = NDArray[np.float64]
Combination: TypeAlias = tuple[tuple[str, ...], tuple[float, ...] | None]
"""Forms that count as sources, and their shares where the label gives them."""

PIECES = frozenset({"capsule", "tablet", "softgel", "gummy", "lozenge", "chew"})
"""Units a person swallows or chews one by one; a scoop or 15 ml is one thing to take."""

MISSING = ("no_product", "not_oral", "unknown_form", "no_source", "amount", "basis", "serving", "medicine")
"""Why a product cannot be ranked, the reason that matters most first."""

DECIDING = frozenset({"elemental_mg", "forms", "serving", "directions"})
"""Fields of a scan that a verdict rests on: while one is still to be checked, nothing fits for certain."""

_FIELDS = (
    *("forms", "shares", "elemental_mg", "compound_mg", "basis", "percent_dv"),
    *("serving_quantity", "serving_unit", "serving_piece", "weight_g", "servings_per_day"),
    *("servings_per_day_high", "kind", "status", "panel_read", "to_check"),
)


@dataclass(frozen=True, slots=True)
class ProductTable:
    """The columns of many products.

    `columns` has one row per product: combination (index into `combinations`), low_mg and high_mg (elemental
    mg a day at the directions, of one serving where none were read), percent_agrees, seal, units_per_day,
    co_ingredients (their effect on the goal), missing ("" or one of MISSING), medicine and unchecked, and what is
    still open, as bool: form_hidden, impossible_claim, piece_unknown, directions_unread, panel_unread.
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


def product_table(
    products: Sequence[Product], goal: str, servings_where_unread: float | None = None
) -> ProductTable:
    """The table of these products for this goal, in their order.

    `servings_where_unread`: the servings a day a person takes of a product whose directions were not read.
    """
    column: dict[str, list[Any]] = {name: list(map(attrgetter(name), products)) for name in _FIELDS}
    codes, printed = _codes(column["forms"], column["shares"])
    combinations = [_sources_of(*key) for key in printed]
    elemental_mg = _floats(column["elemental_mg"])
    directed = _floats(column["servings_per_day"])
    unread = np.isnan(directed)
    assumed = 1.0 if servings_where_unread is None else servings_where_unread
    servings_low = np.where(unread, assumed, directed)
    servings_high = np.fmax(servings_low, np.where(unread, assumed, _floats(column["servings_per_day_high"])))
    quantity = _floats(column["serving_quantity"])
    # A unit that was not read may be a piece: the more there are, the less welcome.
    piecewise = np.array([unit is None or unit in PIECES for unit in column["serving_unit"]], dtype=bool)
    hidden = np.array([set(found) <= {UNDISCLOSED} for found, _ in combinations], dtype=bool)
    columns = pd.DataFrame(
        {
            "combination": codes,
            "low_mg": elemental_mg * servings_low,
            "high_mg": elemental_mg * servings_high,
            "percent_agrees": _percent_agrees(elemental_mg, _floats(column["percent_dv"])),
            "seal": _floats([seal_value(product.seals) for product in products]),
            "units_per_day": np.where(piecewise, quantity * servings_low, servings_low),
            "co_ingredients": pd.Series(_effects(products, servings_high, goal), dtype=object),
            "missing": _missing(column, codes, printed, combinations, goal),
            "medicine": np.array([kind == "drug" for kind in column["kind"]], dtype=bool),
            "unchecked": np.array(
                [bool(DECIDING & set(fields)) for fields in column["to_check"]], dtype=bool
            ),
            "form_hidden": hidden[codes],
            "impossible_claim": _impossible(column, elemental_mg, quantity, codes, printed),
            "piece_unknown": np.array([unit is None for unit in column["serving_unit"]], dtype=bool),
            "directions_unread": unread & (servings_where_unread is None),
            "panel_unread": np.array([read != "whole" for read in column["panel_read"]], dtype=bool),
        }
    )
    return ProductTable(products, columns, combinations)


def _impossible(
    column: Mapping[str, Sequence[Any]],
    elemental_mg: Floats,
    quantity: Floats,
    codes: NDArray[np.intp],
    printed: Sequence[Combination],
) -> NDArray[np.bool_]:
    """Whether one piece, or the compound's printed weight, cannot hold the magnesium claimed."""
    ranges = [fraction_range(found) or fraction_range([DENSEST]) for found, _ in printed]
    densest = _floats([None if found is None else found.high for found in ranges])[codes]
    limits = compound_limits_mg()
    pieces = zip(column["serving_piece"], column["serving_unit"], strict=True)
    room_mg = _floats([limits.get(piece or unit) for piece, unit in pieces])
    weight_mg = _floats(column["weight_g"]) * 1000 / quantity
    room_mg = np.where(np.isnan(room_mg), np.nan, np.fmax(room_mg, weight_mg))
    with np.errstate(divide="ignore", invalid="ignore"):
        impossible: NDArray[np.bool_] = elemental_mg / quantity / densest > room_mg
    for place, compound_mg in enumerate(column["compound_mg"]):
        if compound_mg is not None and elemental_mg[place] > 0:
            pair = check_pair(compound_mg, float(elemental_mg[place]), column["forms"][place])
            impossible[place] |= pair.kind == "denser_source"
    return impossible


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array(values, dtype=np.float64)  # None becomes NaN: not known


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
    goal: str,
) -> pd.Series:
    """The first entry of MISSING that holds for each product, "" where none does."""
    roles = _roles()
    unknown = np.array([any(form not in roles for form in found) for found, _ in printed], dtype=bool)
    no_source = np.array([not found for found, _ in combinations], dtype=bool)
    conditions = {
        "no_product": [status in NO_PRODUCT for status in column["status"]],
        "not_oral": [kind in NOT_SWALLOWED for kind in column["kind"]],
        "unknown_form": unknown[codes],
        "no_source": no_source[codes],
        "amount": np.isnan(_floats(column["elemental_mg"])),
        "basis": [basis != "elemental" for basis in column["basis"]],
        "serving": np.isnan(_floats(column["serving_quantity"])),
        "medicine": [kind == "drug" and goal != MEDICINE_GOAL for kind in column["kind"]],
    }
    held = [np.asarray(conditions[name], dtype=bool) for name in MISSING]
    return pd.Series(np.select(held, list(MISSING), default=""), dtype=object)


def _percent_agrees(mg: Floats, percent: Floats) -> Floats:
    """1 where the printed percentage fits the amount for some base, 0 for none, NaN where none is printed."""
    agrees = np.zeros(len(mg), dtype=bool)
    for value_mg in bases_mg("magnesium"):
        agrees |= np.abs(percent - 100 * mg / value_mg) <= PERCENT_TOLERANCE
    return np.where(np.isnan(percent) | np.isnan(mg), np.nan, agrees.astype(np.float64))


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
    rows = ingredient_effects(dict(ingredients), servings, goal)
    return rows[0].effect if rows else "neutral"
