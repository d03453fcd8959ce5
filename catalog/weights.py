"""The numbers of the score: read from weights.toml, printable, and a person's to move."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

PARTS = (
    *("gut_comfort", "absorption", "limit_status", "clear_label"),
    *("third_party_test", "co_ingredients", "pills_per_day"),
)
"""The parts of product quality. The price is shown beside them and never scored: most people do not type it in."""

Points = tuple[tuple[float, float], ...]
"""Elemental mg a day and fit, in rising order of mg."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number that a score is made of; mg are elemental magnesium a day."""

    goal_points: float
    quality_points: float
    dose_floor: float
    dose_share: float
    tie_points: float
    verdict: Mapping[str, float]
    """token_share, near_share and over_share of a studied dose: see weights.toml."""
    start_mg: Mapping[str, Mapping[str, float]]
    """By goal and form: the dose a guideline starts with, where it is below what the trials gave."""
    quality: Mapping[str, Mapping[str, float]]
    """Weights of the parts by goal; "default" for goals without their own."""
    gut_comfort: Mapping[str, Mapping[int, float]]
    absorption: Mapping[str, float]
    limit_status: Mapping[str, float]
    clear_label: Mapping[str, float]
    co_ingredients: Mapping[str, float]
    pills_per_day: Mapping[str, float]
    not_studied_fit: float
    dose_fit: Mapping[str, Mapping[str, Points]]

    def quality_for(self, goal: str) -> Mapping[str, float]:
        """The weights of the parts for this goal."""
        return self.quality.get(goal, self.quality["default"])

    def gut_for(self, goal: str) -> Mapping[int, float]:
        """Value of each laxative class for this goal."""
        return self.gut_comfort.get(goal, self.gut_comfort["default"])

    def dose_points(self, goal: str, form: str) -> tuple[Points | None, bool]:
        """The dose range for a form and whether it is the form's own; None where no dose was studied."""
        ranges = self.dose_fit.get(goal, {})
        if form in ranges:
            return ranges[form], True
        return ranges.get("default"), False

    def with_part(self, goal: str, part: str, factor: float) -> "Weights":
        """The same weights with one part of one goal's quality multiplied. Raises ValueError."""
        if part not in PARTS:
            raise ValueError(f"part {part!r} is not known: use one of {', '.join(PARTS)}")
        parts = self.quality_for(goal)
        changed = MappingProxyType({**parts, part: parts[part] * factor})
        return replace(self, quality=MappingProxyType({**self.quality, goal: changed}))

    def with_goal_points(self, goal_points: float) -> "Weights":
        """The same weights with other points for the goal, the rest of 100 for quality. Raises ValueError."""
        if not 0 <= goal_points <= 100:
            raise ValueError(f"goal_points must be 0 to 100, not {goal_points}")
        return replace(self, goal_points=goal_points, quality_points=100 - goal_points)


@cache
def weights() -> Weights:
    """The weights of weights.toml. Raises ValueError where one is missing or out of range."""
    return weights_from(weights_text())


def weights_text() -> str:
    """weights.toml as it is: what is printed when someone asks how the score is made."""
    return files("catalog").joinpath("data", "weights.toml").read_text("utf-8")


def weights_from(text: str) -> Weights:
    """Weights out of TOML in the shape of weights.toml. Raises ValueError naming what is wrong."""
    table = tomllib.loads(text)
    try:
        found = _weights(table)
    except KeyError as error:
        raise ValueError(f"weights.toml: {error.args[0]} is missing") from error
    for goal, parts in found.quality.items():
        if set(parts) != set(PARTS) or min(parts.values()) < 0 or not sum(parts.values()):
            raise ValueError(f"weights.toml: [quality.{goal}] needs {', '.join(PARTS)}, none below 0")
    for goal, ranges in found.dose_fit.items():
        for form, points in ranges.items():
            doses, fits = [mg for mg, _ in points], [fit for _, fit in points]
            if doses != sorted(set(doses)) or not all(0 <= fit <= 1 for fit in fits):
                raise ValueError(
                    f"weights.toml: [dose_fit.{goal}] {form} must rise in mg with fits of 0 to 1"
                )
    return found


def _weights(table: dict[str, Any]) -> Weights:
    score, doses = table["score"], dict(table["dose_fit"])
    not_studied = float(doses.pop("not_studied"))
    return Weights(
        goal_points=float(score["goal_points"]),
        quality_points=float(score["quality_points"]),
        dose_floor=float(score["dose_floor"]),
        dose_share=float(score["dose_share"]),
        tie_points=float(score["tie_points"]),
        verdict=_numbers(table["verdict"]),
        start_mg=MappingProxyType({goal: _numbers(doses) for goal, doses in table["start_mg"].items()}),
        quality=MappingProxyType({goal: _numbers(parts) for goal, parts in table["quality"].items()}),
        gut_comfort=MappingProxyType(
            {
                goal: MappingProxyType({int(level): float(value) for level, value in classes.items()})
                for goal, classes in table["gut_comfort"].items()
            }
        ),
        absorption=_numbers(table["absorption"]),
        limit_status=_numbers(table["limit_status"]),
        clear_label=_numbers(table["clear_label"]),
        co_ingredients=_numbers(table["co_ingredients"]),
        pills_per_day=_numbers(table["pills_per_day"]),
        not_studied_fit=not_studied,
        dose_fit=MappingProxyType(
            {
                goal: MappingProxyType(
                    {
                        form: tuple((float(mg), float(fit)) for mg, fit in points)
                        for form, points in ranges.items()
                    }
                )
                for goal, ranges in doses.items()
            }
        ),
    )


def studied_range(points: Points) -> tuple[float, float | None]:
    """The lowest and highest mg a day of full fit; None where full fit has no upper end.

    >>> studied_range(((0, 0), (200, 1), (350, 1), (700, 0.5)))
    (200, 350)
    """
    full = [mg for mg, fit in points if fit >= 1]
    return full[0], None if points[-1][1] >= 1 else full[-1]


def _numbers(table: Mapping[str, Any]) -> Mapping[str, float]:
    return MappingProxyType({key: float(value) for key, value in table.items()})
