"""Products ranked for a goal: verdict, order, reasons, flags; and what cannot be ranked yet, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from catalog.entry import Entry, entry_of
from catalog.form_mix import FormMix
from catalog.goals import Evidence, Goal, goal_named, nothing_tested
from catalog.how_to_take import lines_for
from catalog.lazy import Lazy
from catalog.limits import limit_for
from catalog.product import Product
from catalog.product_table import ProductTable, product_table
from catalog.profile import Profile
from catalog.question import Question, evidence_table
from catalog.reasons import Scored
from catalog.reference_values import intake_sentence
from catalog.safety import Stop, stop_for
from catalog.score import score_table
from catalog.sources import joined
from catalog.unranked import Unranked, barred, unranked
from catalog.verdict import verdict_table
from catalog.verdict_words import NOT_FOR_YOU
from catalog.weights import Weights
from catalog.weights import weights as weights_of_file


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
    def note(self) -> str | None:
        """What to know before the list: that none of these was tested for the goal, and which form was."""
        if self.stop is not None or bool(self.scores["tested"].any()):
            return None
        return nothing_tested(self.goal)

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
            "untested": self.note,
            "how_to_take": [
                {"text": line.text, "source": joined(line.source)}
                for line in lines_for(self.goal.id, self.profile)
            ],
            "intake": intake_sentence(self.profile, limit_for(self.profile.authority, self.profile)),
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
        return Ranking(wanted, person, numbers, stop, (), (), NO_SCORES)
    table = product_table(products, goal, person.servings_where_unread)
    if person.life_stage or person.is_minor:
        not_for_them = [barred(product, person) is not None for product in products]
        table.columns.loc[not_for_them, "missing"] = "person"
    left_out = np.flatnonzero(table.columns["missing"] != "")
    ranked = table.rankable()
    used = {form for found, _ in ranked.combinations for form in found}
    known = {**evidence_table(used, goal, person), **(evidence or {})}
    question = Question(goal, person, limit, numbers, known)
    scores = _in_order(ranked, question)
    products_by_place = dict(zip(ranked.columns.index, ranked.products, strict=True))
    codes = ranked.columns["combination"]
    columns = {str(name): scores[name].to_numpy() for name in scores.columns}

    def entry(row: int) -> Entry:
        place = scores.index[row]
        scored = Scored(
            product=products_by_place[place],
            combination=ranked.combinations[codes[place]],
            values={name: values[row] for name, values in columns.items()},
            question=question,
        )
        return entry_of(scored)

    return Ranking(
        wanted,
        person,
        numbers,
        None,
        Lazy(len(scores), entry),
        Lazy(len(left_out), lambda place: unranked(products[left_out[place]], person, goal)),
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
            "verdict": dict(numbers.verdict),
            "quality_weights": dict(numbers.quality_for(goal)),
        },
        "numbers": {
            str(name): None if pd.isna(value) else value.item() if hasattr(value, "item") else value
            for name, value in row.items()
        },
    }


NO_SCORES = pd.DataFrame({"position": [], "tested": []})


def _in_order(table: ProductTable, question: Question) -> pd.DataFrame:
    """Verdicts and scores, best first, with positions; the same for any order of the input."""
    if not table.products:
        return NO_SCORES
    mix = FormMix(table, question.evidence)
    scores = pd.concat([verdict_table(table, mix, question), score_table(table, mix, question)], axis=1)
    scores.index = table.columns.index
    from_label = ["low_mg", "high_mg", "percent_agrees", "units_per_day"]
    scores[from_label] = table.columns[from_label]
    scores = scores.iloc[_order(scores, table)]
    positions = _positions(scores, question.weights.tie_points)
    group_sizes = np.bincount(positions)
    has_position = (scores["verdict"] > NOT_FOR_YOU) & bool(scores["tested"].any())
    return scores.assign(
        position=np.where(has_position, positions, np.nan),
        tied=has_position & (group_sizes[positions] > 1),
    )


def _order(scores: pd.DataFrame, table: ProductTable) -> np.ndarray[Any, np.dtype[np.intp]]:
    """The better verdict first, then the fewer open questions, then the higher cautious score.

    What is equal goes by name and photo, which do not depend on the order of the input.
    """
    names = pd.Series([f"{product.brand}\0{product.name}\0{product.photo}" for product in table.products])
    codes, _ = pd.factorize(names, sort=True)
    keys = (codes, -scores["score"].round(9), -scores["verdict_if"], scores["open"], -scores["verdict"])
    return np.lexsort([np.asarray(key) for key in keys])


def _positions(scores: pd.DataFrame, tie_points: float) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Positions from 1: of one verdict, whoever is within the tie of the leader of a group joins it."""
    score = scores["score"].to_list()
    verdict = list(zip(scores["verdict"], scores["open"], strict=True))
    positions = np.empty(len(score), dtype=np.intp)
    leader = 0
    for place in range(len(score)):
        if verdict[leader] != verdict[place] or score[leader] - score[place] > tie_points:
            leader = place
        positions[place] = leader + 1
    return positions
