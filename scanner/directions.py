"""Directions for use: from "take 1 to 2 capsules twice daily" to servings a day.

Words become tokens (tables in ``data/directions.toml``), tokens become statements (an amount and how often),
and the statements of one label are put together. Adults are the default; children's amounts are left aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scanner.direction_tokens import ARTICLE, Token, expression, restated, tokens
from scanner.vocabulary import canonical_unit, fold

MEALS_A_DAY = 3
PIECES = frozenset({"capsule", "tablet", "softgel", "gummy", "lozenge", "piece"})
"""Labels mix these words for one and the same thing, so a count of one is a count of the other."""
WHOLE_SERVINGS = frozenset({"serving", "dose"})
ML_PER_UNIT = {"ml": 1.0, "teaspoon": 5.0, "tablespoon": 15.0, "fl oz": 29.5735}
TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
DAY_PARTS = {"breakfast": "morning", "lunch": "noon", "dinner": "evening", "bedtime": "evening"}
DRINK_UNITS = frozenset({"ml", "fl oz", "oz", "cup", "bottle", "can", "g"})

_SENTENCE_END = re.compile(r"(?<!approx)(?<!tsp)(?<!tbsp)(?<!max)(?<!min)(?<!\boz)(?<!\bca)[.!?;\n](?!\d)")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_STRENGTH_WORDS = 4
"""Words that may stand between a number and its unit: "two easy to swallow vegetarian capsules"."""


@dataclass(frozen=True, slots=True)
class Directions:
    """What the label says to take in a day.

    `low` and `high` are servings a day, None when the unit of the directions is not that of the serving;
    `units_per_day_low` and `_high` count what the directions count (`unit`).
    """

    low: float | None
    high: float | None
    units_per_day_low: float
    units_per_day_high: float
    unit: str | None
    text: str
    population: str
    """adults, children, or everyone where the label makes no difference."""
    reason: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often in a day; `slots` where it is told as times of the day."""

    low: float
    high: float
    slots: tuple[str, ...] = ()
    counted: bool = False
    """Told by "times" or "every ... hours", which says more than "daily"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """An amount of a unit and how often; `frequency` None where the label does not say."""

    low: float
    high: float
    unit: str | None
    frequency: Frequency | None
    text: str
    alternative: bool
    """Joined to the statement before by "or"."""
    new_sentence: bool
    capped: bool
    """Printed as "up to"."""

    @property
    def per_day(self) -> tuple[float, float] | None:
        """Units a day, low and high."""
        if self.frequency is None:
            return None
        return self.low * self.frequency.low, self.high * self.frequency.high


def servings_per_day(
    text: str, serving_quantity: float | None, serving_unit: str | None
) -> Directions | None:
    """Servings a day from printed directions, None when they give no daily amount.

    >>> d = servings_per_day("Adults: take two (2) capsules twice daily with food.", 2, "capsule")
    >>> d.low, d.high, d.units_per_day_low, d.population
    (2.0, 2.0, 4.0, 'adults')
    """
    folded = restated().sub(r" \1 ", fold(text))
    folded = re.sub(r"(?<=\d)\s*[x×]\s*(?=\d)", " x ", folded)  # "2x1" is two times one
    if not folded.strip():
        return None
    unit = canonical_unit(fold(serving_unit)) if serving_unit else None
    by_population = _statements_by_population(folded, unit)
    for population in ("adults", "everyone", "children"):
        groups = [_daily(group) for group in by_population.get(population, ())]
        told = [(low, high, statements) for low, high, statements in filter(None, groups)]
        if told:
            low, high = min(t[0] for t in told), max(t[1] for t in told)
            said = [statement for t in told for statement in t[2]]
            return _directions((low, high), said, population, serving_quantity, unit)
    return None


def _directions(
    per_day: tuple[float, float],
    said: Sequence[Statement],
    population: str,
    quantity: float | None,
    unit: str | None,
) -> Directions:
    low, high = per_day
    stated = next((s.unit for s in said if s.unit is not None), None)
    capped = any(s.capped for s in said)
    per_serving = _units_per_serving(stated, quantity, unit)
    if capped and per_serving is not None:
        low = max(low, min(per_serving, high))
    text = " / ".join(dict.fromkeys(s.text for s in said))
    if per_serving is None:
        reason = f"the directions count {stated or 'pieces'}, the serving is {_serving_words(quantity, unit)}"
        return Directions(None, None, round(low, 4), round(high, 4), stated, text, population, reason)
    amounts = round(low / per_serving, 4), round(high / per_serving, 4)
    span = f"{amounts[0]:g}" if amounts[0] == amounts[1] else f"{amounts[0]:g} to {amounts[1]:g}"
    reason = f"“{text}” is {span} serving{'' if span == '1' else 's'} a day"
    return Directions(*amounts, round(low, 4), round(high, 4), stated or unit, text, population, reason)


def _serving_words(quantity: float | None, unit: str | None) -> str:
    return "not known" if quantity is None else f"{quantity:g} {unit or 'of an unnamed unit'}"


def _units_per_serving(stated: str | None, quantity: float | None, unit: str | None) -> float | None:
    """How many of the directions' unit make one serving, None when that cannot be known."""
    if stated in WHOLE_SERVINGS and unit not in WHOLE_SERVINGS:
        return 1.0
    if quantity is None or quantity <= 0:
        return None
    if stated is None or unit is None or stated == unit or {stated, unit} <= PIECES:
        return quantity
    if stated in ML_PER_UNIT and unit in ML_PER_UNIT:
        return quantity * ML_PER_UNIT[unit] / ML_PER_UNIT[stated]
    return None


def _statements_by_population(folded: str, unit: str | None) -> dict[str, list[list[Statement]]]:
    """The statements of the text, grouped by whom they are for and in which part of the text they stand."""
    found: dict[str, list[list[Statement]]] = {}
    for sentence in _SENTENCE_END.split(folded):
        for index, (population, part) in enumerate(_parts(sentence)):
            statements = _statements(part, unit)
            marked = population != "everyone"
            groups = found.setdefault(population if marked or "adults" not in found else "adults", [])
            if groups and index == 0 and not marked:
                # Without a marker of its own a sentence goes on with the one before.
                groups[-1].extend(statements)
            else:
                groups.append(statements)
    return found


def _parts(sentence: str) -> Iterator[tuple[str, str]]:
    """The sentence cut where it turns to other people: (adults | children | everyone, text)."""
    marks = [(m.start(), m.end(), "adults") for m in expression("adult").finditer(sentence)]
    for match in expression("child").finditer(sentence):
        if not any(start <= match.start() < end for start, end, _ in marks):
            marks.append((match.start(), match.end(), "children"))
    marks.sort()
    if not marks:
        yield "everyone", sentence
        return
    # What stands before the first mark belongs to it: "Take 1 capsule daily for adults".
    starts = [0, *(start for start, _, _ in marks[1:])]
    ends = [*starts[1:], len(sentence)]
    for (_, _, population), start, end in zip(marks, starts, ends, strict=True):
        part = sentence[start:end]
        yield population, _without(part, expression("adult" if population == "adults" else "child"))


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with every match blanked, so that "14 years and older" is not an amount."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _statements(part: str, unit: str | None) -> list[Statement]:
    """The statements of one part, read without its brackets, and with them when that says nothing."""
    found: list[Statement] = []
    for text in dict.fromkeys((_BRACKET.sub(" ", part), re.sub(r"[()\[\]]", " ", part))):
        found = list(_read(text, unit))
        if any(statement.frequency and statement.high for statement in found):
            break
    return found


def _read(text: str, serving_unit: str | None) -> Iterator[Statement]:
    found = tokens(text)
    maximum = next((i for i, token in enumerate(found) if token.kind == "maximum"), len(found))
    amounts = [
        a for a in _amounts(text, found) if a.number < maximum and not _is_drink(text, found, a, serving_unit)
    ]
    if not amounts:
        frequency = _frequency(text, found[:maximum])
        if frequency is not None and not any(token.kind == "number" for token in found):
            yield Statement(0, 0, None, frequency, text.strip(), False, True, False)
        return
    leading = _frequency(text, found[: amounts[0].number])
    trailing = _frequency(text, found[amounts[-1].last + 1 : maximum])
    slots_first = leading is not None and trailing is None
    for index, amount in enumerate(amounts):
        before = amounts[index - 1].last + 1 if index else 0
        after = amounts[index + 1].number if index + 1 < len(amounts) else maximum
        scope = found[before : amount.number] if slots_first else found[amount.last + 1 : after]
        frequency = _frequency(text, scope)
        if (
            index == 0
            and leading is not None
            and (frequency is None or (leading.counted and not frequency.counted))
        ):
            frequency = leading
        number = found[amount.number]
        capped = amount.number > 0 and found[amount.number - 1].kind == "upto"
        joint = text[found[amounts[index - 1].last].end : number.start] if index else ""
        yield Statement(
            low=0.0 if capped else number.low,
            high=number.high,
            unit=amount.unit,
            frequency=frequency,
            text=re.sub(
                r"\s+", " ", text[number.start : found[after - 1].end if after > amount.last else None]
            ).strip(),
            alternative=any(expression(kind).search(joint) for kind in ("or", "increase")),
            new_sentence=index == 0,
            capped=capped,
        )


@dataclass(frozen=True, slots=True)
class _Amount:
    number: int
    """Index of the number's token."""
    last: int
    """Index of the amount's last token: its unit, or the number itself."""
    unit: str | None


def _amounts(text: str, found: Sequence[Token]) -> Iterator[_Amount]:
    for index, token in enumerate(found):
        if token.kind != "number" or (index and found[index - 1].kind == "every"):
            continue
        following = index + 1
        if _kinds(found, following, 2) == ("number", "strength"):  # "one 500 mg tablet"
            following += 2
        if following >= len(found):
            continue
        after = found[following]
        gap = text[token.end : after.start] if following == index + 1 else ""
        if len(gap.split()) > _STRENGTH_WORDS or re.search(r"[:,]", gap):
            continue
        if after.kind == "unit":
            yield _Amount(index, following, after.name)
        elif after.kind in {"day", "slot", "divided", *TIMES} and not ARTICLE.fullmatch(token.name):
            yield _Amount(index, index, None)  # "one per day", "four Nordic berries daily"
        elif _kinds(found, following, 2) == ("number", "times"):  # "2 x 1 taglich" is read from its other end
            yield _Amount(index, index, None)


def _kinds(found: Sequence[Token], start: int, count: int) -> tuple[str, ...]:
    return tuple(token.kind for token in found[start : start + count])


def _is_drink(text: str, found: Sequence[Token], amount: _Amount, serving_unit: str | None) -> bool:
    """Whether the amount is of the water that the dose is taken with."""
    if amount.unit not in DRINK_UNITS or amount.unit == serving_unit:
        return False
    if amount.last + 1 < len(found) and found[amount.last + 1].kind == "drink":
        return True
    before = text[: found[amount.number].start].rstrip().split()
    return bool(before) and bool(expression("into").fullmatch(before[-1]))


def _frequency(text: str, scope: Sequence[Token]) -> Frequency | None:
    """How often a day, from the tokens around an amount; the plainest statement counts."""
    for index, token in enumerate(scope):
        if token.kind == "number" and _kinds(scope, index + 1, 1) == ("times",):
            capped = index > 0 and scope[index - 1].kind == "upto"
            low = min(1.0, token.low) if capped else token.low
            return _per(scope, Frequency(low, token.high, counted=True))
        if token.kind in TIMES:
            counts = [TIMES[other.kind] for other in scope if other.kind in TIMES]
            return _per(scope, Frequency(min(counts), max(counts), counted=True))
        if token.kind == "every" and _kinds(scope, index + 1, 2) == ("number", "hours"):
            number = scope[index + 1]
            return Frequency(24 / number.high, 24 / number.low, counted=True)
    slots = _slots(text, scope)
    if any(token.kind in {"day", "divided"} for token in scope):
        return Frequency(1, 1, slots.slots if slots is not None and len(slots.slots) > 1 else ())
    if any(token.kind in {"week", "other_day"} for token in scope):
        return _per(scope, Frequency(1, 1))
    return slots


def _per(scope: Sequence[Token], frequency: Frequency) -> Frequency:
    """The frequency brought from a week, or from every other day, to a day."""
    kinds = {token.kind for token in scope}
    days = 7 if "week" in kinds and "day" not in kinds else 2 if "other_day" in kinds else 1
    return Frequency(frequency.low / days, frequency.high / days, frequency.slots, frequency.counted)


def _slots(text: str, scope: Sequence[Token]) -> Frequency | None:
    found = [token for token in scope if token.kind in {"slot", "meals"}]
    if not found:
        return None
    counts = [MEALS_A_DAY if token.kind == "meals" else 1 for token in found]
    either = any(expression("or").search(text[a.end : b.start]) for a, b in pairwise(found))
    names = _distinct_times(text, found)
    if either:
        return Frequency(min(counts), max(counts))
    if any(token.kind == "meals" for token in found):
        return Frequency(MEALS_A_DAY, MEALS_A_DAY)
    if names == ("mealtime",):
        return Frequency(1, 1)
    times = float(len([name for name in names if name != "mealtime"]))
    return Frequency(times, times, names)


def _distinct_times(text: str, found: Sequence[Token]) -> tuple[str, ...]:
    """The times of the day that are told apart: "in the evening before bed" is one, "and at bedtime" another."""
    names: list[str] = []
    for index, token in enumerate(found):
        joined = index > 0 and expression("and").search(text[found[index - 1].end : token.start])
        parts = {DAY_PARTS.get(name, name) for name in names}
        if token.name not in names and (joined or DAY_PARTS.get(token.name, token.name) not in parts):
            names.append(token.name)
    return tuple(names)


def _daily(statements: Sequence[Statement]) -> tuple[float, float, list[Statement]] | None:
    """Units a day, low and high, of one group of statements, with the statements that count."""
    joined = _with_frequency(statements)
    if not joined:
        return None
    first = joined[0]
    low, high = _per_day(first)
    used = [first]
    total_said = not (first.frequency and first.frequency.slots)
    for statement in joined[1:]:
        more = _per_day(statement)
        in_slots = bool(statement.frequency and statement.frequency.slots)
        if statement.alternative or (statement.new_sentence and not (in_slots and not total_said)):
            low, high = min(low, more[0]), max(high, more[1])
        elif in_slots and total_said:
            continue  # "2 capsules daily, 1 in the morning and 1 at night" says the same twice
        else:
            low, high = low + more[0], high + more[1]
        used.append(statement)
    return low, high, used


def _per_day(statement: Statement) -> tuple[float, float]:
    per_day = statement.per_day
    if per_day is None:
        raise ValueError("a statement without a frequency has no daily amount")
    frequency = statement.frequency
    if frequency is not None and len(frequency.slots) > max(1.0, statement.high) and frequency.high == 1:
        # "1 capsule daily, morning and evening": one capsule cannot be shared out over two times.
        return per_day[0] * len(frequency.slots), per_day[1] * len(frequency.slots)
    return per_day


def _with_frequency(statements: Sequence[Statement]) -> list[Statement]:
    """Statements that say how often; an amount and a frequency told in two sentences are put together."""
    found: list[Statement] = []
    waiting: Statement | None = None
    for statement in statements:
        if statement.high == 0 and statement.frequency is not None:
            if waiting is not None and not found:
                found.append(_told(waiting, statement.frequency))
        elif statement.frequency is None:
            waiting = waiting or statement
        else:
            found.append(statement)
    return found


def _told(statement: Statement, frequency: Frequency) -> Statement:
    return Statement(
        statement.low,
        statement.high,
        statement.unit,
        frequency,
        statement.text,
        False,
        True,
        statement.capped,
    )
