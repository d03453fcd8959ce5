"""How a picture file is put together, found by a walk over its bytes before any decoder sees them.

A decoder takes a step for every part of a file, however small, and some keep each part. So the parts are counted, and
the walk stops at a limit: a file of a few megabytes could else be made of millions.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeAlias

from scanner.formats import Format
from scanner.heic_items import Items, read_items

LIMIT_PARTS = 300_000
"""Segments, chunks, blocks, boxes, and numbers in tags. Of 40 MB, a GIF needs 157,000 blocks, the finest PNG writers
10,000 chunks, a TIFF of one row a strip 64,000 numbers, a JPEG 600 segments."""


@dataclass(slots=True)
class Structure:
    """What the walk found, up to the picture data of the first frame."""

    parts: int = 0
    """Counted no further than the first above ``LIMIT_PARTS``."""
    length: int = 0
    """Bytes that the file has at least, as far as its own structure tells. A JPEG tells only for its headers: nothing
    in it says how long the picture data are."""
    exif_bytes: int = 0
    passes: int = 0
    """Over the whole picture, of a JPEG. Each costs the decoder the whole picture and the file a hundred bytes."""
    items: Items = field(default_factory=Items)
    """Pictures in a HEIC."""
    first_pass: int = 0
    """Colours in the first pass of a JPEG. When it has not all, the decoder holds the whole picture a second time."""


Walk: TypeAlias = Generator[int, None, int]
"""Gives how many parts it has come past since the last time, in the end the length that the file must have."""


def structure(picture: Format, data: bytes) -> Structure:
    """How ``data``, of the format ``picture``, is put together. Never raises, whatever the bytes are."""
    found = Structure()
    walk = _WALKS[picture](data, found)
    while found.parts <= LIMIT_PARTS:
        try:
            found.parts += next(walk)
        except StopIteration as end:
            found.length = end.value
            break
    return found


def _number(layout: str, data: bytes, start: int) -> int | None:
    """The whole number at ``start`` in ``struct`` layout, None beyond the end."""
    if start + struct.calcsize(layout) > len(data):
        return None
    return int(struct.unpack_from(layout, data, start)[0])


_MARKER = re.compile(rb"\xff[\x01-\xfe]")
_MARKER_IN_PIXELS = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
"""Picture data hold none of these pairs."""
_ALONE = frozenset({0x01, 0xC8, *range(0xD0, 0xDA), *range(0xF0, 0xFE)})
"""Markers without content, or whose content Pillow takes byte by byte, because it does not know them."""
_END, _PASS, _TABLES, _EXIF, _PHOTOSHOP = 0xD9, 0xDA, 0xDB, 0xE1, 0xED
_TABLE_BYTES = 65


def _jpeg(data: bytes, found: Structure) -> Walk:
    at, length, markers = 2, 0, _MARKER
    while (marker := markers.search(data, at)) is not None:
        kind, start = data[marker.start() + 1], marker.end()
        if not found.passes:
            yield marker.start() - at  # filling, which decoders take byte by byte
        at = start if kind in _ALONE else start + max(2, _number(">H", data, start) or 0)
        yield 1 + _parts_within(kind, data, start, at)
        if kind == _END and found.passes:  # before, Pillow reads on
            return length
        if kind == _EXIF and data.startswith(b"Exif\0\0", start + 2):
            found.exif_bytes += at - start
        if kind == _PASS:
            if not found.passes:
                found.first_pass = _number("B", data, start + 2) or 0
                markers = _MARKER_IN_PIXELS
                length = at + 2  # of the data behind it nothing tells; then comes the end marker
            found.passes += 1
    return length or (at + 4 if at + 2 > len(data) else len(data))


def _parts_within(kind: int, data: bytes, start: int, end: int) -> int:
    """The tables or blocks in one segment of a JPEG."""
    if kind == _PHOTOSHOP:
        return data.count(b"8BIM", start, end)
    return (end - start) // _TABLE_BYTES if kind == _TABLES else 0


_RAW_EXIF = b"Raw profile type exif\0"


def _png(data: bytes, found: Structure) -> Walk:
    at = 8
    while (length := _number(">I", data, at)) is not None:
        yield 1
        kind, body = data[at + 4 : at + 8], at + 8
        if kind == b"eXIf":
            found.exif_bytes += length
        elif kind in {b"tEXt", b"iTXt"} and data.startswith(_RAW_EXIF, body):
            found.exif_bytes += length // 2  # in hexadecimal
        at += 12 + length
        if kind == b"IEND":
            return at
    return at + 12  # the end chunk has not come yet


def _webp(data: bytes, found: Structure) -> Walk:
    at = 12
    while (length := _number("<I", data, at + 4)) is not None:
        yield 1
        if data.startswith(b"EXIF", at):
            found.exif_bytes += length
        at += 8 + length + length % 2
    declared = _number("<I", data, 4)
    return 12 if declared is None else 8 + declared


def _bmp(data: bytes, _: Structure) -> Walk:
    yield 1
    return _number("<I", data, 2) or 0  # some writers leave the field empty


_INTRODUCER = re.compile(b"[!,;]")
"""Of an extension, a frame and the end."""


def _gif(data: bytes, _: Structure) -> Walk:
    """Up to the end of the first frame."""
    at = 13 + _palette_bytes(data, 10)
    while (introducer := _INTRODUCER.search(data, at)) is not None:
        yield 1 + introducer.start() - at  # Pillow passes over what is in between
        at = introducer.start()
        if introducer[0] == b";":
            break
        frame = introducer[0] == b","
        at += 11 + _palette_bytes(data, at + 9) if frame else 2
        while at < len(data) and (size := data[at]):
            yield 1
            at += 1 + size
        at += 1
        if frame:
            break
    return at + 1


def _palette_bytes(data: bytes, at: int) -> int:
    """Of the palette that the flags at ``at`` tell of."""
    flags = _number("B", data, at) or 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _heic(data: bytes, found: Structure) -> Walk:
    """What else is inside the boxes its decoder counts itself, and refuses more than some hundreds."""
    at = 0
    while (length := _number(">I", data, at)) is not None:
        yield 1
        head = 8
        if length == 1:  # the length follows in 64 bits
            length, head = _number(">Q", data, at + 8) or 16, 16
        if data.startswith(b"meta", at + 4):
            try:
                yield from read_items(data, at + head, len(data) if length == 0 else at + length, found.items)
            except (struct.error, IndexError):  # a box is cut: the decoder will not take it either
                return max(at + length, len(data) + 1)
        if length < 8:  # 0 is "up to the end", less than a header is nonsense
            return at + 8
        at += length
    return at


_VALUE_BYTES = dict(enumerate((0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8)))
"""By the kind of value, as TIFF 6.0 and BigTIFF number them."""
_TEXT = frozenset({1, 2, 7})
"""Kinds whose values are taken as they are; of all others a decoder makes one number each."""
_WHOLE_NUMBERS = {3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_STARTS_AND_SIZES = ((273, 279), (324, 325))
"""Tags that hold where the strips or tiles of the picture are, and how long each is."""
_FURTHER = (34665, 34853, 40965)
"""Tags of the directories that are read along: EXIF, position, and one that stands in EXIF."""


def _tiff(data: bytes, _: Structure) -> Walk:
    order = "<" if data[:2] == b"II" else ">"
    big = _number(order + "H", data, 2) == 43
    first = _number(order + ("Q" if big else "I"), data, 8 if big else 4)
    if first is None:
        return 16 if big else 8
    values: dict[int, tuple[int, ...]] = {}
    needed = yield from _directory(data, first, order, big, values)
    for starts, sizes in _STARTS_AND_SIZES:
        strips = zip(values.get(starts, ()), values.get(sizes, ()), strict=False)
        needed = max(needed, max((start + size for start, size in strips), default=0))
    for tag in _FURTHER:
        for further in values.get(tag, ()):
            if further < 0:
                continue
            yield from _directory(data, further, order, big, values)
    return needed


def _directory(data: bytes, at: int, order: str, big: bool, values: dict[int, tuple[int, ...]]) -> Walk:
    """Fills ``values`` with the whole numbers of the directory at ``at``, by tag."""
    head, entry, inside = ("Q", "HHQQ", 8) if big else ("H", "HHII", 4)
    head_bytes, entry_bytes = struct.calcsize(order + head), struct.calcsize(order + entry)
    entries = _number(order + head, data, at)
    if entries is None:
        return at + head_bytes
    needed = at + head_bytes + entries * entry_bytes
    for here in range(at + head_bytes, min(needed, len(data) - entry_bytes + 1), entry_bytes):
        tag, kind, count, start = struct.unpack_from(order + entry, data, here)
        size = _VALUE_BYTES.get(kind, 0) * count
        start = here + entry_bytes - inside if size <= inside else start
        needed = max(needed, start + size)
        there = start + size <= len(data)
        yield 1 + (count if there and kind not in _TEXT else 0)
        if there and count and kind in _WHOLE_NUMBERS:
            values.setdefault(tag, struct.unpack_from(f"{order}{count}{_WHOLE_NUMBERS[kind]}", data, start))
    return needed


_WALKS: dict[Format, Callable[[bytes, Structure], Walk]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "WEBP": _webp,
    "BMP": _bmp,
    "GIF": _gif,
    "HEIC": _heic,
    "TIFF": _tiff,
}
