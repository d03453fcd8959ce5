"""What one browser session holds. Nothing here is shared with another session but the shelf's own file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import streamlit as st

from app.draft import Draft, photos_of
from app.printed import plain
from catalog.profile import Profile
from catalog.shelf import Saved, SessionShelf, Shelf, ShelfError, new, session_only, shelf_path
from catalog.shelf_file import FileShelf


def shelf() -> Shelf:
    """The person's shelf: their file, or one that ends with the session. Raises ShelfError."""
    if "shelf" not in st.session_state:
        st.session_state.shelf = SessionShelf() if session_only() else FileShelf(shelf_path())
    kept: Shelf = st.session_state.shelf
    return kept


def shelf_notice() -> None:
    """Shows what the person should know about their shelf, once it was read. Raises ShelfError."""
    if notice := shelf().notice:
        st.warning(plain(notice), icon=":material/inventory:")


def draft() -> Draft | None:
    """The product that the Scan page shows, None before a photo."""
    found: Draft | None = st.session_state.get("draft")
    return found


def set_draft(found: Draft | None) -> None:
    """Shows ``found`` on the Scan page from now on."""
    st.session_state.draft = found
    st.session_state.round = turn() + 1


def turn() -> int:
    """Counts the drafts of a session: part of widget keys, so that no input carries over to another product."""
    count: int = st.session_state.get("round", 0)
    return count


def keep(product: Draft) -> Saved:
    """Puts the draft on the shelf, over what it was taken from. Raises ShelfError."""
    saved = new(product.record)
    if product.shelf_id is not None:
        saved = replace(saved, id=product.shelf_id)
    shelf().put(saved)
    product.shelf_id, product.kept = saved.id, saved.record
    return saved


def same_photo(product: Draft) -> Saved | None:
    """What is on the shelf already from one of this draft's photos, the newest; None for a draft from the shelf."""
    photos = set(product.photos)
    if product.shelf_id is not None or not photos:
        return None
    try:
        saved = shelf().saved()
    except ShelfError:
        return None  # keeping it will say what is wrong
    return next((one for one in reversed(saved) if photos & set(photos_of(one.record))), None)


def profile() -> Profile:
    """Who the answer is for, as far as they said."""
    found: Profile = st.session_state.get("profile", Profile())
    return found


def set_profile(**changes: Any) -> None:
    """Changes what the person said about themselves."""
    st.session_state.profile = replace(profile(), **changes)


def open_draft(found: Draft) -> NoReturn:
    """Shows ``found`` on the Scan page."""
    set_draft(found)
    lead_to("scan")


def lead_to(page: str) -> NoReturn:
    """Goes to the page with this address."""
    st.switch_page(st.session_state.pages[page])
