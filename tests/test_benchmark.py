"""The benchmark's own figures: judged by hand on small records, and the same as the judging script's."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the benchmark is in no wheel, so it is not installed either

from benchmarks import __main__ as command  # noqa: E402
from benchmarks import contenders  # noqa: E402
from benchmarks.measure import Reading, Run, run  # noqa: E402
from benchmarks.memory import watched  # noqa: E402
from benchmarks.scoring import FIELDS, Judgement, judge, product_right  # noqa: E402
from benchmarks.tables import figures, markdown, report  # noqa: E402
from benchmarks.tally import Count, by_name, tally  # noqa: E402
from scanner.page import Word  # noqa: E402

LABELS = ROOT.parent / "shared" / "labels"

TRUTH = {
    "image": "images/a.jpg", "kind": "photo", "magnesium": True, "magnesium_scored": True,
    "elemental_mg": [200], "elemental_or_undecided_mg": [], "percent_dv": [48], "dose_scored": True,
    "forms": ["bisglycinate"], "forms_also": [], "forms_scored": True,
    "servings": [{"quantity": 2, "unit": "capsules", "per_container": 60, "column": None}],
    "serving_optional": False, "per_container": None, "per_container_optional": False,
}  # fmt: skip
NOTHING_PRINTED = {
    **TRUTH, "elemental_mg": [], "percent_dv": [], "forms": [], "servings": [], "image": "images/b.jpg",
}  # fmt: skip


def result(
    *, mg=200, forms=("bisglycinate",), quantity=2, unit="capsule", count=60, percent=48, state="sure"
):
    names = ("elemental_mg", "forms", "serving", "per_container", "percent_dv")
    return {
        "photo": "a.jpg",
        "magnesium": {"elemental_mg": mg, "forms": list(forms), "percent_dv": percent},
        "serving": {"quantity": quantity, "unit": unit, "per_container": count},
        "fields": {name: {"state": state} for name in names},
        "seconds": 1.0,
    }


def verdicts(truth, got):
    return {field: judgement.verdict for field, judgement in judge(truth, got).items()}


def test_everything_right():
    assert set(verdicts(TRUTH, result()).values()) == {"right"}
    assert list(judge(TRUTH, result())) == list(FIELDS)


def test_no_result_is_empty_everywhere():
    assert set(verdicts(TRUTH, {}).values()) == {"empty"}


@pytest.mark.parametrize(
    ("field", "got", "verdict"),
    [
        ("dose", result(mg=1000), "wrong"),
        ("dose", result(mg=200.9), "right"),
        ("dose", result(mg=201.1), "wrong"),
        ("dose", result(mg=None), "empty"),
        ("forms", result(forms=["bisglycinate_buffered"]), "right"),
        ("forms", result(forms=["bisglycinate", "oxide"]), "wrong"),
        ("forms", result(forms=[]), "empty"),
        ("serving", result(quantity=1), "wrong"),
        ("serving", result(unit="tablet"), "wrong"),
        ("serving", result(unit="Capsules"), "right"),
        ("serving", result(unit="veggie capsules"), "wrong"),
        ("serving", result(quantity=None), "empty"),
        ("per_container", result(count=120), "wrong"),
        ("per_container", result(count=None), "empty"),
        ("percent_dv", result(percent=50), "wrong"),
        ("percent_dv", result(percent=None), "empty"),
    ],
)
def test_one_field_at_a_time(field, got, verdict):
    expected = {**dict.fromkeys(FIELDS, "right"), field: verdict}
    assert verdicts(TRUTH, got) == expected


def test_a_value_where_nothing_is_printed_is_wrong_and_silence_is_right():
    said = result(count=None, percent=None, quantity=None)
    assert verdicts(NOTHING_PRINTED, said) == {"dose": "wrong", "forms": "wrong", "serving": "right"}
    silent = result(mg=None, forms=[], count=None, percent=None, quantity=None)
    assert verdicts(NOTHING_PRINTED, silent) == {"dose": "right", "forms": "right", "serving": "right"}
    assert not any(judgement.expected for judgement in judge(NOTHING_PRINTED, silent).values())


def test_what_a_careful_person_cannot_read_is_not_scored():
    unreadable = {
        **TRUTH, "dose_scored": False, "forms_scored": False, "serving_optional": True,
        "per_container_optional": True,
    }  # fmt: skip
    assert judge(unreadable, {}) == {}
    assert set(verdicts(unreadable, result())) == {"serving", "per_container"}


def test_an_undecided_amount_on_a_front_may_be_given_or_not():
    front = {**NOTHING_PRINTED, "elemental_or_undecided_mg": [500]}
    assert verdicts(front, result(mg=500))["dose"] == "right"
    assert verdicts(front, result(mg=None))["dose"] == "right"
    assert verdicts(front, result(mg=400))["dose"] == "wrong"


def test_every_printed_column_is_a_right_answer():
    columns = [{"quantity": 1, "unit": "scoop", "per_container": 30}, {"quantity": 2, "unit": "scoops"}]
    truth = {
        **TRUTH, "servings": [{"per_container": None, **each} for each in columns], "elemental_mg": [100, 200]
    }  # fmt: skip
    assert verdicts(truth, result(mg=100, quantity=1, unit="scoop", count=30))["serving"] == "right"
    assert verdicts(truth, result(mg=200, quantity=2, unit="scoop", count=30))["dose"] == "right"


def test_a_product_is_right_when_dose_forms_and_serving_are():
    assert product_right(TRUTH, judge(TRUTH, result(percent=1, count=1))) is True
    assert product_right(TRUTH, judge(TRUTH, result(quantity=1))) is False
    assert product_right(NOTHING_PRINTED, judge(NOTHING_PRINTED, result())) is None


def test_the_state_is_that_of_the_field():
    assert judge(TRUTH, result(state="check"))["dose"] == Judgement(True, "right", "check")


def test_wilson_intervals():
    # Newcombe 1998 (Stat Med 17:857), table I: 81 of 263 is 0.2553 to 0.3662, 0 of 20 is 0 to 0.1611.
    assert Count(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Count(0, 20).interval == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert Count(29, 29).interval == pytest.approx((0.8830, 1.0), abs=5e-5)
    assert Count(0, 0).interval == (0.0, 1.0)


def test_the_tally_counts_coverage_and_the_dangerous_kind():
    truths = {f"{n}.jpg": {**TRUTH, "condition": "clean" if n < 2 else "glare"} for n in range(5)}
    results = {
        "0.jpg": result(),
        "1.jpg": result(mg=100),
        "2.jpg": result(state="check"),
        "3.jpg": result(mg=100, state="check"),
    }
    counted = tally(truths, results)
    dose = counted.fields["dose"]
    assert dose.right == dose.found == Count(2, 5)
    assert (dose.wrong, dose.empty) == (2, 1)
    assert dose.sure_found == Count(1, 5)
    assert dose.sure_wrong == Count(1, 2)
    assert dose.check_right == Count(1, 2)
    assert counted.product == Count(2, 5)
    assert counted.groups["condition"] == {"clean": Count(1, 2), "glare": Count(1, 3)}
    assert counted.groups["design"] == {}
    assert counted.not_run == 1


def test_two_photos_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two records"):
        by_name([{"photo": "x/a.jpg"}, {"photo": "y/a.jpg"}], "photo")


def varied(truth, number):
    """A result that is right, wrong or empty here and there, the same for every run."""

    def vary(value, wrong, step):
        return (value, value, wrong, None)[(number // step + step) % 4]

    serving = (truth["servings"] or [{"quantity": 2, "unit": "capsule", "per_container": 9}])[0]
    amounts = truth["elemental_mg"] or truth["elemental_or_undecided_mg"] or [7]
    percents = truth["percent_dv"] or [3]
    states = ("sure", "check", "missing")
    return {
        "photo": Path(truth["image"]).name,
        "seconds": 1 + number % 7,
        "magnesium": {
            "elemental_mg": vary(amounts[0], amounts[-1] * 2, 1),
            "percent_dv": vary(percents[0], 99, 2),
            "forms": vary(truth["forms"], ["oxide"], 3) or [],
        },
        "serving": {
            "quantity": vary(serving["quantity"], 5, 1),
            "unit": vary(serving["unit"], "ml", 4),
            "per_container": vary(serving["per_container"], 17, 5),
        },
        "fields": {
            name: {"state": states[(number + place) % 3]}
            for place, name in enumerate(("elemental_mg", "forms", "serving", "per_container", "percent_dv"))
        },
    }


@pytest.mark.shared
@pytest.mark.parametrize("truth_file", ["truth.jsonl", "truth_photos.jsonl"])
def test_the_figures_are_those_of_the_judging_script(truth_file, tmp_path):
    script, file = LABELS / "score.py", LABELS / truth_file
    if not script.is_file():
        pytest.skip("needs the real labels in ../shared/labels, which are not in the repository")
    truths = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    results = [varied(truth, number) for number, truth in enumerate(truths)][:-1]  # one was not run
    lines = tmp_path / "results.jsonl"
    lines.write_text("".join(json.dumps(each) + "\n" for each in results), encoding="utf-8")
    judged = subprocess.run(
        [sys.executable, str(script), str(file), str(lines), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    theirs = json.loads(judged.stdout)
    ours = tally(by_name(truths, "image"), by_name(results, "photo"))
    for field, counted in ours.fields.items():
        assert theirs[field] == {
            "n": counted.right.total,
            "right": counted.right.hits,
            "expected": counted.found.total,
            "expected_right": counted.found.hits,
            "wrong": counted.wrong,
            "empty": counted.empty,
            "sure": counted.sure_wrong.total,
            "sure_wrong": counted.sure_wrong.hits,
            "sure_expected_right": counted.sure_found.hits,
        }, field
    (product,) = (value for key, value in theirs.items() if key.startswith("product"))
    assert product == {"n": ours.product.total, "right": ours.product.hits}
    assert theirs["not_run"] == ours.not_run == 1


# Tables


def a_run(*seconds):
    return Run(tuple(Reading(result(), each) for each in seconds), peak_mb=512.4)


def test_markdown_columns_line_up():
    table = markdown(["reader", "n"], [["magnify", "1"], ["x", "20"]]).splitlines()
    assert table == ["| reader  | n  |", "| ------- | -- |", "| magnify | 1  |", "| x       | 20 |"]


def test_the_report_shows_every_reader_and_what_cannot_be_counted_as_a_dash():
    truths = {"a.jpg": {**TRUTH, "condition": "glare"}}
    tallies = {"magnify": tally(truths, {"a.jpg": result()}), "rapidocr": tally(truths, {})}
    text = report("Drawn", tallies, {"magnify": a_run(1.0), "rapidocr": a_run(2.0)})
    assert "## Drawn (1 photos)" in text
    assert "| magnify  | 100 %" in text
    assert "| rapidocr | 0 %" in text
    assert "| glare" in text
    assert "1/1 = 100 % (21 to 100 %)" in text
    assert "by design" not in text


def test_seconds_are_the_median_and_the_95th_of_a_hundred():
    measured = a_run(*range(1, 102))
    assert measured.median_cpu_seconds == 51
    assert measured.p95_cpu_seconds == 96
    assert a_run(3.0).median_cpu_seconds == a_run(3.0).p95_cpu_seconds == 3.0


def test_figures_are_json():
    told = figures(tally({"a.jpg": TRUTH}, {"a.jpg": result()}), a_run(1.0, 2.0))
    again = json.loads(json.dumps(told))
    assert again["fields"]["dose"]["right"] == {"hits": 1, "total": 1}
    assert again["cpu_seconds"]["median"] == 1.5


# Contenders and the command


def photo_at(path):
    Pillow.fromarray(np.full((60, 300, 3), 255, np.uint8)).save(path)
    return path


def test_words_of_a_plain_engine_go_through_the_same_extraction(tmp_path):
    def words(image):
        assert image.shape == (60, 300, 3)
        lines = ("Supplement Facts", "Serving Size: 2 Capsules", "Magnesium (as citrate) 200 mg 48%")
        return tuple(
            Word(text, ((10, y), (400, y), (400, y + 20), (10, y + 20)), 0.99)
            for y, text in zip((0, 30, 60), lines, strict=True)
        )

    read = contenders._with_facts("plain", words)(photo_at(tmp_path / "a.png"))
    assert read["magnesium"]["elemental_mg"] == 200
    assert read["reader"] == "plain"
    assert read["photo"] == "a.png"


def test_a_photo_that_an_engine_cannot_take_counts_as_not_read(tmp_path):
    def words(image):
        raise RuntimeError("too wide")

    read = contenders._with_facts("plain", words)(photo_at(tmp_path / "a.png"))
    assert read["status"] == "unreadable"
    assert set(verdicts(TRUTH, read).values()) == {"empty"}


def test_a_reader_that_is_not_known_is_refused_before_anything_starts():
    with pytest.raises(KeyError):
        run("eyes", [])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two photos with truth, and a measurement that gives recorded results instead of reading."""
    (tmp_path / "images").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / "images" / name).touch()
    truths = [TRUTH, {**NOTHING_PRINTED, "image": "images/b.jpg"}]
    (tmp_path / "truth.jsonl").write_text("".join(json.dumps(truth) + "\n" for truth in truths))

    def recorded(reader, photos, tell):
        readings = [Reading({**result(), "photo": photo.name}, 1.0) for photo in photos]
        return replace(a_run(), readings=tuple(readings))

    monkeypatch.setattr(command, "run", recorded)
    return tmp_path


def test_one_command_measures_a_folder(folder, capsys):
    arguments = ["--folder", str(folder), "--truth", str(folder / "truth.jsonl"), "--readers", "magnify"]
    assert command.main([*arguments, "--keep", str(folder / "kept")]) == 0
    shown = capsys.readouterr().out
    assert "(2 photos)" in shown
    assert "| magnify |" in shown
    (kept,) = (folder / "kept").iterdir()
    assert len(kept.read_text().splitlines()) == 2
    assert command.main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["readers"]["magnify"]["fields"]["dose"]["wrong"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--readers", "eyes", "--drawn", "1"],
        ["--folder", "x"],
        ["--folder", "x", "--truth", "none.jsonl"],
    ],
)
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        command.main(arguments)
    assert left.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_a_photo_that_is_missing_is_named(folder, capsys):
    (folder / "images" / "b.jpg").unlink()
    with pytest.raises(SystemExit):
        command.main(["--folder", str(folder), "--truth", str(folder / "truth.jsonl")])
    assert "images/b.jpg" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory of children is read from /proc")
def test_memory_of_a_started_program_is_counted_with_that_of_its_parent():
    shell = "held=$(head -c 60000000 /dev/zero | tr '\\0' x); echo held; read end"
    parent = f"import subprocess; subprocess.run(['/bin/sh', '-c', {shell!r}])"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", parent], **pipes) as process, watched(process.pid) as peak:
        assert process.stdout.readline() == b"held\n"
        time.sleep(0.5)
        process.communicate(b"end\n")
    assert peak.mb > 60


@pytest.mark.engine
def test_processor_time_and_memory_of_a_started_program_are_counted(tmp_path):
    measured = run("tesseract-3", [photo_at(tmp_path / "a.png")])
    (reading,) = measured.readings
    assert reading.result["reader"] == "tesseract-3"
    assert reading.cpu_seconds > 0.01
    assert measured.peak_mb > 30
