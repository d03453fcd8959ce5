"""Sources as a person meets them: what was cited, where to open it, and how far it was checked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from app.markup import EMPTY, Html, join, link, tag, text
from catalog.sources import sources

_HOW_FAR = {
    "true": "read",
    "mixed": "read in part",
    "secondary": "seen quoted",
    "false": "not checked yet",
}
_NO_STUDY = {"judgement": "our judgement, adjustable below", "stoichiometry": "computed from the formula"}
"""Ids that stand for no publication."""


@cache
def citation(source_id: str) -> Html:
    """One source with its link and its mark; the id itself where the table does not know it."""
    known = sources().get(source_id)
    if known is None or not known.citation:
        return text(_NO_STUDY.get(source_id, source_id))
    how = tag("span", f" ({_HOW_FAR[known.checked]})", class_="mg-faint")
    return tag("span", link(known.link, known.citation), how)


def why(source_ids: Iterable[str], words: str = "why") -> Html:
    """The sources folded behind one word; nothing where there are none."""
    found = [tag("li", citation(one)) for one in dict.fromkeys(source_ids) if one]
    if not found:
        return EMPTY
    return tag("details", tag("summary", words), tag("ul", join(found)), class_="mg-why")
