"""What a decoder holds is what the budget says, and nothing of a decoder's own words reaches the screen."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from scanner import decoding, errors
from scanner.photo import open_photo
from tests.hostile import containers

SIDE = 4_000
PIXELS = SIDE * SIDE
SLACK_BYTES = 45_000_000
"""For strips of the conversion, and what the formats' modules take."""
MEASURE = """
import re, sys
from pathlib import Path
from scanner.photo import open_photo
import PIL.Image, PIL.TiffImagePlugin, PIL.PngImagePlugin, pi_heif, numpy
def peak(): return 1024 * int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
data = sys.stdin.buffer.read()
before = peak()
open_photo(data)
print(peak() - before)
"""
"""The system's own count of one process: what it tells of a child that has ended includes its parent."""


def saved(mode: str, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    lying = Image.Exif()
    lying[0x0112] = 6
    Image.new(mode, (SIDE, SIDE), 9).save(file, kind, exif=lying, **options)
    return file.getvalue()


def interlaced() -> bytes:
    rows = containers.rows(SIDE, SIDE, 16, 6, interlace=1)
    head = containers.ihdr(SIDE, SIDE, depth=16, colour=6, interlace=1)
    return containers.png(head=head, packed=zlib.compress(rows, 1))


def fractions() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((SIDE, SIDE), 0.5, np.float32)).save(
        file, "TIFF", compression="tiff_lzw", tiffinfo={274: 6, 278: SIDE}
    )
    return file.getvalue()


KINDS = {
    "JPEG in passes": lambda: saved("RGB", "JPEG", progressive=True, subsampling=0),
    "JPEG of ink in passes": lambda: saved("CMYK", "JPEG", progressive=True),
    "PNG": lambda: saved("RGBA", "PNG", compress_level=1),
    "interlaced PNG": interlaced,
    "WebP": lambda: saved("RGBA", "WEBP", lossless=True, method=0),
    "TIFF of one strip": lambda: saved(
        "RGB", "TIFF", compression="tiff_adobe_deflate", tiffinfo={278: SIDE, 274: 6}
    ),
    "TIFF of fractions": fractions,
    "HEIC": lambda: containers.heic(
        properties=(containers.hvcc(SIDE, SIDE), containers.size_box(SIDE, SIDE))
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
@pytest.mark.parametrize("kind", KINDS)
def test_a_decoder_holds_no_more_than_its_budget(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = KINDS[kind]()
    told: list[float] = []

    def check(size: tuple[int, int], name: str, bytes_a_pixel: float) -> None:
        told.append(bytes_a_pixel)
        raise errors.DamagedPhotoError(name, "enough is known")

    monkeypatch.setattr(decoding, "_check_pixels", check)
    with pytest.raises(errors.DamagedPhotoError):
        open_photo(data)
    done = subprocess.run([sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True)
    assert int(done.stdout) <= told[0] * PIXELS + SLACK_BYTES
    assert int(done.stdout) > 3 * PIXELS  # it was measured at all


def claiming(width: int, height: int, mode: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (64, 64)).save(file, "JPEG", **options)
    sides = struct.pack(">HH", height, width)
    return containers.jpeg_frame(lambda frame: frame[:1] + sides + frame[5:], data=file.getvalue())


@pytest.mark.parametrize(
    ("data", "megapixels"),
    [
        (claiming(10_000, 8_000, "CMYK", progressive=True), 53),
        (claiming(10_000, 8_000, "RGB", progressive=True, subsampling=0), 64),
        (claiming(10_001, 8_000, "RGB", progressive=True), 80),
        (claiming(10_001, 8_000, "CMYK"), 80),
    ],
)
def test_pixels_are_limited_by_what_each_takes(data: bytes, megapixels: int) -> None:
    with pytest.raises(errors.TooManyPixelsError, match=f"more than {megapixels} megapixels"):
        open_photo(data)


def test_passes_are_limited_by_what_each_covers() -> None:
    file = io.BytesIO()
    Image.new("L", (64, 64)).save(file, "JPEG", progressive=True)
    whole = file.getvalue()
    last = whole[whole.rindex(b"\xff\xda") : -2]
    many = whole[:-2] + last * 40 + whole[-2:]
    assert open_photo(many).width == 64
    large = containers.jpeg_frame(
        lambda frame: frame[:1] + struct.pack(">HH", 8_000, 10_000) + frame[5:], data=many
    )
    with pytest.raises(errors.DamagedPhotoError, match="passes, too many for its size"):
        open_photo(large)


NOISY = {
    "libtiff": containers.tiff(containers.tags(packing=(259, 3, (5,))), b"\x80" * 4_608),
    "Pillow": containers.tiff(containers.tags(samples=(277, 3, (65_535,))), containers.STORED),
}


@pytest.mark.parametrize("which", NOISY)
def test_decoders_do_not_write_to_the_screen(which: str) -> None:
    program = "import sys; from scanner.photo import open_photo; open_photo(sys.stdin.buffer.read())"
    done = subprocess.run(
        [sys.executable, "-c", program], input=NOISY[which], capture_output=True, check=False
    )
    assert done.stderr.startswith(b"Traceback")
    assert done.stderr.splitlines()[-1].startswith(b"scanner.errors.DamagedPhotoError")
    other = [
        line for line in done.stderr.splitlines() if line.startswith((b"TIFF", b"LZW", b"tempfile", b"More"))
    ]
    assert other == []
