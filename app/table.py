"""A table of words and figures that stays readable on a phone and for a screen reader."""

from __future__ import annotations

from app.markup import Html, join, tag


def table(head: list[str], rows: list[list[str]], numbers: frozenset[int] = frozenset()) -> Html:
    """A table whose columns in ``numbers`` stand right; cells are text unless built as HTML.

    On a phone each row is a block with the column's name before each cell; the roles keep it a table for a
    screen reader. What is not known is a word.
    """
    styles = {place: {"class_": "mg-number"} for place in numbers}
    header = tag(
        "tr",
        *(tag("th", name, scope="col", **styles.get(place, {})) for place, name in enumerate(head)),
        role="row",
    )
    body = [
        tag(
            "tr",
            *(
                tag("td", cell or "not said", role="cell", data_label=name, **styles.get(place, {}))
                for place, (name, cell) in enumerate(zip(head, row, strict=True))
            ),
            role="row",
        )
        for row in rows
    ]
    table = tag(
        "table", tag("thead", header, role="rowgroup"), tag("tbody", join(body), role="rowgroup"),
        class_="mg-table mg-stack", role="table",
    )  # fmt: skip
    return tag(
        "div", table, class_="mg mg-scroll", tabindex="0", role="region", aria_label=f"Table: {head[0]}"
    )
