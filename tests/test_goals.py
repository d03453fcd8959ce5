"""Goals and evidence: honest about what is weak, hidden rows out of view."""

import pytest

from catalog.forms import forms
from catalog.goals import ANY_FORM, evidence, evidence_rows, goal_named, goals
from catalog.sources import sources
from catalog.tables import read_table

FORBIDDEN = (
    *("proven", "best absorbed", "cures", "safe for you", "xanax", "detox", "miracle", "improves sleep"),
    *("natural sedative", "deeper sleep", "superior absorption"),
)


def shown_texts() -> list[tuple[str, str]]:
    """Every cell of the tables that may reach a screen."""
    columns = {
        "goals.csv": ("name", "headline", "cannot"),
        "evidence.csv": ("direction", "population", "caveats"),
        "reasons.csv": ("text",),
        "safety.csv": ("label", "examples", "text", "with_text", "gate_text"),
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


def test_rows_that_were_not_confirmed_stay_out():
    hidden = [r for r in read_table("evidence.csv", ("shown_to_people",)) if not r.flag("shown_to_people")]
    assert hidden
    for row in hidden:
        goal, form = row.text("goal"), row.text("form")
        assert (goal, form) not in evidence_rows()
        assert evidence(goal, form).form == ANY_FORM


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
