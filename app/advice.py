"""What to do when a photo did not give what was wanted: closer, less glare, the other side of the pack."""

from __future__ import annotations

from app.views import View
from scanner.records import Facts, Scan
from scanner.wording import number

_LEGIBLE_PX = 8.0
"""Small letters below this height are read unsurely."""
_WANTED_PX = 12


def advice(scan: Scan, view: View) -> tuple[str, ...]:
    """What the picture shows and what to do, most helpful first; () when nothing is missing."""
    facts = scan.facts
    found = []
    if scan.status == "read":
        return ()
    if scan.status == "unreadable":
        found.append(scan.reason or "No text was found. Take the photo closer, in more light.")
    elif _is_front(scan, facts):
        found.append(
            "This looks like the front: turn the pack to the Supplement Facts panel and add that photo."
        )
    elif scan.status == "not_a_label":
        found.append("No panel was found here: photograph the Supplement Facts or the nutrition table.")
    elif scan.status == "no_magnesium":
        found.append(
            "There is a panel, and no magnesium row on it: photograph the whole panel, also its edges."
        )
    if view.letters_px is not None and view.letters_px < _LEGIBLE_PX:
        found.append(
            f"The small letters are about {number(round(view.letters_px))} pixels high, "
            f"{_WANTED_PX} are needed: move closer, or send the photo in full size."
        )
    return tuple(found)


def _is_front(scan: Scan, facts: Facts | None) -> bool:
    if facts is None or facts.serving.value is not None or facts.per_container.value is not None:
        return False
    return scan.status == "check" or facts.name.value is not None
