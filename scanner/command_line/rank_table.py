"""A ranking as a person sees it: verdicts with their reasons, then what cannot be ranked and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from catalog.sources import sources
from catalog.verdict_words import WORDS
from scanner.screen_text import visible
from scanner.wording import form_name, listed, number

_FIGURES = frozenset({"place", "mg a day"})

WAYS_ON = {"minor": "Add --adult-present if an adult is looking along."}
"""What a person may do about a stop, by its condition, where more than asking a doctor is open to them."""


def rank_table(ranking: Mapping[str, Any]) -> RenderableType:
    """The ranking that ``catalog.rank_file`` gives as JSON, for the terminal."""
    return Group(*_parts(ranking), *_source_key(ranking["sources"]), Text(f"\n{ranking['note']}", "bold"))


def _parts(ranking: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield Text(visible(ranking["headline"]), "bold")
    yield Text.assemble(visible(ranking["cannot"]), _cited(ranking["source"]))
    stop = ranking["stop"]
    if stop is not None:
        yield Text.assemble((visible(stop["text"]), "bold red"), _cited(stop["source"]))
        if stop["condition"] in WAYS_ON:
            yield Text(WAYS_ON[stop["condition"]])
    said = None if stop is None else stop["condition"]
    yield from _for_you([flag for flag in ranking["for_you"] if flag["data"]["id"] != said])
    yield from _how_to_take(ranking)
    if ranking["untested"]:
        yield Text(f"\n{visible(ranking['untested'])}", "bold")
    if ranking["entries"]:
        yield _places(ranking["entries"])
        yield from _ties(ranking["entries"])
        for entry in ranking["entries"]:
            yield from _reasons(entry)
    left = ranking["ranked"] - len(ranking["entries"])
    if left:
        yield Text(f"{left} more were ranked; --top shows more of them.", "dim")
    if ranking["unranked"]:
        yield Text("\nNot ranked", "bold")
        for one in ranking["unranked"]:
            yield Text(visible(f"{one['title']}: {WORDS[one['verdict']]}. {one['text']}"))
            yield from _flags(one)


def _how_to_take(ranking: Mapping[str, Any]) -> Iterator[RenderableType]:
    """How people take it for the goal, and the recommended intake beside the limit."""
    if ranking["stop"] is None:
        yield Text("\nHow people take it", "bold")
        for line in ranking["how_to_take"]:
            yield _indented(Text.assemble(visible(line["text"]), _cited(line["source"])))
        if ranking["intake"]:
            yield _indented(Text(visible(ranking["intake"])))


def _for_you(flags: list[Mapping[str, Any]]) -> Iterator[RenderableType]:
    """What holds for the person with any of the products, said once."""
    if flags:
        yield Text("\nFor you", "bold")
        yield from map(_flag, flags)


def _source_key(sources: Mapping[str, Mapping[str, str]]) -> Iterator[RenderableType]:
    if sources:
        yield Text("\nSources", "bold")
        for id_, source in sources.items():
            yield _indented(Text(visible(f"[{id_}] {source['citation']} ({source['read']})"), "dim"))


def _places(entries: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for header in ("place", "verdict", "product", "form", "mg a day", "evidence"):
        table.add_column(header, justify="right" if header in _FIGURES else "left", overflow="fold")
    for entry in entries:
        table.add_row(
            _place(entry),
            WORDS[entry["verdict"]],
            Text(visible(entry["title"]), "bold" if entry["verdict"] == "fits" else ""),
            Text(visible(", ".join(form_name(form) for form in entry["forms"]) or "not disclosed")),
            _range(entry["daily_mg"]),
            Text(visible(entry["grade"])),
        )
    return table


def _place(entry: Mapping[str, Any]) -> str:
    if entry["position"] is None:
        return "-"
    return f"{entry['position']}"


def _ties(entries: list[Mapping[str, Any]]) -> Iterator[RenderableType]:
    """Which products are too close to each other to be told apart, once for each group of them."""
    tied: dict[int, list[str]] = {}
    for entry in entries:
        if entry["tied"]:
            tied.setdefault(entry["position"], []).append(entry["title"])
    for titles in tied.values():
        yield _indented(Text(visible(f"Too close to call: {listed(titles)}.")))


def _range(pair: list[float]) -> str:
    low, high = (number(round(value, 1)) for value in pair)
    return low if low == high else f"{low} to {high}"


def _reasons(entry: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield Text("")
    place = "" if entry["position"] is None else f"{entry['position']}. "
    yield Text(visible(f"{place}{entry['title']}: {WORDS[entry['verdict']]}"), "bold")
    for part in entry["why"]:
        yield _indented(Text.assemble((visible(part["text"]), "bold"), _cited(part["source"])))
    if entry["verdict_if"] is not None:
        yield _indented(Text(f"If nothing else speaks against it: {WORDS[entry['verdict_if']].lower()}."))
    if entry["to_check"]:
        yield _indented(Text(f"Still to be checked: {listed(entry['to_check'])}."))
    for part in entry["reasons"]:
        yield _indented(Text.assemble(visible(part["text"]), _cited(part["source"])))
    yield from _flags(entry)


def _flags(entry: Mapping[str, Any]) -> Iterator[RenderableType]:
    """The flags of a product, without those that hold for the person with any product."""
    for flag in entry["flags"]:
        if flag["data"].get("about") != "person":
            yield _flag(flag)


def _flag(flag: Mapping[str, Any]) -> Padding:
    severity = (f"{visible(flag['severity'])}: ", "bold")
    return _indented(Text.assemble(severity, visible(flag["text"]), _cited(flag["source"])))


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))


def _cited(source: str) -> tuple[str, str]:
    """The sources of a sentence; nothing for our own reckoning, which nobody can open."""
    ids = [id_ for id_ in source.split("|") if id_ not in sources() or not sources()[id_].is_own]
    return (f" [{visible(', '.join(ids))}]" if source and ids else "", "dim")
