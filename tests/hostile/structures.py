"""Files that are put together in ways that no camera or scanner puts them together, by format."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

from tests.hostile import containers as c
from tests.hostile.case import ANY, OPENS, PARTS, REFUSED, Case
from tests.hostile.containers import box, png_chunk, segment
from tests.hostile.pictures import flipped, saved

MANY = 310_000
"""A little more parts than are taken."""
NOISE = bytes(np.random.default_rng(3).integers(0, 256, 60_000, np.uint8))


def structures() -> Iterator[Case]:
    """Every case once."""
    for kind, ending, makers in (
        ("JPEG", "jpg", (_jpeg_parts, _jpeg_segments, _jpeg_frames)),
        ("PNG", "png", (_png_parts, _png_chunks, _png_pixels)),
        ("GIF", "gif", (_gif,)),
        ("WebP", "webp", (_webp,)),
        ("TIFF", "tif", (_tiff_parts, _tiff_tags, _tiff_packings)),
        ("BMP", "bmp", (_bmp,)),
        ("HEIC", "heic", (_heic, _heic_items)),
    ):
        for maker in makers:
            for name, (data, may) in maker().items():
                yield Case(kind, f"{name}.{ending}", data, may)
    for name, data in _sound().items():
        for percent in (15, 35, 55, 75, 95):
            yield Case("cut", f"cut {percent} {name}", data[: len(data) * percent // 100], REFUSED)
        for seed in range(4):
            yield Case("bit flips", f"flip {seed} {name}", flipped(data, seed), ANY)


def _sound():
    """Kinds of files that are not among the plain ones."""
    image = c.small()
    frames = [image.rotate(90), image.rotate(180)]
    return {
        "big.tif": c.tiff(c.tags(), c.STORED, big=True),
        "motorola.tif": c.tiff(c.tags(), c.STORED, order=">"),
        "interlaced.png": c.png(interlace=1, packed=zlib.compress(NOISE[:4_700])),
        "animated.webp": saved(image, "WEBP", save_all=True, append_images=frames),
        "ink.jpg": saved(image.convert("CMYK"), "JPEG"),
        "many.jpg": saved(image, "MPO", save_all=True, append_images=frames)[: len(c.jpeg())],
        "grid.heic": c.grid(3, 3),
        "packed.bmp": c.bmp(8, 1, b"\x30\x55\0\0" * 32 + b"\0\1"),
    }


def _jpeg_parts():
    end = b"\xff\xd9"
    return {
        "empty segments": (c.jpeg_with(segment(0xE5) * MANY), PARTS),
        "comments": (c.jpeg_with(segment(0xFE, b"x") * MANY), PARTS),
        "segments behind the pixels": (c.jpeg_before_end(segment(0xE5) * MANY), PARTS),
        "tables of nothing": (c.jpeg_with(segment(0xC4) * MANY), PARTS),
        "filling": (c.jpeg_with(b"\xff" * MANY), PARTS),
        "stray zeros": (c.jpeg_with(segment(0xE5) + bytes(MANY)), PARTS),
        "stray noise": (c.jpeg_with(segment(0xE5) + NOISE.replace(b"\xff", b"") * 6), PARTS),
        "marks of restart": (c.jpeg_with(b"\xff\xd0" * MANY), PARTS),
        "starts": (c.jpeg_with(b"\xff\xd8" * MANY), PARTS),
        "segments behind an early end": (c.jpeg_with(end + segment(0xE5) * MANY), PARTS),
        "segments that nobody knows": (c.jpeg_with(segment(0xF3, b"y" * 60_000) * 6), PARTS),
        "blocks of Photoshop": (
            c.jpeg_with(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\0" * 5_000) * 63),
            PARTS,
        ),
        "tables of numbers": (c.jpeg_with(segment(0xDB, (b"\0" + b"\1" * 64) * 1_000) * 310), PARTS),
        "exif after exif": (c.jpeg_with(segment(0xE1, b"Exif\0\0" + bytes(65_000)) * 40), REFUSED),
        "filling in the pixels": (c.jpeg_before_end(b"\xff" * 500_000), ANY),
        "restarts in the pixels": (c.jpeg_before_end(b"\xff\xd3" * 200_000), ANY),
        "zeros behind the end": (c.jpeg() + bytes(500_000), OPENS),
        "segments behind the end": (c.jpeg() + segment(0xE5) * MANY, OPENS),
        "ends at once": (b"\xff\xd8" + end + c.jpeg()[2:], REFUSED),
        "some stray bytes": (c.jpeg_with(segment(0xE5) + bytes(999)), OPENS),
        "a thousand segments": (c.jpeg_with(segment(0xE5, b"y" * 99) * 1_000), OPENS),
    }


def _jpeg_segments():
    maker_note = struct.pack("<IHHHII", 8, 1, 0x927C, 7, 60_000, 26) + bytes(4) + NOISE
    plain = saved(c.small(), "MPO", save_all=True, append_images=[c.small()] * 60)
    huge_xmp = segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(65_000)) * 20
    return {
        "profile in 255 pieces": (c.jpeg_with(c.icc(255, 4_000)), OPENS),
        "profile of 2 MB": (c.jpeg_with(c.icc(32, 65_000)), OPENS),
        "profile without its start": (c.jpeg_with(c.icc(3, 90, first=7)), OPENS),
        "profile of no pieces": (c.jpeg_with(segment(0xE2, b"ICC_PROFILE\0")), ANY),
        "sixty pictures": (plain, OPENS),
        "pictures that are elsewhere": (
            c.jpeg_with(segment(0xE2, b"MPF\0II*\0\x08\0\0\0" + b"\xff" * 90)),
            OPENS,
        ),
        "extended xmp": (c.jpeg_with(huge_xmp), OPENS),
        "thumbnails in thumbnails": (c.thumbnails(30), OPENS),
        "maker note": (c.jpeg_with(segment(0xE1, b"Exif\0\0II*\0" + maker_note)), OPENS),
        "exif twice": (c.jpeg_with(segment(0xE1, b"Exif\0\0II*\0" + bytes(60_000)) * 2), OPENS),
        "block without end": (
            c.jpeg_with(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\xff\xff\xff\xff")),
            OPENS,
        ),
        "short Adobe segment": (c.jpeg_with(segment(0xEE, b"Adobe")), ANY),
        "short JFIF segment": (c.jpeg_with(segment(0xE0, b"JFIF")), ANY),
        "segment of no length": (c.jpeg_with(b"\xff\xe5\0\0"), ANY),
        "segment to the end": (c.jpeg_with(b"\xff\xe5\xff\xff"), REFUSED),
        "table of quantities cut": (c.jpeg_with(segment(0xDB, b"\0" * 9)), REFUSED),
        "table of 16 bits": (c.jpeg_with(segment(0xDB, b"\x10" + b"\0\1" * 64)), OPENS),
        "codes for nobody": (c.jpeg_with(segment(0xC4, b"\0" + b"\xff" * 16 + bytes(90))), REFUSED),
        "restart at each block": (c.jpeg_with(segment(0xDD, b"\0\1")), ANY),
        "a comment of a page": (c.jpeg_with(segment(0xFE, b"<script>" * 8_000)), OPENS),
    }


def _jpeg_frames():
    def changed(**at):
        def change(frame):
            for place, value in at.items():
                frame[int(place[1:])] = value
            return frame

        return c.jpeg_frame(change)

    def layers(count):
        return c.jpeg_frame(
            lambda f: f[:5] + bytes((count,)) + b"".join(bytes((n, 17, 0)) for n in range(count))
        )

    ink = c.small().convert("CMYK")
    frame_at = c.jpeg().index(b"\xff\xc0")
    frame = c.jpeg()[frame_at : frame_at + 19]
    scan_at = c.jpeg().index(b"\xff\xda")
    one_colour_first = c.jpeg()[:scan_at] + segment(0xDA, b"\1\1\0\0\x3f\0") + c.jpeg()[scan_at + 14 :]
    return {
        "of 12 bits": (changed(_0=12), REFUSED),
        "of no bits": (changed(_0=0), REFUSED),
        "without height": (changed(_1=0, _2=0), REFUSED),
        "sampled 4 x 4": (changed(_7=0x44), ANY),
        "sampled 0 x 0": (changed(_7=0), REFUSED),
        "sampled 15 x 15": (changed(_7=0xFF), REFUSED),
        "with a table that is not": (changed(_8=3), REFUSED),
        "of no colours": (layers(0), REFUSED),
        "of two colours": (layers(2), REFUSED),
        "of five colours": (layers(5), REFUSED),
        "of 255 colours": (layers(255), REFUSED),
        "of four unlike colours": (layers(4), ANY),
        "coded by arithmetic": (c.jpeg_frame(lambda f: f, 0xC9), ANY),
        "coded by arithmetic in passes": (
            c.jpeg_frame(lambda f: f, 0xCA, saved(c.small(), "JPEG", progressive=True)),
            ANY,
        ),
        "lossless": (c.jpeg_frame(lambda f: f, 0xC3), REFUSED),
        "of differences": (c.jpeg_frame(lambda f: f, 0xC5), REFUSED),
        "of levels": (c.jpeg_with(segment(0xDE, frame[4:])), REFUSED),
        "two frames": (c.jpeg()[:frame_at] + frame + c.jpeg()[frame_at:], REFUSED),
        "no frame": (c.jpeg()[:frame_at] + c.jpeg()[frame_at + 19 :], REFUSED),
        "pixels before the frame": (c.jpeg_with(segment(0xDA, b"\1\1\0\0\x3f\0")), REFUSED),
        "one colour first": (one_colour_first, ANY),
        "height at the end": (c.jpeg_before_end(segment(0xDC, b"\0\x20")), ANY),
        "ink in passes": (saved(ink, "JPEG", progressive=True), OPENS),
        "every colour for itself": (saved(c.small(), "JPEG", subsampling=0, progressive=True), OPENS),
    }


def _png_parts():
    return {
        "private chunks": (c.png(before=png_chunk(b"prVt", b"") * MANY), PARTS),
        "private chunks behind": (c.png(after=png_chunk(b"prVt", b"") * MANY), PARTS),
        "texts": (c.png(before=png_chunk(b"tEXt", b"a\0b") * MANY), PARTS),
        "empty pixel chunks": (c.png(before=png_chunk(b"IDAT", b"") * MANY), PARTS),
        "empty pixel chunks behind": (c.png(after=png_chunk(b"IDAT", b"") * MANY), PARTS),
        "pixels a byte a chunk": (c.png(packed=b"", after=png_chunk(b"IDAT", b"\0") * MANY), PARTS),
        "a row of pixels a chunk": (c.in_chunks_of(3), OPENS),
        "byte by byte": (c.in_chunks_of(1), OPENS),
        "a thousand chunks": (c.png(before=png_chunk(b"prVt", b"z") * 1_000), OPENS),
        "exif of 3 MB": (c.png(before=png_chunk(b"eXIf", b"II*\0" + bytes(3_000_000))), REFUSED),
        "exif behind of 3 MB": (c.png(after=png_chunk(b"eXIf", b"II*\0" + bytes(3_000_000))), REFUSED),
        "exif as text of 5 MB": (
            c.png(before=png_chunk(b"tEXt", b"Raw profile type exif\0\n\n\n" + b"49" * 2_500_000)),
            REFUSED,
        ),
        "exif as text of 5 MB of another kind": (
            c.png(before=png_chunk(b"iTXt", b"Raw profile type exif\0\0\0\0\0\n\n\n" + b"49" * 2_500_000)),
            REFUSED,
        ),
        "orientation of many": (c.png(before=png_chunk(b"eXIf", _orientations(3, b"\6\0", 500_000))), OPENS),
        "orientation of fractions": (
            c.png(before=png_chunk(b"eXIf", _orientations(5, b"\6\0\0\0\1\0\0\0", 200_000))),
            OPENS,
        ),
    }


def _orientations(kind, value, count):
    """An EXIF block whose orientation is ``value``, ``count`` times."""
    return b"II*\0" + struct.pack("<IHHHIII", 8, 1, 0x0112, kind, count, 26, 0) + value * count


def _png_chunks():
    zeros = zlib.compress(bytes(1_000_000))
    sound = c.png()
    coloured = c.png(colour=3)
    return {
        "wrong check of the header": (c.wrong_check(sound, b"IHDR"), REFUSED),
        "wrong check of the pixels": (c.wrong_check(sound, b"IDAT"), ANY),
        "wrong check of the palette": (c.wrong_check(coloured, b"PLTE"), REFUSED),
        "wrong check of the end": (c.wrong_check(sound, b"IEND"), ANY),
        "wrong check of a text": (c.wrong_check(c.png(before=png_chunk(b"tEXt", b"a\0b")), b"tEXt"), ANY),
        "sixty packed texts": (c.png(before=png_chunk(b"zTXt", b"a\0\0" + zeros) * 60), ANY),
        "a hundred packed texts": (c.png(before=png_chunk(b"zTXt", b"a\0\0" + zeros) * 100), ANY),
        "packed text behind": (c.png(after=png_chunk(b"iTXt", b"a\0\1\0\0\0" + zeros) * 90), ANY),
        "packed text that is none": (c.png(before=png_chunk(b"zTXt", b"a\0\0" + NOISE)), ANY),
        "profile of 60 kB of noise": (c.png(before=png_chunk(b"iCCP", b"a\0\0" + NOISE)), ANY),
        "profile packed": (c.png(before=png_chunk(b"iCCP", b"a\0\0" + zeros)), ANY),
        "two headers": (c.png(before=c.ihdr(9, 9)), ANY),
        "two palettes": (c.png(colour=3, before=png_chunk(b"PLTE", bytes(768))), ANY),
        "no palette": (c.png(colour=3).replace(b"PLTE", b"prVt"), ANY),
        "palette of 400 colours": (c.png(before=png_chunk(b"PLTE", bytes(1_200))), ANY),
        "see-through for nobody": (c.png(colour=3, between=png_chunk(b"tRNS", bytes(999))), ANY),
        "see-through of no length": (c.png(before=png_chunk(b"tRNS", b"")), ANY),
        "no pixels": (c.png(packed=b""), REFUSED),
        "no end": (c.png(end=False), ANY),
        "short header": (c.PNG_START + png_chunk(b"IHDR", bytes(5)), REFUSED),
        "no header": (c.png(head=b""), REFUSED),
        "chunk of 4 GB": (c.png(before=b"\xff\xff\xff\xfftEXt"), REFUSED),
        "chunk of 2 GB behind": (c.png(after=b"\x7f\xff\xff\xfftEXt"), ANY),
        "chunk of no name": (c.png(before=png_chunk(b"\0\0\0\0", b"")), REFUSED),
        "endless frames": (c.png(before=png_chunk(b"acTL", b"\x7f\xff\xff\xff\0\0\0\0")), ANY),
        "no frames": (c.png(before=png_chunk(b"acTL", bytes(8))), ANY),
        "frame outside": (
            c.png(
                before=png_chunk(b"acTL", b"\0\0\0\2\0\0\0\0")
                + png_chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 48, 32, 2**31, 9, 1, 1, 0, 0))
            ),
            ANY,
        ),
        "frames out of order": (
            c.png(before=png_chunk(b"acTL", b"\0\0\0\2\0\0\0\0"), after=png_chunk(b"fdAT", b"\0\0\0\7x") * 9),
            ANY,
        ),
    }


def _png_pixels():
    sound = c.rows(48, 32, 8, 2)
    made = {
        f"interlaced {colour} of {depth}": (c.png(depth, colour, 1), OPENS)
        for depth, colour in ((1, 0), (2, 0), (4, 3), (16, 0), (8, 4), (16, 4), (16, 6))
    }
    return made | {
        "interlaced some other way": (c.png(head=c.ihdr(interlace=2)), ANY),
        "packed some other way": (c.png(head=c.ihdr(packing=1)), ANY),
        "filtered some other way": (c.png(head=c.ihdr(filtering=9)), REFUSED),
        "filter 9": (c.png(kind=9), REFUSED),
        "filter 4": (c.png(kind=4), OPENS),
        "of 3 bits": (c.png(head=c.ihdr(depth=3)), REFUSED),
        "of 32 bits": (c.png(head=c.ihdr(depth=32)), REFUSED),
        "palette of 16 bits": (c.png(head=c.ihdr(depth=16, colour=3)), REFUSED),
        "colour 5": (c.png(head=c.ihdr(colour=5)), REFUSED),
        "colour 255": (c.png(head=c.ihdr(colour=255)), REFUSED),
        "of 40 MB too much": (c.png(packed=zlib.compress(sound + bytes(40_000_000))), ANY),
        "one row too few": (c.png(packed=zlib.compress(sound[:-145])), ANY),
        "stored": (c.png(packed=zlib.compress(sound, 0)), OPENS),
        "not packed": (c.png(packed=sound), REFUSED),
        "packed with a word list": (c.png(packed=b"\x78\xbb\0\0\0\1" + zlib.compress(sound)[2:]), REFUSED),
        "wrong sum": (c.png(packed=zlib.compress(sound)[:-4] + b"wxyz"), ANY),
        "far back": (c.png(packed=b"\x78\x01\x4b\x04\x02\xff\xff\xff"), REFUSED),
    }


def _gif():
    noise = NOISE.replace(b"\0", b"\1")
    pair = c.codes([4, 1, 0], 3)
    frame = c.gif()[19:-1]
    return {
        "comments a byte long": (c.gif(before=b"!\xfe" + b"\1x" * MANY + b"\0"), PARTS),
        "empty extensions": (c.gif(before=b"!\xfe\0" * MANY), PARTS),
        "programs a byte long": (c.gif(before=b"!\xff" + b"\1x" * MANY + b"\0"), PARTS),
        "signs that nobody knows": (c.gif(before=b"?" * MANY), PARTS),
        "control after control": (c.gif(before=b"!\xf9\4\0\0\0\0\0" * (MANY // 2)), PARTS),
        "pixels a byte a block": (c.gif()[:30] + b"\1\x04" * MANY + b"\0;", PARTS),
        "1,000 comments": (c.gif(before=b"!\xfe\3abc\0" * 1_000), OPENS),
        "blocks behind": (c.gif(after=b"!\xfe" + b"\1x" * MANY + b"\0"), OPENS),
        "5,000 frames": (c.gif(after=frame * 5_000), OPENS),
        "small frame on a large screen": (c.gif(screen=(3_000, 2_000)), OPENS),
        "frame outside": (c.gif(frame=(900, 900, 16, 16)), OPENS),
        "frame at the far end": (c.gif(frame=(65_535, 65_535, 16, 16)), ANY | frozenset({"too_many_pixels"})),
        "frame of nothing": (c.gif(frame=(0, 0, 0, 0)), ANY),
        "frame larger than the screen": (c.gif(frame=(0, 0, 200, 200)), REFUSED),
        "interlaced": (c.gif(flags=0x40), OPENS),
        "without colours": (c.gif(screen_flags=0), OPENS),
        "palette cut": (c.gif()[:15], REFUSED),
        "own palette": (c.gif(flags=0x87)[:40], REFUSED),
        "see-through colour 255": (c.gif(before=b"!\xf9\4\1\0\0\xff\0"), OPENS),
        "plain text": (c.gif(before=b"!\x01\x0c" + bytes(12) + b"\5hello\0"), OPENS),
        "no such block": (c.gif(before=b"?" * 999), ANY),
        "codes of no bits": (c.gif(least=0), ANY),
        "codes of one bit": (c.gif(least=1), ANY),
        "codes of 12 bits": (c.gif(least=12), REFUSED),
        "codes of 255 bits": (c.gif(least=255), REFUSED),
        "clear and clear again": (c.gif(data=c.codes([4] * 80_000, 3)), REFUSED),
        "codes that are not yet": (c.gif(data=c.codes([4, 7, 7, 7], 3)), REFUSED),
        "ends too early": (c.gif(data=pair + c.codes([5], 3)), REFUSED),
        "noise for pixels": (c.gif(data=noise), ANY),
        "without an end": (c.gif()[:-1], OPENS),
    }


def _webp():
    still = c.still()
    lossless = c.still(lossless=True)
    anim = (c.vp8x(flags=2), c.ANIM)
    tiny = saved(Image.new("RGB", (2, 2)), "WEBP")[12:]
    chunk = c.webp_chunk
    return {
        "unknown chunks": (c.riff(c.vp8x(), still, chunk(b"ZZZZ") * MANY), PARTS),
        "unknown chunks first": (c.riff(c.vp8x(), chunk(b"ZZZZ") * MANY, still), PARTS),
        "endless frames": (c.riff(*anim, c.anmf(b"", 2, 2) * MANY), PARTS),
        "3,000 frames": (c.riff(*anim, c.anmf(still), c.anmf(tiny, 2, 2) * 3_000), OPENS),
        "chunks in a frame": (c.riff(*anim, c.anmf(still + chunk(b"ZZZZ") * 90_000)), ANY),
        "1,000 unknown chunks": (c.riff(c.vp8x(), still, chunk(b"ZZZZ") * 1_000), OPENS),
        "exif of 3 MB": (c.riff(c.vp8x(flags=8), still, chunk(b"EXIF", bytes(3_000_000))), REFUSED),
        "orientation of many": (
            c.riff(c.vp8x(flags=8), still, chunk(b"EXIF", _orientations(3, b"\6\0", 500_000))),
            OPENS,
        ),
        "profile of 3 MB": (c.riff(c.vp8x(flags=32), chunk(b"ICCP", bytes(3_000_000)), still), OPENS),
        "xmp of 3 MB": (c.riff(c.vp8x(flags=4), still, chunk(b"XMP ", b"tiff:Orient" * 270_000)), OPENS),
        "of no length": (b"RIFF\0\0\0\0" + c.riff(still)[8:], REFUSED),
        "of 4 GB": (b"RIFF\xff\xff\xff\xff" + c.riff(still)[8:], REFUSED),
        "a chunk of 4 GB": (c.riff(still[:4] + b"\xff\xff\xff\xff" + still[8:]), REFUSED),
        "no picture": (c.riff(c.vp8x()), REFUSED),
        "frames of nothing": (c.riff(*anim), REFUSED),
        "frame outside": (c.riff(*anim, c.anmf(still, x=9_000)), REFUSED),
        "frame within a frame": (c.riff(*anim, c.anmf(c.anmf(still))), ANY),
        "two pictures": (c.riff(still, still), ANY),
        "another size outside": (c.riff(c.vp8x(9_000, 4_000), still), REFUSED),
        "see-through without pixels": (c.riff(c.vp8x(flags=16), chunk(b"ALPH", b"\1" + NOISE), still), ANY),
        "lossless with noise": (c.riff(lossless[:15] + NOISE[: len(lossless) - 15]), ANY),
        "a marked size that is another": (c.riff(c.vp8x(47, 31), lossless), REFUSED),
        "chunk of odd length": (c.riff(c.vp8x(), still, b"ODD \3\0\0\0abc"), ANY),
    }


def _tiff_parts():
    def of(entries, **more):
        return c.tiff(sorted(entries, key=lambda entry: entry[0]), c.STORED, **more)

    def private(count):
        return [(50_800 + n % 14_000, 3, (n % 65_536,)) for n in range(count)]

    ones = struct.pack("<II", 72, 1)
    rows = tuple(16 + 144 * row for row in range(32))
    return {
        "resolution of many": (of([*c.tags(), (282, 5, ones * MANY)]), PARTS),
        "starts of many": (of(c.tags(starts=(273, 4, (16,) * MANY))), PARTS),
        "sizes of many": (of(c.tags(sizes=(279, 4, (9,) * MANY))), PARTS),
        "bits of many": (of(c.tags(bits=(258, 3, (8,) * MANY))), PARTS),
        "fractions of many": (of([*c.tags(), (40_000, 12, (0.5,) * MANY)]), PARTS),
        "the same numbers again and again": (
            of([*c.tags(), *[(40_000 + n, 3, {"count": 2_000, "at": 16}) for n in range(200)]]),
            PARTS,
        ),
        "entries of many": (of(c.tags() + private(MANY), big=True), PARTS),
        "65,000 entries": (of(c.tags() + private(65_000)), OPENS),
        "exif that is pixels": (of([*c.tags(), (34665, 4, (16 + 4_000,))]), ANY | PARTS),
        "exif in a circle": (of([*c.tags(), *[(tag, 4, (16 + len(c.STORED),)) for tag in (34665, 34853)]]), ANY),
        "a row a strip": (of(c.tags(starts=(273, 4, rows), sizes=(279, 4, (144,) * 32), rows=(278, 3, (1,)))), OPENS),
        "all strips one": (
            of(c.tags(starts=(273, 4, (16,) * 32), sizes=(279, 4, (144,) * 32), rows=(278, 3, (1,)))),
            OPENS,
        ),
        "colours of many": (of([*c.tags(colours=(262, 3, (3,)), bits=(258, 3, (8,)), samples=(277, 3, (1,))),
                                (320, 3, (9,) * MANY)]), PARTS),
        "further directories": (of([*c.tags(), (330, 4, (16,) * 5_000)]), OPENS),
        "a text of 3 MB": (of([*c.tags(), (270, 2, b"x" * 3_000_000)]), OPENS),
        "orientation of many": (of([*c.tags(), (274, 3, (6,) * 200_000)]), ANY),
    }  # fmt: skip


def _tiff_tags():
    def of(body=c.STORED, more=(), big=False, after=0, **changed):
        return c.tiff(sorted([*c.tags(**changed), *more], key=lambda entry: entry[0]), body, big, after)

    grey = {"bits": (258, 3, (8,)), "colours": (262, 3, (1,)), "samples": (277, 3, (1,))}
    here = 16 + len(c.STORED)

    def tiles(width, height, starts=(16,)):
        more = ((322, 4, (width,)), (323, 4, (height,)), (324, 4, starts), (325, 4, (4_608,) * len(starts)))
        return of(more=more, starts=None, rows=None, sizes=None)

    return {
        "itself next": (of(after=here), OPENS),
        "header next": (of(after=2), OPENS),
        "next beyond the end": (of(after=2**32 - 1), OPENS),
        "pixels in the header": (of(starts=(273, 4, (0,))), OPENS),
        "pixels in the directory": (of(starts=(273, 4, (here,))), ANY),
        "pixels beyond the end": (of(starts=(273, 4, (2**32 - 1,))), REFUSED),
        "no starts": (of(starts=None), REFUSED),
        "no sizes": (of(sizes=None), ANY),
        "sizes of 0": (of(sizes=(279, 4, (0,))), ANY),
        "sizes of 4 GB": (of(sizes=(279, 4, (2**32 - 1,))), ANY),
        "0 bits": (of(bits=(258, 3, (0, 0, 0))), REFUSED),
        "65,535 bits": (of(bits=(258, 3, (65_535,) * 3)), REFUSED),
        "unlike bits": (of(bits=(258, 3, (8, 5, 3))), REFUSED),
        "0 samples": (of(samples=(277, 3, (0,))), REFUSED),
        "65,535 samples": (of(samples=(277, 3, (65_535,))), REFUSED),
        "4 billion samples": (of(samples=(277, 4, (2**32 - 1,))), REFUSED),
        "colours 65,535": (of(colours=(262, 3, (65_535,))), REFUSED),
        "palette without colours": (of(**grey | {"colours": (262, 3, (3,))}), ANY),
        "palette too short": (of(more=[(320, 3, (9,) * 30)], **grey | {"colours": (262, 3, (3,))}), ANY),
        "planes that are not there": (of(more=[(284, 3, (2,))]), ANY),
        "strips of 0 rows": (of(rows=(278, 3, (0,))), ANY),
        "strips of 4 billion rows": (of(rows=(278, 4, (2**32 - 1,))), ANY),
        "width of a text": (of(width=(256, 2, b"wide\0")), REFUSED),
        "width of two": (of(width=(256, 3, (48, 48))), ANY),
        "width of a fraction": (of(width=(256, 11, (48.5,))), REFUSED),
        "tiles of 0": (tiles(0, 0), REFUSED),
        "tiles of 1": (tiles(1, 1), ANY),
        "tiles of 4 billion": (tiles(2**32 - 1, 16), ANY | frozenset({"too_many_pixels"})),
        "tiles that are not all there": (tiles(16, 16, (16, 16)), ANY),
        "all tiles one": (tiles(16, 16, (16,) * 6), OPENS),
        "numbers with a sign": (of(more=[(339, 3, (2, 2, 2))]), ANY),
        "numbers of kind 6": (of(more=[(339, 3, (6,))]), REFUSED),
        "half numbers": (of(**grey | {"bits": (258, 3, (16,))}, more=[(339, 3, (3,))]), ANY),
        "bits from the right": (of(more=[(266, 3, (2,))]), ANY),
        "65,535 entries that are not there": (struct.pack("<2sHIH", b"II", 42, 8, 65_535), REFUSED),
        "big with a trillion entries": (struct.pack("<2sHHHQQ", b"II", 43, 8, 0, 16, 2**40), REFUSED),
        "big and far away": (struct.pack("<2sHHHQ", b"II", 43, 8, 0, 2**64 - 9), REFUSED),
        "big with odd numbers": (b"II+\0\3\0\0\0" + of(big=True)[8:], ANY),
        "big": (of(big=True), OPENS),
    }  # fmt: skip


def _tiff_packings():
    made = {}
    grey = c.small().convert("L")
    for name in ("tiff_lzw", "packbits", "tiff_adobe_deflate", "tiff_deflate", "jpeg", "zstd", "lzma"):
        made[f"packed by {name}"] = (saved(c.small(), "TIFF", compression=name), OPENS)
    for name in ("tiff_ccitt", "group3", "group4"):
        made[f"packed by {name}"] = (saved(grey.convert("1"), "TIFF", compression=name), OPENS)
    for number in (2, 3, 4, 5, 6, 7, 8, 32_766, 32_773, 32_809, 32_908, 32_946, 34_661, 34_676, 34_712, 34_887,
                   34_925, 50_000, 50_001, 50_002, 65_535):  # fmt: skip
        body = NOISE[:4_608]
        made[f"said to be packed by {number}"] = (c.tiff(c.tags(packing=(259, 3, (number,))), body), ANY)
    lzw = c.tiff(
        c.tags(packing=(259, 3, (5,)), sizes=(279, 4, (9,))), b"\x80\x3f\xe0\x7f\xff\xff\xff\xff\xff"
    )
    return made | {
        "codes that are not yet": (lzw, REFUSED),
        "1,000 times smaller": (_much_from_little(), ANY),
        "differences of nothing": (
            c.tiff([*c.tags(packing=(259, 3, (8,))), (317, 3, (9,))], zlib.compress(c.STORED)),
            ANY,
        ),
        "differences of fractions": (
            c.tiff([*c.tags(packing=(259, 3, (8,))), (317, 3, (3,))], zlib.compress(c.STORED)),
            ANY,
        ),
        "brightness and colour": (
            c.tiff(
                c.tags(colours=(262, 3, (6,)), packing=(259, 3, (8,)), sizes=(279, 4, (60,))),
                zlib.compress(c.STORED),
            ),
            ANY,
        ),
        "tables of a JPEG": (
            c.tiff(
                [*c.tags(packing=(259, 3, (7,))), (347, 7, b"\xff\xd8" + segment(0xE5) * 9_000)], c.jpeg()
            ),
            ANY,
        ),
    }


def _much_from_little():
    """A TIFF of 48 x 32 whose only strip unpacks to 20 MB."""
    packed = zlib.compress(bytes(20_000_000), 1)
    return c.tiff(c.tags(packing=(259, 3, (8,)), sizes=(279, 4, (len(packed),))), packed)


def _bmp():
    end = b"\0\1"
    line = b"\x30\x55\0\0"
    return {
        "steps to nowhere": (c.bmp(8, 1, b"\0\2\0\0" * 100_000), REFUSED),
        "steps far out": (c.bmp(8, 1, b"\0\2\xff\xff" * 99 + end), ANY),
        "lines of nothing": (c.bmp(8, 1, b"\0\0" * 100_000 + end), ANY),
        "runs a pixel long": (c.bmp(8, 1, b"\1\x55" * 48 * 32 + end, size=(48, 32)), ANY),
        "runs too long": (c.bmp(8, 1, b"\xff\x55" * 999 + end), ANY),
        "packed without an end": (c.bmp(8, 1, line * 20), ANY),
        "packed in fours": (c.bmp(4, 2, line * 32 + end), OPENS),
        "packed as it is": (c.bmp(8, 1, b"\0\x30" + bytes(48) + b"\0\0" + line * 31 + end), ANY),
        "a large page in 4 kB": (c.bmp(8, 1, line * 800 + end, size=(1_000, 800)), ANY),
        "a JPEG inside": (c.bmp(24, 4, c.jpeg()), REFUSED),
        "a PNG inside": (c.bmp(24, 5, c.png()), REFUSED),
        "packing 99": (c.bmp(24, 99), REFUSED),
        "2 bits": (c.bmp(2), REFUSED),
        "64 bits": (c.bmp(64), REFUSED),
        "16 bits": (c.bmp(16), OPENS),
        "32 bits": (c.bmp(32), OPENS),
        "masks of nothing": (c.bmp(32, 3, more=bytes(12)), ANY),
        "masks that overlap": (c.bmp(32, 3, more=b"\xff" * 12), REFUSED),
        "from the top": (c.bmp(size=(48, -32)), ANY),
        "highest of all": (c.bmp(size=(48, -(2**31)), body=b"x" * 99), REFUSED | frozenset({"too_many_pixels"})),
        "less than no width": (c.bmp(size=(-48, 32), body=b"x" * 99), REFUSED | frozenset({"too_many_pixels"})),
        "65,536 colours": (c.bmp(8, colours=65_536, palette=bytes(65_536 * 4)), REFUSED),
        "4 billion colours": (c.bmp(8, colours=2**32 - 1), REFUSED),
        "300 colours of which few are there": (c.bmp(8, colours=300, palette=bytes(16)), ANY),
        "pixels beyond the end": (c.bmp(offset=2**32 - 1), REFUSED),
        "pixels in the header": (c.bmp(offset=2), ANY),
        "header of 12": (c.bmp(header=12), OPENS),
        "header of 64": (c.bmp(header=64), ANY),
        "header of 124": (c.bmp(header=124), ANY),
    }  # fmt: skip


def _heic():
    deep = b""
    for _ in range(500):
        deep = box(b"iprp", box(b"ipco", deep))
    grey = (c.hvcc(1_024, 768), c.size_box(1_024, 768))
    return {
        "boxes": (c.heic() + box(b"free") * MANY, PARTS),
        "boxes first": (c.FTYP + box(b"free") * MANY + c.heic()[len(c.FTYP) :], PARTS),
        "1,000 boxes behind": (c.heic() + box(b"free") * 1_000, ANY),
        "boxes inside": (c.heic(inside=box(b"free") * 10_000), REFUSED),
        "boxes in boxes": (c.heic(inside=deep), REFUSED),
        "1,000 brands": (
            box(b"ftyp", b"heic", bytes(4), b"mif1heic" * 500) + c.heic()[len(c.FTYP) :],
            REFUSED,
        ),
        "box of 4 GB": (c.heic() + b"\xff\xff\xff\xfffree", ANY),
        "box of 2 to the 64": (c.heic() + b"\0\0\0\1free" + b"\xff" * 8, ANY),
        "box to the end": (c.heic() + b"\0\0\0\0free" + bytes(99), ANY),
        "box of no size": (c.heic() + b"\0\0\0\3free", ANY),
        "alone": (c.heic(), OPENS),
        "mostly not there": (c.heic(properties=grey), ANY),
        "marked larger": (c.heic(properties=(c.hvcc(64, 64), c.size_box(640, 640))), REFUSED),
        "marked as 0": (c.heic(properties=(c.hvcc(64, 64), c.size_box(0, 0))), REFUSED),
        "marked as 100 MP": (
            c.heic(properties=(c.hvcc(64, 64), c.size_box(10_000, 10_000))),
            frozenset({"too_many_pixels"}),
        ),
        "marked as 4 billion": (
            c.heic(properties=(c.hvcc(64, 64), c.size_box(2**32 - 1, 2**32 - 1))),
            REFUSED | frozenset({"too_many_pixels"}),
        ),
        "larger than marked": (c.heic(properties=(c.hvcc(9_000, 8_000), c.size_box(64, 64))), REFUSED),
        "larger than any": (c.heic(properties=(c.hvcc(60_000, 60_000), c.size_box(64, 64))), REFUSED),
        "no size": (c.heic(properties=(c.hvcc(64, 64),), uses={1: (1,)}), ANY),
        "no set up": (c.heic(properties=(c.size_box(64, 64),), uses={1: (1,)}), REFUSED),
        "empty set up": (c.heic(properties=(box(b"hvcC"), c.size_box(64, 64))), REFUSED),
        "properties that are not": (c.heic(uses={1: (1, 2, 99)}), ANY),
        "turned 90 times": (
            c.heic(
                properties=(c.hvcc(64, 64), c.size_box(64, 64), box(b"irot", b"\1")),
                uses={1: (1, 2, *[3] * 90)},
            ),
            ANY,
        ),
        "cropped to nothing": (
            c.heic(
                properties=(
                    c.hvcc(64, 64),
                    c.size_box(64, 64),
                    box(b"clap", struct.pack(">8I", 0, 1, 0, 1, 0, 1, 0, 1)),
                ),
                uses={1: (1, 2, 3)},
            ),
            ANY,
        ),
        "cropped by nothing": (
            c.heic(
                properties=(c.hvcc(64, 64), c.size_box(64, 64), box(b"clap", bytes(32))), uses={1: (1, 2, 3)}
            ),
            ANY,
        ),
    }


def _heic_within(kind, side, told=True):
    """A picture of 64 x 64 whose only tile, or whose mask, has another size."""
    properties = (
        c.hvcc(64, 64),
        c.size_box(64, 64),
        c.hvcc(side, side),
        c.size_box(*[side if told else 64] * 2),
        ALPHA,
    )
    large = (3, 4) if told else (3,)
    if kind == "mask":
        uses, reference = {1: (1, 2), 2: (*large, 5)}, c.refers(b"auxl", 2, (1,))
        return c.heic((b"hvc1", b"hvc1"), properties=properties, uses=uses, references=reference)
    bodies = {1: struct.pack(">BBBBHH", 0, 0, 0, 0, 64, 64), 2: c.CODED}
    uses, reference = {1: (2,), 2: large}, c.refers(b"dimg", 1, (2,))
    return c.heic((b"grid", b"hvc1"), properties=properties, uses=uses, references=reference, bodies=bodies)


ALPHA = c.full_box(b"auxC", 0, b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0")


def grid_of_grids(deep, side=5):
    """Grids that each have the next as all of their tiles would decode it again and again."""
    per = side * side
    kinds, uses, bodies, references = [b"grid"] * (deep * per), {}, {}, b""
    kinds += [b"hvc1"] * per
    for n in range(1, len(kinds) + 1):
        level = (n - 1) // per
        uses[n] = (1, 2) if level == deep else (2,)
        bodies[n] = c.CODED if level == deep else struct.pack(">BBBBHH", 0, 0, side - 1, side - 1, 64, 64)
        if level < deep:
            references += c.refers(b"dimg", n, range((level + 1) * per + 1, (level + 2) * per + 1))
    return c.heic(kinds, uses=uses, bodies=bodies, references=references)


def _heic_items():
    first = c.FTYP
    bodies = dict.fromkeys(range(1, 1_501), c.CODED)
    refers = c.refers
    two = {1: (1, 2), 2: (1, 2)}
    return {
        "grid of 9": (c.grid(3, 3), OPENS),
        "grid of 400": (c.grid(20, 20), OPENS),
        "grid of 900": (c.grid(30, 30), ANY),
        "grid of 2,500": (c.grid(50, 50), REFUSED),
        "grid of 65,536": (c.grid(256, 256, tiles=1), frozenset({"too_many_pixels"})),
        "grid of 100 MP": (
            c.grid(2, 2, claim=(10_000, 10_000), size=(10_000, 10_000)),
            frozenset({"too_many_pixels"}),
        ),
        "grid of 70 MP with one tile": (c.grid(2, 2, size=(10_000, 7_000)), REFUSED),
        "grid marked smaller": (c.grid(3, 3, claim=(64, 64)), ANY),
        "mask of 900 MP": (_heic_within("mask", 30_000), frozenset({"too_many_pixels"})),
        "mask of no size": (_heic_within("mask", 30_000, told=False), REFUSED),
        "mask of 64": (_heic_within("mask", 64), OPENS),
        "tile of 900 MP": (_heic_within("tile", 30_000), frozenset({"too_many_pixels"})),
        "tile of no size": (_heic_within("tile", 30_000, told=False), REFUSED),
        "tile of 64": (_heic_within("tile", 64), OPENS),
        "grids of grids of grids": (grid_of_grids(5), REFUSED),
        "grid without tiles": (c.grid(3, 3, tiles=1), REFUSED),
        "grid of itself": (c.grid(1, 1, ends=(1,)), REFUSED),
        "grid of the same": (c.grid(2, 2, ends=(2, 2, 2, 2)), REFUSED),
        "grid of what is not": (c.grid(1, 2, ends=(77, 78)), REFUSED),
        "1,500 pictures": (
            c.heic([b"hvc1"] * 1_500, uses=dict.fromkeys(bodies, (1, 2)), bodies=bodies),
            REFUSED,
        ),
        "300 pictures": (
            c.heic(
                [b"hvc1"] * 300,
                uses=dict.fromkeys(range(1, 301), (1, 2)),
                bodies=dict(list(bodies.items())[:300]),
            ),
            ANY,
        ),
        "no first picture": (c.heic(primary=0), REFUSED),
        "first picture that is not": (c.heic(primary=9), REFUSED),
        "in no pieces": (c.heic(extents=[]), REFUSED),
        "in 30 pieces": (c.heic(extents=[(600, 8)] * 30), ANY),
        "in 5,000 pieces": (c.heic(extents=[(0, 1)] * 5_000), REFUSED),
        "beyond the end": (c.heic(extents=[(2**32 - 9, 2**32 - 1)]), REFUSED),
        "itself": (c.heic(extents=[(0, 600)]), REFUSED),
        "its own thumbnail": (
            c.heic(
                (b"hvc1", b"hvc1"), uses=two, references=refers(b"thmb", 1, (1,)) + refers(b"thmb", 2, (2,))
            ),
            ANY,
        ),
        "its own mask": (c.heic((b"hvc1", b"hvc1"), uses=two, references=refers(b"auxl", 2, (2,))), ANY),
        "50,000 references": (c.heic(references=refers(b"cdsc", 1, (1,) * 50_000)), REFUSED),
        "the same reference again": (c.heic(references=refers(b"cdsc", 1, (1,)) * 3_000), ANY),
        "pictures of noise": (c.heic(bodies={1: NOISE[:999]}), REFUSED),
        "as JPEG": (c.heic((b"jpeg",), bodies={1: c.jpeg()}), REFUSED),
        "as overlay": (c.heic((b"iovl",), bodies={1: bytes(99)}), REFUSED),
        "copy of itself": (c.heic((b"iden",), references=refers(b"dimg", 1, (1,)), bodies={1: b""}), REFUSED),
        "nothing but a name": (first, REFUSED),
    }
