"""Compare says a verdict before a number, what is shared only once, and leaves nobody without a next step."""

import csv
import io
from dataclasses import replace

import pytest
import streamlit as st
from app_screen import opened, record_of, stocked, turned_to
from archetypes import (
    BISGLYCINATE_200,
    CITRATE_200,
    MILK_OF_MAGNESIA,
    OXIDE_500,
    SHELF,
    WITH_CAFFEINE,
)
from fakes import Recorded, blank_photo, png, readers
from pages import US, page

from app.choices import HELPED
from app.dose_chart import only_above
from app.draft import draft_from
from app.exports import ranking_csv, report
from app.flag_list import DOUBT
from app.for_whom import intake_words, limit_words, stop_words, take_lines
from app.ranked_card import card
from app.side_ingredients import ALL_OF_IT
from app.verdict_groups import groups, head_sentence, if_so, ties
from catalog.goals import goals
from catalog.how_to_take import how_to_take
from catalog.limits import authorities
from catalog.product import Product
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.safety import NOT_ADVICE, gates, stop_for
from catalog.shelf_file import FileShelf
from catalog.verdict_words import VERDICTS, WORDS
from catalog.weights import weights

UNREAD = replace(BISGLYCINATE_200, name="Unread", servings_per_day=None, panel_read="none")
EIGHT = [*SHELF[:6], OXIDE_500, UNREAD, replace(UNREAD, name="Unread too")]


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("MAGNIFY_SHELF", raising=False)
    monkeypatch.setattr("app.state.shelf_path", lambda: tmp_path / "shelf.sqlite3")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def said(at):
    return " ".join(element.body for element in at.html)


def cards_of(products, goal, person=None):
    ranking = rank(products, goal, person)
    rows = ranking.scores.to_dict("records")
    return [
        card(one, row, weights(), ranking.profile) for one, row in zip(ranking.entries, rows, strict=True)
    ]


class TestCards:
    @pytest.mark.parametrize("goal", list(goals()))
    def test_the_number_stands_in_the_fold_and_the_verdict_before_it(self, goal):
        entries = rank(EIGHT, goal).entries
        for one, entry in zip(cards_of(EIGHT, goal), entries, strict=True):
            face, _, fold = one.partition('<details class="mg-reckoning">')
            assert f">{WORDS[entry.verdict]}<" in face
            assert "of 100" not in face
            assert f"{entry.score:.1f} of 100 points" in fold
            assert (f"{entry.position}. " in face) == (entry.position is not None)

    def test_what_an_open_verdict_would_be_is_said_with_what_it_takes(self):
        (entry,) = rank([UNREAD], "sleep").entries
        assert if_so(entry, Profile()) == "At one serving a day and with nothing else in it: fits."
        (one,) = cards_of([UNREAD], "sleep")
        assert "Not known: how much to take a day and what else is in it." in one
        assert "200 mg in one serving" in one

    def test_what_a_person_takes_answers_the_open_question_for_all(self):
        person = Profile(servings_where_unread=1.0)
        (entry,) = rank([replace(UNREAD, panel_read="whole")], "sleep", person).entries
        assert entry.verdict == "fits"
        (one,) = cards_of([UNREAD], "sleep", person)
        assert "as you take it" in one
        assert "how much to take a day" not in one

    def test_other_ingredients_that_nobody_confirmed_are_to_be_checked(self):
        ranking = rank([WITH_CAFFEINE, replace(BISGLYCINATE_200, co_ingredients={"zinc": 50.0})], "sleep")
        rows = ranking.scores.to_dict("records")
        for one, row in zip(ranking.entries, rows, strict=True):
            doubted = card(one, row, weights(), Profile())
            confirmed = card(one, row, weights(), Profile(), panel_confirmed=True)
            assert doubted.count(DOUBT) == 1
            assert "mg-warning" not in doubted
            assert DOUBT not in confirmed
        assert "mg-warning" in confirmed or "mg-warning" in card(
            ranking.entries[0], rows[0], weights(), Profile(), panel_confirmed=True
        )


class TestGroups:
    @pytest.mark.parametrize("goal", list(goals()))
    def test_every_product_stands_once_in_the_order_of_the_ranking(self, goal):
        entries = rank(EIGHT, goal).entries[:]
        found = list(groups(entries))
        assert [entry for group in found for entry in group.entries] == list(entries)
        order = [VERDICTS.index(group.verdict) for group in found]
        assert order == sorted(set(order), reverse=True)

    def test_how_many_servings_are_too_many_is_said_of_each(self):
        products = [UNREAD, replace(UNREAD, name="B", elemental_mg=180.0)]
        for one in cards_of(products, "sleep"):
            assert (
                "2 servings a day would be above the US limit" in one.split('<details class="mg-reckoning')[0]
            )

    def test_what_several_carry_is_said_once_with_what_to_do(self):
        (group,) = groups(rank([UNREAD, replace(UNREAD, name="B")], "sleep").entries[:])
        heads = [head_sentence(reason, group) for reason in group.shared]
        assert heads[0].startswith("For all of these: how much to take a day was not read.")
        assert "Who it is for" in heads[0]
        assert "Shelf" in heads[1]

    def test_a_finding_for_a_form_stands_once_above_its_products(self):
        entries = rank([BISGLYCINATE_200, replace(BISGLYCINATE_200, name="B")], "sleep").entries[:]
        (group,) = groups(entries)
        assert len(group.shared) == 1
        assert "bisglycinate" in head_sentence(group.shared[0], group)

    def test_a_tie_is_said_once_and_only_where_the_order_would_mean_something(self):
        entries = rank([BISGLYCINATE_200, replace(BISGLYCINATE_200, name="B")], "sleep").entries[:]
        assert ties(entries) == ("Too close to call: B and Bisglycinate 200.",)
        many = [replace(BISGLYCINATE_200, name=str(number)) for number in range(7)]
        assert ties(rank(many, "sleep").entries[:]) == ("Too close to call: the 7 products in place 1.",)
        none = rank([OXIDE_500, replace(OXIDE_500, name="B")], "sleep").entries[:]
        assert none[0].verdict == "does_not_fit"
        assert ties(none) == ()


class TestForWhom:
    @pytest.mark.parametrize("goal", list(goals()))
    def test_a_child_is_not_told_how_much_adults_start_with(self, goal):
        child = Profile(age_y=9, with_adult=True)
        assert [line.kind for line in take_lines(goal, child)] == ["hour", "again", "ask"]
        assert list(take_lines(goal, Profile())) == list(how_to_take(goal))

    @pytest.mark.parametrize("authority", authorities())
    @pytest.mark.parametrize("age_y", [None, 5.0, 16.0, 70.0])
    def test_limit_and_recommended_intake_are_never_mixed_up(self, authority, age_y):
        person = Profile(authority=authority, age_y=age_y, with_adult=True)
        assert "mg a day" in limit_words(person)
        assert "recommended" not in limit_words(person)
        words = intake_words(person)
        assert "from food and everything else together" in words

    def test_every_stop_says_what_to_do(self):
        for person in (
            Profile(age_y=16),
            Profile(age_y=0.5),
            *(Profile(conditions=(condition,)) for condition in gates()),
        ):
            stop = stop_for(person, "constipation")
            assert "“Who it is for”" in stop_words(stop)
        assert HELPED in stop_words(stop_for(Profile(age_y=16), "sleep"))

    def test_doses_that_were_studied_only_above_the_limit_are_said(self):
        entries = rank([OXIDE_500, CITRATE_200], "constipation").entries
        (words,) = only_above("constipation", entries, Profile())
        assert "905 mg a day" in words
        assert "above the US limit for supplements" in words
        assert "laxative" in words
        assert only_above("cognition", rank(SHELF, "cognition").entries, Profile()) == ()


class TestExports:
    ranking = rank([*EIGHT, MILK_OF_MAGNESIA, replace(CITRATE_200, elemental_mg=None)], "sleep")

    def test_the_table_has_verdicts_and_empty_places(self):
        rows = list(csv.DictReader(io.StringIO(ranking_csv(self.ranking))))
        ranked = rows[: len(self.ranking.entries)]
        for row, entry in zip(ranked, self.ranking.entries, strict=True):
            assert row["verdict"] == entry.verdict
            assert row["verdict_if"] == (entry.verdict_if or "")
            assert row["position"] == ("" if entry.position is None else str(entry.position))
            assert all(reason.text in row["why"] for reason in entry.why)
        assert {row["verdict"] for row in rows[len(ranked) :]} == {"cannot_be_told", "does_not_fit"}

    def test_the_page_to_print_says_how_people_take_it_and_no_score(self):
        printed = report(self.ranking)
        assert "How people take it" in printed
        assert "from food and everything else together" in printed
        assert printed.count(NOT_ADVICE) == 1
        assert "of 100" not in printed
        for verdict in {entry.verdict for entry in self.ranking.entries}:
            assert f"<h2>{WORDS[verdict]}</h2>" in printed

    def test_a_doubtful_ingredient_is_to_be_checked_in_print_until_it_is_confirmed(self):
        product = replace(BISGLYCINATE_200, co_ingredients={"zinc": 50.0})
        ranking = rank([product], "sleep")
        assert "to check: </strong>Zinc" in report(ranking)
        assert "to check: " not in report(ranking, frozenset({id(product)}))

    def test_who_is_stopped_gets_the_way_on_in_print_as_well(self):
        printed = report(rank(EIGHT, "sleep", Profile(age_y=16)))
        assert "tick" in printed
        assert "<article" not in printed


class TestOnTheScreen:
    def test_compare_says_limit_intake_how_to_take_it_and_groups(self, tmp_path):
        stocked(EIGHT, tmp_path)
        at = turned_to(opened(), "compare")
        assert not at.exception
        whole = said(at)
        assert "How people take it" in whole
        assert "from food and everything else together" in whole
        assert whole.index(">Fits (") < whole.index(">Cannot be told yet (")
        assert whole.count("was not read. Say under") == 1

    def test_a_stopped_minor_is_shown_the_control(self, tmp_path):
        stocked(EIGHT, tmp_path)
        at = turned_to(opened(), "compare")
        next(one for one in at.number_input if one.key == "who-age").set_value(16.0).run()
        assert HELPED in said(at)

    def test_a_medicine_raises_its_flag_and_servings_count(self, tmp_path):
        stocked([BISGLYCINATE_200, replace(UNREAD, panel_read="whole")], tmp_path)
        at = turned_to(opened(), "compare")
        assert "Cannot be told yet" in said(at)
        next(one for one in at.number_input if one.key == "who-servings").set_value(1.0).run()
        assert "Cannot be told yet" not in said(at)
        medicines = next(one for one in at.multiselect if one.key == "who-medicines")
        before = said(at)
        medicines.set_value(["levothyroxine"]).run()
        assert not at.exception
        assert "hyroid" in said(at)
        assert "hyroid" not in before

    def test_the_note_that_nothing_was_tested_stands_on_top(self, tmp_path):
        stocked([OXIDE_500, CITRATE_200], tmp_path)
        app = opened()
        app.query_params["goal"] = "cognition"
        at = turned_to(app, "compare")
        assert any("None of these was tested" in one.value for one in at.info)
        assert "1. " not in said(at).split("<article")[1].split("<details")[0]

    def test_a_person_says_on_the_shelf_that_nothing_else_is_in_it(self, tmp_path):
        shelf = FileShelf(tmp_path / "shelf.sqlite3")
        stocked([replace(BISGLYCINATE_200, panel_read="none")], tmp_path)
        at = turned_to(opened(), "shelf")
        next(b for b in at.button if b.label == ALL_OF_IT).click().run()
        (kept,) = shelf.saved()
        assert kept.product.panel_read == "whole"
        assert kept.record["typed"] == ["panel_read"]
        assert not any(b.label == ALL_OF_IT for b in at.button)
        assert ">Fits<" in said(turned_to(at, "compare"))

    def test_and_on_the_scan_page_where_it_can_be_taken_back(self, monkeypatch, tmp_path):
        words = page(*US, "Magnesium (as citrate)  200 mg  48%", "Zinc  8 mg  73%").words
        monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([words])))
        at = opened().file_uploader[0].set_value([("a.png", png(blank_photo(300)), "image/png")]).run()
        at.button(key="panel-whole").click().run()
        at.button(key="keep").click().run()
        (kept,) = FileShelf(tmp_path / "shelf.sqlite3").saved()
        assert kept.product.panel_read == "whole"
        assert "panel_read" in kept.record["typed"]
        again = draft_from(kept.record, kept.id)
        assert again.product.panel_read == "whole"
        del again.typed["panel_read"]
        assert again.product.panel_read == "part"

    def test_the_profile_on_scan_is_the_one_of_compare(self, monkeypatch, tmp_path):
        words = page(*US, "Magnesium (as citrate)  200 mg  48%", "Directions: take 2 capsules daily.").words
        monkeypatch.setattr("app.engine.open_readers", lambda *_: readers(Recorded([words])))
        at = opened().file_uploader[0].set_value([("a.png", png(blank_photo(300)), "image/png")]).run()
        next(one for one in at.selectbox if one.key == "who-authority").set_value("EU").run()
        assert "the EU limit for supplements" in said(at)
        at = turned_to(at, "compare")
        assert next(one for one in at.selectbox if one.key == "who-authority").value == "EU"


def test_a_record_without_a_word_on_its_panel_stays_open():
    record = record_of(BISGLYCINATE_200)
    del record["panel_read"]
    (entry,) = rank([Product.from_scan(record)], "sleep").entries
    assert entry.verdict == "cannot_be_told"
