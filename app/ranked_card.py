"""One ranked product as a person reads it: place, score with its parts, reasons, flags, and the whole reckoning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.choices import PART_NAMES
from app.citations import why
from app.flag_list import flag_list
from app.markup import EMPTY, Html, join, tag, text
from app.to_check import chip, words_to_check
from catalog.entry import Entry
from catalog.reasons import Reason
from catalog.weights import Weights
from scanner.wording import form_name, listed, number

COLOURS = {
    "goal_fit": "#0b7a63",
    "gut_comfort": "#3a6ea5",
    "absorption": "#7a9cc6",
    "limit_status": "#8a6fb0",
    "clear_label": "#b9a3d3",
    "third_party_test": "#c27c2c",
    "co_ingredients": "#dca766",
    "pills_per_day": "#8c8c86",
    "cost": "#b5b4ac",
}
"""Of the score's parts; the legend beside them has the words and the points."""
MOST_REASONS = 3


def card(entry: Entry, row: Mapping[str, Any], weights: Weights) -> Html:
    """The product's card. ``row`` is its line of the ranking's score table."""
    product = entry.product
    forms = listed([form_name(form) for form in product.forms]) or "form not known"
    badges = [word for word, holds in (("tie", entry.tied), ("best of these", entry.best_match)) if holds]
    badges.append(entry.group if entry.group != "supplement" else "")
    said = " · ".join(word for word in badges if word)
    head = tag(
        "p",
        tag("span", f"{entry.position}. ", class_="mg-position"),
        tag("span", product.title, class_="mg-position mg-verbatim"),
        tag("span", f"  {said}", class_="mg-faint") if said else EMPTY,
    )
    facts = tag("p", f"{forms} · {_range(entry.daily_mg, 0)} mg a day · evidence: {entry.grade}")
    score = tag("p", tag("strong", f"{entry.score:.1f} of 100"), _band(entry), class_="mg-verbatim")
    reasons = join([_reason(reason) for reason in entry.reasons[:MOST_REASONS]])
    return tag(
        "article", head, facts, _mark(entry), score, parts_bar(entry), tag("ul", reasons, class_="mg-reasons"),
        flag_list(entry.flags), reckoning(entry, row, weights), class_="mg mg-card",
    )  # fmt: skip


def _mark(entry: Entry) -> Html:
    marked = chip(words_to_check(entry.product))
    return tag("p", marked) if marked else EMPTY


def _reason(reason: Reason) -> Html:
    return tag("li", reason.text, " ", why(reason.source))


def _range(pair: tuple[float, float], digits: int = 1) -> str:
    low, high = (number(round(value, digits)) for value in pair)
    return low if low == high else f"{low} to {high}"


def _band(entry: Entry) -> Html:
    if round(entry.low, 1) == round(entry.high, 1):
        return EMPTY
    return text(
        f", between {entry.low:.1f} and {entry.high:.1f} as the split or the directions leave it open"
    )


def parts_bar(entry: Entry) -> Html:
    """The score as a bar of its parts, each named with its points."""
    shown = {name: part for name, part in entry.parts.items() if part.points >= 0.05}
    pieces = join(
        [
            tag("span", style=f"width:{part.points:.2f}%;background:{COLOURS[name]}", title=PART_NAMES[name])
            for name, part in shown.items()
        ]
    )
    legend = join(
        [
            tag(
                "span", tag("i", style=f"background:{COLOURS[name]}"), f"{PART_NAMES[name]} {part.points:.1f}"
            )
            for name, part in shown.items()
        ]
    )
    said = ", ".join(f"{PART_NAMES[name]} {part.points:.1f}" for name, part in shown.items())
    bar = tag("div", pieces, class_="mg-parts", role="img", aria_label=f"Points: {said}")
    return join([bar, tag("div", legend, class_="mg-legend")])


def reckoning(entry: Entry, row: Mapping[str, Any], weights: Weights) -> Html:
    """Why this order: the formula with this product's numbers, and the reasons that the card has no room for."""
    goal_fit, quality = float(row["goal_fit"]), float(row["quality"])
    goal_points, quality_points = number(weights.goal_points), number(weights.quality_points)
    floor, share = number(weights.dose_floor), number(weights.dose_share)
    evidence, dose_fit = float(row["evidence"]), float(row["dose_fit"])
    lines = [
        f"Score = {goal_points} x fit for the goal + {quality_points} x quality",
        f"= {goal_points} x {goal_fit:.3f} + {quality_points} x {quality:.3f} = {entry.raw:.1f}",
        f"Fit for the goal = evidence {evidence:.2f} x ({floor} + {share} x dose fit {dose_fit:.2f}).",
    ]
    if round(evidence * (weights.dose_floor + weights.dose_share * dose_fit), 3) != round(goal_fit, 3):
        lines.append(
            "Where forms or their split differ it lies midway between their mean and the least of them."
        )
    lines += [f"Held at {number(weights.caps[cap])}: {cap.replace('_', ' ')}" for cap in entry.caps]
    table = tag(
        "table",
        tag(
            "thead",
            tag(
                "tr",
                tag("th", "Part of quality", scope="col"),
                *(tag("th", head, scope="col", class_="mg-number") for head in ("value", "counts", "points")),
            ),
        ),
        tag("tbody", join([_part_row(name, entry) for name in entry.parts if name != "goal_fit"])),
        class_="mg-table",
    )
    further = join([_reason(reason) for reason in entry.reasons[MOST_REASONS:]])
    scroll = tag("div", table, class_="mg-scroll", tabindex="0", role="region", aria_label="Parts of quality")
    return tag(
        "details", tag("summary", "Why this order?"), join([tag("p", line) for line in lines]),
        scroll, tag("ul", further, class_="mg-reasons") if further else EMPTY, class_="mg-reckoning",
    )  # fmt: skip


def _part_row(name: str, entry: Entry) -> Html:
    part = entry.parts[name]
    value = "not known, left out" if part.value is None else f"{part.value:.2f}"
    cells = (value, f"{part.share:.0%}", f"{part.points:.1f}")
    return tag(
        "tr",
        tag("th", PART_NAMES[name], scope="row"),
        *(tag("td", cell, class_="mg-number") for cell in cells),
    )
