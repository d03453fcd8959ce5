"""Labels of the grammar: the same seed gives the same label, and the truth is what is printed."""

import functools
import importlib.util
import json
import re
from pathlib import Path

import pytest

from samples.__main__ import main
from samples.grammar import draw_content, record, text_lines
from samples.grammar.figures import Figure, NoValue, percentage, rounded
from samples.grammar.panel import HUNDRED, SERVING
from samples.grammar.picture import drawable, has_letters, label_of
from samples.grammar.productions import LANGUAGES, Voice, grammar
from samples.grammar.tables import markets, nutrients, reference_values, units
from samples.grammar.writing import draw_jpeg
from samples.lettering import words_of
from samples.product import forms

SCORE = Path(__file__).parents[2] / "shared" / "labels" / "score.py"
SEEDS = range(300)
MANY = range(5000)


@functools.cache
def content_of(seed):
    return draw_content(seed)


def lines_of(seed):
    return "\n".join(text_lines(content_of(seed)))


def squeezed(text):
    return re.sub(r"\s+", "", text).lower()


def panels(seeds=SEEDS):
    """Every table among the seeds, with its content."""
    return [(content_of(seed), content_of(seed).panel) for seed in seeds if content_of(seed).panel]


def test_the_same_seed_gives_the_same_bytes():
    for seed in range(50):
        again = draw_content(seed)
        assert text_lines(again) == text_lines(content_of(seed))
        truths = [json.dumps(record(content, "x", "text-lines")) for content in (again, content_of(seed))]
        assert truths[0] == truths[1]


def test_no_two_of_a_thousand_are_alike():
    assert len({lines_of(seed) for seed in range(1000)}) == 1000


def test_every_production_is_used():
    known = {
        (language, production.symbol, production.number)
        for language in LANGUAGES
        for ways in grammar(language).values()
        for production in ways
    }
    used = set()
    for content in map(content_of, MANY):
        used |= content.used
    assert known - used == set()


def test_every_market_and_way_to_state_magnesium_is_drawn():
    assert {content.manner.market.id for content in map(content_of, MANY)} == set(markets())
    columns = {tuple(column.kind for column in panel.columns.columns) for _, panel in panels(MANY)}
    assert len(columns) >= 7
    roles = {entry.nutrient for _, panel in panels(MANY) for entry in panel.entries}
    assert {"magnesium", "compound", "blend", "part"} | set(nutrients()) <= roles
    assert sum(content.truth.front for content in map(content_of, MANY)) > 100
    assert sum(not content.truth.magnesium for content in map(content_of, MANY)) > 100


def test_the_truth_tells_how_a_label_is_set():
    texts = {record(content_of(seed), "x", "text-lines")["layout"] for seed in MANY}
    assert {"no panel", "running text", "pipes", "vertical", "bullets", "colon", "before"} <= texts
    drawn = {record(content_of(seed), "x", "panel-art")["layout"] for seed in MANY}
    assert drawn == (texts | {"table"}) - {"tab", "blanks", "blank", "pipes"}


def test_percentages_follow_from_the_amounts_of_their_column():
    checked = 0
    for content, panel in panels():
        columns, market = panel.columns, content.manner.market
        for entry in panel.entries:
            if entry.nutrient in {None, "compound", "blend", "part", "salt"}:
                continue
            amounts = {
                c.per: v for c, v in zip(columns.columns, entry.cells, strict=True) if c.kind == "amount"
            }
            for column, cell in zip(columns.columns, entry.cells, strict=True):
                if column.kind == "amount" or not isinstance(cell, Figure):
                    continue
                amount = amounts[column.per]
                base = reference_values(column.reference)[entry.nutrient]
                if amount.unit == "IU":
                    base *= nutrients()[entry.nutrient].iu
                share = 100 * amount.value / base
                if cell.bound:
                    assert cell.bound == "<"
                    assert 0 < share < cell.value == 1
                    assert market.less_than_one
                else:
                    assert cell.value == pytest.approx(share, abs=0.5 * 10**-columns.decimals + 1e-9), entry
                checked += 1
    assert checked > 500


def test_magnesium_is_its_share_of_the_salt():
    table, both = forms(), 0
    for seed in MANY:
        truth = content_of(seed).truth
        if truth.elemental_mg and truth.compound_mg:
            assert len(truth.forms) == 1
            fraction = table[truth.forms[0]].fraction
            # Both are printed rounded to two or three digits.
            assert truth.elemental_mg[0] == pytest.approx(truth.compound_mg[0] * fraction, rel=0.06), seed
            assert truth.elemental_mg[0] < truth.compound_mg[0]
            both += 1
        if not truth.magnesium:
            assert truth.elemental_mg == truth.compound_mg == truth.forms == truth.percent_dv == ()
            assert truth.elemental_or_undecided_mg == ()
    assert both > 100


def test_parts_add_up_to_the_total():
    found = 0
    for content, panel in panels(MANY):
        parts = [entry for entry in panel.entries if entry.nutrient == "part"]
        if parts and panel.columns.default.per == SERVING:
            place = next(
                i for i, column in enumerate(panel.columns.columns) if column is panel.columns.default
            )
            total = sum(entry.cells[place].value for entry in parts)
            assert total == content.truth.elemental_mg[0]
            found += 1
    assert found > 10


def test_the_truth_of_magnesium_is_in_the_default_column():
    for content, panel in panels(MANY):
        columns, truth = panel.columns, content.truth
        row = next((entry for entry in panel.entries if entry.nutrient == "magnesium"), None)
        if row is None:
            continue
        figures = dict(zip((id(column) for column in columns.columns), row.cells, strict=True))
        printed = figures[id(columns.default)].value
        if columns.default.per == HUNDRED:
            assert truth.elemental_mg == truth.percent_dv == ()
        else:
            assert truth.elemental_mg[0] == printed


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_stands_in_the_lines(seed):
    content = content_of(seed)
    if content.panel is None:
        return
    text = squeezed(lines_of(seed))
    for entry in content.panel.entries:
        numbers = content.manner.numbers
        for word in entry.printed_name(numbers).split():
            assert squeezed(word) in text
        for cell in entry.printed_cells(numbers):
            assert squeezed(cell) in text
    if not content.panel.prose and not any("\n" in line for line in text_lines(content)):
        assert squeezed(content.panel.title) in text


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_is_printed(seed):
    content = content_of(seed)
    truth, numbers, text = content.truth, content.manner.numbers, squeezed(lines_of(seed))
    values = (*truth.elemental_mg, *truth.compound_mg, *truth.percent_dv)
    for value in values:
        ways = {numbers.number(value), numbers.number(value, padded=True)}
        assert any(squeezed(way) in text for way in ways), (value, text)
    if truth.elemental_or_undecided_mg:
        assert (
            any(squeezed(numbers.number(mg)) in text for mg in truth.elemental_or_undecided_mg)
            or truth.servings
        )
    if truth.directions:
        assert squeezed(truth.directions) in text
    if truth.per_container is not None:
        assert str(truth.per_container) in text
    if truth.net_count is not None:
        assert squeezed(numbers.number(truth.net_count)) in text
    for serving in truth.servings[:1]:
        unit = content.manner.dose.unit
        assert squeezed(unit.one) in text or squeezed(unit.few) in text or squeezed(unit.many) in text, (
            serving
        )
    named = [name for form in truth.forms for name in _names(form, content.manner.voice.language)]
    assert not named or any(squeezed(name.split()[-1]) in text for name in named)


def _names(form, language):
    row = forms()[form]
    return row.names if language == "en" else (row.foreign_names[language],)


def test_records_have_the_keys_of_real_labels_and_their_rows():
    for seed in SEEDS:
        made = record(content_of(seed), f"{seed}.txt", "text-lines")
        assert json.loads(json.dumps(made)) == made
        panel = content_of(seed).panel
        if panel is None:
            assert made["panel"] is None
            continue
        rows = made["panel"]["rows"]
        assert len(rows) == len(panel.entries)
        assert rows
        for row in rows:
            assert {"name", "source", "level", "cells", "readable"} == set(row)
            assert {"per", "amount", "unit", "percent"} <= set(row["cells"][0])
            assert row["cells"][0]["per"] == (HUNDRED if panel.columns.default.per == HUNDRED else SERVING)


def test_every_base_is_one_of_the_catalog_in_the_units_of_the_nutrients():
    bases = {*(market.reference for market in markets().values()), "US_2016_1_3y"}
    for base in bases:
        assert len(reference_values(base)) >= 20, base
        assert "magnesium" in reference_values(base)
    # 21 CFR 101.9 before 2016: 5,000 IU of vitamin A, 400 IU of vitamin D, 30 IU of vitamin E.
    old = reference_values("US_old")
    assert [old[f"vitamin_{letter}"] for letter in "ade"] == [1500, 10, 20]


@pytest.mark.shared
@pytest.mark.skipif(not SCORE.exists(), reason="the scorer of the real labels is not here: ../shared/labels")
def test_the_scorer_of_the_real_labels_finds_the_truth_right():
    spec = importlib.util.spec_from_file_location("score", SCORE)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for seed in SEEDS:
        truth = record(content_of(seed), "x.txt", "text-lines")
        serving = truth["servings"][0] if truth["servings"] else {}
        day = truth["servings_per_day"]
        low, high = day if isinstance(day, list) else (day, day)
        rows = truth["panel"]["rows"] if truth["panel"] else []
        perfect = {
            "magnesium": {
                "elemental_mg": next(iter(truth["elemental_mg"]), None),
                "compound_mg": next(iter(truth["compound_mg"]), None),
                "percent_dv": next(iter(truth["percent_dv"]), None),
                "forms": truth["forms"],
            },
            "serving": {
                **serving,
                "per_container": truth["per_container"],
                "servings_per_day": low,
                "servings_per_day_high": high,
            },
            "panel": {"rows": [{"name": row["name"], **row["cells"][0]} for row in rows]},
        }
        verdicts = [verdict for _, verdict, _ in score.judge(truth, perfect).values()]
        verdicts += [verdict for _, verdict, _ in score.judge_rows(truth, perfect)]
        assert set(verdicts) <= {"right"}, (seed, verdicts)
        assert not rows or "empty" in {verdict for _, verdict, _ in score.judge_rows(truth, {})}


def test_numbers_are_rounded_as_labels_do():
    assert [percentage(0.5, 100, 0), percentage(100, 375, 0), percentage(56.25, 375, 1)] == [1, 27, 15]
    assert [rounded(149.6), rounded(0.0455), rounded(9.96)] == [150, 0.046, 10]


def test_an_unknown_symbol_or_slot_is_an_error():
    voice = Voice(None, "en", "us")
    with pytest.raises(KeyError, match="no_such_symbol"):
        voice.say("no_such_symbol")


def test_languages_have_the_same_symbols():
    plain = {symbol for symbol in grammar("en") if not re.search(r"_(us|uk|eu|ca|au|in)$", symbol)}
    # What only an English label says: age columns, American sentences and the words of addresses.
    english = {"children", "adults", "evaluated", "adults_take", "street", "percent_claim", "calm", "seal", "consult",
               "if_you", "caution_head", "equivalent"}  # fmt: skip
    for language in LANGUAGES[1:]:
        assert plain - english <= set(grammar(language)), language


def test_units_have_a_plural_for_every_count():
    assert [next(u for u in units("pl") if u.id == "tablet").words(n) for n in (1, 2, 5, 12, 22, 60)] == [
        "tabletka", "tabletki", "tabletek", "tabletek", "tabletki", "tabletek",
    ]  # fmt: skip
    assert [next(u for u in units("cs") if u.id == "tablet").words(n) for n in (1, 2, 5, 22)] == [
        "tableta", "tablety", "tablet", "tablet",
    ]  # fmt: skip


def test_stars_of_footnotes_are_drawn_and_not_taken_for_bold():
    for text in (
        "*Percent Daily Values %DV*",
        "zinc 5 mg**, boron 1 mg**.",
        "**no value %DV**",
        "** no value",
    ):
        assert sum(word.count("*") for word, _ in words_of(drawable(text), "regular")) == text.count("*")


@pytest.mark.parametrize("seed", [3, 25, 33])
def test_pictures_are_drawn(seed):
    jpeg = draw_jpeg(content_of(seed))
    assert jpeg[:2] == b"\xff\xd8"
    assert jpeg == draw_jpeg(draw_content(seed))


def test_the_letters_of_a_label_are_in_its_typeface():
    assert not has_letters("montserrat", "mg α-TE")
    assert has_letters("arimo", "mg α-TE µg † ‡ ż")
    greek = [seed for seed in MANY if "α" in lines_of(seed)][:30]
    assert len(greek) == 30
    assert all(has_letters(label_of(content_of(seed)).look.text_face, "α") for seed in greek)


def test_every_layout_is_made_of_blocks():
    made = {type(block).__name__ for seed in range(100) for block in label_of(content_of(seed)).blocks}
    assert {"Box", "Table", "Beside", "Text", "Title", "Barcode"} <= made


def test_the_command_writes_texts_with_their_truth(tmp_path, capsys):
    assert main(["grammar", "--seed", "4", "--count", "5", "--texts", str(tmp_path)]) == 0
    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["image"] for line in lines] == sorted(path.name for path in tmp_path.glob("*.txt"))
    assert len(lines) == 5 == capsys.readouterr().out.count("\n")


def test_the_command_writes_pictures_with_their_truth(tmp_path):
    assert main(["grammar", "--seed", "4", "--count", "1", "--pictures", str(tmp_path)]) == 0
    line = json.loads((tmp_path / "truth.jsonl").read_text(encoding="utf-8"))
    assert (tmp_path / line["image"]).stat().st_size > 10_000


@pytest.mark.parametrize(
    "arguments", [[], ["--texts", "x", "--pictures", "y"], ["--pictures", "x", "--condition", "fog"]]
)
def test_wrong_usage_ends_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["grammar", *arguments])
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_cell_without_reference_value_shows_the_sign_or_nothing():
    signs = {
        content.manner.numbers.cell(cell)
        for content, panel in panels()
        for entry in panel.entries
        for cell in entry.cells
        if isinstance(cell, NoValue)
    }
    assert signs == {"†", "**", "‡", "***"}
