"""Three drawn labels to try, beside the uploader: they come along with the app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from app.markup import tag
from app.views import thumbnail

_PICTURES = Path(__file__).resolve().parent / "pictures"


@dataclass(frozen=True, slots=True)
class Sample:
    title: str
    told: str
    """What there is to see on it."""
    file: str


SAMPLES = {
    "citrate": Sample("A plain panel", "Everything is printed once.", "us_classic-clean-1.jpg"),
    "buffered": Sample("Above the limit", "At two servings a day.", "us_buffered-clean-1.jpg"),
    "front": Sample("A front that misleads", "2000 mg: but of what?", "front_compound_trap-cylinder-1.jpg"),
}
"""By the name they have in a link."""


def sample_bytes(name: str) -> bytes:
    """The picture of a sample."""
    return (_PICTURES / SAMPLES[name].file).read_bytes()


def sample_labels() -> str | None:
    """Offers the samples; the name of the one that was just chosen, else None."""
    chosen = None
    st.subheader("Or try a sample label", anchor=False)
    for name, sample in SAMPLES.items():
        with st.container(
            horizontal=True, wrap=False, border=True, vertical_alignment="center", key=f"sample-{name}"
        ):
            st.image(_thumbnail(name), width=96, alt=f"Drawn sample label: {sample.title}")
            st.html(
                tag(
                    "div",
                    tag("p", tag("strong", sample.title)),
                    tag("p", sample.told, class_="mg-faint mg-small"),
                    class_="mg",
                ),
                width="stretch",
            )
            if st.button("Try it", key=f"try-{name}"):
                chosen = name
    return chosen


@st.cache_data(show_spinner=False)
def _thumbnail(name: str) -> bytes:
    """The middle of a sample, all of the same shape."""
    return thumbnail(sample_bytes(name))
