"""The tables of names: every row is read, checked and used, quickly."""

import csv
import subprocess
import sys
import time
from importlib.resources import files

import pytest

from catalog import name_words
from catalog.forms import CatalogError, forms
from catalog.name_words import Vocabulary
from catalog.names import match
from tests.test_names import CHECK, SURE


def table(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("catalog").joinpath("data", file).read_text("utf-8").splitlines()))


def test_every_name_points_to_a_form_and_says_where_it_is_from():
    rows = table("names.csv")
    assert len(rows) > 500
    assert all(row["form"] in forms() and row["source"] for row in rows)
    assert {row["source_checked"] for row in rows} == {"true", "false"}


def test_no_name_is_there_twice():
    rows = [row["words"] for file in ("names.csv", "minerals.csv", "traps.csv") for row in table(file)]
    assert len(rows) == len(set(rows))


def test_every_salt_is_found_in_every_language_and_only_for_magnesium():
    rows = table("names.csv")
    salts = [row for row in rows if row["kind"] in {"anion", "chelate"}]
    assert len(salts) > 300
    for row in salts:
        form, word = forms()[row["form"]].family, row["words"]
        assert match(f"Magnesium {word}").forms == (form,), word
        assert match(f"Magnesium (as {word}, magnesium lactate)").forms == tuple(
            dict.fromkeys((form, "lactate"))
        ), word
        assert match(f"Calcium (as calcium {word}), magnesium lactate").forms == ("lactate",), word
        assert match(f"zinc {word}").state == "not_magnesium", word


def test_every_salt_of_the_catalog_has_a_name():
    rows = table("names.csv")
    named = {row["form"] for row in rows} | {forms()[row["form"]].family for row in rows}
    # Blends and delivery systems have no word of their own that would tell them apart.
    silent = {"blend_undisclosed", "liposomal", "bisglycinate_buffered", "ionic_brine", "magnesium"}
    assert set(forms()) - named <= silent


def test_a_wrong_row_is_named(monkeypatch):
    real = name_words.read_table
    text = "words,form,kind,certain,language,source,source_checked\ncitrate,citrat,anion,1,en,label,true\n"
    monkeypatch.setattr(
        name_words,
        "read_table",
        lambda file, columns: real(file, columns, text if file == "names.csv" else None),
    )
    with pytest.raises(CatalogError, match=r"names.csv, row 2, column form: 'citrat' is not in forms.csv"):
        Vocabulary(name_words.phrases())


# -- speed --


def test_the_first_answer_comes_quickly():
    code = (
        "import time; t = time.process_time();"
        "from catalog.names import match; match('Magneslum (as Oxyde)');"
        "print(time.process_time() - t)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(2)]
    seconds = [float(run.stdout) for run in runs]
    assert min(seconds) < 0.3  # 0.14 s on an idle core


def test_thousands_of_names_per_second():
    names = [f"{name} {number} mg" for number in range(40) for name in (*SURE, *CHECK)]
    match("Magneslum (as Oxyde)")
    start = time.process_time()
    for name in names:
        match(name)
    assert len(names) / (time.process_time() - start) > 1_500  # several thousand on an idle core
