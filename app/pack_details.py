"""What else stands on the pack, and what a person types in by hand: column, name, price, marks of testing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.draft import Draft
from app.field_inputs import number_input
from app.markup import Html, join, tag
from app.side_ingredients import ALL_OF_IT, PANEL_READ, one_in_words, side_ingredients_words
from app.state import turn
from catalog.json_values import LARGEST
from catalog.product import Product
from catalog.seals import seals
from scanner.records import Column, Facts
from scanner.wording import number

CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD", "CHF", "SEK", "PLN", "INR")


def pack_details(product: Draft) -> None:
    """Everything that is neither the dose nor its form."""
    facts = product.facts
    st.subheader("Also on the label", divider="gray", anchor=False)
    extra = [tag("li", words) for words in (*facts.findings, *_seals_in_words(product))]
    st.html(
        tag(
            "div",
            tag("ul", _ingredients(product.product, PANEL_READ in product.typed), join(extra)),
            class_="mg",
        )
    )
    _ask_panel(product)
    if facts.columns:
        _ask_column(product, facts.columns)
    _ask_details(product)


def _ask_panel(product: Draft) -> None:
    """Whether the panel was read whole: a person who has the label before them can say so, and take it back."""
    if PANEL_READ in product.typed:
        if st.button("Take it back: there may be more in it", icon=":material/undo:", key="panel-back"):
            del product.typed[PANEL_READ]
            st.rerun()
    elif product.product.co_ingredients or product.product.panel_read != "whole":
        st.caption(
            "Compare the label with this list. Only a product whose panel was read whole gets a full verdict."
        )
        if st.button(ALL_OF_IT, icon=":material/check:", key="panel-whole"):
            product.typed[PANEL_READ] = "whole"
            st.rerun()


def _ingredients(product: Product, confirmed: bool) -> Html:
    """The other ingredients. They were read once: until a person has confirmed them, each is to be checked."""
    if not product.co_ingredients:
        return tag("li", f"Other ingredients: {side_ingredients_words(product)}")
    named = [
        tag(
            "li",
            f"Also in it: {one_in_words(name, mg)} ",
            _state(confirmed),
        )
        for name, mg in product.co_ingredients.items()
    ]
    if product.panel_read != "whole":
        named.append(tag("li", "There may be more: the panel was not read whole."))
    return join(named)


def _state(confirmed: bool) -> Html:
    word = "confirmed" if confirmed else "check"
    return tag("span", word, class_=f"mg-state mg-state-{word}")


def _seals_in_words(product: Draft) -> list[str]:
    if product.facts.seals:
        return [f"Printed test mark: {seal}" for seal in product.facts.seals]
    return [
        "Test marks: none on any side, as you said" if "seals" in product.typed else "Test marks: not read"
    ]


def column_in_words(column: Column) -> str:
    """One column of the panel: its header and its amount."""
    amount = "not read" if column.elemental_mg is None else f"{number(column.elemental_mg)} mg"
    return f"{column.header or 'no heading'}: {amount}"


def column_typed(column: Column) -> dict[str, Any]:
    """What it means that a person chose this column."""
    return {"elemental_mg": column.elemental_mg, "percent_dv": column.percent_dv}


def _ask_column(product: Draft, columns: Sequence[Column]) -> None:
    with st.form(f"column-{turn()}", border=False):
        place = st.selectbox(
            "The panel has several columns; the adult one for one serving is used, unless you choose",
            range(len(columns)),
            index=_used(product.facts, columns),
            format_func=lambda at: column_in_words(columns[at]),
            placeholder="not known which",
        )
        if st.form_submit_button("Use this column", icon=":material/check:") and place is not None:
            product.typed |= column_typed(columns[place])
            st.rerun()


def _used(facts: Facts, columns: Sequence[Column]) -> int | None:
    amounts = [column.elemental_mg for column in columns]
    value = facts.elemental_mg.value
    return amounts.index(value) if value is not None and value in amounts else None


def _ask_details(product: Draft) -> None:
    facts = product.facts
    with (
        st.expander("Name, price and test marks", icon=":material/sell:"),
        st.form(f"details-{turn()}", border=False),
    ):
        brand = st.text_input("Brand", facts.brand.value or "", max_chars=200).strip() or None
        name = st.text_input("Product", facts.name.value or "", max_chars=200).strip() or None
        left, right = st.columns([2, 1])
        with left:
            price = number_input(
                "Price of one pack", None, product.price, 0.01, LARGEST, empty="not given", printed="%.2f"
            )
        with right:
            place = CURRENCIES.index(product.currency) if product.currency in CURRENCIES else 0
            currency = st.selectbox("Currency", CURRENCIES, index=place)
        known = dict.fromkeys([*(seal.name for seal in seals()), *facts.seals])
        marks = st.multiselect(
            "Test marks printed on the pack", list(known), default=list(facts.seals),
            placeholder="not read: choose those you see", select_all=False,
        )  # fmt: skip
        none_at_all = st.checkbox(
            "I looked on all sides: there is none", value="seals" in product.typed and not facts.seals
        )
        if st.form_submit_button("Use these", icon=":material/check:"):
            product.price, product.currency = price, currency
            for field, value in (("brand", brand), ("name", name)):
                if value != getattr(facts, field).value:
                    product.typed[field] = value
            if marks or none_at_all:
                product.typed["seals"] = tuple(marks)
            elif facts.seals:
                product.typed["seals"] = ()
            else:
                product.typed.pop("seals", None)
            st.rerun()
