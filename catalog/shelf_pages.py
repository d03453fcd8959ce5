"""Rows of a shelf read from the bytes of its file, for when SQLite cannot read them any more.

Every row carries its own checksum, so nothing else in the file is needed to believe it: wherever in the file a whole
row stands, it is one. The layout is SQLite's: https://www.sqlite.org/fileformat2.html (1.5, 1.6 and 2.1).
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

PAGE = 4096
"""Bytes of a page. The shelf makes its files so, whatever this SQLite would take by itself."""
Columns = tuple[bytes, ...]

# Where the four columns of a product begin: the length of the list of types, and the type of the checksum, a blob of
# 32 bytes. A product of version 1 has no checksum: its id and time are texts of 32 characters.
_PRODUCT = re.compile(rb"(?=[\x05-\x20]\x4c)")
_PRODUCT_1 = re.compile(rb"(?=[\x04-\x20]\x4d\x4d)")
_MOST_ON_PAGE = PAGE - 35
_LEAST_ON_PAGE = (PAGE - 12) * 32 // 255 - 23
_ON_OVERFLOW = PAGE - 4
_LONGEST_NUMBER = 9


def checksum(id_: bytes, kept_at: bytes, record: bytes) -> bytes:
    """What a row carries beside its columns, 32 bytes: a byte that changed on the disk is noticed by it."""
    return sha256(b"\0".join((id_, kept_at, record))).digest()


def rows(path: Path) -> Iterator[Columns]:
    """Checksum, id, time and record of every whole row in the file, in any order. Raises OSError.

    A shelf overwrites what it deletes, so what stands in the file was not deleted.
    """
    for columns in _columns(path, _PRODUCT, 4):
        if columns[0] == checksum(*columns[1:]):
            yield columns


def rows_of_version_1(path: Path) -> Iterator[Columns]:
    """Id, time and record of what looks like a row of version 1, which has no checksum. Raises OSError.

    Version 1 left what it deleted in the file: deleted products and earlier versions may be among them.
    """
    return _columns(path, _PRODUCT_1, 3)


def _columns(path: Path, begins: re.Pattern[bytes], count: int) -> Iterator[Columns]:
    with path.open("rb") as file:
        size = path.stat().st_size
        for start in range(0, size, PAGE):
            file.seek(start)
            page = file.read(PAGE)
            for found in begins.finditer(page):
                columns = _row_at(page[found.start() :], file, size, count)
                if columns is not None:
                    yield columns


def _row_at(page: bytes, file: BinaryIO, size: int, count: int) -> Columns | None:
    """The columns of the row with which the rest of a page begins; None where it is none."""
    header_size, at = _number(page, 0)
    lengths = []
    while at < header_size:
        kind, at = _number(page, at)
        lengths.append((kind - 12) // 2)  # of a blob where it is even, of a text where it is odd
    length = header_size + sum(lengths)
    if at != header_size or len(lengths) != count or min(lengths) < 0 or length > size:
        return None
    whole = _payload(page, length, file, size)
    if whole is None:
        return None
    columns = []
    for one in lengths:
        columns.append(whole[at : at + one])
        at += one
    return tuple(columns)


def _payload(page: bytes, length: int, file: BinaryIO, size: int) -> bytes | None:
    """So many bytes from the start of ``page``, and from the overflow pages that follow; None where they end."""
    here = length
    if length > _MOST_ON_PAGE:
        here = _LEAST_ON_PAGE + (length - _LEAST_ON_PAGE) % _ON_OVERFLOW
        here = here if here <= _MOST_ON_PAGE else _LEAST_ON_PAGE
    parts, left = [page[:here]], length - here
    following = page[here : here + 4]
    while left > 0:
        place = (int.from_bytes(following, "big") - 1) * PAGE
        if not 0 <= place < size:
            return None
        file.seek(place)
        overflow = file.read(PAGE)
        following, part = overflow[:4], overflow[4 : 4 + left]
        parts.append(part)
        left -= len(part)
        if not part:
            return None
    return b"".join(parts)


def _number(page: bytes, at: int) -> tuple[int, int]:
    """SQLite's number of 1 to 9 bytes, 7 bits each, and where it ends; a page that ends counts as zeros."""
    value = 0
    for place in range(at, at + _LONGEST_NUMBER):
        byte = page[place] if place < len(page) else 0
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, place + 1
