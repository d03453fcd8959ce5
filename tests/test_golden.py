"""Drawn labels through the real readers: what is marked sure is what the label says.

A golden sample is a picture with the truth beside it, found by name: adding a case is adding two files. About a
dozen are read here, one of each kind of photograph; all of them with ``MAGNIFY_ALL_SAMPLES=1``.
"""

import hashlib
import io
import json
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from scanner.pipeline import scan
from scanner.readers import open_readers

PICTURES = Path(__file__).parent.parent / "samples" / "pictures"
MOST = 12
ALL = "MAGNIFY_ALL_SAMPLES"
TURNED = "us_classic-clean-1"
READ = ("elemental_mg", "forms", "serving", "per_container")

pytestmark = pytest.mark.engine


def chosen():
    """The first picture of each condition, in an order that favours none: that of the SHA-256 of the names."""
    found = sorted(PICTURES.glob("*.jpg"), key=lambda path: hashlib.sha256(path.stem.encode()).digest())
    if os.environ.get(ALL):
        return found
    by_condition = {}
    for path in found:
        by_condition.setdefault(path.stem.split("-")[1], path)
    return list(by_condition.values())[:MOST]


@cache
def readers():
    return open_readers("auto")


@cache
def facts_of(path):
    return scan(path, readers()).facts


@cache
def truth_of(path):
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def answers(truth, name):
    """Every right answer for a field, in the shape of ``given``; none where the label does not say."""
    if name == "elemental_mg":
        return truth["elemental_mg"] + truth["elemental_or_undecided_mg"]
    if name == "forms":
        return [set(ids) for ids in (truth["forms"], *truth["forms_also"])]
    if name == "serving":
        return [(serving["quantity"], serving["unit"]) for serving in truth["servings"]]
    packs = [truth["per_container"], *(serving["per_container"] for serving in truth["servings"])]
    return [pack for pack in packs if pack is not None]


def given(facts, name):
    value = getattr(facts, name).value
    if name == "forms":
        return set(value or ())
    if name == "serving":
        return value and (value.quantity, value.unit)
    return value


def printed(truth, name):
    """Whether the label says it at all."""
    return bool(truth["forms"]) if name == "forms" else bool(answers(truth, name))


@pytest.mark.parametrize("path", chosen(), ids=lambda path: path.stem)
def test_what_is_sure_is_what_the_label_says(path):
    facts, truth = facts_of(path), truth_of(path)
    for name in READ:
        field = getattr(facts, name)
        assert field.state != "sure" or given(facts, name) in answers(truth, name), (name, field)
    if facts.compound_mg.state == "sure":
        assert facts.compound_mg.value in truth["compound_mg"], facts.compound_mg


def test_most_of_what_is_printed_is_read_and_most_of_it_is_sure():
    """Without this, a reader that is sure of nothing would pass."""
    asked = [(path, name) for path in chosen() for name in READ if printed(truth_of(path), name)]
    right = [(p, n) for p, n in asked if given(facts_of(p), n) in answers(truth_of(p), n)]
    sure = [(p, n) for p, n in right if getattr(facts_of(p), n).state == "sure"]
    assert len(right) >= 0.9 * len(asked), sorted(f"{p.stem} {n}" for p, n in set(asked) - set(right))
    assert len(sure) >= 0.75 * len(asked), sorted(f"{p.stem} {n}" for p, n in set(right) - set(sure))


def turned(quarters):
    return lambda image: image.rotate(90 * quarters, expand=True)


CHANGES = {
    "turned by 90": (turned(1), {"quality": 92}),
    "turned by 180": (turned(2), {"quality": 92}),
    "turned by 270": (turned(3), {"quality": 92}),
    "rescaled": (
        lambda image: image.resize([round(0.8 * side) for side in image.size], Pillow.LANCZOS),
        {"quality": 92},
    ),
    "compressed again": (lambda image: image, {"quality": 40}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_photo_of_the_same_label_has_the_same_facts(change):
    path = PICTURES / f"{TURNED}.jpg"
    alter, how = CHANGES[change]
    file = io.BytesIO()
    with Pillow.open(path) as picture:
        alter(picture).save(file, "JPEG", **how)
    other, facts = scan(file.getvalue(), readers()).facts, facts_of(path)
    for name in (*READ, "percent_dv", "compound_mg", "basis"):
        assert _value(other, name) == _value(facts, name), name
    assert given(facts, "elemental_mg") in answers(truth_of(path), "elemental_mg")


def _value(facts, name):
    field = getattr(facts, name)
    return field if name == "basis" else field.value


def test_boxes_of_a_turned_photo_are_those_of_the_upright_one():
    path = PICTURES / f"{TURNED}.jpg"
    with Pillow.open(path) as picture:
        upside_down = np.asarray(picture.convert("RGB").rotate(180))
    file = io.BytesIO()
    Pillow.fromarray(upside_down).save(file, "PNG")
    box = scan(file.getvalue(), readers()).facts.elemental_mg.box
    assert box == pytest.approx(facts_of(path).elemental_mg.box, abs=8)
