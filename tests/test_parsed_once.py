"""A page is folded, cut into words and parsed once, however many ask what is on it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import scanner.label.facts
import scanner.parsed.page
from catalog import name_parts, names
from scanner.label.facts import read_facts
from scanner.label_text import page_of

LABEL = """Supplement Facts
Serving Size: 2 Capsules
Servings Per Container: 60
\tAmount Per Serving\t% Daily Value
Vitamin C (as ascorbic acid)\t60 mg\t67%
Vitamin B6 (as pyridoxine hydrochloride)\t2 mg\t118%
Magnesium (as magnesium bisglycinate)\t100 mg\t24%
Zinc (as zinc picolinate)\t11 mg\t100%
Other ingredients: vegetable cellulose, rice flour.
Suggested use: take 2 capsules daily with a meal.
Keep out of the reach of children.
Store in a cool, dry place."""
LINES = 12


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each step was asked for, on a page that was never read before."""
    counted: Counter[str] = Counter()

    def count(module: Any, name: str, step: str) -> None:
        before: Callable[..., Any] = getattr(module, name)

        def counting(*args: Any, **kwargs: Any) -> Any:
            counted[step] += 1
            return before(*args, **kwargs)

        monkeypatch.setattr(module, name, counting)

    for cached in (scanner.parsed.page._words, name_parts._tokens, names.find_forms, names.magnesium_spans):
        cached.cache_clear()
    names._may_name.cache_clear()
    names._parts.cache_clear()
    count(scanner.parsed.page, "fold", "lines folded")
    count(scanner.parsed.page, "tokens", "lines in words")
    count(scanner.label.facts, "parse", "pages parsed")
    count(name_parts, "tokens", "texts looked through for names")
    return counted


def test_each_line_is_folded_and_parsed_once(calls: Counter[str]) -> None:
    read_facts(page_of(LABEL))
    assert len(LABEL.splitlines()) == LINES
    assert calls["pages parsed"] == 1
    # Where a statement may run over the end of a line, two lines are read as one as well.
    assert LINES <= calls["lines folded"] <= LINES + 4
    assert calls["lines in words"] == calls["lines folded"]


def test_a_page_that_was_read_is_not_folded_again(calls: Counter[str]) -> None:
    read_facts(page_of(LABEL))
    folded = calls["lines folded"]
    read_facts(page_of(LABEL))
    assert calls["lines folded"] == folded


def test_names_are_looked_for_a_few_times_a_line(calls: Counter[str]) -> None:
    read_facts(page_of(LABEL))
    assert calls["texts looked through for names"] <= 2 * LINES + 6
