"""Everything to flag about a product before any ranking."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from catalog.co_ingredients import ANY_GOAL, ingredient_effects
from catalog.flag import SEVERITIES, Flag
from catalog.form_flags import capacity_flags, form_flags
from catalog.limit_flags import amount_flags, nutrient_flags
from catalog.product import Product
from catalog.profile import Profile
from catalog.safety_flags import safety_flags
from catalog.sources import joined
from catalog.stack_flags import stack_flags
from catalog.unknown_flags import unknown_flags

__all__ = ["Flag", "flags_for", "stack_flags"]


SEVERITY_OF_EFFECT = MappingProxyType(
    {"against": ("works_against_goal", "warning"), "caution": ("ingredient_caution", "caution")}
)


def flags_for(
    product: Product,
    profile: Profile | None = None,
    authorities: Sequence[str] = ("US",),
    goal: str | None = None,
) -> tuple[Flag, ...]:
    """Everything to flag about one product, most pressing first.

    Without a profile only the product is spoken of: nobody has asked for themselves yet. A profile of unknown age
    is a person of any adult age. `authorities` are market codes of `limits.authorities()`.
    Raises ValueError for an authority, condition or medicine that is not known.
    """
    person = profile or Profile()
    if not product.has_directions and person.servings_where_unread is not None:
        product = replace(product, servings_per_day=person.servings_where_unread, servings_said=True)
    found = [
        *amount_flags(product, person, authorities, goal),
        *form_flags(product, person, authorities),
        *capacity_flags(product),
        *nutrient_flags(product, person, authorities),
        *_ingredient_flags(product, goal),
        *unknown_flags(product),
        *(() if profile is None else safety_flags(product, profile, goal)),
    ]
    return tuple(sorted(found, key=lambda flag: SEVERITIES.index(flag.severity)))


def _ingredient_flags(product: Product, goal: str | None) -> Iterator[Flag]:
    """What works against the goal, and what needs care for any goal."""
    _, servings = product.servings_range
    for row in ingredient_effects(product.co_ingredients, servings, goal or ANY_GOAL):
        if row.effect not in SEVERITY_OF_EFFECT:
            continue
        kind, severity = SEVERITY_OF_EFFECT[row.effect]
        data = MappingProxyType({"ingredient": row.ingredient})
        yield Flag(kind, row.text, joined(row.source), severity, data)
