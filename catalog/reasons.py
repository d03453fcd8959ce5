"""Why a product has its score, in plain words, every reason with its sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from catalog.co_ingredients import for_goal
from catalog.forms import forms
from catalog.goals import ANY_FORM, Evidence, goal_named
from catalog.limits import Limit
from catalog.product import Product
from catalog.product_table import PIECES, Combination
from catalog.quality import form_is_named, split_is_known
from catalog.seals import best_seal
from catalog.sources import parts as cell_parts
from catalog.sources import source_ids
from catalog.tables import read_table
from catalog.weights import Points, Weights

JUDGEMENT = ("judgement",)
COMFORTABLE_CLASS, LOOSENING_CLASS = 1, 3
"""Laxative classes up to the first are mild, from the second on they loosen the bowel."""
ABSORBED_WELL, ABSORBED_LITTLE = 0.7, 0.35
NAMED_TEST = 0.7
MANY_PIECES = 4
SEVERAL_FORMS = 3
"""Reasons are given for so many forms of a blend, the largest first."""


@dataclass(frozen=True, slots=True)
class Reason:
    part: str
    """evidence, dose, cap, or a part of quality."""
    text: str
    source: tuple[str, ...]
    """Ids of sources.csv, at least one."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reasons of one product are made from."""

    product: Product
    combination: Combination
    values: Mapping[str, Any]
    """The product's row of the score table."""
    goal: str
    evidence: Mapping[str, Evidence]
    limit: Limit | None
    weights: Weights


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
    """Every reason behind a score: evidence and dose first, then what caps it, then the parts of quality."""
    found = [
        *_evidence(scored),
        *_dose(scored),
        *_caps(scored),
        *_limit(scored),
        *_form_classes(scored),
        *_label(scored),
        *_testing(scored),
        *_co_ingredients(scored),
        *_effort(scored),
        *_cost(scored),
    ]
    return tuple(dict.fromkeys(found))


def _main_forms(scored: Scored) -> tuple[str, ...]:
    found, shares = scored.combination
    if shares is not None:
        found = tuple(form for _, form in sorted(zip(shares, found, strict=True), key=lambda pair: -pair[0]))
    return found[:SEVERAL_FORMS]


def _evidence(scored: Scored) -> Iterator[Reason]:
    goal = goal_named(scored.goal)
    for form in _main_forms(scored):
        row = scored.evidence[form]
        for key in (f"evidence/{goal.id}/{form}", f"evidence/{goal.id}/{ANY_FORM}"):
            if key in templates():
                yield _reason("evidence", key, row.source)
                break
        else:
            names = {"form": forms()[form].name, "goal": goal.name, "direction": row.direction}
            yield _reason("evidence", f"level/{row.level}", row.source, **names)


def studied_range(points: Points) -> tuple[float, float | None]:
    """The lowest and highest mg a day of full fit; None where full fit has no upper end.

    >>> studied_range(((0, 0), (200, 1), (350, 1), (700, 0.5)))
    (200, 350)
    """
    full = [mg for mg, fit in points if fit >= 1]
    return full[0], None if points[-1][1] >= 1 else full[-1]


def _studied(row: Evidence) -> str:
    """The doses of the studies, as a sentence to add; "" where none is known."""
    return f" The trials gave {row.studied} mg a day." if row.studied else ""


def _dose(scored: Scored) -> Iterator[Reason]:
    shares = scored.combination[1] or tuple(1 / len(scored.combination[0]) for _ in scored.combination[0])
    share_of = dict(zip(scored.combination[0], shares, strict=True))
    for form in _main_forms(scored):
        points, own = scored.weights.dose_points(scored.goal, form)
        source = scored.evidence[form].source
        if points is None:
            yield _reason("dose", "dose/not_studied", source, goal=goal_named(scored.goal).name)
            continue
        mg = scored.values["high_mg"] * (share_of[form] if own else 1)
        low, high = studied_range(points)
        figures = {
            "mg": f"{mg:.0f}",
            "low": f"{low:g}",
            "high": "" if high is None else f"{high:g}",
            "studied": _studied(scored.evidence[form]),
        }
        if high is None:
            key = "dose/from"
        else:
            key = "dose/below" if mg < low else "dose/above" if mg > high else "dose/within"
        yield _reason("dose", key, source, **figures)
    if not scored.product.has_directions:
        yield _reason("dose", "dose/serving_only")


def _caps(scored: Scored) -> Iterator[Reason]:
    sources = {
        "above_limit": scored.limit.source if scored.limit is not None else JUDGEMENT,
        "works_against": next((reason.source for reason in _co_ingredients(scored)), JUDGEMENT),
    }
    of_evidence = tuple(s for form in _main_forms(scored) for s in scored.evidence[form].source)
    for name, points in scored.weights.caps.items():
        if scored.values[name]:
            source = tuple(dict.fromkeys(sources.get(name, of_evidence)))
            yield _reason("cap", f"cap/{name}", source, cap=f"{points:g}")


def _limit(scored: Scored) -> Iterator[Reason]:
    if scored.limit is None or scored.limit.limit_mg_per_day is None:
        yield _reason("limit_status", "limit_status/unknown")
        return
    mg, most = scored.values["high_mg"], scored.limit.limit_mg_per_day
    comfortable = mg <= min(scored.weights.limit_status["comfortable_mg"], most)
    key = "comfortable" if comfortable else "within" if mg <= most else "above"
    figures = {"mg": f"{mg:g}", "limit": f"{most:g}", "whose": scored.limit.short_name}
    yield _reason("limit_status", f"limit_status/{key}", scored.limit.source, **figures)


def _form_classes(scored: Scored) -> Iterator[Reason]:
    for form in _main_forms(scored):
        known = forms()[form]
        if known.gut_class is None:
            yield _reason("gut_comfort", "gut_comfort/unknown")
        else:
            mild, loosening = known.gut_class <= COMFORTABLE_CLASS, known.gut_class >= LOOSENING_CLASS
            key = "low" if mild else "high" if loosening else "medium"
            yield _reason("gut_comfort", f"gut_comfort/{key}", known.gut_source)
        if not scored.weights.quality_for(scored.goal)["absorption"]:
            continue
        value = scored.weights.absorption.get(known.absorption_shown)
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
    _, servings = scored.product.servings_range
    for printed, mg in scored.product.co_ingredients.items():
        row = for_goal(printed, None if mg is None else mg * servings, scored.goal)
        if row is not None and row.effect != "neutral":
            yield _reason("co_ingredients", f"co_ingredients/{row.effect}", row.source, text=row.text)


def _effort(scored: Scored) -> Iterator[Reason]:
    units, unit = scored.values["units_per_day"], scored.product.serving_unit
    if unit in PIECES:
        plural = unit if units == 1 else f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
        key = "many" if units > MANY_PIECES else "few"
        yield _reason("pills_per_day", f"pills_per_day/{key}", count=f"{units:g} {plural}")


def _cost(scored: Scored) -> Iterator[Reason]:
    price, currency = scored.product.price_per_100_mg, scored.product.currency
    if price is None or currency not in scored.weights.cost:
        yield _reason("cost", "cost/unknown")
        return
    shown = {"price": f"{price:.2f}", "currency": currency}
    form = scored.combination[0][0]
    points, own = scored.weights.dose_points(scored.goal, form)
    if points is not None and own:
        dose_mg, _ = studied_range(points)
        figures = {"dose": f"{dose_mg:g}", "dose_price": f"{price * dose_mg / 100:.2f}"}
        yield _reason("cost", "cost/studied_dose", (), **shown, **figures)
    else:
        yield _reason("cost", "cost/known", (), **shown)
