"""The explanation of a decision, and the page of the documentation that is made from the rules."""

from pathlib import Path

import pytest
from pages import US, facts
from typer.testing import CliRunner

from scanner.cli import app
from scanner.explain import explain, rule_table
from scanner.records import Facts, missing

DOCUMENT = Path(__file__).parents[1] / "docs" / "how-it-decides.md"
BEGIN, END = "<!-- rules -->\n", "<!-- /rules -->"
LABEL = "Supplement Facts\nServing Size: 2 capsules\nMagnesium (as citrate)  200 mg  48%\n"


def test_every_step_is_printed_with_the_rule_that_chose():
    printed = "\n".join(explain(facts(*US, "Magnesium (as citrate)  200 mg  48%")))
    for told in (
        "Lines.",
        "Panel “Supplement Facts”",
        "percent_of_elemental",
        "<- chosen",
        "elemental_mg: 200",
    ):
        assert told in printed


def test_a_label_without_magnesium_says_so():
    assert "no place speaks of it" in "\n".join(explain(facts("Zinc  10 mg")))


def test_facts_that_remember_no_page_are_refused():
    nothing = missing("nothing")
    with pytest.raises(ValueError, match="remember"):
        list(explain(Facts(*[nothing] * 7, "undecided")))


def test_the_command_prints_it_below_the_table(tmp_path):
    file = tmp_path / "label.txt"
    file.write_text(LABEL)
    run = CliRunner().invoke(app, ["text", "--explain", str(file)])
    assert run.exit_code == 0
    assert "percent_of_elemental" in run.output
    assert "percent_of_elemental" not in CliRunner().invoke(app, ["text", str(file)]).output


def test_an_explanation_is_no_json(tmp_path):
    run = CliRunner().invoke(app, ["text", "--explain", "--json", str(tmp_path / "label.txt")])
    assert run.exit_code == 2


def test_the_document_shows_the_rules_as_they_are():
    text = DOCUMENT.read_text(encoding="utf-8")
    shown = text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
    assert shown.strip() == rule_table(), "run: PYTHONPATH=tests python tests/test_explain.py"


if __name__ == "__main__":
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    DOCUMENT.write_text(f"{before}{rule_table()}\n{after}", encoding="utf-8")
