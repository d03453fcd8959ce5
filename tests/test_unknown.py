"""What is not known is never treated as fine: forgetting a value never improves a place, a verdict or a warning."""

import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog.flags import flags_for
from catalog.forms import forms
from catalog.goals import goals
from catalog.product import Product
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.verdict_words import VERDICTS

SOURCES = sorted(form.id for form in forms().values() if form.is_source)
COMMON = ["bisglycinate", "citrate", "oxide", "threonate", "malate", "chloride", "bisglycinate_buffered"]

some_forms = st.lists(st.sampled_from(COMMON) | st.sampled_from(SOURCES), max_size=3, unique=True)
amounts = st.sampled_from([5.0, 48.0, 100.0, 144.0, 200.0, 250.0, 300.0, 350.0, 400.0, 905.0, 2900.0])
ingredients = st.dictionaries(
    st.sampled_from(["caffeine", "calcium", "glycine", "melatonin", "vitamin_b6", "zinc", "potassium"]),
    st.none() | st.sampled_from([1.0, 40.0, 600.0, 2000.0]),
    max_size=2,
)


@st.composite
def some_products(draw):
    found = tuple(draw(some_forms))
    shares = None
    if found and draw(st.booleans()):
        raw = [draw(st.integers(1, 9)) for _ in found]
        shares = tuple(part / sum(raw) for part in raw)
    low = draw(st.none() | st.sampled_from([1.0, 2.0, 3.0]))
    return Product(
        name=draw(st.sampled_from("ABCDE")),
        photo=str(draw(st.uuids())),
        forms=found,
        shares=shares,
        elemental_mg=draw(amounts),
        compound_mg=draw(st.none() | st.sampled_from([500.0, 1000.0, 2000.0])),
        basis="elemental",
        serving_quantity=draw(st.sampled_from([1.0, 2.0, 4.0])),
        serving_unit=draw(st.none() | st.sampled_from(["capsule", "tablet", "scoop", "ml"])),
        servings_per_day=low,
        servings_per_day_high=draw(st.none() | st.just(4.0)) if low else None,
        per_container=draw(st.none() | st.just(60.0)),
        co_ingredients=draw(ingredients),
        panel_read=draw(st.sampled_from(["whole", "whole", "part", "none"])),
        seals=draw(st.none() | st.sampled_from([(), ("NSF Certified",), ("GMP",)])),
        price=draw(st.none() | st.floats(1, 90)),
        currency=draw(st.none() | st.just("USD")),
        percent_dv=draw(st.none() | st.sampled_from([24.0, 48.0, 100.0])),
        kind=draw(st.sampled_from(["supplement", "supplement", "supplement", "drug", "topical"])),
        to_check=draw(st.sampled_from([(), (), ("forms",)])),
    )


def forget(product: Product, value: str) -> Product:
    """The same product with one value not known."""
    changes: dict[str, object] = {
        "forms": {"forms": (), "shares": None},
        "shares": {"shares": None},
        "elemental_mg": {"elemental_mg": None, "compound_mg": None},
        "basis": {"basis": "undecided"},
        "serving_quantity": {"serving_quantity": None},
        "serving_unit": {"serving_unit": None},
        "directions": {"servings_per_day": None, "servings_per_day_high": None},
        "panel": {"panel_read": "part"},
        "side ingredients": {"panel_read": "part", "co_ingredients": {}},
        "an amount": {"co_ingredients": dict.fromkeys(product.co_ingredients)},
        "seals": {"seals": None},
        "price": {"price": None},
        "per_container": {"per_container": None},
        "currency": {"currency": None},
    }[value]
    return dataclasses.replace(product, **changes)


VALUES = [
    *("forms", "shares", "elemental_mg", "basis", "serving_quantity", "serving_unit", "directions", "panel"),
    *("side ingredients", "an amount", "seals", "price", "per_container", "currency"),
]
any_goal = st.sampled_from(list(goals()))
people = st.builds(
    Profile,
    age_y=st.none() | st.sampled_from([5.0, 12.0, 16.0, 40.0, 70.0]),
    with_adult=st.just(True),
    pregnant=st.booleans(),
    authority=st.sampled_from(["US", "EU", "UK", "JP"]),
    conditions=st.sampled_from([(), (), ("diarrhoea",)]),
)
thorough = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LAST = 10**6


def place(product: Product, others, goal: str, person: Profile) -> tuple[int, int]:
    """Position (LAST without one) and verdict (an index, higher is better) of `product` among others."""
    ranking = rank([product, *others], goal, person)
    for entry in ranking.entries:
        if entry.product is product:
            return entry.position or LAST, VERDICTS.index(entry.verdict)
    left_out = next(one for one in ranking.unranked if one.product is product)
    return LAST, VERDICTS.index(left_out.verdict)


@thorough
@pytest.mark.parametrize("value", VALUES)
@given(product=some_products(), others=st.lists(some_products(), max_size=3), goal=any_goal, person=people)
def test_forgetting_a_value_never_improves_a_place_or_a_verdict(value, product, others, goal, person):
    less = forget(product, value)
    assume(less != product)
    position, verdict = place(product, others, goal, person)
    position_of_less, verdict_of_less = place(less, others, goal, person)
    assert position_of_less >= position
    assert verdict_of_less <= verdict


SAID_INSTEAD = {
    "forms": "form_not_disclosed",
    "elemental_mg": "amount_not_read",
    "basis": "amount_undecided",
    "serving_quantity": "serving_not_known",
    "serving_unit": "serving_not_known",
    "directions": "directions_not_read",
    "panel": "panel_not_read",
    "side ingredients": "panel_not_read",
    "an amount": "nutrient_not_read",
}
"""The flag that stands in the place of one that can no longer be told, by the value that was forgotten."""
FIRM = frozenset({"stop", "warning", "caution"})


@thorough
@pytest.mark.parametrize("value", VALUES)
@given(product=some_products(), goal=any_goal, person=people)
def test_a_flag_goes_only_where_another_says_what_is_not_known(value, product, goal, person):
    less = forget(product, value)
    assume(less != product and product.kind != "topical")  # what is not swallowed is held against no limit
    before = {
        flag.kind for flag in flags_for(product, person, (person.authority,), goal) if flag.severity in FIRM
    }
    after = {
        flag.kind for flag in flags_for(less, person, (person.authority,), goal) if flag.severity in FIRM
    }
    if before - after:
        assert SAID_INSTEAD[value] in {
            flag.kind for flag in flags_for(less, person, (person.authority,), goal)
        }


@thorough
@given(
    product=some_products(),
    others=st.lists(some_products(), max_size=3),
    goal=any_goal,
    person=people,
    price=st.floats(0.1, 500),
)
def test_a_price_changes_no_place(product, others, goal, person, price):
    dear = dataclasses.replace(product, price=price, currency="EUR", per_container=30.0)
    free = dataclasses.replace(product, price=None)
    assert place(dear, others, goal, person) == place(free, others, goal, person)


@thorough
@given(product=some_products(), goal=any_goal, person=people)
def test_what_must_never_fit(product, goal, person):
    """A dose above the limit, a panel not read whole, unread directions, an amount still open: none of them fits."""
    for entry in rank([product], goal, person).entries:
        kinds = {flag.kind for flag in entry.flags}
        doubtful = {"above_limit", "above_limit_children", "may_be_above_limit", "claim_not_possible"}
        if kinds & (doubtful | set(SAID_INSTEAD.values())) or product.to_check:
            assert entry.verdict != "fits"
        if entry.verdict == "fits":
            assert product.has_directions
            assert product.panel_read == "whole"
