"""The table of forms: every figure recomputed, every wrong cell named."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest
from molmass import Formula

from catalog.forms import (
    ABSORPTION_WORDS,
    GUT_WORDS,
    UNMEASURED,
    CatalogError,
    closest,
    forms,
    read_forms,
)
from catalog.sources import opened

SHARED = Path(__file__).resolve().parents[2] / "shared"
TABLE = files("catalog").joinpath("data", "forms.csv").read_text("utf-8")
DEFINED = [form for form in forms().values() if form.formula]


def magnesium_fraction(formula: str) -> float:
    return Formula(formula).composition()["Mg"].fraction


@pytest.mark.parametrize("form", DEFINED, ids=lambda form: form.id)
def test_masses_and_fractions_follow_from_the_formulas(form):
    assert form.molar_mass == pytest.approx(Formula(form.formula).mass, abs=0.006)
    assert form.elemental_fraction == pytest.approx(magnesium_fraction(form.formula), abs=6e-5)
    for hydrate in form.hydrates:
        assert hydrate.elemental_fraction == pytest.approx(magnesium_fraction(hydrate.formula), abs=6e-5)


@pytest.mark.parametrize(
    ("form", "fraction"),
    [
        ("oxide", 0.6030),
        ("citrate", 0.1616),
        ("bisglycinate", 0.1410),
        ("threonate", 0.0825),
        ("chloride", 0.1196),
    ],
)
def test_the_well_known_fractions(form, fraction):
    assert forms()[form].elemental_fraction == pytest.approx(fraction, abs=5e-5)


@pytest.mark.parametrize("form", [f for f in DEFINED if f.label_fraction_high], ids=lambda form: form.id)
def test_label_ranges_hold_at_least_one_composition(form):
    low, high = form.label_fraction_low or 0.0, form.label_fraction_high
    pure = [form.elemental_fraction, *(hydrate.elemental_fraction for hydrate in form.hydrates)]
    # Peroxide and creatine chelate are sold as mixtures: their range is wide on purpose.
    assert any(low <= fraction <= high * 1.001 for fraction in pure)


def test_excipients_and_counter_ions_are_no_sources():
    not_sources = {form.id for form in forms().values() if not form.is_source}
    assert {"stearate", "silicate_talc", "trisilicate", "laurate_palmitate", "salicylate"} <= not_sources
    assert {"biotinate", "methylfolate", "saccharin", "chlorophyllin", "liposomal"} <= not_sources
    assert not not_sources & {"oxide", "citrate", "bisglycinate", "malate", "threonate", "taurate", "marine"}


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([["bisglycinate"], ["bisglycinate_buffered"]], ("bisglycinate_buffered",)),
        ([["bisglycinate_buffered"], ["bisglycinate"]], ("bisglycinate_buffered",)),
        ([["oxide", "oxide_time_release"]], ("oxide", "oxide_time_release")),  # one list names both
        ([["oxide"], ["oxide", "oxide_time_release"]], ("oxide", "oxide_time_release")),
        ([["citrate"], ["oxide"], ["citrate"]], ("citrate", "oxide")),
        ([], ()),
    ],
)
def test_a_form_gives_way_to_a_closer_one_of_another_statement(statements, told):
    assert closest(statements) == told


def test_families_point_to_a_head_of_family():
    for form in forms().values():
        assert forms()[form.family].family == form.family


ANIMALS_AND_TEST_TUBES = {"ates2019", "uysal2019", "coudray2005", "felice2018", "slutsky2010"}


def test_classes_without_a_study_of_people_are_not_known():
    for form in forms().values():
        if form.absorption not in UNMEASURED:
            assert opened(form.absorption_source), form.id
            assert not set(form.absorption_source) & ANIMALS_AND_TEST_TUBES, form.id
        if form.gut_class is None:
            assert form.gut_words == "not known"
        else:
            assert form.gut_source, form.id
    known = {form.id for form in forms().values() if form.gut_class is not None}
    assert known == {"bisglycinate", "citrate", "oxide", "hydroxide", "chloride", "sulfate"}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("citrate", "more than from oxide, in people"),
        ("oxide", "little, in people"),
        ("bisglycinate", "studies of people disagree"),
        ("threonate", "absorbed by people; how well is not known"),
        ("gluconate", "not known"),
        ("malate", "not known"),
        ("glycerophosphate", "not known"),
        ("hydroxide_marine", "not known"),
        ("stearate", "does not count"),
    ],
)
def test_absorption_in_words(form, words):
    assert forms()[form].absorption_words == words


def test_no_code_of_a_class_is_a_word_for_screens():
    for form in forms().values():
        for words in (form.absorption_words, form.gut_words):
            assert "_" not in words
            assert "(" not in words
    assert len(set(ABSORPTION_WORDS.values())) == len(ABSORPTION_WORDS)
    assert len(set(GUT_WORDS.values())) == len(GUT_WORDS)


def test_the_score_knows_only_what_was_measured_in_people():
    counted = {form.id for form in forms().values() if form.absorption_shown in {"high", "low"}}
    assert counted == {"citrate", "oxide", "chloride", "lactate", "aspartate", "sulfate"}
    assert forms()["gluconate"].absorption_shown == "not known"


def test_sources_are_in_the_table_of_sources():
    known = {row["source_id"] for row in csv.DictReader(_data("sources.csv").splitlines())}
    used = {key for form in forms().values() for key in (*form.absorption_source, *form.gut_source)}
    assert used <= known


def _data(name: str) -> str:
    file = files("catalog").joinpath("data", name)
    if not file.is_file():
        pytest.skip(f"catalog/data/{name} is not there")
    return file.read_text("utf-8")


def broken(row_id: str, column: str, value: str) -> str:
    rows = list(csv.DictReader(TABLE.splitlines()))
    next(row for row in rows if row["id"] == row_id)[column] = value
    lines = [",".join(f'"{cell}"' for cell in rows[0])]
    lines += [",".join('"' + cell.replace('"', '""') + '"' for cell in row.values()) for row in rows]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("row_id", "column", "value", "named"),
    [
        ("oxide", "elemental_fraction", "sixty", "elemental_fraction"),
        ("oxide", "elemental_fraction", "60.3", "elemental_fraction"),
        ("oxide", "elemental_fraction", "nan", "elemental_fraction"),
        ("oxide", "formula", "", "molar_mass"),
        ("oxide", "role", "salt", "role"),
        ("oxide", "family", "oxyde", "family"),
        ("oxide", "id", "citrate", "id"),
        ("oxide", "id", "Mg O", "id"),
        ("oxide", "name", "", "name"),
        ("oxide", "label_fraction_low", "0.65", "label_fraction_low"),
        ("oxide", "gut_class", "4", "gut_class"),
        ("oxide", "absorption_source", "", "absorption_source"),
        ("oxide", "absorption", "good (rat)", "absorption"),
        ("oxide", "gut_source", "", "gut_source"),
        ("oxide", "source_checked", "yes", "source_checked"),
        ("oxide", "shown_to_people", "", "shown_to_people"),
        ("citrate", "hydrates", "nonahydrate 0.1189", "hydrates"),
    ],
)
def test_a_wrong_cell_is_named(row_id, column, value, named):
    number = 2 + [row["id"] for row in csv.DictReader(TABLE.splitlines())].index(row_id)
    with pytest.raises(CatalogError) as caught:
        read_forms(broken(row_id, column, value))
    assert (caught.value.file, caught.value.column) == ("forms.csv", named)
    if (row_id, value) != ("oxide", "citrate"):  # a double id is found at the second of the two
        assert caught.value.row == number
    assert "forms.csv, row" in str(caught.value)


def test_a_missing_column_and_a_short_row_are_named():
    with pytest.raises(CatalogError, match="column molar_mass: column is missing"):
        read_forms(TABLE.replace("molar_mass", "mass", 1))
    with pytest.raises(CatalogError, match="too few cells"):
        read_forms(TABLE.splitlines()[0] + "\noxide,Magnesium oxide\n")


@pytest.mark.shared
def test_every_shared_id_is_in_the_catalog():
    if not SHARED.is_dir():
        pytest.skip("the shared facts are not beside this repository")
    with (SHARED / "facts" / "forms.csv").open(encoding="utf-8", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    with (SHARED / "names" / "names.csv").open(encoding="utf-8", newline="") as file:
        ids |= {form for row in csv.DictReader(file) for form in row["forms"].split("|")}
    assert ids - {"", "!not-magnesium"} <= set(forms())
