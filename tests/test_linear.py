"""Printed text is read in time that grows with its length, whatever it says."""

import signal
import time
from functools import partial
from itertools import cycle, islice

import pytest

from catalog.co_ingredients import ingredients_in
from catalog.names import magnesium_spans, match
from scanner.label.facts import read_facts
from scanner.page import Page
from scanner.parsed.page import parse
from scanner.reading.rows import as_printed, rows_of
from scanner.statements.container import read_net_count, read_per_container
from scanner.statements.directions import read_directions
from scanner.statements.serving import read_serving
from tests.expressions import FRONT, LABEL, Expression, collected, made_at, texts_against
from tests.pages import page, word

LONGER = 4
"""So many times as long is the longer of two texts."""
MOST_TIMES_AS_SLOW = 10
"""So many times as long it may take: 4 is linear, 16 is the square."""
STOPPED = 3.0
"""Seconds of the processor after which no more is waited for; what is well takes a third of it at most."""


def seconds(call, *given):
    """Of the processor, which a busy machine does not lengthen much; ``STOPPED`` where it took more."""

    def stop(_signal, _frame):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, STOPPED)
    try:
        call(*given)
        return time.process_time() - started
    except TimeoutError:
        return STOPPED
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def grows_too_fast(call, shorter, longer, *, at_ease):
    """Whether the longer one takes far more time than it is longer; not asked where it takes ``at_ease`` seconds."""
    slow = seconds(call, longer)
    if slow <= at_ease:
        return False
    if slow >= STOPPED:
        return True
    most = MOST_TIMES_AS_SLOW * seconds(call, shorter)
    return slow > most and seconds(call, longer) > most


@pytest.fixture(scope="module")
def expressions():
    return collected()


def test_every_expression_of_the_source_is_among_those_that_are_tried(expressions):
    seen = {(one.file, one.line) for one in expressions}
    lacking = [
        (file, first)
        for file, first, last in made_at()
        if not any((file, line) in seen for line in range(first, last + 1))
    ]
    assert lacking == []  # a page in tests/expressions.py, or a call there, has to use it


def _searched(pattern, text):
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)


def _tried(expression, length):
    """A search for the expression, and texts of so many letters for it."""
    pattern = expression.compiled()
    for text in texts_against(expression, length):
        printed = text.encode("latin-1", "replace") if expression.binary else text
        yield partial(_searched, pattern), printed


def _slow(expression, length=10_000):
    """The texts over which an expression takes more than its length's share."""
    for search, printed in _tried(expression, length):
        shorter = printed[: len(printed) // LONGER - 1] + printed[-1:]
        if grows_too_fast(search, shorter, printed, at_ease=0.1):
            yield printed[:40]


def _is_slow_at_length(expression, length=100_000):
    """The same of the one text that took longest, at full length."""
    tried = [
        (seconds(search, text), number) for number, (search, text) in enumerate(_tried(expression, 10_000))
    ]
    search, longer = next(islice(_tried(expression, length), max(tried)[1], None))
    return grows_too_fast(search, longer[: length // LONGER], longer, at_ease=0.5)


@pytest.fixture(scope="module")
def different(expressions):
    return tuple({(one.pattern, one.flags): one for one in expressions}.values())


def test_every_expression_takes_time_that_grows_with_the_text(different):
    slow = [(one.file, one.line, text) for one in different for text in islice(_slow(one), 1)]
    assert slow == []


def test_every_expression_does_so_over_a_hundred_thousand_letters(different):
    assert [(one.file, one.line) for one in different if _is_slow_at_length(one)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![a-z])per\s{0,3}(?:[a-z.-]+\s{0,3}){1,4}[(]",
        r"(?<![a-z])one\s*\(?\s*\d",
        r"[a-z-]+ ?of ?magne",
    ],
)
def test_a_bad_expression_is_found(pattern):
    assert list(islice(_slow(Expression("", 0, pattern, 0, False), 20_000), 1)) != []


LETTERS = 1_500
TEXTS = (
    *(
        "a",
        "1",
        " ",
        "(",
        "ab ",
        "mg ",
        "Mg ",
        "镁",
        "氧a",
        "magnesium ",
        "calcium/",
        "lauryl ",
        "caffeine ",
        "1 to ",
    ),
    *(
        "magnesium citrate, ",
        "no magnesium citrate, ",
        "unlike citrate, ",
        "besser als citrat ",
        "oxide- and ",
    ),
    *(
        "magnesium (",
        "calcium magnesium (oxide/citrate ",
        "2 ml ",
        "children ",
        "adults ",
        "take 2 capsules. ",
    ),
    *("ofabc", "per", "1 mg ", "ml (", "serving size "),
)


def read_page(text):
    """The parsed page of one long line of text."""
    return parse(as_printed(rows_of([word(text, (0, 0, 9 * len(text), 20))])))


READERS = {
    "names": match.__wrapped__,
    "the mineral": magnesium_spans,
    "other ingredients": ingredients_in,
    "directions": lambda text: read_directions(parse(as_printed(rows_of(page(text).words))), None),
    "the parsed page": read_page,
    "servings": lambda text: read_serving(read_page(text)),
    "servings in the pack": lambda text: read_per_container(read_page(text)),
    "pieces in the pack": lambda text: read_net_count(read_page(text)),
}


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_of_a_text_takes_time_that_grows_with_it(reader):
    READERS[reader]("Take two capsules")  # the tables are read
    slow = [
        text
        for text in TEXTS
        if grows_too_fast(
            READERS[reader], _filled(text, LETTERS), _filled(text, LONGER * LETTERS), at_ease=0.2
        )
    ]
    assert slow == []


def _filled(text, letters):
    return (text * (letters // len(text) + 1))[:letters]


def _rows(count, lines):
    return page(*islice(cycle(lines), count))


def _one_row(count, lines, blanks=1):
    """So many words on one line."""
    words, x = [], 0
    for text in islice(cycle(" ".join(lines).split()), count):
        words.append(word(text, (x, 0, x + 12 * len(text), 24)))
        x += 12 * (len(text) + blanks)
    return Page(tuple(words), (x, 100), "fake")


PAGES = {
    "a word": lambda n: page("a" * 20 * n),
    "per and a word": lambda n: page("per" + "a" * 20 * n),
    "lines of a word": lambda n: page(*["abcdefghij" * 4] * n),
    "panel": lambda n: _rows(n, LABEL),
    "front": lambda n: _rows(n, FRONT),
    "rows of magnesium": lambda n: _rows(n, ["Magnesium (mg)  25.2  6.81"]),
    "open brackets": lambda n: _rows(n, ["Magnesium (as citrate,  200 mg"]),
    "lists": lambda n: _rows(n, ["Ingredients: magnesium oxide, cellulose"]),
    "directions": lambda n: _rows(n, ["Directions: take 1 tablet", "or 2 ml daily"]),
    "a row": lambda n: _one_row(3 * n, LABEL),
    "a row of columns": lambda n: _one_row(3 * n, LABEL, blanks=5),
}
ROWS = 100


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_read_in_time_that_grows_with_it(kind):
    read_facts(page(*LABEL))  # the tables are read
    shorter, longer = PAGES[kind](ROWS), PAGES[kind](LONGER * ROWS)
    assert not grows_too_fast(read_facts, shorter, longer, at_ease=0.2)


def test_nothing_of_a_long_row_is_left_out():
    found = read_facts(_one_row(2_000, [*["cellulose"] * 500, "Magnesium 200 mg 48%"]))
    assert found.elemental_mg.value == 200
