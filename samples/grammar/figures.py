"""Numbers as labels print them: rounded, grouped, with their unit before, behind or in the name of the row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from random import Random

Number = int | float

GROUPS = {
    "en": ",",
    "de": ".",
    "fr": " ",
    "es": ".",
    "it": ".",
    "pl": " ",
    "nl": ".",
    "pt": ".",
    "sv": " ",
    "cs": " ",
}


def plain(value: float) -> Number:
    """375.0 as the whole number 375."""
    return int(value) if value == int(value) else value


def rounded(value: float, digits: int = 2) -> Number:
    """A number with so many significant digits; whole numbers above 100 keep one digit more.

    >>> rounded(23.333), rounded(0.4567), rounded(1234.5)
    (23, 0.46, 1230)
    """
    number = Decimal(repr(value))
    keep = digits + (abs(value) >= 100)
    place = number.adjusted() - keep + 1
    return plain(float(number.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP)))


def percentage(amount: float, base: float, decimals: int) -> Number:
    """A percentage of a base as labels round it, half upwards.

    >>> percentage(10.5, 100, 0), percentage(100, 375, 1)
    (11, 26.7)
    """
    exact = Decimal(repr(amount)) * 100 / Decimal(repr(base))
    return plain(float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)))


@dataclass(frozen=True)
class Figure:
    """What stands in a cell: a number with its unit ('%' too), exact or a bound ('<')."""

    value: Number
    unit: str
    bound: str = ""


@dataclass(frozen=True)
class NoValue:
    """A cell in which only the sign stands that says: no reference value."""


Cell = Figure | NoValue | None


@dataclass(frozen=True)
class NumberStyle:
    """How one label prints numbers. `unit_at` says where units of amounts stand."""

    decimal: str
    group: str
    gap: str
    percent_gap: str
    percent_sign: bool
    unit_at: Literal["behind", "name", "before"]
    micro: str
    sign: str
    padded: bool
    star: str
    """Behind every percentage: '24%*'."""

    @classmethod
    def draw(cls, rng: Random, language: str) -> NumberStyle:
        decimal = "." if language == "en" else ","
        group = GROUPS[language] if rng.random() < 0.75 else ""
        unit_at: Literal["behind", "name", "before"] = rng.choices(
            ("behind", "name", "before"), (18, 1.6, 0.8)
        )[0]
        return cls(
            decimal=decimal,
            group=group,
            gap=rng.choice((" ", " ", "")),
            percent_gap=rng.choice(("", "", " ")),
            percent_sign=unit_at != "name" or rng.random() < 0.3,
            unit_at=unit_at,
            micro=rng.choice(("mcg", "mcg", "µg"))
            if language == "en"
            else rng.choice(("µg", "µg", "μg", "mcg")),
            sign=rng.choice(("†", "†", "**", "‡", "***")),
            padded=rng.random() < 0.12,
            star="*" if rng.random() < 0.05 else "",
        )

    def number(self, value: Number, *, padded: bool = False) -> str:
        """A number with the label's decimal sign and its thousands signs."""
        if value == int(value) and not (padded and value < 10):
            digits = f"{int(value):,}" if value >= 1000 and self._groups(value) else str(int(value))
            return digits.replace(",", self.group)
        whole, _, part = f"{value:.1f}".partition(".") if value == int(value) else str(value).partition(".")
        grouped = f"{int(whole):,}".replace(",", self.group) if self._groups(value) else whole
        return f"{grouped}{self.decimal}{part}"

    def _groups(self, value: Number) -> bool:
        """A blank groups from five digits on only: many houses print '1500' and '10 000'."""
        return bool(self.group) and (value >= 10_000 if self.group == " " else value >= 1000)

    def unit(self, unit: str) -> str:
        return unit.replace("mcg", self.micro) if unit.startswith("mcg") else unit

    def weight(self, figure: Figure) -> str:
        """An amount with its unit behind it, as running text prints it."""
        number = self.number(figure.value, padded=self.padded and figure.unit not in {"kcal", "IU"})
        return f"{number}{self.gap}{self.unit(figure.unit)}" if figure.unit else number

    def cell(self, cell: Cell) -> str:
        """What is printed in a cell."""
        if cell is None:
            return ""
        if isinstance(cell, NoValue):
            return self.sign
        if cell.unit == "%":
            mark = f"{self.percent_gap}%" if self.percent_sign else ""
            return f"{cell.bound}{self.number(cell.value)}{mark}{self.star if mark else ''}"
        if self.unit_at == "name":
            return cell.bound + self.number(cell.value, padded=self.padded)
        if self.unit_at == "before" and cell.unit:
            return f"{cell.bound}{self.unit(cell.unit)} {self.number(cell.value, padded=self.padded)}"
        return cell.bound + self.weight(cell)
