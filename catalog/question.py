"""What is asked of a ranking: which goal, for whom, by whose limit, with which weights and which evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from catalog.goals import Evidence, evidence, general_evidence
from catalog.limits import Limit
from catalog.profile import Profile
from catalog.verdict_words import DOES_NOT_FIT, FITS, MAY_FIT, WEAK
from catalog.weights import Weights

OF_FINDING: Mapping[str, int] = MappingProxyType(
    {
        "helped": FITS,
        "mixed": MAY_FIT,
        "plausible": MAY_FIT,
        "not_shown": WEAK,
        "no_benefit": DOES_NOT_FIT,
    }
)
"""The best verdict that a finding of evidence.csv allows."""
OLDER_FROM_Y = 60


@dataclass(frozen=True, slots=True)
class Question:
    goal: str
    profile: Profile
    limit: Limit
    weights: Weights
    evidence: Mapping[str, Evidence]
    """What is known of each form in the products, for this goal and person, by form id."""


def evidence_table(used: Iterable[str], goal: str, profile: Profile) -> dict[str, Evidence]:
    """The evidence of these forms for this goal and person, in a fixed order."""
    return {form: evidence_for(goal, form, profile) for form in sorted(set(used))}


def evidence_for(goal: str, form: str, profile: Profile) -> Evidence:
    """What is known of a form for a goal and for this person.

    A form that was tested in one group only (pregnant women, older adults ...) counts for others no more than the
    goal's general row says: what was seen there need not hold here.
    """
    row = evidence(goal, form)
    if not row.who_only or _belongs(row.who_only, profile):
        return row
    general = general_evidence(goal)
    if OF_FINDING[general.finding] >= OF_FINDING[row.finding]:
        return row
    return replace(row, finding=general.finding, weight=min(row.weight, general.weight))


def _belongs(group: str, profile: Profile) -> bool:
    if group == "pregnant":
        return profile.pregnant
    if group == "older_adults":
        return profile.age_y is not None and profile.age_y >= OLDER_FROM_Y
    return group == "children" and profile.is_minor
