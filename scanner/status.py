"""One word for what a photo turned out to be, and what to do about it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from scanner.page import Page
from scanner.records import Facts, Field, Status

_IN_PART = "there is more print than is read of one label, or reading took too long"


def read_in_part(facts: Facts) -> Facts:
    """``facts`` of a photo that was not read to its end: each is to be checked, and it is told."""
    read = {one.name: getattr(facts, one.name) for one in fields(facts)}
    doubted: dict[str, Any] = {
        name: field.doubted(_IN_PART) for name, field in read.items() if isinstance(field, Field)
    }
    return replace(
        facts,
        **doubted,
        panel_read="none" if facts.panel_read == "none" else "part",
        panel=facts.panel.doubted(_IN_PART) if facts.panel else None,
        findings=(
            *facts.findings,
            f"Not every line was read: {_IN_PART}. Give the label alone.",
        ),
    )


def status_of(facts: Facts, page: Page, *, read_in_part: bool = False) -> tuple[Status, str | None]:
    """The status of a scan and, where there is something to do, what.

    Where only a part was read, nothing can be said of what is not there.
    """
    nothing = facts.forms.state == "missing" and facts.elemental_mg.value is facts.compound_mg.value is None
    if read_in_part and (nothing or not page.words):
        return "unreadable", f"No magnesium was found, and {_IN_PART}. Give the label alone."
    if not page.words:
        return "unreadable", "No text was found. Take the photo closer, in more light."
    if nothing:
        if facts.serving.value is None and facts.percent_dv.value is None:
            return "not_a_label", "No panel and no magnesium was found on this picture."
        return "no_magnesium", None
    wanted = (facts.elemental_mg, facts.forms, facts.serving)
    if all(field.state == "sure" for field in wanted):
        return "read", None
    return "check", "; ".join(dict.fromkeys(f.reason for f in wanted if f.state != "sure"))
