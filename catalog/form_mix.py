"""Blends: what the forms of a product are worth together, by their shares, or at worst and at best."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from catalog.goals import Evidence
from catalog.product_table import Floats, ProductTable
from catalog.weights import Weights

MAIN_SHARE = 0.75
"""A form with this share of the magnesium, or more, speaks for the whole product."""


@dataclass(frozen=True, slots=True)
class Span:
    """One value per product between its cautious end and its hopeful end; equal where all is known."""

    low: Floats
    high: Floats


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
        self._main = self._disclosed[self._product] & (self._share >= MAIN_SHARE)
        self._has_main = np.zeros(len(lines), dtype=bool)
        self._has_main[self._product[self._main]] = True

    def by_form(self, value: Callable[[str], float], best: float) -> Span:
        """A value of 0 to 1 that the form decides. Where it is not known (NaN) it lies between 0 and `best`."""
        values = self._of_forms(value)
        unknown = np.isnan(values)
        return Span(
            self._read(np.where(unknown, 0.0, values)).low, self._read(np.where(unknown, best, values)).high
        )

    def mean(self, value: Callable[[str], float]) -> Floats:
        """The mean of a value over the forms of each product, by their shares; by equal parts where hidden."""
        return self._mean(self._of_forms(value))

    def dose_fit(self, goal: str, weights: Weights, daily_mg: Floats) -> Span:
        """How far `daily_mg` (elemental mg a day) fits what was studied, 0 to 1, by form."""
        low, high = self._dose_fits(goal, weights, daily_mg)
        return Span(self._mean(low), self._mean(high))

    def goal_fit(self, goal: str, weights: Weights, daily_mg: Floats) -> Span:
        """Evidence x dose fit of every product at `daily_mg` elemental mg a day."""
        level = self._of_forms(lambda form: self._known[form].weight)
        ends = [
            level * (weights.dose_floor + weights.dose_share * fit)
            for fit in self._dose_fits(goal, weights, daily_mg)
        ]
        return Span(self._read(ends[0]).low, self._read(ends[1]).high)

    def worst(self, value: Callable[[str], float]) -> Floats:
        """The least value among the forms of each product."""
        least: Floats = np.fmin.reduceat(self._of_forms(value), self._first)
        return least

    def best(self, value: Callable[[str], float]) -> Floats:
        """The greatest value among the forms of each product."""
        greatest: Floats = np.fmax.reduceat(self._of_forms(value), self._first)
        return greatest

    def main(self, value: Callable[[str], float]) -> Floats:
        """The value of the form that holds nearly all of the magnesium; NaN where no form is known to."""
        found = np.full(len(self._disclosed), np.nan)
        found[self._product[self._main]] = self._of_forms(value)[self._main]
        return found

    def strictest(self, value: Callable[[str], float], greatest: bool) -> Floats:
        """The value of the main form; without one the greatest (or least) of all forms; NaN where none has one."""
        main = self.main(value)
        return np.where(self._has_main, main, self.best(value) if greatest else self.worst(value))

    def _dose_fits(self, goal: str, weights: Weights, daily_mg: Floats) -> tuple[Floats, Floats]:
        """Dose fit of every line at worst and at best: a hidden share may be any."""
        low = np.full(len(self._form), weights.not_studied_fit)
        high = low.copy()
        total_mg = daily_mg[self._product]
        disclosed = self._disclosed[self._product]
        for code, form in enumerate(self._names):
            points, own = weights.dose_points(goal, form)
            if points is None:
                continue
            mask = self._form == code
            doses, fits = [mg for mg, _ in points], [fit for _, fit in points]
            # A form with its own range is held to its own milligrams, any other to all the magnesium.
            mg = total_mg[mask] * (self._share[mask] if own else 1.0)
            fit = np.interp(mg, doses, fits)
            hidden = ~disclosed[mask] & own
            low[mask] = np.where(hidden, fits[0], fit)
            high[mask] = np.where(hidden, max(fits), fit)
        return low, high

    def _of_forms(self, value: Callable[[str], float]) -> Floats:
        values: Floats = np.array([value(form) for form in self._names], dtype=np.float64)[self._form]
        return values

    def _mean(self, values: Floats) -> Floats:
        mean: Floats = np.bincount(self._product, values * self._share, len(self._disclosed))
        return mean

    def _read(self, values: Floats) -> Span:
        mean = self._mean(values)
        low: Floats = np.where(self._disclosed, mean, np.fmin.reduceat(values, self._first))
        high: Floats = np.where(self._disclosed, mean, np.fmax.reduceat(values, self._first))
        return Span(low, high)
