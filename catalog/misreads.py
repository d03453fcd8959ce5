"""What readers take for what: words folded together, and how far a word that was read is from a printed one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from itertools import product
from math import inf
from typing import TYPE_CHECKING

from catalog.tables import read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What readers confuse, folded to one spelling on both sides of every comparison. Pairs first, since "rn"
# must become "m" before single letters change. See the tests for the misreads these stand for.
_PAIRS = (("lvl", "m"), ("ivi", "m"), ("rn", "m"), ("vv", "w"))
_SINGLES = str.maketrans("01l!|5$896q@4", "oiiiissbgggaa")


def skeleton(word: str) -> str:
    """`word` with everything readers confuse folded together.

    >>> skeleton("magnesiurn") == skeleton("maqneslum") == skeleton("magnesium")
    True
    """
    for pair, single in _PAIRS:
        word = word.replace(pair, single)
    return word.translate(_SINGLES)


class Bones:
    """Skeletons among which those near to another are looked for."""

    def __init__(self, bones: Sequence[str]) -> None:
        self.bones = bones

    def near(self, bone: str, edits: int) -> list[tuple[str, int]]:
        """The eight nearest within so many edits, the nearest first, each with how many there are."""
        import numpy as np
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        letters = np.uint32(_letters(bone))
        lacking, further = (
            np.bitwise_count(letters & ~self._letters),
            np.bitwise_count(self._letters & ~letters),
        )
        # An edit brings in one letter and takes one away: what differs in more of them need not be compared.
        alike = [self.bones[place] for place in ((lacking <= edits) & (further <= edits)).nonzero()[0]]
        found = process.extract(bone, alike, scorer=OSA.distance, score_cutoff=edits, limit=8)
        return [(near, distance) for near, distance, _ in found]

    @cached_property
    def _letters(self) -> NDArray[np.uint32]:
        import numpy as np

        return np.array([_letters(bone) for bone in self.bones], dtype=np.uint32)


def _letters(word: str) -> int:
    """Which letters a word has, one bit for each; some letters of other scripts share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 31)
    return found


@cache
def _weights() -> dict[tuple[str, str], float]:
    """What is read for what was drawn, and how much of an edit that is: the likelier, the less.

    The table was counted by `python -m benchmarks.misreadings`. A letter that is lost is read as nothing.
    """
    weights: dict[tuple[str, str], float] = {}
    for row in read_table("confusions.csv", ("drawn", "read", "weight")):
        drawn, read = (row.cells[name].replace("␣", " ") for name in ("drawn", "read"))
        weight = row.number("weight", 0, 1)
        if weight is None:
            raise row.error("weight", "must not be empty")
        for pair in ((read, drawn), (skeleton(read), skeleton(drawn))):
            weights[pair] = min(weight, weights.get(pair, 1.0))
    return weights


def misread_distance(read: str, printed: str) -> float:
    """Edits from a printed word to the one that was read; what readers are known to confuse counts less.

    >>> misread_distance("gitrate", "citrate") < misread_distance("gitrate", "nitrate")
    True
    """
    from rapidfuzz.distance import Postfix, Prefix

    same = Prefix.similarity(read, printed)
    read, printed = read[same:], printed[same:]
    same = Postfix.similarity(read, printed)
    read, printed = read[: len(read) - same], printed[: len(printed) - same]
    weights = _weights()
    rows = [[0.0] * (len(printed) + 1) for _ in range(len(read) + 1)]
    for i, j in product(range(len(read) + 1), range(len(printed) + 1)):
        best = inf if i or j else 0.0
        for up, left, cost in _STEPS:  # written out, as it is asked for every word that nobody knows
            if up <= i and left <= j:
                step = rows[i - up][j - left]
                if step < best:
                    step += weights.get((read[i - up : i], printed[j - left : j]), cost)
                    best = min(best, step)
        if i > 1 and j > 1 and read[i - 2 : i] == printed[j - 1] + printed[j - 2]:
            best = min(best, rows[i - 2][j - 2] + 1.0)  # in the wrong order: misspelt
        if i and j and read[i - 1] == printed[j - 1]:
            best = min(best, rows[i - 1][j - 1])
        rows[i][j] = best
    return rows[-1][-1]


_STEPS = ((1, 1, 1.0), (1, 0, 1.0), (0, 1, 1.0), (2, 1, 2.0), (1, 2, 2.0))
"""How many letters that were read stand for how many that were printed, and what that is where nothing is known."""
