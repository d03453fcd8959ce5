"""Text from labels, file names and people as it goes into Markdown: it shows as it is and never acts."""

from __future__ import annotations

import re
import string

from scanner.screen_text import visible

_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")
_SHORTCODE = re.compile(r"(?<=:)(?=[\w+/-]+:)")
"""Between the first colon and the name of an emoji or an icon: these are replaced after escapes were read."""
_APART = "\N{WORD JOINER}"


def plain(text: str) -> str:
    r"""``text`` for Streamlit's Markdown: no emphasis, link, formula, colour, icon or tag comes out of it.

    >>> plain("*200* mg $x$")
    '\\*200\\* mg \\$x\\$'
    """
    parted = _SHORTCODE.sub(_APART, visible(text))
    return _PUNCTUATION.sub(r"\\\1", parted)
