"""The daily dose of each product as a bar, limits as lines, the range taken as fitting for the goal as a band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from app.inks import LIGHT, Inks
from catalog.entry import Entry
from catalog.goals import goal_named
from catalog.limits import limit_for
from catalog.profile import Profile
from catalog.reasons import studied_range
from catalog.weights import Weights
from scanner.screen_text import visible
from scanner.wording import form_name, number

_ROW_PX, _AXIS_PX = 30, 60
_STEP_PX = 16
_MOST_LETTERS = 26
_MOST_LIMITS = 3.0
"""The axis shows at most this many times the highest limit."""
_TEXT_PX = 12
_TICKS = 6


def limits_in_words(authorities: Sequence[str], profile: Profile) -> dict[float, str]:
    """The limits of these authorities for this person: mg a day to whose they are, lowest first."""
    whose: dict[float, list[str]] = {}
    for authority in authorities:
        limit = limit_for(authority, profile)
        if limit is not None and limit.limit_mg_per_day is not None:
            names = whose.setdefault(limit.limit_mg_per_day, [])
            if limit.short_name not in names:
                names.append(limit.short_name)
    return {mg: f"{', '.join(names)} {number(mg)}" for mg, names in sorted(whose.items())}


def fitting_range(goal: str, entry: Entry, weights: Weights) -> tuple[float, float | None, str] | None:
    """Low and high mg a day taken as fitting for this goal and the product's first form, with words."""
    form = entry.product.forms[0] if entry.product.forms else ""
    points, own = weights.dose_points(goal, form)
    if points is None:
        return None
    low, high = studied_range(points)
    upto = f"{low:g} mg and more" if high is None else f"{low:g} to {high:g} mg"
    whose = form_name(form) if own else "any form"
    return low, high, f"Band: {upto} a day are taken as fitting for {goal_named(goal).name} ({whose})."


def dose_chart(
    entries: Sequence[Entry],
    limits: dict[float, str],
    band: tuple[float, float | None] | None,
    inks: Inks = LIGHT,
) -> alt.LayerChart | alt.FacetChart:
    """The chart; product names are data and never formulas or markup."""
    rows = pd.DataFrame(
        {
            "product": [_label(place, entry) for place, entry in enumerate(entries, start=1)],
            "mg": [entry.daily_mg[1] for entry in entries],
            "shown": [f"{entry.daily_mg[1]:.0f} mg" for entry in entries],
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
        reach = pd.DataFrame({"low": [band[0]], "high": [most if band[1] is None else min(band[1], most)]})
        layers.append(
            alt.Chart(reach)
            .mark_rect(opacity=0.16, color="#0b7a63")
            .encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"))
        )
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
    for place, (mg, whose) in enumerate(limits.items()):
        # One step higher for each, so that labels of limits close together do not meet.
        words = alt.Chart(pd.DataFrame({"mg": [mg], "whose": [whose]})).mark_text(
            align="left",
            dx=-3,
            dy=-6 - _STEP_PX * place,
            y=0,
            color=inks.limit,
            fontSize=_TEXT_PX,
            fontWeight=600,
        )
        layers.append(words.encode(x=alt.X("mg:Q"), text=alt.Text("whose:N")))
    return alt.layer(*layers).properties(height=_ROW_PX * len(entries) + _AXIS_PX + _STEP_PX * len(limits))


def _reach(doses_mg: Sequence[float], limits_mg: Sequence[float]) -> float:
    """Where the axis ends: one huge dose must not press all others flat; its figure stands beside its bar."""
    limit = max(limits_mg, default=350.0)
    return min(max([*doses_mg, limit, 100.0]) * 1.25, _MOST_LIMITS * limit)


def _label(place: int, entry: Entry) -> str:
    title = visible(entry.product.title)
    short = title if len(title) <= _MOST_LETTERS else f"{title[: _MOST_LETTERS - 1]}…"
    return f"{place}. {short}"  # the number keeps products of the same name apart


def chart_in_words(entries: Sequence[Entry], limits: dict[float, str]) -> str:
    """The chart for people who cannot see it."""
    doses = "; ".join(f"{visible(entry.product.title)} {entry.daily_mg[1]:.0f} mg a day" for entry in entries)
    return f"Daily doses: {doses}. Limits: {'; '.join(limits.values()) or 'none'}."
