"""What a person chooses on Compare: the goal, who it is for, what counts how much. A link carries the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.printed import plain
from app.state import profile, set_profile
from catalog.goals import goals
from catalog.limits import authorities
from catalog.safety import choosable_conditions, choosable_medicines
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
}
"""The parts of a score in words."""
_SEXES = {"not said": None, "female": "f", "male": "m"}
_STAGES = {"neither": "", "pregnant": "pregnant", "breast-feeding": "breast_feeding"}
_ID_LETTERS = 8
"""So much of a product's id stands in a link."""


def chosen_goal() -> str:
    """The goal, from the control, else from the link, else the first."""
    known = list(goals())
    linked = st.query_params.get("goal")
    _fill("goal-control", linked if linked in known else known[0])
    picked = st.segmented_control(
        "Goal", known, format_func=lambda goal: goals()[goal].name, required=True, key="goal-control"
    )
    goal = picked or known[0]
    st.query_params["goal"] = goal
    return goal


def chosen_products(saved: Sequence[Saved]) -> list[Saved]:
    """The products to compare: all, or those of the control or the link."""
    by_id = {one.id[:_ID_LETTERS]: one for one in saved}
    titles = {id_: f"{one.product.title} ({id_})" for id_, one in by_id.items()}
    _fill("products-control", st.query_params.get("products", "").split(","))
    # What was deleted meanwhile, or stands on another shelf, cannot be chosen.
    st.session_state["products-control"] = [
        id_ for id_ in st.session_state["products-control"] if id_ in by_id
    ]
    picked = st.multiselect(
        "Products",
        list(by_id),
        format_func=lambda id_: titles[id_],
        placeholder="all on the shelf",
        key="products-control",
    )
    if picked:
        st.query_params["products"] = ",".join(picked)
    else:
        st.query_params.pop("products", None)
    return [by_id[id_] for id_ in picked] or list(saved)


def _fill(key: str, first: Any) -> None:
    """Gives the control ``key`` what it last held, or ``first``, before it is drawn.

    The session's state is the only place that holds a choice: a control that is also given a value of its own
    becomes another control as soon as that value changes, and forgets. Streamlit drops the state of a control
    that a page did not draw, so what was last chosen is kept beside it.
    """
    kept: dict[str, Any] = st.session_state.setdefault("kept_choices", {})
    if key not in st.session_state:
        st.session_state[key] = kept.get(key, first)
    kept[key] = st.session_state[key]


def ask_profile() -> None:
    """Who it is for: enters limits, gates and flags, never the evidence."""
    take_profile()
    profile_box()


def profile_box() -> None:
    """The controls of the profile; `take_profile` comes before it, and before anything that is drawn from it."""
    with st.expander(f"Who it is for: {_in_words()}", icon=":material/person:", key="who"):
        left, middle, right = st.columns(3)
        with left:
            st.selectbox("Whose limit counts", authorities(), key="who-authority")
            st.selectbox("Sex", list(_SEXES), key="who-sex")
        with middle:
            st.number_input(
                "Age in years", min_value=0.0, max_value=120.0, value=None, step=1.0, format="%g",
                placeholder="an adult", key="who-age",
            )  # fmt: skip
            st.checkbox(HELPED, key="who-adult")
        with right:
            st.selectbox("Pregnant or breast-feeding", list(_STAGES), key="who-stage")
            st.number_input(
                "Where no directions were read, I take so many servings a day",
                min_value=0.25, max_value=_MOST_SERVINGS, value=None, step=1.0, format="%g",
                placeholder="not said", key="who-servings",
            )  # fmt: skip
        for label, known, key in (
            ("Does one of these apply?", dict(choosable_conditions()), "who-conditions"),
            ("Do you take one of these?", dict(choosable_medicines()), "who-medicines"),
        ):
            st.multiselect(
                label, list(known), format_func=known.__getitem__, placeholder="none chosen",
                select_all=False, key=key,
            )  # fmt: skip


HELPED = "An adult helps with this (for anyone under 18)"
_MOST_SERVINGS = 20.0


def take_profile() -> None:
    """Makes the profile what the controls say, before anything is drawn from it: its title is never behind."""
    person, state = profile(), st.session_state
    _fill("who-authority", person.authority)
    _fill("who-sex", next(word for word, sex in _SEXES.items() if sex == person.sex))
    _fill("who-age", person.age_y)
    _fill("who-adult", person.with_adult)
    _fill("who-stage", next(word for word, stage in _STAGES.items() if stage == person.life_stage))
    _fill("who-servings", person.servings_where_unread)
    _fill("who-conditions", list(person.conditions))
    _fill("who-medicines", list(person.medicines))
    stage = _STAGES[state["who-stage"]]
    set_profile(
        authority=state["who-authority"],
        sex=_SEXES[state["who-sex"]],
        age_y=state["who-age"],
        with_adult=state["who-adult"],
        pregnant=stage == "pregnant",
        breast_feeding=stage == "breast_feeding",
        servings_where_unread=state["who-servings"],
        conditions=tuple(state["who-conditions"]),
        medicines=tuple(state["who-medicines"]),
    )


def _in_words() -> str:
    """The person in one line: everything that was said of them, conditions and medicines by their first words."""
    person = profile()
    said = [
        f"{person.age_y:g} years" if person.age_y is not None else "an adult",
        f"the {person.authority} limit",
    ]
    if person.sex is not None:
        said.insert(1, next(word for word, sex in _SEXES.items() if sex == person.sex))
    if person.life_stage:
        said.append(person.life_stage.replace("_", "-"))
    if person.is_minor and person.with_adult:
        said.append("an adult helps")
    named = {**dict(choosable_conditions()), **dict(choosable_medicines())}
    said += [named[id_].split(" (")[0].split(",")[0] for id_ in (*person.conditions, *person.medicines)]
    if person.servings_where_unread is not None:
        said.append(f"{person.servings_where_unread:g} a day where no directions were read")
    return plain(", ".join(said))


def ask_weights(goal: str) -> Weights:
    """The weights of the score: those of the file, or as the curious moved them."""
    moved = weights()
    count = st.session_state.get("weights_round", 0)
    with st.expander("What counts how much", icon=":material/tune:", key="weights"):
        st.caption(
            "These numbers are judgements. Moving them changes the order of products with the same verdict, "
            "never a verdict or a fact."
        )
        _fill(f"points-{count}", int(moved.goal_points))
        goal_points = st.slider(
            "Points for the fit to the goal (the rest of 100 is for quality)", 0, 100, key=f"points-{count}"
        )
        moved = moved.with_goal_points(goal_points)
        columns = st.columns(2)
        for place, part in enumerate(PARTS):
            if not weights().quality_for(goal)[part]:
                continue
            with columns[place % 2]:
                _fill(f"{part}-{count}", 1.0)
                factor = st.slider(
                    f"{PART_NAMES[part].capitalize()}, times", 0.0, 3.0, step=0.25, key=f"{part}-{count}"
                )
            moved = moved.with_part(goal, part, factor)
        if st.button("Back to our numbers", icon=":material/restart_alt:", key="weights-back"):
            st.session_state.weights_round = count + 1
            st.rerun()
    if not sum(moved.quality_for(goal).values()):
        st.warning("At least one part has to count: our numbers are used.")
        return weights()
    return moved
