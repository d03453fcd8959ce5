"""What a line of the journal has to be: a broken disk may change a line and leave it JSON.

``line_of`` is asked for every line when the journal is opened and finds the photo that it is of. ``is_usable`` looks
at every value that a table is made of, which takes longer than reading the line; it is asked before tables are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from catalog.json_values import LARGEST, SMALLEST
from scanner.records import Basis, Doubt, Kind, PanelRead, State, Status

Check = Callable[[Any], bool]

_SHA256 = re.compile("[0-9a-f]{64}")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
"""How a line begins half of a character that takes two; two halves that belong together are sound."""


def line_of(line: bytes) -> dict[str, Any] | None:
    """The record of a line that was written whole and says which photo it is of, else None."""
    if not line.endswith(b"\n"):
        return None
    try:
        record = json.loads(str(line, "utf-8"))
        if _HALF.search(line):
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):  # no UTF-8, no JSON, or half a character, which no file can hold
        return None
    return record if _place(record) else None


def is_usable(record: Mapping[str, Any]) -> bool:
    """Whether a line says all that a table is made of, each value of its kind."""
    if "same_as" in record:  # it has the values of another line, and none of its own
        return _text(record["same_as"]) and record["sha256"] is not None and len(record) == 6
    return _read(record)


def _text(value: Any) -> bool:
    return type(value) is str


def _number(value: Any) -> bool:
    """Finite, zero or more, and no larger than the catalog takes."""
    return type(value) in {int, float} and (value == 0 or SMALLEST <= value <= LARGEST)


def _edge(value: Any) -> bool:
    """A side of a box, which may lie outside of the photo."""
    return type(value) in {int, float} and -LARGEST <= value <= LARGEST


def _sha256(value: Any) -> bool:
    return type(value) is str and _SHA256.fullmatch(value) is not None


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _one_of(words: Any) -> Check:
    known = frozenset(get_args(words))
    return lambda value: type(value) is str and value in known


def _list_of(check: Check, length: int | None = None) -> Check:
    return lambda value: type(value) is list and length in {None, len(value)} and all(map(check, value))


def _object(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object that has these keys. Others are not asked about: a later version may have more."""
    must, may = tuple(required.items()), tuple((optional or {}).items())
    return lambda value: (
        type(value) is dict
        and all(key in value and check(value[key]) for key, check in must)
        and all(key not in value or check(value[key]) for key, check in may)
    )


def _field(check: Check) -> Check:
    return _object(
        {
            "value": _maybe(check),
            "text": _maybe(_text),
            "box": _maybe(_list_of(_edge, 4)),
            "state": _one_of(State),
            "reason": _text,
            "doubt": _maybe(_one_of(Doubt)),
        }
    )


_place = _object(
    {"photo": _text, "source": _text, "stamp": _maybe(_text), "version": _text, "sha256": _maybe(_sha256)}
)
_PIECE = {"piece": _maybe(_text)}
_serving = _object({"quantity": _number, "unit": _text, "weight_g": _maybe(_number)}, _PIECE)
_fields = _object(
    {
        **dict.fromkeys(("elemental_mg", "compound_mg", "percent_dv"), _field(_number)),
        **dict.fromkeys(("per_container", "net_count", "directions"), _field(_number)),
        **dict.fromkeys(("brand", "name"), _field(_text)),
        "forms": _field(_list_of(_text)),
        "serving": _field(_serving),
    }
)
_column = _object({"column": _text, "elemental_mg": _maybe(_number), "percent_dv": _maybe(_number)})
_read = _object(
    {
        "status": _one_of(Status),
        "reason": _maybe(_text),
        "product": _object({"brand": _maybe(_text), "name": _maybe(_text), "kind": _maybe(_one_of(Kind))}),
        "serving": _object(
            {
                **dict.fromkeys(("quantity", "weight_g", "per_container"), _maybe(_number)),
                **dict.fromkeys(("servings_per_day", "servings_per_day_high"), _maybe(_number)),
                "unit": _maybe(_text),
            },
            _PIECE,
        ),
        "magnesium": _object(
            {
                **dict.fromkeys(("elemental_mg", "compound_mg", "percent_dv"), _maybe(_number)),
                "estimate_mg": _maybe(_list_of(_number, 2)),
                "basis": _maybe(_one_of(Basis)),
                "per": _text,
                "forms": _list_of(_text),
                "columns": _list_of(_column),
            }
        ),
        "fields": lambda value: value == {} or _fields(value),
        "seals": _maybe(_list_of(_text)),
        # The names of a JSON object are always texts.
        "co_ingredients": _maybe(
            lambda value: type(value) is dict and all(map(_maybe(_number), value.values()))
        ),
        "findings": _list_of(_text),
        "flags": _list_of(_object({"kind": _text, "text": _text})),
        "reader": _text,
        "seconds": _number,
        "size": _maybe(_list_of(_number, 2)),
        "turned": _number,
    },
    # Lines of a version that did not know yet how much of a panel is read lack that.
    {"panel_read": _one_of(PanelRead), "error": _text},
)
