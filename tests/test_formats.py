"""What a file is, whatever its name says, and whether its end is there."""

from __future__ import annotations

import io
import sys
import time
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from scanner import errors
from scanner.formats import picture_format
from scanner.photo import open_photo
from scanner.structure import structure


def noise(width: int = 160, height: int = 120) -> Image.Image:
    """Does not compress, so that a cut is a cut into pixels."""
    return Image.fromarray(np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def zip_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("label.jpg", b"no")
    return file.getvalue()


WHOLE = {
    "JPEG": saved(noise(), "JPEG"),
    "progressive JPEG": saved(noise(), "JPEG", progressive=True),
    "PNG": saved(noise(), "PNG"),
    "WEBP": saved(noise(), "WEBP"),
    "lossless WEBP": saved(noise(), "WEBP", lossless=True),
    "TIFF": saved(noise(), "TIFF"),
    "LZW TIFF": saved(noise(), "TIFF", compression="tiff_lzw"),
    "BMP": saved(noise(), "BMP"),
    "GIF": saved(noise(), "GIF"),
    "animated GIF": saved(noise(), "GIF", save_all=True, append_images=[noise(100, 90)]),
}


# --- what a file is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zip_archive(), "a ZIP archive"),
        (b"<!DOCTYPE html><html><body><img src=label.jpg></body></html>", "a web page"),
        (b"\n\n<HTML><svg></svg>", "a web page"),
        (b"Magnesium (as magnesium bisglycinate) 200 mg", "text"),
        (b"BM is how this text begins, and yet it is no bitmap", "text"),
        (b"hi", "text"),
        (b"\x1f\x8b\x08\x00" + bytes(30), "a compressed archive"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(30), "a video"),
        (b"\x7fELF\x02\x01\x01" + bytes(30), "a program"),
        (bytes(100), None),
        (b"\xff\xd8", None),
        (b"\x00", None),
    ],
)
def test_no_picture_is_refused_by_what_it_is(data: bytes, kind: str | None) -> None:
    with pytest.raises(errors.NotAnImageError) as caught:
        open_photo(data, name="label.jpg")
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "an SVG drawing"),
        (b'<?xml version="1.0"?>\n<!-- drawn --><svg width="9"/>', "an SVG drawing"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"8BPS\x00\x01" + bytes(30), "a Photoshop file"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf", "an AVIF picture"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "an AVIF picture"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1miaf", "a HEIF picture of an unusual kind"),
        (b"\x00\x00\x01\x00\x01\x00" + bytes(30), "an icon"),
        (b"\xff\x0a" + bytes(30), "a JPEG XL picture"),
    ],
)
def test_other_pictures_are_named(data: bytes, kind: str) -> None:
    with pytest.raises(errors.UnsupportedFormatError) as caught:
        open_photo(data, name="label.jpg")
    assert caught.value.kind == kind


def test_heic_brands() -> None:
    assert picture_format(b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic") == "HEIC"
    assert picture_format(b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00mif1heic") == "HEIC"


def test_raw_pictures_are_not_mistaken_for_their_thumbnail() -> None:
    data = saved(noise(16, 16), "TIFF", tiffinfo={50706: bytes([1, 4, 0, 0])})
    with pytest.raises(errors.UnsupportedFormatError, match="DNG"):
        open_photo(data)


def test_a_picture_with_an_archive_behind_it_is_a_picture() -> None:
    data = WHOLE["JPEG"] + zip_archive()
    assert np.array_equal(open_photo(data).pixels, open_photo(WHOLE["JPEG"]).pixels)


def test_patterns_stay_fast_on_text_made_to_slow_them() -> None:
    started = time.process_time()
    for hostile in (
        b"<!--" * 400_000,
        b"<?xml" + b"<svg" * 400_000,
        b" " * 2_000_000,
        b"\x00\x00\x00\x1cftypmif1" * 99,
    ):
        with pytest.raises((errors.NotAnImageError, errors.UnsupportedFormatError)):
            open_photo(hostile)
    assert time.process_time() - started < 0.5


# --- cut off and damaged -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WHOLE)
def test_cut_at_every_twentieth_is_refused_as_cut_off(kind: str) -> None:
    whole = WHOLE[kind]
    for part in range(1, 20):
        cut = whole[: len(whole) * part // 20]
        if kind == "animated GIF" and part > 13:
            break  # the first frame is whole
        with pytest.raises(errors.TruncatedPhotoError) as caught:
            open_photo(cut)
        assert caught.value.size_bytes == len(cut)
        assert caught.value.missing_bytes is None or 1 <= caught.value.missing_bytes <= len(whole) - len(cut)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP"])
def test_how_much_is_missing(kind: str) -> None:
    whole = WHOLE[kind]
    cut = whole[: len(whole) // 2]
    with pytest.raises(errors.TruncatedPhotoError) as caught:
        open_photo(cut)
    missing = caught.value.missing_bytes
    assert missing is not None
    # PNG tells where the chunk ends that is cut; the others where the file does.
    assert len(whole) - len(cut) - (12 if kind == "PNG" else 0) <= missing <= len(whole) - len(cut)
    assert f"{missing:,}" in str(caught.value)


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("length", [12, 20, 24, 30, 60, 200])
def test_cut_in_the_header(kind: str, length: int) -> None:
    with pytest.raises(errors.PhotoError) as caught:
        open_photo(WHOLE[kind][:length])
    assert caught.value.cause in {"truncated", "not_an_image"}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_file_misses_nothing(kind: str) -> None:
    picture = picture_format(WHOLE[kind])
    assert picture is not None
    for data in (WHOLE[kind], WHOLE[kind] + bytes(100)):
        assert 0 < structure(picture, data).length <= len(WHOLE[kind])


def test_damaged_but_not_cut() -> None:
    whole = WHOLE["PNG"]
    at = whole.index(b"IDAT") + 20
    with pytest.raises(errors.DamagedPhotoError):
        open_photo(whole[:at] + bytes(200) + whole[at + 200 :])


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7)), max_size=9),
)
def test_flipped_bits_give_a_photo_or_a_named_error(kind: str, flips: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[kind])
    for place, bit in flips:
        # Cubed, because the first bytes hold what the decoders believe.
        data[int(place**3 * (len(data) - 1))] ^= 1 << bit
    try:
        opened = open_photo(bytes(data))
    except errors.PhotoError:
        return  # anything else than a named error fails the test
    assert opened.pixels.shape[2] == 3


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from([data[:length] for data in WHOLE.values() for length in (12, 40)]),
    rest=st.binary(max_size=200),
)
def test_a_right_beginning_with_anything_behind_is_no_surprise(start: bytes, rest: bytes) -> None:
    try:
        open_photo(start + rest)
    except errors.PhotoError:
        return  # anything else than a named error fails the test


def test_missing_heic_decoder_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(errors.UnsupportedFormatError, match="pi-heif"):
        open_photo(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
