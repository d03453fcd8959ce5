"""Every row that a screen shows rests on a source that was opened on a known day, or makes no claim on health."""

import csv
from importlib.resources import files

import pytest

from catalog.claims import claims
from catalog.co_ingredients import co_ingredients
from catalog.forms import UNMEASURED, forms
from catalog.sources import OWN, sources

DATA = files("catalog").joinpath("data")
LABEL_ONLY = frozenset(
    {
        *("names.csv", "confusions.csv", "traps.csv", "units.csv", "sources.csv", "brands.csv"),
        "daily_values.csv",
        "unit_conversions.csv",
    }
)
"""Tables that say what a printed word or unit is; no row of theirs is shown as a fact about health."""
OWN_WORDS = {
    "reasons.csv": (
        *("pills_per_day/", "cost/", "price/", "third_party_test/unknown", "co_ingredients/unread"),
        *("gut_comfort/unknown", "absorption/unknown", "dose/serving_only", "dose/range", "dose/as_said"),
    ),
    "verdicts.csv": (
        "amount_impossible/",
        "piece_unknown/",
        "directions_unread/",
        "panel_unread/",
        "unchecked/",
    ),
}
"""Sentences on the price, the pieces, what was not read and what is not known: our own, and not about health."""
TYPED = ("claims.csv", "co_ingredients.csv", "forms.csv")


def rows_on_screen():
    """(table, row, ids) for every row that may be shown and names a source of its own."""
    for file in sorted(DATA.iterdir(), key=lambda file: file.name):
        if file.name in LABEL_ONLY or file.name in TYPED or not file.name.endswith(".csv"):
            continue
        for row in csv.DictReader(file.read_text("utf-8").splitlines()):
            if row.get("source") and row.get("shown_to_people", "1") != "0":
                name = "/".join([*row.values()][:2])
                yield file.name, name, tuple(row["source"].split("|"))
    for form in forms().values():
        if form.absorption not in UNMEASURED:
            yield "forms.csv", f"{form.id}/absorption", form.absorption_source
        if form.gut_class is not None:
            yield "forms.csv", f"{form.id}/gut", form.gut_source
    for row in co_ingredients():
        if row.effect != "neutral":  # the text of "neutral" is not shown
            yield "co_ingredients.csv", f"{row.ingredient}/{row.goal}", row.source
    for claim in claims():
        yield "claims.csv", claim.id, claim.source


SHOWN = list(rows_on_screen())


def makes_no_claim_on_health(table: str, row: str) -> bool:
    if table in OWN_WORDS:
        return row.startswith(OWN_WORDS[table])
    silent = {claim.id for claim in claims() if {place.kind for place in claim.places} == {"silent"}}
    return table == "claims.csv" and row in silent


def rests_on_opened(table: str, row: str, ids: tuple[str, ...]) -> bool:
    if all(sources()[id_].checked == OWN for id_ in ids):
        return makes_no_claim_on_health(table, row)
    return any(sources()[id_].opened for id_ in ids)


def test_the_tables_of_facts_are_among_those_checked():
    tables = {table for table, _, _ in SHOWN}
    assert tables >= {
        "evidence.csv",
        "limits.csv",
        "reasons.csv",
        "safety.csv",
        "goals.csv",
        "seals.csv",
        *TYPED,
    }
    assert len(SHOWN) > 300


@pytest.mark.parametrize("table", sorted({table for table, _, _ in SHOWN}))
def test_each_row_on_screen_rests_on_an_opened_source(table):
    unread = [
        f"{row} ({', '.join(ids)})"
        for file, row, ids in SHOWN
        if file == table and not rests_on_opened(file, row, ids)
    ]
    assert unread == []


def test_a_row_with_nothing_opened_is_found():
    assert not rests_on_opened("safety.csv", "x", ("otherlit",))
    assert not rests_on_opened("safety.csv", "x", ("article2",))
    assert not rests_on_opened("limits.csv", "x", ("judgement",))
    assert rests_on_opened("safety.csv", "x", ("otherlit", "rondanelli2011"))
