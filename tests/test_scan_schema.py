"""The JSON Schema in docs/schema says what the program writes, and so does the check of the journal."""

import json
from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest
from pages import EU, US, facts

from scanner.label_text import try_text
from scanner.pipeline import with_flags
from scanner.records import Scan
from scanner.scan_contract import is_scan
from scanner.scan_json import SCHEMA, from_json, to_json

ROOT = Path(__file__).parents[1]
SCHEMA_FILE = ROOT / "docs/schema/scan.schema.json"

PAGES = [
    (*US, "Magnesium (as bisglycinate)  200 mg  48%", "Zinc  15 mg  136%", "* Daily Value not established."),
    (*EU, "Magnesium  375 mg  100%"),
    ("Nutritional information  Per 100 g  Per serving", "Magnesium  <300 mg  30 mg"),
    (*US, "Magnesium citrate  1,000 mg", "Directions: take 1 to 2 servings a day"),
    ("1 effervescent tablet contains", "Magnesium  300 mg  80%"),
    ("Drug Facts", "Caffeine free", "USP Verified"),
    (),
]


@pytest.fixture(scope="module")
def schema():
    found = json.loads(SCHEMA_FILE.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def record(*lines):
    scan = Scan("label.jpg", "check", None, facts(*lines), (), "fake", 1.0, (1200, 900), "0" * 64, 90)
    return json.loads(json.dumps(to_json(with_flags(scan))))


@pytest.mark.parametrize("lines", PAGES)
def test_what_is_written_is_what_the_schema_says(schema, lines):
    written = record(*lines)
    assert [error.message for error in schema.iter_errors(written)] == []
    assert is_scan(written)
    assert (written["schema"], from_json(written).facts.market) == (SCHEMA, written["market"])


@pytest.mark.parametrize("text", ["Supplement Facts\nMagnesium  200 mg  48%", ""])
def test_so_is_what_is_said_of_a_text(schema, tmp_path, text):
    file = tmp_path / "label.txt"
    file.write_text(text, "utf-8")
    assert [error.message for error in schema.iter_errors(try_text(file, "label.txt").as_json())] == []


def test_a_photo_that_was_not_read(schema):
    unread = to_json(Scan("label.jpg", "unreadable", "it is no picture", None, (), "none", 0.1))
    assert [error.message for error in schema.iter_errors(unread)] == []
    assert is_scan(unread)


CHANGES = [
    lambda record: record.update(schema=3),
    lambda record: record.pop("market"),
    lambda record: record.pop("language"),
    lambda record: record.update(language=1),
    lambda record: record.update(market=["US"]),
    lambda record: record.update(panel_read="all"),
    lambda record: record["panel"]["rows"][0].pop("name"),
    lambda record: record["panel"]["rows"][0].update(columns=[]),
    lambda record: record["panel"]["rows"][0].update(state="missing"),
    lambda record: record["fields"]["forms"].update(value="oxide"),
    lambda record: record["serving"].update(quantity="2"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_neither_is_refused_by_both(schema, change):
    changed = deepcopy(record(*PAGES[0]))
    change(changed)
    assert list(schema.iter_errors(changed))
    assert not is_scan(changed)


def test_a_line_of_the_first_version_can_still_be_used():
    first = record(*PAGES[0])
    for name in ("schema", "language", "market", "panel", "panel_read"):
        del first[name]
    assert is_scan(first)
    read = from_json(first).facts
    assert (read.language, read.market, read.panel, read.panel_read) == (None, None, None, "none")
