"""How many servings the pack holds, and how many pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from scanner.lexicon import fold, phrases_at, tokens
from scanner.page import Box
from scanner.parsed.numbers import number as read_number
from scanner.parsed.page import Cell, Line, ParsedPage, Span
from scanner.reading.rows import COLUMN_GAP
from scanner.records import Field, Serving
from scanner.statements.counts import MEASURES, OTHER_WORDS, PIECES, Count, counts, is_dash, unit_of
from scanner.statements.findings import Finding, choose
from scanner.statements.misread import is_nearly, label_before
from scanner.statements.running import run_on

_NAMED, _COUNTED, _TEXT = 0, 1, 2
"""The ranks of a finding."""
_MOST = 2000
_TAKEN_AT_ONCE = range(1, 13)
_PACKED = range(10, 1001)
_ASIDE = 24
"""Letters beside a count that is more than a part of a sentence."""
_SIGNS = " :;.,()[]-=~\t|*\"'_"
_ENDING = (";", "|", ",", ".", "•", "·")
"""Signs that end a statement of a list."""
_GLUED = re.compile(r"\d{1,4}(?![\d.,%]|[a-z]\b|[ ]?(?:m?c?g|ml)\b)")
"""A number whose blank was lost: "Container60"."""
_OTHERS = (
    "serving.size",
    "nutrient",
    "column.amount",
    "directions.take",
    "directions.head",
    "ingredients.head",
)
"""What else a panel says behind a number of servings."""
_PORTIONS = "so many portions are in the pack; a serving may be more than one"
_DAYS = "a supply of days: as many servings only if one is taken a day"


def read_per_container(page: ParsedPage) -> Field[float]:
    """The printed number of servings in the pack."""
    running = replace(page, lines=run_on(page))
    found = [*_announced(page), *_wrapped(page.lines), *_counted(page.lines), *_stacked(page.lines)]
    found += [*_announced(running, below=False)]
    return choose(
        [one for one in found if isinstance(one.value, float) and 0 < one.value <= _MOST],
        "no number of servings was found",
    )


def read_net_count(page: ParsedPage) -> Field[float]:
    """How many pieces the pack holds ("120 capsules", "90 count"), where a line says that and little else."""
    found = []
    for line in page.lines:
        said = counts(line)
        for cell in line.cells:
            if any(one.means("serving.size") for one in line.within(cell.start, cell.end)):
                continue
            for start, end, value in (*_pieces(said, cell), *_by_number(line, cell)):
                if value in _PACKED and len(_beside(line, cell, start, end)) <= _ASIDE:
                    text, confidence = line.text[start:end], line.row.confidence(start, end)
                    found.append(Finding(value, text, line.box(start, end), _NAMED, confidence))
    return choose(found, "no piece count was found")


def derived_per_container(net_count: Field[float], serving: Field[Serving]) -> Field[float] | None:
    """Servings in the pack worked out from its pieces, to be checked; ``None`` where that is not possible."""
    if net_count.value is None or serving.value is None or serving.value.unit not in PIECES:
        return None
    servings = net_count.value / serving.value.quantity
    if servings != int(servings):
        return None
    said = f"derived: {net_count.value:g} pieces, {serving.value.quantity:g} in a serving"
    return Field(servings, net_count.text, net_count.box, "check", said)


def _pieces(said: Sequence[Count], cell: Cell) -> Iterator[tuple[int, int, float]]:
    for one in said:
        if (
            cell.start <= one.start < cell.end
            and one.unit in PIECES
            and one.quantity is not None
            and not one.high
        ):
            yield one.start, one.end, one.total


def _by_number(line: Line, cell: Cell) -> Iterator[tuple[int, int, float]]:
    """A number of whatever is in the pack: "90 count", "60 Stück"."""
    for number, word in pairwise(line.within(cell.start, cell.end)):
        if (
            word.means("container.net")
            and unit_of(word) is None
            and _value(number)
            and _adjacent(line, number, word)
        ):
            yield number.start, word.end, _value(number)


def _beside(line: Line, cell: Cell, start: int, end: int) -> str:
    """What a cell says besides ``text[start:end]`` and besides other statements of the pack."""
    left, at = "", cell.start
    for span in line.within(cell.start, cell.end):
        if start <= span.start < end or span.means("container.net", "container.counted", "container.about"):
            left += line.text[at : max(at, span.start)]
            at = max(at, span.end)
    return (left + line.text[at : cell.end]).strip()


# Announced by name


def _announced(page: ParsedPage, *, below: bool = True) -> Iterator[Finding]:
    """By name ("Servings per container: 30"): the number behind the label, before it, or on the line below."""
    for place, line in enumerate(page.lines):
        for start, end in _labels(line, page.languages):
            behind = _number_behind(line, end, page.languages)
            before = _number_before(line, start)
            if before is not None and (behind is None or COLUMN_GAP in line.text[end : behind.start]):
                yield _finding(line, before, before.start, end, _NAMED)
            elif behind is not None:
                yield _as_range(
                    line,
                    behind,
                    _before_pieces(line, behind, _finding(line, behind, start, behind.end, _NAMED)),
                )
            elif below and not any(map(str.isdigit, line.text[end:])):
                yield from _number_below(line, start, end, page.lines[place + 1 : place + 3])


def _labels(line: Line, languages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the names of a number of servings stand."""
    for cell in line.cells:
        here = line.within(cell.start, cell.end)
        named = [one for one in here if one.means("container.per")]
        if named:
            yield from ((one.start, one.end) for one in named)
        elif plain := next((one for one in here if _is_label(line, cell, one, languages)), None):
            yield plain.start, plain.end
        else:
            value = next((one.start for one in here if _value(one)), cell.end)
            if near := label_before(line, cell.start, value, "container.per", languages):
                yield near


def _is_label(line: Line, cell: Cell, word: Span, languages: Sequence[str]) -> bool:
    """Whether it announces a number: "Servings: 15", and nothing behind it in its cell."""
    behind = next(iter(line.within(word.end, cell.end)), None)
    of_what = behind is not None and behind.means("serving.per") is not None
    if not word.means("container.counted") and not (of_what and unit_of(word) in OTHER_WORDS):
        return False
    number = _number_behind(line, word.end, languages)
    before = next(line.before(cell.start, word.start), None)
    if number is None or number.end > cell.end:
        return False
    rest = line.text[number.end : cell.end].lstrip()
    next_one = next(iter(line.within(number.end, cell.end)), None)
    ends = rest.startswith(_ENDING) or not rest.strip(_SIGNS)[:1].isalnum()
    if not ends and not (next_one is not None and next_one.means(*_OTHERS)):
        return False
    return before is None or not (_value(before) or before.means("serving.per"))


def _number_behind(line: Line, end: int, languages: Sequence[str]) -> Span | None:
    """The number that is announced: nothing but "about", and of what ("per pack"), stands between."""
    if (glued := _GLUED.match(line.folded, end)) is not None:
        return Span("number", end, glued.end(), 0, read_number(glued[0]))
    at, of_what = end, False
    for span in (one for one in line.within(end, len(line.text)) if not is_dash(line, one)):
        between = line.folded[at : span.start].strip(_SIGNS)
        if span.means("serving.per") and not between and not of_what:
            at, of_what = span.end, True
        elif span.means("container.about") and not _unread(between, languages, of_what=of_what):
            at, of_what = span.end, False
            if (glued := _GLUED.match(line.folded, at)) is not None:
                return Span("number", at, glued.end(), 0, read_number(glued[0]))
        elif unit_of(span) is not None and ((of_what and not between) or between == "/"):
            at, of_what = span.end, False
        elif _unread(between, languages, of_what=of_what) or not _value(span) or _is_glued(line, span):
            return None
        else:
            return span
    return None


def _unread(between: str, languages: Sequence[str], *, of_what: bool) -> bool:
    """Whether what stands before the number is neither the thing that holds them nor "about", misread."""
    of_what = of_what or between.startswith("/")
    is_thing = of_what and between.strip("/ ").isalpha()
    return bool(between) and not is_thing and not is_nearly(between, "container.about", languages)


def _number_before(line: Line, start: int) -> Span | None:
    """The number right before the label: "25 servings per container"."""
    span = next(line.before(0, start), None)
    return span if span is not None and _value(span) and not line.text[span.end : start].strip(" ") else None


def _number_below(line: Line, start: int, end: int, following: Sequence[Line]) -> Iterator[Finding]:
    """On the line below, or on the next one where that has the serving: labels first, then their values."""
    for below in following:
        counted = counts(below)
        for cell in below.cells:
            span = next(iter(below.within(cell.start, cell.end)), None)
            if span is not None and span.means("container.about"):
                span = next(iter(below.within(span.end, cell.end)), None)
            if span is None or not _value(span) or _is_glued(below, span):
                continue
            if any(one.start == span.start and one.total in _TAKEN_AT_ONCE for one in counted):
                continue
            under = _above(line.box(start, end), below.box(span.start, span.end))
            if under or cell is below.cells[0]:
                yield _finding(below, span, cell.start, span.end, _NAMED)
                return
        if not any(one.total in _TAKEN_AT_ONCE for one in counted):
            return


def _as_range(line: Line, number: Span, finding: Finding) -> Finding:
    """To be checked where it is one end of a range: "15 - 30"."""
    behind = [one for one in line.within(number.end, len(line.text))[:2] if not is_dash(line, one)]
    other = behind[0] if behind else None
    between = line.text[number.end : other.start].strip() if other is not None else ""
    if other is None or between != "-" or not _value(other):
        return finding
    return replace(finding, doubt=f"it says {_value(number):g} to {_value(other):g}")


def _before_pieces(line: Line, number: Span, finding: Finding) -> Finding:
    """To be checked where it is a serving that slipped a line: "Servings Per Bottle  1 Tablet"."""
    behind = next(iter(line.within(number.end, len(line.text))), None)
    if (
        behind is None
        or finding.value not in _TAKEN_AT_ONCE
        or line.text[number.end : behind.start].strip(" ")
    ):
        return finding
    if COLUMN_GAP in line.text[number.end : behind.start] or unit_of(behind) not in PIECES:
        return finding
    return replace(
        finding, doubt=f"“{line.text[behind.start : behind.end]}” behind it are pieces, not servings"
    )


def _wrapped(lines: Sequence[Line]) -> Iterator[Finding]:
    """A label broken in two: "Servings per" on one line of a narrow column, "Container: 67" on the next."""
    for place, line in enumerate(lines):
        for noun, per in pairwise(line.spans):
            if not noun.means("container.counted", "serving.noun") or not per.means("serving.per"):
                continue
            opened = line.text[noun.start : per.end]
            for below in lines[place + 1 : place + 3]:
                for cell in below.cells:
                    rest = below.text[cell.start : cell.end]
                    length = _label_length(opened, rest)
                    number = _number_behind(below, cell.start + length, ()) if length else None
                    over = _above(line.box(noun.start, per.end), below.box(cell.start, cell.start + length))
                    if number is not None and over:
                        said = _finding(below, number, cell.start, number.end, _NAMED)
                        yield replace(said, text=f"{opened} {said.text}")


def _label_length(opened: str, rest: str) -> int:
    """How many letters of ``rest`` make the name of a number of servings together with what is ``opened``."""
    text = fold(f"{opened} {rest}")
    parts = tokens(text)
    for length, meaning in phrases_at(parts, 0):
        if meaning.kind == "container.per" and parts[length - 1].end > len(opened):
            return parts[length - 1].end - len(opened) - 1
    return 0


# Counted


def _counted(lines: Sequence[Line]) -> Iterator[Finding]:
    """Counted ("60 servings", "33 doses of 15 ml"): the number stands before."""
    for line in lines:
        for number, word in pairwise(one for one in line.spans if not is_dash(line, one)):
            days = word.means("container.days") is not None
            counted = word.means("container.counted") or (
                unit_of(word) in OTHER_WORDS and _value(number) not in _TAKEN_AT_ONCE
            )
            if not (days or counted) or not _value(number):
                continue
            between = line.text[number.end : word.start].strip(" ")
            if between not in ("", "-") or _is_glued(line, number):
                continue
            cell = next(one for one in line.cells if one.start <= number.start < one.end)
            apart = len(_beside(line, cell, number.start, word.end)) <= _ASIDE
            finding = _finding(line, number, number.start, word.end, _COUNTED)
            if days:
                if apart:
                    yield replace(finding, rank=_TEXT, doubt=_DAYS)
            elif _is_of_a_day(line, number, word):
                continue
            elif apart or _is_of_the_pack(line, word):
                yield finding
            else:
                yield replace(finding, rank=_TEXT, doubt="the number stands inside a sentence")
        for one in counts(line):
            if one.unit in MEASURES and one.times in _PACKED:  # "30 x 15 ml"
                place, confidence = line.box(one.start, one.end), line.row.confidence(one.start, one.end)
                yield Finding(one.times, line.text[one.start : one.end], place, _TEXT, confidence, _PORTIONS)


def _is_of_a_day(line: Line, number: Span, word: Span) -> bool:
    """Whether it is taken, not packed: "2 servings a day", "per 2 servings", "serving size: 2 doses"."""
    before = next(line.before(0, number.start), None)
    if (
        before is not None
        and before.means("serving.per", "serving.size", "directions.take")
        and (
            _value(number) in _TAKEN_AT_ONCE or not before.means("serving.inside")
        )  # "enough for 30 servings"
        and not line.text[before.end : number.start].strip(" :(")
    ):
        return True
    return any(
        one.means("time.once", "time.daily", "time.twice", "time.thrice", "time.day", "serving.size")
        for one in _behind(line, word)
    )


def _is_of_the_pack(line: Line, word: Span) -> bool:
    """Whether it is of a thing: "6 servings per box"."""
    return any(
        one.means("serving.per") and unit_of(two) is not None for one, two in pairwise(_behind(line, word))
    )


def _behind(line: Line, word: Span) -> Sequence[Span]:
    """The spans right behind a word, in its cell."""
    end = next(one.end for one in line.cells if one.start <= word.start < one.end)
    return line.within(word.end, end)[:2]


def _stacked(lines: Sequence[Line]) -> Iterator[Finding]:
    """A number in large print with the word "Servings" below it."""
    for above, line in pairwise(lines):
        for cell in line.cells:
            here = line.within(cell.start, cell.end)
            if len(here) != 1 or not here[0].means("container.counted") or here[0].end != cell.end:
                continue
            place = line.box(cell.start, cell.end)
            for number in above.spans:
                if _value(number) and _above(above.box(number.start, number.end), place):
                    text = f"{above.text[number.start : number.end]} {line.text[cell.start : cell.end]}"
                    said = _finding(above, number, number.start, number.end, _COUNTED)
                    yield replace(said, text=text, doubt="the number stands above its word")


def _value(span: Span) -> float:
    """The number of a span that is nothing but a number; else 0. Calories behind it are the next row's name."""
    bare = span.kind == "number" or (span.kind == "mass" and span.unit == "kcal")
    return span.number.value if bare and span.number is not None else 0.0


def _is_glued(line: Line, span: Span) -> bool:
    """Whether a lone letter is glued to it: a figure that was misread."""
    behind = line.folded[span.end : span.end + 2]
    return behind[:1].isalpha() and not behind[1:].isalpha()


def _adjacent(line: Line, one: Span, two: Span) -> bool:
    return not line.text[one.end : two.start].strip(" ")


def _above(upper: Box, lower: Box) -> bool:
    """Whether the middle of one box lies over the other, or the other way round."""
    middle, low_middle = (upper[0] + upper[2]) / 2, (lower[0] + lower[2]) / 2
    return lower[0] <= middle <= lower[2] or upper[0] <= low_middle <= upper[2]


def _finding(line: Line, number: Span, start: int, end: int, rank: int) -> Finding:
    return Finding(
        _value(number),
        line.text[start:end].strip(),
        line.box(number.start, number.end),
        rank,
        line.row.confidence(number.start, number.end),
    )
