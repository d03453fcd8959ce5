"""Which rows of a panel are sure: what the label's own arithmetic confirms, and what is printed without any doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scanner.panel.pieces import HEADS, Figure, Segment, depth
from scanner.panel.proof import Proof, known
from scanner.panel.record import RowState

_READ, _CLEAR, _CLEAREST = 0.9, 0.97, 0.98
"""The confidence of the letters: where arithmetic confirms the row in a proven panel, confirms it alone, or cannot."""
_UNREAD_FIGURE = re.compile(r"\d\s?[^\W\d_]{1,4}\W{0,3}$")
"""At the end of a name: "Biotin 15mco"."""
_LEAST_LETTERS = 3
_NO_NAME = (*HEADS, "container.net", "container.net_weight", "container.counted", "directions.take")
"""Words that are in no name of a nutrient."""


def state_of(
    number: int,
    row: Segment,
    nutrient: str | None,
    cell: tuple[Figure | None, Figure | None],
    proof: Proof,
    *,
    percents: bool,
    certain: bool,
    flat: bool,
) -> tuple[RowState, str]:
    """The state of a row and why: ``cell`` is what is given out, ``percents`` whether its table has percentages.

    ``certain`` tells whether its numbers can only mean one thing, and the columns too, and
    ``flat`` whether its lines are straight and level.
    """
    amount, percent = cell
    confidence = confidence_of(row, [one for one in cell if one is not None])
    doubts = (
        (number in proof.contradicting, "its percentage does not fit its amount"),
        (amount is None, "no amount was read for it"),
        (
            percents and percent is None and nutrient in known(),
            "no percentage was read for it, as in other rows",
        ),
        (not _is_whole_name(row), "its name may be another one"),
    )
    for doubted, reason in doubts:
        if doubted:
            return "check", reason
    fits = percent is not None and _is_of(amount, proof.agreeing.get(number))
    if fits and proof.proven and number in proof.tight and not row.loose and confidence >= _READ:
        return "sure", "its percentage fits its amount, as those of other rows do"
    if not certain or not is_plain(row, cell):
        return "check", "no arithmetic on the label confirms it"
    if fits and confidence >= _CLEAR:
        return "sure", "its percentage fits its amount"
    if flat and proof.contradict <= proof.agree and confidence >= _CLEAREST:
        return "sure", "its letters are clear and it stands in one line"
    return "check", "no arithmetic on the label confirms it"


def _is_of(amount: Figure | None, fitting: tuple[float, float] | None) -> bool:
    """Whether arithmetic agreed with this amount, and not with that of another column."""
    number = amount.span.number if amount is not None else None
    return number is not None and fitting is not None and fitting[0] in number.values


def confidence_of(row: Segment, figures: Sequence[Figure]) -> float:
    """The lowest of the letters of a row."""
    name = [part.line.row.confidence(part.start, part.end) for part in row.name]
    return min(name + [one.line.row.confidence(one.span.start, one.span.end) for one in figures])


def is_plain(row: Segment, cell: tuple[Figure | None, Figure | None]) -> bool:
    """Whether a row is one name with its figures on one line, and none that is not given out for another column."""
    figures = [one for one in cell if one is not None]
    line = row.name[0].line
    return (
        all(one.line is line for one in figures)
        and all(part.line is not line for part in row.name[1:])
        and all(
            depth(" ".join(part.text for part in row.name[:place])) > 0 for place in range(1, len(row.name))
        )
        and not row.loose
    )


def _is_whole_name(row: Segment) -> bool:
    """Whether a name is one phrase, with what its brackets carry on to other lines: no heading, no text beside."""
    first = row.name[0]
    if sum(map(str.isalpha, first.text)) < _LEAST_LETTERS or not first.text[0].isalnum():
        return False
    if _UNREAD_FIGURE.search(first.text) and depth(first.text) == 0:
        return False
    if any(one.kind == "mass" and not one.depth for part in row.name for one in part.spans):
        return False  # "from 993 mg of magnesium glycinate" belongs to its source
    if depth(row.text) != 0 or any(one.means(*_NO_NAME) for part in row.name for one in part.spans):
        return False
    return all(part.line is not before.line for before, part in zip(row.name, row.name[1:], strict=False))
