"""Which salts named in a text are salts of magnesium: each is given to the mineral that governs it."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.name_governing import SAID, Governing, explains, said
from catalog.name_parts import NamePart
from catalog.name_tree import Bracket, Hit, Node, Outcome
from catalog.name_words import SALT_KINDS

_FAR = 3  # unknown words allowed between the mineral and its salt in one item
_PERCENT_OF_REFERENCE = frozenset({"dv", "nrv", "rda", "rdi", "daily", "vrn", "ri", "nrvs"})
_PASSING = frozenset({"modifier", "prefix", "hyphen", "hint"})  # what stands between a word and its salt
_SHORT_STOPS = frozenset({"no", "inc", "sp", "spp", "co", "u", "s", "l", "tm", "vs"})


def bind(
    nodes: Sequence[Node], head: str | None = None, *, after_hit: bool = False, near: bool = True
) -> Outcome:
    """The forms of magnesium in `nodes`; `head` is the mineral whose bracket this is, `near` if right before it."""
    return _Reader(head, after_hit, near).read(nodes)


def _new(hits: list[Hit], before: Hit | None) -> list[Hit]:
    """The hits of a bracket that do not only explain the form before it ("bisglycinate (amino acid chelate)")."""
    if before is None:
        return hits
    explaining = {"material", "food", "weak", "hint"}  # where it comes from
    if before.part.kind in ("chelate", "trade"):
        explaining.add("generic")
    return [hit for hit in hits if hit.part.kind not in explaining]


class _Reader(Governing):
    """Reads one level of brackets from left to right, item by item."""

    def __init__(self, head: str | None, after_hit: bool, near: bool) -> None:
        super().__init__(head, after_hit)
        self.near = near
        self.inner = head is not None or after_hit
        self.nodes: Sequence[Node] = ()
        self.place = 0

    def read(self, nodes: Sequence[Node]) -> Outcome:
        self.nodes = nodes
        for index, node in enumerate(nodes):
            self.place = index
            if isinstance(node, Bracket):
                self._bracket(node)
            else:
                step = self._STEPS.get(node.kind)
                if step is not None:
                    step(self, node)
        self.finish()
        if self.head == "magnesium" and self.near and not (self.out.hits or self.foreign or self.after_hit):
            self.out.hits = [Hit(part, certain=False) for part in self.acids]  # "Magnesium (malic acid)"
        return self.out

    def _next(self, index: int, skip: frozenset[str] = _PASSING) -> Node | None:
        for node in self.nodes[index + 1 : index + 5]:
            if node.kind not in skip:
                return node
        return None

    # -- one step per kind of part --

    def _mineral(self, part: NamePart) -> None:
        item = self.item
        self.out.minerals.add(part.entry.mineral)
        if part.standing and item.run and not item.run[-1].standing:
            return  # "calcium instead of magnesium (as citrate)"
        if part.entry.mineral == "magnesium" and item.last == "salt" and item.gap == 0 and item.hits:
            last = item.hits[-1]
            item.hits[-1] = replace(
                last, certain=last.part.entry.certain
            )  # "Magnez, w tym z cytrynianu magnezu"
        if item.last == "mineral" and not item.broken:
            item.run.append(part)
        elif item.waiting and not item.run and item.gap <= 1 and not item.slash:
            waiting, item.waiting = item.waiting, []
            item.run = [part]
            for salt, _ in waiting:
                self.give(salt, certain=True)
        else:
            self.settle()
            item.hints = [] if item.run else item.hints  # "betaine HCl magnesium"
            item.run = [part]
        if part.entry.mineral == "magnesium" and item.last == "acid" and item.acids and not item.slash:
            self.hit(item.acids.pop(), certain=False)
        item.last, item.gap, item.broken, item.blocked, item.slash = "mineral", 0, False, False, False

    def _salt(self, part: NamePart) -> None:
        item = self.item
        after = self._next(self.place)
        if after is not None and after.kind == "of":
            following = self._next(self.place + 1, _PASSING | {"of", "connector", "as"})
            if following is not None and following.kind == "mineral":
                item.waiting.append((part, False))
                item.run, item.last, item.gap = [], "salt", 0
                return
        if item.blocked and after is not None and after.kind == "amount":
            item.run = []  # "Magnesium 100 mg  Chloride 50 mg": two rows of a table
        if part.kind == "generic" and item.last == "material" and item.hits:
            item.hits.pop()  # "brown rice chelate"
        if item.waiting and item.last == "salt" and not item.slash and explains(part, item.waiting[-1][0]):
            pass
        elif (
            item.hits
            and not item.run
            and item.gap <= _FAR
            and not item.slash
            and explains(part, item.hits[-1].part)
        ):
            pass  # "Di-Magnesium Malate from mineral chelate"
        elif item.run and item.gap <= _FAR:
            self.give(part, certain=item.gap == 0 and not item.shared)
        else:
            item.waiting.append((part, item.last in ("unknown", "acid")))
        item.last, item.gap, item.slash = "salt", 0, False

    def _acid(self, part: NamePart) -> None:
        item = self.item
        if item.governs() == "magnesium" and item.last == "mineral" and not item.slash and not item.blocked:
            self.hit(part, certain=False)
            item.last = "salt"
        else:
            if part.standing in SAID:
                item.acids.append(part)
            item.last = "acid"
        item.gap = 0

    def _trade(self, part: NamePart) -> None:
        if self.head != "other":
            self.hit(part, certain=part.entry.certain)
        self.item.names_magnesium = self.item.names_magnesium or bool(part.magnesium)
        if part.magnesium:
            self.out.minerals.add("magnesium")
        self.item.last, self.item.gap = "trade", 0

    def _material(self, part: NamePart) -> None:
        item = self.item
        after = self._next(self.place, _PASSING | {"derived"})
        said = part.kind == "weak" or self.inner or item.broken
        if item.hits and item.last in ("salt", "unknown") and not item.slash:
            pass  # "magnesium hydroxide from sea water": where it comes from, not a second form
        elif item.governs() == "magnesium" and item.gap <= _FAR + 1:
            self.hit(part, certain=part.entry.certain, said=said)
        elif after is not None and after.kind == "mineral":
            item.adjectives.append(part)
        elif item.run or item.waiting:
            pass
        elif self.head == "magnesium":
            self.hit(part, certain=part.entry.certain)
        item.last, item.gap = "material", 0

    def _hint(self, part: NamePart) -> None:
        item = self.item
        if not item.blocked and (item.words == 0 or item.last == "mineral"):
            item.hints.append(part)  # not "berberine HCl"
        item.broken = item.broken or item.last == "mineral"

    def _bracket(self, bracket: Bracket) -> None:
        item = self.item
        head = item.governs() or ("magnesium" if item.names_magnesium else self.head)
        if item.last == "trap":
            head = "other"  # "methylglyoxal (MGO)"
        self.take_adjectives()
        if not item.run and (self.previous or self.head):
            self.settle()
        named = said(item.hits)
        sub = bind(bracket.inside, head, after_hit=bool(named), near=item.gap == 0)
        for target, source in (
            (self.out.slips, sub.slips),
            (self.out.traps, sub.traps),
            (self.out.unknown_salts, sub.unknown_salts),
            (self.out.unread, sub.unread),
        ):
            target.extend(source)
        self.out.minerals |= sub.minerals
        item.qualities.extend(sub.qualities)
        if not item.run and (item.waiting or item.acids) and sub.alone and not sub.hits:
            if "magnesium" in sub.alone:
                for part in [salt for salt, _ in item.waiting] + item.acids:
                    self.hit(part, certain=part.entry.certain)
            item.waiting, item.acids = [], []
        elif sub.alone and not (item.run or item.waiting or item.words or sub.hits or sub.bare):
            mineral = "magnesium" if "magnesium" in sub.alone else "other"
            inside = [part for part in bracket.inside if isinstance(part, NamePart)]
            item.run = [part for part in inside if part.entry.mineral == mineral][:1]  # "(magnesium) citrate"
        else:
            self.out.alone |= sub.alone
        before = named[-1] if named and item.last in ("salt", "trade") else None
        if (
            before is not None
            and before.part.kind == "generic"
            and any(h.part.kind == "chelate" for h in sub.hits)
        ):
            item.hits.pop()
        if not self.silent:
            item.hits.extend(_new(sub.hits, before))
        self.out.bare.extend(sub.bare)
        item.last, item.gap, item.blocked = "bracket", 0, False

    def _percent(self, part: NamePart) -> None:
        after = self._next(self.place)
        reference = isinstance(after, NamePart) and after.text in _PERCENT_OF_REFERENCE
        self.item.share = None if reference else part.percent

    def _amount(self, _part: NamePart) -> None:
        item = self.item
        item.blocked = bool(item.run)
        if item.waiting and not item.run:
            self.settle()  # "Chloride 135 mg  Magnesium 50 mg": two rows of a table
        if not item.run and item.last == "acid":
            item.last = "amount"  # "Vitamin C 60 mg  Magnesium 100 mg": two rows of a table
        item.hints = item.hints if item.run or self.head == "magnesium" else []

    def _connector(self, _part: NamePart) -> None:
        self.item.blocked, self.item.broken = False, True

    def _raw(self, _part: NamePart) -> None:
        self.silent = True

    def _derived(self, _part: NamePart) -> None:
        self.silent = self.silent or self.after_hit or bool(self.item.hits or self.out.hits)

    def _unknown(self, part: NamePart) -> None:
        item = self.item
        item.gap += 1
        item.words += 1
        if part.standing:
            item.last = "unknown"
            return
        item.unknown.append(part)
        if item.slash and item.last == "salt":
            self.out.unread.append(part)
        item.last = "unknown"
        ending = part.text.endswith(("ate", "ide", "inat", "ato"))
        if ending and len(part.text) > 5 and (item.governs() or self.head) == "magnesium":
            self.out.unknown_salts.append(part)

    def _modifier(self, part: NamePart) -> None:
        if part.text == "reacted" and self.after_hit:
            self.silent = True  # "citrate (reacted from magnesium carbonate)", whatever became of "from"
        self.item.broken = self.item.broken or self.item.last == "mineral"
        if not part.standing:
            self.item.qualities.append(part.text)

    def _bystander(self, _part: NamePart) -> None:
        self.item.gap += 1
        self.item.words += 1
        self.item.last = "unknown"

    def _legal(self, _part: NamePart) -> None:
        self.item.legal = True

    def _trap(self, part: NamePart) -> None:
        self.out.traps.append(part)
        self.item.last = "trap"

    def _slash(self, _part: NamePart) -> None:
        self.item.slash = self.item.last != "mineral"

    def _colon(self, _part: NamePart) -> None:
        governed = self.item.governs()
        if governed is not None and not self.item.hits:
            self.out.alone.discard(governed)
            self.head = governed
        self.finish()

    def _separator(self, _part: NamePart) -> None:
        if self.item.last == "mineral" and (after := self._next(self.place)) and after.kind == "as":
            told = self._next(self.place, _PASSING | {"as", "connector"})
            if told is not None and told.kind in SALT_KINDS:
                return  # "Magnesium, as the citrate"
        self.finish()

    def _and(self, _part: NamePart) -> None:
        item = self.item
        only_mineral = bool(item.run) and not (
            item.hits or item.waiting or item.acids or item.words or item.foreign
        )
        run = item.run if only_mineral and item.last == "mineral" and not item.broken else []
        after = self._next(self.place)
        share_on = bool(run) and after is not None and after.kind == "mineral"
        self.finish()
        if share_on:
            self.item.run, self.item.last, self.item.shared = list(run), "mineral", True

    def _stop(self, _part: NamePart) -> None:
        before = self.nodes[self.place - 1] if self.place else None
        if isinstance(before, NamePart) and before.text in _SHORT_STOPS:
            return
        self.finish()
        self.previous = None
        if not self.inner:
            self.silent, self.head = False, None

    _STEPS = {  # noqa: RUF012 - a table, never changed
        "mineral": _mineral,
        "anion": _salt,
        "chelate": _salt,
        "generic": _salt,
        "acid": _acid,
        "trade": _trade,
        "material": _material,
        "food": _material,
        "weak": _material,
        "hint": _hint,
        "percent": _percent,
        "amount": _amount,
        "connector": _connector,
        "as": _connector,
        "raw": _raw,
        "derived": _derived,
        "unknown": _unknown,
        "modifier": _modifier,
        "bystander": _bystander,
        "legal": _legal,
        "trap": _trap,
        "slash": _slash,
        "colon": _colon,
        "separator": _separator,
        "and": _and,
        "stop": _stop,
    }
