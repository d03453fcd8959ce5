"""What else is in the product: other ingredients with a say in a goal or a limit of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.co_ingredients import ingredient_id
from catalog.names import magnesium_spans
from catalog.nutrient_bases import may_be
from scanner.label.figures import nutrient_table
from scanner.label.ingredients import ingredient_lists
from scanner.label.magnesium import nutrient_names
from scanner.label.quantities import MG_PER_UNIT, PERCENT, Mass, masses, parse_number
from scanner.label.vocabulary import fold
from scanner.reading.rows import Row

_LONGEST_NAME = 40
"""Letters of a statement without an amount that may be the name."""
_WITHIN = 60
"""Letters between a denial and what it denies: "no gluten, lactose or caffeine"."""
_AMOUNT_BEFORE = 12
"""Letters between an amount and the name behind it: "160 mg of natural caffeine"."""
_NOTHING_OF_IT = re.compile(r"(?<![\d.,])0\s?m?c?g\s{0,2}(?:of\s)?$")
_ENDS_OPEN = re.compile(
    r"(?:[,:&+]|\b(?:or|and|of|from|no|without|oder|und|ohne|ou|et|sans|o|y|e|sin|senza|i|lub|bez|en|zonder))\s*$"
)
"""How a line ends that the next one carries on."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found beside magnesium."""

    amounts: Mapping[str, float | None]
    """Id of the catalog, or the English name of a stimulant that it does not know, to mg per serving."""
    contradicted: bool
    """Whether the percentage of one of them speaks against its amount, which is then not known."""


def read_contents(rows: Sequence[Row], *, rows_in_doubt: bool = False) -> Contents:
    """Other ingredients of interest, with mg per serving where that is printed and its own percentage agrees.

    Where the ``rows_in_doubt`` may have slipped against their figures, only an amount counts that its percentage
    confirms. A stimulant is found anywhere on the label; what is said not to be in it is not.
    """
    found: dict[str, float | None] = {}
    contradicted = False
    for ingredient, statement in _statements(rows):
        mg, fits = _amount_of(ingredient, statement)
        contradicted |= fits is False
        if fits is False or (rows_in_doubt and not fits):
            mg = None
        if found.get(ingredient) is None:
            found[ingredient] = mg
    for name, mg in (*_stimulants(rows), *_listed(rows)):
        ingredient = ingredient_id(name) or name.replace(" ", "_")
        if found.get(ingredient) is None:  # what begins a row of its own says its amount best
            found[ingredient] = mg
    return Contents(found, contradicted)


def _statements(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The ingredients named at the beginning of a row or cell, each with the folded text up to the next one."""
    for lead, folded in _lines(rows):
        names = [m for m in nutrient_names().finditer(folded) if _begins_statement(folded, m.start())]
        for name, following in zip(names, [*names[1:], None], strict=False):
            statement = folded[name.start() : following.start() if following else len(folded)]
            printed = masses(statement)
            ingredient = ingredient_id(statement[: printed[0].start if printed else _LONGEST_NAME])
            if ingredient is None or magnesium_spans(statement) or _is_denied(lead, folded, *name.span()):
                continue
            if not (printed and printed[0].mg == 0 and _stimulant_in(statement)):
                yield ingredient, statement


def _lines(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The folded text of each row, with the row above it where that one runs on into it."""
    above = ""
    for row in rows:
        folded = fold(row.text)
        yield (f"{above} " if _ENDS_OPEN.search(above) else ""), folded
        above = folded


def _begins_statement(folded: str, start: int) -> bool:
    """Whether a nutrient's name begins its own row or cell, or follows the figures of another."""
    before = folded[:start].rstrip(" -*•‡†")
    return before == "" or before.endswith("\t") or bool(re.search(r"(?:%|m?c?g\.*)$", before))


def _amount_of(ingredient: str, statement: str) -> tuple[float | None, bool | None]:
    """The amount of a statement, and whether its own percentage agrees; None where there is nothing to compare.

    Where two masses are printed, that of a salt and that of the nutrient, the percentage tells which is which.
    """
    printed = masses(statement)
    if not printed:
        return None, None
    shares = [value for m in PERCENT.finditer(statement) if (value := parse_number(m["number"])) is not None]
    if _is_plant(statement[: printed[0].start]):
        return None, None
    judged = [
        (mass, may_be(ingredient, mass.mg, share, rounded_mg=_rounded_mg(statement, mass)))
        for mass in printed
        for share in shares
    ]
    if not judged or all(fits is None for _, fits in judged):
        return printed[0].mg, None
    fitting = next((mass for mass, fits in judged if fits), None)
    return (printed[0].mg, False) if fitting is None else (fitting.mg, True)


def _rounded_mg(statement: str, mass: Mass) -> float:
    """Half of the last printed place."""
    printed = statement[mass.start : mass.end]
    places = re.search(r"\d[.,](\d{1,2})(?!\d)", printed)
    unit = next((mg for unit, mg in MG_PER_UNIT.items() if re.search(rf"\d\s*{unit}", printed)), 1.0)
    return 0.5 * 10.0 ** -(len(places[1]) if places else 0) * unit


@cache
def _named(table: str) -> Mapping[str, re.Pattern[str]]:
    """By English name, what finds it in folded text."""
    return {
        name: re.compile(r"(?<![a-z])(?:" + "|".join(e.replace(" ", r"\s{0,3}") for e in expressions) + ")")
        for name, expressions in nutrient_table()[table].items()
    }


@cache
def _plants() -> tuple[re.Pattern[str], ...]:
    return tuple(_named("stimulants")[name] for name in nutrient_table()["stimulant_plants"]["names"])


def _is_plant(name: str) -> bool:
    """Whether the weight behind the name is that of a plant, of which the stimulant is a part."""
    return any(plant.search(name) for plant in _plants())


def _stimulant_in(text: str) -> bool:
    return any(pattern.search(text) for pattern in _named("stimulants").values())


def _stimulants(rows: Sequence[Row]) -> Iterator[tuple[str, float | None]]:
    """Stimulants named anywhere, with the amount beside the name."""
    for lead, folded in _lines(rows):
        for name, pattern in _named("stimulants").items():
            for hit in pattern.finditer(folded):
                mg = None if _is_plant(hit[0]) else _beside(folded, hit)
                # "No sugar, caffeine 80 mg": what has an amount is in it.
                if mg != 0 and (mg or not _is_denied(lead, folded, *hit.span())):
                    yield name, mg


def _beside(folded: str, hit: re.Match[str]) -> float | None:
    """The mass right behind the name, before another name, or else right before it."""
    following = nutrient_names().search(folded, hit.end())
    end = (
        following.start()
        if following and not re.search(r"[(\[]", folded[hit.end() : following.start()])
        else len(folded)
    )
    behind = masses(folded[hit.end() : end])
    if behind:
        return behind[0].mg
    before = [mass for mass in masses(folded[: hit.start()]) if hit.start() - mass.end <= _AMOUNT_BEFORE]
    return before[-1].mg if before else None


def _listed(rows: Sequence[Row]) -> Iterator[tuple[str, None]]:
    """What a list of ingredients names without an amount."""
    for passage in ingredient_lists(rows):
        folded = fold(passage.text).replace("\n", " ")
        for name, pattern in _named("in_lists").items():
            if any(not _is_denied("", folded, *hit.span()) for hit in pattern.finditer(folded)):
                yield name, None


@cache
def _denials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = nutrient_table()["denial"]
    before, behind = (
        "|".join(e.replace(" ", r"\s{1,3}") for e in table[key]) for key in ("before", "behind")
    )
    return (
        re.compile(rf"(?<![a-z])(?:{before})(?![a-z])\s*:?[^.;:•|]{{0,{_WITHIN}}}$"),
        re.compile(rf"[\s-]{{0,2}}(?:{behind})(?![a-z])"),
    )


def _is_denied(lead: str, folded: str, start: int, end: int) -> bool:
    """Whether the text says that what stands from ``start`` to ``end`` is not in it; ``lead`` runs on into it."""
    before, behind = _denials()
    said = lead + folded[:start]
    return bool(before.search(said) or _NOTHING_OF_IT.search(said) or behind.match(folded, end))
