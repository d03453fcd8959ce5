"""Whether the photo should be looked at again, closer, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from catalog.names import magnesium_spans
from scanner.label.facts import parsed_of
from scanner.page import Box, Page, Word, union
from scanner.panel.record import fuller
from scanner.parsed.page import ParsedPage, Span
from scanner.reading.look import PHONE_PIXELS, Reading
from scanner.records import PANEL_ORDER, Facts

_TITLES = ("title.supplement", "title.nutrition", "title.drug")
_TELLING = (
    *_TITLES,
    *("title.composition", "serving.size", "container.per", "column.percent", "nutrient"),
    *("ingredients.head", "directions.head"),
)
"""What words of a panel mean, beside amounts and percentages."""
_SINGLE = ("forms", "serving", "per_container", "net_count", "servings_per_day")
"""Fields that a look may lack by itself."""
_CLEAR = 0.9
_FEW = 3
"""A region needs at least this many words of a panel."""


def worth_a_closer_look(facts: Facts, page: Page) -> Box | None:
    """The region to read again; ``None`` when the first look has it all or shows nothing of a panel."""
    parsed = parsed_of(page)
    telling = list(_telling(parsed))
    if len(telling) >= _FEW and _complete(facts, page, parsed, telling):
        return None
    titles = [
        line.box(title.start, title.end)
        for line in parsed.lines
        if (title := line.first(*_TITLES)) is not None
    ]
    if titles and (facts.serving.value is None or len(telling) < _FEW):
        return _below(max(titles, key=lambda box: box[3] - box[1]), page)
    if len(telling) >= _FEW:
        return _around(telling, page)
    if _large(page) and page.words and facts.serving.value is None:
        # A front, or a panel whose letters are too small for the first look: only the large print was found.
        return _around(page.words, page)
    if facts.elemental_mg.state == "missing" and _names_magnesium(page):
        # The amount may stand in small print beside the large word.
        return _around(page.words, page)
    return None


def _below(title: Box, page: Page) -> Box:
    """The panel that hangs under its title: about as wide as the title and up to three times as high."""
    x0, y0, x1, y1 = title
    wide = x1 - x0
    right, bottom = min(page.size[0], round(x1 + 0.6 * wide)), min(page.size[1], round(y1 + 2.5 * wide))
    return (max(0, round(x0 - 0.4 * wide)), max(0, round(y0 - 0.3 * wide)), right, bottom)


def _large(page: Page) -> bool:
    return page.size[0] * page.size[1] >= PHONE_PIXELS


def _names_magnesium(page: Page) -> bool:
    return any(magnesium_spans(word.text) for word in page.words)


def _telling(parsed: ParsedPage) -> Iterator[Word]:
    """The words of a panel: those that hold an amount, a percentage, a nutrient or what announces them."""
    for line in parsed.lines:
        spans = [one for one in line.spans if _tells_of_a_panel(one)]
        for start, word in zip(line.row.starts, line.row.words, strict=True):
            end = start + len(word.text)
            if any(one.start < end and start < one.end for one in spans) or magnesium_spans(word.text):
                yield word


def _tells_of_a_panel(span: Span) -> bool:
    return span.kind in {"mass", "percent"} or span.means(*_TELLING) is not None


def _complete(facts: Facts, page: Page, parsed: ParsedPage, telling: Sequence[Word]) -> bool:
    """Whether everything a panel has was read, or all that is there was read clearly."""
    serving = facts.serving.state != "missing" and facts.per_container.state != "missing"
    has_percents = sum(one.kind == "percent" for line in parsed.lines for one in line.spans) >= 2
    dose = facts.elemental_mg.state != "missing" and (facts.percent_dv.state != "missing" or not has_percents)
    clear = float(np.mean([w.confidence >= _CLEAR for w in telling])) >= 0.9
    if facts.elemental_mg.state == "sure" and facts.serving.state == "sure":
        return bool(facts.forms.value) or clear  # a form that is not named, or was not read?
    if _names_magnesium(page):
        return serving and dose
    return clear and facts.serving.state != "missing"


def _around(telling: Sequence[Word], page: Page) -> Box:
    """The telling words with room around: their neighbours were perhaps not found at all."""
    height = float(np.median([w.height for w in telling]))
    x0, y0, x1, y1 = union([w.box for w in telling])
    width, tall = page.size
    side, room = 0.12 * (x1 - x0) + 3 * height, 0.08 * (y1 - y0) + 4 * height
    return (
        max(0, round(x0 - side)),
        max(0, round(y0 - room)),
        min(width, round(x1 + side)),
        min(tall, round(y1 + room)),
    )


def says_nothing(facts: Facts) -> bool:
    """Whether neither magnesium nor a serving was read."""
    return facts.forms.state == "missing" and facts.serving.value is None


def tells_of_a_serving(facts: Facts) -> bool:
    """Whether a serving or a sure dose was read: what a panel is read for."""
    return facts.serving.value is not None or facts.elemental_mg.state == "sure"


def more_complete(first: tuple[Facts, Reading], second: tuple[Facts, Reading]) -> tuple[Facts, Reading]:
    """The look that read more of what a panel says; the second where they are equal, its letters were larger.

    What it lacks is filled in from the other one, to be checked.
    """
    best, other = (second, first) if _weight(second[0]) >= _weight(first[0]) else (first, second)
    facts = filled(best[0], other[0])
    return best if facts == best[0] else (facts, best[1])


def filled(facts: Facts, other: Facts) -> Facts:
    """``facts`` with what only the ``other`` look read: the witness, or a person, has to see it too."""
    lacking = {
        name: field if field.state == "check" else field.doubted("read in one of two looks", "reading")
        for name in _SINGLE
        if not getattr(facts, name).value and (field := getattr(other, name)).value
    }
    same_dose = facts.elemental_mg.value is not None and facts.elemental_mg.value == other.elemental_mg.value
    if same_dose and facts.percent_dv.value is None and other.percent_dv.value is not None:
        # The amount goes with its percentage, which may be what certifies it.
        lacking |= {name: getattr(other, name) for name in ("elemental_mg", "percent_dv", "basis")}
    return replace(facts, **lacking, **_contents(facts, other))


def _contents(facts: Facts, other: Facts) -> dict[str, Any]:
    """What else is in the product by either look; all of it is told where one of them read the whole panel.

    An ingredient to which this look found no amount stays without one: the other look may have read a neighbour's.
    """
    return {
        "co_ingredients": {**other.co_ingredients, **facts.co_ingredients},
        "panel_read": min(facts.panel_read, other.panel_read, key=PANEL_ORDER.index),
        "language": facts.language or other.language,
        "market": facts.market or other.market,
        "panel": fuller(facts.panel, other.panel),
    }


def _weight(facts: Facts) -> float:
    worth = {"sure": 1.0, "check": 0.7, "missing": 0.0}
    fields = (
        facts.elemental_mg,
        facts.elemental_mg,
        facts.percent_dv,
        facts.forms,
        facts.serving,
        facts.per_container,
    )
    return sum(worth[field.state] if field.value else 0.0 for field in fields)
