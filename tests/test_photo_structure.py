"""The parts of a file are counted, and few enough, before a decoder sees them."""

from __future__ import annotations

import struct
import time

import pytest
from PIL import ImageFile

from scanner import errors
from scanner.photo import open_photo
from scanner.structure import LIMIT_PARTS, structure
from tests.hostile import containers
from tests.hostile.case import PARTS
from tests.hostile.structures import grid_of_grids, structures

MANY_PARTS = [case for case in structures() if case.may == PARTS]
LIMIT_BYTES = 40_000_000


def test_every_format_but_bmp_has_files_of_too_many_parts() -> None:
    """A BMP is a header and its pixels: it has no parts."""
    assert {case.kind for case in MANY_PARTS} == {"JPEG", "PNG", "GIF", "WebP", "TIFF", "HEIC"}


@pytest.mark.parametrize("case", MANY_PARTS, ids=lambda case: case.name)
def test_too_many_parts_are_refused_before_the_decoder_is_called(
    case: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "__init__", opened)
    monkeypatch.setattr("pi_heif.open_heif", opened)
    with pytest.raises(errors.TooManyPartsError, match=r"300,000 parts\. Save it as a new file"):
        open_photo(case.data)


@pytest.mark.parametrize(
    ("picture", "data"),
    [
        pytest.param("JPEG", containers.jpeg_with(containers.segment(0xE5) * 9_000_000), id="JPEG"),
        pytest.param("JPEG", containers.jpeg_with(b"\xff" * 39_000_000), id="JPEG, filled"),
        pytest.param("JPEG", containers.jpeg_before_end(b"\xff" * 39_000_000), id="JPEG, filled within"),
        pytest.param("JPEG", containers.jpeg_before_end(b"\xff\0" * 19_000_000), id="JPEG, zeros within"),
        pytest.param("JPEG", containers.jpeg_before_end(b"\xff\xd0" * 19_000_000), id="JPEG, restarts"),
        pytest.param("GIF", containers.gif(before=b"!\xfe" + b"\1x" * 19_000_000), id="GIF"),
        pytest.param("GIF", containers.gif(data=bytes(range(1, 256)) * 150_000), id="GIF of 38 MB"),
    ],
)
def test_the_walk_is_quick_over_the_largest_file(picture: str, data: bytes) -> None:
    assert len(data) < LIMIT_BYTES
    started = time.process_time()
    structure(picture, data)
    assert time.process_time() - started < 2


def test_what_real_writers_make_of_the_largest_file_is_far_from_the_limit() -> None:
    kilobytes_8 = containers.png_chunk(b"IDAT", bytes(8_192))
    png = containers.PNG_START + containers.ihdr() + kilobytes_8 * (LIMIT_BYTES // len(kilobytes_8))
    gif = containers.gif(data=b"\xaa" * 39_800_000)
    segments = containers.segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(65_000)) * 610
    strips = tuple(range(32_000))
    rows = containers.tags(starts=(273, 4, strips), sizes=(279, 4, strips))
    for picture, data in {
        "PNG": png,
        "GIF": gif,
        "JPEG": containers.jpeg_with(segments),
        "TIFF": containers.tiff(rows, containers.STORED),
    }.items():
        found = structure(picture, data)
        assert 0 < found.parts < LIMIT_PARTS * 0.6, picture


def test_parts_of_the_frames_behind_the_first_are_not_counted() -> None:
    frame = containers.gif()[19:-1]
    alone = structure("GIF", containers.gif())
    assert structure("GIF", containers.gif(after=frame * 9_000)).parts == alone.parts


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_of_any_kind_tells_how_long_it_is(order: str, *, big: bool) -> None:
    data = containers.tiff(containers.tags(), containers.STORED, big=big, order=order)
    length = structure("TIFF", data).length
    assert length == len(data) - (8 if big else 0)  # where the next directory would be is not needed
    with pytest.raises(errors.TruncatedPhotoError) as caught:
        open_photo(data[: length // 2])
    assert 1 <= (caught.value.missing_bytes or 0) <= length - length // 2


def test_exif_of_many_numbers_is_refused() -> None:
    block = containers.segment(0xE1, b"Exif\0\0" + bytes(65_000))
    assert open_photo(containers.jpeg_with(block * 30)).width == 48
    with pytest.raises(errors.DamagedPhotoError, match="EXIF data take more than 2 MB"):
        open_photo(containers.jpeg_with(block * 31))


def test_a_tag_that_points_into_the_pixels_is_no_length() -> None:
    """Only the picture's own directory says how long the file must be."""
    entries = [*containers.tags(), (34665, 4, (2**31,))]
    assert structure("TIFF", containers.tiff(entries, containers.STORED)).length < 10_000


def test_a_heic_whose_main_picture_is_lost_does_not_show_another() -> None:
    with pytest.raises(errors.DamagedPhotoError, match="main picture"):
        open_photo(containers.grid(3, 3, tiles=1))
    assert open_photo(containers.grid(3, 3)).width == 192


def test_pixels_of_a_heic_outlive_their_decoder() -> None:
    data = containers.heic(properties=(containers.hvcc(640, 480), containers.size_box(640, 480)))
    opened = open_photo(data)
    again = [open_photo(data) for _ in range(9)]
    assert opened.pixels.base is None
    assert all((other.pixels == opened.pixels).all() for other in again)
    assert 100 < opened.pixels.mean() < 255


def test_a_first_pass_of_few_colours_is_noticed() -> None:
    whole = structure("JPEG", containers.jpeg())
    assert (whole.passes, whole.first_pass) == (1, 3)
    scan = containers.jpeg().index(b"\xff\xda")
    one = (
        containers.jpeg()[:scan]
        + containers.segment(0xDA, b"\1\1\0\0\x3f\0")
        + containers.jpeg()[scan + 14 :]
    )
    assert structure("JPEG", one).first_pass == 1


def test_huge_numbers_do_not_stop_the_walk() -> None:
    far = struct.pack("<2sHHHQQ", b"II", 43, 8, 0, 16, 2**63)
    assert structure("TIFF", far).length > 2**63
    assert structure("HEIC", b"\0\0\0\1ftyp" + b"\xff" * 8).length == 2**64 - 1


@pytest.mark.parametrize("name", ["mask of 900 MP", "mask of no size", "tile of 900 MP", "tile of no size"])
def test_a_large_picture_within_a_small_heic_is_refused_before_decoding(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("pi_heif.open_heif", opened)
    (case,) = (case for case in structures() if case.name == f"{name}.heic")
    with pytest.raises((errors.TooManyPixelsError, errors.DamagedPhotoError)):
        open_photo(case.data)


def test_pictures_that_a_heic_is_put_together_from_are_added_up() -> None:
    tiles = structure("HEIC", containers.grid(3, 3)).items
    assert tiles.pixels() == 2 * 192 * 192
    assert structure("HEIC", containers.heic()).items.pixels() == 64 * 64
    nested = structure("HEIC", grid_of_grids(3)).items
    assert nested.pixels() == 64 * 64 * (1 + 25 + 25**2 + 25**3)
    with pytest.raises(errors.DamagedPhotoError, match="too many pixels"):
        open_photo(grid_of_grids(5))


def test_a_heic_that_is_a_part_of_itself_is_endless() -> None:
    with pytest.raises(errors.DamagedPhotoError, match="too many pixels"):
        open_photo(containers.grid(1, 1, ends=(1,)))
