"""What else is in a product, and whether it helps a goal, works against it or needs care."""

from dataclasses import dataclass
from functools import cache, lru_cache

from catalog.sources import CHECKED, parts, source_ids
from catalog.tables import read_table

COLUMNS = (
    *("ingredient", "names", "goal", "effect", "from_mg_per_day", "text"),
    *("source", "source_checked", "shown_to_people"),
)
EFFECTS = frozenset({"helps", "neutral", "caution", "against"})
ANY_GOAL = "*"


@dataclass(frozen=True, slots=True)
class CoIngredient:
    ingredient: str
    names: tuple[str, ...]
    """Lower-case pieces of the printed names that mean it."""
    goal: str
    """The goal it matters for, "*" for all."""
    effect: str
    from_mg_per_day: float | None
    """The effect counts from this amount a day; None: from any amount."""
    text: str
    source: tuple[str, ...]
    source_checked: str


@cache
def co_ingredients() -> tuple[CoIngredient, ...]:
    """The rows of co_ingredients.csv that may be shown. Raises CatalogError."""
    return tuple(
        CoIngredient(
            ingredient=row.text("ingredient"),
            names=parts(row, "names"),
            goal=row.text("goal"),
            effect=row.one_of("effect", EFFECTS),
            from_mg_per_day=row.number("from_mg_per_day", 0, 100_000),
            text=row.text("text"),
            source=source_ids(row),
            source_checked=row.one_of("source_checked", CHECKED),
        )
        for row in read_table("co_ingredients.csv", COLUMNS)
        if row.flag("shown_to_people")
    )


def is_called(ingredient: CoIngredient, printed: str) -> bool:
    """Whether a printed name, or the ingredient's own id, means it."""
    name = printed.lower().replace("_", " ")
    return printed == ingredient.ingredient or any(piece in name for piece in ingredient.names)


@lru_cache(maxsize=4096)
def ingredient_id(printed: str) -> str | None:
    """The id of a printed co-ingredient, None when the table does not know it.

    >>> ingredient_id("Vitamin B6 (as Pyridoxine HCl)"), ingredient_id("vitamin_b6"), ingredient_id("Saffron")
    ('vitamin_b6', 'vitamin_b6', None)
    """
    return next((row.ingredient for row in co_ingredients() if is_called(row, printed)), None)


@lru_cache(maxsize=4096)
def _rows_for(printed: str, goal: str) -> tuple[CoIngredient, ...]:
    return tuple(row for row in co_ingredients() if row.goal in {goal, ANY_GOAL} and is_called(row, printed))


def for_goal(printed: str, mg_per_day: float | None, goal: str) -> CoIngredient | None:
    """What the table says of it for this goal; None when it says nothing or the amount is too small.

    Where a row needs an amount and the label gives none, it does not apply: unknown is not large.
    """
    for row in _rows_for(printed, goal):
        if row.from_mg_per_day is None or (mg_per_day is not None and mg_per_day >= row.from_mg_per_day):
            return row
    return None


UNWELCOME = frozenset({"against", "caution"})
_MUCH_MG = float("inf")


def effect_on(goal: str, printed: str, mg_per_day: float | None) -> CoIngredient | None:
    """What the table says of an ingredient for a goal.

    An amount that is not known counts as large where that is unwelcome, and as too small to help.
    """
    row = for_goal(printed, mg_per_day, goal)
    if mg_per_day is None:
        of_much = for_goal(printed, _MUCH_MG, goal)
        if of_much is not None and of_much.effect in UNWELCOME:
            return of_much
    return row
