"""Flags for amounts: magnesium and other nutrients of one product, or of several taken together."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any

from catalog.co_ingredients import ingredient_id
from catalog.flag import Flag
from catalog.limits import Limit, beside, limit_for
from catalog.product import Product
from catalog.profile import Profile
from catalog.sources import joined

NEAR_SHARE = 0.9
"""From this share of a limit on, an amount within it is called near."""
CHILD_AGE_Y = 8
"""Products made for children are also held against the limit of this age, the last with a lower US limit."""
LIMITED_NUTRIENTS = {
    "vitamin_b6": ("b6_above_limit", "Vitamin B6"),
    "zinc": ("zinc_above_limit", "Zinc"),
    "calcium": ("calcium_above_limit", "Calcium"),
    "vitamin_d": ("vitamin_d_above_limit", "Vitamin D"),
}
ALWAYS_CHECKED = ("EU",)
"""The EU limits of B6 (12 mg) and zinc (25 mg) are the lowest: worth a note anywhere."""
LAXATIVE_TEXT = (
    "Laxative doses pass this limit on purpose; use them only as the package says, at most 1 week, "
    "or as your clinician directs. Not with kidney disease."
)


def stack_flags(
    products: Sequence[Product], profile: Profile | None = None, authorities: Sequence[str] = ("US",)
) -> tuple[Flag, ...]:
    """Whether products taken together pass a limit; unknown amounts are named, never taken as 0."""
    person = profile or Profile()
    known = [product.daily_mg for product in products if product.daily_mg is not None]
    unknown = [product.title for product in products if product.daily_mg is None]
    mg = sum(high for _, high in known)
    at_least = "at least " if unknown else ""
    missing = f" The amount of {', '.join(unknown)} is not known." if unknown else ""
    return tuple(
        Flag(
            "stack_above_limit",
            f"Together these {len(products)} products give {at_least}{mg:g} mg a day: "
            f"above {_whose(limit)}.{missing}",
            joined(limit.source),
            "warning",
            MappingProxyType({**_figures(limit, mg), "products": len(products), "unknown": unknown}),
        )
        for limit in _limits(person, authorities)
        if limit.limit_mg_per_day is not None and mg > limit.limit_mg_per_day
    )


def _limits(profile: Profile, authorities: Sequence[str]) -> list[Limit]:
    found = [limit_for(authority, profile) for authority in authorities]
    return list({limit: None for limit in found if limit is not None})


def _whose(limit: Limit) -> str:
    """The limit in words: "the US limit for supplements (350 mg a day)"."""
    name = "guidance level" if limit.kind == "guidance_level" else "limit"
    whom = f" for {limit.population}" if limit.age_max_y is not None or limit.life_stage else ""
    return f"the {limit.short_name} {name} for supplements{whom} ({limit.limit_mg_per_day:g} mg a day)"


def _figures(limit: Limit, mg: float) -> dict[str, Any]:
    over = None if limit.limit_mg_per_day is None else round(mg - limit.limit_mg_per_day, 2)
    return {
        "mg_per_day": mg,
        "limit_mg_per_day": limit.limit_mg_per_day,
        "over_mg": over,
        "authority": limit.authority_name,
        "year": limit.year,
        "population": limit.population,
        "covers": limit.covers,
    }


def _said_amount(product: Product, low: float, high: float) -> str:
    amount = f"{low:g} mg" if low == high else f"{low:g} to {high:g} mg"
    if product.has_directions:
        return f"At the label's directions {amount} a day"
    return f"One serving gives {amount} (directions were not read)"


def _daily_range(product: Product) -> tuple[float, float, bool] | None:
    """Elemental mg a day, low and high, and whether they are an estimate; None when nothing is known."""
    if product.daily_mg is not None:
        return *product.daily_mg, False
    if product.estimate_mg is None:
        return None
    low_servings, high_servings = product.servings_range
    return (
        round(product.estimate_mg[0] * low_servings, 1),
        round(product.estimate_mg[1] * high_servings, 1),
        True,
    )


def amount_flags(
    product: Product, profile: Profile, authorities: Sequence[str], goal: str | None
) -> Iterator[Flag]:
    daily = _daily_range(product)
    if daily is None:
        return
    low, high, estimated = daily
    said = _said_amount(product, low, high) + (", worked out from the compound's weight" if estimated else "")
    above = False
    for limit in _limits(profile, authorities):
        figures = MappingProxyType(
            {**_figures(limit, high), "per": "day" if product.has_directions else "serving"}
        )
        most, source = limit.limit_mg_per_day, joined(limit.source)
        if most is None:
            text = f"{said}. No {limit.short_name} limit could be set for {limit.population}."
            yield Flag("no_limit_for_age", text, source, "warning", figures)
        elif low > most or (high > most and not estimated):
            above = True
            kind = "above_limit_children" if profile.is_minor else "above_limit"
            upper = "the upper end is above " if low <= most else "above "
            yield Flag(kind, f"{said}: {upper}{_whose(limit)}", source, "warning", figures)
        elif high > most:
            yield Flag(
                "may_be_above_limit", f"{said}: may be above {_whose(limit)}", source, "caution", figures
            )
        elif high >= NEAR_SHARE * most:
            yield Flag("near_limit", f"{said}: close to {_whose(limit)}", source, "note", figures)
    if above and goal == "constipation":
        yield Flag("laxative_dose", LAXATIVE_TEXT, "momlabel", "warning")
    if above and not profile.is_minor:
        yield from _licensed(high, authorities)
    if product.for_children and not profile.is_minor:
        yield from _for_children(said, high, authorities)


def _licensed(mg: float, authorities: Sequence[str]) -> Iterator[Flag]:
    for authority in authorities:
        for licence in beside(authority):
            most = licence.limit_mg_per_day
            if (
                licence.kind == "product_maximum"
                and licence.age_min_y >= 18
                and most is not None
                and mg <= most
            ):
                text = f"In Canada products may be licensed for up to {most:g} mg a day: lawful, still above."
                yield Flag("licensed_amount", text, joined(licence.source), "note", _figures(licence, mg))


def _for_children(said: str, mg: float, authorities: Sequence[str]) -> Iterator[Flag]:
    for limit in _limits(Profile(age_y=CHILD_AGE_Y), authorities):
        if limit.limit_mg_per_day is not None and mg > limit.limit_mg_per_day:
            figures = MappingProxyType(_figures(limit, mg))
            yield Flag(
                "above_limit_children",
                f"{said}: above {_whose(limit)}",
                joined(limit.source),
                "warning",
                figures,
            )


def nutrient_flags(product: Product, profile: Profile, authorities: Sequence[str]) -> Iterator[Flag]:
    _, servings = product.servings_range
    for printed, mg_per_serving in product.co_ingredients.items():
        nutrient = ingredient_id(printed)
        if nutrient not in LIMITED_NUTRIENTS or mg_per_serving is None:
            continue
        kind, name = LIMITED_NUTRIENTS[nutrient]
        mg = mg_per_serving * servings
        seen: set[Limit] = set()
        for authority in dict.fromkeys((*authorities, *ALWAYS_CHECKED)):
            limit = limit_for(authority, profile, nutrient)
            if (
                limit is None
                or limit in seen
                or limit.limit_mg_per_day is None
                or mg <= limit.limit_mg_per_day
            ):
                continue
            seen.add(limit)
            when = "a day at the label's directions" if product.has_directions else "in one serving"
            why = f" ({limit.notes})" if limit.notes else ""
            whose = f"the {limit.short_name} limit of {limit.limit_mg_per_day:g} mg"
            text = f"{name} {mg:g} mg {when}: above {whose}{why}"
            severity = "warning" if authority in authorities else "note"
            yield Flag(kind, text, joined(limit.source), severity, MappingProxyType(_figures(limit, mg)))
