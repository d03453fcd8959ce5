"""A ranking as a person sees it: places with their reasons, then what cannot be ranked yet and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scanner.screen_text import visible
from scanner.wording import form_name, number

_FIGURES = frozenset({"place", "mg a day", "score of 100"})


def rank_table(ranking: Mapping[str, Any]) -> RenderableType:
    """The ranking that ``catalog.rank_file`` gives as JSON, for the terminal."""
    parts: list[RenderableType] = [
        Text(visible(ranking["headline"]), "bold"),
        Text(visible(ranking["cannot"])),
    ]
    if ranking["stop"] is not None:
        return Group(*parts, Text(visible(ranking["stop"]["text"]), "bold red"))
    if ranking["entries"]:
        parts.append(_places(ranking["entries"]))
        parts.extend(line for entry in ranking["entries"] for line in _reasons(entry))
    left = ranking["ranked"] - len(ranking["entries"])
    if left:
        parts.append(Text(f"{left} more were ranked; --top shows more of them.", "dim"))
    if ranking["unranked"]:
        parts.append(Text("\nCannot be ranked yet", "bold"))
        parts.extend(Text(visible(f"{one['title']}: {one['text']}")) for one in ranking["unranked"])
    return Group(*parts)


def _places(entries: list[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for header in ("place", "product", "form", "mg a day", "score of 100", "evidence"):
        table.add_column(header, justify="right" if header in _FIGURES else "left", overflow="fold")
    for entry in entries:
        table.add_row(
            f"{entry['position']}{' (tie)' if entry['tied'] else ''}",
            Text(visible(entry["title"]), "bold" if entry["best_match"] else ""),
            Text(visible(", ".join(form_name(form) for form in entry["forms"]) or "not disclosed")),
            _range(entry["daily_mg"]),
            _score(entry),
            Text(visible(entry["grade"])),
        )
    return table


def _range(pair: list[float]) -> str:
    low, high = (number(round(value, 1)) for value in pair)
    return low if low == high else f"{low} to {high}"


def _score(entry: Mapping[str, Any]) -> str:
    low, high = entry["band"]
    band = "" if low == high else f" ({number(low)} to {number(high)})"
    return f"{number(entry['score'])}{band}"


def _reasons(entry: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(visible(f"{entry['position']}. {entry['title']}"), "bold")
    for part in entry["reasons"]:
        yield _indented(Text.assemble(visible(part["text"]), _cited(part["source"])))
    for flag in entry["flags"]:
        severity = (f"{visible(flag['severity'])}: ", "bold")
        yield _indented(Text.assemble(severity, visible(flag["text"]), _cited(flag["source"])))


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))


def _cited(source: str) -> tuple[str, str]:
    return (f" [{visible(source.replace('|', ', '))}]" if source else "", "dim")
