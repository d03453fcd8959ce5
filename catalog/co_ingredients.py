"""What else is in a product, and whether it helps a goal, works against it or needs care."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import CatalogError, read_table

__all__ = ["CatalogError", "CoIngredient", "for_goal", "ingredient_effects", "ingredient_id"]

COLUMNS = (
    *("ingredient", "name", "names", "not_names", "goal", "effect", "from_mg_per_day", "not_in_pregnancy"),
    *("text", "source", "source_checked", "shown_to_people"),
)
PRESSING = ("against", "caution", "helps", "neutral")
"""Every effect, the one to be told first ahead. The text of "neutral" is not shown."""
EFFECTS = frozenset(PRESSING)
ANY_GOAL = "*"

_DENIED_BEFORE = re.compile(
    r"(?:\b(?:no|non|not|without|zero|0 mg|free (?:of|from)|ohne|frei von|keine?|sans|sin|senza|sem|zonder|geen"
    r"|bez|uten|utan|uden|ilman)\s+(?:added |any |mg |contains? |de )*)$"
)
_DENIED_AFTER = re.compile(r"^[a-z]{0,2}[\s-]*(?:free|frei\w*|fri|fritt|vrij|libre|less|los)\b")
_LONGEST_DENIAL = 100
"""Letters before and behind a name among which the words stand that deny it."""
_ITEMS = re.compile(r"[,;+&/•\n]|\b(?:and|und|et|con|with|mit|y|e)\b")
_LETTERS = re.compile(r"[a-z]")
_UNMARKED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "’": "'", "`": "'"})


@dataclass(frozen=True, slots=True)
class CoIngredient:
    ingredient: str
    name: str
    """What a screen calls it: "valerian or passionflower"."""
    names: tuple[str, ...]
    """Printed names that mean it, lower case without accents: whole words, "*" for any ending."""
    not_names: tuple[str, ...]
    """Names that look like it and are not: potassium sorbate, decaffeinated tea."""
    goal: str
    """The goal it matters for, "*" for all others."""
    effect: str
    """One of EFFECTS."""
    from_mg_per_day: float | None
    """The effect counts from this amount a day; None: from any amount."""
    not_in_pregnancy: bool
    """Whether a product for pregnancy or breast-feeding should not hold it."""
    text: str
    source: tuple[str, ...]
    source_checked: str


@cache
def co_ingredients() -> tuple[CoIngredient, ...]:
    """The rows of co_ingredients.csv that may be shown. Raises CatalogError."""
    return read_co_ingredients()


def read_co_ingredients(text: str | None = None) -> tuple[CoIngredient, ...]:
    """The rows of data/co_ingredients.csv, or of `text` in its shape, that may be shown; raises CatalogError."""
    found = []
    first: dict[str, Mapping[str, str]] = {}
    for row in read_table("co_ingredients.csv", COLUMNS, text):
        ingredient = row.text("ingredient")
        for column in ("name", "names", "not_names", "not_in_pregnancy"):
            if first.setdefault(ingredient, row.cells)[column] != row.cells[column]:
                raise row.error(column, f"differs between the rows of {ingredient}")
        if not row.flag("shown_to_people"):
            continue
        found.append(
            CoIngredient(
                ingredient=ingredient,
                name=row.text("name"),
                names=parts(row, "names"),
                not_names=parts(row, "not_names"),
                goal=row.text("goal"),
                effect=row.one_of("effect", EFFECTS),
                from_mg_per_day=row.number("from_mg_per_day", 0, 100_000),
                not_in_pregnancy=row.flag("not_in_pregnancy"),
                text=row.text("text"),
                source=source_ids(row),
                source_checked=row.one_of("source_checked", CHECKED),
            )
        )
    return tuple(found)


def folded(printed: str) -> str:
    """A printed name in lower case without accents: "Caféine" and "cafeine" are one name."""
    plain = unicodedata.normalize("NFKD", printed.casefold().translate(_UNMARKED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def is_called(ingredient: CoIngredient, printed: str) -> bool:
    """Whether a printed name, or the ingredient's own id, means it; a denial ("caffeine-free") does not."""
    return printed == ingredient.ingredient or _is_named(ingredient, folded(printed.replace("_", " ")))


def _is_named(ingredient: CoIngredient, name: str) -> bool:
    """Whether a folded name means the ingredient."""
    if not any(map(name.__contains__, _stems(ingredient.names))):
        return False
    named, look_alikes = _pattern(ingredient.names), _pattern(ingredient.not_names)
    return any(
        not _denied(item, match) for item in _items(name, look_alikes) for match in named.finditer(item)
    )


def ingredients_in(printed: str) -> tuple[str, ...]:
    """The ids of everything a printed name means, in the order of the table; () when the table knows none.

    >>> ingredients_in("Calming Blend (Valerian, Kava)"), ingredients_in("Decaffeinated Green Tea")
    (('kava', 'sedative_herbs'), ())
    """
    return tuple(dict.fromkeys(row.ingredient for row in _rows_of(printed)))


def ingredient_id(printed: str) -> str | None:
    """The id of a printed co-ingredient, None when the table does not know it.

    >>> ingredient_id("Vitamin B6 (as Pyridoxine HCl)"), ingredient_id("vitamin_b6"), ingredient_id("Saffron")
    ('vitamin_b6', 'vitamin_b6', None)
    """
    return next(iter(ingredients_in(printed)), None)


def shown_name(printed: str) -> str:
    """What a screen calls an ingredient: its name in the table when `printed` is an id, else as printed."""
    named = (row.name for row in co_ingredients() if row.ingredient == printed)
    return next(named, printed.replace("_", " "))


def barred_in_pregnancy(printed: str) -> tuple[str, ...]:
    """The names of what a product for pregnancy or breast-feeding should not hold; () when there is none.

    >>> barred_in_pregnancy("Melatonin"), barred_in_pregnancy("Zinc")
    (('melatonin',), ())
    """
    return tuple(dict.fromkeys(row.name for row in _rows_of(printed) if row.not_in_pregnancy))


def for_goal(printed: str, mg_per_day: float | None, goal: str) -> CoIngredient | None:
    """The most pressing thing the table says of it for this goal; None when it says nothing of that amount.

    An amount that is not known counts as enough to harm and not as enough to help.
    """
    for row in _rows_for(printed, goal):
        if _counts(row, mg_per_day):
            return row
    return None


def ingredient_effects(
    mg_per_serving: Mapping[str, float | None], servings_per_day: float, goal: str
) -> tuple[CoIngredient, ...]:
    """Everything the table says of a product's other ingredients for this goal, the most pressing first.

    An ingredient that is named twice is told once. An amount that is not known counts as enough to harm and not
    as enough to help.
    """
    found = dict.fromkeys(
        row
        for printed, mg in mg_per_serving.items()
        for row in _rows_for(printed, goal)
        if _counts(row, None if mg is None else mg * servings_per_day)
    )
    return tuple(sorted(found, key=lambda row: PRESSING.index(row.effect)))


def _counts(row: CoIngredient, mg_per_day: float | None) -> bool:
    if mg_per_day is None:
        return row.effect != "helps"
    return mg_per_day > 0 and (row.from_mg_per_day is None or mg_per_day >= row.from_mg_per_day)


@lru_cache(maxsize=4096)
def _rows_of(printed: str) -> tuple[CoIngredient, ...]:
    kinds = _by_ingredient()
    name = folded(printed.replace("_", " "))
    return kinds.get(printed) or tuple(
        row for rows in kinds.values() if _is_named(rows[0], name) for row in rows
    )


@cache
def _by_ingredient() -> Mapping[str, tuple[CoIngredient, ...]]:
    """The rows of each ingredient; they share their names, which the loader checks."""
    ids = dict.fromkeys(row.ingredient for row in co_ingredients())
    return {id_: tuple(row for row in co_ingredients() if row.ingredient == id_) for id_ in ids}


@lru_cache(maxsize=4096)
def _rows_for(printed: str, goal: str) -> tuple[CoIngredient, ...]:
    """The rows that speak of this goal, most pressing first; a row for the goal takes the place of that for all."""
    rows = _rows_of(printed)
    special = {row.ingredient for row in rows if row.goal == goal}
    spoken = [
        row for row in rows if row.goal == goal or (row.goal == ANY_GOAL and row.ingredient not in special)
    ]
    return tuple(sorted(spoken, key=lambda row: PRESSING.index(row.effect)))


@cache
def _stems(names: tuple[str, ...]) -> tuple[str, ...]:
    """A piece of each name that a printed name must hold before the patterns are tried at all."""
    return tuple(dict.fromkeys(re.split(r"[*\s-]", folded(name))[0] for name in names))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names as whole words; scripts without spaces match anywhere. No name matches nothing."""
    return re.compile("|".join(_as_words(folded(name)) for name in names) or r"(?!)")


def _as_words(name: str) -> str:
    middle = re.escape(name).replace(r"\*", "[a-z]*").replace(r"\ ", r"[\s-]+")
    return rf"(?<![a-z]){middle}(?![a-z])" if _LETTERS.search(name) else middle


def _items(name: str, look_alikes: re.Pattern[str]) -> Iterator[str]:
    """The things listed in a name, without those that only look like the ingredient."""
    for item in _ITEMS.split(name):
        if not look_alikes.search(item):
            yield item


def _denied(item: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    word = re.match(r"\S*", item[start : end + _LONGEST_DENIAL])[0]  # type: ignore[index]
    attached = re.search(r"(?:free|frei\w{0,20}|fri|fritt|vrij)$", word)
    after = _DENIED_AFTER.match(item[end : end + _LONGEST_DENIAL])
    before = _DENIED_BEFORE.search(item[max(0, start - _LONGEST_DENIAL) : start])
    return bool(attached or after or before)
