"""What a printed percentage may be a percentage of, and how much magnesium people are advised in all."""

from dataclasses import dataclass
from functools import cache

from catalog.profile import Profile
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import TableRow, read_table

COLUMNS = (
    *(
        "market",
        "use",
        "label",
        "population",
        "sex",
        "age_min_y",
        "age_max_y",
        "value_mg_per_day",
        "type",
        "notes",
    ),
    *("source", "source_checked", "shown_to_people"),
)
PERCENT_TOLERANCE = 0.6
"""Percent points: labels round to the whole percent, and some cut off instead."""
USES = frozenset({"percent_base", "intake_reference"})
FIRST_BASES_MG = (420.0, 400.0, 375.0)
"""US today, US before 2020, EU and UK: nearly every label uses one of these, so they are tried first."""


@dataclass(frozen=True, slots=True)
class PercentBase:
    """100 % on some label: `value_mg` of magnesium a day."""

    market: str
    value_mg: float
    population: str
    label: str
    """How the label prints it: %DV, %NRV, %RDA ..."""
    shown: bool
    """False: not confirmed. May be tried when a label is read, must not be named."""
    source: tuple[str, ...]
    for_adults: bool
    """False: a base for children or for pregnancy and breast-feeding."""
    notes: str


@dataclass(frozen=True, slots=True)
class IntakeReference:
    """Recommended intake from food and everything else, mg a day. Not a ceiling, no supplement target."""

    markets: tuple[str, ...]
    population: str
    sex: str
    age_min_y: float
    age_max_y: float | None
    value_mg_per_day: float
    type: str
    source: tuple[str, ...]
    source_checked: str


def _value_mg(row: TableRow) -> float:
    value = row.number("value_mg_per_day", 1, 1000)
    if value is None:
        raise row.error("value_mg_per_day", "must not be empty")
    return value


def _base(row: TableRow) -> PercentBase:
    population = row.text("population")
    age_min_y = row.number("age_min_y", 0, 120)
    return PercentBase(
        market=row.text("market"),
        value_mg=_value_mg(row),
        population=population,
        label=row.text("label"),
        shown=row.flag("shown_to_people"),
        source=source_ids(row),
        for_adults=age_min_y is not None and ("adult" in population or age_min_y >= 4),
        notes=row.cells["notes"],
    )


@cache
def percent_bases() -> tuple[PercentBase, ...]:
    """Every base a printed percentage may use: 420, 400, 375 mg, then other adult bases, then the rest.

    Hidden rows are included with `shown` False, bases for children and pregnancy with their population.
    """
    bases = [
        _base(row)
        for row in read_table("reference_values.csv", COLUMNS)
        if row.one_of("use", USES) == "percent_base"
    ]

    def order(base: PercentBase) -> tuple[bool, int, bool]:
        first = (
            FIRST_BASES_MG.index(base.value_mg) if base.value_mg in FIRST_BASES_MG else len(FIRST_BASES_MG)
        )
        return (not base.for_adults, first, not base.shown)

    return tuple(sorted(bases, key=order))


def base_of(mg: float, percent: float) -> PercentBase | None:
    """The first base of which `mg` is `percent` %, to the rounding of a label; None when none fits."""
    for base in percent_bases():
        if abs(percent - 100 * mg / base.value_mg) <= PERCENT_TOLERANCE:
            return base
    return None


@cache
def intake_references() -> tuple[IntakeReference, ...]:
    """Every confirmed recommended intake (RDA, AI, RNI), mg a day from all sources. Raises CatalogError."""
    return tuple(
        IntakeReference(
            markets=parts(row, "market"),
            population=row.text("population"),
            sex=row.one_of("sex", frozenset({"all", "m", "f"})),
            age_min_y=row.number("age_min_y", 0, 120) or 0.0,
            age_max_y=row.number("age_max_y", 0, 120),
            value_mg_per_day=_value_mg(row),
            type=row.text("type"),
            source=source_ids(row),
            source_checked=row.one_of("source_checked", CHECKED),
        )
        for row in read_table("reference_values.csv", COLUMNS)
        if row.one_of("use", USES) == "intake_reference" and row.flag("shown_to_people")
    )


def intake_references_for(profile: Profile) -> tuple[IntakeReference, ...]:
    """The recommended intakes that may apply: one where age and sex are known, several where they are not."""
    stage = {"pregnant": "pregnant", "breast_feeding": "breast-feeding"}.get(profile.life_stage, "")
    found = [
        reference
        for reference in intake_references()
        if profile.authority in reference.markets
        and (profile.sex is None or reference.sex in {"all", profile.sex})
        and _age_fits(reference, profile.age_y)
    ]
    staged = [r for r in found if stage and r.population.startswith(stage)]
    return tuple(staged or [r for r in found if not r.population.startswith(("pregnant", "breast-feeding"))])


def _age_fits(reference: IntakeReference, age_y: float | None) -> bool:
    if age_y is None:
        return reference.age_max_y is None or reference.age_max_y > 18
    return reference.age_min_y <= age_y and (reference.age_max_y is None or age_y < reference.age_max_y + 1)
