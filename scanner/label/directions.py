"""Directions for use: from "take 1 to 2 capsules twice daily" to servings a day.

Words become tokens (tables in ``data/directions.toml``), tokens become statements (an amount and how often),
and the statements of one label are put together. Adults are the default; children's amounts are left aside.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.label.direction_statements import Frequency, Statement, statements
from scanner.label.direction_tokens import expression, restated, unglued
from scanner.label.vocabulary import canonical_unit, fold

PIECES = frozenset({"capsule", "tablet", "softgel", "gummy", "chew", "lozenge", "piece"})
"""Labels mix these words for one and the same thing, so a count of one is a count of the other."""
_PORTIONS = frozenset({"packet", "sachet", "stick"})
"""And these for a portion in a paper of its own."""
WHOLE_SERVINGS = frozenset({"serving", "dose"})
ML_PER_UNIT = {"ml": 1.0, "teaspoon": 5.0, "tablespoon": 15.0, "fl oz": 29.5735}

_SENTENCE_END = re.compile(r"(?<!approx)(?<!tsp)(?<!tbsp)(?<!max)(?<!min)(?<!\boz)(?<!\bca)[.!?;\n](?!\d)")


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
class Serving:
    """What one serving is, as far as the label says; `unit` in the singular English form."""

    quantity: float | None
    unit: str | None
    weight_g: float | None


def servings_per_day(
    text: str,
    serving_quantity: float | None,
    serving_unit: str | None,
    serving_weight_g: float | None = None,
) -> Directions | None:
    """Servings a day from printed directions, None when they give no daily amount.

    The weight of a serving is used where the directions count grams and the serving scoops.

    >>> d = servings_per_day("Adults: take two (2) capsules twice daily with food.", 2, "capsule")
    >>> d.low, d.high, d.units_per_day_low, d.population
    (2.0, 2.0, 4.0, 'adults')
    """
    told = _read_directions(text, Serving(serving_quantity, serving_unit, serving_weight_g))
    if told is None:
        apart = unglued(text, fold(text))
        told = _read_directions(apart, Serving(serving_quantity, serving_unit, serving_weight_g))
    return told


def _read_directions(text: str, serving: Serving) -> Directions | None:
    # Letter for letter, so that what is found can be quoted as printed: "two (2)" becomes "2" and blanks.
    folded = restated().sub(lambda match: match[1].ljust(len(match[0])), fold(text))
    if not folded.strip():
        return None
    unit = canonical_unit(fold(serving.unit)) if serving.unit else None
    by_population = _statements_by_population(text, folded, unit)
    for population in ("adults", "everyone", "children"):
        groups = [_daily(group) for group in by_population.get(population, ())]
        told = [group for group in groups if group is not None]
        if told:
            low, high = min(t[0] for t in told), max(t[1] for t in told)
            said = [statement for t in told for statement in t[2]]
            return _directions((low, high), said, population, replace(serving, unit=unit))
    return None


def _directions(
    per_day: tuple[float, float],
    said: Sequence[Statement],
    population: str,
    serving: Serving,
) -> Directions:
    low, high = per_day
    stated = next((s.unit for s in said if s.unit is not None), None)
    capped = any(s.capped for s in said)
    per_serving = _units_per_serving(stated, serving)
    if capped and per_serving is not None:
        low = max(low, min(per_serving, high))
    text = " / ".join(dict.fromkeys(s.text for s in said))
    if per_serving is None:
        reason = f"the directions count {stated or 'pieces'}, the serving is {_serving_words(serving)}"
        return Directions(None, None, round(low, 4), round(high, 4), stated, text, population, reason)
    amounts = round(low / per_serving, 4), round(high / per_serving, 4)
    span = f"{amounts[0]:g}" if amounts[0] == amounts[1] else f"{amounts[0]:g} to {amounts[1]:g}"
    reason = f"“{text}” is {span} serving{'' if span == '1' else 's'} a day"
    return Directions(
        *amounts, round(low, 4), round(high, 4), stated or serving.unit, text, population, reason
    )


def _serving_words(serving: Serving) -> str:
    if serving.quantity is None:
        return "not known"
    return f"{serving.quantity:g} {serving.unit or 'of an unnamed unit'}"


def _units_per_serving(stated: str | None, serving: Serving) -> float | None:
    """How many of the directions' unit make one serving, None when that cannot be known."""
    quantity, unit = serving.quantity, serving.unit
    if stated in WHOLE_SERVINGS and unit not in WHOLE_SERVINGS:
        return 1.0
    if stated == "g" and unit != "g":
        return serving.weight_g or None
    if quantity is None or quantity <= 0:
        return None
    if (
        stated is None
        or unit is None
        or stated == unit
        or any({stated, unit} <= alike for alike in (PIECES, _PORTIONS))
    ):
        return quantity
    if stated in ML_PER_UNIT and unit in ML_PER_UNIT:
        return quantity * ML_PER_UNIT[unit] / ML_PER_UNIT[stated]
    return None


def _statements_by_population(text: str, folded: str, unit: str | None) -> dict[str, list[list[Statement]]]:
    """The statements of the text, grouped by whom they are for and in which part of the text they stand."""
    found: dict[str, list[list[Statement]]] = {}
    for start, end in _sentences(folded):
        for index, (population, first, part) in enumerate(_parts(folded[start:end])):
            printed = text[start + first : start + first + len(part)]
            told = statements(part, printed, unit)
            marked = population != "everyone"
            groups = found.setdefault(population if marked or "adults" not in found else "adults", [])
            if groups and index == 0 and not marked:
                # Without a marker of its own a sentence goes on with the one before.
                groups[-1].extend(told)
            else:
                groups.append(told)
    return found


def _sentences(folded: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence."""
    start = 0
    for match in _SENTENCE_END.finditer(folded):
        yield start, match.start()
        start = match.end()
    yield start, len(folded)


def _parts(sentence: str) -> Iterator[tuple[str, int, str]]:
    """The sentence cut where it turns to other people: (adults | children | everyone, where, text)."""
    adults = [(m.start(), m.end(), "adults") for m in expression("adult").finditer(sentence)]
    begins = [start for start, _, _ in adults]
    marks = list(adults)
    for match in expression("child").finditer(sentence):
        before = bisect_right(begins, match.start())
        if not before or match.start() >= adults[before - 1][1]:
            marks.append((match.start(), match.end(), "children"))
    marks.sort()
    if not marks:
        yield "everyone", 0, sentence
        return
    # What stands before the first mark belongs to it: "Take 1 capsule daily for adults".
    starts = [0, *(start for start, _, _ in marks[1:])]
    ends = [*starts[1:], len(sentence)]
    for (_, _, population), start, end in zip(marks, starts, ends, strict=True):
        part = sentence[start:end]
        kind = "adult" if population == "adults" else "child"
        yield population, start, _without(part, expression(kind))


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with every match blanked, so that "14 years and older" is not an amount."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _daily(said: Sequence[Statement]) -> tuple[float, float, list[Statement]] | None:
    """Units a day, low and high, of one group of statements, with the statements that count."""
    joined = _with_frequency(said)
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


def _with_frequency(said: Sequence[Statement]) -> list[Statement]:
    """Statements that say how often; an amount and a frequency told in two sentences are put together."""
    found: list[Statement] = []
    waiting: Statement | None = None
    for statement in said:
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
