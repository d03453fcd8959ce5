"""Labels of Canada, Australia and India, each in its market's manner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samples.blocks import Block, Box, Row, Rule, Spread, Table, Text, Title
from samples.designs.english import amount, spaced
from samples.label import Label, draw_look
from samples.product import IN_RDA_MG, Product, draw_product, percent
from samples.truth import Serving, Truth

if TYPE_CHECKING:
    from random import Random

EXCIPIENTS = (
    "microcrystalline cellulose",
    "hypromellose",
    "magnesium stearate",
    "silica",
    "rice flour",
    "stearic acid",
)


def _unit_product(rng: Random, *ids: str) -> Product:
    """A product described per piece: its amounts are those of one capsule or tablet."""
    return draw_product(rng, (rng.choice(ids),), ("capsule", "tablet"), quantities=(1,))


def _other(rng: Random) -> str:
    return ", ".join(rng.sample(EXCIPIENTS, 4))


def canada(rng: Random) -> Label:
    """Medicinal ingredients per capsule; the source in brackets (NHP Regulations, section 93)."""
    product = _unit_product(rng, "bisglycinate", "citrate", "malate", "oxide", "taurate")
    unit, mg = product.unit, product.elemental_mg
    words = product.unit_words[0].lower()
    form = product.form_names[0]
    lead = rng.choice(
        (
            f"*Medicinal Ingredient (per {words}):*",
            f"*Each {words} contains:*",
            f"*Medicinal ingredients* Each {words} contains:",
        )
    )
    line: Block = rng.choice(
        (
            Table((Row(f"Magnesium ({form})", (amount(mg),)),), leaders=rng.random() < 0.5),
            Spread(f"Magnesium (as {form.lower()})", amount(mg)),
            Text(f"Magnesium ({form.lower()}) {amount(mg)}"),
        )
    )
    taken, times = rng.choice(((1, 1), (2, 1), (1, 2), (2, 2), (1, 3)))
    many = product.words(taken).lower()
    often = {1: "once per day", 2: "2 times per day", 3: "3 times per day"}[times]
    way = f"*Recommended dose:* Adults: Take {taken} {many} {often} with food."
    licence = f"NPN {rng.randint(80000000, 80149999)}"
    return Label(
        blocks=spaced(
            (Title(f"Magnesium {form.removeprefix('Magnesium ')}", 1.8), Text(licence, 0.9)),
            (Text(lead), line),
            (Text(f"*Non-medicinal ingredients:* {_other(rng)}.", 0.95),),
            (Text(way),),
            (Text("*Cautions:* Consult a health care practitioner if you have kidney disease.", 0.9),),
        ),
        width_em=rng.uniform(27, 33),
        look=draw_look(rng),
        truth=Truth(
            market="CA",
            elemental_mg=(mg,),
            forms=product.form_ids,
            servings=(Serving(1, unit),),
            directions=way.replace("*", ""),
            servings_per_day=taken * times,
            product=f"Magnesium {form.removeprefix('Magnesium ')}",
            notes="Amount per dosage unit; the directions take more.",
        ),
    )


def canada_bilingual(rng: Random) -> Label:
    """English and French in turn, as Canadian packs must print."""
    product = _unit_product(rng, "bisglycinate", "citrate")
    french = product.forms[0].foreign_names["fr"]
    piece = {"capsule": "capsule", "tablet": "comprimé"}[product.unit]
    pieces = product.per_container
    form, mg = product.form_names[0], product.elemental_mg
    lead = "*Recommended dose / Dose recommandée :*"
    way = f"{lead} Adults: 1 {product.unit} per day. Adultes : 1 {piece} par jour."
    return Label(
        blocks=spaced(
            (
                Title("Magnesium / Magnésium", 2.0),
                Text(f"{pieces} {product.unit}s / {pieces} {piece}s", 1.0, "bold"),
            ),
            (Text(f"*Medicinal ingredient / Ingrédient médicinal* (per {product.unit} / par {piece})"),),
            (Table((Row(f"Magnesium / Magnésium ({form.lower()} / {french})", (amount(mg),)),)),),
            (Text(way, 0.95),),
            (Text("Keep out of reach of children. / Garder hors de la portée des enfants.", 0.85),),
        ),
        width_em=rng.uniform(44, 48),
        look=draw_look(rng),
        truth=Truth(
            market="CA",
            elemental_mg=(mg,),
            forms=product.form_ids,
            servings=(Serving(1, product.unit),),
            directions=way.replace("*", ""),
            servings_per_day=1,
            net_count=pieces,
        ),
    )


def australia(rng: Random) -> Label:
    """The salt first, then 'equivalent to magnesium' (TGO 92)."""
    product = _unit_product(rng, "bisglycinate", "citrate", "oxide", "aspartate", "orotate", "malate")
    mg, compound = product.elemental_mg, product.compound_mg
    unit = product.unit
    form = product.form_names[0]
    equal = rng.choice(
        (
            f"equivalent to magnesium {amount(mg)}",
            f"equiv. to magnesium {amount(mg)}",
            f"(equivalent to elemental magnesium {amount(mg)})",
            f"providing elemental magnesium {amount(mg)}",
        )
    )
    lead = rng.choice(
        (f"*Each {unit} contains:*", f"*Active ingredient per {unit}:*", f"*EACH {unit.upper()} CONTAINS:*")
    )
    rows: tuple[Block, ...] = (
        Table((Row(form, (amount(compound),), rule=False), Row(equal, indent=1))),
        Text(f"{form} {amount(compound)} {equal}"),
    )
    taken, often, times = rng.choice(
        ((1, "once daily", 1), (2, "daily", 2), (1, "twice daily", 2), (2, "twice daily", 4))
    )
    way = f"*Directions:* Adults: Take {taken} {unit if taken == 1 else unit + 's'} {often} with food."
    seals = ("AUST L " + str(rng.randint(100000, 499999)),)
    pieces = product.per_container
    return Label(
        blocks=spaced(
            (Title(f"{rng.choice(('High Strength', 'Triple', 'Super', 'Daily'))} Magnesium", 1.9),),
            (Text(lead), rng.choice(rows)),
            (Text(way),),
            (
                Text("Always read the label and follow the directions for use.", 0.85),
                Text(seals[0], 0.9, "bold"),
            ),
            (Text(f"{pieces} {unit}s", 1.0, "bold"),),
        ),
        width_em=rng.uniform(26, 31),
        look=draw_look(rng),
        truth=Truth(
            market="AU",
            elemental_mg=(mg,),
            compound_mg=(compound,),
            forms=product.form_ids,
            servings=(Serving(1, unit),),
            directions=way.replace("*", ""),
            servings_per_day=times,
            net_count=pieces,
        ),
    )


def india(rng: Random) -> Label:
    """Amounts with % RDA, often with decimals."""
    product = _unit_product(rng, "oxide", "citrate", "bisglycinate", "carbonate")
    mg = product.elemental_mg
    share = round(100 * mg / IN_RDA_MG, 2) if rng.random() < 0.4 else percent(mg, IN_RDA_MG)
    weight_g = round(product.compound_mg / 1000 + rng.uniform(0.1, 0.4), 2)
    unit = product.unit.capitalize()
    per = product.per_container
    serving = rng.choice(
        (
            (Text(f"Serving Size: 1 {unit} ({weight_g:g} g)"), Text(f"Servings Per Container: {per}")),
            (Text(f"Serving Size : 1 {unit}  |  Number of Servings : {per}"),),
        )
    )
    form = product.form_names[0]
    rows = [
        Row(f"{rng.choice(('Elemental Magnesium', 'Magnesium'))} (as {form})", (amount(mg), f"{share:g}%")),
        Row("Vitamin D3", ("10 mcg", "67%")),
        Row("Zinc (as Zinc Sulphate)", ("8.5 mg", "50%")),
    ][: rng.randint(1, 3)]
    head = Row(
        "Nutrients", (rng.choice((f"Per {unit}", "Per Serving")), rng.choice(("% RDA*", "%RDA**", "% RDA")))
    )
    way = f"*Recommended usage:* Take 1 {product.unit} daily after a meal or as directed by a dietitian."
    return Label(
        blocks=spaced(
            (
                Title(
                    rng.choice(("NUTRITIONAL INFORMATION", "Nutritional Information (Approx. Values)")), 1.6
                ),
                *serving,
            ),
            (Box((Table(tuple(rows), head),)),),
            (Text("*% RDA as per ICMR 2020 guidelines for men.", 0.85),),
            (Text(f"*Ingredients:* {form}, {_other(rng)}.", 0.92),),
            (Text(way, 0.92), Text("NOT FOR MEDICINAL USE. Keep out of reach of children.", 0.85)),
        ),
        width_em=rng.uniform(28, 34),
        look=draw_look(rng),
        truth=Truth(
            market="IN",
            elemental_mg=(mg,),
            percent_dv=(share,),
            forms=product.form_ids,
            servings=(Serving(1, product.unit, per),),
            per_container=per,
            directions=way.replace("*", ""),
            servings_per_day=1,
        ),
    )


def india_unit_in_name(rng: Random) -> Label:
    """'Magnesium (mg) 25.2': the unit stands in the name, the value and the % alone; light on dark."""
    mg = rng.choice((25.2, 30, 42.5, 55, 75, 100, 125.5))
    share = round(100 * mg / IN_RDA_MG, 2)
    words = rng.choice(("One Tablet", "1 Tablet"))
    per = rng.choice((30, 60, 90))
    weight_g = rng.choice((1.2, 1.35, 1.5))
    rows = [
        Row("Vitamin C (mg)", ("40", "50")),
        Row("Vitamin D3 (mcg)", ("10", "66.67")),
        Row("Calcium (mg)", ("150", "15")),
        Row("Magnesium (mg)", (f"{mg:g}", f"{share:g}")),
        Row("Zinc (mg)", ("8.5", "50")),
        Row("Manganese (mg)", ("2", "50")),
        Row("Iodine (mcg)", ("75", "50")),
    ]
    start = rng.randint(0, 3)
    rows = rows[start : start + rng.randint(4, 5)] if start < 3 else rows
    parts = [f"Serving Size: {words} ({weight_g:g} g)", f"Servings Per Container: {per}"]
    if rng.random() < 0.5:
        parts.reverse()
    look = draw_look(rng, dark=rng.random() < 0.75)
    form = rng.choice(("Magnesium Oxide", "Magnesium Citrate"))
    return Label(
        blocks=spaced(
            (Title("COMPOSITION (APPROX. VALUES)", 1.5), Text("  |  ".join(parts), 0.95)),
            (Table(tuple(rows), Row("Nutrients", ("Per Tablet", "% RDA*"))),),
            (Rule(0.06), Text("*Recommended Dietary Allowance, ICMR 2020.", 0.85)),
            (Text(f"*Ingredients:* Dicalcium phosphate, {form}, ascorbic acid, zinc sulphate, talc.", 0.92),),
        ),
        width_em=rng.uniform(28, 33),
        look=replace(look, row_rules=rng.random() < 0.5),
        truth=Truth(
            market="IN",
            elemental_mg=(mg,),
            percent_dv=(share,),
            forms=("oxide" if form == "Magnesium Oxide" else "citrate",),
            servings=(Serving(1, "tablet", per),),
            per_container=per,
        ),
    )
