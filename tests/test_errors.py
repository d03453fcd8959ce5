"""Every error says what happened and what to do, has its own cause, and survives a trip between processes."""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from dataclasses import fields

import pytest

from scanner import errors

EXAMPLES = [
    errors.PhotoNotFoundError("a.jpg"),
    errors.PhotoNotReadableError("a.jpg", "Permission denied"),
    errors.NotAFileError("a", "folder"),
    errors.EmptyPhotoError("a.jpg"),
    errors.PhotoTooLargeError("a.jpg", 41_000_000, 40_000_000),
    errors.TooManyPixelsError("a.jpg", (30_000, 30_000), 80_000_000),
    errors.SideTooLongError("a.jpg", (80_000_000, 1), 32_000),
    errors.TooManyPartsError("a.jpg", 300_000),
    errors.NotAnImageError("a.jpg", "a ZIP archive"),
    errors.UnsupportedFormatError("a.jpg", "a PDF document"),
    errors.TruncatedPhotoError("a.jpg", 1000, 234),
    errors.DamagedPhotoError("a.jpg", "broken PNG file"),
    errors.PhotoTimeoutError("a.jpg", limit_seconds=30.0),
    errors.ReaderMissingError("tesseract", "Install it with your system's packages."),
    errors.ReaderFailedError("rapid", detail="no output"),
]
KINDS = [type(error) for error in EXAMPLES]


def leaves(kind: type[errors.MagnifyError]) -> set[type[errors.MagnifyError]]:
    below = kind.__subclasses__()
    return set().union(*(leaves(each) for each in below)) if below else {kind}


def test_every_class_has_an_example_here() -> None:
    defined_here = {kind for kind in leaves(errors.MagnifyError) if kind.__module__ == errors.__name__}
    assert defined_here == set(KINDS)


def test_each_cause_belongs_to_one_class() -> None:
    causes = [kind.cause for kind in KINDS]
    assert len(set(causes)) == len(causes)
    assert all(cause.isidentifier() and cause.islower() for cause in causes)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.cause)
def test_pickling_keeps_class_data_and_message(error: errors.MagnifyError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert {f.name: getattr(copy, f.name) for f in fields(copy)} == {
        f.name: getattr(error, f.name) for f in fields(error)
    }
    assert str(copy) == str(error) == error.message


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.cause)
def test_the_message_names_the_photo_or_reader_and_what_to_do(error: errors.MagnifyError) -> None:
    subject = error.reader if isinstance(error, errors.ReaderError) else error.name
    first, what_to_do = str(error).rstrip(".").rsplit(". ", 1)
    assert f"'{subject}'" in first
    assert len(what_to_do.split()) >= 3


def test_a_name_cannot_forge_a_line_or_turn_the_text_around() -> None:
    message = str(errors.EmptyPhotoError("a.jpg\nno error\u202e\x1b[2J\udcff"))
    assert message.isprintable()
    message.encode()


def test_unknown_amounts_are_left_out() -> None:
    for error in (
        errors.PhotoTooLargeError("a.jpg", None, 40_000_000),
        errors.TooManyPixelsError("a.jpg", None, 80_000_000),
        errors.NotAnImageError("a.jpg", None),
        errors.TruncatedPhotoError("a.jpg", 1000, None),
    ):
        assert "None" not in str(error)


def test_it_can_be_raised_through_a_context_manager() -> None:
    """A frozen dataclass could not: Python writes the traceback onto the exception."""

    @contextmanager
    def step():
        yield

    with pytest.raises(errors.EmptyPhotoError), step():
        raise errors.EmptyPhotoError("a.jpg")
