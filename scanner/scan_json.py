"""A scan as the JSON object that ``magnify scan --json`` writes, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from scanner.page import Box
from scanner.panel.output import panel_from_json, panel_to_json
from scanner.records import Column, Facts, Field, Scan, Serving, missing

T = TypeVar("T")

SCHEMA = 2
"""Of the object, as docs/schema/scan.schema.json says it; the first one had no number, no panel and no market."""

_FIELDS = (
    "elemental_mg",
    "compound_mg",
    "forms",
    "percent_dv",
    "serving",
    "per_container",
    "net_count",
    "brand",
    "name",
)


def to_json(scan: Scan) -> dict[str, Any]:
    """The object of the command line's contract. What was not read is null."""
    facts = scan.facts
    return {
        "photo": scan.photo,
        "schema": SCHEMA,
        "status": scan.status,
        "reason": scan.reason,
        "language": facts.language if facts else None,
        "market": facts.market if facts else None,
        "product": {
            "brand": _value(facts.brand if facts else None),
            "name": _value(facts.name if facts else None),
            "kind": facts.kind if facts else None,
        },
        "serving": _serving(facts),
        "magnesium": _magnesium(facts),
        "fields": _fields(facts),
        "seals": list(facts.seals) or None if facts else None,
        "panel_read": facts.panel_read if facts else "none",
        "panel": panel_to_json(facts.panel) if facts and facts.panel else None,
        "co_ingredients": _co_ingredients(facts),
        "findings": list(facts.findings) if facts else [],
        "flags": [dict(flag) for flag in scan.flags],
        "reader": scan.reader,
        "seconds": round(scan.seconds, 3),
        "size": list(scan.size) if scan.size else None,
        "sha256": scan.sha256,
        "turned": scan.turned,
    }


def _co_ingredients(facts: Facts | None) -> dict[str, float | None] | None:
    """What was found; {} where the panel was read whole and nothing is in it, null where nobody can say that."""
    if facts is None or (not facts.co_ingredients and facts.panel_read != "whole"):
        return None
    return dict(facts.co_ingredients)


def _value(field: Field[T] | None) -> T | None:
    return field.value if field else None


def _serving(facts: Facts | None) -> dict[str, Any]:
    serving = facts.serving.value if facts else None
    return {
        "quantity": _whole(serving.quantity) if serving else None,
        "unit": serving.unit if serving else None,
        "weight_g": _whole(serving.weight_g) if serving else None,
        **_piece(serving),
        "per_container": _whole(_value(facts.per_container if facts else None)),
        "servings_per_day": _whole(_value(facts.servings_per_day if facts else None)),
        "servings_per_day_high": _whole(facts.servings_per_day_high) if facts else None,
    }


def _piece(serving: Serving | None) -> dict[str, str]:
    """What one of the unit is, only where the label says it more closely than the unit does."""
    return {"piece": serving.piece} if serving is not None and serving.piece is not None else {}


def _magnesium(facts: Facts | None) -> dict[str, Any]:
    return {
        "elemental_mg": _whole(_value(facts.elemental_mg if facts else None)),
        "compound_mg": _whole(_value(facts.compound_mg if facts else None)),
        "estimate_mg": list(facts.estimate_mg) if facts and facts.estimate_mg else None,
        "percent_dv": _whole(_value(facts.percent_dv if facts else None)),
        "basis": facts.basis if facts else None,
        "per": "serving",
        "forms": list((facts.forms.value if facts else None) or ()),
        "columns": [
            {"column": c.header, "elemental_mg": _whole(c.elemental_mg), "percent_dv": _whole(c.percent_dv)}
            for c in (facts.columns if facts else ())
        ],
    }


def _fields(facts: Facts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    fields = {name: _field(getattr(facts, name)) for name in _FIELDS}
    fields["directions"] = _field(facts.servings_per_day)
    return fields


def _field(field: Field[Any]) -> dict[str, Any]:
    value = field.value
    if isinstance(value, Serving):
        value = {
            "quantity": _whole(value.quantity),
            "unit": value.unit,
            "weight_g": _whole(value.weight_g),
            **_piece(value),
        }
    elif isinstance(value, tuple):
        value = list(value)
    elif isinstance(value, float):
        value = _whole(value)
    return {
        "value": value,
        "text": field.text,
        "box": list(field.box) if field.box else None,
        "state": field.state,
        "reason": field.reason,
        "doubt": field.doubt,
    }


def _whole(number: float | None) -> float | int | None:
    """200.0 as 200: figures look as they do on the label."""
    if number is None:
        return None
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def from_json(record: Mapping[str, Any]) -> Scan:
    """The scan that ``to_json`` wrote. Raises ``KeyError`` or ``TypeError`` when the record is not one."""
    return Scan(
        photo=record["photo"],
        status=record["status"],
        reason=record["reason"],
        facts=_facts_from(record) if record["fields"] else None,
        flags=tuple(record["flags"]),
        reader=record["reader"],
        seconds=float(record["seconds"]),
        size=(record["size"][0], record["size"][1]) if record["size"] else None,
        sha256=record["sha256"],
        turned=record["turned"],
    )


def _facts_from(record: Mapping[str, Any]) -> Facts:
    fields, magnesium, serving = record["fields"], record["magnesium"], record["serving"]

    def read(name: str, convert: Callable[[Any], T]) -> Field[T]:
        return _field_from(fields[name], convert)

    return Facts(
        elemental_mg=read("elemental_mg", float),
        compound_mg=read("compound_mg", float),
        percent_dv=read("percent_dv", float),
        forms=read("forms", tuple),
        serving=read("serving", _serving_from),
        per_container=read("per_container", float),
        servings_per_day=read("directions", float),
        servings_per_day_high=_float(serving["servings_per_day_high"]),
        basis=magnesium["basis"],
        estimate_mg=(magnesium["estimate_mg"][0], magnesium["estimate_mg"][1])
        if magnesium["estimate_mg"]
        else None,
        columns=tuple(
            Column(c["column"], _float(c["elemental_mg"]), _float(c["percent_dv"]))
            for c in magnesium["columns"]
        ),
        net_count=read("net_count", float),
        brand=read("brand", str),
        name=read("name", str),
        kind=record["product"]["kind"],
        seals=tuple(record["seals"] or ()),
        co_ingredients=dict(record["co_ingredients"] or {}),
        # Kept before it was known how much of a panel is read: then nobody can say that it was all.
        panel_read=record.get("panel_read", "none"),
        # Kept before these were read.
        language=record.get("language"),
        market=record.get("market"),
        panel=panel_from_json(record["panel"]) if record.get("panel") else None,
        findings=tuple(record["findings"]),
    )


def _serving_from(value: Mapping[str, Any]) -> Serving:
    return Serving(float(value["quantity"]), value["unit"], _float(value["weight_g"]), value.get("piece"))


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _field_from(record: Mapping[str, Any], convert: Callable[[Any], T]) -> Field[T]:
    if record["state"] == "missing":
        return missing(record["reason"])
    box: Box | None = None
    if record["box"]:
        x0, y0, x1, y1 = record["box"]
        box = (x0, y0, x1, y1)
    value = None if record["value"] is None else convert(record["value"])
    return Field(value, record["text"], box, record["state"], record["reason"], record["doubt"])
