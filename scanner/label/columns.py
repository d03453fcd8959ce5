"""The heads of the columns of a panel, and which column is the one for an adult and one serving."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scanner.label.vocabulary import fold
from scanner.page import Box
from scanner.reading.rows import Row, cells

_HEAD = re.compile(
    r"\bper\b|\bje\b|\bpro\b|\bpar\b|\bpour\b|\bpor\b|serv|scoop|portion|porcion|porzione|porcja|100 ?(?:g|ml)|"
    r"adult|child|kid|year|\bage|pregnan|lactat|water|milk|capsule|tablet|sachet|dose|women|\bmen\b|\brda\b|%"
)
_NOT_A_SERVING = re.compile(r"\b100 ?(?:g|ml)\b")
_NOT_AN_ADULT = re.compile(
    r"child|kid|infant|pregnan|lactat|breast|[1-9](?: ?-| to) ?[1-9]\d? ?years|under \d|less than \d"
)
_AS_WANTED = re.compile(r"adult|serv|portion|porcion|porzione|porcja|dose|capsule|tablet|scoop|sachet")


def head_of(rows: Sequence[Row], index: int, box: Box) -> str:
    """What stands over the column of ``box`` above the row ``index``, as printed; empty when nothing does."""
    middle = (box[0] + box[2]) / 2
    lines: list[str] = []
    for row in reversed(rows[:index]):
        over = [c for c in cells(row) if c.text.strip() and _stands_over(row, c.start, c.end, middle, box)]
        text = " ".join(c.text.strip() for c in over)
        if _HEAD.search(fold(text)) and not re.match(r"\A[<~]?[\d.,]+ ?(?:m?c?g|%|kcal|kj|iu)\b", fold(text)):
            lines.insert(0, text)
        elif lines:
            break
    return " ".join(lines)


def _stands_over(row: Row, start: int, end: int, middle: float, box: Box) -> bool:
    x0, _, x1, _ = row.box_of(start, end)
    wide = max(x1 - x0, 1)
    return x0 - 0.2 * wide <= middle <= x1 + 0.2 * wide and wide < 8 * max(box[2] - box[0], box[3] - box[1])


def preference(head: str) -> int:
    """How much a column is the default one: per serving before per 100 g, adults before children."""
    folded = fold(head)
    if _NOT_A_SERVING.search(folded):
        return -2
    if _NOT_AN_ADULT.search(folded) and "adult" not in folded:
        return -1
    return 1 if _AS_WANTED.search(folded) else 0
