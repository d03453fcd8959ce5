"""A label as lines of text, with a tab or two blanks between the cells of its table."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from itertools import zip_longest
from random import Random
from typing import TYPE_CHECKING, Literal

from samples.grammar.content import Content, Panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samples.grammar.panel import Entry

Layout = Literal[
    "tab",
    "blanks",
    "blank",
    "leaders",
    "joined",
    "two_blocks",
    "pipes",
    "vertical",
    "bullets",
    "colon",
    "before",
]
LISTS = frozenset({"bullets", "colon", "before", "vertical"})
"""Layouts that have no columns: a line says all of a row, or each of its figures has its own."""


@dataclass(frozen=True)
class Setting:
    """How the lines of one label are set: widths in letters, and how cells are parted."""

    layout: Layout
    name_width: int
    line_width: int
    cells_at_end: bool
    pair: str
    """How an amount and its percentage stand in one cell."""
    separator: str
    gaps: bool
    mark: str
    """Before a row of a list."""
    stop: str
    """Behind the name in a row of a list."""
    shortly: bool
    """Whether a list says what its percentages are of: '24% DV'."""
    order: Literal["bracket", "bare", "before"]
    """How running text says a row."""

    @classmethod
    def draw(cls, content: Content) -> Setting:
        """A setting that the columns and rows of the label allow."""
        rng = Random(f"text-{content.seed}")
        panel = content.panel
        layouts: dict[Layout, float] = {"tab": 12, "blanks": 3, "pipes": 2}
        if panel and len(panel.columns.amounts) == 1 and not any(entry.level for entry in panel.entries):
            pair = len(panel.columns.columns) == 2 and content.manner.numbers.percent_sign
            layouts |= {"blank": 2, "leaders": 1.5, "joined": 3 if pair else 0}
            if len(panel.entries) >= 6:
                layouts["two_blocks"] = 5
        if panel and _fits_a_list(content, panel):
            layouts |= {"vertical": 2, "bullets": 2, "colon": 2}
            if not any(entry.level for entry in panel.entries):
                layouts["before"] = 1.5
        layout = rng.choices(list(layouts), list(layouts.values()))[0]
        name_width = rng.choice((200, 200, 200, rng.randint(24, 44)))
        return cls(
            layout,
            # Figures in the middle of a broken name need a gap around them to be seen as a cell.
            200 if layout == "blank" else name_width,
            rng.choice((10_000, rng.randint(36, 110), rng.randint(36, 110))),
            rng.random() < 0.3,
            rng.choice(("{} ({})", "{} ({})", "{} / {}", "{}, {}" if layout in LISTS else "{} / {}")),
            rng.choice(("; ", ", ", ", ", " • ")),
            rng.random() < 0.3,
            rng.choice(("•", "-", "*", "–", "·", "▪")),
            rng.choice((":", ":", "", " –")) if layout == "bullets" else rng.choice((":", ":", " :", " =")),
            rng.random() < 0.35,
            rng.choice(("bracket", "bracket", "bracket", "bare", "before")),
        )


def _fits_a_list(content: Content, panel: Panel) -> bool:
    """Whether each row has one amount with its unit, and one percentage with its sign at most."""
    numbers, columns = content.manner.numbers, panel.columns
    plain = numbers.unit_at == "behind" and numbers.percent_sign
    return plain and len(columns.amounts) == 1 and len(columns.percents) <= 1


def layout_of(content: Content) -> str:
    """What tells labels apart that are set in different ways."""
    if content.panel is None:
        return "no panel"
    return "running text" if content.panel.prose else Setting.draw(content).layout


def text_lines(content: Content) -> list[str]:
    """The lines of the label in the order of its parts."""
    setting = Setting.draw(content)
    lines: list[str] = []
    for part in content.parts:
        if isinstance(part, Panel):
            lines += _prose(content, part, setting) if part.prose else _table(content, part, setting)
        else:
            lines += wrapped(part.text, setting.line_width)
        if setting.gaps:
            lines.append("")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines no longer than `width` letters where its words allow it."""
    return (
        textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        if len(text) > width
        else [text]
    )


def sentence(content: Content, panel: Panel, setting: Setting) -> str:
    """The rows of a panel that is running text."""
    way = "{} {}" if setting.order == "bare" else "{} ({})"
    numbers = content.manner.numbers
    values = []
    for entry in panel.entries:
        (figures,) = joined(entry.printed_cells(numbers), way)
        if setting.order == "before":
            amount, *rest = (cell for cell in entry.printed_cells(numbers) if cell)
            values.append(" ".join(joined((f"{amount} {entry.printed_name(numbers)}", *rest), way)))
        else:
            values.append(f"{entry.printed_name(numbers)} {figures}")
    return f"{panel.prose} {setting.separator.join(values)}."


def _prose(content: Content, panel: Panel, setting: Setting) -> list[str]:
    return [*panel.above, *wrapped(sentence(content, panel, setting), setting.line_width), *panel.below]


def _table(content: Content, panel: Panel, setting: Setting) -> list[str]:
    heads = [joined(cells, setting.pair) if setting.layout == "joined" else cells for cells in _heads(panel)]
    head_lines = [
        _line(name, cells, setting) for name, cells in zip_longest([panel.name_head], heads, fillvalue="")
    ]
    if setting.layout == "pipes":
        head_lines, rows = [], _pipes(content, panel)
    elif setting.layout in LISTS:
        # A list has no columns that could have heads: it says once what its amounts are of.
        columns = [" ".join(filter(None, lines)) for lines in zip(*heads, strict=True)]
        head_lines = [panel.name_head, *columns] if setting.layout == "vertical" else columns[:1]
        head_lines = [line for line in head_lines if line]
        rows = [line for entry in panel.entries for line in list_lines(content, panel, entry, setting)]
    elif setting.layout == "two_blocks":
        # The head is repeated over the second block.
        head_lines = ["\t".join((line, line)) for line in head_lines]
        half = (len(panel.entries) + 1) // 2
        left, right = (
            [
                _line(
                    entry.printed_name(content.manner.numbers),
                    entry.printed_cells(content.manner.numbers),
                    setting,
                )
                for entry in block
            ]
            for block in (panel.entries[:half], panel.entries[half:])
        )
        rows = ["\t".join(filter(None, pair)) for pair in zip_longest(left, right, fillvalue="")]
    else:
        rows = [line for entry in panel.entries for line in row_lines(content, entry, setting)]
    above = [line for text in panel.above for line in wrapped(text, max(setting.line_width, 60))]
    below = [line for text in panel.below for line in wrapped(text, setting.line_width)]
    return [panel.title, *above, *head_lines, *rows, *below]


def _heads(panel: Panel) -> list[tuple[str, ...]]:
    """The heads of the columns, a line each."""
    columns = panel.columns.columns
    depth = max(len(column.head) for column in columns)
    return [
        tuple(column.head[line] if line < len(column.head) else "" for column in columns)
        for line in range(depth)
    ]


def row_lines(content: Content, entry: Entry, setting: Setting) -> list[str]:
    """The lines of one row: a long name goes on below, the cells stand on the first or the last line."""
    cells = entry.printed_cells(content.manner.numbers)
    if setting.layout == "joined":
        cells = joined(cells, setting.pair)
    indent = "  " * entry.level if setting.layout in {"tab", "joined"} else ""
    names = wrapped(entry.printed_name(content.manner.numbers), setting.name_width)
    at = len(names) - 1 if setting.cells_at_end else 0
    return [
        indent + (_line(name, cells, setting) if number == at else name) for number, name in enumerate(names)
    ]


def list_lines(content: Content, panel: Panel, entry: Entry, setting: Setting) -> list[str]:
    """A row of a list on one line; where it is set upright, each of its figures on a line of its own."""
    numbers = content.manner.numbers
    name = entry.printed_name(numbers)
    cells = [cell for cell in entry.printed_cells(numbers) if cell]
    if setting.layout == "vertical":
        return [name, *cells]
    if setting.shortly:
        cells = [f"{cell} {panel.short}" if "%" in cell else cell for cell in cells]
    if setting.layout == "before":
        return [" ".join([*cells[:1], name, *cells[1:]])]
    said = name if not cells else f"{name}{setting.stop} {joined(tuple(cells), setting.pair)[0]}"
    return ["  " * entry.level + (f"{setting.mark} {said}" if setting.layout == "bullets" else said)]


def _pipes(content: Content, panel: Panel) -> list[str]:
    """The head and the rows of a table in Markdown."""
    numbers = content.manner.numbers
    heads = [" ".join(column.head) for column in panel.columns.columns]
    rows = [
        (panel.name_head, *heads),
        tuple("---" for _ in (panel.name_head, *heads)),
        *((entry.printed_name(numbers), *entry.printed_cells(numbers)) for entry in panel.entries),
    ]
    return [f"| {' | '.join(cells)} |" for cells in rows]


def joined(cells: tuple[str, ...], pair: str) -> tuple[str, ...]:
    """Amount and percentage in one cell: '100 mg (24%)'. A sign hangs on the amount."""
    first, *rest = cells
    if not any(rest):
        return (first,)
    if not re.search(r"\w|%", rest[0]):
        return (first + rest[0],)
    return (pair.format(first, rest[0]),)


def _line(name: str, cells: Iterable[str], setting: Setting) -> str:
    """A name and its cells on one line. Empty cells keep their place only where tabs stand."""
    shown = list(cells)
    while shown and not shown[-1]:
        shown.pop()
    if setting.layout in {"tab", "joined", "two_blocks"}:
        return "\t".join([name, *shown])
    kept = [cell for cell in (name, *shown) if cell]
    if setting.layout == "leaders" and len(kept) > 1:
        return f" {'.' * 12} ".join(kept)
    return ("    " if setting.layout == "blanks" else " ").join(kept)
