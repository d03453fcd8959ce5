"""The fuzz targets without atheris: everything that once broke one, and a hundred inputs made by hypothesis."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import DICTIONARY, SEEDS
from tests.fuzz.targets import TARGETS

PRINT = b"\x10\x20\x60\x00"
"""Where a line stands, before its text."""
LONG = b"9" * 400
LONGER = b"9" * 5000

LINE = {"photo": "b", "sha256": "cd" * 32, "source": "b", "stamp": "3", "version": "fuzz"}
BROKEN = (
    {"sha256": "zz"}, {"sha256": 5}, {"source": 5}, {"source": "\ud800"}, {"stamp": []}, {"stamp": "\udcff"},
    {"version": []}, {"error": []}, {"same_as": 3},
)  # fmt: skip
"""What a disk may make of a line of the journal, and it is still JSON."""

BROKE = {
    "words": [
        *(
            b"\n".join(PRINT + line for line in (b"Supplement Facts", b"Serving Size 2 Capsules", printed))
            for printed in (
                b"Magnesium " + LONG + b" mg 48%",
                b"Magnesium (as citrate) " + LONG + b" g",
                b"Vitamin B6 " + LONG + b" mg",
                b"Magnesium " + LONGER + b" mg",
            )
        ),
        *(
            b"\n".join(PRINT + line for line in (b"Supplement Facts", b"Serving Size 2 Capsules", *printed))
            for printed in (
                (b"Magnesium (as Magnesium Bisglycinate)", b"00 mg  48%"),
                (b"Magnesium citrate 0 mg  48%",),
                (b"Magnesium citrate 0 mg 0 mg",),
                (b"Magnesium citrate 0 mg (providing 0 mg elemental magnesium)",),
            )
        ),
        *(
            b"\n".join(PRINT + line for line in (b"Supplement Facts", printed, b"Magnesium 200 mg 48%"))
            for printed in (
                b"Serving Size " + LONG + b" Capsules",
                b"Serving Size 1 " + LONG + b"/3 Capsules",
                b"Serving Size " + LONG + "½ Capsules".encode(),
                b"Serving Size 1/99999999999999999 Capsules",
                b"Serving Size 2 Capsules (" + LONG + b" g)",
            )
        ),
    ],
    "names": [],
    "directions": [b"take " + LONG + b"/3 capsules daily", b"take " + LONGER + b" capsules daily"],
    "journal": [
        *(json.dumps({**LINE, **broken}).encode() + b"\n" for broken in BROKEN),
        b"[" * 100_000 + b"\n",
        b"1" * 5000 + b"\n",
        b"\xff\n",
    ],
    "shelf": [
        b'{"magnesium":{"shares":[]}}',
        b'{"magnesium":{"basis":[]}}',
        b'{"product":{"kind":["drug"]}}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 500 + b"]" * 500 + b"}",
        b"1" * 5000,
        b'{"magnesium":{"elemental_mg":1' + b"0" * 400 + b"}}",
        b'{"magnesium":{"elemental_mg":NaN}}',
        b'{"what else":NaN}',
        b'{"what else":11e999}',
        rb'{"product":{"name":"\ud800"}}',
        rb'{"co_ingredients":{"\ud800":1}}',
        '{"product":{"name":"two\u2028lines\x85of text"}}'.encode(),
        b'{"product":{"price":1e308},"serving":{"per_container":1e-320},"magnesium":{"elemental_mg":1e-320}}',
        b'{"magnesium":{"elemental_mg":1e308,"forms":["citrate"]},"serving":{"servings_per_day":1e308}}',
    ],
}
CASES = [pytest.param(name, data, id=f"{name}-{n}") for name in BROKE for n, data in enumerate(BROKE[name])]
SEEDED = {name: seeds() for name, seeds in SEEDS.items()}


@pytest.mark.parametrize(("name", "data"), CASES)
def test_what_broke_it_once_does_not_again(name, data):
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_where_fuzzing_begins_nothing_is_broken(name):
    for seed in SEEDED[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_a_hundred_inputs(name):
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(inputs(name))
    def broken_by_nothing(data):
        TARGETS[name](data)

    broken_by_nothing()


def inputs(name):
    """Bytes of any kind, and what fuzzing begins with, cut apart and put together again with words between."""
    seeds = st.sampled_from(SEEDED[name])
    cut = st.builds(lambda seed, at, to: seed[min(at, to) : max(at, to)], seeds, PLACES, PLACES)
    words = st.sampled_from([word.encode() for word in DICTIONARY[name]])
    return st.lists(seeds | cut | words | st.binary(max_size=12) | st.just(b"\n"), max_size=8).map(b"".join)


PLACES = st.integers(0, 400)


@pytest.mark.parametrize(
    "printed", ["9", "1/", "1 ", "magnesium", "(", "mg ", "take 1 ", "and ", ".", "\u0301"]
)
def test_the_time_grows_with_the_length_of_a_line_and_not_with_its_square(printed):
    """A photo can hold a line of thousands of letters; one engine reads for everyone."""
    line = PRINT + (printed * 4000)[:4000].encode()
    TARGETS["words"](b"")  # tables and patterns are read once
    started = time.process_time()
    TARGETS["words"](b"\n".join([PRINT + b"Supplement Facts", PRINT + b"Magnesium 200 mg", line]))
    assert time.process_time() - started < 5
