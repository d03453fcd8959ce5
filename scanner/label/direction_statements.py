"""Statements of directions: an amount, its unit and how often a day, from the tokens of a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scanner.label.direction_tokens import ARTICLE, Token, expression, tokens

MEALS_A_DAY = 3
TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
DAY_PARTS = {"breakfast": "morning", "lunch": "noon", "dinner": "evening", "bedtime": "evening"}
DOSE_UNITS = frozenset({"serving", "dose"})
DRINK_UNITS = frozenset({"ml", "fl oz", "oz", "cup", "bottle", "can", "g"})
TELLS_WHEN = frozenset(
    {*TIMES, "day", "divided", "week", "other_day", "times", "hours", "slot", "meals", "needed"}
)
"""Kinds of tokens that say how often: where the quotation of a statement ends."""

_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LONGEST_WORD = 40
_WORDS_BEFORE_UNIT = 4
"""Words that may stand between a number and its unit: "two easy to swallow vegetarian capsules"."""


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


def statements(part: str, printed: str, unit: str | None) -> list[Statement]:
    """The statements of one part, read without its brackets, and with them when that says nothing.

    `part` is folded, `printed` the same letters as on the label, to quote from; `unit` is that of the serving.
    """
    found: list[Statement] = []
    without = _BRACKET.sub(lambda match: " " * len(match[0]), part)
    for text in dict.fromkeys((without, re.sub(r"[()\[\]]", " ", part))):
        found = list(_read(text, printed, unit))
        if any(statement.frequency and statement.high for statement in found):
            break
    return found


def _read(text: str, printed: str, serving_unit: str | None) -> Iterator[Statement]:
    found = tokens(text)
    maximum = next((i for i, token in enumerate(found) if token.kind == "maximum"), len(found))
    amounts = [
        a for a in _amounts(text, found) if a.number < maximum and not _is_drink(text, found, a, serving_unit)
    ]
    if not amounts:
        frequency = _frequency(text, found[:maximum])
        if frequency is not None and not any(token.kind == "number" for token in found):
            yield Statement(0, 0, None, frequency, printed.strip(), False, True, False)
        return
    leading = _frequency(text, found[: amounts[0].number])
    trailing = _frequency(text, found[amounts[-1].last + 1 : maximum])
    slots_first = leading is not None and trailing is None
    for index, amount in enumerate(amounts):
        before = amounts[index - 1].last + 1 if index else 0
        after = amounts[index + 1].number if index + 1 < len(amounts) else maximum
        scope = found[before : amount.number] if slots_first else found[amount.last + 1 : after]
        frequency = _frequency(text, scope)
        if index == 0 and leading and (frequency is None or (leading.counted and not frequency.counted)):
            frequency, before_counts = leading, True
        else:
            before_counts = slots_first
        number = found[amount.number]
        capped = amount.number > 0 and found[amount.number - 1].kind == "upto"
        joint = text[found[amounts[index - 1].last].end : number.start] if index else ""
        start = found[before].start if before_counts else number.start
        told_after = () if slots_first else scope
        end = max((t.end for t in told_after if t.kind in TELLS_WHEN), default=found[amount.last].end)
        yield Statement(
            low=0.0 if capped else number.low,
            high=amount.high,
            unit=amount.unit,
            frequency=frequency,
            text=re.sub(r"\s+", " ", printed[start:end]).strip(),
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
    high: float


def _amounts(text: str, found: Sequence[Token]) -> list[_Amount]:
    """The amounts of a dose, "30 ml to 60 ml" as one."""
    amounts: list[_Amount] = []
    for amount in _single_amounts(text, found):
        before = amounts[-1] if amounts else None
        if before is not None and before.unit is not None and before.unit == amount.unit:
            gap = text[found[before.last].end : found[amount.number].start].strip()
            if expression("to").fullmatch(gap):
                amounts[-1] = _Amount(before.number, amount.last, amount.unit, amount.high)
                continue
        amounts.append(amount)
    return amounts


def _single_amounts(text: str, found: Sequence[Token]) -> Iterator[_Amount]:
    for index, token in enumerate(found):
        if token.kind != "number" or token.high <= 0 or (index and found[index - 1].kind == "every"):
            continue
        following = index + 1
        if _kinds(found, following, 2) == ("number", "strength"):  # "one 500 mg tablet"
            following += 2
        if following >= len(found):
            continue
        after = found[following]
        gap = text[token.end : after.start] if following == index + 1 else ""
        if len(gap.split()) > _WORDS_BEFORE_UNIT or re.search(r"[:,]", gap):
            continue
        article = ARTICLE.fullmatch(token.name) is not None
        in_one_go = article and gap.strip() and after.name in DOSE_UNITS  # "in a single dose"
        if after.kind == "unit" and not in_one_go:
            yield _Amount(index, following, after.name, token.high)
        elif after.kind in {"day", "slot", "divided", *TIMES} and not article:
            yield _Amount(index, index, None, token.high)  # "one per day", "four Nordic berries daily"
        elif _kinds(found, following, 2) == ("number", "times"):  # "2 x 1 taglich" is read from its other end
            yield _Amount(index, index, None, token.high)


def _kinds(found: Sequence[Token], start: int, count: int) -> tuple[str, ...]:
    return tuple(token.kind for token in found[start : start + count])


def _is_drink(text: str, found: Sequence[Token], amount: _Amount, serving_unit: str | None) -> bool:
    """Whether the amount is of the water that the dose is taken with."""
    if amount.unit not in DRINK_UNITS or amount.unit == serving_unit:
        return False
    if amount.last + 1 < len(found) and found[amount.last + 1].kind == "drink":
        return True
    start = found[amount.number].start
    before = text[max(0, start - _LONGEST_WORD) : start].split()
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
            if number.low <= 0:
                continue  # a misread figure
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
    """Times of the day told apart: "in the evening before bed" is one, "and at bedtime" another."""
    names: list[str] = []
    for index, token in enumerate(found):
        joined = index > 0 and expression("and").search(text[found[index - 1].end : token.start])
        parts = {DAY_PARTS.get(name, name) for name in names}
        if token.name not in names and (joined or DAY_PARTS.get(token.name, token.name) not in parts):
            names.append(token.name)
    return tuple(names)
