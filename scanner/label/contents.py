"""What else is in the product: other ingredients with a say in a goal or a limit of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.co_ingredients import co_ingredients
from catalog.daily_values import fits
from catalog.unit_conversions import factors
from scanner.label.extent import lacks_figures, panel_lines
from scanner.label.ingredient_lists import IngredientList, ingredient_lists
from scanner.panel.pieces import Figure, Part, depth
from scanner.panel.proof import known
from scanner.panel.table import Table, TableRow
from scanner.parsed.page import Cell, Line, ParsedPage, Span

_WITHIN = 60
"""Letters between a denial and what it denies: "no gluten, lactose or caffeine"."""
_AMOUNT_BEFORE = 12
"""Letters between an amount and the name behind it: "160 mg of natural caffeine"."""
_GAP = 2
"""Letters between a name and the denial behind it, be they signs: "caffeine-free"."""
_LETTER = re.compile(r"[^\W\d_]")
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,200}[)\]]?")
_COMMA = re.compile(r"[,;]")
_SENTENCE_END = re.compile(r"[.;:•|]")
_OF_CARRIERS = frozenset({"calcium", "potassium", "zinc", "glycine", "sugar_alcohols"})
"""A list of ingredients names these as part of a carrier too: zinc stearate, potassium sorbate."""
_OPEN = (",", ":", "&", "+")
_CARRIED_ON = ("time.and", "time.range", "denial.not", "source.of", "source.linked")
"""How a line ends that the next one carries on."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found beside magnesium."""

    amounts: Mapping[str, float | None]
    """Id of the catalog to mg per serving."""
    contradicted: bool
    """Whether the percentage of one of them speaks against its amount, which is then not known."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """What stands beside a name."""

    mg: float | None
    fits: bool | None = None
    """Whether its own percentage agrees; None where there is nothing to compare."""
    apart: bool = False
    """Whether it stands in a column of its own."""

    def counted(self, *, in_doubt: bool) -> float | None:
        """The mg that may be used; those of a row that is ``in_doubt`` only where they are confirmed."""
        unsure = self.fits is False or (in_doubt and self.apart and not self.fits)
        return None if unsure else self.mg


_NO_AMOUNT = _Amount(None)


def read_contents(page: ParsedPage, tables: Sequence[Table], *, rows_in_doubt: bool = False) -> Contents:
    """Other ingredients of interest, with mg per serving where that is printed and belongs to them.

    Where the ``rows_in_doubt`` may have slipped against their figures, or one of them has, or lacks its own, an amount
    in a column of its own counts only where its percentage confirms it. What works against a goal is found anywhere on
    the label; what is said not to be in it is not.
    """
    rows = sorted(_of_rows(page, tables), key=_is_of_salt)
    stated = [(ingredient, amount) for ingredient, amount, _ in rows]
    contradicted = any(amount.fits is False for _, amount in stated)
    in_doubt = rows_in_doubt or contradicted or lacks_figures(page, tables)
    named = list(_names(page))
    lists = ingredient_lists(page) if named else ()
    elsewhere = (*_anywhere(page, named), *_apart(page, named, lists), *_listed(page, named, tables, lists))
    found: dict[str, float | None] = {}
    for ingredient, amount in (*stated, *elsewhere):
        # A row of the panel says its amount best.
        if ingredient not in found or (amount.mg and not found[ingredient]):
            found[ingredient] = amount.counted(in_doubt=in_doubt)
    return Contents({name: mg for name, mg in found.items() if mg != 0}, contradicted)


@dataclass(frozen=True, slots=True)
class _Name:
    """Where an ingredient of the catalog is named."""

    ingredient: str
    line: Line
    span: Span


def _names(page: ParsedPage) -> Iterator[_Name]:
    """All of them; the label may still say that they are not in it."""
    for line in page.lines:
        for span in line.spans:
            if span.meanings and (ingredient := _ingredient(span)) is not None:
                yield _Name(ingredient, line, span)


@cache
def _ids() -> frozenset[str]:
    return frozenset(row.ingredient for row in co_ingredients())


@cache
def _against() -> frozenset[str]:
    """What works against a goal, such as caffeine."""
    return frozenset(row.ingredient for row in co_ingredients() if row.effect == "against")


def _ingredient(span: Span) -> str | None:
    """The id of what a word names, where the catalog asks for it."""
    named = span.means("nutrient", "plant")
    return named.value if named is not None and named.value in _ids() else None


def _named(spans: Sequence[Span]) -> list[Span]:
    """What names a nutrient or a plant outside of brackets."""
    return [one for one in spans if one.depth == 0 and one.means("nutrient", "plant")]


def _of_rows(page: ParsedPage, tables: Sequence[Table]) -> Iterator[tuple[str, _Amount, bool]]:
    """What the rows of the panels are about, with their amounts, and whether a row says that it is of no salt."""
    for row in (row for table in tables for row in table.rows):
        named = [(part, one) for part in row.segment.name for one in _named(part.spans)]
        if not named or any(_is_magnesium(one) for _, one in named):
            continue
        part, span = named[0]
        ingredient = _ingredient(span)
        if ingredient is None or _is_denied(page, part.line, span):
            continue
        amount = _NO_AMOUNT if span.means("plant") else _amount(row, ingredient)
        before = part.line.within(part.start, span.start)
        yield ingredient, amount, any(one.means("source.gives", "source.elemental") for one in before)


def _is_of_salt(row: tuple[str, _Amount, bool]) -> bool:
    """Rows such as "equiv. calcium" are to come before those of their salts."""
    return not row[2]


def _is_magnesium(span: Span) -> bool:
    named = span.means("nutrient")
    return named is not None and named.value == "magnesium"


def _amount(row: TableRow, nutrient: str) -> _Amount:
    """The amount of one serving by a row, and whether the percentage beside it is one of that nutrient."""
    cell, (figure, share) = row.record.cells[0], row.cells[0]
    if (
        figure is None
        or cell.amount is None
        or cell.unit is None
        or cell.bound
        or cell.per.startswith("100 ")
    ):
        return _NO_AMOUNT
    return _Amount(
        _mg(nutrient, cell.amount, cell.unit), _fits(nutrient, cell.unit, figure, share), not figure.inline
    )


def _mg(nutrient: str, amount: float, unit: str) -> float | None:
    """The amount in mg, None where that depends on its form."""
    ways = factors(nutrient, unit, "mg")
    return float(f"{amount * ways[0]:.9g}") if len(ways) == 1 else None


def _fits(nutrient: str, unit: str, figure: Figure, share: Figure | None) -> bool | None:
    """Whether the percentage is one of the amount by any reference values, None where there are none."""
    amount, percent = figure.span.number, share.span.number if share is not None else None
    if amount is None or percent is None or nutrient not in known() or not percent.value:
        return None
    return any(fits(nutrient, value, unit, part) for value in amount.values for part in percent.values)


def _anywhere(page: ParsedPage, named: Sequence[_Name]) -> Iterator[tuple[str, _Amount]]:
    """What works against a goal, wherever it is named, with the amount beside the name."""
    for one in named:
        if one.ingredient in _against():
            amount = _NO_AMOUNT if one.span.means("plant") else _beside(one.line, one.span)
            # "No sugar, caffeine 80 mg": what has an amount is in it.
            if amount.mg != 0 and (amount.mg or not _is_denied(page, one.line, one.span)):
                yield one.ingredient, amount


def _beside(line: Line, name: Span) -> _Amount:
    """The amount right behind a name, before another name, or else right before it."""
    for span in line.within(name.end, len(line.text)):
        if depth(line.text[name.end : span.start]) < 0:
            break  # "blend (caffeine, hops) 230 mg" is the weight of the blend
        if span.kind == "mass":
            return _weight(line, name.end, span)
        if span.depth <= name.depth and span.means("nutrient", "plant"):
            break  # "natural caffeine (from green tea) 160 mg" goes on
    before = next((one for one in line.before(0, name.start) if one.kind == "mass"), None)
    if before is None or name.start - before.end > _AMOUNT_BEFORE:
        return _NO_AMOUNT
    return _weight(line, name.start, before)


def _weight(line: Line, name: int, span: Span) -> _Amount:
    if span.number is None or span.unit is None or span.bound:
        return _NO_AMOUNT
    between = line.text[min(name, span.end) : max(name, span.start)]
    return _Amount(_mg("", span.number.value, span.unit), None, "\t" in between)


def _apart(
    page: ParsedPage, named: Sequence[_Name], lists: Sequence[IngredientList]
) -> Iterator[tuple[str, _Amount]]:
    """What is named where only a row or a front names it, without the amount: nobody can say that it is not in it.

    That is in a row whose figures were not told apart, and in an item that says nothing else, such as "Magnesium &
    Melatonin".
    """
    listed = {(part.line.index, part.end) for one in lists for part in one.parts}
    for one in named:
        if one.span.depth:
            continue
        cell = next(cell for cell in one.line.cells if one.span.start < cell.end)
        if (one.line.index, cell.end) in listed:
            continue  # its items may go on in the next line: "zinc / stearate"
        items = _items(one.line, cell)
        said = _has_figures(one, cell) or any(_is_all_of(part, one.span) for part in items)
        if said and not _is_denied(page, one.line, one.span):
            yield one.ingredient, _NO_AMOUNT


def _has_figures(name: _Name, cell: Cell) -> bool:
    """Whether the name begins the cell or follows figures, and has figures behind it in the line."""
    line, span = name.line, name.span
    before = next(line.before(cell.start, span.start), None)
    start = cell.start if before is None or before.kind == "word" else before.end
    behind = line.within(span.end, len(line.text))
    return not _LETTER.search(line.text, start, span.start) and any(
        one.kind in {"mass", "percent"} for one in behind
    )


def _items(line: Line, cell: Cell) -> Iterator[Part]:
    """The cell at its commas outside of brackets; an item that ends it may go on in the next line."""
    start = cell.start
    for comma in _COMMA.finditer(line.text, cell.start, cell.end):
        if depth(line.text[cell.start : comma.start()]) <= 0:
            yield Part(line, start, comma.start())
            start = comma.end()
    if start == cell.start or line.text[: cell.end].endswith("."):
        yield Part(line, start, cell.end)


def _is_all_of(part: Part, name: Span) -> bool:
    """Whether an item has the name and no figures, nor other words than such names outside of brackets."""
    if not part.start <= name.start < part.end:
        return False
    at, rest = part.start, []
    for span in part.spans:
        if span.kind != "word" and not span.depth:
            return False
        if span.means("nutrient", "plant", "time.and", "source.of"):
            rest.append(part.line.text[at : span.start])
            at = span.end
    rest.append(part.line.text[at : part.end])
    return _LETTER.search(_BRACKET.sub(" ", " ".join(rest))) is None


def _listed(
    page: ParsedPage, named: Sequence[_Name], tables: Sequence[Table], lists: Sequence[IngredientList]
) -> Iterator[tuple[str, _Amount]]:
    """What a list of ingredients, or a blend of the panel, names without an amount."""
    of_panel = {line.index for table in tables for line in panel_lines(page, table)} if named else set()
    parts = [part for one in lists for part in one.parts]
    for one in named:
        if one.ingredient in _OF_CARRIERS:
            continue
        here = one.line.index in of_panel or any(
            part.line is one.line and part.start <= one.span.start < part.end for part in parts
        )
        if here and not _is_denied(page, one.line, one.span):
            yield one.ingredient, _NO_AMOUNT


def _is_denied(page: ParsedPage, line: Line, name: Span) -> bool:
    """Whether the label says that what is named is not in it: "no caffeine", "caffeine-free", "0 mg caffeine".

    A line that is carried on says it of the next one too.
    """
    behind = line.within(name.end, len(line.text))[:_GAP]
    if any(one.means("denial.behind") and one.start - name.end <= _GAP for one in behind):
        return True
    if _denies(line, name.start):
        return True
    above = page.lines[line.index - 1] if line.index else None
    return above is not None and _runs_on(above) and _denies(above, len(above.text), line.text[: name.start])


def _denies(line: Line, end: int, more: str = "") -> bool:
    """Whether a word or a zero before ``end`` denies what follows there, or follows ``more`` of the next line."""
    for span in line.before(0, end):
        between = line.text[span.end : end] + more
        if len(between) > _WITHIN or _SENTENCE_END.search(between.lstrip(" :")):
            return False
        if span.means("denial.not") or (span.means("denial.than") and "," not in between):
            return True
        if span.kind == "mass" and span.number is not None and len(between) <= _AMOUNT_BEFORE:
            return span.number.value == 0 and not _named(line.within(0, span.start))
    return False


def _runs_on(line: Line) -> bool:
    """Whether the line ends in the middle of a sentence."""
    text = line.text.rstrip()
    last = line.spans[-1] if line.spans else None
    return text.endswith(_OPEN) or (
        last is not None and last.end == len(text) and last.means(*_CARRIED_ON) is not None
    )
