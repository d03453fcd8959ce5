"""The verdicts there are, and how they stand on the screen."""

from collections.abc import Mapping
from types import MappingProxyType

VERDICTS = ("cannot_be_told", "not_for_you", "does_not_fit", "weak", "may_fit", "fits")
"""Least welcome first: what is not known never comes before what is known."""
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "fits": "Fits",
        "may_fit": "May fit",
        "weak": "Weak",
        "does_not_fit": "Does not fit",
        "not_for_you": "Not for you",
        "cannot_be_told": "Cannot be told yet",
    }
)
"""Each verdict as it stands on the screen."""

CANNOT, NOT_FOR_YOU, DOES_NOT_FIT, WEAK, MAY_FIT, FITS = range(len(VERDICTS))
"""Their places in VERDICTS."""
