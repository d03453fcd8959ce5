"""Several photos of one product become one set of facts; what they disagree on is to be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.forms import closest
from scanner.label.capacity import within_capacity
from scanner.panel.record import fuller
from scanner.records import PANEL_ORDER, Facts, Field, Scan, Status
from scanner.wording import number

FIELDS = (
    *("elemental_mg", "compound_mg", "forms", "percent_dv", "serving"),
    *("per_container", "servings_per_day", "net_count", "brand", "name"),
)
_STATE_ORDER = {"sure": 0, "check": 1, "missing": 2}
_DOSE = ("elemental_mg", "compound_mg", "percent_dv")
"""Read from the same photo: two panels' figures do not belong in one dose."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The facts of one product and, by field, the place in the list of the photo it was read from."""

    facts: Facts
    photo_of: Mapping[str, int]


def join(all_facts: Sequence[Facts]) -> Joined | None:
    """One product out of what its photos say, None where nothing was read.

    For each field the surest reading counts; two that are equally sure and differ are both doubted.
    """
    if not all_facts:
        return None
    dose = min(range(len(all_facts)), key=lambda place: _dose_order(all_facts[place]))
    chosen: dict[str, Any] = {}
    photo_of: dict[str, int] = {}
    for name in FIELDS:
        fields: list[Field[Any]] = [getattr(facts, name) for facts in all_facts]
        best = dose if name in _DOSE else _surest(fields)
        photo_of[name] = best
        chosen[name] = _doubted_by_others(fields, best)
    base, directed = all_facts[dose], all_facts[photo_of["servings_per_day"]]
    kinds = [facts.kind for facts in all_facts if facts.kind != "supplement"]
    facts = replace(
        base,
        **chosen,
        servings_per_day_high=directed.servings_per_day_high,
        kind=kinds[0] if kinds else base.kind,
        seals=tuple(dict.fromkeys(seal for facts in all_facts for seal in facts.seals)),
        co_ingredients=_together([facts.co_ingredients for facts in all_facts]),
        panel_read=min((facts.panel_read for facts in all_facts), key=PANEL_ORDER.index),
        language=next((facts.language for facts in (base, *all_facts) if facts.language), None),
        market=next((facts.market for facts in (base, *all_facts) if facts.market), None),
        panel=fuller(*(facts.panel for facts in all_facts)),
        findings=tuple(dict.fromkeys(text for facts in all_facts for text in facts.findings)),
    )
    return Joined(within_capacity(facts), photo_of)


def _together(found: Sequence[Mapping[str, float | None]]) -> dict[str, float | None]:
    """Everything that any photo names: a front may name it without an amount. Two amounts that differ are none."""
    amounts: dict[str, set[float]] = {}
    for photo in found:
        for name, mg in photo.items():
            amounts.setdefault(name, set()).update(() if mg is None else {mg})
    return {name: next(iter(said)) if len(said) == 1 else None for name, said in amounts.items()}


def _dose_order(facts: Facts) -> tuple[int, int]:
    return (_STATE_ORDER[facts.elemental_mg.state], _STATE_ORDER[facts.compound_mg.state])


def _surest(fields: Sequence[Field[Any]]) -> int:
    """The place of the first of the surest readings; or of one as sure that says all of it and more."""
    best = min(range(len(fields)), key=lambda place: _STATE_ORDER[fields[place].state])
    for place, field in enumerate(fields):
        if field.state == fields[best].state and _covers(field.value, fields[best].value):
            best = place
    return best


def _covers(value: object, other: object) -> bool:
    """Whether the forms of one photo are those of another one and more, or closer: the front names a part."""
    if not isinstance(value, tuple) or not isinstance(other, tuple) or value == other:
        return False
    return set(closest((value, other))) == set(value)


def _doubted_by_others(fields: Sequence[Field[Any]], best: int) -> Field[Any]:
    field = fields[best]
    for other in fields:
        differs = other.value is not None and other.value != field.value
        if differs and other.state == field.state and not _covers(field.value, other.value):
            return field.doubted(f"another photo says “{other.text or _shown(other.value)}”")
    return field


def _shown(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)


def status_of(facts: Facts, scans: Sequence[Scan]) -> tuple[Status, str | None]:
    """The status of the product and, where there is something to do, what."""
    if facts.elemental_mg.value is None and facts.compound_mg.value is None and not facts.forms.value:
        best = min(scans, key=lambda scan: ("no_magnesium", "not_a_label").count(scan.status), default=None)
        return (
            (best.status, best.reason) if best and best.status not in ("read", "check") else ("check", None)
        )
    doubtful = [f for f in (facts.elemental_mg, facts.forms, facts.serving) if f.state != "sure"]
    return ("check", "; ".join(field.reason for field in doubtful)) if doubtful else ("read", None)
