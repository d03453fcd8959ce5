"""The parts of product quality, 0 to 1 for every product, NaN where a part is not known."""

from collections.abc import Mapping

import numpy as np

from catalog.form_flags import UNNAMED_FORMS
from catalog.forms import forms
from catalog.limits import Limit
from catalog.product_table import Combination, Floats, ProductTable
from catalog.weights import PARTS, Weights

MIXTURES = frozenset({"bisglycinate_buffered", "blend_undisclosed"})
"""Ids that are mixtures by themselves: the label names one thing, and its split stays hidden."""


def gut_comfort(form: str, values: Mapping[int, float]) -> float:
    """The value of a form's laxative class, NaN where it is not known."""
    gut_class = forms()[form].gut_class
    return np.nan if gut_class is None else values[gut_class]


def absorption(form: str, weights: Weights) -> float:
    """The value of a form's absorption class in people, NaN where it is not known or only from animals."""
    return weights.absorption.get(forms()[form].absorption_shown, np.nan)


def form_is_named(combination: Combination) -> bool:
    """Whether at least one form is named, rather than "blend" or "chelate"."""
    return not set(combination[0]) <= UNNAMED_FORMS


def split_is_known(combination: Combination) -> bool:
    """Whether the share of every form is known: one form that is no mixture by itself, or printed shares."""
    found, shares = combination
    return not set(found) & MIXTURES and (len(found) == 1 or shares is not None)


def label_parts(table: ProductTable, limit: Limit | None, weights: Weights) -> dict[str, Floats]:
    """The parts that the label decides rather than the form: all but gut comfort and absorption."""
    columns = table.columns
    best, worst = weights.pills_per_day["best"], weights.pills_per_day["worst"]
    units = columns["units_per_day"].to_numpy(dtype=np.float64)
    return {
        "limit_status": _limit_status(columns["high_mg"].to_numpy(dtype=np.float64), limit, weights),
        "clear_label": _clear_label(table, weights),
        "third_party_test": columns["seal"].to_numpy(dtype=np.float64),
        "co_ingredients": columns["co_ingredients"]
        .map(dict(weights.co_ingredients))
        .to_numpy(dtype=np.float64),
        "pills_per_day": 1 - np.clip((units - best) / (worst - best), 0, 1),
        "cost": _cost(table, weights),
    }


def shares_of(parts: Mapping[str, Floats], wanted: Mapping[str, float]) -> dict[str, Floats]:
    """What each part counts for each product: the weights rescaled to 1 over the parts that are known."""
    used = {part: np.where(np.isnan(parts[part]), 0.0, wanted[part]) for part in PARTS}
    total = np.sum(list(used.values()), axis=0)
    return {part: weight / total for part, weight in used.items()}


def quality(parts: Mapping[str, Floats], wanted: Mapping[str, float]) -> Floats:
    """The weighted mean of the parts that are known, 0 to 1: what is not known neither helps nor harms."""
    shares = shares_of(parts, wanted)
    total: Floats = np.sum([shares[part] * np.nan_to_num(parts[part]) for part in PARTS], axis=0)
    return total


def _limit_status(high_mg: Floats, limit: Limit | None, weights: Weights) -> Floats:
    if limit is None or limit.limit_mg_per_day is None:
        return np.full(len(high_mg), np.nan)
    most, rule = limit.limit_mg_per_day, weights.limit_status
    return np.select(
        [
            high_mg <= min(rule["comfortable_mg"], most),
            high_mg <= most,
            high_mg <= most * rule["a_little_above_times"],
        ],
        [rule["comfortable"], rule["within"], rule["a_little_above"]],
        default=rule["far_above"],
    )


def _clear_label(table: ProductTable, weights: Weights) -> Floats:
    rule = weights.clear_label
    codes = table.columns["combination"].to_numpy(dtype=np.intp)
    named = np.array([form_is_named(found) for found in table.combinations], dtype=np.float64)
    split = np.array([split_is_known(found) for found in table.combinations], dtype=np.float64)
    agrees = table.columns["percent_agrees"].to_numpy(dtype=np.float64)
    # Only products with a decided elemental amount come this far, so that share is always earned.
    earned = (
        rule["form_named"] * named[codes] + rule["elemental_stated"] + rule["no_hidden_split"] * split[codes]
    )
    whole = rule["form_named"] + rule["elemental_stated"] + rule["no_hidden_split"]
    with_percent = (earned + rule["percent_agrees"] * np.nan_to_num(agrees)) / (
        whole + rule["percent_agrees"]
    )
    clear: Floats = np.where(np.isnan(agrees), earned / whole, with_percent)
    return clear


def _cost(table: ProductTable, weights: Weights) -> Floats:
    price = table.columns["price_per_100_mg"].to_numpy(dtype=np.float64)
    value = np.full(len(price), np.nan)
    currencies = table.columns["currency"].to_numpy(dtype=object)
    for currency, ends in weights.cost.items():
        mask = (currencies == currency) & (price > 0)
        scale = np.log(ends["dear"] / ends["cheap"])
        value[mask] = 1 - np.clip(np.log(price[mask] / ends["cheap"]) / scale, 0, 1)
    return value
