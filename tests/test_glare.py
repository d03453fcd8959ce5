"""Glare is found where light has eaten print, and not where the label itself is white."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from scanner.photo import open_photo
from scanner.reading.glare import glare_patches

PICTURES = sorted((Path(__file__).resolve().parent.parent / "samples" / "pictures").glob("*.jpg"))
PAPER, INK = 205, 40
SPOT = (420, 300)


def label(paper=PAPER, ink=INK, size=(600, 840)):
    """Lines of print on one ground."""
    image = np.full((*size, 3), paper, np.uint8)
    for place, top in enumerate(range(60, size[0] - 30, 34)):
        words = f"Magnesium as citrate {100 + place} mg {place} percent of the daily value"
        cv2.putText(image, words, (40, top), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (ink,) * 3, 2, cv2.LINE_AA)
    return image


def lit(image, centre=SPOT, radius=(90, 60), strength=420):
    """The picture with a reflection at ``centre``."""
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    fall = np.exp(-(((x - centre[0]) / radius[0]) ** 2 + ((y - centre[1]) / radius[1]) ** 2))
    return np.clip(image + strength * fall[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("paper", "ink"), [(PAPER, INK), (60, 220)])
def test_a_reflection_over_print_is_found_where_it_is(paper, ink):
    (x0, y0, x1, y1), *others = glare_patches(lit(label(paper, ink)))
    assert x0 < SPOT[0] < x1
    assert y0 < SPOT[1] < y1
    assert x1 - x0 < 300
    assert not others


def test_boxes_are_pixels_of_the_photo_whatever_its_size():
    large = cv2.resize(lit(label()), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    ((x0, y0, x1, y1),) = glare_patches(large)
    assert x0 < 3 * SPOT[0] < x1
    assert y0 < 3 * SPOT[1] < y1


def test_two_reflections_are_two_the_larger_first():
    image = lit(lit(label(60, 220), (220, 170), (60, 45)), (600, 420), (90, 60))
    first, second = glare_patches(image)
    assert first[0] > second[0]


@pytest.mark.parametrize("paper", [PAPER, 235, 255])
def test_a_white_label_is_no_glare(paper):
    assert glare_patches(label(paper)) == ()


def test_a_white_field_with_a_printed_edge_is_no_glare():
    image = label()
    cv2.rectangle(image, (250, 200), (560, 380), (255, 255, 255), -1)
    assert glare_patches(image) == ()


def test_a_bright_background_is_no_glare():
    image = np.full((900, 1100, 3), 255, np.uint8)
    image[150:750, 130:970] = label()
    assert glare_patches(cv2.GaussianBlur(image, (0, 0), 4)) == ()


def test_a_reflection_beside_all_print_is_none_of_our_business():
    image = np.full((600, 840, 3), PAPER, np.uint8)
    assert glare_patches(lit(image)) == ()


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_no_drawn_label_has_any(picture):
    # The drawn "glare" leaves the print legible, so it is none either.
    assert glare_patches(open_photo(picture).pixels) == ()


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 4000, 3), (40, 30, 3)])
def test_odd_pictures_are_borne(shape):
    assert glare_patches(np.full(shape, 255, np.uint8)) == ()
