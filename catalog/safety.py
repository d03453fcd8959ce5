"""The standing, dated list of conditions, medicines and signs to know about. Never advice to a person."""

from dataclasses import dataclass
from functools import cache

from catalog.profile import Profile
from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import read_table

COLUMNS = (
    *("id", "kind", "item", "examples_or_threshold", "effect", "severity", "spacing_or_limit"),
    *("gate", "gate_text", "as_of", "source", "source_checked", "shown_to_people"),
)
ALL_GOALS = "all"

MINOR_TEXT = (
    "Under 18 nothing is ranked without an adult looking along: the limits are lower and depend on age."
)
INFANT_TEXT = "For infants no supplement limit could be set: this is a question for the clinician."


@dataclass(frozen=True, slots=True)
class SafetyNote:
    id: str
    kind: str
    """condition, population, drug, nutrient, co-ingredient, contaminant, side effect or emergency."""
    item: str
    examples: str
    effect: str
    severity: str
    spacing: str
    """Hours apart, or the limit, as the source gives it."""
    gate: tuple[str, ...]
    """Goals for which this condition ends the ranking; ("all",) for every goal."""
    gate_text: str
    as_of: str
    """Month of the last check of this row: 2026-11."""
    source: tuple[str, ...]
    source_checked: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """Why no ranking is shown to this person."""

    condition: str
    text: str
    source: tuple[str, ...]


@cache
def safety_notes() -> tuple[SafetyNote, ...]:
    """Every row of safety.csv that may be shown, in its order. Raises CatalogError."""
    return tuple(note for note in _all_notes() if note.shown)


@cache
def _all_notes() -> tuple[SafetyNote, ...]:
    return tuple(
        SafetyNote(
            id=row.text("id"),
            kind=row.text("kind"),
            item=row.text("item"),
            examples=row.cells["examples_or_threshold"],
            effect=row.cells["effect"],
            severity=row.text("severity"),
            spacing=row.cells["spacing_or_limit"],
            gate=parts(row, "gate"),
            gate_text=row.cells["gate_text"],
            as_of=row.text("as_of"),
            source=source_ids(row),
            source_checked=row.one_of("source_checked", CHECKED),
            shown=row.flag("shown_to_people"),
        )
        for row in read_table("safety.csv", COLUMNS)
    )


def gates() -> dict[str, SafetyNote]:
    """The conditions that end a ranking, by id: what a profile may name."""
    return {note.id: note for note in safety_notes() if note.gate}


def stop_for(profile: Profile, goal: str) -> Stop | None:
    """Why this person gets no ranking for this goal, None when nothing stands against one.

    Raises ValueError for a condition that safety.csv does not know: a misspelled stop would be no stop.
    """
    known = {note.id for note in safety_notes() if note.kind in {"condition", "population"}}
    for condition in profile.conditions:
        if condition not in known:
            raise ValueError(f"condition {condition!r} is not known: use one of {', '.join(sorted(known))}")
    for condition in profile.conditions:
        note = gates().get(condition)
        if note is not None and (ALL_GOALS in note.gate or goal in note.gate):
            return Stop(condition, note.gate_text, note.source)
    if profile.is_infant:
        return Stop("infant", INFANT_TEXT, ("iom1997",))
    if profile.is_minor and not profile.with_adult:
        return Stop("minor", MINOR_TEXT, ("iom1997",))
    return None
