"""Why a product has its score, in plain words, every reason with its sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from catalog.co_ingredients import CoIngredient, ingredient_effects
from catalog.forms import forms
from catalog.goals import UNDISCLOSED, goal_named
from catalog.limit_words import whose, with_stand_in
from catalog.product import Product
from catalog.product_table import PIECES, Combination
from catalog.quality import form_is_named, split_is_known
from catalog.question import Question
from catalog.seals import best_seal
from catalog.sources import joined, source_ids
from catalog.sources import parts as cell_parts
from catalog.tables import read_table
from catalog.verdict import Doses, doses
from catalog.words import counted

JUDGEMENT = ("judgement",)
MILD_CLASS, STRONG_CLASS = 1, 3
"""Laxative classes up to the first are mild, from the second on they loosen the bowel."""
ABSORBED_WELL, ABSORBED_LITTLE = 0.7, 0.35
NAMED_TEST = 0.7
MANY_PIECES = 4
SEVERAL_FORMS = 3
"""Reasons are given for so many forms of a blend, the largest first."""


@dataclass(frozen=True, slots=True)
class Reason:
    part: str
    """verdict, evidence, dose, price, or a part of quality."""
    text: str
    source: tuple[str, ...]
    """Ids of sources.csv, at least one."""

    def as_dict(self) -> dict[str, str]:
        """The reason as JSON."""
        return {"part": self.part, "text": self.text, "source": joined(self.source)}


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reasons of one product are made from."""

    product: Product
    combination: Combination
    values: Mapping[str, Any]
    """The product's row of the score table."""
    question: Question


@cache
def templates() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Sentence and own sources by key, from reasons.csv. Raises CatalogError."""
    found = {}
    for row in read_table("reasons.csv", ("key", "text", "source")):
        own = source_ids(row) if cell_parts(row, "source") else ()
        found[row.text("key")] = (row.text("text"), own)
    return MappingProxyType(found)


def _reason(part: str, key: str, source: tuple[str, ...] = (), **values: object) -> Reason:
    text, own = templates()[key]
    return Reason(part, text.format(**values) if values else text, own or source or JUDGEMENT)


def reasons_for(scored: Scored) -> tuple[Reason, ...]:
    """Every reason behind a score: evidence and dose first, then the parts of quality, then the price."""
    found = [
        *_evidence(scored),
        *_dose(scored),
        *_limit(scored),
        *_form_classes(scored),
        *_label(scored),
        *_testing(scored),
        *_co_ingredients(scored),
        *_effort(scored),
        *_price(scored),
    ]
    return tuple(dict.fromkeys(found))


def main_forms(scored: Scored) -> tuple[str, ...]:
    """The forms that reasons are given for, the largest first where the shares are known."""
    found, shares = scored.combination
    if shares is not None:
        found = tuple(form for _, form in sorted(zip(shares, found, strict=True), key=lambda pair: -pair[0]))
    return found[:SEVERAL_FORMS]


def _evidence(scored: Scored) -> Iterator[Reason]:
    for form in main_forms(scored):
        row = scored.question.evidence[form]
        yield _reason("evidence", f"evidence/{row.goal}/{row.form}", row.source, **form_names(form))


def _dose(scored: Scored) -> Iterator[Reason]:
    low, high = (f"{scored.values[end]:g}" for end in ("low_mg", "high_mg"))
    mg = low if low == high else f"{low} to {high}"
    for form in main_forms(scored):
        if form == UNDISCLOSED:
            continue  # no dose of a form that is not named was ever studied
        row = scored.question.evidence[form]
        dose = doses(scored.question, form)
        if row.studied:
            yield _reason("dose", "dose/studied", row.source, mg=mg, **form_names(form), studied=row.studied)
            if dose.start is not None:
                yield _reason("dose", "dose/start", (), start=f"{dose.start:g}")
        elif dose.least is not None:
            yield _reason("dose", "dose/range", mg=mg, range=_range(dose))
        else:
            goal = goal_named(scored.question.goal).name
            yield _reason("dose", "dose/not_studied", row.source, mg=mg, **form_names(form), goal=goal)
    if not scored.product.has_directions:
        assumed = scored.question.profile.servings_where_unread
        key = "dose/serving_only" if assumed is None else "dose/as_said"
        yield _reason("dose", key, servings=f"{assumed or 1:g}")


def _range(dose: Doses) -> str:
    return f"{dose.least:g} mg and more" if dose.most is None else f"{dose.least:g} to {dose.most:g} mg"


def form_names(form: str) -> dict[str, str]:
    """The name of a form for the middle of a sentence (`form`) and for its beginning (`Form`).

    >>> form_names("bisglycinate_buffered")["form"]
    'buffered magnesium bisglycinate'
    """
    name, comma, kind = forms()[form].name.split(" (")[0].partition(", ")
    short = f"{kind} {name[0].lower()}{name[1:]}" if comma else name
    return {"form": short[0].lower() + short[1:], "Form": short[0].upper() + short[1:]}


def _limit(scored: Scored) -> Iterator[Reason]:
    mg, limit = scored.values["high_mg"], scored.question.limit
    if mg <= scored.question.limit_mg:  # above it the verdict and the flag say so
        reason = _reason(
            "limit_status", "limit_status/within", limit.source, mg=f"{mg:g}", whose=whose(limit)
        )
        yield replace(reason, text=with_stand_in(reason.text, limit))


def _form_classes(scored: Scored) -> Iterator[Reason]:
    for form in main_forms(scored):
        known = forms()[form]
        if known.gut_class is None:
            yield _reason("gut_comfort", "gut_comfort/unknown")
        else:
            mild, loosening = known.gut_class <= MILD_CLASS, known.gut_class >= STRONG_CLASS
            key = "low" if mild else "high" if loosening else "medium"
            yield _reason("gut_comfort", f"gut_comfort/{key}", known.gut_source)
        if not scored.question.weights.quality_for(scored.question.goal)["absorption"]:
            continue
        value = scored.question.weights.absorption.get(known.absorption_shown)
        if value is None:
            yield _reason("absorption", "absorption/unknown")
        else:
            key = "high" if value >= ABSORBED_WELL else "low" if value <= ABSORBED_LITTLE else "medium"
            yield _reason("absorption", f"absorption/{key}", known.absorption_source)


def _label(scored: Scored) -> Iterator[Reason]:
    if scored.values["clear_label"] >= 1:
        yield _reason("clear_label", "clear_label/clear")
    if not form_is_named(scored.combination):
        yield _reason("clear_label", "clear_label/form_hidden")
    elif not split_is_known(scored.combination):
        yield _reason("clear_label", "clear_label/split_hidden")
    if scored.values["percent_agrees"] == 0:
        yield _reason("clear_label", "clear_label/percent_off")


def _testing(scored: Scored) -> Iterator[Reason]:
    printed = scored.product.seals
    seal = best_seal(printed) if printed is not None else None
    if printed is None:
        yield _reason("third_party_test", "third_party_test/unknown")
    elif seal is None or seal.value == 0:
        yield _reason("third_party_test", "third_party_test/none")
    elif seal.value < NAMED_TEST:
        yield _reason("third_party_test", "third_party_test/words", seal.source)
    else:
        yield _reason("third_party_test", "third_party_test/named", seal.source, seal=seal.name)


def _co_ingredients(scored: Scored) -> Iterator[Reason]:
    if scored.values["panel_unread"]:
        yield _reason("co_ingredients", "co_ingredients/unread")
    for row in effects_of(scored):
        if row.effect != "neutral":
            yield _reason("co_ingredients", f"co_ingredients/{row.effect}", row.source, text=row.text)


def _effort(scored: Scored) -> Iterator[Reason]:
    units, unit = scored.values["units_per_day"], scored.product.serving_unit
    if unit in PIECES and not scored.values["directions_unread"]:
        key = "many" if units > MANY_PIECES else "few"
        yield _reason("pills_per_day", f"pills_per_day/{key}", count=counted(units, unit))


def _price(scored: Scored) -> Iterator[Reason]:
    price, currency = scored.product.price_per_100_mg, scored.product.currency
    if price is None or currency is None:
        return
    shown = {"price": f"{price:.2f}", "currency": currency}
    form = scored.combination[0][0]
    least = scored.question.evidence[form].studied_low_mg
    if least is None:
        yield _reason("price", "price/known", (), **shown)
    else:
        figures = {"dose": f"{least:g}", "dose_price": f"{price * least / 100:.2f}"}
        yield _reason("price", "price/studied_dose", (), **shown, **figures)


def effects_of(scored: Scored) -> tuple[CoIngredient, ...]:
    """What the table says of the other ingredients of the product for the goal, the most pressing first."""
    _, servings = scored.product.servings_range
    return ingredient_effects(scored.product.co_ingredients, servings, scored.question.goal)
