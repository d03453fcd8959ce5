"""Sources as a person meets them: what was cited, where to open it, and how far it was checked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from app.markup import EMPTY, Html, join, link, tag, text
from catalog.sources import sources


@cache
def citation(source_id: str) -> Html:
    """One source with its link and its mark; the id itself where the table does not know it."""
    known = sources().get(source_id)
    if known is None:
        return text(source_id)
    if known.is_own:
        return text(known.citation)
    how = tag("span", f" ({known.how_far})", class_="mg-faint")
    return tag("span", link(known.link, known.citation), how)


def why(source_ids: Iterable[str], words: str = "why") -> Html:
    """The sources folded behind one word; nothing where there are none."""
    found = [tag("li", citation(one)) for one in dict.fromkeys(source_ids) if one]
    if not found:
        return EMPTY
    return tag("details", tag("summary", words), tag("ul", join(found)), class_="mg-why")
