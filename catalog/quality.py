"""The parts of product quality, 0 to 1 for every product: at worst and at best where a part is not known."""

from collections.abc import Mapping

import numpy as np

from catalog.form_flags import UNNAMED_FORMS
from catalog.form_mix import FormMix, Span
from catalog.forms import forms
from catalog.limits import Limit
from catalog.product_table import Combination, Floats, ProductTable
from catalog.question import Question
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


def quality_parts(table: ProductTable, mix: FormMix, question: Question) -> dict[str, Span]:
    """Every part of PARTS for every product, between its cautious and its hopeful end."""
    columns = table.columns
    weights = question.weights
    gut = weights.gut_for(question.goal)
    high_mg = columns["high_mg"].to_numpy(dtype=np.float64)
    whole = ~columns["panel_unread"].to_numpy(dtype=bool)
    directed = ~columns["directions_unread"].to_numpy(dtype=bool)
    effects = columns["co_ingredients"].map(dict(weights.co_ingredients)).to_numpy(dtype=np.float64)
    seal = columns["seal"].to_numpy(dtype=np.float64)
    best, worst = weights.pills_per_day["best"], weights.pills_per_day["worst"]
    pieces = 1 - np.clip((columns["units_per_day"].to_numpy(dtype=np.float64) - best) / (worst - best), 0, 1)
    status = _limit_status(high_mg, question.limit, weights)
    return {
        "gut_comfort": mix.by_form(lambda form: gut_comfort(form, gut), max(gut.values())),
        "absorption": mix.by_form(
            lambda form: absorption(form, weights), max(weights.absorption.values(), default=1.0)
        ),
        # More servings than one may be meant where the directions were not read.
        "limit_status": Span(np.where(directed, status, weights.limit_status["far_above"]), status),
        "clear_label": _clear_label(table, weights),
        "third_party_test": Span(np.nan_to_num(seal), np.where(np.isnan(seal), 1.0, seal)),
        "co_ingredients": Span(np.where(whole, effects, 0.0), effects),
        "pills_per_day": Span(np.where(directed, pieces, 0.0), pieces),
    }


def shares_of(wanted: Mapping[str, float]) -> dict[str, float]:
    """What each part counts for: the weights rescaled to 1."""
    total = sum(wanted[part] for part in PARTS)
    return {part: wanted[part] / total for part in PARTS}


def _limit_status(high_mg: Floats, limit: Limit, weights: Weights) -> Floats:
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


def _clear_label(table: ProductTable, weights: Weights) -> Span:
    rule = weights.clear_label
    codes = table.columns["combination"].to_numpy(dtype=np.intp)
    named = np.array([form_is_named(found) for found in table.combinations], dtype=np.float64)
    split = np.array([split_is_known(found) for found in table.combinations], dtype=np.float64)
    agrees = table.columns["percent_agrees"].to_numpy(dtype=np.float64)
    # Only products with a decided elemental amount come this far, so that share is always earned.
    earned = (
        rule["form_named"] * named[codes] + rule["elemental_stated"] + rule["no_hidden_split"] * split[codes]
    )
    whole = sum(
        rule[name] for name in ("form_named", "elemental_stated", "no_hidden_split", "percent_agrees")
    )
    return Span(
        *(
            (earned + rule["percent_agrees"] * np.nan_to_num(agrees, nan=unknown)) / whole
            for unknown in (0, 1)
        )
    )
