"""Each of the 57 claims is answered somewhere in the program, or it is said why not."""

import csv
from pathlib import Path

import pytest

from catalog.claims import PLACES, SCREENS, claims
from catalog.co_ingredients import co_ingredients
from catalog.flag import KINDS
from catalog.forms import forms
from catalog.goals import evidence_rows, goals
from catalog.limits import limit_for
from catalog.profile import Profile
from catalog.reasons import templates
from catalog.reference_values import intake_references_for
from catalog.safety import safety_notes, stop_for
from catalog.sources import opened, sources
from catalog.unranked import TEXTS
from catalog.weights import PARTS, weights

SHARED = Path(__file__).parent.parent.parent / "shared"


def _gate_stops(condition: str) -> bool:
    person = Profile(age_y=0.5) if condition == "infant" else Profile(conditions=(condition,))
    return stop_for(person, "sleep") is not None


ANSWERED = {
    "evidence": lambda key: tuple(key.split("/")) in evidence_rows(),
    "reason": lambda key: key in templates(),
    "goal": lambda key: key in goals(),
    "limit": lambda key: limit_for(key, Profile()) is not None,
    "intake": lambda key: bool(intake_references_for(Profile(authority=key))),
    "flag": lambda key: key in KINDS,
    "safety": lambda key: key in {note.id for note in safety_notes()},
    "gate": _gate_stops,
    "form": lambda key: forms()[key].is_source,
    "part": lambda key: key in PARTS,
    "dose": lambda key: weights().dose_points(key, "bisglycinate")[0] is not None,
    "co_ingredient": lambda key: key in {row.ingredient for row in co_ingredients()},
    "missing": lambda key: key in TEXTS,
    "silent": lambda key: key == "",
}


def test_there_is_a_check_for_every_kind_of_place():
    assert set(ANSWERED) == PLACES


def test_there_are_57():
    assert [claim.id for claim in claims()] == [f"c{number:02d}" for number in range(1, 58)]
    assert len({claim.claim for claim in claims()}) == 57


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_each_claim_is_answered_where_it_says(claim):
    assert claim.places
    for place in claim.places:
        assert ANSWERED[place.kind](place.key), f"{place.kind}:{place.key} does not exist"
    assert claim.answer
    assert claim.verdict
    assert set(claim.source) <= set(sources())


def test_a_contradicted_claim_is_not_supported_by_a_popular_article():
    for claim in claims():
        if claim.stance in {"supported", "contradicted"}:
            assert any(not source.startswith("article") for source in claim.source), claim.id


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_each_claim_says_where_a_person_meets_it(claim):
    assert any(screen in claim.where for screen in SCREENS)
    assert claim.where.endswith(".")
    silent = {place.kind for place in claim.places} == {"silent"}
    assert claim.where.startswith("Nowhere but Catalog, Claims") is silent


def test_an_allowance_is_not_called_an_adequate_intake():
    """310 to 420 mg are RDAs; "Adequate Intake" is another kind of value (IOM 1997, chapter 6)."""
    for claim in claims():
        assert "adequate intake" not in f"{claim.verdict} {claim.answer}".lower()


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_only_silence_rests_on_our_own_reckoning(claim):
    if all(sources()[source].is_own for source in claim.source):
        assert {place.kind for place in claim.places} == {"silent"}
        assert not opened(claim.source)


def test_silence_is_explained():
    silent = [claim for claim in claims() if any(place.kind == "silent" for place in claim.places)]
    assert len(silent) >= 4
    assert all(len(claim.answer) > 15 for claim in silent)


@pytest.mark.shared
def test_the_claims_are_those_of_the_list():
    listed = SHARED / "facts" / "seed_claims.csv"
    if not listed.exists():
        pytest.skip("the list of claims is not here (../shared/facts/seed_claims.csv)")
    with listed.open(encoding="utf-8", newline="") as stream:
        topics = [row["topic"] for row in csv.DictReader(stream)]
    assert topics == [claim.topic for claim in claims()]
