"""What the networks of the first reader draw and say becomes rectangles and letters."""

from types import SimpleNamespace

import numpy as np
import pytest

from scanner.readers import line_finder
from scanner.readers.line_finder import LineFinder
from scanner.readers.line_network import LINE_HEIGHT, LineNetwork


class Drawing:
    """A session that answers with what it is given to say, and keeps what it was asked."""

    def __init__(self, answer):
        self.answer, self.asked = np.asarray(answer, np.float32), None

    def get_inputs(self):
        return [SimpleNamespace(name="x")]

    def run(self, _, given):
        (self.asked,) = given.values()
        return [self.answer]


def drawn(*boxes, size=(128, 320), strength=0.9):
    """A map on which these runs are drawn: x0, y0, x1, y1."""
    page = np.zeros(size, np.float32)
    for x0, y0, x1, y1 in boxes:
        page[y0:y1, x0:x1] = strength
    return page


def found(page):
    picture = np.zeros((*page.shape, 3), np.uint8)
    return LineFinder(Drawing(page[np.newaxis, np.newaxis])).find(picture)


def test_a_run_is_grown_to_the_height_of_its_line_and_stays_level():
    (quad,) = found(drawn((40, 50, 240, 60))).quads
    (left, top), (right, _), (_, bottom), _ = quad
    # Shrunk by 1.6 of its area over its outline on each side: 200 x 10 by 7.6.
    assert (left, top) == pytest.approx((40 - 7.6, 50 - 7.6), abs=1.5)
    assert (right, bottom) == pytest.approx((240 + 7.6, 60 + 7.6), abs=1.5)


def test_lines_come_from_the_top_down_and_stay_on_the_picture():
    quads = found(drawn((0, 110, 320, 124), (10, 10, 60, 20), (100, 10, 200, 20))).quads
    assert [q[0][1] > 60 for q in quads] == [False, False, True]
    assert quads[0][0][0] < quads[1][0][0]
    assert all(0 <= x <= 319 and 0 <= y <= 127 for q in quads for x, y in q)


def test_specks_and_faint_runs_are_no_lines():
    assert found(drawn((5, 5, 6, 6))).quads == ()
    assert found(drawn((40, 50, 240, 60), strength=0.4)).quads == ()
    assert found(np.zeros((64, 64), np.float32)).quads == ()


def test_of_more_lines_than_are_looked_at_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(line_finder, "_MOST", 3)
    rows = [(20, y, 300, y + 6) for y in range(10, 120, 22)]
    assert found(drawn(*rows)).left_out == len(rows) - 3


def test_the_finder_sees_blue_green_red_between_minus_one_and_one():
    session = Drawing(np.zeros((1, 1, 32, 32)))
    picture = np.zeros((32, 32, 3), np.uint8)
    picture[..., 0] = 255
    LineFinder(session).find(picture)
    assert session.asked.shape == (1, 3, 32, 32)
    assert session.asked[0, :, 0, 0].tolist() == [-1, -1, 1]


def steps(*likeliest, letters=4, share=0.8):
    answer = np.full((1, len(likeliest), letters), 0.01, np.float32)
    for step, letter in enumerate(likeliest):
        answer[0, step, letter] = share
    return answer


def read(*likeliest):
    line = np.zeros((LINE_HEIGHT, 8 * len(likeliest), 3), np.uint8)
    return LineNetwork(Drawing(steps(*likeliest)), ["a", "b"]).read(line)


def test_a_letter_lasts_steps_and_twice_the_same_has_none_between():
    assert read(0, 1, 1, 0, 1, 2, 2, 3, 1).text == "aab a"
    assert read(1, 0, 3, 3, 0, 3, 2).text == "a  b"


def test_each_letter_has_its_confidence_and_no_letters_have_none():
    letters = read(0, 1, 1, 2)
    assert letters.confidences == pytest.approx((0.8, 0.8))
    assert (read(0, 0).text, read(0, 0).confidences) == ("", ())
