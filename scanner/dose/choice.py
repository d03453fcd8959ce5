"""The dose of a product: the statement that counts among all that the label makes, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.amounts import estimate_mg
from scanner.dose.amounts import Amount, Percent
from scanner.dose.amounts import Column as Printed
from scanner.dose.questions import question
from scanner.dose.rules import USUAL, Case, Dose, adults, decide, is_held
from scanner.dose.statements import Statement, fronts, statements
from scanner.panel.pieces import Part
from scanner.panel.table import Table
from scanner.parsed.page import ParsedPage
from scanner.records import Basis, Column, Field, Serving, missing

_CLEAR = 0.95
"""Below it a figure may be another one: where its neighbour, or another figure, fits the amount."""
_GIVEN = 1.0
"""The confidence of letters that were not read but given, as text."""
_AGREE = 2
"""So many rows make a base that of the panel."""
_NEXT = 2
"""Lines from a salt to the magnesium in it."""


@dataclass(frozen=True)
class Doses:
    """What the label says of magnesium, as fields."""

    elemental_mg: Field[float]
    compound_mg: Field[float]
    percent_dv: Field[float]
    basis: Basis
    columns: tuple[Column, ...]
    chosen: Dose | None
    decided: tuple[tuple[Dose, ...], ...]
    """What each place says that speaks of magnesium, column by column."""

    @property
    def contradicted(self) -> bool:
        """Whether the percentage cannot be that of the amount: figures may have slipped from row to row."""
        return self.chosen is not None and self.chosen.contradicted

    @property
    def parts(self) -> tuple[Part, ...]:
        """The name of the row of the panel in which the dose was read; nothing where it stands in no row."""
        statement = self.chosen.statement if self.chosen else None
        return statement.row.segment.name if statement and statement.row else ()

    def estimate_mg(self, forms: Sequence[str] | None) -> tuple[float, float] | None:
        """Least and most magnesium (mg) in the salt, where only its weight is printed."""
        if self.chosen is None or self.chosen.elemental or self.chosen.compound is None or not forms:
            return None
        return estimate_mg(self.chosen.compound.mg, forms)


def read_dose(page: ParsedPage, tables: Sequence[Table], serving: Field[Serving]) -> Doses:
    """The dose that the page says, of one serving."""
    found = statements(page, tables)
    salts = page_salts(found)
    decided = [_decided(one, tables, salts) for one in found]
    if not any(map(_says, decided)) and not any(table.block.head for table in tables):
        decided = [_guessed(one, tables, salts) for one in fronts(page, found)]
    decided = list(_paired(decided))
    decided += [total for total in [_sum(decided)] if total]
    order = sorted(decided, key=_weight, reverse=True)
    columns = order[0] if order and _says(order[0]) else []
    of_serving = f"{serving.value.quantity:g} {serving.value.unit}" if serving.value else None
    columns = sorted(columns, key=lambda one: one.per != of_serving)
    told = next((one for one in columns if one.elemental or one.compound), next(iter(columns), None))
    dose = _of_serving(told, serving.value) if told is not None else None
    return Doses(
        _elemental(dose, _rivals(columns, decided), tables),
        _compound(dose, salts),
        _percent(dose),
        dose.basis if dose else "undecided",
        _columns(columns),
        dose,
        tuple(map(tuple, decided)),
    )


def _of_serving(dose: Dose, serving: Serving | None) -> Dose:
    """The dose, to be checked where its column is of another number of pieces than a serving has."""
    if serving is None or dose.doubt is not None or not dose.per.endswith(f" {serving.unit}"):
        return dose
    if dose.per == f"{serving.quantity:g} {serving.unit}":
        return dose
    said = f"the column is for {dose.per}, a serving is {serving.quantity:g} {serving.unit}"
    return replace(dose, doubt=said)


def page_salts(found: Sequence[Statement]) -> tuple[str, ...]:
    """The salts that any statement names."""
    return tuple(dict.fromkeys(form for one in found for form in one.salts))


def _decided(statement: Statement, tables: Sequence[Table], salts: tuple[str, ...]) -> list[Dose]:
    """What each column of a statement says."""
    allowed = USUAL
    if statement.table is not None:
        proof = tables[statement.table].proof
        if proof.base is not None and proof.agree >= _AGREE and proof.base in adults():
            allowed |= {proof.base}
    elemental = next((one for one in statement.inner if one.role == "elemental"), None)
    sources = tuple(one for one in statement.inner if one.role == "source")
    columns = _salt_and_magnesium(statement)
    if columns is not statement.columns:
        sources = tuple(one.amount for one in columns[1:] if one.amount)
        columns = columns[:1]
    doses = []
    for column in columns:
        amount = column.amount
        said = amount if amount is not None and amount.role == "elemental" else elemental
        row = amount if amount is not None and amount.role == "row" else None
        precise = statement.salts or salts
        dose = decide(Case(statement, row, said, sources, column.percent, allowed, precise, column.per))
        doses.append(replace(dose, per=column.per if dose.per == "serving" else dose.per))
    return doses


def _salt_and_magnesium(statement: Statement) -> tuple[Printed, ...]:
    """The columns; where two are the salt's weight and the magnesium in it, that of the magnesium first."""
    amounts = [one.amount for one in statement.columns if one.amount]
    if len(amounts) != 2 or len(statement.columns) != 2 or not statement.named_salt:
        return statement.columns
    small, large = sorted(statement.columns, key=lambda one: one.amount.mg if one.amount else 0.0)
    if small.amount and large.amount and is_held(small.amount.mg, large.amount.mg, statement.salts):
        return (replace(small, percent=small.percent or large.percent), large)
    return statement.columns


def _guessed(statement: Statement, tables: Sequence[Table], salts: tuple[str, ...]) -> list[Dose]:
    """What a front says where its amount was found by its place alone: certain only where a percentage fits."""
    return [
        one
        if one.certain or one.doubt
        else replace(one, doubt="the amount stands near the name only: the panel may say more")
        for one in _decided(statement, tables, salts)
    ]


def _paired(decided: Sequence[list[Dose]]) -> Iterator[list[Dose]]:
    """The decisions; the magnesium in a salt, on the line below its weight, takes that weight as its compound."""
    salts = [one[0] for one in decided if one and one[0].compound and not one[0].elemental]
    for before, doses, after in zip([[], *decided], decided, [*decided[1:], []], strict=False):
        below = [one for one in after[:1] if one.statement and one.statement.source]
        linked = _compound_of([*before[:1], *below], salts, doses)
        yield [replace(doses[0], compound=linked), *doses[1:]] if linked is not None else doses


def _compound_of(before: Sequence[Dose], salts: Sequence[Dose], doses: Sequence[Dose]) -> Amount | None:
    """The weight of the salt that a dose is in: on the line beside it, or in a row of its own whose fraction fits."""
    if not doses or doses[0].elemental is None or doses[0].compound is not None:
        return None
    dose, elemental, statement = doses[0], doses[0].elemental, doses[0].statement
    for salt in [*before, *salts] if statement else ():
        if salt.compound is None or salt.elemental is not None or salt.statement is None or statement is None:
            continue
        if salt.compound.mg <= elemental.mg:
            continue  # a part of the magnesium, from one of several sources
        held = is_held(elemental.mg, salt.compound.mg, salt.statement.salts)
        led = statement.leads or dose.rule == "said_elemental" or salt.statement.source
        apart = abs(statement.line.index - salt.statement.parts[-1].line.index)
        same = salt.statement.table is not None and salt.statement.table == statement.table
        if (apart <= _NEXT and salt in before and (held or led)) or (same and held and not statement.total):
            return salt.compound
    return None


def _sum(decided: Sequence[list[Dose]]) -> list[Dose] | None:
    """The rows of one table that each give the magnesium of another source, together; None where one says a total."""
    rows = [
        doses[0]
        for doses in decided
        if doses and doses[0].elemental and doses[0].statement and doses[0].statement.table is not None
    ]
    if len(rows) < 2 or len({one.statement.table for one in rows if one.statement}) > 1:
        return None
    if any(one.statement.total or one.by_percent for one in rows if one.statement):
        return None
    sources = [one.statement.salts for one in rows if one.statement]
    amounts = [one.elemental for one in rows if one.elemental]
    if len(set(sources)) < len(sources) or not all(sources):
        return None
    total = sum(one.mg for one in amounts)
    text = " + ".join(one.text for one in amounts)
    said = f"the label gives the magnesium of each source: {text}"
    whole = replace(amounts[0], mg=total, values=(total,), text=text)
    return [
        replace(rows[0], elemental=whole, compound=None, percent=None, doubt=said, reason=said, rule="sum")
    ]


def _says(doses: Sequence[Dose]) -> bool:
    return any(one.elemental or one.compound or one.percent or one.doubt for one in doses)


def _weight(doses: Sequence[Dose]) -> tuple[bool | int, ...]:
    """What counts more: a total, certain before worded, elemental before compound, the panel before other text."""
    dose = doses[0]
    statement = dose.statement
    return (
        dose.elemental is not None and dose.certain,
        dose.rule == "sum",
        bool(dose.elemental and statement and statement.total),
        bool(dose.elemental and statement and statement.place == "panel"),
        dose.elemental is not None and dose.rule in ("said_elemental", "pair"),
        dose.elemental is not None,
        dose.certain,
        dose.compound is not None and bool(statement and statement.place == "panel"),
        dose.compound is not None,
        dose.percent is not None,
        dose.doubt is not None,
    )


def _rivals(chosen: Sequence[Dose], decided: Sequence[list[Dose]]) -> list[Dose]:
    """Doses of other statements that say another elemental amount and are no part of this one."""
    if not chosen or chosen[0].elemental is None or chosen[0].rule == "sum":
        return []
    said = {one.elemental.mg for one in chosen if one.elemental}
    total = bool(chosen[0].statement and chosen[0].statement.total)
    return [
        one
        for doses in decided
        if doses is not chosen
        for one in doses[:1]
        if one.elemental
        and one.elemental.mg not in said
        and one.rule != "sum"
        and not (total and one.elemental.mg < min(said))
    ]


def _elemental(dose: Dose | None, rivals: Sequence[Dose], tables: Sequence[Table]) -> Field[float]:
    if dose is None:
        return missing("no amount of magnesium was found")
    amount = dose.elemental
    if amount is None:
        return missing(dose.reason)
    field = Field(amount.mg, amount.text, amount.box, "sure", dose.reason)
    if dose.doubt:
        asked = question(dose, tables) if dose.contradicted else None
        return field.doubted(f"{dose.doubt}; {asked}" if asked else dose.doubt)
    certain = [one for one in rivals if one.certain]
    if certain and certain[0].statement:
        return field.doubted(f"{dose.reason}; another row is as certain: “{certain[0].statement.text}”")
    if dose.certain:
        return field
    if rivals and rivals[0].statement:
        return field.doubted(f"{dose.reason}; another row says “{rivals[0].statement.text}”")
    if dose.statement and dose.statement.place == "text" and not _is_declared(dose):
        return field.doubted("it is printed beside magnesium, not in a panel: the panel may say more")
    return field if amount.confidence >= _GIVEN else field.doubted(dose.reason, "reading")


def _is_declared(dose: Dose) -> bool:
    """Whether the wording alone tells that an amount off the panel is the magnesium: "(as citrate)", "elemental"."""
    return dose.rule == "said_elemental" or bool(dose.statement and dose.statement.sourced)


def _compound(dose: Dose | None, salts: Sequence[str]) -> Field[float]:
    if dose is None or dose.compound is None:
        return missing("no weight of a magnesium compound was found")
    amount = dose.compound
    field = Field(amount.mg, amount.text, amount.box, "sure", dose.reason)
    if dose.basis == "undecided" or dose.doubt:
        return field.doubted(dose.doubt or dose.reason)
    if dose.elemental is not None and not is_held(dose.elemental.mg, amount.mg, salts):
        return field.doubted(
            f"{dose.elemental.mg:g} mg of magnesium is not what {amount.mg:g} mg of the salt holds"
        )
    if dose.certain and amount.confidence >= _CLEAR:
        return field
    return field if amount.confidence >= _GIVEN else field.doubted(dose.reason, "reading")


def _percent(dose: Dose | None) -> Field[float]:
    if dose is None or dose.percent is None:
        return missing("no percentage is printed beside magnesium")
    percent = dose.percent
    field = Field(percent.value, percent.text, percent.box, "sure", dose.reason)
    if percent.bound:
        return field.doubted(f"the label says “{percent.text}”, which is a bound")
    if dose.by_percent and dose.certain:
        if percent.confidence < _CLEAR and _is_cut_off(dose, percent):
            return field.doubted(f"{dose.reason} only if it was cut off, not rounded", "reading")
        return field
    if dose.elemental:
        # Two engines may misread a blurred figure alike, and arithmetic has spoken against it.
        return field.doubted("it does not fit the amount by any base in use")
    return field.doubted(dose.reason, "reading")


_ROUNDED = 0.5
"""Percent points: farther from the amount's own share a percentage was cut off, not rounded."""


def _is_cut_off(dose: Dose, percent: Percent) -> bool:
    """Whether the percentage fits only if the label did not round it: its neighbour fits better."""
    if dose.elemental is None or dose.base_mg is None:
        return False
    return abs(percent.value - 100 * dose.elemental.mg / dose.base_mg) > _ROUNDED


def _columns(doses: Sequence[Dose]) -> tuple[Column, ...]:
    if len(doses) < 2:
        return ()
    return tuple(
        Column(one.per, amount.mg if amount else None, one.percent.value if one.percent else None)
        for one in doses
        for amount in [
            one.elemental or (one.printed if one.statement and not one.statement.named_salt else None)
        ]
    )
