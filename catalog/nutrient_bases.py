"""What a printed percentage of another nutrient may be a percentage of: only to doubt figures that fit none."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from catalog.reference_values import PERCENT_TOLERANCE, percent_bases
from catalog.sources import CHECKED, source_ids
from catalog.tables import read_table

COLUMNS = ("ingredient", "market", "population", "value_mg", "source", "source_checked", "note")
MAGNESIUM = "magnesium"


@cache
def bases_mg() -> Mapping[str, tuple[float, ...]]:
    """The mg a day that are 100 % on some label, by ingredient as in co_ingredients.csv, and of magnesium.

    Bases that were not confirmed are among them: they may keep a figure from being doubted and are never named.
    Raises CatalogError.
    """
    found: dict[str, list[float]] = {MAGNESIUM: [base.value_mg for base in percent_bases()]}
    for row in read_table("nutrient_bases.csv", COLUMNS):
        value_mg = row.number("value_mg", 0.001, 10_000)
        if value_mg is None:
            raise row.error("value_mg", "must not be empty")
        source_ids(row)
        row.one_of("source_checked", CHECKED)
        found.setdefault(row.text("ingredient"), []).append(value_mg)
    return MappingProxyType({name: tuple(dict.fromkeys(values)) for name, values in found.items()})


def may_be(
    ingredient: str, mg: float, percent: float, *, rounded_mg: float = 0.0, tolerance: float = 0.0
) -> bool | None:
    """Whether ``mg`` of the ingredient may be ``percent`` % on some label; None where no base of it is known.

    ``rounded_mg`` is half of the last printed place of the amount; ``tolerance``, in percent points, is for labels
    that round more than to the whole percent.

    >>> may_be("magnesium", 130, 10), may_be("magnesium", 100, 24), may_be("caffeine", 160, 40)
    (False, True, None)
    """
    bases = bases_mg().get(ingredient)
    if bases is None:
        return None
    slack = max(tolerance, PERCENT_TOLERANCE)
    return any(
        100 * (mg - rounded_mg) / base - slack <= percent <= 100 * (mg + rounded_mg) / base + slack
        for base in bases
    )
