"""One ranked product with everything that made its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from catalog.flags import Flag, flags_for
from catalog.goals import GRADES
from catalog.product import Product
from catalog.profile import Profile
from catalog.reasons import Reason, Scored, reasons_for
from catalog.sources import joined
from catalog.weights import PARTS

MEDICINE, SUPPLEMENT = "laxative medicine", "supplement"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its value (0 to 1, None: not known), its share (0 to 1), the points it gave."""

    value: float | None
    share: float
    points: float


@dataclass(frozen=True, slots=True)
class Entry:
    position: int
    """Products that tie share a position: 1, 1, 3."""
    tied: bool
    best_match: bool
    """First, within the limit and not capped: never more than "best of these for your goal"."""
    product: Product
    score: float
    """0 to 100."""
    low: float
    high: float
    """The band: how far an undisclosed split or a range in the directions may move the score."""
    raw: float
    """Before the caps; the points of `parts` add up to it."""
    grade: str
    """How sure the evidence is: none, very low, low, moderate."""
    daily_mg: tuple[float, float]
    parts: Mapping[str, Part]
    """goal_fit, then the parts of quality."""
    caps: tuple[str, ...]
    reasons: tuple[Reason, ...]
    flags: tuple[Flag, ...]
    group: str
    """supplement, or laxative medicine for products with a Drug Facts panel."""

    def as_dict(self) -> dict[str, Any]:
        """The entry as JSON, points rounded to a tenth."""
        return {
            "position": self.position,
            "tied": self.tied,
            "best_match": self.best_match,
            "photo": self.product.photo,
            "title": self.product.title,
            "brand": self.product.brand,
            "name": self.product.name,
            "forms": list(self.product.forms),
            "daily_mg": list(self.daily_mg),
            "score": round(self.score, 1),
            "band": [round(self.low, 1), round(self.high, 1)],
            "grade": self.grade,
            "group": self.group,
            "parts": {
                name: {"value": part.value, "share": round(part.share, 4), "points": round(part.points, 2)}
                for name, part in self.parts.items()
            },
            "caps": list(self.caps),
            "reasons": [
                {"part": reason.part, "text": reason.text, "source": joined(reason.source)}
                for reason in self.reasons
            ],
            "flags": [flag.as_dict() for flag in self.flags],
        }


def entry_of(scored: Scored, profile: Profile) -> Entry:
    """The entry of one row of the ranked score table."""
    row, product = scored.values, scored.product
    return Entry(
        position=int(row["position"]),
        tied=bool(row["tied"]),
        best_match=bool(row["best_match"]),
        product=product,
        score=float(row["score"]),
        low=float(row["low"]),
        high=float(row["high"]),
        raw=float(row["raw"]),
        grade=_grade(scored),
        daily_mg=(float(row["low_mg"]), float(row["high_mg"])),
        parts=MappingProxyType(_parts(scored)),
        caps=tuple(name for name in scored.weights.caps if row[name]),
        reasons=reasons_for(scored),
        flags=flags_for(product, profile, (profile.authority,), scored.goal),
        group=MEDICINE if product.kind == "drug" else SUPPLEMENT,
    )


def _parts(scored: Scored) -> dict[str, Part]:
    weights, row = scored.weights, scored.values
    found = {"goal_fit": Part(float(row["goal_fit"]), 1.0, weights.goal_points * float(row["goal_fit"]))}
    wanted = weights.quality_for(scored.goal)
    known = {part: float(row[part]) for part in PARTS if row[part] == row[part]}  # NaN is not equal to itself
    total = sum(wanted[part] for part in known)
    for part in PARTS:
        value = known.get(part)
        share = 0.0 if value is None else wanted[part] / total
        found[part] = Part(value, share, weights.quality_points * share * (value or 0.0))
    return found


def _grade(scored: Scored) -> str:
    """The grade of the least certain form: a blend is no surer than its weakest part."""
    return min((scored.evidence[form].grade for form in scored.combination[0]), key=GRADES.index)
