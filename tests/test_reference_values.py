"""Recommended intakes."""

import pytest

from catalog.limits import authorities, limit_for
from catalog.profile import Profile
from catalog.reference_values import (
    intake_references,
    intake_references_for,
    intake_sentence,
    recommended_intake,
)
from catalog.sources import opened, sources


def test_intake_by_age_and_sex():
    def values(**profile):
        return [reference.value_mg_per_day for reference in intake_references_for(Profile(**profile))]

    assert values(age_y=40, sex="f") == [320]
    assert values(age_y=40, sex="m") == [420]
    assert values(age_y=25, sex="f", pregnant=True) == [350]
    assert values(age_y=6) == [130]
    assert values(age_y=40, sex="f", authority="EU") == [300]
    assert values(age_y=40, sex="f", authority="DE") == [300]
    assert values(age_y=40, sex="f", authority="SE") == [300]
    assert values(age_y=6, authority="AU") == [130]
    # 270 mg is only quoted by other pages.
    assert values(age_y=40, sex="f", authority="UK") == []
    assert sorted(set(values())) == [310, 320, 400, 420]


def test_every_value_has_a_source_and_those_on_screen_an_opened_one():
    for row in intake_references():
        assert row.source
        assert set(row.source) <= set(sources())
        assert opened(row.source), row


def test_the_recommended_intake_stands_beside_the_limit():
    assert intake_sentence(Profile(), limit_for("US", Profile())) == (
        "For comparison: the recommended intake, from food and everything else together, is 310 to 420 mg a day "
        "for adults (US RDA). The limit of 350 mg counts supplements only."
    )


@pytest.mark.parametrize(
    ("profile", "mg", "whose", "for_whom"),
    [
        (Profile(), (310, 420), "US RDA", "for adults"),
        (Profile(age_y=40, sex="f"), (320, 320), "US RDA", "for women"),
        (Profile(age_y=6), (130, 130), "US RDA", "for children 4-8"),
        (Profile(age_y=16), (360, 410), "US RDA", "for ages 14-18"),
        (Profile(age_y=18.5), (360, 410), "US RDA", "for ages 14-18"),
        (Profile(pregnant=True), (350, 360), "US RDA", "in pregnancy"),
        (Profile(pregnant=True, authority="EU"), (300, 300), "EU AI", "in pregnancy"),
        (Profile(authority="EU"), (300, 350), "EU AI", "for adults"),
        (Profile(age_y=5, authority="SE"), (230, 230), "Nordic AI", "for children 4-10"),
        (Profile(authority="AU"), (310, 420), "Australian and New Zealand RDI", "for adults"),
        (Profile(authority="JP"), (310, 420), "US RDA", "for adults"),
    ],
)
def test_recommended_intakes(profile, mg, whose, for_whom):
    found = recommended_intake(profile)
    assert (found.low_mg, found.high_mg) == mg
    assert (f"{found.whose} {found.kind}", found.for_whom) == (whose, for_whom)
    assert found.stands_in == (profile.authority == "JP")


def test_an_adequate_intake_is_not_called_recommended():
    assert "the adequate intake," in intake_sentence(Profile(authority="EU"))
    assert "recommended" not in intake_sentence(Profile(authority="EU"))
    # The 310 to 420 mg of the NIH are an allowance: an adequate intake is another kind of value.
    assert "adequate" not in intake_sentence(Profile())


def test_everybody_gets_one():
    for code in authorities():
        for age in (None, 0.2, 1, 5, 12, 17.99, 18, 30, 70, 130):
            for stage in ({}, {"pregnant": True}, {"breast_feeding": True}):
                if stage and age is not None and age < 14:
                    continue
                assert recommended_intake(Profile(age_y=age, authority=code, **stage)) is not None
