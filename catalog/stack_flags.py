"""Flags for several products taken together."""

from collections.abc import Sequence
from types import MappingProxyType

from catalog.daily_amount import NOT_SWALLOWED, daily_amount
from catalog.flag import Flag
from catalog.limit_flags import figures, limits_of
from catalog.limit_words import whose, with_stand_in
from catalog.limits import Limit
from catalog.product import Product
from catalog.profile import Profile
from catalog.sources import joined


def stack_flags(
    products: Sequence[Product], profile: Profile | None = None, authorities: Sequence[str] = ("US",)
) -> tuple[Flag, ...]:
    """Whether products taken together pass a limit, or may; unknown amounts are named, never taken as 0.

    Products for the skin and homeopathic ones are not counted.
    """
    person = profile or Profile()
    swallowed = [product for product in products if product.kind not in NOT_SWALLOWED]
    if len(swallowed) < 2:
        return ()
    amounts = [(product, daily_amount(product)) for product in swallowed]
    known = [amount for _, amount in amounts if amount is not None]
    unknown = [product.title for product, amount in amounts if amount is None]
    surely = round(sum(amount.surely_mg for amount in known), 1)
    most_mg = round(sum(amount.high_mg for amount in known), 1)
    found = []
    for limit in limits_of(person, authorities):
        most = limit.limit_mg_per_day
        if most is None or (max(surely, most_mg) <= most and not unknown):
            continue
        above = surely > most
        text = f"{_total(swallowed, surely, most_mg, unknown)}: {_verdict(limit, above)}."
        data = {**figures(limit, most_mg), "products": len(swallowed), "unknown": unknown}
        found.append(
            Flag(
                "stack_above_limit" if above else "stack_may_be_above_limit",
                with_stand_in(f"{text}{_remarks(swallowed, unknown)}", limit),
                joined(limit.source),
                "warning" if above else "caution",
                MappingProxyType(data),
            )
        )
    return tuple(found)


def _total(products: Sequence[Product], surely: float, most_mg: float, unknown: Sequence[str]) -> str:
    at_least = "at least " if unknown else ""
    amount = f"{most_mg:g} mg" if surely == most_mg else f"{surely:g} to {most_mg:g} mg"
    return f"Together these {len(products)} products give {at_least}{amount} a day"


def _verdict(limit: Limit, above: bool) -> str:
    return f"above {whose(limit)}" if above else f"this may be above {whose(limit)}"


def _remarks(products: Sequence[Product], unknown: Sequence[str]) -> str:
    remarks = ""
    if unknown:
        remarks += f" The amount of {', '.join(unknown)} is not known."
    if not all(product.has_directions for product in products):
        remarks += " One serving a day is assumed where the directions were not read."
    return remarks
