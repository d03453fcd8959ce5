"""The drawn-on picture: boxes in the right places, told apart by state, and never over a photo that was given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from scanner.command_line.picture_file import PictureFolder
from scanner.errors import PhotoNotFoundError
from scanner.panel.record import Panel, PanelCell, PanelRow
from scanner.picture import Mark, draw_marks, marks, picture_of, upright
from scanner.records import Facts, Field, Scan, Serving, missing

GREY = 128
SIZE = (400, 300)


def blank(size=SIZE):
    return np.full((size[1], size[0], 3), GREY, np.uint8)


def drawn_marks(image, marks):
    return np.asarray(draw_marks(image, marks))


NAMES = ("elemental_mg", "compound_mg", "percent_dv", "forms", "serving", "per_container", "servings_per_day")


def facts(**fields):
    nothing = {name: missing("not found") for name in NAMES}
    return Facts(**{**nothing, **fields}, basis="elemental")


def scan_of(found, size=SIZE):
    return Scan("label.png", "read", None, found, (), "fake", 0.1, size)


def changed(image):
    """The smallest box around all pixels that were drawn on."""
    rows, columns = np.nonzero((image != GREY).any(axis=2))
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_a_mark_stays_around_its_box_and_leaves_the_print_inside_alone():
    box = (100, 150, 200, 180)
    drawn = drawn_marks(blank(), [Mark(box, "magnesium", "sure")])
    x0, _, _, y1 = changed(drawn)
    assert 90 <= x0 < 100
    assert 180 < y1 <= 190
    assert (drawn[155:175, 105:195] == GREY).all()


def test_sure_is_a_line_and_check_is_dashes_of_another_colour():
    box = (100, 150, 300, 250)
    lines = {
        state: drawn_marks(blank(), [Mark(box, "serving", state)])[140:260, 97] for state in ("sure", "check")
    }
    colours = {state: {tuple(int(part) for part in pixel) for pixel in line} for state, line in lines.items()}
    drawn_on = {state: found - {(GREY, GREY, GREY), (255, 255, 255)} for state, found in colours.items()}
    assert drawn_on["sure"]
    assert drawn_on["check"]
    assert not drawn_on["sure"] & drawn_on["check"]
    # Along the left edge a dashed line shows its white ground, a solid one hardly does.
    white = {state: int((line == 255).all(axis=1).sum()) for state, line in lines.items()}
    assert white["check"] > 20 + white["sure"]


def row(box, state="check"):
    return PanelRow(
        "Zinc", None, 0, (PanelCell("serving", 10, "mg", 91, None),), "Zinc 10 mg 91%", box, state, ""
    )


def test_the_rows_of_the_panel_are_drawn_with_their_states_and_without_captions():
    amount = Field(10.0, "10 mg", (10, 50, 60, 70), "sure", "")
    rows = (row((10, 50, 200, 70)), row((10, 80, 200, 100), "sure"), row(None), row((10, 50, 60, 70)))
    found = marks(facts(elemental_mg=amount, panel=Panel(None, (), rows, 0, 0)))
    assert found == (
        Mark((10, 50, 60, 70), "magnesium", "sure"),
        Mark((10, 50, 200, 70), "", "check"),
        Mark((10, 80, 200, 100), "", "sure"),
    )


def test_a_row_of_the_panel_is_a_box_and_nothing_else():
    drawn = drawn_marks(blank(), [Mark((100, 150, 200, 180), "", "sure")])
    x0, y0, x1, y1 = changed(drawn)
    assert 90 <= x0 < 100
    assert 200 < x1 <= 210
    assert 140 <= y0 < 150
    assert 180 < y1 <= 190
    assert (drawn[155:175, 105:195] == GREY).all()


def test_captions_do_not_lie_over_each_other():
    box = (100, 100, 180, 120)
    near = (100, 122, 180, 142)
    one = drawn_marks(blank(), [Mark(box, "magnesium", "sure")])
    both = drawn_marks(blank(), [Mark(box, "magnesium", "sure"), Mark(near, "serving", "sure")])
    caption = (slice(70, 90), slice(100, 200))  # above the upper box
    assert (one[caption] == both[caption]).all()
    assert (one[caption] != GREY).any()


@pytest.mark.parametrize("box", [(0, 0, 400, 300), (-30, -30, 5, 5), (390, 290, 460, 330), (5, 5, 5, 5)])
def test_boxes_at_and_over_the_edge_are_drawn_without_fail(box):
    drawn = drawn_marks(blank(), [Mark(box, "servings per container, % of daily value", "check")])
    assert drawn.shape == (300, 400, 3)
    assert (drawn != GREY).any()


def test_a_tiny_picture_is_drawn_without_fail():
    assert drawn_marks(blank((3, 2)), [Mark((0, 0, 3, 2), "form", "sure")]).shape == (2, 3, 3)


def test_the_given_picture_is_not_touched():
    image = blank()
    drawn_marks(image, [Mark((10, 10, 50, 50), "form", "sure")])
    assert (image == GREY).all()


def test_fields_of_one_place_share_a_mark_with_the_more_doubtful_state():
    box = (10, 10, 50, 50)
    found = facts(
        elemental_mg=Field(120.0, "120 mg", box, "check", "doubtful"),
        forms=Field(("citrate",), "citrate", box, "sure", "named"),
        serving=Field(Serving(1, "capsule"), "1 capsule", (60, 60, 90, 90), "sure", "printed"),
    )
    assert marks(found) == (
        Mark(box, "magnesium, form", "check"),
        Mark((60, 60, 90, 90), "serving", "sure"),
    )


@pytest.mark.parametrize(("turned", "corner"), [(0, "a"), (90, "c"), (180, "d"), (270, "b")])
def test_the_photo_is_turned_clockwise(turned, corner):
    letters = {"a": 10, "b": 20, "c": 30, "d": 40}
    pixels = np.array([[[10] * 3, [20] * 3], [[30] * 3, [40] * 3]], np.uint8)
    pixels = pixels.repeat(2, axis=1)  # wider than high, so that a wrong size is noticed
    size = (4, 2) if turned in (0, 180) else (2, 4)
    assert upright(pixels, turned, size)[0, 0, 0] == letters[corner]


def test_boxes_of_another_size_are_refused():
    with pytest.raises(ValueError, match="another size"):
        upright(blank(), 90, SIZE)


def test_a_photo_without_facts_is_returned_as_it_is():
    assert (np.asarray(picture_of(replace(scan_of(None), facts=None), blank(), 0)) == GREY).all()


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "label.png"
    Pillow.fromarray(blank()).save(path)
    return path


READ = facts(elemental_mg=Field(120.0, "120 mg", (100, 150, 200, 180), "sure", "printed"))


def test_the_picture_is_written_as_name_magnify_png(photo, tmp_path):
    folder = tmp_path / "out" / "deeper"
    path = PictureFolder(folder, [photo]).save(photo, scan_of(READ))
    assert path == folder / "label.magnify.png"
    assert [file.name for file in folder.iterdir()] == ["label.magnify.png"]
    assert (np.asarray(Pillow.open(path)) != GREY).any()


def test_a_second_run_writes_the_same_file_again(photo, tmp_path):
    first = PictureFolder(tmp_path / "out", [photo]).save(photo, scan_of(READ))
    assert PictureFolder(tmp_path / "out", [photo]).save(photo, scan_of(READ)) == first


def test_no_photo_that_was_given_is_ever_overwritten(photo, tmp_path):
    other = tmp_path / "label.magnify.png"  # what the picture of label.png would be called
    other.write_bytes(photo.read_bytes())
    before = other.read_bytes()
    path = PictureFolder(tmp_path, [photo, other]).save(photo, scan_of(READ))
    assert path == tmp_path / "label-2.magnify.png"
    assert other.read_bytes() == before


def test_a_link_to_the_photo_is_replaced_and_not_followed(photo, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "label.magnify.png").symlink_to(photo)
    before = photo.read_bytes()
    PictureFolder(out, [photo]).save(photo, scan_of(READ))
    assert photo.read_bytes() == before
    assert not (out / "label.magnify.png").is_symlink()


def test_photos_of_one_name_from_two_folders_get_two_pictures(photo, tmp_path):
    twin = tmp_path / "other" / "label.png"
    twin.parent.mkdir()
    twin.write_bytes(photo.read_bytes())
    folder = PictureFolder(tmp_path / "out", [photo, twin])
    paths = [folder.save(each, scan_of(READ)) for each in (photo, twin)]
    assert [path.name for path in paths] == ["label.magnify.png", "label-2.magnify.png"]


def test_nothing_is_left_behind_when_writing_fails(photo, tmp_path):
    out = tmp_path / "out"
    folder = PictureFolder(out, [photo])
    (out / "label.magnify.png").mkdir()  # a folder cannot be replaced by a file
    with pytest.raises(OSError, match="label"):
        folder.save(photo, scan_of(READ))
    assert [file.name for file in out.iterdir()] == ["label.magnify.png"]


def test_a_photo_that_has_gone_is_an_error_of_its_own(tmp_path):
    with pytest.raises(PhotoNotFoundError):
        PictureFolder(tmp_path / "out", []).save(Path(tmp_path / "gone.png"), scan_of(READ))


def test_boxes_that_do_not_belong_to_the_photo_are_not_drawn_in_a_wrong_place(photo, tmp_path):
    with pytest.raises(ValueError, match="another size"):
        PictureFolder(tmp_path / "out", [photo]).save(photo, scan_of(READ, size=(300, 400)))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_photo_that_the_reader_turned_is_drawn_turned(photo, tmp_path):
    turned = replace(scan_of(READ), turned=180)
    Pillow.fromarray(np.vstack([blank((400, 150)), np.zeros((150, 400, 3), np.uint8)])).save(photo)
    drawn = np.asarray(Pillow.open(PictureFolder(tmp_path / "out", [photo]).save(photo, turned)))
    assert drawn[5, 5, 0] == 0
    assert drawn[295, 395, 0] == GREY
