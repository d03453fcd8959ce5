"""The app: five pages in one frame. Runs with ``streamlit run streamlit_app.py``."""

from pathlib import Path

import streamlit as st

from app.batch_page import batch_page
from app.catalog_page import catalog_page
from app.compare_page import compare_page
from app.scan_page import scan_page
from app.shelf_page import shelf_page
from app.state import set_pages

_PARTS = Path(__file__).parent / "app"

st.set_page_config(page_title="Magnify", page_icon=str(_PARTS / "icon.png"), layout="wide")
st.html(_PARTS / "style.css")

pages = {
    "scan": st.Page(scan_page, title="Scan", icon=":material/photo_camera:", url_path="scan", default=True),
    "compare": st.Page(compare_page, title="Compare", icon=":material/leaderboard:", url_path="compare"),
    "batch": st.Page(batch_page, title="Batch", icon=":material/stacks:", url_path="batch"),
    "shelf": st.Page(shelf_page, title="Shelf", icon=":material/shelves:", url_path="shelf"),
    "catalog": st.Page(catalog_page, title="Catalog", icon=":material/menu_book:", url_path="catalog"),
}
set_pages(pages)
st.navigation(list(pages.values()), position="top").run()
