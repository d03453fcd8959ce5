"""The table of sources: which were opened and when, and that a wrong cell is named."""

import csv
from datetime import date
from importlib.resources import files

import pytest

from catalog.sources import CLAIM, OWN, opened, read_sources, sources
from catalog.tables import CatalogError

TABLE = files("catalog").joinpath("data", "sources.csv").read_text("utf-8")
HEADER = TABLE.splitlines()[0]
OPENED_ROW = "a1,A B. A trial,1,,,true,https://example.org/1,,2026-11-28"


def read(row: str):
    return read_sources(f"{HEADER}\n{row}\n")


def test_the_day_of_reading_is_the_last_column():
    assert next(csv.reader([HEADER]))[-1] == "read_on"


def test_a_source_read_on_a_known_day_is_opened():
    source = read(OPENED_ROW)["a1"]
    assert source.opened
    assert source.read_on == date(2026, 11, 28)


@pytest.mark.parametrize("mark", ["true", "mixed", "secondary", "false", OWN, CLAIM])
def test_without_a_day_nothing_is_opened(mark):
    assert not read(f"a1,A B. A trial,1,,,{mark},https://example.org/1,,")["a1"].opened


def test_own_reckoning_and_popular_articles_are_never_opened_sources():
    assert sources()["stoichiometry"].is_own
    assert sources()["judgement"].is_own
    assert not any(source.opened for source in sources().values() if source.checked in {OWN, CLAIM})
    assert all(source.checked == CLAIM for source in sources().values() if source.id.startswith("article"))


def test_opened_leaves_out_what_was_not():
    assert opened(["rondanelli2011", "judgement", "otherlit"]) == ("rondanelli2011",)
    with pytest.raises(KeyError):
        opened(["nowhere2020"])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a1,A B. A trial,1,,,true,https://example.org/1,,28.11.2026", "read_on"),
        ("a1,A B. A trial,1,,,true,https://example.org/1,,2026-11-31", "read_on"),
        ("a1,A B. A trial,1,,,secondary,https://example.org/1,,2026-11-28", "read_on"),
        ("a1,A B. A trial,1,,,own,https://example.org/1,,2026-11-28", "read_on"),
        ("a1,A B. A trial,1,,,true,,,2026-11-28", "read_address"),
        ("a1,A B. A trial,1,,,yes,https://example.org/1,,", "source_checked"),
        (f"{OPENED_ROW}\n{OPENED_ROW}", "source_id"),
    ],
)
def test_a_wrong_cell_is_named(row, column):
    with pytest.raises(CatalogError) as caught:
        read(row)
    assert (caught.value.file, caught.value.column) == ("sources.csv", column)
