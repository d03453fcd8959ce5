"""One thing a person should know of a product, as a record: kind, words, source, severity, figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

SEVERITIES = ("stop", "warning", "caution", "note")
"""Most pressing first: flags are given in this order."""


@dataclass(frozen=True, slots=True)
class Flag:
    kind: str
    text: str
    source: str
    """Ids of sources.csv, joined by "|"."""
    severity: str
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The figures behind the words."""

    def as_dict(self) -> dict[str, Any]:
        """The flag as JSON."""
        return {
            "kind": self.kind,
            "text": self.text,
            "source": self.source,
            "severity": self.severity,
            "data": dict(self.data),
        }
