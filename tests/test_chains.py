"""Pieces of lines found without reading: they follow the bend that boxes around whole lines hide."""

import cv2
import numpy as np
import pytest
from fakes import blank_photo
from test_letters import CAPITAL_PX, text_photo

from scanner.reading.chains import line_pieces
from scanner.reading.straighten import fit_slopes


def slopes(pieces):
    return np.array([(p.right[1] - p.left[1]) / (p.right[0] - p.left[0]) for p in pieces])


def bent(image, slope=0.0, sag=0.0):
    """The picture with its lines falling by ``slope``, and by ``sag`` times the distance from the middle."""
    height, width = image.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    off = x - width / 2
    return cv2.remap(
        image, x, y - slope * off - sag * off**2 / 2, cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )


@pytest.mark.parametrize("slope", [-0.15, 0.0, 0.15])
def test_pieces_have_the_slope_of_their_lines(slope):
    pieces = line_pieces(bent(text_photo(1.0), slope), CAPITAL_PX)
    assert len(pieces) >= 8
    assert np.median(slopes(pieces)) == pytest.approx(slope, abs=0.02)


def test_pieces_of_a_bent_line_have_the_slopes_along_it():
    image = bent(text_photo(1.0), sag=0.0006)
    pieces = line_pieces(image, CAPITAL_PX)
    middle = image.shape[1] / 2
    wanted = np.array([0.0006 * ((p.left[0] + p.right[0]) / 2 - middle) for p in pieces])
    assert np.median(np.abs(slopes(pieces) - wanted)) < 0.025
    assert np.ptp(wanted) > 0.1


def test_the_field_of_the_pieces_is_the_bend_of_the_page():
    image = bent(text_photo(1.0), sag=0.0006)
    field = fit_slopes(line_pieces(image, CAPITAL_PX))
    y = image.shape[0] / 2
    assert field.slope((500, y)) - field.slope((200, y)) == pytest.approx(0.18, abs=0.06)


def test_pieces_stand_on_the_letters_of_the_photo_at_any_scale():
    for scale in (1.0, 2.0):
        pieces = line_pieces(text_photo(scale), CAPITAL_PX * scale)
        lines = {round((p.left[1] / scale - 45) / 60) for p in pieces}
        assert lines == set(range(8))
        assert (
            max(
                abs(p.left[1] + p.height / 2 - scale * (60 * round((p.left[1] / scale - 34) / 60) + 45))
                for p in pieces
            )
            < 6 * scale
        )


def test_light_letters_on_dark_give_pieces_as_well():
    assert len(line_pieces(text_photo(1.0, ink=(255, 255, 255), ground=20), CAPITAL_PX)) >= 8


def test_pieces_have_no_text():
    assert {p.text for p in line_pieces(text_photo(1.0), CAPITAL_PX)} == {""}


def test_a_blank_photo_has_no_pieces():
    assert line_pieces(blank_photo(), 12.0) == []


def test_a_few_letters_are_no_chain():
    image = blank_photo(300, 80)
    cv2.putText(image, "48 H", (10, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2)
    assert line_pieces(image, CAPITAL_PX) == []
