"""Directions for use as tokens: numbers, units, times of the day, and the words that join them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from scanner.label.quantities import parse_number
from scanner.label.vocabulary import canonical_unit, number_words, unit_expression

TOKEN_KINDS = (
    *("day", "divided", "week", "other_day", "times", "once", "twice", "thrice", "every", "hours"),
    *("not_a_dose", "strength", "drink", "upto", "maximum", "needed"),
)
FIGURE = r"\d+\s?[½¼¾⅓⅔⅛]|[½¼¾⅓⅔⅛]|\d+\s+\d\s?/\s?\d|\d+\s?/\s?\d+|\d+(?:[.,]\d+)?"
ARTICLE = re.compile(r"an?|une?|una|uno|eine?[rn]?|een|jedn[ay]|quarter|half")
"""Numbers that are as often an article: without a unit behind them they count nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """One meaningful piece of folded text."""

    kind: str
    start: int
    end: int
    low: float = 0.0
    high: float = 0.0
    """For numbers: the range, equal ends for a single figure."""
    name: str = ""
    """For units the canonical unit, for slots the time of the day, for numbers their print."""


@cache
def direction_words() -> dict[str, Any]:
    """The table of data/directions.toml: lists of expressions by meaning."""
    return tomllib.loads(resources.files("scanner.label").joinpath("data/directions.toml").read_text("utf-8"))


def _any(expressions: list[str]) -> str:
    longest_first = sorted(expressions, key=len, reverse=True)
    return "(?:" + "|".join(e.replace(" ", r"\s{0,3}") for e in longest_first) + ")"


@cache
def expression(kind: str) -> re.Pattern[str]:
    """What finds any expression of the table `kind` in folded text."""
    return re.compile(r"(?<![a-z])" + _any(direction_words()[kind]) + r"(?![a-z])")


@cache
def _number() -> re.Pattern[str]:
    spelled = _any(list(number_words()))
    one = rf"(?:{FIGURE}|(?<![a-z]){spelled}(?![a-z]))"
    to = _any(direction_words()["to"])
    high = rf"(?!(?:{ARTICLE.pattern})(?![a-z]))(?P<high>{one})(?![a-z%])"  # "one-a-day" is no range
    start = r"(?:(?<![\w.,/])|(?<=\d[x×]))"  # "2x1" is two times one
    return re.compile(rf"{start}(?P<low>{one})(?:\s*(?<![a-z]){to}(?![a-z])\s*{high})?")


@cache
def restated() -> re.Pattern[str]:
    """A number word with its figure in brackets behind it, "three [3]": the figure is group 1."""
    spelled = _any(list(number_words()))
    return re.compile(rf"(?<![a-z]){spelled}(?![a-z])\s*[(\[]\s*(\d+(?:\s?/\s?\d+|[.,]\d+)?)\s*[)\]]")


def unglued(text: str, folded: str) -> str:
    """The text with blanks set where a reader lost them, for a second attempt.

    >>> unglued("Take2Capsulesdaily", "take2capsulesdaily")
    'Take 2 Capsules daily'
    """
    glued = re.compile(rf"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z]{{2}})|{_any(direction_words()['glued'])}")
    edges = sorted({edge for match in glued.finditer(folded) for edge in match.span()})
    pieces = [text[start:end] for start, end in pairwise([0, *edges, len(text)])]
    return re.sub(r"\s+", " ", " ".join(pieces)).strip()


@cache
def _named(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(r"(?<![a-z])" + _any(expressions) + r"(?![a-z])"))
        for name, expressions in direction_words()[table].items()
    )


@cache
def _unit() -> re.Pattern[str]:
    prefix = _any(direction_words()["unit_prefix"])
    return re.compile(rf"(?<![a-z])(?:{prefix})?(?P<unit>{unit_expression()})")


def value_of(printed: str) -> float | None:
    """The number that a figure or number word stands for, None when it is none.

    >>> [value_of(t) for t in ("two", "1/2", "½", "2,5", "many")]
    [2.0, 0.5, 0.5, 2.5, None]
    """
    printed = printed.strip()
    if printed[:1].isdigit() or printed[:1] in "½¼¾⅓⅔⅛":
        return parse_number(printed)
    for form, figure in number_words().items():
        if re.fullmatch(form.replace(" ", r"\s{0,3}"), printed):
            return parse_number(figure)
    return None


def _candidates(folded: str) -> Iterator[Token]:
    for kind in TOKEN_KINDS:
        for match in expression(kind).finditer(folded):
            yield Token(kind, *match.span())
    for table, kind in (("slots", "slot"), ("meals", "meals")):
        for name, pattern in _named(table):
            for match in pattern.finditer(folded):
                yield Token(kind, *match.span(), name=name)
    for match in _unit().finditer(folded):
        unit = canonical_unit(match["unit"])
        if unit is not None:
            yield Token("unit", *match.span(), name=unit)
    for match in _number().finditer(folded):
        low = value_of(match["low"])
        high = value_of(match["high"]) if match["high"] else low
        if low is not None and high is not None:
            yield Token("number", *match.span(), min(low, high), max(low, high), match["low"].strip())


def tokens(folded: str) -> tuple[Token, ...]:
    """The tokens of folded text from left to right; of two that overlap, the earlier, then the longer.

    >>> [(t.kind, t.low, t.high, t.name) for t in tokens("1 to 2 capsules daily")]
    [('number', 1.0, 2.0, '1'), ('unit', 0.0, 0.0, 'capsule'), ('day', 0.0, 0.0, '')]
    """
    found: list[Token] = []
    for token in sorted(_candidates(folded), key=lambda t: (t.start, -t.end)):
        if not found or token.start >= found[-1].end:
            found.append(token)
    return tuple(found)
