"""A label from the grammar as blocks for the drawing program: boxed, open, in two blocks or beside running text."""

from __future__ import annotations

import functools
import re
import textwrap
from dataclasses import replace
from itertools import zip_longest
from random import Random
from typing import TYPE_CHECKING

from samples.blocks import Barcode, Beside, Block, Box, Row, Rule, Space, Spread, Table, Text, Title
from samples.fonts import font
from samples.grammar.content import Content, Panel, Words
from samples.grammar.text import LISTS, Setting, joined, list_lines, sentence, text_lines
from samples.label import Label, draw_look
from samples.lettering import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samples.grammar.panel import Entry

SIZES = {"front": 1.7, "claim": 1.05, "text": 1.0, "small": 0.85}
HEAD_LETTERS = 16
"""A head longer than this is set in several lines, so that its column is not wider than its figures need."""


def label_of(content: Content) -> Label:
    """The label before the photo: the same content, set at random."""
    rng = Random(f"picture-{content.seed}")
    setting = Setting.draw(content)
    panel = content.panel
    boxed = rng.random() < 0.6
    beside = panel is not None and not panel.prose and len(content.parts) > 3 and rng.random() < 0.25
    blocks: list[Block] = []
    loose: list[Block] = []
    framed: list[Block] = []
    for part in content.parts:
        if isinstance(part, Words):
            (loose if beside and part.role in {"text", "small"} else blocks).extend(
                (_words(part), Space(0.35))
            )
            continue
        framed = [*_panel(content, part, setting), Space(0.4)]
        if boxed and not part.prose:
            framed = [Box(tuple(framed)), Space(0.4)]
        if not beside:
            blocks += framed
    columns = len(panel.columns.columns) if panel else 0
    width = rng.uniform(26, 36) + 5 * max(0, columns - 2) + (24 if setting.layout == "two_blocks" else 0)
    if beside:
        sides = [tuple(framed), tuple(loose)]
        shares = (width, _widest_word(loose) + rng.uniform(0, 6))
        width += shares[1]
        if rng.random() < 0.4:
            sides.reverse()
            shares = (shares[1], shares[0])
        blocks.append(
            Beside((sides[0], sides[1]), shares, gap_em=rng.uniform(0.8, 2.0), divider=rng.random() < 0.2)
        )
    letters = "".join(text_lines(content))
    look = draw_look(rng, dark=rng.random() < 0.2)
    while not has_letters(look.text_face, letters):
        look = draw_look(rng, dark=rng.random() < 0.2)
    return Label(
        blocks=tuple(blocks),
        width_em=width,
        look=replace(look, stripes=rng.random() < 0.12),
        truth=content.truth,
        margin_em=rng.uniform(0.8, 2.0),
    )


def has_letters(typeface: str, letters: str) -> bool:
    """Whether a typeface can draw them: some have no Greek, which stands in 'α-TE' and 'μg'."""
    return all(_has(typeface, letter) for letter in set(letters) if not letter.isascii())


@functools.cache
def _has(typeface: str, letter: str) -> bool:
    face = font(typeface, "regular", 40)
    return bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


def drawable(text: str) -> str:
    """The text with a blank behind stars that the drawing program would take for marks of bold letters."""
    if [word for word, _ in words_of(text, "regular")] == text.split():
        return text
    return re.sub(r"(?<![*\w])\*(?=[^\s*])", "* ", text)


def _words(part: Words) -> Block:
    if part.role == "title":
        return Title(part.text, 2.4)
    if part.role == "code":
        return Barcode(part.text)
    return Text(drawable(part.text), SIZES[part.role], "bold" if part.role == "front" else "regular")


def _widest_word(blocks: list[Block]) -> float:
    """How many em a column needs, so that no word is cut: most letters are half an em wide, capitals more."""
    words = [word for block in blocks if isinstance(block, Text) for word in block.text.split()]
    return max((0.62 * len(word) for word in words), default=0.0) + 4


def _line(text: str, size_em: float) -> Block:
    """A line above the table; where a tab or two blanks part it, its end stands at the right edge."""
    left, *right = re.split(r"\t|  ", text)
    return Spread(drawable(left), drawable(right[0]), size_em) if right else Text(drawable(left), size_em)


def _panel(content: Content, panel: Panel, setting: Setting) -> list[Block]:
    rng = Random(f"panel-{content.seed}")
    above = [_line(line, rng.choice((0.95, 1.0))) for line in panel.above]
    below = [Text(drawable(line), 0.85) for line in panel.below]
    if panel.prose:
        return [*above, Text(drawable(sentence(content, panel, setting))), *below]
    rule, thick = Rule(rng.choice((0.05, 0.1))), Rule(rng.choice((0.1, 0.25, 0.4)))
    title: Block = Title(panel.title, rng.choice((1.5, 1.9, 2.6)))
    heads = tuple(" ".join(column.head) for column in panel.columns.columns)
    heads = joined(heads, setting.pair) if setting.layout == "joined" else heads
    rows = [_row(content, entry, setting) for entry in panel.entries]
    leaders = setting.layout == "leaders"
    tables: list[Block]
    if setting.layout in LISTS:
        tables = _list(content, panel, setting, heads[0])
    elif setting.layout == "two_blocks":
        half = (len(rows) + 1) // 2
        tables = [
            Beside(
                tuple(
                    (_table(panel.name_head, heads, block, leaders=leaders),)
                    for block in (rows[:half], rows[half:])
                ),
                (1, 1),
                gap_em=rng.uniform(1.2, 2.0),
                divider=rng.random() < 0.5,
            )
        ]
    else:
        tables = [_table(panel.name_head, heads, rows, leaders=leaders)]
    return [title, rule, *above, thick, *tables, rule, *below]


def _list(content: Content, panel: Panel, setting: Setting, head: str) -> list[Block]:
    """The rows as lines, or each with its figures below it."""
    lines: list[Block] = [Text(drawable(head), 0.95, "bold")]
    for entry in panel.entries:
        if setting.layout == "vertical":
            name, *cells = list_lines(content, panel, entry, setting)
            lines += [
                Text(drawable(name), 1.0, "bold"),
                *(Text(drawable(cell)) for cell in cells),
                Space(0.2),
            ]
        else:
            lines += [Text(drawable(line)) for line in list_lines(content, panel, entry, setting)]
    return lines


def _row(content: Content, entry: Entry, setting: Setting) -> Row:
    cells = entry.printed_cells(content.manner.numbers)
    cells = joined(cells, setting.pair) if setting.layout == "joined" else cells
    return Row(
        drawable(entry.printed_name(content.manner.numbers)), tuple(map(drawable, cells)), indent=entry.level
    )


def _table(name_head: str, heads: tuple[str, ...], rows: Sequence[Row], *, leaders: bool) -> Table:
    """The table with its head, which stands in bold rows where it needs several lines."""
    wrapped = [textwrap.wrap(drawable(head), HEAD_LETTERS, break_long_words=False) or [""] for head in heads]
    lines = list(zip_longest(*wrapped, fillvalue=""))
    if len(lines) == 1 or leaders:  # dots would lead to the lines of a broken head, too
        return Table(tuple(rows), Row(name_head, tuple(map(drawable, heads))), leaders=leaders)
    top = [
        Row(
            f"*{name_head}*" if name_head and not number else "",
            tuple(f"*{cell}*" if cell and "*" not in cell else cell for cell in line),
            rule=number == len(lines) - 1,
        )
        for number, line in enumerate(lines)
    ]
    return Table((*top, *rows), leaders=leaders)
