"""A ranking in groups of one verdict: what holds for several products is said once, above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.entry import Entry
from catalog.flag import Flag
from catalog.profile import Profile
from catalog.reasons import Reason, form_names
from catalog.verdict import OPEN, rules
from catalog.verdict_words import DOES_NOT_FIT, VERDICTS, WORDS
from scanner.wording import listed

_OPEN_WORDS: Mapping[str, str] = {
    "amount_impossible": "whether so much fits in",
    "piece_unknown": "what one piece is",
    "form_hidden": "the form",
    "directions_unread": "how much to take a day",
    "panel_unread": "what else is in it",
}
"""The open questions of verdict.OPEN, as part of a sentence."""
_WHAT_TO_DO: Mapping[str, str] = {
    "amount_impossible": "Open it on your Shelf and look whether the amount is the magnesium or its compound.",
    "piece_unknown": "Open it on your Shelf and type what one serving is.",
    "form_hidden": "Only the maker can say which form it is.",
    "directions_unread": "Say under “Who it is for” how many servings you take, or type the directions on your Shelf.",
    "panel_unread": "Look at the whole label, then say on your Shelf that nothing else is in it.",
}
_NAMED_TIES = 4
"""So many products of a tie are named, a larger tie is counted."""
_TITLE_LETTERS = 48


@dataclass(frozen=True, slots=True)
class Said:
    """What stands above the cards of a group, and so not in each."""

    sentences: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


NONE_SAID = Said()


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one verdict that are shown, with their places in the ranking."""

    verdict: str
    entries: Sequence[Entry]
    first: int
    """Place of the first of them in the list of all."""
    shared: tuple[Reason, ...]
    """Sentences for the head of the group."""
    said: Said


def groups(entries: Sequence[Entry], common_flags: frozenset[str] = frozenset()) -> Iterator[Group]:
    """The entries, best first, in groups of one verdict."""
    start = 0
    for place in range(1, len(entries) + 1):
        if place == len(entries) or entries[place].verdict != entries[start].verdict:
            found = entries[start:place]
            shared = tuple(_shared(found))
            said = Said(frozenset(reason.text for reason in shared), common_flags)
            yield Group(entries[start].verdict, found, start, shared, said)
            start = place


def _shared(entries: Sequence[Entry]) -> Iterator[Reason]:
    """Sentences that several products carry: open questions, findings for a form, what is true of all."""
    if len(entries) < 2:
        return
    count = Counter(reason.text for entry in entries for reason in entry.why)
    seen = set()
    for entry in entries:
        for reason in entry.why:
            times = count[reason.text]
            if reason.text in seen or times < 2:
                continue
            if reason.text in _open_texts() or times == len(entries) or _names_a_form(reason.text, entry):
                seen.add(reason.text)
                yield reason


def _names_a_form(sentence: str, entry: Entry) -> bool:
    return any(name in sentence for form in entry.product.forms for name in form_names(form).values())


def _open_texts() -> Mapping[str, str]:
    """Sentences of open questions to the id of each."""
    return {rules()[name].text: name for name in OPEN}


def common_flags(entries: Sequence[Entry]) -> frozenset[str]:
    """Texts of the flags that every one of the entries carries: of the person and not of a product."""
    if len(entries) < 2:
        return frozenset()
    texts = [{flag.text for flag in entry.flags} for entry in entries]
    return frozenset(set.intersection(*texts))


def head_sentence(reason: Reason, group: Group) -> str:
    """A shared sentence with the products it holds for, and what to do where it is an open question."""
    holders = [entry for entry in group.entries if any(one.text == reason.text for one in entry.why)]
    question = _open_texts().get(reason.text)
    sentence = reason.text
    if question is not None or not _names_a_form(reason.text, holders[0]):
        everyone = len(holders) == len(group.entries)
        sentence = f"For {'all' if everyone else len(holders)} of these: {_lower(sentence)}"
    return f"{sentence} {_WHAT_TO_DO[question]}" if question is not None else sentence


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def own_sentences(entry: Entry, said: Said) -> Iterator[Reason]:
    """Why the product has its verdict, without what stands above it or is named in its verdict's line."""
    flagged = {flag.kind for flag in entry.flags}
    above = flagged & {"above_limit", "above_limit_children"}
    open_texts = _open_texts()
    for reason in entry.why:
        if reason.text in said.sentences:
            continue
        if above and reason.text in {rules()[name].text for name in ("above_limit", "above_limit_minor")}:
            continue  # the flag says it with the figures
        question = open_texts.get(reason.text)
        if question is None:
            yield reason
        else:
            yield Reason(reason.part, f"{reason.text} {_WHAT_TO_DO[question]}", reason.source)


def own_flags(entry: Entry, said: Said) -> list[Flag]:
    """What the verdict does not say by itself. A flag that all products carry stands above them.

    That directions were not read is flagged beside the verdict: only the flag says how many servings are too many.
    """
    told = {reason.text for reason in entry.why}
    open_ = {name for text, name in _open_texts().items() if text in told}
    return [
        flag
        for flag in entry.flags
        if flag.text not in told and flag.text not in said.flags and _ASKS.get(flag.kind) not in open_
    ]


_ASKS: Mapping[str, str] = {"panel_not_read": "panel_unread", "serving_not_known": "piece_unknown"}
"""Flags that say what an open question of the verdict has said already."""


def open_questions(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What is not known of the product of this line of the score table, as parts of a sentence."""
    return tuple(words for name, words in _OPEN_WORDS.items() if bool(row.get(name, False)))


def if_so(entry: Entry, profile: Profile) -> str:
    """What the verdict would be if the open questions had the usual answers; "" where that cannot be said."""
    if entry.verdict_if is None:
        return ""
    product, assumed = entry.product, []
    if not product.has_directions and profile.servings_where_unread is None:
        assumed.append("at one serving a day")
    if product.panel_read != "whole":
        assumed.append("with nothing else in it")
    words = listed(assumed) or "if all is as it was read"
    return f"{words[:1].upper()}{words[1:]}: {WORDS[entry.verdict_if].lower()}."


def ties(entries: Sequence[Entry]) -> tuple[str, ...]:
    """One sentence for each group of products whose order says nothing; none for products that do not fit."""
    found: list[str] = []
    if not entries or VERDICTS.index(entries[0].verdict) <= DOES_NOT_FIT:
        return ()
    for position in dict.fromkeys(entry.position for entry in entries if entry.tied):
        tied = [entry for entry in entries if entry.position == position and entry.tied]
        if len(tied) < 2:
            continue
        if len(tied) <= _NAMED_TIES:
            found.append(f"Too close to call: {listed([_short(entry.product.title) for entry in tied])}.")
        else:
            found.append(f"Too close to call: the {len(tied)} products in place {position}.")
    return tuple(found)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LETTERS else f"{title[: _TITLE_LETTERS - 1]}…"
