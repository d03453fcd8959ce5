"""Blends: what the forms of a product are worth together, by their shares, or between two readings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.goals import Evidence
from catalog.product_table import Floats, ProductTable
from catalog.weights import Weights


@dataclass(frozen=True, slots=True)
class Reading:
    """One value per product: where the split is not disclosed, midway between the mean and the worst form.

    `worst` and `mean` are the ends of the uncertainty; all three are equal where the split is known.
    """

    middle: Floats
    worst: Floats
    mean: Floats


@dataclass(frozen=True, slots=True)
class GoalFit:
    """Evidence x dose fit of each product at one daily dose, and the means that made it."""

    reading: Reading
    dose_fit: Floats
    evidence: Floats


class FormMix:
    """One line per product and form. Every product of the table must have a form that is a source."""

    def __init__(self, table: ProductTable, known: Mapping[str, Evidence]) -> None:
        self._known = known
        self._names = tuple(known)
        code_of = {form: code for code, form in enumerate(self._names)}
        counts = np.array([len(found) for found, _ in table.combinations], dtype=np.intp)
        first_of = np.cumsum(counts) - counts
        form_codes = np.array(
            [code_of[form] for found, _ in table.combinations for form in found], dtype=np.intp
        )
        shares = np.array(
            [
                share
                for found, given in table.combinations
                for share in (given or [1 / len(found)] * len(found))
            ]
        )
        product_codes = table.columns["combination"].to_numpy(dtype=np.intp)
        lines = counts[product_codes]
        self._first = np.cumsum(lines) - lines
        self._product = np.repeat(np.arange(len(lines)), lines)
        line = (
            first_of[product_codes][self._product]
            + np.arange(len(self._product))
            - self._first[self._product]
        )
        self._form, self._share = form_codes[line], shares[line]
        disclosed = np.array([len(found) == 1 or given is not None for found, given in table.combinations])
        self._disclosed = disclosed[product_codes]

    def by_form(self, value: Callable[[str], float]) -> Reading:
        """A value that the form decides (NaN: not known), read for every product."""
        return self._read(self._of_forms(value))

    def goal_fit(self, goal: str, weights: Weights, daily_mg: Floats) -> GoalFit:
        """Evidence x dose fit of every product at `daily_mg` elemental mg a day."""
        level = self._of_forms(lambda form: self._known[form].weight)
        fit = np.full(len(self._form), weights.not_studied_fit)
        total_mg = daily_mg[self._product]
        for code, form in enumerate(self._names):
            points, own = weights.dose_points(goal, form)
            if points is None:
                continue
            mask = self._form == code
            # A form with its own range is held to its own milligrams, any other to all the magnesium.
            mg = total_mg[mask] * (self._share[mask] if own else 1.0)
            fit[mask] = np.interp(mg, [mg for mg, _ in points], [fit for _, fit in points])
        value = level * (weights.dose_floor + weights.dose_share * fit)
        return GoalFit(self._read(value), self._mean(fit), self._mean(level))

    def all_levels(self, levels: frozenset[str]) -> NDArray[np.bool_]:
        """Which products hold only forms of these evidence levels."""
        inside = self._of_forms(lambda form: float(self._known[form].level in levels))
        return self._worst(inside) > 0

    def _of_forms(self, value: Callable[[str], float]) -> Floats:
        values: Floats = np.array([value(form) for form in self._names], dtype=np.float64)[self._form]
        return values

    def _mean(self, values: Floats) -> Floats:
        known = ~np.isnan(values)
        count = len(self._disclosed)
        total = np.bincount(self._product, np.where(known, values * self._share, 0.0), count)
        shares = np.bincount(self._product, np.where(known, self._share, 0.0), count)
        mean: Floats = np.divide(total, shares, out=np.full(count, np.nan), where=shares > 0)
        return mean

    def _worst(self, values: Floats) -> Floats:
        worst: Floats = np.fmin.reduceat(values, self._first)
        return worst

    def _read(self, values: Floats) -> Reading:
        mean = self._mean(values)
        worst = np.where(self._disclosed, mean, self._worst(values))
        return Reading((mean + worst) / 2, worst, mean)
