"""What a text denies or only compares with: parts marked before the grammar reads them, so that it counts none."""

from collections.abc import Sequence
from itertools import pairwise

from catalog.forms import forms
from catalog.name_parts import NamePart
from catalog.name_senses import BREAKS, JOINTS, SIGNS, WITHIN_NAME, Senses
from catalog.name_words import CONNECTORS, FORM_KINDS, vocabulary

_FIGURES = frozenset({"amount", "percent", "number"})
_ENDS = BREAKS | {"separator", "close", "percent"}
_LEAD = 6  # words between "better absorbed than" and the form: "the usual cheap"
_LEAD_ON = 2  # words between the mineral and its form: "other magnesium forms such as"
_COMPARING = 4  # parts between "besser" and its "als"
_MOST_MEMBERS = 60  # of a list that is denied or compared with; each "no" looks no further


def marked(parts: Sequence[NamePart], text: str) -> Sequence[NamePart]:
    """`parts` of `text` with their standing: denied, doubtful or unclear where the words around say so.

    "Denied" is what the text says to be left out, or names only to compare with it; "doubtful" may be meant as
    content or not; "unclear" most likely is not, but nothing is sure any more.
    """
    senses = vocabulary().senses
    signs = (place for place, part in enumerate(parts) if part.kind in SIGNS or part.text in senses)
    denials = _Denials(parts, text)
    return denials.read() if any(denials.sense(place)[0] not in ("", "or") for place in signs) else parts


class _Denials(Senses):
    """Reads the parts from left to right and notes the standing of each by its place in the list."""

    def __init__(self, parts: Sequence[NamePart], text: str) -> None:
        super().__init__(parts, text)
        self.passed = 0
        """Up to here every form is denied."""
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
                end = self.segment(after)
                self.mark(after, end, "doubtful", only_forms=True)
                index = end
            elif sense == "comparative" and (than := self._than(after)):
                self.mark(after, than, "denied")  # "tollerato" is no salt
                index = self._compare(than)
            else:
                if sense == "absent":
                    self._deny_before(index)
                elif sense == "non":
                    self._deny_next(after)
                elif sense == "assertion":
                    self.dropped.update(range(index, after))
                elif sense == "addition":
                    self.parts[index] = self.parts[index]._replace(kind="and")
                    self.dropped.update(range(index + 1, after))
                index = after
        return [
            part._replace(standing=self.standing[place]) if place in self.standing else part
            for place, part in enumerate(self.parts)
            if place not in self.dropped
        ]

    # -- denials --

    def _deny(self, index: int, after: int) -> int:
        """Denies what follows a "no" or "free from"; returns the place to read on from."""
        following = self.kind(after)
        if self.parts[index].text == "no" and following in ("", "stop", "number", "colon"):
            return after  # "No. 5"
        if following == "colon":
            return self._deny_list(after + 1)
        return self._deny_first(after)

    def _deny_list(self, index: int) -> int:
        """Denies all that stands between "free from:" and the end of the sentence."""
        while index < len(self.parts):
            end = self.segment(index)
            if self.sense(index)[0] == "assertion":
                return index
            self.mark(index, end, "denied")
            if self.kind(end) != "separator":
                return end
            index = end + 1
        return index

    def _deny_first(self, index: int) -> int:
        """Denies the first member of a list, or all of it where "or" shows where it ends."""
        seen, depth = False, 0
        while index < len(self.parts):
            kind = self.kind(index)
            depth += (kind == "open") - (kind == "close")
            if depth < 0:
                return index
            if depth == 0:
                sense = self.sense(index)[0] if not self.is_or(index) else ""
                if sense == "exception":
                    return self.sense(index)[1]
                if kind == "colon" and not seen:
                    return self._deny_list(index + 1)  # "does not contain:"
                ends = kind in CONNECTORS or self.is_dash(index)
                if sense or kind in BREAKS or (ends and seen) or self.new_row(index):
                    return index
                if kind == "separator":
                    return self._deny_members(index)
                if kind == "and" and not seen and not self.is_or(index):
                    end = self.segment(index)
                    self.mark(index, end, "doubtful", only_forms=True)  # "no gluten and magnesium citrate"
                    return end
            self.mark(index, index + 1, "denied")
            seen = seen or self.is_form(index)
            index += 1
        return index

    def _deny_members(self, comma: int) -> int:
        """The further members of a list: additives go on being denied, a source of magnesium may be content."""
        ends = [comma]
        while self.kind(ends[-1]) == "separator" and len(ends) <= _MOST_MEMBERS:
            ends.append(self.segment(ends[-1] + 1))
        members = [(start + 1, end) for start, end in pairwise(ends)]
        closed = [n for n, member in enumerate(members) if any(map(self.is_or, range(*member)))]
        for number, (start, end) in enumerate(members):
            if start >= end:
                continue
            opening = self.kind(start)
            if opening in CONNECTORS | _FIGURES or self.sense(start)[0] not in ("", "absent"):
                return start
            if closed and number <= closed[-1]:
                self.mark(start, end, "denied")
            elif self.kind(end) != "amount":
                for place in range(start, end):
                    if self.is_form(place):
                        self.standing[place] = "denied" if self._is_additive(place) else "doubtful"
            else:
                return end
        return ends[-1]

    def _is_additive(self, index: int) -> bool:
        part = self.parts[index]
        return part.kind in ("material", "food") or forms()[part.entry.form].role == "excipient"

    def _deny_next(self, index: int) -> None:
        """Denies the one word behind "non-"."""
        while self.kind(index) == "hyphen":
            index += 1
        if index < len(self.parts):
            self.mark(index, index + 1, "denied")

    def _deny_before(self, absent: int) -> None:
        """Denies what stands before "-free", and before that the halves of "oxide- and stearate-free"."""
        index = absent - 1
        while self.kind(index) == "hyphen":
            index -= 1
        while self.is_form(index):
            self.standing[index] = "denied"
            index -= 1
            while self.kind(index) in WITHIN_NAME or self.kind(index) == "mineral":
                index -= 1
            if self.kind(index) not in JOINTS or not self.is_form(index - 1 - self._hyphens(index)):
                return
            if not self._hyphens(index):
                self.standing[index - 1] = "doubtful"  # "citrate and stearate free"
                self.passed = min(self.passed, index - 1)
                return
            index -= 1 + self._hyphens(index)

    def _hyphens(self, index: int) -> int:
        return 1 if self.kind(index - 1) == "hyphen" else 0

    # -- comparisons --

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

    def _compare(self, index: int) -> int:
        """Denies what is only compared with; a figure after "than" makes it an amount instead."""
        if self.kind(index) == "stop":
            index += 1  # "vs."
        if self.kind(index) in _FIGURES:
            return index
        leading = self._all_denied(index)
        end = self._compared(index)
        self.mark(index, end, "denied")
        if self.kind(end) == "separator" and any(map(self.is_form, range(index, end))):
            return self._compare_members(end, leading=leading)
        return end

    def _all_denied(self, index: int) -> bool:
        """Whether every form before `index` is denied."""
        while self.passed < index and (
            not self.is_form(self.passed) or self.standing.get(self.passed) == "denied"
        ):
            self.passed += 1
        return self.passed >= index

    def _compared(self, start: int) -> int:
        """The end of the form or forms that begin at `start`, with the words between "than" and them."""
        form = mineral = False
        words = 0
        for index in range(start, len(self.parts)):
            kind = self.kind(index)
            if kind in _ENDS or (form and (kind == "open" or self.is_dash(index))):
                return index
            if self.is_joint(index):
                if not self._form_ahead(index + 1):
                    return index
                mineral = False
            elif index > start and self.sense(index)[0]:
                return index
            elif self.is_form(index):
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
        while self.kind(index) in WITHIN_NAME or self.kind(index) in ("of", "mineral"):
            index += 1
        return self.is_form(index)

    def _compare_members(self, comma: int, *, leading: bool) -> int:
        """What follows the comma of a comparison: more of the list, or what is asserted.

        "Unlike A, B and C, D ..." goes on to its "and"; "unlike A, magnesium B ..." has ended. Whether a bare salt
        is content, nobody knows: behind what was named it most likely is not, in front of everything it may be.
        """
        while True:
            start, end = comma + 1, self.segment(comma + 1)
            if start >= end:
                return start
            closing = self._closing(comma, leading=leading)
            if closing:
                self.mark(start, closing, "denied")
                return closing
            asserted = any(self.kind(place) == "mineral" for place in range(start, end))
            if self.sense(start)[0] or asserted or not self._form_ahead(start):
                return start
            self.mark(start, end, "doubtful" if leading else "unclear", only_forms=True)
            if self.kind(end) != "separator":
                return end
            comma = end

    def _closing(self, comma: int, *, leading: bool) -> int:
        """The end of the list "A, B and C" whose first comma this is, 0 where it is none.

        In front of everything it must go on behind C: else C and B are the subject ("Unlike A, B and C are mild").
        """
        for _ in range(_MOST_MEMBERS):
            if self.kind(comma) != "separator":
                break
            end = self.segment(comma + 1)
            member = range(comma + 1, end)
            named = (*FORM_KINDS, *WITHIN_NAME, *JOINTS, "mineral", "of")
            if not any(map(self.is_form, member)) or not all(self.kind(place) in named for place in member):
                return 0
            if any(map(self.is_joint, member)):
                return end if self.kind(end) == "separator" or not leading else 0
            comma = end
        return 0
