"""Printed names → forms of magnesium, with the text behind each and how sure the reading is."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalog.name_abbreviations import without_units
from catalog.name_brands import resolved
from catalog.name_denial import marked
from catalog.name_esters import without_esters
from catalog.name_match import bind
from catalog.name_pairs import paired
from catalog.name_parts import NamePart, may_name, parts_of
from catalog.name_tree import Hit, Outcome, tree
from catalog.name_unspaced import composed

State = Literal["sure", "check", "undisclosed", "not_magnesium"]
_LONGEST = 20_000  # characters; more is no name and no label


@dataclass(frozen=True, slots=True)
class FormHit:
    """A form named in a text: family id, place and wording.

    `share` is 0 to 1 where the label prints a percentage before the form. `variant` is the precise id where
    the label is more precise than the family (`dimagnesium_malate` for `malate`), else the same as `form`.
    `certain` is False where the wording leaves the form open; `repaired` is True where the printed word is only near
    to the name.
    """

    form: str
    start: int
    end: int
    text: str
    share: float | None = None
    variant: str = ""
    certain: bool = True
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a printed name says: the forms in order without repeats, and the reason for the state in words."""

    name: str
    forms: tuple[str, ...]
    state: State
    hits: tuple[FormHit, ...]
    reason: str

    @property
    def precise(self) -> tuple[str, ...]:
        """The forms as closely as the name tells them: `dimagnesium_malate` where `forms` has `malate`.

        >>> match("Magnesium Glycinate, Buffered").precise
        ('bisglycinate_buffered',)
        """
        return tuple(dict.fromkeys(hit.variant for hit in self.hits))


@lru_cache(maxsize=4096)
def match(name: str) -> NameMatch:
    """The forms that `name` names; never raises, whatever the text.

    >>> match("Magnesium (as Magnesium Oxide, citrate)").forms
    ('oxide', 'citrate')
    """
    outcome = _read(name)
    hits = _without_weak(outcome.hits)
    bare: list[NamePart] = []
    if not hits and not outcome.minerals and not outcome.traps:
        bare = outcome.bare
        hits = [Hit(part, certain=False) for part in bare]
    found = tuple(_form_hit(name, hit) for hit in sorted(hits, key=lambda hit: hit.part.start))
    state, reason = _judge(name, outcome, hits, bare=bool(bare))
    return NameMatch(name, tuple(dict.fromkeys(hit.form for hit in found)), state, found, reason)


@lru_cache(maxsize=1024)  # several ask for one text of a label
def find_forms(text: str) -> tuple[FormHit, ...]:
    """Every form of magnesium mentioned in a longer text, sources and excipients alike, in order.

    What the text says to be left out or only compares with is not mentioned, nor a salt that may be another
    mineral's. A food or alga counts where it is said to be the source
    ("magnesium (from yeast)"), not where it stands beside the mineral in a list.

    >>> [hit.form for hit in find_forms("calcium citrate, zinc oxide, magnesium oxide")]
    ['oxide']
    """
    if not _may_name(text):
        return ()
    named = [hit for hit in _read(text).hits if hit.said and hit.part.standing in ("", "loose")]
    hits = _without_weak(named)
    return tuple(_form_hit(text, hit) for hit in sorted(hits, key=lambda hit: hit.part.start))


@lru_cache(maxsize=1024)  # several ask for one text of a label
def magnesium_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the mineral magnesium is named, in any of its spellings; never manganese, never the unit mg.

    >>> magnesium_spans("Magneslum 100 mg")
    ((0, 9),)
    """
    if not _may_name(text):
        return ()
    spans: list[tuple[int, int]] = []
    for part in _parts(text):
        if part.entry.mineral == "magnesium":
            spans.append((part.start, part.end))
        elif part.kind != "trap":
            spans.extend(part.magnesium)
    return tuple(spans)


def is_named_alone(text: str) -> bool:
    """Whether the mineral magnesium is named somewhere in a text without saying what it is bound to.

    >>> is_named_alone("Magnesium 100 mg"), is_named_alone("free from magnesium stearate")
    (True, False)
    """
    if not _may_name(text):
        return False
    named = bind(tree(resolved(paired(_parts(text)))))  # a compound that is denied is one too
    return "magnesium" in named.alone or ("magnesium" in named.minerals and not named.hits)


def bare_salts(text: str) -> tuple[FormHit, ...]:
    """The salts that a text names with no mineral at all, in order: "L-Threonate" below the word magnesium.

    >>> [hit.form for hit in bare_salts("Citrate + Malate")], bare_salts("Zinc Citrate")
    (['citrate', 'malate'], ())
    """
    if not _may_name(text):
        return ()
    outcome = _read(text)
    if outcome.hits or outcome.minerals or outcome.traps:
        return ()
    return tuple(_form_hit(text, Hit(part, certain=True)) for part in outcome.bare)


def _read(text: str) -> Outcome:
    return bind(tree(resolved(paired(marked(_parts(text), text)))))


@lru_cache(maxsize=1024)
def _may_name(text: str) -> bool:
    return may_name(text[:_LONGEST])


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[NamePart, ...]:
    parts = without_units(parts_of(text[:_LONGEST]), text)
    return tuple(without_esters(composed(parts, text)))


def _without_weak(hits: list[Hit]) -> list[Hit]:
    """The hits without loose ones ("naturally occurring", "chelated", "magnesia") where something better is named."""
    return [hit for hit in hits if not _is_loose(hit.part)] or hits


def _is_loose(part: NamePart) -> bool:
    return part.kind in ("food", "weak", "mineral") or (part.kind == "hint" and not part.entry.certain)


def _form_hit(text: str, hit: Hit) -> FormHit:
    part = hit.part
    share = None if hit.share is None or not 0 < hit.share <= 100 else hit.share / 100
    return FormHit(
        part.entry.form,
        part.start,
        part.end,
        text[part.start : part.end],
        share,
        hit.variant or part.entry.variant or part.entry.form,
        hit.certain,
        part.cost > 1,
    )


# The first doubt that holds is the reason for the state "check"; {} is the text it stands on.
_SLIP = "the magnesium row names a manganese salt ({}): probably a slip of the label"
_BARE = "salts are named ({}), magnesium is not"
_MISREAD = "{} is misspelt or misread"
_LOOSE = "the wording {} leaves the form open"
_UNKNOWN = "{} is not a salt the catalog knows"
_STRAY = "it is not clear whether {} belongs to magnesium"
_UNREAD = "{} may be a further form that was not read"


def _judge(name: str, outcome: Outcome, hits: list[Hit], *, bare: bool) -> tuple[State, str]:
    """The state and its reason."""
    if not hits:
        return _nothing(name, outcome)
    parts = [hit.part for hit in hits]
    doubts = (
        (_SLIP, outcome.slips),
        (_BARE, parts if bare else []),
        (_MISREAD, [part for part in parts if part.cost > 1]),
        (_LOOSE, [hit.part for hit in hits if not hit.certain]),
        (_UNKNOWN, outcome.unknown_salts),
        (_STRAY, [part for part in parts if part.standing] + outcome.bare),
        (_UNREAD, outcome.unread),
    )
    for reason, doubtful in doubts:
        if doubtful:
            return "check", reason.format(_quoted(name, doubtful[0]))
    return "sure", "every form is named"


def _nothing(name: str, outcome: Outcome) -> tuple[State, str]:
    """The state of a name without a form."""
    if "magnesium" in outcome.minerals:
        if outcome.slips:
            return "check", _SLIP.format(_quoted(name, outcome.slips[0]))
        if outcome.unknown_salts:
            return "check", _UNKNOWN.format(_quoted(name, outcome.unknown_salts[0]))
        return "undisclosed", "magnesium is named, its form is not"
    if outcome.traps:
        trap = outcome.traps[0]
        return "not_magnesium", f"{_quoted(name, trap)} is {trap.entry.meaning}, not a source of magnesium"
    return "not_magnesium", "magnesium is not named"


def _quoted(name: str, part: NamePart) -> str:
    return f"“{name[part.start : part.end]}”"
