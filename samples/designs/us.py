"""US labels with a Supplement Facts panel (21 CFR 101.36: elemental magnesium, %DV on 420 mg)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samples.blocks import Block, Row, Table, Text
from samples.designs.english import (
    Directions,
    amount,
    directions,
    facts_box,
    header,
    other_ingredients,
    serving_lines,
    small_print,
    spaced,
)
from samples.label import Label, draw_look
from samples.product import OLD_US_DV_MG, US_DV_MG, Product, draw_product, forms, percent, wording
from samples.truth import Serving, Truth

if TYPE_CHECKING:
    from random import Random

NOT_ESTABLISHED = "† Daily Value not established."


def back(
    rng: Random,
    product: Product,
    rows: tuple[Row, ...],
    truth: Truth,
    *,
    after: str | None = None,
    notes: tuple[str, ...] = (),
    dark: bool | None = None,
    width_em: float | None = None,
    stearate: bool | None = None,
    head: Row | None = None,
) -> Label:
    """A US back label: panel, other ingredients, directions and small print around the given rows.

    `after` takes the place of the other ingredients; an empty text leaves them out.
    """
    look = draw_look(rng, dark=dark)
    lines = serving_lines(rng, product)
    per_piece = f"Amount Per {product.quantity} {product.words(product.quantity)}"
    amount_words = per_piece if product.weight_g is None and rng.random() < 0.12 else "Amount Per Serving"
    table = Table(rows, head or header(rng, amount_words=amount_words))
    plain = "* Percent Daily Values are based on a 2,000 calorie diet."
    footer = notes if plain in notes or rng.random() < 0.7 else (*notes, plain)
    box = facts_box(rng, lines.blocks, table, notes=footer, thick_em=look.thick_em)
    has_stearate = rng.random() < 0.4 if stearate is None else stearate
    listed = other_ingredients(rng, product, stearate=has_stearate) if after is None else after
    below: tuple[Block, ...] = (Text(listed, 0.92),) if listed else ()
    way = directions(rng, product) if rng.random() < 0.75 else Directions("", None)
    told: tuple[Block, ...] = (Text(way.text, 0.92),) if way.text else ()
    print_small = small_print(rng) if rng.random() < 0.75 else ()
    # Where the servings are not counted, the pieces often are.
    counted = lines.per_container is None and product.weight_g is None and rng.random() < 0.6
    pieces: tuple[Block, ...] = (
        (Text(f"{product.pieces} {product.words(product.pieces)}", 1.1, "bold"),) if counted else ()
    )
    order = (told, (box,), below, print_small, pieces), (pieces, (box,), below, told, print_small)
    body = spaced(*rng.choice(order))
    return Label(
        blocks=body,
        width_em=width_em or rng.uniform(26, 36),
        look=look,
        truth=replace(
            truth,
            servings=truth.servings or (Serving(product.quantity, product.unit, lines.per_container),),
            per_container=lines.per_container,
            directions=way.text.replace("*", "") or None,
            servings_per_day=way.servings_per_day,
            net_count=product.pieces if counted else None,
        ),
    )


def plain_truth(product: Product, *, base_mg: int = US_DV_MG) -> Truth:
    return Truth(
        market="US",
        elemental_mg=(product.elemental_mg,),
        percent_dv=(percent(product.elemental_mg, base_mg),),
        forms=product.form_ids,
    )


def source(rng: Random, product: Product) -> str:
    """'(as Magnesium Citrate)', '(from ...)'; several forms in one bracket."""
    names = list(product.form_names)
    if len(names) > 1 and rng.random() < 0.5:
        names = [names[0], *(name.removeprefix("Magnesium ") for name in names[1:])]
    joined = (
        names[0]
        if len(names) == 1
        else ", ".join(names[:-1]) + rng.choice((" and ", ", ", " & ")) + names[-1]
    )
    if rng.random() < 0.4:
        joined = joined.lower()
    return rng.choice(("(as {})", "(as {})", "(from {})", "({})")).format(joined)


def name(rng: Random, bracket: str = "") -> str:
    return f"{'*Magnesium*' if rng.random() < 0.4 else 'Magnesium'} {bracket}".strip()


def cells(rng: Random, mg: float, base_mg: int = US_DV_MG) -> tuple[str, str]:
    return amount(mg, space=rng.random() < 0.7), f"{percent(mg, base_mg)}%"


def classic(rng: Random) -> Label:
    product = draw_product(rng)
    rows = (Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg)),)
    return back(rng, product, rows, plain_truth(product), dark=False)


def light_on_dark(rng: Random) -> Label:
    product = draw_product(rng)
    rows = (Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg)),)
    return back(rng, product, rows, plain_truth(product), dark=True)


def several_forms(rng: Random) -> Label:
    main = rng.choice(("bisglycinate", "citrate", "malate", "dimagnesium_malate", "oxide"))
    rest = rng.sample(
        [f for f in ("citrate", "malate", "taurate", "carbonate", "bisglycinate") if f != main],
        rng.choice((1, 2)),
    )
    product = draw_product(rng, (main, *rest), ("capsule", "tablet"))
    rows = (Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg)),)
    return back(rng, product, rows, plain_truth(product))


def wrapped_form(rng: Random) -> Label:
    """The form stands on lines of its own under the name."""
    product = draw_product(
        rng, (rng.choice(("bisglycinate", "lysinate_glycinate", "dimagnesium_malate", "citrate")),)
    )
    form = product.form_names[0]
    rows = (
        Row("Magnesium", cells(rng, product.elemental_mg), rule=False),
        Row(
            f"(as {form}{rng.choice((', fully reacted', ' from mineral chelate', ''))})",
            indent=rng.choice((0, 1)),
        ),
    )
    return back(rng, product, rows, plain_truth(product), width_em=rng.uniform(20, 24))


def form_in_ingredients(rng: Random) -> Label:
    product = draw_product(rng, (rng.choice(("oxide", "citrate", "carbonate", "bisglycinate")),))
    rows = (Row(name(rng), cells(rng, product.elemental_mg)),)
    others = (
        other_ingredients(rng, product, stearate=rng.random() < 0.6)
        .removeprefix("*Other Ingredients:* ")
        .removesuffix(".")
    )
    listed = f"*Ingredients:* {product.form_names[0]}, {others[0].lower()}{others[1:]}."
    if rng.random() < 0.3:
        listed = listed.upper()
    return back(rng, product, rows, plain_truth(product), after=listed)


def buffered(rng: Random) -> Label:
    """Glycinate with oxide mixed in, said openly."""
    glycinate, oxide = forms()["bisglycinate"], forms()["oxide"]
    product = draw_product(rng, ("bisglycinate",), ("capsule", "tablet"), quantities=(2, 3))
    openly = rng.random() < 0.6
    bracket = (
        "(as buffered magnesium glycinate chelate and magnesium oxide)"
        if openly
        else "(as Magnesium Glycinate Chelate [buffered])"
    )
    truth = replace(
        plain_truth(product), forms=(glycinate.id, oxide.id) if openly else ("bisglycinate_buffered",)
    )
    if openly:
        truth = replace(truth, forms_also=(("bisglycinate_buffered",), ("bisglycinate_buffered", "oxide")))
    return back(rng, product, (Row(name(rng, bracket), cells(rng, product.elemental_mg)),), truth)


def compound_in_name(rng: Random) -> Label:
    """'Magnesium (from 1,420 mg Magnesium Glycinate) 200 mg': the weight of the salt is in the bracket."""
    product = draw_product(
        rng, (rng.choice(("bisglycinate", "citrate", "malate", "taurate")),), ("capsule", "tablet")
    )
    compound = round(product.compound_mg, -1)
    bracket = f"(from {amount(compound)} {product.form_names[0]})"
    truth = replace(plain_truth(product), compound_mg=(compound,))
    return back(rng, product, (Row(name(rng, bracket), cells(rng, product.elemental_mg)),), truth)


def compound_row(rng: Random) -> Label:
    """A row for the salt's weight beside the elemental row, as threonate is sold."""
    product = draw_product(
        rng, (rng.choice(("threonate", "threonate", "taurate", "bisglycinate")),), ("capsule",)
    )
    compound = round(product.compound_mg, -1)
    salt = Row(product.form_names[0], (amount(compound), "†"))
    elemental = Row(
        name(rng, rng.choice(("(elemental)", f"(as {product.form_names[0]})", ""))),
        cells(rng, product.elemental_mg),
    )
    rows = (elemental, salt) if rng.random() < 0.6 else (salt, elemental)
    truth = replace(plain_truth(product), compound_mg=(compound,))
    return back(rng, product, rows, truth, notes=(NOT_ESTABLISHED,))


def parent_child(rng: Random) -> Label:
    """A total, and under it the salts it comes from, whose elemental parts add up to it."""
    ids = tuple(rng.sample(("bisglycinate", "citrate", "malate", "oxide", "taurate"), rng.choice((2, 3))))
    product = draw_product(rng, ids, ("capsule", "tablet"))
    part = product.elemental_mg // len(ids)
    parts = [part] * (len(ids) - 1)
    parts.append(product.elemental_mg - sum(parts))
    lead = rng.choice(("as ", "from ", ""))
    children = tuple(
        Row(f"{lead}{form_name}", (amount(mg), ""), indent=1)
        for form_name, mg in zip(product.form_names, parts, strict=True)
    )
    total = Row(
        rng.choice(("*Total Magnesium*", "*Magnesium*", "Elemental Magnesium")),
        cells(rng, product.elemental_mg),
    )
    return back(rng, product, (total, *children), plain_truth(product))


def old_daily_value(rng: Random) -> Label:
    """A label from before 2020: the percentage is of 400 mg."""
    product = draw_product(rng)
    rows = (Row(name(rng, source(rng, product)), cells(rng, product.elemental_mg, OLD_US_DV_MG)),)
    return back(
        rng,
        product,
        rows,
        replace(plain_truth(product, base_mg=OLD_US_DV_MG), notes="%DV on the old base of 400 mg."),
    )


def proprietary_blend(rng: Random) -> Label:
    """Magnesium is a member of a blend and has no amount of its own."""
    product = draw_product(rng, (rng.choice(("bisglycinate", "threonate", "taurate")),), ("capsule", "scoop"))
    herbs = rng.sample(wording("en")["herbs"], rng.randint(3, 6))
    members = [*herbs[:2], product.form_names[0], *herbs[2:]]
    total = rng.choice((450, 637, 820, 1150, 1500))
    blend = Row(
        f"*{rng.choice(('Calm', 'Night', 'Recovery', 'Focus'))} Blend*", (amount(total), "†"), rule=False
    )
    rows: list[Row] = (
        [Row("Vitamin B6 (as pyridoxine hydrochloride)", ("2 mg", "118%"))] if rng.random() < 0.5 else []
    )
    rows += [blend, Row(", ".join(members), indent=1)]
    truth = Truth(market="US", forms=product.form_ids, notes="Blend member without an amount.")
    return back(rng, product, tuple(rows), truth, notes=(NOT_ESTABLISHED,))


def form_not_disclosed(rng: Random) -> Label:
    """A panel alone: magnesium, an amount, and nowhere what it is made of."""
    product = draw_product(rng, (rng.choice(("oxide", "citrate")),))
    rows: tuple[Row, ...] = (Row(name(rng), cells(rng, product.elemental_mg)),)
    if rng.random() < 0.5:
        rows = (Row("Vitamin B6", ("2 mg", "118%")), *rows)
    truth = replace(plain_truth(product), forms=(), notes="The form is not disclosed.")
    return back(rng, product, rows, truth, after="")


def stearate_trap(rng: Random) -> Label:
    """Another nutrient; magnesium only as the tabletting aid."""
    product = replace(draw_product(rng, units=("capsule", "tablet")), quantity=1)
    row = rng.choice(
        (
            Row("Vitamin C (as ascorbic acid)", ("500 mg", "556%")),
            Row("Zinc (as zinc gluconate)", ("15 mg", "136%")),
            Row("Vitamin D3 (as cholecalciferol)", ("25 mcg (1,000 IU)", "125%")),
            Row("Taurine (free form)", ("1,000 mg", "†")),
        )
    )
    notes = (NOT_ESTABLISHED,) if row.cells[1] == "†" else ()
    truth = Truth(market="US", magnesium=False, notes="Magnesium stearate is an excipient here.")
    return back(rng, product, (row,), truth, notes=notes, stearate=True)


def no_magnesium(rng: Random) -> Label:
    product = replace(draw_product(rng, units=("softgel", "gummy")), quantity=rng.choice((1, 2)))
    row = rng.choice(
        (
            Row("Melatonin", ("3 mg", "†")),
            Row("Fish Oil Concentrate", ("1,000 mg", "†")),
            Row("Manganese (as manganese sulfate)", ("2 mg", "87%")),
            Row("Biotin", ("300 mcg", "1,000%")),
        )
    )
    truth = Truth(market="US", magnesium=False)
    return back(rng, product, (row,), truth, notes=(NOT_ESTABLISHED,), stearate=False)
