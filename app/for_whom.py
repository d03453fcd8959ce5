"""For one person: their limit beside the recommended intake, how people take it, and why nothing is ranked."""

from __future__ import annotations

from collections.abc import Sequence

from app.choices import HELPED
from catalog.how_to_take import Line, lines_for
from catalog.limit_words import whose, with_stand_in
from catalog.limits import limit_for
from catalog.profile import Profile
from catalog.reference_values import intake_sentence, recommended_intake
from catalog.safety import Stop


def limit_words(profile: Profile) -> str:
    """Whose limit counts for this person, and how much it is."""
    limit = limit_for(profile.authority, profile)
    if limit.limit_mg_per_day is None:
        return "For this age no limit for supplements could be set."
    return with_stand_in(f"Each daily amount is compared with {whose(limit)}.", limit)


def intake_words(profile: Profile) -> str:
    """The recommended intake beside the limit, never mixed up with it; "" where there is none."""
    return intake_sentence(profile, limit_for(profile.authority, profile))


def figures_source(profile: Profile) -> tuple[str, ...]:
    """Where the limit and the recommended intake come from."""
    intake = recommended_intake(profile)
    own = limit_for(profile.authority, profile).source
    return tuple(dict.fromkeys((*own, *(intake.source if intake is not None else ()))))


def take_lines(goal: str, profile: Profile) -> Sequence[Line]:
    """How people take it for a goal; for a child without the line on how much an adult starts with."""
    return lines_for(goal, profile)


def stop_words(stop: Stop) -> str:
    """Why nothing is ranked, and what the person can do now."""
    if stop.condition == "minor":
        return f"{stop.text} To go on together with an adult, tick “{HELPED}” under “Who it is for”."
    if stop.condition == "infant":
        return f"{stop.text} If the age was a slip, change it under “Who it is for”."
    return f"{stop.text} If you chose it by mistake, take it out again under “Who it is for”."
