"""A result file ranked: what `magnify rank` prints."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalog.product import Product
from catalog.product_file import products_from_file
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.safety import NOT_ADVICE
from catalog.safety_flags import safety_flags
from catalog.sources import sources
from catalog.weights import Weights


def rank_file(
    path: str | Path,
    goal: str,
    profile: Profile | None = None,
    weights: Weights | None = None,
    top: int | None = None,
) -> dict[str, Any]:
    """The ranking of a JSON Lines, CSV or Parquet file, ready for JSON; `top` entries with reasons, None for all.

    Beside the ranking: `note`, what it is not; `for_you`, the flags that conditions, medicines and life stage bring
    to any product; `sources`, the key to every source id in it.
    Raises RecordError (a line cannot be read), OSError (the file), ValueError (goal, authority, condition, medicine).
    """
    person = profile or Profile()
    ranking = rank(products_from_file(path), goal, person, weights).as_dict(top)
    for_you = [
        flag.as_dict() for flag in safety_flags(Product(), person, goal) if flag.data["about"] == "person"
    ]
    found = {**ranking, "note": NOT_ADVICE, "for_you": for_you}
    return {**found, "sources": _key(found)}


def _key(ranking: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Every source id in the ranking: its citation, where to open it, and how far it was read."""
    known = sources()
    cited = (id_ for cell in _source_cells(ranking) for id_ in cell.split("|") if id_ in known)
    ids = dict.fromkeys(id_ for id_ in cited if not known[id_].is_own)
    return {
        id_: {"citation": known[id_].citation, "link": known[id_].link, "read": known[id_].how_far}
        for id_ in ids
    }


def _source_cells(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from _source_cells(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _source_cells(inner)
