"""Front labels: brand and product in large letters, with or without a dose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samples.blocks import Band, Block, Seals, Space, Text, Title
from samples.label import Label, draw_look
from samples.product import Product, draw_brand, draw_product, wording
from samples.truth import Serving, Truth

if TYPE_CHECKING:
    from random import Random


def _front(rng: Random, middle: tuple[Block, ...], foot: tuple[Block, ...], truth: Truth) -> Label:
    """A front: brand, product, a band with a claim, seals and the count."""
    claim = rng.choice(wording("en")["claims"])
    banded: Block = (
        Band((Text(claim, 1.1, "bold", "center"),), 0.35)
        if rng.random() < 0.6
        else Text(claim, 1.1, align="center", accent=False)
    )
    marks: tuple[Block, ...] = (Seals(truth.seals, 4.4),) if truth.seals else ()
    return Label(
        blocks=(
            Title(truth.brand or "", rng.choice((1.8, 2.4)), "center"),
            Space(0.8),
            *middle,
            Space(0.8),
            banded,
            Space(0.6),
            *marks,
            *foot,
        ),
        width_em=rng.uniform(15, 20),
        look=draw_look(rng),
        truth=truth,
    )


def _seals(rng: Random) -> tuple[str, ...]:
    words = wording("en")
    return tuple(rng.sample(words["seals"], rng.choice((0, 0, 1, 2))))


def _name(product: Product) -> tuple[str, tuple[Block, ...]]:
    """The product's name and its blocks: Magnesium large, the form below."""
    form = product.form_names[0]
    if form.startswith("Magnesium "):
        rest = form.removeprefix("Magnesium ")
        return form, (Title("Magnesium", 3.2, "center"), Title(rest, 2.4, "center"))
    return form, (Title(form, 3.0, "center"),)


def _count(product: Product) -> Text:
    return Text(f"{product.pieces} {product.words(product.pieces)}", 1.1, "bold", "center")


def plain(rng: Random) -> Label:
    """No dose at all."""
    product = draw_product(rng)
    title, blocks = _name(product)
    seals = _seals(rng)
    foot: tuple[Block, ...] = (_count(product), Text("Dietary Supplement", 1.0, align="center"))
    truth = Truth(
        market="US",
        front=True,
        forms=product.form_ids,
        net_count=product.pieces,
        product=title,
        brand=product.brand,
        seals=seals,
    )
    return _front(rng, blocks, foot, truth)


def dose(rng: Random) -> Label:
    """'Magnesium 200 mg per 2 capsules', or a form whose milligrams stay undecided."""
    elemental = rng.random() < 0.6
    product = draw_product(rng, None if elemental else ("bisglycinate",), ("capsule", "tablet", "gummy"))
    mg = product.elemental_mg
    seals = _seals(rng)
    serving = f"per {product.quantity} {product.words(product.quantity).lower()}"
    servings: tuple[Serving, ...] = (Serving(product.quantity, product.unit),)
    if elemental:
        words = rng.choice((f"{mg} mg", f"{mg}mg"))
        blocks: tuple[Block, ...] = (
            Title(rng.choice(("Elemental Magnesium", "Magnesium")), 3.0, "center"),
            Title(words, 2.8, "center"),
            Text(serving, 1.1, align="center"),
        )
        truth = Truth(market="US", front=True, elemental_mg=(mg,), servings=servings)
        title = "Magnesium"
    else:
        title, named = _name(product)
        said = rng.random() < 0.5
        blocks = (
            *named,
            Title(f"{mg} mg", 2.2, "center"),
            Text(serving if said else "per serving", 1.1, align="center"),
        )
        truth = Truth(
            market="US",
            front=True,
            elemental_or_undecided_mg=(mg,),
            forms=product.form_ids,
            servings=servings if said else (),
        )
    full = replace(truth, net_count=product.pieces, product=title, brand=product.brand, seals=seals)
    return _front(rng, blocks, (_count(product),), full)


def compound_trap(rng: Random) -> Label:
    """'Magnesium Glycinate 1000 mg': more than any serving holds as magnesium, so it is the salt's weight."""
    product = draw_product(
        rng, (rng.choice(("bisglycinate", "threonate", "taurate", "citrate")),), ("capsule", "tablet")
    )
    title, blocks = _name(product)
    compound = {
        "threonate": 2000,
        "bisglycinate": rng.choice((1000, 1500)),
        "taurate": 1500,
        "citrate": 1250,
    }[product.forms[0].id]
    seals = _seals(rng)
    figure = rng.choice((f"{compound} mg", f"{compound:,} mg", f"{compound}mg"))
    foot: tuple[Block, ...] = (_count(product), Text("Dietary Supplement", align="center"))
    truth = Truth(
        market="US",
        front=True,
        compound_mg=(compound,),
        forms=product.form_ids,
        net_count=product.pieces,
        product=title,
        brand=product.brand,
        seals=seals,
        notes="Weight of the compound; the elemental amount is not on this side.",
    )
    return _front(rng, (*blocks, Title(figure, 2.8, "center")), foot, truth)


def australia(rng: Random) -> Label:
    """The compound in large letters, the elemental amount in small ones below."""
    product = draw_product(rng, ("bisglycinate",), ("tablet",), quantities=(1,))
    compound = product.compound_mg
    title, blocks = _name(product)
    form = product.form_names[0]
    small = rng.choice(
        (
            f"Magnesium (from {form}) {product.elemental_mg} mg",
            f"(equiv. magnesium {product.elemental_mg} mg)",
        )
    )
    truth = Truth(
        market="AU",
        front=True,
        elemental_mg=(product.elemental_mg,),
        compound_mg=(compound,),
        forms=product.form_ids,
        net_count=product.pieces,
        product=title,
        brand=product.brand,
    )
    middle = (*blocks, Title(f"{compound}mg", 2.4, "center"), Text(small, 0.95, align="center"))
    return _front(rng, middle, (_count(product),), truth)


def other_nutrient(rng: Random) -> Label:
    """A front of something else, with milligrams that are not magnesium's."""
    brand = draw_brand(rng)
    name, figure = rng.choice(
        (
            ("Taurine", "1,000 mg"),
            ("Vitamin B12", "2,000 mcg"),
            ("Zinc Picolinate", "50 mg"),
            ("L-Theanine", "200 mg"),
        )
    )
    pieces = rng.choice((60, 90, 120, 240))
    truth = Truth(market="US", front=True, magnesium=False, net_count=pieces, product=name, brand=brand)
    middle: tuple[Block, ...] = (
        Title(name, 3.0, "center"),
        Title(figure, 2.4, "center"),
        Text("per serving", align="center"),
    )
    return _front(rng, middle, (Text(f"{pieces} Capsules", 1.1, "bold", "center"),), truth)
