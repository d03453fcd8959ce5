"""What 100 % is on labels, for every nutrient and market: a panel that was read proves itself by it.

"Vitamin C 60 mg 67 %" fits the US table of 2016 (90 mg) and hardly any other. There are many bases: of amounts
paired with the percentage of another row one in seven fits some base closely, one in a hundred the base of its
own panel. So what proves a panel is that its rows fit the same base.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, lru_cache
from math import inf
from types import MappingProxyType

from catalog.sources import opened, parts, source_ids
from catalog.tables import TableRow, read_table
from catalog.unit_conversions import MG_IN, TRUE_OR_FALSE, conversions, factors

COLUMNS = (
    *("base", "market", "for_whom", "nutrient", "value", "unit", "rounding", "source", "checked"),
    "check_note",
)
UNITS = frozenset({*MG_IN, "IU", "kcal", "kJ"})
US_FOOD, WHOLE = "us_food", "whole"
ROUNDINGS = frozenset({US_FOOD, WHOLE, ""})
"""us_food: vitamins and minerals on US food panels go in steps; whole: the law says whole percents."""
PERCENT_TOLERANCE = 0.6
"""Percent points: labels round to the whole percent."""
CUT_OFF = 1.0
"""Percent points: some labels cut off instead of rounding, 66 % for 66.7 %."""
TIGHT_ROOM = 0.1
"""A fit with more room than this is coarse: below about 12 % even a whole percent says little."""
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Base:
    """One table of reference values, with what was confirmed of it."""

    id: str
    markets: tuple[str, ...]
    for_whom: str
    values: Mapping[str, tuple[float, str]]
    """The amount that is 100 %, and its unit, by nutrient."""
    steps: frozenset[str] = field(default=frozenset())
    """The nutrients that a US food panel may print in steps of 2, 5 and 10 %."""


class Closeness(Enum):
    TIGHT = "tight"
    COARSE = "coarse"
    """Never proves anything alone: many other reference values would have fitted as well."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An amount is its percentage of this base."""

    base: str
    room: float
    """How wide the reference values lie apart that would have fitted too, as a share of this one.

    A small number is strong: 0.02 for 60 mg and 67 %, 0.7 for 2 mg and 14 % of 11 mg. The rooms of rows that
    fit the same base may be multiplied to compare bases.
    """

    @property
    def closeness(self) -> Closeness:
        return Closeness.TIGHT if self.room <= TIGHT_ROOM else Closeness.COARSE


@cache
def bases() -> tuple[Base, ...]:
    """Every base with its confirmed values, from data/daily_values.csv. Raises CatalogError."""
    return read_bases()


def read_bases(text: str | None = None) -> tuple[Base, ...]:
    """The bases of the table, or of `text` in its shape, without what is not confirmed; raises CatalogError."""
    head: dict[str, tuple[str, str]] = {}
    values: dict[str, dict[str, tuple[float, str]]] = {}
    steps: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    for row in read_table("daily_values.csv", COLUMNS, text):
        base, nutrient = row.text("base"), row.text("nutrient")
        if (base, nutrient) in seen:
            raise row.error("nutrient", f"{nutrient!r} occurs twice in {base}")
        seen.add((base, nutrient))
        for column, said in zip(("market", "for_whom"), head.get(base, ()), strict=False):
            if row.text(column) != said:
                raise row.error(column, f"{said!r} in the rows above")
        head.setdefault(base, (row.text("market"), row.text("for_whom")))
        value = row.number("value", 0.001, 100_000)
        if value is None:
            raise row.error("value", "must not be empty")
        unit, rounding = row.one_of("unit", UNITS), row.one_of("rounding", ROUNDINGS)
        if _confirmed(row):
            values.setdefault(base, {})[nutrient] = (value, unit)
            steps.setdefault(base, set()).update({nutrient} if rounding == US_FOOD else ())
    return tuple(
        Base(
            base,
            tuple(head[base][0].split("|")),
            head[base][1],
            MappingProxyType(found),
            frozenset(steps[base]),
        )
        for base, found in values.items()
    )


def _confirmed(row: TableRow) -> bool:
    """Whether the value was seen in a source that was opened, or in two that are independent."""
    ids = source_ids(row)
    if row.one_of("checked", TRUE_OR_FALSE) == "false":
        return False
    if not opened(ids) and len(parts(row, "source")) < 2:
        raise row.error("checked", "one source that was not opened confirms nothing")
    return True


@cache
def bases_mg(nutrient: str) -> tuple[float, ...]:
    """The mg a day that are 100 % of the nutrient on some label, the smallest first. Raises CatalogError.

    Values that were not confirmed are among them: they may keep a figure from being doubted and are never named.

    >>> bases_mg("magnesium")[-4:], bases_mg("caffeine")
    ((400.0, 420.0, 440.0, 450.0), ())
    """
    found: set[float] = set()
    for row in read_table("daily_values.csv", COLUMNS):
        value = row.number("value", 0.001, 100_000)
        if row.text("nutrient") == nutrient and value is not None:
            found.update(value * factor for factor in factors(nutrient, row.text("unit"), "mg"))
    return tuple(sorted(found))


def may_be(nutrient: str, mg: float, percent: float) -> bool | None:
    """Whether ``mg`` of the nutrient may be ``percent`` % on some label; None where no base of it is known.

    >>> may_be("magnesium", 130, 10), may_be("magnesium", 100, 24), may_be("caffeine", 160, 40)
    (False, True, None)
    """
    found = bases_mg(nutrient)
    if not found:
        return None
    return any(abs(percent - 100 * mg / base) <= PERCENT_TOLERANCE for base in found)


@lru_cache(maxsize=65_536)
def fits(
    nutrient: str, amount: float, unit: str, percent: float, *, half_step: float | None = None
) -> tuple[Fit, ...]:
    """The bases of which the amount is this percentage, to the rounding of labels; the closest first.

    `half_step` is half of the last printed place of the amount; without it the place is taken from the number,
    so that 2 may be 1.5 to 2.5. That an amount is rounded, a percentage cut off or printed in the steps of US
    food panels makes a fit coarser, never impossible. An unknown nutrient or unit fits nothing.

    >>> [fit.base for fit in fits("vitamin_c", 60, "mg", 67)]
    ['CA', 'US_2016']
    >>> fits("zinc", 2.5, "mg", 23)[0].closeness
    <Closeness.TIGHT: 'tight'>
    """
    candidates = _candidates().get((nutrient, unit))
    if candidates is None or not (0 < amount < inf and 0 < percent < inf):
        return ()
    half_place = _half_place(percent)
    rounds, cuts = 2 * PERCENT_TOLERANCE * half_place, 2 * CUT_OFF * half_place
    step_below, step_above = _food_steps(percent)
    share = (_half_place(amount) if half_step is None else half_step) / amount
    widest = max(cuts, step_above / 2) + _EPSILON
    hundred = 100 * amount
    lowest = hundred * (1 - share) / (percent + widest)
    highest = hundred * (1 + share) / (percent - widest) if percent > widest else inf
    found: dict[str, float] = {}
    for value, stepped, ways, ids in candidates:
        if value < lowest:
            continue
        if value > highest:
            break
        exact = hundred / value
        above, reach = exact - percent, exact * share
        steps = (step_below, step_above) if stepped else (0.0, 0.0)
        room = ways * _points(above, reach, rounds, cuts, steps) / percent
        if room == inf:
            continue
        for base in ids:
            found[base] = min(room, found.get(base, inf))
    return tuple(Fit(base, room) for base, room in sorted(found.items(), key=_room))


def _room(found: tuple[str, float]) -> float:
    return found[1]


def _points(above: float, reach: float, rounds: float, cuts: float, steps: tuple[float, float]) -> float:
    """How many percent points wide the closest reading is that fits; inf where none does.

    `above`: by how much the exact percentage is above the printed one; `reach`: what the rounding of the amount
    does to it; `steps`: of a US food panel below and above the printed percentage.
    """
    if -rounds - _EPSILON <= above <= rounds + _EPSILON:
        return 2 * rounds
    if 0 <= above < cuts:
        return rounds + cuts
    if -steps[0] / 2 - _EPSILON <= above <= steps[1] / 2 + _EPSILON:
        return sum(steps) / 2
    if -rounds - reach - _EPSILON <= above <= rounds + reach + _EPSILON:
        return 2 * (rounds + reach)
    return inf


def _food_steps(percent: float) -> tuple[float, float]:
    """The steps below and above a percentage on US food panels; zeros for one that is not on a step.

    21 CFR 101.9(c)(8)(iii): 2 % up to 10, 5 % up to 50, 10 % above.
    """
    below = 2.0 if percent <= 10 else 5.0 if percent <= 50 else 10.0
    above = 2.0 if percent < 10 else 5.0 if percent < 50 else 10.0
    return (below, above) if percent % below == 0 else (0.0, 0.0)


@lru_cache(maxsize=4096)
def _half_place(number: float) -> float:
    """Half of the last place the number has: 0.5 for 2, 0.05 for 2.5."""
    decimals = f"{number:.6f}".rstrip("0").partition(".")[2]
    return 0.5 * 10.0 ** -len(decimals)


Candidate = tuple[float, bool, int, tuple[str, ...]]
"""A value in one unit, whether US food steps are for it, in how many ways it may be in that unit, its bases."""


@cache
def _candidates() -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
    """Everything that may be 100 %, by nutrient and unit, the smallest value first."""
    found: dict[tuple[str, str], dict[tuple[float, bool, int], list[str]]] = {}
    special = {(conversion.nutrient, conversion.from_unit) for conversion in conversions()}
    for base in bases():
        for nutrient, (value, own_unit) in base.values.items():
            for unit in UNITS | {unit for name, unit in special if name == nutrient}:
                ways = factors(nutrient, own_unit, unit)
                for factor in ways:
                    # to 9 digits, so that one value in two units is one candidate
                    key = (float(f"{value * factor:.9g}"), nutrient in base.steps, len(ways))
                    found.setdefault((nutrient, unit), {}).setdefault(key, []).append(base.id)
    return {
        name: tuple((*key, tuple(ids)) for key, ids in sorted(candidates.items()))
        for name, candidates in found.items()
    }
