"""What a serving is and how many the pack holds, from the rows of the panel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from scanner.page import Box
from scanner.quantities import Count, counts, parse_number, quantity_expression
from scanner.records import Field, Serving, missing
from scanner.rows import Row, cells
from scanner.vocabulary import fold, serving_headers, unit_expression, words

_WEIGHT_UNITS = ("g", "ml", "oz", "fl oz")


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate for a field: its value, where it was printed and how it was announced."""

    value: Serving | float
    text: str
    box: Box
    rank: int
    """0 is announced by name ("Serving size"); higher numbers are weaker announcements."""
    confidence: float
    doubt: str | None = None
    """Why a person should look at it, however clear the letters."""


def read_serving(rows: Sequence[Row]) -> Field[Serving]:
    """The serving of the default column; *check* where two statements disagree."""
    found = [*_labelled_servings(rows), *_headed_servings(rows)]
    return _choose(found, "no serving size was found")


def read_per_container(rows: Sequence[Row]) -> Field[float]:
    """The printed number of servings in the pack."""
    return _choose(_counts_of_servings(rows), "no number of servings was found")


_PIECES = ("capsule", "tablet", "softgel", "gummy", "lozenge", "packet", "sachet", "piece")


def read_net_count(rows: Sequence[Row]) -> Field[float]:
    """How many pieces the pack holds ("120 capsules"), where a line says that and little else."""
    found = []
    for row in rows:
        for cell in cells(row):
            for count in counts(fold(cell.text)):
                rest = len(cell.text.strip()) - (count.end - count.start)
                if count.unit in _PIECES and 10 <= count.quantity <= 1000 and rest <= 24:
                    start, end = cell.start + count.start, cell.start + count.end
                    confidence = row.confidence(start, end)
                    found.append(
                        Finding(count.quantity, row.text[start:end], row.box_of(start, end), 0, confidence)
                    )
    return _choose(found, "no piece count was found")


def derived_per_container(net_count: Field[float], serving: Field[Serving]) -> Field[float] | None:
    """Servings in the pack worked out from its pieces, to be checked; ``None`` where that is not possible."""
    if net_count.value is None or serving.value is None or serving.value.unit not in _PIECES:
        return None
    servings = net_count.value / serving.value.quantity
    if servings != int(servings):
        return None
    said = f"derived: {net_count.value:g} pieces, {serving.value.quantity:g} in a serving"
    return Field(servings, net_count.text, net_count.box, "check", said)


_CLEAR = 0.95
"""From this confidence on, a reading needs no second reader."""


def _choose(found: Sequence[Finding], nothing: str) -> Field[Any]:
    if not found:
        return missing(nothing)
    best = min(found, key=lambda f: (f.rank, -f.confidence))
    rivals = [f for f in found if f.rank == best.rank and not _agree(f.value, best.value)]
    field = Field(best.value, best.text, best.box, "sure", f"printed: “{best.text}”")
    if rivals:
        return field.doubted(f"the label also says “{rivals[0].text}”")
    if best.doubt:
        return field.doubted(best.doubt)
    if best.confidence < _CLEAR:
        return field.doubted("the print was hard to read", "reading")
    return field


def _agree(a: Serving | float, b: Serving | float) -> bool:
    if isinstance(a, Serving) and isinstance(b, Serving):
        return a.quantity == b.quantity and a.unit == b.unit
    return a == b


def _labelled_servings(rows: Sequence[Row]) -> list[Finding]:
    found = []
    for index, row in enumerate(rows):
        text = fold(row.text)
        for label in words("serving_size").finditer(text):
            end = _next_label(text, label.end())
            finding = _serving_in(row, label.end(), end, rank=0)
            if finding is None and index + 1 < len(rows) and end == len(text):
                finding = _below(row, label, rows[index + 1 : index + 3])
            if finding is not None:
                found.append(finding)
    return found


def _vagueness(unit: str) -> int:
    # "31 g (2 biscuits)" and "1 serving (2 capsules)" are told in the unit a person can count.
    return 2 if unit in ("serving", "dose") else 1 if unit in ("g", "oz") else 0


def _next_label(text: str, start: int) -> int:
    """Where the next announcement begins, so that one label does not take another's value."""
    after = [
        m.start()
        for kind in ("per_container", "serving_size", "ingredients")
        for m in words(kind).finditer(text, start)
    ]
    return min(after, default=len(text))


def _serving_in(row: Row, start: int, end: int, rank: int) -> Finding | None:
    text = fold(row.text)
    stated = [c for c in counts(text[start:end]) if c.start <= 25]
    if not stated:
        return None
    chosen = min(stated, key=lambda c: (_vagueness(c.unit), c.start))
    weight = next((c.quantity for c in counts(text[start:end]) if c.unit == "g"), None)
    last = max(c.end for c in stated)
    skipped = text[start : start + min(c.start for c in stated)].strip(" :.;\t-=(|/~")
    unread = skipped and not words("about").fullmatch(skipped)
    return Finding(
        Serving(chosen.quantity, chosen.unit, weight),
        row.text[start : start + last].strip(" :.\t"),
        row.box_of(start + chosen.start, start + chosen.end),
        rank,
        row.confidence(start + chosen.start, start + chosen.end),
    )


def _below(row: Row, label: re.Match[str], following: Sequence[Row]) -> Finding | None:
    """The serving on the line below its label, when it stands under or right of the label."""
    left = row.box_of(label.start(), label.end())[0]
    for below in following:
        finding = _serving_in(below, 0, len(below.text), rank=0)
        if finding is not None and finding.box[0] >= left - 2 * row.height:
            return finding
    return None


@cache
def _header_patterns() -> tuple[re.Pattern[str], ...]:
    between = r"[ \-]*(?:[a-z'\-]{2,14} +){0,2}?"
    count = rf"(?:(?P<quantity>{quantity_expression()}){between})?(?P<unit>{unit_expression()})"
    alone = rf"(?P<unit>{unit_expression()})"
    return tuple(
        # A heading does not reach over into the next column.
        re.compile((r"(?<![a-z])" + header.replace("{q}", count).replace("{u}", alone)).replace(r"\s", "[ ]"))
        for header in serving_headers()
    )


def _headed_servings(rows: Sequence[Row]) -> list[Finding]:
    """Servings named in the head of a column or of the panel: "Per 2 capsules", "Each tablet contains"."""
    found = []
    for row in rows:
        text = fold(row.text)
        for pattern in _header_patterns():
            for match in pattern.finditer(text):
                stated = counts(match[0])
                unit = match["unit"]
                count = stated[-1] if stated else _single(unit)
                if (
                    count is None
                    or count.unit in ("serving", "dose")
                    or (count.unit in ("g", "ml") and count.quantity == 100)
                ):
                    continue
                rank = 2 if count.unit in _WEIGHT_UNITS else 1
                found.append(
                    Finding(
                        Serving(count.quantity, count.unit, None),
                        row.text[match.start() : match.end()].strip(),
                        row.box_of(match.start(), match.end()),
                        rank,
                        row.confidence(match.start(), match.end()),
                    )
                )
    return found


def _single(unit_text: str) -> Count | None:
    one = counts("1 " + unit_text)
    return one[0] if one and one[0].unit not in _WEIGHT_UNITS else None


@cache
def _after_label() -> re.Pattern[str]:
    about = words("about").pattern.removeprefix("(?<![a-z])")
    number = r"(?P<number>\d{1,4}(?:[.,]\d)?)(?![\d]|[ ]?(?:mg|mcg|g|ml|%))"
    return re.compile(r"[\s:.()\-=]{0,6}(?:" + about + r")?[\s:.]{0,4}" + number)


_OF_THE_PACK = re.compile(
    r"\s*(?:per|in|/)\s*(?:this |the )?(?:container|bottle|box|pack|pouch|bag|tub|jar|tin|tube)"
)


@cache
def _before_label() -> re.Pattern[str]:
    label = words("count_before").pattern.removeprefix("(?<![a-z])")
    return re.compile(
        rf"(?<![\w.,/])(?P<number>\d{{1,4}})\s?{label}(?![a-z])(?!\s?(?:size|a day|per day|daily))"
    )


def _counts_of_servings(rows: Sequence[Row]) -> list[Finding]:
    found = []
    for index, row in enumerate(rows):
        text = fold(row.text)
        for label in words("per_container").finditer(text):
            after = _after_label().match(text, label.end())
            if after:
                found.append(_number_finding(row, after, row.text[label.start() : after.end()], 0))
                continue
            rest = text[label.end() : _next_label(text, label.end())]
            if index + 1 < len(rows) and not re.search(r"\d", rest):
                below = _after_label().match(fold(rows[index + 1].text))
                if below:
                    found.append(
                        _number_finding(rows[index + 1], below, rows[index + 1].text[: below.end()], 0)
                    )
        for match in _before_label().finditer(text):
            if re.match(r"(?:\d+\s?)?servings? ?size", text[match.start() :]):
                continue
            cell = next(c for c in cells(row) if c.start <= match.start() <= c.end)
            apart = len(cell.text.strip()) <= match.end() - match.start() + 24
            statement = bool(_OF_THE_PACK.match(text, match.end()))
            finding = _number_finding(
                row, match, row.text[match.start() : match.end()], 1 if statement or apart else 2
            )
            found.append(
                finding
                if statement or apart
                else replace(finding, doubt="the number stands inside a sentence")
            )
    return [f for f in found if isinstance(f.value, float) and 0 < f.value <= 2000]


def _number_finding(row: Row, match: re.Match[str], text: str, rank: int) -> Finding:
    start, end = match.span("number")
    value = parse_number(match["number"])
    return Finding(
        value if value is not None else 0.0,
        text.strip(),
        row.box_of(start, end),
        rank,
        row.confidence(start, end),
    )
