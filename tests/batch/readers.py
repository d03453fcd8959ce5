"""Readers whose behaviour is painted on the photo, opened by name in other processes."""

import os
import re
import time

import cv2
import numpy as np

from scanner.errors import ReaderFailedError, ReaderMissingError
from scanner.page import Word
from scanner.readers import Readers

LINES = (
    "Supplement Facts",
    "Serving Size: 2 Capsules",
    "Servings Per Container: 60",
    "Amount Per Serving   % Daily Value",
    "Magnesium (as Magnesium Bisglycinate)   {mg} mg   {dv}%",
)
FINE, FAILS, FAULT, HANGS, HOLDS, EATS, KILLS, SLOW, COUNTS = 200, 10, 20, 30, 40, 50, 60, 70, 80
"""What a photo does to its reader, as the grey of its paper."""
SLOW_S = 0.25


def photo(number=0, does=FINE):
    """The bytes of a photo that no other number has."""
    image = np.full((60, 180, 3), does, np.uint8)
    image[0, :16, 0] = does ^ np.array([number >> bit & 1 for bit in range(16)], np.uint8)
    return cv2.imencode(".png", image)[1].tobytes()


def words(mg=200):
    found = []
    for row, line in enumerate(LINES):
        x, y = 5, 5 + 11 * row
        for cell in line.format(mg=mg, dv=round(mg / 4.2)).split("   "):
            width = 2 * len(cell)
            found.append(Word(cell, ((x, y), (x + width, y), (x + width, y + 9), (x, y + 9)), 0.99))
            x += width + 14
    return tuple(found)


class Painted:
    """Does what the photo says."""

    name = "painted"

    def read(self, image, scale, known=()):
        does = int(np.median(image))
        doing = {
            FAILS: fail,
            FAULT: fault,
            HANGS: hang,
            HOLDS: hold,
            EATS: eat,
            KILLS: kill,
            SLOW: slow,
            COUNTS: count,
        }
        doing.get(does, lambda: None)()
        return words()


def fail():
    raise ReaderFailedError("painted", "it has had enough")


def fault():
    raise ZeroDivisionError("division by zero")


def hang():
    time.sleep(1000)


def hold():
    """For hours, without giving another thread its turn."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def eat():
    taken = []
    while True:
        taken.append(np.ones(5_000_000))
        time.sleep(0.01)


def kill():
    os.kill(os.getpid(), 9)


def slow():
    time.sleep(SLOW_S)


def count():
    """For hours, in and out of code that is not Python."""
    image = np.zeros((300, 300), np.float32)
    while True:
        cv2.GaussianBlur(image, (0, 0), 3)


def open_painted():
    return Readers(Painted(), None)


def open_none():
    raise ReaderMissingError("painted", "Install it.")
