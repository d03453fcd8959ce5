"""The limits hold before a pixel is decoded, and opening photos leaves no trace in the process."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import warnings
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFile

from scanner import decoding, errors, photo
from scanner.photo import open_photo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


WHOLE_PNG = saved(Image.new("RGB", (30, 20), "red"), "PNG")
WHOLE_JPEG = saved(Image.effect_noise((160, 120), 90), "JPEG")


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims a size."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(bytes(64))) + png_chunk(b"IEND", b"")
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    data = saved(Image.new("RGB", (16, 16)), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def gif_claiming(width: int, height: int) -> bytes:
    data = saved(Image.new("P", (16, 16)), "GIF")
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def gif_frame_claiming(width: int, height: int) -> bytes:
    data = gif_claiming(16, 16)
    at = data.index(b"\x2c\x00\x00\x00\x00") + 5
    return data[:at] + struct.pack("<HH", width, height) + data[at + 4 :]


def bmp_claiming(width: int, height: int) -> bytes:
    data = saved(Image.new("RGB", (16, 16)), "BMP")
    return data[:18] + struct.pack("<ii", width, height) + data[26:]


def tiff_claiming(width: int, height: int) -> bytes:
    data = saved(Image.new("RGB", (16, 16)), "TIFF")
    for tag, side in ((256, width), (257, height)):  # both 16 wide, as LONG or SHORT
        at = re.search(struct.pack("<H", tag) + rb"[\x03\x04]\x00\x01\x00\x00\x00", data).end()  # type: ignore[union-attr]
        data = data[: at - 6] + struct.pack("<HII", 4, 1, side) + data[at + 4 :]
    return data


def webp_claiming(width: int, height: int) -> bytes:
    data = saved(Image.new("RGB", (16, 16)), "WEBP", lossless=True)
    at = data.index(b"VP8L") + 9
    (bits,) = struct.unpack_from("<I", data, at)
    return data[:at] + struct.pack("<I", bits >> 28 << 28 | height - 1 << 14 | width - 1) + data[at + 4 :]


CLAIMING = (
    png_claiming,
    jpeg_claiming,
    gif_claiming,
    gif_frame_claiming,
    bmp_claiming,
    tiff_claiming,
    webp_claiming,
)


# --- limits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(png_claiming(30_000, 30_000), id="PNG"),
        pytest.param(png_claiming(2**31 - 1, 1), id="PNG, one row"),
        pytest.param(jpeg_claiming(65_500, 65_500), id="JPEG"),
        pytest.param(gif_claiming(60_000, 60_000), id="GIF"),
        pytest.param(gif_frame_claiming(60_000, 60_000), id="GIF frame"),
        pytest.param(bmp_claiming(30_000, 30_000), id="BMP"),
        pytest.param(tiff_claiming(30_000, 30_000), id="TIFF"),
        pytest.param(webp_claiming(16_000, 16_000), id="WebP"),
    ],
)
def test_a_header_that_claims_too_many_pixels_is_refused_before_decoding(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(self: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    with pytest.raises(errors.TooManyPixelsError) as caught:
        open_photo(data)
    assert caught.value.limit_pixels == 80_000_000


@pytest.mark.parametrize("claiming", CLAIMING)
@pytest.mark.parametrize("side", [(9_000, 10_000), (10_000, 10_000), (13_000, 13_000)])
def test_pillow_does_not_warn_of_large_pictures(
    claiming: Callable[[int, int], bytes], side: tuple[int, int], recwarn: pytest.WarningsRecorder
) -> None:
    """Between 89 and 179 megapixels Pillow itself would warn and go on."""
    warnings.simplefilter("always")
    with pytest.raises(errors.TooManyPixelsError) as caught:
        open_photo(claiming(*side))
    assert caught.value.size == side
    assert list(recwarn) == []


def test_the_pixel_limit_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(Image.new("RGB", (30, 20)), "PNG")
    monkeypatch.setattr(decoding, "LIMIT_PIXELS", 600)
    assert open_photo(data).width == 30
    monkeypatch.setattr(decoding, "LIMIT_PIXELS", 599)
    with pytest.raises(errors.TooManyPixelsError, match="30 x 20"):
        open_photo(data)


def test_the_byte_limit_holds_for_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "label.png"
    path.write_bytes(WHOLE_PNG)
    size = path.stat().st_size
    monkeypatch.setattr(photo, "LIMIT_BYTES", size)
    assert open_photo(path).size_bytes == size
    monkeypatch.setattr(photo, "LIMIT_BYTES", size - 1)
    for source in (path, WHOLE_PNG, io.BytesIO(WHOLE_PNG)):
        with pytest.raises(errors.PhotoTooLargeError):
            open_photo(source)


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)  # takes no room on the disk
    with pytest.raises(errors.PhotoTooLargeError) as caught:
        open_photo(path)
    assert caught.value.size_bytes == 50_000_000_000


def test_empty_and_without_pixels() -> None:
    with pytest.raises(errors.EmptyPhotoError):
        open_photo(b"")
    for data in (png_claiming(0, 10), bmp_claiming(0, 10), jpeg_claiming(0, 16), tiff_claiming(0, 9)):
        with pytest.raises(errors.DamagedPhotoError):
            open_photo(data)
    assert open_photo(gif_claiming(0, 0)).width == 16  # its frame says how large it is


def test_a_bomb_of_compressed_text_is_refused() -> None:
    data = png_claiming(16, 16)
    bomb = png_chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80_000_000)))
    with pytest.raises(errors.DamagedPhotoError):
        open_photo(data[:33] + bomb + data[33:])


# --- nothing leaks -----------------------------------------------------------------------------------------


def test_pillow_is_left_as_it_was() -> None:
    before = (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, list(warnings.filters))
    for data in (WHOLE_JPEG, WHOLE_JPEG[:500], png_claiming(30_000, 30_000)):
        try:
            open_photo(data)
        except errors.PhotoError:
            continue
    assert (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, list(warnings.filters)) == before
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def modules_after(program: str, *arguments: str) -> set[str]:
    """The names of the modules that a fresh interpreter has loaded after ``program``."""
    command = [sys.executable, "-c", program + "; import sys; print(*sys.modules)", *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_importing_loads_no_picture_library() -> None:
    assert not modules_after("import scanner.photo") & {"PIL", "cv2", "pi_heif", "_pi_heif"}


def test_a_jpeg_loads_neither_heic_nor_opencv_nor_other_formats(tmp_path: Path) -> None:
    (tmp_path / "label.jpg").write_bytes(WHOLE_JPEG)
    program = "import sys; from scanner.photo import open_photo; open_photo(sys.argv[1])"
    loaded = modules_after(program, str(tmp_path / "label.jpg"))
    assert "PIL.JpegImagePlugin" in loaded
    assert not loaded & {"cv2", "pi_heif", "_pi_heif", "PIL.PngImagePlugin", "PIL.PdfImagePlugin"}
