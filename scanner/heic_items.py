"""How many pixels the decoder of a HEIC goes over: its main picture may be put together from others."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass, field

ENDLESS = 10**18
"""Pixels of a picture that does not tell its size, or that is a part of itself."""
_DEEPEST = 8
"""Pictures within pictures; a grid with a mask for each of its tiles has three."""
_FULL_BOX = 4
"""Bytes of version and flags before the content of some boxes."""


@dataclass(slots=True)
class Items:
    """Pictures of a HEIC, by their numbers in the file."""

    sizes: list[tuple[int, int]] = field(default_factory=list)
    """Every size that is told, width and height."""
    areas: dict[int, int] = field(default_factory=dict)
    made_of: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def pixels(self) -> int:
        """Decoded for the costliest picture, its tiles and masks included."""
        known: dict[int, int] = {}
        return max((self._pixels(item, known, 0) for item in {*self.areas, *self.made_of}), default=0)

    def _pixels(self, item: int, known: dict[int, int], depth: int) -> int:
        if item not in known:
            known[item] = ENDLESS  # until it is known: what leads back here never ends
            if depth < _DEEPEST:
                parts = sum(self._pixels(part, known, depth + 1) for part in self.made_of[item])
                known[item] = self.areas.get(item, 0) + parts
        return known[item]


def read_items(data: bytes, start: int, end: int, items: Items) -> Generator[int]:
    """Fills ``items`` from the content of a ``meta`` box; gives 1 for every box on the way.

    Raises ``struct.error`` where a box is cut.
    """
    for kind, at, stop in boxes(data, start + _FULL_BOX, end):
        yield 1
        if kind == b"iref":
            yield from _read_references(data, at, stop, items)
        elif kind == b"iprp":
            yield from _read_properties(data, at, stop, items)


def boxes(data: bytes, at: int, end: int) -> Generator[tuple[bytes, int, int]]:
    """Kind of each box from ``at`` to ``end``, and where its content begins and ends."""
    while at + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            length, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        stop = end if length == 0 else min(end, at + length)
        if stop < at + head:
            return
        yield kind, at + head, stop
        at = stop


def _read_references(data: bytes, start: int, end: int, items: Items) -> Generator[int]:
    number = "I" if data[start] else "H"
    for kind, at, _ in boxes(data, start + _FULL_BOX, end):
        yield 1
        if kind not in {b"dimg", b"auxl"}:
            continue
        begins, count = struct.unpack_from(f">{number}H", data, at)
        yield count
        ends = struct.unpack_from(f">{count}{number}", data, at + struct.calcsize(f">{number}H"))
        for other in ends:  # tiles are named by their grid, but a mask names its picture
            whole, part = (begins, other) if kind == b"dimg" else (other, begins)
            items.made_of[whole].append(part)


def _read_properties(data: bytes, start: int, end: int, items: Items) -> Generator[int]:
    properties: list[int | None] = [None]  # area of a size, 0 of a coding, None of all else; counted from 1
    for kind, at, stop in boxes(data, start, end):
        yield 1
        if kind == b"ipco":
            for inner, begins, _ in boxes(data, at, stop):
                yield 1
                properties.append(0 if inner == b"hvcC" else None)
                if inner == b"ispe":
                    size = struct.unpack_from(">II", data, begins + _FULL_BOX)
                    items.sizes.append(size)
                    properties[-1] = size[0] * size[1]
        elif kind == b"ipma":
            yield from _read_uses(data, at, properties, items)


def _read_uses(data: bytes, at: int, properties: list[int | None], items: Items) -> Generator[int]:
    number, wide = ("I" if data[at] else "H"), data[at + 3] & 1
    (count,) = struct.unpack_from(">I", data, at + _FULL_BOX)
    at += _FULL_BOX + 4
    for _ in range(count):
        item, uses = struct.unpack_from(f">{number}B", data, at)
        at += struct.calcsize(f">{number}B")
        layout = f">{uses}{'H' if wide else 'B'}"
        places = [use & (0x7FFF if wide else 0x7F) for use in struct.unpack_from(layout, data, at)]
        at += struct.calcsize(layout)
        yield 1 + uses
        found = [properties[place] for place in places if place < len(properties)]
        told = [area for area in found if area]
        if told:
            items.areas[item] = max(told)
        elif 0 in found:
            items.areas[item] = ENDLESS
