"""What a file is, by its first bytes, and how many bytes are missing at its end.

Names and extensions are never asked: a renamed file is what its bytes are.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Format: TypeAlias = Literal["JPEG", "PNG", "WEBP", "HEIC", "TIFF", "BMP", "GIF"]
_Kind = TypeVar("_Kind", bound=str)

_HEAD_BYTES = 1024
"""All patterns are tried on this many bytes, so that a hostile file cannot make them slow."""

# In this order: "BM" alone is two letters of text, so BMP also asks for a header length that exists.
# HEIC: mif1 and msf1 only say "some still picture"; a brand further on says how it is coded.
_PICTURES: tuple[tuple[Format, bytes], ...] = (
    ("JPEG", rb"\xff\xd8\xff"),
    ("PNG", rb"\x89PNG\r\n\x1a\n"),
    ("WEBP", rb"RIFF.{4}WEBP"),
    ("GIF", rb"GIF8[79]a"),
    ("TIFF", rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+"),
    ("BMP", rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00"),
    ("HEIC", rb".{4}ftyp(?:he[iv][cxms]|m[is]f1.{4}(?:.{4}){0,8}he[iv][cxms])"),
)

_OTHER_PICTURES: tuple[tuple[str, bytes], ...] = (
    ("an AVIF picture", rb".{4}ftyp(?:avi[fs]|m[is]f1.{4}(?:.{4}){0,8}avi[fs])"),
    ("a HEIF picture of an unusual kind", rb".{4}ftypm[is]f1"),
    ("a JPEG XL picture", rb"\xff\x0a|\x00\x00\x00\x0cJXL "),
    ("a JPEG 2000 picture", rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51"),
    ("a Photoshop file", rb"8BPS"),
    ("an icon", rb"\x00\x00[\x01\x02]\x00[\x01-\x40]\x00"),
    ("a PDF document", rb"%PDF-"),
    ("an SVG drawing", rb"(?:\xef\xbb\xbf)?\s*<(?:svg\b|(?:\?xml|!--|!DOCTYPE svg).*<svg\b)"),
)

_NOT_PICTURES: tuple[tuple[str, bytes], ...] = (
    ("a web page", rb"(?:\xef\xbb\xbf)?\s*<(?i:!doctype html|html|head|body)\b"),
    ("a ZIP archive", rb"PK(?:\x03\x04|\x05\x06)"),
    ("a compressed archive", rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd"),
    ("a video", rb".{4}ftyp|\x1a\x45\xdf\xa3"),
    ("a program", rb"\x7fELF|MZ|#!"),
    ("text", rb"(?:\xef\xbb\xbf)?[\t\n\r\x20-\x7e]{16}|[\t\n\r\x20-\x7e]+\Z"),
)


def picture_format(data: bytes) -> Format | None:
    """The format of a picture that is read here, else None."""
    return _first_match(_PICTURES, data)


def other_picture(data: bytes) -> str | None:
    """What to call a picture or document that is not read here ("a PDF document"), else None."""
    return _first_match(_OTHER_PICTURES, data)


def not_a_picture(data: bytes) -> str | None:
    """What to call bytes that are no picture at all ("a ZIP archive"); None for nothing known."""
    return _first_match(_NOT_PICTURES, data)


def missing_bytes(picture: Format, data: bytes) -> int:
    """At least how many bytes are missing at the end; 0 where the file is whole or does not tell.

    A JPEG tells only for its headers: nothing in it says how long the picture data are.
    """
    return max(0, _DECLARED_LENGTH[picture](data) - len(data))


def jpeg_passes(data: bytes, most: int) -> int:
    """How many passes over the picture a JPEG makes, counted no further than ``most`` and one.

    Each costs the decoder the whole picture and the file a hundred bytes; cameras make one, the web ten or so.
    """
    at, passes = 2, 0
    while passes <= most and (marker := _JPEG_MARKER.search(data, at)) is not None:
        kind = data[marker.start() + 1]
        if kind == _JPEG_END:
            break
        passes += kind == _JPEG_PASS
        at = marker.end() + (_number(">H", data, marker.end()) or 2)
    return passes


_JPEG_MARKER = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
"""What begins a segment: picture data hold none of these pairs."""
_JPEG_PASS, _JPEG_END = 0xDA, 0xD9


def _first_match(table: tuple[tuple[_Kind, bytes], ...], data: bytes) -> _Kind | None:
    head = data[:_HEAD_BYTES]
    return next((kind for kind, pattern in table if re.match(pattern, head, re.DOTALL)), None)


def _number(layout: str, data: bytes, start: int) -> int | None:
    """The whole number at ``start`` in ``struct`` layout, None beyond the end."""
    if start + struct.calcsize(layout) > len(data):
        return None
    return int(struct.unpack_from(layout, data, start)[0])


# Each walk returns the length the file must have at least, as far as its own structure tells.


def _jpeg_length(data: bytes) -> int:
    at = 2
    while (marker := _number(">H", data, at)) is not None and marker >> 8 == 0xFF:
        if marker == 0xFFD9:  # the end
            return at + 2
        if marker == 0xFFFF:  # a filling byte
            at += 1
            continue
        at += 2 + (_number(">H", data, at + 2) or 2)
        if marker == 0xFFDA:  # picture data follow, of a length that nothing tells, and the end marker
            return at + 2
    return at + 4 if at + 2 > len(data) else at


def _png_length(data: bytes) -> int:
    at = 8
    while (length := _number(">I", data, at)) is not None:
        kind = data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at
    return at + 12  # the end chunk has not come yet


def _webp_length(data: bytes) -> int:
    length = _number("<I", data, 4)
    return 12 if length is None else 8 + length


def _bmp_length(data: bytes) -> int:
    return _number("<I", data, 2) or 0  # some writers leave the field empty


def _gif_length(data: bytes) -> int:
    def palette(flags: int | None) -> int:
        return 3 << ((flags & 7) + 1) if flags is not None and flags & 0x80 else 0

    def after_blocks(at: int) -> int:
        while size := _number("B", data, at):
            at += 1 + size
        return at + 1

    at = 13 + palette(_number("B", data, 10))
    while (introducer := _number("B", data, at)) is not None:
        if introducer == 0x21:  # an extension
            at = after_blocks(at + 2)
        elif introducer == 0x2C:  # a frame
            at = after_blocks(at + 10 + palette(_number("B", data, at + 9)) + 1)
        else:
            return at + 1
    return at + 1


def _heic_length(data: bytes) -> int:
    at = 0
    while (length := _number(">I", data, at)) is not None:
        if length == 1:  # the length follows in 64 bits
            length = _number(">Q", data, at + 8) or 16
        if length < 8:  # 0 is "up to the end", less than a header is nonsense
            return at + 8
        at += length
    return at


_TIFF_VALUE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_TIFF_STARTS_AND_SIZES = ((273, 279), (324, 325))
"""Tags that hold where the strips or tiles of the picture are, and how long each is."""


def _tiff_length(data: bytes) -> int:
    order = "<" if data[:2] == b"II" else ">"
    if _number(order + "H", data, 2) != 42:
        return 0  # BigTIFF: not told
    directory = _number(order + "I", data, 4)
    if directory is None:
        return 8
    entries = _number(order + "H", data, directory)
    if entries is None:
        return directory + 2
    needed = directory + 2 + 12 * entries
    values: dict[int, tuple[int, ...]] = {}
    for at in range(directory + 2, min(needed, len(data) - 11), 12):
        tag, kind, count, start = struct.unpack_from(order + "HHII", data, at)
        size = _TIFF_VALUE_BYTES.get(kind, 0) * count
        start = at + 8 if size <= 4 else start
        needed = max(needed, start + size)
        if kind in {3, 4} and start + size <= len(data):
            values[tag] = struct.unpack_from(f"{order}{count}{'H' if kind == 3 else 'I'}", data, start)
    for starts, sizes in _TIFF_STARTS_AND_SIZES:
        strips = zip(values.get(starts, ()), values.get(sizes, ()), strict=False)
        needed = max(needed, max((start + size for start, size in strips), default=0))
    return needed


_DECLARED_LENGTH: dict[Format, Callable[[bytes], int]] = {
    "JPEG": _jpeg_length,
    "PNG": _png_length,
    "WEBP": _webp_length,
    "BMP": _bmp_length,
    "GIF": _gif_length,
    "HEIC": _heic_length,
    "TIFF": _tiff_length,
}
