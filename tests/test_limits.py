"""Limits by authority, age and life stage."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.limits import LIMIT_KINDS, authorities, beside, limit_for, limits
from catalog.profile import Profile
from catalog.safety import gates, safety_notes, stop_for
from catalog.sources import MARKS, source_ids, sources
from catalog.tables import CatalogError, read_table


@pytest.mark.parametrize(
    ("authority", "profile", "mg"),
    [
        ("US", Profile(), 350),
        ("US", Profile(age_y=1), 65),
        ("US", Profile(age_y=3.9), 65),
        ("US", Profile(age_y=4), 110),
        ("US", Profile(age_y=8.9), 110),
        ("US", Profile(age_y=9), 350),
        ("US", Profile(age_y=70), 350),
        ("US", Profile(age_y=30, pregnant=True), 350),
        ("US", Profile(age_y=30, breast_feeding=True), 350),
        ("CA", Profile(), 350),
        ("EU", Profile(), 250),
        ("EU", Profile(pregnant=True), 250),
        ("FR", Profile(), 250),
        ("DE", Profile(), 250),
        ("NO", Profile(), 350),
        ("NO", Profile(age_y=12), 280),
        ("SE", Profile(), 250),
        ("UK", Profile(), 400),
        ("AU", Profile(), 350),
        ("JP", Profile(), 350),
        ("KR", Profile(), 350),
        ("WHO", Profile(age_y=10), 110),
    ],
)
def test_the_limit_of_each_authority(authority, profile, mg):
    assert limit_for(authority, profile).limit_mg_per_day == mg


def test_a_row_for_the_life_stage_comes_first():
    assert limit_for("US", Profile(age_y=30, pregnant=True)).life_stage == "pregnant"
    assert limit_for("US", Profile(age_y=55, pregnant=True)).life_stage == ""


def test_infants_have_a_row_without_a_number():
    assert limit_for("US", Profile(age_y=0.5)).limit_mg_per_day is None


def test_no_row_is_no_limit():
    assert limit_for("JP", Profile(age_y=10)) is None
    assert limit_for("UK", Profile(age_y=10)) is None


def test_other_nutrients():
    assert limit_for("US", Profile(), "vitamin_b6").limit_mg_per_day == 100
    assert limit_for("DE", Profile(), "vitamin_b6").limit_mg_per_day == 12
    assert limit_for("US", Profile(age_y=60), "calcium").limit_mg_per_day == 2000
    assert limit_for("JP", Profile(), "zinc") is None


def test_an_unknown_authority_is_an_error():
    with pytest.raises(ValueError, match="not known"):
        limit_for("Atlantis", Profile())


def test_drug_directions_and_licences_are_beside_the_limit():
    assert all(limit.kind not in LIMIT_KINDS for code in authorities() for limit in beside(code))
    assert 500 in {limit.limit_mg_per_day for limit in beside("CA")}
    assert 2000 in {limit.limit_mg_per_day for limit in beside("US")}


def test_hidden_rows_are_never_used():
    hidden = [limit for limit in limits() if not limit.shown]
    assert hidden
    used = {limit_for(code, Profile(age_y=age)) for code in authorities() for age in range(90)}
    assert not used & set(hidden)


@given(age_y=st.floats(0, 120), code=st.sampled_from(authorities()), pregnant=st.booleans())
def test_a_limit_fits_the_age_it_is_given_for(age_y, code, pregnant):
    limit = limit_for(code, Profile(age_y=age_y, pregnant=pregnant))
    if limit is not None:
        assert limit.fits(age_y)
        assert code in limit.markets


def test_every_age_has_one_us_limit():
    assert all(limit_for("US", Profile(age_y=age / 2)) is not None for age in range(240))


def test_sources_are_complete():
    for limit in limits():
        assert set(limit.source) <= set(sources())
    for source in sources().values():
        assert source.citation
        assert source.checked in MARKS


def test_a_source_that_does_not_exist_names_file_row_and_column():
    row = next(iter(read_table("limits.csv", ("source",), "source\nnowhere2020\n")))
    with pytest.raises(
        CatalogError, match=r"limits.csv, row 2, column source: 'nowhere2020' is not in sources.csv"
    ):
        source_ids(row)


def test_safety_notes_are_dated_and_sourced():
    notes = safety_notes()
    assert len(notes) > 45
    assert all(note.as_of and note.source for note in notes)
    assert {"kidney_disease", "myasthenia_gravis", "heart_block"} <= set(gates())
    assert "wakefulness" not in {note.id for note in notes}  # not confirmed


def test_stops():
    assert stop_for(Profile(), "sleep") is None
    assert stop_for(Profile(conditions=("kidney_disease",)), "sleep").condition == "kidney_disease"
    assert stop_for(Profile(conditions=("bowel_warning_signs",)), "sleep") is None
    assert stop_for(Profile(conditions=("bowel_warning_signs",)), "constipation") is not None
    assert stop_for(Profile(age_y=0.5, with_adult=True), "sleep").condition == "infant"
    assert stop_for(Profile(age_y=15), "sleep").condition == "minor"
    assert stop_for(Profile(age_y=15, with_adult=True), "sleep") is None
    assert stop_for(Profile(conditions=("diarrhoea",)), "sleep") is None


def test_a_misspelled_condition_is_an_error():
    with pytest.raises(ValueError, match="kidny"):
        stop_for(Profile(conditions=("kidny",)), "sleep")


def test_ages_are_checked():
    with pytest.raises(ValueError, match="age_y"):
        Profile(age_y=-1)


def test_flags_and_limits_need_no_pandas():
    code = "import sys, catalog.limits, catalog.flags; assert not {'pandas', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
