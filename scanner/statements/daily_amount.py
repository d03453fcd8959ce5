"""How much is taken in a day, by the sentences of directions: statements of an amount and how often, put together.

Statements that follow in time or are joined by "or" are a range, from the lowest to the highest; those for several
times of the day are added up. Adults are meant where nobody is named; children's amounts are left aside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from scanner.statements.daily_parts import OFTEN, Kind, Part, parts_of
from scanner.statements.sentences import Item, Sentence

People = Literal["adults", "everyone", "children"]
Joint = Literal["or", "and", "sentence"]
Units = tuple[tuple[float, float, frozenset[str]], ...]

_SAYS_HOW_OFTEN: frozenset[Kind] = frozenset(
    {"times", "period", "slot", "each_meal", "meals", "food", "week", "divided"}
)
_MOST_WORDS_APART = 1
"""Between an amount and how often, where nothing says that these are directions."""
_OF_EACH_TIME = "the amount may be that of the day or of each time"
_WITH_MEALS = "“with meals” may be once a day or with each"
_ONE_SERVING: Units = ((1.0, 1.0, frozenset({"serving"})),)
_MOST_TIMES = 3.0
_NO_AMOUNT = "how much each time is not said; one serving is taken for it"
_WEIGHTS = frozenset({"g", "ml", "l", "oz", "fl oz"})
"""Such an amount of a day may be of anything, "48 g of whole grain", where nothing says that these are directions."""
_NO_DIRECTION = frozenset(
    {"serving.holds", "source.gives", "nutrient", "column.percent", "container.counted"}
)
"""What such a statement does not have between its parts: "2 capsules contain 300 mg magnesium daily"."""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often in a day."""

    low: float
    high: float
    slots: int = 0
    """Times of the day that are named."""
    daily: bool = False
    """Told of the whole day: "daily"."""
    counted: bool = False
    """Told by "times" or "every ... hours", which says more than "daily"."""
    divided: bool = False
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An amount and how often."""

    units: Units
    """Low and high of a single dose, in each unit in which it is said."""
    frequency: Frequency | None
    items: tuple[Item, ...]
    """What it was read from."""
    joint: Joint
    """To the statement before."""
    capped: bool
    doubt: str | None

    @property
    def named(self) -> bool:
        """Whether it is only called the amount of a day, "daily dose: 2 capsules", as the head of a panel may do."""
        roles = frozenset[str]().union(*(item.roles for item in self.items))
        return "directions.daily_dose" in roles and not roles & OFTEN

    @property
    def languages(self) -> frozenset[str]:
        """In which how often may be said."""
        said = [
            {one.language for one in item.span.meanings if one.kind in OFTEN}
            for item in self.items
            if item.roles & OFTEN
        ]
        return frozenset(set.intersection(*said) if said else ())

    @property
    def often(self) -> tuple[float, float]:
        """Doses a day, low and high."""
        frequency = self.frequency
        if frequency is None:
            raise ValueError("a statement without a frequency has no daily amount")
        most = max(high for _, high, _ in self.units)
        if frequency.daily and frequency.slots > max(1.0, most) and not frequency.divided:
            # "1 capsule daily, morning and evening": one capsule cannot be shared out over two times.
            return frequency.low * frequency.slots, frequency.high * frequency.slots
        return frequency.low, frequency.high

    @property
    def per_day(self) -> tuple[float, float]:
        """Of the unit that is said first."""
        low, high, _ = self.units[0]
        return (0.0 if self.capped else low) * self.often[0], high * self.often[1]


@dataclass(frozen=True, slots=True)
class DailyAmount:
    """What is taken in a day, in each unit in which it is said."""

    units: Units
    said: tuple[Statement, ...]
    people: People
    capped: bool
    doubt: str | None
    """Why it may be something else."""

    @property
    def assumed(self) -> bool:
        """Whether only how often is told, and one serving is taken for the amount."""
        return self.doubt == _NO_AMOUNT

    @property
    def named(self) -> bool:
        return all(statement.named for statement in self.said)


def daily_amount(sentences: Sequence[Sentence], served: str | None) -> DailyAmount | None:
    """The amount of a day by sentences that belong together; None where they tell none, or one that depends.

    ``served`` is the unit of a serving.
    """
    if any(sentence.by_body_weight and sentence.directed for sentence in sentences):
        return None
    told: dict[People, list[list[Statement]]] = {"adults": [], "everyone": [], "children": []}
    last: list[Statement] | None = None
    for sentence in sentences:
        for number, (people, statements) in enumerate(_statements(sentence, served)):
            if people == "everyone" and number == 0 and last is not None:
                last.extend(statements)  # a sentence that names nobody goes on with the one before
            elif statements:
                last = statements
                told[people].append(last)
    if not all(one.named for groups in told.values() for group in groups for one in group if one.frequency):
        told = {
            people: [[one for one in group if not one.named] for group in groups]
            for people, groups in told.items()
        }
    for people, groups in told.items():
        if people == "everyone" and told["adults"] and any(map(_together, told["adults"])):
            continue
        found = [amount for amount in map(_together, groups) if amount is not None]
        if found:
            return replace(_alternatives(found), people=people)
    return None


def _alternatives(found: Sequence[DailyAmount]) -> DailyAmount:
    """The lowest to the highest of what several groups of people take."""
    units, doubt = found[0].units, next((one.doubt for one in found if one.doubt), None)
    for other in found[1:]:
        units = _spanned(units, other.units)
    said = tuple(statement for one in found for statement in one.said)
    return DailyAmount(units, said, found[0].people, any(one.capped for one in found), doubt)


def _spanned(one: Units, other: Units) -> Units:
    """From the lower to the higher, in the units that both have; the first where they have none in common."""
    found = []
    for low, high, units in one:
        alike = next((each for each in other if not units or not each[2] or units & each[2]), None)
        if alike is not None:
            found.append((min(low, alike[0]), max(high, alike[1]), units or alike[2]))
    return tuple(found) or one


def _together(said: Sequence[Statement]) -> DailyAmount | None:
    """The statements for one group of people as one amount of a day."""
    found = _with_frequency(said)
    if not found:
        return None
    first = found[0]
    units, used, doubt = _of_a_day(first), [first], first.doubt
    total, in_slots = _is_total(first), 0.0
    for statement in found[1:]:
        more = _of_a_day(statement)
        if statement.joint != "or" and not _is_total(statement):
            if statement.languages and first.languages and not statement.languages & first.languages:
                continue  # the same in another language
            if total:
                in_slots += more[0][
                    0
                ]  # "2 capsules daily, 1 in the morning and 1 at night" says the same twice
                continue
            units = _added(units, more)
        else:
            if statement.joint != "or" and more[0][:2] != units[0][:2]:
                doubt = doubt or "two statements give different amounts"
            units = _spanned(units, more)
        doubt = doubt or statement.doubt
        used.append(statement)
    if in_slots and in_slots not in units[0][:2]:
        doubt = doubt or "the amounts for times of the day do not add up to that of the day"
    return DailyAmount(units, tuple(used), "everyone", any(one.capped for one in used), doubt)


def _is_all_said(items: Sequence[Item], frequency: Frequency) -> bool:
    """Whether directions say how often and nothing else: "Usage: once daily"; "5 times" may be sprayed at once."""
    return (
        bool(items)
        and "directions.head" in items[0].roles
        and "directions.daily_dose" not in items[0].roles
        and not any(item.words_before for item in items)
        and all(
            item.roles & {"directions.head", "directions.take", "number", "time.times", *OFTEN}
            for item in items
        )
        and (frequency.daily or frequency.counted)
        and frequency.high <= _MOST_TIMES
    )


def _is_total(statement: Statement) -> bool:
    frequency = statement.frequency
    return frequency is not None and (frequency.daily or frequency.counted or not frequency.slots)


def _of_a_day(statement: Statement) -> Units:
    low_often, high_often = statement.often
    return tuple(
        ((0.0 if statement.capped else low) * low_often, high * high_often, units)
        for low, high, units in statement.units
    )


def _added(one: Units, other: Units) -> Units:
    low, high, units = one[0]
    return ((low + other[0][0], high + other[0][1], units or other[0][2]),)


def _with_frequency(said: Sequence[Statement]) -> list[Statement]:
    """Statements that say how often; an amount and a frequency of two sentences are put together."""
    found: list[Statement] = []
    waiting: Statement | None = None
    for statement in said:
        if not statement.units:
            if waiting is not None and not found:
                # "Use twice daily" is of the amount before; "eat well daily" may be of anything.
                counted = statement.frequency is not None and statement.frequency.counted
                doubt = waiting.doubt or (None if counted else "how often is said in another sentence")
                items = (*waiting.items, *statement.items)
                found.append(replace(waiting, frequency=statement.frequency, items=items, doubt=doubt))
            elif len(said) == 1 and statement.doubt == _NO_AMOUNT:
                found.append(replace(statement, units=_ONE_SERVING))
        elif statement.frequency is None:
            waiting = waiting or statement
        else:
            if waiting is not None and not found and statement.joint == "or" and not statement.capped:
                found.append(replace(waiting, frequency=statement.frequency))  # "1 capsule, or 2 daily"
            found.append(statement)
    return found


def _statements(sentence: Sentence, served: str | None) -> Iterator[tuple[People, list[Statement]]]:
    """The statements of a sentence, by whom they are for.

    It is read without what is in brackets, and with it where that says nothing.
    """
    items = sentence.items
    if not sentence.directed and not any("unit" in item.roles for item in items):
        return  # most of a panel
    parts = _up_to_limit(items, parts_of(items, served))
    least = min((item.span.depth for item in items), default=0)
    outside = [p for p in parts if any(i.span.depth == least for i in items[p.first : p.last + 1])]
    for some in (outside, parts):
        found = [(people, list(_read(sentence, of_people))) for people, of_people in _by_people(some)]
        if any(one.frequency and one.units for _, statements in found for one in statements):
            break
    yield from found


def _up_to_limit(items: Sequence[Item], parts: Sequence[Part]) -> list[Part]:
    """The parts before one that says what not to pass; "for maximum effect, take 2" says nothing of the kind."""
    found: list[Part] = []
    for number, part in enumerate(parts):
        if part.kind != "limit":
            found.append(part)
            continue
        amount = next((p.first for p in parts[number + 1 :] if p.kind == "amount"), len(items))
        between = items[part.last + 1 : amount + 1]
        if not any("," in item.gap or "directions.take" in item.roles for item in between):
            break
    return found


def _by_people(parts: Sequence[Part]) -> Iterator[tuple[People, list[Part]]]:
    """The parts where the sentence turns to other people."""
    marks = [n for n, part in enumerate(parts) if part.kind in ("adults", "children")]
    groups: list[list[int]] = []
    for mark in marks:
        # "adults and children over 12" are adults too
        if groups and not any(part.kind == "amount" for part in parts[groups[-1][-1] : mark]):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    if not groups:
        yield "everyone", list(parts)
        return
    # What stands before the first mark belongs to it: "Take 1 capsule daily for adults".
    starts = [0, *(group[0] for group in groups[1:])]
    for group, start, end in zip(groups, starts, [*starts[1:], len(parts)], strict=True):
        people: People = "adults" if any(parts[n].kind == "adults" for n in group) else "children"
        yield people, [p for p in parts[start:end] if p.kind not in ("adults", "children")]


def _read(sentence: Sentence, parts: Sequence[Part]) -> Iterator[Statement]:
    """The statements of parts of a sentence that are for the same people."""
    items = sentence.items
    amounts = [n for n, part in enumerate(parts) if part.kind == "amount"]
    if not amounts:
        drinks = any(part.kind == "drink" for part in parts)
        if sentence.directed and not drinks and (frequency := frequency_of(items, parts)):
            doubt = _NO_AMOUNT if _is_all_said(items, frequency) else None
            yield Statement((), frequency, _said(items, _deciding(parts)), "sentence", False, doubt)
        return
    leading = frequency_of(items, parts[: amounts[0]])
    trailing = frequency_of(items, parts[amounts[-1] + 1 :])
    first_slots = leading is not None and trailing is None
    before: Statement | None = None
    for number, place in enumerate(amounts):
        amount = parts[place]
        behind = parts[place + 1 : amounts[number + 1] if number + 1 < len(amounts) else len(parts)]
        ahead = parts[amounts[number - 1] + 1 if number else 0 : place]
        scope = ahead if first_slots else behind
        frequency = frequency_of(items, scope)
        if number == 0 and leading and (frequency is None or (leading.counted and not frequency.counted)):
            scope, frequency = ahead, leading
        elif len(amounts) == 1 and leading and frequency and not frequency.counted:
            scope = [*ahead, *behind]  # "daily 1 capsule in the evening"
            frequency = frequency_of(items, scope)
        joint = _joint(number, ahead)
        if frequency is None and joint == "or" and before is not None:
            frequency = before.frequency
        directed = sentence.directed or before is not None
        if frequency is not None and not directed and not _is_close(items, amount, scope):
            frequency = None
        said = Statement(
            amount.units,
            frequency,
            _said(items, [*_deciding(scope), amount]),
            joint,
            amount.capped,
            _doubt(amount, frequency),
        )
        if frequency is not None or directed:
            yield said
            before = said


def _joint(number: int, ahead: Sequence[Part]) -> Joint:
    """What joins an amount to the one before it."""
    kinds = {part.kind for part in ahead}
    if "more" in kinds or (number and "or" in kinds):
        return "or"
    return "and" if number else "sentence"


def _doubt(amount: Part, frequency: Frequency | None) -> str | None:
    if amount.doubt:
        return "the amount may be meant in two ways"
    if frequency is None:
        return None
    if frequency.daily and 1 < frequency.slots <= amount.high and not frequency.divided:
        return _OF_EACH_TIME
    return frequency.doubt


def _deciding(scope: Sequence[Part]) -> list[Part]:
    """The parts that say how often; what a dose is taken with only where nothing else does."""
    told = [part for part in scope if part.kind in _SAYS_HOW_OFTEN]
    return [part for part in told if part.kind not in ("food", "meals", "each_meal", "divided")] or told


def _said(items: Sequence[Item], parts: Sequence[Part]) -> tuple[Item, ...]:
    first, last = min(part.first for part in parts), max(part.last for part in parts)
    return tuple(items[first : last + 1])


def _is_close(items: Sequence[Item], amount: Part, scope: Sequence[Part]) -> bool:
    """Whether an amount with its unit and how often stand together, and not in the head of a column."""
    told = [part for part in scope if part.kind in _SAYS_HOW_OFTEN]
    if not told or not amount.units[0][2] - _WEIGHTS:
        return False
    near = min(told, key=lambda part: min(abs(part.first - amount.last), abs(amount.first - part.last)))
    one, other = sorted((amount, near), key=lambda part: part.first)
    between = items[one.last + 1 : other.first + 1]
    if any(item.roles & _NO_DIRECTION or item.span.kind in ("percent", "mass") for item in between[:-1]):
        return False
    daily_dose = "directions.daily_dose" in items[near.first].roles
    heads = (one, near) if daily_dose else (one,)
    headed = any(
        part.first > 0 and "serving.per" in items[part.first - 1].roles and not items[part.first].words_before
        for part in heads
    )
    behind = items[other.last + 1] if other.last + 1 < len(items) else None
    holds = behind is not None and "serving.holds" in behind.roles
    bracketed = daily_dose and any("(" in item.gap for item in between)
    words = sum(item.words_before for item in between)
    apart = words > (0 if any("," in item.gap for item in between) else _MOST_WORDS_APART)
    return not (apart or headed or bracketed or (daily_dose and holds))


def frequency_of(items: Sequence[Item], parts: Sequence[Part]) -> Frequency | None:
    """How often in a day these parts say, None where they say nothing of it."""
    kinds = {part.kind for part in parts}
    if not kinds & _SAYS_HOW_OFTEN:
        return None
    times = [part for part in parts if part.kind == "times"]
    daily = any(part.kind == "period" and part.low == part.high == 1 for part in parts)
    period = next((part for part in parts if part.kind == "period" and not part.low == part.high == 1), None)
    slots = _slots(items, parts) or (3 if "each_meal" in kinds else 0)
    counted = bool(times or period)
    if period is None and not daily and not slots:
        period = next((part for part in parts if part.kind == "week"), None)
    low, high = _times(times, parts)
    if period is not None:
        low, high = low * period.low, high * period.high
    found = Frequency(low, high, daily=daily, counted=counted, divided="divided" in kinds)
    if counted or period is not None:
        vague = high == 1 and period is None and not daily and not slots
        return replace(found, doubt="how often a day is not said" if vague else None)
    if daily:
        unclear = "each_meal" in kinds and not found.divided
        return replace(found, slots=slots, doubt=_OF_EACH_TIME if unclear else None)
    return _by_time(found, kinds, slots)


def _times(times: Sequence[Part], parts: Sequence[Part]) -> tuple[float, float]:
    """The number of times; "once or twice" are two parts."""
    if not times:
        return 1.0, 1.0
    said = times[:1]
    if len(times) > 1 and (times[1].capped or _has_or(parts, times[0], times[1])):
        said = [times[0], replace(times[1], low=times[1].high)]  # "once or twice", "once, up to twice"
    return min(part.low for part in said), max(part.high for part in said)


def _has_or(parts: Sequence[Part], one: Part, other: Part) -> bool:
    return any(part.kind == "or" and one.last < part.first < other.first for part in parts)


def _by_time(found: Frequency, kinds: Collection[Kind], slots: int) -> Frequency:
    """How often a day, where only times of the day or meals tell it."""
    if slots:
        if "meals" in kinds and "or" in kinds:
            return replace(found, low=slots, high=3.0, slots=slots, doubt=_WITH_MEALS)
        return replace(found, low=slots, high=slots, slots=slots)
    if found.divided:
        return replace(found, daily=True)
    if "meals" in kinds:
        return replace(found, low=3.0, high=3.0, doubt=_WITH_MEALS)
    return replace(found, doubt="how often a day is not said")


def _slots(items: Sequence[Item], parts: Sequence[Part]) -> int:
    """How many times of the day are named: "morning and evening" are two, "in the evening before bed" is one."""
    places = [n for n, part in enumerate(parts) if part.kind == "slot"]
    found, listed = min(1, len(places)), False
    for one, other in reversed(list(pairwise(places))):
        joints = {part.kind for part in parts[one + 1 : other]}
        between = items[parts[one].last + 1 : parts[other].first + 1]
        # Between the first two of "breakfast, lunch and dinner" stands a comma.
        listed = "or" not in joints and (
            "and" in joints or (listed and any("," in item.gap for item in between))
        )
        found += listed
    return found
