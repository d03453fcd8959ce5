"""Pieces of English labels: serving lines, amounts, directions, the small print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samples.blocks import Barcode, Block, Box, Row, Rule, Space, Spread, Table, Text, Title
from samples.product import Product, wording

if TYPE_CHECKING:
    from random import Random

    from samples.truth import Number

TIMES_A_DAY: dict[str, int] = {
    "daily": 1,
    "once daily": 1,
    "per day": 1,
    "twice daily": 2,
    "two times a day": 2,
}
SERVING_STYLES = ("colon", "colon", "plain", "word", "spread")
COUNT_STYLES = ("container", "container", "about", "bottle", "leading", "absent")


@dataclass(frozen=True)
class ServingLines:
    """The lines over a panel's table, and what they print: `per_container` None when not there."""

    blocks: tuple[Block, ...]
    per_container: int | None


@dataclass(frozen=True)
class Directions:
    text: str
    servings_per_day: Number | None


def amount(value: float, unit: str = "mg", *, space: bool = True) -> str:
    """An amount as English labels print it.

    >>> amount(1420), amount(2.5, "mcg", space=False)
    ('1,420 mg', '2.5mcg')
    """
    number = f"{value:,.0f}" if value == int(value) else f"{value:,g}"
    return f"{number}{' ' if space else ''}{unit}"


def count(product: Product, style: str, *, quantity: int | None = None) -> str:
    """'2 Capsules', 'Two Capsules', '1 Scoop (3.4 g)'."""
    number = quantity if quantity is not None else product.quantity
    figure = wording("en")["numbers"][number].capitalize() if style == "word" else str(number)
    weight = f" ({product.weight_g:g} g)" if product.weight_g is not None else ""
    return f"{figure} {product.words(number)}{weight}"


def serving_lines(rng: Random, product: Product) -> ServingLines:
    """Serving size and servings per container in one of the usual manners."""
    style = rng.choice(SERVING_STYLES)
    manner = rng.choice(COUNT_STYLES)
    size = count(product, "word" if style == "word" else "figure")
    if rng.random() < 0.3:
        size = size.lower()
    if product.weight_g is None and rng.random() < 0.15:
        size += f" ({product.compound_mg / 1000 * 1.3 + 0.2:.1f} g)"
    number = product.per_container
    per = {
        "container": f"Servings Per Container: {number}",
        "about": f"Servings Per Container: about {number}",
        "bottle": f"Servings Per Bottle: {number}",
        "leading": f"{number} servings per container",
        "absent": None,
    }[manner]
    if style == "spread" and per and ":" in per:
        label, value = per.split(":")
        blocks: list[Block] = [Spread("Serving Size", f"*{size}*"), Spread(label, f"*{value.strip()}*")]
        return ServingLines(tuple(blocks), number)
    colon = "" if style == "plain" else ":"
    line = Text(f"Serving Size{colon} {size}")
    if per is None:
        return ServingLines((line,), None)
    blocks = [Text(per), line] if manner == "leading" else [line, Text(per.replace(":", colon))]
    return ServingLines(tuple(blocks), number)


def directions(rng: Random, product: Product, *, most_per_day: int = 2) -> Directions:
    """How much to take, with the servings that makes in a day."""
    often = [words for words, times in TIMES_A_DAY.items() if times <= most_per_day]
    when = rng.choice(often)
    figure = wording("en")["numbers"][product.quantity]
    number = rng.choice((str(product.quantity), f"{figure} ({product.quantity})", figure))
    verb = "Mix" if product.weight_g is not None else "Take"
    tail = rng.choice((" with food", " with a meal", " with water", ""))
    if product.weight_g is not None:
        tail = " with 8 oz of water"
    lead = rng.choice(("Suggested Use:", "Directions:", "Recommended Use:", "Suggested use:"))
    unit = product.words(product.quantity).lower()
    who = rng.choice(("Adults, ", "", "As a dietary supplement, "))
    body = f"{who}{verb.lower() if who else verb} {number} {unit} {when}{tail}."
    return Directions(f"*{lead}* {body}", TIMES_A_DAY[when])


def other_ingredients(rng: Random, product: Product, *, stearate: bool) -> str:
    """The ingredients that are not the point, with magnesium stearate among them when asked."""
    words = wording("en")
    pool = {"gummy": "gummy_base"}.get(
        product.unit, "powder_base" if product.weight_g is not None else "excipients"
    )
    listed = rng.sample(words[pool], k=min(len(words[pool]), rng.randint(3, 5)))
    if stearate:
        listed.insert(
            rng.randint(1, len(listed)), rng.choice(("magnesium stearate", "vegetable magnesium stearate"))
        )
    text = ", ".join(listed)
    return f"*Other Ingredients:* {text[0].upper()}{text[1:]}."


def small_print(rng: Random) -> tuple[Block, ...]:
    """Warnings, storage, maker: what surrounds a panel without deciding anything."""
    words = wording("en")
    texts = [rng.choice(words["caution"]), rng.choice(words["storage"]), rng.choice(words["free_from"])]
    blocks: list[Block] = [Text(text, 0.82) for text in texts[: rng.randint(1, 3)]]
    if rng.random() < 0.4:
        blocks.append(Text(rng.choice(words["maker"]), 0.8))
    if rng.random() < 0.3:
        blocks.append(Barcode("".join(str(rng.randint(0, 9)) for _ in range(12)), 2.6))
    return tuple(blocks)


def facts_box(
    rng: Random,
    lines: tuple[Block, ...],
    table: Table,
    *,
    title: str = "Supplement Facts",
    notes: tuple[str, ...] = (),
    width: float = 1.0,
    thick_em: float = 0.4,
) -> Box:
    """The bordered panel with heavy rules."""
    shown = title.upper() if rng.random() < 0.25 else title
    footer: list[Block] = [Text(note, 0.85) for note in notes]
    return Box(
        (
            Title(shown, most_em=rng.choice((2.2, 2.8, 3.4))),
            *([Rule(0.06)] if rng.random() < 0.5 else []),
            *lines,
            Rule(thick_em),
            table,
            *([Rule(thick_em), *footer] if footer else [Space(0.1)]),
        ),
        width=width,
    )


def header(rng: Random, first: str = "", amount_words: str = "Amount Per Serving") -> Row:
    """The row over the amounts."""
    value = rng.choice(("% Daily Value", "%DV", "% DV", "% Daily Value*"))
    return Row(first, (amount_words, value), rule=False)


def spaced(*groups: tuple[Block, ...], gap_em: float = 0.5) -> tuple[Block, ...]:
    """Groups of blocks with air between them."""
    joined: list[Block] = []
    for group in groups:
        if group and joined:
            joined.append(Space(gap_em))
        joined.extend(group)
    return tuple(joined)
