"""Upper limits for magnesium from supplements (and B6, zinc, calcium, vitamin D), by authority and age."""

from dataclasses import dataclass, replace
from functools import cache

from catalog.profile import ADULT_FROM_Y, INFANT_BELOW_Y, Profile
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
    *("source", "source_checked", "shown_to_people", "mg_per_kg_per_day", "used_by"),
)
LIMIT_KINDS = ("upper_limit", "guidance_level")
"""What a daily amount is compared with. The others stand beside it: a licence or a trial is no limit."""

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
    mg_per_kg_per_day: float | None = None
    """Where the authority asked for sets it by body weight; in the table `limit_mg_per_day` is then None."""
    used_by: tuple[str, ...] = ()
    """Markets whose people take over this limit of another country, with their name: "CA:Canada"."""
    asked_by: str = ""
    """The country of `used_by` for which this limit was looked up; "" for the authority's own people."""
    stands_in_for: str = ""
    """Set on a limit that is used because the authority asked for has none: its short name (EU, Japanese ...)."""
    stand_in_text: str = ""
    """The sentence that says so; "" on an authority's own limit."""

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
        mg_per_kg_per_day=row.number("mg_per_kg_per_day", 0.1, 100),
        used_by=_used_by(row),
    )


def _used_by(row: TableRow) -> tuple[str, ...]:
    entries = parts(row, "used_by")
    for entry in entries:
        code, colon, country = entry.partition(":")
        if not (colon and country and code in parts(row, "markets")):
            raise row.error("used_by", f"{entry!r} is not a market code of the row and a country: CA:Canada")
    return entries


@cache
def authorities() -> tuple[str, ...]:
    """Market codes that `limit_for` answers for, in the order of the table: US, CA, EU ...

    A market whose own limit is hidden or missing is among them: the strictest known limit stands in.
    """
    codes = [
        code
        for limit in limits()
        if limit.nutrient == "magnesium"
        and (limit.kind in LIMIT_KINDS or (limit.kind == "product_maximum" and limit.shown))
        for code in limit.markets
    ]
    return tuple(dict.fromkeys(codes))


def limit_for(authority: str, profile: Profile, nutrient: str = "magnesium") -> Limit:
    """The limit that counts for this person: of `authority` (a market code), else the strictest known one.

    Where the authority set none for the age, or its row is hidden, the strictest shown limit of any authority
    that fits the age is given, with `stands_in_for` and `stand_in_text` set. `limit_mg_per_day` is None only
    for infants, for whom nobody could set one. Raises ValueError for an authority or nutrient that the table
    does not know.
    """
    if authority not in authorities():
        raise ValueError(f"authority {authority!r} is not known: use one of {', '.join(authorities())}")
    return _limit_for(authority, profile.age_y, profile.life_stage, nutrient)


@cache
def _limit_for(authority: str, age_y: float | None, life_stage: str, nutrient: str) -> Limit:
    years = DEFAULT_ADULT_AGE_Y if age_y is None else age_y
    rows = [limit for limit in limits() if limit.nutrient == nutrient and limit.kind in LIMIT_KINDS]
    for_person = [r for r in rows if r.fits(years) and r.life_stage in {"", life_stage}]
    # A row written for the life stage comes before the general one for the age.
    own = min(
        (r for r in for_person if r.shown and authority in r.markets),
        key=lambda limit: limit.life_stage != life_stage,
        default=None,
    )
    if own is not None and own.limit_mg_per_day is not None:
        return replace(own, asked_by=_country(own, authority))
    shown = [r for r in rows if r.shown]
    if years < INFANT_BELOW_Y:
        without = own or next((r for r in shown if r.fits(years) and r.limit_mg_per_day is None), None)
        if without is not None:
            return without
    lender = _strictest([r for r in for_person if r.shown]) or _strictest(shown)
    if lender is None:
        raise ValueError(f"nutrient {nutrient!r} has no limit in the table")
    hidden = any(authority in r.markets and not r.shown for r in for_person)
    asked = _short_name(authority)
    why, one = _why_borrowed(asked, own, hidden, years), f"the {lender.short_name} one"
    if not lender.fits(years):
        why, one = "No limit for this age is known to us", f"{one} for {lender.population}"
    text = f"{why}, so {one} of {lender.limit_mg_per_day:g} mg a day is used."
    return replace(
        lender,
        stands_in_for=asked,
        stand_in_text=text,
        mg_per_kg_per_day=None if own is None else own.mg_per_kg_per_day,
        source=tuple(dict.fromkeys((*lender.source, *(() if own is None else own.source)))),
    )


def _strictest(rows: list[Limit]) -> Limit | None:
    """The row with the lowest limit, the first of the table among equals; None when none has a number."""
    numbered = [row for row in rows if row.limit_mg_per_day is not None]
    return min(numbered, key=lambda row: row.limit_mg_per_day or 0.0, default=None)


def _country(limit: Limit, authority: str) -> str:
    """The country of a market that takes over this limit, "" for the authority's own market."""
    for entry in limit.used_by:
        code, _, country = entry.partition(":")
        if code == authority:
            return country
    return ""


def _why_borrowed(asked: str, own: Limit | None, hidden: bool, years: float) -> str:
    whom = "adults" if years >= ADULT_FROM_Y else "this age"
    if own is not None and own.mg_per_kg_per_day is not None:
        return f"The {asked} limit for {whom} is {own.mg_per_kg_per_day:g} mg a day per kg of body weight"
    if own is not None:
        return f"No {asked} limit is set for {whom}"
    if hidden:
        return f"The {asked} limit for {whom} could not be checked at its source"
    return f"No {asked} limit for {whom} is known to us"


def _short_name(authority: str) -> str:
    """What a market's own rules are called in sentences: EU, German, Swiss ..."""
    named = [limit for limit in limits() if authority in limit.markets and limit.nutrient == "magnesium"]
    return min(named, key=lambda limit: limit.kind not in LIMIT_KINDS).short_name


def beside(authority: str) -> tuple[Limit, ...]:
    """What else is in force in a market but is not a limit: licensed maxima, drug directions."""
    return tuple(
        limit
        for limit in limits()
        if limit.kind not in LIMIT_KINDS and limit.shown and authority in limit.markets
    )
