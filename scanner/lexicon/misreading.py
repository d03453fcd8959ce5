"""Which words of the lexicon a misread word may have been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.misreads import misread_distance, skeleton
from catalog.name_repair import lookup

SHORTEST = 5
"""Letters of a word that can be told by itself, though some are wrong."""
_PER_LETTER = 0.17
_FARTHEST = 2.0
"""Edits that a word may have: so many for each of its letters, and no more than this."""
AS_NEAR = 0.08
"""Words whose distances differ by less are equally near."""
_ALIKE = 0.5
"""An edit between what looks alike in print, though the table has not seen it."""
_LONGEST = 40
"""Letters: no longer word is printed on labels."""
_AFFIX = 2
"""Letters that a reader does not add before a word: they make another word of it."""
_EDGE = 2
"""Letters at one end of the word that have to be right: it is looked for among those that share them."""


class Spellings:
    """The words of a lexicon by their ends, to find those that a misread word is near to."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._by_edge: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            if len(word) >= SHORTEST:
                self._by_edge["^" + word[:_EDGE]].append(word)
                self._by_edge[word[-_EDGE:] + "$"].append(word)

    def meant(self, word: str) -> tuple[str, ...]:
        """The words that an unknown ``word`` may be a misreading of, all as near.

        None for an ordinary word of any language. What is a name of the catalog is what the catalog takes it for.
        """
        if not SHORTEST - 1 <= len(word) <= _LONGEST:
            return ()
        known = word in self.words or word in ordinary() or self._is_made_of_another(word)
        near = () if known else self.near(word)
        names = [part.word for part in lookup(word) if part.cost <= 1] if near else []
        if names:
            return tuple(names) if len(names) == 1 and names[0] in near else ()
        return near

    def _is_made_of_another(self, word: str) -> bool:
        """Whether a known word ends this one, with more letters before it: "decaffeinated", "percapsule"."""
        return any(word[more:] in self.words for more in range(_AFFIX, len(word) - SHORTEST + 1))

    def near(self, word: str) -> tuple[str, ...]:
        """The other words that ``word`` is nearest to."""
        if len(word) < SHORTEST - 1 or not word.isalpha():
            return ()
        edits = 1 if len(word) <= SHORTEST else 2
        close = {
            near
            for edge in ("^" + word[:_EDGE], word[-_EDGE:] + "$")
            for near, _, _ in process.extract(
                word, self._by_edge.get(edge, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
            )
        }
        return nearest(word, close - {word}, min(_FARTHEST, _PER_LETTER * len(word)))


def nearest(word: str, among: Iterable[str], limit: float, as_near: float = AS_NEAR) -> tuple[str, ...]:
    """Those ``among`` the words that are nearest to ``word`` or ``as_near``, no farther than ``limit`` edits."""
    distances = sorted((_distance(word, one), one) for one in among)
    return tuple(one for distance, one in distances if distance <= min(limit, distances[0][0] + as_near))


def _distance(word: str, printed: str) -> float:
    distance, bone = misread_distance(word, printed), skeleton(word)
    if len(bone) < len(word):  # two letters that look like one: "rng"
        distance = min(distance, _ALIKE + misread_distance(bone, skeleton(printed)))
    return distance


@cache
def ordinary() -> frozenset[str]:
    """The ordinary words of all languages that are near to a word of the lexicon: right as they stand."""
    return frozenset(resources.files("scanner.lexicon").joinpath("ordinary.txt").read_text("utf-8").split())
