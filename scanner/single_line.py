"""A text of one line, read beside the page: a strip of the photo that was read again, the print of one field."""

from __future__ import annotations

from scanner.page import Quad, Word
from scanner.parsed.page import Line, parse
from scanner.reading.rows import Row

_LONGEST = 1_000
"""Letters: no line of print is longer."""
_NOWHERE: Quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def line_of(text: str) -> Line:
    """The text as a parsed line; its boxes say nothing.

    >>> [(span.kind, span.number.value) for span in line_of("200 mg 48%").spans if span.number]
    [('mass', 200.0), ('percent', 48.0)]
    """
    return parse([Row((Word(text[:_LONGEST], _NOWHERE, 1.0),), 0.0)]).lines[0]
