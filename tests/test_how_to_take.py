"""How people take it: a few lines for every goal, each from a source that was opened."""

import pytest

from catalog.goals import goals
from catalog.how_to_take import COLUMNS, FILE, KINDS, how_to_take, lines_in
from catalog.limits import limits
from catalog.sources import opened
from catalog.tables import CatalogError, TableRow, read_table


def rows() -> list[TableRow]:
    return list(read_table(FILE, COLUMNS))


def changed(place: int, **cells: str) -> list[TableRow]:
    found = rows()
    found[place] = TableRow(FILE, found[place].row, {**found[place].cells, **cells})
    return found


@pytest.mark.parametrize("goal", goals())
def test_every_goal_has_its_lines_in_order(goal):
    lines = how_to_take(goal)
    assert tuple(line.kind for line in lines) == KINDS
    for line in lines:
        assert opened(line.source)
        assert line.text[0].isupper()
        assert line.text.endswith(".")
        assert len(line.text) <= 180


@pytest.mark.parametrize("goal", goals())
def test_the_lines_say_what_people_ask_for(goal):
    start, hour, again, ask = (line.text for line in how_to_take(goal))
    assert start.startswith("Adults start low, with 200 mg of magnesium a day or less")
    assert "with food" in hour
    assert again.startswith(("Look again after", "Measure your pressure and look again after"))
    assert "kidney disease" in ask
    assert "pregnant" in ask
    assert "medicine" in ask
    assert "doctor or pharmacist first" in ask


def test_sleep_is_for_the_evening_and_says_what_to_do_when_awake():
    hour = how_to_take("sleep")[1].text
    assert "in the evening, about 30 to 60 minutes before bed" in hour
    assert "If it keeps you awake, take it in the morning" in hour


def test_the_start_is_below_every_limit_for_adults():
    adult = [
        limit.limit_mg_per_day
        for limit in limits()
        if limit.nutrient == "magnesium"
        and limit.shown
        and limit.age_max_y is None
        and limit.limit_mg_per_day
    ]
    assert 200 < min(adult) == 250
    assert "strictest limit for adults is 250 mg" in how_to_take("sleep")[0].text


def test_an_unknown_goal_is_named():
    with pytest.raises(ValueError, match="'luck' is not known"):
        how_to_take("luck")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"goal": "luck"}, "goal"),
        ({"kind": "later"}, "kind"),
        ({"kind": "hour"}, "kind"),
        ({"text": ""}, "text"),
        ({"source": ""}, "source"),
        ({"source": "nowhere2020"}, "source"),
    ],
)
def test_a_wrong_cell_is_named(cells, column):
    with pytest.raises(CatalogError) as error:
        lines_in(changed(0, **cells))
    assert error.value.column == column


def test_a_goal_without_a_line_is_named():
    with pytest.raises(CatalogError, match="sleep has no line of the kind 'start'"):
        lines_in(rows()[1:])
