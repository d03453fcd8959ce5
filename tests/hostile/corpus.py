"""Files made to break a program that opens pictures: what each holds, its name, and what may come of it."""

import gzip
import io
import os
import socket
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache

import cv2
import numpy as np
from PIL import Image

from tests.hostile import containers, pictures
from tests.hostile.case import ANY, LARGE, NOT_THERE, OPENS, REFUSED, Case
from tests.hostile.pictures import AVIF, ENDING, HTML, LAUGHS, SVG, TINY_ZIP, label, saved, sound
from tests.hostile.structures import structures
from tests.test_photo_limits import CLAIMING, png_chunk, png_claiming


@cache
def corpus() -> tuple[Case, ...]:
    """Every case once."""
    makers = (
        _cut,
        _flipped,
        _bombs,
        _claims,
        _misnamed,
        _two_things,
        _exif,
        _colours,
        _no_pictures,
        _names,
        _places,
        structures,
        _heavy,
    )
    return tuple(case for maker in makers for case in maker())


def _cut() -> Iterator[Case]:
    for kind, data in sound().items():
        for percent in range(0, 100, 5):
            part = data[: len(data) * percent // 100]
            yield Case("cut", f"cut-{kind}-{percent}.{ENDING.get(kind, kind)}", part, REFUSED)


def _flipped() -> Iterator[Case]:
    for kind, data in sound().items():
        for seed in range(6):
            yield Case(
                "bit flips", f"flip-{kind}-{seed}.{ENDING.get(kind, kind)}", pictures.flipped(data, seed), ANY
            )


def _bombs() -> Iterator[Case]:
    yield Case("bomb", "80 megapixels.png", pictures.grey_png(10_000, 8_000), OPENS)
    yield Case("bomb", "30 megapixels of 16 bits.png", pictures.grey_png(6_000, 5_000, 16), OPENS)
    yield Case("bomb", "a row of 80 megapixels.png", pictures.grey_png(80_000_000, 1), LARGE)
    yield Case("bomb", "a row.png", pictures.grey_png(32_000, 1), OPENS)
    yield Case("bomb", "a column.png", pictures.grey_png(8, 32_000), OPENS)
    yield Case("bomb", "passes.jpg", pictures.many_scans(3_000, 3_000, 3_000), REFUSED)
    packed_zeros = zlib.compress(bytes(100_000_000), 1)
    yield Case("bomb", "more data than pixels.png", _png_with(packed_zeros), ANY)
    for chunk, head in ((b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"), (b"iCCP", b"a\0\0")):
        yield Case("bomb", f"{chunk.decode()}.png", pictures.with_chunk(chunk, head + packed_zeros), ANY)
    for side in (16_000, 60_000, 2**31):
        yield Case("bomb", f"tile of {side}.tif", pictures.tiled(side), ANY)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.png", bytes(50_000_000))
    yield Case("bomb", "zip.png", packed.getvalue(), REFUSED)
    yield Case("bomb", "gzip.jpg", gzip.compress(bytes(50_000_000)), REFUSED)
    yield Case("bomb", "more than 40 MB.jpg", sound()["jpeg"] + bytes(41_000_000), LARGE)


def _heavy() -> Iterator[Case]:
    """Few, because each takes seconds: the most that a decoder may be asked for."""
    lying = Image.Exif()
    lying[0x0112] = 6
    page = Image.new("RGB", (10_000, 8_000), (240, 250, 230))
    yield Case("heavy", "lying 80 megapixels.jpg", saved(page, "JPEG", exif=lying), OPENS)
    page = Image.new("CMYK", (8_000, 6_600), (9, 8, 7, 6))
    yield Case("heavy", "53 megapixels of ink in passes.jpg", saved(page, "JPEG", progressive=True), OPENS)
    page = Image.new("RGBA", (8_000, 5_000), (9, 9, 9, 128))
    yield Case("heavy", "40 megapixels.webp", saved(page, "WEBP", lossless=True, method=0), OPENS)
    mostly_grey = (containers.hvcc(8_000, 5_000), containers.size_box(8_000, 5_000))
    yield Case("heavy", "40 megapixels.heic", containers.heic(properties=mostly_grey), OPENS)


def dense() -> Iterator[Case]:
    """Sound pictures that are hard to read: one endless line, or a page of more words than any label."""
    for width, height in ((31_900, 16), (31_900, 28), (16_000, 28), (8_000, 40)):
        yield Case(
            "dense", f"a line of {width} x {height}.png", _printed(width, height, 1, 0.6 * height), OPENS
        )
    yield Case("dense", "words 9 px high.png", _printed(1_400, 1_080, 90, 9), OPENS)
    yield Case("dense", "a panel of 2,400 rows.png", _printed(500, 28_800, 2_400, 9), OPENS)
    yield Case("dense", "a panel of 5,000 rows.png", _printed(400, 32_000, 5_000, 5), OPENS)


def _printed(width: int, height: int, rows: int, letters_px: float) -> bytes:
    """A white page full of print: the names of minerals with amounts, in ``rows`` of letters of this height."""
    page = np.full((height, width), 255, np.uint8)
    words = " ".join(f"Magnesium {n} mg Zinc {n % 90} mg" for n in range(1, 2 + int(width / letters_px / 12)))
    for row in range(rows):
        baseline = int((row + 0.5) * height / rows + letters_px / 2)
        cv2.putText(
            page,
            words[row % 30 :],
            (4, baseline),
            cv2.FONT_HERSHEY_SIMPLEX,
            letters_px / 22,
            0,
            1,
            cv2.LINE_AA,
        )
    return saved(Image.fromarray(page), "PNG")


def _png_with(packed: bytes) -> bytes:
    data = png_claiming(64, 64)
    return data[:33] + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def _claims() -> Iterator[Case]:
    for claiming in CLAIMING:
        name = claiming.__name__.removesuffix("_claiming")
        large = (16_000, 16_000) if name.startswith("webp") else (30_000, 30_000)
        yield Case("header", f"{name} 30000.{name[:4]}", claiming(*large), LARGE)
        yield Case("header", f"{name} 400.{name[:4]}", claiming(400, 400), ANY)
        if not name.startswith("webp"):
            yield Case("header", f"{name} 0.{name[:4]}", claiming(0, 10), ANY)
            yield Case("header", f"{name} 0 high.{name[:4]}", claiming(10, 0), ANY)


def _misnamed() -> Iterator[Case]:
    for kind, ending in (("jpeg", "png"), ("png", "jpg"), ("webp", "tif"), ("gif", "heic"), ("tiff", "svg")):
        yield Case("wrong extension", f"{kind}.{ending}", sound()[kind], OPENS)
    for name in ("png.txt", "png.html", "png.pdf", "png.exe", "png", ".png"):
        yield Case("wrong extension", name, sound()["png"], OPENS)


def _two_things() -> Iterator[Case]:
    for kind in ("jpeg", "png", "gif", "webp", "bmp"):
        yield Case("polyglot", f"{kind} and zip.{kind}", sound()[kind] + TINY_ZIP, OPENS)
        yield Case("polyglot", f"{kind} and page.html", sound()[kind] + HTML, OPENS)
    yield Case(
        "polyglot",
        "script in a comment.jpg",
        pictures.with_segment(0xFE, b"<?php system($_GET[0]); ?>"),
        OPENS,
    )
    yield Case("polyglot", "gif and script.js", b"GIF89a/*" + bytes(20) + b"*/=alert(1)//", ANY)
    yield Case("polyglot", "page before picture.jpg", HTML + sound()["jpeg"], REFUSED)
    yield Case("polyglot", "pdf before picture.jpg", b"%PDF-1.7\n" + sound()["jpeg"], REFUSED)
    yield Case("polyglot", "zip before picture.png", TINY_ZIP + sound()["png"], REFUSED)
    yield Case("polyglot", "two jpegs.jpg", sound()["jpeg"] * 2, OPENS)


def _exif() -> Iterator[Case]:
    def number(value: int) -> bytes:
        return struct.pack("<I", value)

    entries = {
        "orientation 0": [(0x0112, 3, 1, number(0))],
        "orientation 9": [(0x0112, 3, 1, number(9))],
        "orientation 65535": [(0x0112, 3, 1, number(65535))],
        "orientation text": [(0x0112, 2, 4, b"6\0\0\0")],
        "orientation of many": [(0x0112, 3, 2**31, number(8))],
        "orientation twice": [(0x0112, 3, 1, number(6)), (0x0112, 3, 1, number(3))],
        "orientation 6": [(0x0112, 3, 1, number(6))],
        "size that is not": [(0x0100, 4, 1, number(2**31)), (0x0101, 4, 1, number(2**31))],
        "in a circle": [(0x8769, 4, 1, number(8)), (0x8825, 4, 1, number(8))],
        "beyond the end": [(0x010E, 2, 2**31, number(2**31))],
        "of no kind": [(0x0112, 99, 1, number(6))],
        "hundreds": [(0x9000 + n, 3, 1, number(n)) for n in range(500)],
    }
    for name, tags in entries.items():
        yield Case("EXIF", f"exif {name}.jpg", pictures.exif(tags), OPENS)
    yield Case("EXIF", "exif cut off.jpg", pictures.with_segment(0xE1, b"Exif\0\0II*\0"), OPENS)
    yield Case("EXIF", "exif of nothing.jpg", pictures.with_segment(0xE1, b""), OPENS)
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + LAUGHS
    yield Case("EXIF", "xmp of entities.jpg", pictures.with_segment(0xE1, xmp), OPENS)
    yield Case("EXIF", "exif.png", pictures.with_chunk(b"eXIf", b"II*\0\xff\xff\xff\xff"), OPENS)


def _colours() -> Iterator[Case]:
    frames = [label(), Image.new("RGB", label().size, "red")] * 20
    for kind in ("GIF", "WEBP", "PNG"):
        data = saved(label(), kind, save_all=True, append_images=frames)
        yield Case("animated", f"animated.{kind.lower()}", data, OPENS)
    yield Case("colours", "cmyk.jpg", saved(label().convert("CMYK"), "JPEG"), OPENS)
    yield Case("colours", "grey.jpg", saved(label().convert("L"), "JPEG"), OPENS)
    grey = np.asarray(label().convert("L"), np.float32)
    for name, values in {
        "16 bits": (grey * 257).astype(np.uint16),
        "float": grey / 255,
        "float of any size": grey * 1e30,
        "float that is no number": np.where(grey < 200, grey, np.nan).astype(np.float32),
        "float without end": np.where(grey < 200, -np.inf, np.inf).astype(np.float32),
        "32 bits": grey.astype(np.int32) * -(2**23),
    }.items():
        yield Case("colours", f"{name}.tif", saved(Image.fromarray(values), "TIFF"), OPENS)
    yield Case("colours", "16 bits.png", saved(Image.fromarray((grey * 257).astype(np.uint16)), "PNG"), OPENS)
    for mode in ("1", "P", "LA", "RGBA"):
        yield Case("colours", f"{mode}.png", saved(label().convert(mode), "PNG"), OPENS)
    for mode in ("CMYK", "LAB", "YCbCr", "1"):
        yield Case(
            "colours", f"{mode}.tif", saved(label().convert(mode) if mode != "LAB" else _lab(), "TIFF"), ANY
        )
    yield Case("colours", "see-through.gif", saved(label().convert("P"), "GIF", transparency=0), OPENS)
    yield Case("colours", "one pixel.png", saved(Image.new("RGB", (1, 1)), "PNG"), OPENS)
    yield Case("colours", "one column.png", saved(Image.new("RGB", (1, 3_000)), "PNG"), OPENS)
    yield Case("colours", "one row.bmp", saved(Image.new("RGB", (3_000, 1)), "BMP"), OPENS)
    noise = np.random.default_rng(5).integers(0, 256, (200, 300, 3)).astype(np.uint8)
    yield Case("colours", "noise.png", saved(Image.fromarray(noise), "PNG"), OPENS)


def _lab() -> Image.Image:
    return Image.merge("LAB", [label().convert("L")] * 3)


def _no_pictures() -> Iterator[Case]:
    random = np.random.default_rng(7)
    for name, data in {
        "empty.jpg": b"",
        "one byte.jpg": b"\xff",
        "drawing.svg": SVG,
        "drawing.png": SVG,
        "page.html": HTML,
        "page.jpg": HTML,
        "paper.pdf": b"%PDF-1.7\n%%EOF",
        "text.jpg": b"this is no picture\n" * 50,
        "archive.zip": TINY_ZIP,
        "tape.tar": b"x.png".ljust(512, b"\0") + bytes(1024),
        "program.png": b"\x7fELF\x02\x01\x01" + bytes(200),
        "script.png": b"#!/bin/sh\nrm -rf /\n",
        "film.mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2",
        "new.avif": AVIF,
        "new.jxl": b"\xff\x0a" + bytes(50),
        "new.jp2": b"\0\0\0\x0cjP  \r\n\x87\n",
        "layers.psd": b"8BPS\0\1" + bytes(40),
        "icon.ico": b"\0\0\1\0\1\0" + bytes(40),
        "zeros.jpg": bytes(100_000),
        "ones.jpg": b"\xff" * 100_000,
        "starts as jpeg.jpg": b"\xff\xd8\xff" + bytes(random.integers(0, 256, 5_000, np.uint8)),
        "starts as png.png": b"\x89PNG\r\n\x1a\n" + bytes(random.integers(0, 256, 5_000, np.uint8)),
        "starts as heic.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
        + bytes(random.integers(0, 256, 5_000, np.uint8)),
        "no end.gif": b"GIF89a" + b"\x10\0\x10\0\x80\0\0" + bytes(6) + b"!\xfe" + b"\x01x" * 50_000,
        "round and round.tif": pictures.tiff([(256, 4, 1, 16), (257, 4, 1, 16)]),
        "no pixels.tif": struct.pack("<2sHI", b"II", 42, 8) + bytes(6),
        "directory far away.tif": struct.pack("<2sHI", b"II", 42, 2**32 - 2),
    }.items():
        yield Case("no picture", name, data, REFUSED)
    for seed in range(6):
        noise = bytes(np.random.default_rng(seed).integers(0, 256, 3_000, np.uint8))
        yield Case("no picture", f"noise-{seed}.jpg", noise, REFUSED)


NAMES = (
    "two\nlines.png", "a\ttab.png", "\x1b[31mred\x1b[0m.png", "bell\x07.png", "back\\slash.png", "..png", "...", "~",
    "\N{GRINNING FACE}\N{FIRE}.png", "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", "\N{ZERO WIDTH SPACE}.png", "\N{BOM}.png",
    "x" * 251 + ".png", "\N{GRINNING FACE}" * 62 + ".png", " blank.png ", "-rf.png", "--json", "--", "-",
    "$(touch pwned).png", "`touch pwned`.png", ";touch pwned;.png", "| touch pwned", "&& touch pwned", "'\".png",
    "%s%n%d.png", "{0.__class__}.png", "[red]x.png", "<script>alert(1)</script>".replace("/", "") + ".png",
    "=1+1.png", "*.png", "?.png", "[a-z].png", "con.png", "NUL", "caf\udce9.png", "\udcff\udcfe.png", "\u2028.png",
    "a" * 100 + "\u0301" * 70 + ".png", "file:x.png", "http:x.png", "name;type=image", "C:x.png",
)  # fmt: skip
"""What a file may be called: everything but a slash and NUL."""


TINY = saved(Image.new("RGB", (9, 9), "white"), "PNG")


def _names() -> Iterator[Case]:
    for name in NAMES:
        yield Case("name", name, TINY, OPENS)


def _places() -> Iterator[Case]:
    yield Case("place", "folder/../inner.png", sound()["png"], OPENS)
    yield Case("place", "folder/./deeper/../../out of it.png", sound()["png"], OPENS)
    for name in (
        "a folder.png",
        "pipe.png",
        "socket.png",
        "loop.png",
        "dangling.png",
        "device.png",
        "nothing.png",
    ):
        yield Case("place", name, None, NOT_THERE)
    yield Case("place", "no permission.png", None, NOT_THERE if os.geteuid() else OPENS)
    yield Case("place", "y" * 300 + ".png", None, NOT_THERE)
    yield Case("place", "a file/as a folder.png", None, NOT_THERE)
    yield Case("place", "link.png", None, OPENS)


def write(folder, cases: Iterable[Case]) -> None:
    """Writes ``cases`` into ``folder``, which must be on a disk that takes such names, and what they refer to."""
    (folder / "folder" / "deeper").mkdir(parents=True)
    for case in cases:
        if case.data is not None:
            (folder / case.name).write_bytes(case.data)
    (folder / "a folder.png").mkdir()
    (folder / "a file").write_bytes(b"")
    (folder / "no permission.png").write_bytes(sound()["png"])
    (folder / "no permission.png").chmod(0)
    os.mkfifo(folder / "pipe.png")
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.png")
    finally:
        os.fchdir(here)
        os.close(here)
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "dangling.png").symlink_to("nowhere")
    (folder / "device.png").symlink_to("/dev/zero")
    (folder / "link.png").symlink_to("png.txt")
