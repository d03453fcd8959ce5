"""Shelf: saved products, to open, rename, delete with a way back, bring in and take along."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from app.draft import draft_from
from app.exports import csv_of
from app.flag_list import daily
from app.markup import EMPTY, tag
from app.printed import plain
from app.side_ingredients import ALL_OF_IT, PANEL_READ, side_ingredients_words
from app.state import lead_to, open_draft, shelf, shelf_notice
from app.to_check import chip, words_to_check
from catalog.json_values import RecordError
from catalog.shelf import Saved, ShelfError, records_as_lines, records_from_lines, session_only
from scanner.wording import form_name, listed

_A_PAGE = 20
_COLUMNS = (
    *(
        "brand",
        "name",
        "price",
        "currency",
        "kind",
        "forms",
        "elemental_mg",
        "compound_mg",
        "percent_dv",
        "basis",
    ),
    *(
        "serving_quantity",
        "serving_unit",
        "per_container",
        "servings_per_day",
        "servings_per_day_high",
        "seals",
        "to_check",
    ),
)
"""Short column names that ``magnify rank`` reads back."""


def shelf_page() -> None:
    """The page from top to bottom. A shelf that cannot be used says why."""
    st.header("My shelf", anchor=False)
    try:
        _page()
    except ShelfError as error:
        st.error(plain(str(error)))


def _page() -> None:
    kept = shelf()
    saved = kept.saved()
    shelf_notice()
    st.caption(
        "This server keeps nothing: the shelf is yours alone and ends with this session."
        if session_only()
        else "Kept in a file on this machine. Photos are not kept, only what was read and typed."
    )
    _undo()
    if not saved:
        st.info(
            "Nothing is here yet. Keep a product on the Scan page, or bring some in below.",
            icon=":material/shelves:",
        )
        if st.button("Scan a label", icon=":material/photo_camera:"):
            lead_to("scan")
    else:
        _list(saved)
        _take_along(saved)
    _bring_in()


def _changed(change: Callable[[], None]) -> None:
    """Changes the shelf and draws the page again; where that fails it says why, and the page goes on."""
    try:
        change()
    except ShelfError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


def _list(saved: Sequence[Saved]) -> None:
    wanted = st.text_input("Search", placeholder="brand, product or form", type="search", key="shelf-search")
    found = [one for one in reversed(saved) if _matches(one, wanted)]
    st.caption(f"{len(found)} of {len(saved)} products, newest first")
    pages = max(1, -(-len(found) // _A_PAGE))
    page = 1
    if pages > 1:
        page = int(st.number_input(f"Page of {pages}", 1, pages, 1, key="shelf-page"))
    for one in found[(page - 1) * _A_PAGE : page * _A_PAGE]:
        _row(one)


def _matches(saved: Saved, wanted: str) -> bool:
    product = saved.product
    text = " ".join([product.title, *map(form_name, product.forms)]).casefold()
    return all(word in text for word in wanted.casefold().split())


def _row(saved: Saved) -> None:
    product = saved.product
    forms = listed([form_name(form) for form in product.forms]) or "form not known"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"product-{saved.id}"):
        st.html(
            tag(
                "div",
                tag("p", tag("strong", product.title)),
                tag(
                    "p", f"{forms}. {daily(product)}. Kept {saved.kept_at[:10]}.", class_="mg-faint mg-small"
                ),
                tag("p", marked) if (marked := chip(words_to_check(product))) else EMPTY,
                class_="mg mg-verbatim",
            ),
            width="stretch",
        )
        if st.button("Open", icon=":material/open_in_new:", key=f"open-{saved.id}"):
            _open(saved)
        with (
            st.popover("Rename", icon=":material/edit:", key=f"rename-{saved.id}"),
            st.form(f"names-{saved.id}", border=False),
        ):
            brand = st.text_input("Brand", product.brand or "", max_chars=200)
            name = st.text_input("Product", product.name or "", max_chars=200)
            if st.form_submit_button("Use these names", type="primary"):
                _rename(saved, brand.strip() or None, name.strip() or None)
        if product.panel_read != "whole":
            with st.popover("What else?", icon=":material/list:", key=f"panel-{saved.id}"):
                st.write(
                    "The panel was not read whole, so the verdict of this product stays open. "
                    f"What was read: {plain(side_ingredients_words(product))}. Look at the whole label."
                )
                if st.button(ALL_OF_IT, icon=":material/check:", key=f"whole-{saved.id}"):
                    _confirm_panel(saved)
        if st.button("Delete", icon=":material/delete:", key=f"delete-{saved.id}"):
            _changed(lambda: _delete(saved))


def _delete(saved: Saved) -> None:
    shelf().remove(saved.id)
    st.session_state.deleted = saved


def _open(saved: Saved) -> None:
    try:
        found = draft_from(saved.record, saved.id)
    except TypeError:
        st.error(
            "This product has no readings to open: it was brought in from a table, or its file was changed. "
            "It can be renamed and compared."
        )
        return
    open_draft(found)


def _rename(saved: Saved, brand: str | None, name: str | None) -> None:
    record: dict[str, Any] = copy.deepcopy(dict(saved.record))
    record["product"] = {**(record.get("product") or {}), "brand": brand, "name": name}
    fields = record.get("fields") or {}
    for key, value in (("brand", brand), ("name", name)):
        before = fields.get(key)
        if before is not None and before.get("value") != value:
            state = "missing" if value is None else "sure"
            fields[key] = {**before, "value": value, "state": state, "reason": "typed by you", "doubt": None}
            record["typed"] = sorted({*(record.get("typed") or ()), key})
    _changed(lambda: shelf().put(replace(saved, record=record)))


def _confirm_panel(saved: Saved) -> None:
    """Keeps that a person has seen the whole label, and that nothing else is in the product."""
    record = {
        **saved.record,
        PANEL_READ: "whole",
        "typed": sorted({*(saved.record.get("typed") or ()), PANEL_READ}),
    }
    _changed(lambda: shelf().put(replace(saved, record=record)))


def _undo() -> None:
    deleted: Saved | None = st.session_state.get("deleted")
    if deleted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="undo-bar"):
        st.markdown(f"Deleted: {plain(deleted.product.title)}", width="stretch")
        if st.button("Undo", icon=":material/undo:", type="primary"):
            _changed(lambda: _put_back(deleted))


def _put_back(deleted: Saved) -> None:
    shelf().put(deleted)
    st.session_state.deleted = None


def _take_along(saved: Sequence[Saved]) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Everything (JSON Lines)", lambda: records_as_lines(saved), "magnify-shelf.jsonl",
            "application/x-ndjson", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Table (CSV)", lambda: shelf_csv(saved), "magnify-shelf.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def shelf_csv(saved: Sequence[Saved]) -> str:
    """The products as CSV, one row each."""
    rows = []
    for one in saved:
        product = one.product
        row = {name: getattr(product, name) for name in _COLUMNS}
        row["forms"], row["seals"] = "|".join(product.forms), "|".join(product.seals or ()) or None
        row["to_check"] = "|".join(product.to_check) or None
        rows.append(row)
    return csv_of(rows, _COLUMNS)


def _bring_in() -> None:
    with st.expander("Bring products in", icon=":material/upload:"):
        st.caption("JSON Lines, as taken along from a shelf or written by “magnify scan --json”.")
        file = st.file_uploader(
            "File", type=["jsonl", "ndjson", "json"], key=f"import-{st.session_state.get('imports', 0)}"
        )
        if file is None:
            return
        try:
            found = records_from_lines(file.getvalue().decode("utf-8-sig"))
        except (RecordError, UnicodeDecodeError) as error:
            st.error(f"Nothing was brought in: {plain(str(error))}")
            return
        if st.button(f"Put {len(found)} on the shelf", type="primary", disabled=not found):
            _changed(lambda: _put_all(found))


def _put_all(found: Sequence[Saved]) -> None:
    for one in found:
        shelf().put(one)
    st.session_state.imports = st.session_state.get("imports", 0) + 1
