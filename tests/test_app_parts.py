"""The parts of the app that need no screen: escaping, typing over, exports, batch, queue."""

import csv
import io
import threading
import time
import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from archetypes import BISGLYCINATE_200, OXIDE_500, SHELF, THREONATE_48
from fakes import Blank, Crashing, Recorded, blank_photo, png, readers
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pages import US, facts, page
from test_glare import label, lit

from app.advice import advice, advice_for
from app.batch import FAILED, Batch, Item, from_zip
from app.dose_chart import Band, chart_in_words, dose_band, dose_chart, limits_in_words
from app.draft import Shot
from app.engine import Engine
from app.exports import COLUMNS, csv_of, ranking_csv, ranking_json, report
from app.field_inputs import printed_unit
from app.markup import Html, link, tag, text
from app.photo_side import boxes
from app.printed import plain
from app.sample_labels import SAMPLES, sample_bytes
from app.side_by_side import side_by_side
from app.typing_over import CONFIRMED, is_typed, typed_over
from app.views import View, view_of
from catalog.goals import goals
from catalog.limits import authorities, limit_for
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.weights import weights
from scanner.cells import defused
from scanner.joining import FIELDS
from scanner.records import Scan, Serving

EVIL = "<script>alert(1)</script> *b* _i_ $x^2$ [a](https://e.x) :smile: :red[x] `c` # h \N{RIGHT-TO-LEFT OVERRIDE}"

STYLE = Path(__file__).resolve().parent.parent / "app" / "photo.css"


FRONT = facts("Magnesium Citrate", "1000 mg")
PANEL = facts(*US, "Magnesium (as citrate)  200 mg  48%")


def words(*lines):
    return page(*US, *lines).words


LABEL = words("Magnesium (as citrate)  200 mg  48%")


class TestTextStaysText:
    def test_markdown_shows_the_characters_and_nothing_else(self):
        shown = MarkdownIt("commonmark", {"html": True}).enable("table").parseInline(plain(EVIL))[0]
        assert {token.type for token in shown.children} <= {"text", "text_special"}
        assert "".join(token.content for token in shown.children).replace(
            "\N{WORD JOINER}", ""
        ) == EVIL.replace("\N{RIGHT-TO-LEFT OVERRIDE}", r"\u202e")

    @pytest.mark.parametrize("shortcode", [":smile:", ":material/home:", ":+1:"])
    def test_shortcodes_are_taken_apart(self, shortcode):
        assert shortcode not in plain(shortcode).replace("\\", "")

    @given(st.text())
    def test_html_holds_no_tag_of_its_text(self, printed):
        assert "<" not in text(printed)
        assert '"' not in text(printed)

    def test_attributes_and_children_are_escaped(self):
        assert tag("p", "<b>", title='"x') == '<p title="&quot;x">&lt;b&gt;</p>'

    def test_only_web_addresses_become_links(self):
        assert link("javascript:alert(1)", "x") == Html("x")
        assert "href" in link("https://doi.org/1", "x")


class TestTypingOver:
    read = facts(*US, "Magnesium (as citrate)  200 mg  48%")

    def test_a_typed_value_is_marked_and_keeps_its_evidence(self):
        field = typed_over(self.read, {"elemental_mg": 250.0}).elemental_mg
        assert (field.value, field.state) == (250.0, "sure")
        assert is_typed(field)
        assert field.text == self.read.elemental_mg.text
        assert field.box == self.read.elemental_mg.box

    def test_the_same_value_is_a_confirmation(self):
        assert typed_over(self.read, {"elemental_mg": 200.0}).elemental_mg.reason == CONFIRMED

    def test_an_emptied_field_is_missing_and_never_0(self):
        said = typed_over(self.read, {"elemental_mg": None})
        assert said.elemental_mg.value is None
        assert said.elemental_mg.state == "missing"
        assert said.basis == "undecided"

    def test_who_says_that_the_amount_is_the_compound_gets_an_estimate(self):
        said = typed_over(self.read, {"basis": "compound"})
        assert said.elemental_mg.value is None
        assert said.compound_mg.value == 200
        assert said.estimate_mg[1] < 40

    def test_a_range_of_servings_can_be_typed_and_a_number_ends_it(self):
        said = typed_over(self.read, {"servings_per_day": 1.0, "servings_per_day_high": 2.0})
        assert (said.servings_per_day.value, said.servings_per_day_high) == (1.0, 2.0)
        assert typed_over(said, {"servings_per_day": 1.0}).servings_per_day_high is None

    def test_test_marks_can_be_typed(self):
        assert typed_over(self.read, {"seals": ("USP Verified",)}).seals == ("USP Verified",)

    @pytest.mark.parametrize(
        ("text", "unit"), [("0.2 g", "g"), ("200mg", "mg"), ("200 µg", "mcg"), ("48%", "mg"), (None, "mg")]
    )
    def test_the_unit_is_the_one_that_is_printed(self, text, unit):
        assert printed_unit(text) == unit

    def test_a_serving_can_be_typed(self):
        assert typed_over(self.read, {"serving": Serving(3, "tablet")}).serving.value.quantity == 3


class TestExports:
    ranking = rank([*SHELF, replace(OXIDE_500, name=f"=cmd|{EVIL}", brand=None)], "sleep")

    def test_csv_reads_back_as_it_was(self):
        rows = list(csv.DictReader(io.StringIO(ranking_csv(self.ranking))))
        assert tuple(rows[0]) == COLUMNS
        assert len(rows) == len(self.ranking.entries) + len(self.ranking.unranked)
        for row, entry in zip(rows, self.ranking.entries, strict=False):
            assert float(row["score"]) == round(entry.score, 1)
            assert float(row["mg_per_day_high"]) == entry.daily_mg[1]

    def test_no_cell_of_text_begins_a_formula(self):
        for row in csv.DictReader(io.StringIO(ranking_csv(self.ranking))):
            assert not row["title"].startswith(("=", "+", "-", "@"))

    @given(st.text())
    def test_text_is_defused_and_stays_legible(self, cell):
        said = defused(cell)
        assert not said.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "\n"))

    def test_numbers_stay_numbers(self):
        assert csv_of([{"a": -1.5, "b": None}], ("a", "b")) == "a,b\n-1.5,\n"

    def test_the_report_holds_no_script_and_fetches_nothing(self):
        page_ = report(self.ranking)
        assert "<script" not in page_
        assert "&lt;script&gt;" in page_
        assert not any(sign in page_ for sign in ("src=", "href=", "url(", "@import", "refresh"))
        assert page_.count("not medical advice") == 1

    def test_json_is_ascii(self):
        assert ranking_json(self.ranking).isascii()


class TestSideBySide:
    def test_hostile_names_show_as_text(self):
        table = side_by_side([replace(OXIDE_500, name=EVIL), BISGLYCINATE_200], Profile())
        assert "<script" not in table
        assert "143%, above" in table

    def test_the_tested_and_cheaper_one_is_marked(self):
        table = side_by_side([BISGLYCINATE_200, THREONATE_48], Profile())
        assert table.count(">better<") == 2  # its seal and its price
        assert "0.12 USD <span" in table

    def test_what_is_not_known_is_a_word(self):
        table = side_by_side([replace(OXIDE_500, elemental_mg=None, seals=None, price=None)], Profile())
        assert table.count("not read") >= 3
        assert "no price given" in table
        assert "not on the label" not in table  # nobody knows that


class TestChart:
    def test_limits_of_the_same_height_share_a_line(self):
        assert limits_in_words(("US", "EU", "UK", "JP"), Profile()) == {
            250.0: "EU 250",
            350.0: "US, Japanese 350",
            400.0: "UK 400",
        }

    def test_the_chart_holds_every_product_and_limit(self):
        entries = rank(SHELF, "sleep").entries[:5]
        band = dose_band("sleep", entries[0], weights(), Profile())
        drawn = str(dose_chart(entries, {350.0: "US 350"}, band).to_dict())
        assert "US 350" in drawn
        assert all(entry.product.name in drawn for entry in entries)

    @pytest.mark.parametrize("goal", list(goals()))
    def test_no_green_reaches_above_the_limit(self, goal):
        entries = rank([BISGLYCINATE_200, THREONATE_48, OXIDE_500], goal).entries
        seen = 0
        for authority, age_y, entry in product(authorities(), (None, 5.0, 16.0), entries):
            person = Profile(authority=authority, age_y=age_y, with_adult=True)
            limit = limit_for(authority, person)
            most = None if limit is None else limit.limit_mg_per_day
            band = dose_band(goal, entry, weights(), person)
            if band is None:
                continue
            seen += 1
            if most is None:
                assert band.within is None
                assert "no limit is known" in band.words
            elif band.within is not None:
                assert band.within[1] <= most
            if band.above is not None and most is not None:
                assert band.above[0] >= most
            assert (band.above is not None) == ("striped" in band.words)
            assert (band.within is not None) == ("green" in band.words)
        assert seen

    def test_what_lies_above_the_limit_is_striped_and_named(self):
        (entry,) = rank([BISGLYCINATE_200], "blood_pressure").entries
        band = Band((240.0, 350.0), (350.0, 600.0), "above the limit", "")
        drawn = dose_chart([entry], {350.0: "US 350"}, band).to_dict()
        assert rectangles(dose_chart([entry], {350.0: "US 350"}, band)) == [350.0]
        assert "above the limit" in str(drawn)
        stripes = [row["mg"] for rows in drawn["datasets"].values() for row in rows if set(row) == {"mg"}]
        assert len(stripes) > 5
        assert min(stripes) == 350.0

    def test_who_cannot_see_the_chart_hears_of_the_limit_in_the_band(self):
        entries = rank([BISGLYCINATE_200], "migraine_prevention").entries
        band = dose_band("migraine_prevention", entries[0], weights(), Profile())
        assert band.within is None
        assert "all of it is above the US limit" in chart_in_words(entries, {}, band)


def rectangles(chart):
    """Where the green bands of a chart end, in mg a day."""
    drawn = chart.to_dict()
    return [
        row["high"]
        for layer in drawn["layer"]
        if layer["mark"]["type"] == "rect"
        for row in drawn["datasets"][layer["data"]["name"]]
    ]


class TestAdvice:
    view = View(b"", b"", {}, 20.0)
    scan = Scan("p.jpg", "check", None, PANEL, (), "fake", 1.0, (900, 700))

    def test_nothing_is_advised_where_nothing_is_missing(self):
        glaring = replace(self.view, glare=((0, 0, 9, 9),), letters_px=3.0)
        assert advice(replace(self.scan, status="read"), glaring) == ()
        assert advice(self.scan, self.view) == ()

    def test_small_letters_are_told_in_pixels(self):
        (said,) = advice(self.scan, replace(self.view, letters_px=6.2))
        assert "6 px letters" in said
        assert "closer" in said

    def test_glare_names_the_doubtful_field_that_it_covers(self):
        amount = PANEL.elemental_mg
        doubted = replace(PANEL, elemental_mg=amount.doubted("unclear"))
        view = replace(self.view, glare=(amount.box,))
        (said,) = advice(replace(self.scan, facts=doubted), view)
        assert said.startswith("Less glare: light washes out elemental magnesium per serving.")
        (elsewhere,) = advice(self.scan, view)  # the amount is sure: the light did no harm there
        assert "part of the print" in elsewhere

    def test_a_front_sends_to_the_panel(self):
        front = replace(self.scan, facts=FRONT)
        assert "turn the pack to the Supplement Facts panel" in advice(front, self.view)[0]

    def test_a_front_beside_its_panel_sends_nowhere(self):
        front = (replace(self.scan, facts=FRONT), self.view)
        panel = (self.scan, self.view)
        other = (replace(self.scan, status="not_a_label", facts=None), self.view)
        assert len(advice_for([front])) == 1
        assert advice_for([front, front]) == advice_for([front])  # said once
        assert advice_for([front, panel, other]) == ()
        small = (self.scan, replace(self.view, letters_px=6.2))
        assert "6 px letters" in advice_for([front, small])[0]

    def test_glare_is_seen_on_the_way_to_the_screen(self):
        pixels = lit(label())
        size = (pixels.shape[1], pixels.shape[0])
        view = view_of(pixels, replace(self.scan, size=size))
        assert len(view.glare) == 1
        shot = Shot("p.jpg", "", replace(self.scan, size=size), view)
        assert "mg-box-glare" in boxes(shot, PANEL, FIELDS)


class TestPhotoSide:
    def shot(self, **scan):
        view = View(b"", b"", {}, None)
        return Shot("p.jpg", "", replace(TestAdvice.scan, **scan), view)

    def test_boxes_stand_in_shares_of_the_photo(self):
        field = replace(PANEL.serving, box=(90, 70, 180, 140))
        layer = boxes(self.shot(), replace(PANEL, serving=field), ["serving"])
        assert "left:10.00%;top:10.00%;width:10.00%;height:10.00%" in layer
        assert "mg-box-sure" in layer

    def test_one_place_of_two_fields_is_one_box_in_the_more_doubtful_state(self):
        place = (90, 70, 180, 140)
        panel = PANEL
        shared = replace(
            panel,
            serving=replace(panel.serving, box=place),
            forms=replace(panel.forms, box=place).doubted("?"),
        )
        layer = boxes(self.shot(), shared, ["serving", "forms"])
        assert layer.count("<i ") == 1
        assert "mg-box-check mg-at-serving mg-at-forms" in layer

    def test_nothing_is_drawn_where_boxes_have_no_place(self):
        assert boxes(self.shot(size=None), PANEL, FIELDS) == ""

    def test_the_stylesheet_lights_the_box_of_every_field(self):
        style = STYLE.read_text("utf-8")
        for name in FIELDS:
            assert f".st-key-row-{name}:is(:hover, :focus-within)" in style
            assert f") .mg-at-{name}" in style


class TestSamples:
    def test_they_come_along_with_the_app_and_are_those_that_are_tested(self):
        drawn = Path(__file__).resolve().parent.parent / "samples" / "pictures"
        for name, sample in SAMPLES.items():
            assert sample_bytes(name) == (drawn / sample.file).read_bytes()


class TestEngine:
    def read(self, engine, data):
        job = engine.submit(data)
        assert engine.wait(job, 20)
        return job

    def test_a_photo_is_read_once_for_all(self):
        reader = Recorded([LABEL])
        engine = Engine(lambda: readers(reader))
        first = self.read(engine, png(blank_photo()))
        looks = len(reader.seen)
        second = self.read(engine, png(blank_photo()))
        assert first.outcome is second.outcome
        assert len(reader.seen) == looks
        assert first.outcome.scan.facts.elemental_mg.value == 200
        assert first.outcome.scan.photo == "photo"  # no one's file name is kept with it

    @pytest.mark.parametrize(
        ("reader", "data", "cause", "said"),
        [
            (Blank(), b"no picture", "not_an_image", "my.jpg"),
            (Crashing(), None, "reader_failed", "out of memory"),
            (Recorded([]), None, "internal", "fault in Magnify"),
        ],
    )
    def test_what_goes_wrong_is_told_and_costs_only_its_photo(self, reader, data, cause, said):
        engine = Engine(lambda: readers(reader))
        outcome = self.read(engine, data or png(blank_photo())).outcome
        assert outcome.cause == cause
        assert said in outcome.told("my.jpg")
        assert self.read(engine, b"the next").ready.is_set()

    def test_the_place_in_line_is_known(self):
        held = threading.Event()

        class Held(Blank):
            def read(self, image, scale, known=()):
                held.wait(20)
                return ()

        engine = Engine(lambda: readers(Held()))
        jobs = [engine.submit(png(blank_photo(width))) for width in (300, 301, 302)]
        assert [engine.ahead(job) for job in jobs] == [0, 1, 2]
        held.set()
        assert all(engine.wait(job, 20) for job in jobs)
        assert [engine.ahead(job) for job in jobs] == [0, 0, 0]

    def test_a_reader_that_hangs_costs_its_photo_and_is_replaced(self, monkeypatch):
        monkeypatch.setattr("app.engine.LIMIT_SECONDS", 0.2)
        held = threading.Event()

        class Hanging(Blank):
            def read(self, image, scale, known=()):
                held.wait(20)
                return ()

        opened = iter([readers(Hanging()), readers(Recorded([LABEL]))])
        engine = Engine(lambda: next(opened))
        stuck, following = engine.submit(png(blank_photo(300))), engine.submit(png(blank_photo(301)))
        deadline = time.monotonic() + 10
        while not engine.wait(stuck, 0.05) and time.monotonic() < deadline:
            pass
        assert stuck.outcome.cause == "timeout"
        monkeypatch.setattr("app.engine.LIMIT_SECONDS", 60)
        assert engine.wait(following, 20)
        assert following.outcome.cause is None
        held.set()


class TestBatch:
    def run(self, batch):
        engine = Engine(lambda: readers(Recorded([LABEL])))
        batch.running = True
        deadline = time.monotonic() + 30
        while batch.running and time.monotonic() < deadline:
            if not batch.step(engine):
                time.sleep(0.01)
        return batch

    def items(self):
        return [Item(f"{width}.png", png(blank_photo(width))) for width in (300, 301, 302, 303, 304)]

    def test_six_with_one_broken(self):
        batch = Batch()
        batch.add([*self.items(), Item("broken.jpg", b"\xff\xd8\xff cut off")])
        self.run(batch)
        assert [item.state for item in batch.items] == ["read"] * 5 + [FAILED]
        assert "broken.jpg" in batch.items[-1].said
        assert batch.left == 0

    def test_stopped_and_resumed_nothing_is_lost_or_done_twice(self):
        reader = Recorded([LABEL])
        engine, batch = Engine(lambda: readers(reader)), Batch()
        batch.add(self.items())
        while batch.left > 3:
            batch.step(engine)
        batch.running = False
        done = [item.record for item in batch.items if item.record]
        self.run(batch)
        assert batch.left == 0
        assert [item.record for item in batch.items[: len(done)]] == done

    def test_the_same_name_is_added_once(self):
        batch = Batch()
        assert batch.add(self.items()) == 5
        assert batch.add(self.items()) == 0

    def test_a_zip_is_read_member_by_member_and_a_bomb_is_refused(self, monkeypatch):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("good.png", png(blank_photo()))
            archive.writestr("notes.txt", "no picture")
            archive.writestr("bomb.png", b"\0" * 3_000_000)
        monkeypatch.setattr("scanner.batch.entry.LIMIT_BYTES", 1_000_000)
        batch = Batch()
        batch.add(from_zip("all.zip", file.getvalue()))
        self.run(batch)
        assert [(item.name, item.state) for item in batch.items] == [
            ("all.zip/good.png", "read"),
            ("all.zip/bomb.png", FAILED),
        ]
        assert "larger" in batch.items[1].said
