"""Elemental or compound? The decision, strongest evidence first, with its reason in words.

A printed amount is the magnesium itself, or the weight of the salt that carries it. What tells them apart is,
in this order: the percentage beside it (the strongest), a second amount in the ratio of the form's fraction,
the wording of the row, and what fits into a capsule. A check certifies or doubts; it never changes an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from catalog.forms import forms as known_forms
from catalog.reference_values import PERCENT_TOLERANCE, PercentBase, percent_bases
from scanner.label.figures import Amount, Percent
from scanner.label.magnesium import MagnesiumRow
from scanner.records import Basis

_FOOD_TOLERANCE = 2.5
"""Percent points: food panels round to steps of 2, 5 and 10 %."""
_SIGN_MISREAD = re.compile(r"\A\d+[45689]")
"""A percentage whose last figure looks like a "%" that was cut or blurred."""
_ROUNDED = 0.5
"""Percent points: farther from the amount's own share a percentage was cut off, not rounded."""
CLEAR_FIGURE = 0.95
"""Below it a figure of a percentage may be another one: where its neighbour, or another figure, fits the amount."""
_TELLING_PERCENT = 3.0
"""Below it a figure without a sign fits too many amounts to certify one."""
_MOST_ELEMENTAL_MG = 1200.0
"""More magnesium than this in a serving is not sold; the amount is a salt's weight or a misread."""
_ROUND_COMPOUND_MG = 500.0
"""An amount named after a salt on a front, from here up, is a salt's weight."""


@dataclass(frozen=True, slots=True)
class Dose:
    """What one row, or one column of it, says: the amounts, what they are, and why."""

    elemental: Amount | None
    compound: Amount | None
    percent: Percent | None
    basis: Basis
    certain: bool
    """True when arithmetic on the label itself confirms the amount."""
    reason: str
    row: MagnesiumRow | None = None
    by_percent: bool = False
    """True when the printed percentage is what certifies it."""
    percent_cut_off: bool = False
    """True when the percentage fits only if the label did not round it: its neighbour fits better."""
    guessed: bool = False
    """True when the place of the amount, not words or arithmetic, ties it to magnesium."""


@dataclass(frozen=True, slots=True)
class Market:
    """Which percentages this label may print, told from the words around them."""

    bases: tuple[PercentBase, ...]
    tolerance: float


def market_of(page_text: str, food: bool) -> Market:
    """The bases a label with this folded text may use; the usual three where it does not say."""
    markets = {
        "US": ("% daily value", "%daily value", "daily value", "% dv", "%dv", "supplement facts"),
        "EU": ("nrv", "vnr", "nrw", "vrn", "rws", "reference intake"),
        "IN": ("rda", "icmr", "fssai"),
        "AU": ("rdi",),
    }
    named = {market for market, words in markets.items() if any(w in page_text for w in words)}
    adult = [b for b in percent_bases() if b.for_adults]
    if named:
        chosen = [
            b for b in adult if named & set(b.market.split("|")) or (b.market == "CA" and "US" in named)
        ]
    else:
        chosen = [b for b in adult if b.market in ("US", "EU|UK")]
    return Market(tuple(chosen), _FOOD_TOLERANCE if food else PERCENT_TOLERANCE)


def decide(row: MagnesiumRow, market: Market, *, on_panel: bool) -> tuple[Dose, ...]:
    """What ``row`` says, one ``Dose`` for each of its columns, the printed order kept."""
    columns = _columns(row, market)
    return tuple(
        _decide_column(row, amounts, percent, market, on_panel=on_panel) for amounts, percent in columns
    )


def _columns(row: MagnesiumRow, market: Market) -> list[tuple[tuple[Amount, ...], Percent | None]]:
    """The amounts of a row grouped into columns: a percentage belongs to the amount before it."""
    plain = [a for a in row.amounts if a.role == "row"]
    others = [a for a in row.amounts if a.role != "row"]
    if len(plain) <= 1 or _ratio_fits(row, plain):
        # Two columns of percentages beside one amount are for adults and for children.
        fitting = (p for p in row.percents for a in plain[:1] if percent_base(a.mg, p.value, market))
        return [(row.amounts, next(fitting, row.percents[0] if row.percents else None))]
    percents = list(row.percents)
    columns = []
    for index, amount in enumerate(plain):
        after = [p for p in percents if p.box[0] >= amount.box[0] or p.box[1] > amount.box[3]]
        limit = plain[index + 1].box[0] if index + 1 < len(plain) else float("inf")
        percent = next((p for p in after if p.box[0] < limit), None)
        columns.append(((amount, *others), percent))
    return columns


def _ratio_fits(row: MagnesiumRow, plain: Sequence[Amount]) -> bool:
    """Whether two plain amounts of a row are one salt and its magnesium rather than two columns."""
    if len(plain) != 2 or not row.named_salt:
        return False
    small, large = sorted(a.mg for a in plain)
    low, high = _fractions(row.forms.precise)
    return low * 0.97 <= small / max(large, 1e-9) <= high * 1.35


def _fractions(form_ids: Sequence[str]) -> tuple[float, float]:
    """The lowest and highest share of magnesium the named forms may have; any salt's when none is named."""
    ranges = [
        (form.label_fraction_low, form.label_fraction_high)
        for form in (known_forms().get(f) for f in form_ids)
        if form is not None and form.label_fraction_low is not None and form.label_fraction_high is not None
    ]
    if not ranges:
        return (0.05, 0.61)
    return (min(low for low, _ in ranges), max(high for _, high in ranges))


def percent_base(mg: float, percent: float, market: Market) -> PercentBase | None:
    """The base of which ``mg`` is ``percent`` per cent, to the rounding of labels; ``None`` when none fits."""
    for base in market.bases:
        if abs(percent - 100 * mg / base.value_mg) <= market.tolerance:
            return base
    return None


@dataclass(frozen=True, slots=True)
class _Column:
    row: MagnesiumRow
    plain: tuple[Amount, ...]
    elemental: tuple[Amount, ...]
    source: tuple[Amount, ...]
    percent: Percent | None
    market: Market
    on_panel: bool


def _decide_column(
    row: MagnesiumRow, amounts: Sequence[Amount], percent: Percent | None, market: Market, *, on_panel: bool
) -> Dose:
    if percent is not None:
        percent = _as_printed(percent, row, amounts, market)
    column = _Column(
        row,
        tuple(a for a in amounts if a.role == "row"),
        tuple(a for a in amounts if a.role == "elemental"),
        tuple(a for a in amounts if a.role == "source"),
        percent,
        market,
        on_panel,
    )
    for rule in _RULES:
        dose = rule(column)
        if dose is not None:
            return replace(dose, row=row)
    return Dose(None, None, percent, "undecided", False, "no amount is printed beside magnesium", row)


def _as_printed(percent: Percent, row: MagnesiumRow, amounts: Sequence[Amount], market: Market) -> Percent:
    """The percentage; where it fits no amount, what one slip of the reader made it of, if that fits one."""
    if any(percent_base(a.mg, percent.value, market) for a in amounts):
        return percent
    read = f"{percent.value:g}"
    if not percent.signed and _SIGN_MISREAD.fullmatch(read):
        shorter = float(read[:-1])
        if any(percent_base(a.mg, shorter, market) for a in amounts):
            return replace(percent, value=shorter, slip="its last figure may be the sign")
    elemental = [a for a in amounts if a.role == "elemental" or (a.role == "row" and not row.named_salt)]
    shares = [100 * a.mg / base.value_mg for a in elemental for base in market.bases]
    pointed = f"{percent.value / 100:.2f}"
    if any(f"{share:.2f}" == pointed for share in shares):
        return replace(percent, value=float(pointed), slip="its point may not have been read")
    if percent.confidence < CLEAR_FIGURE:
        figures = percent.text.replace(",", ".").strip(" %")
        places = len(figures.partition(".")[2])
        near = {f"{share:.{places}f}" for share in shares}
        near = {printed for printed in near if _differ_in_one_figure(printed, figures)}
        if len(near) == 1:
            return replace(percent, value=float(near.pop()), slip="one of its figures is unclear")
    return percent


def _differ_in_one_figure(one: str, other: str) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and len(pairs) == 1 and all(map(str.isdigit, pairs[0]))


def _by_percent(column: _Column) -> Dose | None:
    """The percentage fits the amount: elemental. It fits the amount times the form's fraction: compound.

    An amount in brackets is elemental too where it fits, for a salt of that weight would hold less: the bracket was
    still open when the column of amounts came ("(citrate, malate & 160 mg 38%", "glycinate)").
    """
    percent = column.percent
    if percent is None or percent.slip:
        return None
    bracketed = [a for a in column.source if all(plain.mg > a.mg for plain in column.plain)]
    for amount in (*column.elemental, *column.plain, *bracketed):
        base = percent_base(amount.mg, percent.value, column.market)
        if base is not None:
            compound = next((a for a in column.source if a is not amount), None) or _larger(
                column.plain, amount
            )
            said = f"{amount.mg:g} mg is {percent.value:g} % of {base.value_mg:g} mg"
            certain = percent.signed or percent.value >= _TELLING_PERCENT
            cut_off = abs(percent.value - 100 * amount.mg / base.value_mg) > _ROUNDED
            return Dose(
                amount,
                compound,
                percent,
                "elemental",
                certain,
                said,
                by_percent=True,
                percent_cut_off=cut_off,
            )
    for amount in column.plain if column.row.named_salt else ():
        for base in column.market.bases:
            mg = percent.value * base.value_mg / 100
            if is_held(mg, amount.mg, column.row):
                said = f"{percent.value:g} % of {base.value_mg:g} mg is what {amount.mg:g} mg of the salt may hold"
                return Dose(None, amount, percent, "compound", True, said, by_percent=True)
    return None


def _larger(amounts: Sequence[Amount], than: Amount) -> Amount | None:
    return next((a for a in amounts if a.mg > 1.5 * than.mg), None)


def _by_pair(column: _Column) -> Dose | None:
    """Two amounts in the ratio of the form's fraction: the larger is the compound."""
    if len(column.plain) != 2 or not column.row.named_salt:
        return None
    small, large = sorted(column.plain, key=lambda a: a.mg)
    if is_held(small.mg, large.mg, column.row):
        return Dose(small, large, column.percent, "elemental", True, held(small, large))
    return None


def is_held(elemental_mg: float, compound_mg: float, row: MagnesiumRow) -> bool:
    """Whether ``compound_mg`` of the salt that the row names holds ``elemental_mg`` of magnesium."""
    low, high = _fractions(row.forms.precise)
    return low * 0.97 * compound_mg <= elemental_mg <= high * 1.03 * compound_mg


def held(small: Amount, large: Amount) -> str:
    return f"{small.mg:g} mg of magnesium is what {large.mg:g} mg of the salt holds"


def _by_wording(column: _Column) -> Dose | None:
    """Words: "elemental", "providing", "(as X)" make it the magnesium; a row named after the salt, the salt."""
    if column.elemental:
        amount = column.elemental[0]
        compound = next(iter((*column.source, *column.plain)), None)
        fits = compound is not None and is_held(amount.mg, compound.mg, column.row)
        said = "the label says that this is the elemental magnesium"
        if fits and compound is not None:
            said = held(amount, compound)
        return Dose(amount, compound, column.percent, "elemental", fits, said)
    if not column.plain:
        return _only_in_brackets(column)
    amount = column.plain[0]
    if not column.row.named_salt:
        if amount.mg > _MOST_ELEMENTAL_MG:
            said = f"{amount.mg:g} mg is more magnesium than a serving can hold"
            return Dose(None, amount, column.percent, "undecided", False, said, guessed=True)
        said = "the row is named after magnesium itself"
        return Dose(amount, next(iter(column.source), None), column.percent, "elemental", False, said)
    if column.on_panel or amount.mg >= _ROUND_COMPOUND_MG:
        said = "the row is named after the salt, so this is the salt's weight"
        return Dose(None, amount, column.percent, "compound", False, said)
    said = f"{amount.mg:g} mg may be the magnesium or the salt: the label does not say"
    return Dose(None, amount, column.percent, "undecided", False, said)


_RULES: tuple[Callable[[_Column], Dose | None], ...] = (_by_percent, _by_pair, _by_wording)
"""Strongest first: arithmetic that the label did itself, then arithmetic of chemistry, then words."""


_AMOUNT_OF_AS = re.compile(r"[(\[{]\s*as\b[^()\[\]{}]*\d\s*m?g\s*[)\]}]", re.IGNORECASE)
""""(as X 10 mg)": by the US rule what follows "as" is the source, so the amount is the nutrient's."""


def _only_in_brackets(column: _Column) -> Dose | None:
    """The only amount stands in the brackets with the salt: its weight, unless the brackets say "as"."""
    if not column.source:
        return None
    amount = column.source[0]
    if _AMOUNT_OF_AS.search(column.row.text):
        said = "the only amount stands behind the name of the salt"
        return Dose(amount, None, column.percent, "elemental", False, said, guessed=True)
    said = "only the salt's weight is printed"
    if column.percent is not None:  # of what, then? `_by_percent` found no amount that it fits
        said = f"{said}; the percentage does not fit it"
        return Dose(None, amount, column.percent, "undecided", False, said, guessed=True)
    return Dose(None, amount, column.percent, "compound", False, said)


def best_row(decided: Sequence[tuple[Dose, ...]]) -> tuple[Dose, ...] | None:
    """The row that carries the dose; its columns. A certain row before a worded one, elemental before compound."""
    with_amount = [doses for doses in decided if any(d.elemental or d.compound or d.percent for d in doses)]
    if not with_amount:
        return None

    def weight(doses: tuple[Dose, ...]) -> tuple[bool, bool, bool, bool]:
        return (
            any(d.elemental and d.certain for d in doses),
            any(d.elemental is not None for d in doses),
            any(d.certain for d in doses),
            any(d.percent is not None for d in doses),
        )

    return max(with_amount, key=weight)


def rivals(chosen: tuple[Dose, ...], decided: Sequence[tuple[Dose, ...]]) -> tuple[Dose, ...]:
    """Doses of other rows that say another elemental amount than the chosen row."""
    said = {d.elemental.mg for d in chosen if d.elemental}
    return tuple(
        d
        for doses in decided
        if doses is not chosen
        for d in doses
        if d.elemental and d.elemental.mg not in said
    )
