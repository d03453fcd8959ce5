"""Products ranked for a goal: score, band, ties, reasons, flags; and what cannot be ranked yet, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from catalog.entry import Entry, entry_of
from catalog.goals import Evidence, Goal, goal_named
from catalog.lazy import Lazy
from catalog.limits import limit_for
from catalog.product import Product
from catalog.product_table import ProductTable, product_table
from catalog.profile import Profile
from catalog.reasons import Scored
from catalog.safety import Stop, stop_for
from catalog.score import evidence_table, score_table
from catalog.sources import joined
from catalog.unranked import Unranked, barred_in_pregnancy, unranked
from catalog.weights import Weights
from catalog.weights import weights as weights_of_file

NO_BEST_MATCH = ("above_limit", "works_against", "not_shown", "negative")
"""With one of these caps a product may lead the list and is still not called a match."""


@dataclass(frozen=True, slots=True)
class Ranking:
    goal: Goal
    profile: Profile
    weights: Weights
    stop: Stop | None
    """Set when nothing may be ranked for this person: then both lists are empty."""
    entries: Sequence[Entry]
    """Best first; each is made, with its reasons and flags, when it is looked at."""
    unranked: Sequence[Unranked]
    scores: pd.DataFrame
    """One row per ranked product, best first, with every number; the index is the place in the input."""

    @property
    def best(self) -> tuple[Entry, ...]:
        """The best matches among the leaders: none where all of them are above the limit or not shown."""
        leaders = int((self.scores["position"] == 1).sum())
        return tuple(entry for entry in self.entries[:leaders] if entry.best_match)

    def as_dict(self, top: int | None = None) -> dict[str, Any]:
        """The ranking as JSON, with the first `top` entries (None: all)."""
        return {
            "goal": self.goal.id,
            "headline": self.goal.headline,
            "cannot": self.goal.cannot,
            "source": joined(self.goal.source),
            "authority": self.profile.authority,
            "stop": None
            if self.stop is None
            else {
                "condition": self.stop.condition,
                "text": self.stop.text,
                "source": joined(self.stop.source),
            },
            "ranked": len(self.entries),
            "entries": [entry.as_dict() for entry in self.entries[:top]],
            "unranked": [one.as_dict() for one in self.unranked],
        }


def rank(
    products: Sequence[Product],
    goal: str,
    profile: Profile | None = None,
    weights: Weights | None = None,
    evidence: Mapping[str, Evidence] | None = None,
) -> Ranking:
    """The products ranked for a goal. Raises ValueError for an unknown goal, authority or condition.

    `evidence` stands in for what is known of some forms, by form id: to try a different judgement.
    """
    wanted, person, numbers = goal_named(goal), profile or Profile(), weights or weights_of_file()
    limit = limit_for(person.authority, person)
    stop = stop_for(person, goal)
    if stop is not None:
        return Ranking(wanted, person, numbers, stop, (), (), pd.DataFrame({"position": []}))
    table = product_table(products, goal)
    if person.life_stage:
        barred = [barred_in_pregnancy(product, person) is not None for product in products]
        table.columns.loc[barred, "missing"] = "pregnancy"
    left_out = np.flatnonzero(table.columns["missing"] != "")
    ranked = table.rankable()
    known = {**evidence_table(ranked, goal), **(evidence or {})}
    scores = _in_order(ranked, goal, person, numbers, known)
    products_by_place = dict(zip(ranked.columns.index, ranked.products, strict=True))
    codes = ranked.columns["combination"]
    columns = {str(name): scores[name].to_numpy() for name in scores.columns}

    def entry(row: int) -> Entry:
        place = scores.index[row]
        scored = Scored(
            product=products_by_place[place],
            combination=ranked.combinations[codes[place]],
            values={name: values[row] for name, values in columns.items()},
            goal=goal,
            evidence=known,
            limit=limit,
            weights=numbers,
        )
        return entry_of(scored, person)

    return Ranking(
        wanted,
        person,
        numbers,
        None,
        Lazy(len(scores), entry),
        Lazy(len(left_out), lambda place: unranked(products[left_out[place]], person)),
        scores,
    )


def explain(
    product: Product,
    goal: str,
    profile: Profile | None = None,
    weights: Weights | None = None,
) -> dict[str, Any]:
    """Every number that made the score of one product, as JSON; `missing` instead where it cannot be ranked."""
    ranking = rank([product], goal, profile, weights)
    if not ranking.entries:
        return ranking.as_dict()
    row = ranking.scores.iloc[0]
    numbers = ranking.weights
    return {
        **ranking.as_dict(),
        "formula": {
            "goal_points": numbers.goal_points,
            "quality_points": numbers.quality_points,
            "dose_floor": numbers.dose_floor,
            "dose_share": numbers.dose_share,
            "caps": dict(numbers.caps),
            "quality_weights": dict(numbers.quality_for(goal)),
        },
        "numbers": {
            str(name): None if pd.isna(value) else value.item() if hasattr(value, "item") else value
            for name, value in row.items()
        },
    }


def _in_order(
    table: ProductTable, goal: str, profile: Profile, weights: Weights, known: Mapping[str, Evidence]
) -> pd.DataFrame:
    """The score table, best first, with positions; the same for any order of the input."""
    if not table.products:
        return pd.DataFrame({"position": []})
    scores = score_table(table, goal, profile, weights, known).set_axis(table.columns.index)
    from_label = ["low_mg", "high_mg", "percent_agrees", "units_per_day", "price_per_100_mg"]
    scores[from_label] = table.columns[from_label]
    scores = scores.iloc[_order(scores, table)]
    positions = _positions(scores, weights.tie_points)
    group_sizes = np.bincount(positions)
    capped = scores[list(NO_BEST_MATCH)].any(axis=1)
    return scores.assign(
        position=positions,
        tied=group_sizes[positions] > 1,
        best_match=(positions == 1) & ~capped.to_numpy(),
    )


def _order(scores: pd.DataFrame, table: ProductTable) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Highest score first; equal scores by name and photo, which do not depend on the order of the input."""
    names = pd.Series([f"{product.brand}\0{product.name}\0{product.photo}" for product in table.products])
    codes, _ = pd.factorize(names, sort=True)
    return np.lexsort((codes, -scores["score"].round(9).to_numpy()))


def _positions(scores: pd.DataFrame, tie_points: float) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Positions from 1: whoever is within the tie of the leader of a group, or whose band meets its band, joins."""
    score, low, high = (scores[name].to_list() for name in ("score", "low", "high"))
    positions = np.empty(len(score), dtype=np.intp)
    leader = 0
    for place in range(len(score)):
        if score[leader] - score[place] > tie_points and high[place] < low[leader]:
            leader = place
        positions[place] = leader + 1
    return positions
