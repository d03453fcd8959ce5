"""Which scanner and catalog read a photo: results of another one are not taken for the same."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import catalog
import scanner

_SHOWS_ONLY = ("batch", "command_line", "cli.py", "__main__.py")
"""What has no part in what is read from a photo."""
_ENDINGS = frozenset({".py", ".toml", ".csv"})


@cache
def reading_version() -> str:
    """The version of the package and a digest of all that decides what is read, such as "0.1.0+3f2a91c0"."""
    digest = hashlib.sha256()
    for package in (scanner, catalog):
        home = Path(package.__path__[0])
        for path in sorted(home.rglob("*")):
            below = path.relative_to(home)
            if path.suffix in _ENDINGS and below.parts[0] not in _SHOWS_ONLY:
                digest.update(f"{package.__name__}/{below.as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return f"{version('magnify-labels')}+{digest.hexdigest()[:8]}"
