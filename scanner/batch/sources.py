"""The photos of a batch: folders, files, zip files, text lists and addresses, one photo at a time and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from scanner.batch import archive, folder, storage
from scanner.batch.entry import Entry, broken
from scanner.batch.errors import SourceError
from scanner.batch.waiting import Search
from scanner.errors import PhotoError, PhotoNotReadableError
from scanner.screen_text import storable, visible

LIMIT_SECONDS = 120.0
"""For a storage to answer, and for one photo, unless the person says otherwise."""
_LISTING = 5
"""A folder of millions takes a storage so many times as long to list as one photo may take."""


def entries(sources: Iterable[str], limit_s: float = LIMIT_SECONDS) -> Iterator[Entry]:
    """The photos in ``sources``, each as it comes: a million take no more memory than ten.

    What is named and cannot be opened or listed, or does not answer in time, is an entry too, whose ``fetch``
    raises. Raises ``SourceError`` before the first one where a source is not there or its package is not installed.
    """
    return (entry for entry in arriving(sources, limit_s) if entry is not None)


def arriving(sources: Iterable[str], limit_s: float) -> Iterator[Entry | None]:
    """The same; None a few times a second while the next one is waited for."""
    sources = tuple(sources)
    for source in sources:
        _check(source)
    for source in sources:
        yield from _arriving(source, limit_s)


def _check(source: str) -> None:
    if storage.is_address(source):
        storage.check(source)
    elif _is_list(source) and not Path(source).exists():
        raise SourceError(f"There is no list {visible(source)!r}. Check the name and the folder.")


def _arriving(source: str, limit_s: float) -> Iterator[Entry | None]:
    in_list = _is_list(source)
    places = _listed(source) if in_list else iter((source,))
    going_on = True
    while going_on:
        search = Search(places, partial(_look, in_list=in_list, limit_s=limit_s))
        going_on = False
        try:
            yield from search.found(_LISTING * limit_s)
        except TimeoutError:
            last, going_on = search.leave()
            yield from last
            if not going_on or search.at is not None:
                yield _stalled(source if search.at is None else search.at, _LISTING * limit_s)
        finally:
            search.leave()


def _stalled(place: str | Entry, limit_s: float) -> Entry:
    name = storable(place if isinstance(place, str) else place.name)
    return broken(name, name, PhotoNotReadableError(name, f"nothing came from it for {limit_s:g} s"))


def _look(place: str | Entry, *, in_list: bool, limit_s: float) -> Iterator[Entry]:
    """The photos at one place; the row that says why there are none. Raises nothing."""
    if isinstance(place, Entry):
        yield place
        return
    try:
        yield from _entries(place, in_list=in_list, limit_s=limit_s)
    except Exception as error:  # noqa: BLE001 - each storage has its own errors, and a place costs itself only
        yield _unlisted(place, error)


def _unlisted(place: str, error: Exception) -> Entry:
    name = storable(place)
    return broken(name, name, error if isinstance(error, PhotoError) else storage.told(error, name))


def _entries(source: str, *, in_list: bool, limit_s: float) -> Iterator[Entry]:
    if _ending(source) == ".zip":
        yield from archive.members(source)
    elif storage.is_address(source):
        yield from storage.photos(source, limit_s, named=source if in_list else None)
    elif Path(source).is_dir():
        yield from folder.photos(Path(source))
    else:
        yield folder.photo(Path(source), storable(source if in_list else Path(source).name or source))


def _is_list(source: str) -> bool:
    return _ending(source) == ".txt"


def _ending(source: str) -> str:
    if not storage.is_address(source) and Path(source).is_dir():
        return ""
    return Path(source).suffix.lower()


def _listed(source: str) -> Iterator[str | Entry]:
    """What a text file names, one a line; paths are relative to the folder that the command runs in.

    A list in it is taken for a photo: a list of lists could name itself.
    """
    try:
        with storage.lines(source) as lines:
            for line in lines:
                if (named := line.strip("\r\n").strip()) and not named.startswith("#"):
                    yield named
    except Exception as error:  # noqa: BLE001 - each storage has its own errors, and a list costs itself only
        yield _unlisted(source, error)
