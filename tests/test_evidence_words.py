"""What is said of a form for a goal: one sentence per row, true for it, from a source that was opened."""

import re

import pytest

from catalog.forms import forms
from catalog.goals import ANY_FORM, evidence_rows, goals
from catalog.reasons import form_names, templates
from catalog.sources import opened, sources

ROWS = evidence_rows()
UNCONFIRMED = "not looked at closely enough to say"
UNOPENED_TRIAL = "schuster2025"
"""The one deciding trial whose own text could not be opened: its rows are marked, and cite a review beside it."""


def text_of(goal: str, form: str) -> str:
    return templates()[f"evidence/{goal}/{form}"][0]


def test_every_row_has_its_own_sentence_and_every_sentence_its_row():
    said = {key.removeprefix("evidence/") for key in templates() if key.startswith("evidence/")}
    assert said == {f"{goal}/{form}" for goal, form in ROWS}
    assert not any(key.startswith("level/") for key in templates())


@pytest.mark.parametrize("row", ROWS)
def test_a_sentence_is_whole_and_names_the_form_only_where_many_share_it(row):
    text = text_of(*row)
    assert text[0].isupper()
    assert text.endswith(".")
    assert text.count("{form}") == (1 if row[1] == ANY_FORM else 0)
    assert set(re.findall(r"{.*?}", text)) <= {"{form}"}
    assert len(text) <= 250
    assert "??" not in text
    assert not re.search(r"[a-z]: [a-z].*:", text)


def test_the_shared_sentence_reads_well_for_every_form():
    for goal in goals():
        for form in forms().values():
            if form.is_source and (goal, form.id) not in ROWS:
                said = text_of(goal, ANY_FORM).format(**form_names(form.id))
                assert "Magnesium " not in said.replace(". Magnesium ", "")


@pytest.mark.parametrize("row", ROWS)
def test_row_and_sentence_cite_a_source_that_was_opened(row):
    assert opened(ROWS[row].source)
    assert opened(templates()["evidence/" + "/".join(row)][1])


@pytest.mark.parametrize("goal", goals())
def test_a_headline_cites_a_source_that_was_opened(goal):
    assert opened(goals()[goal].source)


def test_no_row_rests_on_a_shop_or_an_answer_page():
    cited = {id_ for row in ROWS.values() for id_ in row.source}
    cited |= {id_ for key, (_, ids) in templates().items() if key.startswith("evidence/") for id_ in ids}
    for id_ in cited:
        assert not re.search(r"droracle|microvitamin|consensus\.app", sources()[id_].read_address), id_


def test_the_trial_that_was_not_opened_is_marked_wherever_it_decides():
    for row in ROWS.values():
        if UNOPENED_TRIAL in row.source:
            assert row.source_checked != "true", (row.goal, row.form)


def test_a_row_that_is_not_confirmed_says_so_in_words():
    hidden = [row for row in ROWS.values() if not row.confirmed]
    assert hidden
    for row in hidden:
        assert UNCONFIRMED in text_of(row.goal, row.form)
        assert "no trial" not in text_of(row.goal, row.form).lower()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if ROWS[row].tested and ROWS[row].finding == "no_benefit"]
)
def test_a_negative_trial_is_told_as_one(row):
    assert re.search(r"no better|no benefit|no difference|not clearly better", text_of(*row))
    assert "no trial" not in text_of(*row).lower()


@pytest.mark.parametrize("row", [row for row in ROWS if ROWS[row].tested])
def test_a_form_that_was_tested_is_not_said_to_have_no_trial(row):
    assert "have no trial" not in text_of(*row) or "placebo trial" in text_of(*row)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ("migraine_prevention", "citrate"),
            "cut the number of attacks by 41.6 % and placebo cut it by 15.8 %",
        ),
        (("migraine_prevention", "oxide"), "118 children"),
        (("stress_anxiety", "oxide"), "44 women"),
        (("muscle_cramps", "oxide"), "520 mg a day did no better than placebo"),
        (("muscle_cramps", "oxide"), "3.4 with 226 mg a day and by 2.6 with placebo"),
        (("muscle_cramps", "bisglycinate"), "says nothing about other people"),
        (("constipation", "oxide"), "about 905 mg"),
        (("constipation", "oxide"), "above the limit for supplements and is a laxative's use"),
        (("sleep", "bisglycinate"), "1.6 points more than with placebo, on a 28-point scale"),
        (("blood_pressure", "chloride"), "82 adults"),
        (("replenishment", "citrate"), "In 20 healthy men"),
    ],
)
def test_what_was_wrong_is_right(row, said):
    assert said in text_of(*row)


def test_the_headlines_say_what_the_trials_gave():
    assert "about 905 mg" in goals()["constipation"].headline
    assert "UK guideline" in goals()["constipation"].headline
    assert "all of that range is above" in goals()["migraine_prevention"].headline
    assert "later company-funded trial of oxide" in goals()["muscle_cramps"].headline


@pytest.mark.parametrize("goal", goals())
def test_what_it_cannot_do_has_a_subject(goal):
    assert re.match(r"(Magnesium|A supplement|No form) ", goals()[goal].cannot)
