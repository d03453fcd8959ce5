"""The files of the lexicon, read and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from scanner.lexicon.folding import fold

MODEL = "en"
"""The language whose tables and lists are those of every other."""

Words = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The printed words of one language, by table and list."""


class LexiconError(Exception):
    """A file of the lexicon is not well formed. The message names the file, and the line where there is one."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file, as two letters, in order."""
    files = resources.files("scanner.lexicon").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def words(language: str) -> Words:
    """Every word of one language as it is printed, by table and list. Raises LexiconError."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for table, key, listed in lines(language):
        found.setdefault(table, {})[key] = tuple(json.loads(listed))
    return found


def lines(language: str) -> list[tuple[str, str, str]]:
    """The lists of one language: table, key, and the words as JSON. Raises LexiconError."""
    name = f"{language}.toml"
    return parse(resources.files("scanner.lexicon").joinpath(name).read_text("utf-8"), name)


def parse(text: str, name: str) -> list[tuple[str, str, str]]:
    """The lists in the ``text`` of the file ``name``: table, key, and the words as JSON. Raises LexiconError."""
    # The files are TOML of one shape only, one list a line, and each such list is JSON as well: it is read ten times
    # as fast as by tomllib, and the whole lexicon is read whenever the program starts.
    found = []
    table = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        key, equals, listed = line.partition(" = ")
        if not equals and line.startswith("[") and line.endswith("]"):
            table = line[1:-1]
        elif table and listed.startswith("[") and listed.endswith("]"):
            found.append((table, key.strip('"'), listed))
        else:
            raise LexiconError(
                f"{name}, line {number}: expected [table], or key = [words] below one, got {line!r}."
            )
    return found


_EXPRESSION = re.compile(r"[\\\[\]{}|^$?]|\.[*+]")


def check(text: str, name: str, model: Words) -> None:
    """Raises LexiconError where the ``text`` of the file ``name`` has a list too many or what is no printed word.

    The ``model`` says which lists there may be. It takes longer than reading; a test asks it for every file.
    """
    seen: set[tuple[str, str]] = set()
    for table, key, listed in parse(text, name):
        place = f"{name}: {key} in [{table}]"
        if key not in model.get(table, {}):
            raise LexiconError(f"{place} is not in {MODEL}.toml, which has the lists of all languages.")
        if (table, key) in seen:
            raise LexiconError(f"{place} occurs twice.")
        seen.add((table, key))
        try:
            entries = json.loads(listed)
        except ValueError as error:
            raise LexiconError(f"{place} is not a list of quoted words: {error}.") from error
        _check_entries(entries, place)


def _check_entries(entries: list[object], place: str) -> None:
    if not entries:
        raise LexiconError(f"{place} is empty. Leave the list out.")
    seen = set()
    for entry in entries:
        if not isinstance(entry, str) or not entry.strip():
            raise LexiconError(f"{place} has {entry!r}, which is not text.")
        if _EXPRESSION.search(entry):
            raise LexiconError(
                f"{place} has {entry!r}. Words are listed as printed, not as regular expressions."
            )
        plain = fold(entry)
        if " ".join(plain.split()) != plain:
            raise LexiconError(f"{place} has {entry!r}, with blanks around it or doubled.")
        if plain in seen:
            raise LexiconError(f"{place} has {entry!r} twice; case and accents make no difference.")
        seen.add(plain)
