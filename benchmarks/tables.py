"""The figures as Markdown tables, for the README and for reading on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.measure import Run
from benchmarks.scoring import FIELDS
from benchmarks.tally import GROUPS, Count, Tally

_FIELD_WORDS = {
    "dose": "elemental mg",
    "forms": "forms",
    "serving": "serving",
    "per_container": "per container",
    "percent_dv": "% of daily value",
}

_LEGEND = (
    "*Right*: of all photos where the field is scored. *Found*: of those that print it. *Sure and right*: of those"
    " that print it, how many may be used without asking. *Sure-wrong*: not right, of all marked sure. In brackets"
    " the 95 % interval (Wilson)."
)


def report(title: str, tallies: Mapping[str, Tally], runs: Mapping[str, Run]) -> str:
    """All tables over one set of photos."""
    first = next(iter(runs.values()))
    parts = [
        f"## {title} ({len(first.readings)} photos)",
        overview(tallies, runs),
        _LEGEND,
        field_table(tallies),
        "Of what is marked sure, and of what is marked check, how much was right (95 % interval).",
        reliability_table(tallies),
        *(group_table(group, tallies) for group in GROUPS if any(t.groups[group] for t in tallies.values())),
    ]
    return "\n\n".join(parts)


def overview(tallies: Mapping[str, Tally], runs: Mapping[str, Run]) -> str:
    """One row per reader: found per field, whole products, wrong doses, seconds and memory."""
    header = [
        "reader",
        *(_FIELD_WORDS[field] for field in FIELDS),
        "whole product",
        "wrong doses",
        "CPU s, median / p95",
        "peak MB",
    ]
    rows = [
        [
            reader,
            *(_percent(tally.fields[field].found) for field in FIELDS),
            _percent(tally.product),
            str(tally.fields["dose"].wrong),
            f"{runs[reader].median_cpu_seconds:.1f} / {runs[reader].p95_cpu_seconds:.1f}",
            f"{runs[reader].peak_mb:.0f}",
        ]
        for reader, tally in tallies.items()
    ]
    return markdown(header, rows)


def field_table(tallies: Mapping[str, Tally]) -> str:
    """One row per reader and field, with everything that ``score`` counts."""
    header = ["reader", "field", "right", "found", "wrong", "empty", "sure and right", "sure-wrong"]
    rows = []
    for reader, tally in tallies.items():
        for field, counted in tally.fields.items():
            rows.append(
                [
                    reader,
                    _FIELD_WORDS[field],
                    _of(counted.right),
                    _with_interval(counted.found),
                    str(counted.wrong),
                    str(counted.empty),
                    _with_share(counted.sure_found),
                    _with_interval(counted.sure_wrong),
                ]
            )
        rows.append([reader, "whole product", _of(tally.product), _with_interval(tally.product), *[""] * 4])
    return markdown(header, rows)


def reliability_table(tallies: Mapping[str, Tally]) -> str:
    """How far the words sure and check can be believed."""
    rows = [
        [
            reader,
            _FIELD_WORDS[field],
            _with_interval(
                Count(counted.sure_wrong.total - counted.sure_wrong.hits, counted.sure_wrong.total)
            ),
            _with_interval(counted.check_right),
        ]
        for reader, tally in tallies.items()
        for field, counted in tally.fields.items()
    ]
    return markdown(["reader", "field", "sure: right", "check: right"], rows)


def group_table(group: str, tallies: Mapping[str, Tally]) -> str:
    """Whole products right, one row per value of ``group``, one column per reader."""
    values = sorted({value for tally in tallies.values() for value in tally.groups[group]})
    nothing = Count(0, 0)
    rows = [
        [value, *(_of(tally.groups[group].get(value, nothing)) for tally in tallies.values())]
        for value in values
    ]
    return markdown([f"whole product, by {group}", *tallies], rows)


def figures(tally: Tally, run: Run) -> dict[str, Any]:
    """The same figures for programs."""
    return {
        **asdict(tally),
        "photos": len(run.readings),
        "cpu_seconds": {"median": run.median_cpu_seconds, "p95": run.p95_cpu_seconds},
        "peak_mb": run.peak_mb,
    }


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


def _with_interval(count: Count) -> str:
    if not count.total:
        return "–"
    low, high = count.interval
    return f"{_with_share(count)} ({100 * low:.0f} to {100 * high:.0f} %)"
