"""Bases of printed percentages and recommended intakes."""

import pytest

from catalog.profile import Profile
from catalog.reference_values import base_of, intake_references, intake_references_for, percent_bases
from catalog.sources import sources


def test_the_common_bases_come_first():
    assert [base.value_mg for base in percent_bases()[:1]] == [420]
    adult = list(dict.fromkeys(base.value_mg for base in percent_bases() if base.for_adults))
    assert adult[:3] == [420, 400, 375]


def test_adult_bases_come_before_all_others():
    adults = [base.for_adults for base in percent_bases()]
    assert adults == sorted(adults, reverse=True)


def test_bases_seen_on_labels_are_there():
    values = {(base.value_mg, base.for_adults) for base in percent_bases()}
    assert {
        (300, True),
        (250, True),
        (440, True),
        (370, True),
        (80, False),
        (200, False),
        (450, False),
    } <= values


def test_hidden_bases_are_marked():
    hidden = [base for base in percent_bases() if not base.shown]
    assert 320 in {base.value_mg for base in hidden}
    assert all(
        base.shown for base in percent_bases() if base.value_mg in {420, 400, 375} and "US" in base.market
    )


@pytest.mark.parametrize(
    ("mg", "percent", "base_mg"),
    [(200, 48, 420), (200, 50, 400), (200, 53.3, 375), (105, 25, 420), (30, 7, 420), (200, 20, None)],
)
def test_which_base_was_used(mg, percent, base_mg):
    base = base_of(mg, percent)
    assert (None if base is None else base.value_mg) == base_mg


def test_intake_by_age_and_sex():
    def values(**profile):
        return [reference.value_mg_per_day for reference in intake_references_for(Profile(**profile))]

    assert values(age_y=40, sex="f") == [320]
    assert values(age_y=40, sex="m") == [420]
    assert values(age_y=25, sex="f", pregnant=True) == [350]
    assert values(age_y=6) == [130]
    assert values(age_y=40, sex="f", authority="EU") == [300]
    assert values(age_y=40, sex="f", authority="UK") == [270]
    assert sorted(set(values())) == [310, 320, 400, 420]


def test_every_value_has_a_source():
    for row in (*percent_bases(), *intake_references()):
        assert row.source
        assert set(row.source) <= set(sources())
