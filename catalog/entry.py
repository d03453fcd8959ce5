"""One ranked product with everything that made its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from catalog.flags import Flag, flags_for
from catalog.goals import GRADES
from catalog.product import Product
from catalog.quality import shares_of
from catalog.reasons import Reason, Scored, reasons_for
from catalog.verdict_reasons import verdict_reasons
from catalog.verdict_words import CANNOT, VERDICTS, WORDS
from catalog.weights import PARTS

MEDICINE, SUPPLEMENT = "laxative medicine", "supplement"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its value (0 to 1, the least where it is not known), its share and its points."""

    value: float
    share: float
    points: float


@dataclass(frozen=True, slots=True)
class Entry:
    verdict: str
    """One of verdict.VERDICTS: what the product is for this goal and person."""
    verdict_if: str | None
    """What it would be if nothing were open; None unless the verdict cannot be told, or the amount is in doubt."""
    why: tuple[Reason, ...]
    """What decides the verdict: one or a few sentences, the open questions first."""
    position: int | None
    """Products that tie share a position: 1, 1, 3. None where nothing is told: no form tested, or a verdict that
    puts nothing in order."""
    tied: bool
    product: Product
    score: float
    """0 to 100, at the cautious end: orders products of one verdict, and is no measure of anything else."""
    high: float
    """The hopeful end: what the score would be if all that is not known were the best it can be."""
    grade: str
    """How sure the evidence is: none, very low, low, moderate."""
    daily_mg: tuple[float, float]
    parts: Mapping[str, Part]
    """goal_fit, then the parts of quality; their points add up to the score."""
    reasons: tuple[Reason, ...]
    flags: tuple[Flag, ...]
    group: str
    """supplement, or laxative medicine for products with a Drug Facts panel."""

    @property
    def words(self) -> str:
        """The verdict as it stands on the screen."""
        return WORDS[self.verdict]

    def as_dict(self) -> dict[str, Any]:
        """The entry as JSON, points rounded to a tenth."""
        return {
            "verdict": self.verdict,
            "verdict_if": self.verdict_if,
            "why": [reason.as_dict() for reason in self.why],
            "position": self.position,
            "tied": self.tied,
            "photo": self.product.photo,
            "title": self.product.title,
            "brand": self.product.brand,
            "name": self.product.name,
            "forms": list(self.product.forms),
            "daily_mg": list(self.daily_mg),
            "has_directions": self.product.has_directions,
            "to_check": list(self.product.to_check),
            "price_per_100_mg": self.product.price_per_100_mg,
            "currency": self.product.currency,
            "score": round(self.score, 1),
            "band": [round(self.score, 1), round(self.high, 1)],
            "grade": self.grade,
            "group": self.group,
            "parts": {
                name: {"value": part.value, "share": round(part.share, 4), "points": round(part.points, 2)}
                for name, part in self.parts.items()
            },
            "reasons": [reason.as_dict() for reason in self.reasons],
            "flags": [flag.as_dict() for flag in self.flags],
        }


def entry_of(scored: Scored) -> Entry:
    """The entry of one row of the ranked score table."""
    row, product, profile = scored.values, scored.product, scored.question.profile
    verdict = int(row["verdict"])
    if_known = int(row["verdict_if"])
    return Entry(
        verdict=VERDICTS[verdict],
        verdict_if=VERDICTS[if_known] if verdict == CANNOT and if_known != CANNOT else None,
        why=verdict_reasons(scored),
        position=None if row["position"] != row["position"] else int(row["position"]),  # NaN is not itself
        tied=bool(row["tied"]),
        product=product,
        score=float(row["score"]),
        high=float(row["high"]),
        grade=_grade(scored),
        daily_mg=(float(row["low_mg"]), float(row["high_mg"])),
        parts=MappingProxyType(_parts(scored)),
        reasons=reasons_for(scored),
        flags=flags_for(product, profile, (profile.authority,), scored.question.goal),
        group=MEDICINE if product.kind == "drug" else SUPPLEMENT,
    )


def _parts(scored: Scored) -> dict[str, Part]:
    weights, row = scored.question.weights, scored.values
    found = {"goal_fit": Part(float(row["goal_fit"]), 1.0, weights.goal_points * float(row["goal_fit"]))}
    shares = shares_of(weights.quality_for(scored.question.goal))
    for part in PARTS:
        value = float(row[part])
        found[part] = Part(value, shares[part], weights.quality_points * shares[part] * value)
    return found


def _grade(scored: Scored) -> str:
    """The grade of the least certain form: a blend is no surer than its weakest part."""
    return min((scored.question.evidence[form].grade for form in scored.combination[0]), key=GRADES.index)
