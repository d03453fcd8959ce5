"""Recorded pages: the lines of a label as text, laid out as words with boxes, the way an engine returns them.

A line is written as it is printed. Two blanks or more part two cells of a table: the first stands at the left
margin, the others at the stops of the columns; "_" is a cell without print. Blanks at the start indent. An empty
line leaves room.

    page("Supplement Facts", "Amount Per Serving  % Daily Value", "Magnesium (as citrate)  200 mg  48%")
"""

import re
from dataclasses import dataclass, replace

from scanner.label.facts import read_facts
from scanner.page import Page, Word
from scanner.panel.table import tables_of
from scanner.parsed.page import parse
from scanner.reading.rows import rows_of

LETTERS_PX = 24
"""The height of a word's box."""
LETTER_WIDTH = 0.5
"""Of a letter, in heights."""
LINE_STEP = 1.5
"""From one line to the next, in heights."""
MARGIN_PX = 60
STOPS = (0, 24, 32, 40, 48, 56)
"""Where the cells of a line begin, in heights from the margin."""
LEAST_GAP = 2.0
"""Between two cells, in heights; a long name pushes its figures to the right."""
CLEAR = 0.99

US = (
    "Supplement Facts",
    "Serving Size 2 Capsules",
    "Servings Per Container 60",
    "Amount Per Serving  % Daily Value",
)
"""The head of a panel as it is in the shops of the United States."""
EU = ("Nutritional information", "Per 2 capsules  % NRV*")


@dataclass(frozen=True)
class Print:
    """A line printed in another size, or read less clearly than the rest."""

    text: str
    size: float = 1.0
    """In letter heights of the page."""
    confidence: float = CLEAR


def page(*lines, reader="fake", stops=STOPS, words_apart=False, confidence=CLEAR):
    """A page with these lines of text from top to bottom; each cell is one word of the engine.

    With ``words_apart`` each printed word is one, the way Tesseract returns them.
    """
    words, top = [], float(MARGIN_PX)
    for line in lines:
        printed = line if isinstance(line, Print) else Print(line, confidence=confidence)
        height = LETTERS_PX * printed.size
        for left, text in _cells(printed.text, stops, height):
            words.extend(_words(text, left, top, height, printed.confidence, apart=words_apart))
        top += LINE_STEP * height
    return Page(tuple(words), _size(words), reader)


def _cells(text, stops, height):
    """The printed cells of a line with the x of each."""
    left = MARGIN_PX + (len(text) - len(text.lstrip(" "))) * LETTER_WIDTH * height
    for number, cell in enumerate(re.split(r" {2,}", text.strip(" "))):
        if number:
            left = max(left + LEAST_GAP * height, MARGIN_PX + stops[number] * LETTERS_PX)
        if cell not in ("", "_"):
            yield left, cell
        left += len(cell) * LETTER_WIDTH * height


def _words(text, left, top, height, confidence, *, apart):
    letter = LETTER_WIDTH * height
    for found in re.finditer(r"\S+" if apart else r"\S.*", text):
        x0, x1 = left + found.start() * letter, left + found.end() * letter
        yield word(found[0], (x0, top, x1, top + height), confidence)


def word(text, box, confidence=CLEAR):
    """A level word with this box."""
    x0, y0, x1, y1 = box
    return Word(text, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), confidence)


def _size(words):
    right = max((w.box[2] for w in words), default=400)
    bottom = max((w.box[3] for w in words), default=300)
    return (right + MARGIN_PX, bottom + MARGIN_PX)


def moved(recorded, place):
    """The page with each corner (x, y) put where ``place`` says."""
    words = tuple(replace(w, quad=tuple(place(x, y) for x, y in w.quad)) for w in recorded.words)
    return replace(recorded, words=words, size=_size(words))


def shifted(recorded, dx, dy):
    return moved(recorded, lambda x, y: (x + dx, y + dy))


def scaled(recorded, factor):
    return moved(recorded, lambda x, y: (x * factor, y * factor))


def slanted(recorded, slope):
    """The page photographed a little askew: its lines fall by ``slope`` pixels per pixel to the right."""
    return moved(recorded, lambda x, y: (x, y + slope * x))


def curved(recorded, sag):
    """The page on a bottle: the ends of its lines hang ``sag`` widths of the page lower than their middle."""
    width = recorded.size[0]
    return moved(recorded, lambda x, y: (x, y + 4 * sag * (x - width / 2) ** 2 / width))


def standing(recorded, turn):
    """The page as it lies on the photo after turning it clockwise by 90, 180 or 270 degrees."""
    width, height = recorded.size
    places = {
        90: lambda x, y: (height - 1 - y, x),
        180: lambda x, y: (width - 1 - x, height - 1 - y),
        270: lambda x, y: (y, width - 1 - x),
    }
    words = tuple(replace(w, quad=tuple(places[turn](x, y) for x, y in w.quad)) for w in recorded.words)
    return replace(recorded, words=words, size=(width, height) if turn == 180 else (height, width))


def rows(*lines, **how):
    """The rows of a page with these lines."""
    return rows_of(page(*lines, **how).words)


def parsed(*lines, **how):
    """The parsed page with these lines, and the tables on it."""
    found = parse(rows(*lines, **how))
    return found, tables_of(found)


def facts(*lines, **how):
    """The facts of a page with these lines."""
    return read_facts(page(*lines, **how))


def only(found):
    """The one thing in ``found``; fails when there are more or none."""
    (one,) = found
    return one
