"""Colours of what is written on charts: 4.5:1 on the page's ground, which Streamlit's own greys are not."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Inks:
    """Of one scheme: the lines of limits, and all other words."""

    limit: str
    words: str


LIGHT, DARK = Inks("#b3202c", "#4f5754"), Inks("#ff9ba5", "#c3cbc7")


def inks() -> Inks:
    """Those of the scheme that the page is shown in."""
    return DARK if st.context.theme.type == "dark" else LIGHT
