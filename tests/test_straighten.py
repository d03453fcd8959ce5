"""The slope of text lines on flat and curved labels, and the picture made level along it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import US, curved, page, slanted, word

from scanner.reading.straighten import LEVEL, SlopeField, fit_slopes, make_level

ROWS = (*US, "Magnesium (as Magnesium Citrate)  200 mg  48%", "Zinc (as Zinc Citrate)  11 mg  100%")
RECORDED = page(*ROWS, "Other Ingredients: Rice Flour, Cellulose", "Take two capsules daily with food")

FIELDS = st.builds(
    SlopeField,
    st.tuples(*(st.floats(-limit, limit) for limit in (0.25, 0.25, 0.1, 0.25, 0.1))),
    st.just((400.0, 300.0)),
    st.just(800.0),
)


def line_through(field, level, xs):
    """The points of a line of the field at ``xs``, followed in small steps from the centre, where it has ``level``."""
    x, y = field.centre[0], level
    points = []
    for target in xs:
        steps = max(1, int(abs(target - x)))
        dx = (target - x) / steps
        for _ in range(steps):
            y += field.slope((x + dx / 2, y + field.slope((x, y)) * dx / 2)) * dx
            x += dx
        points.append((x, y))
    return points


SIDES = [(400, 300, 200, 100), (400, 500, 600, 700)]


@given(FIELDS, st.sampled_from(SIDES), st.floats(100, 500))
@settings(max_examples=30, deadline=None)
def test_level_is_constant_along_a_line_of_a_curved_field(field, side, start):
    """To half a pixel, and where neighbouring lines differ in slope to the share by which they differ."""
    points = line_through(field, start, side)
    _, _, c, _, e = field.coefficients
    furthest = abs(side[-1] - side[0]) / field.unit
    differ = abs(c) * furthest + abs(e) * furthest**2 / 2
    travelled = abs(side[-1] - side[0]) * max(abs(field.slope(p)) for p in points)
    assert np.ptp([field.level(p) for p in points]) <= 0.5 + 1.1 * differ * travelled


@given(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.floats(100, 500))
@settings(max_examples=25, deadline=None)
def test_level_is_exact_where_all_lines_bend_alike(a, b, d, start):
    field = SlopeField((a, b, 0.0, d, 0.0), (400.0, 300.0), 800.0)
    for side in SIDES:
        assert [field.level(p) for p in line_through(field, start, side)] == pytest.approx(
            [start] * 4, abs=0.5
        )


@given(FIELDS, st.floats(0, 1), st.floats(0, 1), st.sampled_from([0.5, 1.0, 2.0]))
@settings(max_examples=40, deadline=None)
def test_the_way_back_to_the_photo_undoes_the_levelling(field, across, down, scale):
    image = np.zeros((600, 800, 3), np.uint8)
    picture = make_level(image, field, (50, 40, 750, 560), scale)
    height, width = picture.pixels.shape[:2]
    point = (across * (width - 1), down * (height - 1))
    x, y = picture.to_photo(point)
    assert (x - 50) * scale == pytest.approx(point[0])
    assert (field.level((x, y)) - 40) * scale == pytest.approx(point[1], abs=1)


def test_the_level_picture_shows_the_pixel_that_to_photo_names():
    field = SlopeField((0.1, 0.2, 0.0, 0.0, 0.0), (200.0, 150.0), 400.0)
    y, x = np.mgrid[0:300, 0:400]
    image = np.stack([x // 2, y // 2, x * 0], axis=2).astype(np.uint8)
    picture = make_level(image, field, (40, 60, 360, 240), 1.0)
    for across, down in ((20, 90), (160, 90), (300, 100), (160, 20)):
        seen_x, seen_y, _ = (2.0 * int(v) for v in picture.pixels[down, across])
        photo_x, photo_y = picture.to_photo((across, down))
        assert picture.from_photo((photo_x, photo_y)) == pytest.approx((across, down), abs=0.5)
        assert (seen_x, seen_y) == pytest.approx((photo_x, photo_y), abs=3)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_level_page_is_only_cut_and_scaled(scale):
    image = np.random.default_rng(1).integers(0, 255, (100, 200, 3)).astype(np.uint8)
    picture = make_level(image, LEVEL, (20, 10, 120, 60), scale)
    assert picture.pixels.shape == (50 * scale, 100 * scale, 3)
    assert picture.to_photo((10 * scale, 20 * scale)) == (30, 30)
    if scale == 1:
        assert np.array_equal(picture.pixels, image[10:60, 20:120])


@pytest.mark.parametrize("slope", [-0.15, -0.05, 0.0, 0.05, 0.15])
def test_the_slope_of_a_slanted_page_is_found(slope):
    words = slanted(RECORDED, slope).words
    field = fit_slopes(words)
    assert [field.slope(w.left) for w in words] == pytest.approx([slope] * len(words), abs=0.01)
    assert field.misfit(words) < 0.01


@pytest.mark.parametrize("sag", [-0.06, 0.06])
def test_the_words_of_a_line_on_a_bottle_share_a_level(sag):
    words = curved(RECORDED, sag).words
    field = fit_slopes(words)
    name, amount, percent = words[5:8]
    assert name.text.startswith("Magnesium")
    levels = [(field.level(w.left) + field.level(w.right)) / 2 for w in (name, amount, percent)]
    assert np.ptp(levels) < 0.55 * name.height


def test_one_stray_word_does_not_bend_the_page():
    stray = word("A long stray seal", (600, 700, 900, 724))
    steep = type(stray)(stray.text, ((600, 700), (800, 850), (785, 870), (585, 720)), 0.9)
    field = fit_slopes([*RECORDED.words, steep])
    assert [field.slope(w.left) for w in RECORDED.words] == pytest.approx([0] * len(RECORDED.words), abs=0.03)


@pytest.mark.parametrize("words", [(), (word("48%", (0, 0, 36, 24)),)])
def test_where_nothing_tells_a_slope_the_page_is_level(words):
    assert fit_slopes(words) == LEVEL


def test_few_words_give_one_slope():
    words = slanted(page("Magnesium (as Magnesium Citrate)", "Supplement Facts Panel"), 0.1).words
    assert fit_slopes(words).coefficients == pytest.approx((0.1, 0, 0, 0, 0), abs=0.005)


def test_the_bend_is_the_steepest_slope_on_the_page():
    assert LEVEL.bend == 0
    assert SlopeField((0.1, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0), 100.0).bend == pytest.approx(0.1)
    assert SlopeField((0.0, 0.4, 0.0, 0.0, 0.0), (0.0, 0.0), 100.0).bend == pytest.approx(0.2)
