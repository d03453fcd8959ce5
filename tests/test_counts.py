"""What is counted on a line: quantities in figures and words, and their units."""

import pytest
from pages import rows

from scanner.parsed.page import parse
from scanner.statements.counts import counts

COUNTS = [
    ("2 capsules", [(2, "capsule")]),
    ("two capsules", [(2, "capsule")]),
    ("two (2) capsules", [(2, "capsule")]),
    ("2 (two) capsules", [(2, "capsule")]),
    ("2 vegetarian capsules", [(2, "capsule")]),
    ("2 delayed-release veg. capsules", [(2, "capsule")]),
    ("2 magnesium glycinate tablets", [(2, "tablet")]),
    ("2 veggie caps", [(2, "capsule")]),
    ("3 tablets (1 sachet)", [(3, "tablet"), (1, "sachet")]),
    ("1 scoop (5 g)", [(1, "scoop"), (5, "g")]),
    ("1/2 teaspoon (2.5 g)", [(0.5, "teaspoon"), (2.5, "g")]),
    ("half a scoop", [(0.5, "scoop")]),
    ("one and a half scoops", [(1.5, "scoop")]),
    ("1½ tablespoons", [(1.5, "tablespoon")]),
    (".5 ml", [(0.5, "ml")]),
    ("2 x 1 tablet", [(2, "tablet")]),
    ("3 × 2 capsules", [(6, "capsule")]),
    ("per2capsules", [(2, "capsule")]),
    ("4 gummies", [(4, "gummy")]),
    ("2 soft gels", [(2, "softgel")]),
    ("30 drops", [(30, "drop")]),
    ("1 fl oz", [(1, "fl oz")]),
    ("15 ml", [(15, "ml")]),
    ("2 kapseln", [(2, "capsule")]),
    ("3 gelules", [(3, "capsule")]),
    ("1 comprimido", [(1, "tablet")]),
    ("2 compresse", [(2, "tablet")]),
    ("2 tabletki", [(2, "tablet")]),
    ("1 messloffel", [(1, "scoop")]),
    ("1 saszetka", [(1, "sachet")]),
    ("one packet", [(1, "packet")]),
    ("1 pill", [(1, "pill")]),
    ("capsule", [(None, "capsule")]),
]


def counted(printed):
    (line,) = parse(rows(printed)).lines
    return counts(line)


@pytest.mark.parametrize(("printed", "expected"), COUNTS)
def test_counts(printed, expected):
    found = counted(printed)
    assert [(one.quantity and one.total, one.unit) for one in found] == expected


def test_a_range_has_both_ends():
    for printed in ("1-2 scoops", "1 to 2 scoops", "1 or 2 scoops"):
        (found,) = counted(printed)
        assert (found.quantity, found.high) == (1, 2)


@pytest.mark.parametrize(
    "printed",
    [
        "200 mg",
        "0 capsules",
        "48 %",
        "magnesium",
        "2 mg and capsules",
        "two-part capsules",
        "2 daily. Capsules",
    ],
)
def test_what_is_no_quantity_of_anything(printed):
    assert [one for one in counted(printed) if one.quantity is not None] == []
