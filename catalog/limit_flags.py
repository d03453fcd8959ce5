"""Flags for amounts: magnesium and other nutrients of one product."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from types import MappingProxyType
from typing import Any

from catalog.co_ingredients import ingredient_id
from catalog.daily_amount import NOT_SWALLOWED, DailyAmount, daily_amount
from catalog.flag import Flag
from catalog.form_flags import UNNAMED_FORMS, loosens
from catalog.forms import forms
from catalog.limit_words import whose, with_stand_in
from catalog.limits import LIMIT_KINDS, Limit, beside, limit_for
from catalog.product import Product
from catalog.profile import ADULT_FROM_Y, Profile
from catalog.sources import joined
from catalog.words import counted

NEAR_SHARE = 0.9
"""From this share of a limit on, an amount within it is called near."""
YOUNGEST_CHILD_Y, OLDEST_CHILD_Y = 1.0, 17.0
"""A product for children whose label names no age may be given to the youngest that any limit is set for."""
LIMITED_NUTRIENTS = {
    "vitamin_b6": ("b6_above_limit", "Vitamin B6"),
    "zinc": ("zinc_above_limit", "Zinc"),
    "calcium": ("calcium_above_limit", "Calcium"),
    "vitamin_d": ("vitamin_d_above_limit", "Vitamin D"),
}
ALWAYS_CHECKED = ("EU",)
"""The EU limits of B6 (12 mg) and zinc (25 mg) are the lowest: worth a note anywhere."""
LAXATIVE_TIMES = 2
"""From so many times the limit on, any form may act as a laxative."""
MOST_SERVINGS = 6
"""Directions ask for more servings a day so rarely that nobody is warned of them."""
LAXATIVE_TEXT = (
    "At this dose magnesium may work as a laxative. Take it as one only as the package says, for a week at "
    "most, or as your clinician directs. It is not for people with kidney disease."
)
LAXATIVE_TEXT_CHILD = (
    "At this dose magnesium may work as a laxative. A child should get one only when a doctor says so."
)
NOTHING_READ = frozenset({"no_magnesium", "not_a_label", "unreadable"})
"""States of a scan in which no amount can be missed."""


def limits_of(profile: Profile, authorities: Sequence[str]) -> list[Limit]:
    """The limits of these authorities for this person, each once, in the order of the authorities."""
    found: dict[tuple[str, int, str], Limit] = {}
    for authority in authorities:
        limit = limit_for(authority, profile)
        found.setdefault((limit.authority, limit.age_min_y, limit.life_stage), limit)
    return list(found.values())


def figures(limit: Limit, mg: float) -> dict[str, Any]:
    """What a program may want to know of a comparison with a limit."""
    over = None if limit.limit_mg_per_day is None else round(mg - limit.limit_mg_per_day, 2)
    return {
        "mg_per_day": mg,
        "limit_mg_per_day": limit.limit_mg_per_day,
        "over_mg": over,
        "authority": limit.authority_name,
        "stands_in_for": limit.stands_in_for,
        "year": limit.year,
        "population": limit.population,
        "covers": limit.covers,
    }


def amount_flags(
    product: Product, profile: Profile, authorities: Sequence[str], goal: str | None
) -> Iterator[Flag]:
    """The daily amount of an oral product against every limit; a note where it is lawful or a laxative's."""
    amount = daily_amount(product)
    if amount is None:
        yield from _not_read(product, profile, authorities)
        return
    said = _said(product, amount)
    above: list[Limit] = []
    for limit in limits_of(profile, authorities):
        flag = _compared(product, amount, said, limit, profile.is_minor)
        if flag is not None:
            yield flag
            if flag.kind in {"above_limit", "above_limit_children"}:
                above.append(limit)
        if limit not in above and limit.mg_per_kg_per_day is not None:
            yield _by_weight(amount, said, limit, limit.mg_per_kg_per_day)
    if not product.has_directions:
        yield from _servings_to_the_limit(amount, (above or limits_of(profile, authorities))[0])
    if above and _is_laxative(product, amount, above, goal):
        text = LAXATIVE_TEXT_CHILD if profile.is_minor else LAXATIVE_TEXT
        yield Flag("laxative_dose", text, "momlabel", "warning")
    if above and not profile.is_minor:
        yield from _licensed(amount, above[0], authorities)
    if product.for_children and not profile.is_minor:
        yield from _for_children(product, amount, said, authorities)


def _said(product: Product, amount: DailyAmount) -> str:
    """How much a day, as the start of a sentence."""
    what = amount.in_words
    if product.servings_said:
        said = f"At {counted(product.servings_range[0], 'serving')} a day, as you said, it gives {what}"
    elif product.has_directions:
        said = f"The label's directions give {what} a day"
    else:
        said = f"One serving gives {what} (the directions were not read)"
    if amount.known == "by_weight":
        return f"{said}, worked out from the compound's weight"
    return f"{said}, depending on what the label means" if amount.known == "undecided" else said


def _compared(product: Product, amount: DailyAmount, said: str, limit: Limit, for_child: bool) -> Flag | None:
    """The flag for one limit, None where the amount is well within it."""
    most = limit.limit_mg_per_day
    per = "day" if product.has_directions else "serving"
    data: Mapping[str, Any] = MappingProxyType({**figures(limit, amount.high_mg), "per": per})
    source = joined(limit.source)
    if most is None:
        text = f"{said}. No limit could be set for {limit.population}."
        return Flag("no_limit_for_age", text, source, "warning", data)
    if amount.surely_mg > most:
        kind = "above_limit_children" if for_child else "above_limit"
        upper = "the upper end is above" if amount.low_mg <= most else "above"
        return Flag(kind, with_stand_in(f"{said}: {upper} {whose(limit)}.", limit), source, "warning", data)
    if amount.high_mg > most:
        text = with_stand_in(f"{said}: this may be above {whose(limit)}.", limit)
        return Flag("may_be_above_limit", text, source, "caution", data)
    if amount.high_mg >= NEAR_SHARE * most:
        text = with_stand_in(f"{said}: close to {whose(limit)}.", limit)
        return Flag("near_limit", text, source, "note", data)
    return None


def _by_weight(amount: DailyAmount, said: str, limit: Limit, mg_per_kg: float) -> Flag:
    """From which body weight on an amount is within a limit that is set per kg."""
    kg = ceil(amount.high_mg / mg_per_kg)
    rule = f"The {limit.stands_in_for} limit for this age is {mg_per_kg:g} mg a day per kg of body weight"
    data = MappingProxyType({**figures(limit, amount.high_mg), "from_kg": kg})
    text = f"{said}. {rule}: this is within it for a child of {kg} kg or more."
    return Flag("limit_by_weight", text, joined(limit.source), "caution", data)


def _servings_to_the_limit(amount: DailyAmount, limit: Limit) -> Iterator[Flag]:
    """From how many servings on the limit is passed, where the label's number was not read."""
    most = limit.limit_mg_per_day
    if most is None or amount.high_mg <= most / MOST_SERVINGS:
        return
    servings = max(2, floor(most / amount.high_mg) + 1)
    further = "further " if amount.high_mg > most else ""
    sentence = (
        f"The directions were not read. {servings} servings a day would be {further}above {whose(limit)}."
    )
    data = MappingProxyType({**figures(limit, amount.high_mg * servings), "servings": servings})
    yield Flag("directions_not_read", with_stand_in(sentence, limit), joined(limit.source), "note", data)


def _not_read(product: Product, profile: Profile, authorities: Sequence[str]) -> Iterator[Flag]:
    """That an amount is missing: what was not read is not within a limit."""
    known = [forms()[form] for form in product.forms if form in forms()]
    if (
        product.kind in NOT_SWALLOWED
        or product.status in NOTHING_READ
        or (known and not any(form.is_source for form in known))
    ):
        return
    limit = limits_of(profile, authorities)[0]
    if limit.limit_mg_per_day is None:
        text = f"The amount of magnesium is not known. No limit could be set for {limit.population}."
    else:
        text = with_stand_in(
            f"The amount of magnesium is not known, so it may be above {whose(limit)}.", limit
        )
    yield Flag("amount_not_read", text, joined(limit.source), "caution")


def _is_laxative(product: Product, amount: DailyAmount, above: Sequence[Limit], goal: str | None) -> bool:
    """Whether this product at this dose is, or may act as, a laxative."""
    lowest = min(limit.limit_mg_per_day or 0.0 for limit in above)
    return (
        goal == "constipation"
        or product.kind == "drug"
        or set(product.forms) <= UNNAMED_FORMS
        or any(loosens(form) for form in product.forms)
        or amount.surely_mg >= LAXATIVE_TIMES * lowest
    )


def _licensed(amount: DailyAmount, limit: Limit, authorities: Sequence[str]) -> Iterator[Flag]:
    """That the law of a market allows so much in one product, which does not move the limit."""
    for authority in authorities:
        for licence in beside(authority):
            most = licence.limit_mg_per_day
            if (
                licence.kind == "product_maximum"
                and licence.age_min_y >= ADULT_FROM_Y
                and most is not None
                and amount.high_mg <= most
            ):
                text = (
                    f"{licence.short_name} rules allow up to {most:g} mg a day in one product. "
                    f"The amount is lawful there, and it is still above the {limit.short_name} limit."
                )
                data = MappingProxyType(figures(licence, amount.high_mg))
                yield Flag("licensed_amount", text, joined(licence.source), "note", data)


def _for_children(
    product: Product, amount: DailyAmount, said: str, authorities: Sequence[str]
) -> Iterator[Flag]:
    """A product made for children, against the limit of the youngest child who may get it."""
    named = product.youngest_age_y
    youngest = YOUNGEST_CHILD_Y if named is None else min(max(YOUNGEST_CHILD_Y, named), OLDEST_CHILD_Y)
    for limit in limits_of(Profile(age_y=youngest), authorities):
        flag = _compared(product, amount, said, limit, for_child=True)
        if flag is None or flag.kind not in {"above_limit_children", "may_be_above_limit"}:
            continue
        whom = (
            "It is made for children, and the label's youngest age was not read."
            if named is None
            else f"It is made for children from {named:g} years on."
        )
        yield Flag(flag.kind, f"{flag.text} {whom}", flag.source, flag.severity, flag.data)


def nutrient_flags(product: Product, profile: Profile, authorities: Sequence[str]) -> Iterator[Flag]:
    """Other nutrients with a limit: those of the authorities first, then the lower EU limits as a note."""
    if product.kind in NOT_SWALLOWED:
        return
    _, servings = product.servings_range
    for printed, mg_per_serving in product.co_ingredients.items():
        nutrient = ingredient_id(printed)
        if nutrient in LIMITED_NUTRIENTS and mg_per_serving is not None:
            yield from _nutrient(product, profile, authorities, nutrient, mg_per_serving * servings)


def _nutrient(
    product: Product, profile: Profile, authorities: Sequence[str], nutrient: str, mg: float
) -> Iterator[Flag]:
    kind, name = LIMITED_NUTRIENTS[nutrient]
    directed = "a day as you take it" if product.servings_said else "a day at the label's directions"
    when = directed if product.has_directions else "in one serving"
    within: list[Limit] = []
    seen: set[tuple[str, float | None]] = set()
    for authority in dict.fromkeys((*authorities, *ALWAYS_CHECKED)):
        limit = limit_for(authority, profile, nutrient)
        most = limit.limit_mg_per_day
        # For adults a borrowed limit would only repeat the note on the EU's.
        borrowed = bool(limit.stands_in_for) and not profile.is_minor
        if most is None or borrowed or (limit.authority, most) in seen:
            continue
        seen.add((limit.authority, most))
        own = authority in authorities
        if mg <= most:
            if own:
                within.append(limit)
            continue
        text = f"{name} {mg:g} mg {when} is above the {limit.short_name} {_kind(limit)} of {most:g} mg."
        if not own and within:
            first = within[0]
            text = (
                f"{name} {mg:g} mg {when} is within the {first.short_name} {_kind(first)} of "
                f"{first.limit_mg_per_day:g} mg. The {limit.short_name} {_kind(limit)} is lower: {most:g} mg."
            )
        data = MappingProxyType(figures(limit, mg))
        severity = "warning" if own else "note"
        yield Flag(kind, with_stand_in(text, limit), joined(limit.source), severity, data)


def _kind(limit: Limit) -> str:
    return "guidance level" if limit.kind == LIMIT_KINDS[1] else "limit"
