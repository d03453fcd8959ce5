"""Whether a product fits a goal and a person: one verdict per product, decided by the rules of verdicts.csv."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalog.form_flags import LOOSENING_CLASS
from catalog.form_mix import FormMix
from catalog.forms import forms
from catalog.goals import Evidence
from catalog.product_table import ProductTable
from catalog.profile import Profile
from catalog.question import OF_FINDING, Question
from catalog.safety import safety_notes
from catalog.sources import parts, source_ids
from catalog.tables import read_table
from catalog.verdict_words import CANNOT, DOES_NOT_FIT, FITS, MAY_FIT, NOT_FOR_YOU, VERDICTS, WEAK
from catalog.weights import studied_range

TESTED = frozenset({"helped", "mixed", "no_benefit"})


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    verdict: int
    """The best verdict that is left where the rule holds: an index of VERDICTS."""
    rests_on: str
    """What must be known for the rule to be certain: dose, or nothing; for an open question, what is open."""
    text: str
    source: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.verdict == CANNOT


@cache
def rules() -> Mapping[str, Rule]:
    """The rules of verdicts.csv by id, the strongest first. Raises CatalogError."""
    found, last = {}, CANNOT
    for row in read_table("verdicts.csv", ("rule", "verdict", "rests_on", "text", "source")):
        own = source_ids(row) if parts(row, "source") else ()
        verdict = VERDICTS.index(row.one_of("verdict", frozenset(VERDICTS)))
        found[row.text("rule")] = Rule(
            row.text("rule"), verdict, row.cells["rests_on"], row.text("text"), own
        )
        if verdict < last:
            raise row.error("verdict", "the strongest rules come first")
        last = verdict
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class Doses:
    """The elemental mg a day that a form was studied at for a goal; None where no dose is known."""

    least: float | None
    most: float | None
    start: float | None = None
    """The dose that a guideline starts with, where it is below what the trials gave."""


def doses(question: Question, form: str) -> Doses:
    """What was studied of this form, else the range that counts for the goal where the form may help at all."""
    row, weights = question.evidence[form], question.weights
    start = weights.start_mg.get(question.goal, {}).get(form)
    if row.studied_low_mg is not None:
        return Doses(row.studied_low_mg, row.studied_high_mg, start)
    points, _ = weights.dose_points(question.goal, form)
    if points is None or OF_FINDING[row.finding] < MAY_FIT:
        return Doses(None, None, start)
    return Doses(*studied_range(points), start)


def verdict_table(table: ProductTable, mix: FormMix, question: Question) -> pd.DataFrame:
    """One row per product, with these columns.

    verdict: an index of VERDICTS. verdict_if: what it would be if nothing were open. open: how many questions are.
    level: what the evidence for its forms allows, before dose and person. tested: whether any of its forms was
    tested for the goal. And one bool column for every rule that holds for whole products.
    """
    columns, profile, known = table.columns, question.profile, question.evidence
    level = _level(mix, known)
    holds = {
        **{name: columns[column].to_numpy(dtype=bool) for name, column in OPEN.items()},
        **_limits(columns, question),
        **_studied(columns, mix, question),
        **_effects(columns["co_ingredients"]),
        "with_diarrhoea": _is_against_the_bowel(mix, profile, columns),
        "medicine": columns["medicine"].to_numpy(dtype=bool),
        "minor": np.full(len(columns), profile.is_minor),
        "pregnancy": np.full(len(columns), bool(profile.life_stage)),
        "unchecked": columns["unchecked"].to_numpy(dtype=bool),
    }
    # Whether the amount is possible cannot be said without the form and the piece that it is in.
    doubtful = holds["amount_impossible"] | holds["piece_unknown"] | holds["form_hidden"]
    best = level
    # What stands against a product whatever else may come out; a hidden form has no findings of its own.
    certain = np.where((level <= DOES_NOT_FIT) & ~holds["form_hidden"], level, FITS)
    for name, held in holds.items():
        rule = rules()[name]
        if rule.is_open:
            continue
        best = np.where(held, np.minimum(best, rule.verdict), best)
        if rule.verdict <= DOES_NOT_FIT:
            sure = held & ~doubtful if rule.rests_on == "dose" else held
            certain = np.where(sure, np.minimum(certain, rule.verdict), certain)
    is_open = {rules()[name].rests_on: np.zeros(len(columns), dtype=bool) for name in OPEN}
    for name in OPEN:
        is_open[rules()[name].rests_on] |= holds[name]
    count = np.sum(list(is_open.values()), axis=0)
    # An open question may hide what is not for a child or in pregnancy: then only that is settled.
    settled = NOT_FOR_YOU if profile.is_minor or profile.life_stage else DOES_NOT_FIT
    return pd.DataFrame(
        {
            "verdict": np.where(count == 0, best, np.where(certain <= settled, certain, CANNOT)),
            "verdict_if": np.where(doubtful, CANNOT, best),
            "open": count,
            "level": level,
            "tested": mix.best(lambda form: float(known[form].finding in TESTED)) > 0,
            **holds,
        }
    )


OPEN: Mapping[str, str] = MappingProxyType(
    {
        "amount_impossible": "impossible_claim",
        "piece_unknown": "piece_unknown",
        "form_hidden": "form_hidden",
        "directions_unread": "directions_unread",
        "panel_unread": "panel_unread",
    }
)
"""The rules that leave a verdict open, and the columns of the product table that say so."""


def _is_against_the_bowel(mix: FormMix, profile: Profile, columns: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a form loosens the bowel, or may, of a person who has a condition that this makes worse."""
    if any(note.loosening and note.id in profile.conditions for note in safety_notes()):
        return mix.best(_loosens) > 0
    return np.zeros(len(columns), dtype=bool)


def _level(mix: FormMix, known: Mapping[str, Evidence]) -> NDArray[np.intp]:
    """The best verdict that the findings for the forms of each product allow.

    The form with nearly all of the magnesium speaks for the product. Otherwise the least of its forms does, but for
    a blend in which one form may help: that is weak rather than shown not to help.
    """

    def of_form(form: str) -> float:
        return OF_FINDING[known[form].finding]

    worst, best, main = mix.worst(of_form), mix.best(of_form), mix.main(of_form)
    blend = np.where((worst == DOES_NOT_FIT) & (best >= MAY_FIT), WEAK, worst)
    return np.fmax(blend, main).astype(np.intp)


def _loosens(form: str) -> float:
    gut_class = forms()[form].gut_class
    return float(gut_class is None or gut_class >= LOOSENING_CLASS)


def _limits(columns: pd.DataFrame, question: Question) -> dict[str, NDArray[np.bool_]]:
    low_mg, high_mg = (columns[end].to_numpy(dtype=np.float64) for end in ("low_mg", "high_mg"))
    most, profile = question.limit_mg, question.profile
    above, may_pass = low_mg > most, (low_mg <= most) & (high_mg > most)
    # A laxative medicine has directions of its own for adults; nobody else is above the limit by right.
    by_right = columns["medicine"].to_numpy(dtype=bool) & (not profile.is_minor) & (not profile.life_stage)
    return {
        "above_limit_minor": (above | may_pass) & profile.is_minor,
        "above_limit": above & ~by_right,
        "may_pass_limit": may_pass & ~by_right,
    }


def _studied(columns: pd.DataFrame, mix: FormMix, question: Question) -> dict[str, NDArray[np.bool_]]:
    """Which products give too little, less or more than was studied, by the form that speaks for each."""
    studied = {form: doses(question, form) for form in question.evidence}
    rule = question.weights.verdict

    def bound(of: Callable[[Doses], float | None]) -> Callable[[str], float]:
        def value(form: str) -> float:
            found = of(studied[form])
            return np.nan if found is None else found

        return value

    def too_little(dose: Doses) -> float | None:
        if dose.least is None:
            return None
        bounds = [rule["token_share"] * dose.least]
        if dose.start is not None:
            bounds.append(rule["near_share"] * dose.start)
        return min(bounds)

    low_mg, high_mg = (columns[end].to_numpy(dtype=np.float64) for end in ("low_mg", "high_mg"))
    token, near, over = (
        mix.strictest(bound(of), greatest)
        for of, greatest in (
            (too_little, True),
            (lambda dose: None if dose.least is None else rule["near_share"] * dose.least, True),
            (lambda dose: None if dose.most is None else rule["over_share"] * dose.most, False),
        )
    )
    little = low_mg < token
    return {
        "too_little": little,
        "less_than_studied": ~little & (low_mg < near),
        "more_than_studied": high_mg > over,
    }


def _effects(effects: pd.Series) -> dict[str, NDArray[np.bool_]]:
    return {
        "works_against": (effects == "against").to_numpy(dtype=bool),
        "ingredient_caution": (effects == "caution").to_numpy(dtype=bool),
    }
