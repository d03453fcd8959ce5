"""What a serving is: announced by name, told in a heading, or standing over a column."""

from __future__ import annotations

from dataclasses import replace

from scanner.parsed.page import ParsedPage
from scanner.records import Field, Serving
from scanner.statements.announced import announced
from scanner.statements.counts import PIECES, counts, piece_of
from scanner.statements.findings import Finding, choose
from scanner.statements.headings import headed, over_columns, without_blanks
from scanner.statements.running import run_on
from scanner.statements.told import Counted

_MOST_PIECES = 40
"""More to swallow at once is the pack: "per serving" and "240 capsules" in two medallions side by side."""


def read_serving(page: ParsedPage) -> Field[Serving]:
    """The serving of the default column; *check* where two statements disagree."""
    lines = [Counted(line, counts(line)) for line in page.lines]
    found = [*announced(lines, page.languages), *headed(lines), *over_columns(lines)]
    found += [one for line in page.lines for one in without_blanks(line, page.languages)]
    for line in run_on(page):
        alone = [Counted(line, counts(line))]
        found += [*announced(alone, page.languages), *headed(alone)]
    field = choose([one for one in found if not _is_a_pack(one)], "no serving size was found")
    if field.value is None or field.value.piece is not None:
        return field
    unit = field.value.unit
    pieces = (piece_of(span, unit) for line in page.lines for span in line.spans if span.kind == "word")
    return replace(field, value=replace(field.value, piece=next(filter(None, pieces), None)))


def _is_a_pack(finding: Finding) -> bool:
    serving = finding.value
    return isinstance(serving, Serving) and serving.unit in PIECES and serving.quantity > _MOST_PIECES
