"""Printed words → words of the tables: cut apart where glued, repaired where one word is clearly nearest."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalog.misreads import Bones, misread_distance, skeleton
from catalog.name_text import is_unspaced
from catalog.name_words import Vocabulary, vocabulary

# How far a word of fewer than 7, fewer than 10 and more letters may be from one of these kinds. Traps and
# bystanders stand in the tables to keep what resembles them from being repaired; raw materials are everyday
# words with many neighbours; a trade name counts without the mineral beside it; a denial ("keines") read into
# another word ("reines") would turn the sense round.
_FARTHEST = {
    "trap": (-1.0, -1.0, -1.0),
    "bystander": (-1.0, -1.0, -1.0),
    "hint": (-1.0, -1.0, -1.0),
    "negation": (-1.0, 0.5, 1.0),
    "absent": (-1.0, -1.0, -1.0),
    "material": (0.5, 0.5, 0.5),
    "food": (0.5, 0.5, 0.5),
    "weak": (0.5, 0.5, 0.5),
    "trade": (0.5, 1.0, 2.0),
}
_GLUE = frozenset({"as", "from", "and", "de", "of", "the", "with", "di", "tri", "bis", "mono"})
_BEGINNING = re.compile(r"magnes[^\Wae_]\w{0,3}")
"""Blurred to its end no other word begins so: "Magnesun", "Magneskim"; "magnese" may be manganese."""
_AS_NEAR = 0.3  # edits: words whose distances differ by less are equally near
_LONGEST_WORD = 80  # longer runs of letters are no words; keeps hostile input cheap


@dataclass(frozen=True, slots=True)
class Part:
    """One known word inside a printed word: its spelling in the tables, its place, and misreads repaired."""

    word: str
    offset: int
    length: int
    cost: int


@lru_cache(maxsize=65536)
def lookup(word: str) -> tuple[Part, ...]:
    """The words of the tables inside a printed word (folded text), none when it is unknown.

    >>> [part.word for part in lookup("magnesiurnoxide")]
    ['magnesium', 'oxide']
    """
    if len(word) > _LONGEST_WORD or word in vocabulary().plain or is_unspaced(word):
        return ()
    known = strong(word)
    if known is not None:
        return (known,)
    if len(word) >= 8 and (pieces := _pieces(word)):
        return pieces
    steps = (_nearest, _around_magnesium) if len(word) < 12 else (_around_magnesium, _nearest)
    for step in (*steps, _glued, _with_rest):
        if found := step(word):
            return found
    return ()


@lru_cache(maxsize=65536)
def strong(word: str) -> Part | None:
    """The word of the tables that is printed, or that differs only by what readers always confuse."""
    words = vocabulary()
    exact = words.stem(word)
    if exact is not None:
        return Part(exact, 0, len(word), 0)
    if word in words.plain or is_unspaced(word):
        return None
    bone = skeleton(word)
    if len(word) < 4 or word.isdigit():
        return Part("mag", 0, 3, 1) if bone == "mag" else None
    for spelling in (bone, bone.removesuffix("s"), skeleton(word.replace("cl", "d"))):
        same = words.skeletons.get(spelling)
        if same is not None and len(same) > 2:
            return Part(same, 0, len(word), 1)
    return None


def _pieces(word: str) -> tuple[Part, ...]:
    """`word` cut into words of the tables without a rest ("magnesiumcitrat"), () when that cannot be done."""
    words, bone = vocabulary(), skeleton(word)
    found = _cut_up(word, words.by_spelling, 0)
    if not found and len(bone) == len(word):
        found = _cut_up(bone, words.by_skeleton, 1)
    return found if any(words.names(part.word) for part in found) else ()


def _cut_up(word: str, known: Mapping[str, str], cost: int) -> tuple[Part, ...]:
    """The fewest pieces of `word` that are all in `known`."""
    words = vocabulary()
    best: list[tuple[Part, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 24), end - 1):
            before, here, piece = best[start], best[end], word[start:end]
            if before is None or (here is not None and len(here) <= len(before) + 1):
                continue
            spelled: str | None = piece if piece in _GLUE else known.get(piece) if len(piece) > 3 else None
            if spelled is None and len(piece) >= 8:
                spelled = words.stem(piece)
            if spelled is not None:
                best[end] = (*before, Part(spelled, start, end - start, cost))
    return best[len(word)] or ()


def _glued(word: str) -> tuple[Part, ...]:
    """Two words without a space, one of them damaged: a known word at one end, a likely one at the other."""
    words = vocabulary()
    for short in ("mag", "mg"):
        if word.startswith(short) and (salt := nearest_salt(word[len(short) :])) is not None:
            return (Part(short, 0, len(short), 0), _moved(salt, len(short)))
    if len(word) < 10:
        return ()
    for cut in range(len(word) - 4, 4, -1):
        ends = ((word[:cut], 0, word[cut:], cut), (word[-cut:], len(word) - cut, word[:-cut], 0))
        for known, known_at, other, other_at in ends:
            if known in words.by_spelling and words.names(known) and (likely := _nearest(other)):
                parts = (Part(known, known_at, cut, 0), _moved(likely[0], other_at))
                return tuple(sorted(parts, key=lambda part: part.offset))
    return ()


def _with_rest(word: str) -> tuple[Part, ...]:
    """The mineral in a longer word that nobody knows: "Magnesiumverbindung" still names magnesium."""
    spellings = vocabulary().magnesium
    if not (word.startswith(spellings) or word.endswith(spellings)):
        return ()
    mineral = max((one for one in spellings if word.startswith(one) or word.endswith(one)), key=len)
    return (Part(mineral, 0 if word.startswith(mineral) else len(word) - len(mineral), len(mineral), 0),)


def _moved(part: Part, offset: int) -> Part:
    return Part(part.word, part.offset + offset, part.length, part.cost)


def _nearest(word: str) -> tuple[Part, ...]:
    """The one word of the tables close to `word`; () when none is, or when two different ones are."""
    words = vocabulary()
    found = _closest(word, words.fuzzy, 0.0)
    entry = words.entry(found.word) if found else None
    if _BEGINNING.fullmatch(word) and (entry is None or entry.kind == "trade"):
        found = Part("magnesium", 0, len(word), 3)
    return () if found is None else (found,)


@lru_cache(maxsize=65536)
def nearest_salt(word: str) -> Part | None:
    """The salt that an unknown word beside the mineral resembles: there, a little more may be misread."""
    known = strong(word)
    if known is not None:
        return known if vocabulary().is_salt(known.word) else None
    if word in vocabulary().plain or is_unspaced(word):
        return None
    return _closest(word, vocabulary().salts, 0.5)


def _closest(word: str, bones: Bones, grace: float) -> Part | None:
    words, bone = vocabulary(), skeleton(word)
    if len(bone) < (4 if grace else 5) or sum(c.isdigit() for c in word) > 2:
        return None
    # Short words are too alike to repair much. `edits` counts letters, `limit` counts usual misreads half.
    size = (len(bone) >= 7) + (len(bone) >= 10)
    edits, limit = ((1, 1.0), (2, 1.5), (3, 2.5))[size]
    # Between equals the word that comes first in the tables: "magnesium" before "magnesia".
    ranked = sorted(
        (misread_distance(bone, near), far, words.order[words.skeletons[near]], words.skeletons[near])
        for near, far in bones.near(bone, edits)
    )
    if not ranked or ranked[0][0] > limit + grace:
        return None
    distance = ranked[0][0]
    best = _of_equals(words, [word for further, _, _, word in ranked if further - distance < _AS_NEAR])
    if best is None:
        return None
    entry = words.entry(best)
    if entry is not None and distance > _FARTHEST.get(entry.kind, (limit,) * 3)[size] + grace:
        return None
    return Part(best, 0, len(word), 1 + math.ceil(distance))


def _of_equals(words: Vocabulary, near: list[str]) -> str | None:
    """Of words equally near the first, where all mean the same; of salts those that supplements may hold come first.

    Where an excipient is as near as a source it is the excipient: most products hold magnesium stearate.
    """
    if excipients := [word for word in near if words.is_excipient(word)]:
        return excipients[0]
    listed = [word for word in near if words.is_listed(word)] if all(map(words.is_salt, near)) else []
    first, *others = listed or near
    return first if all(_same_meaning(words, first, word) for word in others) else None


def _same_meaning(words: Vocabulary, one: str, other: str) -> bool:
    left, right = words.entry(one), words.entry(other)
    if left is None or right is None:
        return False
    return left == right or left.mineral == right.mineral != ""


def _around_magnesium(word: str) -> tuple[Part, ...]:
    """A glued word with damage: what is most like "magnesium" in it, and what stands before and after."""
    if len(word) < 10 or not word.isascii():
        return ()
    from rapidfuzz import fuzz

    place = fuzz.partial_ratio_alignment("magnesium", word, score_cutoff=76)
    if place is None or place.dest_end - place.dest_start < 8:
        return ()
    parts = [Part("magnesium", place.dest_start, place.dest_end - place.dest_start, 2)]
    for start, end in ((0, place.dest_start), (place.dest_end, len(word))):
        rest = word[start:end]
        inner = (strong(rest) or (_nearest(rest) or (None,))[0]) if rest else None
        if inner is not None:
            parts.append(Part(inner.word, start, end - start, inner.cost))
    return tuple(sorted(parts, key=lambda part: part.offset)) if len(parts) > 1 else ()
