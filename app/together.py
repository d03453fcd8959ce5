"""Products taken on the same day, in words: their sum, what it is reckoned from, and whether it stays within."""

from __future__ import annotations

from collections.abc import Sequence

from app.to_check import to_check
from catalog.limit_words import whose, with_stand_in
from catalog.limits import limit_for
from catalog.product import Product
from catalog.profile import Profile
from scanner.wording import number


def together_in_words(products: Sequence[Product]) -> str:
    """How many mg a day they give, and whose directions or amounts were not read."""
    known = [product for product in products if product.daily_mg is not None]
    if not known:
        return "The amount of none of them is known."
    mg = sum(product.daily_mg[1] for product in known if product.daily_mg is not None)
    unknown, undirected = len(products) - len(known), sum(not product.has_directions for product in known)
    amount = f"{'At least ' if unknown else ''}{number(round(mg, 1))} mg"
    if undirected == len(known):
        said = [f"{amount} with one serving of each: no directions were read."]
    elif undirected:
        said = [f"{amount} a day. For {undirected} of them no directions were read: one serving is counted."]
    else:
        said = [f"{amount} a day at the labels' directions."]
    if unknown:
        said.append(f"The amount of {unknown} of them is not known and is not counted.")
    if any(to_check(product) for product in known):
        said.append("Some of these values are still to be checked.")
    return " ".join(said)


def stays_within(products: Sequence[Product], profile: Profile) -> str:
    """Whether the sum is within the person's limit, where nothing is flagged: said only of what is known."""
    limit = limit_for(profile.authority, profile)
    if limit.limit_mg_per_day is None:
        return "No limit is known for this person, so nothing can be said to be within it."
    if any(product.daily_mg is None or to_check(product) for product in products):
        return "Whether this is within the limit cannot be told before all amounts are known and checked."
    if all(product.has_directions for product in products):
        return with_stand_in(f"This is within {whose(limit)}.", limit)
    within = f"With no more than one serving of those without directions this is within {whose(limit)}."
    return with_stand_in(within, limit)
