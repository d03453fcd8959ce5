"""What a hostile file is, and what may come of one."""

from dataclasses import dataclass

OPENS = frozenset({None})
REFUSED = frozenset({"truncated", "damaged", "empty", "not_an_image", "unsupported_format"})
LARGE = frozenset({"too_many_pixels", "too_large", "side_too_long"})
PARTS = frozenset({"too_many_parts"})
ANY = OPENS | REFUSED | LARGE
NOT_THERE = frozenset({"not_found", "not_a_file", "not_readable"})


@dataclass(frozen=True)
class Case:
    kind: str
    name: str
    data: bytes | None
    """None for what is made by ``corpus.place`` instead of written."""
    may: frozenset[str | None]
    """The causes that may come of it; None among them: it is opened."""
