"""How far *sure*, *check* and *missing* can be believed: by field, by what the state was told from, by the letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.rows import RowJudgement
from benchmarks.scoring import Judgement
from benchmarks.wilson import Count, count

STATES = ("sure", "check", "missing")
BANDS = ((0.98, "0.98 and more"), (0.95, "0.95 to 0.98"), (0.9, "0.9 to 0.95"), (0.8, "0.8 to 0.9"))
"""How clear the least clear word was, from the clearest band down."""
LOWEST_BAND = "below 0.8"
_QUOTED = re.compile("“[^”]{0,1000}”")
_FIGURES = re.compile(r"\d[\d.,]{0,20}(e[+-]\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Reliability:
    """One field, or the rows, over many photos; right counts also where nothing is printed and nothing was given."""

    states: Mapping[str, Count]
    """Right, of those with this state."""
    coverage: Count
    """Right and sure, of those that are printed: how much may be used without asking."""
    signals: Mapping[str, Mapping[str, Count]]
    """The same as ``states``, by signal: state, then signal, the commonest first."""
    letters: Mapping[str, Count]
    """Of what is sure, right by how clear the letters were; empty where nobody measured that."""

    @property
    def sure_wrong(self) -> Count:
        """Not right, of all that is sure: the dangerous kind."""
        sure = self.states["sure"]
        return Count(sure.total - sure.hits, sure.total)


def reliability(judgements: Iterable[Judgement | RowJudgement]) -> Reliability:
    """The counts over judgements of one kind; a state that nothing was given counts as *missing*."""
    every = list(judgements)
    by_state = {state: [each for each in every if (each.state or "missing") == state] for state in STATES}
    sure = by_state["sure"]
    banded = {
        name: [each for each in sure if each.letters is not None and band_of(each.letters) == name]
        for name in (*(name for _, name in BANDS), LOWEST_BAND)
    }
    return Reliability(
        states={state: _right(some) for state, some in by_state.items()},
        coverage=count(each.verdict == "right" and each.state == "sure" for each in every if each.expected),
        signals={state: _by_signal(some) for state, some in by_state.items() if some and state != "missing"},
        letters={name: _right(some) for name, some in banded.items() if some},
    )


def signal_of(reason: str | None) -> str:
    """What a state was told from: its reason without the label's own words and figures.

    >>> signal_of("100 mg is 24 % of 420 mg"), signal_of("the label also says “2 capsules”")
    ('N mg is N % of N mg', 'the label also says “…”')
    """
    return _FIGURES.sub("N", _QUOTED.sub("“…”", reason or "no reason is given"))


def band_of(letters: float) -> str:
    """The band in which this confidence lies."""
    return next((name for least, name in BANDS if letters >= least), LOWEST_BAND)


def _by_signal(judgements: Iterable[Judgement | RowJudgement]) -> Mapping[str, Count]:
    grouped: dict[str, list[Judgement | RowJudgement]] = {}
    for each in judgements:
        grouped.setdefault(signal_of(each.reason), []).append(each)
    return {
        signal: _right(some)
        for signal, some in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    }


def _right(judgements: Iterable[Judgement | RowJudgement]) -> Count:
    return count(each.verdict == "right" for each in judgements)
