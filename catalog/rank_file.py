"""A result file ranked: what `magnify rank` prints."""

from pathlib import Path
from typing import Any

from catalog.product import products_from_file
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.weights import Weights


def rank_file(
    path: str | Path,
    goal: str,
    profile: Profile | None = None,
    weights: Weights | None = None,
    top: int | None = None,
) -> dict[str, Any]:
    """The ranking of a JSON Lines, CSV or Parquet file, ready for JSON; `top` entries with reasons, None for all.

    Raises RecordError (a line cannot be read), OSError (the file), ValueError (goal, authority, condition).
    """
    return rank(products_from_file(path), goal, profile, weights).as_dict(top)
