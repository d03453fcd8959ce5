"""The parts of a sentence of directions: amounts, how often, for whom, and what joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from scanner.statements.sentences import Item

Kind = Literal[
    "amount",
    "times",
    "period",
    "slot",
    "each_meal",
    "meals",
    "food",
    "week",
    "divided",
    "at_once",
    "and",
    "or",
    "more",
    "limit",
    "adults",
    "children",
    "drink",
]
"""*times* and *period* say how often, *slot* at which time of the day; *more* that something else comes later."""

_LIQUID = frozenset({"ml", "l", "fl oz", "oz", "cup", "bottle", "can"})
"""What a dose is stirred into is measured in these."""
_DRUNK = frozenset({"cup", "bottle", "can"})
"""Where a serving is one of these, it is what is taken."""
_MASS_DOSES = frozenset({"g", "ml", "l"})
"""Amounts in these may be what is taken; those in mg are a strength."""
_HOURS = 24.0
_DAYS = 7.0
_WORDS_BEFORE_UNIT = 4
"""Between a number and its unit: "two easy to swallow vegetarian capsules"."""
_ROLES: tuple[tuple[str, Kind, float], ...] = (
    ("directions.limit", "limit", 0),
    ("directions.daily_dose", "period", 1),
    ("column.adults", "adults", 0),
    ("column.children", "children", 0),
    ("time.other_day", "period", 1 / 2),
    ("time.divided", "divided", 1),
    ("time.at_once", "at_once", 0),
    ("time.each_meal", "each_meal", 3),
    ("time.meals", "meals", 3),
    ("time.daily", "period", 1),
    ("time.once", "times", 1),
    ("time.twice", "times", 2),
    ("time.thrice", "times", 3),
    ("time.week", "week", 1 / _DAYS),
    ("directions.more", "more", 0),
    ("time.then", "more", 0),
    ("time.when", "slot", 1),
    ("time.food", "food", 1),
    ("time.and", "and", 0),
    ("time.range", "or", 0),
    ("directions.drink", "drink", 0),
)
"""What a word is, by the first list that has it."""
_SCHEME = re.compile(r"\d(?: ?(?P<sign>[-+]) ?\d){2}(?: ?(?P=sign) ?\d)?(?! ?[-+/.,\d])")
"""So many in the morning, at noon, in the evening, and at night: "1-0-1"."""
_TIMES = {"time.once": 1.0, "time.twice": 2.0, "time.thrice": 3.0}
OFTEN = frozenset({*_TIMES, "time.daily", "time.when", "time.each_meal", "time.meals", "time.other_day"})
_COUNTED: dict[str, Kind] = {"time.times": "times", "time.divided": "divided", "time.at_once": "at_once"}
"""What a number before these says."""
_LATER = frozenset({"time.range", "time.then", "directions.more"})
_DURATIONS = frozenset(
    {"time.minutes", "time.hours", "time.day", "time.week", "time.months", "column.people"}
)
_BETWEEN = frozenset(
    {"nutrient", "directions.take", "time.range", "source.of", "source.linked", "directions.more"}
)
"""What may stand between a number and its unit."""


@dataclass(frozen=True, slots=True)
class Part:
    """``items[first:last + 1]`` of a sentence."""

    kind: Kind
    first: int
    last: int
    low: float = 0.0
    high: float = 0.0
    units: tuple[tuple[float, float, frozenset[str]], ...] = ()
    """Of an amount: low, high and the units it may be of, in each way in which it is said: "1 serving (2 capsules)"."""
    capped: bool = False
    """Printed as "up to"."""
    doubt: bool = False
    """More than one reading is possible."""


def parts_of(items: Sequence[Item], served: str | None) -> list[Part]:
    """The parts of a sentence from left to right; ``served`` is the unit of a serving."""
    return _without_drink(items, _joined(items, list(_parts(items))), served)


def _parts(items: Sequence[Item]) -> Iterator[Part]:
    at = 0
    while at < len(items):
        if (scheme := _scheme(items, at)) is not None:
            yield scheme
            yield Part("period", at, scheme.last, 1, 1)
            at = scheme.last + 1
            continue
        if value(items[at]) is not None:
            part, at = _numbered(items, at)
            if part is not None:
                yield part
            continue
        if part := _worded(items, at):
            yield part
        at += 1


def _scheme(items: Sequence[Item], at: int) -> Part | None:
    """The amount of a day by the figures for its times: "1-0-1 capsules"."""
    line, start = items[at].line, items[at].span.start
    found = _SCHEME.match(line.folded, start) if items[at].span.kind == "number" else None
    if found is None or line.folded[max(0, start - 2) : start].strip(" ")[-1:] in ("-", "+", "/", ".", ","):
        return None
    total = float(sum(int(figure) for figure in found[0] if figure.isdigit()))
    last = max(
        n for n in range(at, len(items)) if items[n].line is line and items[n].span.start < found.end()
    )
    unit, until = _unit(items, last)
    return Part("amount", at, until, total, total, ((total, total, unit),)) if total else None


def _worded(items: Sequence[Item], at: int) -> Part | None:
    item = items[at]
    if "directions.drink" in item.roles and "directions.take" in item.roles:
        return None
    for role, kind, said in _ROLES:
        if role in item.roles:
            if kind == "or" and (not item.line.folded[item.span.start].isalnum() or _is_up_to(item)):
                return None  # a dash between two statements is no "or"
            if kind == "week" and item.words_before:
                return None  # "for a week", "after a week"
            capped = kind == "times" and _is_capped(items, at)
            return Part(kind, at, at, 1 if capped else said, said, capped=capped)
    return None


def _is_up_to(item: Item) -> bool:
    return "bound.at_most" in item.roles


def _is_capped(items: Sequence[Item], number: int) -> bool:
    """Whether "up to" stands before a number."""
    return items[number].span.bound == "at_most" or (number > 0 and _is_up_to(items[number - 1]))


def value(item: Item) -> float | None:
    """The number that an item is, in figures or as a word; None where it is none or may be two."""
    span = item.span
    if span.kind == "number" or (span.kind == "mass" and span.unit in _MASS_DOSES):
        return span.number.value if span.number else None
    said = span.means("number")
    return float(Fraction(said.value)) if said and said.value else None


def _follows(items: Sequence[Item], at: int, *, words: int = 0) -> Item | None:
    """The item at a place, if not more than so many words and no comma stand before it."""
    if at >= len(items):
        return None
    item = items[at]
    return item if item.words_before <= words and not set(item.gap) & set(",:") else None


def _restated(items: Sequence[Item], at: int) -> int:
    """The last item of a number that is said twice: "two (2)"."""
    behind = _follows(items, at + 1)
    said = behind is not None and behind.gap.strip() in ("(", "[") and value(behind) == value(items[at])
    return at + 1 if said and behind is not None and behind.span.kind != "mass" else at


def _numbered(items: Sequence[Item], first: int) -> tuple[Part | None, int]:
    """What begins with a number, None where it is no amount and says not how often; and the item behind."""
    low = high = value(items[first]) or 0.0
    last = _restated(items, first)
    joint, other = _follows(items, last + 1), _follows(items, last + 2)
    if items[last].span.kind != "mass" and joint and other and joint.gap.strip() in ("", ")", "]"):
        more = value(other)
        often = next((n for role, n in _TIMES.items() if role in other.roles), None)
        if "time.range" in joint.roles and more is None and often is not None:
            return Part("times", first, last + 2, min(low, often), max(low, often)), last + 3
        if "time.range" in joint.roles and more is not None and not _is_article(items, last + 2):
            low, high = min(low, more), max(low, more)
            last = _restated(items, last + 2)
        elif "time.and" in joint.roles and more is not None and more < 1 <= low:
            low = high = low + more  # "one and a half"
            last += 2
    if low <= 0:
        return None, last + 1
    unit, until = _unit(items, last)
    if not unit:
        return _unitless(items, first, last, low, high)
    printed = items[first].span.number
    doubt = (printed is not None and len(printed.values) > 1) or any(
        "directions.more" in item.roles for item in items[last + 1 : until]
    )
    units = ((low, high, unit),)
    return Part("amount", first, until, low, high, units, _is_capped(items, first), doubt), until + 1


def _is_article(items: Sequence[Item], at: int) -> bool:
    """Whether the number is a word for one with nothing counted behind it: "one-a-day"."""
    return items[at].span.kind == "word" and value(items[at]) == 1 and not _unit(items, at)[0]


def _unit(items: Sequence[Item], number: int) -> tuple[frozenset[str], int]:
    """The units that a number counts, and the item that names them."""
    span = items[number].span
    if span.kind == "mass":
        return frozenset({span.unit or ""}), number
    words = 0
    for at in range(number + 1, min(len(items), number + 2 + _WORDS_BEFORE_UNIT)):
        item = items[at]
        words += item.words_before
        if words > _WORDS_BEFORE_UNIT or set(item.gap) & set(",:;=/"):
            break
        if item.span.kind == "mass" and at == number + 1 and span.kind == "word":
            continue  # "one 500 mg tablet"
        units = frozenset(one.value or "" for one in item.span.meanings if one.kind == "unit")
        if units and not (item.roles & {"time.daily", "time.times"}):
            return units, at
        if not (item.roles & _BETWEEN) or item.roles & {"number", "time.daily"}:
            break
    return frozenset(), number


def _unitless(
    items: Sequence[Item], first: int, last: int, low: float, high: float
) -> tuple[Part | None, int]:
    """A number that counts how often, or how long, or what was named before; and the item behind it."""
    if (often := _period(items, first, last, low, high)) is not None:
        return often, often.last + 1
    behind = _follows(items, last + 1, words=1)
    close = behind if behind is not None and not behind.words_before else None
    roles = close.roles if close is not None else frozenset[str]()
    kind = next((kind for role, kind in _COUNTED.items() if role in roles), None)
    if kind is None and behind is not None and "directions.drink" in behind.roles:
        kind = "drink"
    if kind is not None:
        capped = _is_capped(items, first)
        return Part(kind, first, last + 1, 1 if capped else low, high, capped=capped), last + 2
    if roles & _DURATIONS and not roles & OFTEN:
        return None, last + 2
    before = items[first - 1].roles if first else frozenset[str]()
    if before & {"time.week", "time.day"} and "time.daily" not in before:
        return Part("more", first, last), last + 1  # "week 2:"
    if items[first].span.kind == "mass" or not _is_elliptic(items, first, last):
        return None, last + 1
    units = ((low, high, frozenset[str]()),)
    return Part("amount", first, last, low, high, units, _is_capped(items, first)), last + 1


def _period(items: Sequence[Item], first: int, last: int, low: float, high: float) -> Part | None:
    """Times a day by "every 8 hours", "every 3 days"; "de 8 em 8 horas" says the number twice."""
    if not first or "time.every" not in items[first - 1].roles or low <= 0:
        return None
    if last + 2 < len(items) and value(items[last + 2]) == low:
        last += 2
    counted = _follows(items, last + 1)
    if counted is not None and "time.hours" in counted.roles:
        return Part("period", first - 1, last + 1, _HOURS / high, _HOURS / low)
    if counted is not None and "time.day" in counted.roles:
        return Part("period", first - 1, last + 1, 1 / high, 1 / low)
    return None


def _is_elliptic(items: Sequence[Item], first: int, last: int) -> bool:
    """Whether a number counts a unit that is not said again: "1 capsule daily, then 2", "1 in the morning"."""
    dash = last + 2 < len(items) and items[last + 1].line.folded[items[last + 1].span.start] == "-"
    behind = _follows(items, last + 1 + dash, words=1)
    before = items[first - 1].roles if first else frozenset[str]()
    if before & _LATER and value(items[first]) != 1:
        return True
    if behind is None:
        return False
    if behind.words_before:
        # "1 in the evening and 2 at noon"
        return "time.when" in behind.roles and ("time.and" in before or "," in items[first].gap)
    at_a_time = items[first].words_before and "time.when" in behind.roles  # "at 8 am"
    return not at_a_time and bool(behind.roles & OFTEN)


def _joined(items: Sequence[Item], parts: list[Part]) -> list[Part]:
    """The parts; amounts that say the same in another unit and ranges of two amounts made one."""
    found: list[Part] = []
    for part in parts:
        if part.kind == "more" and found and found[-1].kind == "week" and found[-1].last + 1 == part.first:
            found.pop()  # "week 2" is not once a week
        if part.kind == "amount" and found:
            last = found[-1]
            if last.kind == "amount" and _is_alias(items, last, part):
                found[-1] = replace(last, last=part.last, units=(*last.units, *part.units))
                continue
            if (
                len(found) > 1
                and found[-2].kind == "amount"
                and last.kind == "or"
                and _is_range(found[-2], part)
            ):
                low, high = min(found[-2].low, part.low), max(found[-2].high, part.high)
                units = ((low, high, found[-2].units[0][2] | part.units[0][2]),)
                found[-2:] = [replace(found[-2], last=part.last, low=low, high=high, units=units)]
                continue
        found.append(part)
    return found


def _is_range(low: Part, high: Part) -> bool:
    """Whether "1 capsule to 2 capsules", "1 capsule or 2"."""
    return low.last + 2 == high.first and (not high.units[0][2] or bool(low.units[0][2] & high.units[0][2]))


def _is_alias(items: Sequence[Item], one: Part, other: Part) -> bool:
    """Whether the second amount is the first in another unit: "1 serving (2 capsules)", "1 scoop = 5 g"."""
    between = items[one.last + 1 : other.first + 1]
    text = "".join(item.gap for item in between).strip()
    apart = sum(item.words_before for item in between) > 1 or not other.units[0][2]
    return not apart and (text.startswith(("(", "[")) or text in ("=", "/")) and ")" not in text


def _without_drink(items: Sequence[Item], parts: list[Part], served: str | None) -> list[Part]:
    """The parts without amounts of what a dose is taken with."""
    solid = any(part.kind == "amount" and not _is_liquid(part) and part.units[0][2] for part in parts)
    found: list[Part] = []
    for number, part in enumerate(parts):
        if part.kind == "amount" and _is_liquid(part) and served not in _DRUNK & part.units[0][2]:
            behind = parts[number + 1] if number + 1 < len(parts) else None
            beside = behind is not None and behind.kind == "drink" and _is_close(items, part, behind)
            stirred = bool(found) and found[-1].kind == "drink" and ":" not in items[part.first].gap
            if solid or beside or stirred:
                continue
        found.append(part)
    return found


def _is_liquid(part: Part) -> bool:
    return all(units and units <= _LIQUID for _, _, units in part.units)


def _is_close(items: Sequence[Item], one: Part, other: Part) -> bool:
    return sum(item.words_before for item in items[one.last + 1 : other.first + 1]) <= 3
