"""The figures as Markdown tables, for the README and for reading on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.measure import Run
from benchmarks.reliability import STATES, Reliability
from benchmarks.scoring import FIELDS
from benchmarks.tally import GROUPS, Tally
from benchmarks.wilson import Count

_FIELD_WORDS = {
    "dose": "elemental mg",
    "compound": "compound mg",
    "forms": "forms",
    "serving": "serving",
    "per_container": "per container",
    "percent_dv": "% of daily value",
    "directions": "servings a day",
}

_LEGEND = (
    "*Right*: of all photos where the field is scored. *Found*: of those that print it. In brackets the 95 % interval"
    " (Wilson)."
)
_RELIABILITY = (
    "Of what is marked sure, check or missing, how much was right. *Coverage*: of those that print it, how many are"
    " right and sure: so much may be used without asking."
)
_RARE = 10
_SIGNALS = (
    f"The same by what the state was told from: its reason, with “…” for the label's words and N for its figures."
    f" Signals that decided fewer than {_RARE} times are in the JSON only."
)


def report(title: str, tallies: Mapping[str, Tally], runs: Mapping[str, Run]) -> str:
    """All tables over one set of photos."""
    first = next(iter(runs.values()))
    parts = [
        f"## {title} ({len(first.readings)} photos)",
        overview(tallies, runs),
        _LEGEND,
        field_table(tallies),
        *([row_table(tallies)] if any(tally.rows.right.total for tally in tallies.values()) else []),
        *(
            group_table(group, tallies)
            for group in GROUPS
            if any(len(t.groups[group]) > 1 for t in tallies.values())
        ),
        _RELIABILITY,
        reliability_table(tallies),
        *([_SIGNALS, signals] if (signals := signal_table(tallies)) else []),
        *([letters_table(tallies)] if any(_letters(tally) for tally in tallies.values()) else []),
        wrong_table(tallies),
    ]
    return "\n\n".join(parts)


def overview(tallies: Mapping[str, Tally], runs: Mapping[str, Run]) -> str:
    """One row per reader: found per field, rows, whole products, wrong doses, seconds and memory."""
    header = [
        "reader",
        *(_FIELD_WORDS[field] for field in FIELDS),
        "rows",
        "whole product",
        "wrong doses",
        "CPU s, median / p95",
        "peak MB",
    ]
    rows = [
        [
            reader,
            *(_percent(tally.fields[field].found) for field in FIELDS),
            _percent(tally.rows.right),
            _percent(tally.product),
            str(tally.fields["dose"].wrong),
            f"{runs[reader].median_cpu_seconds:.2g} / {runs[reader].p95_cpu_seconds:.2g}",
            f"{runs[reader].peak_mb:.0f}",
        ]
        for reader, tally in tallies.items()
    ]
    return markdown(header, rows)


def field_table(tallies: Mapping[str, Tally]) -> str:
    """One row per reader and field: how many were right, wrong or empty."""
    header = ["reader", "field", "right", "found", "wrong", "empty"]
    rows = []
    for reader, tally in tallies.items():
        rows += [
            [
                reader,
                _FIELD_WORDS[field],
                _of(counted.right),
                _with_interval(counted.found),
                str(counted.wrong),
                str(counted.empty),
            ]
            for field, counted in tally.fields.items()
        ]
        rows.append([reader, "whole product", _of(tally.product), _with_interval(tally.product), "", ""])
    return markdown(header, rows)


def row_table(tallies: Mapping[str, Tally]) -> str:
    """The rows of the panels: one line per reader, and one for each kind of label where there are several."""
    header = ["reader", "rows of", "right", "wrong", "missing", "made up", "sure and wrong"]
    rows = []
    for reader, tally in tallies.items():
        kinds = {kind: group.rows for kind, group in tally.groups["kind"].items() if group.rows.right.total}
        for kind, counted in {"all": tally.rows, **(kinds if len(kinds) > 1 else {})}.items():
            rows.append(
                [
                    reader,
                    kind,
                    _with_interval(counted.right),
                    str(counted.wrong),
                    str(counted.missing),
                    str(counted.made_up),
                    _of(counted.reliability.sure_wrong),
                ]
            )
    return markdown(header, rows)


def group_table(group: str, tallies: Mapping[str, Tally]) -> str:
    """Whole products and rows right, and what is sure and wrong: one line per value of ``group``."""
    values = sorted({value for tally in tallies.values() for value in tally.groups[group]})
    header = [f"by {group}"]
    for reader in tallies:
        header += [f"{reader}: whole product", "rows", "sure and wrong"]
    rows = []
    for value in values:
        line = [value]
        for tally in tallies.values():
            found = tally.groups[group].get(value)
            counts = (found.product, found.rows.right, found.sure_wrong) if found else (Count(0, 0),) * 3
            line += map(_of, counts)
        rows.append(line)
    return markdown(header, rows)


def reliability_table(tallies: Mapping[str, Tally]) -> str:
    """How far the words sure, check and missing can be believed, and how much is sure."""
    rows = [
        [
            reader,
            field,
            *(_with_interval(found.states[state]) for state in STATES),
            _with_share(found.coverage),
        ]
        for reader, tally in tallies.items()
        for field, found in _reliabilities(tally)
    ]
    return markdown(["reader", "field", *(f"{state}: right" for state in STATES), "coverage"], rows)


def signal_table(tallies: Mapping[str, Tally]) -> str:
    """The same by signal, without those that were rare; all of them are in the JSON. "" where all were."""
    rows = [
        [reader, field, state, signal, _with_interval(counted)]
        for reader, tally in tallies.items()
        for field, found in _reliabilities(tally)
        for state, signals in found.signals.items()
        for signal, counted in signals.items()
        if counted.total >= _RARE
    ]
    return markdown(["reader", "field", "state", "signal", "right"], rows) if rows else ""


def letters_table(tallies: Mapping[str, Tally]) -> str:
    """Of what is sure, how much was right by the confidence of the least clear word that it was read from."""
    rows = [
        [reader, field, band, _with_interval(counted)]
        for reader, tally in tallies.items()
        for field, found in _reliabilities(tally)
        for band, counted in found.letters.items()
    ]
    return markdown(["reader", "field", "clearness of the letters", "sure: right"], rows)


def wrong_table(tallies: Mapping[str, Tally]) -> str:
    """The figure that counts most: wrong among all that is sure."""
    rows = [[reader, _with_interval(tally.sure_wrong, places=1)] for reader, tally in tallies.items()]
    return markdown(["reader", "wrong among all sure"], rows)


def _reliabilities(tally: Tally) -> list[tuple[str, Reliability]]:
    found = [(_FIELD_WORDS[field], counted.reliability) for field, counted in tally.fields.items()]
    return [*found, *([("rows", tally.rows.reliability)] if tally.rows.right.total else [])]


def _letters(tally: Tally) -> bool:
    return any(found.letters for _, found in _reliabilities(tally))


def figures(tally: Tally, run: Run) -> dict[str, Any]:
    """The same figures for programs."""
    return {
        **_plain(asdict(tally)),
        "photos": len(run.readings),
        "cpu_seconds": {"median": run.median_cpu_seconds, "p95": run.p95_cpu_seconds},
        "peak_mb": run.peak_mb,
    }


def _plain(counted: Any) -> Any:
    """Every count with its interval."""
    if not isinstance(counted, dict):
        return counted
    if counted.keys() == {"hits", "total"}:
        return {**counted, "interval": Count(**counted).interval}
    return {key: _plain(value) for key, value in counted.items()}


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns also line up as plain text."""
    widths = [max(len(line[place]) for line in (header, *rows)) for place in range(len(header))]
    ruler = ["-" * width for width in widths]
    lines = (header, ruler, *rows)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def _of(count: Count) -> str:
    return f"{count.hits}/{count.total}" if count.total else "–"


def _percent(count: Count) -> str:
    return f"{100 * count.hits / count.total:.0f} %" if count.total else "–"


def _with_share(count: Count) -> str:
    return f"{_of(count)} = {_percent(count)}" if count.total else "–"


def _with_interval(count: Count, places: int = 0) -> str:
    if not count.total:
        return "–"
    low, high = count.interval
    share = f"{_of(count)} = {100 * count.hits / count.total:.{places}f} %"
    return f"{share} ({100 * low:.{places}f} to {100 * high:.{places}f} %)"
