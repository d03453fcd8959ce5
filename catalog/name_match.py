"""Which of the salts named in a text are salts of magnesium: every salt is given to the mineral that governs it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.name_parts import NamePart
from catalog.name_words import SALT_KINDS

_DEEPEST = 12  # brackets within brackets; hostile input nests deeper and is read flat from there
_FAR = 3  # unknown words allowed between the mineral and its salt in one item
_NEGATION_REACH = 30  # parts; a list after "free from" without a full stop ends somewhere
_PERCENT_OF_REFERENCE = frozenset({"dv", "nrv", "rda", "rdi", "daily", "vrn", "ri", "nrvs"})
_SHORT_STOPS = frozenset({"no", "inc", "sp", "spp", "co", "u", "s", "l", "tm"})


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stands between two brackets."""

    inside: list["NamePart | Bracket"]
    kind: str = "bracket"


Node = NamePart | Bracket


@dataclass(frozen=True, slots=True)
class Hit:
    """A form of magnesium with the part that names it; `certain` is False where the wording is loose."""

    part: NamePart
    certain: bool
    share: float | None = None


@dataclass(slots=True)
class Outcome:
    """What a text or a bracket names."""

    hits: list[Hit] = field(default_factory=list)
    bare: list[NamePart] = field(default_factory=list)  # salts that no mineral governs
    minerals: set[str] = field(default_factory=set)  # every mineral named
    alone: set[str] = field(default_factory=set)  # minerals named without a salt
    slips: list[NamePart] = field(default_factory=list)  # manganese salts in a magnesium bracket
    unknown_salts: list[NamePart] = field(default_factory=list)
    traps: list[NamePart] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    """What is known of one member of a list so far."""

    run: list[NamePart] = field(default_factory=list)  # the mineral or minerals that govern what follows
    waiting: list[tuple[NamePart, bool]] = field(
        default_factory=list
    )  # salts before their mineral; bool: odd word
    acids: list[NamePart] = field(default_factory=list)
    adjectives: list[NamePart] = field(default_factory=list)  # "sea" in "sea magnesium"
    hits: list[Hit] = field(default_factory=list)
    last: str = ""
    gap: int = 0
    share: float | None = None
    blocked: bool = False  # an amount stands between the mineral and what follows
    broken: bool = False  # a connector stands after the last mineral
    slash: bool = False
    legal: bool = False
    foreign: bool = False
    shared: bool = False
    words: int = 0

    def governs(self) -> str | None:
        if not self.run:
            return None
        return "magnesium" if any(part.entry.mineral == "magnesium" for part in self.run) else "other"


def tree(parts: Sequence[NamePart]) -> list[Node]:
    """The parts with brackets as nodes; brackets that are never opened or closed are forgiven."""
    top: list[Node] = []
    stack = [top]
    for part in parts:
        if part.kind == "open":
            if len(stack) <= _DEEPEST:
                bracket = Bracket([])
                stack[-1].append(bracket)
                stack.append(bracket.inside)
        elif part.kind == "close":
            if len(stack) > 1:
                stack.pop()
        else:
            stack[-1].append(part)
    return top


def bind(nodes: Sequence[Node], head: str | None = None, *, after_hit: bool = False) -> Outcome:
    """The forms of magnesium in `nodes`; `head` is the mineral whose bracket this is."""
    return _Binder(head, after_hit).read(nodes)


class _Binder:
    """Reads one level of brackets from left to right, item by item."""

    def __init__(self, head: str | None, after_hit: bool) -> None:
        self.head, self.after_hit, self.inner = head, after_hit, head is not None or after_hit
        self.out = Outcome()
        self.item = _Item()
        self.previous: str | None = None
        self.silent = False  # raw materials follow ("reacted from ..."): no forms until the bracket ends
        self.negated = 0
        self.nodes: Sequence[Node] = ()

    def read(self, nodes: Sequence[Node]) -> Outcome:
        self.nodes = nodes
        for index, node in enumerate(nodes):
            self.negated = max(0, self.negated - 1)
            if isinstance(node, Bracket):
                self._bracket(node)
            else:
                step = self._STEPS.get(node.kind)
                if step is not None:
                    step(self, node, index)
        self._finish()
        return self.out

    def _next(
        self, index: int, skip: frozenset[str] = frozenset({"modifier", "prefix", "hyphen"})
    ) -> Node | None:
        for node in self.nodes[index + 1 : index + 5]:
            if node.kind not in skip:
                return node
        return None

    # -- one step per kind of part --

    def _mineral(self, part: NamePart, index: int) -> None:
        item = self.item
        self.out.minerals.add(part.entry.mineral)
        if item.last == "mineral" and not item.broken:
            item.run.append(part)
        else:
            if item.waiting and not item.run and item.gap <= 1 and not item.slash:
                waiting, item.waiting = item.waiting, []
                item.run = [part]
                for salt, _ in waiting:
                    self._give(salt, certain=True)
            else:
                self._settle()
                item.run = [part]
        if part.entry.mineral == "magnesium" and item.last == "acid" and item.acids and not item.slash:
            self._hit(item.acids.pop(), certain=True)
        item.last, item.gap, item.broken, item.blocked, item.slash = "mineral", 0, False, False, False

    def _salt(self, part: NamePart, index: int) -> None:
        item = self.item
        after = self._next(index)
        if after is not None and after.kind == "of":
            following = self._next(index + 1, frozenset({"modifier", "prefix", "hyphen", "of", "connector"}))
            if following is not None and following.kind == "mineral":
                item.waiting.append((part, False))
                item.run, item.last, item.gap = [], "salt", 0
                return
        if item.blocked and after is not None and after.kind == "amount":
            item.run = []  # "Magnesium 100 mg  Chloride 50 mg": two rows of a table
        if item.run and item.gap <= _FAR:
            self._give(part, certain=item.gap <= 1 and not item.shared)
        else:
            item.waiting.append((part, item.last == "unknown"))
        item.last, item.gap, item.slash = "salt", 0, False

    def _acid(self, part: NamePart, index: int) -> None:
        item = self.item
        after = self._next(index)
        if item.governs() == "magnesium" and item.last == "mineral" and not item.slash and not item.blocked:
            self._hit(part, certain=True)
            item.last = "salt"
        else:
            item.acids.append(part)
            item.last = "acid"
        item.gap = 0
        del after

    def _trade(self, part: NamePart, index: int) -> None:
        if self.head != "other" and self.item.governs() != "other":
            self._hit(part, certain=part.entry.certain)
        self.item.last, self.item.gap = "trade", 0

    def _material(self, part: NamePart, index: int) -> None:
        item = self.item
        after = self._next(index)
        if item.governs() == "magnesium" and item.gap <= _FAR + 1:
            self._hit(part, certain=part.entry.certain)
        elif after is not None and after.kind == "mineral":
            item.adjectives.append(part)
        elif item.run or item.waiting:
            pass
        elif self.head == "magnesium":
            self._hit(part, certain=part.entry.certain)
        item.last, item.gap = "material", 0

    def _bracket(self, bracket: Bracket) -> None:
        item = self.item
        head = item.governs() or self.head
        self._adjectives()
        sub = bind(bracket.inside, head, after_hit=bool(item.hits))
        for target, source in (
            (self.out.slips, sub.slips),
            (self.out.traps, sub.traps),
            (self.out.unknown_salts, sub.unknown_salts),
        ):
            target.extend(source)
        self.out.minerals |= sub.minerals
        if not item.run and (item.waiting or item.acids) and sub.alone and not sub.hits:
            if "magnesium" in sub.alone:
                for part in [salt for salt, _ in item.waiting] + item.acids:
                    self._hit(part, certain=True)
            item.waiting, item.acids = [], []
        elif (
            not item.run
            and not item.waiting
            and sub.alone
            and not sub.hits
            and not sub.bare
            and not item.words
        ):
            mineral = "magnesium" if "magnesium" in sub.alone else "other"
            item.run = [p for p in bracket.inside if isinstance(p, NamePart) and p.entry.mineral == mineral][
                :1
            ]
        else:
            self.out.alone |= sub.alone
        hits = sub.hits
        before = item.hits[-1] if item.hits and item.last in ("salt", "trade") else None
        if before is not None and before.part.kind in ("chelate", "trade"):
            hits = [hit for hit in hits if hit.part.kind != "generic"]  # the bracket explains the chelate
        elif (
            before is not None
            and before.part.kind == "generic"
            and any(h.part.kind == "chelate" for h in hits)
        ):
            item.hits.pop()
        if not self.silent and not self.negated:
            item.hits.extend(hits)
        self.out.bare.extend(sub.bare)
        item.last, item.gap, item.blocked = "bracket", 0, False

    def _percent(self, part: NamePart, index: int) -> None:
        after = self._next(index)
        reference = isinstance(after, NamePart) and after.text in _PERCENT_OF_REFERENCE
        self.item.share = None if reference else part.percent

    def _amount(self, part: NamePart, index: int) -> None:
        self.item.blocked = bool(self.item.run)
        self.negated = 0

    def _connector(self, part: NamePart, index: int) -> None:
        self.item.blocked, self.item.broken = False, True

    def _negation(self, part: NamePart, index: int) -> None:
        after = self._next(index)
        if after is None or after.kind not in ("stop", "number", "colon") or part.text != "no":
            self.negated = _NEGATION_REACH

    def _raw(self, part: NamePart, index: int) -> None:
        self.silent = True

    def _derived(self, part: NamePart, index: int) -> None:
        self.silent = self.silent or self.after_hit or bool(self.item.hits)

    def _unknown(self, part: NamePart, index: int) -> None:
        item = self.item
        item.gap += 1
        item.words += 1
        item.last = "unknown"
        ending = part.text.endswith(("ate", "ide", "inat", "ato"))
        if ending and len(part.text) > 5 and (item.governs() or self.head) == "magnesium":
            self.out.unknown_salts.append(part)

    def _modifier(self, part: NamePart, index: int) -> None:
        self.item.broken = self.item.broken or self.item.last == "mineral"

    def _bystander(self, part: NamePart, index: int) -> None:
        self.item.gap += 1
        self.item.words += 1
        self.item.last = "unknown"

    def _legal(self, part: NamePart, index: int) -> None:
        self.item.legal = True

    def _trap(self, part: NamePart, index: int) -> None:
        self.out.traps.append(part)
        self.item.last = "trap"

    def _slash(self, part: NamePart, index: int) -> None:
        self.item.slash = self.item.last != "mineral"

    def _colon(self, part: NamePart, index: int) -> None:
        governed = self.item.governs()
        if governed is not None and not self.item.hits:
            self.out.alone.discard(governed)
            self.head = governed
        self._finish()

    def _separator(self, part: NamePart, index: int) -> None:
        self._finish()

    def _and(self, part: NamePart, index: int) -> None:
        item = self.item
        only_mineral = bool(item.run) and not (
            item.hits or item.waiting or item.acids or item.words or item.foreign
        )
        run = item.run if only_mineral and item.last == "mineral" and not item.broken else []
        after = self._next(index)
        share_on = bool(run) and after is not None and after.kind == "mineral"
        self._finish()
        if share_on:
            self.item.run, self.item.last, self.item.shared = list(run), "mineral", True

    def _stop(self, part: NamePart, index: int) -> None:
        before = self.nodes[index - 1] if index else None
        if isinstance(before, NamePart) and before.text in _SHORT_STOPS:
            return
        self._finish()
        self.previous, self.negated = None, 0
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
        "weak": _material,
        "percent": _percent,
        "amount": _amount,
        "connector": _connector,
        "negation": _negation,
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

    # -- giving a salt to a mineral --

    def _give(self, part: NamePart, *, certain: bool) -> None:
        """The salt goes to the minerals that govern this item."""
        item = self.item
        if item.governs() != "magnesium":
            item.foreign = True
            if self.head == "magnesium" and any(m.text == "manganese" for m in item.run):
                self.out.slips.append(part)
            return
        if item.adjectives and item.gap == 0:
            item.adjectives = []  # "marine magnesium oxide" is oxide
        explains = part.kind == "generic" and item.hits and item.last in ("salt", "trade") and not item.slash
        if explains and (item.hits[-1].part.kind in ("chelate", "trade") or part.text == "chelate"):
            return
        if part.kind == "chelate" and item.hits and item.hits[-1].part.kind == "generic" and not item.slash:
            item.hits.pop()
        self._hit(part, certain=certain and part.entry.certain)

    def _hit(self, part: NamePart, *, certain: bool) -> None:
        if self.silent or self.negated:
            return
        share, self.item.share = self.item.share, None
        self.item.hits.append(Hit(part, certain, share))

    def _adjectives(self) -> None:
        item = self.item
        if item.governs() == "magnesium":
            for part in item.adjectives:
                self._hit(part, certain=part.entry.certain)
        item.adjectives = []

    def _settle(self) -> None:
        """Salts without a mineral in their own item go to the item before, else to the head of the bracket."""
        item = self.item
        mineral = self.previous or self.head
        for part, odd in item.waiting:
            if mineral is None or (odd and self.previous is not None):
                if not odd:
                    self.out.bare.append(part)
            elif mineral == "other":
                item.foreign = True
            elif not item.legal:
                self._hit(part, certain=part.entry.certain and not odd)
        item.waiting = []

    def _finish(self) -> None:
        item = self.item
        self._adjectives()
        had_salt = bool(item.hits or item.foreign)
        waited = bool(item.waiting)
        self._settle()
        if item.run and not had_salt and not waited:
            self.out.alone.update(part.entry.mineral for part in item.run)
        if item.hits and any(hit.part.kind in SALT_KINDS for hit in item.hits):
            self.previous = "magnesium"
        elif item.foreign:
            self.previous = "other"
        else:
            self.previous = None
        self.out.hits.extend(item.hits)
        self.item = _Item()
