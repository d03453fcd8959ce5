"""What an amount of a nutrient is in another unit: weights, and IU, kJ and folic acid as the data say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from catalog.sources import source_ids
from catalog.tables import read_table

COLUMNS = ("nutrient", "from_unit", "to_unit", "factor", "form", "source", "checked", "check_note")
MG_IN: Mapping[str, float] = MappingProxyType({"mcg": 0.001, "mg": 1.0, "g": 1000.0, "kg": 1_000_000.0})
"""How many mg one of a unit of weight is."""
TRUE_OR_FALSE = frozenset({"true", "false"})


@dataclass(frozen=True, slots=True)
class Conversion:
    """One of `from_unit` of the nutrient is `factor` of `to_unit`."""

    nutrient: str
    from_unit: str
    to_unit: str
    factor: float
    form: str
    """Of which substance it holds: vitamin E in IU is another weight for each of its forms."""
    source: tuple[str, ...]


@cache
def conversions() -> tuple[Conversion, ...]:
    """Every confirmed conversion, from data/unit_conversions.csv. Raises CatalogError."""
    return read_conversions()


def read_conversions(text: str | None = None) -> tuple[Conversion, ...]:
    """The confirmed conversions of the table, or of `text` in its shape; raises CatalogError."""
    found: list[Conversion] = []
    for row in read_table("unit_conversions.csv", COLUMNS, text):
        factor = row.number("factor", 0.0001, 10_000)
        if factor is None:
            raise row.error("factor", "must not be empty")
        conversion = Conversion(
            nutrient=row.text("nutrient"),
            from_unit=row.text("from_unit"),
            to_unit=row.text("to_unit"),
            factor=factor,
            form=row.text("form"),
            source=source_ids(row),
        )
        if row.one_of("checked", TRUE_OR_FALSE) == "true":
            found.append(conversion)
    return tuple(found)


@cache
def factors(nutrient: str, from_unit: str, to_unit: str) -> tuple[float, ...]:
    """What one of `from_unit` of the nutrient may be in `to_unit`; empty where nothing says so.

    Several where it depends on the form, which a label may not say.

    >>> factors("vitamin_d", "IU", "mg"), factors("vitamin_e", "IU", "mg")
    ((2.5e-05,), (0.67, 0.45, 0.9))
    """
    weight = _weight(from_unit, to_unit)
    if weight is not None:
        return (weight,)
    found: list[float] = []
    for conversion in conversions():
        if conversion.nutrient != nutrient:
            continue
        after = _weight(conversion.to_unit, to_unit)
        if conversion.from_unit == from_unit and after is not None:
            found.append(conversion.factor * after)
        before = _weight(from_unit, conversion.to_unit)
        if conversion.from_unit == to_unit and before is not None:
            found.append(before / conversion.factor)
    return tuple(dict.fromkeys(found))


def _weight(from_unit: str, to_unit: str) -> float | None:
    if from_unit == to_unit:
        return 1.0
    if from_unit in MG_IN and to_unit in MG_IN:
        return MG_IN[from_unit] / MG_IN[to_unit]
    return None
