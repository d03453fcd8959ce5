"""The forms of magnesium: salts, chelates, mixtures and the excipients that are never a source."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Literal, cast

from catalog.tables import CatalogError, TableRow, read_table

__all__ = ["CatalogError", "Form", "Hydrate", "forms", "read_forms"]

FORMS_FILE = "forms.csv"
Role = Literal["source", "excipient", "modifier", "counter_ion", "drug", "other"]
ROLES = frozenset({"source", "excipient", "modifier", "counter_ion", "drug", "other"})
CHECKED = frozenset({"true", "mixed", "secondary", "false"})
_HYDRATE = re.compile(r"\A(?P<name>[^|]+): (?P<formula>\S+) = (?P<fraction>0\.\d+)")
NOT_KNOWN = "not known"
ABSORPTION_WORDS = {
    "high": "more than from oxide, in people",
    "low": "little, in people",
    "conflicting": "studies of people disagree",
    "extent unknown": "absorbed by people; how well is not known",
    "unknown": NOT_KNOWN,
    "n/a": "does not count",
}
"""Every class of absorption and its words on a screen. Only people count: rats and test tubes are "unknown"."""
UNMEASURED = frozenset({"unknown", "n/a"})
GUT_WORDS = {
    None: NOT_KNOWN,
    0: "mild",
    1: "mild in small studies of people",
    2: "may loosen the bowel",
    3: "loosens the bowel",
}
"""Every laxative class and its words on a screen; None where no study of people was read."""


@dataclass(frozen=True, slots=True)
class Hydrate:
    """Another composition sold under the same name; elemental_fraction is mg of magnesium per mg of it."""

    name: str
    formula: str
    elemental_fraction: float


@dataclass(frozen=True, slots=True)
class Form:
    """One form of magnesium.

    `molar_mass` is in g/mol; fractions are mg of magnesium per mg of compound, None where the
    composition is not defined. `family` is the id the names give to a close relative (buffered bisglycinate
    belongs to bisglycinate). `role` is "source" only when it may count as a source of magnesium.
    `absorption` (a key of ABSORPTION_WORDS) and `gut_class` (a key of GUT_WORDS) are judgements on the studies
    of people named beside them (ids of sources.csv); on screens use `absorption_words` and `gut_words`.
    """

    id: str
    name: str
    family: str
    category: str
    role: Role
    formula: str | None
    formula_state: str
    formula_source: str
    molar_mass: float | None
    elemental_fraction: float | None
    hydrates: tuple[Hydrate, ...]
    label_fraction_low: float | None
    label_fraction_high: float | None
    absorption: str
    absorption_source: tuple[str, ...]
    gut_class: int | None
    gut_note: str
    gut_source: tuple[str, ...]
    eu_listed: str
    synonyms: tuple[str, ...]
    notes: str
    source_checked: str
    shown_to_people: bool
    check_note: str

    @property
    def is_source(self) -> bool:
        return self.role == "source"

    @property
    def absorption_shown(self) -> str:
        """The absorption class for the score, or "not known" where no study of people was read."""
        return NOT_KNOWN if self.absorption == "unknown" else self.absorption

    @property
    def absorption_words(self) -> str:
        """How well people absorb it, in words for a screen; "not known" where no study of people was read."""
        return ABSORPTION_WORDS[self.absorption]

    @property
    def gut_words(self) -> str:
        """What it does to the bowel, in words for a screen; "not known" where no study of people was read."""
        return GUT_WORDS[self.gut_class]


COLUMNS = tuple(field.name for field in fields(Form))


@cache
def forms() -> Mapping[str, Form]:
    """Every form by id, from data/forms.csv; raises CatalogError naming the cell that is wrong."""
    return read_forms()


def is_source(form_id: str) -> bool:
    """Whether the form brings magnesium: excipients such as the stearate do not count, nor what is no form."""
    form = forms().get(form_id)
    return form is not None and form.is_source


def read_forms(text: str | None = None) -> Mapping[str, Form]:
    """The forms of data/forms.csv, or of `text` in its shape; raises CatalogError."""
    found: dict[str, Form] = {}
    rows = list(read_table(FORMS_FILE, COLUMNS, text))
    for row in rows:
        form = _form(row)
        if form.id in found:
            raise row.error("id", f"{form.id} is already in the table")
        found[form.id] = form
    for row in rows:
        if row.cells["family"] not in found:
            raise row.error("family", f"{row.cells['family']!r} is not the id of a form")
    return MappingProxyType(found)


def closest(statements: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The forms that several statements on one product name, in order, without repeats.

    A form gives way where another statement names a closer relative of it instead.

    >>> closest([["bisglycinate"], ["citrate", "bisglycinate_buffered"]])
    ('citrate', 'bisglycinate_buffered')
    """
    told = [tuple(statement) for statement in statements]

    def told_closer(form: str) -> bool:
        return any(
            form not in named and any(forms()[other].family == form for other in named) for named in told
        )

    return tuple(dict.fromkeys(form for named in told for form in named if not told_closer(form)))


def _form(row: TableRow) -> Form:
    cells = row.cells
    identity = row.text("id")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", identity):
        raise row.error("id", f"{identity!r}: use small letters, digits and underscores")
    low = row.number("label_fraction_low", 0.0, 0.7)
    high = row.number("label_fraction_high", 0.0, 0.7)
    if low is not None and high is not None and low > high:
        raise row.error("label_fraction_low", f"{low:g} is above label_fraction_high {high:g}")
    formula = cells["formula"] or None
    molar_mass = row.number("molar_mass", 24.0, 2000.0)
    fraction = row.number("elemental_fraction", 0.001, 0.61)
    for column, value in (("molar_mass", molar_mass), ("elemental_fraction", fraction)):
        if (value is None) is not (formula is None):
            raise row.error(column, "formula, molar_mass and elemental_fraction go together")
    if formula is not None:
        row.text("formula_source")
    gut_class = row.number("gut_class", 0, 3)
    absorption = row.one_of("absorption", frozenset(ABSORPTION_WORDS))
    if absorption not in UNMEASURED:
        row.text("absorption_source")
    if gut_class is not None:
        row.text("gut_source")
    return Form(
        id=identity,
        name=row.text("name"),
        family=row.text("family"),
        category=row.text("category"),
        role=cast("Role", row.one_of("role", ROLES)),
        formula=formula,
        formula_state=cells["formula_state"],
        formula_source=cells["formula_source"],
        molar_mass=molar_mass,
        elemental_fraction=fraction,
        hydrates=_hydrates(row),
        label_fraction_low=low,
        label_fraction_high=high,
        absorption=absorption,
        absorption_source=_parts(cells["absorption_source"], "|"),
        gut_class=None if gut_class is None else int(gut_class),
        gut_note=cells["gut_note"],
        gut_source=_parts(cells["gut_source"], "|"),
        eu_listed=cells["eu_listed"],
        synonyms=_parts(cells["synonyms"], ";"),
        notes=cells["notes"],
        source_checked=row.one_of("source_checked", CHECKED),
        shown_to_people=row.flag("shown_to_people"),
        check_note=cells["check_note"],
    )


def _parts(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def _hydrates(row: TableRow) -> tuple[Hydrate, ...]:
    hydrates = []
    for part in _parts(row.cells["hydrates"], "|"):
        match = _HYDRATE.fullmatch(part)
        if match is None:
            raise row.error("hydrates", f"{part!r} is not 'name: formula = fraction'")
        hydrates.append(Hydrate(match["name"], match["formula"], float(match["fraction"])))
    return tuple(hydrates)
