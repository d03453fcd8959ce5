"""A comparison to take along: CSV, JSON, and one page to print that asks nothing of the network."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.markup import EMPTY, Html, join, tag
from app.to_check import to_check, words_to_check
from catalog.product import Product
from catalog.ranking import Ranking
from catalog.sources import sources
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
    *("position", "tied", "title", "brand", "name", "forms", "mg_per_day_low", "mg_per_day_high", "score"),
    *("score_low", "score_high", "evidence_grade", "group", "flags", "reasons", "cannot_be_ranked"),
    "to_check",
)


def ranking_csv(ranking: Ranking) -> str:
    """The ranked products, then those that cannot be ranked yet, with the reason."""
    rows: list[dict[str, Any]] = [
        {
            **{
                name: entry[name] for name in ("position", "tied", "title", "brand", "name", "score", "group")
            },
            "forms": "|".join(entry["forms"]),
            "mg_per_day_low": entry["daily_mg"][0],
            "mg_per_day_high": entry["daily_mg"][1],
            "score_low": entry["band"][0],
            "score_high": entry["band"][1],
            "evidence_grade": entry["grade"],
            "flags": " ".join(flag["text"] for flag in entry["flags"]),
            "reasons": " ".join(reason["text"] for reason in entry["reasons"]),
            "to_check": listed(to_check(one.product)),
        }
        for one, entry in ((one, one.as_dict()) for one in ranking.entries)
    ]
    rows += [
        {
            "title": one.product.title,
            "cannot_be_ranked": one.text,
            "to_check": listed(to_check(one.product)),
        }
        for one in ranking.unranked
    ]
    return csv_of(rows, COLUMNS)


def ranking_json(ranking: Ranking) -> str:
    """The whole ranking as JSON; everything beyond ASCII is escaped."""
    found = ranking.as_dict()
    for entry, one in zip(found["entries"], ranking.entries, strict=True):
        entry["to_check"] = list(to_check(one.product))
    return json.dumps(found, indent=1)


_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 48em; margin: 2em auto; padding: 0 1em; color: #1d2523; }
h1 { font-size: 1.5em; margin-bottom: .2em; } h2 { font-size: 1.1em; margin: 1.2em 0 .2em; }
p, ul { margin: .3em 0; } li { margin: .15em 0; overflow-wrap: anywhere; }
.faint { color: #59605d; font-size: .9em; } article { break-inside: avoid; border-top: 1px solid #d8d5cd; }
"""
_ALLOWED = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    '<meta name="referrer" content="no-referrer">'
)
"""The second lock: a browser runs and fetches nothing in this page, whatever a name on a label has in it."""
NOT_ADVICE = (
    "This compares labels; it is not medical advice. "
    "With kidney disease or medicines ask a professional first."
)


_MOST_REASONS = 3
"""As on the cards: the sheet is to be taken in at a glance, the JSON has them all."""


def report(ranking: Ranking) -> str:
    """One page of HTML to print: no script, and no address that a browser would fetch."""
    entries = [entry.as_dict() for entry in ranking.entries]
    used = dict.fromkeys(
        id_
        for entry in entries
        for part in (*entry["reasons"][:_MOST_REASONS], *entry["flags"])
        for id_ in part["source"].split("|")
    )
    title = f"Magnesium products for {ranking.goal.name}"
    made = f"{datetime.now(UTC):%Y-%m-%d}, limits of {ranking.profile.authority}"
    body = tag(
        "main",
        tag("h1", title),
        tag("p", made, class_="faint"),
        tag("p", ranking.goal.headline),
        tag("p", ranking.goal.cannot),
        tag("p", ranking.stop.text if ranking.stop else NOT_ADVICE),
        join([_entry(entry, one.product) for entry, one in zip(entries, ranking.entries, strict=True)]),
        _unranked(ranking),
        tag("h2", "Sources"),
        tag("ul", join([tag("li", _source(id_)) for id_ in used if id_ in sources()])),
    )
    head = tag(
        "head", Html(f'<meta charset="utf-8">{_ALLOWED}'), tag("title", title), tag("style", Html(_STYLE))
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', body), lang='en')}\n"


def _entry(entry: Mapping[str, Any], product: Product) -> Html:
    low, high = entry["daily_mg"]
    dose = f"{low:g} mg" if low == high else f"{low:g} to {high:g} mg"
    tie = " (tie)" if entry["tied"] else ""
    said = [tag("li", reason["text"]) for reason in entry["reasons"][:_MOST_REASONS]]
    flags = [tag("li", tag("strong", f"{flag['severity']}: "), flag["text"]) for flag in entry["flags"]]
    forms = listed([form_name(form) for form in entry["forms"]]) or "form not known"
    facts = f"{forms} · {dose} a day · {entry['score']} of 100"
    return tag(
        "article",
        tag("h2", f"{entry['position']}{tie}. {entry['title']}"),
        tag("p", f"{facts} · evidence: {entry['grade']}"),
        tag("p", tag("strong", f"{words}.")) if (words := words_to_check(product)) else EMPTY,
        tag("ul", join([*flags, *said])),
    )


def _unranked(ranking: Ranking) -> Html:
    if not ranking.unranked:
        return EMPTY
    rows = [tag("li", f"{one.product.title}: {one.text}") for one in ranking.unranked]
    return tag("section", tag("h2", "Cannot be ranked yet"), tag("ul", join(rows)))


def _source(source_id: str) -> str:
    source = sources()[source_id]
    number = f" doi {source.doi}" if source.doi else f" PMID {source.pmid}" if source.pmid else ""
    return f"{source.citation}{number}"
