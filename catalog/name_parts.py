"""Tokens → parts of a name: known words and phrases with what they stand for, amounts, brackets, separators."""

from dataclasses import dataclass

from catalog.name_text import Token, tokens
from catalog.name_words import FORM_KINDS, SALT_KINDS, Entry, Part, lookup, strong, vocabulary

_HYPHEN = "-"
_UNKNOWN = Entry("unknown")


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part: `kind` is a token kind, a kind of the tables, "mineral" or "unknown"; places are in the text."""

    kind: str
    start: int
    end: int
    text: str = ""
    entry: Entry = _UNKNOWN
    cost: int = 0
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    word: str
    start: int
    end: int
    cost: int
    known: bool


def parts_of(text: str) -> list[NamePart]:
    """The parts of `text` in order."""
    return _phrases(_words(text, tokens(text)), text)


def _words(text: str, found: list[Token]) -> list[_Word | Token]:
    """Words joined where a hyphen, a line break or a reader split them, and cut where it glued them."""
    out: list[_Word | Token] = []
    index = 0
    while index < len(found):
        token = found[index]
        if token.kind == "number":
            out.append(_Word(token.text, token.start, token.end, 0, known=True))
        elif token.kind != "word":
            out.append(token)
        elif (joined := _joined(text, found, index)) is not None:
            last, part = joined
            out.append(_Word(part.word, token.start, found[last].end, part.cost, known=True))
            index = last
        else:
            out.extend(_cut(token))
        index += 1
    return out


def _joined(text: str, found: list[Token], index: int) -> tuple[int, Part] | None:
    """The index of the second half and the whole word, where a word and the next one are halves of one."""
    first = found[index]
    after = index + 1
    hyphen = after < len(found) and found[after].kind == "hyphen" and found[after].start == first.end
    if hyphen:
        after += 1
    if after >= len(found) or found[after].kind != "word":
        return None
    second = found[after]
    gap = text[found[after - 1].end : second.start]
    if gap.strip() or (len(gap) > 1 and "\n" not in gap):
        return None
    words = vocabulary()
    prefix = (entry := words.entry(first.text)) is not None and entry.kind == "prefix"
    if not prefix and words.stem(first.text) is not None and words.stem(second.text) is not None:
        return None
    if len(first.text) + len(second.text) < 5:
        return None
    whole = strong(first.text + second.text)
    if whole is None or (whole.word.isdigit()):
        return None
    return after, whole


def _cut(token: Token) -> list[_Word | Token]:
    """The known words inside a token, or the token as one unknown word."""
    pieces = lookup(token.text)
    if not pieces:
        return [_Word(token.text, token.start, token.end, 0, known=False)]
    if len(pieces) == 1 or len(token.text) != token.end - token.start:
        return [_Word(piece.word, token.start, token.end, piece.cost, known=True) for piece in pieces]
    return [
        _Word(p.word, token.start + p.offset, token.start + p.offset + p.length, p.cost, known=True)
        for p in pieces
    ]


def _phrases(words: list[_Word | Token], text: str) -> list[NamePart]:
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
            kind = "number" if item.known else "unknown"
            out.append(NamePart(kind, item.start, item.end, item.word))
            index += 1
            continue
        out.append(NamePart(entry.kind, item.start, end, item.word, entry, cost))
        index += length
    return _abbreviations(out, text)


def _longest_phrase(words: list[_Word | Token], index: int) -> tuple[int, Entry | None, int, int]:
    """How many items the longest phrase at `index` takes, what it stands for, its misreads and its end."""
    tables = vocabulary()
    first = words[index]
    assert isinstance(first, _Word)
    best: tuple[int, Entry | None, int, int] = (1, tables.entry(first.word), first.cost, first.end)
    limit = tables.longest.get(first.word, 1)
    wild = first.word[0].isdigit() and "#" in tables.longest
    if limit == 1 and not wild:
        return best
    limit = max(limit, tables.longest["#"]) if wild else limit
    for start_word in (first.word, "#") if wild else (first.word,):
        spelled, cost, at = [start_word], first.cost, index
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
            spelled.append(item.word)
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


def _abbreviations(parts: list[NamePart], text: str) -> list[NamePart]:
    """Parts in which Mg and Mag are the mineral only where they can be it; "mg" is a unit otherwise."""
    out: list[NamePart] = []
    for index, part in enumerate(parts):
        if part.kind == "stop" and out and out[-1].text in ("mag", "mg"):
            continue  # "Mag. Oxide": the point belongs to the abbreviation
        if part.text == "mg" and part.kind == "mineral" and not _is_mineral(parts, index, text):
            out.append(NamePart("unit", part.start, part.end, part.text))
        else:
            out.append(part)
    return out


def _is_mineral(parts: list[NamePart], index: int, text: str) -> bool:
    """Mg beside a salt, another mineral or a bracket with its form is the mineral; beside a number it is the unit."""
    part = parts[index]
    before = parts[index - 1] if index else None
    after = parts[index + 1] if index + 1 < len(parts) else None
    if after is not None and after.kind == "stop" and index + 2 < len(parts):
        after = parts[index + 2]
    if before is not None and before.text and before.text[0].isdigit():
        return False
    if after is not None and (after.kind in SALT_KINDS or after.kind == "mineral"):
        return True
    if text[part.start : part.end] != "Mg" or (
        before is not None and before.kind in ("open", "slash", "hyphen")
    ):
        return False
    return after is None or after.kind in FORM_KINDS | {
        "open",
        "amount",
        "number",
        "and",
        "connector",
        "colon",
    }
