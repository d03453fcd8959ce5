"""Pictures put together by hand, part by part: what a writer of files never does, a hostile one may."""

import struct
import zlib
from functools import cache

import numpy as np
from PIL import Image

from tests.hostile.pictures import HEIC_TURNED, saved
from tests.test_photo_limits import png_chunk

PNG_START = b"\x89PNG\r\n\x1a\n"


@cache
def small():
    """A picture of a few colours and no print: hundreds are looked at in a minute."""
    ramp = np.linspace(60, 250, 48).astype(np.uint8)
    pixels = np.stack(
        [np.tile(ramp, (32, 1)), np.full((32, 48), 200, np.uint8), np.tile(ramp[::-1], (32, 1))], 2
    )
    return Image.fromarray(pixels)


# --- JPEG --------------------------------------------------------------------------------------------------


def segment(marker, body=b""):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


@cache
def jpeg(**options):
    return saved(small(), "JPEG", **options)


def jpeg_with(parts, data=None):
    """A JPEG with ``parts`` behind its start."""
    data = jpeg() if data is None else data
    return data[:2] + parts + data[2:]


def jpeg_before_end(parts):
    return jpeg()[:-2] + parts + jpeg()[-2:]


def jpeg_frame(change, marker=None, data=None):
    """A JPEG whose frame header (precision, height, width, components) went through ``change``."""
    data = jpeg() if data is None else data
    at = next(data.index(bytes((0xFF, kind))) for kind in (0xC0, 0xC2) if bytes((0xFF, kind)) in data)
    length = int.from_bytes(data[at + 2 : at + 4])
    frame = change(bytearray(data[at + 4 : at + 2 + length]))
    return (
        data[:at]
        + segment(data[at + 1] if marker is None else marker, bytes(frame))
        + data[at + 2 + length :]
    )


def thumbnails(depth):
    """An EXIF segment whose thumbnail is a JPEG whose EXIF holds a thumbnail, and so on."""
    inner = plain = saved(Image.new("RGB", (16, 16)), "JPEG")
    for _ in range(depth):
        head = b"II*\0" + struct.pack("<IH", 8, 0) + struct.pack("<IH", 14, 2)
        entries = struct.pack("<HHIIHHIII", 0x0201, 4, 1, 44, 0x0202, 4, 1, len(inner), 0)
        inner = plain[:2] + segment(0xE1, b"Exif\0\0" + head + entries + inner) + plain[2:]
    return inner


def icc(pieces, size, first=1):
    return b"".join(
        segment(0xE2, b"ICC_PROFILE\0" + bytes(((first + n) % 256, pieces % 256)) + bytes(size))
        for n in range(pieces)
    )


# --- PNG ---------------------------------------------------------------------------------------------------

ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def ihdr(width=48, height=32, *, depth=8, colour=2, packing=0, filtering=0, interlace=0):
    return png_chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, packing, filtering, interlace)
    )


def rows(width, height, depth, colour, *, interlace=0, kind=0):
    """The rows of a picture, unpacked."""
    passes = (
        [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in ADAM7]
        if interlace
        else [(width, height)]
    )
    bits = depth * SAMPLES.get(colour, 1)
    return b"".join((bytes((kind,)) + b"\x55" * -(-w * bits // 8)) * h for w, h in passes if w > 0)


def png(
    depth=8,
    colour=2,
    interlace=0,
    *,
    kind=0,
    before=b"",
    between=b"",
    after=b"",
    packed=None,
    head=None,
    end=True,
):
    """A PNG of 48 x 32 with chunks ``before`` its palette, ``between`` that and its data, and ``after`` them."""
    palette = png_chunk(b"PLTE", bytes(range(48))) if colour == 3 else b""
    packed = (
        zlib.compress(rows(48, 32, depth, colour, interlace=interlace, kind=kind))
        if packed is None
        else packed
    )
    return b"".join((
        PNG_START, ihdr(depth=depth, colour=colour, interlace=interlace) if head is None else head,
        before, palette, between, png_chunk(b"IDAT", packed), after, png_chunk(b"IEND", b"") if end else b"",
    ))  # fmt: skip


def wrong_check(data, kind):
    """The PNG with a wrong check sum behind its first chunk of ``kind``."""
    at = data.index(kind)
    end = at + 4 + int.from_bytes(data[at - 4 : at])
    return data[:end] + bytes(4) + data[end + 4 :]


def in_chunks_of(size):
    """The picture data of a PNG in chunks of ``size`` bytes."""
    packed = zlib.compress(rows(48, 32, 8, 2))
    chunks = b"".join(png_chunk(b"IDAT", packed[at : at + size]) for at in range(0, len(packed), size))
    return PNG_START + ihdr() + chunks + png_chunk(b"IEND", b"")


# --- GIF ---------------------------------------------------------------------------------------------------


def blocks(data, size=255):
    parts = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


def codes(values, bits):
    """LZW codes of ``bits`` each, packed."""
    whole = sum(value << (bits * place) for place, value in enumerate(values))
    return whole.to_bytes(-(-len(values) * bits // 8), "little")


def gif(
    *,
    screen=(16, 16),
    frame=(0, 0, 16, 16),
    flags=0,
    least=2,
    data=None,
    before=b"",
    after=b"",
    screen_flags=0x80,
):
    """A GIF of one frame, without packing: a clear code before every two pixels."""
    if data is None:
        data = codes([code for _ in range(128) for code in (4, 1, 0)] + [5], 3)
    head = b"GIF89a" + struct.pack("<HHBBB", *screen, screen_flags, 0, 0)
    palette = b"\0\0\0\xff\xff\xff" if screen_flags & 0x80 else b""
    return (
        head
        + palette
        + before
        + b","
        + struct.pack("<HHHHBB", *frame, flags, least)
        + blocks(data)
        + after
        + b";"
    )


# --- WebP --------------------------------------------------------------------------------------------------


def riff(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_chunk(kind, body=b""):
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def still(**options):
    """The only chunk of a WebP."""
    return saved(small(), "WEBP", **options)[12:]


def vp8x(width=48, height=32, flags=0):
    return webp_chunk(
        b"VP8X",
        bytes((flags, 0, 0, 0)) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    )


def anmf(image, width=48, height=32, x=0, y=0):
    sides = b"".join(value.to_bytes(3, "little") for value in (x // 2, y // 2, width - 1, height - 1, 40))
    return webp_chunk(b"ANMF", sides + b"\0" + image)


ANIM = webp_chunk(b"ANIM", bytes(6))


# --- TIFF --------------------------------------------------------------------------------------------------

WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 11: 4, 12: 8, 13: 4, 16: 8}
LAYOUT = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 11: "f", 12: "d"}


def tiff(entries, body=b"", big=False, after=0, order="<"):
    """A TIFF whose directory stands behind ``body``, which begins at byte 16.

    An entry is tag, kind and its values: numbers, or bytes as they are; or count and place, as a dict.
    """
    head, each, inside, number = ("Q", 20, 8, "Q") if big else ("H", 12, 4, "I")
    at = 16 + len(body) + len(body) % 2
    far = at + struct.calcsize(order + head) + each * len(entries) + inside
    lines, behind = [], b""
    for tag, kind, values in entries:
        if isinstance(values, dict):
            count, value = values["count"], struct.pack(order + number, values["at"])
        else:
            value = (
                values
                if isinstance(values, bytes)
                else struct.pack(f"{order}{len(values)}{LAYOUT[kind]}", *values)
            )
            count = len(value) // WIDTHS.get(kind, 1)
            if len(value) > inside:
                behind, value = behind + value, struct.pack(order + number, far + len(behind))
        lines.append(struct.pack(f"{order}HH{number}", tag, kind, count) + value.ljust(inside, b"\0"))
    mark = b"II" if order == "<" else b"MM"
    start = mark + (struct.pack(order + "HHHQ", 43, 8, 0, at) if big else struct.pack(order + "HI8x", 42, at))
    directory = struct.pack(order + head, len(entries)) + b"".join(lines) + struct.pack(order + number, after)
    return start + body + b"\0" * (len(body) % 2) + directory + behind


STORED = bytes(range(256)) * 18  # 48 x 32 in RGB


def tags(**changed):
    """The entries of a sound picture of 48 x 32 behind byte 16, with some ``changed``, added or (None) left out."""
    sound = {
        "width": (256, 3, (48,)), "height": (257, 3, (32,)), "bits": (258, 3, (8, 8, 8)), "packing": (259, 3, (1,)),
        "colours": (262, 3, (2,)), "starts": (273, 4, (16,)), "samples": (277, 3, (3,)), "rows": (278, 3, (32,)),
        "sizes": (279, 4, (len(STORED),)),
    }  # fmt: skip
    sound |= changed
    return sorted((entry for entry in sound.values() if entry), key=lambda entry: entry[0])


# --- BMP ---------------------------------------------------------------------------------------------------


def bmp(
    bits=24, packing=0, body=None, *, size=(48, 32), header=40, colours=0, offset=None, palette=None, more=b""
):
    """A BMP with a header of any of the known lengths."""
    if palette is None:
        palette = b"".join(bytes((n, n, n // 2, 0)) for n in range(256))[: 4 << bits] if bits <= 8 else b""
    if body is None:
        body = b"\x90" * (-(-size[0] * bits // 32) * 4 * abs(size[1]))
    if header == 12:
        head = struct.pack("<IHHHH", 12, *size, 1, bits)
    else:
        head = struct.pack("<IiiHHIIiiII", header, *size, 1, bits, packing, len(body), 0, 0, colours, 0)
        head = (head + more).ljust(header, b"\0")
    at = 14 + len(head) + len(palette) if offset is None else offset
    return (
        b"BM"
        + struct.pack("<IHHI", 14 + len(head) + len(palette) + len(body), 0, 0, at)
        + head
        + palette
        + body
    )


# --- HEIC --------------------------------------------------------------------------------------------------


def box(kind, *body):
    whole = b"".join(body)
    return struct.pack(">I", 8 + len(whole)) + kind + whole


def full_box(kind, version, *body):
    return box(kind, struct.pack(">I", version << 24), *body)


FTYP = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
CODED = HEIC_TURNED[0x1D8 : 0x1D8 + 0xD5]
"""One picture of 64 x 64."""
HVCC = HEIC_TURNED[211:329]


def hvcc(width, height):
    """How the coded picture is set up, but with another size: its decoder fills the rest with grey."""
    at, start = HVCC.index(b"\x42\x01"), 15  # bytes of its header that do not change
    length = int.from_bytes(HVCC[at - 2 : at])
    plain = HVCC[at : at + length].replace(b"\0\0\3", b"\0\0")
    bits = "".join(f"{byte:08b}" for byte in plain)
    place = start * 8 + 4  # behind its number and kind of colours: two sides of 13 bits
    sides = "".join("0" * (len(f"{side + 1:b}") - 1) + f"{side + 1:b}" for side in (width, height))
    bits = (bits[:place] + sides + bits[place + 26 :]).rstrip("0")
    bits += "0" * (-len(bits) % 8)
    raw, coded = int(bits, 2).to_bytes(len(bits) // 8), bytearray()
    for byte in raw:
        if coded[-2:] == b"\0\0" and byte <= 3:
            coded.append(3)
        coded.append(byte)
    return box(b"hvcC", HVCC[8 : at - 2], struct.pack(">H", len(coded)), bytes(coded), HVCC[at + length :])


def size_box(width, height):
    return full_box(b"ispe", 0, struct.pack(">II", width, height))


def heic(
    kinds=(b"hvc1",),
    *,
    properties=None,
    uses=None,
    references=b"",
    bodies=None,
    extents=None,
    primary=1,
    inside=b"",
):
    """A HEIC of items 1 to n of these kinds; ``uses`` says which properties each has, counted from 1."""
    properties = (hvcc(64, 64), size_box(64, 64)) if properties is None else properties
    uses = {1: (1, 2)} if uses is None else uses
    bodies = dict.fromkeys(range(1, len(kinds) + 1), CODED) if bodies is None else bodies
    stored = dict.fromkeys(bodies.values())
    items = [full_box(b"infe", 2, struct.pack(">HH4sB", n, 0, kind, 0)) for n, kind in enumerate(kinds, 1)]
    having = [struct.pack(">HB", n, len(of)) + bytes(0x80 | use for use in of) for n, of in uses.items()]

    def meta(at):
        places = {}
        for body in stored:
            places[body] = at
            at += len(body)
        lines = []
        for n, body in bodies.items():
            parts = [(places[body], len(body))] if extents is None else extents
            lines.append(
                struct.pack(">HHH", n, 0, len(parts)) + b"".join(struct.pack(">II", *part) for part in parts)
            )
        return full_box(
            b"meta", 0, full_box(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
            full_box(b"pitm", 0, struct.pack(">H", primary)) if primary else b"",
            full_box(b"iloc", 0, b"\x44\0", struct.pack(">H", len(lines)), *lines),
            full_box(b"iinf", 0, struct.pack(">H", len(items)), *items),
            box(b"iprp", box(b"ipco", *properties), full_box(b"ipma", 0, struct.pack(">I", len(having)), *having)),
            full_box(b"iref", 0, references) if references else b"", inside,
        )  # fmt: skip

    at = len(FTYP) + len(meta(0)) + 8
    return FTYP + meta(at) + box(b"mdat", *stored)


def refers(kind, start, ends):
    return box(kind, struct.pack(f">HH{len(ends)}H", start, len(ends), *ends))


def grid(down, across, *, size=None, tiles=None, ends=None, claim=None):
    """A HEIC whose first item is a grid of ``tiles`` pictures of 64 x 64, which all share their bytes."""
    width, height = size or (64 * across, 64 * down)
    tiles = down * across if tiles is None else tiles
    body = struct.pack(">BBBBHH", 0, 0, down - 1, across - 1, width, height)
    kinds = (b"grid", *[b"hvc1"] * tiles)
    ends = range(2, tiles + 2) if ends is None else ends
    return heic(
        kinds,
        properties=(hvcc(64, 64), size_box(64, 64), size_box(*(claim or (width, height)))),
        uses={1: (3,)} | dict.fromkeys(range(2, tiles + 2), (1, 2)),
        references=refers(b"dimg", 1, ends),
        bodies={1: body} | dict.fromkeys(range(2, tiles + 2), CODED),
    )
