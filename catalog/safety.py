"""The standing, dated list of conditions, medicines and signs to know about. Never advice to a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from catalog.flag import SEVERITIES
from catalog.profile import Profile
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import TableRow, read_table

COLUMNS = (
    *("id", "kind", "label", "examples", "text", "severity", "swallowed", "loosening", "goals"),
    *("with_ingredient", "with_text", "unread_text", "gate", "gate_text"),
    *("as_of", "source", "source_checked", "shown_to_people"),
)
CONDITION, POPULATION, MEDICINE = "condition", "population", "drug"
KINDS = frozenset(
    {
        *(CONDITION, POPULATION, MEDICINE, "nutrient", "co-ingredient"),
        *("contaminant", "side effect", "emergency"),
    }
)
ALL_GOALS = "all"

NOT_ADVICE = (
    "This compares labels; it is not medical advice. "
    "With kidney disease or medicines ask a professional first."
)
MINOR_TEXT = (
    "Under 18 nothing is ranked unless an adult is looking along: the limits are lower and depend on age."
)
INFANT_TEXT = "For infants no supplement limit could be set. Ask the child's doctor; nothing is ranked here."


@dataclass(frozen=True, slots=True)
class SafetyNote:
    id: str
    kind: str
    """One of KINDS."""
    label: str
    """What a person would call it."""
    examples: str
    """Names to find it by, or what counts; "" where the label says it all."""
    text: str
    """What it means with magnesium and what to do, in whole sentences."""
    severity: str
    """As of a flag: stop, warning, caution or note."""
    swallowed: bool
    """Only magnesium that is swallowed matters: it meets the medicine in the gut."""
    loosening: bool
    """Forms that loosen the bowel, or may, are flagged on top."""
    goals: tuple[str, ...]
    """The goals it matters for; () for all."""
    with_ingredient: str
    """An id of co_ingredients.csv that makes it worse; "" where there is none."""
    with_text: str
    """What to say where the product contains it."""
    unread_text: str
    """What to say where it may: its panel was not read whole."""
    gate: tuple[str, ...]
    """Goals for which this condition ends the ranking; ("all",) for every goal."""
    gate_text: str
    as_of: str
    """Month of the last check of this row: 2026-11."""
    source: tuple[str, ...]
    source_checked: str
    shown: bool

    @property
    def choice(self) -> str:
        """The label with its examples, as a list to choose from shows it."""
        return f"{self.label} ({self.examples})" if self.examples else self.label


@dataclass(frozen=True, slots=True)
class Stop:
    """Why no ranking is shown to this person."""

    condition: str
    text: str
    source: tuple[str, ...]


@cache
def safety_notes() -> tuple[SafetyNote, ...]:
    """Every row of safety.csv that may be shown, in its order. Raises CatalogError."""
    return tuple(note for note in read_safety_notes() if note.shown)


def read_safety_notes(text: str | None = None) -> Iterator[SafetyNote]:
    """The rows of data/safety.csv, or of `text` in its shape, hidden ones too. Raises CatalogError."""
    return (_note(row) for row in read_table("safety.csv", COLUMNS, text))


def _note(row: TableRow) -> SafetyNote:
    for column, needed in (
        *(("gate", "gate_text"), ("with_ingredient", "with_text"), ("with_ingredient", "unread_text")),
    ):
        if bool(row.cells[column]) is not bool(row.cells[needed]):
            raise row.error(needed, f"goes together with {column}")
    return SafetyNote(
        id=row.text("id"),
        kind=row.one_of("kind", KINDS),
        label=row.text("label"),
        examples=row.cells["examples"],
        text=row.text("text"),
        severity=row.one_of("severity", frozenset(SEVERITIES)),
        swallowed=row.flag("swallowed"),
        loosening=row.flag("loosening"),
        goals=parts(row, "goals"),
        with_ingredient=row.cells["with_ingredient"],
        with_text=row.cells["with_text"],
        unread_text=row.cells["unread_text"],
        gate=parts(row, "gate"),
        gate_text=row.cells["gate_text"],
        as_of=row.text("as_of"),
        source=source_ids(row),
        source_checked=row.one_of("source_checked", CHECKED),
        shown=row.flag("shown_to_people"),
    )


def gates() -> dict[str, SafetyNote]:
    """The conditions that end a ranking, by id."""
    return {note.id: note for note in safety_notes() if note.gate}


def choosable_conditions() -> tuple[tuple[str, str], ...]:
    """The conditions that a profile may name, as (id, words for people), in the order to show them."""
    return _choosable(CONDITION)


def choosable_medicines() -> tuple[tuple[str, str], ...]:
    """The medicines that a profile may name, as (id, words for people), in the order to show them."""
    return _choosable(MEDICINE)


def _choosable(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((note.id, note.choice) for note in safety_notes() if note.kind == kind)


def check_profile(profile: Profile) -> None:
    """Raises ValueError for a condition or medicine that safety.csv does not know, naming those it knows.

    A misspelled one would be no stop and no flag.
    """
    for what, named, known in (
        ("condition", profile.conditions, choosable_conditions()),
        ("medicine", profile.medicines, choosable_medicines()),
    ):
        ids = [id_ for id_, _ in known]
        for id_ in named:
            if id_ not in ids:
                raise ValueError(f"{what} {id_!r} is not known: use one of {', '.join(ids)}{_elsewhere(id_)}")


def _elsewhere(id_: str) -> str:
    """What to say of someone's life stage, which a profile holds by itself."""
    if id_ in {note.id for note in safety_notes() if note.kind == POPULATION}:
        return "; pregnancy, breast-feeding and age are said each by itself"
    return ""


def stop_for(profile: Profile, goal: str) -> Stop | None:
    """Why this person gets no ranking for this goal, None when nothing stands against one.

    Raises ValueError as `check_profile` does.
    """
    check_profile(profile)
    for condition in profile.conditions:
        note = gates().get(condition)
        if note is not None and (ALL_GOALS in note.gate or goal in note.gate):
            return Stop(condition, note.gate_text, note.source)
    if profile.is_infant:
        return Stop("infant", INFANT_TEXT, ("iom1997",))
    if profile.is_minor and not profile.with_adult:
        return Stop("minor", MINOR_TEXT, ("iom1997",))
    return None
