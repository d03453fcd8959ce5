"""US panels with several columns or blocks: scoops, ages, multivitamins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samples.blocks import Beside, Block, Box, Row, Rule, Table, Text, Title
from samples.designs.english import amount, facts_box, other_ingredients, spaced
from samples.designs.us import back, cells, name, source
from samples.label import Label, draw_look
from samples.product import US_DV_MG, Nutrient, Product, draw_product, nutrients, percent
from samples.truth import Column, Serving, Truth

if TYPE_CHECKING:
    from random import Random

DV_CHILD_MG = 80  # 21 CFR 101.9(c)(8)(iv): children 1 through 3 years


def scoop_columns(rng: Random) -> Label:
    """One scoop and two scoops side by side, each with its own % Daily Value."""
    product = draw_product(
        rng, (rng.choice(("citrate", "bisglycinate", "malate")),), ("scoop",), quantities=(1,)
    )
    product = replace(product, per_container=rng.choice((30, 40, 60)))
    mg, twice = product.elemental_mg, 2 * product.elemental_mg
    first, second = "1 Scoop", "2 Scoops"
    head = Row(rng.choice(("", "Amount Per")), (first, "%DV", second, "%DV"))
    row = Row(name(rng, source(rng, product)), (*cells(rng, mg), *cells(rng, twice)))
    extra = Row("Vitamin B6", ("1 mg", "59%", "2 mg", "118%"))
    rows = (row, extra) if rng.random() < 0.5 else (row,)
    number = product.per_container
    lines: tuple[Block, ...] = (
        Text(
            f"Serving Size: 1 Scoop ({product.weight_g:g} g) or 2 Scoops ({product.weight_g * 2:g} g)"
            if product.weight_g
            else ""
        ),
        Text(f"Servings Per Container: {number} (1 Scoop) or {number // 2} (2 Scoops)"),
    )
    box = facts_box(rng, lines, Table(rows, head))
    way = "*Directions:* Mix 1 to 2 scoops daily with 8 oz of water."
    return Label(
        blocks=spaced(
            (box,), (Text(other_ingredients(rng, product, stearate=False), 0.92),), (Text(way, 0.92),)
        ),
        width_em=rng.uniform(34, 40),
        look=draw_look(rng),
        truth=Truth(
            market="US",
            elemental_mg=(mg, twice),
            percent_dv=(percent(mg, US_DV_MG), percent(twice, US_DV_MG)),
            forms=product.form_ids,
            servings=(Serving(1, "scoop", number, first), Serving(2, "scoop", number // 2, second)),
            per_container=number,
            columns=(
                Column(first, mg, percent(mg, US_DV_MG)),
                Column(second, twice, percent(twice, US_DV_MG)),
            ),
            directions=way.replace("*", ""),
            notes="Directions give a range of one to two servings.",
        ),
    )


def age_columns(rng: Random) -> Label:
    """One amount, two percentages: for small children and for everybody else."""
    product = draw_product(rng, ("citrate",), ("gummy",), quantities=(2,))
    mg = rng.choice((40, 50, 60, 80))
    child, adult = percent(mg, DV_CHILD_MG), percent(mg, US_DV_MG)
    heads = rng.choice(
        (
            ("Amount Per Serving", "%DV Children 2-3 Years", "%DV Adults & Children 4+"),
            ("Amount Per Serving", "% DV 1-3 yrs", "% DV 4+ yrs"),
        )
    )
    rows = (
        Row("Total Sugars", ("4 g", "†", "†")),
        Row("Vitamin C (as ascorbic acid)", ("45 mg", "300%", "50%")),
        Row(name(rng, "(as magnesium citrate)"), (amount(mg), f"{child}%", f"{adult}%")),
        Row("Zinc (as zinc citrate)", ("3 mg", "100%", "27%")),
    )
    product = replace(product, elemental_mg=mg)
    truth = Truth(
        market="US",
        elemental_mg=(mg,),
        percent_dv=(adult, child),
        forms=("citrate",),
        columns=(Column(heads[1], mg, child), Column(heads[2], mg, adult)),
    )
    return back(
        rng, product, rows, truth, head=Row("", heads), notes=("† Daily Value not established.",),
        width_em=rng.uniform(38, 44), stearate=False,
    )  # fmt: skip


def _value(rng: Random, nutrient: Nutrient) -> tuple[str, str]:
    value = rng.choice(nutrient.amounts)
    return amount(value, nutrient.unit), f"{percent(value, nutrient.us_dv)}%"


def _many(rng: Random, least: int) -> tuple[list[Nutrient], tuple[str, str]]:
    """Nutrients in label order, magnesium among them, and magnesium's amount and percentage."""
    every = list(nutrients())
    dropped = {
        n.name
        for n in rng.sample([n for n in every if n.name != "Magnesium"], rng.randint(0, len(every) - least))
    }
    chosen = [nutrient for nutrient in every if nutrient.name not in dropped]
    return chosen, _value(rng, next(n for n in every if n.name == "Magnesium"))


def _milligrams(text: str) -> int:
    return int(text.split(maxsplit=1)[0])


def _tablets(rng: Random) -> Product:
    quantity = rng.choice((1, 1, 2))
    return replace(
        draw_product(rng, ("oxide",), ("tablet",), quantities=(1,)),
        quantity=quantity,
        unit_words=("Tablet", "Tablets"),
    )


def _multi_ingredients(rng: Random, chosen: list[Nutrient]) -> str:
    names = [n.source_name for n in chosen if n.name not in {"Magnesium", "Riboflavin"}]
    rng.shuffle(names)
    names.insert(rng.randint(1, 3), "magnesium oxide")
    names[8:8] = ["microcrystalline cellulose", "maltodextrin"]
    names.append("magnesium stearate")
    text = ", ".join(word.title() if rng.random() < 0.5 else word for word in names)
    return f"*INGREDIENTS:* {text[0].upper()}{text[1:]}."


def multivitamin(rng: Random) -> Label:
    """Twenty-five rows in one column."""
    product = _tablets(rng)
    chosen, magnesium = _many(rng, 24)
    in_row = rng.random() < 0.5
    rows = tuple(
        Row(
            f"{n.name} (as {n.source_name})" if in_row and n.name != "Riboflavin" else n.name,
            magnesium if n.name == "Magnesium" else _value(rng, n),
        )
        for n in chosen
    )
    truth = _multi_truth(magnesium)
    after = None if in_row else _multi_ingredients(rng, chosen)
    return back(rng, product, rows, truth, after=after, width_em=rng.uniform(30, 36), stearate=True)


def _multi_truth(magnesium: tuple[str, str]) -> Truth:
    return Truth(
        market="US",
        elemental_mg=(_milligrams(magnesium[0]),),
        percent_dv=(int(magnesium[1].removesuffix("%")),),
        forms=("oxide",),
    )


def two_blocks(rng: Random) -> Label:
    """The table split into two blocks that stand side by side."""
    product = _tablets(rng)
    chosen, magnesium = _many(rng, 16)
    rows = [Row(n.name, magnesium if n.name == "Magnesium" else _value(rng, n)) for n in chosen]
    half = (len(rows) + 1) // 2
    head = Row("Amount Per Serving", ("", "%DV"))
    label = back(rng, product, (), _multi_truth(magnesium), after=_multi_ingredients(rng, chosen))
    return _with_blocks(
        rng, label, (Table(tuple(rows[:half]), head), Table(tuple(rows[half:]), head)), product
    )


def dot_leaders(rng: Random) -> Label:
    """'Magnesium 100 mg.......24%': the amount stands inside the name, dots lead to the percentage."""
    product = replace(_tablets(rng), quantity=1)
    chosen, magnesium = _many(rng, 16)
    rows = []
    for nutrient in chosen:
        value = magnesium if nutrient.name == "Magnesium" else _value(rng, nutrient)
        rows.append(Row(f"{nutrient.name} {value[0]}", (value[1],), rule=False))
    half = (len(rows) + 1) // 2
    head = Row("Amount Per Tablet", ("% DV",))
    tables = tuple(Table(tuple(part), head, leaders=True) for part in (rows[:half], rows[half:]))
    label = back(rng, product, (), _multi_truth(magnesium), after=_multi_ingredients(rng, chosen))
    return _with_blocks(rng, label, tables, product)


def _with_blocks(rng: Random, label: Label, tables: tuple[Table, ...], product: Product) -> Label:
    """The label with its panel replaced by one that holds several tables."""
    words = (
        "One tablet"
        if product.quantity == 1 and rng.random() < 0.5
        else f"{product.quantity} {product.words(product.quantity)}"
    )
    numbered = rng.random() < 0.4
    per: tuple[Block, ...] = (Text(f"Servings Per Container {product.per_container}"),) if numbered else ()
    box = Box(
        (
            Title("Supplement Facts", 3.4),
            Text(f"Serving Size{rng.choice((':', ''))} {words}"),
            *per,
            Rule(0.4),
            Beside(tuple((table,) for table in tables), (1,) * len(tables), divider=True, gap_em=1.0),
            Rule(0.3),
        )
    )
    blocks = tuple(box if isinstance(block, Box) else block for block in label.blocks)
    per_container = product.per_container if numbered else None
    truth = replace(
        label.truth,
        servings=(Serving(product.quantity, product.unit, per_container),),
        per_container=per_container,
    )
    look = replace(label.look, row_rules=False)
    return replace(label, blocks=blocks, truth=truth, look=look, width_em=rng.uniform(38, 44))
