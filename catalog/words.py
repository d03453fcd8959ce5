"""Counted things in words, for every sentence on a screen or in a file."""

from catalog.units import units

_ENDINGS_IN_ES = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"


def plural(noun: str) -> str:
    """The plural of a unit or of another English noun.

    >>> plural("pouch"), plural("fl oz"), plural("gummy"), plural("serving")
    ('pouches', 'fl oz', 'gummies', 'servings')
    """
    unit = units().get(noun)
    if unit is not None:
        return unit.plural
    if noun.endswith(_ENDINGS_IN_ES):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def counted(quantity: float, noun: str, up_to: float | None = None) -> str:
    """So many of it, or a range of them; a part of one stays in the singular.

    >>> counted(1, "capsule"), counted(2, "pouch"), counted(0.5, "scoop"), counted(1, "serving", 2)
    ('1 capsule', '2 pouches', '0.5 scoop', '1 to 2 servings')
    """
    most = quantity if up_to is None else up_to
    figures = f"{quantity:.10g}" if most == quantity else f"{quantity:.10g} to {most:.10g}"
    return f"{figures} {noun if most <= 1 else plural(noun)}"
