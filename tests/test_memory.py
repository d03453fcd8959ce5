"""Memory is given back where the system can be asked for it, and elsewhere nothing happens."""

import ctypes
import sys

import pytest

from scanner.memory import give_back


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_not_asked(monkeypatch, system):
    def refuse(_name):
        raise TypeError("argument of type 'NoneType' is not iterable")  # what Windows says to CDLL(None)

    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", refuse)
    give_back()


def test_linux_is_asked(monkeypatch):
    asked = []

    class Library:
        malloc_trim = staticmethod(asked.append)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Library)
    give_back()
    assert asked == [0]
