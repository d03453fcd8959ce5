"""The table of a label: its columns, and the cells that an amount has in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from samples.grammar.figures import Cell, Figure, NoValue, Number, percentage, plain, rounded
from samples.grammar.serving import POWDERS
from samples.grammar.tables import Market, reference_values

if TYPE_CHECKING:
    from samples.grammar.figures import NumberStyle
    from samples.grammar.manner import Manner

SERVING = "serving"
HUNDRED = "100 g"


@dataclass(frozen=True)
class Column:
    """A printed column. `per` says what its amounts are for, `factor` how many servings that is.

    A percentage belongs to the amount of the same `per`, except that of `group` (children), which has the amount of
    the serving; `reference` is the table of its base. `head` may have two lines.
    """

    kind: Literal["amount", "percent"]
    per: str
    head: tuple[str, ...]
    factor: float = 1.0
    reference: str = ""
    group: str = ""


@dataclass(frozen=True)
class Entry:
    """A row: what is printed as its name and behind it, and its cells in the order of the columns.

    `said` is the source without its brackets; `bare` rows ('Calories') print no unit.
    """

    name: str
    cells: tuple[Cell, ...]
    source: str = ""
    said: str | None = None
    level: int = 0
    nutrient: str | None = None
    bare: bool = False

    def printed_name(self, style: NumberStyle) -> str:
        units = [cell.unit for cell in self.cells if isinstance(cell, Figure) and cell.unit != "%"]
        name = self.name
        if style.unit_at == "name" and units and not self.bare:
            name = f"{name} ({style.unit(units[0])})"
        return f"{name} {self.source}".rstrip()

    def printed_cells(self, style: NumberStyle) -> tuple[str, ...]:
        printed = [
            replace(c, unit="") if self.bare and isinstance(c, Figure) and c.unit != "%" else c
            for c in self.cells
        ]
        return tuple(style.cell(cell) for cell in printed)


@dataclass(frozen=True)
class Columns:
    """The columns of one label and what fills them."""

    columns: tuple[Column, ...]
    market: Market
    decimals: int
    signs: bool
    """Whether a sign stands where there is no reference value."""

    @property
    def amounts(self) -> list[Column]:
        return [column for column in self.columns if column.kind == "amount"]

    @property
    def percents(self) -> list[Column]:
        return [column for column in self.columns if column.kind == "percent"]

    @property
    def default(self) -> Column:
        """The amounts of one serving; those of 100 g where there are no others."""
        return next((column for column in self.amounts if column.per == SERVING), self.amounts[0])

    def amount(self, column: Column, amount: Number) -> Number:
        """What a column prints for an amount of one serving."""
        value = amount * column.factor
        return plain(value) if column.factor == int(column.factor) else rounded(value, 3)

    def cells(
        self,
        amount: Number,
        unit: str,
        nutrient: str | None = None,
        *,
        percents: bool | Number = True,
        scale: float = 1.0,
    ) -> tuple[Cell, ...]:
        """The cells of an amount per serving; `scale` is how many of the reference's units one `unit` is.

        `percents` may be False (the percentage cells stay empty) or the amount that the percentages are of.
        """
        made: list[Cell] = []
        for column in self.columns:
            if column.kind == "amount":
                made.append(Figure(self.amount(column, amount), unit))
                continue
            base = reference_values(column.reference).get(nutrient or "")
            if percents is False:
                made.append(None)
            elif base is None:
                made.append(NoValue() if self.signs else None)
            else:
                of = amount if percents is True else percents
                made.append(self._percent(self.amount(self._amount_of(column), of), base / scale))
        return tuple(made)

    def _amount_of(self, column: Column) -> Column:
        return next((other for other in self.amounts if other.per == column.per), self.default)

    def _percent(self, amount: Number, base: float) -> Figure:
        share = percentage(amount, base, self.decimals)
        if amount and 100 * amount / base < 1 and not self.decimals and self.market.less_than_one:
            return Figure(1, "%", "<")
        return Figure(share, "%")


def draw_columns(manner: Manner, head: str) -> Columns:
    """The columns of a label; `head` stands over the amounts of one serving, a stroke parts its lines."""
    rng, voice, market, dose = manner.rng, manner.voice, manner.market, manner.dose
    kind = _kind(manner)
    serving = Column("amount", SERVING, tuple(head.split("|")))
    share = Column("percent", SERVING, (voice.say("percent_head"),), reference=market.reference)
    columns: tuple[Column, ...] = (serving, share)
    if kind == "amounts":
        columns = (serving,)
    elif kind == "scoops":
        one, two = (dose.count(count, voice.language, manner.numbers) for count in (1, 2))
        first, second = replace(serving, head=(one,)), replace(serving, per=two, head=(two,), factor=2.0)
        of_two = replace(share, per=two)
        columns = (first, share, second, of_two) if rng.random() < 0.7 else (first, second, share, of_two)
    elif kind in {"with_100", "only_100"}:
        hundred = Column("amount", HUNDRED, (voice.say("per_100"),), factor=100 / float(dose.weight_g or 1))
        orders = ((hundred, serving, share), (serving, share, hundred), (serving, hundred, share))
        columns = rng.choices(orders, (4, 3, 1))[0] if kind == "with_100" else (hundred,)
    elif kind == "ages":
        child = replace(share, head=(voice.say("children"),), reference="US_2016_1_3y", group="children")
        columns = (serving, child, replace(share, head=(voice.say("adults"),)))
    elif kind == "piece":
        said = dose.count(1, voice.language, manner.numbers)
        piece = Column("amount", said, (said,), factor=1 / float(dose.quantity))
        of_piece = replace(share, per=said)
        ways: tuple[tuple[Column, ...], ...] = (
            (piece, serving, share),
            (piece, of_piece, serving, share),
            (serving, share, piece),
        )
        columns = rng.choice(ways)
    return Columns(columns, market, rng.choice(market.decimals), rng.random() < 0.7)


def _kind(manner: Manner) -> str:
    """Which columns the label has, among those that its market and its serving allow."""
    market, dose = manner.market, manner.dose
    powder = dose.unit.id in POWDERS and dose.weight_g is not None
    several = dose.unit.id not in POWDERS and float(dose.quantity) in {2.0, 3.0, 4.0}
    kinds = {
        "plain": 16.0,
        "amounts": {"au": 24.0, "ca": 16.0}.get(market.id, 2.0),
        "scoops": 8.0 if dose.unit.id in {"scoop", "teaspoon", "sachet"} and dose.quantity == 1 else 0.0,
        "with_100": 16.0 if powder and market.code != "US" else 0.0,
        "only_100": 2.0 if powder and market.code != "US" else 0.0,
        "ages": 2.5 if market.id == "us" else 0.0,
        "piece": {"EU": 4.0, "UK": 4.0, "US": 1.0}.get(market.code, 0.0) if several else 0.0,
    }
    return manner.rng.choices(list(kinds), list(kinds.values()))[0]
