"""Names and figures of a table that slipped against each other, set right by the label's own arithmetic.

On a curved or tilted pack the figures of a row may be read on the line above or below its name. Names and figures keep
their order, so that what belongs together is one path through the table; percentages of reference values tell which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from statistics import median

import numpy as np
from numpy.typing import NDArray

from catalog.daily_values import Fit, fits
from scanner.panel.pieces import Figure, Segment, nutrient_of
from scanner.panel.proof import TELLING, known

_ENOUGH = 3
"""So many rows have to agree before arithmetic moves a figure, and so many times those that contradict."""
_BASES = 3
"""That are tried: those which most pairs fit."""
_REACH = 1.6
"""From a name to its figures, in lines."""
_SAME, _NEAR = 0.6, 0.1
_AGREES, _CONTRADICTS = 2.0, -2.0
_SKIPPED_NAME, _SKIPPED_FIGURES, _SKIPPED_HEADING = -1.0, -1.5, 0.0
_LONGEST = 80
"""Rows of a table that is aligned; longer ones are none of a label."""

_Fitting = Mapping[tuple[int, int], frozenset[str]]
"""For a name and figures that can be checked, the bases under which they agree."""


def aligned(found: Sequence[Segment]) -> list[Segment]:
    """The segments of one table, their figures moved to other names where arithmetic contradicts them as read."""
    names = [one for one in found if one.name]
    groups = [one for one in found if one.figures]
    if not _ENOUGH <= min(len(names), len(groups)) <= max(len(names), len(groups)) <= _LONGEST:
        return list(found)
    own = {at: groups.index(one) for at, one in enumerate(names) if one.figures}
    as_read = {(at, group): _bases(names[at], groups[group]) for at, group in own.items()}
    checked = {pair: bases for pair, bases in as_read.items() if bases is not None}
    likely = Counter(base for bases in checked.values() for base in bases).most_common(1)
    agree = likely[0][1] if likely else 0
    if len(checked) - agree < _ENOUGH or agree >= len(checked) - agree:
        return list(found)
    pitch = _pitch(found)
    reach = [
        (at, group)
        for at, group in product(range(len(names)), range(len(groups)))
        if abs(names[at].line.row.level - groups[group].figures[0].line.row.level) <= _REACH * pitch
    ]
    fitting = {
        (at, group): bases for at, group in reach if (bases := _bases(names[at], groups[group])) is not None
    }
    skipped = [_SKIPPED_NAME if one.figures else _SKIPPED_HEADING for one in names]
    best: tuple[int, dict[int, int]] = (agree, own)
    for base, _ in Counter(base for bases in fitting.values() for base in bases).most_common(_BASES):
        path = _path(_gains((len(names), len(groups)), reach, fitting, own, base), skipped)
        fit = sum(base in fitting.get(pair, ()) for pair in path.items())
        against = sum(pair in fitting for pair in path.items()) - fit + max(0, len(own) - len(path))
        if fit >= max(_ENOUGH, best[0] + 1) and fit >= _ENOUGH * against:
            best = (fit, path)
    return _moved(found, groups, best[1]) if best[1] is not own else list(found)


def _bases(name: Segment, group: Segment) -> frozenset[str] | None:
    """The bases under which the figures agree with the name; None where nothing can be checked."""
    nutrient = next(
        (v for p in name.name for s in p.spans if not s.depth and (v := nutrient_of(p.line, s))), None
    )
    masses = [one for one in group.figures if one.is_mass]
    percents = [one for one in group.figures if one.span.kind == "percent" and min(_values(one)) >= TELLING]
    if nutrient is None or nutrient not in known() or not masses or not percents:
        return None
    return frozenset(fit.base for pair in product(masses, percents) for fit in _fits(nutrient, *pair))


def _fits(nutrient: str, amount: Figure, percent: Figure) -> Iterator[Fit]:
    for value, share in product(_values(amount), _values(percent)):
        yield from fits(nutrient, value, amount.unit or "", share)


def _values(figure: Figure) -> tuple[float, ...]:
    return figure.span.number.values if figure.span.number else ()


def _pitch(found: Sequence[Segment]) -> float:
    levels = sorted({one.line.row.level for one in found})
    steps = [below - above for above, below in pairwise(levels)]
    height = median(one.line.row.height for one in found)
    return max(height, median([one for one in steps if one > height / 2] or [height]))


def _gains(
    size: tuple[int, int],
    reach: Sequence[tuple[int, int]],
    fitting: _Fitting,
    own: Mapping[int, int],
    base: str,
) -> NDArray[np.float64]:
    """What it is worth to give the figures of each group to each name, under one base."""
    gains: NDArray[np.float64] = np.full(size, -np.inf)
    for pair in reach:
        gains[pair] = _SAME if own.get(pair[0]) == pair[1] else _NEAR
        if pair in fitting:
            gains[pair] += _AGREES if base in fitting[pair] else _CONTRADICTS
    return gains


def _path(gains: NDArray[np.float64], skipped: Sequence[float]) -> dict[int, int]:
    """The figures of each name on the best path in order; ``skipped`` is what it costs to leave a name without."""
    names, groups = gains.shape
    best: NDArray[np.float64] = np.zeros((names + 1, groups + 1))
    best[1:, 0] = np.cumsum(skipped)
    steps = _SKIPPED_FIGURES * np.arange(groups + 1)
    best[0] = steps
    for at in range(1, names + 1):
        row = np.maximum(best[at - 1, 1:] + skipped[at - 1], best[at - 1, :-1] + gains[at - 1])
        # The step from the left depends on the cell before it, all of them together are a running maximum.
        best[at] = np.maximum.accumulate(np.concatenate(([best[at, 0]], row)) - steps) + steps
    path: dict[int, int] = {}
    at, group = names, groups
    while at and group:
        if np.isclose(best[at, group], best[at - 1, group - 1] + gains[at - 1, group - 1]):
            at, group = at - 1, group - 1
            path[at] = group
        elif np.isclose(best[at, group], best[at - 1, group] + skipped[at - 1]):
            at -= 1
        else:
            group -= 1
    return path


def _moved(found: Sequence[Segment], groups: Sequence[Segment], path: Mapping[int, int]) -> list[Segment]:
    """The segments with the figures of the path; figures that it left out are dropped with their line."""
    at = -1
    moved = []
    for one in found:
        if one.name:
            at += 1
            moved.append(replace(one, figures=groups[path[at]].figures if at in path else ()))
    return moved
