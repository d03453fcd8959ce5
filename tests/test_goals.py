"""Goals and evidence: honest about what is weak, hidden rows out of view."""

import pytest

from catalog.forms import forms
from catalog.goals import (
    ANY_FORM,
    EVIDENCE_COLUMNS,
    Evidence,
    evidence,
    evidence_in,
    evidence_rows,
    goal_named,
    goals,
    nothing_tested,
)
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
        "how_to_take.csv": ("text",),
        "safety.csv": ("label", "examples", "text", "with_text", "unread_text", "gate_text"),
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
        ("cognition", "bisglycinate", "A", "very low"),
        ("cognition", "oxide", "0", "none"),
        ("sleep", "citrate", "negative", "very low"),
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


def rows_of(goal: str) -> dict[str, Evidence]:
    return {form: row for (of_goal, form), row in evidence_rows().items() if of_goal == goal}


def test_finding_and_level_agree():
    for row in evidence_rows().values():
        if row.finding in {"helped", "mixed"}:
            assert row.level == "A", (row.goal, row.form)
        if row.finding == "not_shown":
            assert row.level in {"0", "C"}, (row.goal, row.form)
        assert (row.finding == "no_benefit") == (row.level == "negative"), (row.goal, row.form)


def test_what_was_tested_says_in_whom_and_who_paid():
    for row in evidence_rows().values():
        if row.tested:
            assert row.who, (row.goal, row.form)
            assert row.funding, (row.goal, row.form)
        if row.who_only:
            assert row.tested, (row.goal, row.form)


@pytest.mark.parametrize("goal", list(goals()))
def test_a_null_never_weighs_more_than_no_trial(goal):
    rows = rows_of(goal)
    nulls = [row.weight for row in rows.values() if row.finding == "no_benefit" and row.form != ANY_FORM]
    assert all(weight <= rows[ANY_FORM].weight for weight in nulls)


def test_a_trial_without_placebo_weighs_no_more_than_no_trial_for_stress():
    rows = rows_of("stress_anxiety")
    assert rows["lactate"].weight <= rows[ANY_FORM].weight
    assert rows["chloride"].weight <= rows[ANY_FORM].weight


def test_a_goal_that_is_unlikely_has_nothing_that_helped():
    unlikely = [goal.id for goal in goals().values() if "unlikely" in goal.headline]
    assert unlikely == ["muscle_cramps"]
    for goal in unlikely:
        assert all(row.finding != "helped" for row in rows_of(goal).values())


def test_a_form_tested_only_in_pregnancy_is_marked():
    assert evidence("muscle_cramps", "bisglycinate").who_only == "pregnant"


@pytest.mark.parametrize(
    ("goal", "order"),
    [("sleep", ["bisglycinate"]), ("constipation", ["oxide", "citrate"]), ("cognition", ["threonate"])],
)
def test_the_leaders_have_the_most_weight(goal, order):
    rows = sorted(rows_of(goal).values(), key=lambda row: -row.weight)
    assert [row.form for row in rows[: len(order)]] == order
    assert rows[0].finding == "helped"


@pytest.mark.parametrize(
    ("goal", "form", "studied"),
    [
        ("sleep", "bisglycinate", "250"),
        ("sleep", "threonate", "72 to 165"),
        ("constipation", "oxide", "905"),
        ("constipation", "citrate", ""),
        ("muscle_cramps", "oxide", "226 to 520"),
        ("migraine_prevention", "citrate", "600"),
    ],
)
def test_studied_doses_are_those_of_the_trials(goal, form, studied):
    assert evidence(goal, form).studied == studied


def test_a_trial_that_could_not_be_told_is_no_missing_trial():
    row = evidence("migraine_prevention", "aspartate")
    assert not row.confirmed
    assert row.finding == "no_benefit"


def test_only_what_was_tested_is_named():
    assert nothing_tested(goal_named("cognition")) == (
        "None of these was tested for memory and thinking; only L-threonate and bisglycinate were."
    )
    assert nothing_tested(goal_named("sleep")) == "None of these was tested for better sleep."
    for goal in goals().values():
        if goal.only_tested:
            assert {form for form, row in rows_of(goal.id).items() if row.tested} == set(goal.only_tested)


def test_evidence_level_zero_weighs_little():
    assert all(row.weight <= 0.2 for row in evidence_rows().values() if row.level in {"0", "negative"})


def test_no_table_promises_anything():
    texts = shown_texts()
    assert len(texts) > 500
    for place, text in texts:
        for word in FORBIDDEN:
            assert word not in text.lower(), f"{place}: {word}"
