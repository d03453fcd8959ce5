"""A picture full of print ends in time with what was read, to be checked; of a label nothing is ever left out."""

import threading
import time

import numpy as np
import pytest

from scanner import allowance as module
from scanner.allowance import allowance, allowing
from scanner.attempt import Attempts, attempt
from scanner.pipeline import scan
from scanner.readers import Readers, networks, rapid
from scanner.readers.line_finder import Found
from scanner.readers.line_network import Letters
from tests.fakes import Recorded, blank_photo, png
from tests.pages import US, page

LABEL = page(*US, "Magnesium (as citrate)  200 mg  48%").words
WIDE = 400


class ManyLines:
    """A finder that finds so many lines on any picture, and a network that reads each as a row of a panel."""

    def __init__(self, lines, text="Magnesium (as oxide) 200 mg"):
        self.lines, self.text, self.read_so_far = lines, text, 0

    def find(self, picture):
        quads = tuple(
            ((0.0, y), (WIDE, y), (WIDE, y + 20), (0.0, y + 20)) for y in np.arange(self.lines) * 24.0
        )
        return Found(quads, 0)

    def read(self, line):
        self.read_so_far += 1
        return Letters(self.text, (0.99,) * len(self.text))


def reader_of(monkeypatch, network):
    opened = networks.Networks(network, network)
    monkeypatch.setattr(networks, "opened", lambda size, threads: opened)
    return rapid.RapidReader()


def test_without_an_allowance_every_line_is_read():
    assert all(allowance().takes(10**9) for _ in range(100))


def test_what_is_allowed_is_used_up_by_width_and_nothing_behind_is_read():
    with allowing(60) as given:
        assert allowance() is given
        assert given.takes(module.MOST_WIDTH // 2)
        assert not given.takes(module.MOST_WIDTH)
        assert given.used_up
        assert not given.takes(1)
    assert allowance() is not given


def test_what_is_allowed_is_used_up_by_time():
    with allowing(0.05) as given:
        assert given.takes(1)
        time.sleep(0.06)
        assert not given.takes(1)
        assert given.used_up


def test_each_thread_has_its_own():
    seen = []
    with allowing(0.0) as mine:
        thread = threading.Thread(target=lambda: seen.append(allowance()))
        thread.start()
        thread.join()
    assert seen[0] is not mine
    assert seen[0].takes(10**9)


def test_a_picture_full_of_print_is_read_in_part_and_told(monkeypatch):
    monkeypatch.setattr(module, "MOST_WIDTH", 100 * WIDE)
    dense = ManyLines(5_000)
    tried = attempt(png(blank_photo(900)), Readers(reader_of(monkeypatch, dense), None))
    assert tried.error is None
    assert dense.read_so_far < 300
    facts = tried.scan.facts
    assert tried.scan.status == "check"
    assert "more print" in tried.scan.reason
    assert facts.elemental_mg.value == 200
    assert "sure" not in {field.state for field in (facts.elemental_mg, facts.forms, facts.percent_dv)}
    assert facts.panel_read != "whole"
    assert any("Give the label alone" in finding for finding in facts.findings)


def test_where_no_magnesium_was_read_so_far_none_is_not_said_to_be_absent(monkeypatch):
    monkeypatch.setattr(module, "MOST_WIDTH", 100 * WIDE)
    dense = ManyLines(5_000, "Vitamin C 60 mg")
    scanned = scan(png(blank_photo(900)), Readers(reader_of(monkeypatch, dense), None))
    assert scanned.status == "unreadable"
    assert "No magnesium was found, and there is more print" in scanned.reason


def test_more_lines_than_are_looked_at_are_told(monkeypatch):
    network = ManyLines(10)
    found = network.find(None)
    network.find = lambda picture: Found(found.quads, 7)
    scanned = scan(png(blank_photo(900)), Readers(reader_of(monkeypatch, network), None))
    assert scanned.status in {"check", "unreadable"}
    assert "more print" in scanned.reason


@pytest.mark.parametrize(
    ("most", "line"),
    [
        (100, "Magnesium (as oxide)  5 mg  1%"),
        (30, "Ingredients: magnesium oxide, cellulose."),
    ],
)
def test_more_of_a_kind_than_is_understood_is_told(most, line):
    def scanned(count):
        words = page(*US, "Magnesium (as citrate)  200 mg  48%", *[line] * count).words
        return scan(png(blank_photo(900)), Readers(Recorded([words] * 9), None))

    told = [any("Not every line" in said for said in scanned(n).facts.findings) for n in (most - 5, most + 5)]
    assert told == [False, True]
    assert scanned(most + 5).facts.panel_read != "whole"
    assert scanned(most + 5).status == "check"


def test_a_label_is_read_whole(monkeypatch):
    network = ManyLines(40)
    scanned = scan(png(blank_photo(900)), Readers(reader_of(monkeypatch, network), None))
    assert not any("Give the label alone" in finding for finding in scanned.facts.findings)


class Hanging:
    name = "hanging"

    def __init__(self, held):
        self.held = held

    def read(self, image, scale, known=()):
        self.held.wait(20)
        return LABEL


def test_a_photo_that_hangs_is_given_up_and_the_next_one_read_with_other_readers():
    held = threading.Event()
    opened = [Readers(Hanging(held), None), Readers(Recorded([LABEL]), None)]
    attempts = Attempts(lambda: opened.pop(0), limit_s=0.5)
    started = time.monotonic()
    first = attempts.try_photo(png(blank_photo()), "a.png")
    assert time.monotonic() - started < 10
    held.set()
    assert (first.error, first.hung) == ("timeout", True)
    assert "'a.png' took longer than 0.5 s" in first.scan.reason
    second = attempts.try_photo(png(blank_photo()), "b.png")
    assert (second.error, second.hung) == (None, False)
    assert second.scan.facts.elemental_mg.value == 200


@pytest.mark.parametrize("error", [SystemExit(3), RuntimeError("odd")])
def test_whatever_a_reader_does_costs_its_photo_alone(error):
    class Ending:
        name = "ending"

        def read(self, image, scale, known=()):
            raise error

    attempts = Attempts(lambda: Readers(Ending(), None), limit_s=20)
    tried = attempts.try_photo(png(blank_photo()), "a.png")
    assert (tried.error, tried.hung) == ("internal", False)
