"""Whether the photo should be looked at again, closer, and where."""

from __future__ import annotations

from scanner.page import Box, Page
from scanner.records import Facts


def worth_a_closer_look(facts: Facts, page: Page) -> Box | None:
    """The region to read again, ``None`` when the first look has it all or there is nothing to find."""
    return None
