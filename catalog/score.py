"""The score of many products at once: goal fit and product quality, between a cautious and a hopeful end."""

import numpy as np
import pandas as pd

from catalog.form_mix import FormMix
from catalog.product_table import ProductTable
from catalog.quality import quality_parts, shares_of
from catalog.question import Question
from catalog.weights import PARTS


def score_table(table: ProductTable, mix: FormMix, question: Question) -> pd.DataFrame:
    """One row per product, in the table's order; every product must have sources, a dose and a serving.

    Columns: score (the cautious end: what is not known counts as the least it can be) and high (the hopeful end), 0
    to 100; goal_fit, dose_fit, evidence and quality, 0 to 1, at the cautious end; and each part of quality.
    """
    goal, weights, known = question.goal, question.weights, question.evidence
    parts = quality_parts(table, mix, question)
    shares = shares_of(weights.quality_for(goal))
    quality = [
        np.sum([shares[part] * getattr(parts[part], end) for part in PARTS], axis=0)
        for end in ("low", "high")
    ]
    daily_mg = [table.columns[end].to_numpy(dtype=np.float64) for end in ("low_mg", "high_mg")]
    # Where the directions were not read any dose may be meant: at worst one that does not fit at all.
    unread = table.columns["directions_unread"].to_numpy(dtype=bool)
    fits = [mix.goal_fit(goal, weights, mg) for mg in daily_mg]
    doses = [mix.dose_fit(goal, weights, mg) for mg in daily_mg]
    evidence = mix.mean(lambda form: known[form].weight)
    no_dose = weights.dose_floor * mix.worst(lambda form: known[form].weight)
    least_fit = np.minimum(fits[0].low, fits[1].low)
    goal_fit = np.where(unread, np.minimum(no_dose, least_fit), least_fit)
    dose_fit = np.where(unread, 0.0, np.minimum(doses[0].low, doses[1].low))
    points = weights.goal_points * goal_fit + weights.quality_points * quality[0]
    hopeful = (
        weights.goal_points * np.maximum(fits[0].high, fits[1].high) + weights.quality_points * quality[1]
    )
    return pd.DataFrame(
        {
            "score": points,
            "high": np.maximum(points, hopeful),
            "goal_fit": goal_fit,
            "dose_fit": dose_fit,
            "evidence": evidence,
            "quality": quality[0],
            **{part: parts[part].low for part in PARTS},
        }
    )
