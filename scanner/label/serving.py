"""What a serving is, from the rows of the panel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from scanner.label.directions import PIECES
from scanner.label.findings import Finding, choose
from scanner.label.mending import mended_number
from scanner.label.quantities import MOST_COUNTED, counts, parse_quantity, quantity_expression
from scanner.label.vocabulary import canonical_unit, fold, serving_headers, unit_expression, words
from scanner.reading.rows import Passage, Piece, Row
from scanner.records import Field, Serving

_THREE_QUARTERS = re.compile(r"\b3%(?= ?(?:cups?|tsp|tbsp|teaspoons?|tablespoons?)\b)")
"""How readers see the one glyph "¾" before a unit of the kitchen; two letters, so positions stay."""
_FIRST_WORD = re.compile(r"[\s:.;|/~-]{0,40}(?P<word>[a-z]+)")
_BRACKETED = "only the weight in brackets was read, not what stands before it"
_ONLY_WEIGHT = "the heading of a column gives a weight; what a serving is may stand elsewhere"
_NAMED = re.compile(r"serv|porti|porz|porc|dos")
_PLURAL = re.compile(r"(?:s|eln|ten)\s*$")
_WEIGHT_UNITS = ("g", "ml", "oz", "fl oz")
_MOST_PIECES = 40
"""More to swallow at once is the pack: "per serving" and "240 capsules" in two medallions side by side."""


def read_serving(rows: Sequence[Row]) -> Field[Serving]:
    """The serving of the default column; *check* where two statements disagree."""
    found = [*_labelled_servings(rows), *_headed_servings(rows)]
    return choose([f for f in found if not _is_a_pack(f)], "no serving size was found")


def _is_a_pack(finding: Finding) -> bool:
    serving = finding.value
    return isinstance(serving, Serving) and serving.unit in PIECES and serving.quantity > _MOST_PIECES


def _labelled_servings(rows: Sequence[Row]) -> list[Finding]:
    found = []
    for index, row in enumerate(rows):
        text = fold(row.text)
        for label in words("serving_size").finditer(text):
            end = _next_label(text, label.end())
            finding = _serving_in(row, label.end(), end)
            if finding is None and end == len(text):
                finding = _below(row, label, rows[index + 1 : index + 3])
                unread = text[label.end() :].strip(" :.;-|/")
                if finding is not None and unread:
                    finding = replace(finding, doubt=f"“{unread}” behind the label was not understood")
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


def _serving_in(row: Row, start: int, end: int) -> Finding | None:
    """The serving announced before ``start``, told up to ``end``."""
    text = _THREE_QUARTERS.sub("¾ ", fold(row.text))
    if first := _FIRST_WORD.match(text, start):
        text = text[: first.start("word")] + mended_number(first["word"]) + text[first.end() :]
    stated = [c for c in counts(text[start:end]) if c.start <= 25]
    if not stated:
        return None
    chosen = min(stated, key=lambda c: (_vagueness(c.unit), c.start))
    weight = next((c.quantity for c in counts(text[start:end]) if c.unit == "g"), None)
    last = max(c.end for c in stated)
    skipped = text[start : start + min(c.start for c in stated)].strip(" :.;\t-=(|/~")
    mended = text[start:end] != fold(row.text)[start:end]
    bracketed = chosen.unit in _WEIGHT_UNITS and "(" in text[start : start + chosen.start]
    unread = skipped and not words("about").fullmatch(skipped)
    return Finding(
        Serving(chosen.quantity, chosen.unit, weight),
        row.text[start : start + last].strip(" :.\t"),
        row.box_of(start + chosen.start, start + chosen.end),
        0,
        row.confidence(start + chosen.start, start + chosen.end),
        _BRACKETED
        if bracketed
        else f"“{skipped}” before it was not understood"
        if unread
        else f"“{row.text}” was mended"
        if mended
        else None,
    )


def _below(row: Row, label: re.Match[str], following: Sequence[Row]) -> Finding | None:
    """The serving on the line below its label, when it stands under or right of the label."""
    left = row.box_of(label.start(), label.end())[0]
    for below in following:
        finding = _serving_in(below, 0, len(below.text))
        if finding is not None and finding.box[0] >= left - 2 * row.height:
            return finding
    return None


@cache
def _header_patterns() -> tuple[re.Pattern[str], ...]:
    between = r"[ \-]*(?:[a-z'\-]{2,14} +){0,2}?"
    count = rf"(?:(?:(?P<quantity>{quantity_expression()})|(?P<stroke>[il])){between})?(?P<unit>{unit_expression()})"
    alone = rf"(?P<unit>{unit_expression()})"
    return tuple(
        # A heading does not reach over into the next column.
        re.compile((r"(?<![a-z])" + header.replace("{q}", count).replace("{u}", alone)).replace(r"\s", "[ ]"))
        for header in serving_headers()
    )


def _headed_servings(rows: Sequence[Row]) -> list[Finding]:
    """Servings named in the head of a column or of the panel: "Per 2 capsules", "Each tablet contains"."""
    found = []
    for index, row in enumerate(rows):
        pieces = [Piece(r, 0, len(r.text)) for r in rows[index : index + 2]]
        passage = Passage(tuple(pieces))
        text = fold(passage.text).replace("\n", " ")
        of_the_pack = [m.span() for m in words("per_container").finditer(text)]
        for pattern in _header_patterns():
            # A heading may run over into the next line, but it begins on this one.
            found += [
                _headed(passage, match)
                for match in pattern.finditer(text)
                if match.start() < len(row.text)
                and not any(start < match.end() and match.start() < end for start, end in of_the_pack)
            ]
    return [finding for finding in found if finding is not None]


def _headed(passage: Passage, match: re.Match[str]) -> Finding | None:
    said = match.groupdict()
    # Where blanks were lost the figure stands close behind a letter: "per2capsules".
    quantity = parse_quantity(said["quantity"]) if said.get("quantity") else None
    unit = canonical_unit(match["unit"].strip())
    if unit is None or unit in ("serving", "dose") or (quantity is None and unit in _WEIGHT_UNITS):
        return None
    if quantity is not None and not 0 < quantity <= MOST_COUNTED:
        return None
    if unit in ("g", "ml") and quantity == 100:
        return None
    start, end = match.span()
    text = " ".join(passage.text[start:end].split())
    rank = 2 if unit in _WEIGHT_UNITS else 1
    serving = Serving(1.0 if quantity is None else quantity, unit, None)
    doubt: str | None = None
    if said.get("stroke"):
        doubt = f"“{said['stroke']}” was taken for the figure 1"
    elif quantity is None and _PLURAL.search(match["unit"]):
        doubt = f"no figure was read before “{match['unit'].strip()}”"
    elif rank == 2 and not _NAMED.search(match[0]):
        doubt = _ONLY_WEIGHT
    return Finding(serving, text, passage.box_of(start, end), rank, passage.confidence(start, end), doubt)
