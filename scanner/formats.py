"""What a file is, by its first bytes.

Names and extensions are never asked: a renamed file is what its bytes are.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, TypeVar

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


def _first_match(table: tuple[tuple[_Kind, bytes], ...], data: bytes) -> _Kind | None:
    head = data[:_HEAD_BYTES]
    return next((kind for kind, pattern in table if re.match(pattern, head, re.DOTALL)), None)
