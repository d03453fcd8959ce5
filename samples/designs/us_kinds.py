"""US labels of other kinds of product: gummies, liquids, drops, packets, spoons; front and panel together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samples.blocks import Beside, Block, Row, Spread, Table, Text, Title
from samples.designs.english import count, directions, facts_box, header, other_ingredients, spaced
from samples.designs.us import back, cells, name, plain_truth, source
from samples.label import Label, draw_look
from samples.product import US_DV_MG, Product, draw_product, percent
from samples.truth import Serving, Truth

if TYPE_CHECKING:
    from random import Random


def gummies(rng: Random) -> Label:
    """A panel that begins with calories and sugars."""
    product = draw_product(rng, (rng.choice(("citrate", "bisglycinate")),), ("gummy",))
    sugar = rng.randint(2, 5)
    rows = (
        Row("Calories", (str(sugar * 5), "")),
        Row("Total Carbohydrate", (f"{sugar + 1} g", f"{percent(sugar + 1, 275)}%*")),
        Row("Total Sugars", (f"{sugar} g", "†"), indent=1),
        Row(f"Includes {sugar} g Added Sugars", ("", f"{percent(sugar, 50)}%*"), indent=2),
        Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg)),
        Row("Sodium", ("15 mg", "1%")),
    )
    notes = ("* Percent Daily Values are based on a 2,000 calorie diet.", "† Daily Value not established.")
    return back(rng, product, rows, plain_truth(product), notes=notes, stearate=False)


@dataclass(frozen=True)
class Measure:
    """A serving that is measured out: how it is printed, what it amounts to, and when to take it."""

    printed: str
    servings: tuple[Serving, ...]
    way: str
    servings_per_day: int
    liquid: bool


LIQUID_PRINT = (
    "*Other Ingredients:* Purified water, citric acid, natural flavors, potassium sorbate.",
    "Shake well before use. Refrigerate after opening.",
)
POWDER_PRINT = (
    "*Other Ingredients:* Citric acid, natural lemon flavor, stevia leaf extract, silica.",
    "Contents may settle. Keep dry.",
)


def _measured(rng: Random, product: Product, measure: Measure) -> Label:
    """A label whose serving is a volume or a weight."""
    per = measure.servings[0].per_container
    holders = ("Container", "Bottle") if measure.liquid else ("Container",)
    lines: tuple[Block, ...] = (
        (Spread("Serving Size", measure.printed), Spread("Servings Per Container", f"about {per}"))
        if rng.random() < 0.4
        else (
            Text(f"Serving Size: {measure.printed}"),
            Text(f"Servings Per {rng.choice(holders)}: {per}"),
        )
    )
    row = Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg))
    rest, keep = LIQUID_PRINT if measure.liquid else POWDER_PRINT
    return Label(
        blocks=spaced(
            (facts_box(rng, lines, Table((row,), header(rng))),),
            (Text(rest, 0.92),),
            (Text(measure.way, 0.92), Text(keep, 0.85)),
        ),
        width_em=rng.uniform(24, 32),
        look=draw_look(rng),
        truth=replace(
            plain_truth(product),
            servings=measure.servings,
            per_container=per,
            directions=measure.way.replace("*", ""),
            servings_per_day=measure.servings_per_day,
        ),
    )


def liquid(rng: Random) -> Label:
    """'15 mL (1 Tablespoon)': the serving in two units."""
    ids = (rng.choice(("citrate", "chloride", "bisglycinate")),)
    product = draw_product(rng, ids, ("tablespoon",), quantities=(1,))
    per = rng.choice((16, 31, 32))
    printed = rng.choice(("15 mL (1 Tablespoon)", "1 Tablespoon (15 mL)", "1 tablespoon (15 ml)"))
    servings = (Serving(15, "ml", per), Serving(1, "tablespoon", per))
    way = "*Directions:* Take 1 tablespoon daily with food."
    return _measured(rng, product, Measure(printed, servings, way, 1, liquid=True))


def drops(rng: Random) -> Label:
    """Ionic chloride drops."""
    product = draw_product(rng, ("chloride",), ("teaspoon",), quantities=(1,))
    ml, number = rng.choice(((1, 20), (2, 40), (2.5, 50)))
    per = rng.choice((24, 48, 60, 96))
    printed = rng.choice((f"{number} drops ({ml:g} mL)", f"{ml:g} mL ({number} drops)"))
    servings = (Serving(ml, "ml", per), Serving(number, "drop", per))
    way = f"*Suggested Use:* Add {number} drops to water or juice twice daily."
    return _measured(rng, product, Measure(printed, servings, way, 2, liquid=True))


def packets(rng: Random) -> Label:
    """Powder in single portions."""
    ids = (rng.choice(("citrate", "carbonate", "malate")),)
    product = draw_product(rng, ids, ("packet",), quantities=(1,))
    servings = (Serving(1, "packet", product.per_container),)
    way = "*Directions:* Stir one packet into 8 oz of water once daily."
    printed = f"1 packet ({product.weight_g:g} g)"
    return _measured(rng, product, Measure(printed, servings, way, 1, liquid=False))


SPOONS = ((0.5, "1/2 Teaspoon"), (1, "1 Teaspoon"), (2, "2 Teaspoons"), (1.5, "1 1/2 Teaspoons"))


def spoons(rng: Random) -> Label:
    """Powder by the teaspoon, also half a one."""
    product = draw_product(rng, (rng.choice(("citrate", "bisglycinate")),), ("teaspoon",), quantities=(1,))
    quantity, words = rng.choice(SPOONS)
    servings = (Serving(quantity, "teaspoon", product.per_container),)
    way = f"*Suggested Use:* Mix {words.lower()} with water once daily."
    printed = f"{words} ({product.weight_g:g} g)"
    return _measured(rng, product, Measure(printed, servings, way, 1, liquid=False))


def front_with_panel(rng: Random) -> Label:
    """The trap: the salt's weight in large figures on the front, the small elemental amount in the panel."""
    product = draw_product(rng, ("bisglycinate",), ("capsule", "tablet"), quantities=(1, 2))
    compound = rng.choice((1000, 1420, 1500)) if product.quantity == 2 else rng.choice((500, 700, 750))
    mg = round(compound * product.forms[0].fraction)
    product = replace(product, elemental_mg=mg, compound_mg=compound)
    row = Row(name(rng, source(rng, product)), cells(rng, mg))
    size = count(product, "figure")
    lines: tuple[Block, ...] = (
        Text(f"Serving Size: {size}"),
        Text(f"Servings Per Container: {product.per_container}"),
    )
    look = draw_look(rng)
    way = directions(rng, product)
    front: tuple[Block, ...] = (
        Title(product.brand, 2.2, "center"),
        Title("Magnesium", 3.0, "center"),
        Title("Glycinate", 3.0, "center", accent=True),
        Title(f"{compound:,} mg", 3.4, "center"),
        Text(f"per serving of {size.lower()}", 1.0, align="center")
        if rng.random() < 0.4
        else Text("Dietary Supplement", align="center"),
        Text(f"{product.pieces} {product.words(product.pieces)}", 1.1, "bold", align="center"),
    )
    panel: tuple[Block, ...] = (
        facts_box(rng, lines, Table((row,), header(rng))),
        Text(other_ingredients(rng, product, stearate=rng.random() < 0.5), 0.9),
        Text(way.text, 0.9),
    )
    return Label(
        blocks=(Beside((front, panel), (0.72, 1.0), gap_em=1.6),),
        width_em=rng.uniform(42, 48),
        look=look,
        truth=replace(
            plain_truth(product),
            percent_dv=(percent(mg, US_DV_MG),),
            compound_mg=(compound,),
            servings=(Serving(product.quantity, product.unit, product.per_container),),
            per_container=product.per_container,
            directions=way.text.replace("*", ""),
            servings_per_day=way.servings_per_day,
            net_count=product.pieces,
            brand=product.brand,
            product="Magnesium Glycinate",
            notes="The large figure on the front is the weight of the compound.",
        ),
    )


def manganese_beside(rng: Random) -> Label:
    """Manganese right above magnesium: the two names are easily confused."""
    product = draw_product(rng, ("oxide",), ("tablet",), quantities=(1, 2))
    rows = (
        Row("Calcium (as calcium carbonate)", ("500 mg", "38%")),
        Row("Manganese (as manganese sulfate)", ("2 mg", "87%")),
        Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg)),
        Row("Zinc (as zinc oxide)", ("7.5 mg", "68%")),
    )
    return back(rng, product, rows, plain_truth(product))


def biotinate_trap(rng: Random) -> Label:
    """'Biotin (as magnesium biotinate)': the word magnesium stands in the row of another nutrient."""
    product = replace(draw_product(rng, units=("capsule",)), quantity=1)
    rows = (
        Row("Biotin (as magnesium biotinate)", ("5,000 mcg", "16,667%")),
        Row("Vitamin D3 (as cholecalciferol)", ("25 mcg", "125%")),
    )
    truth = Truth(
        market="US", magnesium=False, notes="Magnesium biotinate is a source of biotin, in micrograms."
    )
    return back(
        rng,
        product,
        rows,
        truth,
        stearate=False,
        notes=("Contains no sugar or gluten.",),
    )
