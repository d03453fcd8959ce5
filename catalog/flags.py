"""Everything to flag about a product before any ranking."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from catalog.co_ingredients import for_goal
from catalog.flag import SEVERITIES, Flag
from catalog.form_flags import capacity_flags, form_flags
from catalog.limit_flags import amount_flags, nutrient_flags
from catalog.product import Product
from catalog.profile import Profile
from catalog.safety_flags import safety_flags
from catalog.sources import joined
from catalog.stack_flags import stack_flags

__all__ = ["Flag", "flags_for", "stack_flags"]


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
    found = [
        *amount_flags(product, person, authorities, goal),
        *form_flags(product, person, authorities),
        *capacity_flags(product),
        *nutrient_flags(product, person, authorities),
        *_goal_flags(product, goal),
        *(() if profile is None else safety_flags(product, profile, goal)),
    ]
    return tuple(sorted(found, key=lambda flag: SEVERITIES.index(flag.severity)))


def _goal_flags(product: Product, goal: str | None) -> Iterator[Flag]:
    if goal is None:
        return
    _, servings = product.servings_range
    for printed, mg_per_serving in product.co_ingredients.items():
        row = for_goal(printed, None if mg_per_serving is None else mg_per_serving * servings, goal)
        if row is None or row.effect not in {"against", "caution"}:
            continue
        kind = "works_against_goal" if row.effect == "against" else "ingredient_caution"
        severity = "warning" if row.effect == "against" else "caution"
        yield Flag(
            kind, row.text, joined(row.source), severity, MappingProxyType({"ingredient": row.ingredient})
        )
