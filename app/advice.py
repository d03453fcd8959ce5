"""What to do when a photo did not give what was wanted: closer, less glare, the other side of the pack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.field_inputs import INPUTS
from app.views import View
from scanner.page import Box
from scanner.records import Facts, Field, Scan
from scanner.wording import listed, number

_LEGIBLE_PX = 8.0
"""Small letters below this height are read unsurely."""
_WANTED_PX = 12
_FRONT = "This looks like the front: turn the pack to the Supplement Facts panel and add that photo."
_NO_PANEL = "No panel was found here: photograph the Supplement Facts or the nutrition table."
_NO_ROW = "There is a panel, and no magnesium row on it: photograph the whole panel, also its edges."
_FOR_THE_PANEL = (_FRONT, _NO_PANEL, _NO_ROW)
_WITH_PANEL = ("read", "check")
_DECIDING = ("elemental_mg", "compound_mg", "forms", "serving", "servings_per_day", "per_container")


def advice(scan: Scan, view: View) -> tuple[str, ...]:
    """What the picture shows and what to do, most helpful first; () when nothing is missing."""
    facts = scan.facts
    found = []
    if scan.status == "read":
        return ()
    if scan.status == "unreadable":
        found.append(scan.reason or "No text was found. Take the photo closer, in more light.")
    elif _is_front(scan, facts):
        found.append(_FRONT)
    elif scan.status == "not_a_label":
        found.append(_NO_PANEL)
    elif scan.status == "no_magnesium":
        found.append(_NO_ROW)
    if view.glare:
        found.append(_less_glare(facts, view.glare))
    if view.letters_px is not None and view.letters_px < _LEGIBLE_PX:
        found.append(
            f"This picture has {number(round(view.letters_px))} px letters, {_WANTED_PX} px are needed: "
            "move closer, or send the photo in full size."
        )
    return tuple(found)


def advice_for(photos: Sequence[tuple[Scan, View]]) -> tuple[str, ...]:
    """The advice for all photos of one product: where one of them shows the panel, no other is told to."""
    shown = any(
        scan.facts is not None and not _is_front(scan, scan.facts) and scan.status in _WITH_PANEL
        for scan, _ in photos
    )
    said = [words for scan, view in photos for words in advice(scan, view)]
    return tuple(words for words in dict.fromkeys(said) if not (shown and words in _FOR_THE_PANEL))


def _less_glare(facts: Facts | None, patches: tuple[Box, ...]) -> str:
    what = listed([INPUTS[name].label.lower() for name in _covered(facts, patches)]) or "part of the print"
    return (
        f"Less glare: light washes out {what}. Tilt the pack a little, or step out of the lamp's reflection."
    )


def _covered(facts: Facts | None, patches: tuple[Box, ...]) -> list[str]:
    """The doubtful fields whose line runs into a patch."""
    found = []
    for name in _DECIDING if facts else ():
        field: Field[Any] = getattr(facts, name)
        if field.state == "check" and field.box and any(_same_line(field.box, patch) for patch in patches):
            found.append(name)
    return found


def _same_line(field: Box, patch: Box) -> bool:
    reach = 3 * max(8, field[3] - field[1])
    return (
        field[1] < patch[3]
        and patch[1] < field[3]
        and field[0] - reach < patch[2]
        and patch[0] < field[2] + reach
    )


def _is_front(scan: Scan, facts: Facts | None) -> bool:
    if facts is None or facts.serving.value is not None or facts.per_container.value is not None:
        return False
    return scan.status == "check" or facts.name.value is not None
