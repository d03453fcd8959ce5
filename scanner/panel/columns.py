"""The columns of a panel, found over all of its rows together, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from scanner.panel.record import ColumnKind
from scanner.panel.rows import Block
from scanner.panel.segments import Figure, Segment
from scanner.parsed.numbers import number as read_number
from scanner.parsed.page import Line, Span


@dataclass
class Column:
    """Figures of one kind that stand above each other."""

    kind: ColumnKind
    left: float
    right: float
    figures: dict[int, Figure] = field(default_factory=dict)
    """By the number of the row."""
    per: str = "serving"
    header: str = ""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


_KIND: dict[str, ColumnKind] = {"mass": "amount", "percent": "percent", "number": "bare"}


def columns_of(block: Block) -> list[Column]:
    """The columns of a panel from left to right, each with the figures of its rows."""
    found: list[Column] = []
    for kind in ("amount", "percent", "bare"):
        found += _clustered(block.rows, kind)
    found.sort(key=lambda column: column.middle)
    found = _absorbed(found)
    _named(found, block.head)
    _split_by_heads(found, block.head)
    return found


_MOST_COLUMNS = 8
"""Of one kind: a line with more figures than that is no row of a panel."""


def _clustered(rows: Sequence[Segment], kind: ColumnKind) -> Iterator[Column]:
    """Figures of one kind that stand above each other; those of the fullest rows show how many columns there are."""
    placed: dict[int, list[Figure]] = {}
    for number, row in enumerate(rows):
        figures = [figure for figure in row.figures if _KIND[figure.span.kind] == kind]
        if any(not figure.inline for figure in figures):
            figures = [figure for figure in figures if not figure.inline]  # the others are of the source
        if 0 < len(figures) <= _MOST_COLUMNS:
            placed[number] = figures
    apart = any(not figure.inline for figures in placed.values() for figure in figures)
    columns: list[Column] = []
    for number in sorted(placed, key=lambda one: (placed[one][0].inline, -len(placed[one]), one)):
        figures = placed[number]
        if (
            figures[0].inline
            and apart
            and kind != "amount"
            and not any(map(partial(_above, figures[0]), columns))
        ):
            continue  # "(standardised to 50 %)": part of a name
        if not columns:
            columns = [Column(kind, *_sides(figure)) for figure in figures]
        for column, figure in zip(_columns_of(figures, columns), figures, strict=True):
            left, right = _sides(figure)
            if number not in column.figures:
                column.figures[number] = figure
                if not figure.inline:
                    column.left, column.right = min(column.left, left), max(column.right, right)
    yield from columns


def _columns_of(figures: Sequence[Figure], columns: list[Column]) -> list[Column]:
    """The column of each figure of a row: by their order where it has as many, else the nearest, in order too."""
    if len(figures) == len(columns):
        return columns
    found: list[Column] = []
    for place, figure in enumerate(figures):
        # As many have to be left for the figures behind it.
        first = columns.index(found[-1]) + 1 if found else 0
        free = columns[first : len(columns) - (len(figures) - place - 1)]
        found.append(min(free, key=lambda column: _distance(column, figure)))
    return found


def _distance(column: Column, figure: Figure) -> float:
    left, right = _sides(figure)
    return max(0.0, column.left - right, left - column.right) + abs(column.middle - figure.middle) / 100


def _above(figure: Figure, column: Column) -> bool:
    left, right = _sides(figure)
    return column.left < right and left < column.right


def _sides(figure: Figure) -> tuple[float, float]:
    x0, _, x1, _ = figure.box
    return float(x0), float(x1)


def _absorbed(columns: list[Column]) -> list[Column]:
    """Without columns of bare numbers that are part of another: the unit or the sign was not read, or stands above."""
    kept: list[Column] = []
    for column in columns:
        home = next(
            (
                other
                for other in columns
                if column.kind == "bare"
                and other.kind != "bare"
                and other.left < column.right
                and column.left < other.right
                and not other.figures.keys() & column.figures.keys()
                and len(other.figures) >= len(column.figures)
            ),
            None,
        )
        if home is None:
            kept.append(column)
        else:
            home.figures |= column.figures
    return kept


@dataclass(frozen=True, slots=True)
class _Head:
    """A word or an amount above the columns."""

    text: str
    per: str | None
    """What the amounts below are of, where it says that."""
    percent: bool
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def _heads(line: Line) -> list[_Head]:
    """What a line of the head says of columns, from left to right."""
    found = []
    for span, following in zip(line.spans, (*line.spans[1:], None), strict=True):
        per = None
        counted = following.means("unit") if following is not None else None
        quantity = span.number.value if span.number is not None else _spelled(span)
        if span.kind == "mass" and span.unit in {"g", "ml"} and span.number and span.number.value == _HUNDRED:
            per = f"100 {span.unit}"
        elif counted is not None and quantity is not None and not line.first(*_NOT_OF_COLUMNS):
            per = f"{quantity:g} {counted.value}"
        elif span.means("column.people"):
            per = line.text[span.start : span.end].lower()
        elif span.means("column.amount", "serving.noun"):
            per = "serving"
        if per is not None or span.means("column.percent"):
            x0, _, x1, _ = line.box(span.start, span.end)
            percent = span.means("column.percent") is not None
            found.append(_Head(line.text[span.start : span.end], per, percent, x0, x1))
    return found


def _spelled(span: Span) -> float | None:
    """The value of a number word."""
    said = span.means("number")
    found = read_number(said.value) if said is not None and said.value is not None else None
    return found.value if found is not None else None


def _named(columns: Sequence[Column], head: Sequence[Line]) -> None:
    """Gives each column what stands above it: in order where there are as many, else the nearest."""
    for line in head:
        said = _heads(line)
        for place, one in enumerate(said):
            if len(said) == len(columns):
                below = columns[place]
            else:
                below = min(columns, key=lambda c: max(0.0, c.left - one.right, one.left - c.right))
                if max(0.0, below.left - one.right, one.left - below.right) > below.right - below.left:
                    continue
            below.header = f"{below.header} {one.text}".strip()
            if one.percent and below.kind == "bare":
                below.kind = "percent"
            if one.per is not None and not one.percent and (below.per == "serving"):
                below.per = one.per


def _split_by_heads(columns: Sequence[Column], head: Sequence[Line]) -> None:
    """Tells amounts from percentages where all are bare numbers, by how many heads speak of percentages."""
    percents = max((sum(one.percent for one in _heads(line)) for line in head), default=0)
    if not percents or any(one.kind == "amount" for one in columns):
        return
    if len(columns) == 2 * percents:
        for place, column in enumerate(columns):
            column.kind = "percent" if place % 2 else "bare"
    elif len(columns) == 1 + percents:
        for place, column in enumerate(columns):
            column.kind = "percent" if place else "bare"
    elif (
        len(columns) == 1
        and columns[0].kind == "percent"
        and not any(map(_signed, columns[0].figures.values()))
    ):
        columns[0].kind = "bare"


def _signed(figure: Figure) -> bool:
    return figure.span.kind == "percent"


_NOT_OF_COLUMNS = ("serving.size", "container.per", "container.counted")
_HUNDRED = 100
