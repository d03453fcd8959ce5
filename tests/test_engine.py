"""The app's queue: what it holds of a photo, and for how long."""

import gc
import io
import time
import weakref

import pytest
from PIL import Image

from app.draft import shot
from app.engine import Engine
from app.views import small_picture
from scanner.photo import open_photo
from scanner.readers import Readers
from tests.fakes import Recorded, blank_photo, png
from tests.pages import US, page

LABEL = page(*US, "Magnesium (as citrate)  200 mg  48%").words


class Counting(Recorded):
    """Says the label, and counts how often it is asked."""

    def __init__(self):
        super().__init__([LABEL])
        self.looks = 0

    def read(self, image, scale, known=()):
        self.looks += 1
        return super().read(image, scale, known)


@pytest.fixture
def reader():
    return Counting()


@pytest.fixture
def engine(reader):
    return Engine(lambda: Readers(reader, None))


def read(engine, data, **how):
    job = engine.submit(data, **how)
    assert engine.wait(job, 20)
    return job


def until(true):
    """The thread that reads lets go a moment after it has said what it read."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_gone(reference):
    gc.collect()
    return reference() is None


def test_a_result_is_shared_by_those_who_hold_it_and_goes_with_the_last(engine, reader):
    data = png(blank_photo())
    one = shot("one.png", "", read(engine, data).outcome)
    looks = reader.looks
    another = shot("another.png", "", read(engine, data).outcome)
    assert another.view is one.view
    assert reader.looks == looks
    result = weakref.ref(one.outcome)
    del one
    until(lambda: engine._queue == [])
    assert not is_gone(result)
    del another
    until(lambda: is_gone(result))
    read(engine, data)
    assert reader.looks == 2 * looks


def test_nobody_holds_a_result_that_nobody_took(engine):
    result = weakref.ref(read(engine, png(blank_photo())).outcome)
    until(lambda: is_gone(result))


def test_of_a_photo_that_failed_nothing_is_held_but_why(engine):
    error = read(engine, b"no picture").outcome.error
    assert error.cause == "not_an_image"
    assert (error.__traceback__, error.__cause__, error.__context__) == (None, None, None)


def test_of_a_photo_on_which_the_reader_failed_too():
    class Failing(Recorded):
        def read(self, image, scale, known=()):
            shown.append(weakref.ref(image))
            raise MemoryError

    shown = []
    outcome = read(Engine(lambda: Readers(Failing([LABEL]), None)), png(blank_photo())).outcome
    assert outcome.cause == "internal"
    assert shown
    until(lambda: all(is_gone(image) for image in shown))


def test_a_photo_is_opened_once(engine, monkeypatch):
    opened = []

    def counting(source, **how):
        opened.append(len(source))
        return open_photo(source, **how)

    monkeypatch.setattr("app.engine.open_photo", counting)
    monkeypatch.setattr("scanner.pipeline.open_photo", counting)
    data = png(blank_photo())
    job = read(engine, data, shown=True)
    assert job.outcome.cause is None
    assert job.preview is not None
    assert opened == [len(data)]


def test_the_bytes_are_let_go_before_the_photo_is_read():
    class Watching(Recorded):
        def read(self, image, scale, known=()):
            held.append(len(engine._queue[0].data))
            return super().read(image, scale, known)

    held = []
    engine = Engine(lambda: Readers(Watching([LABEL]), None))
    assert read(engine, png(blank_photo())).outcome.cause is None
    assert set(held) == {0}


def test_memory_is_given_back_after_each_photo(engine, monkeypatch):
    given = []
    monkeypatch.setattr("app.engine.give_back", lambda: given.append(1))
    read(engine, png(blank_photo()))
    until(lambda: len(given) == 1)
    read(engine, b"no picture")
    until(lambda: len(given) == 2)


@pytest.mark.parametrize("size", [(31_900, 16), (16, 31_900), (32_000, 1), (1, 1), (400, 300)])
def test_a_picture_of_any_shape_can_be_shown_at_half_its_size(size):
    """Streamlit rounds the height down, and fails where it comes to nothing."""
    with Image.open(io.BytesIO(small_picture(blank_photo(*size)))) as picture:
        assert int(picture.height * 0.5) >= 1
        assert int(picture.width * 0.5) >= 1
