"""Values out of JSON records, typed: absent is None, and a wrong type is an error that names the field."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast


class RecordError(ValueError):
    """A record cannot be read; says which field holds what instead of what."""

    def __init__(self, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"{where}: {problem}")


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
    if not isinstance(value, str):
        raise RecordError(f"{where}{key}", f"expected text, found {value!r}")
    return value


def number(record: Mapping[str, Any], key: str, where: str) -> float | None:
    """The number under `key`, zero or more; None when absent. Raises RecordError."""
    return as_number(record.get(key), f"{where}{key}")


def as_number(value: Any, where: str) -> float | None:
    """`value` as a finite number of zero or more; None when absent. Raises RecordError."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RecordError(where, f"expected a number, found {value!r}")
    if not 0 <= value < float("inf"):
        raise RecordError(where, f"expected a finite number of zero or more, found {value!r}")
    return float(value)


def texts(value: Any, where: str) -> tuple[str, ...] | None:
    """A list of texts as a tuple; None when absent. Raises RecordError."""
    if value is None:
        return None
    if (
        isinstance(value, str)
        or not isinstance(value, Sequence)
        or not all(isinstance(v, str) for v in value)
    ):
        raise RecordError(where, f"expected a list of texts, found {value!r}")
    return tuple(value)


def numbers(value: Any, where: str) -> tuple[float, ...] | None:
    """A list of numbers as a tuple; None when absent or when one of them is not known. Raises RecordError."""
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise RecordError(where, f"expected a list of numbers, found {value!r}")
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
        raise RecordError(where, f"expected [low, high], found {value!r}")
    return min(found), max(found)


def amounts(value: Any, where: str) -> Mapping[str, float | None]:
    """Name to mg, None where there without an amount; {} when absent. Raises RecordError."""
    if value is None:
        return MappingProxyType({})
    if not isinstance(value, Mapping):
        raise RecordError(where, f"expected an object of name to mg, found {value!r}")
    return MappingProxyType({str(name): as_number(mg, f"{where}.{name}") for name, mg in value.items()})
