"""What makes a heading of a count: "per 2 capsules", "recommended dose (2 capsules)", "2 capsules contain"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanner.lexicon import phrases_at, tokens
from scanner.parsed.page import Cell, Line, Span
from scanner.reading.rows import COLUMN_GAP
from scanner.statements.counts import MEASURES, Count, is_dash, value_of
from scanner.statements.misread import is_nearly
from scanner.statements.told import DAY, SIGNS, directs

HEAD = ("column.amount", "column.percent", "column.people")
"""What else stands over columns."""
TITLES = ("title.supplement", "title.nutrition", "title.composition")
_FRAMING = (*HEAD, *TITLES, "title.drug", "ingredients.head")
"""What a heading may stand behind."""
_UNKNOWN_WORDS = 4
"""In a heading, before a bracket: "per recommended adult dose (2 tablets)"."""
_MOST_PER_AMOUNT = 4
"""Pieces behind a stroke: "500 mg / 3 capsules"; more are the pack."""
_PARTED = (":", "|", "/", "(", "[", ";", "•")
"""What parts a heading from what else stands on its line."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a heading begins: "per", "amount per serving (", "recommended daily dose ("."""

    start: int
    named: bool
    """It calls what follows a serving."""
    behind_amount: bool = False
    """"200 mg per capsule": the front of a pack as well."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The words before a count, as far as they belong to a heading."""

    cell: Cell
    text: str
    """Of the cell, folded."""
    per: Span | None = None
    noun: Span | None = None
    """What calls it a serving."""
    linked: bool = False
    """By "of": "a serving of 2 capsules"."""
    strange: bool = False
    """There are words that the lexicon does not know."""

    @property
    def in_brackets(self) -> bool:
        return self.text.endswith(("(", "[", "(="))

    @property
    def announced(self) -> bool:
        """A sign says that what follows is what stands before."""
        return self.in_brackets or self.text.endswith(("=", ":", " -"))


def opening_of(line: Line, count: Count) -> Opening | None:
    """The heading that ends before a count; None where there is none."""
    before = _before(line, count)
    noun = before.noun
    if before.per is not None:
        return _opened(line, count, before, before.per)
    if noun is not None:
        told = before.announced or before.linked or noun.means("column.amount", *TITLES) is not None
        if told and not _is_many(line, noun) and not directs(line, noun, count):
            return Opening(noun.start, named=True)
    elif is_nearly(before.text, "serving.per", {one.language for one in count.word.meanings}):
        return Opening(before.cell.start, named=False)
    few = count.quantity is None or count.total <= _MOST_PER_AMOUNT
    if few and before.text.endswith("/"):  # as in "200 mg/capsule", "200 mg magnesium / capsule"
        spans = line.before(before.cell.start, count.start)
        amount = next((one for one in spans if not one.means("nutrient")), None)
        of = amount is not None and (amount.kind == "mass" or amount.means("column.amount"))
        if amount is not None and of and not _unnamed(line, amount.end, count.start).strip(" /"):
            return Opening(count.start, named=False, behind_amount=True)
    return None


def _unnamed(line: Line, start: int, end: int) -> str:
    """What stands there besides the names of nutrients."""
    left, at = "", start
    for span in line.within(start, end):
        if span.means("nutrient"):
            left, at = left + line.text[at : span.start], span.end
    return left + line.text[at:end]


def _before(line: Line, count: Count) -> _Before:
    cell = next(one for one in line.cells if one.start <= count.start < one.end)
    found = _Before(cell, line.folded[cell.start : count.start].rstrip())
    # As in "per recommended adult dose (2 tablets)", "each hard gelatin capsule" and "per serving of 2 capsules".
    most = _UNKNOWN_WORDS if found.in_brackets or count.quantity is None else 1
    unknown, behind = 0, count.start
    for span in line.before(cell.start, count.start):
        gap = tokens(line.folded[span.end : behind])
        unknown += sum(part.kind == "word" for part in gap)
        if unknown > most or any(part.kind == "number" for part in gap):
            break
        found = replace(found, strange=unknown > 0)
        if is_per(line, span):
            return replace(found, per=span)
        if span.means("time.once", "time.daily") and found.announced and found.noun is None:
            return replace(found, per=span, noun=span)  # as in "per day ("
        if _is_noun_of_serving(line, span) or _is_title(span, count):
            found = replace(found, noun=span)
        elif span.means("source.linked", "source.of", "serving.is") and found.noun is None:
            found = replace(found, linked=True)
        elif not (
            _weighs(line, span, count)
            or span.means(*DAY)
            or is_dash(line, span)
            or (found.noun is not None and value_of(span) == 1)
        ):
            break
        behind = span.start
    return found


def _weighs(line: Line, span: Span, count: Count) -> bool:
    """Whether it is what the piece itself weighs: "each 1.2 g tablet"."""
    weight = span.kind == "mass" and span.unit in ("g", "mg") and count.quantity is None
    return weight and not line.text[span.end : count.start].strip(" -")


def _is_title(span: Span, count: Count) -> bool:
    """Of a panel about so many: "composition of 1 tablet"; not "contents: 60 tablets"."""
    return span.means(*TITLES) is not None and not span.means("container.net") and count.quantity is not None


def _opened(line: Line, count: Count, before: _Before, per: Span) -> Opening | None:
    """The heading that begins with "per", where the words around it make it one."""
    noun, cell = before.noun, before.cell
    begins = not line.text[cell.start : per.start].strip(SIGNS)
    direction = any(one.means("directions.take", "directions.head") for one in line.before(0, per.start))
    if direction and not (noun and before.announced):
        return None
    if noun is None:
        if (before.linked or before.strange) and not (before.in_brackets or _of_one(line, per, count)):
            return None  # "for women 2 capsules"
        figure = any(map(str.isdigit, line.text[count.start : count.word.start]))
        if per.means("serving.inside") and (count.quantity is None or not (figure or begins)):
            return None  # "packed in capsules", "powder in a capsule"
    elif noun.means(*DAY) and (direction or not (before.announced or begins)):
        return None  # "1 x per day 2 tablets"
    last = next(line.before(cell.start, per.start), None)
    if last is None or line.text[last.end : per.start].strip():
        return Opening(per.start, noun is not None)
    if last.means("unit", "container.counted") or _is_value(last):
        return None  # "14 gummies per bottle", "90 in 1 bottle"
    amount = last.kind == "mass" or last.means("mass") is not None
    start = last.start if last.means("column.amount") else per.start
    return Opening(start, noun is not None, behind_amount=amount and noun is None)


def _of_one(line: Line, per: Span, count: Count) -> bool:
    """Whether "each" and what it is of stand around words of a kind: "each hard gelatin capsule contains"."""
    return count.quantity is None and is_framed(line, per.start, count.end) and holds_behind(line, count.end)


def is_per(line: Line, span: Span) -> bool:
    """Whether it is "per", or ends in it: "amount per"."""
    return _ends_in(line, span, "serving.per") and not _is_value(span)


def _is_noun_of_serving(line: Line, span: Span) -> bool:
    """Whether it calls something a serving, or ends in that: "amount per serving"."""
    noun = span.means("serving.size") or _ends_in(line, span, "serving.noun")
    return bool(noun) and not _is_value(span)


def _ends_in(line: Line, span: Span, kind: str) -> bool:
    if span.means(kind):
        return True
    if not span.means("column.amount", "title.drug"):
        return False
    last = tokens(line.folded[span.start : span.end])[-1:]
    return any(meaning.kind == kind for _, meaning in phrases_at(last, 0))


def _is_value(span: Span) -> bool:
    """Whether the word is a number as well: "one", "una"."""
    return value_of(span) is not None


def _is_many(line: Line, noun: Span) -> bool:
    """Whether there are several: "30 servings (60 capsules)"."""
    before = next(line.before(0, noun.start), None)
    value = value_of(before) if before is not None else None
    return (
        value is not None and value != 1 and not line.text[before.end : noun.start].strip()
        if before
        else False
    )


def closed(line: Line, count: Count, end: int) -> Opening | None:
    """The heading that ends behind a count: "2 capsules contain", "2 capsules per serving"."""
    if holds_behind(line, end):
        return Opening(count.start, named=False)
    if count.unit in MEASURES:
        return None
    mass = next(iter(line.within(end, len(line.text))), None)
    if mass is not None and mass.unit == "mg" and line.text[end : mass.start].strip() in ("=", ":"):
        return Opening(count.start, named=False)  # "1 teaspoon = 200 mg magnesium", "four capsules: 200 mg"
    link, *more = [*line.within(end, len(line.text))[:3], None]
    if link is None:
        return None
    nouns = [one for one in (link, *more) if one is not None and one.means("serving.noun")]
    between = line.text[end : nouns[0].start].strip(" )0123456789") if nouns else ""
    said = {line.text[link.start : link.end]} if link.means("serving.per") else {"=", "(", "(="}
    if (
        not nouns
        or between not in said
        or _is_many(line, nouns[0])
        or (nouns[0].means(*DAY) and link.means("serving.per"))
    ):
        return None
    return Opening(count.start, named=True)


def asked_for(line: Line, count: Count) -> Count:
    """The count with the number far behind it: "capsules per serving: 2"."""
    said = [one for one in line.within(count.end, len(line.text))[:4] if not is_dash(line, one)]
    if count.quantity is not None or len(said) < 3 or not said[0].means("serving.per"):
        return count
    _, noun, number = said[:3]
    between = line.text[noun.end : number.start].strip(" :-\t")
    if not noun.means("serving.noun") or noun.means(*DAY) or between or number.kind != "number":
        return count
    return replace(count, quantity=value_of(number))


def holds_behind(line: Line, end: int) -> bool:
    """Whether "contain" stands behind: "2 capsules (1 g) per day typically provide"."""
    for span in line.within(end, len(line.text)):
        between = line.text[end : span.start].strip(" )]")
        if (between and not between.isalpha()) or COLUMN_GAP in line.text[end : span.start]:
            return False
        if span.means("serving.holds"):
            return True
        if not span.means("serving.per", "serving.noun", *DAY):
            return False
        end = span.end
    return False


def is_framed(line: Line, start: int, end: int) -> bool:
    """Whether a heading begins or ends what stands in its cell, or stands beside other words of a head."""
    cell = next(one for one in line.cells if one.start <= start < one.end)
    before, behind = line.text[cell.start : start].rstrip(), line.text[end : cell.end].strip(" )]*")
    if before.endswith(_PARTED) or behind.startswith((*_PARTED, ".", ",")) or not before or not behind:
        return True
    last = next(line.before(cell.start, start), None)
    return holds_behind(line, end) or (
        last is not None and last.means(*_FRAMING) is not None and not line.text[last.end : start].strip()
    )
