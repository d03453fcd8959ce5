"""What a person chooses on Compare: the goal, who it is for, what counts how much. A link carries the choice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.state import profile, set_profile
from catalog.goals import goals
from catalog.limits import authorities
from catalog.safety import choosable_conditions
from catalog.shelf import Saved
from catalog.weights import PARTS, Weights, weights

PART_NAMES = {
    "goal_fit": "fit for the goal",
    "gut_comfort": "gut comfort",
    "absorption": "absorption",
    "limit_status": "within the limit",
    "clear_label": "clear label",
    "third_party_test": "tested by someone",
    "co_ingredients": "what else is in it",
    "pills_per_day": "pills a day",
    "cost": "cost",
}
"""The parts of a score in words."""
_SEXES = {"not said": None, "female": "f", "male": "m"}
_STAGES = ("neither", "pregnant", "breast-feeding")
_ID_LETTERS = 8
"""So much of a product's id stands in a link."""


def chosen_goal() -> str:
    """The goal, from the control, else from the link, else the first."""
    known = list(goals())
    before = st.session_state.get("goal", st.query_params.get("goal"))
    picked = st.segmented_control(
        "Goal",
        known,
        default=before if before in known else known[0],
        format_func=lambda goal: goals()[goal].name,
        required=True,
        key="goal-control",
    )
    goal = picked or known[0]
    st.session_state.goal = goal
    st.query_params["goal"] = goal
    return goal


def chosen_products(saved: Sequence[Saved]) -> list[Saved]:
    """The products to compare: all, or those of the control or the link."""
    by_id = {one.id[:_ID_LETTERS]: one for one in saved}
    titles = {id_: f"{one.product.title} ({id_})" for id_, one in by_id.items()}
    linked = st.query_params.get("products", "").split(",")
    before = st.session_state.get("compared", linked)
    picked = st.multiselect(
        "Products",
        list(by_id),
        default=[id_ for id_ in before if id_ in by_id],
        format_func=lambda id_: titles[id_],
        placeholder="all on the shelf",
        key="products-control",
    )
    st.session_state.compared = picked
    if picked:
        st.query_params["products"] = ",".join(picked)
    else:
        st.query_params.pop("products", None)
    return [by_id[id_] for id_ in picked] or list(saved)


def ask_profile() -> None:
    """Who it is for: enters limits and gates only."""
    person = profile()
    with st.expander(f"Who it is for: {_in_words()}", icon=":material/person:", key="who"):
        left, middle, right = st.columns(3)
        with left:
            known = authorities()
            authority = st.selectbox("Whose limit counts", known, index=known.index(person.authority))
            sex = st.selectbox("Sex", list(_SEXES), index=list(_SEXES.values()).index(person.sex))
        with middle:
            age = st.number_input(
                "Age in years", min_value=0.0, max_value=120.0, value=person.age_y, step=1.0, format="%g",
                placeholder="an adult",
            )  # fmt: skip
            with_adult = st.checkbox("Under 18: an adult is looking along", value=person.with_adult)
        with right:
            stage = st.selectbox("Pregnant or breast-feeding", _STAGES, index=_stage(person.life_stage))
            conditions = st.multiselect(
                "Does one of these apply", list(dict(choosable_conditions())), default=list(person.conditions),
                format_func=lambda id_: dict(choosable_conditions())[id_], placeholder="none said",
            )  # fmt: skip
        set_profile(
            authority=authority, sex=_SEXES[sex], age_y=age, with_adult=with_adult,
            pregnant=stage == "pregnant", breast_feeding=stage == "breast-feeding", conditions=tuple(conditions),
        )  # fmt: skip


def _stage(life_stage: str) -> int:
    return {"": 0, "pregnant": 1, "breast_feeding": 2}[life_stage]


def _in_words() -> str:
    person = profile()
    said = [
        f"{person.age_y:g} years" if person.age_y is not None else "an adult",
        f"the {person.authority} limit",
    ]
    if person.life_stage:
        said.append(person.life_stage.replace("_", "-"))
    return ", ".join(said)


def ask_weights(goal: str) -> Weights:
    """The weights of the score: those of the file, or as the curious moved them."""
    moved = weights()
    count = st.session_state.get("weights_round", 0)
    with st.expander("What counts how much", icon=":material/tune:", key="weights"):
        st.caption("These numbers are judgements. Moving them changes the order, never the facts.")
        goal_points = st.slider(
            "Points for the fit to the goal (the rest of 100 is for quality)", 0, 100, int(moved.goal_points),
            key=f"points-{count}",
        )  # fmt: skip
        moved = moved.with_goal_points(goal_points)
        columns = st.columns(2)
        for place, part in enumerate(PARTS):
            if not weights().quality_for(goal)[part]:
                continue
            with columns[place % 2]:
                factor = st.slider(
                    f"{PART_NAMES[part].capitalize()}, times", 0.0, 3.0, 1.0, 0.25, key=f"{part}-{count}"
                )  # fmt: skip
            moved = moved.with_part(goal, part, factor)
        if st.button("Back to our numbers", icon=":material/restart_alt:"):
            st.session_state.weights_round = count + 1
            st.rerun()
    if not sum(moved.quality_for(goal).values()):
        st.warning("At least one part has to count: our numbers are used.")
        return weights()
    return moved
