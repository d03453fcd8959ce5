"""Upper limits for magnesium from supplements (and B6, zinc, calcium, vitamin D), by authority and age."""

from dataclasses import dataclass
from functools import cache

from catalog.profile import Profile
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import TableRow, read_table

KINDS = frozenset({"upper_limit", "guidance_level", "product_maximum", "drug_directions", "research_dose"})
LIFE_STAGES = frozenset({"", "pregnant", "breast_feeding"})
COLUMNS = (
    *(
        "nutrient",
        "authority",
        "short_name",
        "authority_name",
        "year",
        "markets",
        "kind",
        "population",
        "life_stage",
    ),
    *("age_min_y", "age_max_y", "limit_mg_per_day", "covers", "notes"),
    *("source", "source_checked", "shown_to_people"),
)
LIMIT_KINDS = ("upper_limit", "guidance_level")
"""What a daily amount is compared with. The others stand beside it: a licence or a trial is no limit."""

EU_MARKETS = frozenset(
    {"EU", "AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "PL", "PT", "SE"}
)
"""Markets under EU food law, whichever authority sets their limit."""

DEFAULT_ADULT_AGE_Y = 30.0
"""An age inside every adult band: used when the person did not say theirs."""


@dataclass(frozen=True, slots=True)
class Limit:
    nutrient: str
    authority: str
    short_name: str
    """For sentences: US, EU, German ..."""
    authority_name: str
    year: int | None
    markets: tuple[str, ...]
    """Codes under which a person asks for it: US, CA, EU, DE ..."""
    kind: str
    population: str
    life_stage: str
    age_min_y: int
    age_max_y: int | None
    """Whole years, included: 8 covers a child of eight and a half. None: no upper end."""
    limit_mg_per_day: float | None
    """None where the authority says that no limit could be set: then nothing may be called within it."""
    covers: str
    notes: str
    source: tuple[str, ...]
    source_checked: str
    shown: bool

    def fits(self, age_y: float) -> bool:
        """Whether a person of this age falls into the band."""
        return self.age_min_y <= age_y and (self.age_max_y is None or int(age_y) <= self.age_max_y)


@cache
def limits() -> tuple[Limit, ...]:
    """Every row of limits.csv, hidden ones too (`shown` False). mg a day. Raises CatalogError."""
    return tuple(_limit(row) for row in read_table("limits.csv", COLUMNS))


def _limit(row: TableRow) -> Limit:
    year = row.number("year", 1950, 2100)
    age_min_y = row.number("age_min_y", 0, 120)
    age_max_y = row.number("age_max_y", 0, 120)
    if age_min_y is None:
        raise row.error("age_min_y", "must not be empty: use 0")
    return Limit(
        nutrient=row.text("nutrient"),
        authority=row.text("authority"),
        short_name=row.text("short_name"),
        authority_name=row.text("authority_name"),
        year=None if year is None else int(year),
        markets=parts(row, "markets"),
        kind=row.one_of("kind", KINDS),
        population=row.text("population"),
        life_stage=row.one_of("life_stage", LIFE_STAGES),
        age_min_y=int(age_min_y),
        age_max_y=None if age_max_y is None else int(age_max_y),
        limit_mg_per_day=row.number("limit_mg_per_day", 0.01, 5000),
        covers=row.text("covers"),
        notes=row.cells["notes"],
        source=source_ids(row),
        source_checked=row.one_of("source_checked", CHECKED),
        shown=row.flag("shown_to_people"),
    )


@cache
def authorities() -> tuple[str, ...]:
    """Market codes that `limit_for` knows a magnesium limit for, in the order of the table: US, CA, EU ..."""
    codes = [
        code
        for limit in limits()
        if limit.nutrient == "magnesium" and limit.kind in LIMIT_KINDS and limit.shown
        for code in limit.markets
    ]
    return tuple(dict.fromkeys(codes))


def limit_for(authority: str, profile: Profile, nutrient: str = "magnesium") -> Limit | None:
    """The limit of `authority` (a market code) for this person, None where it set none for their age.

    A `Limit` whose `limit_mg_per_day` is None means that the authority looked and could set no limit.
    Raises ValueError for an authority that the table does not know.
    """
    if authority not in authorities():
        raise ValueError(f"authority {authority!r} is not known: use one of {', '.join(authorities())}")
    return _limit_for(authority, profile.age_y, profile.life_stage, nutrient)


@cache
def _limit_for(authority: str, age_y: float | None, life_stage: str, nutrient: str) -> Limit | None:
    years = DEFAULT_ADULT_AGE_Y if age_y is None else age_y
    rows = [
        limit
        for limit in limits()
        if limit.nutrient == nutrient
        and limit.kind in LIMIT_KINDS
        and limit.shown
        and authority in limit.markets
        and limit.fits(years)
        and limit.life_stage in {"", life_stage}
    ]
    # A row written for the life stage comes before the general one for the age.
    return min(rows, key=lambda limit: limit.life_stage != life_stage, default=None)


def beside(authority: str) -> tuple[Limit, ...]:
    """What else is in force in a market but is not a limit: licensed maxima, drug directions."""
    return tuple(
        limit
        for limit in limits()
        if limit.kind not in LIMIT_KINDS and limit.shown and authority in limit.markets
    )
