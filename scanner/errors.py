"""What can go wrong with a photo or a reader: one class per thing a person can act on.

Every error has a ``cause``, a short id that never changes and is written to results, and a message that
says what happened and what to do. Errors travel between processes, so each can be pickled whole.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

MB = 1_000_000
MP = 1_000_000


# Not frozen, unlike the other records: Python itself writes the traceback onto an exception.
@dataclass(eq=False)
class MagnifyError(Exception):
    """The base of all. ``cause`` is the stable id; ``str()`` is the message for a person."""

    cause: ClassVar[str]

    @property
    def message(self) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type[MagnifyError], tuple[Any, ...]]:
        """The class and its data, so that the error is rebuilt from its fields and not from its text."""
        return type(self), tuple(getattr(self, field.name) for field in fields(self))


@dataclass(eq=False)
class PhotoError(MagnifyError):
    """One photo could not be used; others are not touched. ``name`` is shown quoted and escaped."""

    name: str

    cause: ClassVar[str]


@dataclass(eq=False)
class PhotoNotFoundError(PhotoError):
    cause: ClassVar[str] = "not_found"

    @property
    def message(self) -> str:
        return f"There is no file {self.name!r}. Check the name and the folder."


@dataclass(eq=False)
class PhotoNotReadableError(PhotoError):
    cause: ClassVar[str] = "not_readable"
    reason: str

    @property
    def message(self) -> str:
        return f"{self.name!r} cannot be read: {self.reason}. Check its permissions or copy it."


@dataclass(eq=False)
class NotAFileError(PhotoError):
    """A folder, a pipe or a device where a photo was expected; ``kind`` says which."""

    cause: ClassVar[str] = "not_a_file"
    kind: str

    @property
    def message(self) -> str:
        return f"{self.name!r} is a {self.kind}, not a file. Give a photo, or use 'batch' for a folder."


@dataclass(eq=False)
class EmptyPhotoError(PhotoError):
    cause: ClassVar[str] = "empty"

    @property
    def message(self) -> str:
        return f"{self.name!r} is empty (0 bytes). Copy or send the photo again."


@dataclass(eq=False)
class PhotoTooLargeError(PhotoError):
    """``size_bytes`` is None where a stream was cut off at the limit and its length is not known."""

    cause: ClassVar[str] = "too_large"
    size_bytes: int | None
    limit_bytes: int

    @property
    def message(self) -> str:
        size = "" if self.size_bytes is None else f" ({self.size_bytes / MB:.1f} MB)"
        return f"{self.name!r} is larger{size} than {self.limit_bytes / MB:.0f} MB. Save it smaller."


@dataclass(eq=False)
class TooManyPixelsError(PhotoError):
    """``size`` is width and height in pixels, None where the decoder refused before it said."""

    cause: ClassVar[str] = "too_many_pixels"
    size: tuple[int, int] | None
    limit_pixels: int

    @property
    def message(self) -> str:
        limit = f"more than {self.limit_pixels / MP:.0f} megapixels"
        if self.size is None:
            return f"{self.name!r} has {limit}. Save it smaller."
        width, height = self.size
        return f"{self.name!r} has {limit}: {width} x {height} pixels. Save it smaller."


@dataclass(eq=False)
class SideTooLongError(PhotoError):
    cause: ClassVar[str] = "side_too_long"
    size: tuple[int, int]
    limit_px: int

    @property
    def message(self) -> str:
        width, height = self.size
        return f"{self.name!r} is {width} x {height} pixels, more than {self.limit_px:,} long. Crop it to the label."


@dataclass(eq=False)
class TooManyPartsError(PhotoError):
    """The file is put together from more pieces than any camera or scanner writes."""

    cause: ClassVar[str] = "too_many_parts"
    limit_parts: int

    @property
    def message(self) -> str:
        return f"{self.name!r} is made of more than {self.limit_parts:,} parts. Save it as a new file."


@dataclass(eq=False)
class NotAnImageError(PhotoError):
    """``kind`` is what the bytes look like, None where they look like nothing known."""

    cause: ClassVar[str] = "not_an_image"
    kind: str | None

    @property
    def message(self) -> str:
        kind = "" if self.kind is None else f": it is {self.kind}"
        return (
            f"{self.name!r} is not a picture{kind}. Give a photo as JPEG, PNG, WebP, HEIC, TIFF, BMP or GIF."
        )


@dataclass(eq=False)
class UnsupportedFormatError(PhotoError):
    cause: ClassVar[str] = "unsupported_format"
    kind: str

    @property
    def message(self) -> str:
        return f"{self.name!r} is {self.kind}, which is not read here. Save or export it as JPEG or PNG."


@dataclass(eq=False)
class TruncatedPhotoError(PhotoError):
    """``missing_bytes`` is how much is missing at least, None where the format does not tell."""

    cause: ClassVar[str] = "truncated"
    size_bytes: int
    missing_bytes: int | None

    @property
    def message(self) -> str:
        missing = "" if self.missing_bytes is None else f", at least {self.missing_bytes:,} are missing"
        return f"{self.name!r} is cut off after {self.size_bytes:,} bytes{missing}. Copy or send it again."


@dataclass(eq=False)
class DamagedPhotoError(PhotoError):
    """``reason`` is the decoder's own words."""

    cause: ClassVar[str] = "damaged"
    reason: str

    @property
    def message(self) -> str:
        return f"{self.name!r} is damaged ({self.reason}). Copy or send it again, or save it as a new file."


@dataclass(eq=False)
class PhotoTimeoutError(PhotoError):
    cause: ClassVar[str] = "timeout"
    limit_seconds: float

    @property
    def message(self) -> str:
        return f"{self.name!r} took longer than {self.limit_seconds:g} s. Crop it to the label and try again."


@dataclass(eq=False)
class ReaderError(MagnifyError):
    """An engine, named by ``reader``, could not be used."""

    reader: str

    cause: ClassVar[str]


@dataclass(eq=False)
class ReaderMissingError(ReaderError):
    """``remedy`` is a sentence that says how to get the engine."""

    cause: ClassVar[str] = "reader_missing"
    remedy: str

    @property
    def message(self) -> str:
        return f"The reader '{self.reader}' is not installed. {self.remedy}"


@dataclass(eq=False)
class ReaderFailedError(ReaderError):
    """``detail`` is the engine's own words."""

    cause: ClassVar[str] = "reader_failed"
    detail: str

    @property
    def message(self) -> str:
        return f"The reader '{self.reader}' failed on this photo: {self.detail}. Try another reader or photo."
