"""The columns of a panel, found over all of its rows together, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from scanner.panel.heads import Head, heads_of
from scanner.panel.pieces import Figure, Segment
from scanner.panel.record import ColumnKind
from scanner.panel.rows import Block
from scanner.parsed.page import Line


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
    serving: bool = False
    """Whether its head says that it is of a serving."""
    people: str | None = None
    """Whom it is for, where the head says so: "adults" or "children"."""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


_KIND: dict[str, ColumnKind] = {"percent": "percent", "number": "bare"}


def columns_of(block: Block) -> list[Column]:
    """The columns of a panel from left to right, each with the figures of its rows."""
    found: list[Column] = []
    for kind in ("amount", "percent", "bare"):
        found += _clustered(block.rows, kind)
    found.sort(key=lambda column: column.middle)
    found = _absorbed(found)
    whole = [column for column in found if not is_slight(column, found)] or found
    _named(whole, block.head)
    _split_byheads_of(whole, block.head)
    return found


def is_slight(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a column is no more than some amounts within names: "from 1000 mg magnesium citrate"."""
    fullest = max(len(one.figures) for one in columns)
    return all(one.inline for one in column.figures.values()) and _SLIGHT * len(column.figures) <= fullest


_SLIGHT = 3


def _kind(figure: Figure) -> ColumnKind:
    return "amount" if figure.is_mass else _KIND[figure.span.kind]


_MOST_COLUMNS = 8
"""Of one kind: a line with more figures than that is no row of a panel."""


def _clustered(rows: Sequence[Segment], kind: ColumnKind) -> Iterator[Column]:
    """Figures of one kind that stand above each other; those of the fullest rows show how many columns there are."""
    placed: dict[int, list[Figure]] = {}
    for number, row in enumerate(rows):
        figures = [figure for figure in row.figures if _kind(figure) == kind]
        if 0 < len(figures) <= _MOST_COLUMNS:
            placed[number] = figures
    most = max((sum(not one.inline for one in figures) for figures in placed.values()), default=0)
    for number, figures in placed.items():
        alone = [one for one in figures if not one.inline]
        if alone and len(figures) > most:
            placed[number] = alone  # the others are of the source
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
    """Without columns that are part of another: of bare numbers whose unit was not read, or stands above.

    Of two that stand above each other and never in one row the fuller stays: calories among bare numbers too.
    """
    kept: list[Column] = []
    for column in columns:
        home = next((other for other in columns if _is_part(column, other)), None)
        if home is None:
            kept.append(column)
        else:
            home.figures |= column.figures
    return kept


def _is_part(column: Column, other: Column) -> bool:
    kinds = {column.kind, other.kind}
    fuller = len(other.figures) > len(column.figures)
    return (
        len(kinds) > 1
        and "bare" in kinds
        and (fuller or (column.kind == "bare" and len(other.figures) == len(column.figures)))
        and other.left < column.right
        and column.left < other.right
        and not other.figures.keys() & column.figures.keys()
    )


def _named(columns: Sequence[Column], head: Sequence[Line]) -> None:
    """Gives each column what stands above it: in order where there are as many, else the nearest."""
    for line in head:
        said = heads_of(line)
        for below, one in _below(said, columns):
            below.header = f"{below.header} {one.text}".strip()
            if one.percent and below.kind == "bare":
                below.kind = "percent"
            below.serving = below.serving or one.per == "serving"
            if one.per is not None and below.per == "serving":
                below.per = one.per
            below.people = one.people or below.people


def _below(said: Sequence[Head], columns: Sequence[Column]) -> Iterator[tuple[Column, Head]]:
    """The column that each head stands above: in order where there are as many, of their kind too, else the nearest."""
    if len(said) == len(columns) + 1 and said[0].named:
        said = said[1:]  # "Nutrient" stands above the names
    if len(said) > len(columns) and _repeats(said, len(columns)):
        said = said[: len(columns)]  # one line above two tables side by side
    if len(said) == len(columns):
        yield from zip(columns, said, strict=True)
        return
    for percent in (False, True):
        heads = [one for one in said if one.percent == percent]
        fitting = [one for one in columns if (one.kind == "percent") == percent]
        if len(heads) == len(fitting) + 1 and heads[0].named and heads[0] is said[0]:
            heads = heads[1:]
        if len(heads) == len(fitting) and len(heads) > 1:
            yield from zip(fitting, heads, strict=True)
            continue
        for one in heads:
            below = min(columns, key=lambda c: _aside(c, one))
            if _aside(below, one) <= below.right - below.left:
                yield below, one


def _repeats(said: Sequence[Head], length: int) -> bool:
    """Whether heads are the same few, over and over."""
    pattern = [(one.per, one.percent) for one in said]
    return length > 1 and len(said) % length == 0 and pattern == pattern[:length] * (len(said) // length)


def _aside(column: Column, head: Head) -> float:
    return max(0.0, column.left - head.right, head.left - column.right)


def _split_byheads_of(columns: Sequence[Column], head: Sequence[Line]) -> None:
    """Tells amounts from percentages where all are bare numbers, by how many heads speak of percentages."""
    percents = max((sum(one.percent for one in heads_of(line)) for line in head), default=0)
    if not percents or any(one.kind == "amount" for one in columns):
        return
    if sum(one.kind == "percent" for one in columns) == percents and len(columns) > percents:
        return  # told by the heads above them
    if len(columns) == 2 * percents:
        for place, column in enumerate(columns):
            column.kind = "percent" if place % 2 else "bare"
    elif percents == 1 and len(columns) > 1:
        for place, column in enumerate(columns):
            column.kind = "percent" if place == len(columns) - 1 else "bare"
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
