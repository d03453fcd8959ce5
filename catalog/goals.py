"""What people take magnesium for, and what is known of each form for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from catalog.forms import forms
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import TableRow, read_table

GOAL_COLUMNS = ("goal", "name", "first", "headline", "cannot", "only_tested", "source")
EVIDENCE_COLUMNS = (
    *("goal", "form", "level", "weight", "grade", "finding", "studied_low_mg", "studied_high_mg"),
    *("who", "who_only", "funding", "direction", "source", "source_checked", "shown_to_people"),
)
LEVELS = frozenset({"A", "B", "C", "0", "negative"})
"""A: trials of this form; B: of others; C: animals, mechanism; 0: none; negative: trials found no benefit."""
GRADES = ("none", "very low", "low", "moderate")
"""How sure the evidence is, least first."""
FINDINGS = frozenset({"helped", "mixed", "plausible", "not_shown", "no_benefit"})
"""What was found for a goal. helped: better than placebo on the main outcome (for raising a low intake: more
magnesium in the blood or urine of people); mixed: trials or outcomes disagree; plausible: no placebo trial of this
form, but trials of other forms, a trial without placebo or long practice; not_shown: no trial and no good reason;
no_benefit: compared with placebo, and no better."""
TESTED_LEVELS = frozenset({"A", "negative"})
WHO_ONLY = frozenset(
    {"", "children", "low_magnesium", "menstrual_migraine", "older_adults", "pms", "pregnant"}
)
"""The one group in which a form was tested for a goal; "" where it was tested more widely or not at all."""
FUNDING = frozenset({"", "company", "public", "mixed", "not stated", "unknown"})
"""Who paid for the trials: "" where there are none, unknown where it was not seen, mixed where they differ."""
MOST_MG = 3000
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
    only_tested: tuple[str, ...]
    """The only forms ever tested for this goal, by id; empty where that cannot be said."""
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
    finding: str
    """One of FINDINGS."""
    studied_low_mg: float | None
    studied_high_mg: float | None
    """Elemental magnesium a day in the trials of this form for this goal; None where there are none."""
    who: str
    """The people studied; "" where nobody was."""
    who_only: str
    """One of WHO_ONLY."""
    funding: str
    """One of FUNDING."""
    direction: str
    """What was found, as a few words for a table."""
    confirmed: bool
    """False where a trial is known of but could not be looked at closely enough to say what it found."""
    source: tuple[str, ...]
    source_checked: str

    @property
    def tested(self) -> bool:
        """Whether this form itself was tested in people for this goal, with or without placebo."""
        return self.form != ANY_FORM and self.level in TESTED_LEVELS

    @property
    def studied(self) -> str:
        """The daily doses studied, in mg: "250" or "72 to 165"; "" where there are none.

        >>> evidence("sleep", "bisglycinate").studied
        '250'
        """
        if self.studied_low_mg is None or self.studied_high_mg is None:
            return ""
        low, high = f"{self.studied_low_mg:g}", f"{self.studied_high_mg:g}"
        return low if low == high else f"{low} to {high}"


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
                only_tested=_only_tested(row),
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


def _only_tested(row: TableRow) -> tuple[str, ...]:
    found = parts(row, "only_tested")
    for form in found:
        if form not in forms():
            raise row.error("only_tested", f"{form!r} is not in forms.csv")
    return found


@cache
def evidence_rows() -> Mapping[tuple[str, str], Evidence]:
    """Every row of evidence.csv by goal and form, those that could not be confirmed too. Raises CatalogError."""
    return MappingProxyType(evidence_in(read_table("evidence.csv", EVIDENCE_COLUMNS)))


def evidence_in(rows: Iterable[TableRow]) -> dict[tuple[str, str], Evidence]:
    """The rows checked, by goal and form. Raises CatalogError naming the file, row and column."""
    found: dict[tuple[str, str], Evidence] = {}
    for row in rows:
        one = _evidence(row)
        if (one.goal, one.form) in found:
            raise row.error("form", f"{one.form!r} has two rows for {one.goal}")
        found[one.goal, one.form] = one
    return found


def _evidence(row: TableRow) -> Evidence:
    goal, form = row.text("goal"), row.text("form")
    level = row.one_of("level", LEVELS)
    weight = row.number("weight", 0, 1)
    low, high = row.number("studied_low_mg", 1, MOST_MG), row.number("studied_high_mg", 1, MOST_MG)
    if goal not in goals():
        raise row.error("goal", f"{goal!r} is not in goals.csv")
    if form != ANY_FORM and form not in forms():
        raise row.error("form", f"{form!r} is not in forms.csv")
    if weight is None:
        raise row.error("weight", "must not be empty")
    if (low is None) != (high is None) or (low is not None and high is not None and low > high):
        raise row.error("studied_high_mg", "both ends of the range or neither, the lower one first")
    if low is not None and level not in TESTED_LEVELS:
        raise row.error("studied_low_mg", f"level {level} has no trial of this form: leave the doses empty")
    return Evidence(
        goal=goal,
        form=form,
        level=level,
        weight=weight,
        grade=row.one_of("grade", frozenset(GRADES)),
        finding=row.one_of("finding", FINDINGS),
        studied_low_mg=low,
        studied_high_mg=high,
        who=row.cells["who"],
        who_only=row.one_of("who_only", WHO_ONLY),
        funding=row.one_of("funding", FUNDING),
        direction=row.text("direction"),
        confirmed=row.flag("shown_to_people"),
        source=source_ids(row),
        source_checked=row.one_of("source_checked", CHECKED),
    )


@cache
def evidence(goal: str, form: str) -> Evidence:
    """What is known of `form` for `goal`: its own row, else the row for forms without one.

    A row that could not be confirmed still stands for its form, with `confirmed` False: a trial that may have been
    negative never turns into "no trial". Raises ValueError for an unknown goal and for an id that is no source of
    magnesium.
    """
    goal_named(goal)
    if form not in forms() or not forms()[form].is_source:
        raise ValueError(f"form {form!r} is not a source of magnesium in forms.csv")
    rows = evidence_rows()
    return rows.get((goal, form)) or rows[goal, ANY_FORM]
