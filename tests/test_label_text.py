"""A label's text in place of its photo: the same facts, and a clear word where there is no text."""

import io
import json
import time

import pytest
from typer.testing import CliRunner

from scanner import cli
from scanner.label_text import EmptyTextError, NotATextError, TextTooLargeError, decoded, page_of, scan_text
from tests.pages import US

LABEL = "\n".join((*US, "Magnesium (as Magnesium Citrate)  200 mg  48%"))
ALONG = (
    "Directions: Adults take two capsules daily with food, or as your doctor says. Keep out of reach of children. "
    "Store in a cool and dry place. Ingredients: magnesium citrate, cellulose, water. Free from gluten, soy, milk, "
    "yeast and added sugar, and made in a place that also handles nuts. "
    + 3
    * "Made with care from start to end. "
)


def run(*arguments, stdin=None):
    return CliRunner().invoke(cli.app, ["text", *map(str, arguments)], input=stdin)


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("part", ["  ", "     ", "\t", " \t "])
def test_tabs_and_blanks_part_cells(part):
    read = scan_text(LABEL.replace("  ", part), "label.txt")
    assert read.status == "read"
    assert read.facts.elemental_mg.value == 200
    assert read.facts.percent_dv.value == 48
    assert read.facts.forms.value == ("citrate",)
    assert (read.facts.serving.value.quantity, read.facts.per_container.value) == (2, 60)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end):
    assert scan_text(LABEL.replace("\n", end), "label.txt").facts.elemental_mg.value == 200


def test_nothing_has_a_place_on_a_photo():
    read = scan_text(LABEL, "label.txt")
    assert read.size is None
    assert read.facts.elemental_mg.text
    assert read.facts.elemental_mg.box is None


def test_a_cell_that_is_left_empty_keeps_its_column():
    words = page_of("Magnesium\t\t48%\nZinc\t5 mg\t45%").words
    assert words[1].quad[0][0] == words[4].quad[0][0] > words[3].quad[0][0]


def test_a_joined_paragraph_is_cut_into_lines_and_a_row_is_not():
    assert len({word.quad[0][1] for word in page_of(ALONG).words}) > 3
    row = "Magnesium " + "(as magnesium citrate and magnesium oxide) " * 8 + "  200 mg  48%"
    assert len({word.quad[0][1] for word in page_of(row).words}) == 1


def test_files_are_answered_in_their_order_and_a_bad_one_costs_itself(tmp_path):
    (tmp_path / "a.txt").write_text(LABEL, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "c.txt").write_text("", "utf-8")
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "none.txt")]
    result = run("--json", *paths, tmp_path)
    assert result.exit_code == 1
    found = records(result)
    assert [one["photo"] for one in found] == [*map(str, paths), str(tmp_path)]
    assert [one.get("error") for one in found] == [
        None,
        "not_a_text",
        "empty",
        "not_readable",
        "not_readable",
    ]
    assert all(str(path) in one["reason"] for path, one in zip(paths[1:], found[1:], strict=False))


def test_standard_input():
    (found,) = records(run("-", "--json", stdin=LABEL))
    assert (found["photo"], found["magnesium"]["elemental_mg"]) == ("-", 200)
    assert found["fields"]["elemental_mg"]["box"] is None


def test_a_person_gets_a_table():
    result = run("-", stdin=LABEL)
    assert result.exit_code == 0
    assert "200 mg" in result.stdout
    assert "\x1b" not in run("-", stdin=LABEL.replace("60", "60 \x1b[2J")).stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding):
    assert decoded("Magnésium".encode(encoding), "label.txt").strip("\ufeff") == "Magnésium"


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", EmptyTextError, "no text"),
        (b" \r\n\t", EmptyTextError, "no text"),
        ("Magnésium".encode("cp1252"), NotATextError, "byte 5.*Save it as UTF-8"),
        ("Magnesium".encode("utf-16-le"), NotATextError, "character 2 is a NUL"),
        (b"\xff\xfeM", NotATextError, "UTF-16"),
        (b"a" * 1_000_001, TextTooLargeError, "1 MB"),
    ],
)
def test_what_is_no_text_is_told(data, error, said):
    with pytest.raises(error, match=said) as told:
        decoded(data, "label.txt")
    assert "'label.txt'" in str(told.value)


def test_ten_megabytes_are_refused_without_being_read():
    endless = io.BytesIO(b"Magnesium 200 mg\n" * 600_000)
    from scanner.label_text import try_text

    assert try_text(endless, "-").error == "too_large"
    assert endless.tell() < 2_000_000


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "magnesium " * 10_000,
        "\t" * 100_000,
        "\n".join(["Magnesium (as citrate)\t200 mg\t48%", "Zinc\t5 mg\t45%"] * 2_500),
    ],
    ids=["one word", "one line", "tabs", "5,000 rows"],
)
def test_odd_texts_end_soon(text):
    started = time.process_time()
    scan_text(text, "label.txt")
    assert time.process_time() - started < 20
