"""EU and UK labels: magnesium per daily dose, % of the reference value of 375 mg (Regulation 1169/2011)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samples.blocks import Beside, Block, Box, Row, Rule, Table, Text, Title
from samples.designs.english import spaced
from samples.label import Label, draw_look
from samples.product import EU_NRV_MG, Product, draw_product, percent, wording
from samples.truth import Number, Serving, Truth

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

# Shares of the reference value that labels like: 15, 25, 30, 50, 100 % and round amounts.
DOSES_MG: tuple[float, ...] = (56.3, 93.8, 100, 112.5, 120, 150, 187.5, 200, 250, 300, 350, 375, 400)
OTHER_ROWS = (("B6", "1.4", 100), ("D3", "10", 200), ("B12", "2.5", 100))


def number(value: float, language: str) -> str:
    """A number with the market's decimal sign.

    >>> number(187.5, "de"), number(187.5, "uk"), number(400, "fr")
    ('187,5', '187.5', '400')
    """
    text = f"{value:g}"
    return text if language == "uk" else text.replace(".", ",")


def exact(value: float) -> Number:
    """375.0 as the whole number 375: labels print no decimals that are zero."""
    return int(value) if value == int(value) else value


def european_product(rng: Random, form_ids: tuple[str, ...] | None = None) -> Product:
    """A product in capsules or tablets whose daily dose is one of the usual shares of the reference value."""
    ids = form_ids or (rng.choice(("bisglycinate", "citrate", "oxide", "carbonate", "malate", "taurate")),)
    product = draw_product(rng, ids, ("capsule", "tablet"), quantities=(1, 2, 3))
    near = [mg for mg in DOSES_MG if 0.5 <= mg / product.elemental_mg <= 1.02] or [product.elemental_mg]
    mg = rng.choice(near)
    return replace(
        product, elemental_mg=exact(mg), compound_mg=round(product.compound_mg * mg / product.elemental_mg)
    )


def unit_words(words: dict[str, list[str]], product: Product, count: int, language: str) -> str:
    """The unit in the number that goes with the count; Polish has a further plural from five on."""
    one, many = words[product.unit]
    if language == "pl" and count >= 5:
        return {"kapsułki": "kapsułek", "tabletki": "tabletek"}[many]
    return one if count == 1 else many


def form_name(product: Product, index: int, language: str) -> str:
    """The salt's name as an ingredient list of the market prints it."""
    if language == "uk":
        return product.form_names[index].lower()
    return product.forms[index].foreign_names[language]


def ingredients(rng: Random, product: Product, language: str, *, weight: bool) -> str:
    """The ingredient list: the salts first, sometimes with the weight of the compound."""
    words = wording(language)
    salts = [form_name(product, index, language) for index in range(len(product.forms))]
    if weight:
        salts[0] += f" ({product.compound_mg} mg)"
    rest = rng.sample(words["excipients"], rng.randint(2, 3))
    if rng.random() < 0.45:
        rest.insert(1, rng.choice(words["stearate"]))
    listed = ", ".join([*salts, *rest])
    return f"{rng.choice(words['ingredients'])} {listed[0].upper()}{listed[1:]}."


def european(language: str) -> Callable[[Random], Label]:
    """The design of one language."""

    def draw(rng: Random) -> Label:
        product = european_product(rng)
        return european_label(rng, product, language)

    return draw


def european_label(rng: Random, product: Product, language: str, *, above: tuple[Block, ...] = ()) -> Label:
    """A back label: the table per daily dose, ingredients, directions, cautions."""
    words = wording(language)
    look = draw_look(rng)
    unit = unit_words(words, product, product.quantity, language)
    dose = f"{product.quantity} {unit}"
    share = percent(product.elemental_mg, EU_NRV_MG)
    gap = rng.choice(("", " "))
    amount = f"{number(product.elemental_mg, language)}{rng.choice((' ', ' ', ''))}mg"
    row = Row(rng.choice(words["magnesium"]), (amount, f"{share}{gap}%"))
    rows = [row]
    if rng.random() < 0.35:
        vitamin, value, nrv = rng.choice(OTHER_ROWS)
        sign = "mg" if vitamin == "B6" else "µg"
        name = {"uk": "Vitamin", "de": "Vitamin", "nl": "Vitamine", "pl": "Witamina"}.get(
            language, "Vitamina"
        )
        name = "Vitamine" if language == "fr" else name
        rows.append(
            Row(
                f"{name} {vitamin}",
                (f"{value if language == 'uk' else value.replace('.', ',')} {sign}", f"{nrv}{gap}%"),
            )
        )
    head = Row("", (rng.choice(words["per_dose"]).format(dose=dose), rng.choice(words["percent"])))
    note = rng.choice(words["note"])
    title = Text(rng.choice(words["title"]), rng.choice((1.1, 1.3, 1.6)), "bold", title=True)
    table = Table(tuple(rows), head, header_accent=rng.random() < 0.35)
    boxed = rng.random() < 0.6
    framed: tuple[Block, ...] = (
        (Box((title, Rule(0.1), table, Rule(0.06), Text(note, 0.85))),)
        if boxed
        else (title, Rule(0.08), table, Rule(0.08), Text(note, 0.85))
    )
    way = rng.choice(words["directions"]).format(n=product.quantity, unit=unit)
    weighs = rng.random() < 0.25
    cautions = tuple(Text(line, 0.85) for line in rng.sample(words["caution"], rng.randint(1, 3)))
    pieces = product.pieces
    counted = rng.random() < 0.6
    line = rng.choice(words["contents"]).format(
        pieces=pieces, unit=unit_words(words, product, pieces, language)
    )
    per_container: int | None = None
    if counted and rng.random() < 0.4:
        per_container = product.per_container
        line += " = " + rng.choice(words["doses"]).format(doses=per_container)
    foot: tuple[Block, ...] = (Text(line, weight="bold"),) if counted else ()
    parts = [(Text(ingredients(rng, product, language, weight=weighs), 0.95),), (Text(way, 0.95),), framed]
    if rng.random() < 0.4:
        parts.insert(0, parts.pop())
    kind = rng.choice(words["kind"])
    return Label(
        blocks=spaced(above or (Text(kind, 1.1, "bold"),), *parts, cautions, foot),
        width_em=rng.uniform(26, 33),
        look=look,
        truth=Truth(
            market="UK" if language == "uk" else "EU",
            elemental_mg=(product.elemental_mg,),
            compound_mg=(product.compound_mg,) if weighs else (),
            percent_dv=(share,),
            forms=product.form_ids,
            servings=(Serving(product.quantity, product.unit, per_container),),
            per_container=per_container,
            per_container_optional=per_container is not None,
            directions=way.replace("*", ""),
            servings_per_day=1,
            net_count=pieces if counted else None,
            product=kind,
        ),
    )


def uk_running_prose(rng: Random) -> Label:
    """Nutrients as a sentence, the way small pouches print them."""
    product = european_product(rng, (rng.choice(("citrate", "bisglycinate", "oxide")),))
    share = percent(product.elemental_mg, EU_NRV_MG)
    unit = product.unit if product.quantity == 1 else f"{product.unit}s"
    lead = f"*{product.quantity} {unit} {'provides' if product.quantity == 1 else 'provide'}* (%NRV*):"
    others = ["Vitamin D3 10µg (200%)", "Vitamin B6 1.4mg (100%)", "Zinc 5mg (50%)", "Vitamin C 40mg (50%)"]
    before = rng.sample(others, rng.randint(1, 3))
    after = [other for other in others if other not in before][:1]
    values = [*before, f"Magnesium {product.elemental_mg:g}mg ({share}%)", *after]
    way = f"*Directions:* Take {product.quantity} {unit} daily with or without food."
    return Label(
        blocks=spaced(
            (Text("Food Supplement", 1.3, "bold", accent=True),),
            (Text(ingredients(rng, product, "uk", weight=False)),),
            (Text(f"{lead} {rng.choice(('; ', ', ')).join(values)}."),),
            (Text("*NRV = Nutrient Reference Value", 0.85),),
            (Text(way),),
            tuple(Text(line, 0.85) for line in wording("uk")["caution"][:2]),
        ),
        width_em=rng.uniform(26, 32),
        look=draw_look(rng, dark=False),
        truth=Truth(
            market="UK",
            elemental_mg=(product.elemental_mg,),
            percent_dv=(share,),
            forms=product.form_ids,
            servings=(Serving(product.quantity, product.unit),),
            directions=way.replace("*", ""),
            servings_per_day=1,
        ),
    )


def bilingual(rng: Random) -> Label:
    """German and French side by side, as Swiss packs print them."""
    product = european_product(rng)
    german = european_label(rng, product, "de")
    mg, share = f"{number(product.elemental_mg, 'de')} mg", f"{percent(product.elemental_mg, EU_NRV_MG)}%"
    words_de, words_fr = wording("de"), wording("fr")
    unit_de = unit_words(words_de, product, product.quantity, "de")
    unit_fr = unit_words(words_fr, product, product.quantity, "fr")
    dose = f"{product.quantity} {unit_de} / {product.quantity} {unit_fr}"
    table = Table((Row("Magnesium / Magnésium", (mg, share)),), Row("", (f"pro / par {dose}", "% NRV / VNR")))
    way_de = rng.choice(words_de["directions"]).format(n=product.quantity, unit=unit_de)
    way_fr = rng.choice(words_fr["directions"]).format(n=product.quantity, unit=unit_fr)
    columns = tuple(
        (Text(ingredients(rng, product, language, weight=False), 0.92), Text(way, 0.92))
        for language, way in (("de", way_de), ("fr", way_fr))
    )
    return replace(
        german,
        blocks=spaced(
            (Title("Nahrungsergänzungsmittel / Complément alimentaire", 1.5),),
            (Box((Text("Nährwerte / Valeurs nutritives", 1.1, "bold"), Rule(0.08), table)),),
            (Beside(columns, (1, 1)),),
        ),
        width_em=rng.uniform(38, 44),
        truth=replace(
            german.truth,
            compound_mg=(),
            servings=(Serving(product.quantity, product.unit),),
            per_container=None,
            per_container_optional=False,
            net_count=None,
            directions=way_de.replace("*", ""),
            product=None,
        ),
    )
