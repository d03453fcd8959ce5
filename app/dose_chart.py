"""The daily dose of each product as a bar, limits as lines, the range counted as right for the goal as a band.

The band ends at the person's limit. What lies above it is striped and says so: no colour may recommend it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from app.inks import LIGHT, Inks
from app.to_check import to_check, words_to_check
from catalog.entry import Entry
from catalog.forms import forms
from catalog.goals import evidence, goal_named
from catalog.limit_words import whose
from catalog.limits import limit_for
from catalog.product import MEDICINE_GOAL
from catalog.profile import Profile
from catalog.weights import Weights, studied_range
from scanner.screen_text import visible
from scanner.wording import form_name, number

_ROW_PX, _AXIS_PX = 30, 60
_STEP_PX = 16
_MOST_LETTERS = 26
_MOST_LIMITS = 3.0
"""The axis shows at most this many times the highest limit."""
_TEXT_PX = 12
_TICKS = 6
_STRIPES = 110
"""Over the whole width of the chart."""


def limits_in_words(authorities: Sequence[str], profile: Profile) -> dict[float, str]:
    """The limits of these authorities for this person: mg a day to whose they are, lowest first."""
    whose: dict[float, list[str]] = {}
    for authority in authorities:
        limit = limit_for(authority, profile)
        if limit.limit_mg_per_day is not None:
            names = whose.setdefault(limit.limit_mg_per_day, [])
            if limit.short_name not in names:
                names.append(limit.short_name)
    return {mg: f"{', '.join(names)} {number(mg)}" for mg, names in sorted(whose.items())}


@dataclass(frozen=True, slots=True)
class Band:
    """The range counted as right for a goal, in mg a day, parted at the person's limit."""

    within: tuple[float, float] | None
    """Low and high up to the limit; None where all of it lies above, or no limit is known."""
    above: tuple[float, float | None] | None
    """What lies above the limit; high is None where it has no upper end."""
    label: str
    """What the chart writes over the part above."""
    words: str


def dose_band(goal: str, entry: Entry, weights: Weights, profile: Profile) -> Band | None:
    """The range for this goal and the product's first form; None where no dose was studied."""
    form = entry.product.forms[0] if entry.product.forms else ""
    points, own = weights.dose_points(goal, form)
    if points is None:
        return None
    low, high = studied_range(points)
    aim = f"{goal_named(goal).name} ({form_name(form) if own else 'any form'})"
    limit = limit_for(profile.authority, profile)
    most = limit.limit_mg_per_day
    if most is None:
        words = (
            f"The striped part, {_span(low, high)}, is counted as right for {aim}, "
            "but no limit is known for this person."
        )
        return Band(None, (low, high), "no limit is known", words)
    within = (low, most if high is None else min(most, high)) if low < most or low == most == high else None
    above = (max(low, most), high) if high is None or high > most else None
    said = []
    if within is not None:
        said.append(f"The green band, {_span(*within)}, is the range we count as right for {aim}.")
    label = ""
    if above is not None:
        label = "above the limit" if within else "all of it is above the limit"
        how = "is above" if within else f"is the range we count as right for {aim}, and all of it is above"
        said.append(f"The striped part, {_span(*above)}, {how} the {limit.short_name} limit.")
    return Band(within, above, label, " ".join(said))


def only_above(goal: str, entries: Sequence[Entry], profile: Profile) -> tuple[str, ...]:
    """A sentence for each form of these products whose every studied dose is above the person's limit."""
    limit = limit_for(profile.authority, profile)
    if limit.limit_mg_per_day is None:
        return ()
    found = []
    for form in dict.fromkeys(form for entry in entries for form in entry.product.forms):
        if form not in forms() or not forms()[form].is_source:
            continue
        row = evidence(goal, form)
        if row.studied_low_mg is not None and row.studied_low_mg > limit.limit_mg_per_day:
            use = " So much is a laxative's use." if goal == MEDICINE_GOAL else ""
            found.append(
                f"The trials of {form_name(form)} for {goal_named(goal).name} gave {row.studied} mg a day, "
                f"which is above {whose(limit)}.{use}"
            )
    return tuple(found)


def _span(low: float, high: float | None) -> str:
    if high is None:
        return f"from {number(low)} mg a day on"
    return f"{number(low)} mg a day" if low == high else f"{number(low)} to {number(high)} mg a day"


def dose_chart(
    entries: Sequence[Entry],
    limits: dict[float, str],
    band: Band | None,
    inks: Inks = LIGHT,
) -> alt.LayerChart | alt.FacetChart:
    """The chart; product names are data and never formulas or markup."""
    rows = pd.DataFrame(
        {
            "product": _labels(entries),
            "mg": [entry.daily_mg[1] for entry in entries],
            "shown": [_shown(entry) for entry in entries],
        }
    )
    most = _reach([*rows["mg"]], [*limits])
    written: dict[str, Any] = {
        "labelFontSize": _TEXT_PX,
        "titleFontSize": _TEXT_PX,
        "labelColor": inks.words,
        "titleColor": inks.words,
    }
    x = alt.X(
        "mg:Q",
        title="elemental magnesium, mg a day",
        scale=alt.Scale(domain=[0, most], clamp=True, nice=False),
        axis=alt.Axis(tickCount=_TICKS, **written),
    )
    y = alt.Y("product:N", sort=None, title=None, axis=alt.Axis(labelLimit=170, **written))
    layers: list[alt.Chart] = []
    if band is not None:
        layers += _band(band, most, inks, _STEP_PX * len(limits))
    bars = alt.Chart(rows)
    layers.append(bars.mark_bar(color="#4a80ba", height={"band": 0.62}).encode(x=x, y=y))
    of_bars = bars.mark_text(
        align="left", dx=6, x="width", color=inks.words, fontSize=_TEXT_PX, fontWeight=600
    )
    layers.append(of_bars.encode(y=y, text=alt.Text("shown:N")))
    if limits:
        lines = alt.Chart(pd.DataFrame({"mg": [*limits]})).mark_rule(
            color=inks.limit, strokeDash=[5, 3], size=2
        )
        layers.append(lines.encode(x=alt.X("mg:Q")))
    for place, (mg, of_whom) in enumerate(limits.items()):
        # One step higher for each, so that labels of limits close together do not meet.
        words = alt.Chart(pd.DataFrame({"mg": [mg], "whose": [of_whom]})).mark_text(
            align="left",
            dx=-3,
            dy=-6 - _STEP_PX * place,
            y=0,
            color=inks.limit,
            fontSize=_TEXT_PX,
            fontWeight=600,
        )
        layers.append(words.encode(x=alt.X("mg:Q"), text=alt.Text("whose:N")))
    steps = len(limits) + (band is not None and band.above is not None)
    return alt.layer(*layers).properties(height=_ROW_PX * len(entries) + _AXIS_PX + _STEP_PX * steps)


def _band(band: Band, most: float, inks: Inks, raised_px: int) -> list[alt.Chart]:
    """Green up to the limit; stripes above it, under words of their own, over the words of the limits."""
    layers: list[alt.Chart] = []
    if band.within is not None:
        reach = pd.DataFrame({"low": [band.within[0]], "high": [min(band.within[1], most)]})
        green = alt.Chart(reach).mark_rect(opacity=0.16, color="#0b7a63", stroke="#0b7a63")
        layers.append(green.encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")))
    if band.above is None or band.above[0] >= most:
        return layers
    low, high = band.above[0], most if band.above[1] is None else min(band.above[1], most)
    step = most / _STRIPES
    stripes = pd.DataFrame({"mg": [low + step * count for count in range(int((high - low) / step) + 1)]})
    layers.append(alt.Chart(stripes).mark_rule(color=inks.words, opacity=0.3).encode(x=alt.X("mg:Q")))
    words = alt.Chart(pd.DataFrame({"mg": [high], "said": [band.label]})).mark_text(
        align="right", dy=-6 - raised_px, y=0, color=inks.words, fontSize=_TEXT_PX
    )
    layers.append(words.encode(x=alt.X("mg:Q"), text=alt.Text("said:N")))
    return layers


def _shown(entry: Entry) -> str:
    """The dose beside its bar, marked where something of the product is still to be checked."""
    count = len(to_check(entry.product))
    return f"{number(round(entry.daily_mg[1], 1))} mg" + (f" ({count} to check)" if count else "")


def _marked(entry: Entry) -> str:
    words = words_to_check(entry.product)
    return f" ({words})" if words else ""


def _reach(doses_mg: Sequence[float], limits_mg: Sequence[float]) -> float:
    """Where the axis ends: one huge dose must not press all others flat; its figure stands beside its bar."""
    limit = max(limits_mg, default=350.0)
    return min(max([*doses_mg, limit, 100.0]) * 1.25, _MOST_LIMITS * limit)


def _labels(entries: Sequence[Entry]) -> list[str]:
    """The titles, shortened; a number keeps products of the same name apart, which would share a bar."""
    titles = [visible(entry.product.title) for entry in entries]
    short = [one if len(one) <= _MOST_LETTERS else f"{one[: _MOST_LETTERS - 1]}…" for one in titles]
    return [
        f"{label} ({short[: place + 1].count(label)})" if short.count(label) > 1 else label
        for place, label in enumerate(short)
    ]


def chart_in_words(entries: Sequence[Entry], limits: dict[float, str], band: Band | None = None) -> str:
    """The chart for people who cannot see it."""
    doses = "; ".join(
        f"{visible(entry.product.title)} {number(round(entry.daily_mg[1], 1))} mg a day{_marked(entry)}"
        for entry in entries
    )
    said = f"Daily doses: {doses}. Limits: {'; '.join(limits.values()) or 'none known'}."
    return said if band is None else f"{said} {band.words}"
