"""The app and its server. Runs with ``streamlit run streamlit_app.py``, which finds ``app`` by its class."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from app.server import Gate, running

app = st.App(
    Path(__file__).resolve().parent / "app" / "frame.py", middleware=[Middleware(Gate)], lifespan=running
)
