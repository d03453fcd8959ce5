"""The photos of a batch: folders, files, zip files, text lists and addresses, one photo at a time and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scanner.batch import archive, folder, storage
from scanner.batch.entry import Entry
from scanner.screen_text import storable


def entries(sources: Iterable[str]) -> Iterator[Entry]:
    """The photos in ``sources``, each as it comes: a million take no more memory than ten.

    What is named and cannot be opened is an entry too, whose ``fetch`` raises. Raises ``SourceError`` where
    nothing can be looked for: a storage whose package is not installed, or that does not answer.
    """
    for source in sources:
        yield from _entries(source, in_list=False)


def _entries(source: str, *, in_list: bool) -> Iterator[Entry]:
    kind = _kind(source)
    if kind == ".zip":
        yield from archive.members(source)
    elif kind == ".txt" and not in_list:  # a list of lists could name itself
        yield from _listed(source)
    elif storage.is_address(source):
        yield from storage.photos(source, named=source if in_list else None)
    elif Path(source).is_dir():
        yield from folder.photos(Path(source))
    else:
        yield folder.photo(Path(source), storable(source if in_list else Path(source).name or source))


def _kind(source: str) -> str:
    if not storage.is_address(source) and Path(source).is_dir():
        return ""
    return Path(source).suffix.lower()


def _listed(source: str) -> Iterator[Entry]:
    """The photos named in a text file, one a line; paths are relative to the folder that the command runs in."""
    with storage.lines(source) as lines:
        for line in lines:
            if (named := line.strip("\r\n").strip()) and not named.startswith("#"):
                yield from _entries(named, in_list=True)
