"""The commands that need no photo: forms, rank, app and the version."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scanner import cli

ROOT = Path(__file__).parent.parent


def run(*arguments, stdin=None):
    return CliRunner().invoke(cli.app, [str(each) for each in arguments], input=stdin)


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_forms_lists_the_confirmed_forms_with_their_share_of_magnesium():
    result = run("forms")
    assert result.exit_code == 0
    assert "bisglycinate" in result.stdout
    assert "14.1 %" in result.stdout
    assert "54.0 to 60.5 %" in result.stdout


def test_forms_of_names_come_as_one_json_line_each():
    names = "Magnesium citrate\r\nzinc oxide\n\nMagnesium\n\ufeffno\n"
    result = run("forms", "--json", stdin="\ufeff" + names)
    assert records(result) == [
        {"name": "Magnesium citrate", "forms": ["citrate"], "state": "sure"},
        {"name": "zinc oxide", "forms": [], "state": "not_magnesium"},
        {"name": "", "forms": [], "state": "not_magnesium"},
        {"name": "Magnesium", "forms": [], "state": "undisclosed"},
        {"name": "\ufeffno", "forms": [], "state": "not_magnesium"},
    ]


def test_forms_of_names_for_people_say_what_each_maps_to():
    result = run("forms", "Magnesium citrate", "zinc [red]oxide")
    assert "citrate" in result.stdout
    assert "not magnesium" in result.stdout
    assert "[red]" in result.stdout


def test_forms_of_named_names_as_json():
    assert records(run("forms", "Magnesium citrate", "--json"))[0]["forms"] == ["citrate"]


# Rank, app, version


PRODUCT = {
    "serving": {"quantity": 2, "unit": "capsule", "per_container": 60, "servings_per_day": None},
    "magnesium": {"elemental_mg": 200, "percent_dv": 48, "basis": "elemental", "forms": ["bisglycinate"]},
}


@pytest.fixture
def results(tmp_path):
    path = tmp_path / "results.jsonl"
    lines = ({"photo": name, "status": "read", "reason": None, **PRODUCT} for name in ("a.png", "b.png"))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_rank_reads_lines_of_scan(results):
    ranking = json.loads(run("rank", results, "--goal", "sleep", "--json").stdout)
    assert [entry["photo"] for entry in ranking["entries"]] == ["a.png", "b.png"]
    assert ranking["authority"] == "US"


def test_rank_for_people_gives_place_and_reasons(results):
    result = run("rank", results, "--goal", "sleep", "--authority", "EU", "--age", "40")
    assert result.exit_code == 0
    assert "1 (tie)" in result.stdout
    assert "bisglycinate" in result.stdout
    for word in ("proven", "best absorbed", "cures", "safe for you"):
        assert word not in result.stdout


def test_rank_shows_as_many_as_asked_for(results):
    result = run("rank", results, "--goal", "sleep", "--top", "1")
    assert "1 more were ranked" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--goal", "immortality"], "immortality"),
        (["--goal", "sleep", "--authority", "XX"], "XX"),
        (["--goal", "sleep", "--age", "-3"], "-3"),
    ],
)
def test_rank_says_what_is_wrong(results, arguments, said):
    result = run("rank", results, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_rank_of_a_file_that_is_not_there(tmp_path):
    result = run("rank", tmp_path / "gone.jsonl", "--goal", "sleep")
    assert result.exit_code == 2
    assert "gone.jsonl" in result.stderr
    assert "No such file" in result.stderr
    assert "Errno" not in result.stderr


def test_the_app_listens_to_this_machine_only_and_tells_nobody(monkeypatch):
    started = []

    def fake_run(command, check):
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", fake_run)
    assert run("app").exit_code == 0
    (command,) = started
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]) == ROOT / "streamlit_app.py"
    assert "--server.address=localhost" in command
    assert "--browser.gatherUsageStats=false" in command


def test_version():
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("magnify ")
