"""Readers that are no engines: they say what they are told, nothing, rubbish, or fail; and painted photos."""

import io
import time
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image as Pillow

from scanner.errors import ReaderFailedError
from scanner.page import Word
from scanner.readers import Readers


@dataclass
class Recorded:
    """Says the given words for each picture in turn, and the last ones again from then on."""

    answers: list[tuple[Word, ...]]
    name: str = "fake"
    seen: list[tuple[int, int]] = field(default_factory=list)
    """Width and height of the pictures it was given."""

    def read(self, image, scale, known=()):
        self.seen.append((image.shape[1], image.shape[0]))
        return self.answers[min(len(self.seen), len(self.answers)) - 1]


class Blank:
    """Finds nothing."""

    name = "blank"

    def read(self, image, scale, known=()):
        return ()


@dataclass
class Crashing:
    """Fails the way an engine does."""

    name: str = "crashing"
    detail: str = "out of memory"

    def read(self, image, scale, known=()):
        raise ReaderFailedError(self.name, self.detail)


@dataclass
class Slow:
    """Says what another reader says, a while later."""

    reader: object
    delay_s: float
    name: str = "slow"

    def read(self, image, scale, known=()):
        time.sleep(self.delay_s)
        return self.reader.read(image, scale, known)


@dataclass
class Garbage:
    """Prints signs without sense, in boxes without sense."""

    seed: int = 1
    words: int = 60
    name: str = "garbage"

    def read(self, image, scale, known=()):
        random = np.random.default_rng(self.seed)
        height, width = image.shape[:2]
        signs = list("mgMG%()[]{}.,:;/\\|0123456789½µ-–…\t\n\x00\u202eäßłعא漢 =+@<&\"'")
        found = []
        for _ in range(self.words):
            text = "".join(random.choice(signs, int(random.integers(1, 30))))
            corners = random.uniform(-0.2, 1.2, (4, 2)) * (width, height)
            found.append(Word(text, tuple((float(x), float(y)) for x, y in corners), float(random.random())))
        return tuple(found)


_BODY, _START = 40, 90
"""What the red channel of a painted word says: that it is a word, and where its text begins."""
_STARTS = 0.25
_STEP, _STEPS = 24, 9
"""Numbers of words are painted this far apart, so that softened edges are not taken for another word."""
_NEAR = 9


def paint(number):
    """Green and blue of the word with this number."""
    return (_STEP * (number % _STEPS), _STEP * (number // _STEPS))


def painted(page):
    """A photo of ``page`` for ``Sighted``: each word is a block in a colour of its own, its beginning marked."""
    width, height = page.size
    image = np.full((height, width, 3), 255, np.uint8)
    for number, word in enumerate(page.words):
        a, b, c, d = (np.array(corner) for corner in word.quad)
        beginning = (a, a + _STARTS * (b - a), d + _STARTS * (c - d), d)
        for part, corners in ((_BODY, (a, b, c, d)), (_START, beginning)):
            cv2.fillConvexPoly(image, np.rint(corners).astype(np.int32), (part, *paint(number)))
    return image


@dataclass
class Sighted:
    """Reads painted photos, whichever way they lie: it finds the blocks of each word and knows its text."""

    words: tuple[Word, ...]
    name: str = "sighted"
    seen: list[tuple[int, int]] = field(default_factory=list)

    def read(self, image, scale, known=()):
        self.seen.append((image.shape[1], image.shape[0]))
        found = (self._find(image, number) for number in range(len(self.words)))
        return tuple(word for word in found if word is not None)

    def _find(self, image, number):
        body, start = (_places(image, (part, *paint(number))) for part in (_BODY, _START))
        if len(body) < 4 or len(start) < 4:
            return None
        (y0, x0), (y1, x1) = np.minimum(body.min(0), start.min(0)), np.maximum(body.max(0), start.max(0)) + 1
        a, b, c, d = ((float(x), float(y)) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
        down, right = body.mean(0) - start.mean(0)
        if abs(right) >= abs(down):
            quad = (a, b, c, d) if right > 0 else (c, d, a, b)
        else:
            quad = (b, c, d, a) if down > 0 else (d, a, b, c)
        return Word(self.words[number].text, quad, self.words[number].confidence)


def _places(image, colour):
    """Where ``colour`` is painted, as rows of y and x; lines as thin as a softened edge do not count."""
    seen = (np.abs(image.astype(int) - colour) <= _NEAR).all(axis=2).astype(np.uint8)
    return np.argwhere(cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))


@dataclass
class Witness:
    """Reads the same for each line it is shown."""

    text: str
    confidence: float = 0.9
    name: str = "witness"
    asked: list[int] = field(default_factory=list)
    """How many lines it was shown, call by call."""

    def read_lines(self, lines):
        self.asked.append(len(lines))
        return [(self.text, self.confidence) for _ in lines]


@dataclass
class CrashingWitness:
    name: str = "witness"

    def read_lines(self, lines):
        raise ReaderFailedError(self.name, "killed")


def png(image):
    """The bytes of ``image`` as a PNG file."""
    file = io.BytesIO()
    Pillow.fromarray(image).save(file, "PNG")
    return file.getvalue()


def blank_photo(width=400, height=300):
    """A white photo."""
    return np.full((height, width, 3), 255, np.uint8)


def readers(page, witness=None):
    return Readers(page, witness)
