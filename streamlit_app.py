"""The app: five pages in one frame. Runs with ``streamlit run streamlit_app.py``."""

from pathlib import Path

import streamlit as st

from app.scan_page import scan_page

_PARTS = Path(__file__).parent / "app"

st.set_page_config(page_title="Magnify", page_icon=str(_PARTS / "icon.png"), layout="wide")
st.html(_PARTS / "style.css")

page = st.navigation(
    [
        st.Page(scan_page, title="Scan", icon=":material/photo_camera:", url_path="scan", default=True),
    ],
    position="top",
)
page.run()
