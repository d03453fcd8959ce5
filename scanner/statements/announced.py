"""Servings behind their own name: "Serving size: 2 capsules"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scanner.lexicon import tokens
from scanner.parsed.page import Line, Span
from scanner.records import Serving
from scanner.statements.counts import MEASURES, Count, value_of
from scanner.statements.findings import Finding
from scanner.statements.misread import label_before, unit_meant
from scanner.statements.told import DAY, NAMED, SIGNS, Counted, directs, serving_of

_REACH = 25
"""Letters between a label and what it announces."""
_NEXT = ("container.per", "ingredients.head", "directions.head")
"""What announces something else."""
_PASSED = ("container.about", "serving.noun", "column.people", *DAY)
"""What may stand between a label and its value without a doubt."""
_BRACKETED = "only the weight in brackets was read, not what stands before it"


def announced(lines: Sequence[Counted], languages: Sequence[str]) -> Iterator[Finding]:
    """Servings behind their name ("Serving size: 2 capsules"), or on the line below it."""
    for place, this in enumerate(lines):
        line = this.line
        for start, end in _labels(this, languages):
            behind = _next_statement(line, end)
            told = [one for one in this.counts if end <= one.start < behind and one.quantity is not None]
            finding = _told(line, told, end) or _cut_off(line, end, languages)
            if finding is None and behind == len(line.text):
                finding = _below(line, start, end, lines[place + 1 : place + 3])
            if finding is not None:
                yield finding


def _labels(this: Counted, languages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the names of a serving stand that announce one."""
    line = this.line
    for cell in line.cells:
        named = [one for one in line.within(cell.start, cell.end) if one.means("serving.size")]
        yield from ((one.start, one.end) for one in named if not _is_noun(one) or _announces(this, one))
        value = next((one.start for one in this.of_cell(cell) if one.quantity is not None), cell.end)
        other = any(one.means("container.per") for one in line.within(cell.start, value))
        if (
            not named
            and not other
            and (near := label_before(line, cell.start, value, "serving.size", languages))
        ):
            yield near


def _is_noun(span: Span) -> bool:
    """Whether the name is a plain word for a serving, which announces one only where a quantity stands behind."""
    return span.means("serving.noun", "unit") is not None or (
        span.means("serving.size") is not None and span.means("directions.head") is not None
    )


def _announces(this: Counted, span: Span) -> bool:
    line = this.line
    before = next(line.before(0, span.start), None)
    if before is not None and before.means("serving.per") and not line.text[before.end : span.start].strip():
        return False  # "per portion" heads a column
    count = next((one for one in this.counts if one.start >= span.end and one.quantity is not None), None)
    if count is None or _left_over(line, span.end, count.start):
        return False
    return not directs(line, span, count)


def _next_statement(line: Line, start: int) -> int:
    """Where the next announcement begins, so that one label does not take another's value."""
    for span in line.spans:
        if span.start < start or (_is_noun(span) and not span.means("container.per")):
            continue
        if span.means(*_NEXT, "serving.size"):
            return span.start
    return len(line.text)


def _left_over(line: Line, start: int, end: int) -> str:
    """What stands in between and was not understood."""
    at, left = start, []
    for span in (*line.within(start, end), None):
        left.append(line.text[at : span.start if span is not None else end])
        if span is not None and not span.means(*_PASSED):
            left.append(line.text[span.start : span.end])
        at = span.end if span is not None else end
    return "".join(left).strip(SIGNS)


def _told(line: Line, told: Sequence[Count], start: int) -> Finding | None:
    """The serving told behind ``start``, near enough."""
    told = [one for one in told if one.start - start <= _REACH]
    if not told:
        return None
    first = min(one.start for one in told)
    finding = _weighed(line, told, serving_of(line, told, start, NAMED))
    unread = _left_over(line, start, first)
    chosen = finding.value
    if isinstance(chosen, Serving) and chosen.unit in MEASURES and "(" in line.text[start:first]:
        return replace(finding, doubt=_BRACKETED)
    return replace(finding, doubt=f"“{unread}” before it was not understood") if unread else finding


def _cut_off(line: Line, start: int, languages: Sequence[str]) -> Finding | None:
    """A serving whose unit was misread or cut off: "Serving Size 1 Gumm"."""
    number = next(iter(line.within(start, len(line.text))), None)
    quantity = value_of(number) if number is not None else None
    if number is None or not quantity or line.text[start : number.start].strip(SIGNS):
        return None
    behind = tokens(line.folded[number.end : number.end + _REACH])[:1]
    unit = unit_meant(behind[0].text, languages) if behind and behind[0].kind == "word" else None
    if unit is None:
        return None
    end = number.end + behind[0].end
    return Finding(
        Serving(quantity, unit),
        line.text[start:end].strip(" :.\t"),
        line.box(number.start, end),
        NAMED,
        line.row.confidence(number.start, end),
        f"“{line.text[number.end : end].strip()}” was taken for {unit}",
    )


def _weighed(line: Line, told: Sequence[Count], finding: Finding) -> Finding:
    """With the weight that stands behind it in milligrams: "2 capsules (1,650 mg)"."""
    serving, end = finding.value, max(one.end for one in told)
    behind = next(iter(line.within(end, len(line.text))), None)
    if behind is None or behind.unit != "mg" or behind.number is None or not isinstance(serving, Serving):
        return finding
    if serving.weight_g is not None or line.text[end : behind.start].strip() not in {"(", "["}:
        return finding
    return replace(finding, value=replace(serving, weight_g=behind.number.value / 1000))


def _below(line: Line, start: int, end: int, following: Sequence[Counted]) -> Finding | None:
    """The serving on a line below its label, when it stands under or right of the label."""
    left = line.box(start, end)[0]
    unread = line.text[end:].strip(" :.;-|/")
    open_quantity = next((one for one in line.within(end, len(line.text)) if value_of(one) is not None), None)
    for below in following:
        under = below.line
        behind = _next_statement(under, 0)
        for cell in under.cells:
            told = [
                one
                for one in below.of_cell(cell)
                if one.start < behind and under.box(one.start, one.end)[0] >= left - 2 * under.row.height
            ]
            begins = under.box(cell.start, cell.end)[0] >= left - 2 * under.row.height
            if (
                open_quantity is not None
                and told
                and told[0].quantity is None
                and told[0].start == cell.start
            ):
                # The quantity ended the line above, its unit begins this one.
                told[0] = replace(told[0], quantity=value_of(open_quantity))
                unread = ""
            told = [one for one in told if one.quantity is not None]
            finding = _told(under, told, cell.start if begins or not told else told[0].start)
            if finding is not None and unread:
                finding = replace(finding, doubt=f"“{unread}” behind the label was not understood")
            if finding is not None:
                return finding
    return None
