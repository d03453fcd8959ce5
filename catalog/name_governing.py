"""Salts and the minerals that govern them: what becomes of one item of a list when it is read."""

from collections.abc import Iterable
from dataclasses import replace

from catalog.forms import forms
from catalog.name_parts import NamePart
from catalog.name_tree import Hit, Item, Outcome
from catalog.name_words import SALT_KINDS

# Words of one meaning: after a named salt they say how it is bound, not what else there is.
_CHELATES = frozenset({"chelate", "chelates", "chelat", "chelaat", "chelatu", "chelato", "quelato", "хелат"})

# A word beside a form that makes it one of its variants.
_VARIANTS = {
    ("buffered", "bisglycinate"): "bisglycinate_buffered",
    ("microencapsulated", "oxide"): "oxide_time_release",
}


SAID = frozenset({"", "doubtful", "loose"})
"""Standings of what counts: a denied salt is read like any other, then it is dropped."""


def said(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that the text neither denies nor only compares with."""
    return [hit for hit in hits if hit.part.standing in SAID]


class Governing:
    """One level of brackets: the item being read, the mineral of the item before, what was found."""

    def __init__(self, head: str | None, after_hit: bool) -> None:
        self.head, self.after_hit = head, after_hit
        self.out = Outcome()
        self.item = Item()
        self.previous: str | None = None
        self.silent = False  # raw materials follow ("reacted from ..."): no forms until the bracket ends
        self.acids: list[NamePart] = []
        self.foreign = False

    def give(self, part: NamePart, *, certain: bool) -> None:
        """The salt goes to the minerals that govern this item."""
        item = self.item
        if item.governs() != "magnesium":
            item.foreign = True
            if self.head == "magnesium" and any(m.text == "manganese" for m in item.run):
                self.out.slips.append(part)
            return
        if item.adjectives and item.gap == 0:
            item.adjectives = []  # "marine magnesium oxide" is oxide
        if item.hits and item.last != "bracket" and not item.slash and explains(part, item.hits[-1].part):
            self.out.unread.extend(item.unknown[-1:])
            return
        before = item.hits[-1].part if item.hits and not item.slash else None
        if (
            part.kind == "chelate"
            and before
            and before.kind == "generic"
            and part.standing == before.standing
        ):
            item.hits.pop()
        self.hit(part, certain=certain and part.entry.certain)

    def hit(self, part: NamePart, *, certain: bool, said: bool = True) -> None:
        share, self.item.share = self.item.share, None
        if self.silent or share == 0:  # "0 % magnesium stearate"
            return
        if part.standing == "unclear":
            self.out.unread.append(part)
        self.item.hits.append(Hit(part, certain, share, said=said))

    def take_adjectives(self) -> None:
        """Lets "sea" in "sea magnesium" become a form, unless a salt came after all."""
        item = self.item
        if item.governs() == "magnesium":
            for part in item.adjectives:
                self.hit(part, certain=part.entry.certain, said=part.kind == "weak" or part.entry.certain)
                self.out.unread.extend(item.unknown[-1:])  # "marine magnesium oxlde" may name a salt
        item.adjectives = []

    def take_hints(self) -> None:
        """Lets "HCl" in "magnesium HCl" become a form where nothing better is named in the item."""
        item = self.item
        governed = item.governs() == "magnesium" or (self.head == "magnesium" and not item.run)
        if governed and not (item.hits or item.foreign or item.waiting or item.acids):
            for part in item.hints:
                behind = (
                    not item.run or part.start > item.run[0].start
                )  # "Folate Magnesium" may be two things
                self.hit(part, certain=part.entry.certain and behind)
        item.hints = []

    def settle(self) -> None:
        """Salts without a mineral of their own go to that of the item before, else to the bracket's."""
        item = self.item
        mineral = self.previous or self.head
        for part, odd in item.waiting:
            if mineral is None or (odd and self.previous is not None):
                odd_one = odd and not (item.unknown and len(item.unknown[-1].text) < 3)
                if not odd_one and part.standing in SAID:
                    self.out.bare.append(part)
            elif mineral == "other":
                item.foreign = True
            elif (
                part.kind == "generic" and not part.entry.certain and self.head is None and not part.standing
            ):
                self.out.bare.append(part)  # "magnesium oxide, amino acids": two members of a list
            elif not item.legal:
                self.hit(part, certain=part.entry.certain and not odd)
        item.waiting = []

    def _doubt(self) -> None:
        """Notes an item that should name a salt of magnesium and holds only words nobody knows."""
        item = self.item
        if self.after_hit or self.silent or item.legal:
            return  # "Magnesium oxide (equivalent to 100 mg magnesium)"
        expected = item.governs() == "magnesium" or (self.head == "magnesium" and not item.run)
        if expected and not (item.hits or item.waiting or item.acids):
            self.out.unread.extend(item.unknown[:1])

    def finish(self) -> None:
        """Ends an item of the list: its salts find their minerals, its forms join the outcome."""
        item = self.item
        self.take_adjectives()
        self.take_hints()
        had_salt = bool(item.hits or item.foreign)
        self._doubt()
        waited = bool(item.waiting)
        self.settle()
        if item.run and not had_salt and not waited:
            named = [part for part in item.run if part.standing in SAID]
            item.hits.extend(Hit(part, certain=False) for part in named if part.entry.form)
            self.out.alone.update(part.entry.mineral for part in named)
        if item.names_magnesium or any(hit.part.kind in SALT_KINDS for hit in item.hits):
            excipient = bool(item.hits) and not any(map(_is_source, item.hits))
            self.previous = None if excipient else "magnesium"  # "magnesium stearate, citrate"
        elif item.foreign:
            self.previous = "other"
        else:
            self.previous = None
        self.foreign = self.foreign or item.foreign
        if not (item.legal or self.silent):
            self.acids.extend(item.acids)
        if kept := said(item.hits):
            self.out.hits.extend(_with_variants(kept, item.qualities))
        elif self.out.hits:  # "Magnesium glycinate; buffered"
            self.out.hits[-1:] = _with_variants(self.out.hits[-1:], item.qualities)
        else:
            self.out.qualities.extend(item.qualities)
        self.item = Item()


def _is_source(hit: Hit) -> bool:
    return forms()[hit.part.entry.form].is_source


def explains(part: NamePart, before: NamePart) -> bool:
    """Whether a general word only explains the salt before it: "bisglycinate amino acid chelate"."""
    if part.kind != "generic" or (part.standing == "denied") != (before.standing == "denied"):
        return False
    return before.kind in ("chelate", "trade", "acid") or part.text in _CHELATES


def _with_variants(hits: list[Hit], qualities: list[str]) -> list[Hit]:
    """The hits, with the precise form where a quality beside them tells it."""
    return [
        next(
            (replace(hit, variant=v) for q in qualities if (v := _VARIANTS.get((q, hit.part.entry.form)))),
            hit,
        )
        for hit in hits
    ]
