"""The frame of the app with its five pages: what Streamlit runs for each visitor. ``streamlit_app.py`` serves it."""

from pathlib import Path

import streamlit as st

from app.sessions import seen

_PARTS = Path(__file__).resolve().parent

# Each page is imported when it is opened: the first one comes a second sooner.


def scan() -> None:
    from app.scan_page import scan_page

    scan_page()


def compare() -> None:
    from app.compare_page import compare_page

    compare_page()


def batch() -> None:
    from app.batch_page import batch_page

    batch_page()


def shelf() -> None:
    from app.shelf_page import shelf_page

    shelf_page()


def catalog() -> None:
    from app.catalog_page import catalog_page

    catalog_page()


seen()
st.set_page_config(page_title="Magnify", page_icon=str(_PARTS / "icon.png"), layout="wide")
st.html(_PARTS / "style.css")
st.logo(str(_PARTS / "icon.png"), size="large")

pages = {
    "scan": st.Page(scan, title="Scan", icon=":material/photo_camera:", url_path="scan", default=True),
    "compare": st.Page(compare, title="Compare", icon=":material/leaderboard:", url_path="compare"),
    "batch": st.Page(batch, title="Batch", icon=":material/stacks:", url_path="batch"),
    "shelf": st.Page(shelf, title="Shelf", icon=":material/shelves:", url_path="shelf"),
    "catalog": st.Page(catalog, title="Catalog", icon=":material/menu_book:", url_path="catalog"),
}
st.session_state.pages = pages  # the buttons that lead from one page to another need them
current = st.navigation(list(pages.values()), position="top")
with st.container(horizontal=True, wrap=False, horizontal_alignment="distribute", gap=None, key="tabs"):
    for page in pages.values():  # the stylesheet shows them on phones only, where the navigation folds away
        st.page_link(page)
current.run()
