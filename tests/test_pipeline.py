"""The whole way from the bytes of a photo to its facts, with readers that are no engines."""

import hashlib
from dataclasses import replace

import pytest
from fakes import (
    Blank,
    Crashing,
    CrashingWitness,
    Garbage,
    Recorded,
    Sighted,
    Slow,
    Witness,
    blank_photo,
    painted,
    png,
)
from pages import US, page, standing

from scanner import memory, pipeline
from scanner.errors import EmptyPhotoError, NotAnImageError, PhotoNotFoundError, ReaderFailedError
from scanner.photo import open_photo
from scanner.pipeline import scan
from scanner.readers import Readers
from scanner.reading.look import Reading
from scanner.scan_json import from_json, to_json

LABEL = page(*US, "Magnesium (as Magnesium Citrate)  200 mg  48%", "", "Directions: Take 2 capsules daily.")
PHOTO = png(painted(LABEL))


def sighted(witness=None, label=LABEL):
    return Readers(Sighted(label.words), witness)


def test_a_label_is_read_from_end_to_end():
    seen = scan(PHOTO, sighted(), name="label.png")
    assert (seen.photo, seen.status, seen.reason, seen.reader) == ("label.png", "read", None, "sighted")
    assert (seen.facts.elemental_mg.value, seen.facts.forms.value) == (200, ("citrate",))
    assert (seen.facts.serving.value.quantity, seen.facts.per_container.value) == (2, 60)
    assert seen.size == LABEL.size
    assert seen.sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert seen.seconds > 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_photo_gives_the_same_facts_in_the_same_places(turn):
    upright = scan(PHOTO, sighted())
    turned = scan(png(painted(standing(LABEL, turn))), sighted())
    assert turned.size == upright.size
    assert (upright.turned, (turned.turned + turn) % 360) == (0, 0)
    for name in ("elemental_mg", "percent_dv", "forms", "serving", "per_container", "servings_per_day"):
        before, after = getattr(upright.facts, name), getattr(turned.facts, name)
        assert (after.value, after.text, after.state) == (before.value, before.text, before.state), name
        assert after.box == pytest.approx(before.box, abs=3), name


def test_the_flags_of_the_product_come_with_it():
    strong = page(*US, "Magnesium (as Magnesium Oxide)  500 mg  119%")
    seen = scan(png(painted(strong)), sighted(label=strong))
    assert "above_limit" in {flag["kind"] for flag in seen.flags}
    assert all(flag["text"] for flag in seen.flags)


def test_what_was_scanned_survives_json():
    seen = scan(PHOTO, sighted())
    back = from_json(to_json(seen))
    assert back == replace(seen, seconds=back.seconds)


def test_a_blank_photo_is_unreadable_and_says_what_to_do():
    seen = scan(png(blank_photo()), Readers(Blank(), Witness("200 mg")))
    assert seen.status == "unreadable"
    assert "closer" in seen.reason
    assert seen.facts.elemental_mg.value is None


@pytest.mark.parametrize("seed", range(6))
def test_garbage_is_never_sure_of_a_dose(seed):
    seen = scan(png(blank_photo(600, 800)), Readers(Garbage(seed), None))
    assert seen.status in {"check", "no_magnesium", "not_a_label", "unreadable"}
    assert seen.facts.elemental_mg.state != "sure"


@pytest.mark.parametrize("source", [PHOTO, png(blank_photo())])
def test_an_engine_that_crashes_is_named(source):
    with pytest.raises(ReaderFailedError, match="crashing") as caught:
        scan(source, Readers(Crashing(), None))
    assert (caught.value.cause, caught.value.reader) == ("reader_failed", "crashing")
    assert "out of memory" in str(caught.value)


def test_a_witness_that_crashes_is_named():
    doubtful = page(*US, "Magnesium (as Magnesium Citrate)  200 mg")
    with pytest.raises(ReaderFailedError, match="witness"):
        scan(png(painted(doubtful)), sighted(CrashingWitness(), doubtful))


def test_a_slow_reader_is_waited_for_and_its_time_is_told():
    seen = scan(PHOTO, Readers(Slow(Sighted(LABEL.words), 0.1), None))
    assert (seen.status, seen.seconds >= 0.1) == ("read", True)


@pytest.mark.parametrize(
    ("source", "error"),
    [(b"", EmptyPhotoError), (b"not a picture", NotAnImageError), ("no/such/label.jpg", PhotoNotFoundError)],
)
def test_what_is_no_photo_is_refused_before_any_engine_runs(source, error):
    reader = Sighted(LABEL.words)
    with pytest.raises(error):
        scan(source, Readers(reader, None))
    assert reader.seen == []


DOUBTFUL = page(*US, "Magnesium (as Magnesium Citrate)  200 mg")


@pytest.mark.parametrize(
    ("witness", "status", "state"),
    [
        (None, "check", "check"),
        (Witness("Citrate) 200 mg"), "read", "sure"),
        (Witness("Citrate) 290 mg"), "check", "check"),
        (Witness(""), "check", "check"),
    ],
)
def test_the_witness_has_its_say(witness, status, state):
    seen = scan(png(painted(DOUBTFUL)), sighted(witness, DOUBTFUL))
    assert (seen.status, seen.facts.elemental_mg.state, seen.facts.elemental_mg.value) == (status, state, 200)


def test_both_readers_are_named():
    assert scan(PHOTO, sighted(Witness(""))).reader == "sighted+witness"


def test_what_is_being_done_is_told():
    heard = []
    scan(png(painted(DOUBTFUL)), sighted(Witness("200 mg"), DOUBTFUL), tell=heard.append)
    assert heard == ["reading", "reading the deciding lines again"]


def test_half_a_panel_is_looked_at_again_and_the_better_look_is_kept():
    heard = []
    half = tuple(w for w in LABEL.words if "Serving Size" not in w.text and "200 mg" not in w.text)
    reader = Recorded([half, LABEL.words])
    seen = scan(png(blank_photo(*LABEL.size)), Readers(reader, None), tell=heard.append)
    assert "looking closer" in heard
    assert len(reader.seen) == 2
    assert (seen.status, seen.facts.elemental_mg.value) == ("read", 200)


def test_a_worse_second_look_is_not_kept():
    half = tuple(w for w in LABEL.words if "Serving Size" not in w.text)
    seen = scan(png(blank_photo(*LABEL.size)), Readers(Recorded([half, ()]), None))
    assert (seen.facts.elemental_mg.value, seen.facts.per_container.value) == (200, 60)


def test_scanning_twice_gives_the_same_scan():
    first, second = (scan(PHOTO, sighted(Witness("200 mg"))) for _ in range(2))
    assert replace(first, seconds=0) == replace(second, seconds=0)


def test_room_is_made_before_a_photo_is_opened(monkeypatch):
    order = []
    monkeypatch.setattr(pipeline, "give_back", lambda: order.append("room"))
    monkeypatch.setattr(
        pipeline, "open_photo", lambda *_, **__: order.append("photo") or open_photo(png(blank_photo()))
    )
    scan(png(blank_photo()), Readers(Blank(), None))
    assert order == ["room", "photo"]


def test_a_c_library_that_cannot_give_memory_back_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    memory.give_back()


FRONT = page("MAGNESIUM", "COMPLEX")
SERVING_ONLY = page("Supplement Facts", "Serving Size 2 Capsules", "Servings Per Container 60")


def looked(monkeypatch, *pages):
    """What a scan says when the photo shows these texts one after the other, and how many of them it looked at."""
    asked = []

    def looks(pixels, reader, closer):
        for shown in pages:
            asked.append(shown)
            yield Reading(pixels, shown)

    monkeypatch.setattr(pipeline, "looks", looks)
    monkeypatch.setattr(pipeline, "worth_a_closer_look", lambda facts, page: None)
    return scan(png(blank_photo(*LABEL.size)), Readers(Blank(), None)), len(asked)


def test_the_search_goes_on_where_the_first_text_has_neither_a_serving_nor_a_sure_dose(monkeypatch):
    seen, asked = looked(monkeypatch, FRONT, LABEL, FRONT)
    assert (seen.status, seen.facts.elemental_mg.value, seen.facts.forms.value) == ("read", 200, ("citrate",))
    assert asked == 2


@pytest.mark.parametrize("first", [LABEL, SERVING_ONLY])
def test_the_search_ends_at_the_first_text_with_a_serving(monkeypatch, first):
    assert looked(monkeypatch, first, FRONT)[1] == 1


def test_the_search_ends_after_three_texts_and_keeps_the_one_that_says_most(monkeypatch):
    named = page("MAGNESIUM CITRATE", "powder")
    seen, asked = looked(monkeypatch, page("Rolled oats"), named, FRONT, LABEL)
    assert asked == 3
    assert seen.facts.forms.value == ("citrate",)


def test_a_photo_that_says_nothing_keeps_its_last_look(monkeypatch):
    seen, asked = looked(monkeypatch, page("Rolled oats"), page("Whole grain rolled oats"))
    assert (seen.status, asked) == ("not_a_label", 2)
