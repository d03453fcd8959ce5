"""Compare: a verdict for each product and a goal, with its reasons; side by side; dose and limits; together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from app.choices import ask_profile, ask_weights, chosen_goal, chosen_products
from app.citations import why
from app.dose_chart import chart_in_words, dose_band, dose_chart, limits_in_words, only_above
from app.exports import ranking_csv, ranking_json, report
from app.flag_list import flag_item, flag_list
from app.for_whom import figures_source, intake_words, limit_words, stop_words, take_lines
from app.inks import inks
from app.markup import EMPTY, Html, join, tag
from app.printed import plain
from app.ranked_card import card, verdict_word
from app.side_by_side import MOST, side_by_side
from app.side_ingredients import SIDE_INGREDIENT_FLAGS, panel_confirmed
from app.state import profile, shelf, shelf_notice
from app.to_check import to_check
from app.together import stays_within, together_in_words
from app.verdict_groups import Group, common_flags, groups, head_sentence, ties
from catalog.flag import Flag
from catalog.flags import stack_flags
from catalog.limits import authorities
from catalog.product import Product
from catalog.ranking import Ranking, rank
from catalog.safety import NOT_ADVICE
from catalog.shelf import ShelfError
from catalog.verdict_words import WORDS
from catalog.weights import Weights

_SHOWN = 8
"""Cards at first; more on demand."""
_CHARTED = 12
_MOST_UNRANKED = 50


def compare_page() -> None:
    """The page from top to bottom."""
    st.header("Which one for what you want?", anchor=False)
    try:
        saved = shelf().saved()
    except ShelfError as error:
        st.error(plain(str(error)))
        return
    shelf_notice()
    goal = chosen_goal()
    if not saved:
        st.info(
            "Nothing is on your shelf yet. Scan a label and keep it, then compare here.",
            icon=":material/shelves:",
        )
    chosen = chosen_products(saved) if saved else []
    ask_profile()
    weights = ask_weights(goal)
    products = {one.id: one.product for one in chosen}
    ranking = rank(list(products.values()), goal, profile(), weights)
    st.html(_about(ranking))
    if ranking.stop is not None:
        st.html(flag_list((), flag_item("stop", stop_words(ranking.stop), ranking.stop.source)))
        return
    if not products:
        return
    confirmed = frozenset(id(one.product) for one in chosen if panel_confirmed(one.record))
    _ranked(ranking, weights, confirmed)
    _unranked(ranking, common_flags(ranking.entries[:_SHOWN]))
    _beside(ranking, products)
    _doses(ranking, goal, weights)
    _together(products)
    _take_along(ranking, goal, confirmed)


def _about(ranking: Ranking) -> Html:
    """What is known for the goal, how people take it, and the figures that count for this person."""
    goal, person = ranking.goal, ranking.profile
    said = [
        tag("p", tag("strong", goal.headline)),
        tag("div", goal.cannot, " ", why(goal.source)),
    ]
    if ranking.stop is None:
        lines = [tag("li", line.text, " ", why(line.source)) for line in take_lines(goal.id, ranking.profile)]
        said += [
            tag("h3", "How people take it"),
            tag("ul", join(lines), class_="mg-reasons"),
            tag("div", limit_words(person), " ", intake_words(person), " ", why(figures_source(person))),
        ]
    return tag("div", *said, tag("p", NOT_ADVICE, class_="mg-faint mg-small"), class_="mg mg-about")


def _ranked(ranking: Ranking, weights: Weights, confirmed: frozenset[int]) -> None:
    count = len(ranking.entries)
    if not count:
        return
    st.subheader(f"Your products ({count})", divider="gray", anchor=False)
    shown = st.session_state.get("cards", _SHOWN)
    entries = ranking.entries[:shown]
    rows = [
        {str(key): value for key, value in row.items()}
        for row in ranking.scores.head(shown).to_dict("records")
    ]
    if ranking.note:
        st.info(plain(ranking.note), icon=":material/science:")
    if any(to_check(entry.product) for entry in entries):
        st.caption(
            "A value to check was read in doubt, and its product is ranked by what was read. "
            "Open it on your Shelf to check the value."
        )
    shared = common_flags(entries)
    flags = [flag for flag in entries[0].flags if flag.text in shared]
    if flags:
        st.html(join([tag("p", "For all of these:", class_="mg"), flag_list(flags)]))
    sections = [
        _group(group, rows[group.first :], ranking, weights, confirmed) for group in groups(entries, shared)
    ]
    st.html(join(sections))  # one element: a page redraws it faster than one for each card
    if count > shown and st.button(
        f"Show {count - shown} more" if count - shown <= _SHOWN else f"Show {_SHOWN} more of {count - shown}",
        icon=":material/expand_more:",
    ):
        st.session_state.cards = shown + _SHOWN
        st.rerun()


def _group(
    group: Group,
    rows: list[dict[str, Any]],
    ranking: Ranking,
    weights: Weights,
    confirmed: frozenset[int],
) -> Html:
    """The cards of one verdict under its word, after what holds for several of them."""
    heads = [tag("li", head_sentence(reason, group), " ", why(reason.source)) for reason in group.shared]
    cards = [
        card(entry, row, weights, ranking.profile, group.said, panel_confirmed=id(entry.product) in confirmed)
        for entry, row in zip(group.entries, rows, strict=False)
    ]
    return tag(
        "section",
        tag("h3", f"{WORDS[group.verdict]} ({len(group.entries)})", class_="mg-group"),
        tag("ul", join(heads), class_="mg-reasons") if heads else EMPTY,
        join([tag("p", sentence, class_="mg-tie") for sentence in ties(group.entries)]),
        join(cards),
        class_="mg",
    )


def _unranked(ranking: Ranking, said: frozenset[str]) -> None:
    """What is not ranked, why, and its flags but for those that are ``said`` of all products already."""
    if not ranking.unranked:
        return
    st.subheader(f"Not ranked ({len(ranking.unranked)})", divider="gray", anchor=False)
    items = [
        tag(
            "li", tag("strong", one.product.title, class_="mg-verbatim"), " ", verdict_word(one.verdict),
            tag("p", one.text), _flags(one.flags, said),
        )
        for one in ranking.unranked[:_MOST_UNRANKED]
    ]  # fmt: skip
    st.html(tag("ul", join(items), class_="mg mg-unranked"))
    if len(ranking.unranked) > _MOST_UNRANKED:
        st.caption(f"The first {_MOST_UNRANKED} are shown; the tables to take along have all of them.")


def _flags(flags: Iterable[Flag], said: frozenset[str]) -> Html:
    return flag_list([flag for flag in flags if flag.text not in said], doubted=SIDE_INGREDIENT_FLAGS)


def _titles(products: Mapping[str, Product]) -> dict[str, str]:
    """Product titles by id; a number keeps those of the same name apart, whatever the order of the ranking."""
    return {id_: f"{one.title} ({place})" for place, (id_, one) in enumerate(products.items(), start=1)}


def _beside(ranking: Ranking, products: Mapping[str, Product]) -> None:
    if len(products) < 2:
        return
    st.subheader("Side by side", divider="gray", anchor=False)
    titles, ids_in_order = _titles(products), list(products)
    best = [ids_in_order[int(place)] for place in ranking.scores.index[:3]]
    ids = st.multiselect(
        f"Up to {MOST} products",
        list(titles),
        default=best,
        format_func=lambda id_: titles[id_],
        max_selections=MOST,
        key=f"beside-{len(products)}",
    )
    if ids:
        st.html(side_by_side([products[id_] for id_ in ids], profile()))


def _doses(ranking: Ranking, goal: str, weights: Weights) -> None:
    entries = ranking.entries[:_CHARTED]
    if not entries:
        return
    st.subheader("The dose against the limits", divider="gray", anchor=False)
    wanted = list(dict.fromkeys((profile().authority, "US", "EU", "UK")))
    whose = st.multiselect("Limits of", authorities(), default=wanted, key=f"limits-of-{profile().authority}")
    limits = limits_in_words(whose, profile())
    band = dose_band(goal, entries[0], weights, profile())
    chart = dose_chart(entries, limits, band, inks())
    st.altair_chart(chart, width="stretch", alt=chart_in_words(entries, limits, band))
    said = [band.words] if band else ["For the form of the first product no range of doses is known here."]
    said += only_above(goal, entries, profile())
    said.append("Dashed lines: upper limits for magnesium from supplements, in mg a day.")
    if len(ranking.entries) > _CHARTED:
        said.append(f"The first {_CHARTED} products are shown.")
    st.caption(plain(" ".join(said)))


def _together(products: Mapping[str, Product]) -> None:
    st.subheader("Taken together", divider="gray", anchor=False)
    titles = _titles(products)
    ids = st.multiselect(
        "Products taken on the same day",
        list(titles),
        format_func=lambda id_: titles[id_],
        placeholder="choose two or more",
        key=f"together-{len(products)}",
    )
    if len(ids) < 2:
        return
    taken = [products[id_] for id_ in ids]
    flags = stack_flags(taken, profile(), (profile().authority,))
    st.markdown(f"**{plain(together_in_words(taken))}**")
    if flags:
        st.html(flag_list(flags))
    else:
        st.caption(plain(stays_within(taken, profile())))


def _take_along(ranking: Ranking, goal: str, confirmed: frozenset[int]) -> None:
    ways: tuple[tuple[str, Callable[[Ranking], str], str, str], ...] = (
        ("CSV", ranking_csv, "csv", "text/csv"),
        ("JSON", ranking_json, "json", "application/json"),
        ("Page to print", partial(report, confirmed=confirmed), "html", "text/html"),
    )
    st.subheader("Take it along", divider="gray", anchor=False)
    with st.container(horizontal=True):
        for label, make, ending, mime in ways:
            st.download_button(
                label,
                partial(make, ranking),
                f"magnify-{goal}.{ending}",
                mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"take-{ending}",
            )
    st.caption("The address of this page carries the goal and the products you chose.")
