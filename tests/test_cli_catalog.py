"""The commands that need no photo: forms, rank, app and the version."""

from __future__ import annotations

import json
import re
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
    read = {"status": "read", "reason": None, "panel_read": "whole", **PRODUCT}
    read["serving"] = {**read["serving"], "servings_per_day": 1}
    lines = ({"photo": name, **read} for name in ("a.png", "b.png"))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_rank_reads_lines_of_scan(results):
    ranking = json.loads(run("rank", results, "--goal", "sleep", "--json").stdout)
    assert [entry["photo"] for entry in ranking["entries"]] == ["a.png", "b.png"]
    assert ranking["authority"] == "US"


def test_rank_for_people_gives_place_and_reasons(results):
    result = run("rank", results, "--goal", "sleep", "--authority", "EU", "--age", "40")
    assert result.exit_code == 0
    assert result.stdout.count("Too close to call: a.png and b.png.") == 1
    assert "bisglycinate" in result.stdout
    assert "How people take it" in result.stdout
    assert "For comparison" in result.stdout
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
        (["--goal", "sleep", "--condition", "kidny"], "use one of kidney_disease, dialysis"),
        (["--goal", "sleep", "--medicine", "thyroid"], "levothyroxine"),
        (
            ["--goal", "sleep", "--condition", "pregnancy"],
            "pregnancy, breast-feeding and age are said each by itself",
        ),
    ],
)
def test_rank_says_what_is_wrong(results, arguments, said):
    result = run("rank", results, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def words(result):
    """What was printed, however the lines were broken."""
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


NOT_ADVICE = "This compares labels; it is not medical advice."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--medicine", "tetracyclines"],
            "Take the antibiotic at least 2 hours before or 4 to 6 hours after",
        ),
        (["--medicine", "iron", "--medicine", "levodopa"], "Look for vitamin B6 on the whole label"),
        (["--condition", "surgery", "--condition", "diarrhoea"], "Tell the surgeon and the anaesthetist"),
        (["--pregnant"], "In pregnancy ask your doctor"),
        (["--breast-feeding"], "It passes into the milk"),
        (["--age", "70"], "From 65 years on"),
        (["--age", "16", "--adult-present"], "Children have lower limits"),
    ],
)
def test_rank_says_once_what_holds_for_the_person(results, arguments, said):
    printed = words(run("rank", results, "--goal", "sleep", *arguments))
    assert printed.count(said) == 1
    assert "For you" in printed
    assert "bisglycinate" in printed
    assert NOT_ADVICE in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--condition", "kidney_disease"], "Ask your doctor first; nothing is ranked here."),
        (["--condition", "dialysis"], "Ask your kidney team first"),
        (["--age", "16"], "Add --adult-present if an adult is looking along."),
        (["--age", "0.5", "--adult-present"], "Ask the child's doctor"),
    ],
)
def test_a_stop_says_how_to_go_on_and_that_this_is_no_advice(results, arguments, said):
    printed = words(run("rank", results, "--goal", "sleep", *arguments))
    assert said in printed
    assert NOT_ADVICE in printed
    assert "score of 100" not in printed
    ranking = json.loads(run("rank", results, "--goal", "sleep", "--json", *arguments).stdout)
    assert ranking["entries"] == []
    assert ranking["note"].startswith(NOT_ADVICE)


def test_every_source_that_rank_names_has_its_key(results):
    printed = words(run("rank", results, "--goal", "sleep", "--medicine", "levodopa"))
    body, key = printed.split(" Sources ")
    named = {id_ for group in re.findall(r"\[([a-z0-9_, ]+)\]", body) for id_ in group.split(", ")}
    assert {"pediamecum_mgoh", "schuster2025"} <= named
    assert all(f"[{id_}]" in key for id_ in named)
    assert "Magne B6 48 mg/5 mg coated tablet, 1 July 2023 (read on 28 November 2026)" in key


def test_json_of_rank_has_the_note_the_flags_of_the_person_and_the_key(results):
    ranking = json.loads(run("rank", results, "--goal", "sleep", "--medicine", "baloxavir", "--json").stdout)
    assert ranking["note"].startswith(NOT_ADVICE)
    assert [flag["data"]["id"] for flag in ranking["for_you"]] == ["older_adults", "baloxavir"]
    assert "baloxavir" in [flag["data"].get("id") for flag in ranking["entries"][0]["flags"]]
    assert ranking["sources"]["medscape_baloxavir"]["read"] == "read on 28 November 2026"
    assert set(ranking["source"].split("|")) <= set(ranking["sources"])


def test_rank_names_the_file_the_line_and_the_column_of_a_number_it_cannot_tell(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text('name,forms,elemental_mg\nA,oxide,"1,5"\n', encoding="utf-8")
    result = run("rank", table, "--goal", "sleep")
    assert result.exit_code == 2
    assert "mine.csv, line 2, elemental_mg: '1,5' has a comma" in " ".join(result.stderr.split())


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


def test_rank_takes_what_a_person_says_where_the_directions_were_not_read(tmp_path):
    path = tmp_path / "unread.jsonl"
    path.write_text(json.dumps({"photo": "a.png", "status": "read", "panel_read": "whole", **PRODUCT}) + "\n")
    unread = json.loads(run("rank", path, "--goal", "sleep", "--json").stdout)["entries"][0]
    assert (unread["verdict"], unread["verdict_if"], unread["position"]) == ("cannot_be_told", "fits", None)
    assert "if nothing else speaks against it: fits" in words(run("rank", path, "--goal", "sleep")).lower()
    said = run("rank", path, "--goal", "sleep", "--json", "--servings-a-day", "1")
    assert json.loads(said.stdout)["entries"][0]["verdict"] == "fits"
    wrong = run("rank", path, "--goal", "sleep", "--servings-a-day", "0")
    assert wrong.exit_code == 2
    assert "servings a day must be above 0" in " ".join(wrong.stderr.split())
