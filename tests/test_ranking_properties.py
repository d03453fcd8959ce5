"""What must hold of a ranking for any products."""

import dataclasses
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.forms import forms
from catalog.goals import evidence, goals
from catalog.product import Product
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.verdict_words import VERDICTS

SOURCES = sorted(form.id for form in forms().values() if form.is_source)

some_products = st.builds(
    Product,
    name=st.sampled_from(["A", "B", "C", "D"]),
    photo=st.uuids().map(str),
    forms=st.lists(st.sampled_from(SOURCES), max_size=3, unique=True).map(tuple),
    elemental_mg=st.none() | st.floats(5, 1200),
    basis=st.just("elemental"),
    percent_dv=st.none() | st.floats(0, 300),
    serving_quantity=st.none() | st.sampled_from([1.0, 2.0, 4.0]),
    serving_unit=st.sampled_from(["capsule", "scoop", None]),
    per_container=st.none() | st.just(60.0),
    servings_per_day=st.none() | st.sampled_from([1.0, 2.0]),
    servings_per_day_high=st.none() | st.sampled_from([2.0, 3.0]),
    co_ingredients=st.sampled_from(
        [{}, {"caffeine": 40.0}, {"calcium": 600.0}, {"glycine": 2000.0}, {"zinc": None}]
    ),
    seals=st.none() | st.sampled_from([(), ("NSF",), ("GMP",)]),
    price=st.none() | st.floats(1, 90),
    currency=st.just("USD"),
)
any_goal = st.sampled_from(list(goals()))
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(products=st.lists(some_products, max_size=8), goal=any_goal, data=st.data())
def test_the_order_of_the_input_does_not_matter(products, goal, data):
    def told(ranking):
        return [(e.position, e.product.photo, e.score, e.tied, e.verdict) for e in ranking.entries]

    shuffled = data.draw(st.permutations(products))
    assert told(rank(products, goal)) == told(rank(shuffled, goal))


@quick
@given(product=some_products, others=st.lists(some_products, max_size=4), goal=any_goal)
def test_a_score_does_not_depend_on_the_company(product, others, goal):
    alone = [entry.score for entry in rank([product], goal).entries]
    among = [e.score for e in rank([product, *others], goal).entries if e.product is product]
    assert among == pytest.approx(alone)


@quick
@given(product=some_products, goal=any_goal)
def test_equal_products_have_equal_scores(product, goal):
    entries = rank([product, dataclasses.replace(product)], goal).entries
    if entries:
        assert entries[0].score == entries[1].score
        assert entries[0].position == entries[1].position
        assert entries[0].verdict == entries[1].verdict


@quick
@given(
    products=st.lists(some_products, max_size=6), goal=any_goal, authority=st.sampled_from(["US", "EU", "NO"])
)
def test_above_the_limit_never_fits_and_is_flagged(products, goal, authority):
    limit = {"US": 350, "EU": 250, "NO": 350}[authority]
    for entry in rank(products, goal, Profile(authority=authority)).entries:
        if entry.daily_mg[1] > limit:
            assert entry.verdict != "fits"
            assert {"above_limit", "may_be_above_limit"} & {flag.kind for flag in entry.flags}
        else:
            assert "above_limit" not in [flag.kind for flag in entry.flags]


@quick
@given(products=st.lists(some_products, max_size=6), goal=any_goal)
def test_scores_and_bands_stay_in_bounds_and_nothing_is_lost(products, goal):
    ranking = rank(products, goal)
    assert len(ranking.entries) + len(ranking.unranked) == len(products)
    order = [-VERDICTS.index(entry.verdict) for entry in ranking.entries]
    assert order == sorted(order)
    for entry in ranking.entries:
        assert 0 <= entry.score <= entry.high <= 100
        assert not math.isnan(entry.score)
        assert entry.why


@quick
@given(product=some_products, goal=any_goal, form=st.sampled_from(SOURCES), more=st.floats(0, 1))
def test_more_evidence_never_lowers_a_score(product, goal, form, more):
    product = dataclasses.replace(product, forms=(form, *[f for f in product.forms if f != form]))
    row = evidence(goal, form)
    better = dataclasses.replace(row, weight=row.weight + (1 - row.weight) * more)
    before = [entry.score for entry in rank([product], goal).entries]
    after = [entry.score for entry in rank([product], goal, evidence={form: better}).entries]
    assert all(new >= old - 1e-9 for old, new in zip(before, after, strict=True))


@quick
@given(product=some_products, goal=any_goal)
def test_an_unknown_dose_is_not_ranked_as_none(product, goal):
    assert len(rank([dataclasses.replace(product, elemental_mg=None)], goal).entries) == 0
