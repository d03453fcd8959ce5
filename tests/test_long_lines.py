"""A line of any length is read in pieces whose memory is known before, and the pieces say what the line says."""

import cv2
import numpy as np
import pytest

from scanner.readers import rapid
from scanner.readers.line_network import LINE_HEIGHT, Letters
from scanner.readers.long_lines import LONGEST, cut_to_length, put_together

WORDS = "Magnesium 200 mg from oxide and citrate "


def line_of(text, noise=0):
    """A line of print at the height of the readers, over ground as a camera sees it."""
    scale, thickness = 1.1, 2
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thickness)
    line = np.full((LINE_HEIGHT, width + 20, 3), 230, np.uint8)
    cv2.putText(line, text, (10, 34), cv2.FONT_HERSHEY_SIMPLEX, scale, (20, 20, 20), thickness, cv2.LINE_AA)
    shake = np.random.default_rng(3).integers(-noise, noise + 1, line.shape)
    return np.clip(line + shake, 0, 255).astype(np.uint8)


def letter_runs(line):
    """How many runs of columns hold print."""
    dark = (line[8:40].min(axis=(0, 2)) < 120).astype(np.int8)
    return int((np.diff(np.concatenate([[0], dark])) == 1).sum())


def test_a_line_of_ordinary_length_is_not_cut():
    line = line_of(WORDS)
    (piece,) = cut_to_length(line)
    assert piece.seam is None
    assert np.array_equal(piece.line, line)


@pytest.mark.parametrize("noise", [0, 12, 30])
def test_pieces_are_the_line_and_part_it_between_words(noise):
    line = line_of(WORDS * 9, noise)
    pieces = cut_to_length(line)
    assert len(pieces) > 3
    assert all(piece.line.shape[1] <= LONGEST for piece in pieces)
    assert np.array_equal(np.concatenate([piece.line for piece in pieces], axis=1), line)
    assert [piece.seam for piece in pieces] == [" "] * (len(pieces) - 1) + [None]
    assert sum(letter_runs(piece.line) for piece in pieces) == letter_runs(line)


def test_between_rules_a_blank_is_still_found():
    line = line_of(WORDS * 5)
    line[:3] = line[-3:] = 0
    assert {piece.seam for piece in cut_to_length(line)} == {" ", None}


@pytest.mark.parametrize("width", [LONGEST, LONGEST + 1, 10 * LONGEST, 76_800])
def test_print_without_a_blank_is_cut_all_the_same(width):
    stripes = np.tile(np.repeat(np.array([0, 255], np.uint8), 3), width // 6 + 1)[:width]
    line = np.repeat(np.repeat(stripes[np.newaxis, :, np.newaxis], LINE_HEIGHT, axis=0), 3, axis=2)
    line[20:28] = 0
    pieces = cut_to_length(line)
    assert sum(piece.line.shape[1] for piece in pieces) == width
    assert all(0 < piece.line.shape[1] <= LONGEST for piece in pieces)
    assert {piece.seam for piece in pieces} <= {"", None}


def test_letters_at_a_seam_through_print_are_doubtful_and_others_are_not():
    ends = [(Letters("Mag 20", (0.99,) * 6), ""), (Letters("0 mg", (0.98,) * 4), " ")]
    read = [*ends, (Letters("ok", (1.0, 1.0)), None)]
    put = put_together(read)
    assert put.text == "Mag 200 mg ok"
    assert len(put.confidences) == len(put.text)
    assert [c for c in put.confidences if c < 0.9] == [0.5, 0.5]
    assert put.confidences[5] == put.confidences[6] == 0.5


def test_a_piece_without_a_letter_is_no_blank_of_its_own():
    assert put_together([(Letters("", ()), ""), (Letters("a", (0.9,)), None)]) == Letters("a", (0.5,))
    assert put_together([(Letters("", ()), None)]) == Letters("", ())


@pytest.mark.engine
def test_a_line_of_many_lengths_is_read_to_its_end():
    reader = rapid.RapidReader()
    ((text, _),) = reader.read_lines([line_of(WORDS * 9)])
    assert text.count("oxide") == text.count("200") == 9
