"""How large the letters of a picture are, before anything is read."""

import cv2
import numpy as np
import pytest
from fakes import blank_photo

from scanner.reading.letters import letter_height

CAPITAL_PX = 22
"""Height of a capital of OpenCV's plain font at scale 1."""


WIDE = "MAGNESIUM HXZNK 200 MAGNESIUM HXZNK 200"


def text_photo(scale, ink=(0, 0, 0), ground=255, lines=8, text=WIDE):
    """Lines of capitals, 60 px apart at scale 1, their feet 45 px below the top."""
    image = np.full((int(60 * scale * lines), int(700 * scale), 3), ground, np.uint8)
    for line in range(lines):
        place = (int(10 * scale), int((60 * line + 45) * scale))
        thick = max(1, round(2 * scale))
        cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, ink, thick, cv2.LINE_AA)
    return image


@pytest.mark.parametrize("scale", [0.6, 1.0, 2.0, 3.0])
def test_the_height_follows_the_size_of_the_print(scale):
    assert letter_height(text_photo(scale)) == pytest.approx(CAPITAL_PX * scale, rel=0.25)


def test_light_letters_on_dark_count_as_well():
    dark = letter_height(text_photo(1.0, ink=(255, 255, 255), ground=20))
    assert dark == pytest.approx(letter_height(text_photo(1.0)), rel=0.15)


@pytest.mark.parametrize(
    "image", [blank_photo(), blank_photo(3000, 2000), text_photo(1.0, lines=1, text="MAGNESIUM")]
)
def test_where_there_are_few_letters_nothing_is_said(image):
    assert letter_height(image) is None
