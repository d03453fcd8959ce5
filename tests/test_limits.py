"""Limits by authority, age and life stage."""

import dataclasses
import subprocess
import sys
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import limits as limits_module
from catalog.limit_words import whose
from catalog.limits import LIMIT_KINDS, authorities, beside, limit_for, limits
from catalog.profile import Profile
from catalog.safety import gates, safety_notes, stop_for
from catalog.sources import MARKS, opened, source_ids, sources
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
        ("DE", Profile(age_y=5), 250),
        ("AU", Profile(age_y=2), 65),
        ("NZ", Profile(age_y=8), 110),
        ("AU", Profile(), 350),
        ("JP", Profile(), 350),
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


@pytest.mark.parametrize(
    ("authority", "age_y", "mg", "text"),
    [
        ("EU", 2, 65, "No EU limit is set for this age, so the US one of 65 mg a day is used."),
        ("DE", 3.9, 65, "No German limit is set for this age, so the US one of 65 mg a day is used."),
        ("UK", 5, 110, "No UK limit for this age is known to us, so the US one of 110 mg a day is used."),
        (
            "JP",
            5,
            110,
            (
                "The Japanese limit for this age is 5 mg a day per kg of body weight, "
                "so the US one of 110 mg a day is used."
            ),
        ),
        (
            "NO",
            6,
            110,
            (
                "The Norwegian limit for this age could not be checked at its source, "
                "so the US one of 110 mg a day is used."
            ),
        ),
        (
            "SE",
            9,
            110,
            "No Nordic limit for this age is known to us, so the FAO/WHO one of 110 mg a day is used.",
        ),
        ("JP", 12, 250, None),
        (
            "KR",
            None,
            250,
            "The Korean limit for adults could not be checked at its source, so the EU one of 250 mg a day is used.",
        ),
        ("CH", 40, 250, "No Swiss limit for adults is known to us, so the EU one of 250 mg a day is used."),
    ],
)
def test_where_an_authority_is_silent_the_strictest_known_limit_stands_in(authority, age_y, mg, text):
    limit = limit_for(authority, Profile(age_y=age_y))
    assert limit.limit_mg_per_day == mg
    assert limit.stands_in_for
    assert text is None or limit.stand_in_text == text


def test_a_limit_of_ones_own_stands_in_for_nobody():
    own = limit_for("EU", Profile(age_y=30))
    assert (own.stands_in_for, own.stand_in_text) == ("", "")


def test_canada_is_named_where_it_uses_the_us_limit():
    assert limit_for("CA", Profile()).asked_by == "Canada"
    assert limit_for("US", Profile()).asked_by == ""
    assert whose(limit_for("CA", Profile(age_y=5))) == (
        "the US limit for supplements for children 4-8, which Canada uses (110 mg a day)"
    )


PEOPLE = st.builds(
    Profile,
    age_y=st.floats(1, 130),
    pregnant=st.booleans(),
    breast_feeding=st.booleans(),
)


def known_limits(person, table=None, nutrient="magnesium"):
    """The numbers of every shown limit that fits this person."""
    return [
        row.limit_mg_per_day
        for row in (limits() if table is None else table)
        if row.nutrient == nutrient
        and row.kind in LIMIT_KINDS
        and row.shown
        and row.limit_mg_per_day is not None
        and row.fits(person.age_y)
        and row.life_stage in {"", person.life_stage}
    ]


@given(person=PEOPLE, code=st.sampled_from(authorities()))
def test_every_age_and_authority_has_a_limit_no_higher_than_the_highest_known(person, code):
    known = known_limits(person)
    mg = limit_for(code, person).limit_mg_per_day
    assert mg is not None
    assert min(known) <= mg <= max(known)


@given(person=PEOPLE, code=st.sampled_from(authorities()))
def test_who_borrows_gets_the_strictest(person, code):
    limit = limit_for(code, person)
    if limit.stands_in_for:
        assert limit.limit_mg_per_day == min(known_limits(person))
        assert limit.stand_in_text.startswith(("No ", "The "))
        assert limit.stand_in_text.endswith("a day is used.")


@contextmanager
def table_of(rows):
    """The table of limits replaced by these rows, for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits_module, "limits", lambda: tuple(rows))
        limits_module._limit_for.cache_clear()
        try:
            yield
        finally:
            limits_module._limit_for.cache_clear()


@settings(max_examples=60)
@given(person=PEOPLE, code=st.sampled_from(authorities()), lost=st.sampled_from(range(len(limits()))))
def test_a_row_that_is_lost_never_lets_pass_what_the_strictest_left_would_flag(person, code, lost):
    hidden = [
        dataclasses.replace(row, shown=False) if place == lost else row for place, row in enumerate(limits())
    ]
    before = limit_for(code, person)
    with table_of(hidden):
        after = limit_for(code, person)
    left = known_limits(person, hidden)
    if (after.authority, after.limit_mg_per_day) != (before.authority, before.limit_mg_per_day):
        assert after.limit_mg_per_day == min(left)
        assert after.stands_in_for
    else:
        assert after.limit_mg_per_day == before.limit_mg_per_day


@settings(max_examples=60)
@given(person=PEOPLE, code=st.sampled_from(authorities()))
def test_an_authority_without_any_row_of_its_own_is_held_to_the_strictest(person, code):
    rows = [dataclasses.replace(row, shown=row.shown and code not in row.markets) for row in limits()]
    with table_of(rows):
        mg = limit_for(code, person).limit_mg_per_day
    left = known_limits(person, rows)
    # With nothing left for the age, the lowest limit of any age is used.
    assert mg == (min(left) if left else min(known_limits_of_any_age(rows)))


def known_limits_of_any_age(rows):
    return [
        row.limit_mg_per_day
        for row in rows
        if row.nutrient == "magnesium" and row.kind in LIMIT_KINDS and row.shown and row.limit_mg_per_day
    ]


def test_nobody_sets_a_limit_for_infants():
    for code in authorities():
        assert limit_for(code, Profile(age_y=0.9)).limit_mg_per_day is None


def test_other_nutrients():
    assert limit_for("US", Profile(), "vitamin_b6").limit_mg_per_day == 100
    assert limit_for("DE", Profile(), "vitamin_b6").limit_mg_per_day == 12
    assert limit_for("EU", Profile(age_y=5), "vitamin_b6").limit_mg_per_day == 3.2
    assert limit_for("US", Profile(age_y=60), "calcium").limit_mg_per_day == 2000
    zinc = limit_for("JP", Profile(), "zinc")
    assert (zinc.limit_mg_per_day, zinc.stands_in_for) == (25, "Japanese")
    with pytest.raises(ValueError, match="'iron' has no limit"):
        limit_for("US", Profile(), "iron")


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
    assert limit.fits(age_y)
    assert limit.stands_in_for or age_y < 1 or code in limit.markets


def test_national_maxima_are_beside_a_limit_and_never_one():
    assert {row.limit_mg_per_day for row in beside("IT")} == {450}
    assert {row.limit_mg_per_day for row in beside("CH")} == {375}
    assert {row.limit_mg_per_day for row in beside("FR")} == {360}
    for code in ("IT", "FR", "BE", "CH", "CN"):
        assert limit_for(code, Profile()).limit_mg_per_day == 250


def test_shown_limits_were_read_at_a_source_opened_on_a_known_day():
    for row in limits():
        if row.shown:
            assert row.source_checked in {"true", "mixed"}, row
            assert opened(row.source), row


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
