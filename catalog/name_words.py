"""The vocabulary of names: which printed word, damaged by a reader or not, is which word of the tables."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from catalog.forms import forms
from catalog.misreads import misread_distance, skeleton
from catalog.name_text import folded
from catalog.tables import TableRow, read_table

# Kinds that name a form; the rest is grammar.
FORM_KINDS = frozenset({"anion", "chelate", "generic", "acid", "trade", "material", "weak"})
SALT_KINDS = frozenset({"anion", "chelate", "generic"})
GRAMMAR_KINDS = frozenset(
    {
        "connector",
        "of",
        "and",
        "negation",
        "raw",
        "derived",
        "legal",
        "absent",
        "prefix",
        "modifier",
        "bystander",
    }
)
MINERALS = frozenset({"magnesium", "other"})

_GLUE = frozenset({"as", "from", "and", "de", "of", "the", "with", "di", "tri", "bis", "mono"})
_LONGEST_WORD = 80  # longer runs of letters are no words; keeps hostile input cheap


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or phrase of the tables stands for; `form` is the family id, `variant` the precise id."""

    kind: str
    form: str = ""
    variant: str = ""
    certain: bool = True
    mineral: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One known word inside a printed word: its spelling in the tables, its place, and misreads repaired."""

    word: str
    offset: int
    length: int
    cost: int


class Vocabulary:
    """All phrases of the tables, by words; built once."""

    def __init__(self, rows: Iterable[tuple[str, Entry]]) -> None:
        self.phrases: dict[tuple[str, ...], Entry] = {}
        self.longest: dict[str, int] = {}
        self.words: set[str] = set()
        self.canonical: dict[str, str] = {}
        first: dict[Entry, str] = {}
        known = [(tuple(folded(text)[0].split()), entry) for text, entry in rows]
        for words, entry in known:
            if len(words) == 1 and entry.kind in ("anion", "chelate"):
                self.canonical[words[0]] = first.setdefault(entry, words[0])
        for printed, entry in known:
            words = self.spelled(printed)
            if words in self.phrases or (entry.kind == "bystander" and words[0] in self.words):
                continue
            self.phrases[words] = entry
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
            self.words.update(word for word in words if len(word) > 1 and not word.isdigit())
        self.prefixes = tuple(words[0] for words, entry in known if entry.kind == "prefix")
        self.skeletons: dict[str, str] = {}
        for word in sorted(self.words, key=self._rank):
            self.skeletons.setdefault(skeleton(word), word)
        self.fuzzy = [bone for bone in self.skeletons if len(bone) >= 5 and bone.isascii()]
        self.salts = [bone for bone in self.fuzzy if self.is_salt(self.skeletons[bone])]

    def spelled(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """A phrase with each salt as the tables spell it first: "lysinat glycinat" finds its row."""
        if len(words) == 1:
            return words
        return tuple(self.canonical.get(word, word) for word in words)

    def _rank(self, word: str) -> tuple[int, str]:
        entry = self.entry(word)
        return (0 if entry and (entry.kind in FORM_KINDS or entry.mineral) else 1, word)

    def entry(self, word: str) -> Entry | None:
        return self.phrases.get((word,))

    def is_salt(self, word: str) -> bool:
        entry = self.entry(word)
        return entry is not None and entry.kind in SALT_KINDS

    def is_mineral(self, word: str, mineral: str | None = None) -> bool:
        entry = self.entry(word)
        return entry is not None and (bool(entry.mineral) if mineral is None else entry.mineral == mineral)

    def stem(self, word: str) -> str | None:
        """The word of the tables that `word` is, exactly, in the plural or behind a counting prefix."""
        if word in self.words:
            return word
        if len(word) > 5 and word.endswith("s") and word[:-1] in self.words:
            return word[:-1]
        for prefix in self.prefixes:
            rest = word[len(prefix) :]
            if (
                len(prefix) > 1
                and word.startswith(prefix)
                and len(rest) > 3
                and (self.is_salt(rest) or self.is_mineral(rest))
            ):
                return rest
        return None


@cache
def vocabulary() -> Vocabulary:
    """The words of minerals.csv, traps.csv, names.csv and name_words.csv; raises CatalogError."""
    return Vocabulary(phrases())


def phrases() -> Iterator[tuple[str, Entry]]:
    """Every phrase of the tables with what it stands for; raises CatalogError naming a wrong cell."""
    # The first table to name a phrase decides: traps are what must never be taken for magnesium.
    for row in read_table("traps.csv", ("words", "meaning", "source")):
        yield row.text("words"), Entry("trap", meaning=row.text("meaning"))
    for row in read_table("minerals.csv", ("words", "mineral", "language")):
        yield row.text("words"), Entry("mineral", mineral=row.one_of("mineral", MINERALS))
    for row in read_table("names.csv", ("words", "form", "kind", "certain", "language", "source")):
        yield row.text("words"), _form_entry(row)
    for row in read_table("name_words.csv", ("words", "role", "language")):
        yield row.text("words"), Entry(row.one_of("role", GRAMMAR_KINDS))


def _form_entry(row: TableRow) -> Entry:
    variant = row.text("form")
    if variant not in forms():
        raise row.error("form", f"{variant!r} is not in forms.csv")
    row.text("source")
    kind = row.one_of("kind", FORM_KINDS)
    return Entry(kind, forms()[variant].family, variant, row.flag("certain"))


@lru_cache(maxsize=65536)
def lookup(word: str) -> tuple[Part, ...]:
    """The words of the tables inside a printed word (folded text), none when it is unknown.

    >>> [part.word for part in lookup("magnesiurnoxide")]
    ['magnesium', 'oxide']
    """
    if len(word) > _LONGEST_WORD:
        return ()
    known = strong(word)
    if known is not None:
        return (known,)
    if len(word) >= 8 and (pieces := _pieces(word)):
        return pieces
    if len(word) < 12:
        return _nearest(word) or _around_magnesium(word)
    return _around_magnesium(word) or _nearest(word)


@lru_cache(maxsize=65536)
def strong(word: str) -> Part | None:
    """The word of the tables that is printed, or that differs only by what readers always confuse."""
    words = vocabulary()
    exact = words.stem(word)
    if exact is not None:
        return Part(exact, 0, len(word), 0)
    if len(word) < 4 or word.isdigit():
        return None
    bone = skeleton(word)
    for spelling in (bone, bone.removesuffix("s"), skeleton(word.replace("cl", "d"))):
        same = words.skeletons.get(spelling)
        if same is not None and len(same) > 2:
            return Part(same, 0, len(word), 1)
    return None


def _pieces(word: str) -> tuple[Part, ...]:
    """`word` cut into words of the tables without a rest ("magnesiumcitrat"), () when that cannot be done."""
    words = vocabulary()
    best: list[tuple[Part, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 24), end - 1):
            before = best[start]
            if before is None:
                continue
            piece = word[start:end]
            if not (piece in _GLUE or (len(piece) > 3 and piece in words.words)):
                if len(piece) < 8 or (stem := words.stem(piece)) is None:
                    continue
                piece = stem
            here = best[end]
            if here is None or len(before) + 1 < len(here):
                best[end] = (*before, Part(piece, start, end - start, 0))
    found = best[len(word)]
    if found and any(
        (entry := words.entry(p.word)) and (entry.mineral or entry.kind in FORM_KINDS) for p in found
    ):
        return found
    return ()


def _nearest(word: str) -> tuple[Part, ...]:
    """The one word of the tables close to `word`; () when none is, or when two different ones are."""
    found = _closest(word, vocabulary().fuzzy, 0.0)
    return () if found is None else (found,)


@lru_cache(maxsize=65536)
def nearest_salt(word: str) -> Part | None:
    """The salt that an unknown word beside the mineral resembles: there, a little more may be misread."""
    return _closest(word, vocabulary().salts, 0.5)


def _closest(word: str, bones: list[str], grace: float) -> Part | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if not word.isascii() or sum(c.isdigit() for c in word) > 2:
        return None
    words, bone = vocabulary(), skeleton(word)
    # Short words are too alike to repair much. `most` counts edits, `limit` counts usual misreads half.
    most, limit = (
        (0, 0.0) if len(bone) < 5 else (1, 1.0) if len(bone) < 7 else (2, 1.5) if len(bone) < 10 else (3, 2.5)
    )
    if most == 0:
        return None
    close = process.extract(bone, bones, scorer=OSA.distance, score_cutoff=most, limit=8)
    ranked = sorted((misread_distance(bone, near), edits, words.skeletons[near]) for near, edits, _ in close)
    if not ranked or ranked[0][0] > limit + grace:
        return None
    distance, edits, best = ranked[0]
    for *far, other in ranked[1:]:
        if far == [distance, edits] and not _same_meaning(words, best, other):
            return None
    entry = words.entry(best)
    if entry is not None and entry.kind in ("trap", "bystander"):
        return None  # these stand in the tables to keep what resembles them from being repaired
    if entry is not None and entry.kind in ("material", "weak") and distance > 0.5:
        return None  # everyday words: too many others are as near
    return Part(best, 0, len(word), 1 + math.ceil(distance))


def _same_meaning(words: Vocabulary, one: str, other: str) -> bool:
    left, right = words.entry(one), words.entry(other)
    return left is not None and left == right


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
