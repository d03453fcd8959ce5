"""Candidates for one field, and the choice between them."""

import pytest

from scanner.records import Serving
from scanner.statements.findings import Finding, choose


def finding(value, rank=0, confidence=0.99, doubt=None):
    return Finding(value, f"printed {value}", (0, 0, 9, 9), rank, confidence, doubt)


def test_nothing_found_is_missing_with_the_reason():
    field = choose([], "no such thing")
    assert (field.value, field.state, field.reason) == (None, "missing", "no such thing")


def test_the_stronger_announcement_goes_first():
    assert choose([finding(30.0, rank=1), finding(60.0, rank=0)], "").value == 60


def test_of_equal_announcements_the_clearer_print_goes_first():
    assert choose([finding(60.0, confidence=0.96), finding(60.0, confidence=0.99)], "").state == "sure"


def test_equal_announcements_that_disagree_leave_both_in_doubt():
    field = choose([finding(30.0), finding(60.0)], "")
    assert (field.state, field.doubt) == ("check", "meaning")
    assert {"printed 30.0", "printed 60.0"} == {field.text, field.reason.split("“")[1].rstrip("”")}


def test_a_weaker_announcement_is_no_rival():
    assert choose([finding(30.0), finding(60.0, rank=1)], "").state == "sure"


def test_a_doubt_goes_with_the_value():
    field = choose([finding(30.0, doubt="look")], "")
    assert (field.value, field.state, field.reason, field.doubt) == (30, "check", "look", "meaning")


@pytest.mark.parametrize(("confidence", "state", "doubt"), [(0.99, "sure", None), (0.5, "check", "reading")])
def test_poor_print_is_a_doubt_about_the_letters(confidence, state, doubt):
    field = choose([finding(30.0, confidence=confidence)], "")
    assert (field.state, field.doubt) == (state, doubt)


def test_servings_agree_in_quantity_and_unit():
    same = [finding(Serving(1.0, "scoop", 5.0)), finding(Serving(1.0, "scoop", None))]
    other = [finding(Serving(1.0, "scoop")), finding(Serving(1.0, "capsule"))]
    assert choose(same, "").state == "sure"
    assert choose(other, "").state == "check"
