"""The score of many products at once: goal fit and product quality, capped where a rule says so."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from catalog.form_mix import FormMix
from catalog.goals import Evidence, evidence
from catalog.limits import Limit, limit_for
from catalog.product_table import Floats, ProductTable
from catalog.profile import Profile
from catalog.quality import absorption, gut_comfort, label_parts, quality
from catalog.weights import PARTS, Weights

NOT_SHOWN = frozenset({"0"})
NO_SUPPORT = frozenset({"0", "negative"})


def evidence_table(table: ProductTable, goal: str) -> dict[str, Evidence]:
    """The evidence of every form in the table, for this goal."""
    used = {form for found, _ in table.combinations for form in found}
    return {form: evidence(goal, form) for form in sorted(used)}


def score_table(
    table: ProductTable, goal: str, profile: Profile, weights: Weights, known: Mapping[str, Evidence]
) -> pd.DataFrame:
    """One row per product, in the table's order; every product must have sources, a dose and a serving.

    Columns: score; low and high, the band; raw, before the caps; goal_fit, dose_fit, evidence and quality, 0
    to 1; each part of quality (NaN: not known); and one column per cap that says whether it holds.
    """
    limit = limit_for(profile.authority, profile)
    mix = FormMix(table, known)
    gut = mix.by_form(lambda form: gut_comfort(form, weights.gut_for(goal)))
    taken_up = mix.by_form(lambda form: absorption(form, weights))
    label = label_parts(table, limit, weights)
    parts = {"gut_comfort": gut.middle, "absorption": taken_up.middle, **label}
    worst_parts = {"gut_comfort": gut.worst, "absorption": taken_up.worst, **label}
    wanted = weights.quality_for(goal)
    fits = [
        mix.goal_fit(goal, weights, table.columns[end].to_numpy(dtype=np.float64))
        for end in ("low_mg", "high_mg")
    ]
    goal_fit = (fits[0].reading.middle + fits[1].reading.middle) / 2
    product_quality = quality(parts, wanted)
    worst_quality = np.minimum(product_quality, quality(worst_parts, wanted))

    def points(fit: Floats, of_quality: Floats) -> Floats:
        return weights.goal_points * fit + weights.quality_points * of_quality

    raw = points(goal_fit, product_quality)
    lowest = np.minimum(*(points(fit.reading.worst, worst_quality) for fit in fits))
    highest = np.maximum(*(points(fit.reading.mean, product_quality) for fit in fits))
    scores = pd.DataFrame(
        {
            "raw": raw,
            "low": np.minimum(raw, lowest),
            "high": np.maximum(raw, highest),
            "goal_fit": goal_fit,
            "dose_fit": (fits[0].dose_fit + fits[1].dose_fit) / 2,
            "evidence": fits[0].evidence,
            "quality": product_quality,
            **{part: parts[part] for part in PARTS},
            **_caps_that_hold(table, mix, limit),
        }
    )
    cap = np.full(len(scores), np.inf)
    for name, most in weights.caps.items():
        cap = np.where(scores[name], np.minimum(cap, most), cap)
    return scores.assign(
        score=np.minimum(raw, cap), low=np.minimum(scores["low"], cap), high=np.minimum(scores["high"], cap)
    )


def _caps_that_hold(table: ProductTable, mix: FormMix, limit: Limit | None) -> dict[str, object]:
    """Which caps hold for which product, by the names of weights.toml."""
    unshown = mix.all_levels(NOT_SHOWN)
    most = np.inf if limit is None or limit.limit_mg_per_day is None else limit.limit_mg_per_day
    return {
        "above_limit": table.columns["high_mg"].to_numpy(dtype=np.float64) > most,
        "works_against": (table.columns["co_ingredients"] == "against").to_numpy(),
        "not_shown": unshown,
        "negative": mix.all_levels(NO_SUPPORT) & ~unshown,
    }
