"""The product on the Scan page: its photos, what was read, what the person said over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.engine import Outcome
from app.side_ingredients import PANEL_READ, panel_confirmed
from app.typing_over import is_typed, typed_over
from app.views import View
from catalog.product import Product
from scanner.joining import FIELDS, join, status_of
from scanner.pipeline import with_flags
from scanner.records import Facts, Scan
from scanner.scan_contract import is_scan
from scanner.scan_json import from_json, to_json


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo that was read."""

    name: str
    sha256: str
    scan: Scan
    view: View
    outcome: Outcome | None = None
    """Held, so that the same photo given again is not read again."""


def shot(name: str, sha256: str, outcome: Outcome) -> Shot:
    """The shot of a photo that was processed."""
    if outcome.scan is None or outcome.view is None:
        raise ValueError("only a photo that was processed makes a shot")
    return Shot(name, sha256, replace(outcome.scan, photo=name), outcome.view, outcome)


@dataclass
class Draft:
    """A product being looked at. Changed only by the Scan page."""

    read: Facts
    scans: tuple[Scan, ...]
    shots: tuple[Shot, ...] = ()
    photo_of: Mapping[str, int] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    price: float | None = None
    currency: str | None = None
    shelf_id: str | None = None
    kept: Mapping[str, Any] | None = None
    """The record as it stands on the shelf."""

    @property
    def facts(self) -> Facts:
        """What was read with what the person said over it."""
        return typed_over(self.read, self.typed)

    @property
    def scan(self) -> Scan:
        """The product as one scan, with its flags."""
        facts, first = self.facts, self.scans[0]
        status, reason = status_of(facts, self.scans)
        return with_flags(replace(first, facts=facts, status=status, reason=reason, flags=()))

    @property
    def record(self) -> dict[str, Any]:
        """What is kept on the shelf: the JSON of the command line, the price, and which values were typed."""
        scan = self.scan
        record = to_json(scan)
        record["product"] |= {"price": self.price, "currency": self.currency if self.price else None}
        record["typed"] = [name for name in FIELDS if scan.facts and is_typed(getattr(scan.facts, name))]
        record["photos"] = self.photos
        if PANEL_READ in self.typed:
            record["typed"].append(PANEL_READ)
        if "seals" in self.typed:
            # An empty list is an answer: a person has looked on all sides, and there is none.
            record["seals"] = list(self.typed["seals"])
            record["typed"].append("seals")
        return record

    @property
    def photos(self) -> list[str]:
        """Sha256 of each photo that it was read from; those it was kept with, where it came from the shelf."""
        known = photos_of(self.kept) if self.kept is not None else []
        return list(dict.fromkeys([*known, *(one.sha256 for one in self.shots)]))

    @property
    def product(self) -> Product:
        return Product.from_scan(self.record)


def photos_of(record: Mapping[str, Any]) -> list[str]:
    """Sha256 of each photo of a kept record; of its first one only, where it was kept by the command line."""
    listed = record.get("photos")
    found = listed if isinstance(listed, list) else [record.get("sha256")]
    return [one for one in found if isinstance(one, str)]


def draft_of(shots: tuple[Shot, ...], before: Draft | None = None) -> Draft | None:
    """The draft of one product's photos, with what was typed before; None where none of them has facts."""
    telling = [place for place, one in enumerate(shots) if one.scan.facts]
    joined = join([facts for one in shots if (facts := one.scan.facts)])
    if joined is None:
        return None
    photo_of = {name: telling[place] for name, place in joined.photo_of.items()}
    draft = Draft(joined.facts, tuple(one.scan for one in shots), shots, photo_of)
    if before is not None:
        draft.typed, draft.shelf_id, draft.kept = dict(before.typed), before.shelf_id, before.kept
        draft.price, draft.currency = before.price, before.currency
    return draft


def draft_from(record: Mapping[str, Any], shelf_id: str) -> Draft:
    """A saved product taken up again, without its photos. Raises TypeError where it is no scan with facts."""
    if not is_scan(record):
        raise TypeError("the record is no scan")
    scan = from_json(record)
    if scan.facts is None:
        raise TypeError("the record has no facts")
    product = record["product"]
    facts = scan.facts
    typed: dict[str, Any] = {}
    if "seals" in (record.get("typed") or ()):
        typed["seals"] = facts.seals
    if panel_confirmed(record):
        typed[PANEL_READ] = "whole"
        # So that it can be taken back: what was read before the person spoke was not the whole.
        facts = replace(facts, panel_read="part" if facts.co_ingredients else "none")
    return Draft(
        facts,
        (scan,),
        typed=typed,
        price=product.get("price"),
        currency=product.get("currency"),
        shelf_id=shelf_id,
        kept=record,
    )
