"""What a text denies or only compares with: parts marked before the grammar reads them, so that it counts none."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from catalog.forms import forms
from catalog.name_parts import NamePart
from catalog.name_words import CONNECTORS, FORM_KINDS, vocabulary

_SIGNS = frozenset({"negation", "absent"})
_FIGURES = frozenset({"amount", "percent", "number"})
_BREAKS = frozenset({"stop", "amount", "colon"})
_JOINTS = frozenset({"and", "slash"})
_NAMES = FORM_KINDS | {"mineral", "trap"}
_WITHIN_NAME = frozenset({"prefix", "hyphen", "modifier", "hint"})
_ENDS = _BREAKS | {"separator", "close", "percent"}
_LEAD = 6  # words between "better absorbed than" and the form: "the usual cheap"
_LEAD_ON = 2  # words between the mineral and its form: "other magnesium forms such as"
_COMPARING = 4  # parts between "besser" and its "als"


def marked(parts: Sequence[NamePart], text: str) -> Sequence[NamePart]:
    """`parts` of `text` with their standing: denied, doubtful or unclear where the words around say so.

    "Denied" is what the text says to be left out, or names only to compare with it; "doubtful" may be meant as
    content or not; "unclear" most likely is not, but nothing is sure any more.
    """
    senses = vocabulary().senses
    signs = (place for place, part in enumerate(parts) if part.kind in _SIGNS or part.text in senses)
    denials = _Denials(parts, text)
    return denials.read() if any(denials.sense(place)[0] not in ("", "or") for place in signs) else parts


class _Denials:
    """Reads the parts from left to right and notes the standing of each by its place in the list."""

    def __init__(self, parts: Sequence[NamePart], text: str) -> None:
        self.parts, self.text = list(parts), text
        self.standing: dict[int, str] = {}
        self.dropped: set[int] = set()  # "only", "but": without them the salt behind is as good as alone

    def read(self) -> list[NamePart]:
        index = 0
        while index < len(self.parts):
            sense, after = self.sense(index)
            if sense == "negation":
                index = self._deny(index, after)
            elif sense in ("comparison", "exception"):
                index = self._compare(after)
            elif sense == "doubt":
                end = self._segment(after)
                self._mark(after, end, "doubtful", only_forms=True)
                index = end
            elif sense == "comparative" and (than := self._than(after)):
                self._mark(after, than, "denied")  # "tollerato" is no salt
                index = self._compare(than)
            else:
                if sense == "absent":
                    self._deny_before(index)
                elif sense == "non":
                    self._deny_next(after)
                elif sense == "assertion":
                    self.dropped.update(range(index, after))
                elif sense == "addition":
                    self.parts[index] = replace(self.parts[index], kind="and")
                    self.dropped.update(range(index + 1, after))
                index = after
        return [
            replace(part, standing=self.standing[place]) if place in self.standing else part
            for place, part in enumerate(self.parts)
            if place not in self.dropped
        ]

    def sense(self, index: int) -> tuple[str, int]:
        """What the words at `index` say, "" for nothing, and the place behind them."""
        part = self.parts[index]
        if part.kind not in _NAMES:  # "but-2-enedioate" is no "but"
            for words, sense in vocabulary().senses.get(part.text, ()):
                after = self._spelled(index, words)
                if after and sense != "than":
                    return sense, after
        return (part.kind if part.kind in _SIGNS else ""), index + 1

    def _spelled(self, index: int, words: tuple[str, ...]) -> int:
        """The place behind `words` if they stand at `index`, else 0."""
        for number, word in enumerate(words):
            while number and index < len(self.parts) and self.parts[index].kind == "hyphen":
                index += 1
            if index >= len(self.parts) or self.parts[index].text != word:
                return 0
            if number == len(words) - 1 and number and self._is_form(index):
                return index  # "invece di bisglicinato": a form may begin with the last word
            index += 1
        return index

    def _than(self, index: int) -> int:
        """The place behind the "than" of a comparative before `index`, or its "rispetto a"; 0 where there is none."""
        for place in range(index, min(index + _COMPARING, len(self.parts))):
            part = self.parts[place]
            if part.kind in ("separator", "stop", "open", "close", "colon") or part.kind in _FIGURES:
                return 0
            if any(sense == "than" for _, sense in vocabulary().senses.get(part.text, ())):
                return place + 1
            sense, after = self.sense(place)
            if sense == "comparison":
                return after
        return 0

    # -- what stands where --

    def _kind(self, index: int) -> str:
        return self.parts[index].kind if 0 <= index < len(self.parts) else ""

    def _is_form(self, index: int) -> bool:
        return self._kind(index) in FORM_KINDS - {"hint"}

    def _is_joint(self, index: int) -> bool:
        return (
            self._kind(index) in _JOINTS
            or self._is_or(index)
            or self.parts[index].text in vocabulary().joining
        )

    def _is_or(self, index: int) -> bool:
        return any(sense == "or" for _, sense in vocabulary().senses.get(self.parts[index].text, ()))

    def _new_row(self, index: int) -> bool:
        """Whether a new line begins with the mineral: a row of its own, not the end of a list."""
        if (
            self._kind(index) != "mineral"
            or self._kind(index - 1) == "separator"
            or self._is_joint(index - 1)
        ):
            return False
        return "\n" in self.text[self.parts[index - 1].end : self.parts[index].start]

    def _is_dash(self, index: int) -> bool:
        """Whether the hyphen stands between spaces: it parts what a hyphen joins."""
        part = self.parts[index]
        return (
            part.kind == "hyphen" and not (self.text[: part.start][-1:] + self.text[part.end :][:1]).strip()
        )

    def _segment(self, index: int) -> int:
        """The end of the member of a list that begins at `index`."""
        depth = 0
        while index < len(self.parts):
            kind = self._kind(index)
            depth += (kind == "open") - (kind == "close")
            if depth < 0 or (depth == 0 and (kind in _BREAKS or kind == "separator")) or self._new_row(index):
                return index
            index += 1
        return index

    def _mark(self, start: int, end: int, standing: str, *, only_forms: bool = False) -> None:
        for place in range(start, end):
            if self._is_form(place) or not only_forms:
                self.standing.setdefault(place, standing)

    # -- denials --

    def _deny(self, index: int, after: int) -> int:
        """Denies what follows a "no" or "free from"; returns the place to read on from."""
        following = self._kind(after)
        if self.parts[index].text == "no" and following in ("", "stop", "number", "colon"):
            return after  # "No. 5"
        if following == "colon":
            return self._deny_list(after + 1)
        return self._deny_first(after)

    def _deny_list(self, index: int) -> int:
        """Denies all that stands between "free from:" and the end of the sentence."""
        while index < len(self.parts):
            end = self._segment(index)
            if self.sense(index)[0] == "assertion":
                return index
            self._mark(index, end, "denied")
            if self._kind(end) != "separator":
                return end
            index = end + 1
        return index

    def _deny_first(self, index: int) -> int:
        """Denies the first member of a list, or all of it where "or" shows where it ends."""
        seen, depth = False, 0
        while index < len(self.parts):
            kind = self._kind(index)
            depth += (kind == "open") - (kind == "close")
            if depth < 0:
                return index
            if depth == 0:
                sense = self.sense(index)[0] if not self._is_or(index) else ""
                if sense == "exception":
                    return self.sense(index)[1]
                ends = kind in CONNECTORS or self._is_dash(index)
                if sense or kind in _BREAKS or (ends and seen) or self._new_row(index):
                    return index
                if kind == "separator":
                    return self._deny_members(index)
                if kind == "and" and not seen and not self._is_or(index):
                    end = self._segment(index)
                    self._mark(index, end, "doubtful", only_forms=True)  # "no gluten and magnesium citrate"
                    return end
            self._mark(index, index + 1, "denied")
            seen = seen or self._is_form(index)
            index += 1
        return index

    def _deny_members(self, comma: int) -> int:
        """The further members of a list: additives go on being denied, a source of magnesium may be content."""
        ends = [comma]
        while self._kind(ends[-1]) == "separator":
            ends.append(self._segment(ends[-1] + 1))
        members = [(start + 1, end) for start, end in pairwise(ends)]
        closed = [n for n, member in enumerate(members) if any(map(self._is_or, range(*member)))]
        for number, (start, end) in enumerate(members):
            if start >= end:
                continue
            opening = self._kind(start)
            if opening in CONNECTORS | _FIGURES or self.sense(start)[0] not in ("", "absent"):
                return start
            if closed and number <= closed[-1]:
                self._mark(start, end, "denied")
            elif self._kind(end) != "amount":
                for place in range(start, end):
                    if self._is_form(place):
                        self.standing[place] = "denied" if self._is_additive(place) else "doubtful"
            else:
                return end
        return ends[-1]

    def _is_additive(self, index: int) -> bool:
        part = self.parts[index]
        return part.kind in ("material", "food") or forms()[part.entry.form].role == "excipient"

    def _deny_next(self, index: int) -> None:
        """Denies the one word behind "non-"."""
        while self._kind(index) == "hyphen":
            index += 1
        if index < len(self.parts):
            self._mark(index, index + 1, "denied")

    def _deny_before(self, absent: int) -> None:
        """Denies what stands before "-free", and before that the halves of "oxide- and stearate-free"."""
        index = absent - 1
        while self._kind(index) == "hyphen":
            index -= 1
        while self._is_form(index):
            self.standing[index] = "denied"
            index -= 1
            while self._kind(index) in _WITHIN_NAME or self._kind(index) == "mineral":
                index -= 1
            if self._kind(index) not in _JOINTS or not self._is_form(index - 1 - self._hyphens(index)):
                return
            if not self._hyphens(index):
                self.standing[index - 1] = "doubtful"  # "citrate and stearate free"
                return
            index -= 1 + self._hyphens(index)

    def _hyphens(self, index: int) -> int:
        return 1 if self._kind(index - 1) == "hyphen" else 0

    # -- comparisons --

    def _compare(self, index: int) -> int:
        """Denies what is only compared with; a figure after "than" makes it an amount instead."""
        if self._kind(index) == "stop":
            index += 1  # "vs."
        if self._kind(index) in _FIGURES:
            return index
        named = [place for place in range(index) if self._is_form(place)]
        leading = all(self.standing.get(place) == "denied" for place in named)
        end = self._compared(index)
        self._mark(index, end, "denied")
        if self._kind(end) == "separator" and any(map(self._is_form, range(index, end))):
            return self._compare_members(end, leading=leading)
        return end

    def _compared(self, start: int) -> int:
        """The end of the form or forms that begin at `start`, with the words between "than" and them."""
        form = mineral = False
        words = 0
        for index in range(start, len(self.parts)):
            kind = self._kind(index)
            if kind in _ENDS or (form and (kind == "open" or self._is_dash(index))):
                return index
            if self._is_joint(index):
                if not self._form_ahead(index + 1):
                    return index
                mineral = False
            elif index > start and self.sense(index)[0]:
                return index
            elif self._is_form(index):
                form = True
            elif kind == "mineral":
                if mineral and (words or (form and self._form_ahead(index + 1))):
                    return index  # "instead of calcium we use magnesium citrate"
                mineral, words = True, 0
            elif kind in ("unknown", "bystander") or (form and kind in CONNECTORS):
                words += 1
                if form or words > (_LEAD_ON if mineral else _LEAD):
                    return index
        return len(self.parts)

    def _form_ahead(self, index: int) -> bool:
        while self._kind(index) in _WITHIN_NAME or self._kind(index) in ("of", "mineral"):
            index += 1
        return self._is_form(index)

    def _compare_members(self, comma: int, *, leading: bool) -> int:
        """What follows the comma of a comparison: more of the list, or what is asserted.

        "Unlike A, B and C, D ..." goes on to its "and"; "unlike A, magnesium B ..." has ended. Whether a bare salt
        is content, nobody knows: behind what was named it most likely is not, in front of everything it may be.
        """
        start, end = comma + 1, self._segment(comma + 1)
        if start >= end:
            return start
        closing = self._closing(comma, leading=leading)
        if closing:
            self._mark(start, closing, "denied")
            return closing
        asserted = any(self._kind(place) == "mineral" for place in range(start, end))
        if self.sense(start)[0] or asserted or not self._form_ahead(start):
            return start
        self._mark(start, end, "doubtful" if leading else "unclear", only_forms=True)
        return self._compare_members(end, leading=leading) if self._kind(end) == "separator" else end

    def _closing(self, comma: int, *, leading: bool) -> int:
        """The end of the list "A, B and C" whose first comma this is, 0 where it is none.

        In front of everything it must go on behind C: else C and B are the subject ("Unlike A, B and C are mild").
        """
        while self._kind(comma) == "separator":
            end = self._segment(comma + 1)
            member = range(comma + 1, end)
            named = (*FORM_KINDS, *_WITHIN_NAME, *_JOINTS, "mineral", "of")
            if not any(map(self._is_form, member)) or not all(self._kind(place) in named for place in member):
                return 0
            if any(map(self._is_joint, member)):
                return end if self._kind(end) == "separator" or not leading else 0
            comma = end
        return 0
