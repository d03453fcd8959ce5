"""Flags for who takes it: each condition and medicine says its sentence, and knowing more never says less."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.flags import flags_for
from catalog.forms import forms
from catalog.goals import goals
from catalog.product import Product
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.safety import (
    CONDITION,
    MEDICINE,
    choosable_conditions,
    choosable_medicines,
    safety_notes,
    stop_for,
)
from catalog.safety_flags import safety_flags

PLAIN = Product(
    name="A",
    forms=("bisglycinate",),
    elemental_mg=200,
    basis="elemental",
    serving_quantity=2,
    serving_unit="capsule",
    servings_per_day=1,
    panel_read="whole",
)
CONDITIONS = [id_ for id_, _ in choosable_conditions()]
MEDICINES = [id_ for id_, _ in choosable_medicines()]
ADULT = Profile(age_y=40)


def found(product, profile, goal=None):
    return list(safety_flags(product, profile, goal))


def of(kind, flags):
    return [flag for flag in flags if flag.kind == kind]


@pytest.mark.parametrize(
    "note", [note for note in safety_notes() if note.kind in {CONDITION, MEDICINE}], ids=lambda n: n.id
)
def test_each_choice_is_a_flag_with_its_sentence(note):
    chosen = {"conditions" if note.kind == CONDITION else "medicines": (note.id,)}
    flags = flags_for(PLAIN, replace(ADULT, **chosen))
    assert [(flag.text, flag.severity, flag.source) for flag in flags if flag.data.get("id") == note.id] == [
        (note.text, note.severity, "|".join(note.source))
    ]  # fmt: skip


def test_antibiotics_say_how_far_apart():
    (flag,) = found(PLAIN, replace(ADULT, medicines=("tetracyclines",)))
    assert "at least 2 hours before or 4 to 6 hours after magnesium" in flag.text
    assert (flag.kind, flag.severity) == ("with_medicine", "warning")


def test_levodopa_with_vitamin_b6_in_it_is_a_warning():
    person = replace(ADULT, medicines=("levodopa",))
    with_b6 = replace(PLAIN, co_ingredients={"Vitamin B6 (as pyridoxine HCl)": None})
    (warned,) = of("with_medicine_and_ingredient", found(with_b6, person))
    assert warned.severity == "warning"
    assert "vitamin B6" in warned.text
    assert not of("with_medicine_and_ingredient", found(PLAIN, person))
    assert "whole label" in found(PLAIN, person)[0].text  # the panel may not have been read whole
    assert not of("with_medicine_and_ingredient", found(with_b6, ADULT))


@pytest.mark.parametrize("panel_read", ["part", "none"])
@pytest.mark.parametrize("medicine", ["levodopa", "potassium_sparing_diuretics"])
def test_a_panel_that_was_not_read_whole_may_hold_what_makes_it_worse(medicine, panel_read):
    person = replace(ADULT, medicines=(medicine,))
    (warned,) = of("with_medicine_and_ingredient", found(replace(PLAIN, panel_read=panel_read), person))
    assert warned.severity == "warning"
    assert "was not read. Look at the whole label" in warned.text


def test_water_tablets_that_keep_potassium_and_potassium():
    person = replace(ADULT, medicines=("potassium_sparing_diuretics",))
    salt = replace(PLAIN, co_ingredients={"potassium": 99.0})
    assert of("with_medicine_and_ingredient", found(salt, person))


@pytest.mark.parametrize("chosen", [{"conditions": ("diarrhoea",)}, {"medicines": ("misoprostol",)}])
@pytest.mark.parametrize(
    ("named", "said"),
    [
        (("oxide",), "may loosen the bowel"),
        (("bisglycinate", "citrate"), "may loosen the bowel"),
        (("krebs",), "is not known"),
        (("bisglycinate", "no_such_form"), "is not known"),
        (("bisglycinate", "amino_acid_chelate"), "is not known"),
        ((), "is not known"),
        (("bisglycinate",), None),
    ],
)
def test_with_diarrhoea_a_form_that_loosens_or_may_is_a_warning(named, said, chosen):
    assert forms()["krebs"].gut_class is None
    flags = of("loosens_the_bowel", found(replace(PLAIN, forms=named), replace(ADULT, **chosen)))
    assert [(flag.severity, said in flag.text) for flag in flags] == (
        [] if said is None else [("warning", True)]
    )


def test_lasting_insomnia_says_see_a_doctor_where_the_goal_is_sleep():
    person = replace(ADULT, conditions=("lasting_insomnia",))
    (flag,) = found(PLAIN, person, "sleep")
    assert flag.text.startswith("See a doctor")
    assert found(PLAIN, person, "constipation") == []
    assert found(PLAIN, person) != []  # no goal was named: it may be sleep


@pytest.mark.parametrize(
    ("person", "id_"),
    [
        (Profile(age_y=30, pregnant=True), "pregnancy"),
        (Profile(age_y=30, breast_feeding=True), "breast_feeding"),
        (Profile(age_y=65), "older_adults"),
        (Profile(age_y=9, with_adult=True), "children"),
    ],
)
def test_life_stages_say_their_sentence(person, id_):
    (flag,) = found(PLAIN, person)
    assert (flag.kind, flag.severity, flag.data["id"]) == ("with_life_stage", "caution", id_)
    assert found(PLAIN, Profile(age_y=64.9)) == []


def test_what_happens_in_the_gut_does_not_concern_the_skin():
    oil = replace(PLAIN, kind="topical")
    assert found(oil, replace(ADULT, medicines=("tetracyclines", "misoprostol"))) == []
    assert found(oil, replace(ADULT, medicines=("muscle_relaxants",), conditions=("surgery",))) != []


def test_a_scan_speaks_of_nobody():
    assert flags_for(PLAIN) == ()
    assert [flag.data["id"] for flag in flags_for(PLAIN, Profile())] == ["older_adults"]


def test_a_misspelled_medicine_is_an_error_in_flags_too():
    with pytest.raises(ValueError, match="medicine 'levodop' is not known"):
        flags_for(PLAIN, Profile(medicines=("levodop",)))


# What must hold for anybody and any product

AGES = st.none() | st.floats(1, 110)
PEOPLE = st.builds(
    Profile,
    age_y=AGES,
    pregnant=st.booleans(),
    breast_feeding=st.booleans(),
    with_adult=st.booleans(),
    conditions=st.lists(st.sampled_from(CONDITIONS), max_size=2, unique=True).map(tuple),
    medicines=st.lists(st.sampled_from(MEDICINES), max_size=2, unique=True).map(tuple),
)
GOODS = st.builds(
    Product,
    name=st.sampled_from(["A", "B"]),
    forms=st.lists(st.sampled_from(sorted(forms())), max_size=2, unique=True).map(tuple),
    elemental_mg=st.none() | st.floats(5, 900),
    basis=st.just("elemental"),
    serving_quantity=st.just(1.0),
    co_ingredients=st.sampled_from([{}, {"vitamin_b6": 2.0}, {"potassium": None}, {"melatonin": 1.0}]),
    kind=st.sampled_from(["supplement", "drug", "topical", "homeopathic"]),
    panel_read=st.sampled_from(["whole", "part", "none"]),
)
ANY_GOAL = st.none() | st.sampled_from(list(goals()))
ADDED = st.sampled_from(
    [("conditions", id_) for id_ in CONDITIONS] + [("medicines", id_) for id_ in MEDICINES]
)


def said(flags):
    return Counter((flag.kind, flag.text, flag.severity) for flag in flags)


def adding(person, added):
    field, id_ = added
    return replace(person, **{field: (*getattr(person, field), id_)})


@settings(deadline=None)
@given(product=GOODS, person=PEOPLE, added=ADDED, goal=ANY_GOAL)
def test_a_further_condition_or_medicine_never_takes_a_flag_or_a_stop_away(product, person, added, goal):
    more = adding(person, added)
    assert said(flags_for(product, person, goal=goal)) <= said(flags_for(product, more, goal=goal))
    for each in goals():
        assert stop_for(more, each) is not None or stop_for(person, each) is None


@settings(deadline=None, max_examples=40)
@given(product=GOODS, person=PEOPLE, added=ADDED, goal=st.sampled_from(list(goals())))
def test_a_further_condition_or_medicine_improves_no_ranking(product, person, added, goal):
    before, after = rank([product], goal, person), rank([product], goal, adding(person, added))
    if after.stop is not None:
        assert not after.entries
        return
    assert before.stop is None
    for old, new in zip(before.entries, after.entries, strict=True):
        assert new.score <= old.score
        assert said(old.flags) <= said(new.flags)


@settings(deadline=None)
@given(product=GOODS, person=PEOPLE, age=st.floats(18, 110), goal=ANY_GOAL)
def test_an_unknown_age_takes_no_flag_away_that_an_adult_of_some_age_would_have(product, person, age, goal):
    known, unknown = replace(person, age_y=age), replace(person, age_y=None)
    assert said(found(product, known, goal)) <= said(found(product, unknown, goal))
    for each in goals():
        assert (stop_for(known, each) is None) or (stop_for(unknown, each) is not None)


@settings(deadline=None)
@given(product=GOODS, person=PEOPLE, goal=ANY_GOAL, panel_read=st.sampled_from(["part", "none"]))
def test_knowing_less_of_the_label_takes_no_flag_away(product, person, goal, panel_read):
    kinds = Counter((flag.kind, flag.severity) for flag in found(product, person, goal))
    for less in (
        replace(product, forms=()),
        replace(product, elemental_mg=None),
        replace(product, co_ingredients={}, panel_read=panel_read),
    ):
        assert kinds <= Counter((flag.kind, flag.severity) for flag in found(less, person, goal))
