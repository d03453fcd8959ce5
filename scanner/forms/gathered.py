"""What the statements of a page say together: the forms, and what speaks against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalog.forms import closest
from catalog.names import is_named_alone, magnesium_spans
from scanner.allowance import first
from scanner.forms.mentions import Mention, mentions, of_row, standing_alone
from scanner.forms.statements import Statement, begins, paragraphs, row_of
from scanner.panel.pieces import TITLES, Part, depth
from scanner.panel.table import Table, TableRow
from scanner.parsed.page import Line, ParsedPage
from scanner.records import Field, missing

Forms = Field[tuple[str, ...]]
UNSPECIFIC = frozenset({"amino_acid_chelate"})
"""A class of forms: given up where a member of it is named."""
_PANEL = (*TITLES, "serving.size", "column.percent")
"""What is printed on the side with the amounts, and on no front."""
_MOST_STATEMENTS = 400
"""Statements on one side: what has more is no label."""
_NEXT_LINE = 2
"""From a line to the next, in heights."""
_SHORT = 3
"""A salt that stands alone on a front is a line of at most this many words."""


def read_forms(page: ParsedPage, tables: Sequence[Table], chosen: Sequence[Part]) -> Forms:
    """The forms that the rows of a panel name, else its lists of ingredients, else whatever speaks of magnesium.

    ``chosen`` is the name from which the dose was taken; its forms come first. They are sure only where no statement of
    the page names another source of magnesium. Without a form the value is empty where magnesium is named, and the
    field is missing where it is not.
    """
    others = tuple(first(_MOST_STATEMENTS, paragraphs(page, tables)))
    rows = [_carried_on(one, others) for one in first(_MOST_STATEMENTS, _rows(tables, chosen))]
    in_rows = _without_class([mention for one in rows for mention in of_row(one)])
    in_lists = [mention for one in others if one.kind == "list" for mention in mentions(one)]
    in_texts = [mention for one in others if one.kind == "text" for mention in mentions(one)]
    if all(mention.loose and mention.form in UNSPECIFIC for mention in in_rows) and (in_lists or in_texts):
        in_rows = []
    if in_rows:
        return _against(_of_rows(in_rows), (*in_lists, *in_texts))
    if not any(line.first(*_PANEL) for line in page.lines):
        known = {mention.form for mention in (*in_texts, *in_lists)}
        salts = [salt for salt in _standing_alone(others) if salt.form not in known]
        if found := [*in_texts, *in_lists, *salts]:
            return _on_front(found)
    if in_lists:
        listed = _agreeing(_said(in_lists, "named in the list of ingredients only"), in_lists)
        return _against(listed, in_texts)
    if in_texts:
        field = _agreeing(_said(in_texts, "named apart from the row"), in_texts)
        if rows or any(_has_amount(one) or _is_inside(one, tables) for one in _places(in_texts)):
            return field
        return field.doubted("named in a text only; no row of the panel names magnesium")
    named = next(filter(_is_undisclosed, (*rows, *others)), None)
    if named is None:
        return missing("magnesium is not named on this photo")
    nothing: tuple[str, ...] = ()
    where = named.parts[0]
    return Field(nothing, where.text, where.box, "check", "the form is not disclosed on this side", "meaning")


def _rows(tables: Sequence[Table], chosen: Sequence[Part]) -> list[Statement]:
    """The rows of magnesium: the chosen one first, and each row of a source with the row above that it belongs to."""
    found: list[Statement] = []
    for table in tables:
        parent: TableRow | None = None
        for row in table.rows:
            statement = row_of(row)
            if depth(statement.parts[0].text) < 0:
                parent = None  # a row cut out of a sentence, which is read as a whole
            elif row.nutrient == "magnesium" or mentions(statement):
                found.append(statement)
                parent = row if row.nutrient == "magnesium" else None
            elif parent is not None and row.nutrient is None and _is_source_of(row, parent):
                found.append(Statement("row", (*row_of(parent).parts, *statement.parts), "magnesium"))
            else:
                parent = None
    if chosen:
        begun = {(part.line.index, part.start) for part in chosen}
        of_dose = [one for one in found if (one.parts[0].line.index, one.parts[0].start) in begun]
        others = [one for one in found if one not in of_dose]
        phrase = Statement("row", tuple(chosen), "magnesium")
        found = [*(of_dose or ([phrase] if depth(chosen[0].text) >= 0 else [])), *others]
    return found


def _carried_on(row: Statement, others: Sequence[Statement]) -> Statement:
    """A row with the line above that opens its bracket, and the one below where its name breaks off.

    A name breaks off in a bracket, with a comma, behind the mineral of a source or within its salt.
    """
    if depth(row.text) < 0:
        begun = (one.parts[-1] for one in others if depth(one.text) > 0)
        above = [part for part in begun if part.line.index == row.parts[0].line.index - 1]
        row = replace(row, parts=(*above[:1], *row.parts))
    last = row.parts[-1]
    below = next((one for one in others if one.parts[0].line.index == last.line.index + 1), None)
    if below is None:
        return row
    if depth(row.text) > 0 and depth(row.text) + depth(below.text) <= 0:
        return replace(row, parts=(*row.parts, *below.parts))
    if (
        last.line.text.startswith(",", last.end)
        or _ends_in_source(row)
        or _is_salt_below(last, below.parts[0])
    ):
        return replace(row, parts=(*row.parts, below.parts[0]))
    return row


def _is_salt_below(above: Part, part: Part) -> bool:
    """Whether a line below a name is nothing but the rest of its salt: "as magnesium lysinate", "glycinate chelate"."""
    under = min(above.box[2], part.box[2]) > max(above.box[0], part.box[0])
    short = len(part.text.split()) <= _SHORT and not _has_figure(part)
    return under and short and bool(standing_alone(part))


def _ends_in_source(row: Statement) -> bool:
    """Whether a name breaks off behind the mineral of its source: "Magnesium from 1,500 mg Trimagnesium"."""
    named = magnesium_spans(row.text)
    return len(named) > 1 and named[-1][1] == len(row.text)


def _is_source_of(row: TableRow, parent: TableRow) -> bool:
    """Whether a row names what the magnesium of the row above is made from: "as citrate", or further to the right."""
    return row.record.level > parent.record.level or begins(row.segment.name[0], "source.of")


def _of_rows(found: Sequence[Mention]) -> Forms:
    """The forms of the rows; the first row is shown."""
    statements = _places(found)
    shown = statements[0]
    forms = closest([m.form for m in found if m.statement is one] for one in statements)
    text = " ".join(shown.text.split())
    field = Field(forms, text, shown.passage.box_of(0, len(shown.text)), "sure", "every form is named")
    if doubt := next((mention.doubt for mention in found if mention.doubt), None):
        return field.doubted(doubt)
    if any(depth(one.text) > 0 for one in statements):
        return field.doubted("the bracket behind the name is not closed: a line of it may be missing")
    if any(map(_breaks_off, statements)):
        return field.doubted(
            "a source is named that breaks off behind magnesium: a line of it may be missing"
        )
    return field


def _breaks_off(statement: Statement) -> bool:
    """Whether the last line of a row is "as magnesium" and nothing else: the line with its salt was not read."""
    last = statement.parts[-1]
    return (
        begins(last, "source.of")
        and len(last.spans) == 2
        and last.spans[1].means("nutrient") is not None
        and not re.search(r"\w", last.line.text[last.spans[0].end : last.spans[1].start])
        and last.end == last.spans[1].end
    )


def _said(found: Sequence[Mention], reason: str) -> Forms:
    """The forms that statements outside of the rows name."""
    forms = closest([mention.form for mention in found if mention.statement is one] for one in _places(found))
    text = ", ".join(dict.fromkeys(mention.text for mention in found))
    box = found[0].statement.passage.box_of(found[0].start, found[0].end)
    field = Field(forms, text, box, "sure", reason)
    if doubt := next((mention.doubt for mention in found if mention.doubt), None):
        return field.doubted(f"{reason}; {doubt}")
    if not all(mention.clear for mention in found):
        return field.doubted(f"{reason}; the print was hard to read", "reading")
    if any(depth(one.text) < 0 for one in _places(found)):
        return field.doubted(f"{reason}; a bracket ends there that was not opened: a line may be missing")
    return field


def _agreeing(field: Forms, found: Sequence[Mention]) -> Forms:
    """The same, to be checked where no statement names all of the forms."""
    named = [{mention.form for mention in found if mention.statement is one} for one in _places(found)]
    if field.state != "sure" or any(set(field.value or ()) <= forms for forms in named):
        return field
    return field.doubted(f"{field.reason}; one place names what another does not")


def _on_front(found: Sequence[Mention]) -> Forms:
    """The forms of large print: "MAGNESIUM" on one line, "GLYCINATE" on the next, "CITRATE" somewhere below."""
    specific = _told([mention for mention in found if mention.form not in UNSPECIFIC])
    field = _said(specific or found, "named with the word magnesium")
    return field if specific else field.doubted("a class of forms is named, and no form")


def _told(found: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions whose wording tells a form, all where none does."""
    return [mention for mention in found if not mention.loose] or found


def _without_class(found: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions without a mere "chelate" where a form is named."""
    return [mention for mention in found if not (mention.loose and mention.form in UNSPECIFIC)] or found


def _places(found: Sequence[Mention]) -> list[Statement]:
    """The statements in which these stand, in order."""
    return list(dict.fromkeys(mention.statement for mention in found))


def _standing_alone(texts: Sequence[Statement]) -> list[Mention]:
    """The salts on a front without the word magnesium: in doubt where that stands neither in nor above their line."""
    phrases = [part for one in texts for part in one.parts]
    named = {part.line.index for part in phrases if magnesium_spans(part.text)}
    return [
        replace(salt, doubt=None if named & {line, line - 1} else "it stands apart from the word magnesium")
        for part in phrases
        if named and len(part.text.split()) <= _SHORT and not _has_figure(part)
        for line in [part.line.index]
        for salt in standing_alone(part)
    ]


def _is_inside(statement: Statement, tables: Sequence[Table]) -> bool:
    """Whether a text stands among the rows of a panel, or right below: the parts of a blend."""
    line = statement.parts[0].line
    for table in tables:
        lines = sorted((part.line for row in table.rows for part in row.segment.name), key=_index)
        near = lines and line.row.level - lines[-1].row.level <= _NEXT_LINE * line.row.height
        if near and lines[0].index <= line.index:
            return True
    return False


def _index(line: Line) -> int:
    return line.index


def _has_amount(statement: Statement) -> bool:
    """Whether a sentence says how much there is: "Each capsule contains 500 mg magnesium citrate"."""
    return any(span.kind in {"mass", "percent"} for _, _, span in statement.spans)


def _has_figure(part: Part) -> bool:
    """Whether a phrase is a row of its own: "Chloride 135 mg"."""
    return any(span.kind in {"mass", "percent"} for span in part.spans)


def _is_undisclosed(statement: Statement) -> bool:
    """Whether a statement names magnesium and not what it is bound to."""
    return statement.nutrient == "magnesium" or is_named_alone(statement.text)


def _against(field: Forms, elsewhere: Iterable[Mention]) -> Forms:
    """The forms, to be checked where the page names another source of magnesium; what is not sure stays as it is."""
    known = field.value or ()
    if field.state != "sure":
        return field
    other = next((mention for mention in elsewhere if _is_another(mention.form, known)), None)
    if other is None:
        return field
    return field.doubted(f"“{other.text}” is named on this side too, as another source of magnesium")


def _is_another(form: str, known: Sequence[str]) -> bool:
    """Whether ``form`` is none of the ``known`` and no wider or closer name of one of them."""
    merged = set(closest((tuple(known), (form,))))
    return form not in UNSPECIFIC and merged != set(known) and not merged <= {form}
