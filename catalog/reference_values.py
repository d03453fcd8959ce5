"""How much magnesium people are advised to get in all. What a printed percentage is of: ``daily_values``."""

from dataclasses import dataclass, replace
from functools import cache

from catalog.limits import Limit
from catalog.profile import ADULT_FROM_Y, Profile
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import TableRow, read_table

COLUMNS = (
    *(
        "market",
        "label",
        "population",
        "sex",
        "age_min_y",
        "age_max_y",
        "value_mg_per_day",
        "type",
        "notes",
    ),
    *("source", "source_checked", "shown_to_people", "whose"),
)


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
    """RDA, AI (EFSA 2015) ...: what kind of value it is, and whose."""
    source: tuple[str, ...]
    source_checked: str
    whose: str = ""
    """For sentences: US, EU, Nordic ..."""

    @property
    def kind(self) -> str:
        """RDA, RDI, RNI or AI."""
        return self.type.split(" ")[0]


@dataclass(frozen=True, slots=True)
class RecommendedIntake:
    """How much magnesium a day this person is advised to get in all, food included. Never a limit."""

    low_mg: float
    high_mg: float
    whose: str
    """US, EU, Nordic ..."""
    kind: str
    """RDA, RDI, RNI: a recommended intake; AI: an adequate intake, set where too little is known for one."""
    for_whom: str
    """adults, women, children 4-8, in pregnancy ..."""
    stands_in: bool
    """Whether the authority of the profile has no value here, and another one's is given."""
    source: tuple[str, ...]


def _value_mg(row: TableRow) -> float:
    value = row.number("value_mg_per_day", 1, 1000)
    if value is None:
        raise row.error("value_mg_per_day", "must not be empty")
    return value


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
            whose=row.text("whose"),
        )
        for row in read_table("reference_values.csv", COLUMNS)
        if row.flag("shown_to_people")
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


STAND_IN = "US"
"""Whose recommended intake is given, by name, where the authority of the profile has none in the table."""
_STAGES = {"pregnant": "in pregnancy", "breast_feeding": "while breast-feeding"}
_SEXES = {"m": "men", "f": "women"}


def recommended_intake(profile: Profile) -> RecommendedIntake | None:
    """The recommended intake for this person, from the lowest value that may apply to the highest.

    None only where nobody's table has a value for the age. Another authority's value is marked `stands_in`.
    """
    person = replace(profile, sex="f") if profile.life_stage else profile
    own = intake_references_for(person)
    found = own or intake_references_for(replace(person, authority=STAND_IN))
    if not found:
        return None
    return RecommendedIntake(
        low_mg=min(reference.value_mg_per_day for reference in found),
        high_mg=max(reference.value_mg_per_day for reference in found),
        whose=found[0].whose,
        kind=found[0].kind,
        for_whom=_for_whom(profile, found[0]),
        stands_in=not own,
        source=tuple(dict.fromkeys(id_ for reference in found for id_ in reference.source)),
    )


def _for_whom(profile: Profile, reference: IntakeReference) -> str:
    if profile.life_stage:
        return _STAGES[profile.life_stage]
    ends_young = reference.age_max_y is not None and reference.age_max_y <= ADULT_FROM_Y
    if profile.age_y is not None and ends_young:
        return f"for {reference.population}"
    return f"for {_SEXES.get(profile.sex or '', 'adults')}"


def intake_sentence(profile: Profile, limit: Limit | None = None) -> str:
    """The recommended intake in words, beside a limit and never mixed up with it; "" where there is none.

    "For comparison: the recommended intake, from food and everything else together, is 310 to 420 mg a day
    for adults (US RDA). The limit of 350 mg counts supplements only."
    """
    intake = recommended_intake(profile)
    if intake is None:
        return ""
    name = "adequate intake" if intake.kind == "AI" else "recommended intake"
    low, high = f"{intake.low_mg:g}", f"{intake.high_mg:g}"
    amount = f"{high} mg" if low == high else f"{low} to {high} mg"
    sentence = (
        f"For comparison: the {name}, from food and everything else together, is {amount} a day "
        f"{intake.for_whom} ({intake.whose} {intake.kind})."
    )
    if limit is None or limit.limit_mg_per_day is None:
        return sentence
    counts = "counts supplements only" if "supplement" in limit.covers else "is another figure"
    return f"{sentence} The limit of {limit.limit_mg_per_day:g} mg {counts}."
