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
from benchmarks.reliability import band_of, signal_of  # noqa: E402
from benchmarks.rows import judge_rows  # noqa: E402
from benchmarks.scoring import FIELDS, judge, product_right  # noqa: E402
from benchmarks.tables import figures, markdown, report  # noqa: E402
from benchmarks.tally import by_name, tally  # noqa: E402
from benchmarks.wilson import Count  # noqa: E402
from scanner.attempt import Attempt  # noqa: E402
from scanner.page import Page, Word  # noqa: E402
from scanner.records import Scan  # noqa: E402

SHARED = ROOT.parent / "shared"

TRUTH = {
    "image": "images/a.jpg", "kind": "photo", "magnesium": True, "magnesium_scored": True,
    "elemental_mg": [200], "elemental_or_undecided_mg": [], "percent_dv": [48], "dose_scored": True,
    "compound_mg": [1400], "servings_per_day": [1, 2],
    "forms": ["bisglycinate"], "forms_also": [], "forms_scored": True,
    "servings": [{"quantity": 2, "unit": "capsules", "per_container": 60, "column": None}],
    "serving_optional": False, "per_container": None, "per_container_optional": False,
}  # fmt: skip
NOTHING_PRINTED = {
    **TRUTH, "elemental_mg": [], "percent_dv": [], "forms": [], "servings": [], "image": "images/b.jpg",
    "compound_mg": [], "servings_per_day": None,
}  # fmt: skip


def result(
    *,
    mg=200,
    salt=1400,
    forms=("bisglycinate",),
    quantity=2,
    unit="capsule",
    count=60,
    percent=48,
    day=(1, 2),
    state="sure",
    rows=(),
):
    names = (
        "elemental_mg", "compound_mg", "forms", "serving", "per_container", "percent_dv", "directions",
    )  # fmt: skip
    return {
        "photo": "a.jpg",
        "magnesium": {
            "elemental_mg": mg, "compound_mg": salt, "forms": list(forms), "percent_dv": percent,
        },
        "serving": {
            "quantity": quantity, "unit": unit, "per_container": count,
            "servings_per_day": day[0], "servings_per_day_high": day[1],
        },
        "fields": {name: {"state": state, "reason": f"“{name}” is {count} of 60"} for name in names},
        "panel": {"rows": list(rows)},
        "seconds": 1.0,
    }  # fmt: skip


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
        ("compound", result(salt=200), "wrong"),
        ("compound", result(salt=None), "empty"),
        ("directions", result(day=(1, None)), "wrong"),
        ("directions", result(day=(None, None)), "empty"),
    ],
)
def test_one_field_at_a_time(field, got, verdict):
    expected = {**dict.fromkeys(FIELDS, "right"), field: verdict}
    assert verdicts(TRUTH, got) == expected


def test_a_value_where_nothing_is_printed_is_wrong_and_silence_is_right():
    said = result(count=None, percent=None, quantity=None)
    assert verdicts(NOTHING_PRINTED, said) == {
        "dose": "wrong", "compound": "wrong", "forms": "wrong", "serving": "right",
    }  # fmt: skip
    silent = result(mg=None, salt=None, forms=[], count=None, percent=None, quantity=None)
    assert verdicts(NOTHING_PRINTED, silent) == {"dose": "right", "forms": "right", "serving": "right"}
    assert not any(judgement.expected for judgement in judge(NOTHING_PRINTED, silent).values())


def test_what_a_careful_person_cannot_read_is_not_scored():
    unreadable = {
        **TRUTH, "dose_scored": False, "forms_scored": False, "serving_optional": True,
        "per_container_optional": True, "servings_per_day": None,
    }  # fmt: skip
    assert judge(unreadable, {}) == {}
    assert set(verdicts(unreadable, result())) == {"serving", "per_container"}


def test_an_undecided_amount_on_a_front_may_be_given_or_not():
    front = {**NOTHING_PRINTED, "elemental_or_undecided_mg": [500]}
    assert verdicts(front, result(mg=500))["dose"] == "right"
    assert verdicts(front, result(mg=None))["dose"] == "right"
    assert verdicts(front, result(mg=400))["dose"] == "wrong"
    assert verdicts(front, result(salt=500))["compound"] == "right"
    assert "compound" not in verdicts(front, result(salt=None))
    assert "compound" not in verdicts({**front, "compound_scored": False}, result(salt=400))


def test_directions_without_a_range_are_one_number():
    once = {**TRUTH, "servings_per_day": 1}
    assert verdicts(once, result(day=(1, None)))["directions"] == "right"
    assert verdicts(once, result(day=(1, 2)))["directions"] == "wrong"


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
    dose = judge(TRUTH, result(state="check"))["dose"]
    assert (dose.expected, dose.verdict, dose.state) == (True, "right", "check")
    assert signal_of(dose.reason) == "“…” is N of N"
    assert dose.letters is None


# Rows

ROWS = (
    {"name": "Vitamin C (as ascorbic acid)", "cells": [{"amount": 0.09, "unit": "g", "percent": 100}]},
    {"name": "Vitamin D3", "cells": [{"amount": 20, "unit": "mcg", "percent": 100}]},
    {"name": "Magnesium", "cells": [{"amount": 200, "unit": "mg", "percent": 48}]},
    {"name": "Blend", "cells": [{"amount": None, "unit": None, "percent": None}]},
    {"name": "Blurred", "cells": [{"amount": 1, "unit": "mg", "percent": None}], "readable": False},
)
PANEL = {**TRUTH, "panel": {"rows": ROWS}}


def read_row(name, amount, unit, percent, state="sure"):
    return {
        "name": name, "amount": amount, "unit": unit, "percent": percent, "state": state, "reason": "read",
    }  # fmt: skip


def row_verdicts(*rows):
    return [row.verdict for row in judge_rows(PANEL, result(rows=rows))]


def test_rows_are_matched_by_name_and_right_with_all_their_figures():
    read = [
        read_row("Magnesium", 200, "mg", 48),
        read_row("VITAMIN C", 90, "mg", 100),
        read_row("Vitamin D", 20, "µg", 100),
    ]
    assert row_verdicts(*read) == ["right", "right", "right"]
    assert row_verdicts() == ["missing"] * 3
    assert judge_rows(TRUTH, result(rows=read)) == []


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (("Magnesium", 200, "mg", 48), "right"),
        (("Magnesium", 200, "mg", None), "missing"),
        (("Magnesium", None, None, 48), "missing"),
        (("Magnesium", 201.5, "mg", 48), "wrong"),
        (("Magnesium", 200, "mcg", 48), "wrong"),
        (("Magnesium", 200, "mg", 45), "wrong"),
        (("Manganese", None, None, None), "missing"),
    ],
)
def test_one_row_at_a_time(row, verdict):
    assert row_verdicts(read_row(*row))[2] == verdict


def test_a_row_with_an_amount_that_is_on_no_label_was_made_up():
    assert row_verdicts(read_row("Calories", 10, "kcal", None)) == ["missing"] * 3 + ["made_up"]
    assert row_verdicts(read_row("Calories", None, None, None)) == ["missing"] * 3


def test_the_likest_name_is_matched_first():
    read = [read_row("Vitamin D", 9, "mcg", 1), read_row("Vitamin D3", 20, "mcg", 100)]
    assert row_verdicts(*read) == ["wrong", "right", "missing"]


def test_rows_are_counted_by_kind_of_label_and_state():
    truths = {"a.jpg": PANEL, "b.jpg": {**PANEL, "kind": "front", "image": "b.jpg"}}
    rows = [
        read_row("Magnesium", 200, "mg", 48),
        read_row("Vitamin C", 9, "mg", 100),
        read_row("Fat", 1, "g", 1),
    ]
    counted = tally(truths, {"a.jpg": result(rows=rows), "b.jpg": result(rows=rows[:1], state="check")})
    assert counted.rows.right == Count(2, 6)
    assert (counted.rows.wrong, counted.rows.missing, counted.rows.made_up) == (1, 3, 1)
    assert counted.rows.reliability.sure_wrong == Count(2, 4)
    assert counted.rows.reliability.states["missing"] == Count(0, 3)
    assert counted.groups["kind"]["front"].rows.right == Count(1, 3)
    # Seven fields and three rows of one photo are sure; of the other one row, whose fields are to be checked.
    assert counted.sure_wrong == Count(2, 11)
    assert counted.groups["kind"]["photo"].sure_wrong == Count(2, 10)


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
    assert dose.reliability.coverage == Count(1, 5)
    assert dose.reliability.sure_wrong == Count(1, 2)
    assert dose.reliability.states == {"sure": Count(1, 2), "check": Count(1, 2), "missing": Count(0, 1)}
    assert dose.reliability.signals["sure"] == {"“…” is N of N": Count(1, 2)}
    assert dose.reliability.letters == {}
    assert counted.product == Count(2, 5)
    products = {value: group.product for value, group in counted.groups["condition"].items()}
    assert products == {"clean": Count(1, 2), "glare": Count(1, 3)}
    assert counted.groups["design"] == {}
    assert counted.not_run == 1


def test_what_is_sure_is_counted_by_how_clear_its_letters_were():
    clear, dim = ({**result(), "letters": {"elemental_mg": letters}} for letters in (0.98, 0.79))
    dose = tally({"a": TRUTH, "b": TRUTH, "c": TRUTH}, {"a": clear, "b": dim, "c": result()}).fields["dose"]
    assert dose.reliability.letters == {"0.98 and more": Count(1, 1), "below 0.8": Count(1, 1)}
    assert [band_of(letters) for letters in (1.0, 0.97, 0.9, 0.8)] == [
        "0.98 and more", "0.95 to 0.98", "0.9 to 0.95", "0.8 to 0.9",
    ]  # fmt: skip


def test_a_signal_is_the_reason_without_what_the_label_prints():
    assert signal_of("56.25 mg is 15 % of 375 mg") == signal_of("100 mg is 24 % of 420 mg")
    assert signal_of("the label also says “Take 2 (two)”") == "the label also says “…”"
    assert signal_of(None) == "no reason is given"


def test_two_photos_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two records"):
        by_name([{"photo": "x/a.jpg"}, {"photo": "y/a.jpg"}], "photo")


FIELDS_IN_RESULTS = (
    "elemental_mg", "forms", "serving", "per_container", "percent_dv", "compound_mg", "directions",
)  # fmt: skip


def printed_rows(truth):
    return (truth.get("panel") or {"rows": ()})["rows"]


def varied_row(row, number):
    cell = (row["cells"] or [{"amount": 1, "unit": "g", "percent": 1}])[0]
    return {
        "name": (row["name"], row["name"].lower() + " x", "Something else", row["name"][:-1])[number % 4],
        "amount": (cell["amount"], 77, None)[number % 3],
        "unit": cell["unit"],
        "percent": (cell["percent"], None)[number // 3 % 2],
        "state": ("sure", "check")[number // 2 % 2],
    }


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
            "compound_mg": vary((truth["compound_mg"] or [None])[0], 3000, 4),
            "forms": vary(truth["forms"], ["oxide"], 3) or [],
        },
        "serving": {
            "quantity": vary(serving["quantity"], 5, 1),
            "unit": vary(serving["unit"], "ml", 4),
            "per_container": vary(serving["per_container"], 17, 5),
            "servings_per_day": vary(1, 2, 6),
            "servings_per_day_high": vary(None, 3, 7),
        },
        "panel": {"rows": [varied_row(row, number + place) for place, row in enumerate(printed_rows(truth))]},
        "fields": {
            name: {"state": states[(number + place) % 3]} for place, name in enumerate(FIELDS_IN_RESULTS)
        },
    }


@pytest.mark.shared
@pytest.mark.parametrize(
    "truth_file",
    [
        "labels/truth.jsonl",
        "labels/truth_photos.jsonl",
        "labels/truth_more.jsonl",
        "texts/truth.jsonl",
    ],
)
def test_the_figures_are_those_of_the_judging_script(truth_file, tmp_path):
    script, file = SHARED / "labels" / "score.py", SHARED / truth_file
    if not (script.is_file() and file.is_file()):
        pytest.skip("needs the real labels in ../shared, which are not in the repository")
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
        if field not in theirs:
            assert counted.right.total == 0, field
            continue
        assert theirs[field] == {
            "n": counted.right.total,
            "right": counted.right.hits,
            "expected": counted.found.total,
            "expected_right": counted.found.hits,
            "wrong": counted.wrong,
            "empty": counted.empty,
            "sure": counted.reliability.sure_wrong.total,
            "sure_wrong": counted.reliability.sure_wrong.hits,
            "sure_expected_right": counted.reliability.coverage.hits,
        }, field
    rows = theirs.get("row", dict.fromkeys(("right", "expected", "wrong", "empty", "sure", "sure_wrong"), 0))
    assert (rows["right"], rows["expected"]) == (ours.rows.right.hits, ours.rows.right.total)
    assert (rows["wrong"], rows["empty"]) == (ours.rows.wrong + ours.rows.made_up, ours.rows.missing)
    assert (rows["sure_wrong"], rows["sure"]) == (
        ours.rows.reliability.sure_wrong.hits,
        ours.rows.reliability.sure_wrong.total,
    )
    everything = theirs["everything"]
    assert ours.sure_wrong == Count(everything["sure_wrong"], everything["sure"])
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
    truths = {"a.jpg": {**TRUTH, "condition": "glare"}, "b.jpg": {**NOTHING_PRINTED, "condition": "clean"}}
    tallies = {"magnify": tally(truths, {"a.jpg": result()}), "rapidocr": tally(truths, {})}
    text = report("Drawn", tallies, {"magnify": a_run(1.0), "rapidocr": a_run(2.0)})
    assert "## Drawn (1 photos)" in text
    assert "| magnify  | 100 %" in text
    assert "| rapidocr | 0 %" in text
    assert "| glare" in text
    assert "1/1 = 100 % (21 to 100 %)" in text
    assert "by design" not in text
    assert "by kind" not in text, "all are of one kind"
    assert "| magnify  | elemental mg     | 2/2" in text
    assert "made up" not in text, "no panel is known"
    assert text.splitlines()[-2].split(" | ")[1].startswith("0/7 = 0.0 % (0.0 to 35.4 %)")


def test_the_report_shows_rows_signals_and_letters_where_they_are_known():
    truths = {f"{n}.jpg": PANEL for n in range(10)}
    rows = [read_row("Magnesium", 200, "mg", 48), read_row("Fat", 1, "g", 1)]
    results = {name: {**result(rows=rows), "letters": {"forms": 0.96}} for name in truths}
    text = report("Drawn", {"magnify": tally(truths, results)}, {"magnify": a_run(1.0)})
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert ["magnify", "all", "10/30 = 33 % (19 to 51 %)", "0", "20", "10", "10/20"] in cells
    assert ["magnify", "forms", "sure", "“…” is N of N", "10/10 = 100 % (72 to 100 %)"] in cells
    assert ["magnify", "forms", "0.95 to 0.98", "10/10 = 100 % (72 to 100 %)"] in cells
    assert cells[-1] == ["magnify", "10/90 = 11.1 % (6.1 to 19.3 %)"]


def test_seconds_are_the_median_and_the_95th_of_a_hundred():
    measured = a_run(*range(1, 102))
    assert measured.median_cpu_seconds == 51
    assert measured.p95_cpu_seconds == 96
    assert a_run(3.0).median_cpu_seconds == a_run(3.0).p95_cpu_seconds == 3.0


def test_figures_are_json():
    told = figures(tally({"a.jpg": TRUTH}, {"a.jpg": result()}), a_run(1.0, 2.0))
    again = json.loads(json.dumps(told))
    assert again["fields"]["dose"]["right"] == {
        "hits": 1, "total": 1, "interval": [pytest.approx(0.2065, abs=5e-5), 1.0],
    }  # fmt: skip
    assert again["fields"]["dose"]["reliability"]["states"]["sure"]["hits"] == 1
    assert again["rows"]["right"]["total"] == 0
    assert again["sure_wrong"]["total"] == 7
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


def test_the_clearness_of_letters_is_that_of_the_least_clear_word_in_the_box():
    def word(text, left, confidence):
        return Word(text, ((left, 0), (left + 20, 0), (left + 20, 10), (left, 10)), confidence)

    words = (word("200", 0, 0.9), word("mg", 30, 0.8), word("48%", 60, 0.5))
    page = Page(words, (100, 20), "fake")
    facts = contenders.read_facts(page)
    dose = replace(facts.elemental_mg, value=200.0, state="check", box=(0, 0, 55, 12))
    facts = replace(facts, elemental_mg=dose, page=page)
    record = contenders._with_letters(Attempt(Scan("a.png", "read", None, facts, (), "fake", 0.1), None))
    assert record["letters"] == {"elemental_mg": 0.8, "rows": []}
    assert contenders._clearness((33, 2, 38, 8), words) == 0.8, "a part of a word"
    assert contenders._clearness((0, 20, 90, 30), words) is None, "the line below"
    assert "letters" not in contenders._with_letters(
        Attempt(Scan("a.png", "unreadable", "broken", None, (), "fake", 0.1), "broken")
    )


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


def test_one_command_measures_texts_of_the_grammar_against_their_own_truth(tmp_path, capsys):
    assert command.main(["--texts", "3", "--seed", "9", "--json", "--keep", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["set"] == "Texts of the grammar, seed 9"
    assert list(told["readers"]) == ["text"]
    measured = told["readers"]["text"]
    assert measured["photos"] == 3
    assert measured["not_run"] == 0
    truths = [
        json.loads(line)
        for line in (tmp_path / "texts-of-the-grammar" / "truth.jsonl").read_text().splitlines()
    ]
    printed = [row["cells"][0] for truth in truths for row in printed_rows(truth)]
    figures = [cell for cell in printed if (cell["amount"], cell["percent"]) != (None, None)]
    assert measured["rows"]["right"]["total"] == len(figures) > 0


def test_one_half_is_measured_alone(folder, capsys):
    truths = [{**TRUTH, "fold": "A"}, {**NOTHING_PRINTED, "image": "images/b.jpg", "fold": "B"}]
    file = folder / "truth.jsonl"
    file.write_text("".join(json.dumps(truth) + "\n" for truth in truths))
    arguments = ["--folder", str(folder), "--truth", str(file), "--readers", "magnify", "--json"]
    for fold, expected in (("A", 1), ("B", 0)):
        assert command.main([*arguments, "--fold", fold]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["set"].endswith(f"half {fold}")
        assert told["readers"]["magnify"]["photos"] == 1
        assert told["readers"]["magnify"]["fields"]["dose"]["found"]["total"] == expected
    file.write_text(json.dumps(TRUTH))
    with pytest.raises(SystemExit):
        command.main([*arguments, "--fold", "A"])
    assert "nothing to measure" in capsys.readouterr().err


def test_one_command_measures_pictures_of_the_grammar(tmp_path, capsys, monkeypatch):
    def nothing(reader, photos, tell):
        return replace(a_run(), readings=tuple(Reading({"photo": photo.name}, 1.0) for photo in photos))

    monkeypatch.setattr(command, "run", nothing)
    arguments = ["--grammar", "1", "--seed", "4", "--readers", "magnify", "--json", "--keep", str(tmp_path)]
    assert command.main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["set"] == "Pictures of the grammar, seed 4"
    assert told["readers"]["magnify"]["photos"] == 1
    (picture,) = (tmp_path / "pictures-of-the-grammar").glob("*.jpg")
    assert picture.stat().st_size > 10_000


def test_a_folder_of_texts_needs_no_reader(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Supplement Facts\nServing Size 2 Capsules\nMagnesium\t200 mg\t48%\n")
    truth = {**TRUTH, "image": "a.txt", "panel": {"rows": ROWS[2:3]}}
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth))
    arguments = [
        "--folder",
        str(tmp_path),
        "--truth",
        str(tmp_path / "truth.jsonl"),
        "--keep",
        str(tmp_path / "k"),
    ]
    assert command.main(arguments) == 0
    shown = capsys.readouterr().out
    assert "| text   |" in shown
    assert "| all     | 1/1 = 100 %" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--texts", "3", "--readers", "text"],
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
