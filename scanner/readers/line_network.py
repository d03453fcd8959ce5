"""One line of print read by a network: for each step along the line the likeliest letter, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scanner.page import Image
from scanner.readers.tensor import tensor_of

LINE_HEIGHT = 48
"""Lines are of this height."""
_NO_LETTER = 0


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a line and how likely each is, 0 to 1."""

    text: str
    confidences: tuple[float, ...]


class LineNetwork:
    """One reader network and the letters that it knows."""

    def __init__(self, session: Any, letters: Sequence[str]) -> None:
        """``letters`` in the network's order: its first output is no letter, its last one a blank."""
        self._session = session
        self._input = session.get_inputs()[0].name
        self._letters = ("", *letters, " ")

    def read(self, line: Image) -> Letters:
        """The letters on ``line``, ``LINE_HEIGHT`` high; memory grows with the square of its width."""
        (steps,) = self._session.run(None, {self._input: tensor_of(line)})
        likeliest = steps[0].argmax(axis=1)
        # A letter lasts several steps; the same letter twice has a step without any between.
        begins = likeliest != _NO_LETTER
        begins[1:] &= likeliest[1:] != likeliest[:-1]
        text = "".join(self._letters[letter] for letter in likeliest[begins])
        return Letters(text, tuple(float(share) for share in steps[0].max(axis=1)[begins]))
