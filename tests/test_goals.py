"""Goals and evidence: honest about what is weak, hidden rows out of view."""

import pytest

from catalog.forms import forms
from catalog.goals import EVIDENCE_COLUMNS, evidence, evidence_in, evidence_rows, goal_named, goals
from catalog.sources import sources
from catalog.tables import CatalogError, TableRow, read_table

FORBIDDEN = (
    *("proven", "best absorbed", "cures", "safe for you", "xanax", "detox", "miracle", "improves sleep"),
    *("natural sedative", "deeper sleep", "superior absorption"),
)


def shown_texts() -> list[tuple[str, str]]:
    """Every cell of the tables that may reach a screen."""
    columns = {
        "goals.csv": ("name", "headline", "cannot"),
        "evidence.csv": ("who", "direction"),
        "reasons.csv": ("text",),
        "safety.csv": ("item", "examples_or_threshold", "effect", "spacing_or_limit", "gate_text"),
        "limits.csv": ("population", "covers", "notes"),
        "co_ingredients.csv": ("text",),
        "reference_values.csv": ("population", "notes"),
        "claims.csv": ("claim", "verdict", "answer"),
    }
    return [
        (f"{file}, row {row.row}", row.cells[column])
        for file, names in columns.items()
        for row in read_table(file, names)
        for column in names
    ]


def test_there_are_eight_goals_and_three_come_first():
    assert list(goals())[:3] == ["sleep", "constipation", "cognition"]
    assert [goal.first for goal in goals().values()] == [True] * 3 + [False] * 5
    assert all(goal.headline and goal.cannot and goal.source for goal in goals().values())


def test_what_magnesium_cannot_do_is_said():
    assert "not a sedative" in goal_named("sleep").cannot
    assert "dementia" in goal_named("cognition").cannot
    assert "unlikely" in goal_named("muscle_cramps").headline
    assert "above the supplement limit" in goal_named("migraine_prevention").headline


@pytest.mark.parametrize(
    ("goal", "form", "level", "grade"),
    [
        ("sleep", "bisglycinate", "A", "low"),
        ("sleep", "threonate", "A", "very low"),
        ("sleep", "malate", "B", "very low"),
        ("constipation", "oxide", "A", "low"),
        ("constipation", "citrate", "B", "very low"),
        ("constipation", "bisglycinate", "0", "none"),
        ("cognition", "threonate", "A", "very low"),
        ("cognition", "bisglycinate", "0", "none"),
        ("muscle_cramps", "citrate", "negative", "none"),
        ("migraine_prevention", "citrate", "A", "low"),
    ],
)
def test_levels_and_grades(goal, form, level, grade):
    row = evidence(goal, form)
    assert (row.level, row.grade) == (level, grade)


def test_no_evidence_is_graded_moderate_or_better():
    assert {row.grade for row in evidence_rows().values()} <= {"none", "very low", "low"}


def table(**changed: str) -> list[TableRow]:
    """One good row of evidence.csv with some cells changed."""
    good = next(read_table("evidence.csv", EVIDENCE_COLUMNS))
    return [TableRow("evidence.csv", 2, {**good.cells, "form": "oxide", **changed})]


def test_a_row_that_was_not_confirmed_still_stands_for_its_form():
    (row,) = evidence_in(table(level="negative", finding="no_benefit", shown_to_people="0")).values()
    assert not row.confirmed
    assert (row.form, row.finding) == ("oxide", "no_benefit")


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"finding": "good"}, "finding"),
        ({"who_only": "somebody"}, "who_only"),
        ({"funding": "a friend"}, "funding"),
        ({"level": "A", "studied_low_mg": "300"}, "studied_high_mg"),
        ({"level": "A", "studied_low_mg": "300", "studied_high_mg": "200"}, "studied_high_mg"),
        ({"level": "B", "studied_low_mg": "200", "studied_high_mg": "300"}, "studied_low_mg"),
        ({"level": "A", "studied_low_mg": "some", "studied_high_mg": "300"}, "studied_low_mg"),
        ({"direction": ""}, "direction"),
    ],
)
def test_a_wrong_cell_is_named(changed, column):
    with pytest.raises(CatalogError) as error:
        evidence_in(table(**changed))
    assert error.value.column == column


def test_a_form_has_one_row_for_a_goal():
    with pytest.raises(CatalogError, match="two rows"):
        evidence_in(table() * 2)


def test_every_source_of_magnesium_has_evidence_for_every_goal():
    for goal in goals():
        for form in forms().values():
            if form.is_source:
                row = evidence(goal, form.id)
                assert 0 <= row.weight <= 1
                assert set(row.source) <= set(sources())


def test_what_is_no_source_has_none():
    with pytest.raises(ValueError, match="stearate"):
        evidence("sleep", "stearate")
    with pytest.raises(ValueError, match="'luck' is not known"):
        evidence("luck", "oxide")


def test_evidence_level_zero_weighs_little():
    assert all(row.weight <= 0.2 for row in evidence_rows().values() if row.level in {"0", "negative"})


def test_no_table_promises_anything():
    texts = shown_texts()
    assert len(texts) > 500
    for place, text in texts:
        for word in FORBIDDEN:
            assert word not in text.lower(), f"{place}: {word}"
