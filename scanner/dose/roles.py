"""What each amount within one statement is: the row's own figure, the magnesium itself, or the weight of its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.names import find_forms
from scanner.dose.amounts import MAGNESIUM, Kind, Percent, Role, kind_of, percent_of
from scanner.panel.pieces import Figure, Part
from scanner.parsed.page import Span


@dataclass(frozen=True, slots=True)
class Token:
    """A span of a statement, by its place in the text of all parts together."""

    kind: Kind
    start: int
    end: int
    depth: int
    span: Span
    part: Part


def tokens_of(parts: Sequence[Part], salts: Sequence[int]) -> list[Token]:
    """The spans of a statement in reading order; ``salts`` are where the names of salts begin."""
    text = " ".join(part.text for part in parts)
    closed = brackets(text)
    found: list[Token] = []
    base = 0
    for part in parts:
        for span in part.spans:
            start, end = base + span.start - part.start, base + span.end - part.start
            kind = kind_of(span)
            if kind == "elemental" and any(start < salt <= end + 2 for salt in salts):
                kind = "of"  # "(as magnesium citrate)" is no "as magnesium"
            inside = sum(opening < start < closing for opening, closing in closed)
            found.append(Token(kind, start, end, inside, span, part))
        base += len(part.text) + 1
    return [_as_linked(found, place, salts) for place in range(len(found))]


def _as_linked(tokens: Sequence[Token], place: int, salts: Sequence[int]) -> Token:
    """The token; an "of" that ties an amount or a salt to the mineral is told from one that leads to a source."""
    token = tokens[place]
    if token.kind != "of" or place == 0:
        return token
    before = tokens[place - 1]
    of_amount = before.kind == "mass" and token.start - before.end <= 2
    following = tokens[place + 1].kind if place + 1 < len(tokens) else None
    of_salt = following == "magnesium" and any(salt < token.start for salt in salts)
    if token.span.means("source.linked") and (of_amount or of_salt):
        return replace(token, kind="linked")
    return token


def depth(text: str) -> int:
    """Brackets that are open at the end of ``text``."""
    opened = 0
    for sign in text:
        opened = opened + 1 if sign in "([{" else max(0, opened - 1) if sign in ")]}" else opened
    return opened


def brackets(text: str) -> list[tuple[int, int]]:
    """From where to where the brackets of ``text`` reach; one that was not closed is none."""
    found, opened = [], []
    for at, sign in enumerate(text):
        if sign in "([{":
            opened.append(at)
        elif sign in ")]}" and opened:
            found.append((opened.pop(), at))
    return found


def roles_of(
    tokens: Sequence[Token], text: str, salts: Sequence[int], *, figures: bool
) -> tuple[dict[int, Role], bool]:
    """The role of each mass among the tokens; and whether what stands behind them all is said to be elemental.

    ``figures`` tells that the figures of the row stand in columns of their own, so that no mass here is one.
    """
    roles: dict[int, Role] = {}
    said: Role = "row"
    opened = 0
    masses = [place for place, token in enumerate(tokens) if token.kind == "mass"]
    for place, token in enumerate(tokens):
        if token.depth < opened:
            said, opened = "row", token.depth
        if token.kind == "of":
            said, opened = "source", token.depth
        elif token.kind == "elemental" or (token.kind == "gives" and not _names_salt(tokens, place, salts)):
            said, opened = "elemental", token.depth
        elif token.kind == "mass":
            behind = tokens[place + 1] if place + 1 < len(tokens) else None
            if behind is not None and behind.kind == "linked" and place + 2 < len(tokens):
                behind = tokens[place + 2]
            last = not figures and place == masses[-1]
            if said == "elemental":
                roles[place], said = "elemental", "row"
            elif behind is not None and behind.depth == token.depth and _calls_elemental(tokens, behind):
                roles[place] = "elemental"
            elif said == "source" and opened == 0:
                # "from magnesium oxide 100 mg" is the row's own, "from 1,000 mg of magnesium glycinate 141 mg" is not.
                roles[place] = "row" if last else "source"
                said = "row" if any(opened <= salt < token.start for salt in salts) else said
            elif token.depth > 0 and _has_words(text, token):
                roles[place] = "elemental" if _beside_magnesium(tokens, place, salts) else "source"
            elif said == "source":
                roles[place] = "source"
            else:
                roles[place] = "row"
    open_bracket = depth(text) > 0  # what was said in it is not said of the figures beside it
    return roles, said == "elemental" and opened == 0 and not open_bracket


def _names_salt(tokens: Sequence[Token], place: int, salts: Sequence[int]) -> bool:
    """Whether a salt is named between here and the next mass: "each capsule provides magnesium citrate 500 mg"."""
    token = tokens[place]
    following = next((one for one in tokens[place + 1 :] if one.kind in ("mass", "elemental")), None)
    if following is not None and following.kind == "elemental":
        return False
    end = following.start if following is not None else 10**6
    if any(token.end <= salt < end for salt in salts):
        return True
    # "80 mg of magnesium" is the magnesium; "provides 500 mg of magnesium citrate" the salt.
    behind = [one for one in tokens if following is not None and one.start >= following.end]
    reach = behind[2].end if len(behind) > 2 else 10**6
    return following is not None and any(following.end <= salt < reach for salt in salts)


def _calls_elemental(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the token calls the amount before it elemental: "141 mg elemental", "300 mg magnesium elemental"."""
    place = tokens.index(token)
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.kind == "elemental":
        return following is None or following.kind != "mass"  # else it is said of that
    return (
        token.kind == "magnesium"
        and following is not None
        and following.kind == "elemental"
        and following.start - token.end <= 2
        and following.depth == token.depth
    )


def _has_words(text: str, token: Token) -> bool:
    """Whether the bracket around a mass has words, too: "(200 mg)" is the row's own figure."""
    opening, closing = max(one for one in brackets(text) if one[0] < token.start < one[1])
    inside = text[opening + 1 : token.start] + text[token.end : closing]
    return any(map(str.isalpha, inside))


def _beside_magnesium(tokens: Sequence[Token], place: int, salts: Sequence[int]) -> bool:
    """Whether a mass in a bracket is of magnesium as such: "(Mg 120 mg)", "(120 mg of Mg)"."""
    token = tokens[place]
    inside = [one for one in tokens if one.depth >= token.depth > 0 and abs(one.start - token.start) < 60]
    named = any(one.kind == MAGNESIUM for one in inside)
    lowest, highest = min(one.start for one in inside), max(one.end for one in inside)
    return named and not any(lowest <= salt <= highest + 20 for salt in salts)


def source_at(parts: Sequence[Part], text: str) -> int:
    """Where the name ends and what it comes from, or gives, begins."""
    salts = [hit.start for hit in find_forms(text)]
    tokens = tokens_of(parts, salts)
    named = min([*salts, *(token.start for token in tokens if token.kind == "magnesium")], default=0)
    leads = [
        token.start
        for token in tokens
        if (token.kind == "of" and token.start > 0) or (token.kind == "gives" and token.start > named)
    ]
    brackets = [at for sign in "([{" if (at := text.find(sign, 1)) > 0]
    return min((*leads, *brackets), default=len(text))


def without_figures(parts: Sequence[Part]) -> str:
    """The text of the parts with blanks for the amounts that stand outside of brackets."""
    pieces = []
    for part in parts:
        letters = list(part.text)
        for span in part.spans:
            if span.kind in ("mass", "percent") and span.depth == 0:
                letters[span.start - part.start : span.end - part.start] = " " * (span.end - span.start)
        pieces.append("".join(letters))
    return " ".join(pieces)


def tied(tokens: Sequence[Token], text: str, salts: Sequence[int]) -> frozenset[int]:
    """The masses of a phrase that are of its magnesium: those behind its name, and the one right before it."""
    names = [token.start for token in tokens if token.kind in {"magnesium", "elemental"}]
    name = min((*names, *salts), default=0)
    found = {place for place, token in enumerate(tokens) if token.kind == "mass" and token.start > name}
    before = [place for place, token in enumerate(tokens) if token.end <= name]
    while before and tokens[before[-1]].kind in ("linked", "gives", "of"):
        before.pop()
    if before and tokens[before[-1]].kind == "mass" and not _PARTS.search(text, tokens[before[-1]].end, name):
        found.add(before[-1])
    return frozenset(found)


_PARTS = re.compile(r"[)\]:;]")


def share_of(tokens: Sequence[Token]) -> Percent | None:
    """The percentage right behind an amount: "300 mg (80 %)"; one before it tells what a salt holds."""
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        beside = before is not None and (
            before.kind == "mass" or before.span.means("column.percent") is not None
        )
        behind = any(one.kind == "mass" for one in tokens[:place])
        following = tokens[place + 1].kind if place + 1 < len(tokens) else "word"
        if (beside and token.kind == "number") or (
            behind and token.kind == "percent" and following not in ("magnesium", "elemental")
        ):
            return percent_of(Figure(token.span, token.part.line), headed=token.kind == "percent")
    return None
