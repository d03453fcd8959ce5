"""What words around a form say of it, and where the members of a list end: the eyes of `name_denial`."""

from collections.abc import Sequence

from catalog.name_parts import NamePart
from catalog.name_words import FORM_KINDS, vocabulary

SIGNS = frozenset({"negation", "absent"})
BREAKS = frozenset({"stop", "amount", "colon"})
JOINTS = frozenset({"and", "slash"})
WITHIN_NAME = frozenset({"prefix", "hyphen", "modifier", "hint"})
_NAMES = FORM_KINDS | {"mineral", "trap"}


class Senses:
    """The parts of a text, by their place in the list, and the standing noted for each."""

    def __init__(self, parts: Sequence[NamePart], text: str) -> None:
        self.parts, self.text = list(parts), text
        self.standing: dict[int, str] = {}

    def sense(self, index: int) -> tuple[str, int]:
        """What the words at `index` say, "" for nothing, and the place behind them."""
        part = self.parts[index]
        if part.kind not in _NAMES:  # "but-2-enedioate" is no "but"
            for words, sense in vocabulary().senses.get(part.text, ()):
                after = self._spelled(index, words)
                if after and sense != "than":
                    return sense, after
        return (part.kind if part.kind in SIGNS else ""), index + 1

    def _spelled(self, index: int, words: tuple[str, ...]) -> int:
        """The place behind `words` if they stand at `index`, else 0."""
        for number, word in enumerate(words):
            while number and index < len(self.parts) and self.parts[index].kind == "hyphen":
                index += 1
            if index >= len(self.parts) or self.parts[index].text != word:
                return 0
            if number == len(words) - 1 and number and self.is_form(index):
                return index  # "invece di bisglicinato": a form may begin with the last word
            index += 1
        return index

    def kind(self, index: int) -> str:
        """The kind of a part, "" beyond the ends."""
        return self.parts[index].kind if 0 <= index < len(self.parts) else ""

    def is_form(self, index: int) -> bool:
        """Whether the part names a form of magnesium or of another mineral."""
        return self.kind(index) in FORM_KINDS - {"hint"}

    def is_joint(self, index: int) -> bool:
        """Whether the part joins two names: and, or, a slash."""
        return (
            self.kind(index) in JOINTS or self.is_or(index) or self.parts[index].text in vocabulary().joining
        )

    def is_or(self, index: int) -> bool:
        """Whether the part is "or" or "nor", which end a list that is denied as a whole."""
        return any(sense == "or" for _, sense in vocabulary().senses.get(self.parts[index].text, ()))

    def new_row(self, index: int) -> bool:
        """Whether a new line begins with the mineral: a row of its own, not the end of a list."""
        if index == 0 or self.kind(index) != "mineral":
            return False
        if self.kind(index - 1) == "separator" or self.is_joint(index - 1):
            return False
        return "\n" in self.text[self.parts[index - 1].end : self.parts[index].start]

    def is_dash(self, index: int) -> bool:
        """Whether the hyphen stands between spaces: it parts what a hyphen joins."""
        part = self.parts[index]
        around = self.text[max(0, part.start - 1) : part.start] + self.text[part.end : part.end + 1]
        return part.kind == "hyphen" and not around.strip()

    def segment(self, index: int) -> int:
        """The end of the member of a list that begins at `index`."""
        depth = 0
        while index < len(self.parts):
            kind = self.kind(index)
            depth += (kind == "open") - (kind == "close")
            if depth < 0 or (depth == 0 and (kind in BREAKS or kind == "separator")) or self.new_row(index):
                return index
            index += 1
        return index

    def mark(self, start: int, end: int, standing: str, *, only_forms: bool = False) -> None:
        """Notes the standing of the parts from `start` to `end` that have none yet."""
        for place in range(start, end):
            if self.is_form(place) or not only_forms:
                self.standing.setdefault(place, standing)
