"""What people take magnesium for, and what is known of each form for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from catalog.forms import forms
from catalog.sources import CHECKED, source_ids
from catalog.tables import read_table

GOAL_COLUMNS = ("goal", "name", "first", "headline", "cannot", "source")
EVIDENCE_COLUMNS = (
    *("goal", "form", "level", "weight", "grade", "direction", "studied_mg_per_day", "population", "caveats"),
    *("source", "source_checked", "shown_to_people"),
)
LEVELS = frozenset({"A", "B", "C", "0", "negative"})
"""A: trials of this form; B: of others; C: animals, mechanism; 0: none; negative: trials found no benefit."""
GRADES = ("none", "very low", "low", "moderate")
"""How sure the evidence is, least first."""
ANY_FORM = "*"
UNDISCLOSED = "blend_undisclosed"


@dataclass(frozen=True, slots=True)
class Goal:
    id: str
    name: str
    first: bool
    """One of the three goals offered first."""
    headline: str
    """What is known, in one sentence."""
    cannot: str
    """What magnesium does not do for this goal."""
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    goal: str
    form: str
    """A catalog id, "*" for the row that stands for every form without one of its own."""
    level: str
    weight: float
    """0 to 1: a judgement on the studies cited, not a quotation."""
    grade: str
    direction: str
    studied_mg_per_day: str
    population: str
    caveats: str
    source: tuple[str, ...]
    source_checked: str


@cache
def goals() -> Mapping[str, Goal]:
    """The eight goals by id, the three first ones first. Raises CatalogError."""
    return MappingProxyType(
        {
            row.text("goal"): Goal(
                id=row.text("goal"),
                name=row.text("name"),
                first=row.flag("first"),
                headline=row.text("headline"),
                cannot=row.text("cannot"),
                source=source_ids(row),
            )
            for row in read_table("goals.csv", GOAL_COLUMNS)
        }
    )


def goal_named(goal: str) -> Goal:
    """The goal of this id. Raises ValueError naming the goals there are."""
    try:
        return goals()[goal]
    except KeyError:
        raise ValueError(f"goal {goal!r} is not known: use one of {', '.join(goals())}") from None


@cache
def evidence_rows() -> Mapping[tuple[str, str], Evidence]:
    """Every row of evidence.csv that may be shown, by goal and form. Raises CatalogError."""
    found: dict[tuple[str, str], Evidence] = {}
    for row in read_table("evidence.csv", EVIDENCE_COLUMNS):
        goal, form = row.text("goal"), row.text("form")
        weight = row.number("weight", 0, 1)
        if goal not in goals():
            raise row.error("goal", f"{goal!r} is not in goals.csv")
        if form != ANY_FORM and form not in forms():
            raise row.error("form", f"{form!r} is not in forms.csv")
        if weight is None:
            raise row.error("weight", "must not be empty")
        if not row.flag("shown_to_people"):
            continue  # not confirmed: the goal's default row stands in for it
        found[goal, form] = Evidence(
            goal=goal,
            form=form,
            level=row.one_of("level", LEVELS),
            weight=weight,
            grade=row.one_of("grade", frozenset(GRADES)),
            direction=row.cells["direction"],
            studied_mg_per_day=row.cells["studied_mg_per_day"],
            population=row.cells["population"],
            caveats=row.cells["caveats"],
            source=source_ids(row),
            source_checked=row.one_of("source_checked", CHECKED),
        )
    return MappingProxyType(found)


@cache
def evidence(goal: str, form: str) -> Evidence:
    """What is known of `form` for `goal`: its own row, else the row for forms without one.

    Raises ValueError for an unknown goal and for an id that is no source of magnesium.
    """
    goal_named(goal)
    if form not in forms() or not forms()[form].is_source:
        raise ValueError(f"form {form!r} is not a source of magnesium in forms.csv")
    rows = evidence_rows()
    return rows.get((goal, form)) or rows[goal, ANY_FORM]
