"""What every test is given."""

import signal
import sys

import pytest


@pytest.fixture(autouse=True, scope="session")
def interrupts():
    """A shell starts what runs in its background deaf to Ctrl-C, and so would be every process that a test starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def main_module(monkeypatch):
    """AppTest leaves its script behind as ``__main__``, which every process started later would run again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
