"""Bytes of pictures: sound ones in every format and colour, bombs, and files that are two things at once."""

import base64
import io
import struct
import zlib
from functools import cache

import cv2
import numpy as np
from PIL import Image

from tests.test_photo import HEIC_TURNED
from tests.test_photo_limits import png_chunk

PRINT = "Magnesium 200 mg"


@cache
def label():
    """A line of print on white: small, so that hundreds are read in a minute."""
    image = np.full((64, 240, 3), 255, np.uint8)
    cv2.putText(image, PRINT, (8, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.75, (0, 0, 0), 2, cv2.LINE_AA)
    return Image.fromarray(image)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@cache
def sound():
    """A sound file of every format, by a name for it."""
    return {
        "jpeg": saved(label(), "JPEG"),
        "progressive": saved(label(), "JPEG", progressive=True),
        "png": saved(label(), "PNG"),
        "webp": saved(label(), "WEBP"),
        "lossless": saved(label(), "WEBP", lossless=True),
        "tiff": saved(label(), "TIFF"),
        "deflated": saved(label(), "TIFF", compression="tiff_adobe_deflate"),
        "bmp": saved(label(), "BMP"),
        "gif": saved(label(), "GIF"),
        "heic": HEIC_TURNED,
    }


ENDING = {"progressive": "jpg", "jpeg": "jpg", "lossless": "webp", "deflated": "tif", "tiff": "tif"}


def flipped(data, seed, flips=6):
    """The file with some of its bits turned over, most of them behind its header."""
    random = np.random.default_rng(seed)
    changed = bytearray(data)
    for _ in range(flips):
        changed[int(random.integers(min(16, len(data) - 1), len(data)))] ^= 1 << int(random.integers(8))
    return bytes(changed)


def grey_png(width, height, depth=8):
    """A white PNG of any size in a few kilobytes, packed row by row, never whole in memory."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (width * depth // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def with_chunk(kind, body):
    """The sound PNG with one more chunk behind its header."""
    data = sound()["png"]
    return data[:33] + png_chunk(kind, body) + data[33:]


def with_segment(marker, body):
    """The sound JPEG with one more segment behind its start."""
    data = sound()["jpeg"]
    return data[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + data[2:]


def exif(entries, order="<"):
    """A JPEG whose EXIF block has these entries: tag, kind, count, four bytes."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, len(entries))
    body = b"".join(
        struct.pack(order + "HHI", tag, kind, count) + value for tag, kind, count, value in entries
    )
    return with_segment(
        0xE1, b"Exif\0\0" + head + body + struct.pack(order + "I", 8)
    )  # and again from the start


def many_scans(width, height, scans):
    """A progressive JPEG that repeats its last pass: each costs the decoder the whole picture, the file 100 bytes."""
    data = saved(Image.new("L", (width, height), 255), "JPEG", progressive=True)
    starts = [at for at in range(len(data)) if data[at : at + 2] == b"\xff\xda"]
    tables = (
        data.rindex(b"\xff\xc4", 0, starts[-1])
        if b"\xff\xc4" in data[starts[-2] : starts[-1]]
        else starts[-1]
    )
    return data[:-2] + data[tables:-2] * scans + data[-2:]


def tiff(entries, data=b""):
    """A TIFF of these entries: tag, kind, count, value; ``data`` stands at byte 8."""
    at = 8 + len(data) + len(data) % 2
    rows = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return (
        struct.pack("<2sHI", b"II", 42, at)
        + data
        + b"\0" * (len(data) % 2)
        + struct.pack("<H", len(entries))
        + rows
        + struct.pack("<I", at)  # the next directory is this one
    )


def tiled(side):
    """A TIFF of 16 x 16 pixels in one tile of ``side`` x ``side``."""
    body = zlib.compress(bytes(768))
    sizes = [(256, 4, 1, 16), (257, 4, 1, 16), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 2), (277, 3, 1, 3)]
    return tiff([*sizes, (322, 4, 1, side), (323, 4, 1, side), (324, 4, 1, 8), (325, 4, 1, len(body))], body)


AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"
TINY_ZIP = base64.b64decode("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==")
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><title>x</title><script>alert(1)</script><img src=http://example.com/x.png>"
LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>"
    b"<!ENTITY c '&b;&b;&b;&b;'>]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&c;</x:xmpmeta>"
)
