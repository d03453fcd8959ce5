"""Labels drawn with Pillow: blocks in, pixels out. Nothing here is random."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from samples.blocks import (
    Align,
    Band,
    Barcode,
    Beside,
    Block,
    Box,
    Colour,
    Look,
    Row,
    Rule,
    Seals,
    Space,
    Spread,
    Table,
    Text,
    Title,
)
from samples.fonts import Weight, font
from samples.lettering import Print, line_width_px, put_line, words_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Pen:
    """A look at a size: how many pixels one em is."""

    look: Look
    em_px: float

    def px(self, length_em: float) -> int:
        return max(1, round(length_em * self.em_px))


def draw_blocks(blocks: Iterable[Block], width_px: int, pen: Pen) -> Image.Image:
    """The blocks one below the other on the pen's paper."""
    parts = [draw_block(block, width_px, pen) for block in blocks]
    page = Image.new("RGB", (width_px, max(1, sum(part.height for part in parts))), pen.look.paper)
    top = 0
    for part in parts:
        page.paste(part, (0, top))
        top += part.height
    return page


def draw_block(block: Block, width_px: int, pen: Pen) -> Image.Image:
    """One block as a picture of exactly this width."""
    painter: Callable[..., Image.Image] = PAINTERS[type(block)]
    return painter(block, width_px, pen)


def _start(align: Align, free_px: float) -> float:
    return {"left": 0.0, "center": free_px / 2, "right": free_px}[align]


def _text(block: Text, width_px: int, pen: Pen) -> Image.Image:
    look = pen.look
    size_px = pen.px(block.size_em)
    style = Print(look.title_face if block.title else look.text_face, size_px)
    lines = wrap(words_of(block.text, block.weight), width_px, style)
    step = round(size_px * look.line_height)
    page = Image.new("RGB", (width_px, step * len(lines) + size_px // 12), look.paper)
    draw = ImageDraw.Draw(page)
    for index, line in enumerate(lines):
        left = _start(block.align, width_px - line_width_px(line, style))
        ink = look.accent if block.accent else look.ink
        put_line(draw, (left, step * index + size_px * 0.95), line, style, ink)
    return page


def _title(block: Title, width_px: int, pen: Pen) -> Image.Image:
    look = pen.look
    wanted = pen.px(block.most_em)
    natural = font(look.title_face, "black", wanted).getlength(block.text)
    face = font(look.title_face, "black", max(6, int(wanted * min(1.0, width_px * 0.985 / natural))))
    ascent, descent = face.getmetrics()
    _, top, _, _ = face.getbbox("H")
    page = Image.new("RGB", (width_px, int(ascent + descent - top // 2)), look.paper)
    left = _start(block.align, width_px - face.getlength(block.text))
    ink = look.accent if block.accent else look.ink
    ImageDraw.Draw(page).text((left, ascent - top // 2), block.text, font=face, fill=ink, anchor="ls")
    return page


def _spread(block: Spread, width_px: int, pen: Pen) -> Image.Image:
    size_px = pen.px(block.size_em)
    style = Print(pen.look.text_face, size_px)
    page = Image.new("RGB", (width_px, round(size_px * pen.look.line_height)), pen.look.paper)
    draw = ImageDraw.Draw(page)
    baseline = size_px * 0.95
    put_line(draw, (0, baseline), words_of(block.left, block.weight), style, pen.look.ink)
    right = words_of(block.right, block.weight)
    left = width_px - line_width_px(right, style)
    put_line(draw, (left, baseline), right, style, pen.look.ink)
    return page


def _rule(block: Rule, width_px: int, pen: Pen) -> Image.Image:
    thickness = pen.px(block.thickness_em)
    page = Image.new("RGB", (width_px, thickness + pen.px(0.24)), pen.look.paper)
    colour = pen.look.accent if block.accent else pen.look.ink
    top = pen.px(0.1)
    ImageDraw.Draw(page).rectangle((0, top, width_px, top + thickness - 1), fill=colour)
    return page


def _space(block: Space, width_px: int, pen: Pen) -> Image.Image:
    return Image.new("RGB", (width_px, pen.px(block.height_em)), pen.look.paper)


def cell_widths_px(block: Table, pen: Pen, size_px: int) -> list[int]:
    """The widths of the columns after the name: widest cell each, with a gap before it.

    The first column's heading may stand over the names, as it does on real panels.
    """
    style = Print(pen.look.text_face, size_px)
    widths: list[int] = []
    for row in (*([block.header] if block.header else []), *block.rows):
        for index, cell in enumerate(row.cells):
            if index == len(widths):
                widths.append(0)
            if index == 0 and row is block.header and not row.name:
                continue
            width = round(line_width_px(words_of(cell, "bold"), style) + size_px * 0.9)
            widths[index] = max(widths[index], width)
    return widths


def _fits(block: Table, width_px: int, pen: Pen, size_px: int) -> bool:
    """Whether no cell of the table runs into another at this size of letters."""
    style = Print(pen.look.text_face, size_px)
    widths = cell_widths_px(block, pen, size_px)
    for row in (*([block.header] if block.header else []), *block.rows):
        weight: Weight = "bold" if row is block.header else "regular"
        if row is block.header and not row.name:  # its first cell stands over the names
            needed, cells = line_width_px(words_of(row.cells[0], weight), style), row.cells[1:]
        else:
            needed = max((line_width_px([word], style) for word in words_of(row.name, weight)), default=0.0)
            needed, cells = needed + (row.indent + 1) * size_px * 0.9, row.cells
        if needed > width_px - sum(widths[len(row.cells) - len(cells) : len(row.cells)]):
            return False
    return True


def _table(block: Table, width_px: int, pen: Pen) -> Image.Image:
    wanted = pen.px(block.size_em)
    smaller = range(wanted, wanted // 2, -1)
    size_px = next((size for size in smaller if _fits(block, width_px, pen, size)), wanted)
    widths = cell_widths_px(block, pen, size_px)
    parts: list[Image.Image] = []
    if block.header:
        header_pen = replace(pen, look=pen.look.on_accent()) if block.header_accent else pen
        parts.append(_row(block.header, width_px, header_pen, widths, size_px, weight="bold"))
        if not block.header_accent:
            parts.append(_rule(Rule(0.12), width_px, pen))
    for index, row in enumerate(block.rows):
        striped = pen.look.stripes and index % 2 == 0
        row_pen = replace(pen, look=replace(pen.look, paper=_tint(pen.look))) if striped else pen
        parts.append(_row(row, width_px, row_pen, widths, size_px, leaders=block.leaders))
        if pen.look.row_rules and row.rule and index + 1 < len(block.rows):
            parts.append(_rule(Rule(0.04), width_px, pen))
    page = Image.new("RGB", (width_px, sum(part.height for part in parts)), pen.look.paper)
    top = 0
    for part in parts:
        page.paste(part, (0, top))
        top += part.height
    return page


def _tint(look: Look) -> Colour:
    """A shade between paper and ink, as behind every second row."""
    red, green, blue = (round(p + (i - p) * 0.1) for p, i in zip(look.paper, look.ink, strict=True))
    return red, green, blue


def _row(
    row: Row,
    width_px: int,
    pen: Pen,
    widths_px: list[int],
    size_px: int,
    *,
    weight: Weight = "regular",
    leaders: bool = False,
) -> Image.Image:
    look, style = pen.look, Print(pen.look.text_face, size_px)
    left = round(row.indent * size_px * 0.9) + size_px * 0.12
    name_px = width_px - sum(widths_px[: len(row.cells)]) - left
    lines = wrap(words_of(row.name, weight), name_px, style)
    step = round(size_px * look.line_height)
    page = Image.new("RGB", (width_px, step * len(lines) + size_px // 10), look.paper)
    draw = ImageDraw.Draw(page)
    end = 0.0
    for index, line in enumerate(lines):
        inset = left + (size_px * 0.7 if index else 0)
        end = put_line(draw, (inset, step * index + size_px * 0.95), line, style, look.ink)
    at = len(lines) - 1 if leaders or (look.cells_at == "last" and len(lines) < 3) else 0
    baseline = step * at + size_px * 0.95
    right = float(width_px) - size_px * 0.12
    starts = []
    for width, cell in zip(reversed(widths_px[: len(row.cells)]), reversed(row.cells), strict=True):
        words = words_of(cell, weight)
        start = right - line_width_px(words, style)
        put_line(draw, (start, baseline), words, style, look.ink)
        starts.append(start)
        right -= width
    if leaders and starts:
        face = font(style.typeface, "regular", size_px)
        dot = face.getlength(".")
        count = int((min(starts) - end - size_px * 0.3) / dot)
        draw.text(
            (end, baseline),
            "." * max(0, count),
            font=face,
            fill=look.ink,
            anchor="ls",
        )
    return page


def _box(block: Box, width_px: int, pen: Pen) -> Image.Image:
    inner = replace(pen, look=pen.look.on_panel()) if block.panel else pen
    border = pen.px(pen.look.border_em) if block.border else 0
    padding = pen.px(block.padding_em)
    outer_px = round(width_px * block.width)
    content = draw_blocks(block.blocks, outer_px - 2 * (border + padding), inner)
    box = Image.new("RGB", (outer_px, content.height + 2 * (border + padding)), inner.look.paper)
    if border:
        ImageDraw.Draw(box).rectangle(
            (0, 0, box.width - 1, box.height - 1), outline=inner.look.ink, width=border
        )
    box.paste(content, (border + padding, border + padding))
    page = Image.new("RGB", (width_px, box.height), pen.look.paper)
    page.paste(box, ((width_px - outer_px) // 2, 0))
    return page


def _band(block: Band, width_px: int, pen: Pen) -> Image.Image:
    padding = pen.px(block.padding_em)
    inner = replace(pen, look=pen.look.on_accent())
    content = draw_blocks(block.blocks, width_px - 2 * padding, inner)
    page = Image.new("RGB", (width_px, content.height + 2 * padding), inner.look.paper)
    page.paste(content, (padding, padding))
    return page


def _beside(block: Beside, width_px: int, pen: Pen) -> Image.Image:
    gap = pen.px(block.gap_em)
    free = width_px - gap * (len(block.columns) - 1)
    total = sum(block.shares)
    parts = [
        draw_blocks(column, round(free * share / total), pen)
        for column, share in zip(block.columns, block.shares, strict=True)
    ]
    page = Image.new("RGB", (width_px, max(part.height for part in parts)), pen.look.paper)
    left = 0
    edges = []
    for part in parts:
        page.paste(part, (left, 0))
        edges.append((left, left + part.width))
        left += part.width + gap
    if block.divider:
        draw = ImageDraw.Draw(page)
        for (_, right), (following, _) in pairwise(edges):
            middle = (right + following) // 2
            draw.line((middle, 0, middle, page.height), fill=pen.look.ink, width=pen.px(0.06))
    return page


def _seals(block: Seals, width_px: int, pen: Pen) -> Image.Image:
    size = min(pen.px(block.size_em), (width_px - pen.px(1)) // max(1, len(block.texts)))
    page = Image.new("RGB", (width_px, size + pen.px(0.4)), pen.look.paper)
    draw = ImageDraw.Draw(page)
    for index, text in enumerate(block.texts):
        left = index * (size + pen.px(0.6))
        draw.ellipse((left, 2, left + size, 2 + size), outline=pen.look.ink, width=pen.px(0.1))
        letters_px = max(6, round(size * 0.17))
        style = Print(pen.look.text_face, letters_px)
        lines = wrap(words_of(text, "bold"), size * 0.8, style)
        top = 2 + size / 2 - len(lines) * letters_px * 0.55 + letters_px * 0.85
        for number, line in enumerate(lines):
            x = left + (size - line_width_px(line, style)) / 2
            baseline = top + number * letters_px * 1.1
            put_line(draw, (x, baseline), line, style, pen.look.ink)
    return page


def _barcode(block: Barcode, width_px: int, pen: Pen) -> Image.Image:
    """Bars from the digits (the look of a code, not one that scans) on white with the digits below."""
    bar = pen.px(0.1)
    height = pen.px(block.height_em)
    bars = "".join(f"{int(digit) * 7 + 12:07b}" for digit in block.digits)
    code = Image.new("RGB", (bar * (len(bars) + 10), height), "white")
    draw = ImageDraw.Draw(code)
    for index, bit in enumerate(bars):
        if bit == "1":
            left = bar * (index + 5)
            draw.rectangle((left, bar * 3, left + bar - 1, height - pen.px(1.1)), fill="black")
    digits = font("arimo", "regular", pen.px(0.9))
    draw.text((code.width / 2, height - pen.px(0.2)), block.digits, font=digits, fill="black", anchor="ms")
    page = Image.new("RGB", (width_px, height + pen.px(0.3)), pen.look.paper)
    page.paste(code.crop((0, 0, min(code.width, width_px), height)), (0, 0))
    return page


PAINTERS: dict[type, Callable[..., Image.Image]] = {
    Text: _text,
    Title: _title,
    Spread: _spread,
    Rule: _rule,
    Space: _space,
    Table: _table,
    Box: _box,
    Band: _band,
    Beside: _beside,
    Seals: _seals,
    Barcode: _barcode,
}
