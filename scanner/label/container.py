"""How many servings the pack holds, and how many pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from scanner.label.findings import Finding, choose
from scanner.label.quantities import counts, parse_number
from scanner.label.vocabulary import canonical_unit, fold, unit_expression, words
from scanner.page import Box
from scanner.reading.rows import Row, cells
from scanner.records import Field, Serving

_MOST = 2000


def read_per_container(rows: Sequence[Row]) -> Field[float]:
    """The printed number of servings in the pack."""
    found = [*_announced(rows), *_wrapped(rows), *_counted(rows), *_stacked(rows)]
    return choose(
        [f for f in found if isinstance(f.value, float) and 0 < f.value <= _MOST],
        "no number of servings was found",
    )


_TAKEN_AT_ONCE = range(1, 13)
_PIECES = ("capsule", "tablet", "softgel", "gummy", "chew", "lozenge", "packet", "sachet", "stick", "piece")


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
    return choose(found, "no piece count was found")


def derived_per_container(net_count: Field[float], serving: Field[Serving]) -> Field[float] | None:
    """Servings in the pack worked out from its pieces, to be checked; ``None`` where that is not possible."""
    if net_count.value is None or serving.value is None or serving.value.unit not in _PIECES:
        return None
    servings = net_count.value / serving.value.quantity
    if servings != int(servings):
        return None
    said = f"derived: {net_count.value:g} pieces, {serving.value.quantity:g} in a serving"
    return Field(servings, net_count.text, net_count.box, "check", said)


@cache
def _after_label() -> re.Pattern[str]:
    about = words("about").pattern.removeprefix("(?<![a-z])")
    # A lone letter glued to it is a figure that was misread.
    number = r"(?P<number>\d{1,4}(?:[.,]\d)?)(?![\d]|[a-z]\b|[ ]?(?:mg|mcg|g|ml|%))"
    return re.compile(r"[\s:;.,()\-=]{0,6}(?:" + about + r")?[\s:.]{0,4}" + number)


@cache
def _unit_behind() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<unit>{unit_expression()})")


_OF_THE_PACK = re.compile(
    r"\s{0,9}(?:per|in|/)\s*(?:this |the )?(?:container|bottle|box|pack|pouch|bag|tub|jar|tin|tube)"
)


@cache
def _before_label() -> re.Pattern[str]:
    label = words("count_before").pattern.removeprefix("(?<![a-z])")
    return re.compile(
        rf"(?<![\d,/])(?<!\d\.)(?<![a-z])(?<!per )(?P<number>\d{{1,4}})\s?{label}"
        r"(?![a-z])(?!\s?(?:size|a day|per day|daily))"
    )


def _announced(rows: Sequence[Row]) -> Iterator[Finding]:
    """Announced by name ("Servings per container: 30"): the number behind the label or on the line below."""
    for index, row in enumerate(rows):
        text = fold(row.text)
        for label in words("per_container").finditer(text):
            after = _after_label().match(text, label.end())
            if after:
                finding = _finding(row, after, row.text[label.start() : after.end()], 0)
                piece = _unit_behind().match(text, after.end())
                few = parse_number(after["number"]) in _TAKEN_AT_ONCE
                if few and piece and canonical_unit(piece["unit"]) in _PIECES:
                    # A serving that slipped a line: "Servings Per Bottle  1 Tablet".
                    finding = replace(finding, doubt=f"“{piece['unit']}” behind it are pieces, not servings")
                yield finding
            elif index + 1 < len(rows) and not re.search(r"\d", text[label.end() :]):
                below = _after_label().match(fold(rows[index + 1].text))
                if below:
                    yield _finding(rows[index + 1], below, rows[index + 1].text[: below.end()], 0)


_OPEN_LABEL = re.compile(r"serv(?:ing)?s?\.? ?(?:per|/)")
_WRAPPED_LABEL = re.compile(r"(?:container|bottle|box|pack(?:age)?|pouch|bag|tub|jar|tin)\b")


def _wrapped(rows: Sequence[Row]) -> Iterator[Finding]:
    """A label broken in two: "Servings per" on one line of a narrow column, "Container: 67" on the next."""
    for index, row in enumerate(rows):
        for start, word in zip(row.starts, row.words, strict=True):
            if not _OPEN_LABEL.fullmatch(fold(word.text)):
                continue
            for below in rows[index + 1 : index + 3]:
                for at, under in zip(below.starts, below.words, strict=True):
                    label = _WRAPPED_LABEL.match(fold(under.text))
                    number = _after_label().match(fold(below.text), at + label.end()) if label else None
                    if number and _above(
                        row.box_of(start, start + len(word.text)), below.box_of(at, at + len(under.text))
                    ):
                        yield _finding(below, number, f"{word.text} {below.text[at : number.end()]}", 0)


def _counted(rows: Sequence[Row]) -> Iterator[Finding]:
    """Counted ("60 servings", "6 servings per box"): the number stands before."""
    for row in rows:
        text = fold(row.text)
        for match in _before_label().finditer(text):
            if re.match(r"(?:\d{1,4}\s?)?servings? ?size", text[match.start() :]):
                continue
            cell = next(c for c in cells(row) if c.start <= match.start() <= c.end)
            apart = len(cell.text.strip()) <= match.end() - match.start() + 24
            if _OF_THE_PACK.match(text, match.end()) or apart:
                yield _finding(row, match, row.text[match.start() : match.end()], 1)
            else:
                finding = _finding(row, match, row.text[match.start() : match.end()], 2)
                yield replace(finding, doubt="the number stands inside a sentence")


_COUNT_ALONE = re.compile(r"(?:daily )?(?:servings|doses)")


def _stacked(rows: Sequence[Row]) -> Iterator[Finding]:
    """A number in large print with the word "Servings" below it."""
    for above, row in pairwise(rows):
        for start, word in zip(row.starts, row.words, strict=True):
            if not _COUNT_ALONE.fullmatch(fold(word.text)):
                continue
            place = row.box_of(start, start + len(word.text))
            for number in re.finditer(r"(?<![\w.,])(?P<number>\d{1,4})(?![\w.,])", fold(above.text)):
                if _above(above.box_of(*number.span()), place):
                    yield replace(
                        _finding(above, number, f"{number[0]} {word.text}", 1),
                        doubt="the number stands above its word",
                    )


def _above(upper: Box, lower: Box) -> bool:
    """Whether the middle of one box lies over the other, or the other way round."""
    middle, low_middle = (upper[0] + upper[2]) / 2, (lower[0] + lower[2]) / 2
    return lower[0] <= middle <= lower[2] or upper[0] <= low_middle <= upper[2]


def _finding(row: Row, match: re.Match[str], text: str, rank: int) -> Finding:
    start, end = match.span("number")
    value = parse_number(match["number"])
    return Finding(
        value if value is not None else 0.0,
        text.strip(),
        row.box_of(start, end),
        rank,
        row.confidence(start, end),
    )
