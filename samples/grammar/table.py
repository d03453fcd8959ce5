"""Writes the table of a label: head, rows, serving and footnotes, and puts into the truth what they state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samples.grammar.content import Facts, Panel
from samples.grammar.figures import Figure, NoValue, rounded
from samples.grammar.magnesium import Magnesium, Names, Stated, Statement
from samples.grammar.panel import HUNDRED, SERVING, Column, Columns, Entry, draw_columns
from samples.grammar.rows import energy_rows, mineral_place, other_rows
from samples.truth import Column as TruthColumn

if TYPE_CHECKING:
    from samples.grammar.manner import Manner


@dataclass
class Table:
    """`alone` is true once a table was written whose amounts are of one serving only."""

    manner: Manner
    names: Names
    facts: Facts
    alone: bool = False

    def write(self, mg: Magnesium | None, style: str) -> tuple[Panel, Stated | None]:
        """The table, and what its rows say of magnesium, which is None where there is none."""
        rng, manner = self.manner.rng, self.manner
        columns = draw_columns(manner, self._head())
        self.alone = len(columns.amounts) == 1 and columns.default.per == SERVING
        entries = other_rows(manner, columns, least=int(mg is None))
        stated: Stated | None = None
        if mg is not None:
            stated = Statement(manner, self.names, columns, mg).state(style)
            self._record(mg, stated, columns)
            place = mineral_place(entries) if rng.random() < 0.5 else rng.randint(0, len(entries))
            while place < len(entries) and entries[place].level:
                place += 1  # not between a blend and its parts
            entries[place:place] = stated.entries
        entries = energy_rows(manner, columns) + entries
        if rng.random() < 0.07:
            entries = [replace(e, name=e.name.upper(), source=e.source.upper()) for e in entries]
        above = self._above(columns)
        prose = None
        if self._fits_a_sentence(columns, entries) and rng.random() < (
            0.5 if manner.market.code in {"EU", "UK"} and len(entries) <= 8 else 0.12
        ):
            prose = manner.voice.say("prose_lead", **manner.serving(manner.voice))
            if not self.facts.servings:
                self.facts.servings += manner.dose.servings(manner.dose.quantity, self.facts.per_container)
        return (
            Panel(
                manner.joined("title"),
                above,
                manner.joined("nutrient_head") if rng.random() < 0.4 else "",
                columns,
                tuple(entries),
                self._below(columns, entries),
                manner.voice.say("percent_short"),
                prose,
            ),
            stated,
        )

    def _fits_a_sentence(self, columns: Columns, entries: list[Entry]) -> bool:
        manner = self.manner
        return (
            self.alone
            and len(columns.percents) <= 1
            and len(manner.voices) == 1
            and len(entries) <= 14
            and manner.numbers.unit_at == "behind"
            and all(entry.level == 0 for entry in entries)
        )

    def _head(self) -> str:
        """What stands over the amounts of one serving; a stroke parts two lines."""
        symbol = "amount_head"
        if len(self.manner.voices) == 1:
            symbol = self.manner.rng.choices((symbol, "amount_head_two", "per_serving"), (14, 3, 3))[0]
        return self.manner.joined(symbol, self.manner.serving)

    def _above(self, columns: Columns) -> tuple[str, ...]:
        """The lines between title and table: the serving, and how many are in the pack."""
        manner, rng, facts, dose = self.manner, self.manner.rng, self.facts, self.manner.dose
        words = dose.count(dose.quantity, manner.voice.language, manner.numbers)
        words = words.partition(" ")[2] if dose.quantity == 1 else words
        in_head = any(words in line for column in columns.columns for line in column.head)
        by_rule = manner.market.code in {"US", "IN"}
        per_piece = manner.market.id in {"au", "ca"}
        counted = not per_piece and rng.random() < (0.85 if by_rule else 0.3)
        pieces = any(column.factor < 1 for column in columns.amounts)
        if pieces and not in_head:
            said = True  # the other column alone would be taken for the serving
        elif in_head:
            said = not per_piece and rng.random() < 0.3
        else:
            said = per_piece or rng.random() < (0.97 if by_rule else 0.6)
        lines = [manner.joined("serving", manner.serving)] if said else []
        if counted:
            lines.append(manner.joined("per_container", lambda _: {"n": str(dose.per_container)}))
            facts.per_container = dose.per_container
        if len(lines) == 2:
            if rng.random() < 0.2:
                lines.reverse()
            if rng.random() < 0.35:
                lines = [rng.choice((" | ", "\t", "  ", ", ", " / ")).join(lines)]
        self._record_servings(columns, default=said or in_head)
        return tuple(lines)

    def _record_servings(self, columns: Columns, *, default: bool) -> None:
        """Every serving that is printed: that of the table, and those of its other columns."""
        facts, dose = self.facts, self.manner.dose
        others = [c for c in columns.amounts if c is not columns.default and c.per != HUNDRED]
        if default:
            column = columns.default.head[0] if others else None
            facts.servings += dose.servings(dose.quantity, facts.per_container, column)
        for other in others:
            quantity = 1 if other.factor < 1 else 2
            facts.servings += dose.servings(quantity, None, other.head[0])

    def _below(self, columns: Columns, entries: list[Entry]) -> tuple[str, ...]:
        """Footnotes: what the percentages are of, and what the sign for 'no value' means."""
        manner, rng = self.manner, self.manner.rng
        lines = []
        stars = any("*" in column.head[0] for column in columns.percents)
        if columns.percents and (stars or rng.random() < 0.2):
            lines += manner.said("percent_note")
        signs = any(isinstance(cell, NoValue) for entry in entries for cell in entry.cells)
        if signs and rng.random() < 0.9:
            lines += manner.said("none_note", lambda _: {"sign": manner.numbers.sign})
        return (" ".join(lines),) if len(lines) == 2 and rng.random() < 0.3 else tuple(lines)

    def _record(self, mg: Magnesium, stated: Stated, columns: Columns) -> None:
        """Puts into the truth what the rows of magnesium print."""
        facts = self.facts
        facts.forms = tuple(form.id for form in mg.forms) if stated.named else ()
        facts.compound_scored = stated.entries[0].nutrient != "blend"
        if columns.default.per == HUNDRED:
            # What one serving holds is not printed; a careful person could work it out from what it weighs.
            exact = columns.amount(columns.default, mg.elemental_mg) / columns.default.factor
            facts.undecided_mg += [mg.elemental_mg, rounded(exact, 3)] if stated.elemental else []
            return
        served = [column for column in columns.amounts if column.per != HUNDRED]
        served.sort(key=lambda column: column is not columns.default)
        if stated.compound:
            facts.compound_mg += [columns.amount(column, mg.compound_mg) for column in served]
        if not stated.elemental:
            return
        facts.elemental_mg += [columns.amount(column, mg.elemental_mg) for column in served]
        row = next((entry for entry in stated.entries if entry.nutrient == "magnesium"), stated.entries[0])
        shares = [
            (column, cell)
            for column, cell in zip(columns.columns, row.cells, strict=True)
            if isinstance(cell, Figure) and cell.unit == "%"
        ]
        shares.sort(key=lambda pair: (bool(pair[0].group), pair[0].per != SERVING))
        facts.percents += [cell.value for _, cell in shares]
        if len(served) > 1 or len(shares) > 1:
            facts.columns += [_column(column, columns, mg, shares) for column in served]


def _column(
    column: Column, columns: Columns, mg: Magnesium, shares: list[tuple[Column, Figure]]
) -> TruthColumn:
    """The magnesium of one column of amounts."""
    percent = next(
        (cell.value for other, cell in shares if other.per == column.per and not other.group), None
    )
    return TruthColumn(" ".join(column.head), columns.amount(column, mg.elemental_mg), percent)
