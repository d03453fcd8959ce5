"""What every value of a scan's record has to be: a file may have been changed, and still be JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from catalog.json_values import LARGEST, SMALLEST
from scanner.panel.record import ColumnKind, RowState
from scanner.records import Basis, Doubt, Kind, PanelRead, State, Status
from scanner.scan_json import SCHEMA

Check = Callable[[Any], bool]
"""Whether a value of JSON is what belongs at its place."""

_SHA256 = re.compile("[0-9a-f]{64}")


def text(value: Any) -> bool:
    """A text, which may be empty."""
    return type(value) is str


def _number(value: Any) -> bool:
    """Finite, zero or more, and no larger than the catalog takes."""
    return type(value) in {int, float} and (value == 0 or SMALLEST <= value <= LARGEST)


def _edge(value: Any) -> bool:
    """A side of a box, which may lie outside of the photo."""
    return type(value) in {int, float} and -LARGEST <= value <= LARGEST


def sha256(value: Any) -> bool:
    """The digest of a photo, as 64 small hexadecimal digits."""
    return type(value) is str and _SHA256.fullmatch(value) is not None


def maybe(check: Check) -> Check:
    """Null, or what ``check`` asks for."""
    return lambda value: value is None or check(value)


def _one_of(words: Any) -> Check:
    known = frozenset(get_args(words))
    return lambda value: type(value) is str and value in known


def _list_of(check: Check, length: int | None = None) -> Check:
    return lambda value: type(value) is list and length in {None, len(value)} and all(map(check, value))


def object_of(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object that has these keys. Others are not asked about: a later version may have more."""
    must, may = tuple(required.items()), tuple((optional or {}).items())
    return lambda value: (
        type(value) is dict
        and all(key in value and check(value[key]) for key, check in must)
        and all(key not in value or check(value[key]) for key, check in may)
    )


def _field(check: Check) -> Check:
    return object_of(
        {
            "value": maybe(check),
            "text": maybe(text),
            "box": maybe(_list_of(_edge, 4)),
            "state": _one_of(State),
            "reason": text,
            "doubt": maybe(_one_of(Doubt)),
        }
    )


_PIECE = {"piece": maybe(text)}
_serving = object_of({"quantity": _number, "unit": text, "weight_g": maybe(_number)}, _PIECE)
_fields = object_of(
    {
        **dict.fromkeys(("elemental_mg", "compound_mg", "percent_dv"), _field(_number)),
        **dict.fromkeys(("per_container", "net_count", "directions"), _field(_number)),
        **dict.fromkeys(("brand", "name"), _field(text)),
        "forms": _field(_list_of(text)),
        "serving": _field(_serving),
    }
)
_column = object_of({"column": text, "elemental_mg": maybe(_number), "percent_dv": maybe(_number)})
_cell = object_of(
    {
        **dict.fromkeys(("amount", "percent"), maybe(_number)),
        **dict.fromkeys(("unit", "bound"), maybe(text)),
        "per": text,
    }
)
_row = object_of(
    {
        **dict.fromkeys(("name", "text", "reason"), text),
        **dict.fromkeys(("source", "unit", "bound"), maybe(text)),
        **dict.fromkeys(("amount", "percent"), maybe(_number)),
        "level": _number,
        "columns": lambda value: _list_of(_cell)(value) and value != [],
        "box": maybe(_list_of(_edge, 4)),
        "state": _one_of(RowState),
    }
)
_panel = object_of(
    {
        "title": maybe(text),
        "columns": _list_of(
            object_of({"header": text, "kind": _one_of(ColumnKind), "per": text, "base": maybe(text)})
        ),
        "rows": _list_of(_row),
        "proven": _number,
        "of": _number,
    }
)
_scan: Check = object_of(
    {
        "status": _one_of(Status),
        "reason": maybe(text),
        "product": object_of({"brand": maybe(text), "name": maybe(text), "kind": maybe(_one_of(Kind))}),
        "serving": object_of(
            {
                **dict.fromkeys(("quantity", "weight_g", "per_container"), maybe(_number)),
                **dict.fromkeys(("servings_per_day", "servings_per_day_high"), maybe(_number)),
                "unit": maybe(text),
            },
            _PIECE,
        ),
        "magnesium": object_of(
            {
                **dict.fromkeys(("elemental_mg", "compound_mg", "percent_dv"), maybe(_number)),
                "estimate_mg": maybe(_list_of(_number, 2)),
                "basis": maybe(_one_of(Basis)),
                "per": text,
                "forms": _list_of(text),
                "columns": _list_of(_column),
            }
        ),
        "fields": lambda value: value == {} or _fields(value),
        "seals": maybe(_list_of(text)),
        # The names of a JSON object are always texts.
        "co_ingredients": maybe(
            lambda value: type(value) is dict and all(map(maybe(_number), value.values()))
        ),
        "findings": _list_of(text),
        "flags": _list_of(object_of({"kind": text, "text": text})),
        "reader": text,
        "seconds": _number,
        "size": maybe(_list_of(_number, 2)),
        "turned": _number,
    },
    # Lines of earlier versions lack these.
    {"panel_read": _one_of(PanelRead), "panel": maybe(_panel), "error": text},
)
_of_schema = object_of(
    {"panel_read": _one_of(PanelRead), "panel": maybe(_panel), "language": maybe(text), "market": maybe(text)}
)


def is_scan(record: Any) -> bool:
    """Whether an object is the record of a scan, as ``to_json`` writes it or an earlier version did."""
    if type(record) is not dict or not _scan(record):
        return False
    # Of a later version nobody knows what its values mean.
    return "schema" not in record or (record["schema"] == SCHEMA and _of_schema(record))
