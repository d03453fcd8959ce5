"""The fields of a product: what is doubtful first, beside its crop; then what was read, each open to change."""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st

from app.draft import Draft
from app.field_inputs import INPUTS, NOT_PRESSING, WORTH_ASKING, in_words, undecided
from app.markup import EMPTY, Html, tag, text
from app.photo_side import marked_photo
from app.printed import plain
from app.second_look import doubt_about
from app.state import turn
from app.typing_over import CONFIRMED, Typed, is_typed
from app.views import MAGNESIUM_ROW
from scanner.records import Facts, Field


def check_first(draft: Draft) -> None:
    """Everything that is doubtful, with the crop of its line and an input beside it."""
    facts = draft.facts
    doubtful = [name for name in INPUTS if _field(facts, name).state == "check" and name not in NOT_PRESSING]
    if undecided(facts):
        doubtful = [name for name in doubtful if name not in ("elemental_mg", "compound_mg")]
    count = len(doubtful) + undecided(facts)
    if not count:
        return
    st.subheader(f"Check {'this' if count == 1 else 'these'} ({count})", divider="orange", anchor=False)
    if undecided(facts):
        _ask_basis(draft)
    for name in doubtful:
        _ask(draft, name)


def as_read(draft: Draft) -> None:
    """What was read and is not doubted, and what was not found, each with its evidence."""
    facts = draft.facts
    settled = [
        name
        for name in INPUTS
        if _field(facts, name).state == "sure"
        or (_field(facts, name).state == "check" and name in NOT_PRESSING)
    ]
    absent = [name for name in WORTH_ASKING if _field(facts, name).state == "missing"]
    if facts.elemental_mg.value is None and facts.compound_mg.value is not None:
        absent.remove("elemental_mg")
    st.subheader(f"Read ({len(settled)})", divider="gray", anchor=False)
    if "elemental_mg" in settled and draft.shots:
        row = draft.shots[draft.photo_of["elemental_mg"]].view.crops.get(MAGNESIUM_ROW)
        if row is not None:
            st.image(row, width="stretch", alt="The magnesium row of the label, enlarged")
    for name in settled:
        _row(draft, name)
    if absent:
        st.subheader(f"Not found ({len(absent)})", divider="gray", anchor=False)
        for name in absent:
            _row(draft, name)


def _field(facts: Facts, name: str) -> Field[Any]:
    found: Field[Any] = getattr(facts, name)
    return found


def _row(draft: Draft, name: str) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="top", key=f"row-{name}"):
        st.html(evidence(name, draft.facts, _from_photo(draft, name)), width="stretch")
        with st.popover("Edit", icon=":material/edit:", type="tertiary", key=f"change-{turn()}-{name}"):
            _crop(draft, name)
            _form(draft, name, "Use this")
            _where(draft, name)


def evidence(name: str, facts: Facts, photo: str | None = None) -> Html:
    """One field in words: its value, its state, what the label says there, and why it has this state.

    The stylesheet sets a shape before the word of the state.
    """
    field = _field(facts, name)
    state = _state(field)
    head = tag(
        "p",
        tag("span", f"{INPUTS[name].label}: ", class_="mg-faint"),
        tag("strong", in_words(name, facts)),
        " ",
        tag("span", state, class_=f"mg-state mg-state-{state}"),
    )
    return tag("div", head, _said(field, photo), class_="mg")


def _state(field: Field[Any]) -> str:
    """The word of its state: who stands behind the value, where that is a person."""
    if not is_typed(field):
        return field.state
    return "confirmed" if field.reason.startswith(CONFIRMED) else "typed"


def _said(field: Field[Any], photo: str | None) -> Html:
    said = tag("span", f"Read as “{field.text}”. ", class_="mg-verbatim") if field.text else EMPTY
    reason = (
        EMPTY
        if field.text and field.text in field.reason and field.state == "sure"
        else text(_sentence(field.reason))
    )
    where = text(f" Photo: {photo}.") if photo else EMPTY
    return tag("p", said, reason, where, class_="mg-faint mg-small mg-verbatim")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith((".", "”", "?")) else ".")


def _from_photo(draft: Draft, name: str) -> str | None:
    if len(draft.shots) < 2 or _field(draft.read, name).box is None:
        return None
    return draft.shots[draft.photo_of[name]].name


def _crop_of(draft: Draft, name: str) -> bytes | None:
    if not draft.shots:
        return None
    return draft.shots[draft.photo_of.get(name, 0)].view.crops.get(name)


def _crop(draft: Draft, name: str) -> None:
    crop = _crop_of(draft, name)
    if crop is not None:
        st.image(crop, width="stretch", alt=f"The place on the photo that was read as {INPUTS[name].label}")


def _where(draft: Draft, name: str) -> None:
    """The field's place lit on the whole photo: for screens on which the photo does not stand beside the list."""
    if not draft.shots or _field(draft.facts, name).box is None:
        return
    one = draft.shots[draft.photo_of.get(name, 0)]
    if one.view.placed:
        marked_photo(one, draft.facts, [name], f"where-{turn()}-{name}", lit=name)


def _ask(draft: Draft, name: str) -> None:
    field = _field(draft.facts, name)
    with st.container(border=True, key=f"ask-{name}"):
        crop = _crop_of(draft, name)
        if crop is not None:
            st.image(
                crop, width="stretch", alt=f"The line of the photo that {INPUTS[name].label} was read from"
            )
        st.html(tag("div", _said(field, _from_photo(draft, name)), class_="mg"))
        _form(draft, name, "That's right")
        _where(draft, name)


def _form(draft: Draft, name: str, agree: str) -> None:
    """The input of a field with one button: as it stands it confirms, changed it is typed."""
    asked = f"asked-{turn()}-{name}-{agree}"
    with st.form(f"form-{turn()}-{name}-{agree}", border=False):
        said = INPUTS[name].ask(name, f"in-{turn()}-{name}-{agree}", draft.facts)
        if st.form_submit_button(agree, type="primary", icon=":material/check:"):
            if doubt_about(draft.read, said) is None:
                _take(draft, asked, said)
            st.session_state[asked] = said
    if asked in st.session_state:
        _ask_again(draft, asked)


def _ask_again(draft: Draft, asked: str) -> None:
    """The typed value once more, with what speaks against it: nothing counts before it is answered."""
    said = st.session_state[asked]
    st.warning(plain(f"{doubt_about(draft.read, said)} Is it right?"), icon=":material/help:")
    with st.container(horizontal=True):
        if st.button("Yes, it is right", key=f"{asked}-yes"):
            _take(draft, asked, said)
        if st.button("No, leave it as it was", key=f"{asked}-no"):
            _take(draft, asked, {})


def _take(draft: Draft, asked: str, said: Typed) -> NoReturn:
    st.session_state.pop(asked, None)
    draft.typed |= said
    st.rerun()


def _ask_basis(draft: Draft) -> None:
    """The question that decides what the amount is of."""
    facts = draft.facts
    name = "elemental_mg" if facts.elemental_mg.value is not None else "compound_mg"
    field = _field(facts, name)
    amount = in_words(name, facts)
    with st.container(border=True, key="ask-basis"):
        _crop(draft, name)
        st.html(
            tag("div", tag("p", tag("strong", f"What are the {amount}?")), _said(field, None), class_="mg")
        )
        with st.container(horizontal=True):
            if st.button("Magnesium itself", key=f"basis-{turn()}-elemental"):
                _decide(draft, "elemental")
            if st.button("The compound (salt)", key=f"basis-{turn()}-compound"):
                _decide(draft, "compound")
        st.caption(
            "The panel says it: “Magnesium (as ...)” is magnesium itself. If neither is printed, leave it open."
        )


def _decide(draft: Draft, basis: str) -> None:
    draft.typed["basis"] = basis
    st.rerun()
