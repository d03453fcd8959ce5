"""What can go wrong with a batch as a whole, and with a photo whose process did not survive it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from scanner.errors import MagnifyError, PhotoError


@dataclass(eq=False)
class PhotoKilledError(PhotoError):
    """The process that read this photo died of it, also when it was read alone."""

    cause: ClassVar[str] = "killed"

    @property
    def message(self) -> str:
        return f"{self.name!r} ended the process that read it, twice. Save it as a new file, smaller, and try again."


@dataclass(eq=False)
class PhotoMemoryError(PhotoError):
    """``limit_bytes`` is what one process may use; None where it is not known."""

    cause: ClassVar[str] = "memory"
    limit_bytes: int | None

    @property
    def message(self) -> str:
        limit = "there is" if self.limit_bytes is None else f"{self.limit_bytes / 1e9:.1f} GB"
        return f"{self.name!r} needs more memory than {limit}. Save it smaller and try again."


@dataclass(eq=False)
class BatchError(MagnifyError):
    """The batch cannot go on; what was read before is saved. ``what`` says what to do as well."""

    cause: ClassVar[str] = "batch"
    what: str

    @property
    def message(self) -> str:
        return self.what


@dataclass(eq=False)
class SourceError(BatchError):
    """Photos cannot be looked for here."""

    cause: ClassVar[str] = "source"


@dataclass(eq=False)
class FolderError(BatchError):
    """The folder for the results cannot be used, or not any longer."""

    cause: ClassVar[str] = "folder"


@dataclass(eq=False)
class ClusterError(BatchError):
    """The scheduler or its workers cannot be used."""

    cause: ClassVar[str] = "cluster"
