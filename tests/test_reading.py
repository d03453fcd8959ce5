"""From pixels to words: upright, level, closer, and every box back on the upright photo."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import Blank, Crashing, Recorded, Sighted, blank_photo, paint, painted
from pages import US, page, slanted, standing, word

from scanner.errors import ReaderFailedError
from scanner.picture import upright
from scanner.reading import look
from scanner.reading.look import Reading, look_closer, looks
from scanner.reading.rows import rows_of

LABEL = page(*US, "Magnesium (as Magnesium Citrate)  200 mg  48%", "Zinc (as Zinc Citrate)  11 mg  100%")


def corners(words):
    return {w.text: np.array(w.quad) for w in words}


def assert_same_places(read, printed, within_px):
    read, printed = corners(read), corners(printed)
    assert read.keys() == printed.keys()
    for text, quad in printed.items():
        assert np.abs(read[text] - quad).max() <= within_px, text


def first_look(image, reader):
    return next(looks(image, reader, reader))


def test_an_upright_photo_is_read_as_it_is():
    photo = painted(LABEL)
    reading = first_look(photo, Sighted(LABEL.words))
    assert reading.image is photo
    assert reading.page.size == LABEL.size
    assert reading.page.reader == "sighted"
    assert_same_places(reading.page.words, LABEL.words, 2)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_photo_that_lies_on_a_side_or_on_its_head_comes_out_upright(turn):
    reading = first_look(painted(standing(LABEL, turn)), Sighted(LABEL.words))
    assert reading.page.size == LABEL.size
    assert_same_places(reading.page.words, LABEL.words, 2)
    assert [row.text for row in rows_of(reading.page.words)] == [row.text for row in rows_of(LABEL.words)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_upright_picture_is_the_one_the_boxes_are_on(turn):
    reading = first_look(painted(standing(LABEL, turn)), Sighted(LABEL.words))
    for number, printed in enumerate(LABEL.words):
        x, y = (int(v) for v in np.mean(printed.quad, axis=0))
        assert tuple(reading.image[y, x, 1:]) == paint(number), printed.text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_turn_that_was_made_is_told(turn):
    photo = painted(standing(LABEL, turn) if turn else LABEL)
    reading = first_look(photo, Sighted(LABEL.words))
    assert (reading.turned + turn) % 360 == 0
    assert np.array_equal(upright(photo, reading.turned, reading.page.size), reading.image)


def test_words_upside_down_are_turned_without_reading_again():
    reader = Sighted(LABEL.words)
    first_look(painted(standing(LABEL, 180)), reader)
    assert len(reader.seen) == 1


def test_a_few_words_that_run_otherwise_do_not_turn_the_page():
    label = (*LABEL.words, standing(page("Best before 2027"), 90).words[0])
    reading = first_look(blank_photo(*LABEL.size), Recorded([label]))
    assert reading.page.words == label


def test_a_region_is_read_again_and_the_rest_is_kept():
    first = first_look(painted(LABEL), Sighted(LABEL.words))
    x0, y0, x1, y1 = (0, 190, LABEL.size[0], LABEL.size[1])
    reader = Sighted(LABEL.words)
    closer = look_closer(first, reader, (x0, y0, x1, y1))
    assert_same_places(closer.page.words, LABEL.words, 3)
    assert closer.page.size == LABEL.size
    assert closer.image is first.image


PROSE = "Take two capsules daily with food, or as your doctor advises."


@pytest.mark.parametrize(
    ("text", "confidence", "kept"),
    [("200 mg", 0.96, True), ("200 mg", 0.9, False), (PROSE, 0.9, True), (PROSE, 0.8, False)],
)
def test_what_was_read_well_is_not_read_again_prose_even_less(text, confidence, kept):
    class Told(Blank):
        def read(self, image, scale, known=()):
            self.known = known
            return ()

    reader = Told()
    word = replace(LABEL.words[0], text=text, confidence=confidence)
    first = Reading(painted(LABEL), replace(LABEL, words=(word,)))
    look_closer(first, reader, (0, 0, *LABEL.size))
    assert [w.text for w in reader.known] == ([text] if kept else [])


@pytest.mark.parametrize("slope", [-0.08, 0.08])
def test_places_come_back_from_the_level_picture(slope):
    askew = slanted(LABEL, slope)
    askew = type(askew)(
        tuple(type(w)(w.text, tuple((x, y + 120) for x, y in w.quad), w.confidence) for w in askew.words),
        (askew.size[0], askew.size[1] + 240),
        askew.reader,
    )
    photo = painted(askew)
    first = Reading(photo, askew)
    closer = look_closer(first, Sighted(askew.words), (0, 0, *askew.size))
    read = corners(closer.page.words)
    for printed in askew.words:
        middle = read[printed.text].mean(axis=0)
        assert middle == pytest.approx(np.mean(printed.quad, axis=0), abs=4), printed.text
        found_slope = (read[printed.text][1] - read[printed.text][0])[1] / printed.width
        assert found_slope == pytest.approx(slope, abs=0.03)


ACROSS, DOWN = 400, 300
WIDTH, HEIGHT = 1900, 1000


@pytest.fixture
def scene(monkeypatch):
    """A photo that counts as large, with the label somewhere in it."""
    monkeypatch.setattr(look, "PHONE_PIXELS", WIDTH * HEIGHT)
    photo = blank_photo(WIDTH, HEIGHT)
    photo[:] = 255
    photo[DOWN : DOWN + LABEL.size[1], ACROSS : ACROSS + LABEL.size[0]] = painted(LABEL)
    return photo


def spotted_at(monkeypatch, *regions):
    monkeypatch.setattr(look, "text_regions", lambda image: iter(regions))


def test_a_region_whose_border_cuts_through_text_is_made_wider(monkeypatch, scene):
    dose = next(w for w in LABEL.words if w.text == "200 mg")
    through_its_row = DOWN + (dose.box[1] + dose.box[3]) // 2
    spotted_at(monkeypatch, (ACROSS, DOWN, ACROSS + LABEL.size[0], through_its_row))
    reading = first_look(scene, Sighted(LABEL.words))
    assert reading.region
    assert {w.text for w in reading.page.words} == {w.text for w in LABEL.words}


def test_the_next_region_is_read_when_the_first_shows_no_text_and_the_whole_photo_last(monkeypatch, scene):
    label = (ACROSS - 20, DOWN - 20, ACROSS + LABEL.size[0] + 20, DOWN + LABEL.size[1] + 20)
    spotted_at(monkeypatch, (0, 0, 200, 200), label)
    reader = Sighted(LABEL.words)
    found = list(looks(scene, reader, reader))
    assert [bool(reading.region) for reading in found] == [True, False]
    assert {w.text for w in found[0].page.words} == {w.text for w in LABEL.words}


def test_the_label_on_a_large_photo_is_read_by_the_closer_reader_in_the_end(monkeypatch, scene):
    spotted_at(monkeypatch, (ACROSS - 20, DOWN - 20, ACROSS + LABEL.size[0] + 20, DOWN + LABEL.size[1] + 20))
    half = Sighted(LABEL.words[: len(LABEL.words) // 2])
    found = list(looks(scene, half, Sighted(LABEL.words)))
    assert {w.text for w in found[0].page.words} == {w.text for w in LABEL.words}
    assert len(found[1].page.words) <= len(half.words)


@pytest.mark.parametrize(("wide", "at_first"), [(1600, 750_000), (1000, 1_500_000)])
def test_what_is_read_closely_afterwards_is_first_read_from_half_as_many_pixels(
    monkeypatch, scene, wide, at_first
):
    class Sizes(Sighted):
        most = 0.0

        def read(self, image, scale, known=()):
            self.most = max(self.most, image.shape[1] * scale * image.shape[0] * scale)
            return super().read(image, scale, known)

    monkeypatch.setattr(look, "letter_height", lambda image: 3.0)  # small print, to be enlarged
    spotted_at(monkeypatch, (200, 200, 200 + wide, 1200))
    first, closer = Sizes(LABEL.words), Sizes(LABEL.words)
    next(looks(np.vstack([scene, scene]), first, closer))
    assert first.most == pytest.approx(at_first, rel=0.02)
    assert closer.most == pytest.approx(1_500_000, rel=0.02)


class BadAtStandingLines(Sighted):
    """Stumbles over what is not level, as engines do."""

    def read(self, image, scale, known=()):
        words = super().read(image, scale, known)
        return tuple(replace(w, confidence=0.65) if w.left[0] == w.right[0] else w for w in words)


@pytest.mark.parametrize("reader", [Sighted, BadAtStandingLines])
def test_a_label_in_the_hand_that_lies_on_its_side_is_turned_and_the_turn_told(monkeypatch, scene, reader):
    photo = np.ascontiguousarray(np.rot90(scene, -1))
    middle = {n: (n // 8, 7 * n // 8) for n in (WIDTH, HEIGHT)}
    monkeypatch.setattr(
        look,
        "text_regions",
        lambda image: iter([tuple(middle[n][end] for end in (0, 1) for n in image.shape[1::-1])]),
    )
    reading = first_look(photo, reader(LABEL.words))
    assert reading.region
    assert reading.turned == 270
    assert reading.page.size == (WIDTH, HEIGHT)
    assert [row.text for row in rows_of(reading.page.words)] == [row.text for row in rows_of(LABEL.words)]


def test_words_outside_the_region_are_not_read_twice():
    first = first_look(painted(LABEL), Sighted(LABEL.words))
    reader = Recorded([(word("again", (0, 0, 60, 24)),)])
    closer = look_closer(first, reader, (0, 190, LABEL.size[0], LABEL.size[1]))
    texts = [w.text for w in closer.page.words]
    assert texts.count("again") == 1
    assert "Supplement Facts" in texts
    assert "200 mg" not in texts
    again = closer.page.words[0]
    assert again.box[1] >= 185


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (40, 30), (400, 300)])
def test_a_blank_photo_of_any_size_gives_a_page_without_words(size):
    reading = first_look(blank_photo(*size), Blank())
    assert reading.page.words == ()
    assert reading.page.size == size


def test_the_reader_is_never_given_more_pixels_than_it_can_use():
    class Sizes(Blank):
        scales = ()

        def read(self, image, scale, known=()):
            self.scales = (*self.scales, (image.shape[1] * scale) * (image.shape[0] * scale))
            return ()

    reader = Sizes()
    first_look(blank_photo(4000, 3000), reader)
    assert max(reader.scales) <= 1_500_001


def test_a_reader_that_fails_is_not_passed_over():
    with pytest.raises(ReaderFailedError):
        first_look(blank_photo(), Crashing())


def test_what_was_read_closely_is_known_for_that_region_and_not_for_a_part_of_it(monkeypatch, scene):
    label = (ACROSS - 20, DOWN - 20, ACROSS + LABEL.size[0] + 20, DOWN + LABEL.size[1] + 20)
    spotted_at(monkeypatch, label)
    reading = first_look(scene, Sighted(LABEL.words))
    x0, y0, x1, y1 = reading.region
    assert reading.shows(reading.region)
    assert reading.shows((x0 + 10, y0, x1, y1 + 10))
    assert not reading.shows((x0, y0, (x0 + x1) // 2, y1))
    assert not reading.shows((0, 0, WIDTH, HEIGHT))
    assert not first_look(painted(LABEL), Sighted(LABEL.words)).shows((0, 0, *LABEL.size))


def test_the_region_of_a_label_on_its_head_is_told_for_the_upright_photo(monkeypatch, scene):
    label = (ACROSS - 20, DOWN - 20, ACROSS + LABEL.size[0] + 20, DOWN + LABEL.size[1] + 20)
    spotted_at(monkeypatch, (WIDTH - label[2], HEIGHT - label[3], WIDTH - label[0], HEIGHT - label[1]))
    reading = first_look(np.ascontiguousarray(scene[::-1, ::-1]), Sighted(LABEL.words))
    assert (reading.turned, reading.region) == (180, label)


def test_a_region_with_next_to_no_text_is_not_read_closely(monkeypatch, scene):
    spotted_at(monkeypatch, (0, 0, 200, 200))
    reader, closer = Sighted(LABEL.words), Sighted(LABEL.words)
    list(looks(scene, reader, closer))
    assert not closer.seen
