"""The percentage beside the amount that the line finder overlooked: believed only behind the amount that is known."""

from dataclasses import dataclass, field, replace

import pytest
from fakes import Blank, Recorded, blank_photo, png
from pages import US, Print, page

from scanner.beside import look_beside
from scanner.label.facts import read_facts
from scanner.pipeline import scan
from scanner.readers import Readers
from scanner.reading.look import Reading

LABEL = page(*US, "Magnesium (as citrate)  200 mg")


@dataclass
class Seeing:
    """Says a text for each strip in turn, narrow to wide."""

    texts: tuple[str, ...]
    confidence: float = 0.97
    name: str = "seeing"
    widths: list[int] = field(default_factory=list)

    def read_lines(self, lines):
        self.widths += [line.shape[1] for line in lines]
        return [(text, self.confidence) for text in self.texts][: len(lines)]


def beside(reader, label=LABEL):
    found = look_beside(read_facts(label), Reading(blank_photo(*label.size), label), reader)
    return found and read_facts(found)


@pytest.mark.parametrize(
    "texts",
    [("200 mg", "200 mg 48%", ""), ("200mg48%", "200 mg 48%*", "200 mg 4"), ("200 mg", "200mg48%", "")],
)
def test_a_percentage_behind_the_amount_is_read_and_certifies_it(texts):
    facts = beside(Seeing(texts))
    assert (facts.percent_dv.value, facts.percent_dv.state) == (48, "sure")
    assert (facts.elemental_mg.value, facts.elemental_mg.state) == (200, "sure")


def test_it_is_shown_on_the_photo_where_it_stands():
    facts = beside(Seeing(("", "200 mg 48%", "")))
    amount, percent = facts.elemental_mg.box, facts.percent_dv.box
    height = amount[3] - amount[1]
    assert percent == pytest.approx((amount[2], amount[1], amount[2] + 2 * height, amount[3]), abs=1)


@pytest.mark.parametrize(
    "texts",
    [
        ("", "", ""),
        ("200 mg", "200 mg", "200 mg"),
        ("290 mg 48%",) * 3,  # not the amount that is known
        ("200 mg 125",) * 3,  # the sign may be the last figure
        ("200 mg 48% Zinc 5",) * 3,  # the next column
        ("200 mg 48%", "200 mg 43%", ""),  # two readings, two figures
    ],
)
def test_what_is_not_plainly_the_amount_and_a_percentage_counts_for_nothing(texts):
    assert beside(Seeing(texts)) is None


def test_what_was_hard_to_read_counts_for_nothing():
    assert beside(Seeing(("200 mg 48%",) * 3, confidence=0.7)) is None


def test_a_percentage_that_does_not_fit_is_to_be_checked():
    facts = beside(Seeing(("200 mg 84%",) * 3))
    assert (facts.percent_dv.value, facts.percent_dv.state) == (84, "check")
    assert facts.elemental_mg.state == "check"


def test_strips_end_before_the_next_word():
    beside_it = page(*US, "Magnesium (as citrate)  200 mg  Potassium", stops=(0, 20, 24))
    reader = Seeing(("", "", ""))
    beside(reader, beside_it)
    amount = read_facts(beside_it).elemental_mg.box
    free = beside_it.words[-1].box[0] - amount[2]
    assert max(reader.widths) <= amount[2] - amount[0] + free


@pytest.mark.parametrize(
    "label",
    [
        page(*US, "Magnesium (as citrate)  200 mg  48%"),  # it is there
        page(*US, "Magnesium (as citrate)"),  # there is no amount
        page(Print("MAGNESIUM", 3), Print("200 mg", 2)),  # a front
    ],
)
def test_where_nothing_is_overlooked_nothing_is_read_again(label):
    reader = Seeing(("200 mg 48%",) * 3)
    assert beside(reader, label) is None
    assert not reader.widths


@pytest.mark.parametrize(
    "box", [(10, 50, 60, 50), (10, -40, 60, -20), (10, 9000, 60, 9040), (9000, 50, 9060, 70)]
)
def test_an_amount_without_height_or_off_the_photo_has_nothing_beside_it(box):
    facts = read_facts(LABEL)
    nowhere = replace(facts, elemental_mg=replace(facts.elemental_mg, box=box))
    reader = Seeing(("200 mg 48%",) * 3)
    assert look_beside(nowhere, Reading(blank_photo(*LABEL.size), LABEL), reader) is None
    assert not reader.widths


def test_it_is_part_of_a_scan():
    photo = png(blank_photo(*LABEL.size))
    seen = scan(photo, Readers(Recorded([LABEL.words]), None, lines=Seeing(("200 mg 48%",) * 3)))
    assert (seen.facts.percent_dv.value, seen.facts.elemental_mg.state) == (48, "sure")
    assert scan(photo, Readers(Blank(), None, lines=Seeing(()))).status == "unreadable"
