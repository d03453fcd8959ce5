"""Values out of JSON records, typed: absent is None, and a wrong type is an error that names the field."""

import json
from collections.abc import Mapping, Sequence
from reprlib import repr as shortened
from types import MappingProxyType
from typing import Any, NoReturn, cast

LARGEST, SMALLEST = 1e60, 1e-60
"""No label prints more or less; beyond, doses and prices worked out from two amounts would overflow or end in 0."""
_DEEPEST = 20
"""A record is six levels deep; one of thousands would end the program wherever it is copied or written."""


class RecordError(ValueError):
    """A record cannot be read; says which field holds what instead of what."""

    def __init__(self, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"{where}: {problem}")


def record_of(printed: str, where: str) -> Mapping[str, Any]:
    """The record on one line of JSON. Raises RecordError, whatever is printed there."""
    try:
        value = json.loads(printed, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise RecordError(where, f"not JSON: {error}") from error
    if not isinstance(value, Mapping):
        raise RecordError(f"{where}, record", "expected one JSON object per line")
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        inner = [one.values() if isinstance(one, Mapping) else one for one in level]
        level = [value for one in inner for value in one if isinstance(value, Mapping | list)]
        if not level:
            return value
    raise RecordError(where, "objects in objects without end")


def _finite(printed: str) -> float:
    found = float(printed)
    return found if abs(found) <= LARGEST else _no_number(printed)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name[:20]} is no number, or too large")


def mapping(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under `key`, {} when absent. Raises RecordError."""
    value = record.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise RecordError(key, f"expected an object, found {type(value).__name__}")
    return value


def text(record: Mapping[str, Any], key: str, where: str) -> str | None:
    """The text under `key`; None when absent or empty. Raises RecordError."""
    value = record.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _is_whole(value):
        raise RecordError(f"{where}{key}", f"expected text, found {shortened(value)}")
    return value


def _is_whole(text: str) -> bool:
    """Whether no half of a character that takes two stands alone: JSON can hold one, no file or screen can."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def number(record: Mapping[str, Any], key: str, where: str) -> float | None:
    """The number under `key`, zero or more; None when absent. Raises RecordError."""
    return as_number(record.get(key), f"{where}{key}")


def as_number(value: Any, where: str) -> float | None:
    """`value` as a finite number of zero or more; None when absent. Raises RecordError."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RecordError(where, f"expected a number, found {shortened(value)}")
    if value != 0 and not SMALLEST <= value <= LARGEST:
        raise RecordError(where, f"expected a finite number of zero or more, found {shortened(value)}")
    return float(value)


def texts(value: Any, where: str) -> tuple[str, ...] | None:
    """A list of texts as a tuple; None when absent. Raises RecordError."""
    if value is None:
        return None
    if (
        isinstance(value, str)
        or not isinstance(value, Sequence)
        or not all(isinstance(v, str) and _is_whole(v) for v in value)
    ):
        raise RecordError(where, f"expected a list of texts, found {shortened(value)}")
    return tuple(value)


def numbers(value: Any, where: str) -> tuple[float, ...] | None:
    """A list of numbers as a tuple; None when absent or when one of them is not known. Raises RecordError."""
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise RecordError(where, f"expected a list of numbers, found {shortened(value)}")
    found = [as_number(item, where) for item in value]
    if None in found:
        return None  # a list that is known only in part answers nothing
    return tuple(cast("list[float]", found))


def pair(value: Any, where: str) -> tuple[float, float] | None:
    """[low, high] in that order; None when absent. Raises RecordError."""
    found = numbers(value, where)
    if found is None:
        return None
    if len(found) != 2:
        raise RecordError(where, f"expected [low, high], found {shortened(value)}")
    return min(found), max(found)


def amounts(value: Any, where: str) -> Mapping[str, float | None]:
    """Name to mg, None where there without an amount; {} when absent. Raises RecordError."""
    if value is None:
        return MappingProxyType({})
    if not isinstance(value, Mapping):
        raise RecordError(where, f"expected an object of name to mg, found {shortened(value)}")
    if not all(_is_whole(str(name)) for name in value):
        raise RecordError(where, "a name holds a broken character")
    return MappingProxyType({str(name): as_number(mg, f"{where}.{name}") for name, mg in value.items()})
