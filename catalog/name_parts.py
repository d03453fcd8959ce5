"""Tokens → parts of a name: known words and phrases with their meaning, amounts, brackets, separators."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from catalog.misreads import misread_distance
from catalog.name_repair import Part, lookup, nearest_salt, strong
from catalog.name_text import Token, folded, is_unspaced, tokens
from catalog.name_words import Entry, vocabulary

_UNKNOWN = Entry("unknown")
_HUMP = re.compile(r"[a-z][A-Z]")
_APOSTROPHES = ("'", "’", "`", "´")


class NamePart(NamedTuple):
    """One part: `kind` is a token kind, a kind of the tables, "mineral" or "unknown".

    Places are in the text; `magnesium` holds those of the mineral inside a phrase ("milk of magnesia").
    `standing` is "" for what the text simply names, else "denied", "doubtful", "loose" or
    "unclear" (see `name_denial` and `name_pairs`).
    """

    kind: str
    start: int
    end: int
    text: str = ""
    entry: Entry = _UNKNOWN
    cost: int = 0
    percent: float | None = None
    magnesium: tuple[tuple[int, int], ...] = ()
    standing: str = ""


class _Word(NamedTuple):
    word: str
    start: int
    end: int
    cost: int
    known: bool


def parts_of(text: str) -> list[NamePart]:
    """The parts of `text` in order."""
    return _phrases(_words(text, _tokens(text)))


def may_name(text: str) -> bool:
    """Whether anything in `text` may name magnesium or a form of it: most lines of a label do not.

    >>> may_name("Zinc (as zinc oxide) 10 mg"), may_name("Serving size: 2 capsules")
    (True, False)
    """
    if _HUMP.search(text):
        return True  # "MagOxide" is cut apart where its capitals are
    found = _tokens(text)
    words: set[str] = set()
    for index, token in enumerate(found):
        if token.kind == "number":
            words.add(token.text)
        elif token.kind == "word":
            if is_unspaced(token.text):
                return True
            words.update(_words_in(token.text))
            if (joined := _joined(text, found, index)) is not None:
                words.update(_words_in(joined[1].word))
    telling = vocabulary().telling
    return any(needed <= words for word in words if word in telling for needed in telling[word])


@lru_cache(maxsize=64)  # what may name something is taken apart right after
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokens(text))


@lru_cache(maxsize=65536)
def _words_in(word: str) -> tuple[str, ...]:
    """A printed word and the words of the tables in it, each as the tables spell it first."""
    canonical = vocabulary().canonical
    return tuple(canonical.get(one, one) for one in (word, *(part.word for part in lookup(word))))


def _words(text: str, found: Sequence[Token]) -> list[_Word | Token]:
    """Words joined where a hyphen, a line break or a reader split them, and cut where it glued them."""
    out: list[_Word | Token] = []
    index = 0
    while index < len(found):
        token = found[index]
        if token.kind == "number":
            out.append(_Word(token.text, token.start, token.end, 0, known=True))
        elif token.kind != "word":
            out.append(token)
        elif is_unspaced(token.text):
            out.extend(_unspaced(token, text))
        elif (joined := _joined(text, found, index)) is not None:
            last, part = joined
            out.append(_Word(part.word, token.start, found[last].end, part.cost, known=True))
            index = last
        else:
            pieces = _cut(token, text)
            if pieces[-1].known or not _salt_expected(out):
                out.extend(pieces)
            else:
                last, piece = _damaged_salt(text, found, index)
                out.append(piece)
                index = last
        index += 1
    return out


def _unspaced(token: Token, text: str) -> list[_Word]:
    """The words of the tables in a token without spaces, longest first, and what lies between them."""
    plain, places = folded(text[token.start : token.end])
    if plain != token.text:
        return [_unread(token)]
    cuts: list[tuple[int, int, bool]] = []
    index = 0
    while index < len(plain):
        word = next(
            (w for w in vocabulary().unspaced.get(plain[index], ()) if plain.startswith(w, index)), ""
        )
        if not word and cuts and not cuts[-1][2]:
            cuts[-1] = (cuts[-1][0], index + 1, False)
        else:
            cuts.append((index, index + (len(word) or 1), bool(word)))
        index = cuts[-1][1]
    return [
        _Word(plain[a:b], token.start + places[a], token.start + places[b - 1] + 1, 0, known)
        for a, b, known in cuts
    ]


def _salt_expected(out: list[_Word | Token]) -> bool:
    """Whether what comes next may be a salt: after "Magnesium", "Magnesium (as" or "citrate/"."""
    tables = vocabulary()
    for back, item in enumerate(reversed(out[-5:])):
        if isinstance(item, Token):
            if item.kind not in ("open", "hyphen", "slash"):
                return False
            continue
        if tables.is_mineral(item.word, "magnesium"):
            return True
        if back == 1 and tables.is_salt(item.word) and isinstance(out[-1], Token):
            return True
        entry = tables.entry(item.word)
        if entry is None or entry.kind not in ("connector", "as", "prefix", "modifier", "hint"):
            return False
    return False


def _damaged_salt(text: str, found: Sequence[Token], index: int) -> tuple[int, _Word]:
    """The unknown word beside the mineral as the salt it resembles, alone or with the next word."""
    token = found[index]
    salt, last = nearest_salt(token.text), index
    if salt is None and index + 1 < len(found) and found[index + 1].kind == "word":
        after = found[index + 1]
        if not lookup(after.text) and not text[token.end : after.start].strip():
            salt, last = nearest_salt(token.text + after.text), index + 1
    if salt is None:
        return index, _Word(token.text, token.start, token.end, 0, known=False)
    return last, _Word(salt.word, token.start, found[last].end, salt.cost, known=True)


def _joined(text: str, found: Sequence[Token], index: int) -> tuple[int, Part] | None:
    """The index of the second half and the whole word, where a word and the next one are halves of one."""
    first = found[index]
    after = index + 1
    hyphen = after < len(found) and found[after].kind == "hyphen" and found[after].start == first.end
    if hyphen:
        after += 1
    if after >= len(found) or found[after].kind != "word" or is_unspaced(found[after].text):
        return None
    second = found[after]
    if len(second.text) == 1 and text[second.end : second.end + 1] in _APOSTROPHES:
        return None  # "forme d'oxyde"
    gap = text[found[after - 1].end : second.start]
    if gap.strip() or (len(gap) > 1 and "\n" not in gap):
        return None
    words = vocabulary()
    # "Di-Magnesium" is one word, the Italian "di magnesio" is two.
    prefix = hyphen and first.text in words.prefixes
    if len(first.text) + len(second.text) < 5:
        return None
    halves = [strong(half.text) for half in (first, second)]
    known = [half is not None and not words.is_hint(half.word) for half in halves]  # "Cit rate"
    if all(known) and not prefix:
        return None
    both = first.text + second.text
    whole = strong(both)
    if whole is None and not any(known) and 8 <= len(both) <= 10 and misread_distance(both, "magnesium") <= 1:
        whole = Part("magnesium", 0, len(both), 2)
    if whole is None or whole.word.isdigit():
        return None
    return after, whole


def _cut(token: Token, text: str) -> list[_Word]:
    """The known words inside a token, or the token as one unknown word."""
    whole = strong(token.text)
    if whole is not None:
        return [_Word(whole.word, token.start, token.end, whole.cost, known=True)]
    if len(token.text) != token.end - token.start:  # folding changed the length: places inside are not known
        pieces = lookup(token.text)
        return [_Word(p.word, token.start, token.end, p.cost, known=True) for p in pieces] or [_unread(token)]
    humps = _humps(token, text)
    if len(humps) > 1 and all(strong(hump) is not None for hump, _ in humps):
        return [word for hump, place in humps for word in _inside(hump, place)]
    words = _inside(token.text, token.start)
    if words or len(humps) == 1:
        return words or [_unread(token)]
    words = [
        word
        for hump, place in humps
        for word in (_inside(hump, place) or [_Word(hump, place, place + len(hump), 0, known=False)])
    ]
    return words if any(word.known for word in words) else [_unread(token)]


def _unread(token: Token) -> _Word:
    return _Word(token.text, token.start, token.end, 0, known=False)


def _inside(word: str, place: int) -> list[_Word]:
    return [
        _Word(p.word, place + p.offset, place + p.offset + p.length, p.cost, known=True) for p in lookup(word)
    ]


def _humps(token: Token, text: str) -> list[tuple[str, int]]:
    """The words of "MagOxide" with their places; a lost space leaves the capital letter."""
    printed = text[token.start : token.end]
    cuts = [0, *(m.start() + 1 for m in _HUMP.finditer(printed)), len(printed)]
    return [(token.text[a:b], token.start + a) for a, b in pairwise(cuts)]


def _phrases(words: list[_Word | Token]) -> list[NamePart]:
    """Longest phrases of the tables first; everything else one by one."""
    out: list[NamePart] = []
    index = 0
    while index < len(words):
        item = words[index]
        if isinstance(item, Token):
            out.append(_plain(item))
            index += 1
            continue
        length, entry, cost, end = _longest_phrase(words, index)
        if entry is None:
            kind = "number" if item.word[0].isdigit() else "unknown"
            out.append(NamePart(kind, item.start, item.end, item.word))
            index += 1
            continue
        inside = (
            _magnesium_inside(words[index : index + length]) if length > 1 or entry.kind == "trade" else ()
        )
        out.append(NamePart(entry.kind, item.start, end, item.word, entry, cost, None, inside))
        index += length
    return out


def _magnesium_inside(words: list[_Word | Token]) -> tuple[tuple[int, int], ...]:
    tables = vocabulary()
    return tuple(
        (item.start, item.end)
        for item in words
        if isinstance(item, _Word) and tables.is_mineral(item.word, "magnesium")
    )


def _longest_phrase(words: list[_Word | Token], index: int) -> tuple[int, Entry | None, int, int]:
    """How many items the longest phrase at `index` takes, what it stands for, its misreads and its end."""
    tables = vocabulary()
    first = words[index]
    assert isinstance(first, _Word)
    best: tuple[int, Entry | None, int, int] = (1, tables.entry(first.word), first.cost, first.end)
    limit = tables.longest.get(tables.canonical.get(first.word, first.word), 1)
    wild = first.word[0].isdigit() and "#" in tables.longest
    if limit == 1 and not wild:
        return best
    limit = max(limit, tables.longest["#"]) if wild else limit
    for start_word in (first.word, "#") if wild else (first.word,):
        spelled, cost, at = [tables.canonical.get(start_word, start_word)], first.cost, index
        while len(spelled) < limit:
            at += 1
            if at >= len(words):
                break
            item = words[at]
            if isinstance(item, Token):
                if item.kind == "hyphen":
                    continue
                if item.kind != "slash":
                    break
                spelled.append("/")
                continue
            spelled.append(tables.canonical.get(item.word, item.word))
            cost += item.cost
            entry = tables.phrases.get(tuple(spelled))
            if entry is None and item.word[0].isdigit():
                entry = tables.phrases.get((*spelled[:-1], "#"))
            if entry is not None:
                best = (at - index + 1, entry, cost, item.end)
    return best


def _plain(token: Token) -> NamePart:
    if token.kind == "percent":
        return NamePart("percent", token.start, token.end, token.text, percent=_percent(token.text))
    if token.kind == "separator" and token.text in "&+":
        return NamePart("and", token.start, token.end, token.text)
    return NamePart(token.kind, token.start, token.end, token.text)


def _percent(text: str) -> float | None:
    try:
        return float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return None
