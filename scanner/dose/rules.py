"""Elemental or compound? One ordered table of rules over one statement, the strongest evidence first.

A printed amount is the magnesium itself, or the weight of the salt that carries it. What tells them apart is, in
this order: that it is no amount of a serving at all, the percentage beside it, a second amount in the ratio of the
salt's fraction, the wording, and the place. Each rule says what it took for what, and why, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from catalog.amounts import DENSEST, fraction_range
from catalog.daily_values import PERCENT_TOLERANCE, bases, bases_mg, fits, may_be
from scanner.dose.amounts import MAGNESIUM, Amount, Percent
from scanner.dose.statements import Statement
from scanner.records import Basis

USUAL = frozenset({"US_2016", "US_old", "EU", "CA"})
"""Bases that a label of which nothing tells the market may use."""
_TELLING_PERCENT = 3.0
"""Below it a percentage fits too many amounts to certify one."""
_TIGHT = 0.1
"""Room of a fit: hardly another amount would have fitted this percentage."""
MOST_ELEMENTAL_MG = 1200.0
"""More magnesium than this in a serving is not sold; the amount is a salt's weight or a misread."""
_ROUND_COMPOUND_MG = 500.0
"""An amount named after a salt on a front, from here up, is a salt's weight."""
_LEAST_MG = 5.0
"""A value below it is not meant where the same print may mean a larger one."""
_ROUNDED_MG = 0.5
_LIKE_SIGNS = "45689"
"""Figures that a "%" is read as where it was cut or blurred."""


@dataclass(frozen=True, slots=True)
class Case:
    """One column of a statement, as the rules ask for it."""

    statement: Statement
    row: Amount | None
    """The figure of the row."""
    elemental: Amount | None
    """An amount that is said to be the magnesium itself."""
    sources: tuple[Amount, ...]
    """The weights of what it comes from."""
    percent: Percent | None
    bases: frozenset[str]
    """The reference values that this label may use."""
    precise: tuple[str, ...]
    """The salts that are named."""
    per: str = "serving"

    @property
    def source(self) -> Amount | None:
        """The first of ``sources``."""
        return next(iter(self.sources), None)


@dataclass(frozen=True, slots=True)
class Dose:
    """What one statement says, or one column of it: the amounts, what they are, and why."""

    elemental: Amount | None
    compound: Amount | None
    percent: Percent | None
    basis: Basis
    reason: str
    rule: str = ""
    certain: bool = False
    """True when arithmetic on the label itself confirms the amount."""
    by_percent: bool = False
    base_mg: float | None = None
    """What the percentage is of, where it certifies the amount."""
    contradicted: bool = False
    """True when the percentage cannot be that of the amount."""
    printed: Amount | None = None
    """An amount that is of no serving, "per 100 g": for the columns that are shown."""
    doubt: str | None = None
    """Why a person has to look, however clear the letters."""
    statement: Statement | None = None
    per: str = "serving"


@cache
def adults() -> frozenset[str]:
    """The bases that hold for adults."""
    return frozenset(one.id for one in bases() if MAGNESIUM in one.values and "infant" not in one.for_whom)


def base_of(mg: float, percent: float, allowed: frozenset[str]) -> float | None:
    """The reference value (mg) of which ``mg`` is ``percent`` per cent, as labels round; None where none fits."""
    for fit in fits(MAGNESIUM, mg, "mg", percent):
        if fit.base in allowed:
            return next(one.values[MAGNESIUM][0] for one in bases() if one.id == fit.base)
    return None


def is_held(elemental_mg: float, compound_mg: float, precise: Sequence[str]) -> bool:
    """Whether ``compound_mg`` of the salts may hold ``elemental_mg`` of magnesium, as labels round both."""
    found = fraction_range(precise)
    if found is None:
        return False
    least, most = (elemental_mg - _ROUNDED_MG), (elemental_mg + _ROUNDED_MG)
    return found.low * 0.97 * compound_mg <= most and least <= found.high * 1.03 * compound_mg


def outweighs(elemental_mg: float, compound_mg: float) -> bool:
    """Whether no salt of that weight holds so much magnesium."""
    densest = fraction_range([DENSEST])
    return densest is not None and elemental_mg - _ROUNDED_MG > densest.high * (compound_mg + _ROUNDED_MG)


Rule = Callable[[Case], Dose | None]


_NO_SERVINGS = frozenset({"100 g", "100 ml"})
"""What columns are of that are for comparing foods."""


def _no_serving(case: Case) -> Dose | None:
    """The amount is of 100 g, of 1 ml or the like: no amount of a serving."""
    amount = case.elemental or case.row
    per = amount.per or case.per if amount is not None else "serving"
    if amount is None or (amount.per is None and per not in _NO_SERVINGS):
        return None
    said = f"“{amount.text}” is printed per {per}, not for a serving"
    return Dose(None, None, case.percent, "undecided", said, printed=amount, doubt=said, per=per)


def _percent_of_elemental(case: Case) -> Dose | None:
    """The percentage fits the amount: it is the magnesium itself."""
    percent = case.percent
    if percent is None or percent.bound:
        return None
    # A bracket may still have been open when the column of amounts came: "(citrate, malate & 160 mg 38%".
    bracketed = [one for one in case.sources if case.row is None or one.mg < case.row.mg]
    for amount in (case.elemental, case.row, *bracketed):
        for mg in amount.values if amount is not None else ():
            base = base_of(mg, percent.value, case.bases)
            if amount is None or base is None or amount.bound:
                continue
            others = [
                one for one in (*case.sources, case.row) if one and one is not amount and one.mg > 1.5 * mg
            ]
            return Dose(
                _valued(amount, mg),
                next(iter(others), None),
                percent,
                "elemental",
                f"{mg:g} mg is {percent.value:g} % of {base:g} mg",
                certain=percent.value >= _TELLING_PERCENT,
                by_percent=True,
                base_mg=base,
            )
    return None


def _percent_with_its_sign(case: Case) -> Dose | None:
    """A percentage without a sign whose last figure may be the sign: "125" beside 50 mg is 12 %."""
    percent = case.percent
    if percent is None or "%" in percent.text or percent.bound:
        return None
    if not percent.value.is_integer() or percent.value < 10:
        return None
    shorter = replace(percent, value=float(int(percent.value) // 10))
    dose = _percent_of_elemental(replace(case, percent=shorter))
    if dose is None or percent.text[-1:] not in _LIKE_SIGNS:
        return None
    doubt = f"“{percent.text}” is taken for {shorter.value:g} %: its last figure may be the sign"
    return replace(dose, certain=False, by_percent=False, doubt=doubt)


def _percent_of_salt(case: Case) -> Dose | None:
    """The percentage fits what the salt of that weight may hold: the amount is the salt's."""
    percent, amount = case.percent, case.row
    if percent is None or amount is None or not case.statement.named_salt or case.elemental or percent.bound:
        return None
    for base in bases():
        value = base.values.get(MAGNESIUM, (0.0, ""))[0]
        mg = percent.value * value / 100
        if (
            base.id in case.bases
            and is_held(mg, amount.mg, case.precise)
            and percent.value >= _TELLING_PERCENT
        ):
            said = f"{percent.value:g} % of {value:g} mg is what {amount.mg:g} mg of the salt may hold"
            return Dose(None, amount, percent, "compound", said, certain=True, by_percent=True)
    return None


def _pair(case: Case) -> Dose | None:
    """Two amounts in the ratio of the salt's fraction: the larger is the salt's."""
    pairs = [
        (case.elemental, case.source),
        (case.elemental, case.row),
        (case.row, case.source),
        (case.source, case.row),
    ]
    for small, large in pairs:
        if small is None or large is None or small is large:
            continue
        if small.mg < large.mg and is_held(small.mg, large.mg, case.precise):
            said = f"{small.mg:g} mg of magnesium is what {large.mg:g} mg of the salt holds"
            return Dose(small, large, case.percent, "elemental", said, certain=True)
    return None


def _impossible(case: Case) -> Dose | None:
    """More magnesium than the salt weighs: the two amounts stand for each other, or do not belong together."""
    compound = case.source or (case.row if case.elemental else None)
    elemental = case.elemental or case.row
    if compound is None or elemental is None or compound is elemental:
        return None
    if not outweighs(elemental.mg, compound.mg):
        return None
    if case.elemental is None and not case.precise:
        return None
    said = f"{elemental.mg:g} mg of magnesium are more than {compound.mg:g} mg of any salt hold"
    if is_held(compound.mg, elemental.mg, case.precise):
        said = f"{compound.mg:g} mg of magnesium is what {elemental.mg:g} mg of the salt holds"
        return Dose(
            compound,
            elemental,
            case.percent,
            "elemental",
            said,
            doubt=f"{said}; the print puts it the other way",
        )
    return Dose(elemental, compound, case.percent, "undecided", said, doubt=said)


def _said_elemental(case: Case) -> Dose | None:
    """The label calls it elemental magnesium."""
    if case.elemental is None:
        return None
    compound = case.source or case.row
    said = "the label says that this is the elemental magnesium"
    return Dose(case.elemental, compound, case.percent, "elemental", said)


def _blend(case: Case) -> Dose | None:
    """A blend with one weight: never the magnesium in it."""
    if not case.statement.blend or case.row is None:
        return None
    said = f"“{case.row.text}” is the weight of a blend, of which magnesium is a part"
    compound = case.row if case.statement.salts or case.statement.of_magnesium else None
    return Dose(None, compound, case.percent, "undecided", said, doubt=said)


def _too_much(case: Case) -> Dose | None:
    """More than any serving holds: the weight of a salt, or misread."""
    if case.row is None or case.row.mg <= MOST_ELEMENTAL_MG or case.statement.named_salt:
        return None
    said = f"{case.row.mg:g} mg is more magnesium than a serving can hold"
    return Dose(None, case.row, case.percent, "undecided", said, doubt=said)


def _named_magnesium(case: Case) -> Dose | None:
    """The row is named after magnesium, not after a salt."""
    if case.row is None or case.statement.named_salt:
        return None
    said = "the row is named after magnesium itself"
    return Dose(case.row, case.source, case.percent, "elemental", said)


def _named_salt(case: Case) -> Dose | None:
    """The row is named after the salt: on a panel, or in a large amount, that is the salt's weight."""
    if case.row is None:
        return None
    if case.statement.place == "panel" or case.row.mg >= _ROUND_COMPOUND_MG:
        said = "the row is named after the salt, so this is the salt's weight"
        doubt = f"{said}, unless the label means the magnesium in it: nothing else on it tells"
        return Dose(None, case.row, case.percent, "compound", said, doubt=doubt)
    said = f"{case.row.mg:g} mg may be the magnesium or the salt: the label does not say"
    return Dose(None, case.row, case.percent, "undecided", said, doubt=said)


def _stands_behind(amount: Amount, statement: Statement) -> bool:
    """Whether an amount is the last thing said in a name: "(as citrate 10 mg)", which by US law is the magnesium's."""
    last = statement.parts[-1].text.rstrip(" )]}.*†")
    return last.endswith(amount.text)


def _only_source(case: Case) -> Dose | None:
    """The only amount stands with the source, in its brackets: the weight of the salt."""
    if case.source is None:
        return None
    if case.percent is None and case.statement.sourced and _stands_behind(case.source, case.statement):
        said = "the only amount stands behind the name of the salt"
        return Dose(case.source, None, None, "elemental", said, doubt=said)
    said = "only the salt's weight is printed"
    doubt = None
    if case.percent is not None:
        doubt = said = f"{said}; the percentage does not fit it"
    return Dose(None, case.source, case.percent, "undecided" if doubt else "compound", said, doubt=doubt)


def _nothing(case: Case) -> Dose | None:
    """No amount."""
    return Dose(None, None, case.percent, "undecided", "no amount is printed beside magnesium")


RULES: tuple[tuple[str, Rule], ...] = (
    ("no_serving", _no_serving),
    ("percent_of_elemental", _percent_of_elemental),
    ("percent_with_its_sign", _percent_with_its_sign),
    ("percent_of_salt", _percent_of_salt),
    ("pair", _pair),
    ("impossible", _impossible),
    ("said_elemental", _said_elemental),
    ("blend", _blend),
    ("too_much", _too_much),
    ("named_magnesium", _named_magnesium),
    ("named_salt", _named_salt),
    ("only_source", _only_source),
    ("nothing", _nothing),
)
"""Strongest first: the first rule that has something to say decides."""


def decide(case: Case) -> Dose:
    """What the column says, by the first rule that applies."""
    name, dose = next((name, dose) for name, rule in RULES if (dose := rule(case)) is not None)
    return _checked(replace(dose, rule=name, statement=case.statement))


def _checked(dose: Dose) -> Dose:
    """The dose with what the print of its amounts says against it."""
    if dose.percent is not None and not dose.percent.headed and not dose.by_percent and dose.doubt is None:
        dose = replace(dose, percent=None)  # a number beside an amount that is no percentage of it
    statement = dose.statement
    if (
        dose.compound is not None
        and statement is not None
        and not (statement.of_magnesium or dose.rule == "too_much" or fraction_range(statement.salts))
    ):
        dose = replace(dose, compound=None)  # the weight of an alga or a blend is not that of a salt
    doubt = dose.doubt
    amount = dose.elemental or dose.compound
    if amount is not None and amount.bound and doubt is None:
        doubt = _BOUNDS[amount.bound].format(text=amount.text)
    if amount is not None and not dose.certain and doubt is None and _is_ambiguous(amount):
        doubt = f"“{amount.text}” may also mean {_others(amount)} mg"
    against = _contradiction(dose)
    return replace(dose, doubt=against or doubt, contradicted=against is not None)


_ANY_SALT = (0.02, 0.61)
"""The share of magnesium that a salt whose name does not tell may have."""


def _contradiction(dose: Dose) -> str | None:
    """Why the percentage cannot be that of the amount, in words: one of the two is another row's, or misread."""
    percent, amount = dose.percent, dose.elemental or dose.compound
    if percent is None or amount is None or dose.by_percent or percent.bound or dose.statement is None:
        return None
    if dose.elemental is not None:
        if may_be(MAGNESIUM, amount.mg, percent.value):
            return None
        return f"“{percent.text}” is no share of {amount.mg:g} mg by any base in use"
    found = fraction_range(dose.statement.salts)
    low, high = (found.low, found.high) if found else _ANY_SALT
    for base in bases_mg(MAGNESIUM):
        least, most = 100 * low * amount.mg / base, 100 * high * amount.mg / base
        if least - PERCENT_TOLERANCE <= percent.value <= most + PERCENT_TOLERANCE:
            return None
    return f"“{percent.text}” is not what {amount.mg:g} mg of the salt holds by any base in use"


_BOUNDS = {
    "less": "the label says less than “{text}”",
    "at_most": "the label says up to “{text}”",
    "at_least": "the label says at least “{text}”",
    "about": "the label says about “{text}”",
    "trace": "the label says a trace, “{text}”",
    "range": "the label gives a range up to “{text}”",
}


def _is_ambiguous(amount: Amount) -> bool:
    return (
        sum(_LEAST_MG <= value <= MOST_ELEMENTAL_MG * 3 for value in amount.values) != 1
        and len(amount.values) > 1
    )


def _others(amount: Amount) -> str:
    return " or ".join(f"{value:g}" for value in amount.values if value != amount.mg)


def _valued(amount: Amount, mg: float) -> Amount:
    return amount if amount.mg == mg else replace(amount, mg=mg)
