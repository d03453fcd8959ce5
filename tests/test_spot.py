"""Where the text is on a photo of a thing in the hand, before anything is read."""

import cv2
import numpy as np
from fakes import blank_photo

from scanner.reading.spot import text_regions

SIZE = (3000, 2400)


def lines(photo, left, top, letters_px=18, angle=0.0):
    """Lines of print of ``letters_px``, climbing by ``angle`` degrees; the box around them."""
    layer = np.zeros(photo.shape[:2], np.uint8)
    for number in range(14):
        cv2.putText(
            layer, "Vitamin B6 (as Pyridoxine) 10 mg 588%", (left, top + number * 2 * letters_px),
            cv2.FONT_HERSHEY_SIMPLEX, letters_px / 22, 255, 2, cv2.LINE_AA,
        )  # fmt: skip
    turn = cv2.getRotationMatrix2D((left, top), angle, 1.0)
    layer = cv2.warpAffine(layer, turn, (photo.shape[1], photo.shape[0]))
    photo[layer > 90] = 20
    ys, xs = np.nonzero(layer)
    return xs.min(), ys.min(), xs.max(), ys.max()


def holds(region, box):
    return region[0] <= box[0] and region[1] <= box[1] and region[2] >= box[2] and region[3] >= box[3]


def test_the_lines_of_a_label_are_found_with_room_around_them():
    photo = blank_photo(*SIZE)
    box = lines(photo, 1100, 900)
    region = next(text_regions(photo))
    assert holds(region, box)
    assert (region[2] - region[0]) * (region[3] - region[1]) < 0.4 * SIZE[0] * SIZE[1]


def test_slanted_small_print_under_large_letters_is_the_second_place_to_look():
    photo = blank_photo(*SIZE)
    for number in range(3):
        cv2.putText(photo, "MAGNESIUM", (900, 500 + 160 * number), 0, 4.0, (30, 30, 30), 12)
    box = lines(photo, 1100, 1500, letters_px=12, angle=25)
    assert any(holds(region, box) for region in text_regions(photo))


def test_on_a_photo_without_text_there_is_nowhere_to_look():
    assert list(text_regions(blank_photo(*SIZE))) == []
