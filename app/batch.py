"""A batch of one session: photos in the order given, read one at a time, stopped and resumed at will."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.engine import Engine, Job
from scanner.answer import answer
from scanner.errors import MagnifyError, PhotoTooLargeError
from scanner.photo import LIMIT_BYTES
from scanner.scan_json import to_json
from scanner.screen_text import storable
from scanner.wording import form_name

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif"})
MOST_PHOTOS = 5000
WAITING, READING, FAILED = "waiting", "reading", "error"


@dataclass(frozen=True, slots=True)
class InZip:
    """One member of a zip file; read only when its turn comes."""

    archive: bytes
    member: str

    def read(self) -> bytes:
        """The photo, not more than a photo may have: a small zip may unpack to anything."""
        with zipfile.ZipFile(io.BytesIO(self.archive)) as archive, archive.open(self.member) as stream:
            data = stream.read(LIMIT_BYTES + 1)
        if len(data) > LIMIT_BYTES:
            raise PhotoTooLargeError(self.member, None, LIMIT_BYTES)
        return data


@dataclass(eq=False)
class Item:
    """One photo of the batch. ``record`` is the JSON of its scan once it was read."""

    name: str
    source: bytes | Path | InZip
    state: str = WAITING
    said: str = ""
    record: dict[str, Any] | None = None
    sha256: str | None = None

    def data(self) -> bytes:
        """The bytes of the photo. Raises OSError, MagnifyError or what a broken zip raises."""
        if isinstance(self.source, Path):
            with self.source.open("rb") as stream:
                return stream.read(LIMIT_BYTES + 1)
        return self.source if isinstance(self.source, bytes) else self.source.read()


@dataclass
class Batch:
    """All photos of one session's batch."""

    items: list[Item] = field(default_factory=list)
    running: bool = False
    _job: tuple[Item, Job] | None = None

    @property
    def left(self) -> int:
        """How many photos have not been read yet."""
        return sum(item.state in (WAITING, READING) for item in self.items)

    def add(self, items: Iterable[Item]) -> int:
        """Adds the photos that are not in it yet; returns how many."""
        known = {item.name for item in self.items}
        new = [item for item in items if item.name not in known][: MOST_PHOTOS - len(self.items)]
        self.items.extend(new)
        return len(new)

    def step(self, engine: Engine) -> bool:
        """Takes in what is done and hands over the next photo; whether anything changed.

        One photo at a time stands in the queue, so that a person with one photo waits for one, not for all.
        """
        if self._job is not None:
            item, job = self._job
            if not engine.wait(job, 0.0):
                return False
            self._job = None
            _take(item, job)
            return True
        following = next((one for one in self.items if one.state in (WAITING, READING)), None)
        if following is None:
            self.running = False
            return True
        return self._hand_over(following, engine)

    def _hand_over(self, item: Item, engine: Engine) -> bool:
        try:
            data = item.data()
        except (OSError, MagnifyError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            item.state, item.said = FAILED, f"{item.name} cannot be read: {error}"
            return True
        item.state = READING
        self._job = (item, engine.submit(data))
        return True


def _take(item: Item, job: Job) -> None:
    outcome = job.outcome
    if outcome is None or outcome.scan is None:
        item.state, item.said = FAILED, outcome.told(item.name) if outcome else "nothing came back"
        return
    item.record = to_json(outcome.scan) | {"photo": item.name}
    item.state, item.said, item.sha256 = outcome.scan.status, answer(outcome.scan), job.sha256


def from_zip(name: str, archive: bytes) -> list[Item]:
    """The pictures in a zip file, in its order. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        members = [
            info.filename for info in opened.infolist() if not info.is_dir() and _is_picture(info.filename)
        ]
    return [Item(f"{name}/{member}", InZip(archive, member)) for member in members[:MOST_PHOTOS]]


def from_folder(folder: Path) -> list[Item]:
    """The pictures in a folder and the folders in it, by name. Raises OSError."""
    if not folder.is_dir():
        raise NotADirectoryError(f"there is no folder {folder}")
    found = sorted(path for path in folder.rglob("*") if _is_picture(path.name) and path.is_file())
    return [Item(storable(str(path.relative_to(folder))), path) for path in found[:MOST_PHOTOS]]


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in PICTURES and "__MACOSX" not in name


def row_of(item: Item) -> dict[str, Any]:
    """The photo as a row of the table; None where nothing was read."""
    record = item.record or {"magnesium": {}, "serving": {}, "flags": []}
    magnesium, serving = record["magnesium"], record["serving"]
    return {
        "photo": item.name,
        "state": item.state.replace("_", " "),
        "elemental_mg": magnesium.get("elemental_mg"),
        "compound_mg": magnesium.get("compound_mg"),
        "forms": ", ".join(form_name(form) for form in magnesium.get("forms") or ()) or None,
        "serving_quantity": serving.get("quantity"),
        "serving_unit": serving.get("unit"),
        "per_container": serving.get("per_container"),
        "servings_per_day": serving.get("servings_per_day"),
        "flags": " ".join(flag["text"] for flag in record["flags"]) or None,
        "said": item.said or None,
    }
