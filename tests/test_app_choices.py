"""Who it is for: what a person says is in force at once, stays, and is what the title of the box says."""

import pytest
import streamlit as st
from app_screen import opened, stocked, turned_to
from archetypes import SHELF

CHANGES = (
    ("selectbox", "who-authority", ("EU", "UK", "DE"), ("the EU limit", "the UK limit", "the DE limit")),
    ("selectbox", "who-sex", ("female", "male", "not said"), ("female", "male", "")),
    ("number_input", "who-age", (40.0, 16.0, 70.0), ("40 years", "16 years", "70 years")),
    (
        "selectbox",
        "who-stage",
        ("pregnant", "breast-feeding", "neither"),
        ("pregnant", "breast-feeding", ""),
    ),
    (
        "multiselect",
        "who-conditions",
        (["kidney_disease"], ["kidney_disease", "heart_block"], ["heart_block"]),
        ("Kidney disease", "Kidney disease, Heart block", "Heart block"),
    ),
)
"""Kind of control, its key, what is chosen one after the other, and what the title says of it."""


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("MAGNIFY_SHELF", raising=False)
    monkeypatch.setattr("app.state.shelf_path", lambda: tmp_path / "shelf.sqlite3")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def compare(tmp_path):
    stocked(SHELF[:3], tmp_path)
    return turned_to(opened(), "compare")


def control(at, kind, key):
    return next(one for one in getattr(at, kind) if one.key == key)


def title(at):
    return next(one.label for one in at.expander if one.label.startswith("Who it is for")).replace("\\", "")


def said(at):
    return " ".join(element.body for element in at.html)


@pytest.mark.parametrize(("kind", "key", "values", "words"), CHANGES, ids=[change[1] for change in CHANGES])
def test_every_change_counts_and_the_title_says_it_in_the_same_moment(compare, kind, key, values, words):
    at = compare
    for value, word in zip(values, words, strict=True):
        control(at, kind, key).set_value(value).run()
        assert not at.exception
        assert control(at, kind, key).value == value
        assert word in title(at)
        at.run()  # nothing jumps back when the page is drawn once more
        assert control(at, kind, key).value == value
        assert word in title(at)


def test_the_goal_can_be_changed_again_and_again(compare):
    for goal in ("constipation", "cognition", "sleep", "constipation"):
        compare.segmented_control[0].set_value(goal).run()
        assert compare.segmented_control[0].value == goal
        assert compare.query_params["goal"] in (goal, [goal])


def test_with_an_adult_is_asked_twice(compare):
    control(compare, "number_input", "who-age").set_value(16.0).run()
    assert ">Stop<" in said(compare)
    for helped in (True, False, True):
        control(compare, "checkbox", "who-adult").set_value(helped).run()
        assert control(compare, "checkbox", "who-adult").value is helped
        assert (">Stop<" in said(compare)) is not helped
        assert ("an adult helps" in title(compare)) is helped


def test_an_age_of_40_that_becomes_16_stops_the_ranking(compare):
    control(compare, "number_input", "who-age").set_value(40.0).run()
    assert ">Stop<" not in said(compare)
    control(compare, "number_input", "who-age").set_value(16.0).run()
    assert ">Stop<" in said(compare)
    assert "<article" not in said(compare)
    control(compare, "number_input", "who-age").set_value(None).run()
    assert "an adult" in title(compare)
    assert "<article" in said(compare)


def test_what_was_said_is_still_there_on_the_way_back_from_another_page(compare):
    at = compare
    control(at, "selectbox", "who-authority").set_value("EU").run()
    control(at, "number_input", "who-age").set_value(70.0).run()
    control(at, "multiselect", "who-conditions").set_value(["heart_block"]).run()
    at.segmented_control[0].set_value("muscle_cramps").run()
    at.slider[0].set_value(20).run()
    for page in ("shelf", "scan", "compare"):
        at = turned_to(at, page)
    assert control(at, "selectbox", "who-authority").value == "EU"
    assert control(at, "number_input", "who-age").value == 70.0
    assert control(at, "multiselect", "who-conditions").value == ["heart_block"]
    assert title(at) == "Who it is for: 70 years, the EU limit, Heart block or a very slow pulse"
    assert at.segmented_control[0].value == "muscle_cramps"
    assert at.slider[0].value == 20


def test_products_chosen_to_compare_stay_and_a_deleted_one_is_left_out(compare):
    at = compare
    products = next(one for one in at.multiselect if one.key == "products-control")
    first, second = products.options[0], products.options[1]
    assert first != second
    ids = [option.rsplit("(", 1)[1].rstrip(")") for option in (first, second)]
    products.set_value(ids).run()
    at = turned_to(at, "shelf")
    next(
        button for button in at.button if button.key and button.key.startswith(f"delete-{ids[0]}")
    ).click().run()
    at = turned_to(at, "compare")
    assert not at.exception
    assert next(one for one in at.multiselect if one.key == "products-control").value == [ids[1]]
