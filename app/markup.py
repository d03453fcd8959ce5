"""HTML built so that text can only be text: every string is escaped unless it was built here."""

from __future__ import annotations

from html import escape

from scanner.screen_text import visible


class Html(str):
    """Text that is HTML already. Made by the functions below, never from what was read or typed."""

    __slots__ = ()


EMPTY = Html("")


def text(words: str) -> Html:
    """``words`` as text; what would act or stay unseen is written as its escape.

    >>> text("<b> 2 & 3")
    '&lt;b&gt; 2 &amp; 3'
    """
    return Html(escape(visible(words)))


def tag(name: str, *content: str, **attributes: str) -> Html:
    """One element around ``content``; ``class_`` and ``aria_label`` name attributes as Python allows.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    inner = "".join(_inner(part) for part in content)
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible(value))}"'
        for key, value in attributes.items()
    )
    return Html(f"<{name}{named}>{inner}</{name}>")


def _inner(part: str) -> str:
    return part if isinstance(part, Html) else text(part)


def join(parts: list[Html], between: str = "") -> Html:
    """The parts in a row, ``between`` (text) between them."""
    return Html(text(between).join(parts))


def link(address: str, words: str) -> Html:
    """``words`` leading to ``address``; only words where the address is not one of the web."""
    if not address.startswith(("https://", "http://")):
        return text(words)
    return tag("a", words, href=address, target="_blank", rel="noopener noreferrer")
