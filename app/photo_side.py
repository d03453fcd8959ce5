"""The photo beside its fields: upright, a box around everything that was read, lit while its field is touched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from app.draft import Draft, Shot
from app.field_inputs import INPUTS
from app.markup import EMPTY, Html, join, tag
from app.printed import plain
from app.state import turn
from scanner.joining import FIELDS
from scanner.page import Box
from scanner.records import Facts, Field

_STYLE = Path(__file__).parent / "photo.css"
_DOUBT_ORDER = ("check", "missing", "sure")


def photos(product: Draft) -> None:
    """The photos of the product: thumbnails where there are several, and the chosen one with its boxes."""
    st.html(_STYLE)
    shots = product.shots
    if not shots:
        st.caption("This product came from the shelf: its photos are not kept.")
        return
    place = _chosen(shots)
    one = shots[place]
    shown = [name for name in FIELDS if len(shots) == 1 or product.photo_of.get(name, 0) == place]
    marked_photo(one, product.facts, shown, "photo-frame")
    if not one.view.placed:
        st.caption("The photo lies on its side, so nothing is drawn on it.")
        return
    said = "Boxes show where a value was read: a full line is sure, a dashed line is to be checked."
    if one.view.glare:
        said += " A dotted line: light has washed the print out."
    st.caption(said)


def _chosen(shots: tuple[Shot, ...]) -> int:
    """The place of the photo that is shown."""
    if len(shots) == 1:
        return 0
    key = f"photo-{turn()}"
    chosen: int = st.session_state.get(key, 0)
    with st.container(horizontal=True, key="thumbnails"):
        for place, one in enumerate(shots):
            with st.container(width=96, gap="xxsmall"):
                st.image(one.view.small, width=96, alt=f"Photo {place + 1}: {one.name}")
                if st.button(
                    f"Photo {place + 1}",
                    key=f"{key}-{place}",
                    type="primary" if place == chosen else "secondary",
                    width="stretch",
                ):
                    st.session_state[key] = place
                    st.rerun()
    st.caption(plain(shots[chosen].name))
    return chosen


def marked_photo(one: Shot, facts: Facts, names: Iterable[str], key: str, lit: str = "") -> None:
    """The photo with the boxes of these fields; the box of ``lit`` stands out."""
    found = boxes(one, facts, names, lit)
    with st.container(key=key):
        st.image(one.view.picture, width="stretch", alt=_alt(one, facts, names))
        if found:
            st.html(found)


def boxes(one: Shot, facts: Facts, names: Iterable[str], lit: str = "") -> Html:
    """The boxes as a layer over the photo, in shares of its size; nothing where none can be placed.

    Each box carries the names of its fields as classes, by which the stylesheet lights it.
    """
    if one.scan.size is None or not one.view.placed:
        return EMPTY
    size = one.scan.size
    at: dict[Box, list[str]] = {}
    for name in names:
        field: Field[Any] = getattr(facts, name)
        if field.box is not None:
            at.setdefault(field.box, []).append(name)
    drawn = [_box(box, size, _classes(facts, fields, lit)) for box, fields in at.items()]
    drawn += [_box(patch, size, "mg-box mg-box-glare") for patch in one.view.glare]
    return tag("div", join(drawn), class_="mg-boxes", aria_hidden="true") if drawn else EMPTY


def _classes(facts: Facts, fields: list[str], lit: str) -> str:
    states = {getattr(facts, name).state for name in fields}
    state = next(one for one in _DOUBT_ORDER if one in states)
    names = [f"mg-at-{name}" for name in fields]
    return " ".join(["mg-box", f"mg-box-{state}", *names, *(["mg-lit"] if lit in fields else [])])


def _box(box: Box, size: tuple[int, int], classes: str) -> Html:
    x0, y0, x1, y1 = box
    width, height = size
    place = (
        f"left:{100 * x0 / width:.2f}%;top:{100 * y0 / height:.2f}%;"
        f"width:{100 * max(1, x1 - x0) / width:.2f}%;height:{100 * max(1, y1 - y0) / height:.2f}%"
    )
    return tag("i", class_=classes, style=place)


def _alt(one: Shot, facts: Facts, names: Iterable[str]) -> str:
    named = [INPUTS[name].label for name in names if name in INPUTS and getattr(facts, name).box]
    return f"The photo {one.name}, upright, with boxes at: {', '.join(named) or 'nothing'}"
