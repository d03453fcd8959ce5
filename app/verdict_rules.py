"""The rules of the verdict and the numbers of the order, as the catalog holds them."""

from __future__ import annotations

import streamlit as st

from app.citations import why
from app.markup import tag
from app.table import table
from catalog.verdict import rules
from catalog.verdict_words import VERDICTS, WORDS
from catalog.weights import weights_text

_GENERAL = {
    "form": "this form",
    "Form": "This form",
    "goal": "the goal",
    "who": "one group of people",
    "mg": "so many",
    "least": "lowest number of",
    "most": "highest number of",
    "basis": "trials gave",
    "values": "the amount, the form, the serving or the directions",
}
_IN_GENERAL = {
    "works_against": "Another ingredient works against the goal.",
    "ingredient_caution": "Another ingredient needs care.",
}


def verdict_rules() -> None:
    """Every rule with the best verdict that it leaves, then weights.toml as it is."""
    st.write(
        "Each product gets the best verdict that no rule forbids. What is not known leaves the verdict open; what "
        "stands against a product whatever else may come out is said at once."
    )
    rows = [
        [
            tag("strong", WORDS[VERDICTS[rule.verdict]]),
            _IN_GENERAL.get(rule.id) or rule.text.format(**_GENERAL),
            why(rule.source, "sources") or "those of the limit, the study or the ingredient",
        ]
        for rule in rules().values()
    ]
    st.html(table(["At best", "When this holds", "Sources"], rows))
    st.subheader("The numbers of the order", anchor=False)
    st.caption("They order products of one verdict. Every one of them is a judgement.")
    st.code(weights_text(), language="toml", wrap_lines=True)
