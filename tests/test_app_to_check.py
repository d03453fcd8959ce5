"""Values in doubt are marked wherever a product is ranked, charted, listed or taken along; confirmed ones are not."""

import csv
import io
import json
from dataclasses import replace

import pytest
import streamlit as st
from app_screen import opened, record_of, stocked, turned_to
from archetypes import BISGLYCINATE_200, OXIDE_500
from fakes import Recorded, blank_photo, png, readers
from pages import US, facts, page

from app.batch import Item, row_of
from app.dose_chart import chart_in_words, dose_chart
from app.draft import Draft
from app.exports import ranking_csv, ranking_json, report
from app.flag_list import flag_list, within_limit
from app.ranked_card import card
from app.shelf_page import shelf_csv
from app.side_by_side import side_by_side
from app.side_ingredients import side_ingredients_words
from app.to_check import count_to_check, to_check, words_to_check
from app.together import stays_within, together_in_words
from catalog.flag import Flag
from catalog.product import CHECKED_FIELDS, Product
from catalog.product_file import nested
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.shelf import new
from catalog.shelf_file import FileShelf
from catalog.weights import weights
from scanner.records import Scan

PANEL = facts(*US, "Magnesium (as citrate)  200 mg  48%")
DOUBTED = replace(
    PANEL, elemental_mg=PANEL.elemental_mg.doubted("unclear"), serving=PANEL.serving.doubted("unclear")
)
SCAN = Scan("p.jpg", "check", None, DOUBTED, (), "fake", 1.0, (900, 700))
WORDS = "2 values to check: the amount and the serving"


@pytest.fixture
def draft():
    return Draft(DOUBTED, (SCAN,))


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("MAGNIFY_SHELF", raising=False)
    monkeypatch.setattr("app.state.shelf_path", lambda: tmp_path / "shelf.sqlite3")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def said(at):
    return " ".join(element.body for element in at.html)


class TestWhatIsToCheck:
    def test_it_comes_from_the_states_of_the_fields(self, draft):
        assert draft.product.to_check == ("elemental_mg", "serving")
        assert words_to_check(draft.product) == WORDS

    def test_what_was_confirmed_or_typed_is_marked_no_more(self, draft):
        draft.typed["elemental_mg"] = 200.0
        assert words_to_check(draft.product) == "1 value to check: the serving"
        draft.typed["serving"] = None
        assert to_check(draft.product) == ()
        assert words_to_check(draft.product) == ""

    def test_an_amount_of_nobody_knows_what_is_one_question(self, draft):
        undecided = replace(draft.product, basis="undecided")
        assert to_check(undecided) == ("what the amount is of", "the serving")
        assert to_check(Product(basis="undecided")) == ()  # nothing was read, so nothing can be checked

    @pytest.mark.parametrize("name", CHECKED_FIELDS)
    def test_every_field_that_enters_a_ranking_counts(self, name):
        product = Product.from_scan({"fields": {name: {"state": "check"}}})
        assert count_to_check(product) == "1 value to check"
        assert "_" not in words_to_check(product)

    def test_tables_carry_it_as_states_or_as_a_list(self):
        assert Product.from_scan(nested({"forms_state": "check"})).to_check == ("forms",)
        assert Product.from_scan(nested({"to_check": "forms|serving"})).to_check == ("forms", "serving")
        assert Product.from_scan(nested({"forms_state": "sure"})).to_check == ()

    def test_the_scan_page_asks_for_as_many(self, monkeypatch, tmp_path):
        unclear = page("Supplement Facts", "Serving Size 2 Capsules", "Magnesium 500 mg 12%").words
        monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([unclear])))
        at = opened().file_uploader[0].set_value([("a.png", png(blank_photo(300)), "image/png")]).run()
        (asked,) = (one.value for one in at.subheader if one.value.startswith("Check "))
        at.button(key="keep").click().run()
        (kept,) = FileShelf(tmp_path / "shelf.sqlite3").saved()
        count = len(to_check(kept.product))
        assert count >= 1
        assert asked.endswith(f"({count})")


class TestWhereItIsSaid:
    product = replace(BISGLYCINATE_200, to_check=("elemental_mg", "serving"))
    ranking = rank([product, OXIDE_500], "sleep")

    def test_on_the_card_and_side_by_side(self):
        rows = self.ranking.scores.to_dict("records")
        cards = [
            card(one, row, weights(), Profile()) for one, row in zip(self.ranking.entries, rows, strict=True)
        ]
        assert [WORDS in one for one in cards] == [
            one.product is self.product for one in self.ranking.entries
        ]
        assert side_by_side([self.product, OXIDE_500], Profile()).count("2 values to check") == 1

    def test_on_the_chart_and_in_its_words(self):
        drawn = json.dumps(dose_chart(self.ranking.entries, {}, None).to_dict())
        assert drawn.count("(2 to check)") == 1
        assert chart_in_words(self.ranking.entries, {}).count("2 values to check") == 1

    def test_in_everything_to_take_along(self):
        rows = list(csv.DictReader(io.StringIO(ranking_csv(self.ranking))))
        assert sorted(row["to_check"] for row in rows) == ["", "the amount and the serving"]
        assert report(self.ranking).count(WORDS) == 1
        listed = [entry["to_check"] for entry in json.loads(ranking_json(self.ranking))["entries"]]
        assert sorted(listed) == [[], ["the amount", "the serving"]]

    def test_on_the_shelf_and_in_its_table_which_reads_back(self, draft, tmp_path):
        FileShelf(tmp_path / "shelf.sqlite3").put(new(draft.record))
        at = turned_to(opened(), "shelf")
        assert WORDS in said(at)
        (row,) = csv.DictReader(io.StringIO(shelf_csv(FileShelf(tmp_path / "shelf.sqlite3").saved())))
        assert row["to_check"] == "elemental_mg|serving"
        cells = {name: cell for name, cell in row.items() if cell and name in ("to_check", "name")}
        assert Product.from_scan(nested(cells)).to_check == ("elemental_mg", "serving")

    def test_in_the_table_of_a_batch(self, draft):
        item = Item("p.jpg", b"")
        item.take(draft.record, None)
        assert row_of(item)["to_check"] == "elemental_mg|serving"
        assert row_of(Item("q.jpg", b""))["to_check"] is None

    def test_compare_says_once_where_to_check_it(self, draft, tmp_path):
        record = record_of(BISGLYCINATE_200) | {"fields": {"elemental_mg": {"state": "check"}}}
        FileShelf(tmp_path / "shelf.sqlite3").put(new(record))
        stocked([OXIDE_500], tmp_path)
        at = turned_to(opened(), "compare")
        assert not at.exception
        assert sum("Open it on your Shelf" in one.value for one in at.caption) == 1

    def test_no_green_line_over_an_amount_in_doubt(self, draft):
        sure = replace(draft.product, to_check=())
        assert "within the US limit" in within_limit(sure, Profile())
        assert within_limit(draft.product, Profile()) == ""
        assert within_limit(replace(sure, basis="undecided"), Profile()) == ""


class TestSideIngredients:
    def test_what_was_not_read_is_never_none(self):
        assert side_ingredients_words(Product(panel_read="none")) == "not read"
        assert side_ingredients_words(Product(panel_read="part")).startswith("not read")
        for panel in ("none", "part"):
            words = side_ingredients_words(Product(panel_read=panel, co_ingredients={"zinc": 8.0}))
            assert words == "zinc 8 mg; the rest was not read"

    def test_a_panel_read_whole_may_say_so(self):
        assert side_ingredients_words(Product(panel_read="whole")).startswith("none of those")
        whole = Product(panel_read="whole", co_ingredients={"zinc": 8.0, "vitamin_d": None})
        assert side_ingredients_words(whole) == "zinc 8 mg, vitamin D"

    def test_they_are_to_be_checked_on_the_scan_page(self, monkeypatch):
        words = page(*US, "Magnesium (as citrate)  200 mg  48%", "Zinc  8 mg  73%").words
        monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([words])))
        at = opened().file_uploader[0].set_value([("a.png", png(blank_photo(300)), "image/png")]).run()
        (line,) = [part for part in said(at).split("<li") if "Also in it: zinc 8 mg" in part]
        assert "mg-state-check" in line.split("</li>")[0]
        assert "Test marks: not read" in said(at)


class TestTogether:
    directed = replace(BISGLYCINATE_200, servings_per_day=1.0, servings_per_day_high=None)
    undirected = replace(BISGLYCINATE_200, servings_per_day=None, elemental_mg=100.0)

    def test_whose_directions_were_not_read_is_said(self):
        assert together_in_words([self.directed, self.directed]).endswith("at the labels' directions.")
        some = together_in_words([self.directed, self.undirected])
        assert some == "300 mg a day. For 1 of them no directions were read: one serving is counted."
        none = together_in_words([self.undirected, self.undirected])
        assert none == "200 mg with one serving of each: no directions were read."

    def test_within_is_said_only_of_what_is_known(self):
        assert stays_within([self.undirected, self.undirected], Profile()).startswith("With no more than one")
        assert stays_within([self.directed], Profile()) == (
            "This is within the US limit for supplements (350 mg a day)."
        )
        doubted = replace(self.directed, to_check=("elemental_mg",))
        assert "cannot be told" in stays_within([doubted], Profile())
        assert "cannot be told" in stays_within([replace(self.directed, elemental_mg=None)], Profile())
        assert "still to be checked" in together_in_words([doubted])


def test_notes_about_other_limits_come_after_the_own_one():
    flags = [
        Flag("b6_above_limit", "above the EU limit", "iom1997", "note"),
        Flag("above_limit", "above the US limit", "iom1997", "warning"),
    ]
    drawn = flag_list(flags, within_limit(BISGLYCINATE_200, Profile()))
    assert drawn.index("above the US limit") < drawn.index("within the US limit") < drawn.index("EU limit")


def test_the_same_photo_is_not_kept_twice_by_mistake(monkeypatch, tmp_path):
    panel = page(*US, "Magnesium (as citrate)  200 mg  48%").words
    monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([panel])))
    photo = [("a.png", png(blank_photo(300)), "image/png")]
    shelf = FileShelf(tmp_path / "shelf.sqlite3")
    for press, count in (("keep", 1), ("keep", 1), ("keep-another", 2)):
        at = opened().file_uploader[0].set_value(photo).run()
        assert any("on your shelf already" in one.value for one in at.info) == bool(shelf.saved())
        at.button(key=press).click().run()
        assert not at.exception
        assert len(shelf.saved()) == count


def test_a_confirmed_value_is_not_called_typed(monkeypatch):
    panel = page(*US, "Magnesium (as citrate)  200 mg  48%").words
    monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([panel])))
    at = opened().file_uploader[0].set_value([("a.png", png(blank_photo(300)), "image/png")]).run()
    next(b for b in at.button if b.label == "Use this" and "elemental_mg" in (b.form_id or "")).click().run()
    assert ">confirmed<" in said(at)
    assert ">typed<" not in said(at)
