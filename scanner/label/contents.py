"""What else is in the product: other ingredients with a say in a goal or a limit of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.co_ingredients import ingredient_id
from catalog.names import magnesium_spans
from catalog.nutrient_bases import may_be
from scanner.label.extent import panel_rows
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
_DENIED_WITHIN = 200
"""Letters before a name among which its denial stands: the denial, blanks, and what is within."""
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


def read_contents(rows: Sequence[Row], *, rows_in_doubt: bool = False) -> Contents:
    """Other ingredients of interest, with mg per serving where that is printed and belongs to them.

    Where the ``rows_in_doubt`` may have slipped against their figures, or one of them has, an amount in a column of
    its own counts only where its percentage confirms it. A stimulant is found anywhere on the label; what is said not
    to be in it is not.
    """
    stated = [(ingredient, _amount_of(ingredient, said)) for ingredient, said in _statements(rows)]
    contradicted = any(amount.fits is False for _, amount in stated)
    in_doubt = rows_in_doubt or contradicted
    found: dict[str, float | None] = {}
    for ingredient, amount in (*stated, *_stimulants(rows), *_listed(rows)):
        if found.get(ingredient) is None:  # what begins a row of its own says its amount best
            found[ingredient] = amount.counted(in_doubt=in_doubt)
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


def _amount_of(ingredient: str, statement: str) -> _Amount:
    """The amount of a statement; of two masses, a salt's and the nutrient's, the one that the percentage fits."""
    printed = masses(statement)
    if not printed or _is_plant(statement[: printed[0].start]):
        return _NO_AMOUNT
    shares = [value for m in PERCENT.finditer(statement) if (value := parse_number(m["number"])) is not None]
    judged = [
        (mass, may_be(ingredient, mass.mg, share, rounded_mg=_rounded_mg(statement, mass)))
        for mass in printed
        for share in shares
    ]
    known = any(fits is not None for _, fits in judged)
    mass = next((mass for mass, fits in judged if fits), None)
    if known and mass is None:
        return _Amount(printed[0].mg, False)
    mass = mass or printed[0]
    return _Amount(mass.mg, True if known else None, "\t" in statement[: mass.start])


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


def _stimulants(rows: Sequence[Row]) -> Iterator[tuple[str, _Amount]]:
    """Stimulants named anywhere, with the amount beside the name."""
    for lead, folded in _lines(rows):
        for name, pattern in _named("stimulants").items():
            for hit in pattern.finditer(folded):
                amount = _NO_AMOUNT if _is_plant(hit[0]) else _beside(folded, hit)
                # "No sugar, caffeine 80 mg": what has an amount is in it.
                if amount.mg != 0 and (amount.mg or not _is_denied(lead, folded, *hit.span())):
                    yield _id_of(name), amount


def _id_of(name: str) -> str:
    return ingredient_id(name) or name.replace(" ", "_")


def _beside(folded: str, hit: re.Match[str]) -> _Amount:
    """The mass right behind the name, before another name, or else right before it."""
    following = nutrient_names().search(folded, hit.end())
    if following and re.search(r"[(\[]", folded[hit.end() : following.start()]):
        following = None  # "natural caffeine (from green tea) 160 mg"
    behind = masses(folded[hit.end() : following.start() if following else len(folded)])
    if behind:
        return _Amount(behind[0].mg, None, "\t" in folded[hit.end() : hit.end() + behind[0].start])
    before = [mass for mass in masses(folded[: hit.start()]) if hit.start() - mass.end <= _AMOUNT_BEFORE]
    return (
        _Amount(before[-1].mg, None, "\t" in folded[before[-1].end : hit.start()]) if before else _NO_AMOUNT
    )


def _listed(rows: Sequence[Row]) -> Iterator[tuple[str, _Amount]]:
    """What a list of ingredients, or a blend of the panel, names without an amount."""
    panel = "\n".join(row.text for row in panel_rows(rows))
    for text in (panel, *(passage.text for passage in ingredient_lists(rows))):
        folded = fold(text).replace("\n", " ")
        for name, pattern in _named("in_lists").items():
            if any(not _is_denied("", folded, *hit.span()) for hit in pattern.finditer(folded)):
                yield _id_of(name), _NO_AMOUNT


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
    said = (lead + folded[max(0, start - _DENIED_WITHIN) : start])[-_DENIED_WITHIN:]
    return bool(before.search(said) or _NOTHING_OF_IT.search(said) or behind.match(folded, end))
