"""One word for what a photo turned out to be, and what to do about it."""

from __future__ import annotations

from scanner.page import Page
from scanner.records import Facts, Status


def status_of(facts: Facts, page: Page) -> tuple[Status, str | None]:
    """The status of a scan and, where there is something to do, what."""
    if not page.words:
        return "unreadable", "No text was found. Take the photo closer, in more light."
    if (
        facts.elemental_mg.value is None
        and facts.compound_mg.value is None
        and facts.forms.state == "missing"
    ):
        if facts.serving.value is None and facts.percent_dv.value is None:
            return "not_a_label", "No panel and no magnesium was found on this picture."
        return "no_magnesium", None
    wanted = (facts.elemental_mg, facts.forms, facts.serving)
    if all(field.state == "sure" for field in wanted):
        return "read", None
    return "check", "; ".join(f.reason for f in wanted if f.state != "sure")
