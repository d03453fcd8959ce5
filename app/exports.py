"""A comparison to take along: CSV, JSON, and one page to print that asks nothing of the network."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.for_whom import figures_source, intake_words, limit_words, stop_words, take_lines
from app.markup import EMPTY, Html, join, tag
from app.ranked_card import daily_range
from app.side_ingredients import SIDE_INGREDIENT_FLAGS
from app.to_check import to_check, words_to_check
from app.verdict_groups import (
    Group,
    Said,
    common_flags,
    groups,
    head_sentence,
    if_so,
    own_flags,
    own_sentences,
    ties,
)
from catalog.entry import Entry
from catalog.flag import Flag
from catalog.how_to_take import Line
from catalog.profile import Profile
from catalog.ranking import Ranking
from catalog.safety import NOT_ADVICE
from catalog.sources import sources
from catalog.verdict_words import WORDS
from scanner.cells import defused
from scanner.wording import form_name, listed


def csv_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The rows as CSV with a header; None is an empty cell."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: defused(row.get(name)) for name in columns} for row in rows)
    return file.getvalue()


COLUMNS = (
    *("position", "tied", "verdict", "verdict_if", "why", "title", "brand", "name", "forms"),
    *("mg_per_day_low", "mg_per_day_high", "has_directions", "price_per_100_mg", "currency"),
    *("score", "score_high", "evidence_grade", "group", "flags", "reasons", "cannot_be_ranked", "to_check"),
)
_AS_THEY_ARE = (
    *("position", "tied", "verdict", "verdict_if", "title", "brand", "name"),
    *("has_directions", "price_per_100_mg", "currency", "score", "group"),
)


def ranking_csv(ranking: Ranking) -> str:
    """The ranked products, best first, then those that are not ranked, with the reason."""
    rows: list[dict[str, Any]] = [
        {
            **{name: entry[name] for name in _AS_THEY_ARE},
            "why": _texts(entry["why"]),
            "forms": "|".join(entry["forms"]),
            "mg_per_day_low": entry["daily_mg"][0],
            "mg_per_day_high": entry["daily_mg"][1],
            "score_high": entry["band"][1],
            "evidence_grade": entry["grade"],
            "flags": _texts(entry["flags"]),
            "reasons": _texts(entry["reasons"]),
            "to_check": listed(to_check(one.product)),
        }
        for one, entry in ((one, one.as_dict()) for one in ranking.entries)
    ]
    rows += [
        {
            "verdict": one.verdict,
            "title": one.product.title,
            "brand": one.product.brand,
            "name": one.product.name,
            "flags": _texts([flag.as_dict() for flag in one.flags]),
            "cannot_be_ranked": one.text,
            "to_check": listed(to_check(one.product)),
        }
        for one in ranking.unranked
    ]
    return csv_of(rows, COLUMNS)


def _texts(said: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(one["text"] for one in said)


def ranking_json(ranking: Ranking) -> str:
    """The whole ranking as JSON; everything beyond ASCII is escaped."""
    found = ranking.as_dict()
    for entry, one in zip(found["entries"], ranking.entries, strict=True):
        entry["to_check"] = list(to_check(one.product))
    return json.dumps(found, indent=1)


_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 48em; margin: 2em auto; padding: 0 1em; color: #1d2523; }
h1 { font-size: 1.5em; margin-bottom: .2em; } h2 { font-size: 1.15em; margin: 1.4em 0 .3em; }
h3 { font-size: 1em; margin: .8em 0 .1em; }
p, ul { margin: .3em 0; } li { margin: .15em 0; overflow-wrap: anywhere; }
.faint { color: #59605d; font-size: .9em; } article { break-inside: avoid; border-top: 1px solid #d8d5cd; }
"""
_ALLOWED = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    '<meta name="referrer" content="no-referrer">'
)
"""The second lock: a browser runs and fetches nothing in this page, whatever a name on a label has in it."""


def report(ranking: Ranking, confirmed: frozenset[int] = frozenset()) -> str:
    """One page of HTML to print: no script, and no address that a browser would fetch.

    ``confirmed``: `id` of the products whose other ingredients a person has confirmed; flags about those of the
    others are to be checked.
    """
    entries = ranking.entries[:]
    shared = common_flags(entries)
    lines = () if ranking.stop else take_lines(ranking.goal.id, ranking.profile)
    used = dict.fromkeys(
        [
            *ranking.goal.source,
            *(source for line in lines for source in line.source),
            *figures_source(ranking.profile),
            *(source for one in ranking.entries for reason in one.why for source in reason.source),
            *(source for one in ranking.entries for flag in one.flags for source in flag.source.split("|")),
        ]
    )
    title = f"Magnesium products for {ranking.goal.name}"
    body = tag(
        "main",
        tag("h1", title),
        tag("p", f"{datetime.now(UTC):%Y-%m-%d}", class_="faint"),
        tag("p", ranking.goal.headline),
        tag("p", ranking.goal.cannot),
        _how_to_take(lines),
        tag("p", limit_words(ranking.profile), " ", intake_words(ranking.profile)),
        tag("p", stop_words(ranking.stop)) if ranking.stop else EMPTY,
        tag("p", NOT_ADVICE),
        tag("p", tag("strong", ranking.note)) if ranking.note else EMPTY,
        _flags([flag for flag in entries[0].flags if flag.text in shared], "For all of these:")
        if shared
        else EMPTY,
        join([_group(group, ranking.profile, confirmed) for group in groups(entries, shared)]),
        _unranked(ranking),
        tag("h2", "Sources"),
        tag("ul", join([tag("li", _source(id_)) for id_ in used if id_ in sources()])),
    )
    head = tag(
        "head", Html(f'<meta charset="utf-8">{_ALLOWED}'), tag("title", title), tag("style", Html(_STYLE))
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', body), lang='en')}\n"


def _how_to_take(lines: Sequence[Line]) -> Html:
    if not lines:
        return EMPTY
    items = tag("ul", join([tag("li", line.text) for line in lines]))
    return tag("section", tag("h2", "How people take it"), items)


def _group(group: Group, profile: Profile, confirmed: frozenset[int]) -> Html:
    heads = [tag("li", head_sentence(reason, group)) for reason in group.shared]
    return tag(
        "section",
        tag("h2", WORDS[group.verdict]),
        tag("ul", join(heads)) if heads else EMPTY,
        join([tag("p", sentence) for sentence in ties(group.entries)]),
        join([_entry(entry, group.said, profile, id(entry.product) in confirmed) for entry in group.entries]),
    )


def _entry(entry: Entry, said: Said, profile: Profile, confirmed: bool) -> Html:
    place = "" if entry.position is None else f"{entry.position}. "
    forms = listed([form_name(form) for form in entry.product.forms]) or "form not known"
    why = [tag("li", reason.text) for reason in own_sentences(entry, said)]
    flags = [_flag(flag, confirmed) for flag in own_flags(entry, said)]
    would_be = f" {if_so(entry, profile)}" if entry.verdict_if else ""
    return tag(
        "article",
        tag("h3", f"{place}{entry.product.title}"),
        tag("p", f"{entry.words}.{would_be} {_capital(forms)}, {daily_range(entry, profile)}."),
        tag("p", tag("strong", f"{words}.")) if (words := words_to_check(entry.product)) else EMPTY,
        tag("ul", join([*why, *flags])) if why or flags else EMPTY,
    )


def _flag(flag: Flag, confirmed: bool) -> Html:
    doubted = not confirmed and flag.kind in SIDE_INGREDIENT_FLAGS
    return tag("li", tag("strong", "to check: " if doubted else f"{flag.severity}: "), flag.text)


def _flags(flags: Iterable[Flag], head: str) -> Html:
    return join([tag("p", head), tag("ul", join([_flag(flag, True) for flag in flags]))])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _unranked(ranking: Ranking) -> Html:
    if not ranking.unranked:
        return EMPTY
    rows = []
    for one in ranking.unranked:
        flags = [_flag(flag, False) for flag in one.flags]
        rows.append(
            tag(
                "li",
                f"{one.product.title}: {one.words}. {one.text}",
                tag("ul", join(flags)) if flags else EMPTY,
            )
        )
    return tag("section", tag("h2", "Not ranked"), tag("ul", join(rows)))


def _source(source_id: str) -> str:
    source = sources()[source_id]
    number = f" doi {source.doi}" if source.doi else f" PMID {source.pmid}" if source.pmid else ""
    return f"{source.citation}{number}"
