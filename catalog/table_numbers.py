"""Numbers in the cells of a table, where a comma may be a decimal sign or part the thousands. Never a guess."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.json_values import RecordError

POINT, COMMA = ".", ","
_WHOLE = re.compile(r"[0-9]+")
_WITH_SIGN = re.compile(r"\A(?:[0-9]+[.,][0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""One sign with three figures behind it: "1,234" is 1234 in one country and 1.234 in another."""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    where: str
    """File, line and column, for the error."""


def decimal_sign(cells: Iterable[Cell], *, comma_separates: bool) -> str:
    """The sign before the decimals in a table, from all its numbers together.

    Where a comma parts the columns it is a point. Elsewhere a number such as 187,5 or 0.125 tells, and all others
    have to agree. Raises RecordError naming the cell where two numbers contradict each other.
    """
    if comma_separates:
        return POINT
    telling: dict[str, Cell] = {}
    for cell in cells:
        text = cell.text.strip()
        if not _WITH_SIGN.fullmatch(text) or _THOUSANDS.fullmatch(text):
            continue
        for sign in (POINT, COMMA):
            if sign in text:
                telling.setdefault(sign, cell)
    if len(telling) > 1:
        point, comma = telling[POINT], telling[COMMA]
        raise RecordError(
            comma.where,
            f"{comma.text.strip()!r} has a decimal comma, {point.text.strip()!r} in another cell a decimal point: "
            "write all numbers with the same sign",
        )
    return next(iter(telling), "")


def number(cell: Cell, sign: str) -> float:
    """The number in a cell, with the decimal sign of its table ("" where no cell of it tells).

    Raises RecordError naming the cell for anything but one number of zero or more, and for one that could be two.
    """
    text = cell.text.strip()
    if _WHOLE.fullmatch(text):
        return float(text)
    if not _WITH_SIGN.fullmatch(text):
        signs = {POINT, COMMA} & set(text)
        hint = ": write it without a sign between the thousands" if len(signs) > 1 or " " in text else ""
        raise RecordError(cell.where, f"expected a number, found {text!r}{hint}")
    used = next((each for each in (POINT, COMMA) if each in text), sign)
    if not sign and _THOUSANDS.fullmatch(text):
        whole, _, decimals = text.partition(used)
        raise RecordError(
            cell.where,
            f"{text!r} may be {whole}{decimals} or {whole}.{decimals}: write it without a sign between the thousands, "
            "or with another number of decimals",
        )
    if sign and used != sign:
        found, meant = ("comma", "point") if sign == POINT else ("point", "comma")
        raise RecordError(
            cell.where,
            f"{text!r} has a {found}, but decimals stand behind a {meant} in this table: write it with a {meant}, "
            "and with no sign between the thousands",
        )
    return float(text.replace(COMMA, POINT))
