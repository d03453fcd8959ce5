"""Everything that a label says of magnesium, one statement for each place that does, with the role of each amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from catalog.daily_values import may_be
from catalog.forms import is_source
from catalog.names import NameMatch, find_forms, magnesium_spans, match
from catalog.unit_conversions import MG_IN
from scanner.allowance import first
from scanner.dose.amounts import MAGNESIUM, Amount, Column, Percent, amount_of, percent_of
from scanner.dose.phrases import (
    NEAR,
    Phrase,
    amounts_first_in,
    apart,
    bare_amounts,
    brings_magnesium,
    distance,
    phrase_of,
    wrapped,
)
from scanner.dose.roles import Token, depth, roles_of, share_of, source_at, tied, tokens_of, without_figures
from scanner.lexicon import phrases_at, tokens
from scanner.page import Box, union
from scanner.panel.pieces import Figure, Part
from scanner.panel.table import Table, TableRow
from scanner.parsed.page import Line, ParsedPage, Span
from scanner.reading.rows import COLUMN_GAP

Place = Literal["panel", "text"]

_MOST_MG = 10_000
"""Of a magnesium salt in a serving; what weighs more in a text is the serving or the pack."""
_FEWEST_ROWS = 2
"""Of a table without a head."""
_MOST_STATEMENTS = 100
"""Statements of magnesium on one side, in all its rows, lists and warnings: what is more is no label."""


@dataclass(frozen=True)
class Statement:
    """What the label says of magnesium in one place."""

    place: Place
    parts: tuple[Part, ...]
    """Its name, or the phrase."""
    columns: tuple[Column, ...]
    inner: tuple[Amount, ...]
    """Amounts within the name or the phrase that are the magnesium itself or its source."""
    leads: bool
    """Whether it begins with what leads from a salt to its magnesium, "of which", or calls it elemental."""
    source: bool
    """Whether it begins with what leads to a source: "from 1,000 mg Magnesium Bisglycinate"."""
    total: bool
    blend: bool
    """Whether it is called a blend or a complex."""
    of_magnesium: bool
    """Whether such a blend is one of magnesium alone, by its name."""
    sourced: bool = False
    """Whether it says "as" or "from" before what the magnesium comes from."""
    row: TableRow | None = None
    table: int | None = None
    """Which of the tables it is a row of."""

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(part.text.split()) for part in self.parts)

    @cached_property
    def forms(self) -> NameMatch:
        """The salts that it names."""
        return match(" ".join(without_figures(self.parts).split()))

    @cached_property
    def salts(self) -> tuple[str, ...]:
        """The sources of magnesium among them, as precisely as they are named: no excipient such as the stearate."""
        return tuple(one for one in self.forms.precise if is_source(one))

    @cached_property
    def named_salt(self) -> bool:
        """Whether it is named after the salt ("Magnesium citrate") and not "Magnesium (as citrate)"."""
        text = " ".join(part.text for part in self.parts)
        # In one piece: in "magnesium 500 mg citrate" the salt stands behind its amount.
        name = " ".join(without_figures(self.parts)[: source_at(self.parts, text)].split())
        return any(hit.form and depth(name[: hit.start]) <= 0 for hit in match(name).hits)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        return (*(c.amount for c in self.columns if c.amount), *self.inner)

    @property
    def box(self) -> Box:
        return union([*(part.box for part in self.parts), *(one.box for one in self.amounts)])

    @property
    def line(self) -> Line:
        return self.parts[0].line


def _statement(
    place: Place,
    parts: Sequence[Part],
    cells: Sequence[tuple[Figure | None, Figure | None]],
    row: TableRow | None = None,
) -> Statement:
    """The statement of these parts, the figures of its columns in ``cells`` where it is a row of a table."""
    text = " ".join(part.text for part in parts)
    salts = [hit.start for hit in find_forms(text)]
    tokens = tokens_of(parts, salts)
    roles, elemental = roles_of(tokens, text, salts, figures=any(a for a, _ in cells))
    own_masses = tied(tokens, text, salts) if row is None else frozenset(roles)
    read = [
        amount_of(token.part.line, token.span, roles[place])
        for place, token in enumerate(tokens)
        if place in roles and place in own_masses and not _is_base(token.part.line, token.span)
    ]
    amounts = [one for one in read if one is not None and (row is not None or one.mg <= _MOST_MG)]
    if salts and any(figure for figure, _ in cells):
        amounts = [replace(one, role="source") if one.role == "row" else one for one in amounts]
    inner = tuple(one for one in amounts if one.role != "row")
    plain = [one for one in amounts if one.role == "row"]
    columns: list[Column] = []
    for number, (figure, share) in enumerate(cells):
        cell = row.record.cells[number] if row is not None else None
        amount = amount_of(figure.line, figure.span, "elemental" if elemental else "row") if figure else None
        if amount is not None and cell is not None and cell.amount is not None and cell.unit is not None:
            amount = replace(amount, mg=cell.amount * MG_IN.get(cell.unit, 1.0))
        columns.append(Column(cell.per if cell else "serving", amount, percent_of(share) if share else None))
    if not any(column.amount for column in columns):
        columns = [Column("serving", next(iter(plain), None), next((c.percent for c in columns), None))]
        if salts and row is None:
            inner = (*inner, *(replace(one, role="source") for one in plain[1:2]))
    if columns[0].percent is None:
        columns[0] = replace(columns[0], percent=share_of(tokens))
    leading = next((one for one in tokens if one.kind not in ("word", "number", "total")), None)
    return Statement(
        place,
        tuple(parts),
        tuple(columns),
        inner,
        leads=leading is not None and leading.kind in ("gives", "elemental") and not salts,
        source=leading is not None and leading.kind == "of",
        total=any(token.kind == "total" and token.depth == 0 for token in tokens),
        blend=any(token.kind == "blend" and token.depth == 0 for token in tokens),
        of_magnesium=_is_blend_of_magnesium(tokens, text),
        sourced=any(token.kind == "of" for token in tokens) and bool(salts),
        row=row,
    )


def _is_blend_of_magnesium(tokens: Sequence[Token], text: str) -> bool:
    """Whether a blend is called one of magnesium alone: "Magnesium complex", "Magnesiummengsel"."""
    blends = [one for one in tokens if one.kind == "blend"]
    named = magnesium_spans(text)
    return any(0 <= blend.start - start <= end - start + 1 for blend in blends for start, end in named)


def _is_base(line: Line, span: Span) -> bool:
    """Whether a weight is what amounts are told of: "56 mg of magnesium per 100 g", "per scoop (2 g)"."""
    before = next(line.before(0, span.start), None)
    if before is None or span.unit not in ("g", "ml"):
        return False
    between = line.text[before.end : span.start].strip()
    return bool((before.means("serving.per") and not between) or (before.means("unit") and between == "("))


def statements(page: ParsedPage, tables: Sequence[Table]) -> tuple[Statement, ...]:
    """Every statement of magnesium on the page: the rows of its tables, then the phrases of its other lines."""
    return tuple(_with_share_below(page, one) for one in first(_MOST_STATEMENTS, _all(page, tables)))


def _with_share_below(page: ParsedPage, statement: Statement) -> Statement:
    """The statement; one without a percentage with that on the line below, where it is of one of its amounts.

    A list that runs down has it on a line of its own: "(100 % NRV)", "% Daily Value: 24 %".
    """
    if any(column.percent for column in statement.columns):
        return statement
    figures = statement.row.segment.figures if statement.row is not None else ()
    own = [*(one.line.index for one in statement.parts), *(one.line.index for one in figures)]
    below = page.lines[min(own) + 1 : max(own) + 2]
    ends = [one.span.end for one in figures if one.line.index == max(own)]
    ends += [one.end for one in statement.parts if one.line.index == max(own)]
    places = [(page.lines[max(own)], max(ends, default=0)), *((line, 0) for line in below)]
    share = next(filter(None, (_share_alone(line, start) for line, start in places)), None)
    if share is None or not any(may_be(MAGNESIUM, one.mg, share.value) for one in statement.amounts):
        return statement
    return replace(statement, columns=(replace(statement.columns[0], percent=share), *statement.columns[1:]))


def _share_alone(line: Line, start: int) -> Percent | None:
    """The percentage of a line that has nothing else, from ``start`` on, but the words for it."""
    spans = line.within(start, len(line.text))
    figures = [one for one in spans if not one.means("column.percent", "source.gives")]
    if [one.kind for one in figures] != ["percent"]:
        return None
    left, at = "", start
    for span in spans:
        left, at = left + line.text[at : span.start], span.end
        if span.kind == "percent":  # its sign begins "% NRV"
            behind = tokens(line.folded[span.end - 1 :])
            size = next((n for n, one in phrases_at(behind, 0) if one.kind == "column.percent"), 1)
            at = span.end - 1 + behind[size - 1].end
    return None if any(map(str.isalnum, left + line.text[at:])) else percent_of(Figure(figures[0], line))


def _all(page: ParsedPage, tables: Sequence[Table]) -> Iterator[Statement]:
    taken: dict[int, list[tuple[int, int]]] = {}

    def mark(row: TableRow) -> None:
        for part in row.segment.name:
            taken.setdefault(part.line.index, []).append((part.start, part.end))
        for figure in row.segment.figures:
            taken.setdefault(figure.line.index, []).append((figure.span.start, figure.span.end))

    for number, table in enumerate(tables):
        if not table.block.head and len(table.rows) < _FEWEST_ROWS:
            continue  # a phrase with an amount is no table
        for row in table.rows:
            if (
                not row.segment.name
                or _names_others(row)
                or (not table.block.head and amounts_first_in(row.segment.line))
                or any(_is_base(one.line, one.span) for one in row.segment.figures)
                or (not table.block.head and _salt_behind(row))
            ):
                continue  # what is no row of one name is read as a phrase
            if amounts_first_in(row.segment.line) and not any(amount for amount, _ in row.cells):
                continue
            mark(row)
            if _is_of_magnesium(row):
                place: Place = "panel" if len(table.rows) > 1 or table.block.head else "text"
                found = _statement(place, _with_tail(row), row.cells, row)
                yield replace(found, table=number, source=found.source or _is_led_by_source(row))
    yield from _phrases(page, taken)


def _salt_behind(row: TableRow) -> bool:
    """Whether the salt stands right behind the amount: "magnesium 500 mg citrate"."""
    name, figure = row.segment.text, row.segment.figures[-1] if row.segment.figures else None
    if figure is None or not figure.inline or not name or not magnesium_spans(name):
        return False
    line = figure.line
    behind = line.text[figure.span.end :].partition(COLUMN_GAP)[0]
    if not behind[:2].strip().isalpha() or any(
        one.kind == "mass" or one.means("nutrient") for one in line.within(figure.span.end, len(line.text))
    ):
        return False
    return len(find_forms(f"{name} {' '.join(behind.split()[:1])}")) > len(find_forms(name))


def _is_led_by_source(row: TableRow) -> bool:
    """Whether the amount of a row stands before its name, behind what leads to a source: "from 1,000 mg citrate"."""
    part = row.segment.name[0]
    start = next((c.start for c in part.line.cells if c.start <= part.start < c.end), part.start)
    return any(one.means("source.of") for one in part.line.within(start, part.start))


def _with_tail(row: TableRow) -> tuple[Part, ...]:
    """The name of a row, with what stands behind its figure in the same cell: "2000 mg (144 mg elemental)"."""
    figures = [figure for cell in row.cells for figure in cell if figure is not None]
    last = max(figures, key=lambda one: (one.line.index, one.span.end))
    end = next((c.end for c in last.line.cells if c.start <= last.span.start < c.end), last.span.end)
    tail = Part(last.line, last.span.end, end)
    masses = [one for one in tail.spans if one.kind == "mass" and one.depth > last.span.depth]
    first, *below = row.segment.name
    name = (first, *(_with_lead(part, figures) for part in below))
    return (*name, tail) if masses and last.inline else name


def _with_lead(part: Part, figures: Sequence[Figure]) -> Part:
    """A further line of a name with an amount before it that is no figure of the row: "(of which / 125 mg Mg)"."""
    start = next((c.start for c in part.line.cells if c.start <= part.start < c.end), part.start)
    lead = part.line.within(start, part.start)
    own = any(one.span is span for one in figures for span in lead)
    return Part(part.line, start, part.end) if any(one.kind == "mass" for one in lead) and not own else part


def _names_others(row: TableRow) -> bool:
    """Whether a row names magnesium and, outside of brackets, another nutrient as well: its figure may be of either."""
    text = row.segment.text
    tokens = tokens_of(row.segment.name, [])
    plain = {
        one.span.means("nutrient")
        for one in tokens
        if one.kind in ("nutrient", "magnesium") and one.depth == 0
    }
    return len({one.value for one in plain if one}) > 1 and bool(magnesium_spans(text))


def _is_of_magnesium(row: TableRow) -> bool:
    """Whether a row is about magnesium: so named outside of brackets, or by the trade name of a salt of it."""
    text = row.segment.text
    if row.nutrient is not None:
        return row.nutrient == MAGNESIUM and brings_magnesium(text[: min(_brackets(text), default=len(text))])
    named = any(depth(text[:start]) <= 0 for start, _ in magnesium_spans(text))
    salts = [hit for hit in find_forms(text) if depth(text[: hit.start]) <= 0]
    return (named or bool(salts)) and brings_magnesium(text)


def _phrases(page: ParsedPage, taken: dict[int, list[tuple[int, int]]]) -> Iterator[Statement]:
    """The statements of the lines that are no rows of a table; an amount that stands alone beside a name is its own."""
    found = [
        phrase_of(parts)
        for parts in wrapped(page)
        if not any(
            start < p.end and p.start < end for p in parts for start, end in taken.get(p.line.index, ())
        )
    ]
    used: set[int] = set()
    for place, phrase in enumerate(found):
        if not phrase.magnesium:
            continue
        parts, last = phrase.parts, place
        if last + 1 < len(found) and _names_its_salt(phrase, found[last + 1]):
            parts, last = (*parts, *found[last + 1].parts), last + 1
        if not phrase.measured or phrase.wanting:
            near = (other for other in (last + 1, place - 1) if 0 <= other < len(found) and other not in used)
            beside = next(
                (one for one in near if found[one].bare and apart(phrase, found[one]) <= NEAR), None
            )
            if beside is not None:
                used.add(beside)
                parts, last = (*parts, *found[beside].parts), max(place, beside)
        if last + 1 < len(found) and found[last + 1].share and not any(map(_is_percent, _spans(parts))):
            parts = (*parts, *found[last + 1].parts)
        yield _statement("text", parts, ())


def _brackets(text: str) -> list[int]:
    return [at for at, sign in enumerate(text) if at and sign in "([{"]


def _names_its_salt(phrase: Phrase, below: Phrase) -> bool:
    """Whether the name goes on below with its salt, in print of its own: "MAGNESIUM / GLYCINATE"."""
    if phrase.measured or below.measured or below.magnesium or apart(phrase, below) > NEAR:
        return False
    text, more = (" ".join(part.text for part in one.parts) for one in (phrase, below))
    whole = f"{text} {more}"
    return not find_forms(text) and bool(find_forms(whole)) and brings_magnesium(whole)


def _spans(parts: Sequence[Part]) -> Iterator[Span]:
    for part in parts:
        yield from part.spans


def _is_percent(span: Span) -> bool:
    return span.kind == "percent"


def fronts(page: ParsedPage, found: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements without an amount, each with the amount that stands nearest to it; the only one of a side is its own.

    For a side without a panel: "200 mg" stands below "MAGNESIUM", or alone at the other end of a bottle.
    """
    amounts = [part for line in page.lines for part in bare_amounts(line)]
    if not amounts:
        return ()
    alone = len({part.text.replace(" ", "").lower() for part in amounts}) == 1
    near = sorted(
        (distance(one.box, part.box) / max(part.line.row.height, 1), place, number)
        for place, one in enumerate(found)
        for number, part in enumerate(amounts)
    )
    if not near or (near[0][0] > NEAR and not alone):
        return ()
    _, place, number = near[0]
    return (_statement("text", (*found[place].parts, amounts[number]), ()),)
