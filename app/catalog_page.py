"""Catalog: what is known, with its sources: forms, evidence, limits, claims, and what magnesium cannot do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import altair as alt
import pandas as pd
import streamlit as st

from app.citations import citation, why
from app.inks import inks
from app.markup import EMPTY, join, tag
from app.printed import plain
from app.table import table
from app.verdict_rules import verdict_rules
from catalog.amounts import estimate_mg, fraction_range
from catalog.claims import STANCES, claims
from catalog.forms import Form, forms
from catalog.goals import ANY_FORM, evidence, evidence_rows, goals
from catalog.limits import LIMIT_KINDS, Limit, limits
from catalog.names import match
from catalog.safety import safety_notes
from catalog.sources import sources
from scanner.wording import form_name, listed, number


def catalog_page() -> None:
    """The page from top to bottom; the link carries the section."""
    st.header("What is known", anchor=False)
    linked = st.query_params.get("section", "")
    picked = st.segmented_control(
        "Section", list(_SECTIONS), default=linked if linked in _SECTIONS else "Forms", required=True, key="section",
        label_visibility="collapsed",
    )  # fmt: skip
    section = picked or "Forms"
    st.query_params["section"] = section
    _SECTIONS[section]()


def _found(words: str, *texts: str) -> bool:
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())


def _forms() -> None:
    _calculator()
    wanted = st.text_input(
        "Search", placeholder="citrate, MgO, chelate ...", type="search", key="forms-search"
    )
    only_sources = st.toggle("Only sources of magnesium", value=True)
    rows = [
        [
            tag("strong", form.name), _fraction(form), form.absorption_words, form.gut_words,
            listed(form.synonyms[:4]), why((*form.absorption_source, *form.gut_source), "sources"),
        ]
        for form in forms().values()
        if (form.is_source or not only_sources)
        and _found(wanted, form.name, form.id, form.formula or "", *form.synonyms)
    ]  # fmt: skip
    counted = "1 form" if len(rows) == 1 else f"{len(rows)} forms"
    st.caption(f"{counted}. The fraction is the mass of magnesium in the pure compound, from its formula.")
    st.html(table(["Form", "Magnesium", "Absorbed", "Bowel", "Also called", "Sources"], rows, frozenset({1})))


def _fraction(form: Form) -> str:
    if form.elemental_fraction is None:
        return "no one formula"
    return f"{form.elemental_fraction:.1%}"


def _calculator() -> None:
    with st.container(border=True):
        st.subheader("How much magnesium is in it?", anchor=False)
        left, middle = st.columns(2)
        with left:
            compound_mg = st.number_input(
                "Weight of the compound (mg)", 0.0, 100_000.0, 1000.0, 50.0, format="%g"
            )
        known = sorted(
            (form.id for form in forms().values() if form.is_source and form.elemental_fraction is not None),
            key=form_name,
        )
        linked = st.query_params.get("form", "bisglycinate")
        with middle:
            form_id = st.selectbox(
                "Form",
                known,
                index=known.index(linked if linked in known else "bisglycinate"),
                format_func=form_name,
            )
        st.query_params["form"] = form_id
        form = forms()[form_id]
        held_mg = compound_mg * (form.elemental_fraction or 0.0)
        st.markdown(
            f"**{number(compound_mg)} mg of magnesium {plain(form_name(form_id))} is {held_mg:.0f} mg of magnesium.**"
        )
        span, spread = estimate_mg(compound_mg, [form_id]), fraction_range([form_id])
        if span is not None and spread is not None and spread.low < spread.high:
            st.caption(f"On labels, with hydrates and mixtures: {span[0]:.0f} to {span[1]:.0f} mg.")
        printed = st.text_input(
            "Or a name as printed: which form is it?", placeholder="Magnesium (as TRAACS)", max_chars=500
        )
        if printed:
            found = match(printed)
            names = listed([form_name(one) for one in found.forms]) or "no form"
            st.html(
                tag(
                    "p", f"{names} ({found.state.replace('_', ' ')}: {found.reason})", class_="mg mg-verbatim"
                )
            )


_SHORT = {"negative": "N"}
"""Levels as the small cells of the heat map show them."""
_WHITE_FROM = 0.7
_SHADES_AT = [0.0, 0.69, _WHITE_FROM, 1.0]
_SHADES = ["#eef0ec", "#9cc4b5", "#2b7f69", "#0b6653"]
"""A step in the middle: on each shade the letters, dark below it and white above, have 4.5:1."""


def _evidence() -> None:
    rows = [row for row in evidence_rows().values() if row.form != ANY_FORM]
    own = {form: form_name(form) for form in dict.fromkeys(row.form for row in rows)}
    frame = pd.DataFrame(
        [
            {
                "goal": goal.name,
                "form": name,
                "weight": row.weight,
                "level": _SHORT.get(row.level, row.level),
                "grade": row.grade,
            }
            for goal in goals().values()
            for form, name in own.items()
            if (row := evidence(goal.id, form)) is not None
        ]
    )
    ink = inks().words
    grid = alt.Chart(frame).encode(
        x=alt.X(
            "goal:N",
            sort=[goal.name for goal in goals().values()],
            title=None,
            axis=alt.Axis(
                labelAngle=-50,
                orient="top",
                labelLimit=200,
                labelOverlap=False,
                labelFontSize=12,
                labelColor=ink,
            ),
        ),
        y=alt.Y(
            "form:N",
            sort=list(own.values()),
            title=None,
            axis=alt.Axis(labelLimit=170, labelFontSize=12, labelColor=ink),
        ),
        tooltip=["form", "goal", "weight", "level", "grade"],
    )
    cells = grid.mark_rect().encode(
        color=alt.Color(
            "weight:Q",
            title="weight",
            scale=alt.Scale(domain=_SHADES_AT, range=_SHADES),
            legend=None,
        )
    )
    words = grid.mark_text(fontSize=11).encode(
        text="level:N",
        color=alt.condition(f"datum.weight >= {_WHITE_FROM}", alt.value("white"), alt.value("#1d2523")),
    )
    st.caption(
        "A: trials of this form. B: trials of others. C: animals or mechanism. 0: none. N: trials found no "
        "benefit. Darker: more weight, a judgement between 0 and 1."
    )
    st.altair_chart(
        (cells + words).properties(height=24 * len(own) + 130),
        width="stretch",
        alt="Evidence by form and goal; the table below has the same in words",
    )
    goal_id = st.selectbox("Goal", list(goals()), format_func=lambda one: goals()[one].name)
    of_goal = [
        [
            form_name(row.form) if row.form != ANY_FORM else "any other form", f"{row.level}, {row.grade}",
            row.direction, row.studied or "not studied", row.who, why(row.source, "sources"),
        ]
        for row in evidence_rows().values() if row.goal == goal_id
    ]  # fmt: skip
    st.html(
        table(["Form", "Level, grade", "What was found", "Studied, mg a day", "In whom", "Sources"], of_goal)
    )


def _for_whom(limit: Limit) -> str:
    stage = limit.life_stage.replace("_", "-")
    return limit.population if not stage or stage in limit.population else f"{limit.population}, {stage}"


def _mg_a_day(limit: Limit) -> str:
    if limit.mg_per_kg_per_day is not None:
        return f"{number(limit.mg_per_kg_per_day)} per kg of body weight"
    return "none could be set" if limit.limit_mg_per_day is None else number(limit.limit_mg_per_day)


def _limits() -> None:
    st.write("Upper limits for magnesium from supplements, in mg a day. Food magnesium is not counted.")
    rows = [
        [
            limit.authority_name, "any year" if limit.year is None else str(limit.year),
            _for_whom(limit),
            _mg_a_day(limit),
            limit.covers, why(limit.source, "sources"),
        ]
        for limit in limits() if limit.nutrient == "magnesium" and limit.shown and limit.kind in LIMIT_KINDS
    ]  # fmt: skip
    st.html(table(["Authority", "Year", "For", "mg a day", "Covers", "Sources"], rows, frozenset({3})))


def _cannot() -> None:
    items = [
        tag("li", tag("strong", f"{goal.name}: "), goal.cannot, " ", why(goal.source))
        for goal in goals().values()
    ]
    st.html(tag("ul", join(items), class_="mg"))
    st.subheader("Conditions, medicines and signs to know about", anchor=False)
    st.caption("A standing list, not advice to a person.")
    rows = [
        [
            tag("strong", note.label),
            note.examples,
            note.text,
            note.as_of,
            why(note.source, "sources"),
        ]
        for note in safety_notes()
    ]
    st.html(table(["What", "For example", "What it means", "As of", "Sources"], rows))


def _claims() -> None:
    stances = [stance for stance in _STANCE_ORDER if stance in STANCES]
    wanted = st.pills("How the literature stands to it", stances, selection_mode="multi", key="stances")
    words = st.text_input("Search", type="search", key="claims-search")
    rows = [
        [
            claim.claim,
            tag("strong", claim.stance),
            claim.verdict,
            claim.answer,
            claim.where,
            why(claim.source, "sources"),
        ]
        for claim in claims()
        if (not wanted or claim.stance in wanted) and _found(words, claim.claim, claim.topic, claim.verdict)
    ]
    st.caption(f"{len(rows)} of {len(claims())} popular claims, in our words, and what became of each.")
    st.html(table(["Claim", "Stands", "Verdict", "What Magnify does", "Where you meet it", "Sources"], rows))


_STANCE_ORDER = ("supported", "partly", "not shown", "contradicted", "out of scope")


def _sources() -> None:
    words = st.text_input("Search", type="search", key="sources-search")
    rows = [
        [citation(source.id), source.note or EMPTY]
        for source in sources().values()
        if _found(words, source.id, source.citation, source.note)
    ]
    st.caption(f"{len(rows)} sources. The mark says how far each was read.")
    st.html(table(["Source", "What was checked"], rows))


_SECTIONS: Mapping[str, Callable[[], None]] = {
    "Forms": _forms,
    "Evidence": _evidence,
    "Limits": _limits,
    "Verdicts": verdict_rules,
    "What it cannot do": _cannot,
    "Claims": _claims,
    "Sources": _sources,
}
