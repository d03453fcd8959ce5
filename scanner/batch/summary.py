"""What became of a batch, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

STATUSES = ("read", "check", "no_magnesium", "not_a_label", "unreadable")
_NO_TEXT = "no_text"
"""The cause of a photo that was opened, and on which no text was found."""


@dataclass
class Summary:
    """Counts over all photos of the journal, and the rate of the last run."""

    photos: int = 0
    same: int = 0
    """Photos with the content of another one; they are counted with its status too."""
    statuses: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    """Of the unreadable photos."""
    flags: Counter[str] = field(default_factory=Counter)
    """Photos that have a flag of this kind."""
    photos_per_second: float | None = None

    def count(self, record: Mapping[str, Any]) -> None:
        """Takes in one photo."""
        self.photos += 1
        self.same += "same_as" in record
        self.statuses[record["status"]] += 1
        if record["status"] == "unreadable":
            self.causes[record.get("error", _NO_TEXT)] += 1
        self.flags.update({str(flag["kind"]) for flag in record["flags"]})

    def as_json(self) -> dict[str, Any]:
        """For ``summary.json``; the most frequent causes and flags first."""
        return asdict(self) | {
            "statuses": {status: self.statuses[status] for status in STATUSES},
            "causes": dict(self.causes.most_common()),
            "flags": dict(self.flags.most_common()),
        }
