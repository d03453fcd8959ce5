"""Opening photos. Every picture is drawn here, except one HEIC: nothing at hand writes that format."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import pickle
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scanner import errors
from scanner.photo import Photo, open_photo

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
SAVED_AS = {  # format: how it is saved, and how far a colour may be off afterwards
    "JPEG": ({"quality": 95, "subsampling": 0}, 12),
    "PNG": ({}, 0),
    "WEBP": ({"lossless": True}, 0),
    "TIFF": ({"compression": "tiff_lzw"}, 0),
    "BMP": ({}, 0),
    "GIF": ({}, 0),
}
WITH_EXIF = ("JPEG", "PNG", "WEBP", "TIFF")

# Four quarters, red green / blue white, stored 64 x 48 with a rotation property of 90 degrees clockwise and
# the same turn once more as EXIF orientation 6, as phones write it. Drawn with Pillow, coded by pillow-heif.
HEIC_TURNED = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAbRtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB2AABAAAAAAAAANUAAgAAAAACrQABAAAAAAAAACQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA82lwcnAAAADTaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAQAAAAAEAAAAwAAAAAQAA"
    "AAAAAAAC////8AAAAAIAAAAQcGl4aQAAAAADCAgIAAAACWlyb3QDAAAAGGlwbWEAAAAAAAAAAQABBYECBIOFAAAAGmlyZWYAAAAA"
    "AAAADmNkc2MAAgABAAEAAAEBbWRhdAAAANEoAa8J4CM1Lf/u2f/+/W8h7CekdO7v1KP/YmO74Db/+q9tffo703/2qjv44m/6Zgmq"
    "gSU3X/8lrLzIxW49ADOi6670CegyGs/Tu39NKRu1RJ4h4aQILHSFj6lpHeFNkDKGh5eMiBwVDRsmZLxhrYbEnSRtSZz/cz8nFKGJ"
    "tAMwLmbyjqWrsooNUTlzNElWM0SmRA69p89adnvmlGr1fWq3xIbrihbJiOM0qxCMi+B8VxV02Pz+oBZ/Pwz/dmvWvEl19a9t8cMO"
    "BZ8rRo0/uGybuAAAAAZFeGlmAABNTQAqAAAACAABARIAAwAAAAEABgAAAAAAAA=="
)


def quarters(width: int = 64, height: int = 48) -> Image.Image:
    """Red green over blue white: tells every one of the eight orientations from the others."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = RED
    pixels[: height // 2, width // 2 :] = GREEN
    pixels[height // 2 :, : width // 2] = BLUE
    pixels[height // 2 :, width // 2 :] = WHITE
    return Image.fromarray(pixels)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def with_orientation(image: Image.Image, kind: str, orientation: object, **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image, kind, exif=exif, **options)


def corners(opened: Photo) -> list[tuple[int, ...]]:
    """The colours near the four corners in reading order, to the nearest pure colour."""
    rows, columns = (5, opened.height - 6), (5, opened.width - 6)
    return [tuple(int(c > 127) * 255 for c in opened.pixels[y, x]) for y in rows for x in columns]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# --- formats -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SAVED_AS)
def test_each_format_gives_the_pixels_that_were_drawn(kind: str) -> None:
    options, tolerance = SAVED_AS[kind]
    data = saved(quarters(), kind, **options)
    opened = open_photo(data, name="label")
    assert opened.format == kind
    assert (opened.width, opened.height, opened.exif_orientation) == (64, 48, 1)
    assert opened.pixels.dtype == np.uint8
    assert np.abs(opened.pixels.astype(int) - np.asarray(quarters()).astype(int)).max() <= tolerance
    assert opened.size_bytes == len(data)
    assert opened.sha256 == hashlib.sha256(data).hexdigest()


def test_heic_is_turned_once_by_its_own_property_and_not_again_by_its_exif() -> None:
    opened = open_photo(HEIC_TURNED, name="phone.heic")
    assert (opened.format, opened.width, opened.height, opened.exif_orientation) == ("HEIC", 48, 64, 1)
    assert corners(opened) == [BLUE, RED, WHITE, GREEN]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_first_frame_of_an_animation(kind: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue", "lime")]
    lossless = {"lossless": True} if kind == "WEBP" else {}
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50, **lossless)
    assert set(map(tuple, open_photo(data).pixels.reshape(-1, 3).tolist())) == {RED}


def test_format_is_what_the_bytes_are_not_what_the_name_says(tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    path.write_bytes(saved(quarters(), "JPEG"))
    assert open_photo(path).format == "JPEG"


def test_multi_picture_jpeg_gives_its_first() -> None:
    data = saved(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))], quality=95)
    assert open_photo(data).format == "JPEG"
    assert corners(open_photo(data)) == [RED, GREEN, BLUE, WHITE]


# --- orientation -------------------------------------------------------------------------------------------

TURNED_CORNERS = {  # EXIF 2.32: where the stored row 0 and column 0 belong
    1: [RED, GREEN, BLUE, WHITE],
    2: [GREEN, RED, WHITE, BLUE],
    3: [WHITE, BLUE, GREEN, RED],
    4: [BLUE, WHITE, RED, GREEN],
    5: [RED, BLUE, GREEN, WHITE],
    6: [BLUE, RED, WHITE, GREEN],
    7: [WHITE, GREEN, BLUE, RED],
    8: [GREEN, WHITE, RED, BLUE],
}


@pytest.mark.parametrize("kind", WITH_EXIF)
@pytest.mark.parametrize("orientation", TURNED_CORNERS)
def test_exif_orientation_is_applied_once_and_can_be_taken_back(kind: str, orientation: int) -> None:
    options, _ = SAVED_AS[kind]
    opened = open_photo(with_orientation(quarters(), kind, orientation, **options))
    assert opened.exif_orientation == orientation
    assert corners(opened) == TURNED_CORNERS[orientation]
    assert (opened.width, opened.height) == ((48, 64) if orientation >= 5 else (64, 48))
    stored = opened.without_exif()
    assert (stored.width, stored.height, stored.exif_orientation) == (64, 48, 1)
    assert corners(stored) == TURNED_CORNERS[1]
    assert stored.sha256 == opened.sha256
    assert np.array_equal(stored.without_exif().pixels, stored.pixels)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_makes_no_sense_is_none(orientation: int) -> None:
    opened = open_photo(with_orientation(quarters(), "JPEG", orientation, quality=95))
    assert opened.exif_orientation == 1
    assert corners(opened) == TURNED_CORNERS[1]


def test_a_broken_tag_block_does_not_cost_the_photo() -> None:
    opened = open_photo(saved(quarters(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7fjunk"))
    assert (opened.exif_orientation, corners(opened)) == (1, TURNED_CORNERS[1])


# --- colours -----------------------------------------------------------------------------------------------


def uniform(data: bytes) -> tuple[int, ...]:
    colours = {tuple(colour) for colour in open_photo(data).pixels.reshape(-1, 3).tolist()}
    assert len(colours) == 1
    return colours.pop()


def see_through_palette() -> bytes:
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    return saved(image, "PNG", transparency=1)


def half_see_through_palette() -> bytes:
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    return saved(image, "PNG", transparency=bytes([255, 128]))


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        pytest.param(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), WHITE, id="RGBA, clear"),
        pytest.param(
            saved(Image.new("RGBA", (20, 20), (255, 0, 0, 128)), "PNG"), (255, 127, 127), id="RGBA, half"
        ),
        pytest.param(
            saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "WEBP", lossless=True), WHITE, id="WebP, clear"
        ),
        pytest.param(saved(Image.new("LA", (20, 20), (0, 0)), "PNG"), WHITE, id="LA, clear"),
        pytest.param(saved(Image.new("LA", (20, 20), (40, 255)), "PNG"), (40, 40, 40), id="LA, solid"),
        pytest.param(
            saved(Image.new("RGB", (20, 20), "red"), "PNG", transparency=RED), WHITE, id="RGB with tRNS"
        ),
        pytest.param(saved(Image.new("L", (20, 20), 9), "PNG", transparency=9), WHITE, id="L with tRNS"),
        pytest.param(saved(Image.new("1", (20, 20), 0), "PNG", transparency=0), WHITE, id="1 bit with tRNS"),
        pytest.param(see_through_palette(), WHITE, id="palette with tRNS"),
        pytest.param(half_see_through_palette(), (255, 127, 127), id="palette, half see-through"),
        pytest.param(saved(Image.new("1", (20, 20), 1), "PNG"), WHITE, id="1 bit, white"),
        pytest.param(
            saved(Image.new("1", (20, 20), 0), "TIFF", compression="group4"), (0, 0, 0), id="fax, black"
        ),
        pytest.param(saved(Image.new("L", (20, 20), 77), "BMP"), (77, 77, 77), id="grey"),
        pytest.param(saved(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "TIFF"), RED, id="CMYK TIFF"),
        pytest.param(saved(Image.new("LAB", (20, 20), (255, 128, 128)), "TIFF"), WHITE, id="Lab TIFF"),
    ],
)
def test_every_way_to_store_a_colour(data: bytes, colour: tuple[int, int, int]) -> None:
    assert np.abs(np.subtract(uniform(data), colour)).max() <= 1


def without_adobe_marker(data: bytes) -> bytes:
    at = data.index(b"\xff\xee")
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4]) :]


def test_cmyk_jpeg_inverted_as_adobe_does() -> None:
    inverted = saved(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG", quality=100)
    assert b"Adobe" in inverted
    assert np.abs(np.subtract(uniform(inverted), RED)).max() <= 3


@pytest.mark.parametrize(
    ("mode", "stored", "white", "expected"),
    [
        ("uint16", 32896, 65535, 128),
        ("uint16", 2048, 4095, 128),  # a 12-bit camera in a 16-bit file
        ("uint16", 128, 255, 128),
        ("int32", 32896, 65535, 128),
        ("float32", 0.5, 1.0, 128),
        ("float32", 128.0, 255.0, 128),
        ("float32", -10.0, 10.0, 0),  # no usual white: the range is stretched
    ],
)
def test_deep_grey_is_scaled_to_the_smallest_usual_white(
    mode: str, stored: float, white: float, expected: int
) -> None:
    pixels = np.full((30, 40), stored, mode)
    pixels[:, 20:] = white
    opened = open_photo(saved(Image.fromarray(pixels), "TIFF")).pixels
    assert opened[0, 0].tolist() == [expected] * 3
    assert opened[-1, -1].tolist() == [255] * 3


def test_deep_grey_png() -> None:
    pixels = np.linspace(0, 65535, 50 * 40, dtype=np.uint16).reshape(50, 40)
    opened = open_photo(saved(Image.fromarray(pixels), "PNG")).pixels
    assert np.array_equal(opened[:, :, 0], np.rint(pixels / 257).astype(np.uint8))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "CMYK", "1", "LAB", "I;16", "F"])
def test_converting_in_strips_changes_nothing(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Image.effect_noise((40, 50), 80)
    if mode == "I;16":
        source = Image.fromarray(np.asarray(source).astype(np.uint16) * 200)
    elif mode == "LAB":
        source = Image.merge("LAB", [source, source, source])
    elif mode == "LA":
        source = Image.merge("LA", [source, source])
    else:
        source = source.convert(mode)
    data = saved(source, "TIFF")
    whole = open_photo(data).pixels
    monkeypatch.setattr("scanner.colours._STRIP_PIXELS", 7 * 40)
    assert np.array_equal(open_photo(data).pixels, whole)
    assert len(np.unique(whole)) > 1


def test_fractions_that_are_no_numbers() -> None:
    pixels = np.array([[0.0, 1.0, np.nan], [np.inf, -np.inf, 0.5]], np.float32)
    opened = open_photo(saved(Image.fromarray(pixels), "TIFF")).pixels[:, :, 0]
    assert opened.tolist() == [[0, 255, 255], [255, 0, 128]]


def test_deep_colour_png() -> None:
    row = b"\x00" + struct.pack(">3H", 65535, 32896, 0) * 4
    header = struct.pack(">IIBBBBB", 4, 1, 16, 2, 0, 0, 0)
    chunks = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", zlib.compress(row)), png_chunk(b"IEND", b""))
    assert uniform(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)) == (255, 128, 0)


# --- sources -----------------------------------------------------------------------------------------------


def test_a_path_a_text_bytes_and_a_file_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "étiquette 1.png"
    path.write_bytes(saved(quarters(), "PNG"))
    stream = io.BytesIO(path.read_bytes())
    stream.seek(0, io.SEEK_END)  # an upload that was read before
    with path.open("rb") as file:
        photos = [open_photo(source) for source in (path, str(path), path.read_bytes(), stream, file)]
    assert [p.name for p in photos] == [path.name, path.name, "photo", "photo", path.name]
    assert len({p.sha256 for p in photos}) == 1
    assert all(np.array_equal(p.pixels, photos[0].pixels) for p in photos)
    assert open_photo(path, name="mine").name == "mine"


def test_pixels_cannot_be_changed_in_place() -> None:
    opened = open_photo(saved(quarters(), "PNG"))
    with pytest.raises(ValueError, match="read-only"):
        opened.pixels[0, 0] = 0


def test_a_photo_travels_between_processes() -> None:
    opened = open_photo(with_orientation(quarters(), "PNG", 6), name="label.png")
    copy = pickle.loads(pickle.dumps(opened))
    assert np.array_equal(copy.pixels, opened.pixels)
    assert (copy.name, copy.exif_orientation) == ("label.png", 6)


@pytest.mark.parametrize("name", ["gone.jpg", "nul\x00.jpg", "x" * 300 + ".jpg", "folder/../gone/at.jpg"])
def test_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.PhotoNotFoundError):
        open_photo(tmp_path / name)


def test_folder_and_pipe(tmp_path: Path) -> None:
    with pytest.raises(errors.NotAFileError, match="folder"):
        open_photo(tmp_path)
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(errors.NotAFileError, match="pipe or device"):
        open_photo(tmp_path / "pipe.jpg")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "locked.jpg"
    path.write_bytes(saved(quarters(), "JPEG"))
    path.chmod(0)
    with pytest.raises(errors.PhotoNotReadableError, match="ermission"):
        open_photo(path)


def test_a_refusal_by_the_system_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.jpg"
    path.write_bytes(saved(quarters(), "JPEG"))

    def refuse(*args: object) -> None:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(errors.PhotoNotReadableError, match="Permission denied"):
        open_photo(path)


def test_closed_file(tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    path.write_bytes(saved(quarters(), "PNG"))
    file = path.open("rb")
    file.close()
    with pytest.raises(errors.PhotoNotReadableError, match="closed"):
        open_photo(file)
