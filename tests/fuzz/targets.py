"""What is fuzzed: each target takes any bytes and returns nothing; what it raises is a fault of the program."""

import json
import tempfile
from pathlib import Path

from app.draft import draft_from
from app.exports import ranking_csv, ranking_json, report
from app.shelf_page import shelf_csv
from catalog.flags import flags_for
from catalog.json_values import RecordError
from catalog.names import find_forms, magnesium_spans, match
from catalog.product import Product
from catalog.ranking import rank
from catalog.shelf import SessionShelf, records_as_lines, records_from_lines
from scanner.answer import answer
from scanner.batch.entry import Entry
from scanner.batch.errors import FolderError
from scanner.batch.journal import FILE, Journal
from scanner.label.facts import read_facts
from scanner.page import Page, Word
from scanner.parsed.numbers import number
from scanner.parsed.page import parse
from scanner.pipeline import with_flags
from scanner.reading.rows import rows_of
from scanner.records import Scan, Serving
from scanner.scan_json import from_json, to_json
from scanner.screen_text import visible
from scanner.statements.container import read_net_count, read_per_container
from scanner.statements.directions import read_directions
from scanner.statements.serving import read_serving
from scanner.status import status_of

_FAR = 1e60
"""A label may print nonsense; it must stay a number that can be multiplied."""
_LETTER_PX = 20


def text_of(data):
    """Any text that may come from an engine: never a lone surrogate."""
    return data.decode("utf-8", "replace")


def words_of(data):
    """Words in any place: a line of text each, before it the bytes of its four numbers."""
    found = []
    for index, line in enumerate(data.split(b"\n")[:200]):
        place, text = line[:4].ljust(4, b"\0"), text_of(line[4:])
        x, y = place[0] * 5.0, index * 30.0 + place[1] % 64 - 32
        wide, high = _LETTER_PX / 2 * max(1, len(text)), _LETTER_PX * (0.25 + place[2] / 128)
        slope = (place[3] - 128) / 256 if place[3] else 0.0
        quad = ((x, y), (x + wide, y + slope * wide), (x + wide, y + slope * wide + high), (x, y + high))
        found.append(Word(text, quad, place[3] / 255))
    return tuple(found)


def words_to_facts(data):
    """Any words in any place give facts whose JSON is strict, comes back as it was, and makes a product."""
    page = Page(words_of(data), (1400, 2000), "fuzz")
    facts = read_facts(page)
    status, reason = status_of(facts, page)
    scan = with_flags(Scan("photo", status, reason, facts, (), "fuzz", 0.5, page.size, "0" * 64))
    record = to_json(scan)
    printed = json.dumps(record, allow_nan=False)
    assert to_json(from_json(json.loads(printed))) == json.loads(printed)
    assert visible(answer(scan)).isprintable()


def name_to_forms(data):
    """Any name gives forms, and every quoted wording stands where it is said to stand."""
    text = text_of(data)
    for hit in (*match(text).hits, *find_forms(text)):
        assert text[hit.start : hit.end] == hit.text
        assert hit.share is None or 0 <= hit.share <= 1
    for start, end in magnesium_spans(text):
        assert 0 <= start < end <= len(text)


def directions_to_servings(data):
    """Any directions give a daily amount that is finite and in order, or none; numbers of any kind parse."""
    text = text_of(data)
    parsed = parse(rows_of(words_of(data)))
    for serving in (Serving(2, "capsule"), Serving(1, "scoop", 5.0), None):
        field, high = read_directions(parsed, serving)
        assert field.value is None or 0 < field.value <= (high or field.value) < _FAR, field
    number(text[:40])
    found = [one.number for line in parsed.lines for one in line.spans if one.number is not None]
    assert all(0 <= value < float("inf") for one in found for value in one.values)
    for field in (read_serving(parsed), read_per_container(parsed), read_net_count(parsed)):
        assert (field.value is None) == (field.state == "missing"), field


def shelf_import(data):
    """Any lines are products that can be kept, shown, ranked and taken along, or a RecordError."""
    try:
        found = records_from_lines(text_of(data))
    except RecordError:
        return
    shelf = SessionShelf()
    for one in found[:20]:
        shelf.put(one)
    saved = shelf.saved()
    assert [one.record for one in records_from_lines(records_as_lines(saved))] == [
        one.record for one in saved
    ]
    for one in saved:
        use(one.product)
        try:
            draft_from(one.record, one.id)
        except TypeError:
            continue  # the page says that it has no readings to open
    shelf_csv(saved)


def use(product: Product):
    """Everything that the app does with a product that someone brought in."""
    product.title.encode()
    assert product.price_per_100_mg is None or product.price_per_100_mg >= 0
    flags_for(product)
    ranking = rank([product], "sleep")
    json.loads(ranking_json(ranking))
    ranking_csv(ranking)
    assert "<script" not in report(ranking).lower()


def journal_to_resume(data):
    """Any bytes behind a line of a journal: it opens, whole lines stay, a new one is kept, and the next run knows it.

    Any bytes alone do so as well, or are refused and stay as they are.
    """
    entry, before = Entry("a.jpg", "a.jpg", bytes, "1-2"), Entry("b.jpg", "b.jpg", bytes, "1-2")
    sha256 = "ab" * 32
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / FILE
        path.write_bytes(data)
        try:
            Journal(Path(place), "fuzz").close()
        except FolderError:
            assert path.read_bytes() == data
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / FILE
        with Journal(Path(place), "fuzz") as journal:
            journal.write(before, "cd" * 32, {"photo": "b.jpg"})
        with path.open("ab") as file:
            file.write(data)
        with Journal(Path(place), "fuzz") as journal:
            journal.write(entry, sha256, {"photo": "a.jpg"})
            whole = [line for _, line in journal.lines()]
            assert whole[-1]["source"] == "a.jpg"
        with Journal(Path(place), "fuzz") as again:
            assert again.knows(entry)
            assert again.has(sha256)
            assert [line for _, line in again.lines()] == whole


TARGETS = {
    "words": words_to_facts,
    "names": name_to_forms,
    "directions": directions_to_servings,
    "shelf": shelf_import,
    "journal": journal_to_resume,
}
