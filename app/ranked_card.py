"""One product of a ranking as a person reads it: its verdict and why, its dose and flags; the numbers in a fold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.choices import PART_NAMES
from app.citations import why
from app.flag_list import DOUBT, flag_list
from app.markup import EMPTY, Html, join, tag, text
from app.side_ingredients import SIDE_INGREDIENT_FLAGS
from app.to_check import chip, words_to_check
from app.verdict_groups import NONE_SAID, Said, if_so, open_questions, own_flags, own_sentences
from catalog.entry import Entry
from catalog.profile import Profile
from catalog.reasons import Reason
from catalog.verdict_words import WORDS
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
}
"""Of the score's parts; the words and the points stand beside each bar."""


def card(
    entry: Entry,
    row: Mapping[str, Any],
    weights: Weights,
    profile: Profile,
    said: Said = NONE_SAID,
    *,
    panel_confirmed: bool = False,
) -> Html:
    """The product's card. ``row`` is its line of the ranking's score table.

    ``said``: what stands above the card already. ``panel_confirmed``: whether a person has said that its other
    ingredients are right; else flags about them are to be checked.
    """
    product = entry.product
    forms = listed([form_name(form) for form in product.forms]) or "form not known"
    place = EMPTY if entry.position is None else tag("span", f"{entry.position}. ", class_="mg-position")
    head = tag("p", place, tag("span", product.title, class_="mg-position mg-verbatim"))
    sentences = [_reason(reason) for reason in own_sentences(entry, said)]
    price = "" if product.price_per_100_mg is None else f" · {_price(entry)}"
    group = "" if entry.group == "supplement" else f" · {entry.group}"
    return tag(
        "article", head, verdict_line(entry, row, profile),
        tag("div", join(sentences, " "), class_="mg-why-so") if sentences else EMPTY,
        tag("p", f"{forms} · {daily_range(entry, profile)}{price}{group}", class_="mg-faint"),
        _mark(entry), _flags(entry, row, said, panel_confirmed), reckoning(entry, row, weights),
        class_="mg mg-card",
    )  # fmt: skip


def verdict_word(verdict: str) -> Html:
    """The verdict as a word with a shape and a colour, which the stylesheet sets."""
    return tag("span", WORDS[verdict], class_=f"mg-verdict mg-verdict-{verdict}")


def verdict_line(entry: Entry, row: Mapping[str, Any], profile: Profile) -> Html:
    """The verdict; where it is open, what is not known and what it would be."""
    word = verdict_word(entry.verdict)
    open_ = open_questions(row) if entry.verdict == "cannot_be_told" else ()
    missing = tag("span", f" Not known: {listed(open_)}.") if open_ else EMPTY
    would_be = if_so(entry, profile)
    return tag("p", word, missing, tag("span", f" {would_be}") if would_be else EMPTY)


def daily_range(entry: Entry, profile: Profile) -> str:
    """The daily amount, and what it is reckoned from where the label's directions were not read."""
    amount = f"{_range(entry.daily_mg)} mg"
    if entry.product.has_directions:
        return f"{amount} a day"
    if profile.servings_where_unread is None:
        return f"{amount} in one serving"
    return f"{amount} a day as you take it"


def _price(entry: Entry) -> str:
    return f"100 mg costs {entry.product.price_per_100_mg:.2f} {entry.product.currency or ''}".strip()


def _flags(entry: Entry, row: Mapping[str, Any], said: Said, panel_confirmed: bool) -> Html:
    """What the verdict does not say by itself. A flag that all cards carry stands above them."""
    left = own_flags(entry, said)
    shown = flag_list(left, doubted=frozenset() if panel_confirmed else SIDE_INGREDIENT_FLAGS)
    said_already = any(flag.kind in SIDE_INGREDIENT_FLAGS for flag in left)
    if panel_confirmed or said_already or not _by_ingredients(row):
        return shown
    return join([tag("p", DOUBT, class_="mg-faint mg-small"), shown])


def _by_ingredients(row: Mapping[str, Any]) -> bool:
    """Whether another ingredient enters the verdict."""
    return bool(row.get("works_against", False)) or bool(row.get("ingredient_caution", False))


def _mark(entry: Entry) -> Html:
    marked = chip(words_to_check(entry.product))
    return tag("p", marked) if marked else EMPTY


def _reason(reason: Reason) -> Html:
    return tag("span", reason.text, " ", why(reason.source))


def _range(pair: tuple[float, float]) -> str:
    low, high = (number(round(value, 1)) for value in pair)
    return low if low == high else f"{low} to {high}"


def parts_bars(entry: Entry, weights: Weights) -> Html:
    """A bar for each part of the score with "x of max"; a part that does not count for the goal is left out."""
    rows = []
    for name, part in entry.parts.items():
        most = weights.goal_points if name == "goal_fit" else weights.quality_points * part.share
        if most <= 0:
            continue
        share = min(100.0, 100 * part.points / most)
        bar = tag(
            "div",
            tag("span", style=f"width:{share:.1f}%;background:{COLOURS[name]}"),
            class_="mg-parts",
        )
        points = tag("span", f"{part.points:.1f} of {number(round(most, 1))}", class_="mg-number")
        rows.append(tag("li", tag("span", PART_NAMES[name]), bar, points))
    return tag("ul", join(rows), class_="mg-bars")


def reckoning(entry: Entry, row: Mapping[str, Any], weights: Weights) -> Html:
    """How the product came to its place: points, formula with its numbers, and every reason."""
    goal_fit, quality = float(row["goal_fit"]), float(row["quality"])
    goal_points, quality_points = number(weights.goal_points), number(weights.quality_points)
    floor, share = number(weights.dose_floor), number(weights.dose_share)
    evidence, dose_fit = float(row["evidence"]), float(row["dose_fit"])
    lines = [
        f"{entry.score:.1f} of 100 points{_band(entry)}.",
        "The points order products of one verdict and measure nothing else.",
        f"Points = {goal_points} x fit for the goal + {quality_points} x quality.",
        f"Here {goal_points} x {goal_fit:.3f} + {quality_points} x {quality:.3f} = {entry.score:.1f}.",
    ]
    if round(evidence * (weights.dose_floor + weights.dose_share * dose_fit), 3) == round(goal_fit, 3):
        lines.append(
            f"Fit for the goal = evidence {evidence:.2f} x ({floor} + {share} x dose fit {dose_fit:.2f})."
        )
    else:
        lines.append(
            "Fit for the goal is the least that its forms, their shares and the directions leave possible."
        )
    lines.append(f"How sure the evidence is: {entry.grade}.")
    reasons = join([tag("li", _reason(reason)) for reason in entry.reasons])
    return tag(
        "details", tag("summary", "How this place came about"), tag("p", lines[0]),
        parts_bars(entry, weights), join([tag("p", line) for line in lines[1:]]),
        tag("ul", reasons, class_="mg-reasons"), class_="mg-reckoning",
    )  # fmt: skip


def _band(entry: Entry) -> Html:
    if round(entry.score, 1) == round(entry.high, 1):
        return EMPTY
    return text(f", and {entry.high:.1f} if all that is not known were the best it can be")
