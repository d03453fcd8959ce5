"""The second reader: agreement lifts, disagreement is told, silence changes nothing, no value is rewritten."""

from dataclasses import replace

import pytest
from fakes import CrashingWitness, Witness, blank_photo
from pages import US, Print, facts, page, shifted

from scanner.errors import ReaderFailedError
from scanner.label.facts import read_facts
from scanner.reading.look import Reading
from scanner.witness import ask_witness

DOUBTFUL = (*US, "Magnesium (as citrate)  200 mg")
"""Nothing but the letters vouches for the 200."""


def asked(lines, witness):
    """What was read at first, and after the witness was heard."""
    recorded = page(*lines)
    first = read_facts(recorded)
    width, height = recorded.size
    return first, ask_witness(first, Reading(blank_photo(width, height), recorded), witness)


AGREEING = ["200 mg", "Magnesium (as citrate) 200 mg", "200", "200mg*", "... 200 rng"]
DISAGREEING = ["290 mg", "20 mg", "2000 mg", "Z00 1"]
SILENT = ["", "mg", "~~ | —", "Magnesium"]


@pytest.mark.parametrize("text", AGREEING)
def test_agreement_makes_sure(text):
    first, heard = asked(DOUBTFUL, Witness(text))
    assert (first.elemental_mg.state, heard.elemental_mg.state) == ("check", "sure")
    assert "agree" in heard.elemental_mg.reason


@pytest.mark.parametrize("text", DISAGREEING)
def test_disagreement_stays_to_be_checked_and_tells_both_readings(text):
    _, heard = asked(DOUBTFUL, Witness(text))
    assert heard.elemental_mg.state == "check"
    assert text in heard.elemental_mg.reason
    assert heard.elemental_mg.text == "200 mg"
    assert "witness" in heard.elemental_mg.reason


@pytest.mark.parametrize("text", SILENT)
def test_silence_changes_nothing(text):
    first, heard = asked(DOUBTFUL, Witness(text))
    assert heard == first


@pytest.mark.parametrize("text", [*AGREEING, *DISAGREEING, *SILENT])
def test_a_value_its_text_and_its_place_are_never_rewritten(text):
    first, heard = asked(DOUBTFUL, Witness(text))
    for name in ("elemental_mg", "compound_mg", "serving", "per_container", "percent_dv", "forms"):
        before, after = getattr(first, name), getattr(heard, name)
        assert (after.value, after.text, after.box) == (before.value, before.text, before.box)


def test_nobody_is_asked_where_nothing_is_doubtful():
    witness = Witness("999 mg")
    first, heard = asked((*US, "Magnesium (as citrate)  200 mg  48%"), witness)
    assert heard == first
    assert witness.asked == []


def test_all_doubtful_lines_are_shown_in_one_call_each_with_much_and_with_little_beside_it():
    witness = Witness("200 mg")
    asked(
        (
            "Supplement Facts",
            Print("Serving Size 2 Capsules", confidence=0.6),
            "Magnesium (as citrate)  200 mg",
        ),
        witness,
    )
    assert witness.asked == [4]


def test_a_doubt_about_the_meaning_is_not_for_the_witness():
    lines = ("Serving Size 2 Capsules", "Magnesium (as glycinate)  200 mg", "Serving Size 3 Capsules")
    first, heard = asked(lines, Witness("2"))
    assert first.serving.doubt == heard.serving.doubt == "meaning"
    assert heard.serving.state == "check"


@pytest.mark.parametrize("lines", [("Magnesium", "250 mg"), ("Magnesium Citrate", "400 mg")])
def test_what_a_front_means_is_not_for_the_witness(lines):
    first, heard = asked(lines, Witness(first_amount := lines[1]))
    assert first_amount
    assert heard == first


def test_a_serving_is_confirmed_by_its_figure_and_by_its_word():
    line = Print("Serving Size 2 Capsules", confidence=0.6)
    for text in ("Serving Size 2 Capsules", "two capsules"):
        _, heard = asked((line, "Magnesium (as citrate)  200 mg  48%"), Witness(text))
        assert heard.serving.state == "sure", text


def test_an_amount_printed_in_grams_is_confirmed_in_grams():
    first, heard = asked((*US, "Magnesium (as citrate)  0.2 g"), Witness("0.2 g"))
    assert first.elemental_mg.value == 200
    assert heard.elemental_mg.state == "sure"


@pytest.mark.parametrize(
    ("text", "state"),
    [("Serving Size2 Capsules", "sure"), ("1/2 capsules", "check"), ("2.5 capsules", "check")],
)
def test_a_figure_counts_as_it_is_printed_also_where_its_blank_was_lost(text, state):
    line = Print("Serving Size 2 Capsules", confidence=0.6)
    _, heard = asked((line, "Magnesium (as citrate)  200 mg  48%"), Witness(text))
    assert heard.serving.state == state


@pytest.mark.parametrize(("text", "state"), [("1.250 mg", "sure"), ("1,250 mg", "check")])
def test_a_point_is_no_comma(text, state):
    lines = ("Nährwertangaben pro 2 Kapseln", "Magnesiumcitrat  1.250 mg", "davon Magnesium  200 mg")
    first, _ = asked(lines, Witness(""))
    doubtful = replace(first, compound_mg=first.compound_mg.doubted("hard to read", "reading"))
    assert doubtful.compound_mg.value == 1250
    heard = ask_witness(doubtful, Reading(blank_photo(1200, 400), page(*lines)), Witness(text))
    assert heard.compound_mg.state == state


def test_the_witness_sees_the_place_on_the_photo():
    recorded = shifted(page(*DOUBTFUL), 0, 300)
    first = read_facts(recorded)
    photo = blank_photo(*recorded.size)
    x0, y0, x1, y1 = first.elemental_mg.box
    photo[y0:y1, x0:x1] = 0
    seen = []

    class Looking(Witness):
        def read_lines(self, lines):
            seen.extend(lines)
            return super().read_lines(lines)

    ask_witness(first, Reading(photo, recorded), Looking("200 mg"))
    with_its_row, nearly_alone = (line[:, :, 0] < 128 for line in seen)
    for dark in (with_its_row, nearly_alone):
        assert dark.any(axis=1).mean() > 0.6
    assert 0.1 < with_its_row.any(axis=0).mean() < nearly_alone.any(axis=0).mean() < 0.9


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (("| 290 mq", "200 mg"), "sure"),
        (("as citrate) 200 mg", ")| 20 rng"), "sure"),
        (("290 mg", "29O mg"), "check"),
        (("", "|"), "check"),
        (("", "280 mg"), "check"),
    ],
)
def test_one_look_of_the_witness_settles_it(texts, state):
    class Twice(Witness):
        def read_lines(self, lines):
            return [(text, 0.9) for text in texts]

    _, heard = asked(DOUBTFUL, Twice(""))
    assert heard.elemental_mg.state == state
    assert heard.elemental_mg.value == 200


def test_a_witness_that_fails_is_not_passed_over_in_silence():
    with pytest.raises(ReaderFailedError, match="killed"):
        asked(DOUBTFUL, CrashingWitness())


def test_a_field_without_a_place_is_not_asked_about():
    recorded = page(*DOUBTFUL)
    read = facts(*DOUBTFUL)
    nowhere = replace(read, elemental_mg=replace(read.elemental_mg, box=None))
    assert ask_witness(nowhere, Reading(blank_photo(), recorded), Witness("200 mg")) == nowhere
